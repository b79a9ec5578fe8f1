//! What was skipped, for a program to read: `--errors FILE`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use super::output_file::OutputFile;
use crate::article::Problem;

/// A file with one line of JSON for each article that was skipped; it appears when the run is done.
pub struct ErrorsFile {
    open: Mutex<Open>,
    file: OutputFile,
}

struct Open {
    lines: BufWriter<File>,
    /// The first error of writing, told at the end.
    failed: Option<anyhow::Error>,
}

/// A line of it.
#[derive(Serialize)]
struct Line<'a> {
    place: &'a str,
    reason: &'static str,
    message: String,
}

impl ErrorsFile {
    /// Begins the file.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn create(path: Option<&Path>) -> anyhow::Result<Option<ErrorsFile>> {
        let Some(path) = path else { return Ok(None) };
        let file = OutputFile::create(path)?;
        let open = Mutex::new(Open { lines: BufWriter::new(file.file()?), failed: None });
        Ok(Some(ErrorsFile { open, file }))
    }

    /// Writes one line.
    pub fn add(&self, problem: &Problem) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let message = problem.reason.to_string();
        let line = Line { place: &problem.place, reason: problem.reason.label(), message };
        let written = serde_json::to_writer(&mut open.lines, &line).map_err(anyhow::Error::from);
        if let Err(error) = written.and_then(|()| Ok(open.lines.write_all(b"\n")?)) {
            open.failed.get_or_insert(error);
        }
    }

    /// Puts the file into its place.
    ///
    /// # Errors
    /// Where not all of it could be written.
    pub fn publish(self) -> anyhow::Result<()> {
        let mut open = self.open.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = open.failed {
            return Err(error);
        }
        open.lines.flush()?;
        self.file.publish()
    }
}
