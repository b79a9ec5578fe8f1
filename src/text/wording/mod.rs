//! The words of a statement in the letters in which its copies agree, whatever marks, spelling and short forms a paper prints:
//! what tells copies of one statement from statements that are merely alike.
//!
//! Two steps, as with all near-duplicates: [`Wording::keys`] are few numbers of which copies share at least one, so that no two
//! statements without a common one are ever compared; [`compare`] then aligns the words and allows only differences that change
//! nothing. Both depend on the two wordings alone, never on others.

mod compare;
mod lists;
mod normal;
mod outline;
mod passages;
mod sketch;

pub use compare::{Likeness, compare, is_variant};
pub use outline::{may_be_copies, may_be_reprints};
pub use passages::{Passages, are_reprints};

use frostem::{Algorithm, Stemmer};

use super::Span;
use lists::{is_filler, is_function_word, is_negation, is_number};
use normal::Word;

/// Words that a statement must have to be known by its words alone, whoever is named as its speaker.
pub const LONG_WORDS: usize = 6;

/// Words with a meaning of their own that such a statement must have.
pub const LONG_CONTENT_WORDS: usize = 3;

/// Words that a statement must have to have copies at all: fewer are said by anybody on any day.
pub const FEWEST_WORDS: usize = 4;

/// One word of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The word as copies agree on it: folded, one spelling, short forms written out, numbers as digits.
    pub text: String,
    /// Where the word that it comes of stands, in bytes of the text.
    pub span: Span,
    /// What may be missing before it.
    pub gap: Gap,
    /// Whether it has a meaning of its own.
    pub is_content: bool,
    /// Whether a statement says the same without it.
    pub is_filler: bool,
    /// Whether it turns what is said into its opposite, or makes it a condition.
    pub is_negation: bool,
    /// Whether it says how many or how much.
    pub is_number: bool,
    /// A number for its stem, where it has a meaning.
    stem: u64,
}

impl Term {
    fn new(word: Word, stemmer: &Stemmer) -> Term {
        let Word { text, span, gap } = word;
        let is_content = !is_function_word(&text);
        Term {
            span,
            gap,
            is_content,
            is_filler: is_filler(&text),
            is_negation: is_negation(&text),
            is_number: is_number(&text),
            stem: if is_content { sketch::word_hash(&stemmer.stem(&text)) } else { 0 },
            text,
        }
    }
}

/// What the paper says is missing or put in at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing.
    #[default]
    None,
    /// Words in brackets stood there: the paper's own, perhaps in place of others.
    Brackets,
    /// An ellipsis, or words that report, in the midst of the quote.
    Ellipsis,
}

/// A statement as a sequence of words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    terms: Vec<Term>,
}

impl Wording {
    /// The wording of a quote's text. What stands in brackets is the paper's, save numbers and negations.
    pub fn new(text: &str) -> Wording {
        let stemmer = Stemmer::new(Algorithm::English);
        Wording { terms: normal::words(text).into_iter().map(|word| Term::new(word, &stemmer)).collect() }
    }

    /// Its words in order.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Whether it is long enough to be known by its words alone.
    pub fn is_long(&self) -> bool {
        self.terms.len() >= LONG_WORDS && self.content_words() >= LONG_CONTENT_WORDS
    }

    /// Whether it is too short to have copies.
    pub fn is_too_short(&self) -> bool {
        self.terms.len() < FEWEST_WORDS
    }

    /// A number that wordings share whose words and gaps are the same, where `seed` is.
    pub fn class(&self, seed: &str) -> u64 {
        let mut hasher = blake3::Hasher::new();
        hasher.update(seed.as_bytes());
        for term in &self.terms {
            let gap: &[u8] = match term.gap {
                Gap::None => b"\0",
                Gap::Brackets => b"\x01",
                Gap::Ellipsis => b"\x02",
            };
            hasher.update(gap).update(term.text.as_bytes());
        }
        first64(&hasher.finalize())
    }

    /// At most eight numbers below 2³², of which copies with the same `seed` share one or more.
    pub fn keys(&self, seed: &str) -> Vec<u32> {
        let stems: Vec<u64> = self.terms.iter().filter(|term| term.is_content).map(|term| term.stem).collect();
        sketch::keys(&stems, seed)
    }

    fn content_words(&self) -> usize {
        self.terms.iter().filter(|term| term.is_content).count()
    }
}

/// First 64 bits.
fn first64(hash: &blake3::Hash) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(text: &str) -> u64 {
        Wording::new(text).class("")
    }

    #[test]
    fn marks_spelling_and_short_forms_make_no_other_statement() {
        let same = [
            ("“The harbour's colour isn't ours,” he'd organise", "The harbor’s color is not ours - he would organize"),
            ("We'll pay twenty-five per cent by 1,000", "We will pay 25% by 1000"),
            ("[W]e cannot pay £5m", "We can't pay £5 million"),
        ];
        for (left, right) in same {
            assert_eq!(class(left), class(right), "{left} / {right}");
        }
    }

    #[test]
    fn numbers_negations_and_fractions_make_another() {
        let other = [
            ("We will pay 2.5 crowns", "We will pay 25 crowns"),
            ("We will pay", "We will not pay"),
            ("We will [not] pay", "We will pay"),
            ("We were there", "We're there"),
        ];
        for (left, right) in other {
            assert_ne!(class(left), class(right), "{left} / {right}");
        }
    }

    #[test]
    fn what_is_known_by_its_words_alone() {
        assert!(!Wording::new("Yes, we can").is_long());
        assert!(Wording::new("Yes, we can").is_too_short());
        assert!(!Wording::new("We have nothing to hide").is_long());
        assert!(Wording::new("A ferry is not a favour to commuters").is_long());
    }
}
