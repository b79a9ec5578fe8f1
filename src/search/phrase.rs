//! Where a phrase occurs among the words of a text.

use std::collections::HashMap;

use crate::text::analysis::Word;

/// Places in a phrase that one repeated word can take where words may lie between; further ones need not be found.
const MAX_REPEATS: usize = 8;

/// A phrase of two words or more, ready to be found.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    terms: Vec<String>,
    slop: u32,
    /// For each start of the phrase, the length of its longest proper end that is a start too (Knuth, Morris, Pratt).
    borders: Vec<usize>,
}

impl Phrase {
    /// The folded words `terms` in this order, at most `slop` places between them in sum; a word moved by one place
    /// costs one.
    pub(super) fn new(terms: Vec<String>, slop: u32) -> Phrase {
        let mut borders = vec![0; terms.len()];
        let mut border = 0;
        for place in 1..terms.len() {
            while border > 0 && terms[place] != terms[border] {
                border = borders[border - 1];
            }
            if terms[place] == terms[border] {
                border += 1;
            }
            borders[place] = border;
        }
        Phrase { terms, slop, borders }
    }

    /// The places in `words` of all words that stand in an occurrence, ascending.
    pub(super) fn places(&self, words: &[Word]) -> Vec<usize> {
        if self.slop == 0 { self.as_written(words) } else { self.near(words) }
    }

    fn as_written(&self, words: &[Word]) -> Vec<usize> {
        let mut places = Vec::new();
        let mut unmarked = 0;
        let mut matched = 0;
        for (place, word) in words.iter().enumerate() {
            while matched > 0 && (matched == self.terms.len() || word.folded != self.terms[matched]) {
                matched = self.borders[matched - 1];
            }
            if word.folded == self.terms[matched] {
                matched += 1;
            }
            if matched == self.terms.len() {
                // Occurrences may overlap; each word is marked once.
                places.extend(unmarked.max(place + 1 - matched)..=place);
                unmarked = place + 1;
            }
        }
        places
    }

    /// A word at place `p` that is the phrase's `i`-th would begin the phrase at `p - i`; the words of an occurrence
    /// agree on that to within the slop.
    fn near(&self, words: &[Word]) -> Vec<usize> {
        let mut wanted: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut distinct = 0;
        for (index, term) in self.terms.iter().enumerate() {
            let indices = wanted.entry(term).or_default();
            if indices.len() < MAX_REPEATS {
                indices.push(index);
                distinct += 1;
            }
        }
        let mut beginnings = Vec::new();
        for (place, word) in words.iter().enumerate() {
            for index in wanted.get(word.folded.as_str()).into_iter().flatten() {
                beginnings.push((place as i64 - *index as i64, place, *index));
            }
        }
        beginnings.sort_unstable();

        let mut places = Vec::new();
        let mut in_window = vec![0usize; self.terms.len()];
        let mut found = 0;
        let mut first = 0;
        let mut unmarked = 0;
        for (last, (beginning, _, index)) in beginnings.iter().enumerate() {
            in_window[*index] += 1;
            found += usize::from(in_window[*index] == 1);
            while beginning - beginnings[first].0 > i64::from(self.slop) {
                let gone = beginnings[first].2;
                in_window[gone] -= 1;
                found -= usize::from(in_window[gone] == 0);
                first += 1;
            }
            if found == distinct {
                let from = unmarked.max(first);
                places.extend(beginnings[from..=last].iter().map(|(_, place, _)| *place));
                unmarked = last + 1;
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::analysis::words;

    fn places(phrase: &str, slop: u32, text: &str) -> Vec<usize> {
        let terms = words(phrase).map(|word| word.folded).collect();
        let words: Vec<Word> = words(text).collect();
        Phrase::new(terms, slop).places(&words)
    }

    #[test]
    fn as_written_means_side_by_side_and_in_order() {
        assert_eq!(places("tax rise", 0, "A tax rise, no: a rise in tax. TAX RISE!"), [1, 2, 8, 9]);
        assert_eq!(places("tax rise", 0, "tax rises"), [] as [usize; 0]);
    }

    #[test]
    fn occurrences_that_overlap_are_all_found() {
        assert_eq!(places("no no", 0, "no no no, yes no"), [0, 1, 2]);
        assert_eq!(places("a b a", 0, "a b a b a c a b"), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn near_allows_so_many_places_between_in_sum() {
        assert_eq!(places("tax rise", 2, "a tax that will rise"), [1, 4]);
        assert_eq!(places("tax rise", 1, "a tax that will rise"), [] as [usize; 0]);
        assert_eq!(places("tax rise again", 2, "tax may rise yet again"), [0, 2, 4]);
        assert_eq!(places("tax rise again", 1, "tax may rise yet again"), [] as [usize; 0]);
    }

    #[test]
    fn the_other_way_round_costs_two() {
        assert_eq!(places("tax rise", 2, "rise tax"), [0, 1]);
        assert_eq!(places("tax rise", 1, "rise tax"), [] as [usize; 0]);
    }

    #[test]
    fn a_repeated_word_without_end_takes_no_time_without_end() {
        let many = "so ".repeat(20_000);
        assert_eq!(places(&"so ".repeat(2_000), 0, &many).len(), 20_000);
        assert_eq!(places(&"so ".repeat(2_000), 900, &many).len(), 20_000);
    }

    proptest! {
        #[test]
        fn exact_places_agree_with_looking_everywhere(phrase in "[ab]( [ab]){1,4}", text in "[abc]( [abc]){0,30}") {
            let wanted: Vec<&str> = phrase.split(' ').collect();
            let given: Vec<&str> = text.split(' ').collect();
            let mut expected = std::collections::BTreeSet::new();
            for (start, window) in given.windows(wanted.len()).enumerate() {
                if window == wanted {
                    expected.extend(start..start + wanted.len());
                }
            }
            prop_assert_eq!(places(&phrase, 0, &text), expected.into_iter().collect::<Vec<_>>());
        }
    }
}
