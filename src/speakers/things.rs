//! What is no person but speaks: works with a maker (*an Okafor poll*), bodies known by a noun (*the Okafor campaign*,
//! *the ministry*), and who holds which role. Tables by the noun, each in order of the text.

use std::collections::HashMap;
use std::ops::Range;

use super::cast::{Cast, EntityKind};
use super::lexicon::{BODY_NOUNS, DETERMINERS, DOCUMENT_NOUNS, OWNED_BODIES, is_demonym, singular};
use super::reading::Reading;

/// Tables of one article.
#[derive(Debug, Default)]
pub(super) struct Things {
    /// Works by their noun in the singular: where one stands, and the name of its maker.
    works: HashMap<String, Vec<(usize, usize)>>,
    /// Bodies named by an owner and a noun, by the noun: the tokens of the phrase.
    bodies: HashMap<String, Vec<Range<usize>>>,
    /// Named bodies by each noun in their name: where one stands, and the entity.
    named: HashMap<String, Vec<(usize, usize)>>,
    /// Persons by the head of their role: where the role stands, the entity, and the role's place in its list.
    roles: HashMap<String, Vec<(usize, usize, usize)>>,
    /// Bodies that are no place, in order of the text: where one stands, and the entity.
    all_bodies: Vec<(usize, usize)>,
}

/// How many of those before a place are looked at.
const NEAREST: usize = 12;

impl Things {
    pub(super) fn new(reading: &Reading, cast: &Cast) -> Things {
        let mut things = Things::default();
        for mention in 0..cast.names.len() {
            things.note_name(reading, cast, mention);
        }
        things.note_governments(reading);
        for (number, entity) in cast.entities.iter().enumerate() {
            for (place, role) in entity.roles.iter().enumerate() {
                let list = things.roles.entry(role.head.clone()).or_default();
                list.push((role.tokens.start, number, place));
            }
        }
        for list in things.roles.values_mut() {
            list.sort_unstable();
        }
        for list in things.bodies.values_mut() {
            list.sort_unstable_by_key(|tokens| tokens.start);
        }
        things
    }

    fn note_name(&mut self, reading: &Reading, cast: &Cast, mention: usize) {
        let name = &cast.names[mention];
        let entity = cast.links[mention].entity;
        let mut place = name.tokens.end;
        if reading.is_possessive(place) {
            place += 1;
        }
        for next in place..place + 3 {
            let noun = singular(reading.word(next));
            if DOCUMENT_NOUNS.contains(noun.as_str()) && !reading.is_capital(next) {
                self.works.entry(noun).or_default().push((next, mention));
                break;
            }
            if OWNED_BODIES.contains(reading.word(next)) && !reading.is_capital(next) && next == place {
                self.bodies.entry(reading.word(next).to_owned()).or_default().push(name.tokens.start..next + 1);
                break;
            }
            if !reading.is_word(next) {
                break;
            }
        }
        self.note_made_by(reading, name.lead, mention);
        if cast.entities[entity].kind != EntityKind::Body {
            return;
        }
        self.all_bodies.push((name.tokens.start, entity));
        let mut last = "";
        for word in &cast.entities[entity].words {
            if BODY_NOUNS.contains(word.as_str()) && word != last {
                self.named.entry(word.clone()).or_default().push((name.tokens.start, entity));
            }
            last = word;
        }
        // `Allwright, the shipping company`
        if reading.raw_or_empty(name.tokens.end) == "," && DETERMINERS.contains(reading.word(name.tokens.end + 1)) {
            for next in name.tokens.end + 2..name.tokens.end + 7 {
                if !reading.is_word(next) {
                    break;
                }
                if BODY_NOUNS.contains(reading.word(next)) {
                    let list = self.named.entry(reading.word(next).to_owned()).or_default();
                    list.push((name.tokens.start, entity));
                    break;
                }
            }
        }
        // `the shipping company Allwright`
        if name.lead > 0 && BODY_NOUNS.contains(reading.word(name.lead - 1)) {
            let list = self.named.entry(reading.word(name.lead - 1).to_owned()).or_default();
            list.push((name.tokens.start, entity));
        }
    }

    /// `a report by Okafor`, `a poll from the Lund Post`.
    fn note_made_by(&mut self, reading: &Reading, lead: usize, mention: usize) {
        let mut place = lead;
        while place > 0 && place + 3 > lead && DETERMINERS.contains(reading.word(place - 1)) {
            place -= 1;
        }
        if place < 2 || !matches!(reading.word(place - 1), "by" | "from") {
            return;
        }
        for before in (place.saturating_sub(5)..place - 1).rev() {
            let noun = singular(reading.word(before));
            if DOCUMENT_NOUNS.contains(noun.as_str()) {
                self.works.entry(noun).or_default().push((before, mention));
                return;
            }
        }
    }

    /// `the Norwegian government`, wherever it stands.
    fn note_governments(&mut self, reading: &Reading) {
        for place in 1..reading.len() {
            let word = reading.word(place);
            if OWNED_BODIES.contains(word) && is_demonym(reading.word(place - 1)) && reading.is_capital(place - 1) {
                self.bodies.entry(word.to_owned()).or_default().push(place - 1..place + 1);
            }
        }
    }

    /// The maker of the last work called `noun` (in the singular) before token `place`; with `or_later`, where there is
    /// none, of the first behind it.
    pub(super) fn maker_of(&self, noun: &str, place: usize, or_later: bool) -> Option<usize> {
        let list = self.works.get(noun)?;
        let before = list.partition_point(|(token, _)| *token < place);
        let found = match before {
            0 if or_later => list.first(),
            0 => None,
            _ => list.get(before - 1),
        };
        found.map(|(_, mention)| *mention)
    }

    /// The phrase of the last owned body called `noun` before token `place`, and whether others are called so too.
    pub(super) fn owned_body(&self, noun: &str, place: usize) -> Option<Range<usize>> {
        let list = self.bodies.get(noun)?;
        let before = list.partition_point(|tokens| tokens.end <= place);
        if before > 0 { list.get(before - 1).cloned() } else { None }
    }

    /// The owned bodies called `noun` next before and behind token `place`.
    pub(super) fn owned_bodies(&self, noun: &str, place: usize) -> impl Iterator<Item = Range<usize>> + '_ {
        let list = self.bodies.get(noun).map_or(&[][..], Vec::as_slice);
        let middle = list.partition_point(|tokens| tokens.end <= place);
        let window = middle.saturating_sub(NEAREST)..(middle + NEAREST).min(list.len());
        list[window].iter().cloned()
    }

    /// The last named body with `noun` in its name before token `place`.
    pub(super) fn named_body(&self, noun: &str, place: usize) -> Option<usize> {
        let list = self.named.get(noun)?;
        let before = list.partition_point(|(token, _)| *token < place);
        if before > 0 { list.get(before - 1).map(|(_, entity)| *entity) } else { None }
    }

    /// Bodies before token `place`, nearest first.
    pub(super) fn bodies_before(&self, place: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let before = self.all_bodies.partition_point(|(token, _)| *token < place);
        self.all_bodies[..before].iter().rev().take(NEAREST).copied()
    }

    /// Bodies from token `place` on, in order of the text.
    pub(super) fn bodies_behind(&self, place: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let before = self.all_bodies.partition_point(|(token, _)| *token < place);
        self.all_bodies[before..].iter().take(NEAREST).copied()
    }

    /// Persons with a role of this head around token `place`, nearest before it first, then those behind it:
    /// entity and the role's place in its list.
    pub(super) fn holders(&self, head: &str, place: usize) -> Vec<(usize, usize)> {
        let Some(list) = self.roles.get(head) else { return Vec::new() };
        let middle = list.partition_point(|(token, _, _)| *token < place);
        let before = list[..middle].iter().rev().take(NEAREST);
        let behind = list[middle..].iter().take(2);
        before.chain(behind).map(|(_, entity, role)| (*entity, *role)).collect()
    }

    /// Persons with a role of this head behind token `place`, nearest first.
    pub(super) fn holders_behind(&self, head: &str, place: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let list = self.roles.get(head).map_or(&[][..], Vec::as_slice);
        let middle = list.partition_point(|(token, _, _)| *token < place);
        list[middle..].iter().take(NEAREST).map(|(_, entity, role)| (*entity, *role))
    }
}
