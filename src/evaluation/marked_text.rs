//! An article's text as it is compared: letters and digits, each inside quotation marks or not.

use super::quoted::quoted;
use crate::attribution::Kind;
use crate::speakers::SpanLine;

/// A text with what its quotation marks say.
pub(super) struct MarkedText {
    chars: Vec<char>,
    quoted: Vec<bool>,
}

impl MarkedText {
    pub(super) fn new(text: &str) -> MarkedText {
        let chars: Vec<char> = text.chars().collect();
        let quoted = quoted(&chars);
        MarkedText { chars, quoted }
    }

    /// Length in code points.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// Places of the letters and digits in `spans`, in order, each once; what reaches past the text is cut.
    pub(super) fn letters(&self, spans: &[SpanLine]) -> Vec<usize> {
        let mut letters = Vec::new();
        for &[start, end] in spans {
            for place in start..end.min(self.chars.len()) {
                if self.chars[place].is_alphanumeric() {
                    letters.push(place);
                }
            }
        }
        letters.sort_unstable();
        letters.dedup();
        letters
    }

    /// Whether the character at `place` stands inside quotation marks.
    pub(super) fn is_quoted(&self, place: usize) -> bool {
        self.quoted[place]
    }

    /// Kind of speech of a content with these letters, of which there is at least one.
    pub(super) fn kind(&self, letters: &[usize]) -> Kind {
        let quoted = letters.iter().filter(|place| self.quoted[**place]).count();
        match quoted {
            0 => Kind::Indirect,
            all if all == letters.len() => Kind::Direct,
            _ => Kind::Mixed,
        }
    }

    /// The text from the first to the last of some letters.
    pub(super) fn around(&self, letters: &[usize]) -> String {
        match (letters.first(), letters.last()) {
            (Some(&first), Some(&last)) => self.chars[first..=last].iter().collect(),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_and_digits_count_each_once() {
        let text = MarkedText::new("“Üb 3,” x");
        assert_eq!(text.letters(&[[0, 7], [0, 3], [8, 90], [70, 90]]), [1, 2, 4, 8]);
    }

    #[test]
    fn the_kind_is_told_from_the_letters() {
        let text = MarkedText::new("It was “very bad,” she said");
        assert_eq!(text.kind(&text.letters(&[[7, 18]])), Kind::Direct);
        assert_eq!(text.kind(&text.letters(&[[0, 18]])), Kind::Mixed);
        assert_eq!(text.kind(&text.letters(&[[0, 6]])), Kind::Indirect);
    }
}
