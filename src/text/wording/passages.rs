//! Whole articles as sets of passages of a few words: which are reprints of one another.

use super::{first64, normal, sketch};

/// Words of a passage.
const WORDS: usize = 5;

/// Passages that an article must have to be known by them.
const FEWEST: usize = 20;

/// Seed of the keys, so that no quote shares one.
const SEED: u64 = 0x61_72_74_69_63_6c_65;

/// The passages of an article's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passages {
    /// A number for each passage, ascending, each once.
    pub(super) all: Vec<u32>,
    class: u64,
}

impl Passages {
    /// Those of a text.
    pub fn new(text: &str) -> Passages {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"article");
        let mut words = Vec::new();
        for word in normal::words(text) {
            hasher.update(b"\0").update(word.text.as_bytes());
            words.push(sketch::word_hash(&word.text));
        }
        let all = words.windows(WORDS).map(|words| sketch::key(SEED, words)).collect();
        Passages { all: sketch::smallest(all, usize::MAX), class: first64(&hasher.finalize()) }
    }

    /// Whether there are too few to tell reprints by.
    pub fn are_too_few(&self) -> bool {
        self.all.len() < FEWEST
    }

    /// A number that articles of the very same words share.
    pub fn class(&self) -> u64 {
        self.class
    }

    /// Few numbers of which reprints share at least one.
    pub fn keys(&self) -> &[u32] {
        &self.all[..self.all.len().min(sketch::MOST_KEYS)]
    }
}

/// Whether one article is a reprint of the other: at least seven of ten passages of the shorter one stand in the longer, which
/// has no more than twice as many.
pub fn are_reprints(left: &Passages, right: &Passages) -> bool {
    let (short, long) = if left.all.len() <= right.all.len() { (left, right) } else { (right, left) };
    if short.are_too_few() || short.all.len() * 2 < long.all.len() {
        return false;
    }
    let shared = short.all.iter().filter(|passage| long.all.binary_search(passage).is_ok()).count();
    shared * 10 >= short.all.len() * 7
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The harbour board voted on Monday to close the ferry line to Lowmark in June. Ottoline Pym, the \
        mayor, said that bakers would lose their night shift. A bridge would cost four times as much, and nobody on the \
        board expects to see one. The last boat leaves at midnight on the thirtieth.";

    #[test]
    fn a_cut_story_under_another_headline_is_a_reprint() {
        let reprint = format!("Ferry line closes\n\n{}", &STORY[..STORY.find("The last boat").unwrap()]);
        assert!(are_reprints(&Passages::new(STORY), &Passages::new(&reprint)));
    }

    #[test]
    fn another_story_that_quotes_the_same_words_is_none() {
        let other = "Ottoline Pym, the mayor, said that bakers would lose their night shift. It was her first speech of \
            the year; the hall in Tolley was half empty, and the choir sang twice before the lights went out at nine.";
        assert!(!are_reprints(&Passages::new(STORY), &Passages::new(other)));
    }
}
