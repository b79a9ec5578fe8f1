//! The file of `search --new`: how far each index had come when it was last asked.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use crate::index::Reader;

/// How far one index had come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    commit: u64,
    /// Names of the models that had found its quotes.
    models: Vec<String>,
}

/// What stands in the file: by absolute path of the index.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
struct Indexes(BTreeMap<String, Seen>);

/// The file, read.
pub struct State {
    path: PathBuf,
    before: Indexes,
    now: Indexes,
}

impl State {
    /// Reads it; a file that is not there yet says nothing.
    ///
    /// # Errors
    /// Where it can't be read or is something else.
    pub fn read(path: &Path) -> anyhow::Result<State> {
        let before = match fs::read(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Indexes::default(),
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
            Ok(bytes) => serde_json::from_slice(&bytes).ok().with_context(|| {
                let path = path.display();
                format!("{path}: not a file that --new wrote; name another one, or delete it to begin anew")
            })?,
        };
        Ok(State { path: path.to_owned(), before, now: Indexes::default() })
    }

    /// The commit after which quotes of the index in `folder` are new, and what there is to be said; `None` where it was never
    /// asked.
    ///
    /// # Errors
    /// Where the index is behind the file.
    pub fn since(&mut self, folder: &str, reader: &Reader) -> anyhow::Result<(Option<u64>, Option<String>)> {
        let commit = reader.commit();
        let models: Vec<String> = reader.models()?.into_iter().map(|(model, _)| model).collect();
        let key = fs::canonicalize(folder).unwrap_or_else(|_| PathBuf::from(folder)).display().to_string();
        let seen = self.before.0.get(&key).cloned();
        self.now.0.insert(key, Seen { commit, models: models.clone() });
        let Some(seen) = seen else { return Ok((None, None)) };
        if seen.commit > commit {
            bail!(
                "{}: asked last at commit {}, and {folder} is at commit {commit}: it is another index, or an older copy; \
                 delete the file to begin anew",
                self.path.display(),
                seen.commit
            );
        }
        let said = (seen.models != models && !seen.models.is_empty()).then(|| {
            format!(
                "{folder} was attributed by {} when it was last asked, and is now by {}: quotes whose words changed count as new",
                seen.models.join(", "),
                models.join(", ")
            )
        });
        Ok((Some(seen.commit), said))
    }

    /// Keeps how far the indexes have come; those that were not asked this time stay as they were.
    ///
    /// # Errors
    /// Where the file can't be written.
    pub fn write(mut self) -> anyhow::Result<()> {
        self.before.0.append(&mut self.now.0);
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let said = || self.path.display().to_string();
        let mut file = tempfile::NamedTempFile::new_in(folder).with_context(said)?;
        serde_json::to_writer_pretty(&mut file, &self.before).with_context(said)?;
        file.write_all(b"\n").with_context(said)?;
        file.persist(&self.path).map_err(|error| error.error).with_context(said)?;
        Ok(())
    }
}
