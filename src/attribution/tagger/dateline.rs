//! Where an article's dateline ends: `TORNHAVN, May 4 (Bay Wire) - `.

use std::ops::Range;

use crate::text::{Document, TokenKind};

/// Most tokens of a dateline.
const LONGEST: usize = 24;

/// The token after the dateline that the paragraph of these tokens begins with; its first token where there is none. A dateline begins with
/// a place in capitals and ends with a dash between spaces; in it are names, numbers and what parts them.
pub(super) fn end(document: &Document, paragraph: Range<usize>) -> usize {
    let start = paragraph.start;
    let is_place = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    if paragraph.is_empty() || !is_place(document.word(start)) {
        return start;
    }
    for at in start + 1..paragraph.end.min(start + LONGEST) {
        let (token, word) = (document.tokens[at], document.word(at));
        let fits = match token.kind {
            TokenKind::Word => word.starts_with(char::is_uppercase),
            TokenKind::Number => true,
            _ if matches!(word, "-" | "–" | "—" | "―") => {
                let apart = |place: usize| document.tokens[place - 1].span.end < document.tokens[place].span.start;
                // Two dashes are one long one.
                let after = (at..paragraph.end).find(|place| document.word(*place) != word).unwrap_or(paragraph.end);
                if after < paragraph.end && apart(at) && apart(after) {
                    return after;
                }
                true
            }
            TokenKind::Punctuation => matches!(word, "," | "." | "(" | ")" | "/" | "&"),
            _ => false,
        };
        if !fits {
            break;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dateline_ends_with_its_dash() {
        for (text, rest) in [
            ("TORNHAVN, May 4, 2021 (Bay Wire) - “It will stand,” said Lund.", "“"),
            ("TORNHAVN (Bay) -- Nobody came.", "Nobody"),
            ("TORNHAVN — The board met.", "The"),
            ("The board met - and left.", "The"),
            ("LUND said the board - all of it - left.", "LUND"),
            ("VICE-MAYOR Lund left.", "VICE"),
        ] {
            let document = Document::new(text);
            let first = end(&document, document.paragraphs[0].tokens.clone());
            assert!(document.word(first).starts_with(rest), "{text}: {}", document.word(first));
        }
    }
}
