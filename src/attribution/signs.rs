//! What else speaks for or against a candidate than its cue and pattern.

use super::candidate::Candidate;
use super::units::{Unit, What};
use super::words::Classes;
use crate::text::Document;

/// Names of all signs, as the model file has them; a candidate shows one of each group.
pub(super) const SIGNS: [&str; 29] = [
    "mention-none",
    "mention-pronoun",
    "mention-name",
    "mention-noun",
    "mention-long",
    "start-that",
    "start-pronoun",
    "start-determiner",
    "start-name",
    "start-quote",
    "start-preposition",
    "start-other",
    "length-1",
    "length-4",
    "length-10",
    "length-30",
    "length-more",
    "group-plain",
    "group-modal",
    "group-negated",
    "group-other",
    "headline",
    "text",
    "end-stop",
    "end-comma",
    "end-other",
    "near",
    "far",
    "quoted",
];

/// The signs of a candidate, by place in [`SIGNS`].
pub(super) fn of(candidate: &Candidate, unit: &Unit, document: &Document) -> [usize; 7] {
    let mention = match &candidate.mention {
        None => 0,
        Some(mention) if unit.is(mention.start, Classes::PRONOUN.or(Classes::RELATIVE)) && mention.len() == 1 => 1,
        Some(mention) if mention.len() > 8 => 4,
        Some(mention)
            if mention.clone().skip(usize::from(mention.start == 0)).any(|at| unit.is(at, Classes::CAPITAL)) =>
        {
            2
        }
        Some(mention) if mention.len() == 1 && unit.is(mention.start, Classes::CAPITAL) => 2,
        Some(_) => 3,
    };
    let items: usize = candidate.content.iter().map(|piece| piece.len()).sum();
    let length = match items {
        0..=1 => 12,
        2..=4 => 13,
        5..=10 => 14,
        11..=30 => 15,
        _ => 16,
    };
    let group = group(candidate, unit, document);
    let headline = if unit.is_headline { 21 } else { 22 };
    let last = candidate.content.last().map_or(0, |piece| piece.end);
    let end = if last >= unit.end() {
        23
    } else if unit.is_point(last, ",;—") {
        24
    } else {
        25
    };
    let quoted = candidate.content.iter().any(|piece| piece.clone().any(|at| unit.quote(at).is_some()));
    let gap = candidate.mention.as_ref().map_or(0, |mention| candidate.cue.start.saturating_sub(mention.end));
    let near = if quoted {
        28
    } else if gap > 2 {
        27
    } else {
        26
    };
    [mention, start(candidate, unit), length, group, headline, end, near]
}

fn start(candidate: &Candidate, unit: &Unit) -> usize {
    let Some(first) = candidate.content.first().map(|piece| piece.start) else { return 11 };
    let Some(item) = unit.items.get(first) else { return 11 };
    match item.what {
        What::Quote(_) => 9,
        _ if item.classes.is(Classes::COMPLEMENTIZER) => 5,
        _ if item.classes.is(Classes::PRONOUN.or(Classes::ADDRESSEE)) => 6,
        _ if item.classes.is(Classes::DETERMINER) => 7,
        _ if item.classes.is(Classes::PREPOSITION.or(Classes::SUBORDINATOR)) => 10,
        _ if item.classes.is(Classes::CAPITAL) => 8,
        _ => 11,
    }
}

fn group(candidate: &Candidate, unit: &Unit, document: &Document) -> usize {
    let mut found = 17;
    for at in candidate.cue.clone() {
        if unit.is(at, Classes::NEGATION) {
            return 19;
        }
        let word = unit.word(document, at);
        if matches!(word, "will" | "would" | "can" | "could" | "should" | "may" | "might" | "must") {
            found = 18;
        } else if found == 17 && unit.is(at, Classes::AUXILIARY) {
            found = 20;
        }
    }
    found
}
