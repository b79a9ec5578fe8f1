//! Files in a `.tar` archive, one after the other, however long it is. Nothing is ever written or followed: a member's path
//! is a part of an id and no more, links and devices are passed over.

use std::cell::{Cell, RefCell};
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use tar::{EntryType, Header, PaxExtensions};

use super::reader::{Context, Fault, Item, Items, Member};
use super::source::Bytes;
use super::zip_members::is_wanted;

/// Bytes of a header, and what members are padded to.
const BLOCK: u64 = 512;

/// Bytes of a long name or of extended headers at most.
const LONGEST_EXTENSION: u64 = 1 << 20;

/// The members of an archive that look like articles.
pub(super) struct TarMembers<'s> {
    source: Rc<RefCell<Bytes<'s>>>,
    /// Bytes of the last member that were not read.
    left: Rc<Cell<u64>>,
    /// Bytes behind them up to the next header.
    padding: u64,
    context: Context,
    ended: bool,
}

/// What extended headers say of the next member.
#[derive(Default)]
struct Extended {
    name: Option<String>,
    size: Option<u64>,
}

impl<'s> TarMembers<'s> {
    pub(super) fn new(source: Bytes<'s>, context: Context) -> TarMembers<'s> {
        let source = Rc::new(RefCell::new(source));
        let context = Context { packed: true, ..context };
        TarMembers { source, left: Rc::new(Cell::new(0)), padding: 0, context, ended: false }
    }

    fn next_member(&mut self) -> io::Result<Option<Member<'s>>> {
        let mut extended = Extended::default();
        loop {
            self.skip(self.left.get() + self.padding)?;
            self.left.set(0);
            self.padding = 0;
            let mut block = [0; BLOCK as usize];
            let read = fill(&mut **self.source.borrow_mut(), &mut block)?;
            if read == 0 || block.iter().all(|byte| *byte == 0) {
                return Ok(None);
            }
            if read < block.len() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let header = Header::from_byte_slice(&block);
            check_sum(header, &block)?;
            let size = extended.size.unwrap_or(header.entry_size()?);
            self.left.set(size);
            self.padding = size.next_multiple_of(BLOCK).saturating_sub(size);
            match header.entry_type() {
                EntryType::GNULongName => {
                    let name = self.extension(size)?;
                    extended.name = Some(text_of(&name));
                }
                EntryType::XHeader => self.read_pax(size, &mut extended)?,
                EntryType::Regular | EntryType::Continuous => {
                    let name = extended.name.take().unwrap_or_else(|| text_of(&header.path_bytes()));
                    extended = Extended::default();
                    if is_wanted(&name) {
                        let part = Part { source: Rc::clone(&self.source), left: Rc::clone(&self.left) };
                        return Ok(Some(Member { name, bytes: Box::new(BufReader::new(part)) }));
                    }
                }
                EntryType::GNULongLink => {}
                _ => extended = Extended::default(),
            }
        }
    }

    fn read_pax(&mut self, size: u64, extended: &mut Extended) -> io::Result<()> {
        for extension in PaxExtensions::new(&self.extension(size)?) {
            let extension = extension?;
            match extension.key_bytes() {
                b"path" => extended.name = Some(text_of(extension.value_bytes())),
                b"size" => extended.size = extension.value().ok().and_then(|size| size.parse().ok()),
                _ => {}
            }
        }
        Ok(())
    }

    /// The whole content of a member that says something about the next one.
    fn extension(&mut self, size: u64) -> io::Result<Vec<u8>> {
        if size > LONGEST_EXTENSION {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a header that is too long"));
        }
        let mut content = Vec::new();
        self.source.borrow_mut().as_mut().take(size).read_to_end(&mut content)?;
        self.left.set(0);
        if (content.len() as u64) < size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(content)
    }

    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.source.borrow_mut().as_mut().take(bytes), &mut io::sink())?;
        if skipped < bytes && skipped < self.left.get() { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }
}

impl<'s> Items<'s> for TarMembers<'s> {
    fn next(&mut self) -> Option<Result<Item<'s>, Fault>> {
        if self.ended {
            return None;
        }
        match self.next_member() {
            Ok(member) => member.map(|member| Ok(Item::Member(member))),
            Err(error) => {
                self.ended = true;
                Some(Err(Fault::last(self.context.broken(&error))))
            }
        }
    }
}

/// A member's bytes.
struct Part<'s> {
    source: Rc<RefCell<Bytes<'s>>>,
    left: Rc<Cell<u64>>,
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left.get()).unwrap_or(usize::MAX).min(buffer.len());
        let length = self.source.borrow_mut().read(&mut buffer[..most])?;
        if length == 0 && most > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left.set(self.left.get() - length as u64);
        Ok(length)
    }
}

/// Reads until `block` is full or the source ends.
fn fill(source: &mut dyn Read, block: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < block.len() {
        match source.read(&mut block[filled..]) {
            Ok(0) => break,
            Ok(length) => filled += length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Refuses a header whose bytes do not add up, as where the file is no tar.
fn check_sum(header: &Header, block: &[u8]) -> io::Result<()> {
    let mut sum = 0;
    for (at, byte) in block.iter().enumerate() {
        sum += if (148..156).contains(&at) { u32::from(b' ') } else { u32::from(*byte) };
    }
    match header.cksum() {
        Ok(expected) if expected == sum => Ok(()),
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "no header of a tar archive where one should be")),
    }
}

fn text_of(name: &[u8]) -> String {
    let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
    let name = String::from_utf8_lossy(&name[..end]);
    name.trim_start_matches("./").to_owned()
}
