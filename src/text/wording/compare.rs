//! Whether two wordings are copies of one statement: an alignment of their words that allows only what changes nothing.

use std::cmp::Reverse;

use super::lists::are_two_words;
use super::{Gap, LONG_CONTENT_WORDS, Term, Wording};

/// Cost of a word in another form or with a slip; fillers and words for which brackets stand cost 1.
const VARIANT: u32 = 2;

/// Words that must agree.
pub(super) const FEWEST_AGREEING: u32 = 5;

/// A cut quote has at least one of so many words of the whole.
pub(super) const LEAST_PART: u32 = 3;

/// Words with a meaning before a cut between which and what is left a negation would be lost (*it is not true that*).
const LOOKED_AT_BEFORE_CUT: usize = 1;

/// Cells of the table at most; longer texts are copies only where their words are the same.
pub(super) const MOST_CELLS: usize = 4 << 20;

/// How two wordings are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Copies, from their first word to their last.
    Whole,
    /// The left one is cut: it lacks so many words of the right one, at its ends or where it has a gap.
    LeftCut(u32),
    /// The right one is.
    RightCut(u32),
    /// No copies.
    Other,
}

/// Whether `left` and `right`, which share a key, are copies: the same words but for spelling, slips, other forms of a word, fillers
/// (*the*, *very*, *well*), what ellipses and brackets stand for, and cut ends. No other word may differ; no number, and no negation
/// may be missing.
pub fn compare(left: &Wording, right: &Wording) -> Likeness {
    let is_left_short = left.terms.len() <= right.terms.len();
    let (short, long) = if is_left_short { (left, right) } else { (right, left) };
    if short.terms.is_empty() || (short.terms.len() + 1) * (long.terms.len() + 1) > MOST_CELLS {
        return Likeness::Other;
    }
    let is_long = short.is_long() && long.is_long();
    let found = ends(&short.terms, &long.terms).into_iter().filter_map(|end| end.lacking(short, long, is_long));
    let Some((of_short, of_long)) = found.min_by_key(|(of_short, of_long)| of_short + of_long) else {
        return Likeness::Other;
    };
    match (of_short, of_long) {
        (0, 0) => Likeness::Whole,
        _ if (of_short >= of_long) == is_left_short => Likeness::LeftCut(of_short.max(of_long)),
        _ => Likeness::RightCut(of_short.max(of_long)),
    }
}

/// The best way to a place: words of the shorter wording against words of the longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    cost: u32,
    /// Words that agree, and those of them with a meaning.
    agreeing: u32,
    content: u32,
    /// Words of the longer wording before the first.
    start: usize,
    /// Words of the one that fall into a gap of the other.
    short_in_gap: u32,
    long_in_gap: u32,
    /// The last word fell into a gap.
    is_in_gap: bool,
}

impl Way {
    const NONE: Way =
        Way { cost: u32::MAX, agreeing: 0, content: 0, start: 0, short_in_gap: 0, long_in_gap: 0, is_in_gap: false };

    fn at_cost(self, cost: u32) -> Way {
        Way { cost: self.cost.saturating_add(cost), ..self }
    }

    /// With a word that agrees, at some cost.
    fn with(self, word: &Term, cost: u32) -> Way {
        let content = self.content + u32::from(word.is_content);
        Way { agreeing: self.agreeing + 1, content, is_in_gap: false, ..self.at_cost(cost) }
    }

    /// With a word that the other wording lacks before its word `next`. Before the first word that agrees nothing can fall into a
    /// gap: there both would be cut.
    fn alone(self, word: &Term, next: Option<&Term>, is_short: bool) -> Way {
        if word.is_filler {
            return self.at_cost(1);
        }
        let cost = match next.map_or(Gap::None, |next| next.gap) {
            Gap::Ellipsis if !word.is_negation => 0,
            Gap::Brackets if !word.is_negation && !word.is_number => 1,
            _ => return Way::NONE,
        };
        if self.agreeing == 0 {
            return Way::NONE;
        }
        let (short, long) = (u32::from(is_short), u32::from(!is_short));
        Way {
            short_in_gap: self.short_in_gap + short,
            long_in_gap: self.long_in_gap + long,
            is_in_gap: true,
            ..self.at_cost(cost)
        }
    }

    /// The cheaper, with ties by what agrees, then the later start.
    fn better(self, other: Way) -> Way {
        let rank = |way: &Way| (Reverse(way.cost), way.agreeing, !way.is_in_gap, way.start);
        if rank(&other) > rank(&self) { other } else { self }
    }
}

/// Where all of the shorter wording is aligned, and the longer one up to a word.
struct End {
    way: Way,
    /// Words of the longer wording that are aligned or before the start.
    end: usize,
}

impl End {
    /// Words that the shorter wording lacks, and that the longer one does, where they are copies.
    fn lacking(&self, short: &Wording, long: &Wording, is_long: bool) -> Option<(u32, u32)> {
        let (before, after) = (&long.terms[..self.way.start], &long.terms[self.end..]);
        let words = short.terms.len() as u32;
        let is_cut = !before.iter().chain(after).all(|term| term.is_filler);
        let of_short = self.way.long_in_gap + if is_cut { (before.len() + after.len()) as u32 } else { 0 };
        let of_long = self.way.short_in_gap;
        let enough = if is_long {
            self.way.agreeing >= FEWEST_AGREEING
                && self.way.content >= LONG_CONTENT_WORDS as u32
                && self.way.agreeing * LEAST_PART >= long.terms.len() as u32
        } else {
            of_short + of_long == 0 && self.way.agreeing + 1 >= words
        };
        let is_copy = enough && self.way.cost <= 2 + words / 3 && !self.way.is_in_gap && !turns(before, after);
        is_copy.then_some((of_short, of_long))
    }
}

/// Whether what was cut off turned what is left into its opposite.
fn turns(before: &[Term], after: &[Term]) -> bool {
    let mut meanings = 0;
    for term in before.iter().rev() {
        if term.is_negation {
            return true;
        }
        meanings += usize::from(term.is_content);
        if meanings > LOOKED_AT_BEFORE_CUT {
            break;
        }
    }
    after.first().is_some_and(|term| matches!(term.text.as_str(), "not" | "never"))
}

/// The ways from the first word of `short`, anywhere in `long`, to its last one.
fn ends(short: &[Term], long: &[Term]) -> Vec<End> {
    let mut row: Vec<Way> = (0..=long.len()).map(|start| Way { cost: 0, start, ..Way::NONE }).collect();
    for (i, word) in short.iter().enumerate() {
        let mut next = vec![Way::NONE; long.len() + 1];
        for j in 0..=long.len() {
            // A word of the shorter one alone.
            let mut best = row[j].alone(word, long.get(j), true);
            if j > 0 {
                // Both.
                if let Some(cost) = together(word, &long[j - 1]) {
                    best = best.better(row[j - 1].with(word, cost));
                }
                // A word of the longer one alone: not after the last word, where it is cut off.
                if i + 1 < short.len() {
                    best = best.better(next[j - 1].alone(&long[j - 1], short.get(i + 1), false));
                }
            }
            next[j] = best;
        }
        if next.iter().all(|way| way.cost == u32::MAX) {
            return Vec::new();
        }
        row = next;
    }
    let reached = row.into_iter().enumerate().filter(|(_, way)| way.cost < u32::MAX);
    reached.map(|(end, way)| End { way, end }).collect()
}

/// Cost of taking two words for one; `None` where they are not.
fn together(left: &Term, right: &Term) -> Option<u32> {
    if left.text == right.text {
        return Some(0);
    }
    is_variant(left, right).then_some(VARIANT)
}

/// Whether two different words are one: another article, another form of the word, or a slip.
pub fn is_variant(left: &Term, right: &Term) -> bool {
    // Most words differ from the first letter on.
    if left.text.as_bytes()[0] != right.text.as_bytes()[0] {
        return matches!((left.text.as_str(), right.text.as_str()), ("the", "a" | "an") | ("a" | "an", "the"));
    }
    if left.is_number || right.is_number || !(left.is_content || right.is_content) {
        return matches!((left.text.as_str(), right.text.as_str()), ("a", "an") | ("an", "a"));
    }
    let are_words = left.is_content && right.is_content;
    let shortest = left.text.len().min(right.text.len());
    if shortest < 4 || are_two_words(&left.text, &right.text) {
        return false;
    }
    (are_words && left.stem == right.stem) || is_slip(&left.text, &right.text)
}

/// Whether one letter of a long word was dropped, put in, replaced or changed its place with the next.
fn is_slip(left: &str, right: &str) -> bool {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let (short, long) = if left.len() <= right.len() { (&left, &right) } else { (&right, &left) };
    let same_start = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let same_end = short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        // A last letter makes another word.
        1 => long.len() >= 5 && same_start + same_end >= short.len() && same_start < short.len(),
        0 => {
            let differing = short.len().saturating_sub(same_start + same_end);
            let is_swap = differing == 2
                && short[same_start] == long[same_start + 1]
                && short[same_start + 1] == long[same_start];
            is_swap || (differing == 1 && short.len() >= 6 && same_end > 0)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::wording::may_be_copies;

    fn likeness(left: &str, right: &str) -> Likeness {
        let (left, right) = (Wording::new(left), Wording::new(right));
        let found = compare(&left, &right);
        let turned = match compare(&right, &left) {
            Likeness::LeftCut(words) => Likeness::RightCut(words),
            Likeness::RightCut(words) => Likeness::LeftCut(words),
            other => other,
        };
        assert_eq!(found, turned, "either way");
        assert!(found == Likeness::Other || may_be_copies(&left.outline(), &right.outline()), "in outline");
        found
    }

    const FERRY: &str =
        "The ferry will carry 40 bakers to the harbour of Lowmark each night, and the council will pay for the fuel";

    #[test]
    fn harmless_changes_make_copies() {
        for copy in [
            "The ferry will carry forty bakers to the harbor of Lowmark each night, and the council will pay for the fuel",
            "The ferry will carry 40 bakers to the harbour of Lowmark each night, and [the] council will pay for fuel",
            "The ferry will carry 40 bakers … each night, and the council will pay for the fuel",
            "The ferry will carry 40 bakers to the habrour of Lowmark each night, and the council will pay for the fuel",
            "[The boat] will carry 40 bakers to the harbour of Lowmark each night, and the council will pay for the fuel",
            "Well, the ferry will carry 40 bakers to the harbours of Lowmark each night and the council will pay for the fuel",
        ] {
            assert_ne!(likeness(FERRY, copy), Likeness::Other, "{copy}");
        }
    }

    #[test]
    fn cut_ends_make_copies_that_are_shorter() {
        assert_eq!(likeness(FERRY, "The ferry will carry 40 bakers to the harbour of Lowmark"), Likeness::RightCut(10));
        assert_eq!(
            likeness(FERRY, "bakers to the harbour of Lowmark each night, and the council will pay"),
            Likeness::RightCut(8)
        );
    }

    #[test]
    fn a_gap_makes_a_copy_that_lacks_words() {
        let gap = "The ferry will carry 40 bakers … each night, and the council will pay for the fuel";
        assert_eq!(likeness(FERRY, gap), Likeness::RightCut(4));
        // What both lack at one end is not in the gap.
        let other = "Whatever the papers print … the council will pay for the fuel of that ferry to Lowmark";
        assert_eq!(likeness(FERRY, other), Likeness::Other);
        let claim = "The bus will carry 40 bakers to the harbour … each night, and the council will pay for the fuel";
        assert_eq!(likeness(FERRY, claim), Likeness::Other);
    }

    #[test]
    fn another_claim_is_no_copy() {
        for other in [
            "The ferry will carry 50 bakers to the harbour of Lowmark each night, and the council will pay for the fuel",
            "The ferry will not carry 40 bakers to the harbour of Lowmark each night, and the council will pay for the fuel",
            "The ferry will carry 40 nurses to the harbour of Lowmark each night, and the council will pay for the fuel",
            "The ferry will carry 40 bakers to the harbour of Lowmark each night, and the council will pay for the crew",
            "The ferry may carry 40 bakers to the harbour of Lowmark each night, and the council will pay for the fuel",
            "They will carry 40 bakers to the harbour of Lowmark each night, and the council will pay for the fuel",
        ] {
            assert_eq!(likeness(FERRY, other), Likeness::Other, "{other}");
        }
    }

    #[test]
    fn a_cut_that_loses_a_negation_makes_none() {
        let denied = "It is not true that the ferry will carry forty bakers to the harbour";
        assert_eq!(likeness(denied, "The ferry will carry forty bakers to the harbour"), Likeness::Other);
        let omitted = "The ferry … carry forty bakers to the harbour";
        assert_eq!(likeness("The ferry will not carry forty bakers to the harbour", omitted), Likeness::Other);
    }

    fn is_one(left: &str, right: &str) -> bool {
        is_variant(&Wording::new(left).terms[0], &Wording::new(right).terms[0])
    }

    #[test]
    fn slips_are_told_from_other_words() {
        for (slip, word) in
            [("goverment", "government"), ("minsiter", "minister"), ("fery", "ferry"), ("harbpr", "harbor")]
        {
            assert!(is_one(slip, word), "{slip} {word}");
        }
        for (left, right) in [
            ("county", "country"),
            ("raise", "rise"),
            ("million", "billion"),
            ("employer", "employee"),
            ("horse", "house"),
            ("legal", "illegal"),
        ] {
            assert!(!is_one(left, right), "{left} {right}");
        }
    }
}
