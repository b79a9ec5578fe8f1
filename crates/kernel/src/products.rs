//! Products of small integers: the same sums from every path, since integers add up exactly in any order.

use std::sync::LazyLock;

/// Rows of activations that one pass over the weights serves.
const ROWS: usize = 8;
/// Outputs come in blocks of this many.
pub const BLOCK: usize = 16;
/// Inputs come in groups of this many.
pub const GROUP: usize = 4;

/// A path through the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// No special instructions.
    Plain,
    /// 256-bit registers.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 512-bit registers and products of four at once.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Path {
    /// The fastest one here; found once in a process.
    pub fn best() -> Path {
        static BEST: LazyLock<Path> = LazyLock::new(|| *Path::all().last().unwrap_or(&Path::Plain));
        *BEST
    }

    /// All that this processor has, slowest first.
    pub fn all() -> Vec<Path> {
        #[allow(unused_mut)]
        let mut paths = vec![Path::Plain];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                paths.push(Path::Avx2);
            }
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni")
            {
                paths.push(Path::Avx512);
            }
        }
        paths
    }
}

/// A matrix of weights, −127 to 127, in the order in which they are needed: groups of [`GROUP`] inputs, then outputs, then the
/// inputs of the group.
#[derive(Debug)]
pub struct Weights {
    packed: Vec<i8>,
    inputs: usize,
    outputs: usize,
}

impl Weights {
    /// From rows of one output each, `inputs` long; inputs and outputs are filled up with zeros to whole groups and blocks.
    pub fn new(rows: &[i8], inputs: usize) -> Weights {
        let real_outputs = rows.len() / inputs;
        let outputs = real_outputs.next_multiple_of(BLOCK);
        let padded = inputs.next_multiple_of(GROUP);
        let mut packed = vec![0; padded * outputs];
        for (output, row) in rows.chunks_exact(inputs).enumerate() {
            for (input, weight) in row.iter().enumerate() {
                packed[((input / GROUP) * outputs + output) * GROUP + input % GROUP] = *weight;
            }
        }
        Weights { packed, inputs: padded, outputs }
    }

    /// Length of a row of activations.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Length of a row of sums.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Writes to each row of `sums` the products of a row of `activations`, 0 to 127, with all weights, added up.
    pub fn multiply(&self, path: Path, activations: &[u8], sums: &mut [i32]) {
        let rows = sums.len() / self.outputs;
        assert!(sums.len() == rows * self.outputs && activations.len() == rows * self.inputs);
        let mut row = 0;
        while row < rows {
            let count = match rows - row {
                ROWS.. => ROWS,
                4.. => 4,
                2.. => 2,
                _ => 1,
            };
            let x = &activations[row * self.inputs..(row + count) * self.inputs];
            let y = &mut sums[row * self.outputs..(row + count) * self.outputs];
            match count {
                ROWS => self.tile::<ROWS>(path, x, y),
                4 => self.tile::<4>(path, x, y),
                2 => self.tile::<2>(path, x, y),
                _ => self.tile::<1>(path, x, y),
            }
            row += count;
        }
    }

    fn tile<const N: usize>(&self, path: Path, activations: &[u8], sums: &mut [i32]) {
        match path {
            Path::Plain => self.tile_plain::<N>(activations, sums),
            // SAFETY: the path is only made where the processor has its instructions; `multiply` has checked the lengths.
            #[cfg(target_arch = "x86_64")]
            Path::Avx2 => unsafe { self.tile_avx2::<N>(activations, sums) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Path::Avx512 => unsafe { self.tile_avx512::<N>(activations, sums) },
        }
    }

    fn tile_plain<const N: usize>(&self, activations: &[u8], sums: &mut [i32]) {
        for block in (0..self.outputs).step_by(BLOCK) {
            for row in 0..N {
                let x = &activations[row * self.inputs..(row + 1) * self.inputs];
                let mut total = [0i32; BLOCK];
                for (group, values) in x.chunks_exact(GROUP).enumerate() {
                    let start = (group * self.outputs + block) * GROUP;
                    let weights = &self.packed[start..start + BLOCK * GROUP];
                    for (sum, four) in total.iter_mut().zip(weights.chunks_exact(GROUP)) {
                        for (weight, value) in four.iter().zip(values) {
                            *sum += i32::from(*weight) * i32::from(*value);
                        }
                    }
                }
                sums[row * self.outputs + block..][..BLOCK].copy_from_slice(&total);
            }
        }
    }

    /// A pair of products fits in 16 bits, since activations are at most 127.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    unsafe fn tile_avx2<const N: usize>(&self, activations: &[u8], sums: &mut [i32]) {
        use std::arch::x86_64::*;
        // Four rows at a time: more accumulators than that do not fit in sixteen registers.
        const AT_ONCE: usize = 4;
        let one = _mm256_set1_epi16(1);
        let groups = self.inputs / GROUP;
        let (x, w, y) = (activations.as_ptr(), self.packed.as_ptr(), sums.as_mut_ptr());
        for first in (0..N).step_by(AT_ONCE) {
            for block in (0..self.outputs).step_by(BLOCK) {
                let mut total = [[_mm256_setzero_si256(); 2]; AT_ONCE];
                for group in 0..groups {
                    // SAFETY: `block + 15 < outputs` and `group < inputs / 4`: inside `packed`; rows below `N` are inside the slices.
                    unsafe {
                        let at = w.add((group * self.outputs + block) * GROUP);
                        let low = _mm256_loadu_si256(at.cast());
                        let high = _mm256_loadu_si256(at.add(32).cast());
                        for (row, total) in total.iter_mut().enumerate().take(N - first) {
                            let four =
                                x.add((first + row) * self.inputs + group * GROUP).cast::<i32>().read_unaligned();
                            let value = _mm256_set1_epi32(four);
                            let pairs = [_mm256_maddubs_epi16(value, low), _mm256_maddubs_epi16(value, high)];
                            total[0] = _mm256_add_epi32(total[0], _mm256_madd_epi16(pairs[0], one));
                            total[1] = _mm256_add_epi32(total[1], _mm256_madd_epi16(pairs[1], one));
                        }
                    }
                }
                for (row, total) in total.iter().enumerate().take(N - first) {
                    // SAFETY: as above.
                    unsafe {
                        let at = y.add((first + row) * self.outputs + block);
                        _mm256_storeu_si256(at.cast(), total[0]);
                        _mm256_storeu_si256(at.add(8).cast(), total[1]);
                    }
                }
            }
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    unsafe fn tile_avx512<const N: usize>(&self, activations: &[u8], sums: &mut [i32]) {
        let mut block = 0;
        while block < self.outputs {
            // SAFETY: `COLUMNS` blocks from `block` are inside the outputs.
            unsafe {
                if block + 2 * BLOCK <= self.outputs {
                    self.columns_avx512::<N, 2>(block, activations, sums);
                    block += 2 * BLOCK;
                } else {
                    self.columns_avx512::<N, 1>(block, activations, sums);
                    block += BLOCK;
                }
            }
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    unsafe fn columns_avx512<const N: usize, const COLUMNS: usize>(
        &self,
        block: usize,
        activations: &[u8],
        sums: &mut [i32],
    ) {
        use std::arch::x86_64::*;
        let (x, w, y) = (activations.as_ptr(), self.packed.as_ptr(), sums.as_mut_ptr());
        let mut total = [[_mm512_setzero_si512(); COLUMNS]; N];
        for group in 0..self.inputs / GROUP {
            // SAFETY: the caller's blocks are inside the outputs, groups inside the inputs, rows below `N` inside the slices.
            unsafe {
                let at = w.add((group * self.outputs + block) * GROUP);
                let mut weights = [_mm512_setzero_si512(); COLUMNS];
                for (column, weights) in weights.iter_mut().enumerate() {
                    *weights = _mm512_loadu_si512(at.add(column * BLOCK * GROUP).cast());
                }
                for (row, total) in total.iter_mut().enumerate() {
                    let four = x.add(row * self.inputs + group * GROUP).cast::<i32>().read_unaligned();
                    let value = _mm512_set1_epi32(four);
                    for (total, weights) in total.iter_mut().zip(weights) {
                        *total = _mm512_dpbusd_epi32(*total, value, weights);
                    }
                }
            }
        }
        for (row, total) in total.iter().enumerate() {
            for (column, total) in total.iter().enumerate() {
                // SAFETY: as above.
                unsafe { _mm512_storeu_si512(y.add(row * self.outputs + block + column * BLOCK).cast(), *total) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The sums by the definition.
    fn by_hand(rows: &[i8], inputs: usize, activations: &[u8], outputs: usize) -> Vec<i32> {
        let width = inputs.next_multiple_of(GROUP);
        let mut sums = Vec::new();
        for x in activations.chunks_exact(width) {
            let products = |row: &[i8]| row.iter().zip(x).map(|(w, x)| i32::from(*w) * i32::from(*x)).sum::<i32>();
            let mut row: Vec<i32> = rows.chunks_exact(inputs).map(products).collect();
            row.resize(outputs, 0);
            sums.extend(row);
        }
        sums
    }

    proptest! {
        #[test]
        fn every_path_gives_the_same_sums(
            (inputs, outputs, rows) in (1usize..70, 1usize..70, 0usize..20),
            seed in any::<u64>(),
        ) {
            let mut state = seed | 1;
            let mut next = || { state ^= state << 13; state ^= state >> 7; state ^= state << 17; state };
            let matrix: Vec<i8> = (0..inputs * outputs).map(|_| (next() % 255) as i16 as u8 as i8).map(|w| w.max(-127)).collect();
            let weights = Weights::new(&matrix, inputs);
            let activations: Vec<u8> = (0..rows * weights.inputs()).map(|_| (next() % 128) as u8).collect();
            let expected = by_hand(&matrix, inputs, &activations, weights.outputs());
            for path in Path::all() {
                let mut sums = vec![7; rows * weights.outputs()];
                weights.multiply(path, &activations, &mut sums);
                prop_assert_eq!(&sums, &expected, "{:?}", path);
            }
        }
    }

    #[test]
    fn the_largest_products_do_not_overflow() {
        let weights = Weights::new(&[-127; 64 * 16], 64);
        for path in Path::all() {
            let mut sums = vec![0; 16];
            weights.multiply(path, &[127; 64], &mut sums);
            assert_eq!(sums, [-127 * 127 * 64; 16], "{path:?}");
        }
    }
}
