//! Words printed as a speaker's own without quotation marks: block quotations and dialogue after dashes.

use crate::text::{Document, Span};

/// Fewest paragraphs after dashes that make a dialogue.
const FEWEST_LINES: usize = 2;

/// The words of a paragraph that is a block quotation (`> …`), without its marks.
pub(super) fn quotation(document: &Document, paragraph: usize) -> Option<Span> {
    let span = document.paragraphs[paragraph].span;
    let text = document.at(span);
    let words = text.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
    (text.starts_with('>') && !words.is_empty()).then(|| Span::new(span.end - words.len(), span.end))
}

/// Whether several paragraphs begin with a dash, as the lines of a dialogue do.
pub(super) fn has_dialogue(document: &Document) -> bool {
    let begins = |paragraph: &&crate::text::Paragraph| document.at(paragraph.span).starts_with(['—', '―', '–']);
    document.paragraphs.iter().filter(begins).count() >= FEWEST_LINES
}
