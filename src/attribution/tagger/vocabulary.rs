//! Words in pieces of a fixed vocabulary (WordPiece).

use std::collections::HashMap;

use crate::text::fold;

/// Place of a piece in the vocabulary.
pub type PieceId = u16;

/// Longest run of letters that is looked up, in bytes; what is longer is one unknown piece.
const LONGEST: usize = 100;
/// Piece of what no other piece fits.
const UNKNOWN: &str = "[UNK]";
/// What a piece inside a word begins with.
const INNER: &str = "##";

/// The pieces that words are taken apart into: longest first, from the left (Y. Wu et al., "Google's Neural Machine
/// Translation System", 2016; the vocabulary and the treatment of punctuation are BERT's).
#[derive(Debug)]
pub struct Vocabulary {
    /// Pieces that begin a word.
    first: HashMap<Box<str>, PieceId>,
    /// Pieces inside a word, without their sign.
    inner: HashMap<Box<str>, PieceId>,
    unknown: PieceId,
    mark: PieceId,
    len: usize,
}

impl Vocabulary {
    /// From one piece a line, `##` before those inside a word; `[UNK]` and `"` must be among them.
    ///
    /// # Errors
    /// Says in a few words what is wrong with the list.
    pub fn new(lines: &str) -> Result<Vocabulary, String> {
        let mut first = HashMap::with_capacity(1 << 15);
        let mut inner = HashMap::with_capacity(1 << 13);
        let mut len = 0;
        for (place, piece) in lines.lines().enumerate() {
            let id = PieceId::try_from(place).map_err(|_| format!("more than {} pieces", PieceId::MAX))?;
            match piece.strip_prefix(INNER) {
                Some(rest) if !rest.is_empty() => inner.insert(rest.into(), id),
                _ => first.insert(piece.into(), id),
            };
            len = place + 1;
        }
        let known = |piece: &str| first.get(piece).copied().ok_or_else(|| format!("no piece {piece:?}"));
        let (unknown, mark) = (known(UNKNOWN)?, known("\"")?);
        Ok(Vocabulary { first, inner, unknown, mark, len })
    }

    /// How many pieces it has.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it has none; never.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The one piece of every double quotation mark, whatever its style.
    pub fn mark(&self) -> PieceId {
        self.mark
    }

    /// Adds the pieces of a word, at least one, to `pieces`; case, diacritics and the style of apostrophes don't matter.
    pub fn split(&self, word: &str, pieces: &mut Vec<PieceId>) {
        let folded = fold(word);
        let before = pieces.len();
        let mut run = folded.as_str();
        while let Some(c) = run.chars().next() {
            let end = if c.is_alphanumeric() {
                run.find(|c: char| !c.is_alphanumeric()).unwrap_or(run.len())
            } else {
                c.len_utf8()
            };
            self.split_run(&run[..end], pieces);
            run = &run[end..];
        }
        if pieces.len() == before {
            pieces.push(self.unknown);
        }
    }

    /// Adds the pieces of letters and digits, or of one other character.
    fn split_run(&self, run: &str, pieces: &mut Vec<PieceId>) {
        if let Some(id) = self.first.get(run) {
            pieces.push(*id);
            return;
        }
        if run.len() > LONGEST {
            pieces.push(self.unknown);
            return;
        }
        let before = pieces.len();
        let mut start = 0;
        while start < run.len() {
            let table = if start == 0 { &self.first } else { &self.inner };
            let longest = (start + 1..=run.len())
                .rev()
                .filter(|end| run.is_char_boundary(*end))
                .find_map(|end| table.get(&run[start..end]).map(|id| (end, *id)));
            let Some((end, id)) = longest else {
                pieces.truncate(before);
                pieces.push(self.unknown);
                return;
            };
            pieces.push(id);
            start = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(word: &str) -> Vec<PieceId> {
        let vocabulary = Vocabulary::new("[UNK]\n\"\nfer\n##ry\n'\ns\n##y\noslo\n-").unwrap();
        let mut pieces = Vec::new();
        vocabulary.split(word, &mut pieces);
        pieces
    }

    #[test]
    fn the_longest_pieces_are_taken_from_the_left() {
        assert_eq!(split("ferry"), [2, 3]);
        assert_eq!(split("Ferry’s"), [2, 3, 4, 5]);
        assert_eq!(split("Ósló"), [7]);
        assert_eq!(split("oslo-ferry"), [7, 8, 2, 3]);
    }

    #[test]
    fn what_no_piece_fits_is_one_unknown_piece() {
        assert_eq!(split("ferrx"), [0]);
        assert_eq!(split("\u{300}"), [0]);
        assert_eq!(split(&"s".repeat(1000)), [0]);
    }

    #[test]
    fn a_list_without_the_unknown_piece_is_refused() {
        assert_eq!(Vocabulary::new("a\nb").unwrap_err(), "no piece \"[UNK]\"");
    }
}
