//! Quotations whose verb the lexicon doesn't know, or doesn't know there: `“…,” Lund sang`, `The plan dealt with “…”`.

use std::ops::Range;

use super::Act;
use super::candidate::Candidate;
use super::cues::Pattern;
use super::noun_phrase;
use super::units::{Unit, What};
use super::words::Classes;
use crate::text::{Document, TokenKind};

/// Fewest words of a quotation that is taken without a known cue.
const FEWEST_WORDS: usize = 4;
/// Belief in a quotation with its verb after it, 0 to 1; counted on annotated news.
const AFTER_WEIGHT: f32 = 0.85;
/// Belief in one with its verb before it, 0 to 1; counted likewise.
const BEFORE_WEIGHT: f32 = 0.6;
/// Irregular past forms that take a quotation as their object.
const IRREGULAR: [&str; 16] = [
    "dealt", "made", "sent", "took", "gave", "put", "spoke", "drew", "led", "bore", "sang", "read", "ran", "saw",
    "won", "held",
];

/// What the quotations of a unit that no one of `chosen` takes may be.
pub(super) fn find(unit: &Unit, document: &Document, chosen: &[Candidate]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for at in 0..unit.items.len() {
        let What::Quote(_) = unit.items[at].what else { continue };
        let range = at..at + 1;
        let taken = |candidate: &Candidate| {
            candidate.speaks_at(&range) || candidate.mention.iter().any(|mention| mention.contains(&at))
        };
        if chosen.iter().any(taken) || found.iter().any(taken) || !is_speech(unit, document, at) {
            continue;
        }
        let subject = |before: usize| {
            let earlier = chosen.iter().chain(&found).rfind(|candidate| candidate.cue.end <= before);
            earlier.and_then(|candidate| candidate.mention.clone())
        };
        let candidate = after(unit, document, at).or_else(|| before(unit, document, at, subject));
        found.extend(candidate);
    }
    found
}

/// Whether a quotation is long enough and no title.
fn is_speech(unit: &Unit, document: &Document, at: usize) -> bool {
    let (mut words, mut capitals) = (0, 0);
    for token in unit.items[at].tokens.clone() {
        if document.tokens[token].kind == TokenKind::Word {
            words += 1;
            capitals += usize::from(document.word(token).starts_with(char::is_uppercase));
        }
    }
    words >= FEWEST_WORDS && capitals * 2 <= words
}

/// `“…,” Lund sang`.
fn after(unit: &Unit, document: &Document, at: usize) -> Option<Candidate> {
    let What::Quote(place) = unit.items[at].what else { return None };
    let ends = document.at(document.quotations[place].inner).trim_end().ends_with([',', '?', '!', '—']);
    let comma = unit.is_point(at + 1, ",");
    if !ends && !comma {
        return None;
    }
    let start = at + 1 + usize::from(comma);
    let mut verb = start;
    if unit.is(start, Classes::PRONOUN) {
        verb += 1;
    } else {
        let named = Classes::CAPITAL.or(Classes::DETERMINER);
        if !unit.is(start, named) {
            return None;
        }
        while unit.is_word(verb)
            && verb < start + 8
            && (verb == start
                || unit.is(verb, Classes::CAPITAL)
                || unit.is(start, Classes::DETERMINER) && verb == start + 1)
        {
            verb += 1;
        }
    }
    let finite = unit.is_word(verb) && is_verb_after_name(unit, document, verb);
    (finite && verb > start)
        .then(|| candidate(at..at + 1, verb..verb + 1, start..verb, Pattern::AfterQuote, AFTER_WEIGHT))
}

/// `The plan dealt with “…”`.
fn before(
    unit: &Unit,
    document: &Document,
    at: usize,
    shared: impl Fn(usize) -> Option<Range<usize>>,
) -> Option<Candidate> {
    let mut verb = at.checked_sub(1)?;
    if unit.is(verb, Classes::PREPOSITION) || unit.is_point(verb, ":,") || unit.word(document, verb) == "that" {
        verb = verb.checked_sub(1)?;
    }
    if !unit.is_word(verb) || !is_verb(unit, document, verb) {
        return None;
    }
    let mut group = verb;
    while group > 0 && unit.is(group - 1, Classes::AUXILIARY.or(Classes::ADVERB)) {
        group -= 1;
    }
    let joined = group > 0 && unit.is(group - 1, Classes::COORDINATOR);
    let mention = if joined { shared(group) } else { noun_phrase::before(unit, document, group) };
    let mention = mention.or_else(|| noun_phrase::main_subject(unit, document, group))?;
    Some(candidate(at..at + 1, group..at, mention, Pattern::Quote, BEFORE_WEIGHT))
}

/// Whether the word at item `at` looks like a verb in the past.
fn is_verb(unit: &Unit, document: &Document, at: usize) -> bool {
    let word = unit.word(document, at);
    let known = unit.items[at].cue.is_some() && !unit.is(at, Classes::CAPITAL);
    known || word.ends_with("ed") || IRREGULAR.contains(&word)
}

/// Whether the word at item `at`, after a name, looks like a verb.
fn is_verb_after_name(unit: &Unit, document: &Document, at: usize) -> bool {
    let present = unit.word(document, at).ends_with('s') && unit.items[at].classes == Classes::default();
    present || is_verb(unit, document, at)
}

fn candidate(
    content: Range<usize>,
    cue: Range<usize>,
    mention: Range<usize>,
    pattern: Pattern,
    weight: f32,
) -> Candidate {
    Candidate {
        content: vec![content],
        cue,
        mention: Some(mention),
        act: Act::Says,
        pattern,
        weight,
        inside: None,
        opens_next: false,
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::stories::told_by_rule as told;

    #[test]
    fn an_unknown_verb_after_a_quotation_names_who_sang() {
        assert_eq!(
            told("“Row the boat to the other shore,” Moe sang to the crowd."),
            ["Moe [sang] direct says: “Row the boat to the other shore,”"]
        );
    }

    #[test]
    fn a_document_can_hold_quotations() {
        let text = "The treaty provided for “the building of a common harbour on the island”, and dealt with “the price of \
                    the winter ferry between the two shores.”";
        let found = told(text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|line| line.starts_with("The treaty [")), "{found:?}");
    }

    #[test]
    fn titles_nicknames_and_scare_quotes_are_nobodys_words() {
        let text = "Robert “Bob” Ainsley, 6'2\", starred in “The Long Winter in Tornhavn” last year. The “ghost boat” was sold.";
        assert!(told(text).is_empty(), "{:?}", told(text));
    }
}
