//! Files in a `.zip` archive. Nothing is ever written: a member's path is a part of an id and no more.

use std::io::{self, Read};

use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::Reason;
use super::format::known_extension;
use super::reader::{Context, Fault, Item, Items, Member};
use super::source::{Bytes, Seekable, Slice};

/// The members of an archive that look like articles, in its order.
pub(super) struct ZipMembers {
    archive: ZipArchive<Seekable>,
    source: Seekable,
    context: Context,
    next: usize,
}

/// What the archive says of a member.
struct Entry {
    name: String,
    start: u64,
    packed: u64,
    method: CompressionMethod,
    checksum: u32,
    encrypted: bool,
    is_file: bool,
}

impl ZipMembers {
    /// Reads the archive's list.
    ///
    /// # Errors
    /// Where there is none.
    pub(super) fn new(source: Seekable, context: Context) -> Result<ZipMembers, Reason> {
        let again = source.again().map_err(|error| context.broken(&error))?;
        let archive = ZipArchive::new(again).map_err(|error| broken(&error))?;
        let context = Context { packed: true, ..context };
        Ok(ZipMembers { archive, source, context, next: 0 })
    }

    fn entry(&mut self, number: usize) -> Result<Entry, Fault> {
        let file = match self.archive.by_index_raw(number) {
            Ok(file) => file,
            Err(error) => return Err(Fault::of_member(&format!("member {}", number + 1), broken(&error))),
        };
        Ok(Entry {
            name: String::from_utf8_lossy(file.name_raw()).replace('\\', "/"),
            start: file.data_start().unwrap_or(0),
            packed: file.compressed_size(),
            method: file.compression(),
            checksum: file.crc32(),
            encrypted: file.encrypted(),
            is_file: file.is_file(),
        })
    }

    /// The member of this name, if there is one, unpacked.
    ///
    /// # Errors
    /// Where it can't be read.
    pub(super) fn bytes_of(&mut self, name: &str) -> Result<Option<Bytes<'static>>, Reason> {
        for number in 0..self.archive.len() {
            match self.entry(number) {
                Ok(entry) if entry.name == name => return self.unpacked(&entry).map(Some),
                _ => continue,
            }
        }
        Ok(None)
    }

    fn unpacked(&self, entry: &Entry) -> Result<Bytes<'static>, Reason> {
        if entry.encrypted {
            return Err(Reason::Encrypted);
        }
        let whole = self.source.again().map_err(|error| self.context.broken(&error))?;
        let slice = Slice::new(whole, entry.start, entry.packed).buffered();
        let unpacked: Box<dyn Read> = match entry.method {
            CompressionMethod::Stored => Box::new(slice),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(slice)),
            CompressionMethod::BZIP2 => Box::new(bzip2::bufread::BzDecoder::new(slice)),
            CompressionMethod::ZSTD => {
                Box::new(zstd::Decoder::with_buffer(slice).map_err(|error| self.context.broken(&error))?)
            }
            method => return Err(Reason::BrokenArchive(format!("compressed by {method}, which is not known"))),
        };
        let checked = Checked { bytes: unpacked, hasher: crc32fast::Hasher::new(), expected: entry.checksum };
        Ok(self.context.budget.spent_by(checked))
    }
}

/// Whether a file in an archive is an article by its name, as in a walk: known extensions, nothing hidden.
pub(super) fn is_wanted(name: &str) -> bool {
    let hidden = name.split('/').any(|part| part.starts_with('.') && part != "." && part != "..");
    !hidden && !name.starts_with("__MACOSX/") && known_extension(name.as_ref())
}

fn broken(error: &zip::result::ZipError) -> Reason {
    Reason::BrokenFile { format: "zip", why: error.to_string() }
}

impl<'s> Items<'s> for ZipMembers {
    fn next(&mut self) -> Option<Result<Item<'s>, Fault>> {
        while self.next < self.archive.len() {
            self.next += 1;
            let entry = match self.entry(self.next - 1) {
                Ok(entry) => entry,
                Err(fault) => return Some(Err(fault)),
            };
            if !entry.is_file || !is_wanted(&entry.name) {
                continue;
            }
            return Some(match self.unpacked(&entry) {
                Ok(bytes) => Ok(Item::Member(Member { name: entry.name, bytes })),
                Err(reason) => Err(Fault::of_member(&entry.name, reason)),
            });
        }
        None
    }
}

/// Bytes whose checksum is looked at when they end.
struct Checked<R> {
    bytes: R,
    hasher: crc32fast::Hasher,
    expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(buffer)?;
        if length == 0 && !buffer.is_empty() && self.hasher.clone().finalize() != self.expected {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its checksum is another"));
        }
        self.hasher.update(&buffer[..length]);
        Ok(length)
    }
}
