//! The folder of an index: marker, lock, `CURRENT`, generations, and the plain files of what the user gave.
//!
//! ```text
//! DIR/WHOSAID        marker: this folder is ours
//! DIR/lock           held by everything that writes; a crash releases it
//! DIR/CURRENT        the generation that serves: `gen-3`
//! DIR/gen-3/         one whole index of the engine, with the record of its files
//! DIR/roots.jsonl    what the user gave: the folders
//! DIR/corrections.jsonl, DIR/removals.jsonl  what the user gave: mended quotes, articles that must go
//! DIR/retired.jsonl  quote ids that an edit or a new model retired
//! ```
//!
//! All of them but the lock are [`PlainFile`]s.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::directory::META;
use super::plain::{ASIDE, PlainFile};
use super::{IndexError, Location, mending, people, retired, roots};
use crate::article::{MARKER, nanoseconds};

/// The folder of an index.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    path: PathBuf,
}

/// The right to write; released when dropped or when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct WriteLock {
    file: File,
    path: PathBuf,
}

const CURRENT: &str = "CURRENT";
const LOCK: &str = "lock";
const GENERATION: &str = "gen-";

/// The plain files of an index.
const PLAIN: [&str; 7] =
    [MARKER, CURRENT, roots::NAME, people::NAME, retired::NAME, mending::CORRECTIONS, mending::REMOVALS];

impl Folder {
    /// The folder at `location`; touches nothing.
    pub fn new(location: &Location) -> Folder {
        let Location::Folder(path) = location;
        Folder { path: path.clone() }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes the folder ours, where it may be, and takes the lock.
    ///
    /// # Errors
    /// [`IndexError::NotOurs`] where it holds anything but dot files and no marker; [`IndexError::Locked`] where another
    /// process writes.
    pub fn lock(&self) -> Result<WriteLock, IndexError> {
        self.claim()?;
        let path = self.path.join(LOCK);
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(IndexError::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(WriteLock { file, path }),
            Err(TryLockError::WouldBlock) => Err(IndexError::Locked(self.path.display().to_string())),
            Err(TryLockError::Error(error)) => Err(IndexError::io(&path)(error)),
        }
    }

    /// As [`Folder::lock`], but only where an index stands already.
    pub fn lock_existing(&self) -> Result<WriteLock, IndexError> {
        self.current()?;
        self.lock()
    }

    fn claim(&self) -> Result<(), IndexError> {
        fs::create_dir_all(&self.path).map_err(IndexError::io(&self.path))?;
        let marker = self.path.join(MARKER);
        if marker.exists() {
            return Ok(());
        }
        for entry in fs::read_dir(&self.path).map_err(IndexError::io(&self.path))? {
            let name = entry.map_err(IndexError::io(&self.path))?.file_name();
            if !name.to_string_lossy().starts_with('.') {
                return Err(IndexError::NotOurs(self.path.display().to_string()));
            }
        }
        self.plain(MARKER).replace(b"This folder is a whosaid index. Change it through whosaid's commands only.\n")
    }

    /// The generation that serves.
    ///
    /// # Errors
    /// [`IndexError::NoIndex`] where nothing was ever committed.
    pub fn current(&self) -> Result<PathBuf, IndexError> {
        let file = self.plain(CURRENT);
        let Some(body) = file.read()? else {
            let generations = self.generations().unwrap_or_default();
            let complete = generations.iter().any(|(_, path)| path.join(COMMITTED).exists());
            if complete {
                return Err(IndexError::damaged(&file.path, "missing"));
            }
            return Err(IndexError::NoIndex(self.path.display().to_string()));
        };
        let text = String::from_utf8_lossy(&body);
        let name = text.trim_end_matches('\n');
        if parse_generation(name).is_none() {
            return Err(IndexError::damaged(&file.path, format!("{name:?} names no generation")));
        }
        Ok(self.path.join(name))
    }

    /// Makes `generation` the one that serves.
    pub fn set_current(&self, generation: &Path) -> Result<(), IndexError> {
        let name = generation.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        self.plain(CURRENT).replace(format!("{name}\n").as_bytes())?;
        // Only now: a crash in between must not look like a lost CURRENT.
        PlainFile::single(generation.join(COMMITTED)).replace(b"")
    }

    /// The generations that stand there, by number.
    pub fn generations(&self) -> Result<Vec<(u64, PathBuf)>, IndexError> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(IndexError::io(&self.path))? {
            let entry = entry.map_err(IndexError::io(&self.path))?;
            if let Some(number) = entry.file_name().to_str().and_then(parse_generation) {
                found.push((number, entry.path()));
            }
        }
        found.sort();
        Ok(found)
    }

    /// The path of a generation that does not stand yet.
    pub fn next_generation(&self) -> Result<PathBuf, IndexError> {
        let next = self.generations()?.last().map_or(1, |(number, _)| number + 1);
        Ok(self.path.join(format!("{GENERATION}{next}")))
    }

    /// Removes every generation but the one that serves and `keep`, and what a crash left half-written beside.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where `CURRENT` is lost or names no generation that stands there: then nothing is removed, for
    /// any of them may be the one that served.
    pub fn remove_others(&self, _lock: &WriteLock, keep: Option<&Path>) -> Result<(), IndexError> {
        let current = match self.current() {
            Ok(path) => Some(path),
            Err(IndexError::NoIndex(_)) => None,
            Err(error) => return Err(error),
        };
        if let Some(current) = current.as_ref().filter(|current| !current.is_dir()) {
            return Err(IndexError::damaged(current, "missing"));
        }
        for (_, path) in self.generations()? {
            if Some(&path) != current.as_ref() && Some(path.as_path()) != keep {
                fs::remove_dir_all(&path).map_err(IndexError::io(&path))?;
            }
        }
        for entry in fs::read_dir(&self.path).map_err(IndexError::io(&self.path))? {
            let path = entry.map_err(IndexError::io(&self.path))?.path();
            if path.extension().is_some_and(|extension| extension == ASIDE) {
                fs::remove_file(&path).map_err(IndexError::io(&path))?;
            }
        }
        Ok(())
    }

    /// One of the plain files.
    pub fn plain(&self, name: &str) -> PlainFile {
        PlainFile::new(self.path.join(name))
    }

    /// Every plain file, those of the generation that serves too; one that is not there is [missing](PlainFile::read).
    pub fn plain_files(&self) -> Vec<PlainFile> {
        let mut files: Vec<PlainFile> = PLAIN.iter().map(|name| self.plain(name)).collect();
        if let Ok(current) = self.current() {
            files.push(PlainFile::new(current.join(META)));
            files.push(PlainFile::single(current.join(COMMITTED)));
        }
        files
    }

    /// Whether the plain file at `path` says which generation serves.
    pub fn says_what_serves(&self, path: &Path) -> bool {
        path.ends_with(CURRENT) || path.ends_with(COMMITTED)
    }

    /// Makes the plain files and their copies whole again, where a crash came between or the disk damaged one.
    pub fn mend(&self, _lock: &WriteLock) -> Result<(), IndexError> {
        for file in self.plain_files() {
            file.mend()?;
        }
        Ok(())
    }
}

/// Stands in a generation that served once, so that a lost `CURRENT` is told from an index that never was.
const COMMITTED: &str = "committed";

fn parse_generation(name: &str) -> Option<u64> {
    name.strip_prefix(GENERATION)?.parse().ok()
}

impl WriteLock {
    /// Now, by the clock of the file system that holds the index, in nanoseconds since 1970.
    ///
    /// The program's clock is never asked: what counts is whether a file's time of change lies safely before this run.
    pub fn now(&self) -> Result<i128, IndexError> {
        (&self.file).write_all(b".").map_err(IndexError::io(&self.path))?;
        self.file.set_len(0).map_err(IndexError::io(&self.path))?;
        let modified = self.file.metadata().and_then(|data| data.modified()).map_err(IndexError::io(&self.path))?;
        Ok(nanoseconds(modified))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(path: &Path) -> Folder {
        Folder::new(&Location::Folder(path.to_owned()))
    }

    #[test]
    fn a_folder_with_other_things_is_never_written_to() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("thesis.txt"), "mine").unwrap();
        let error = folder(dir.path()).lock().unwrap_err();
        assert!(matches!(error, IndexError::NotOurs(_)), "{error}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn dot_files_do_not_stand_in_the_way() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(".gitignore"), "*").unwrap();
        folder(dir.path()).lock().unwrap();
        assert!(dir.path().join(MARKER).exists());
    }

    #[test]
    fn a_marker_that_a_crash_left_half_written_does_not_stand_in_the_way() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(MARKER)).unwrap();
        let marker = folder(dir.path()).plain(MARKER);
        marker.replace(b"x").unwrap_err();
        fs::remove_dir(dir.path().join(MARKER)).unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "its copy, and what was written aside");
        folder(dir.path()).lock().unwrap();
    }

    #[test]
    fn a_second_writer_is_told_so_and_may_come_later() {
        let dir = tempfile::tempdir().unwrap();
        let first = folder(dir.path()).lock().unwrap();
        assert!(matches!(folder(dir.path()).lock(), Err(IndexError::Locked(_))));
        drop(first);
        folder(dir.path()).lock().unwrap();
    }

    #[test]
    fn a_lost_current_is_damage_not_absence() {
        let dir = tempfile::tempdir().unwrap();
        let folder = folder(dir.path());
        let _lock = folder.lock().unwrap();
        assert!(matches!(folder.current(), Err(IndexError::NoIndex(_))));
        let generation = folder.next_generation().unwrap();
        fs::create_dir(&generation).unwrap();
        folder.set_current(&generation).unwrap();
        assert_eq!(folder.current().unwrap(), generation);
        fs::remove_file(dir.path().join(CURRENT)).unwrap();
        assert!(matches!(folder.current(), Err(IndexError::Damaged { .. })));
    }
}
