//! Wordings and articles in outline, in a twentieth of their memory: enough to tell nearly all pairs that are no copies.

use super::compare::{FEWEST_AGREEING, LEAST_PART, MOST_CELLS};
use super::{Gap, Passages, Term, Wording};

/// Bits of a word's byte: the others tell its first letter.
const FILLER: u8 = 1 << 5;
const NEGATION: u8 = 1 << 6;
const GAP: u8 = 1 << 7;
const LETTER: u8 = FILLER - 1;

/// Bytes of an article's outline that tell how many passages it has; the others are a bit for each, told by the lower bits of its
/// number.
const COUNT_BYTES: usize = size_of::<u32>();

impl Wording {
    /// Its outline: a byte for each word.
    pub fn outline(&self) -> Vec<u8> {
        self.terms.iter().map(outlined).collect()
    }
}

fn outlined(term: &Term) -> u8 {
    // One stands for the other.
    let letter = match term.text.as_str() {
        "the" => b'a',
        text => text.bytes().next().unwrap_or_default(),
    };
    let flag = |flag: u8, is_set: bool| if is_set { flag } else { 0 };
    letter & LETTER | flag(FILLER, term.is_filler) | flag(NEGATION, term.is_negation) | flag(GAP, term.gap != Gap::None)
}

/// Whether wordings with these outlines may be copies: [`compare`](super::compare()) with first letters for words and without costs.
pub fn may_be_copies(left: &[u8], right: &[u8]) -> bool {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if short.is_empty() || (short.len() + 1) * (long.len() + 1) > MOST_CELLS {
        return false;
    }
    // Words that agree at most on a way to each word of the longer one, from 1; 0: there is no way.
    let mut row = vec![1; long.len() + 1];
    let mut next = vec![0; long.len() + 1];
    for (i, word) in short.iter().enumerate() {
        let mut is_reached = false;
        for j in 0..=long.len() {
            let mut most = alone(row[j], *word, long.get(j));
            if j > 0 {
                if row[j - 1] > 0 && (word ^ long[j - 1]) & LETTER == 0 {
                    most = most.max(row[j - 1] + 1);
                }
                if i + 1 < short.len() {
                    most = most.max(alone(next[j - 1], long[j - 1], short.get(i + 1)));
                }
            }
            next[j] = most;
            is_reached |= most > 0;
        }
        if !is_reached {
            return false;
        }
        std::mem::swap(&mut row, &mut next);
    }
    let agreeing = row.into_iter().max().unwrap_or_default().saturating_sub(1);
    agreeing + 1 >= short.len() as u32 || (agreeing >= FEWEST_AGREEING && agreeing * LEAST_PART >= long.len() as u32)
}

/// The way with a word that the other wording lacks before its word `next`.
fn alone(way: u32, word: u8, next: Option<&u8>) -> u32 {
    let is_in_gap = way > 1 && word & NEGATION == 0 && next.is_some_and(|next| next & GAP != 0);
    if word & FILLER != 0 || is_in_gap { way } else { 0 }
}

impl Passages {
    /// The outline of an article: how many passages it has, and two to four bits for each.
    pub fn outline(&self) -> Vec<u8> {
        let bits = (self.all.len() * 2).next_power_of_two().max(u8::BITS as usize);
        let mut outline = (self.all.len() as u32).to_le_bytes().to_vec();
        outline.resize(COUNT_BYTES + bits / u8::BITS as usize, 0);
        for passage in &self.all {
            let bit = *passage as usize % bits;
            outline[COUNT_BYTES + bit / u8::BITS as usize] |= 1 << (bit % u8::BITS as usize);
        }
        outline
    }
}

/// Whether articles with these outlines may be reprints of one another.
pub fn may_be_reprints(left: &[u8], right: &[u8]) -> bool {
    let (Some((left_count, left)), Some((right_count, right))) = (parted(left), parted(right)) else { return false };
    let (count, short, long) =
        if left_count <= right_count { (left_count, left, right) } else { (right_count, right, left) };
    if count * 2 < left_count.max(right_count) {
        return false;
    }
    // The bits that the passages of the longer one would have in an outline as long as the shorter one's.
    let of_long = |at: usize| long[at..].iter().step_by(short.len()).fold(0, |bits, byte| bits | byte);
    let missing: u32 = short.iter().enumerate().map(|(at, bits)| (bits & !of_long(at)).count_ones()).sum();
    missing * 10 <= count * 3
}

fn parted(outline: &[u8]) -> Option<(u32, &[u8])> {
    let (count, bits) = outline.split_first_chunk::<COUNT_BYTES>()?;
    Some((u32::from_le_bytes(*count), bits))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::wording::{Likeness, are_reprints, compare};

    fn may_be(left: &str, right: &str) -> bool {
        may_be_copies(&Wording::new(left).outline(), &Wording::new(right).outline())
    }

    #[test]
    fn another_word_is_seen_in_outline() {
        let ferry = "The ferry will carry 40 bakers to the harbour of Lowmark each night";
        assert!(may_be(ferry, "A fery will carry 40 bakers … each night"));
        assert!(may_be("The ferry met the bus", "A ferry met a bus"));
        for (word, other) in [("bakers", "nurses"), ("40", "50"), ("will carry", "will not carry"), ("ferry", "bus")] {
            assert!(!may_be(ferry, &ferry.replace(word, other)), "{other}");
        }
    }

    #[test]
    fn another_article_is_seen_in_outline() {
        let article =
            |from: usize| Passages::new(&(from..from + 300).map(|word| format!("w{word} ")).collect::<String>());
        let may_be = |from: usize| may_be_reprints(&article(0).outline(), &article(from).outline());
        assert!(may_be(0) && may_be(60));
        assert!(!may_be(200) && !may_be(1000));
    }

    /// Words that are variants of one another, fillers, negations and numbers, with gaps between them.
    fn texts() -> impl Strategy<Value = String> {
        let words = [
            "ferry", "fery", "ferries", "the", "a", "an", "well", "not", "never", "40", "50", "harbour", "harbor",
            "carry", "…", "[it]", "bakers", "very", "really", "realy",
        ];
        prop::collection::vec(prop::sample::select(words.to_vec()), 1..14).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn copies_are_copies_in_outline(left in texts(), right in texts(), cut in 0..14usize) {
            let near: Vec<&str> = left.split(' ').skip(cut / 4).chain(right.split(' ').take(cut % 4)).collect();
            for other in [&right, &near.join(" ")] {
                let (one, other) = (Wording::new(&left), Wording::new(other));
                let are_copies = compare(&one, &other) != Likeness::Other;
                prop_assert!(!are_copies || may_be_copies(&one.outline(), &other.outline()));
            }
        }

        #[test]
        fn reprints_are_reprints_in_outline(words in 20..400usize, cut in 0..200usize, more in 0..200usize) {
            let text = |range: std::ops::Range<usize>| range.map(|word| format!("w{word} ")).collect::<String>();
            let (one, other) = (Passages::new(&text(0..words)), Passages::new(&text(cut..words.max(cut) + more)));
            prop_assert!(!are_reprints(&one, &other) || may_be_reprints(&one.outline(), &other.outline()));
        }
    }
}
