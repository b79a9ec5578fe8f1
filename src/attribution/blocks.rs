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

/// Whether several paragraphs begin with a dash, as the lines of a dialogue do. Short dashes stand before the items of lists too: with
/// them, somebody has to ask.
pub(super) fn has_dialogue(document: &Document) -> bool {
    let lines = |dashes: &[char]| {
        let texts = document.paragraphs.iter().map(|paragraph| document.at(paragraph.span));
        texts.filter(|text| text.starts_with(dashes)).collect::<Vec<_>>()
    };
    let short = lines(&['–']);
    lines(&['—', '―']).len() >= FEWEST_LINES
        || short.len() >= FEWEST_LINES && short.iter().any(|text| text.contains('?'))
}

#[cfg(test)]
mod tests {
    use crate::attribution::stories::told;

    #[test]
    fn a_block_quotation_after_a_colon_is_its_speakers() {
        let text = "Brandt wrote on his page:\n\n> Enough is enough.\n> We go home.\n\nNobody answered.";
        assert_eq!(told(text), ["Brandt [wrote] direct says: Enough is enough. … We go home."]);
    }

    #[test]
    fn lines_after_dashes_are_spoken() {
        let text = "They met at the quay.\n— Never in my life.\n— Not even once.";
        assert_eq!(told(text), [" [] direct says: Never in my life.", " [] direct says: Not even once."]);
    }

    #[test]
    fn items_of_a_list_are_not_spoken() {
        assert!(told("Prices rose again in May.\n– Chairs by a third.\n– Boats by half.\nIt rained.").is_empty());
        let text = "They met at the quay.\n– Was it you?\n– Not even once.";
        assert_eq!(told(text), [" [] direct says: Was it you?", " [] direct says: Not even once."]);
    }
}
