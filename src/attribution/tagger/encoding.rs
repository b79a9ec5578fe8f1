//! What the tagger reads of an article: the pieces of each word, and what shows beside the letters.

use std::ops::Range;

use super::vocabulary::{PieceId, Vocabulary};
use crate::text::{Document, Quotation, TokenKind};

/// What a word shows beside its letters, each as a small number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// Letters: 0 small, 1 first one capital, 2 all capital (two and more), 3 a number, 4 no letter, 5 capitals inside.
    pub case: u8,
    /// Quotation marks: 0 outside of any, 1 inside, 2 inside of inner ones, 3 an opening and 4 a closing mark, 5 and 6 the same
    /// of inner quotations, 7 a mark without a partner.
    pub mark: u8,
    /// The outermost quotation around it: 0 none; 1 of at most 2 words, 2 of 5, 3 of 12, 4 of more; 5 one that runs to the end of the
    /// paragraph without a closing mark.
    pub quotation: u8,
    /// Place: 1 where a sentence begins, and 2 where a paragraph does; 4 in the second, 8 in any later paragraph.
    pub place: u8,
}

impl Features {
    /// How many numbers each of them can be.
    pub const SIZES: [usize; 4] = [6, 8, 6, 12];

    /// In the order of [`Features::SIZES`].
    pub fn values(self) -> [u8; 4] {
        [self.case, self.mark, self.quotation, self.place]
    }
}

/// An article as the tagger reads it. Words are the document's tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoding {
    /// Pieces of all words, in order.
    pub pieces: Vec<PieceId>,
    /// Where each word's pieces begin; one more entry than words.
    pub starts: Vec<u32>,
    /// Of each word.
    pub features: Vec<Features>,
}

impl Encoding {
    /// Reads a document.
    pub fn new(document: &Document, vocabulary: &Vocabulary) -> Encoding {
        let count = document.tokens.len();
        let mut encoding = Encoding {
            pieces: Vec::with_capacity(count + count / 4),
            starts: Vec::with_capacity(count + 1),
            features: Vec::with_capacity(count),
        };
        let mut quotations = Quotations { document, next: 0, open: Vec::new(), size: 0 };
        for (number, paragraph) in document.paragraphs.iter().enumerate() {
            for sentence in paragraph.sentences.clone() {
                let tokens = document.sentences[sentence].tokens.clone();
                for token in tokens.clone() {
                    let (mark, quotation) = quotations.at(token);
                    let begins = u8::from(token == tokens.start) + 2 * u8::from(token == paragraph.tokens.start);
                    let place = begins + 4 * number.min(2) as u8;
                    let case = case(document.word(token), document.tokens[token].kind);
                    encoding.features.push(Features { case, mark, quotation, place });
                    encoding.add_pieces(document, token, vocabulary);
                }
            }
        }
        encoding.starts.push(encoding.pieces.len() as u32);
        encoding
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.features.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// The pieces of one word, never none.
    pub fn pieces_of(&self, word: usize) -> Range<usize> {
        self.starts[word] as usize..self.starts[word + 1] as usize
    }

    /// Runs of words that the tagger reads at once: whole paragraphs as long as they have at most `most` pieces together; a longer
    /// paragraph is cut between words.
    pub fn windows(&self, document: &Document, most: usize) -> Vec<Range<usize>> {
        let mut windows: Vec<Range<usize>> = Vec::new();
        let size = |words: Range<usize>| (self.starts[words.end] - self.starts[words.start]) as usize;
        for paragraph in &document.paragraphs {
            let mut rest = paragraph.tokens.clone();
            if let Some(last) = windows.last_mut()
                && size(last.start..rest.end) <= most
            {
                last.end = rest.end;
                continue;
            }
            while size(rest.clone()) > most {
                let limit = self.starts[rest.start] as usize + most;
                let fits = self.starts[rest.start..=rest.end].partition_point(|start| *start as usize <= limit) - 1;
                let cut = rest.start + fits.max(1);
                windows.push(rest.start..cut);
                rest.start = cut;
            }
            if !rest.is_empty() {
                windows.push(rest);
            }
        }
        windows
    }

    /// The same words as they would be read if each of some runs of words were an article of its own.
    pub fn alone(&self, windows: &[Range<usize>]) -> Encoding {
        let mut encoding = self.clone();
        for window in windows {
            let features = &mut encoding.features[window.clone()];
            let quoted = features.iter().all(|word| word.mark != 0);
            for word in features.iter_mut() {
                word.place &= 12;
                if quoted {
                    word.mark = [0, 0, 1, 0, 0, 3, 4, 0][usize::from(word.mark)];
                    word.quotation = 0;
                }
            }
            if let Some(first) = features.first_mut() {
                first.place |= 1;
            }
        }
        encoding
    }

    fn add_pieces(&mut self, document: &Document, token: usize, vocabulary: &Vocabulary) {
        self.starts.push(self.pieces.len() as u32);
        match document.tokens[token].kind {
            TokenKind::Open | TokenKind::Close => self.pieces.push(vocabulary.mark()),
            _ => vocabulary.split(document.word(token), &mut self.pieces),
        }
    }
}

fn case(word: &str, kind: TokenKind) -> u8 {
    match kind {
        TokenKind::Number => 3,
        TokenKind::Open | TokenKind::Close | TokenKind::Punctuation => 4,
        TokenKind::Word => {
            let (mut capital, mut small, mut first) = (0, 0, None);
            for c in word.chars().filter(|c| c.is_alphabetic()) {
                first.get_or_insert(c.is_uppercase());
                capital += u32::from(c.is_uppercase());
                small += u32::from(!c.is_uppercase());
            }
            match (first, capital, small) {
                (Some(true), 2.., 0) => 2,
                (Some(true), 1, _) => 1,
                (_, 1.., _) => 5,
                _ => 0,
            }
        }
    }
}

/// Walks over the quotations of a document with its tokens.
struct Quotations<'d, 'a> {
    document: &'d Document<'a>,
    next: usize,
    /// Those that stand open, outermost first.
    open: Vec<usize>,
    /// Class of the outermost one.
    size: u8,
}

impl Quotations<'_, '_> {
    /// What [`Features::mark`] and [`Features::quotation`] are at a token; tokens are asked for in order.
    fn at(&mut self, token: usize) -> (u8, u8) {
        let all = &self.document.quotations;
        let this = self.document.tokens[token];
        while self.open.last().is_some_and(|place| all[*place].span.end <= this.span.start) {
            self.open.pop();
        }
        while let Some(quotation) = all.get(self.next)
            && quotation.span.start <= this.span.start
        {
            if self.open.is_empty() {
                self.size = self.class(quotation, token);
            }
            self.open.push(self.next);
            self.next += 1;
        }
        let Some(innermost) = self.open.last().map(|place| &all[*place]) else {
            let is_mark = matches!(this.kind, TokenKind::Open | TokenKind::Close);
            return (if is_mark { 7 } else { 0 }, 0);
        };
        let inner = self.open.len() > 1;
        let mark = match this.kind {
            TokenKind::Open if innermost.span.start == this.span.start => 3 + 2 * u8::from(inner),
            TokenKind::Close if innermost.closed && innermost.span.end == this.span.end => 4 + 2 * u8::from(inner),
            TokenKind::Open | TokenKind::Close => 7,
            _ => 1 + u8::from(inner),
        };
        (mark, self.size)
    }

    /// What [`Features::quotation`] is in a quotation that begins at `token`.
    fn class(&self, quotation: &Quotation, token: usize) -> u8 {
        if !quotation.closed {
            return 5;
        }
        let rest = &self.document.tokens[token..];
        let inside = rest.iter().take_while(|token| token.span.start < quotation.span.end);
        match inside.filter(|token| token.kind == TokenKind::Word).take(13).count() {
            0..=2 => 1,
            3..=5 => 2,
            6..=12 => 3,
            _ => 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> (Encoding, Document<'_>) {
        let document = Document::new(text);
        let vocabulary = Vocabulary::new("[UNK]\n\"\n,\n.\n##a\nb").unwrap();
        (Encoding::new(&document, &vocabulary), document)
    }

    #[test]
    fn marks_of_every_style_are_one_piece_and_told_apart_by_features() {
        let (encoding, document) = encoded("“No ‘b’,” said B.\n\"B ba");
        let marks: Vec<u8> = encoding.features.iter().map(|features| features.mark).collect();
        assert_eq!(marks, [3, 1, 5, 2, 6, 1, 4, 0, 0, 3, 1, 1], "{:?}", document.tokens);
        assert_eq!(encoding.pieces[encoding.pieces_of(0)], [1]);
        assert_eq!(encoding.pieces[encoding.pieces_of(2)], [1]);
        assert_eq!(encoding.pieces[encoding.pieces_of(11)], [5, 4]);
        let quotation: Vec<u8> = encoding.features.iter().map(|features| features.quotation).collect();
        assert_eq!(quotation, [1, 1, 1, 1, 1, 1, 1, 0, 0, 5, 5, 5]);
    }

    #[test]
    fn letters_and_places_show() {
        let (encoding, _) = encoded("Ada NATO 12 b, McKay.\nB");
        let case: Vec<u8> = encoding.features.iter().map(|features| features.case).collect();
        assert_eq!(case, [1, 2, 3, 0, 4, 5, 4, 1]);
        let place: Vec<u8> = encoding.features.iter().map(|features| features.place).collect();
        assert_eq!(place, [3, 0, 0, 0, 0, 0, 0, 7]);
    }

    #[test]
    fn windows_hold_whole_paragraphs_and_cut_what_is_too_long() {
        let (encoding, document) = encoded("b b\nb b\nb b b b b b b\nb");
        assert_eq!(encoding.windows(&document, 4), [0..4, 4..8, 8..12]);
        assert_eq!(encoding.windows(&document, 100), [0..12]);
        assert_eq!(encoding.windows(&document, 1).len(), 12);
        let (encoding, document) = encoded("ba ba ba");
        assert_eq!(encoding.windows(&document, 1), [0..1, 1..2, 2..3], "a word is never cut");
    }
}
