//! Reports by nouns: `Lund’s claim that …`, `her criticism of …`.

use std::ops::Range;

use super::candidate::Candidate;
use super::clause::{self, Reach};
use super::cues::Pattern;
use super::model::Model;
use super::units::Unit;
use super::words::Classes;
use crate::text::Document;

/// Endings of adjectives, one of which may stand between owner and noun.
const ADJECTIVES: [&str; 10] = ["ed", "al", "ive", "ous", "ent", "ic", "ful", "ing", "ary", "est"];
/// Longest owner without a name, in items.
const LONGEST_OWNER: usize = 5;

/// Who owns the noun at item `at`: `Lund’s claim`, `her repeated claim`.
pub(super) fn possessor(unit: &Unit, document: &Document, at: usize) -> Option<Range<usize>> {
    let before = at.checked_sub(1)?;
    let adjective = ADJECTIVES.iter().any(|ending| unit.word(document, before).ends_with(ending));
    let place = if adjective { before.checked_sub(1)? } else { before };
    match unit.word(document, place).to_lowercase().as_str() {
        "his" | "her" | "their" | "its" | "my" | "our" => Some(place..place + 1),
        "'s" | "’s" | "'" | "’" => owner(unit, place),
        _ => None,
    }
}

/// Whether the word at item `at` follows its owner directly, and so is a noun.
pub(super) fn is_owned(unit: &Unit, document: &Document, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let word = unit.word(document, before);
    let contracted = before > 0 && unit.is(before - 1, Classes::PRONOUN);
    matches!(word, "'s" | "’s") && !contracted || matches!(word, "his" | "their" | "its" | "my" | "our")
}

/// The name, or the noun with its article, that ends before item `end`.
fn owner(unit: &Unit, end: usize) -> Option<Range<usize>> {
    let mut start = end;
    while start > 0 && unit.is_word(start - 1) && unit.is(start - 1, Classes::CAPITAL) {
        start -= 1;
    }
    if start == end {
        let lowest = end.saturating_sub(LONGEST_OWNER);
        start = (lowest..end).rev().find(|&at| unit.is(at, Classes::DETERMINER))?;
        let plain = (start + 1..end).all(|at| unit.is_word(at) && !unit.is(at, Classes::PREPOSITION));
        return (plain && start + 1 < end).then_some(start..end);
    }
    if start > 0 && unit.is(start - 1, Classes::DETERMINER) {
        start -= 1;
    }
    let pronoun = start + 1 == end && unit.is(start, Classes::PRONOUN);
    (!pronoun).then_some(start..end)
}

/// The report of a noun: `Lund’s claim that …`, `her criticism of …`.
pub(super) fn report(
    unit: &Unit,
    document: &Document,
    model: &Model,
    at: usize,
    owner: Range<usize>,
) -> Option<Candidate> {
    let next = at + 1;
    let that = unit.word(document, next) == "that" || unit.word(document, next) == "to" && unit.is_word(next + 1);
    let (pattern, start) = if that { (Pattern::Noun, next) } else { (Pattern::NounPreposition, next + 1) };
    let mut key = unit.word(document, at).to_lowercase();
    if !that {
        if !unit.is(next, Classes::PREPOSITION) {
            return None;
        }
        key = format!("{key} {}", unit.word(document, next));
    }
    let cue = model.cues.get(model.cues.find(&key)?);
    let reach = if that { Reach::Clause } else { Reach::Phrase };
    let end = clause::end(unit, document, model, start, reach).min(unit.items.len());
    (start < end).then(|| Candidate {
        content: vec![start..end],
        cue: at..start.max(next),
        mention: Some(owner),
        act: cue.act,
        pattern,
        weight: cue.weights[pattern as usize],
        inside: None,
        opens_next: false,
    })
}

#[cfg(test)]
mod tests {
    use crate::attribution::stories::told_by_rule as told;

    #[test]
    fn a_claim_is_its_owners() {
        assert_eq!(
            told("Nobody listened to Lund’s claim that the boats were safe."),
            ["Lund [claim] indirect says: that the boats were safe"]
        );
    }
}
