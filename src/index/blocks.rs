//! Large files with a checksum for each block, so that a reader believes nothing that is not as it was written, and pays only for
//! what it reads.
//!
//! Layout: the body; for each 4 KiB of it their CRC-32; the length of the body; the CRC-32 of sums and length; a mark. A block is
//! looked at when it is read for the first time.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

use super::plain;

/// Bytes that one checksum stands for.
const BLOCK: usize = 4096;

/// Bytes of a checksum.
const SUM: usize = 4;

/// What such a file ends with.
const MARK: &[u8; 4] = b"who\n";

/// Bytes after the sums: length of the body, checksum of sums and length, mark.
const TAIL: usize = 8 + SUM + MARK.len();

/// Writes a body to `inner` and keeps its sums, which [`Sealing::tail`] gives to be written after it.
pub(super) struct Sealing<W> {
    inner: W,
    sums: Vec<u8>,
    block: crc32fast::Hasher,
    filled: usize,
    length: u64,
}

impl<W: Write> Sealing<W> {
    /// Begins.
    pub fn new(inner: W) -> Sealing<W> {
        Sealing { inner, sums: Vec::new(), block: crc32fast::Hasher::new(), filled: 0, length: 0 }
    }

    /// Writes sums and tail, and gives back what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        if self.filled > 0 {
            self.end_block();
        }
        self.sums.extend_from_slice(&self.length.to_le_bytes());
        let sum = crc32fast::hash(&self.sums);
        self.inner.write_all(&self.sums)?;
        self.inner.write_all(&sum.to_le_bytes())?;
        self.inner.write_all(MARK)?;
        Ok(self.inner)
    }

    fn end_block(&mut self) {
        let sum = std::mem::take(&mut self.block).finalize();
        self.sums.extend_from_slice(&sum.to_le_bytes());
        self.filled = 0;
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        let mut rest = &bytes[..written];
        while !rest.is_empty() {
            let (part, after) = rest.split_at(rest.len().min(BLOCK - self.filled));
            self.block.update(part);
            self.filled += part.len();
            if self.filled == BLOCK {
                self.end_block();
            }
            rest = after;
        }
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A body of these parts as it stands on disk.
pub(super) fn sealed(parts: &[&[u8]]) -> io::Result<Vec<u8>> {
    let mut sealing = Sealing::new(Vec::new());
    for part in parts {
        sealing.write_all(part)?;
    }
    sealing.finish()
}

/// What a reader meets where a file is not as it was written; inside an [`io::Error`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {what}", path.display())]
pub(super) struct DamagedFile {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub what: String,
}

/// A file whose blocks are looked at as they are read.
#[derive(Debug)]
pub(super) struct BlockFile {
    path: PathBuf,
    bytes: OwnedBytes,
    sums: OwnedBytes,
    body: usize,
    /// A bit a block: it was looked at, and is as it was written.
    seen: Box<[AtomicU64]>,
}

impl BlockFile {
    /// The file at `path`, which consists of `bytes`.
    ///
    /// # Errors
    /// [`DamagedFile`] where its tail is not as it was written.
    pub fn open(path: &Path, bytes: OwnedBytes) -> io::Result<BlockFile> {
        BlockFile::parse(path, bytes).map_err(|error| damaged(path, &error))
    }

    fn parse(path: &Path, bytes: OwnedBytes) -> io::Result<BlockFile> {
        let end = bytes.len().checked_sub(TAIL).ok_or_else(cut_short)?;
        let body = body_length(&bytes[end..], bytes.len() as u64)? as usize;
        let sums = bytes.slice(body..end);
        check_tail(&sums, &bytes[end..])?;
        let words = body.div_ceil(BLOCK).div_ceil(64);
        let seen = (0..words).map(|_| AtomicU64::new(0)).collect();
        Ok(BlockFile { path: path.to_owned(), bytes, sums, body, seen })
    }

    /// The bytes in `range`, where they are as they were written.
    ///
    /// # Errors
    /// [`DamagedFile`] where they are not, or where the file is shorter.
    #[inline]
    pub fn bytes(&self, range: Range<usize>) -> io::Result<&[u8]> {
        let block = range.start / BLOCK;
        // Most of what is read is a number of a block that was looked at before.
        if range.end <= self.body && range.start < range.end && range.end <= (block + 1) * BLOCK && self.is_seen(block)
        {
            return Ok(&self.bytes[range]);
        }
        self.bytes_looked_at(range)
    }

    fn bytes_looked_at(&self, range: Range<usize>) -> io::Result<&[u8]> {
        if range.end > self.body {
            return Err(damaged(&self.path, &cut_short()));
        }
        self.look_at(&range)?;
        Ok(&self.bytes[range])
    }

    #[inline]
    fn is_seen(&self, block: usize) -> bool {
        self.seen[block / 64].load(Ordering::Relaxed) >> (block % 64) & 1 == 1
    }

    fn look_at(&self, range: &Range<usize>) -> io::Result<()> {
        let blocks = range.start / BLOCK..range.end.div_ceil(BLOCK);
        for block in blocks {
            let (word, bit) = (&self.seen[block / 64], 1 << (block % 64));
            if word.load(Ordering::Relaxed) & bit != 0 {
                continue;
            }
            let part = &self.bytes[block * BLOCK..self.body.min((block + 1) * BLOCK)];
            if sum_at(&self.sums, block) != crc32fast::hash(part) {
                return Err(damaged(&self.path, &does_not_fit()));
            }
            word.fetch_or(bit, Ordering::Relaxed);
        }
        Ok(())
    }
}

impl HasLen for BlockFile {
    fn len(&self) -> usize {
        self.body
    }
}

impl FileHandle for BlockFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        if range.end > self.body {
            return Err(damaged(&self.path, &cut_short()));
        }
        self.look_at(&range)?;
        Ok(self.bytes.slice(range))
    }
}

/// What is wrong with the file at `path`; `None` where it is as it was written. Reads all of it.
pub(super) fn fault(path: &Path) -> Option<String> {
    read_through(path).err().map(|error| match error.kind() {
        io::ErrorKind::NotFound => "missing".to_owned(),
        _ => error.to_string(),
    })
}

/// The body of the file at `path`, unchecked.
pub(super) fn body(path: &Path) -> io::Result<io::Take<File>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut tail = [0; TAIL];
    file.seek(SeekFrom::Start(length.checked_sub(TAIL as u64).ok_or_else(cut_short)?))?;
    file.read_exact(&mut tail)?;
    let body = body_length(&tail, length)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file.take(body))
}

/// Puts right the file at `path` where no more than one bit a block was flipped, and says whether it is whole now.
///
/// A flipped bit changes a CRC in a way that no other bit of the block does.
pub(super) fn repair(path: &Path) -> io::Result<bool> {
    let mut bytes = fs::read(path)?;
    if !repaired(&mut bytes) {
        return Ok(false);
    }
    plain::replace_raw(path, &bytes)?;
    Ok(fault(path).is_none())
}

fn repaired(bytes: &mut [u8]) -> bool {
    let Some(end) = bytes.len().checked_sub(TAIL) else { return false };
    // Each block has a sum, and the last may be shorter.
    let blocks = end.div_ceil(BLOCK + SUM);
    let Some(body) = end.checked_sub(blocks * SUM).filter(|body| body.div_ceil(BLOCK) == blocks) else { return false };
    bytes[end..end + 8].copy_from_slice(&(body as u64).to_le_bytes());
    bytes[end + TAIL - MARK.len()..].copy_from_slice(MARK);
    let sum = sum_at(&bytes[end + 8..], 0);
    let found = crc32fast::hash(&bytes[body..end + 8]);
    // Where the sum of the sums itself has one bit more or less, they are whole.
    if (sum ^ found).count_ones() == 1 {
        bytes[end + 8..end + 8 + SUM].copy_from_slice(&found.to_le_bytes());
    } else if !flip_back(&mut bytes[body..end + 8], sum ^ found) {
        return false;
    }
    for block in 0..blocks {
        let part = block * BLOCK..body.min((block + 1) * BLOCK);
        let difference = sum_at(&bytes[body..end], block) ^ crc32fast::hash(&bytes[part.clone()]);
        if !flip_back(&mut bytes[part], difference) {
            return false;
        }
    }
    true
}

/// Flips the bit that makes this difference to the CRC; false where there is none.
fn flip_back(part: &mut [u8], difference: u32) -> bool {
    if difference == 0 {
        return true;
    }
    let mut made = POLYNOMIAL;
    for bit in (0..part.len() * 8).rev() {
        if made == difference {
            part[bit / 8] ^= 1 << (bit % 8);
            return true;
        }
        made = if made & 1 == 1 { (made >> 1) ^ POLYNOMIAL } else { made >> 1 };
    }
    false
}

/// That of CRC-32, lowest bit first; what the last bit of a text makes of its CRC.
const POLYNOMIAL: u32 = 0xEDB8_8320;

fn read_through(path: &Path) -> io::Result<()> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let end = length.checked_sub(TAIL as u64).ok_or_else(cut_short)?;
    file.seek(SeekFrom::Start(end))?;
    let mut tail = [0; TAIL];
    file.read_exact(&mut tail)?;
    let body = body_length(&tail, length)?;
    file.seek(SeekFrom::Start(body))?;
    let mut sums = vec![0; (end - body) as usize];
    file.read_exact(&mut sums)?;
    check_tail(&sums, &tail)?;

    file.seek(SeekFrom::Start(0))?;
    let mut body = file.take(body);
    let mut block = Vec::with_capacity(BLOCK);
    for number in 0..sums.len() / SUM {
        block.clear();
        (&mut body).take(BLOCK as u64).read_to_end(&mut block)?;
        if crc32fast::hash(&block) != sum_at(&sums, number) {
            return Err(does_not_fit());
        }
    }
    Ok(())
}

/// Length of the body of a file of `length` bytes with this tail.
fn body_length(tail: &[u8], length: u64) -> io::Result<u64> {
    let body = u64::from_le_bytes(std::array::from_fn(|place| tail[place]));
    let sums = body.div_ceil(BLOCK as u64).saturating_mul(SUM as u64);
    if body.saturating_add(sums).saturating_add(TAIL as u64) != length || !tail.ends_with(MARK) {
        return Err(does_not_fit());
    }
    Ok(body)
}

fn check_tail(sums: &[u8], tail: &[u8]) -> io::Result<()> {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(sums);
    hasher.update(&tail[..8]);
    if sum_at(&tail[8..], 0) != hasher.finalize() {
        return Err(does_not_fit());
    }
    Ok(())
}

fn sum_at(sums: &[u8], number: usize) -> u32 {
    u32::from_le_bytes(std::array::from_fn(|place| sums[number * SUM + place]))
}

fn damaged(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, DamagedFile { path: path.to_owned(), what: error.to_string() })
}

fn does_not_fit() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the checksum does not fit")
}

fn cut_short() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "cut short")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(length: usize) -> Vec<u8> {
        (0..length).map(|place| (place * 31 % 251) as u8).collect()
    }

    fn open(bytes: Vec<u8>) -> io::Result<BlockFile> {
        BlockFile::open(Path::new("file"), OwnedBytes::new(bytes))
    }

    #[test]
    fn what_was_written_is_read_whatever_its_length() {
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK + 7] {
            let file = open(sealed(&[&body(length)]).unwrap()).unwrap();
            assert_eq!(file.len(), length);
            assert_eq!(file.read_bytes(0..length).unwrap().as_slice(), body(length));
            for start in (0..length).step_by(977) {
                let end = length.min(start + 500);
                assert_eq!(file.read_bytes(start..end).unwrap().as_slice(), &body(length)[start..end]);
            }
        }
    }

    #[test]
    fn parts_written_in_pieces_are_the_same_file() {
        let mut sealing = Sealing::new(Vec::new());
        for part in body(3 * BLOCK + 5).chunks(700) {
            sealing.write_all(part).unwrap();
        }
        assert_eq!(sealing.finish().unwrap(), sealed(&[&body(3 * BLOCK + 5)]).unwrap());
    }

    #[test]
    fn every_flipped_bit_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        let whole = sealed(&[&body(BLOCK + 50)]).unwrap();
        std::fs::write(&path, &whole).unwrap();
        assert_eq!(fault(&path), None);
        for bit in (0..whole.len() * 8).step_by(7).chain(whole.len() * 8 - 300..whole.len() * 8) {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            std::fs::write(&path, &flipped).unwrap();
            assert!(fault(&path).is_some(), "bit {bit}");
            let read = open(flipped).and_then(|file| file.read_bytes(0..file.len()));
            assert!(read.is_err(), "bit {bit}");
        }
    }

    #[test]
    fn every_flipped_bit_is_put_right() {
        for length in [0, 1, 300, BLOCK, BLOCK + 9] {
            let whole = sealed(&[&body(length)]).unwrap();
            for bit in (0..whole.len() * 8).step_by(13).chain((whole.len() * 8).saturating_sub(130)..whole.len() * 8) {
                let mut flipped = whole.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                assert!(repaired(&mut flipped), "bit {bit} of {length}");
                assert!(flipped == whole, "bit {bit} of {length}");
            }
        }
    }

    #[test]
    fn what_is_damaged_beyond_a_bit_is_not_guessed_at() {
        let whole = sealed(&[&body(2 * BLOCK)]).unwrap();
        for place in (0..whole.len() - 3).step_by(101) {
            let mut damaged = whole.clone();
            damaged[place..place + 3].copy_from_slice(b"\x5a\xa5\x77");
            assert!(!repaired(&mut damaged) || damaged == whole, "at {place}");
        }
        assert!(!repaired(&mut whole[..whole.len() - 1].to_vec()));
    }

    #[test]
    fn a_damaged_block_does_not_spoil_the_others() {
        let mut bytes = sealed(&[&body(3 * BLOCK)]).unwrap();
        bytes[BLOCK + 9] ^= 4;
        let file = open(bytes).unwrap();
        assert!(file.read_bytes(0..BLOCK).is_ok());
        assert!(file.read_bytes(BLOCK - 1..BLOCK + 1).is_err());
        assert!(file.read_bytes(2 * BLOCK..3 * BLOCK).is_ok());
        assert!(file.read_bytes(0..3 * BLOCK + 1).is_err());
    }

    #[test]
    fn a_file_cut_short_is_never_read() {
        let whole = sealed(&[&body(2 * BLOCK)]).unwrap();
        for length in 0..whole.len() {
            assert!(open(whole[..length].to_vec()).is_err(), "{length} bytes");
        }
    }
}
