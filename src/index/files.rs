//! The record of files: what is known of each file whose articles the index holds, so that only what changed is read again.
//!
//! One file of packed JSON lines, in [`blocks`], beside a generation's segments, in order of root and path, named in the same commit as
//! the articles: it is never ahead of them. It is read and written as a stream, merged with the changes of a run.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::iter::Peekable;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::IndexError;
use super::blocks::{self, Sealing};

/// A file of a root, in the order of the record and of the walk: by root, then by the path's parts, bytewise.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct FileKey {
    /// Number of the root.
    pub root: u64,
    /// Path inside it, `/` between the parts.
    pub inner: String,
}

impl Ord for FileKey {
    fn cmp(&self, other: &FileKey) -> Ordering {
        self.root.cmp(&other.root).then_with(|| compare_paths(&self.inner, &other.inner))
    }
}

impl PartialOrd for FileKey {
    fn partial_cmp(&self, other: &FileKey) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares two paths part by part, bytewise: the order in which the walk meets them.
pub(super) fn compare_paths(left: &str, right: &str) -> Ordering {
    left.split('/').cmp(right.split('/'))
}

/// What is known of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileRecord {
    /// Number of the root.
    pub root: u64,
    /// Path inside it.
    pub inner: String,
    /// Size in bytes.
    pub size: u64,
    /// Time of last change, in nanoseconds since 1970.
    pub mtime: i128,
    /// First 16 bytes of BLAKE3 of the file, in hex; nothing where it was not read to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Whether size and mtime prove that the file is as it was read. Not so where it changed about when it was read, where
    /// it could not be read to its end, or where a removal was held back.
    pub settled: bool,
    /// What was skipped in it, by label of the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub skipped: BTreeMap<String, u64>,
}

impl FileRecord {
    /// Of a file of which nothing is known but that it was there: it has to be read again.
    pub fn unknown(key: FileKey) -> FileRecord {
        let FileKey { root, inner } = key;
        FileRecord { root, inner, size: 0, mtime: 0, digest: None, settled: false, skipped: BTreeMap::new() }
    }

    /// Its place in the record.
    pub fn key(&self) -> FileKey {
        FileKey { root: self.root, inner: self.inner.clone() }
    }
}

/// Changes to the record: what a file is now, or `None` for one that is gone.
pub(super) type Changes = BTreeMap<FileKey, Option<FileRecord>>;

/// A stream of records, in order.
pub(super) type Records = Box<dyn Iterator<Item = Result<FileRecord, IndexError>> + Send>;

/// Reads a record, whose BLAKE3 should be `expected`; without one an empty one.
///
/// # Errors
/// [`IndexError::Damaged`] where it is not as it was written: what it says decides which files are read again.
pub(super) fn read(record: Option<(&Path, &str)>) -> Result<Records, IndexError> {
    let Some((path, expected)) = record else { return Ok(Box::new(std::iter::empty())) };
    if let Some(fault) = fault(path, expected) {
        return Err(IndexError::damaged(path, fault));
    }
    let file = blocks::body(path).map_err(IndexError::io(path))?;
    let decoder = zstd::stream::read::Decoder::new(file).map_err(IndexError::io(path))?;
    let path = path.to_owned();
    let lines = BufReader::new(decoder).lines();
    Ok(Box::new(lines.map(move |line| {
        let line = line.map_err(|error| IndexError::damaged(&path, error))?;
        serde_json::from_str(&line).map_err(|error| IndexError::damaged(&path, error))
    })))
}

/// Writes `old` with `changes` made to `path`, synced, and returns its checksum.
pub(super) fn write_merged(old: Records, changes: &Changes, path: &Path) -> Result<String, IndexError> {
    let file = File::create(path).map_err(IndexError::io(path))?;
    let file = Sealing::new(BufWriter::new(file));
    let mut out = zstd::stream::write::Encoder::new(file, 1).map_err(IndexError::io(path))?;
    let mut put = |record: &FileRecord| -> Result<(), IndexError> {
        serde_json::to_writer(&mut out, record).map_err(|error| IndexError::io(path)(error.into()))?;
        out.write_all(b"\n").map_err(IndexError::io(path))
    };
    let mut old = old.peekable();
    for (key, change) in changes {
        while let Some(record) = next_before(&mut old, key)? {
            put(&record)?;
        }
        if let Some(record) = change {
            put(record)?;
        }
    }
    for record in old {
        put(&record?)?;
    }
    let finished = out.finish().and_then(Sealing::finish);
    let finished = finished.and_then(|out| out.into_inner().map_err(|error| error.into_error()));
    finished.and_then(|file| file.sync_all()).map_err(IndexError::io(path))?;
    checksum(path).map_err(IndexError::io(path))
}

/// The next old record before `key`; one at `key` itself is dropped, for it was changed.
fn next_before(old: &mut Peekable<Records>, key: &FileKey) -> Result<Option<FileRecord>, IndexError> {
    let order = match old.peek() {
        Some(Ok(record)) => record.key().cmp(key),
        Some(Err(_)) => Ordering::Less,
        None => return Ok(None),
    };
    match order {
        Ordering::Less => old.next().transpose(),
        Ordering::Equal => {
            old.next();
            Ok(None)
        }
        Ordering::Greater => Ok(None),
    }
}

/// What is wrong with the record at `path`, whose BLAKE3 should be `expected`; `None` where nothing is.
pub(super) fn fault(path: &Path, expected: &str) -> Option<String> {
    match checksum(path) {
        Ok(sum) if sum == expected => None,
        Ok(_) => Some("the checksum does not fit".to_owned()),
        Err(error) => Some(error.to_string()),
    }
}

/// BLAKE3 of a file, in hex.
pub(super) fn checksum(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hasher.finalize().to_hex().to_string());
        }
        hasher.update(&buffer[..read]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(root: u64, inner: &str, size: u64) -> FileRecord {
        let skipped = BTreeMap::new();
        FileRecord { root, inner: inner.into(), size, mtime: 5, digest: None, settled: true, skipped }
    }

    #[test]
    fn a_folder_comes_before_the_files_whose_names_begin_like_it() {
        assert_eq!(compare_paths("a/z.txt", "a.txt"), Ordering::Less);
        assert_eq!(compare_paths("a/b", "a/b"), Ordering::Equal);
        assert_eq!(compare_paths("b", "a/b"), Ordering::Greater);
    }

    #[test]
    fn changes_are_merged_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let (first, second) = (dir.path().join("1"), dir.path().join("2"));
        let mut changes = Changes::new();
        for (inner, size) in [("b.txt", 1), ("a.txt", 1), ("c/d.txt", 1)] {
            let record = record(1, inner, size);
            changes.insert(record.key(), Some(record));
        }
        let sum = write_merged(read(None).unwrap(), &changes, &first).unwrap();

        let mut changes = Changes::new();
        changes.insert(record(1, "a.txt", 0).key(), None);
        changes.insert(record(1, "b.txt", 2).key(), Some(record(1, "b.txt", 2)));
        changes.insert(record(1, "zz.txt", 2).key(), Some(record(1, "zz.txt", 2)));
        changes.insert(record(2, "a.txt", 2).key(), Some(record(2, "a.txt", 2)));
        let sum = write_merged(read(Some((&first, &sum))).unwrap(), &changes, &second).unwrap();

        let now: Vec<FileRecord> = read(Some((&second, &sum))).unwrap().collect::<Result<_, _>>().unwrap();
        let expected = [record(1, "b.txt", 2), record(1, "c/d.txt", 1), record(1, "zz.txt", 2), record(2, "a.txt", 2)];
        assert_eq!(now, expected);
        assert!(matches!(read(Some((&first, &sum))), Err(IndexError::Damaged { .. })));
    }
}
