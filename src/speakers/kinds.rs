//! Person, body or place: what the words of a name and those beside it show, summed over all its mentions.

use super::cast::{Cast, EntityKind};
use super::lexicon::{
    AUXILIARIES, BODY_NOUNS, GIVEN_NAMES, NAME_SUFFIXES, PLAIN_TITLES, PREPOSITIONS, REPORTING, STAFF_NOUNS,
    TRADES_OF_FIRMS, is_demonym, is_plural, is_role, party,
};
use super::names::NameMention;
use super::reading::Reading;
use super::roles;
use crate::text::TokenKind;

impl Cast {
    /// Sums the evidence for the kind of each entity, and collects its roles, over the names that `links` gives one.
    pub(super) fn weigh_kinds(&mut self, reading: &Reading, links: &[Option<usize>]) {
        for (mention, link) in links.iter().enumerate() {
            let Some(entity) = *link else { continue };
            let own = own_evidence(reading, &self.names[mention]);
            let beside = evidence_beside(reading, &self.names[mention]);
            let entity = &mut self.entities[entity];
            for kind in 0..own.len() {
                entity.evidence[kind] += own[kind] + beside[kind];
            }
            entity.speech += if speaks(reading, &self.names[mention]) { 0.5 } else { 0.0 };
            if entity.party.is_none() {
                entity.party = party_beside(reading, &self.names[mention]);
            }
            if let Some(role) = roles::before(reading, &self.names, mention) {
                entity.evidence[0] += match role.is_plain_title {
                    true => 3.0,
                    false if TRADES_OF_FIRMS.contains(role.head.as_str()) => 0.0,
                    false => 2.0,
                };
                if !role.is_plain_title {
                    entity.roles.push(role);
                }
            }
            if let Some(role) = roles::after(reading, &self.names, mention) {
                entity.evidence[0] += 2.0;
                entity.roles.push(role);
            }
        }
        for entity in &mut self.entities {
            let [person, body, place] = entity.evidence;
            let person = person + entity.speech.min(1.0);
            let best = person.max(body).max(place);
            entity.kind = if person >= best {
                EntityKind::Person
            } else if body >= place {
                EntityKind::Body
            } else {
                EntityKind::Place
            };
            entity.kind_lead = match entity.kind {
                EntityKind::Person => person - body.max(place),
                EntityKind::Body => body - person,
                EntityKind::Place => place - person,
            };
        }
    }
}

/// Evidence for a person, a body, a place from the words of a name and the titles before it.
fn own_evidence(reading: &Reading, name: &NameMention) -> [f32; 3] {
    let mut evidence = [0.0; 3];
    let [person, body, place] = &mut evidence;
    let start = name.tokens.start;
    if name.lead < start
        && (name.lead..start).any(|t| PLAIN_TITLES.contains(reading.word(t)) || is_role(reading.word(t)))
    {
        *person += 3.0;
    }
    if name.is_body {
        *body += 4.0;
    }
    if name.is_place {
        *place += 4.0;
    }
    if name.is_acronym {
        *body += 2.5;
    }
    let first = reading.word(start);
    if GIVEN_NAMES.contains(first) {
        *person += if name.tokens.len() > 1 { 2.0 } else { 1.0 };
    }
    if name.words.len() >= 2 && name.words.iter().any(|word| NAME_SUFFIXES.contains(word.as_str()) || word.len() == 1) {
        *person += 1.5;
    }
    if (2..=3).contains(&name.words.len()) && !name.is_body && !name.is_place {
        *person += 0.5;
    }
    if name.tokens.len() == 1 && reading.is_lower_elsewhere(first) {
        *body += 0.3;
    }
    if name.tokens.len() == 1 && looks_like_brand(reading.raw(start)) {
        *body += 1.5;
    }
    // `Norwegian Sunrise`
    if name.tokens.len() > 1 && is_demonym(first) {
        *body += 1.5;
    }
    if name.words.iter().any(|word| word.chars().any(char::is_numeric)) {
        *body += 1.5;
    }
    evidence
}

/// Evidence for a person, a body, a place from the words beside a name.
fn evidence_beside(reading: &Reading, name: &NameMention) -> [f32; 3] {
    let mut evidence = [0.0; 3];
    let [person, body, place] = &mut evidence;
    let start = name.tokens.start;
    let end = name.tokens.end;
    if start > 0 && reading.word(start - 1) == "the" && !modifies(reading, name) && name.lead == start {
        *body += if name.in_heading { 0.5 } else { 2.0 };
    }
    if start > 0 && matches!(reading.word(start - 1), "in" | "at" | "near") && !modifies(reading, name) {
        *place += 0.7;
    }
    let next = reading.word(end);
    if reading.raw_or_empty(end) == ":" && reading.begins(start) {
        *person += 0.5;
    }
    if matches!(next, "who" | "whose")
        || reading.raw_or_empty(end) == "," && matches!(reading.word(end + 1), "who" | "whose")
    {
        *person += 1.5;
    }
    if reading.raw_or_empty(end) == "," && reading.word(end + 1) == "which" {
        *body += 1.0;
    }
    if reading.raw_or_empty(end) == ","
        && reading.kind(end + 1) == Some(TokenKind::Number)
        && is_age(reading.raw(end + 1))
    {
        *person += 2.0;
    }
    if matches!(next, "himself" | "herself") {
        *person += 2.0;
    }
    if matches!(next, "itself") || matches!(next, "reported" | "reports") {
        *body += 0.8;
    }
    if reading.is_possessive(end) && is_role(reading.word(end + 1)) {
        *body += 0.3;
    }
    if STAFF_NOUNS.contains(next) && !reading.is_capital(end) {
        *body += 1.0;
    }
    evidence
}

/// The party in the words right before a name (*Republican nominee Tom Kvist*).
fn party_beside(reading: &Reading, name: &NameMention) -> Option<&'static str> {
    let sentence = reading.tokens_of(reading.sentence_of(name.tokens.start));
    for place in (sentence.start.max(name.lead.saturating_sub(4))..name.tokens.start).rev() {
        if !reading.is_word(place) || PREPOSITIONS.contains(reading.word(place)) || reading.is_possessive(place) {
            return None;
        }
        if let Some(party) = party(reading.word(place)) {
            return Some(party);
        }
    }
    None
}

/// Whether a verb of speech stands beside the name.
fn speaks(reading: &Reading, name: &NameMention) -> bool {
    let previous = if name.tokens.start > 0 { reading.word(name.tokens.start - 1) } else { "" };
    matches!(reading.word(name.tokens.end), "said" | "says" | "told" | "added" | "tweeted")
        || matches!(previous, "said" | "says" | "added")
}

/// A capital inside a word (`AirTveit`), or an ending that firms like; `McKay` and `O’Neill` are none.
fn looks_like_brand(raw: &str) -> bool {
    let mut letters = raw.chars().skip(1);
    let is_name = ["Mc", "Mac", "O’", "O'", "De", "Di", "La", "Le", "Du", "Fitz", "Van"]
        .iter()
        .any(|start| raw.starts_with(start));
    let has_lower = raw.chars().any(char::is_lowercase);
    let inner_capital = has_lower && !raw.contains('-') && letters.any(char::is_uppercase);
    let lower = raw.to_lowercase();
    let ends = ["bank", "soft", "tech", "media", "news", "corp", "watch", ".com", ".org"]
        .iter()
        .any(|end| lower.ends_with(end));
    !is_name && inner_capital || ends && raw.chars().count() > 5
}

/// Whether a name stands before the noun that it describes (*the Okafor campaign*).
pub(super) fn modifies(reading: &Reading, name: &NameMention) -> bool {
    let next = name.tokens.end;
    if reading.kind(next) != Some(TokenKind::Word) || reading.is_possessive(next) {
        return reading.raw_or_empty(next) == "-";
    }
    let word = reading.word(next);
    if AUXILIARIES.contains(word) || REPORTING.contains(word) || PREPOSITIONS.contains(word) {
        return false;
    }
    is_role(word)
        || is_plural(word) && !word.ends_with("es")
        || BODY_NOUNS.contains(word)
        || is_role(reading.word(next + 1))
}

/// A number of years that a person can have.
pub(super) fn is_age(raw: &str) -> bool {
    raw.parse::<u32>().is_ok_and(|age| (5..=112).contains(&age))
}
