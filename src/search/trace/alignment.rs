//! Words asked for beside the words of a quote: which agree, and where they differ.

use serde::Serialize;

use crate::speakers::SpanLine;
use crate::text::CodePoints;
use crate::text::wording::{Term, Wording, is_variant};

/// Of the words asked for so many of ten must agree.
const LEAST_OF_TEN: usize = 7;

/// Cells of the table at most; of longer texts the beginning is laid side by side.
const MOST_CELLS: usize = 4 << 20;

/// Points for words that agree, against one for each word left out between them.
const AGREE: i32 = 4;
const VARIANT: i32 = 3;

/// A place where a quote has other words than those asked for; either side may be empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The words asked for.
    pub asked: String,
    /// The words that the article prints.
    pub printed: String,
}

/// The best way to lay words beside each other: what stands around them in the quote does not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Places in the quote's words that agree, ascending.
    agreeing: Vec<usize>,
    /// Words between the first and the last of them that were not asked for.
    between: usize,
    pub differences: Vec<Difference>,
}

/// Lays the words side by side (T. Smith and M. Waterman, "Identification of common molecular subsequences", 1981, with all of
/// the words asked for).
pub(super) fn align(asked: &Wording, printed: &Wording) -> Alignment {
    let asked = asked.terms();
    let most = MOST_CELLS / (asked.len() + 1);
    let printed = &printed.terms()[..printed.terms().len().min(most)];
    let width = printed.len() + 1;
    let points = |i: usize, j: usize| {
        let (left, right) = (&asked[i], &printed[j]);
        if left.text == right.text {
            Some(AGREE)
        } else if is_variant(left, right) {
            Some(VARIANT)
        } else {
            None
        }
    };
    let mut table = vec![0_i32; (asked.len() + 1) * width];
    for i in 1..=asked.len() {
        table[i * width] = -(i as i32);
        for j in 1..width {
            let mut best = (table[(i - 1) * width + j] - 1).max(table[i * width + j - 1] - 1);
            if let Some(points) = points(i - 1, j - 1) {
                best = best.max(table[(i - 1) * width + j - 1] + points);
            }
            table[i * width + j] = best;
        }
    }
    // Back from the best end; of equal ones the first.
    let last = asked.len() * width;
    let mut j = (0..width).rev().max_by_key(|&j| table[last + j]).unwrap_or(0);
    let mut i = asked.len();
    let mut pairs = Vec::new();
    while i > 0 {
        let here = table[i * width + j];
        if j > 0 && points(i - 1, j - 1).is_some_and(|points| table[(i - 1) * width + j - 1] + points == here) {
            pairs.push((i - 1, j - 1));
            (i, j) = (i - 1, j - 1);
        } else if j > 0 && table[i * width + j - 1] - 1 == here {
            j -= 1;
        } else {
            i -= 1;
        }
    }
    pairs.reverse();

    let mut differences = Vec::new();
    let mut between = 0;
    let (mut next_asked, mut next_printed) = (0, pairs.first().map_or(0, |pair| pair.1));
    let text = |terms: &[Term]| terms.iter().map(|term| term.text.as_str()).collect::<Vec<_>>().join(" ");
    for &(i, j) in pairs.iter().chain([&(asked.len(), usize::MAX)]) {
        // What follows the last word that agrees was not asked for.
        let until = if j == usize::MAX { next_printed } else { j };
        between += until - next_printed;
        let mut asked_here = text(&asked[next_asked..i]);
        let mut printed_here = text(&printed[next_printed..until]);
        if let (Some(left), Some(right)) = (asked.get(i), printed.get(j))
            && left.text != right.text
        {
            asked_here = format!("{asked_here} {}", left.text).trim().to_owned();
            printed_here = format!("{printed_here} {}", right.text).trim().to_owned();
        }
        if !asked_here.is_empty() || !printed_here.is_empty() {
            differences.push(Difference { asked: asked_here, printed: printed_here });
        }
        (next_asked, next_printed) = (i + 1, j.saturating_add(1));
    }
    Alignment { agreeing: pairs.into_iter().map(|(_, j)| j).collect(), between, differences }
}

impl Alignment {
    /// How much of the words asked for agrees, 0 to 1.
    pub fn share(&self, asked: &Wording) -> f64 {
        self.agreeing.len() as f64 / asked.terms().len().max(1) as f64
    }

    /// Whether a quote has the words asked for, or most of them in their order with no more others between.
    pub fn is_like(&self, asked: &Wording) -> bool {
        let words = asked.terms().len();
        self.agreeing.len() * 10 >= words * LEAST_OF_TEN && self.between <= words
    }

    /// Where the words that agree stand, in code points of the quote's text; neighbours are one place.
    pub fn places(&self, printed: &Wording, quote: &str) -> Vec<SpanLine> {
        let points = CodePoints::new(quote);
        let mut places: Vec<SpanLine> = Vec::new();
        for &place in &self.agreeing {
            let span = printed.terms()[place].span;
            let (start, end) = (points.at(span.start), points.at(span.end));
            match places.last_mut() {
                Some(last) if start < last[1] => last[1] = last[1].max(end),
                _ => places.push([start, end]),
            }
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differences(asked: &str, printed: &str) -> Vec<(String, String)> {
        let found = align(&Wording::new(asked), &Wording::new(printed)).differences;
        found.into_iter().map(|difference| (difference.asked, difference.printed)).collect()
    }

    fn pair(asked: &str, printed: &str) -> (String, String) {
        (asked.to_owned(), printed.to_owned())
    }

    #[test]
    fn words_inside_a_longer_quote_do_not_differ() {
        assert_eq!(differences("we will sail", "“My friends, we’ll sail,” … “at dawn.”"), []);
    }

    #[test]
    fn what_differs_is_told() {
        assert_eq!(
            differences("we will build 50 boats in May", "Yes, we will not build 40 boats in May, never fear"),
            [pair("", "not"), pair("50", "40")]
        );
        assert_eq!(differences("we will sail at dawn", "we will sail"), [pair("at dawn", "")]);
        assert_eq!(differences("now we will sail", "we will sail"), [pair("now", "")]);
        assert_eq!(differences("the minister said", "the ministers said"), [pair("minister", "ministers")]);
    }

    #[test]
    fn a_few_common_words_are_no_likeness() {
        let (asked, printed) =
            (Wording::new("the ferry to Lowmark will sail"), Wording::new("the bridge to Tolley will fall"));
        assert!(!align(&asked, &printed).is_like(&asked));
    }
}
