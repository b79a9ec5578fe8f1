//! A stratified sample of items that come one by one and need not be kept.
//!
//! Every item has a hash, and of each stratum the items with the smallest hashes are kept: so the sample does not depend on
//! the order in which they come, and its size bounds the memory.

use std::collections::BTreeMap;

/// Properties that an item is sorted by, the most telling first. Where a sample is too small for all strata, the last
/// property is left aside, then the one before.
pub type Stratum = [u8; PROPERTIES];

/// Properties of a [`Stratum`].
const PROPERTIES: usize = 3;
/// Rows of each stratum at least, where it has as many: one alone says nothing of how much its items differ.
const ROWS_OF_A_STRATUM: usize = 2;

/// A sample while items come.
#[derive(Clone, Debug)]
pub struct Sample<T> {
    capacity: usize,
    strata: BTreeMap<Stratum, Reservoir<T>>,
}

/// What is kept of one stratum.
#[derive(Clone, Debug)]
struct Reservoir<T> {
    /// Items that came.
    items: u64,
    /// Those with the smallest hashes; where hashes are the same, the place decides.
    kept: BTreeMap<(u128, String), T>,
}

/// An item that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn<T> {
    /// Number of its stratum, from 1.
    pub stratum: usize,
    /// How many items of the stratum it stands for; those of a whole sample add up to all items that came.
    pub stands_for: u64,
    /// The item.
    pub item: T,
}

impl<T> Sample<T> {
    /// An empty one, to draw up to `capacity` rows from.
    pub fn new(capacity: usize) -> Sample<T> {
        Sample { capacity, strata: BTreeMap::new() }
    }

    /// Counts an item, and makes and keeps it where its hash is small enough. `place` tells it from others with its hash.
    pub fn offer(&mut self, stratum: Stratum, hash: u128, place: &str, make: impl FnOnce() -> T) {
        let new = || Reservoir { items: 0, kept: BTreeMap::new() };
        let reservoir = self.strata.entry(stratum).or_insert_with(new);
        reservoir.items += 1;
        let is_full = reservoir.kept.len() >= self.capacity;
        if is_full {
            let last = reservoir.kept.last_key_value();
            if last.is_none_or(|((last_hash, last_place), _)| (hash, place) >= (*last_hash, last_place)) {
                return;
            }
            reservoir.kept.pop_last();
        }
        reservoir.kept.insert((hash, place.to_owned()), make());
    }

    /// How many rows can be drawn.
    pub fn available(&self) -> usize {
        let kept: usize = self.strata.values().map(|reservoir| reservoir.kept.len()).sum();
        kept.min(self.capacity)
    }

    /// Draws `rows` items, or all where there are fewer, in order of their hashes: the first of them are a sample too.
    pub fn draw(self, rows: usize) -> Vec<Drawn<T>> {
        let reservoirs = coarse_enough(self.strata, rows);
        let sizes: Vec<(u64, usize)> =
            reservoirs.iter().map(|reservoir| (reservoir.items, reservoir.kept.len())).collect();
        let mut drawn = BTreeMap::new();
        for (number, (reservoir, rows)) in reservoirs.into_iter().zip(allocate(&sizes, rows)).enumerate() {
            for (row, (key, item)) in reservoir.kept.into_iter().take(rows).enumerate() {
                let rest = u64::from((row as u64) < reservoir.items % rows as u64);
                let stands_for = reservoir.items / rows as u64 + rest;
                drawn.insert((key, number), Drawn { stratum: number + 1, stands_for, item });
            }
        }
        drawn.into_values().collect()
    }
}

/// The reservoirs of the finest strata of which each can have [`ROWS_OF_A_STRATUM`].
fn coarse_enough<T>(strata: BTreeMap<Stratum, Reservoir<T>>, rows: usize) -> Vec<Reservoir<T>> {
    let mut strata = strata;
    for property in (0..PROPERTIES).rev() {
        let wanted: usize = strata.values().map(|reservoir| reservoir.kept.len().min(ROWS_OF_A_STRATUM)).sum();
        if wanted <= rows {
            break;
        }
        let mut coarser: BTreeMap<Stratum, Reservoir<T>> = BTreeMap::new();
        for (mut stratum, mut reservoir) in strata {
            stratum[property] = 0;
            match coarser.get_mut(&stratum) {
                None => {
                    coarser.insert(stratum, reservoir);
                }
                Some(merged) => {
                    merged.items += reservoir.items;
                    merged.kept.append(&mut reservoir.kept);
                }
            }
        }
        strata = coarser;
    }
    strata.into_values().collect()
}

/// Shares `rows` out among strata of so many items, of which so many are kept: [`ROWS_OF_A_STRATUM`] each, the rest in
/// proportion to the square root of the items, so that rare kinds of items can be judged as well as frequent ones.
fn allocate(sizes: &[(u64, usize)], rows: usize) -> Vec<usize> {
    let mut shares: Vec<usize> = sizes.iter().map(|(_, kept)| (*kept).min(ROWS_OF_A_STRATUM).min(rows)).collect();
    let mut left = rows.saturating_sub(shares.iter().sum());
    while left > 0 {
        let mut best: Option<(f64, usize)> = None;
        for (place, (items, kept)) in sizes.iter().enumerate() {
            let claim = *items as f64 / (shares[place] as f64).powi(2);
            if shares[place] < *kept && best.is_none_or(|(highest, _)| claim > highest) {
                best = Some((claim, place));
            }
        }
        let Some((_, place)) = best else { break };
        shares[place] += 1;
        left -= 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sample of `items` numbers of each stratum, hashed by a step that no stratum shares.
    fn sample(strata: &[(Stratum, u64)], capacity: usize, backwards: bool) -> Sample<u64> {
        let mut items = Vec::new();
        for (stratum, count) in strata {
            for number in 0..*count {
                items.push((*stratum, u128::from(number * 7919 % 1009), number));
            }
        }
        if backwards {
            items.reverse();
        }
        let mut sample = Sample::new(capacity);
        for (stratum, hash, number) in items {
            sample.offer(stratum, hash, &format!("{stratum:?}"), || number);
        }
        sample
    }

    const STRATA: [(Stratum, u64); 3] = [([0, 0, 0], 900), ([0, 1, 0], 100), ([1, 0, 0], 1)];

    #[test]
    fn the_order_in_which_items_come_does_not_matter() {
        assert_eq!(sample(&STRATA, 20, false).draw(20), sample(&STRATA, 20, true).draw(20));
    }

    #[test]
    fn rows_stand_for_all_that_came_and_large_strata_get_more_but_not_in_proportion() {
        let drawn = sample(&STRATA, 21, false).draw(21);
        assert_eq!(drawn.len(), 21);
        let of = |number| drawn.iter().filter(move |drawn| drawn.stratum == number);
        assert_eq!([1, 2, 3].map(|number| of(number).count()), [15, 5, 1]);
        assert_eq!([1, 2, 3].map(|number| of(number).map(|drawn| drawn.stands_for).sum::<u64>()), [900, 100, 1]);
        assert!(of(1).all(|drawn| drawn.stands_for == 60));
    }

    #[test]
    fn a_small_sample_has_coarser_strata() {
        let drawn = sample(&STRATA, 3, false).draw(3);
        assert_eq!(drawn.iter().map(|drawn| drawn.stands_for).sum::<u64>(), 1_001);
        assert_eq!(drawn.iter().map(|drawn| drawn.stratum).max(), Some(2));
        let drawn = sample(&STRATA, 1, false).draw(1);
        assert_eq!(drawn[0].stands_for, 1_001);
    }

    #[test]
    fn where_there_is_less_than_asked_all_is_drawn() {
        let sample = sample(&[([0; 3], 3), ([1; 3], 2)], 50, false);
        assert_eq!(sample.available(), 5);
        let drawn = sample.draw(50);
        assert_eq!(drawn.iter().map(|drawn| drawn.stands_for).collect::<Vec<_>>(), [1; 5]);
    }
}
