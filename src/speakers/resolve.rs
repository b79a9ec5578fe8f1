//! From mentions to speakers.

use std::ops::Range;

use super::antecedents::{self, Antecedent};
use super::cast::{Cast, EntityKind, noun_gender};
use super::interview::Interview;
use super::key::{SpeakerKey, name_words};
use super::lexicon::{
    BODY_NOUNS, DOCUMENT_NOUNS, MADE_WORKS, OWNED_BODIES, full_role, is_agent, is_demonym, is_role, singular,
};
use super::phrase::{self, Determiner, Head, NounPhrase, Pronoun};
use super::quote_id::words_of;
use super::reading::Reading;
use super::roles;
use super::things::Things;
use super::{Basis, Gender, Speaker, SpeakerKind};
use crate::article::Article;
use crate::attribution::Attribution;
use crate::text::{Document, Span};

/// Who is meant, before it is made a [`Speaker`].
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Who {
    /// A name of the cast.
    Entity(usize),
    /// A noun phrase of the article.
    Phrase { kind: SpeakerKind, tokens: Range<usize>, head: String, gender: Option<Gender>, is_plural: bool },
    /// The writer of the article.
    Author,
    /// Nobody can be told.
    Unknown,
}

/// One attribution's speaker with what it rests on.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub(super) who: Who,
    pub(super) basis: Basis,
    pub(super) confidence: f32,
    /// Token at which the mention stands; of a quotation without one its first.
    pub(super) place: usize,
    /// Whether it stands inside another's content.
    pub(super) is_nested: bool,
    /// Paragraph in which its content ends.
    last_paragraph: usize,
}

/// How far on both sides an attribution that holds a mention is looked for.
const HOLDERS_BACK: usize = 8;

/// Who speaks each of `attributions`, which are those of `document`, the text of `article` taken apart.
pub fn resolve(article: &Article, document: &Document, attributions: &[Attribution]) -> Vec<Speaker> {
    if attributions.is_empty() {
        return Vec::new();
    }
    let reading = Reading::new(document);
    let names = super::names::find(&reading);
    let cast = Cast::new(&reading, names);
    let things = Things::new(&reading, &cast);
    let interview = Interview::find(&reading, &cast);
    let mut resolver = Resolver { article, attributions, reading: &reading, cast, things, interview, done: Vec::new() };
    for place in 0..attributions.len() {
        let resolved = resolver.resolve_one(place);
        resolver.done.push(resolved);
    }
    let decade = article.date.map_or(String::new(), |date| format!("{}0s", date.year().div_euclid(10)));
    let mut speakers = Vec::with_capacity(attributions.len());
    for (attribution, resolved) in attributions.iter().zip(&resolver.done) {
        speakers.push(resolver.speaker(attribution, resolved, &decade));
    }
    speakers
}

struct Resolver<'a> {
    article: &'a Article,
    attributions: &'a [Attribution],
    reading: &'a Reading<'a>,
    cast: Cast,
    things: Things,
    interview: Option<Interview>,
    /// The speakers of the attributions so far.
    done: Vec<Resolved>,
}

impl Resolver<'_> {
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
    fn tokens_of(&self, spans: &[Span]) -> Option<Range<usize>> {
        let first = self.reading.tokens_in(*spans.first()?);
        let last = self.reading.tokens_in(*spans.last()?);
        (first.start < last.end).then_some(first.start..last.end)
    }

    fn who(&self, number: usize, place: usize) -> (Who, Basis, f32) {
        let mut noun_found = None;
        for span in &self.attributions[number].mention {
            let tokens = self.reading.tokens_in(*span);
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

    fn group(&self, tokens: Range<usize>) -> Who {
        Who::Phrase { kind: SpeakerKind::Group, tokens, head: String::new(), gender: None, is_plural: true }
    }

    fn of_name(&self, mention: usize) -> (Who, Basis, f32) {
        let link = self.cast.links[mention];
        let entity = &self.cast.entities[link.entity];
        let full = &self.cast.names[entity.full];
        let name = &self.cast.names[mention];
        let mut confidence: f32 = if name.words == full.words { 0.96 } else { 0.92 };
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

    fn of_pronoun(&self, number: usize, pronoun: Pronoun, place: usize) -> (Who, Basis, f32) {
        let found = match pronoun {
            Pronoun::He => antecedents::person(self.reading, &self.cast, &self.done, Some(Gender::Male), place),
            Pronoun::She => antecedents::person(self.reading, &self.cast, &self.done, Some(Gender::Female), place),
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
            (None, Pronoun::He | Pronoun::She) => self.name_after(place),
            (found, _) => found,
        };
        match found {
            Some(found) if found.who != Who::Unknown => (found.who, Basis::Pronoun, found.confidence),
            _ => unknown(),
        }
    }

    /// The first person named behind `place` in its sentence.
    fn name_after(&self, place: usize) -> Option<Antecedent> {
        let sentence = self.reading.tokens_of(self.reading.sentence_of(place));
        let mut names = self.cast.names_in(place + 1, sentence.end.min(place + 20));
        let mention = names.find(|mention| self.cast.of(*mention).kind == EntityKind::Person)?;
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
                let place = self.reading.tokens_in(self.attributions[number].mention[0]).start;
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

    fn of_noun(&self, number: usize, noun: &NounPhrase) -> (Who, Basis, f32) {
        let word = self.reading.word(noun.head);
        let one = singular(word);
        if noun.determiner == Determiner::Every {
            return (self.phrase(noun, SpeakerKind::Group), Basis::Description, 0.8);
        }
        // `his letter`, `in her eyes`
        if let Determiner::Owned(pronoun @ (Pronoun::He | Pronoun::She)) = noun.determiner
            && (MADE_WORKS.contains(word) || is_of_mind(word))
        {
            let (who, basis, confidence) = self.of_pronoun(number, pronoun, noun.head.saturating_sub(1));
            return (who, basis, confidence * 0.9);
        }
        let is_document = DOCUMENT_NOUNS.contains(word) || DOCUMENT_NOUNS.contains(one.as_str());
        if noun.is_plural && is_document && one == "poll" && noun.owner.is_none() {
            return (self.phrase(noun, SpeakerKind::Document), Basis::Description, 0.8);
        }
        if matches!(word, "someone" | "somebody" | "anyone" | "anybody") {
            return (self.phrase(noun, SpeakerKind::Unnamed), Basis::Description, 0.6);
        }
        if is_document && !is_role(word) {
            return self.of_document(noun, &one);
        }
        if noun.is_plural {
            return (self.phrase(noun, SpeakerKind::Group), Basis::Description, 0.9);
        }
        if BODY_NOUNS.contains(word) || OWNED_BODIES.contains(word) {
            return self.of_body(number, noun, word);
        }
        if is_role(word) {
            return self.of_person(noun, word);
        }
        if matches!(word, "one" | "another") {
            return (self.phrase(noun, SpeakerKind::Unnamed), Basis::Description, 0.5);
        }
        if self.reading.is_capital(noun.head) && !is_demonym(word) && !self.reading.is_common(noun.head) {
            return (self.phrase(noun, SpeakerKind::Organization), Basis::Description, 0.5);
        }
        let is_foreign_agent = word.len() > 5
            && (word.ends_with("er") || word.ends_with("or"))
            && noun.head > noun.tokens.start
            && is_demonym(self.reading.word(noun.head - 1));
        if is_agent(word) || is_foreign_agent {
            return (self.phrase(noun, SpeakerKind::Unnamed), Basis::Description, 0.6);
        }
        let is_party = matches!(word, "republican" | "democrat" | "conservative");
        if is_party && noun.determiner == Determiner::Definite && !noun.is_plural {
            let found = antecedents::person(self.reading, &self.cast, &self.done, None, noun.head);
            if let Some(found) = found.filter(|found| matches!(found.who, Who::Entity(_))) {
                return (found.who, Basis::Description, (found.confidence * 0.7).min(0.5));
            }
        }
        if is_demonym(word) {
            let kind =
                if noun.determiner == Determiner::Indefinite { SpeakerKind::Unnamed } else { SpeakerKind::Group };
            return (self.phrase(noun, kind), Basis::Description, 0.6);
        }
        unknown()
    }

    fn phrase(&self, noun: &NounPhrase, kind: SpeakerKind) -> Who {
        let head = self.reading.word(noun.head).to_owned();
        let gender = noun_gender(&head);
        Who::Phrase { kind, tokens: noun.tokens.clone(), head, gender, is_plural: noun.is_plural }
    }

    /// A work: its maker where one is evident, else the work itself.
    fn of_document(&self, noun: &NounPhrase, one: &str) -> (Who, Basis, f32) {
        if let Some(maker) = noun.maker {
            return (Who::Entity(self.cast.links[maker].entity), Basis::Description, 0.75);
        }
        if let Some(owner) = noun.owner {
            let name = &self.cast.names[owner];
            let owns = self.reading.is_possessive(name.tokens.end);
            let kind = self.cast.of(owner).kind;
            let makes = kind == EntityKind::Body && MADE_WORKS.contains(self.reading.word(noun.head));
            if makes || owns && kind != EntityKind::Place {
                return (Who::Entity(self.cast.links[owner].entity), Basis::Description, 0.75);
            }
        }
        let in_lead = self.reading.paragraph_of(noun.head) <= 1;
        let may_be_told = noun.determiner == Determiner::Definite
            || in_lead && noun.determiner != Determiner::Bare
            || self.reading.is_heading(self.reading.sentence_of(noun.head));
        if may_be_told && !noun.is_plural && MADE_WORKS.contains(one) {
            let nouns: &[&str] =
                if matches!(one, "poll" | "survey" | "study") { &["poll", "survey", "study"] } else { &[] };
            let maker = std::iter::once(one)
                .chain(nouns.iter().copied())
                .find_map(|noun_word| self.things.maker_of(noun_word, noun.head, in_lead));
            if let Some(maker) = maker.filter(|maker| self.cast.of(*maker).kind == EntityKind::Body) {
                return (Who::Entity(self.cast.links[maker].entity), Basis::Description, 0.65);
            }
        }
        (self.phrase(noun, SpeakerKind::Document), Basis::Description, 0.75)
    }

    /// A body by its noun: `the Okafor campaign`, `the ministry`, `the company`.
    fn of_body(&self, number: usize, noun: &NounPhrase, word: &str) -> (Who, Basis, f32) {
        let reading = self.reading;
        if let Some(owner) = noun.owner {
            let name = &self.cast.names[owner];
            let next_to = name.tokens.end == noun.head
                || reading.is_possessive(name.tokens.end) && name.tokens.end + 1 == noun.head;
            if self.cast.of(owner).kind == EntityKind::Body
                && name.tokens.end == noun.head
                && !OWNED_BODIES.contains(word)
            {
                return (Who::Entity(self.cast.links[owner].entity), Basis::Description, 0.75);
            }
            let is_part = matches!(word, "unit" | "division" | "bureau" | "desk" | "department");
            if self.cast.of(owner).kind == EntityKind::Body && is_part && reading.is_possessive(name.tokens.end) {
                return (Who::Entity(self.cast.links[owner].entity), Basis::Description, 0.7);
            }
            let tokens = name.tokens.start..if next_to { noun.head + 1 } else { noun.tokens.end };
            let who = self.organization(tokens, word);
            return (who, Basis::FullName, 0.8);
        }
        let has_people = (noun.tokens.start..noun.head).any(|place| is_demonym(reading.word(place)));
        if has_people && noun.determiner != Determiner::Indefinite {
            return (self.organization(noun.tokens.start..noun.head + 1, word), Basis::FullName, 0.8);
        }
        match noun.determiner {
            Determiner::Definite | Determiner::Bare => {}
            Determiner::Owned(pronoun) => {
                if let Some(found) = self.owned_by_pronoun(number, pronoun, word, noun.head) {
                    return found;
                }
            }
            Determiner::Indefinite | Determiner::Every => {
                return (self.phrase(noun, SpeakerKind::Group), Basis::Description, 0.8);
            }
        }
        // `the city of Lund`
        if let Some(place) = self.place_of_body(noun, word) {
            return place;
        }
        if let Some(entity) = self.things.named_body(word, noun.head) {
            return (Who::Entity(entity), Basis::Description, 0.7);
        }
        if let Some(tokens) = self.things.owned_body(word, noun.head) {
            return (self.organization(tokens, word), Basis::Description, 0.7);
        }
        if matches!(
            word,
            "company"
                | "firm"
                | "bank"
                | "group"
                | "organization"
                | "organisation"
                | "agency"
                | "newspaper"
                | "corporation"
                | "carrier"
                | "airline"
                | "network"
                | "union"
                | "association"
        ) {
            let before = self.things.bodies_before(noun.head);
            let mut nearest: Option<usize> = None;
            let mut others = false;
            for (_, entity) in before {
                if self.cast.entities[entity].kind_lead < 1.5 {
                    continue;
                }
                match nearest {
                    None => nearest = Some(entity),
                    Some(known) => others |= known != entity,
                }
            }
            if let Some(entity) = nearest {
                return (Who::Entity(entity), Basis::Description, if others { 0.5 } else { 0.7 });
            }
        }
        // Of a state's own government nobody asks which.
        let kind = if matches!(word, "government" | "administration") {
            SpeakerKind::Organization
        } else {
            SpeakerKind::Group
        };
        (self.phrase(noun, kind), Basis::Description, 0.6)
    }

    /// `the city of Lund` by its own words, `the city` by the last place named in the paragraph or the one before.
    fn place_of_body(&self, noun: &NounPhrase, word: &str) -> Option<(Who, Basis, f32)> {
        if !matches!(word, "city" | "state" | "county" | "country" | "nation" | "kingdom" | "republic") {
            return None;
        }
        let of = noun.head + 1;
        if self.reading.word(of) == "of" && self.reading.is_capital(of + 1) {
            let end = self.cast.names_in(of + 1, of + 2).next().map(|mention| self.cast.names[mention].tokens.end)?;
            return Some((self.organization(noun.tokens.start..end, word), Basis::FullName, 0.8));
        }
        let before = self.cast.names.partition_point(|name| name.tokens.start < noun.head);
        let paragraph = self.reading.paragraph_of(noun.head);
        for mention in (before.saturating_sub(HOLDERS_BACK)..before).rev() {
            let is_near = self.reading.paragraph_of(self.cast.names[mention].tokens.start) + 1 >= paragraph;
            if is_near && self.cast.of(mention).kind == EntityKind::Place {
                return Some((Who::Entity(self.cast.links[mention].entity), Basis::Description, 0.5));
            }
        }
        None
    }

    fn organization(&self, tokens: Range<usize>, head: &str) -> Who {
        Who::Phrase { kind: SpeakerKind::Organization, tokens, head: head.to_owned(), gender: None, is_plural: false }
    }

    /// `her campaign`: the campaign that the article names with her name.
    fn owned_by_pronoun(&self, number: usize, pronoun: Pronoun, word: &str, head: usize) -> Option<(Who, Basis, f32)> {
        if !matches!(pronoun, Pronoun::He | Pronoun::She) {
            return None;
        }
        let (owner, _, confidence) = self.of_pronoun(number, pronoun, head.saturating_sub(1));
        let Who::Entity(owner) = owner else { return None };
        let nouns: &[&str] =
            if matches!(word, "campaign" | "team" | "camp") { &["campaign", "team", "camp"] } else { &[] };
        for noun in nouns.iter().copied().chain([word]) {
            for tokens in self.things.owned_bodies(noun, head) {
                let named = self.cast.names_in(tokens.start, tokens.end).next();
                if named.is_some_and(|mention| self.cast.links[mention].entity == owner) {
                    return Some((self.organization(tokens, noun), Basis::Description, confidence * 0.8));
                }
            }
        }
        None
    }

    /// A person by a job, an office or a kinship: who holds it, else somebody without a name.
    fn of_person(&self, noun: &NounPhrase, word: &str) -> (Who, Basis, f32) {
        let before = noun.head.checked_sub(1).map_or("", |place| self.reading.word(place));
        if before == "this"
            && matches!(word, "reporter" | "writer" | "author" | "columnist")
            && author_name(self.article).is_some()
        {
            return (Who::Author, Basis::Description, 0.7);
        }
        let unnamed = (self.phrase(noun, SpeakerKind::Unnamed), Basis::Description, 0.8);
        if let Some(mention) = self.name_behind(noun) {
            return (Who::Entity(self.cast.links[mention].entity), Basis::Description, 0.85);
        }
        let holders = self.things.holders(&roles::role_key(self.reading, noun.head), noun.head);
        if noun.determiner == Determiner::Indefinite {
            return self.named_later(noun, &holders).unwrap_or(unnamed);
        }
        let mut found: Vec<(usize, f32)> = Vec::new();
        for (entity, role) in holders {
            let role = &self.cast.entities[entity].roles[role];
            let fit = self.modifiers_fit(noun, role);
            if self.cast.entities[entity].kind == EntityKind::Person && !found.iter().any(|(known, _)| *known == entity)
            {
                found.push((entity, fit));
            }
        }
        let best = found.iter().map(|(_, fit)| *fit).fold(f32::MIN, f32::max);
        let nearest = found.iter().find(|(_, fit)| *fit == best).copied();
        let owner_is_place = noun.owner.is_some_and(|owner| self.cast.of(owner).kind == EntityKind::Place);
        let is_possessed = noun.owner.is_some_and(|owner| {
            let name = &self.cast.names[owner];
            self.reading.is_possessive(name.tokens.end) || self.cast.of(owner).kind == EntityKind::Person
        });
        let owned = matches!(noun.determiner, Determiner::Owned(_)) || is_possessed && !owner_is_place;
        if let Some((entity, fit)) = nearest
            && fit >= 0.0
            && (!owned || fit > 0.0)
        {
            let confidence = if found.len() == 1 { 0.8 } else { 0.65 };
            return (Who::Entity(entity), Basis::Description, confidence);
        }
        // An unnamed speaker told of before: `a source` … `the source`.
        for before in self.done.iter().rev().take(HOLDERS_BACK) {
            if let Who::Phrase { kind: SpeakerKind::Unnamed, head, .. } = &before.who
                && full_role(head) == full_role(word)
                && !owned
            {
                return (before.who.clone(), Basis::Description, before.confidence * 0.9);
            }
        }
        let is_office = is_public_office(word) && noun.determiner == Determiner::Definite;
        if is_office && !owned {
            let gender = noun_gender(word);
            let found = antecedents::person(self.reading, &self.cast, &self.done, gender, noun.head);
            if let Some(found) = found.filter(|found| matches!(found.who, Who::Entity(_))) {
                return (found.who, Basis::Description, (found.confidence * 0.7).min(0.6));
            }
        }
        unnamed
    }

    /// The person whose name stands behind a comma right after the phrase: `the minister of ports, Pia Sand, said`.
    fn name_behind(&self, noun: &NounPhrase) -> Option<usize> {
        let end = noun.tokens.end;
        if self.reading.raw_or_empty(end) != "," {
            return None;
        }
        let mention = self.cast.names.partition_point(|name| name.tokens.end <= end);
        let name = self.cast.names.get(mention)?;
        let closes = matches!(self.reading.raw_or_empty(name.tokens.end), "," | "." | "");
        let is_person = self.cast.of(mention).kind == EntityKind::Person;
        (name.lead == end + 1 && closes && is_person).then_some(mention)
    }

    /// `A harbour pilot said …` in the lead, where the article goes on to name its only harbour pilot.
    fn named_later(&self, noun: &NounPhrase, holders: &[(usize, usize)]) -> Option<(Who, Basis, f32)> {
        if self.reading.paragraph_of(noun.head) > 1 {
            return None;
        }
        let (entity, role) = holders.first()?;
        let only = holders.iter().all(|(other, _)| other == entity);
        let role = &self.cast.entities[*entity].roles[*role];
        let fits = self.modifiers_fit(noun, role) >= 0.0 && role.tokens.start > noun.head;
        (only && fits).then_some((Who::Entity(*entity), Basis::Description, 0.6))
    }

    /// Whether the capitalised words and the owner of a description are among those of a role: 1 where one is, 0 where the
    /// description has none, below where none is.
    fn modifiers_fit(&self, noun: &NounPhrase, role: &roles::Role) -> f32 {
        let reading = self.reading;
        let around = role.tokens.start.saturating_sub(3)..role.tokens.end;
        let mut fit: f32 = 0.0;
        let mut has_modifier = false;
        for place in noun.tokens.start..noun.tokens.end {
            if place == noun.head || !reading.is_capital(place) || !reading.is_word(place) {
                continue;
            }
            has_modifier = true;
            if around.clone().take(24).any(|other| reading.word(other) == reading.word(place)) {
                fit = 1.0;
            }
        }
        if has_modifier && fit == 0.0 { -0.5 } else { fit }
    }

    /// *Q:* and *A:*, by the interview's lead.
    fn interview_label(&self, tokens: Range<usize>) -> Option<(Who, Basis, f32)> {
        if tokens.len() != 1 {
            return None;
        }
        let interview = self.interview.as_ref()?;
        let entity = match self.reading.word(tokens.start) {
            "q" => interview.asks?,
            "a" => interview.answers?,
            _ => return None,
        };
        Some((Who::Entity(entity), Basis::Description, 0.8))
    }

    /// No mention: a turn of an interview, the same speaker going on, or nobody.
    fn without_mention(&self, number: usize, place: usize) -> (Who, Basis, f32) {
        let attribution = &self.attributions[number];
        if !attribution.cue.is_empty() {
            return unknown();
        }
        let paragraph = self.reading.paragraph_of(place);
        if let Some(mention) = self.signature(number) {
            return self.of_name(mention);
        }
        let previous = self.done.iter().enumerate().rev().take(HOLDERS_BACK).find(|(_, other)| !other.is_nested);
        let Some((previous_number, previous)) = previous else { return self.turn(attribution, paragraph) };
        // A turn of several paragraphs has its label once.
        let labelled = &self.attributions[previous_number];
        let follows_label =
            labelled.cue.is_empty() && !labelled.mention.is_empty() && previous.last_paragraph + 1 == paragraph;
        if follows_label && previous.who != Who::Unknown {
            return (previous.who.clone(), Basis::Continued, previous.confidence * 0.9);
        }
        if let (who @ Who::Entity(_), basis, confidence) = self.turn(attribution, paragraph) {
            return (who, basis, confidence);
        }
        if attribution.verbatim.is_empty() || previous.last_paragraph + 1 < paragraph || previous.who == Who::Unknown {
            return unknown();
        }
        if let Some(other) = self.alternates(number, paragraph) {
            return (other, Basis::Continued, 0.5);
        }
        let begins = self.reading.document.paragraphs[paragraph].tokens.start + 1 >= place;
        let confidence = previous.confidence * if begins || previous.last_paragraph == paragraph { 0.88 } else { 0.7 };
        (previous.who.clone(), Basis::Continued, confidence)
    }

    /// The name behind a dash that ends the paragraph of a quotation: `“Too late.” — Pia Sand`.
    fn signature(&self, number: usize) -> Option<usize> {
        let content = self.tokens_of(&self.attributions[number].content)?;
        let paragraph = &self.reading.document.paragraphs[self.reading.paragraph_of(content.start)].tokens;
        let mut place = content.end;
        let mut has_dash = false;
        while place < paragraph.end && place < content.end + 4 && !self.reading.is_word(place) {
            has_dash |= matches!(self.reading.raw(place), "―" | "—" | "–" | "-" | "--");
            place += 1;
        }
        let mention = self.cast.names.partition_point(|name| name.tokens.end <= place);
        let name = self.cast.names.get(mention)?;
        let ends = name.tokens.end + 1 >= paragraph.end || self.reading.raw_or_empty(name.tokens.end) == ",";
        (has_dash && name.lead == place && name.tokens.start < paragraph.end && ends).then_some(mention)
    }

    /// A turn of an interview without labels: questions are the asker's, the rest the other's.
    fn turn(&self, attribution: &Attribution, paragraph: usize) -> (Who, Basis, f32) {
        let Some(interview) = &self.interview else { return unknown() };
        let Some(tokens) = self.tokens_of(&attribution.content) else { return unknown() };
        let whole = &self.reading.document.paragraphs[paragraph].tokens;
        let is_turn = tokens.start <= whole.start + 1 && tokens.end + 1 >= whole.end;
        if !is_turn || self.reading.is_quoted(tokens.start) {
            return unknown();
        }
        let asks = (tokens.end.saturating_sub(2)..tokens.end).any(|place| self.reading.raw(place) == "?");
        let entity = if asks { interview.asks } else { interview.answers };
        entity.map_or_else(unknown, |entity| (Who::Entity(entity), Basis::Continued, 0.7))
    }

    /// In a dialogue the one who spoke before the last: two paragraphs just before, each a quotation of another.
    fn alternates(&self, number: usize, paragraph: usize) -> Option<Who> {
        if number < 3 {
            return None;
        }
        let last = &self.done[number - 1];
        let before = &self.done[number - 2];
        let third = &self.done[number - 3];
        let chain = last.last_paragraph + 1 == paragraph
            && before.last_paragraph + 2 == paragraph
            && third.last_paragraph + 3 == paragraph;
        let two = last.who != before.who && third.who == last.who;
        let persons = matches!((&last.who, &before.who), (Who::Entity(_), Who::Entity(_)));
        let starts = [number - 1, number - 2, number - 3].iter().all(|other| self.begins_with_speech(*other));
        (chain && two && persons && starts && self.begins_with_speech(number)).then(|| before.who.clone())
    }

    /// Whether the paragraph of an attribution begins with its content.
    fn begins_with_speech(&self, number: usize) -> bool {
        let Some(tokens) = self.tokens_of(&self.attributions[number].content) else { return false };
        let paragraph = self.reading.paragraph_of(tokens.start);
        tokens.start <= self.reading.document.paragraphs[paragraph].tokens.start + 1
    }

    fn speaker(&self, attribution: &Attribution, resolved: &Resolved, decade: &str) -> Speaker {
        let reading = self.reading;
        let mut speaker = Speaker {
            name: None,
            kind: SpeakerKind::Unknown,
            mention: None,
            role: None,
            gender: None,
            confidence: resolved.confidence.clamp(0.0, 1.0),
            basis: resolved.basis,
            evidence: None,
            key: String::new(),
        };
        let mut role_head = String::new();
        let mut place = String::new();
        match &resolved.who {
            Who::Unknown => {}
            Who::Author => {
                speaker.name = author_name(self.article);
                speaker.kind = SpeakerKind::Person;
            }
            Who::Phrase { kind, tokens, gender, .. } => {
                let tokens = without_article(reading, tokens.clone());
                speaker.name = Some(reading.phrase(tokens.clone()));
                speaker.kind = *kind;
                speaker.gender = *gender;
                speaker.evidence = Some(reading.document.span_of(tokens));
            }
            Who::Entity(number) => {
                let entity = &self.cast.entities[*number];
                let full = self.cast.names[entity.full].tokens.clone();
                speaker.name = Some(reading.phrase(full.clone()));
                speaker.evidence = Some(reading.document.span_of(full));
                if entity.kind == EntityKind::Person {
                    speaker.kind = SpeakerKind::Person;
                    speaker.gender = entity.gender;
                    let telling = |role: &&roles::Role| role.tokens.len() > 1;
                    if let Some(role) = entity.roles.iter().find(telling).or(entity.roles.first()) {
                        speaker.role = Some(reading.phrase(role.tokens.clone()));
                        role_head.clone_from(&role.head);
                        place = roles::place_of(reading, role);
                    }
                } else {
                    speaker.kind = SpeakerKind::Organization;
                }
            }
        }
        if speaker.kind != SpeakerKind::Unknown && !attribution.mention.is_empty() {
            speaker.mention = Some(words_of(reading.document.text, &attribution.mention));
        }
        speaker.key = SpeakerKey {
            name: name_words(speaker.name.as_deref().unwrap_or("")).join(" "),
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

fn unknown() -> (Who, Basis, f32) {
    (Who::Unknown, Basis::None, 0.3)
}

/// Nouns for what is in somebody's head.
fn is_of_mind(word: &str) -> bool {
    matches!(
        word,
        "eyes"
            | "view"
            | "views"
            | "mind"
            | "opinion"
            | "words"
            | "remarks"
            | "comments"
            | "speech"
            | "testimony"
            | "account"
            | "tweets"
            | "argument"
            | "claim"
            | "claims"
            | "assertion"
            | "response"
            | "answer"
            | "message"
            | "email"
    )
}

/// Offices that an article often gives to a person without saying so beside the name.
fn is_public_office(word: &str) -> bool {
    matches!(
        word,
        "president"
            | "nominee"
            | "candidate"
            | "senator"
            | "governor"
            | "congressman"
            | "congresswoman"
            | "mogul"
            | "billionaire"
            | "businessman"
            | "businesswoman"
            | "front-runner"
            | "frontrunner"
            | "hopeful"
            | "contender"
            | "minister"
            | "premier"
            | "chancellor"
            | "mayor"
            | "actor"
            | "actress"
            | "singer"
            | "author"
            | "lawmaker"
            | "politician"
            | "leader"
            | "chairman"
            | "secretary"
            | "lady"
            | "justice"
            | "hacker"
            | "speechwriter"
            | "veteran"
            | "tycoon"
            | "donor"
            | "activist"
    )
}

/// `tokens` without an article before them.
fn without_article(reading: &Reading, mut tokens: Range<usize>) -> Range<usize> {
    while tokens.len() > 1 && matches!(reading.word(tokens.start), "the" | "a" | "an") {
        tokens.start += 1;
    }
    tokens
}

/// The writer, where the byline is one person's name.
fn author_name(article: &Article) -> Option<String> {
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
