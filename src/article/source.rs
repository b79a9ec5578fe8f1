//! The bytes of a file: hashed on the way, and unpacked within bounds.

use super::format::Packing;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

/// Bytes read at once.
const BUFFER: usize = 64 * 1024;

/// Bytes of memory that unpacking `.xz` may take.
const XZ_MEMORY: u64 = 256 << 20;

/// Logarithm of the largest window of `.zst` that is unpacked: 128 MiB, as the `zstd` program has it.
const ZSTD_WINDOW_LOG: u32 = 27;

/// Bytes that any file may unpack to.
const FREE_BYTES: u64 = 256 << 20;

/// How many times its size a file may unpack to beyond that; text shrinks to a third or a tenth.
const MOST_TIMES: u64 = 200;

/// Bytes to be read, wherever they come from.
pub(crate) type Bytes<'s> = Box<dyn BufRead + 's>;

/// A reader that hashes what passes through it.
struct Hashed {
    raw: File,
    hasher: blake3::Hasher,
    /// Bytes that passed.
    bytes: u64,
}

/// A file on the disk, hashed while it is read.
#[derive(Clone)]
pub(crate) struct FileSource(Arc<Mutex<Hashed>>);

impl FileSource {
    pub(crate) fn new(raw: File) -> FileSource {
        FileSource(Arc::new(Mutex::new(Hashed { raw, hasher: blake3::Hasher::new(), bytes: 0 })))
    }

    fn lock(&self) -> MutexGuard<'_, Hashed> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Its bytes as they are on the disk.
    pub(crate) fn as_packed(&self) -> Bytes<'static> {
        Box::new(BufReader::with_capacity(BUFFER, self.clone()))
    }

    /// The file itself, for formats that begin at their end.
    ///
    /// # Errors
    /// Those of the system.
    pub(crate) fn seekable(&self) -> io::Result<Seekable> {
        Ok(Seekable::File(self.lock().raw.try_clone()?))
    }

    /// Bytes of the file, as they are on the disk, that were read so far.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.lock().bytes
    }

    /// Reads the file to its end without unpacking any more of it, and returns the first half of the BLAKE3 of all its bytes
    /// as they are on the disk.
    ///
    /// # Errors
    /// Those of the file.
    pub(crate) fn digest(&self) -> io::Result<[u8; 16]> {
        let mut source = self.lock();
        let at = source.bytes;
        // It may have been read elsewhere by way of `seekable`.
        source.raw.seek(SeekFrom::Start(at))?;
        io::copy(&mut *source, &mut io::sink())?;
        let mut digest = [0; 16];
        digest.copy_from_slice(&source.hasher.finalize().as_bytes()[..16]);
        Ok(digest)
    }
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.raw.read(buffer)?;
        self.hasher.update(&buffer[..length]);
        self.bytes += length as u64;
        Ok(length)
    }
}

impl Read for FileSource {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.lock().read(buffer)
    }
}

/// Bytes that can be read from any place: a file, or what an archive held.
pub(crate) enum Seekable {
    /// On the disk.
    File(File),
    /// In memory.
    Memory(Cursor<Arc<[u8]>>),
}

impl Seekable {
    /// The same bytes once more.
    ///
    /// # Errors
    /// Those of the system.
    pub(crate) fn again(&self) -> io::Result<Seekable> {
        Ok(match self {
            Seekable::File(file) => Seekable::File(file.try_clone()?),
            Seekable::Memory(bytes) => Seekable::Memory(Cursor::new(Arc::clone(bytes.get_ref()))),
        })
    }
}

impl Read for Seekable {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Seekable::File(file) => file.read(buffer),
            Seekable::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Seekable {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Seekable::File(file) => file.seek(to),
            Seekable::Memory(bytes) => bytes.seek(to),
        }
    }
}

/// A piece of bytes that can be read from any place; others may read elsewhere in between.
pub(crate) struct Slice {
    whole: Seekable,
    at: u64,
    left: u64,
}

impl Slice {
    /// `length` bytes from `start` on.
    pub(crate) fn new(whole: Seekable, start: u64, length: u64) -> Slice {
        Slice { whole, at: start, left: length }
    }

    /// With a buffer.
    pub(crate) fn buffered(self) -> BufReader<Slice> {
        BufReader::with_capacity(BUFFER, self)
    }
}

impl Read for Slice {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        self.whole.seek(SeekFrom::Start(self.at))?;
        let length = self.whole.read(&mut buffer[..most])?;
        self.at += length as u64;
        self.left -= length as u64;
        Ok(length)
    }
}

/// How much one file may unpack to in all, through every archive inside it.
#[derive(Clone)]
pub(crate) struct Budget {
    left: Arc<AtomicU64>,
}

/// A file unpacks to more than it may.
#[derive(Debug, thiserror::Error)]
#[error("it unpacks to more than {MOST_TIMES} times its size")]
pub(crate) struct Bomb;

impl Budget {
    /// For a file of this size in bytes.
    pub(crate) fn for_size(size: u64) -> Budget {
        Budget { left: Arc::new(AtomicU64::new(FREE_BYTES.saturating_add(size.saturating_mul(MOST_TIMES)))) }
    }

    /// For a stream, whose size nobody knows.
    pub(crate) fn unbounded() -> Budget {
        Budget { left: Arc::new(AtomicU64::new(u64::MAX)) }
    }

    /// Takes so many bytes.
    ///
    /// # Errors
    /// [`Bomb`] where fewer are left.
    pub(crate) fn take(&self, bytes: u64) -> Result<(), Bomb> {
        let taken = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes));
        taken.map(|_| ()).map_err(|_| Bomb)
    }

    /// `bytes`, of which no more is read than is left.
    pub(crate) fn spent_by<'s, R: Read + 's>(&self, bytes: R) -> Bytes<'s> {
        Box::new(BufReader::with_capacity(BUFFER, Metered { bytes, budget: self.clone() }))
    }
}

struct Metered<R> {
    bytes: R,
    budget: Budget,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(buffer)?;
        self.budget.take(length as u64).map_err(io::Error::other)?;
        Ok(length)
    }
}

/// Unpacks `bytes`.
///
/// # Errors
/// None of the data's, which are met while reading; only where no memory is found.
pub(crate) fn unpacked<'s>(bytes: Bytes<'s>, packing: Packing, budget: &Budget) -> io::Result<Bytes<'s>> {
    Ok(match packing {
        Packing::Plain => bytes,
        Packing::Gzip => budget.spent_by(MultiGzDecoder::new(bytes)),
        Packing::Bzip2 => budget.spent_by(bzip2::bufread::MultiBzDecoder::new(bytes)),
        Packing::Zstd => {
            let mut decoder = zstd::Decoder::with_buffer(bytes)?;
            decoder.window_log_max(ZSTD_WINDOW_LOG)?;
            budget.spent_by(decoder)
        }
        Packing::Xz => {
            let stream = liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, liblzma::stream::CONCATENATED)
                .map_err(io::Error::other)?;
            budget.spent_by(liblzma::bufread::XzDecoder::new_stream(bytes, stream))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_budget_holds_for_all_that_is_unpacked() {
        let budget = Budget { left: Arc::new(AtomicU64::new(10)) };
        let mut read = Vec::new();
        budget.spent_by(&b"123456"[..]).read_to_end(&mut read).unwrap();
        assert_eq!(read, b"123456");
        let error = budget.spent_by(&b"123456"[..]).read_to_end(&mut read).unwrap_err();
        assert!(error.get_ref().is_some_and(|error| error.is::<Bomb>()));
    }
}
