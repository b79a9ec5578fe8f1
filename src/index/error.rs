//! What can go wrong with an index.

use std::io;
use std::path::Path;

use tantivy::directory::error::OpenReadError;

use super::blocks::DamagedFile;
use super::watched::BROKEN_OFF;

/// An error of the index. Each is one line that says what, where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Nothing was ever committed there.
    #[error("no index at {0}: make one with `whosaid index PATH`")]
    NoIndex(String),
    /// The folder holds other things.
    #[error("{0} is not a whosaid index and not empty; nothing was written: choose another folder with --index")]
    NotOurs(String),
    /// A folder for a copy that holds something.
    #[error("{0} is not empty; nothing was written: give a folder that is empty or not there yet")]
    NotEmpty(String),
    /// Another process writes to it.
    #[error("another whosaid is writing to {0}; try again when it is done")]
    Locked(String),
    /// Written by a program with another layout of the index.
    #[error("{folder} has index schema {found}, this program reads {known}: run `whosaid rebuild`")]
    Schema {
        /// The index.
        folder: String,
        /// Its version.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// A location that is neither a folder nor anything else we know.
    #[error("can't use {0:?} as an index: give a folder")]
    BadLocation(String),
    /// A path to index that does not exist and is not known.
    #[error("{0}: no such file or folder")]
    NoSuchPath(String),
    /// Nothing was given to index, and there is no default.
    #[error("nothing to index: give a folder or a file, as in `whosaid index PATH`")]
    NothingToIndex,
    /// A root that is not recorded.
    #[error("{0} is not a root of this index; `whosaid stats` lists them")]
    NoSuchRoot(String),
    /// A path that is not valid Unicode and so can't be recorded.
    #[error("{0}: the path is not valid Unicode")]
    BadPath(String),
    /// Two roots would be one, or stand inside each other.
    #[error("{0}")]
    RootConflict(String),
    /// A pattern that `--exclude` can't use.
    #[error("--exclude {0}")]
    BadGlob(String),
    /// Something kept on disk is damaged.
    #[error("the index at {place} is damaged ({what}): run `whosaid check`, then `whosaid rebuild`")]
    Damaged {
        /// The file or folder.
        place: String,
        /// What is wrong.
        what: String,
    },
    /// The file that says which folders the index holds is gone.
    #[error(
        "{0} is missing, so nobody can tell which folders the articles are from: put it back, or index into a new folder with --index"
    )]
    LostRoots(String),
    /// Neither the folders nor the old index can be read.
    #[error(
        "{0}: nothing is there, and the old index can't be read; nothing was changed: bring it back, or give --prune to go on without it"
    )]
    Unreachable(String),
    /// What was deleted still stands on disk.
    #[error("{0} can't be deleted now, perhaps since another program reads it; the next `whosaid index` tries again")]
    StillThere(String),
    /// The system refused.
    #[error("{place}: {reason}{}", advice(reason))]
    Io {
        /// The file or folder.
        place: String,
        /// Why.
        reason: io::Error,
    },
    /// A query was broken off by whoever asked.
    #[error("the query took too long and was broken off: ask for less")]
    BrokenOff,
    /// The engine refused.
    #[error("the search engine failed: {0}")]
    Engine(String),
}

/// What to do where the system refused.
fn advice(reason: &io::Error) -> &'static str {
    match reason.kind() {
        io::ErrorKind::StorageFull => "; what was committed stands: make room and run it again",
        _ => "",
    }
}

impl IndexError {
    /// An error of the system at `place`.
    pub(super) fn io(place: &Path) -> impl FnOnce(io::Error) -> IndexError + '_ {
        move |reason| IndexError::Io { place: place.display().to_string(), reason }
    }

    /// Something damaged at `place`.
    pub(super) fn damaged(place: &Path, what: impl std::fmt::Display) -> IndexError {
        IndexError::Damaged { place: place.display().to_string(), what: what.to_string() }
    }
}

impl From<tantivy::TantivyError> for IndexError {
    fn from(error: tantivy::TantivyError) -> IndexError {
        let reason = match &error {
            tantivy::TantivyError::InternalError(what) if what == BROKEN_OFF => return IndexError::BrokenOff,
            tantivy::TantivyError::IoError(reason)
            | tantivy::TantivyError::OpenReadError(OpenReadError::IoError { io_error: reason, .. }) => Some(reason),
            _ => None,
        };
        let damaged = reason.and_then(|reason| reason.get_ref()?.downcast_ref::<DamagedFile>());
        match damaged {
            Some(DamagedFile { path, what }) => IndexError::damaged(path, what),
            None => IndexError::Engine(error.to_string()),
        }
    }
}
