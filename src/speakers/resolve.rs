//! From mentions to speakers.

use std::ops::Range;

use super::antecedents::{self, Antecedent, Asked};
use super::cast::{Cast, Entity, EntityKind};
use super::interview::Interview;
use super::key::{SpeakerKey, decade, key_name};
use super::phrase::{self, Head, Pronoun};
use super::quote_id::words_of;
use super::reading::Reading;
use super::resolved::{Resolved, Who};
use super::roles;
use super::things::Things;
use super::{Basis, Gender, Speaker, SpeakerCandidate, SpeakerKind};
use crate::article::Article;
use crate::attribution::{Attribution, Model};
use crate::text::{Document, Span};

/// How far on both sides an attribution that holds a mention is looked for.
pub(super) const HOLDERS_BACK: usize = 8;

/// Who speaks each of `attributions`, which are those of `document`, the text of `article` taken apart.
pub fn resolve(article: &Article, document: &Document, attributions: &[Attribution], model: &Model) -> Vec<Speaker> {
    if attributions.is_empty() {
        return Vec::new();
    }
    let mut speakers = Vec::with_capacity(attributions.len());
    let decade = decade(article.date);
    Resolver::each(article, document, attributions, model, |resolver, number| {
        speakers.push(resolver.speaker(number, &decade));
    });
    speakers
}

/// What is known while the attributions of one article are resolved in order.
pub(super) struct Resolver<'a> {
    pub(super) article: &'a Article,
    pub(super) attributions: &'a [Attribution],
    pub(super) reading: &'a Reading<'a>,
    /// Learned weights of the signs of antecedents.
    pub(super) weights: &'a [f32],
    pub(super) cast: Cast,
    /// Of each entity the role to show, by place in its list.
    roles_to_show: Vec<Option<usize>>,
    pub(super) things: Things,
    pub(super) interview: Option<Interview>,
    /// The speakers of the attributions so far.
    pub(super) done: Vec<Resolved>,
}

impl Resolver<'_> {
    /// Resolves `attributions` in order; `then` is called with the number of each when all are.
    pub(super) fn each(
        article: &Article,
        document: &Document,
        attributions: &[Attribution],
        model: &Model,
        mut then: impl FnMut(&Resolver, usize),
    ) {
        let reading = Reading::new(document);
        let names = super::names::find(&reading);
        let cast = Cast::new(&reading, names);
        let things = Things::new(&reading, &cast);
        let interview = Interview::find(&reading, &cast);
        let roles_to_show = cast.entities.iter().map(role_to_show).collect();
        let weights = model.antecedents.as_slice();
        let done = Vec::new();
        let mut resolver = Resolver {
            article,
            attributions,
            reading: &reading,
            weights,
            cast,
            roles_to_show,
            things,
            interview,
            done,
        };
        for number in 0..attributions.len() {
            let resolved = resolver.resolve_one(number);
            resolver.done.push(resolved);
        }
        resolver.introduce();
        for number in 0..attributions.len() {
            then(&resolver, number);
        }
    }

    /// Where the mention of attribution `number` is *he* or *she*, the full names of those who may be meant, with their signs.
    pub(super) fn candidates(&self, number: usize) -> Vec<(String, Vec<u16>)> {
        let [mention] = self.attributions[number].mention[..] else { return Vec::new() };
        let tokens = self.reading.document.tokens_in(mention);
        let gender = match phrase::parse(self.reading, &self.cast, tokens.clone()) {
            Head::Pronoun(Pronoun::He) => Gender::Male,
            Head::Pronoun(Pronoun::She) => Gender::Female,
            _ => return Vec::new(),
        };
        let asked = Asked { place: tokens.start, gender: Some(gender) };
        let before = &self.done[..number];
        let candidates = antecedents::persons(self.reading, &self.cast, before, asked).into_iter();
        candidates.map(|candidate| (self.name_of(&candidate.who).unwrap_or_default(), candidate.signs)).collect()
    }

    fn resolve_one(&self, number: usize) -> Resolved {
        let attribution = &self.attributions[number];
        let content = self.tokens_of(&attribution.content);
        let place = self.tokens_of(&attribution.mention).map_or(content.as_ref().map_or(0, |c| c.start), |m| m.start);
        let last = content.map_or(place, |content| content.end.saturating_sub(1));
        let (who, basis, confidence) = self.who(number, place);
        let last_paragraph = self.reading.paragraph_of(last);
        Resolved { who, basis, confidence, place, is_nested: attribution.within.is_some(), last_paragraph }
    }

    /// Tokens from the first to the last of `spans`.
    pub(super) fn tokens_of(&self, spans: &[Span]) -> Option<Range<usize>> {
        let first = self.reading.document.tokens_in(*spans.first()?);
        let last = self.reading.document.tokens_in(*spans.last()?);
        (first.start < last.end).then_some(first.start..last.end)
    }

    fn who(&self, number: usize, place: usize) -> (Who, Basis, f32) {
        let mut noun_found = None;
        for span in &self.attributions[number].mention {
            let tokens = self.reading.document.tokens_in(*span);
            if let Some(who) = self.interview_label(tokens.clone()) {
                return who;
            }
            match phrase::parse(self.reading, &self.cast, tokens) {
                Head::Nothing => {}
                Head::Noun(noun) if noun_found.is_none() => noun_found = Some(noun),
                Head::Noun(_) => {}
                head => return self.of_head(number, head, place),
            }
        }
        match noun_found {
            Some(noun) => self.of_noun(number, &noun),
            None if self.attributions[number].mention.is_empty() => self.without_mention(number, place),
            None => unknown(),
        }
    }

    fn of_head(&self, number: usize, head: Head, place: usize) -> (Who, Basis, f32) {
        match head {
            Head::Name(mention) => self.of_name(mention),
            Head::Several(tokens) => (self.group(tokens), Basis::Description, 0.85),
            Head::Noun(noun) => self.of_noun(number, &noun),
            Head::Pronoun(pronoun) => self.of_pronoun(number, pronoun, place),
            Head::Nothing => unknown(),
        }
    }

    pub(super) fn group(&self, tokens: Range<usize>) -> Who {
        Who::Phrase { kind: SpeakerKind::Group, tokens, head: String::new(), gender: None, is_plural: true }
    }

    pub(super) fn of_name(&self, mention: usize) -> (Who, Basis, f32) {
        let link = self.cast.links[mention];
        let entity = &self.cast.entities[link.entity];
        let full = &self.cast.names[entity.full];
        let name = &self.cast.names[mention];
        let is_person = entity.kind == EntityKind::Person;
        let mut confidence: f32 = match (name.words == full.words, is_person) {
            (true, true) => 0.97,
            (false, true) => 0.955,
            (true, false) => 0.96,
            (false, false) => 0.92,
        };
        if link.ambiguous {
            confidence = 0.6;
        }
        if name.words.len() == 1 && full.words.len() == 1 {
            confidence -= 0.12;
        }
        if entity.kind_lead < 0.5 {
            confidence -= 0.1;
        }
        let basis = if name.words == full.words { Basis::FullName } else { Basis::PartOfName };
        (Who::Entity(link.entity), basis, confidence)
    }

    pub(super) fn of_pronoun(&self, number: usize, pronoun: Pronoun, place: usize) -> (Who, Basis, f32) {
        let found = match pronoun {
            Pronoun::He => self.person(Asked { place, gender: Some(Gender::Male) }, &|_| false),
            Pronoun::She => self.person(Asked { place, gender: Some(Gender::Female) }, &|_| false),
            Pronoun::It => antecedents::thing(self.reading, &self.cast, &self.done, place),
            Pronoun::I => return self.first_person(number, place),
            Pronoun::We => {
                let (who, basis, confidence) = self.first_person(number, place);
                return (who, basis, confidence * 0.8);
            }
            Pronoun::You => return (self.group(place..place + 1), Basis::Pronoun, 0.5),
            Pronoun::They => match antecedents::several(self.reading, &self.cast, &self.done, place) {
                Ok(found) => Some(found),
                Err(Some(tokens)) => Some(self.antecedent_in(number, tokens, 0.6)),
                Err(None) => Some(Antecedent { who: self.group(place..place + 1), confidence: 0.4 }),
            },
            Pronoun::Relative => antecedents::before_relative(self.reading, &self.cast, place)
                .map(|tokens| self.antecedent_in(number, tokens, 0.85)),
        };
        // `Before he left, Okafor said …`: the name comes after.
        let found = match (found, pronoun) {
            (None, Pronoun::He) => self.name_after(place, Gender::Male),
            (None, Pronoun::She) => self.name_after(place, Gender::Female),
            (found, _) => found,
        };
        match found {
            Some(found) if found.who != Who::Unknown => (found.who, Basis::Pronoun, found.confidence),
            _ => unknown(),
        }
    }

    /// The person whom a pronoun or a description stands for; none that `excluded` holds for.
    pub(super) fn person(&self, asked: Asked, excluded: &dyn Fn(usize) -> bool) -> Option<Antecedent> {
        antecedents::person(self.reading, &self.cast, &self.done, asked, self.weights, excluded)
    }

    /// The first person named behind `place` in its sentence, unless shown to be of another gender.
    fn name_after(&self, place: usize, gender: Gender) -> Option<Antecedent> {
        let sentence = self.reading.tokens_of(self.reading.sentence_of(place));
        let mut names = self.cast.names_in(place + 1, sentence.end.min(place + 20));
        let mention = names.find(|mention| self.cast.of(*mention).kind == EntityKind::Person)?;
        if self.cast.of(mention).gender.is_some_and(|shown| shown != gender) {
            return None;
        }
        Some(Antecedent { who: Who::Entity(self.cast.links[mention].entity), confidence: 0.5 })
    }

    /// Who the noun phrase at `tokens`, an antecedent, names.
    fn antecedent_in(&self, number: usize, tokens: Range<usize>, most: f32) -> Antecedent {
        let (who, _, confidence) = match phrase::parse(self.reading, &self.cast, tokens) {
            Head::Name(mention) => self.of_name(mention),
            Head::Several(tokens) => (self.group(tokens), Basis::Pronoun, 0.85),
            Head::Noun(noun) => self.of_noun(number, &noun),
            Head::Pronoun(Pronoun::Relative) | Head::Nothing => unknown(),
            Head::Pronoun(pronoun) => {
                let place = self.reading.document.tokens_in(self.attributions[number].mention[0]).start;
                match pronoun {
                    Pronoun::He | Pronoun::She => self.of_pronoun(number, pronoun, place.saturating_sub(1)),
                    _ => (self.group(place..place + 1), Basis::Pronoun, 0.4),
                }
            }
        };
        Antecedent { who, confidence: confidence.min(most) }
    }

    /// *I* and *we*: the speaker of the quotation that holds them, else the writer.
    fn first_person(&self, number: usize, place: usize) -> (Who, Basis, f32) {
        let at = self.reading.document.tokens[place].span;
        let outer = self.attributions[number].within.filter(|outer| *outer < self.done.len()).or_else(|| {
            let first = number.saturating_sub(HOLDERS_BACK);
            (first..number).rev().find(|other| self.attributions[*other].content.iter().any(|span| span.contains(at)))
        });
        if let Some(outer) = outer {
            let outer = &self.done[outer];
            return (outer.who.clone(), Basis::Pronoun, outer.confidence * 0.9);
        }
        if self.reading.is_quoted(place) {
            return match self.done.last() {
                Some(last) if last.last_paragraph + 1 >= self.reading.paragraph_of(place) => {
                    (last.who.clone(), Basis::Pronoun, last.confidence * 0.6)
                }
                _ => unknown(),
            };
        }
        match author_name(self.article) {
            Some(_) => (Who::Author, Basis::Pronoun, 0.8),
            None => unknown(),
        }
    }

    /// The name to be shown, without titles; of somebody without one the article's own words.
    fn name_of(&self, who: &Who) -> Option<String> {
        let tokens = match who {
            Who::Unknown => return None,
            Who::Author => return author_name(self.article),
            Who::Phrase { tokens, .. } => bare(self.reading, tokens.clone()),
            Who::Entity(entity) => self.cast.names[self.cast.entities[*entity].full].tokens.clone(),
        };
        Some(self.reading.phrase(tokens))
    }

    fn kind_of(&self, who: &Who) -> SpeakerKind {
        match who {
            Who::Unknown => SpeakerKind::Unknown,
            Who::Author => SpeakerKind::Person,
            Who::Phrase { kind, .. } => *kind,
            Who::Entity(entity) if self.cast.entities[*entity].kind == EntityKind::Person => SpeakerKind::Person,
            Who::Entity(_) => SpeakerKind::Organization,
        }
    }

    fn candidate(&self, who: &Who, confidence: f32) -> Option<SpeakerCandidate> {
        Some(SpeakerCandidate { name: self.name_of(who)?, kind: self.kind_of(who), confidence })
    }

    fn speaker(&self, number: usize, decade: &str) -> Speaker {
        let (attribution, resolved) = (&self.attributions[number], &self.done[number]);
        let reading = self.reading;
        let mut speaker = Speaker {
            name: self.name_of(&resolved.who),
            kind: self.kind_of(&resolved.who),
            mention: None,
            role: None,
            gender: None,
            confidence: resolved.confidence.clamp(0.0, 1.0),
            basis: resolved.basis,
            evidence: None,
            candidates: Vec::new(),
            key: String::new(),
        };
        let others = self.others(number);
        speaker.candidates = others.iter().filter_map(|(who, belief)| self.candidate(who, *belief)).collect();
        let mut role_head = String::new();
        let mut place = String::new();
        match &resolved.who {
            Who::Unknown | Who::Author => {}
            Who::Phrase { tokens, gender, .. } => {
                speaker.gender = *gender;
                speaker.evidence = Some(reading.document.span_of(bare(reading, tokens.clone())));
            }
            Who::Entity(number) => {
                let entity = &self.cast.entities[*number];
                speaker.evidence = Some(reading.document.span_of(self.cast.names[entity.full].tokens.clone()));
                if entity.kind == EntityKind::Person {
                    speaker.gender = entity.gender;
                    if let Some(role) = self.roles_to_show[*number].map(|role| &entity.roles[role]) {
                        speaker.role = Some(reading.phrase(role.tokens.clone()));
                        role_head.clone_from(&role.head);
                        place = roles::place_of(reading, role);
                    }
                }
            }
        }
        if speaker.kind != SpeakerKind::Unknown && !attribution.mention.is_empty() {
            speaker.mention = Some(words_of(reading.document.text, &attribution.mention));
        }
        speaker.key = SpeakerKey {
            name: key_name(speaker.name.as_deref().unwrap_or("")),
            kind: speaker.kind,
            gender: speaker.gender,
            role_head,
            place,
            decade: decade.to_owned(),
        }
        .encode();
        speaker
    }
}

/// The first role that says more than one word, else the first.
fn role_to_show(entity: &Entity) -> Option<usize> {
    let telling = entity.roles.iter().position(|role| role.tokens.len() > 1);
    telling.or((!entity.roles.is_empty()).then_some(0))
}

pub(super) fn unknown() -> (Who, Basis, f32) {
    (Who::Unknown, Basis::None, 0.3)
}

/// `tokens` without an article before and a possessive ending behind them.
fn bare(reading: &Reading, mut tokens: Range<usize>) -> Range<usize> {
    while tokens.len() > 1 && matches!(reading.word(tokens.start), "the" | "a" | "an") {
        tokens.start += 1;
    }
    while tokens.len() > 1 && reading.is_possessive(tokens.end - 1) {
        tokens.end -= 1;
    }
    tokens
}

/// The writer, where the byline is one person's name.
pub(super) fn author_name(article: &Article) -> Option<String> {
    let author = article.author.as_deref()?.trim();
    let author =
        author.split_once(' ').filter(|(by, _)| by.eq_ignore_ascii_case("by")).map_or(author, |(_, name)| name.trim());
    // `Pia Sand, @piasand, LUND POST`
    let author = author.split_once(", @").map_or(author, |(name, _)| name);
    let words: Vec<&str> = author.split_whitespace().collect();
    let is_one = (2..=4).contains(&words.len())
        && !author.contains([',', ';', '&', '/', '@', '|'])
        && words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase) || word.chars().count() <= 3)
        && !words.iter().any(|word| {
            matches!(
                word.to_ascii_lowercase().as_str(),
                "and" | "staff" | "press" | "editor" | "news" | "editorial" | "board" | "team" | "writer" | "desk"
            )
        });
    is_one.then(|| words.join(" "))
}
