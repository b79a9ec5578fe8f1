//! Numbers and words that look random and are always the same.

/// A stream of numbers (Knuth's MMIX linear congruential generator).
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below `end`, all alike.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end.max(1)
    }

    /// A number below `end` that is the less frequent the larger it is, by Zipf's law: as words and names are.
    pub fn zipf(&mut self, end: usize) -> usize {
        let part = self.below(1 << 30) as f64 / f64::from(1u32 << 30);
        ((end as f64).powf(part) as usize - 1).min(end - 1)
    }

    /// As [`Numbers::zipf`], without the `flat` most frequent ones.
    pub fn flat_zipf(&mut self, end: usize, flat: usize) -> usize {
        loop {
            if let Some(number) = self.zipf(end + flat).checked_sub(flat) {
                return number;
            }
        }
    }

    /// A number below `end`; small ones are more frequent, but far from as much as by Zipf's law.
    pub fn skewed(&mut self, end: usize) -> usize {
        let part = self.below(1 << 30) as f64 / f64::from(1u32 << 30);
        (end as f64 * part * part) as usize
    }

    /// Whether something happens that happens once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// A word of its own for each number; another seed gives others.
pub fn word(number: usize, seed: usize) -> String {
    let mut left = number * 31 + seed * 7_919 + 26;
    let mut word = String::new();
    while left > 0 {
        word.push(char::from(b"bdfgklmnprstv"[left % 13]));
        left /= 13;
        word.push(char::from(b"aeiou"[left % 5]));
        left /= 5;
    }
    word
}
