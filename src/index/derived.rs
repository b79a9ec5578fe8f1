//! Derived tables: files inside a generation that hold what follows from a commit and from what the user gave.
//!
//! Each is stamped with what it follows from. A reader that finds one stale or missing makes it for itself, and stores it only
//! where it gets the lock; nothing is lost by deleting one. They are mapped, not read, so that opening costs nothing.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use super::IndexError;
use super::folder::{self, Folder, PlainFile};
use super::generation::{Generation, Snapshot};
use super::identities;

/// A table as it stands on disk.
pub(super) struct Stored {
    /// The commit it was made of.
    pub commit: u64,
    /// What else it follows from, one line.
    pub of: String,
    /// Its checksum, in hex; left to `check`: it would have all of it read.
    pub sum: String,
    pub bytes: OwnedBytes,
}

impl Stored {
    /// Table `name` of the generation of `snapshot`, of whichever commit, where it is as long as it says.
    pub fn find(snapshot: &Snapshot, name: &str) -> Option<Stored> {
        Stored::read(&snapshot.path, name)
    }

    fn read(generation: &Path, name: &str) -> Option<Stored> {
        // The engine complains of a missing file in its own way.
        fs::metadata(generation.join(name)).ok()?;
        let file = MmapDirectory::open(generation).ok()?.open_read(Path::new(name)).ok()?;
        let bytes = file.read_bytes().ok()?;
        let stamp = memchr::memchr(b'\n', &bytes)? + 1;
        let head = stamp + memchr::memchr(b'\n', &bytes[stamp..])?;
        let (commit, of) =
            std::str::from_utf8(&bytes[..stamp - 1]).ok()?.strip_prefix(name)?.strip_prefix(' ')?.split_once(' ')?;
        let (sum, length) = std::str::from_utf8(&bytes[stamp..head]).ok()?.split_once(' ')?;
        let (commit, of, sum) = (commit.parse().ok()?, of.to_owned(), sum.to_owned());
        let length: usize = length.parse().ok()?;
        let body = head + 1..(head + 1).checked_add(length)?;
        (body.end == bytes.len()).then(|| Stored { commit, of, sum, bytes: bytes.slice(body) })
    }
}

/// Stores table `name`, made of `snapshot` and of what `of` says (one line), and returns its bytes.
pub(super) fn store(folder: &Folder, snapshot: &Snapshot, name: &str, of: &str, made: Vec<u8>) -> OwnedBytes {
    let sum = blake3::hash(&made).to_hex();
    // Whoever writes is about to make this table old; and a folder that can't be written to can still be read. What a removal
    // took out meanwhile must not come back in an old table.
    if let Ok(_lock) = folder.lock_existing()
        && is_last(folder, snapshot)
    {
        let mut file = Vec::with_capacity(made.len() + of.len() + LONGEST_HEAD);
        let _ = writeln!(file, "{name} {} {of}\n{sum} {}", snapshot.commit(), made.len());
        file.extend_from_slice(&made);
        let _ = PlainFile { path: snapshot.path.join(name) }.replace(&file);
    }
    OwnedBytes::new(made)
}

/// Whether `snapshot` is still the last commit.
fn is_last(folder: &Folder, snapshot: &Snapshot) -> bool {
    let note = folder.current().and_then(|path| Generation::open(&path)?.note());
    folder.current().is_ok_and(|path| path == snapshot.path) && note.is_ok_and(|note| note == snapshot.note)
}

/// Removes every table of a generation.
pub(super) fn discard(generation: &Path) -> Result<(), IndexError> {
    for name in TABLES {
        for name in [name.to_owned(), folder::aside_of(name)] {
            let path = generation.join(name);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(IndexError::io(&path)(error)),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Every table that there may be.
const TABLES: [&str; 1] = [identities::NAME];

/// Bytes of the lines of stamp, checksum and length at most, but for what the table follows from.
const LONGEST_HEAD: usize = 160;

/// Whether table `name` stands there and is not as it was written; one that is stale or missing is no fault.
pub(super) fn is_damaged(generation: &Path, name: &str) -> bool {
    Stored::read(generation, name).is_some_and(|stored| blake3::hash(&stored.bytes).to_hex().as_str() != stored.sum)
}
