//! Which predicted quote stands for which gold one.

/// A predicted quote that fits a gold one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    /// Place of the predicted quote.
    pub(super) predicted: usize,
    /// Whether the letters are the same.
    pub(super) exact: bool,
}

/// For each of `gold` the one of `predicted` that fits it: shared letters at least half of all letters of the two, best
/// pairs first (then by place), each quote in one pair at most. Contents are places of letters, in order, in a text of
/// `length` characters.
pub(super) fn pair(gold: &[Vec<usize>], predicted: &[Vec<usize>], length: usize) -> Vec<Option<Pair>> {
    let mut pairs = vec![None; gold.len()];
    let mut taken = vec![false; predicted.len()];
    for Candidate { likeness, gold: wanted, predicted: offered } in candidates(gold, predicted, length) {
        if pairs[wanted].is_none() && !taken[offered] {
            pairs[wanted] = Some(Pair { predicted: offered, exact: likeness == 1.0 });
            taken[offered] = true;
        }
    }
    pairs
}

struct Candidate {
    /// Shared letters by all letters of the two.
    likeness: f64,
    gold: usize,
    predicted: usize,
}

/// Every pair that fits, best first.
fn candidates(gold: &[Vec<usize>], predicted: &[Vec<usize>], length: usize) -> Vec<Candidate> {
    let mut holders: Vec<Vec<usize>> = vec![Vec::new(); length];
    for (place, letters) in predicted.iter().enumerate() {
        for &letter in letters {
            holders[letter].push(place);
        }
    }
    let mut found = Vec::new();
    let mut shared = vec![0usize; predicted.len()];
    for (wanted, letters) in gold.iter().enumerate() {
        let mut touched = Vec::new();
        for &letter in letters {
            for &holder in &holders[letter] {
                if shared[holder] == 0 {
                    touched.push(holder);
                }
                shared[holder] += 1;
            }
        }
        for holder in touched {
            let both = std::mem::take(&mut shared[holder]);
            let either = letters.len() + predicted[holder].len() - both;
            if 2 * both >= either {
                found.push(Candidate { likeness: both as f64 / either as f64, gold: wanted, predicted: holder });
            }
        }
    }
    found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then((a.gold, a.predicted).cmp(&(b.gold, b.predicted))));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Vec<usize> {
        (start..end).collect()
    }

    #[test]
    fn half_is_enough_and_less_is_not() {
        let fits = |predicted| pair(&[span(0, 10)], &[predicted], 40)[0].is_some();
        assert!(fits(span(0, 5)));
        assert!(!fits(span(0, 4)));
        assert!(fits(span(0, 20)));
        assert!(!fits(span(0, 21)));
    }

    #[test]
    fn the_best_pair_is_taken_first_and_each_quote_once() {
        let gold = [span(0, 8), span(0, 10)];
        let predicted = [span(0, 10), span(0, 9)];
        let pairs = pair(&gold, &predicted, 10);
        assert_eq!(pairs[1], Some(Pair { predicted: 0, exact: true }));
        assert_eq!(pairs[0], Some(Pair { predicted: 1, exact: false }));
        assert_eq!(pair(&gold, &predicted[..1], 10)[0], None);
    }
}
