//! Headline and lead describe whom the article then names: *A former mayor calls for …*, *A harbour panel voted …*.

use super::Basis;
use super::SpeakerKind;
use super::cast::EntityKind;
use super::lexicon::{FIRM_SUFFIXES, FUNCTION};
use super::phrase::{Determiner, NounPhrase};
use super::resolve::Resolver;
use super::resolved::Who;

/// How far the person is believed whom the next words name.
const INTRODUCED: f32 = 0.72;
/// Paragraphs behind the description in which its name is looked for.
const WITHIN: usize = 3;
/// Shortest word that two descriptions of one body share.
const TELLING: usize = 4;

impl Resolver<'_> {
    /// Whether token `place` stands in the headline or the lead.
    pub(super) fn is_led_in(&self, place: usize) -> bool {
        self.reading.paragraph_of(place) <= 1
    }

    /// Gives those whom headline and lead only describe the name of the next person who speaks, where the paragraphs behind
    /// name that one for the first time; and so wherever they speak again.
    pub(super) fn introduce(&mut self) {
        let next_persons = self.next_persons();
        for (number, next) in next_persons.into_iter().enumerate() {
            let described = self.done[number].who.clone();
            let Who::Phrase { kind: SpeakerKind::Unnamed, ref tokens, gender, .. } = described else { continue };
            if !self.is_led_in(tokens.start) || self.is_one_of_many(tokens.start) {
                continue;
            }
            let Some((entity, place)) = next else { continue };
            let (own, paragraph) = (self.reading.paragraph_of(tokens.start), self.reading.paragraph_of(place));
            let is_new = self.reading.paragraph_of(self.first_named(entity)) > own;
            let clashes = self.cast.entities[entity].gender.zip(gender).is_some_and(|(shown, told)| shown != told);
            if !is_new || clashes || paragraph > own + WITHIN {
                continue;
            }
            for again in self.done[number..].iter_mut().filter(|again| again.who == described) {
                again.who = Who::Entity(entity);
                again.basis = Basis::Description;
                again.confidence = again.confidence.min(INTRODUCED);
            }
        }
    }

    /// `one dealer`, `another resident`: somebody of whom there are more.
    fn is_one_of_many(&self, place: usize) -> bool {
        let is_counted = |word: &str| matches!(word, "one" | "another" | "some" | "other");
        is_counted(self.reading.word(place)) || place > 0 && is_counted(self.reading.word(place - 1))
    }

    /// For each attribution the next person who speaks behind it, and where; reports inside others left out.
    fn next_persons(&self) -> Vec<Option<(usize, usize)>> {
        let mut next = None;
        let mut all = vec![None; self.done.len()];
        for (number, resolved) in self.done.iter().enumerate().rev() {
            all[number] = next;
            match resolved.who {
                Who::Entity(entity) if self.cast.entities[entity].kind == EntityKind::Person && !resolved.is_nested => {
                    next = Some((entity, resolved.place));
                }
                _ => {}
            }
        }
        all
    }

    /// The token at which an entity is first named.
    fn first_named(&self, entity: usize) -> usize {
        self.cast.names[self.cast.entities[entity].first].tokens.start
    }

    /// The body that headline or lead calls `noun` before it is named: the next one that is named for the first time and has the
    /// noun, one like it or another word of the description in its name.
    pub(super) fn body_named_later(&self, noun: &NounPhrase, word: &str) -> Option<(Who, Basis, f32)> {
        if noun.is_plural || !self.is_led_in(noun.head) {
            return None;
        }
        let last_paragraph = self.reading.paragraph_of(noun.head) + WITHIN;
        let telling = |place: usize| {
            let word = self.reading.word(place);
            let tells = word.chars().count() >= TELLING && !FUNCTION.contains(word) && place != noun.head;
            tells.then_some(word)
        };
        let described: Vec<&str> = noun.tokens.clone().filter_map(telling).collect();
        let fits = |entity: usize| {
            let words = &self.cast.entities[entity].words;
            words.iter().any(|name| is_called(name, word) || described.contains(&name.as_str()))
        };
        if noun.determiner == Determiner::Definite
            && let Some((_, entity)) = self.things.bodies_before(noun.head).find(|(_, entity)| fits(*entity))
        {
            return Some((Who::Entity(entity), Basis::Description, 0.65));
        }
        let mut behind = self.things.bodies_behind(noun.head);
        let found = behind.find(|(place, entity)| {
            let is_near = self.reading.paragraph_of(*place) <= last_paragraph;
            is_near && fits(*entity) && self.first_named(*entity) == *place
        });
        found.map(|(_, entity)| (Who::Entity(entity), Basis::Description, 0.65))
    }
}

/// Whether a body with this word in its name may be called `noun`.
fn is_called(name: &str, noun: &str) -> bool {
    let names: &[&str] = match noun {
        "panel" | "committee" | "commission" | "board" => {
            &["committee", "commission", "council", "board", "subcommittee"]
        }
        "court" | "tribunal" => &["court", "tribunal"],
        "union" => &["union", "unions", "association", "federation", "brotherhood", "workers"],
        "agency" | "regulator" | "watchdog" | "authority" => {
            &["agency", "commission", "authority", "administration", "department", "bureau", "board", "service"]
        }
        "university" | "college" | "school" => &["university", "college", "institute", "school"],
        "group" | "organization" | "organisation" | "coalition" => {
            &["coalition", "alliance", "association", "foundation", "network", "society", "league"]
        }
        "company" | "firm" | "corporation" => return FIRM_SUFFIXES.contains(name),
        _ => &[],
    };
    name == noun || names.contains(&name)
}
