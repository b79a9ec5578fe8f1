//! Wordings in little memory, where many are held at once: a number for each word, and each word once.

use std::collections::HashMap;

use super::{Gap, Term, Wording};
use crate::text::Span;

/// The words of packed wordings.
#[derive(Debug, Default)]
pub struct PackedWords {
    numbers: HashMap<String, u32>,
    /// Each word as it stands without a gap before it.
    terms: Vec<Term>,
}

/// A wording without the places of its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedWording {
    /// Number of each word times four, with its gap.
    words: Box<[u32]>,
}

impl PackedWording {
    /// Packs a wording; new words go into `words`.
    pub fn new(wording: &Wording, words: &mut PackedWords) -> PackedWording {
        let number = |term: &Term| words.number(term) << 2 | term.gap as u32;
        PackedWording { words: wording.terms.iter().map(number).collect() }
    }

    /// The wording, its words' places left out; `words` are those it was packed with.
    pub fn unpacked(&self, words: &PackedWords) -> Wording {
        let term = |number: &u32| Term {
            gap: [Gap::None, Gap::Brackets, Gap::Ellipsis][(number & 3) as usize],
            ..words.terms[(number >> 2) as usize].clone()
        };
        Wording { terms: self.words.iter().map(term).collect() }
    }

    /// About how many bytes it takes.
    pub fn bytes(&self) -> usize {
        size_of::<PackedWording>() + size_of_val(&*self.words)
    }
}

impl PackedWords {
    fn number(&mut self, term: &Term) -> u32 {
        if let Some(number) = self.numbers.get(&term.text) {
            return *number;
        }
        let number = self.terms.len() as u32;
        self.numbers.insert(term.text.clone(), number);
        self.terms.push(Term { gap: Gap::None, span: Span::new(0, 0), ..term.clone() });
        number
    }

    /// About how many bytes they take.
    pub fn bytes(&self) -> usize {
        self.terms.len() * (2 * size_of::<Term>() + size_of::<(String, u32)>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::wording::{Likeness, compare};

    #[test]
    fn a_wording_comes_out_as_it_was_packed() {
        let mut words = PackedWords::default();
        let texts = ["The ferry … will [not] sail, we’re told", "The ferry will sail in 1,000 days", ""];
        let wordings = texts.map(Wording::new);
        let packed = wordings.each_ref().map(|wording| PackedWording::new(wording, &mut words));
        for (wording, packed) in wordings.iter().zip(&packed) {
            let mut unpacked = packed.unpacked(&words);
            assert_eq!(unpacked.class("seed"), wording.class("seed"));
            assert_eq!(unpacked.keys("seed"), wording.keys("seed"));
            assert_eq!(compare(&unpacked, &wordings[0]), compare(wording, &wordings[0]));
            for (term, before) in unpacked.terms.iter_mut().zip(&wording.terms) {
                term.span = before.span;
            }
            assert_eq!(&unpacked, wording);
        }
        assert_eq!(compare(&packed[0].unpacked(&words), &wordings[0]), Likeness::Whole);
    }
}
