//! From the code points of JSON back to the bytes and paragraphs of a text.

use crate::speakers::SpanLine;
use crate::text::{Document, Span};

/// A text with a way from code points to bytes and paragraphs.
pub struct Places<'a> {
    text: &'a str,
    /// Byte of every [`STRIDE`]th code point; empty where the text is ASCII and both are the same.
    bytes: Vec<usize>,
    /// Paragraphs, in bytes.
    paragraphs: Vec<Span>,
}

/// Code points between two noted places.
const STRIDE: usize = 128;

impl<'a> Places<'a> {
    /// Takes `text` apart.
    pub fn new(text: &'a str) -> Places<'a> {
        let paragraphs = Document::new(text).paragraphs.iter().map(|paragraph| paragraph.span).collect();
        Places::with_paragraphs(text, paragraphs)
    }

    fn with_paragraphs(text: &'a str, paragraphs: Vec<Span>) -> Places<'a> {
        let bytes =
            if text.is_ascii() { Vec::new() } else { text.char_indices().step_by(STRIDE).map(|(at, _)| at).collect() };
        Places { text, bytes, paragraphs }
    }

    /// The paragraphs in order, in bytes.
    pub fn paragraphs(&self) -> &[Span] {
        &self.paragraphs
    }

    /// The byte where code point `place` begins; the text's end for what lies after it.
    pub fn byte(&self, place: usize) -> usize {
        if self.bytes.is_empty() {
            return place.min(self.text.len());
        }
        let Some(&block) = self.bytes.get(place / STRIDE) else { return self.text.len() };
        let mut chars = self.text[block..].char_indices();
        chars.nth(place % STRIDE).map_or(self.text.len(), |(at, _)| block + at)
    }

    /// A place of JSON in bytes.
    pub fn span(&self, [start, end]: SpanLine) -> Span {
        Span::new(self.byte(start), self.byte(end))
    }

    /// Number of the paragraph that byte `at` stands in or before, from 1.
    pub fn paragraph(&self, at: usize) -> usize {
        self.paragraphs.partition_point(|paragraph| paragraph.end <= at) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_point_is_found() {
        let text = "“Über”, said Ærøe. ".repeat(30);
        let places = Places::with_paragraphs(&text, Vec::new());
        for (place, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(places.byte(place), at);
        }
        assert_eq!(places.byte(text.chars().count()), text.len());
        assert_eq!(places.byte(usize::MAX), text.len());
    }

    #[test]
    fn paragraphs_count_from_one() {
        let places = Places::with_paragraphs("One.\n\nTwo.", vec![Span::new(0, 4), Span::new(6, 10)]);
        assert_eq!([0, 3, 6, 9].map(|at| places.paragraph(at)), [1, 1, 2, 2]);
    }
}
