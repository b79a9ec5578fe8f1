//! An article's text taken apart: paragraphs, sentences, tokens, quotations.

use std::ops::Range;

use super::{Span, paragraphs, quotations, sentences, tokens};

/// A text taken apart. Everything is in order of the text; indices point into the vectors beside.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The text itself.
    pub text: &'a str,
    /// Words, numbers and single punctuation characters; white space is between them.
    pub tokens: Vec<Token>,
    /// Sentences, never over a paragraph's end.
    pub sentences: Vec<Sentence>,
    /// Paragraphs that hold anything but white space.
    pub paragraphs: Vec<Paragraph>,
    /// Paired quotation marks, in order of their opening.
    pub quotations: Vec<Quotation>,
}

/// A word, a number, or one character of punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with inner apostrophes, hyphens and the full stops of abbreviations (`O’Neill`, `al-Assad`, `U.S.`, `Mr.`);
    /// a possessive ending is a token of its own (`’s`).
    Word,
    /// Digits, with what belongs to them (`1979`, `3.5`, `10,000`).
    Number,
    /// A quotation mark that opens.
    Open,
    /// A quotation mark that closes.
    Close,
    /// Any other character.
    Punctuation,
}

/// A sentence: a run of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first token's first byte to its last token's end.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its paragraph.
    pub paragraph: usize,
}

/// A paragraph: a run of sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// From its first token's first byte to its last token's end.
    pub span: Span,
    /// Its sentences.
    pub sentences: Range<usize>,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// A pair of quotation marks and what stands between them, inside one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks.
    pub span: Span,
    /// Without them.
    pub inner: Span,
    /// Its paragraph.
    pub paragraph: usize,
    /// The quotation around it, by place in the list.
    pub parent: Option<usize>,
    /// Whether its closing mark stands; a quotation over several paragraphs opens each and closes the last.
    pub closed: bool,
    /// The quotation of the paragraph before that this one goes on with, by place in the list.
    pub continues: Option<usize>,
}

impl<'a> Document<'a> {
    /// Takes `text` apart, in time in proportion to its length.
    pub fn new(text: &'a str) -> Document<'a> {
        let spans = paragraphs::split(text);
        let paired = quotations::pair(text, &spans);
        let mut document = Document {
            text,
            tokens: Vec::with_capacity(text.len() / 5),
            sentences: Vec::new(),
            paragraphs: Vec::with_capacity(spans.len()),
            quotations: paired.quotations,
        };
        let mut marks = paired.marks.as_slice();
        for (number, span) in spans.iter().enumerate() {
            let count = marks.partition_point(|(mark, _)| mark.start < span.end);
            let (here, rest) = marks.split_at(count);
            marks = rest;
            document.add_paragraph(number, *span, here);
        }
        document
    }

    /// What stands at `span`.
    pub fn at(&self, span: Span) -> &'a str {
        span.of(self.text)
    }

    /// What stands at token `place`.
    pub fn word(&self, place: usize) -> &'a str {
        self.tokens[place].span.of(self.text)
    }

    /// From the first byte of the first to the last byte of the last of some tokens; `tokens` is not empty.
    pub fn span_of(&self, tokens: Range<usize>) -> Span {
        Span::new(self.tokens[tokens.start].span.start, self.tokens[tokens.end - 1].span.end)
    }

    /// Tokens that share a byte with `span`.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|token| token.span.end <= span.start);
        let end = self.tokens.partition_point(|token| token.span.start < span.end);
        start..end.max(start)
    }

    /// The paragraph of token `place`, by place in the list.
    pub fn paragraph_of(&self, place: usize) -> usize {
        self.paragraphs.partition_point(|paragraph| paragraph.tokens.end <= place)
    }

    /// The outermost quotation around byte `at`, by place in the list.
    pub fn outermost_quotation(&self, at: usize) -> Option<usize> {
        let after = self.quotations.partition_point(|quotation| quotation.span.start <= at);
        let mut place = after.checked_sub(1)?;
        while let Some(parent) = self.quotations[place].parent {
            place = parent;
        }
        (at < self.quotations[place].span.end).then_some(place)
    }

    fn add_paragraph(&mut self, number: usize, span: Span, marks: &[(Span, bool)]) {
        let first_token = self.tokens.len();
        let first_sentence = self.sentences.len();
        tokens::of_paragraph(self.text, span, marks, &mut self.tokens);
        let range = first_token..self.tokens.len();
        sentences::of_paragraph(self.text, &self.tokens, range.clone(), number, &mut self.sentences);
        self.paragraphs.push(Paragraph { span, sentences: first_sentence..self.sentences.len(), tokens: range });
    }
}
