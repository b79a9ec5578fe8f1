//! Derived tables: files inside a generation that hold what follows from a commit and from what the user gave.
//!
//! Each is stamped with what it follows from. A reader that finds one stale or missing makes it for itself, and stores it only
//! where it gets the lock; nothing is lost by deleting one. They are mapped, not read, so that opening costs nothing.

use std::fs;
use std::io::Write;
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
    if let Some(bytes) = stored(&snapshot.path, name, &stamp) {
        return Ok(bytes);
    }
    let made = make()?;
    let sum = blake3::hash(&made).to_hex();
    // Whoever writes is about to make this table old; and a folder that can't be written to can still be read.
    if let Ok(_lock) = folder.lock_existing() {
        let mut file = Vec::with_capacity(stamp.len() + sum.len() + 1 + made.len());
        let _ = writeln!(file, "{stamp}{sum}");
        file.extend_from_slice(&made);
        let _ = PlainFile { path: snapshot.path.join(name) }.replace(&file);
    }
    Ok(OwnedBytes::new(made))
}

/// What stands on disk, where it bears `stamp` and is whole.
fn stored(generation: &Path, name: &str, stamp: &str) -> Option<OwnedBytes> {
    // The engine complains of a missing file in its own way.
    fs::metadata(generation.join(name)).ok()?;
    let file = MmapDirectory::open(generation).ok()?.open_read(Path::new(name)).ok()?;
    let bytes = file.read_bytes().ok()?;
    let rest = bytes.strip_prefix(stamp.as_bytes())?;
    let (sum, body) = (rest.get(..64)?, rest.get(65..)?);
    // Cut short by a full disk, or another's file: the length says so at once, the sum for sure.
    (blake3::hash(body).to_hex().as_bytes() == sum).then(|| bytes.slice(bytes.len() - body.len()..bytes.len()))
}
