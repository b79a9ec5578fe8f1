//! What makes an export citable: which quotes of which state of which index it holds, and made by what.

use std::fs::File;
use std::io;
use std::path::Path;

use anyhow::Context;
use serde::Serialize;

use super::output_file::OutputFile;
use crate::index::{Reader, Stats};
use crate::search::Request;

/// The manifest; one object of JSON.
#[derive(Serialize)]
pub struct Manifest<'a> {
    program: &'static str,
    version: &'static str,
    format: &'a str,
    /// The file that was written; nothing where it was standard output.
    output: Option<String>,
    /// BLAKE3 of the file.
    blake3: Option<String>,
    query: Query<'a>,
    index: Index,
    counts: Counts,
}

/// What was asked.
#[derive(Serialize)]
struct Query<'a> {
    words: &'a [String],
    about: &'a [String],
    speaker: &'a [String],
    #[serde(rename = "where")]
    wheres: &'a [String],
    loose: bool,
    since: &'a Option<String>,
    until: &'a Option<String>,
    source: &'a [String],
    kind: Vec<&'static str>,
    act: Vec<&'static str>,
    cue: &'a [String],
    speaker_kind: Vec<&'static str>,
    min_confidence: Option<f32>,
    min_speaker_confidence: Option<f32>,
    basis: Vec<&'static str>,
}

/// The state of the index.
#[derive(Serialize)]
struct Index {
    location: String,
    commit: u64,
    schema: u32,
    models: Vec<ModelLine>,
}

#[derive(Serialize)]
struct ModelLine {
    model: String,
    articles: usize,
}

#[derive(Serialize)]
struct Counts {
    /// Quotes in the export.
    quotes: u64,
    quotes_in_index: usize,
    articles_in_index: usize,
}

impl<'a> Manifest<'a> {
    /// Of `quotes` quotes that were written to `output`.
    ///
    /// # Errors
    /// Where the index or the written file can't be read.
    pub fn new(
        reader: &Reader,
        location: String,
        request: &'a Request,
        format: &'a str,
        output: Option<&Path>,
        quotes: u64,
    ) -> anyhow::Result<Manifest<'a>> {
        let Stats { commit, schema, models, quotes: quotes_in_index, articles: articles_in_index, .. } =
            reader.stats()?;
        Ok(Manifest {
            program: "whosaid",
            version: env!("CARGO_PKG_VERSION"),
            format,
            output: output.map(|path| path.display().to_string()),
            blake3: output.filter(|path| path.is_file()).map(hash).transpose()?,
            query: Query {
                words: &request.words,
                about: &request.about,
                speaker: &request.speakers,
                wheres: &request.wheres,
                loose: request.loose,
                since: &request.since,
                until: &request.until,
                source: &request.sources,
                kind: request.kinds.iter().map(|kind| kind.name()).collect(),
                act: request.acts.iter().map(|act| act.name()).collect(),
                cue: &request.cues,
                speaker_kind: request.speaker_kinds.iter().map(|kind| kind.name()).collect(),
                min_confidence: request.min_confidence,
                min_speaker_confidence: request.min_speaker_confidence,
                basis: request.bases.iter().map(|basis| basis.name()).collect(),
            },
            index: Index {
                location,
                commit,
                schema,
                models: models.into_iter().map(|(model, articles)| ModelLine { model, articles }).collect(),
            },
            counts: Counts { quotes, quotes_in_index, articles_in_index },
        })
    }

    /// Writes it.
    ///
    /// # Errors
    /// Where that can't be done.
    pub fn write(&self, path: &Path) -> anyhow::Result<()> {
        let file = OutputFile::create(path)?;
        let mut screen = file.screen()?;
        screen.raw(format!("{}\n", serde_json::to_string_pretty(self)?).as_bytes())?;
        screen.flush()?;
        file.publish()
    }
}

fn hash(path: &Path) -> anyhow::Result<String> {
    let can_not = || format!("{}: can't be read again for the manifest", path.display());
    let mut hasher = blake3::Hasher::new();
    let mut file = File::open(path).with_context(can_not)?;
    io::copy(&mut file, &mut hasher).with_context(can_not)?;
    Ok(hasher.finalize().to_hex().to_string())
}
