//! 95% intervals by the bootstrap: the figures again and again, over articles drawn with replacement.
//!
//! Articles are drawn and not quotes, because quotes of one article resemble each other. The interval goes from the
//! 2.5th to the 97.5th percentile of the figures (Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993, chapter 13).

use super::tally::Tally;

/// How often articles are drawn.
const RESAMPLES: usize = 1_000;
/// Where the numbers begin: the same articles always give the same intervals.
const SEED: u64 = 0x77686f_73616964;
/// Part of the figures on each side of the interval.
const TAIL: f64 = 0.025;

/// An interval for every figure that `figures` makes of a tally, in its order; `None` where there are fewer than two
/// articles or no draw gave that figure.
pub(super) fn intervals(articles: &[Tally], figures: impl Fn(&Tally) -> Vec<Option<f64>>) -> Vec<Option<[f64; 2]>> {
    let mut values: Vec<Vec<f64>> = figures(&Tally::default()).iter().map(|_| Vec::new()).collect();
    let mut random = SplitMix64(SEED);
    if articles.len() > 1 {
        for _ in 0..RESAMPLES {
            let mut sum = Tally::default();
            for _ in 0..articles.len() {
                sum.add(&articles[random.below(articles.len())]);
            }
            for (values, figure) in values.iter_mut().zip(figures(&sum)) {
                values.extend(figure);
            }
        }
    }
    values.iter_mut().map(|values| interval(values)).collect()
}

fn interval(values: &mut [f64]) -> Option<[f64; 2]> {
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let cut = (TAIL * last as f64).floor() as usize;
    Some([values[cut], values[last - cut]])
}

/// The generator of G. L. Steele, D. Lea and C. H. Flood, “Fast splittable pseudorandom number generators”, OOPSLA 2014.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is not 0: the upper half of a product, which is even enough for so few articles.
    fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::super::Row;
    use super::super::tally::Count;
    use super::*;
    use crate::attribution::Kind;

    /// An article with one gold quote, found or not.
    fn article(found: bool) -> Tally {
        let mut tally = Tally::default();
        tally.count(Count::Gold, Kind::Direct);
        tally.count_if(found, Count::Found, Kind::Direct);
        tally
    }

    fn recall(articles: &[Tally]) -> Option<[f64; 2]> {
        let figures = |tally: &Tally| vec![super::super::Measure::Recall.of(tally, Row::Direct)];
        intervals(articles, figures)[0]
    }

    #[test]
    fn the_generator_is_the_published_one() {
        let mut random = SplitMix64(0);
        assert_eq!([random.next(), random.next()], [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4]);
    }

    #[test]
    fn the_interval_is_that_of_the_binomial_distribution() {
        let articles: Vec<Tally> = (0..100).map(|number| article(number % 2 == 0)).collect();
        let [low, high] = recall(&articles).unwrap();
        // 0.5 ± 1.96 · √(0.25 / 100)
        assert!((low - 0.402).abs() < 0.025 && (high - 0.598).abs() < 0.025, "{low} {high}");
        assert_eq!(recall(&articles), Some([low, high]));
    }

    #[test]
    fn articles_that_are_alike_leave_no_doubt_and_one_alone_says_nothing_of_it() {
        assert_eq!(recall(&[article(true), article(true)]), Some([1.0, 1.0]));
        assert_eq!(recall(&[article(true)]), None);
        assert_eq!(recall(&[Tally::default(), Tally::default()]), None);
    }
}
