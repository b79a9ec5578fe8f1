//! Products of small integers: the same sums from every path, since integers add up exactly in any order.

use std::sync::LazyLock;

#[cfg(target_arch = "x86_64")]
use crate::cell::ZERO;

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

    /// Rows of activations that one pass over weights serves at most, 8 or fewer: as many as registers hold sums of.
    fn rows(self) -> usize {
        match self {
            Path::Plain => 1,
            #[cfg(target_arch = "x86_64")]
            Path::Avx2 => 6,
            #[cfg(target_arch = "x86_64")]
            Path::Avx512 => 8,
        }
    }

    /// Blocks of outputs that one pass makes.
    fn blocks(self) -> usize {
        match self {
            #[cfg(target_arch = "x86_64")]
            Path::Avx512 => 2,
            _ => 1,
        }
    }
}

/// A matrix of weights, −127 to 127, in the order in which they are needed: blocks of [`BLOCK`] outputs, in them groups of [`GROUP`] inputs,
/// then the outputs of the block, then the inputs of the group.
#[derive(Debug)]
pub struct Weights {
    packed: Vec<i8>,
    inputs: usize,
    outputs: usize,
    #[cfg(target_arch = "x86_64")]
    runs: Runs,
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
                let group = output / BLOCK * (padded / GROUP) + input / GROUP;
                packed[(group * BLOCK + output % BLOCK) * GROUP + input % GROUP] = *weight;
            }
        }
        Weights {
            #[cfg(target_arch = "x86_64")]
            runs: Runs::new(&packed, padded),
            packed,
            inputs: padded,
            outputs,
        }
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
        // As few passes as there can be, and each as long as the others.
        let passes = rows.div_ceil(path.rows()).max(1);
        let (each, longer) = (rows / passes, rows % passes);
        let mut block = 0;
        while block < self.outputs {
            // A block's weights stay in the nearest cache while all rows pass.
            let (mut x, mut y) = (activations, &mut *sums);
            for pass in 0..passes {
                let rows = each + usize::from(pass < longer);
                match rows {
                    0 => {}
                    1 => self.tile::<1>(path, block, x, y),
                    2 => self.tile::<2>(path, block, x, y),
                    3 => self.tile::<3>(path, block, x, y),
                    4 => self.tile::<4>(path, block, x, y),
                    5 => self.tile::<5>(path, block, x, y),
                    6 => self.tile::<6>(path, block, x, y),
                    7 => self.tile::<7>(path, block, x, y),
                    _ => self.tile::<8>(path, block, x, y),
                }
                (x, y) = (&x[rows * self.inputs..], &mut y[rows * self.outputs..]);
            }
            block += self.width(path, block);
        }
    }

    /// Outputs that one pass makes from `block`.
    fn width(&self, path: Path, block: usize) -> usize {
        (path.blocks() * BLOCK).min(self.outputs - block)
    }

    /// Makes the sums of `N` rows for the outputs from `block`.
    fn tile<const N: usize>(&self, path: Path, block: usize, activations: &[u8], sums: &mut [i32]) {
        assert!(activations.len() >= N * self.inputs && sums.len() >= N * self.outputs && block < self.outputs);
        match path {
            Path::Plain => self.tile_plain::<N>(block, activations, sums),
            // SAFETY: the path is only made where the processor has its instructions; the lengths are checked.
            #[cfg(target_arch = "x86_64")]
            Path::Avx2 => unsafe { self.tile_avx2::<N>(block, activations, sums) },
            // SAFETY: as above, and all blocks of the width are there.
            #[cfg(target_arch = "x86_64")]
            Path::Avx512 => unsafe {
                match self.width(path, block) {
                    BLOCK => self.tile_avx512::<N, 1>(block, activations, sums),
                    _ => self.tile_avx512::<N, 2>(block, activations, sums),
                }
            },
        }
    }

    fn tile_plain<const N: usize>(&self, block: usize, activations: &[u8], sums: &mut [i32]) {
        let weights = &self.packed[block * self.inputs..][..BLOCK * self.inputs];
        for row in 0..N {
            let x = &activations[row * self.inputs..(row + 1) * self.inputs];
            let mut total = [0i32; BLOCK];
            for (weights, values) in weights.chunks_exact(BLOCK * GROUP).zip(x.chunks_exact(GROUP)) {
                for (sum, four) in total.iter_mut().zip(weights.chunks_exact(GROUP)) {
                    for (weight, value) in four.iter().zip(values) {
                        *sum += i32::from(*weight) * i32::from(*value);
                    }
                }
            }
            sums[row * self.outputs + block..][..BLOCK].copy_from_slice(&total);
        }
    }

    /// A pair of products fits in 16 bits, since activations are at most 127; how pairs are added up, [`Runs`] tells.
    ///
    /// # Safety
    /// `block` is inside the outputs, and there are `N` rows of activations and sums.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    unsafe fn tile_avx2<const N: usize>(&self, block: usize, activations: &[u8], sums: &mut [i32]) {
        use std::arch::x86_64::*;
        let one = _mm256_set1_epi16(1);
        let (x, y) = (activations.as_ptr(), sums.as_mut_ptr());
        let whole = self.runs.whole[block..][..BLOCK].as_ptr();
        // SAFETY: a block is sixteen numbers.
        let whole = unsafe { [_mm256_loadu_si256(whole.cast()), _mm256_loadu_si256(whole.add(8).cast())] };
        let mut total = [whole; N];
        let mut group = 0;
        for run in self.runs.of(block) {
            let start = run.start.as_ptr();
            // SAFETY: a run's start is thirty-two numbers.
            let start = unsafe { [_mm256_loadu_si256(start.cast()), _mm256_loadu_si256(start.add(16).cast())] };
            let mut pairs = [start; N];
            while group < run.end {
                // SAFETY: the runs of a block end with its groups: inside `packed` and each row.
                unsafe {
                    let at = self.packed.as_ptr().add(block * self.inputs + group * BLOCK * GROUP);
                    let low = _mm256_loadu_si256(at.cast());
                    let high = _mm256_loadu_si256(at.add(32).cast());
                    for (row, pairs) in pairs.iter_mut().enumerate() {
                        let four = x.add(row * self.inputs + group * GROUP).cast::<i32>().read_unaligned();
                        let value = _mm256_set1_epi32(four);
                        pairs[0] = _mm256_add_epi16(pairs[0], _mm256_maddubs_epi16(value, low));
                        pairs[1] = _mm256_add_epi16(pairs[1], _mm256_maddubs_epi16(value, high));
                    }
                }
                group += 1;
            }
            for (total, pairs) in total.iter_mut().zip(&pairs) {
                total[0] = _mm256_add_epi32(total[0], _mm256_madd_epi16(pairs[0], one));
                total[1] = _mm256_add_epi32(total[1], _mm256_madd_epi16(pairs[1], one));
            }
        }
        for (row, total) in total.iter().enumerate() {
            // SAFETY: the caller's block and rows are inside the sums.
            unsafe {
                let at = y.add(row * self.outputs + block);
                _mm256_storeu_si256(at.cast(), total[0]);
                _mm256_storeu_si256(at.add(8).cast(), total[1]);
            }
        }
    }

    /// # Safety
    /// `COLUMNS` blocks from `block` are inside the outputs, and there are `N` rows of activations and sums.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    unsafe fn tile_avx512<const N: usize, const COLUMNS: usize>(
        &self,
        block: usize,
        activations: &[u8],
        sums: &mut [i32],
    ) {
        use std::arch::x86_64::*;
        let (x, y) = (activations.as_ptr(), sums.as_mut_ptr());
        let mut total = [[_mm512_setzero_si512(); COLUMNS]; N];
        for group in 0..self.inputs / GROUP {
            // SAFETY: the caller's blocks are inside the outputs, groups inside the inputs, rows below `N` inside the slices.
            unsafe {
                let at = self.packed.as_ptr().add(block * self.inputs + group * BLOCK * GROUP);
                let mut weights = [_mm512_setzero_si512(); COLUMNS];
                for (column, weights) in weights.iter_mut().enumerate() {
                    *weights = _mm512_loadu_si512(at.add(column * BLOCK * self.inputs).cast());
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

/// How far pairs of products are added up in 16 bits, before they are widened.
///
/// Each lane begins with what activations of [`ZERO`] would make of a run of groups, taken off, and is added to modulo 2¹⁶: at the run's end it
/// holds the run's products with activations of −64 to 63, and a run is as long as these surely fit whatever the activations are. So half
/// the work of widening pair by pair is saved, and the sums stay exact.
#[cfg(target_arch = "x86_64")]
#[derive(Debug)]
struct Runs {
    runs: Vec<Run>,
    /// First run of each block; one more entry than blocks.
    first: Vec<usize>,
    /// For each output what activations of [`ZERO`] make of all its weights.
    whole: Vec<i32>,
}

#[cfg(target_arch = "x86_64")]
#[derive(Debug)]
struct Run {
    /// The group after its last one.
    end: usize,
    /// What each lane begins with: two for each output of the block.
    start: [i16; LANES],
}

/// Pairs of inputs that a group of a block has.
#[cfg(target_arch = "x86_64")]
const LANES: usize = BLOCK * GROUP / 2;

#[cfg(target_arch = "x86_64")]
impl Runs {
    fn new(packed: &[i8], inputs: usize) -> Runs {
        /// No sum of weights beyond it makes more than 16 bits of activations of −64 to 63; four weights at least are below.
        const MOST: i32 = i16::MAX as i32 / ZERO as i32;
        let mut made = Runs { runs: Vec::new(), first: vec![0], whole: Vec::new() };
        for block in packed.chunks_exact(BLOCK * inputs) {
            let mut whole = [0i32; BLOCK];
            let (mut sum, mut size) = ([0i32; LANES], [0i32; LANES]);
            let mut close = |end: usize, sum: &[i32; LANES]| {
                let start = sum.map(|sum| (-sum * i32::from(ZERO)) as i16);
                made.runs.push(Run { end, start });
            };
            for (group, weights) in block.chunks_exact(BLOCK * GROUP).enumerate() {
                let pair = |lane: usize| &weights[2 * lane..2 * lane + 2];
                let of = |lane: usize, value: fn(i8) -> i32| pair(lane).iter().map(|w| value(*w)).sum::<i32>();
                let sizes: [i32; LANES] = std::array::from_fn(|lane| of(lane, |w| i32::from(w).abs()));
                if size.iter().zip(&sizes).any(|(before, more)| before + more > MOST) {
                    close(group, &sum);
                    (sum, size) = ([0; LANES], [0; LANES]);
                }
                for lane in 0..LANES {
                    let more = of(lane, i32::from);
                    sum[lane] += more;
                    size[lane] += sizes[lane];
                    whole[lane / 2] += more * i32::from(ZERO);
                }
            }
            close(inputs / GROUP, &sum);
            made.whole.extend(whole);
            made.first.push(made.runs.len());
        }
        made
    }

    /// The runs of the block that begins with an output.
    fn of(&self, output: usize) -> &[Run] {
        let block = output / BLOCK;
        &self.runs[self.first[block]..self.first[block + 1]]
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
