//! The noun phrase that names the speaker, beside a cue.

use std::ops::Range;

use super::units::{Unit, What};
use super::words::Classes;
use crate::text::Document;

/// Longest mention looked for, in items.
const LONGEST: usize = 40;
/// Longest name in marks inside a name (*Robert “Bob” Ainsley*), in tokens with its marks.
const NICKNAME: usize = 5;

/// The subject of the verb group that begins at item `verb`.
pub(super) fn before(unit: &Unit, document: &Document, verb: usize) -> Option<Range<usize>> {
    let mut end = verb;
    while end > 0 && unit.is(end - 1, Classes::TIME) {
        end -= 1;
    }
    if end < verb && end > 0 && matches!(unit.word(document, end - 1), "on" | "in" | "at" | "early") {
        end -= 1;
    }
    if end == 0 {
        return None;
    }
    let lowest = end.saturating_sub(LONGEST);
    if unit.is_point(end - 1, ",") {
        let mut comma = (lowest..end - 1).rev().find(|&at| ends_insertion(unit, at))?;
        if !unit.is_point(comma, ",") {
            return None;
        }
        // `Lund, 46, the mayor, said`
        if comma > 2 && unit.items[comma - 1].what == What::Number && unit.is_point(comma - 2, ",") {
            comma -= 2;
        }
        let name = phrase_before(unit, document, comma)?;
        let aside =
            (comma + 1..end - 1).all(|at| unit.is(at, Classes::ADVERB)) || unit.is(comma + 1, Classes::PREPOSITION);
        let whole = if aside { name.start..comma } else { name.start..end - 1 };
        return Some(whole);
    }
    if unit.is_point(end - 1, ")") {
        let open = (lowest..end).rev().find(|&at| unit.is_point(at, "("))?;
        let name = phrase_before(unit, document, open)?;
        return Some(name.start..end);
    }
    phrase_before(unit, document, end)
}

/// Where a search for the comma that opens an insertion must stop: at that comma, or at a border.
fn ends_insertion(unit: &Unit, at: usize) -> bool {
    unit.is_point(at, ",;:") || unit.quote(at).is_some()
}

/// The noun phrase whose last item stands before `end`.
fn phrase_before(unit: &Unit, document: &Document, end: usize) -> Option<Range<usize>> {
    let last = end.checked_sub(1)?;
    if unit.is(last, Classes::PRONOUN.or(Classes::RELATIVE)) {
        return Some(last..end);
    }
    let lowest = end.saturating_sub(LONGEST);
    let mut start = end;
    while start > lowest && goes_on(unit, document, start, end, lowest) {
        start -= 1;
    }
    trimmed(unit, document, start..end)
}

/// Whether the item before `start` belongs to the noun phrase `start..end`.
fn goes_on(unit: &Unit, document: &Document, start: usize, end: usize, lowest: usize) -> bool {
    let at = start - 1;
    let item = &unit.items[at];
    match item.what {
        What::Number => return true,
        What::Quote(_) => return start < end && item.tokens.len() <= NICKNAME && at > 0 && unit.is_word(at - 1),
        What::Point('-') => return at > 0 && [at - 1, start].iter().all(|&side| unit.is(side, Classes::CAPITAL)),
        What::Point(c) => return matches!(c, '&' | '$' | '%' | '/' | '\'' | '’' | '#' | '@' | '£' | '€'),
        What::Word => {}
    }
    let classes = item.classes;
    if classes.is(Classes::SUBORDINATOR.or(Classes::PRONOUN)) {
        return has_relative(unit, lowest, at);
    }
    if classes.is(Classes::RELATIVE) {
        return at > 0 && unit.is_word(at - 1);
    }
    if classes.is(Classes::COORDINATOR) {
        return joins_names(unit, document, at, end, lowest);
    }
    if classes.is(Classes::AUXILIARY) && !document.word(item.tokens.start).ends_with('s') || classes.is(Classes::BE) {
        let possessive = document.word(item.tokens.start).ends_with('s') && item.tokens.start > 0 && {
            document.tokens[item.tokens.start - 1].span.end == document.tokens[item.tokens.start].span.start
        };
        return possessive || has_relative(unit, lowest, at);
    }
    let fresh = unit.is(start, Classes::DETERMINER.or(Classes::CAPITAL)) && start < end;
    !(classes.is(Classes::TIME) && fresh)
}

/// Whether a relative pronoun without a comma stands shortly before item `at`, so that a verb there is its own.
fn has_relative(unit: &Unit, lowest: usize, at: usize) -> bool {
    for place in (lowest.max(at.saturating_sub(8))..at).rev() {
        if unit.is(place, Classes::RELATIVE) {
            return place > 0 && unit.is_word(place - 1);
        }
        if !unit.is_word(place) {
            return false;
        }
    }
    false
}

/// Whether the *and* at `at` joins two names, not two clauses.
fn joins_names(unit: &Unit, document: &Document, at: usize, end: usize, lowest: usize) -> bool {
    if !matches!(unit.word(document, at), "and" | "or") || at == 0 || at + 1 >= end {
        return false;
    }
    if unit.is(at - 1, Classes::CAPITAL) && unit.is(at + 1, Classes::CAPITAL) {
        return true;
    }
    for place in (lowest..at).rev() {
        if !unit.is_word(place) {
            return true;
        }
        let word = unit.word(document, place);
        if unit.is(place, Classes::AUXILIARY.or(Classes::PRONOUN))
            || unit.items[place].cue.is_some()
            || word.ends_with("ed")
        {
            return false;
        }
    }
    true
}

/// Without conjunctions, adverbs and a phrase of place or time at its beginning.
fn trimmed(unit: &Unit, document: &Document, mut range: Range<usize>) -> Option<Range<usize>> {
    while range.start < range.end {
        let at = range.start;
        let drop = unit.is(at, Classes::COORDINATOR.or(Classes::ADVERB)) && !unit.is(at + 1, Classes::COORDINATOR)
            || matches!(unit.items[at].what, What::Point(c) if !matches!(c, '$' | '#' | '@' | '£' | '€'))
            || at + 1 < range.end
                && unit.is(at, Classes::TIME)
                && !unit.is(at + 1, Classes::TIME)
                && unit.is(at + 1, Classes::CAPITAL.or(Classes::DETERMINER));
        if !drop {
            break;
        }
        range.start += 1;
    }
    if range.is_empty() {
        return None;
    }
    if unit.is(range.start, Classes::PREPOSITION) {
        let anew = (range.start + 2..range.end).rev().find(|&at| begins_name(unit, at))?;
        range.start = anew;
    }
    let named = range.clone().any(|at| unit.is_word(at));
    (named && !unit.word(document, range.start).is_empty()).then_some(range)
}

/// Whether a name or a noun phrase can begin at item `at` after a phrase that ends there.
fn begins_name(unit: &Unit, at: usize) -> bool {
    if unit.is(at - 1, Classes::PREPOSITION.or(Classes::DETERMINER).or(Classes::COORDINATOR)) {
        return false;
    }
    unit.is(at, Classes::DETERMINER) || unit.is(at, Classes::CAPITAL) && !unit.is(at - 1, Classes::CAPITAL)
}

/// The noun phrase that begins at item `start`, after a cue (*said harbour master Ada Lund, a critic*).
pub(super) fn after(unit: &Unit, document: &Document, start: usize) -> Option<Range<usize>> {
    if unit.is(start, Classes::PRONOUN) {
        return Some(start..start + 1);
    }
    let never = Classes::PREPOSITION.or(Classes::SUBORDINATOR).or(Classes::COORDINATOR).or(Classes::AUXILIARY);
    let never = never.or(Classes::NEGATION).or(Classes::ADVERB).or(Classes::TIME).or(Classes::ADDRESSEE);
    if !unit.is_word(start) && !matches!(unit.items.get(start)?.what, What::Number) {
        return None;
    }
    if unit.is(start, never) && !unit.is(start, Classes::DETERMINER) {
        return None;
    }
    let limit = unit.items.len().min(start + LONGEST);
    let mut named = false;
    let mut end = start;
    while end < limit {
        let item = &unit.items[end];
        let stop = match item.what {
            What::Number => false,
            What::Quote(_) => item.tokens.len() > NICKNAME || !unit.is(end + 1, Classes::CAPITAL),
            What::Point(c) => !matches!(c, '&' | '$' | '/' | '\'' | '’'),
            What::Word => {
                let relative = item.classes.is(Classes::RELATIVE) && named;
                let place = item.classes.is(Classes::PREPOSITION) && named && unit.word(document, end) != "of";
                let clause = item.classes.is(Classes::SUBORDINATOR.or(Classes::TIME)) && end > start;
                let and = item.classes.is(Classes::COORDINATOR)
                    && !unit.is(end + 1, Classes::CAPITAL.or(Classes::DETERMINER));
                relative || place || clause || and || item.classes.is(Classes::PRONOUN)
            }
        };
        if stop {
            break;
        }
        named |= item.classes.is(Classes::CAPITAL);
        end += 1;
    }
    if end == start {
        return None;
    }
    Some(start..with_apposition(unit, document, end, limit))
}

/// The end of the noun phrase that ends at `end`, with the description after its comma.
fn with_apposition(unit: &Unit, document: &Document, end: usize, limit: usize) -> usize {
    let first = end + 1;
    if unit.is_point(end, "(") {
        return (first..limit).find(|&at| unit.is_point(at, ")")).map_or(end, |at| at + 1);
    }
    let describes = unit.is(first, Classes::DETERMINER)
        || unit.word(document, first) == "who"
        || unit.is_word(first) && unit.items[first].classes == Classes::default() && unit.items[first].cue.is_none();
    if !unit.is_point(end, ",") || !describes || unit.word(document, first).ends_with("ing") {
        return end;
    }
    let close = (first..limit).find(|&at| unit.is_point(at, ",.;:—–!?") || unit.quote(at).is_some());
    close.unwrap_or(limit.min(unit.items.len()))
}

/// The subject of the clause that `before` stands in: the first noun phrase of the unit, up to its verb.
pub(super) fn main_subject(unit: &Unit, document: &Document, before: usize) -> Option<Range<usize>> {
    let mut start = 0;
    if unit.is(0, Classes::PREPOSITION.or(Classes::SUBORDINATOR).or(Classes::TIME)) {
        start = (0..before).find(|&at| unit.is_point(at, ","))? + 1;
    }
    while start < before && (unit.is(start, Classes::COORDINATOR.or(Classes::ADVERB)) || unit.is_point(start, ",")) {
        start += 1;
    }
    if unit.is(start, Classes::PRONOUN) {
        return Some(start..start + 1);
    }
    let mut end = start;
    while end < before && unit.items[end].cue.is_none() {
        let word = unit.word(document, end);
        let verb = unit.is(end, Classes::AUXILIARY) && !word.ends_with('s') || word.ends_with("ed") && end > start;
        let named = matches!(unit.items[end].what, What::Word | What::Number);
        if verb || !named || unit.is(end, Classes::SUBORDINATOR.or(Classes::TIME)) {
            break;
        }
        end += 1;
    }
    (end > start).then_some(start..end)
}
