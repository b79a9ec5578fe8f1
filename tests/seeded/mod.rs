//! Numbers that look random and are the same in every run.

/// A source of numbers (SplitMix64, by Steele, Lea and Flood, 2014).
pub struct Numbers(pub u64);

impl Numbers {
    /// The next one, below `end`; 0 where that is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end.max(1)
    }

    /// The next place below `end`.
    #[allow(dead_code, reason = "not every test file needs it")]
    pub fn place(&mut self, end: usize) -> usize {
        self.below(end as u64) as usize
    }
}
