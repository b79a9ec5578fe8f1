//! What else speaks for or against a candidate than its cue and pattern.

use super::candidate::Candidate;
use super::units::{Unit, What};
use super::words::Classes;
use crate::text::Document;

/// Where each group begins in [`SIGNS`](super::model::SIGNS).
const MENTION: usize = 0;
const START: usize = 5;
const LENGTH: usize = 12;
const GROUP: usize = 17;
const PLACE: usize = 21;
const END: usize = 23;
const NEAR: usize = 26;

/// The signs of a candidate, by place in [`SIGNS`](super::model::SIGNS).
pub(super) fn of(candidate: &Candidate, unit: &Unit, document: &Document) -> [usize; 7] {
    [
        MENTION + mention(candidate, unit),
        START + start(candidate, unit),
        LENGTH + length(candidate),
        GROUP + group(candidate, unit, document),
        PLACE + usize::from(!unit.is_headline),
        END + end(candidate, unit),
        NEAR + near(candidate, unit),
    ]
}

/// Most items of a mention that is not long.
const LONG_MENTION: usize = 8;

fn mention(candidate: &Candidate, unit: &Unit) -> usize {
    let Some(mention) = &candidate.mention else { return 0 };
    if mention.len() == 1 && unit.is(mention.start, Classes::PRONOUN.or(Classes::RELATIVE)) {
        return 1;
    }
    if mention.len() > LONG_MENTION {
        return 4;
    }
    // The capital of a sentence's first word tells nothing, unless the word stands alone.
    let mut telling = mention.clone().skip(usize::from(mention.start == 0 && mention.len() > 1));
    if telling.any(|at| unit.is(at, Classes::CAPITAL)) { 2 } else { 3 }
}

fn start(candidate: &Candidate, unit: &Unit) -> usize {
    let Some(item) = candidate.content.first().and_then(|piece| unit.items.get(piece.start)) else { return 6 };
    match item.what {
        What::Quote(_) => 4,
        _ if item.classes.is(Classes::COMPLEMENTIZER) => 0,
        _ if item.classes.is(Classes::PRONOUN.or(Classes::ADDRESSEE)) => 1,
        _ if item.classes.is(Classes::DETERMINER) => 2,
        _ if item.classes.is(Classes::PREPOSITION.or(Classes::SUBORDINATOR)) => 5,
        _ if item.classes.is(Classes::CAPITAL) => 3,
        _ => 6,
    }
}

fn length(candidate: &Candidate) -> usize {
    let items: usize = candidate.content.iter().map(|piece| piece.len()).sum();
    match items {
        0..=1 => 0,
        2..=4 => 1,
        5..=10 => 2,
        11..=30 => 3,
        _ => 4,
    }
}

fn group(candidate: &Candidate, unit: &Unit, document: &Document) -> usize {
    let mut found = 0;
    for at in candidate.cue.clone() {
        if unit.is(at, Classes::NEGATION) {
            return 2;
        }
        let word = unit.word(document, at);
        if matches!(word, "will" | "would" | "can" | "could" | "should" | "may" | "might" | "must") {
            found = 1;
        } else if found == 0 && unit.is(at, Classes::AUXILIARY) {
            found = 3;
        }
    }
    found
}

fn end(candidate: &Candidate, unit: &Unit) -> usize {
    let last = candidate.content.last().map_or(0, |piece| piece.end);
    match last {
        last if last >= unit.end() => 0,
        last if unit.is_point(last, ",;—") => 1,
        _ => 2,
    }
}

fn near(candidate: &Candidate, unit: &Unit) -> usize {
    if candidate.content.iter().any(|piece| piece.clone().any(|at| unit.quote(at).is_some())) {
        return 2;
    }
    let gap = candidate.mention.as_ref().map_or(0, |mention| candidate.cue.start.saturating_sub(mention.end));
    usize::from(gap > 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::model::SIGNS;

    #[test]
    fn groups_begin_where_their_names_do() {
        let first = [MENTION, START, LENGTH, GROUP, PLACE, END, NEAR].map(|place| SIGNS[place]);
        assert_eq!(first, ["mention-none", "start-that", "length-1", "group-plain", "headline", "end-stop", "near"]);
    }
}
