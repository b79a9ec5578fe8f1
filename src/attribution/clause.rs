//! Where a reported clause ends, and whether there is one.

use super::cues::Pattern;
use super::model::Model;
use super::noun_phrase;
use super::units::Unit;
use super::words::{Classes, is_irregular_past};
use crate::text::Document;

/// Farthest that a report set after its content (`…, the agency reported`) is looked for, in items.
const TRAILER: usize = 12;
/// Longest rest of a report that only relays (`, the agency reported the spokesman as saying`), in items.
const RELAYED: usize = 9;
/// Least weight of a cue that is set after its content.
const TRAILING_WEIGHT: f32 = 0.4;
/// Farthest that the verb of a clause is looked for, in items.
const VERB: usize = 20;

/// How far reported words reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// A clause, with what its commas set off.
    Clause,
    /// A noun phrase or quotation, perhaps a list of them.
    Phrase,
    /// To the first comma: the report itself is set off from what follows.
    Comma,
}

/// One past the last item of the reported words that begin at item `from`.
pub(super) fn end(unit: &Unit, document: &Document, model: &Model, from: usize, reach: Reach) -> usize {
    let end = unit.end();
    for at in from + 1..end {
        if unit.is_point(at, ";—―") {
            return at;
        }
        if unit.is_point(at, ",")
            && (reach == Reach::Comma
                || leaves(unit, document, at + 1, reach)
                || begins_other_report(unit, document, model, at + 1, end))
        {
            return at;
        }
        // `said “yes” and left`
        let leaves_quote = unit.quote(at - 1).is_some() && is_past(unit.word(document, at + 1));
        if unit.is(at, Classes::COORDINATOR) && (leaves_quote || begins_second_verb(unit, document, model, at + 1)) {
            return if unit.is_point(at - 1, ",") { at - 1 } else { at };
        }
    }
    end
}

/// Whether what follows a comma belongs no more to the reported words; as counted on annotated news.
fn leaves(unit: &Unit, document: &Document, at: usize, reach: Reach) -> bool {
    let word = unit.word(document, at);
    let describes = unit.is(at, Classes::RELATIVE) || matches!(word, "a" | "an" | "but" | "while");
    match reach {
        Reach::Clause => describes,
        _ => {
            describes
                || unit.is(at, Classes::PRONOUN.or(Classes::SUBORDINATOR))
                || word == "the"
                || word.ends_with("ing") && unit.is_word(at)
                || word == "and" && unit.quote(at + 1).is_none()
        }
    }
}

/// Whether what follows a comma reports by itself: `, saying …`, `, according to …`, `, the agency said.`
fn begins_other_report(unit: &Unit, document: &Document, model: &Model, at: usize, end: usize) -> bool {
    let Some(item) = unit.items.get(at) else { return false };
    if item.cue.is_some() && (unit.word(document, at).ends_with("ing") || unit.is(at + 1, Classes::PRONOUN)) {
        return true;
    }
    if unit.is(at, Classes::COORDINATOR.or(Classes::SUBORDINATOR)) {
        return false;
    }
    trailing_cue(unit, document, model, at, end).is_some()
}

/// The cue of a report that begins at item `at` and has nothing after it but time and place.
fn trailing_cue(unit: &Unit, document: &Document, model: &Model, at: usize, end: usize) -> Option<usize> {
    for place in at..end.min(at + TRAILER) {
        if unit.is_point(place, ",;:") || unit.quote(place).is_some() {
            return None;
        }
        let cue = unit.items[place].cue.map(|id| model.cues.get(id));
        let reports = cue.is_some_and(|cue| cue.weights[Pattern::Left as usize] > TRAILING_WEIGHT);
        if !reports || place == at {
            continue;
        }
        let relays = unit.word(document, end - 1) == "saying" && end - place <= RELAYED;
        let closes = relays || place + 1 == end || unit.is(place + 1, Classes::TIME) || unit.is_point(place + 1, ",");
        let subject = noun_phrase::before(unit, document, place);
        if closes && subject.is_some_and(|subject| subject.start == at) {
            return Some(place);
        }
    }
    None
}

/// Whether a second verb of the speaker begins at item `at`, after *and*: `and said`, `but has also called`.
fn begins_second_verb(unit: &Unit, document: &Document, model: &Model, at: usize) -> bool {
    let mut verb = at;
    while unit.is(verb, Classes::AUXILIARY.or(Classes::ADVERB)) {
        verb += 1;
    }
    let Some(cue) = unit.items.get(verb).and_then(|item| item.cue) else { return false };
    let form = unit.word(document, verb);
    let said = unit.is(verb + 1, Classes::PRONOUN.or(Classes::COMPLEMENTIZER)) || unit.quote(verb + 1).is_some();
    let finite = verb > at || form.ends_with("ed") || said && form.ends_with('s') || model.cues.get(cue).form == "said";
    finite && !unit.is(at, Classes::DETERMINER)
}

/// Whether a clause with a verb of its own begins at item `at`.
pub(super) fn is_clause(unit: &Unit, document: &Document, at: usize) -> bool {
    let not_before = Classes::DETERMINER.or(Classes::PREPOSITION).or(Classes::COORDINATOR).or(Classes::ADVERB);
    let is_verb = |place: usize| {
        is_auxiliary(unit, document, place) || is_past(unit.word(document, place)) && !unit.is(place - 1, not_before)
    };
    unit.is(at, Classes::PRONOUN) || before_border(unit, at).any(is_verb)
}

fn is_past(word: &str) -> bool {
    word.ends_with("ed") || is_irregular_past(word)
}

/// Whether an auxiliary makes a clause of what begins at item `at`; a participle alone may belong to a noun.
pub(super) fn has_auxiliary(unit: &Unit, document: &Document, at: usize) -> bool {
    unit.is(at, Classes::PRONOUN) || before_border(unit, at).any(|place| is_auxiliary(unit, document, place))
}

/// The items after `at`, up to where another clause or phrase begins.
fn before_border(unit: &Unit, at: usize) -> std::ops::Range<usize> {
    let limit = unit.items.len().min(at + VERB);
    let is_border = |place: &usize| {
        unit.is(*place, Classes::RELATIVE.or(Classes::COMPLEMENTIZER)) || unit.is_point(*place, ",;:—–-")
    };
    let border = (at..limit).find(is_border).unwrap_or(limit);
    at + 1..border.max(at + 1)
}

fn is_auxiliary(unit: &Unit, document: &Document, at: usize) -> bool {
    let word = unit.word(document, at);
    unit.is(at, Classes::AUXILIARY) && (!word.ends_with('s') || matches!(word, "is" | "was" | "has"))
}
