//! The tagger's part of a model file: named tables of numbers (the format `safetensors`, version 0.8).

use safetensors::{Dtype, SafeTensors};

use super::Tagger;
use super::crf::Crf;
use super::encoding::Features;
use super::labels::COUNT;
use super::network::{Embedding, FEATURE_ROWS, Linear, Network};
use super::vocabulary::Vocabulary;
use crate::attribution::{belief, joining};

/// Tables read by name; an error says in a few words what is wrong.
struct Tables<'t>(SafeTensors<'t>);

impl<'t> Tables<'t> {
    fn bytes(&self, name: &str, kind: Dtype, shape: &[usize]) -> Result<&'t [u8], String> {
        let table = self.0.tensor(name).map_err(|_| format!("it has no table {name:?}"))?;
        if table.dtype() != kind || table.shape() != shape {
            return Err(format!(
                "its table {name:?} is {:?} {:?}, not {kind:?} {shape:?}",
                table.dtype(),
                table.shape()
            ));
        }
        Ok(table.data())
    }

    fn shape(&self, name: &str) -> Result<Vec<usize>, String> {
        let table = self.0.tensor(name).map_err(|_| format!("it has no table {name:?}"))?;
        Ok(table.shape().to_vec())
    }

    fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, String> {
        let bytes = self.bytes(name, Dtype::F32, shape)?;
        let numbers: Vec<f32> = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        if numbers.iter().any(|number| !number.is_finite()) {
            return Err(format!("its table {name:?} holds what is no number"));
        }
        Ok(numbers)
    }

    fn small(&self, name: &str, shape: &[usize]) -> Result<Vec<i8>, String> {
        let bytes = self.bytes(name, Dtype::I8, shape)?;
        Ok(bytes.iter().map(|byte| (*byte as i8).max(-i8::MAX)).collect())
    }

    fn linear(&self, name: &str, outputs: usize, inputs: usize) -> Result<Linear, String> {
        let weights = self.small(&format!("{name}.weight"), &[outputs, inputs])?;
        let scale = self.floats(&format!("{name}.scale"), &[outputs])?;
        let bias = self.floats(&format!("{name}.bias"), &[outputs])?;
        Ok(Linear::new(&weights, inputs, &scale, &bias))
    }

    fn rows<const N: usize>(&self, name: &str) -> Result<[[f32; COUNT]; N], String> {
        let numbers = self.floats(name, &[N, COUNT])?;
        Ok(std::array::from_fn(|row| std::array::from_fn(|label| numbers[row * COUNT + label])))
    }
}

/// All numbers of a model file.
pub(in crate::attribution) struct Learned {
    pub tagger: Tagger,
    pub joining: joining::Weights,
    pub belief: belief::Weights,
    pub antecedents: Vec<f32>,
}

/// Reads the tagger, and the weights of what is made of its findings, from the bytes of a model file.
///
/// # Errors
/// Says in a few words what is wrong with the file.
pub(in crate::attribution) fn read(bytes: &[u8]) -> Result<Learned, String> {
    let tables = Tables(SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?);
    let [count, width] = tables.shape("pieces")?[..] else { return Err("its pieces are no matrix".into()) };
    let [outputs, _] = tables.shape("layer0.forward.weight")?[..] else {
        return Err("its layers are no matrices".into());
    };
    let hidden = outputs / 4;
    if width == 0 || hidden == 0 || width % 4 != 0 || hidden % 4 != 0 || count == 0 {
        return Err("its layers have widths that are no multiples of four".into());
    }
    let letters = tables.bytes("vocabulary", Dtype::U8, &tables.shape("vocabulary")?)?;
    let letters = std::str::from_utf8(letters).map_err(|_| "its vocabulary is no text")?;
    let vocabulary = Vocabulary::new(letters)?;
    if vocabulary.len() != count {
        return Err(format!("it has {} pieces and {count} rows for them", vocabulary.len()));
    }
    let pieces = tables.bytes("pieces", Dtype::U8, &[count, width])?.iter().map(|byte| byte & 127).collect();
    let scales = tables.floats("pieces.scale", &[count])?;
    let gates = 8 * hidden;
    let fold = tables.linear("fold", gates, width)?;
    debug_assert_eq!(FEATURE_ROWS, Features::SIZES.iter().sum::<usize>() + 2);
    let features = tables.bytes("features", Dtype::I16, &[FEATURE_ROWS, gates])?;
    let features: Vec<i16> = features.chunks_exact(2).map(|b| i16::from_le_bytes([b[0], b[1]])).collect();
    let embedding = Embedding::new(pieces, scales, fold, &features, gates);
    let mut layers = Vec::new();
    while tables.0.tensor(&format!("layer{}.forward.weight", layers.len())).is_ok() {
        let number = layers.len();
        let inputs = if number == 0 { hidden } else { 3 * hidden };
        let direction = |side: &str| tables.linear(&format!("layer{number}.{side}"), 4 * hidden, inputs);
        layers.push([direction("forward")?, direction("backward")?]);
    }
    let out = tables.linear("out", COUNT, 2 * hidden)?;
    let ends = tables.rows::<2>("crf.ends")?;
    let crf = Crf::new(tables.rows::<COUNT>("crf.moves")?, ends[0], ends[1]);
    let signs = [joining::SIGNS];
    let joining = joining::Weights {
        cue: tables.floats("joining.cue", &signs)?,
        mention: tables.floats("joining.mention", &signs)?,
    };
    let belief = tables.floats("belief", &[belief::SIGNS])?;
    let belief: belief::Weights = std::array::from_fn(|sign| belief[sign]);
    let antecedents = tables.floats("antecedents", &tables.shape("antecedents")?)?;
    let network = Network::new(hidden, embedding, layers, out);
    Ok(Learned { tagger: Tagger { vocabulary, network, crf }, joining, belief, antecedents })
}
