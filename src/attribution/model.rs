//! The model file: the tagger, the weights that join what it finds, and the cue lexicon of the rules.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use safetensors::SafeTensors;
use serde::Deserialize;

use super::Act;
use super::cues::{Cue, Lexicon, Pattern};
use super::tagger::{self, Learned, Tagger};
use super::{belief, joining};

/// The model that the program carries.
const EMBEDDED: &[u8] = include_bytes!("../../models/news-2.safetensors");
/// What the file calls itself.
const FORMAT: &str = "whosaid-model";
/// The version of the format that this program reads.
const VERSION: u32 = 1;

/// Names of all signs, as the model file has them; a candidate shows one of each group.
pub(super) const SIGNS: [&str; 29] = [
    "mention-none",
    "mention-pronoun",
    "mention-name",
    "mention-noun",
    "mention-long",
    "start-that",
    "start-pronoun",
    "start-determiner",
    "start-name",
    "start-quote",
    "start-preposition",
    "start-other",
    "length-1",
    "length-4",
    "length-10",
    "length-30",
    "length-more",
    "group-plain",
    "group-modal",
    "group-negated",
    "group-other",
    "headline",
    "text",
    "end-stop",
    "end-comma",
    "end-other",
    "near",
    "far",
    "quoted",
];

/// What the attribution has learned: read once, shared by all threads.
#[derive(Debug)]
pub struct Model {
    name: String,
    pub(super) cues: Lexicon,
    /// Least belief in a quotation, 0 to 1, at which it is shown.
    pub(super) threshold: f32,
    /// What each sign adds to the log-odds of a candidate, by pattern.
    pub(super) signs: Vec<[f32; SIGNS.len()]>,
    /// Belief in quotations that no cue reports, 0 to 1.
    pub(super) uncued: f32,
    /// Finds the parts of attributions.
    pub(super) tagger: Tagger,
    /// Puts them together.
    pub(super) joining: joining::Weights,
    /// How far what the tagger says is believed.
    pub(super) belief: belief::Weights,
    /// Weights by which the stage after this one chooses whom a pronoun stands for.
    pub(crate) antecedents: Vec<f32>,
}

/// Why a model could not be had.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file can't be read.
    #[error("cannot read the model {path}: {reason}; check the path given with --model")]
    Read {
        /// As given.
        path: String,
        /// What the system said.
        reason: std::io::Error,
    },
    /// It is no model, or a broken one.
    #[error(
        "{path} is not a whosaid model ({reason}); give a model file, or leave --model out to use the built-in one"
    )]
    Foreign {
        /// As given.
        path: String,
        /// What is wrong, in one line.
        reason: String,
    },
    /// It was made for another version of the program.
    #[error(
        "the model {path} has format version {found}, this program reads version {VERSION}; use a model made for it"
    )]
    Version {
        /// As given.
        path: String,
        /// Of the file.
        found: u32,
    },
}

/// What the file says of itself.
struct Head {
    name: String,
    rules: String,
}

/// What the rules have learned, JSON inside the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    threshold: f32,
    uncued: f32,
    /// By act, then by form.
    cues: BTreeMap<Act, BTreeMap<String, Weights>>,
    /// Of forms of one word: what each pattern weighs where the form itself does not say.
    defaults: Weights,
    /// By pattern, then by sign: what it adds to the log-odds.
    signs: BTreeMap<String, BTreeMap<String, f32>>,
    /// Forms that take the person spoken to before the content.
    addressed: Vec<String>,
}

/// By pattern; 0 never finds a quotation.
type Weights = BTreeMap<String, f32>;

impl Model {
    /// The model that the program carries; read once in a process.
    pub fn embedded() -> Arc<Model> {
        static MODEL: LazyLock<Arc<Model>> = LazyLock::new(|| {
            Arc::new(Model::parse(EMBEDDED, "built in").expect("the embedded model is checked by a test"))
        });
        MODEL.clone()
    }

    /// The name of the model that the program carries, without reading the rest of it.
    pub fn embedded_name() -> &'static str {
        static NAME: LazyLock<String> =
            LazyLock::new(|| Head::read(EMBEDDED, "built in").expect("the embedded model is checked by a test").name);
        &NAME
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// Where the file can't be read, is no model, is broken, or is of another version.
    pub fn load(path: &Path) -> Result<Model, ModelError> {
        let shown = path.display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => Model::parse(&bytes, &shown),
            Err(reason) => Err(ModelError::Read { path: shown, reason }),
        }
    }

    /// Its name, as `--version` and `stats` show it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads a model from the bytes of the file at `path`.
    ///
    /// # Errors
    /// As [`Model::load`].
    pub fn parse(bytes: &[u8], path: &str) -> Result<Model, ModelError> {
        let foreign = |reason: String| ModelError::Foreign { path: path.into(), reason };
        let head = Head::read(bytes, path)?;
        let file: Rules = serde_json::from_str(&head.rules).map_err(|error| foreign(format!("its rules: {error}")))?;
        let Learned { tagger, joining, belief, antecedents } = tagger::read(bytes).map_err(&foreign)?;
        let defaults = weights(&file.defaults, [0.0; Pattern::ALL.len()]).map_err(&foreign)?;
        let mut cues = Vec::new();
        for (act, forms) in &file.cues {
            for (form, given) in forms {
                let base = if form.contains(' ') { [0.0; Pattern::ALL.len()] } else { defaults };
                let weights = weights(given, base).map_err(|reason| foreign(format!("{form:?}: {reason}")))?;
                cues.push(Cue { form: form.clone(), act: *act, addressed: file.addressed.contains(form), weights });
            }
        }
        let mut signs = vec![[0.0; SIGNS.len()]; Pattern::ALL.len()];
        for (name, given) in &file.signs {
            let pattern = Pattern::ALL.iter().position(|pattern| pattern.name() == name);
            let pattern = pattern.ok_or_else(|| foreign(format!("its signs have an unknown pattern {name:?}")))?;
            for (sign, shift) in given {
                let place = SIGNS.iter().position(|known| known == sign);
                signs[pattern][place.ok_or_else(|| foreign(format!("it has an unknown sign {sign:?}")))?] = *shift;
            }
        }
        Ok(Model {
            signs,
            name: head.name,
            cues: Lexicon::new(cues),
            threshold: file.threshold,
            uncued: file.uncued,
            tagger,
            joining,
            belief,
            antecedents,
        })
    }
}

impl Head {
    /// Reads what the file at `path` says of itself.
    fn read(bytes: &[u8], path: &str) -> Result<Head, ModelError> {
        let foreign = |reason: String| ModelError::Foreign { path: path.into(), reason };
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(|error| foreign(error.to_string()))?;
        let said = header.metadata().clone().unwrap_or_default();
        let get = |key: &str| said.get(key).cloned();
        match get("format") {
            Some(format) if format == FORMAT => {}
            Some(format) => return Err(foreign(format!("its format is {format:?}, not {FORMAT:?}"))),
            None => return Err(foreign("it does not say its format".into())),
        }
        let version = get("version").and_then(|version| version.parse().ok()).unwrap_or(0);
        if version != VERSION {
            return Err(ModelError::Version { path: path.into(), found: version });
        }
        match (get("name"), get("rules")) {
            (Some(name), Some(rules)) => Ok(Head { name, rules }),
            _ => Err(foreign("it lacks its name or its rules".into())),
        }
    }
}

/// `base` with what is `given` put over it; the reason where that is wrong.
fn weights(given: &Weights, mut base: [f32; Pattern::ALL.len()]) -> Result<[f32; Pattern::ALL.len()], String> {
    for (name, weight) in given {
        let pattern = Pattern::ALL.iter().position(|pattern| pattern.name() == name);
        let pattern = pattern.ok_or_else(|| format!("unknown pattern {name:?}"))?;
        if !(0.0..=1.0).contains(weight) {
            return Err(format!("the weight {weight} is not between 0 and 1"));
        }
        base[pattern] = *weight;
    }
    Ok(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_can_be_read() {
        let model = Model::embedded();
        assert_eq!(model.name(), Model::embedded_name());
        let said = model.cues.find("said").map(|id| model.cues.get(id));
        assert!(said.is_some_and(|cue| cue.act == Act::Says));
    }

    /// A file without tables that says this of itself.
    fn file(said: &[(&str, &str)]) -> Vec<u8> {
        let said = said.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        safetensors::serialize(Vec::<(String, safetensors::tensor::TensorView)>::new(), Some(said)).unwrap()
    }

    #[test]
    fn other_files_are_refused_in_one_line() {
        let format = ("format", FORMAT);
        for (bytes, expected) in [
            (b"GIF89a".to_vec(), "is not a whosaid model"),
            (file(&[("made", "today")]), "does not say its format"),
            (file(&[("format", "pt")]), r#"its format is "pt""#),
            (file(&[format, ("version", "2")]), "has format version 2"),
            (file(&[format, ("version", "1")]), "lacks its name"),
            (file(&[format, ("version", "1"), ("name", "a"), ("rules", "{}")]), "its rules: missing field"),
        ] {
            let error = Model::parse(&bytes, "m.bin").unwrap_err().to_string();
            assert!(error.contains(expected) && error.contains("m.bin") && !error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn a_broken_file_is_refused() {
        let bytes = EMBEDDED;
        for cut in [0, 7, 100, 5000, bytes.len() / 2, bytes.len() - 1] {
            let error = Model::parse(&bytes[..cut], "m.bin").unwrap_err().to_string();
            assert!(error.contains("is not a whosaid model"), "{error}");
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = Model::load(Path::new("no/such/model.json")).unwrap_err().to_string();
        assert!(error.contains("no/such/model.json"), "{error}");
    }
}
