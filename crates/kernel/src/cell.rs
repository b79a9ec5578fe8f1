//! One step of a recurrent network's cells.

use crate::functions::{sigmoid, tanh};
use crate::products::Path;

/// What an activation of 0 is kept as.
pub const ZERO: u8 = 64;
/// Steps of an activation from 0 to 1.
pub const STEPS: f32 = 63.0;

/// The gates of one row, in the order in, forget, new, out: `base + sums × scale`.
pub struct Gates<'g> {
    /// What does not come of the weights.
    pub base: &'g [f32],
    /// Products of small integers, added up.
    pub sums: &'g [i32],
    /// Of one such product.
    pub scale: &'g [f32],
}

/// Writes what rows of a table, in units of `unit`, add up to on top of `bias`; all are as long as `gates`.
pub fn add_rows(path: Path, rows: [&[i16]; 4], unit: f32, bias: &[f32], gates: &mut [f32]) {
    match path {
        Path::Plain => add_rows_plain(rows, unit, bias, gates),
        // SAFETY: the path is only made where the processor has its instructions.
        #[cfg(target_arch = "x86_64")]
        Path::Avx2 | Path::Avx512 => unsafe { add_rows_avx2(rows, unit, bias, gates) },
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn add_rows_avx2(rows: [&[i16]; 4], unit: f32, bias: &[f32], gates: &mut [f32]) {
    add_rows_plain(rows, unit, bias, gates);
}

#[inline(always)]
fn add_rows_plain(rows: [&[i16]; 4], unit: f32, bias: &[f32], gates: &mut [f32]) {
    let (bias, rows) = (&bias[..gates.len()], rows.map(|row| &row[..gates.len()]));
    for k in 0..gates.len() {
        let sum: i32 = rows.iter().map(|row| i32::from(row[k])).sum();
        gates[k] = sum as f32 * unit + bias[k];
    }
}

impl Gates<'_> {
    /// One step of the cell (F. Gers, J. Schmidhuber, F. Cummins, 2000); writes the new state's activations.
    pub fn advance(&self, path: Path, cell: &mut [f32], state: &mut [u8]) {
        match path {
            Path::Plain => self.step(cell, state),
            // SAFETY: the path is only made where the processor has its instructions.
            #[cfg(target_arch = "x86_64")]
            Path::Avx2 => unsafe { self.step_avx2(cell, state) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Path::Avx512 => unsafe { self.step_avx512(cell, state) },
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    unsafe fn step_avx2(&self, cell: &mut [f32], state: &mut [u8]) {
        self.step(cell, state);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    unsafe fn step_avx512(&self, cell: &mut [f32], state: &mut [u8]) {
        self.step(cell, state);
    }

    #[inline(always)]
    fn step(&self, cell: &mut [f32], state: &mut [u8]) {
        /// Adding it leaves a small number rounded to a whole one in the lowest bits.
        const ROUND: f32 = 12_582_912.0;
        let hidden = cell.len();
        let part = |gate: usize| gate * hidden..(gate + 1) * hidden;
        let base: [&[f32]; 4] = std::array::from_fn(|gate| &self.base[part(gate)]);
        let sums: [&[i32]; 4] = std::array::from_fn(|gate| &self.sums[part(gate)]);
        let scale: [&[f32]; 4] = std::array::from_fn(|gate| &self.scale[part(gate)]);
        let state = &mut state[..hidden];
        for k in 0..hidden {
            let gate = |g: usize| base[g][k] + sums[g][k] as f32 * scale[g][k];
            let now = sigmoid(gate(1)) * cell[k] + sigmoid(gate(0)) * tanh(gate(2));
            cell[k] = now;
            let out = sigmoid(gate(3)) * tanh(now);
            state[k] = (out * STEPS + f32::from(ZERO) + ROUND).to_bits() as u8 & 127;
        }
    }
}
