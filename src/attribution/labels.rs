//! Names set before a colon or after a dash, without a verb: `Lund: “…”`, `“…” — Ada Lund, mayor`.

use super::Act;
use super::candidate::Candidate;
use super::cues::Pattern;
use super::model::Model;
use super::noun_phrase;
use super::units::{Unit, What};
use super::words::Classes;
use crate::text::Document;

/// Most items of a name before a colon.
const LONGEST_LABEL: usize = 8;

/// The report of a name with a colon at the beginning of a unit, or with a dash at its end.
pub(super) fn find(unit: &Unit, document: &Document, model: &Model, first: bool) -> Option<Candidate> {
    colon(unit, model, first).or_else(|| signature(unit, document))
}

fn colon(unit: &Unit, model: &Model, first: bool) -> Option<Candidate> {
    let cue = model.cues.get(model.cues.find(":")?);
    let colon = (1..unit.items.len().min(LONGEST_LABEL)).find(|&at| unit.is_point(at, ":"))?;
    for at in 0..colon {
        let named = matches!(unit.items[at].what, What::Word | What::Number) || unit.is_point(at, "&");
        if !named || unit.items[at].cue.is_some() && !unit.is(at, Classes::CAPITAL) || unit.is(at, Classes::AUXILIARY) {
            return None;
        }
    }
    let quoted = unit.quote(colon + 1).is_some();
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

fn signature(unit: &Unit, document: &Document) -> Option<Candidate> {
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
    use crate::attribution::stories::told;

    #[test]
    fn a_name_before_a_colon_speaks() {
        assert_eq!(told("The board met.\nLund: “We are done.”"), ["Lund [:] direct says: “We are done.”"]);
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
