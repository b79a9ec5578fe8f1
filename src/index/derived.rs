//! Derived tables: files inside a generation that hold what follows from a commit and from what the user gave.
//!
//! Each is stamped with what it follows from. A reader that finds one stale, damaged or missing makes it for itself, and stores it
//! only where it gets the lock; nothing is lost by deleting one. They are mapped files of [`blocks`].

use std::fs;
use std::io;
use std::path::Path;

use tantivy::directory::{Directory, OwnedBytes};

use super::directory::SealedDirectory;
use super::folder::Folder;
use super::generation::{Generation, Snapshot};
use super::{IndexError, blocks, copies, identities, plain};

/// The derived tables there are.
pub(super) const TABLES: [&str; 3] = [identities::NAME, identities::SINCE, copies::NAME];

/// A table as it stands on disk.
pub(super) struct Stored {
    /// The commit it was made of.
    pub commit: u64,
    /// What else it follows from, one line.
    pub of: String,
    /// BLAKE3 of the table, in hex: what a table that goes on from it names it by.
    pub sum: String,
    pub bytes: OwnedBytes,
}

impl Stored {
    /// Table `name` of the generation of `snapshot`, of whichever commit, where it is as it was written.
    pub fn find(snapshot: &Snapshot, name: &str) -> Option<Stored> {
        // The engine complains of a missing file in its own way.
        fs::metadata(snapshot.path.join(name)).ok()?;
        let bytes = SealedDirectory::open(&snapshot.path).ok()?.open_read(Path::new(name)).ok()?.read_bytes().ok()?;
        let stamp = memchr::memchr(b'\n', &bytes)? + 1;
        let head = stamp + memchr::memchr(b'\n', &bytes[stamp..])?;
        let (commit, of) =
            std::str::from_utf8(&bytes[..stamp - 1]).ok()?.strip_prefix(name)?.strip_prefix(' ')?.split_once(' ')?;
        let (commit, of) = (commit.parse().ok()?, of.to_owned());
        let sum = std::str::from_utf8(&bytes[stamp..head]).ok()?.to_owned();
        Some(Stored { commit, of, sum, bytes: bytes.slice(head + 1..bytes.len()) })
    }
}

/// Stores table `name`, made of `snapshot` and of what `of` says (one line), and returns its bytes.
pub(super) fn store(folder: &Folder, snapshot: &Snapshot, name: &str, of: &str, made: Vec<u8>) -> OwnedBytes {
    // Whoever writes is about to make this table old; and a folder that can't be written to can still be read. What a removal
    // took out meanwhile must not come back in an old table.
    if let Ok(_lock) = folder.lock_existing()
        && is_last(folder, snapshot)
    {
        let head = format!("{name} {} {of}\n{}\n", snapshot.commit(), blake3::hash(&made).to_hex());
        let file = blocks::sealed(&[head.as_bytes(), &made]);
        let _ = file.and_then(|file| plain::replace_raw(&snapshot.path.join(name), &file));
    }
    OwnedBytes::new(made)
}

/// Whether `snapshot` is still the last commit.
fn is_last(folder: &Folder, snapshot: &Snapshot) -> bool {
    let is_note = |path: &Path| Generation::open(path)?.note().map(|note| note == snapshot.note);
    folder.current().is_ok_and(|path| path == snapshot.path && is_note(&path).unwrap_or(false))
}

/// Removes every table of a generation.
pub(super) fn discard(generation: &Path) -> Result<(), IndexError> {
    for name in TABLES {
        let path = generation.join(name);
        for path in [plain::aside(&path), path] {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(IndexError::io(&path)(error)),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Whether table `name` stands there and is not as it was written; one that is stale or missing is no fault.
pub(super) fn is_damaged(generation: &Path, name: &str) -> bool {
    let path = generation.join(name);
    path.exists() && blocks::fault(&path).is_some()
}
