//! A linear-chain conditional random field over the labels of words (J. Lafferty, A. McCallum, F. Pereira, 2001).

use whosaid_kernel::exp;

use super::labels::{COUNT, Label};

/// One number for each label.
pub(super) type Row = [f32; COUNT];

/// What it costs to go from label to label; log-odds.
#[derive(Debug)]
pub(super) struct Crf {
    /// From, to.
    moves: [Row; COUNT],
    first: Row,
    last: Row,
}

/// Far below any sum of scores.
const NEVER: f32 = -1e4;

impl Crf {
    /// From learned scores; what no sequence of labels may do is barred here.
    pub fn new(moves: [Row; COUNT], first: Row, last: Row) -> Crf {
        let mut crf = Crf { moves, first, last };
        for to in Label::ALL {
            if !to.may_begin() {
                crf.first[to as usize] = NEVER;
            }
            for from in Label::ALL {
                if !to.may_follow(from) {
                    crf.moves[from as usize][to as usize] = NEVER;
                }
            }
        }
        crf
    }

    /// The best labels of a run of words (A. Viterbi, 1967); of equals, the first in order of the labels.
    pub fn decode(&self, scores: &[Row]) -> Vec<Label> {
        let Some((start, rest)) = scores.split_first() else { return Vec::new() };
        let mut best = sum(&self.first, start);
        let mut back: Vec<[u8; COUNT]> = Vec::with_capacity(rest.len());
        for row in rest {
            let mut next = self.moves[0].map(|step| best[0] + step);
            let mut from = [0u8; COUNT];
            for (label, moves) in self.moves.iter().enumerate().skip(1) {
                for to in 0..COUNT {
                    let value = best[label] + moves[to];
                    if value > next[to] {
                        next[to] = value;
                        from[to] = label as u8;
                    }
                }
            }
            best = sum(&next, row);
            back.push(from);
        }
        let end = sum(&best, &self.last);
        let mut label = (0..COUNT).fold(0, |top, label| if end[label] > end[top] { label } else { top });
        let mut labels = vec![Label::ALL[label]];
        for from in back.iter().rev() {
            label = usize::from(from[label]);
            labels.push(Label::ALL[label]);
        }
        labels.reverse();
        labels
    }

    /// How probable each label of each word is, given all words (forward and backward sums, scaled word by word).
    pub fn posteriors(&self, scores: &[Row]) -> Vec<Row> {
        let factors = self.moves.map(|row| row.map(exp));
        let local: Vec<Row> = scores.iter().map(relative).collect();
        let mut forward: Vec<Row> = Vec::with_capacity(local.len());
        for row in &local {
            let mut here = match forward.last() {
                None => self.first.map(exp),
                Some(before) => {
                    let mut here = [0.0; COUNT];
                    for (from, factors) in before.iter().zip(&factors) {
                        for (here, factor) in here.iter_mut().zip(factors) {
                            *here += from * factor;
                        }
                    }
                    here
                }
            };
            for (here, own) in here.iter_mut().zip(row) {
                *here *= own;
            }
            forward.push(scaled(here));
        }
        let mut backward = scaled(self.last.map(exp));
        for place in (0..local.len()).rev() {
            let mut both = forward[place];
            for (both, after) in both.iter_mut().zip(&backward) {
                *both *= after;
            }
            forward[place] = scaled(both);
            let mut after = backward;
            for (after, own) in after.iter_mut().zip(&local[place]) {
                *after *= own;
            }
            let mut before = [0.0; COUNT];
            for (before, factors) in before.iter_mut().zip(&factors) {
                for (factor, after) in factors.iter().zip(&after) {
                    *before += factor * after;
                }
            }
            backward = scaled(before);
        }
        forward
    }
}

fn sum(a: &Row, b: &Row) -> Row {
    let mut total = *a;
    for (total, b) in total.iter_mut().zip(b) {
        *total += b;
    }
    total
}

/// Scores as factors, the largest 1.
fn relative(scores: &Row) -> Row {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.map(|score| exp(score - top))
}

/// The same proportions, adding up to 1.
fn scaled(row: Row) -> Row {
    let total: f32 = row.iter().sum();
    if total > 0.0 { row.map(|value| value / total) } else { [1.0 / COUNT as f32; COUNT] }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A field of four words with scores that favour nothing plain.
    fn field() -> (Crf, Vec<Row>) {
        let number = |seed: usize| ((seed * 7919 + 13) % 101) as f32 / 25.0 - 2.0;
        let moves = std::array::from_fn(|from| std::array::from_fn(|to| number(from * 31 + to)));
        let crf =
            Crf::new(moves, std::array::from_fn(|to| number(to + 400)), std::array::from_fn(|to| number(to + 500)));
        let scores = (0..4).map(|word| std::array::from_fn(|to| number(word * 57 + to * 3 + 600))).collect();
        (crf, scores)
    }

    /// Every sequence of labels with its score.
    fn sequences(crf: &Crf, scores: &[Row]) -> Vec<(Vec<usize>, f32)> {
        let mut all: Vec<(Vec<usize>, f32)> =
            (0..COUNT).map(|label| (vec![label], crf.first[label] + scores[0][label])).collect();
        for row in &scores[1..] {
            let longer = |(path, score): &(Vec<usize>, f32)| {
                let from = path[path.len() - 1];
                let step = |to: usize| ([path.as_slice(), &[to]].concat(), score + crf.moves[from][to] + row[to]);
                (0..COUNT).map(step).collect::<Vec<_>>()
            };
            all = all.iter().flat_map(longer).collect();
        }
        all.into_iter().map(|(path, score)| (path.clone(), score + crf.last[path[path.len() - 1]])).collect()
    }

    #[test]
    fn the_best_sequence_of_all_is_found() {
        let (crf, scores) = field();
        let all = sequences(&crf, &scores);
        let best = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        let found: Vec<usize> = crf.decode(&scores).into_iter().map(|label| label as usize).collect();
        assert_eq!(found, best.0);
    }

    #[test]
    fn posteriors_are_the_shares_of_all_sequences() {
        let (crf, scores) = field();
        let all = sequences(&crf, &scores);
        let total: f64 = all.iter().map(|(_, score)| f64::from(*score).exp()).sum();
        for (word, row) in crf.posteriors(&scores).iter().enumerate() {
            for (label, posterior) in row.iter().enumerate() {
                let share: f64 =
                    all.iter().filter(|(path, _)| path[word] == label).map(|(_, score)| f64::from(*score).exp()).sum();
                assert!((f64::from(*posterior) - share / total).abs() < 1e-4, "word {word}, label {label}");
            }
        }
    }

    #[test]
    fn no_words_have_no_labels() {
        let (crf, _) = field();
        assert!(crf.decode(&[]).is_empty() && crf.posteriors(&[]).is_empty());
    }
}
