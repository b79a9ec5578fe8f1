//! Small files that are read and replaced as a whole, each with a checksum and a copy.
//!
//! The last line of each is `{"blake3":"…"}`, over everything before it. A file is written aside, synced, renamed, and the
//! folder synced, so that a crash leaves the old or the new one. Of what can't be made anew a copy stands beside, as
//! `.NAME.copy`, and takes the place of a file that is not as it was written; [`PlainFile::mend`] makes both whole again.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::IndexError;

/// Extension of a file that is being written. Its name begins with a dot, so that what a crash leaves of the very first one,
/// the marker, does not make the folder look like somebody else's.
pub(super) const ASIDE: &str = "aside";

/// Extension of the copy, whose name begins with a dot too.
const COPY: &str = "copy";

/// What stands around the checksum in the last line.
const SEAL: (&str, &str) = ("{\"blake3\":\"", "\"}\n");

/// Hex digits of a checksum.
const DIGITS: usize = 64;

/// Bytes of the last line.
const SEAL_BYTES: usize = SEAL.0.len() + DIGITS + SEAL.1.len();

/// Bytes that may differ in a last line that still counts as a checksum, a damaged one.
const DAMAGED_BYTES: usize = 8;

/// A small file that is read and replaced as a whole.
#[derive(Clone, Debug)]
pub(super) struct PlainFile {
    /// Where it is.
    pub path: PathBuf,
    has_copy: bool,
}

/// What stands on disk under one name.
enum Stored {
    Missing,
    /// As it was written.
    Whole(Vec<u8>),
    /// Of a time before there were checksums.
    Unsealed(Vec<u8>),
    Damaged,
}

impl PlainFile {
    /// A file that has a copy.
    pub fn new(path: PathBuf) -> PlainFile {
        PlainFile { path, has_copy: true }
    }

    /// A file that can be made anew and has no copy.
    pub fn single(path: PathBuf) -> PlainFile {
        PlainFile { path, has_copy: false }
    }

    fn copy(&self) -> PathBuf {
        beside(&self.path, COPY)
    }

    /// Replaces the file in one step.
    pub fn replace(&self, body: &[u8]) -> Result<(), IndexError> {
        self.put(body).map_err(IndexError::io(&self.path))
    }

    /// As [`PlainFile::replace`], with the system's own error.
    pub fn put(&self, body: &[u8]) -> io::Result<()> {
        let seal = seal(body);
        // The copy first: where the disk is full, nothing has changed.
        if self.has_copy {
            write(&self.copy(), &beside(&self.path, ASIDE), &[body, seal.as_bytes()])?;
        }
        write(&self.path, &beside(&self.path, ASIDE), &[body, seal.as_bytes()])?;
        sync_folder_of(&self.path)
    }

    /// Replaces the file by `rows`, one JSON object a line.
    pub fn replace_lines<T: Serialize>(&self, rows: &[T]) -> Result<(), IndexError> {
        let mut body = Vec::new();
        for row in rows {
            serde_json::to_writer(&mut body, row).map_err(|error| IndexError::io(&self.path)(error.into()))?;
            body.push(b'\n');
        }
        self.replace(&body)
    }

    /// What was written; `None` where the file is missing.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where neither the file nor its copy is as it was written.
    pub fn read(&self) -> Result<Option<Vec<u8>>, IndexError> {
        let main = stored(&self.path)?;
        let copy = match main {
            Stored::Missing => return Ok(None),
            Stored::Whole(body) => return Ok(Some(body)),
            _ if self.has_copy => stored(&self.copy())?,
            _ => Stored::Missing,
        };
        match (main, copy) {
            (_, Stored::Whole(body)) | (Stored::Unsealed(body), Stored::Missing) => Ok(Some(body)),
            _ => Err(IndexError::damaged(&self.path, "the checksum does not fit")),
        }
    }

    /// Its rows, one JSON object a line; none where the file is missing.
    ///
    /// # Errors
    /// As [`PlainFile::read`], and [`IndexError::Damaged`] for a line that is not such an object.
    pub fn read_lines<T: DeserializeOwned>(&self) -> Result<Vec<T>, IndexError> {
        let body = self.read()?.unwrap_or_default();
        let mut rows = Vec::new();
        for (number, line) in body.split_inclusive(|byte| *byte == b'\n').enumerate() {
            let row = serde_json::from_slice(line)
                .map_err(|error| IndexError::damaged(&self.path, format!("line {}: {error}", number + 1)))?;
            rows.push(row);
        }
        Ok(rows)
    }

    /// What is wrong with the file and with its copy, one line each; a file that is missing is no fault.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut look = |path: &Path| match stored(path) {
            Ok(Stored::Missing | Stored::Whole(_)) => {}
            Ok(Stored::Unsealed(_)) => faults.push(format!("{}: the checksum is missing", path.display())),
            Ok(Stored::Damaged) => faults.push(format!("{}: the checksum does not fit", path.display())),
            Err(error) => faults.push(error.to_string()),
        };
        look(&self.path);
        if self.has_copy {
            look(&self.copy());
        }
        faults
    }

    /// Writes file and copy anew where they are not the same and one of them is whole.
    pub fn mend(&self) -> Result<(), IndexError> {
        let Ok(Some(body)) = self.read() else { return Ok(()) };
        let is_whole = |path: &Path| matches!(stored(path), Ok(Stored::Whole(stands)) if stands == body);
        if is_whole(&self.path) && (!self.has_copy || is_whole(&self.copy())) {
            return Ok(());
        }
        self.replace(&body)
    }
}

/// The last line of a file that holds `body`.
fn seal(body: &[u8]) -> String {
    format!("{}{}{}", SEAL.0, blake3::hash(body).to_hex(), SEAL.1)
}

fn stored(path: &Path) -> Result<Stored, IndexError> {
    let mut bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Stored::Missing),
        Err(error) => return Err(IndexError::io(path)(error)),
    };
    let length = bytes.len().saturating_sub(SEAL_BYTES);
    let (body, line) = bytes.split_at(length);
    let expected = seal(body);
    if line == expected.as_bytes() {
        bytes.truncate(length);
        return Ok(Stored::Whole(bytes));
    }
    let is_hex = |byte: &u8| byte.is_ascii_hexdigit();
    let alike = line.iter().zip(expected.as_bytes()).enumerate().filter(|(place, (byte, wanted))| {
        let is_digit = (SEAL.0.len()..SEAL.0.len() + DIGITS).contains(place);
        if is_digit { is_hex(byte) } else { byte == wanted }
    });
    if alike.count() + DAMAGED_BYTES < SEAL_BYTES { Ok(Stored::Unsealed(bytes)) } else { Ok(Stored::Damaged) }
}

/// Replaces the file at `path`, which has checksums of its own, in one step.
pub(super) fn replace_raw(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write(path, &beside(path, ASIDE), &[bytes])?;
    sync_folder_of(path)
}

fn write(path: &Path, aside: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let mut out = File::create(aside)?;
    for part in parts {
        out.write_all(part)?;
    }
    out.sync_all()?;
    fs::rename(aside, path)
}

/// Removes a file, where it is there.
pub(super) fn remove_if_there(path: &Path) -> Result<(), IndexError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(IndexError::io(path)(error)),
        _ => Ok(()),
    }
}

/// Where a file stands while it is being written.
pub(super) fn aside(path: &Path) -> PathBuf {
    beside(path, ASIDE)
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{extension}"))
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Makes renames and new files in `folder` last.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(dir: &Path) -> PlainFile {
        PlainFile::new(dir.join("roots.jsonl"))
    }

    #[test]
    fn every_flipped_bit_is_found_and_mended_from_the_copy() {
        let dir = tempfile::tempdir().unwrap();
        let file = file(dir.path());
        file.replace(b"one\ntwo\n").unwrap();
        for path in [file.path.clone(), file.copy()] {
            let bytes = fs::read(&path).unwrap();
            for bit in 0..bytes.len() * 8 {
                let mut flipped = bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                fs::write(&path, &flipped).unwrap();
                assert_eq!(file.faults().len(), 1, "bit {bit}");
                assert_eq!(file.read().unwrap().unwrap(), b"one\ntwo\n", "bit {bit}");
                file.mend().unwrap();
                assert!(file.faults().is_empty(), "bit {bit}");
            }
        }
    }

    #[test]
    fn a_file_without_a_copy_that_was_damaged_is_never_believed() {
        let dir = tempfile::tempdir().unwrap();
        let file = PlainFile::single(dir.path().join("list.json"));
        file.replace(b"[]\n").unwrap();
        let bytes = fs::read(&file.path).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            fs::write(&file.path, &flipped).unwrap();
            assert!(matches!(file.read(), Err(IndexError::Damaged { .. })), "bit {bit}");
        }
    }

    #[test]
    fn a_file_cut_short_is_read_from_its_copy() {
        let dir = tempfile::tempdir().unwrap();
        let file = file(dir.path());
        file.replace(b"one\ntwo\n").unwrap();
        for length in 0..fs::read(&file.path).unwrap().len() {
            let bytes = fs::read(file.copy()).unwrap();
            fs::write(&file.path, &bytes[..length]).unwrap();
            assert_eq!(file.read().unwrap().unwrap(), b"one\ntwo\n", "{length} bytes");
            assert_eq!(file.faults().len(), 1, "{length} bytes");
        }
    }

    #[test]
    fn a_file_of_a_time_before_checksums_can_be_read() {
        let dir = tempfile::tempdir().unwrap();
        let file = file(dir.path());
        let line = "{\"number\":1,\"path\":\"/somewhere/or/other/in/a/folder/with/a/long/name/of/its/own\"}\n";
        fs::write(&file.path, line).unwrap();
        assert_eq!(file.read().unwrap().unwrap(), line.as_bytes());
        assert_eq!(file.faults().len(), 1);
        file.mend().unwrap();
        assert!(file.faults().is_empty());
    }

    #[test]
    fn a_missing_file_is_missing_whatever_its_copy_says() {
        let dir = tempfile::tempdir().unwrap();
        let file = file(dir.path());
        assert!(file.read().unwrap().is_none());
        file.replace(b"x\n").unwrap();
        fs::remove_file(&file.path).unwrap();
        assert!(file.read().unwrap().is_none());
        assert!(file.faults().is_empty());
    }
}
