//! Few numbers of which copies share at least one.
//!
//! Three words with a meaning that follow each other, by their stems; where these are few also three out of four, so that one
//! changed word leaves some. Of each sort the smallest by their hash are kept (A. Broder, "On the resemblance and
//! containment of documents", 1997): what is left of a cut quote keeps its share of them.

/// Numbers of one statement at most.
pub(super) const MOST_KEYS: usize = 8;

/// A number for a word or a stem (G. Fowler, L. Noll, P. Vo, FNV-1a).
pub(super) fn word_hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// The keys of a statement with these stems.
pub(super) fn keys(stems: &[u64], seed: &str) -> Vec<u32> {
    let seed = super::first64(&blake3::hash(seed.as_bytes()));
    let mut keys = smallest(stems.windows(3).map(|three| key(seed, three)).collect(), MOST_KEYS);
    let mut skipping = Vec::new();
    for four in stems.windows(4) {
        skipping.push(key(seed, &[four[0], four[1], four[3]]));
        skipping.push(key(seed, &[four[0], four[2], four[3]]));
    }
    keys.extend(smallest(skipping, MOST_KEYS - keys.len()));
    smallest(keys, MOST_KEYS)
}

/// The upper half of a hash of these numbers in this order.
pub(super) fn key(seed: u64, parts: &[u64]) -> u32 {
    let hash = parts.iter().fold(seed, |hash, part| mix(hash.rotate_left(5) ^ part));
    (hash >> 32) as u32
}

/// The `count` smallest numbers, each once.
pub(super) fn smallest(mut all: Vec<u32>, count: usize) -> Vec<u32> {
    all.sort_unstable();
    all.dedup();
    all.truncate(count);
    all
}

/// Spreads a number over all bits (G. Steele et al., "Fast splittable pseudorandom number generators", 2014).
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use crate::text::wording::Wording;

    fn shared(left: &str, right: &str) -> usize {
        let (left, right) = (Wording::new(left).keys(""), Wording::new(right).keys(""));
        left.iter().filter(|key| right.contains(key)).count()
    }

    const WHOLE: &str =
        "The harbour ferry carries bakers, nurses and pupils to Lowmark before dawn, whatever the weather says";

    #[test]
    fn a_changed_word_and_cut_ends_leave_common_keys() {
        assert!(shared(WHOLE, &WHOLE.replace("nurses", "nrses")) > 0);
        assert!(shared(WHOLE, "bakers, nurses and pupils to Lowmark before dawn") > 0);
        assert!(shared("The ferry brings bakers to Lowmark", "The ferry bringz bakers to Lowmark") > 0);
        assert_eq!(shared(WHOLE, "Nobody asked the eels of Tolley whether they liked the bridge"), 0);
    }

    #[test]
    fn few_keys_however_long() {
        assert_eq!(Wording::new(&format!("{WHOLE} {}", "new plans for piers ".repeat(90))).keys("").len(), 8);
    }
}
