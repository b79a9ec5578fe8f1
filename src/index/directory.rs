//! Where the engine's files are: its own mapped folder, with checksums over all that is written and read.
//!
//! Segments are files of [`blocks`](super::blocks), so that a damaged byte is an error where it is read and the engine never
//! sees it; the list of segments, which is the commit, is a [`PlainFile`] with a copy.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use super::IndexError;
use super::blocks::{BlockFile, Sealing};
use super::plain::PlainFile;

/// The list of segments: the commit.
pub(super) const META: &str = "meta.json";

/// The engine's list of the files that it wrote, to know what it may delete.
pub(super) const MANAGED: &str = ".managed.json";

/// A folder of the engine's files.
#[derive(Clone, Debug)]
pub(super) struct SealedDirectory {
    inner: MmapDirectory,
    path: PathBuf,
    failure: Failure,
}

/// What the system said when a file could first not be written: the engine's threads keep it to themselves.
#[derive(Clone, Debug, Default)]
struct Failure(Arc<Mutex<Option<(PathBuf, io::Error)>>>);

impl Failure {
    fn set(&self, path: &Path, error: &io::Error) {
        let again = error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
        let mut first = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        first.get_or_insert_with(|| (path.to_owned(), again));
    }

    fn note<T>(&self, path: &Path, result: io::Result<T>) -> io::Result<T> {
        result.inspect_err(|error| self.set(path, error))
    }
}

impl SealedDirectory {
    /// The folder at `path`, which must exist.
    pub fn open(path: &Path) -> Result<SealedDirectory, OpenDirectoryError> {
        Ok(SealedDirectory { inner: MmapDirectory::open(path)?, path: path.to_owned(), failure: Failure::default() })
    }

    /// One of the large files.
    pub fn blocks(&self, path: &Path) -> Result<BlockFile, OpenReadError> {
        let handle = self.inner.get_file_handle(path)?;
        let full = self.path.join(path);
        let file = handle.read_bytes(0..handle.len()).and_then(|bytes| BlockFile::open(&full, bytes));
        file.map_err(|error| OpenReadError::wrap_io_error(error, path.to_path_buf()))
    }

    /// Why a file could not be written, where that is so.
    pub fn failure(&self) -> Option<IndexError> {
        let failure = self.failure.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).take();
        failure.map(|(path, error)| IndexError::io(&path)(error))
    }

    /// One of the files that are replaced as a whole.
    fn plain(&self, path: &Path) -> PlainFile {
        let full = self.path.join(path);
        if path == Path::new(META) { PlainFile::new(full) } else { PlainFile::single(full) }
    }

    /// What the list of the engine's files says where it is lost: all that is named as they are.
    fn listed(&self) -> io::Result<Vec<u8>> {
        let mut names = BTreeSet::from([META.to_owned()]);
        for entry in fs::read_dir(&self.path)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let stem = name.split('.').next().unwrap_or_default();
            if stem.len() == SEGMENT_ID_DIGITS && stem.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                names.insert(name);
            }
        }
        Ok(serde_json::to_vec(&names)?)
    }
}

/// Hex digits of the id that the names of a segment's files begin with.
const SEGMENT_ID_DIGITS: usize = 32;

impl Directory for SealedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.blocks(path)?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let inner = self.inner.open_write(path).inspect_err(|error| {
            if let OpenWriteError::IoError { io_error, .. } = error {
                self.failure.set(&self.path.join(path), io_error);
            }
        })?;
        let (path, failure) = (self.path.join(path), self.failure.clone());
        Ok(BufWriter::new(Box::new(SealedWriter { sealing: Some(Sealing::new(inner)), path, failure })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let io = |error: io::Error| OpenReadError::wrap_io_error(error, path.to_path_buf());
        match self.plain(path).read() {
            Ok(Some(body)) => Ok(body),
            // A copy of an index has no such list; and one that is not as it was written is as good as none.
            Ok(None) | Err(_) if path == Path::new(MANAGED) && self.path.join(META).exists() => {
                self.listed().map_err(io)
            }
            Ok(None) => Err(OpenReadError::FileDoesNotExist(path.to_owned())),
            Err(error) => Err(io(io::Error::new(io::ErrorKind::InvalidData, error.to_string()))),
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.failure.note(&self.path.join(path), self.plain(path).put(data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let is_for_reading = lock.filepath == META_LOCK.filepath;
        match self.inner.acquire_lock(lock) {
            // A folder that can't be written to can still be read.
            Err(LockError::IoError(error)) if is_for_reading && cannot_be_written(error.kind()) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            result => result,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

fn cannot_be_written(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::StorageFull)
}

/// Writes a file of blocks.
struct SealedWriter {
    /// `None` once it is finished.
    sealing: Option<Sealing<WritePtr>>,
    path: PathBuf,
    failure: Failure,
}

impl Write for SealedWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.sealing.as_mut().ok_or_else(finished)?.write(bytes);
        self.failure.note(&self.path, written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.sealing.as_mut().map_or(Ok(()), |sealing| sealing.flush());
        self.failure.note(&self.path, flushed)
    }
}

impl TerminatingWrite for SealedWriter {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        let sealing = self.sealing.take().ok_or_else(finished)?;
        self.failure.note(&self.path, sealing.finish().and_then(|inner| inner.terminate()))
    }
}

fn finished() -> io::Error {
    io::Error::other("the file is finished")
}
