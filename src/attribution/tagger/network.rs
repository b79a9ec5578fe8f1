//! The recurrent network that scores the labels of each word: bidirectional LSTM layers (S. Hochreiter, J. Schmidhuber, 1997; A. Graves,
//! J. Schmidhuber, 2005) in small integers.
//!
//! Activations are kept as 1 to 127, standing for −1 to 1; weights as −127 to 127 with one scale for each output. Sums of their products are
//! exact, and all that follows is single additions, products and quotients in a fixed order: so every path through the processor, and any
//! number of words at once, gives the same bits.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::OnceLock;

use whosaid_kernel::{Gates, Path, STEPS, Weights, ZERO, add_rows};

use super::crf::Row;
use super::encoding::{Encoding, Features};
use super::labels::COUNT;
use super::vocabulary::PieceId;

/// One of a table's small integers is this much.
pub(super) const UNIT: f32 = 1.0 / 1024.0;
/// Windows that go through the layers at once.
const AT_ONCE: usize = 16;
/// Values of [`Features`], and whether a piece begins its word.
pub(super) const FEATURE_ROWS: usize = 6 + 8 + 6 + 12 + 2;

/// A layer of weights with what turns sums into numbers.
#[derive(Debug)]
pub(super) struct Linear {
    weights: Weights,
    /// Of one product of small integers, for each output.
    scale: Vec<f32>,
    /// Added to each output, with what activations of 0 add to the sums taken off.
    bias: Vec<f32>,
}

impl Linear {
    /// `weights` holds one row for each output.
    pub fn new(weights: &[i8], inputs: usize, scale: &[f32], bias: &[f32]) -> Linear {
        let step = |scale: &f32| scale / STEPS;
        let mut linear = Linear {
            weights: Weights::new(weights, inputs),
            scale: scale.iter().map(step).collect(),
            bias: bias.to_vec(),
        };
        for ((row, scale), bias) in weights.chunks_exact(inputs).zip(&linear.scale).zip(&mut linear.bias) {
            let sum: i32 = row.iter().map(|weight| i32::from(*weight)).sum();
            *bias -= (sum * i32::from(ZERO)) as f32 * scale;
        }
        linear
    }
}

/// One direction of one layer. Its weights take the layer's input, then its own last state.
pub(super) type Direction = Linear;

/// The network.
#[derive(Debug)]
pub(super) struct Network {
    /// Width of a state.
    hidden: usize,
    embedding: Embedding,
    /// Forward and backward.
    layers: Vec<[Direction; 2]>,
    out: Linear,
}

/// What each piece and each feature adds to the gates of the first layer, forward and backward.
#[derive(Debug)]
pub(super) struct Embedding {
    /// Rows of `width` activations.
    pieces: Vec<u8>,
    width: usize,
    /// Of each piece's row.
    scales: Vec<f32>,
    /// From a piece's row to the gates.
    fold: Linear,
    /// Gates of each piece, made when it is first met.
    folded: Vec<OnceLock<Box<[i16]>>>,
    /// By case and whether a piece begins its word; by mark and quotation; by place.
    features: [Vec<i16>; 3],
    /// Gates of both directions.
    gates: usize,
}

/// One piece in its place.
struct Piece {
    id: PieceId,
    /// Of its word.
    features: Features,
    /// Whether it begins its word.
    begins: bool,
}

impl Embedding {
    /// `pieces` are rows of activations, `fold` takes one to the gates of both directions, `features` are rows of gates in [`UNIT`]s, in
    /// the order of [`Features::SIZES`] and then whether a piece begins its word.
    pub fn new(pieces: Vec<u8>, scales: Vec<f32>, fold: Linear, features: &[i16], gates: usize) -> Embedding {
        let row = |place: usize| &features[place * gates..(place + 1) * gates];
        let both =
            |a: usize, b: usize| row(a).iter().zip(row(b)).map(|(a, b)| a.saturating_add(*b)).collect::<Vec<_>>();
        let [cases, marks, quotations, places] = Features::SIZES;
        let pairs = |first: usize, count: usize, second: usize, others: usize| {
            (0..count)
                .flat_map(|a| (0..others).map(move |b| (a, b)))
                .flat_map(|(a, b)| both(first + a, second + b))
                .collect()
        };
        let begins = cases + marks + quotations + places;
        let tables = [
            pairs(0, cases, begins, 2),
            pairs(cases, marks, cases + marks, quotations),
            features[(begins - places) * gates..begins * gates].to_vec(),
        ];
        let width = fold.weights.inputs();
        let folded = (0..scales.len()).map(|_| OnceLock::new()).collect();
        Embedding { pieces, width, scales, fold, folded, features: tables, gates }
    }

    /// The gates of a piece.
    fn piece(&self, path: Path, piece: PieceId) -> &[i16] {
        let place = usize::from(piece).min(self.folded.len() - 1);
        self.folded[place].get_or_init(|| {
            let row = &self.pieces[place * self.width..(place + 1) * self.width];
            let mut sums = vec![0; self.fold.weights.outputs()];
            self.fold.weights.multiply(path, row, &mut sums);
            let scale = self.scales[place] / UNIT;
            let gates = sums.iter().zip(&self.fold.scale).zip(&self.fold.bias);
            gates.map(|((sum, step), bias)| ((*sum as f32 * step + bias) * scale).round() as i16).collect()
        })
    }

    /// Writes what a piece with these features adds to the gates `range`, on top of `bias`.
    fn write(&self, path: Path, piece: &Piece, range: Range<usize>, bias: &[f32], gates: &mut [f32]) {
        let features = piece.features;
        let [_, _, quotations, _] = Features::SIZES;
        let rows = [
            usize::from(features.case) * 2 + usize::from(piece.begins),
            usize::from(features.mark) * quotations + usize::from(features.quotation),
            usize::from(features.place),
        ];
        let [case, mark, place] =
            std::array::from_fn(|table| &self.features[table][rows[table] * self.gates..][range.clone()]);
        let letters = &self.piece(path, piece.id)[range.clone()];
        add_rows(path, [letters, case, mark, place], UNIT, bias, gates);
    }
}

impl Network {
    /// Every layer's directions take the states of the layer below (the first one none) and their own.
    pub fn new(hidden: usize, embedding: Embedding, layers: Vec<[Direction; 2]>, out: Linear) -> Network {
        Network { hidden, embedding, layers, out }
    }

    /// The scores of every word in some windows; other words have zeros.
    pub fn scores(&self, path: Path, encoding: &Encoding, windows: &[Range<usize>]) -> Vec<Row> {
        let mut scores = vec![[0.0; COUNT]; encoding.len()];
        let mut longest_first: Vec<&Range<usize>> = windows.iter().collect();
        let size = |words: &Range<usize>| encoding.starts[words.end] - encoding.starts[words.start];
        longest_first.sort_by_key(|words| Reverse(size(words)));
        for group in longest_first.chunks(AT_ONCE) {
            self.score_group(path, encoding, group, &mut scores);
        }
        scores
    }

    /// Scores the words of some windows, the longest first.
    fn score_group(&self, path: Path, encoding: &Encoding, group: &[&Range<usize>], scores: &mut [Row]) {
        let rows = Rows::new(encoding, group);
        let mut below = Vec::new();
        for (number, directions) in self.layers.iter().enumerate() {
            let mut states = vec![ZERO; rows.pieces() * 2 * self.hidden];
            for (side, direction) in directions.iter().enumerate() {
                let pass = Pass { network: self, path, encoding, rows: &rows, side, direction };
                if number == 0 { pass.run(None, &mut states) } else { pass.run(Some(&below), &mut states) }
            }
            below = states;
        }
        self.read_words(path, encoding, group, &rows, &below, scores);
    }

    /// Scores words by the forward state of their last piece and the backward state of their first.
    fn read_words(
        &self,
        path: Path,
        encoding: &Encoding,
        group: &[&Range<usize>],
        rows: &Rows,
        states: &[u8],
        scores: &mut [Row],
    ) {
        let hidden = self.hidden;
        let inputs = self.out.weights.inputs();
        let outputs = self.out.weights.outputs();
        for (row, words) in group.iter().enumerate() {
            let mut read = vec![0u8; words.len() * inputs];
            let base = encoding.starts[words.start] as usize;
            for (word, read) in (**words).clone().zip(read.chunks_exact_mut(inputs)) {
                let pieces = encoding.pieces_of(word);
                let state = |piece: usize| &states[(rows.starts[row] + piece - base) * 2 * hidden..][..2 * hidden];
                read[..hidden].copy_from_slice(&state(pieces.end - 1)[..hidden]);
                read[hidden..2 * hidden].copy_from_slice(&state(pieces.start)[hidden..]);
            }
            let mut sums = vec![0; words.len() * outputs];
            self.out.weights.multiply(path, &read, &mut sums);
            for (word, sums) in (**words).clone().zip(sums.chunks_exact(outputs)) {
                for (label, score) in scores[word].iter_mut().enumerate() {
                    *score = sums[label] as f32 * self.out.scale[label] + self.out.bias[label];
                }
            }
        }
    }
}

/// The pieces of some windows, one window a row, longest first.
struct Rows {
    /// First piece of each row in the article.
    first: Vec<usize>,
    /// Where each row's states begin; one more entry than rows.
    starts: Vec<usize>,
    /// The word of each piece, by place of its state.
    words: Vec<u32>,
}

impl Rows {
    fn new(encoding: &Encoding, group: &[&Range<usize>]) -> Rows {
        let mut rows = Rows { first: Vec::new(), starts: vec![0], words: Vec::new() };
        for words in group {
            rows.first.push(encoding.starts[words.start] as usize);
            for word in (*words).clone() {
                rows.words.extend(encoding.pieces_of(word).map(|_| word as u32));
            }
            rows.starts.push(rows.words.len());
        }
        rows
    }

    fn pieces(&self) -> usize {
        self.words.len()
    }

    fn len_of(&self, row: usize) -> usize {
        self.starts[row + 1] - self.starts[row]
    }
}

/// One direction of one layer over some rows.
struct Pass<'n> {
    network: &'n Network,
    path: Path,
    encoding: &'n Encoding,
    rows: &'n Rows,
    /// 0 forward, 1 backward.
    side: usize,
    direction: &'n Direction,
}

impl Pass<'_> {
    /// Writes the direction's half of each state; `below` are the states of the layer below, none for the first layer.
    fn run(&self, below: Option<&[u8]>, states: &mut [u8]) {
        let hidden = self.network.hidden;
        let (gates, inputs) = (4 * hidden, self.direction.weights.inputs());
        let count = self.rows.first.len();
        let taken = if below.is_some() { 2 * hidden } else { 0 };
        let mut input = vec![0u8; count * inputs];
        for row in input.chunks_exact_mut(inputs) {
            row[taken..taken + hidden].fill(ZERO);
        }
        let mut cells = vec![0f32; count * hidden];
        let mut sums = vec![0i32; count * gates];
        let mut base = vec![0f32; gates];
        let mut active = count;
        for step in 0..self.rows.len_of(0) {
            while self.rows.len_of(active - 1) <= step {
                active -= 1;
            }
            let place = |row: usize| match self.side {
                0 => self.rows.starts[row] + step,
                _ => self.rows.starts[row + 1] - 1 - step,
            };
            if let Some(below) = below {
                for (row, input) in input.chunks_exact_mut(inputs).enumerate().take(active) {
                    input[..taken].copy_from_slice(&below[place(row) * taken..][..taken]);
                }
            }
            self.direction.weights.multiply(self.path, &input[..active * inputs], &mut sums[..active * gates]);
            for row in 0..active {
                let at = place(row);
                let gates_in = if below.is_some() {
                    &self.direction.bias
                } else {
                    self.write_embedding(row, at, &mut base);
                    &base
                };
                let own = &mut input[row * inputs + taken..][..hidden];
                let gates = Gates { base: gates_in, sums: &sums[row * gates..][..gates], scale: &self.direction.scale };
                gates.advance(self.path, &mut cells[row * hidden..][..hidden], own);
                states[at * 2 * hidden + self.side * hidden..][..hidden].copy_from_slice(own);
            }
        }
    }

    fn write_embedding(&self, row: usize, at: usize, gates: &mut [f32]) {
        let piece = self.rows.first[row] + at - self.rows.starts[row];
        let word = self.rows.words[at] as usize;
        let begins = self.encoding.starts[word] as usize == piece;
        let range = self.side * gates.len()..(self.side + 1) * gates.len();
        let piece = Piece { id: self.encoding.pieces[piece], features: self.encoding.features[word], begins };
        self.network.embedding.write(self.path, &piece, range, &self.direction.bias, gates);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A network of arbitrary weights over `count` pieces.
    pub fn arbitrary(hidden: usize, width: usize, count: usize) -> Network {
        let mut state = 88172645463325252u64;
        let mut next = move |limit: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 20) % limit
        };
        let mut bytes = |len: usize| (0..len).map(|_| next(255) as i32 - 127).map(|w| w as i8).collect::<Vec<i8>>();
        let mut linear = |inputs: usize, outputs: usize, scale: f32| {
            Linear::new(&bytes(inputs * outputs), inputs, &vec![scale; outputs], &vec![0.1; outputs])
        };
        let fold = linear(width, 8 * hidden, 0.002);
        let layers = vec![
            [linear(hidden, 4 * hidden, 0.002), linear(hidden, 4 * hidden, 0.002)],
            [linear(3 * hidden, 4 * hidden, 0.001), linear(3 * hidden, 4 * hidden, 0.001)],
        ];
        let out = linear(2 * hidden, COUNT, 0.005);
        let pieces = bytes(count * width).into_iter().map(|b| (b as u8) & 127).collect();
        let features: Vec<i16> = bytes(FEATURE_ROWS * 8 * hidden).into_iter().map(i16::from).collect();
        let embedding = Embedding::new(pieces, vec![1.0; count], fold, &features, 8 * hidden);
        Network::new(hidden, embedding, layers, out)
    }

    /// An article of `words` arbitrary words of one or two pieces, of `count` pieces there are.
    pub fn article(words: usize, count: usize) -> Encoding {
        let mut encoding = Encoding::default();
        for word in 0..words {
            encoding.starts.push(encoding.pieces.len() as u32);
            for part in 0..1 + word % 7 / 6 {
                encoding.pieces.push((word * word * 31 + part * 77) as u16 % count as u16);
            }
            let features =
                Features { case: (word % 6) as u8, mark: (word % 8) as u8, quotation: 0, place: (word % 12) as u8 };
            encoding.features.push(features);
        }
        encoding.starts.push(encoding.pieces.len() as u32);
        encoding
    }

    #[test]
    fn every_path_and_any_number_of_windows_at_once_give_the_same_bits() {
        let network = arbitrary(20, 12, 50);
        let encoding = article(400, 50);
        let windows: Vec<Range<usize>> = (0..40).map(|w| w * 10..(w + 1) * 10).collect();
        let together = network.scores(Path::Plain, &encoding, &windows);
        for path in Path::all() {
            assert_eq!(network.scores(path, &encoding, &windows), together, "{path:?}");
            for window in &windows {
                let alone = network.scores(path, &encoding, std::slice::from_ref(window));
                assert_eq!(alone[window.clone()], together[window.clone()], "{path:?} {window:?}");
            }
        }
        assert_ne!(together[3], together[17]);
    }

    #[test]
    #[ignore = "prints a speed"]
    fn speed() {
        for hidden in [160, 192, 224, 256] {
            let network = arbitrary(hidden, 192, 30_000);
            let encoding = article(960, 3000);
            for size in [60, 120, 240] {
                let windows: Vec<Range<usize>> = (0..960 / size).map(|w| w * size..(w + 1) * size).collect();
                for path in Path::all() {
                    network.scores(path, &encoding, &windows);
                    let start = std::time::Instant::now();
                    let times = if path == Path::Plain { 2 } else { 20 };
                    for _ in 0..times {
                        std::hint::black_box(network.scores(path, &encoding, &windows));
                    }
                    let each = start.elapsed().as_secs_f64() / f64::from(times);
                    println!(
                        "{hidden} {size} {path:?}: {:.1} ms an article, {:.0} pieces/s",
                        each * 1e3,
                        encoding.pieces.len() as f64 / each
                    );
                }
            }
        }
    }
}
