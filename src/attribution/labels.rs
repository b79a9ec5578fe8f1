//! Names set before a colon or after a dash, without a verb: `Lund: “…”`, `“…” — Ada Lund, mayor`.

use std::ops::Range;

use super::Act;
use super::candidate::Candidate;
use super::cues::Pattern;
use super::model::Model;
use super::noun_phrase;
use super::units::{Unit, What};
use super::words::Classes;
use crate::text::{Document, TokenKind};

/// Most items of a name before a colon.
const LONGEST_LABEL: usize = 8;

/// The report of a name with a colon at the beginning of a unit, or with a dash at its end.
pub(super) fn find(unit: &Unit, document: &Document, model: &Model, first: bool) -> Option<Candidate> {
    colon(unit, document, model, first).or_else(|| signature(unit, document))
}

/// Whether the word before a headline's colon names a column and nobody: `CORRECTION: Ferry fares`.
fn is_kicker(unit: &Unit, document: &Document, colon: usize) -> bool {
    colon == 1 && KICKERS.contains(&unit.word(document, 0).to_lowercase().as_str())
}

/// Words that a paper prints before a headline.
const KICKERS: [&str; 20] = [
    "correction",
    "clarification",
    "update",
    "updated",
    "interview",
    "analysis",
    "opinion",
    "comment",
    "exclusive",
    "breaking",
    "watch",
    "video",
    "obituary",
    "profile",
    "feature",
    "explainer",
    "live",
    "factbox",
    "timeline",
    "editorial",
];

fn colon(unit: &Unit, document: &Document, model: &Model, first: bool) -> Option<Candidate> {
    let cue = model.cues.get(model.cues.find(":")?);
    let colon = (1..unit.items.len().min(LONGEST_LABEL)).find(|&at| unit.is_point(at, ":"))?;
    for at in 0..colon {
        let named = matches!(unit.items[at].what, What::Word | What::Number) || unit.is_point(at, "&");
        if !named || unit.items[at].cue.is_some() && !unit.is(at, Classes::CAPITAL) || unit.is(at, Classes::AUXILIARY) {
            return None;
        }
    }
    let quoted = unit.quote(colon + 1).is_some();
    if !quoted && is_kicker(unit, document, colon) {
        return None;
    }
    if !unit.is(0, Classes::CAPITAL) || !quoted && !first || colon + 1 >= unit.end() {
        return None;
    }
    let pattern = if quoted { Pattern::Colon } else { Pattern::Clause };
    let end = if quoted { unit.end().max(colon + 2) } else { unit.end() };
    Some(Candidate {
        content: vec![colon + 1..end],
        cue: colon..colon + 1,
        mention: Some(0..colon),
        act: Act::Says,
        pattern,
        weight: cue.weights[pattern as usize],
        inside: None,
        opens_next: false,
    })
}

/// Longest signature in a paragraph of its own, in items.
const LONGEST_SIGNATURE: usize = 40;

/// The name and what stands with it in a paragraph that is the signature of the quotation before it: `- Ada Lund, mayor`.
pub(super) fn signature_alone(unit: &Unit, document: &Document) -> Option<Range<usize>> {
    let marks = (0..unit.items.len()).find(|&at| !unit.is_point(at, "—–―->"))?;
    let signs = marks > 0 && unit.is_point(marks - 1, "—–―-");
    let paragraph = &document.paragraphs[unit.paragraph];
    let (first, last) = (unit.items.first()?, unit.items.last()?);
    let alone = first.tokens.start == paragraph.tokens.start && last.tokens.end == paragraph.tokens.end;
    let finished = unit.end() < unit.items.len() && !unit.is_point(unit.items.len() - 1, ".");
    let ends_short = unit.is_point(unit.items.len() - 1, ".") && !is_abbreviated(unit, document);
    let quoted = paragraph
        .tokens
        .start
        .checked_sub(1)
        .is_some_and(|before| document.tokens[before].kind == TokenKind::Close || unit.is_point(0, ">"));
    let named = unit.is(marks, Classes::CAPITAL) && unit.items.len() <= LONGEST_SIGNATURE;
    (signs && alone && quoted && named && !finished && !ends_short).then_some(marks..unit.items.len())
}

/// Whether the full stop at the end belongs to `Jr.`, `Inc.` or the like.
fn is_abbreviated(unit: &Unit, document: &Document) -> bool {
    unit.items.len() >= 2
        && matches!(unit.word(document, unit.items.len() - 2), "Jr" | "Sr" | "Inc" | "Ltd" | "Co" | "Corp")
}

/// The report of a quotation with a dash and a name after it: `“…” — Ada Lund, mayor`.
pub(super) fn signature(unit: &Unit, document: &Document) -> Option<Candidate> {
    unit.quote(0)?;
    if !unit.is_point(1, "—–―-") {
        return None;
    }
    let name = (2..unit.items.len()).find(|&at| !unit.is_point(at, "-"))?;
    if !unit.is(name, Classes::CAPITAL) {
        return None;
    }
    let mention = noun_phrase::after(unit, document, name)?;
    let closes = mention.end >= unit.end() || unit.is_point(mention.end, ",(");
    let verbs = (name..unit.items.len()).any(|at| unit.is(at, Classes::AUXILIARY));
    (closes && !verbs).then(|| Candidate {
        content: vec![0..1],
        cue: 1..2,
        mention: Some(mention),
        act: Act::Says,
        pattern: Pattern::AfterQuote,
        weight: 0.9,
        inside: None,
        opens_next: false,
    })
}

#[cfg(test)]
mod tests {
    use crate::attribution::stories::told_by_rule as told;

    #[test]
    fn a_name_before_a_colon_speaks() {
        assert_eq!(told("The board met.\nLund: “We are done.”"), ["Lund [:] direct says: “We are done.”"]);
    }

    #[test]
    fn a_signature_can_have_a_paragraph_of_its_own() {
        let text = "The boat is back.\n\n“A great day for the whole island.”\n- Jane Doe, head of Tornhavn Ferries\n\n\
                    “I have ordered forty chairs.”\n-- Bo Rask, Café Sand\n\nThe boat sails at noon.";
        assert_eq!(
            told(text),
            [
                "Jane Doe, head of Tornhavn Ferries [-] direct says: “A great day for the whole island.”",
                "Bo Rask, Café Sand [-] direct says: “I have ordered forty chairs.”"
            ]
        );
    }

    #[test]
    fn a_signature_is_no_part_of_a_block_quotation() {
        let text =
            "She wrote on her page:\n\n> “You owe us a toaster.”\n>\n> — Jane Doe (@janedoe)\n\nNobody answered.";
        assert_eq!(told(text), ["She [wrote] direct says: “You owe us a toaster.”"]);
    }

    #[test]
    fn what_the_network_finds_is_signed_in_its_line() {
        let text = "Readers wrote to us about the ferry.\n“It has never once been on time. I shall walk.” ― Beck Osei\n\
                    “My mother took it for sixty years, and so did hers.” ― Adda Rodane\n“Sell it.” ― Carl Rowe";
        assert_eq!(
            crate::attribution::stories::told(text),
            [
                "Beck Osei [―] direct says: “It has never once been on time. I shall walk.”",
                "Adda Rodane [―] direct says: “My mother took it for sixty years, and so did hers.”",
                "Carl Rowe [―] direct says: “Sell it.”"
            ]
        );
    }

    #[test]
    fn a_kicker_before_a_headline_is_no_speaker() {
        assert!(told("CORRECTION: Ferry service\nThe board met.").is_empty());
        assert!(told("INTERVIEW: THE NEW MAYOR, ON ROPE AND RENT\nThe board met.").is_empty());
        assert_eq!(
            told("Lund: Ferry will sail in May\nThe board met."),
            ["Lund [:] indirect says: Ferry will sail in May"]
        );
    }

    #[test]
    fn a_press_release_is_signed_after_a_dash() {
        let text = "The boat is back.\n“A great day for the whole island.” — Jane Doe, head of Tornhavn Ferries";
        assert_eq!(
            told(text),
            ["Jane Doe, head of Tornhavn Ferries [—] direct says: “A great day for the whole island.”"]
        );
    }
}
