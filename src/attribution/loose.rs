//! Quotations that no report of their own sentence takes: they go on with the one before, or stand by themselves.

use super::units::Unit;
use super::{Act, Attribution, Kind};
use crate::text::{Document, Span};

/// What the units so far leave open.
#[derive(Default)]
pub(super) struct Context {
    /// The attribution that a quotation in the same paragraph goes on with, by place.
    pub here: Option<usize>,
    /// Paragraph, from 0, of what `here` speaks of.
    pub paragraph: usize,
    /// A report whose content begins in the next unit, by place: it has no content yet.
    pub opening: Option<usize>,
    /// The attribution that the last block quotation belongs to, by place.
    pub block: Option<usize>,
    /// Paragraph, from 0, that is a block quotation as a whole.
    pub taken: Option<usize>,
    /// The attribution that a quotation running on from the paragraph before goes on with, by place.
    pub before: Option<usize>,
}

/// The quotations of a unit of nothing else, from its first mark to its last.
pub(super) fn whole(unit: &Unit, document: &Document) -> Option<Span> {
    if !unit.is_all_quoted() {
        return None;
    }
    let first = (0..unit.items.len()).find(|&at| unit.quote(at).is_some())?;
    let last = (0..unit.items.len()).rev().find(|&at| unit.quote(at).is_some())?;
    Some(unit.span(document, first..last + 1))
}

/// Fewest words of a quotation that nothing reports.
const FEWEST_WORDS: usize = 4;

/// Whether a quotation that nothing reports is long enough, or a whole sentence, and so no title.
pub(super) fn is_speech(content: Span, document: &Document) -> bool {
    let words = document.at(content);
    let inner = words.trim_end_matches(['"', '”', '’', '\'', '»', ' ']);
    inner.ends_with(['.', '?', '!', ',', '…']) || words.split_whitespace().count() >= FEWEST_WORDS
}

/// Most words of a heading in quotation marks.
const LONGEST_HEADING: usize = 5;

/// Whether a quotation is the heading of a section: a few words alone in their paragraph, which no colon announces and
/// no dash signs, and neither paragraph beside it is all quotation as in a dialogue.
pub(super) fn is_heading(content: Span, paragraph: usize, document: &Document) -> bool {
    let inner = |place: usize| document.paragraphs.get(place).map(|paragraph| document.at(paragraph.span));
    let is_quotation = |text: &str| text.starts_with(MARKS) && text.ends_with(MARKS);
    let alone = inner(paragraph).is_some_and(|text| text.trim_end_matches('.').len() <= content.len());
    let announced = paragraph > 0 && inner(paragraph - 1).is_some_and(|text| text.ends_with(':') || is_quotation(text));
    alone
        && document.at(content).split_whitespace().count() <= LONGEST_HEADING
        && !announced
        && !inner(paragraph + 1).is_some_and(|text| is_quotation(text) || text.starts_with(['-', '–', '—', '―']))
}

/// Marks around a quotation.
const MARKS: [char; 10] = ['"', '“', '”', '‘', '’', '\'', '«', '»', '„', '‚'];

/// An attribution without cue and mention.
pub(super) fn unattributed(content: Span, paragraph: usize, confidence: f32) -> Attribution {
    Attribution {
        content: vec![content],
        verbatim: Vec::new(),
        cue: Vec::new(),
        mention: Vec::new(),
        kind: Kind::Direct,
        act: Act::Says,
        confidence,
        within: None,
        paragraph: paragraph + 1,
    }
}

/// An attribution of words printed as somebody's own without marks, without cue and mention.
pub(super) fn printed(content: Span, paragraph: usize, confidence: f32) -> Attribution {
    Attribution { verbatim: vec![content], ..unattributed(content, paragraph, confidence) }
}

#[cfg(test)]
mod tests {
    use crate::attribution::stories::told;

    #[test]
    fn a_quotation_alone_in_its_paragraph_stands_by_itself() {
        let text = "Moe said that the ferry was safe.\n“Nobody has to fear for the winter boats.”\nHe added that “the price will fall.”";
        assert_eq!(
            told(text),
            [
                "Moe [said] indirect says: that the ferry was safe",
                " [] direct says: “Nobody has to fear for the winter boats.”",
                "He [added] mixed says: that “the price will fall.”"
            ]
        );
    }

    #[test]
    fn a_heading_in_quotation_marks_is_not_spoken() {
        let text = "Moe runs the ferry.\n‘Always on time.’\nThe ferry left at noon.\nNobody came.";
        assert!(told(text).is_empty());
        let text = "Moe looked at the ferry.\n“Always on time.”\n“And never once sold out.”\nNobody came.";
        assert_eq!(told(text), [" [] direct says: “Always on time.”", " [] direct says: “And never once sold out.”"]);
    }

    #[test]
    fn a_speech_over_several_paragraphs_is_one() {
        let text = "“One is enough,” said Lund. “Two are too many.\n“Three are a crowd.\n“Four are a choir.”\nThe end.";
        assert_eq!(
            told(text),
            [
                "Lund [said] direct says: “One is enough,” … “Two are too many. … “Three are a crowd. … “Four are a choir.”"
            ]
        );
    }

    #[test]
    fn a_speech_that_names_its_speaker_late_is_his_from_the_beginning() {
        let text = "“The boat is old.\n“It leaks,” said Lund.";
        assert_eq!(told(text), ["Lund [said] direct says: “The boat is old. … “It leaks,”"]);
    }
}
