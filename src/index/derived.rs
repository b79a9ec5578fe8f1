//! Derived tables: files inside a generation that hold what follows from a commit and from what the user gave.
//!
//! Each is stamped with what it follows from. A reader that finds one stale or missing makes it for itself, and stores it only
//! where it gets the lock; nothing is lost by deleting one. They are mapped, not read, so that opening costs nothing.

use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use super::IndexError;
use super::folder::{Folder, PlainFile};
use super::generation::Snapshot;

/// The bytes of table `name` as of `snapshot` and `stamp` (one line): those on disk where they are in force, else what
/// `make` makes.
pub(super) fn table(
    folder: &Folder,
    snapshot: &Snapshot,
    name: &str,
    stamp: &str,
    make: impl FnOnce() -> Result<Vec<u8>, IndexError>,
) -> Result<OwnedBytes, IndexError> {
    let stamp = format!("{name} {} {stamp}\n", snapshot.commit());
    if let Some((bytes, body)) = stored(&snapshot.path, name)
        && bytes.starts_with(stamp.as_bytes())
    {
        return Ok(bytes.slice(body));
    }
    let made = make()?;
    let sum = blake3::hash(&made).to_hex();
    // Whoever writes is about to make this table old; and a folder that can't be written to can still be read.
    if let Ok(_lock) = folder.lock_existing() {
        let mut file = Vec::with_capacity(stamp.len() + LONGEST_HEAD + made.len());
        let _ = writeln!(file, "{stamp}{sum} {}", made.len());
        file.extend_from_slice(&made);
        let _ = PlainFile { path: snapshot.path.join(name) }.replace(&file);
    }
    Ok(OwnedBytes::new(made))
}

/// Bytes of the line of checksum and length at most.
const LONGEST_HEAD: usize = 96;

/// Whether table `name` stands there and is not as it was written; one that is stale or missing is no fault.
pub(super) fn is_damaged(generation: &Path, name: &str) -> bool {
    let Some((bytes, body)) = stored(generation, name) else { return false };
    let sum = blake3::hash(&bytes[body.clone()]).to_hex();
    !bytes[..body.start].windows(sum.len()).any(|part| part == sum.as_bytes())
}

/// What stands on disk, where it is as long as it says, and the place of the table in it. Its checksum is left to `check`: it
/// would have all of it read.
fn stored(generation: &Path, name: &str) -> Option<(OwnedBytes, Range<usize>)> {
    // The engine complains of a missing file in its own way.
    fs::metadata(generation.join(name)).ok()?;
    let file = MmapDirectory::open(generation).ok()?.open_read(Path::new(name)).ok()?;
    let bytes = file.read_bytes().ok()?;
    let stamp = memchr::memchr(b'\n', &bytes)? + 1;
    let head = stamp + memchr::memchr(b'\n', &bytes[stamp..])?;
    let length: usize = std::str::from_utf8(&bytes[stamp..head]).ok()?.split_once(' ')?.1.parse().ok()?;
    let body = head + 1..head + 1 + length;
    (body.end == bytes.len()).then_some((bytes, body))
}
