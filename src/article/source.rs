//! The bytes of a file: unpacked, and hashed on the way.

use super::format::Packing;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

/// Bytes read at once.
const BUFFER: usize = 64 * 1024;

/// A reader that hashes what passes through it.
struct Hashed<R> {
    raw: R,
    hasher: blake3::Hasher,
    /// Bytes that passed.
    bytes: u64,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.raw.read(buffer)?;
        self.hasher.update(&buffer[..length]);
        self.bytes += length as u64;
        Ok(length)
    }
}

type Raw = BufReader<Hashed<File>>;

/// The unpacked bytes of a file.
pub(crate) struct FileSource(Unpacked);

enum Unpacked {
    Plain(Raw),
    Gzip(BufReader<MultiGzDecoder<Raw>>),
    Zstd(BufReader<zstd::Decoder<'static, Raw>>),
}

impl FileSource {
    /// # Errors
    /// None of the file's, which are met while reading; only if zstd finds no memory.
    pub(crate) fn new(file: File, packing: Packing) -> io::Result<FileSource> {
        let raw = BufReader::with_capacity(BUFFER, Hashed { raw: file, hasher: blake3::Hasher::new(), bytes: 0 });
        Ok(FileSource(match packing {
            Packing::Plain => Unpacked::Plain(raw),
            Packing::Gzip => Unpacked::Gzip(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(raw))),
            Packing::Zstd => Unpacked::Zstd(BufReader::with_capacity(BUFFER, zstd::Decoder::with_buffer(raw)?)),
        }))
    }

    /// Bytes of the file, as they are on the disk, that were read so far.
    pub(crate) fn bytes_read(&self) -> u64 {
        match &self.0 {
            Unpacked::Plain(raw) => raw.get_ref().bytes,
            Unpacked::Gzip(unpacked) => unpacked.get_ref().get_ref().get_ref().bytes,
            Unpacked::Zstd(unpacked) => unpacked.get_ref().get_ref().get_ref().bytes,
        }
    }

    /// Reads the file to its end without unpacking any more of it, and returns the first half of the BLAKE3 of all its bytes
    /// as they are on the disk.
    ///
    /// # Errors
    /// Those of the file.
    pub(crate) fn digest(&mut self) -> io::Result<[u8; 16]> {
        let raw = match &mut self.0 {
            Unpacked::Plain(raw) => raw,
            Unpacked::Gzip(unpacked) => unpacked.get_mut().get_mut(),
            Unpacked::Zstd(unpacked) => unpacked.get_mut().get_mut(),
        };
        // What stands in the buffer went through the hasher already.
        io::copy(raw.get_mut(), &mut io::sink())?;
        let mut digest = [0; 16];
        digest.copy_from_slice(&raw.get_ref().hasher.finalize().as_bytes()[..16]);
        Ok(digest)
    }
}

impl Read for FileSource {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Unpacked::Plain(source) => source.read(buffer),
            Unpacked::Gzip(source) => source.read(buffer),
            Unpacked::Zstd(source) => source.read(buffer),
        }
    }
}

impl BufRead for FileSource {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match &mut self.0 {
            Unpacked::Plain(source) => source.fill_buf(),
            Unpacked::Gzip(source) => source.fill_buf(),
            Unpacked::Zstd(source) => source.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match &mut self.0 {
            Unpacked::Plain(source) => source.consume(amount),
            Unpacked::Gzip(source) => source.consume(amount),
            Unpacked::Zstd(source) => source.consume(amount),
        }
    }
}
