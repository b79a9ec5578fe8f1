//! Derived tables: files inside a generation that hold what follows from a commit and from what the user gave.
//!
//! Each is stamped with what it follows from. A reader that finds one stale, damaged or missing makes it for itself, and stores it
//! only where it gets the lock; nothing is lost by deleting one. They are mapped files of [`blocks`].

use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use tantivy::HasLen;

use super::blocks::BlockFile;
use super::directory::SealedDirectory;
use super::folder::Folder;
use super::generation::{Generation, Snapshot};
use super::{IndexError, blocks, copies, identities, plain};

/// The derived tables there are.
pub(super) const TABLES: [&str; 3] = [identities::NAME, identities::SINCE, copies::NAME];

/// A table as it stands on disk.
pub(super) struct Stored {
    /// The commit it was made of.
    pub commit: u64,
    /// What else it follows from, one line.
    pub of: String,
    /// BLAKE3 of the table, in hex: what a table that goes on from it names it by.
    pub sum: String,
    pub bytes: TableBytes,
}

/// The bytes of a table: as they were made, or mapped, each block looked at when it is first read. To look at all of them would take
/// longer than most commands do.
#[derive(Clone)]
pub(super) struct TableBytes {
    source: Source,
    /// Where the table begins in its source.
    begin: usize,
}

#[derive(Clone)]
enum Source {
    Made(Arc<Vec<u8>>),
    File(Arc<Mapped>),
}

struct Mapped {
    file: BlockFile,
    /// A block was read that is not as it was written.
    is_damaged: AtomicBool,
}

impl TableBytes {
    /// Bytes as they were made.
    pub fn made(bytes: Vec<u8>) -> TableBytes {
        TableBytes { source: Source::Made(Arc::new(bytes)), begin: 0 }
    }

    /// The bytes in `range`; `None` where the table is shorter, or damaged there, which [`TableBytes::is_damaged`] tells from then on.
    #[inline]
    pub fn get(&self, range: Range<usize>) -> Option<&[u8]> {
        let range = self.begin + range.start..self.begin + range.end;
        match &self.source {
            Source::Made(bytes) => bytes.get(range),
            Source::File(mapped) => {
                let found = mapped.file.bytes(range).ok();
                if found.is_none() {
                    mapped.is_damaged.store(true, Ordering::Relaxed);
                }
                found
            }
        }
    }

    /// The line that begins at `start`, without its end, and where the next begins.
    pub fn line(&self, start: usize) -> Option<(&[u8], usize)> {
        let mut length = 256;
        loop {
            let end = self.len().min(start + length);
            let found = self.get(start..end)?;
            match memchr::memchr(b'\n', found) {
                Some(place) => return Some((&found[..place], start + place + 1)),
                None if end == self.len() => return None,
                None => length *= 4,
            }
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        let all = match &self.source {
            Source::Made(bytes) => bytes.len(),
            Source::File(mapped) => mapped.file.len(),
        };
        all - self.begin
    }

    /// Whether something was read that is not as it was written: nothing that was made of the table holds.
    pub fn is_damaged(&self) -> bool {
        match &self.source {
            Source::Made(_) => false,
            Source::File(mapped) => mapped.is_damaged.load(Ordering::Relaxed),
        }
    }
}

/// What is read of a table.
pub(super) trait Derived: Sized {
    /// Whether something was read that is not as it was written.
    fn is_damaged(&self) -> bool;

    /// The table as of `snapshot`: the stored one where that is in force and `believe` allows it, else made.
    fn load(folder: &Folder, snapshot: &Snapshot, believe: bool) -> Result<Self, IndexError>;
}

impl<T: Derived> Derived for Arc<T> {
    fn is_damaged(&self) -> bool {
        T::is_damaged(self)
    }

    fn load(folder: &Folder, snapshot: &Snapshot, believe: bool) -> Result<Arc<T>, IndexError> {
        T::load(folder, snapshot, believe).map(Arc::new)
    }
}

/// A table as a reader has it: the stored one, until that turns out to be damaged.
pub(super) struct Kept<T> {
    stored: OnceLock<T>,
    anew: OnceLock<T>,
}

impl<T: Derived> Kept<T> {
    /// Nothing is loaded yet.
    pub fn new() -> Kept<T> {
        Kept { stored: OnceLock::new(), anew: OnceLock::new() }
    }

    /// The table; loaded where it was not, made anew where it is damaged.
    pub fn get(&self, folder: &Folder, snapshot: &Snapshot) -> Result<&T, IndexError> {
        for (place, believe) in [(&self.stored, true), (&self.anew, false)] {
            let table = match place.get() {
                Some(table) => table,
                None => {
                    let loaded = T::load(folder, snapshot, believe)?;
                    place.get_or_init(|| loaded)
                }
            };
            if !believe || !table.is_damaged() {
                return Ok(table);
            }
        }
        Err(IndexError::damaged(&snapshot.path, "a derived table"))
    }

    /// Whether nothing damaged was read of it since it was last made.
    pub fn is_sound(&self) -> bool {
        self.anew.get().or(self.stored.get()).is_none_or(|table| !table.is_damaged())
    }
}

impl Stored {
    /// Table `name` of the generation of `snapshot`, of whichever commit, where its beginning is as it was written.
    pub fn find(snapshot: &Snapshot, name: &str) -> Option<Stored> {
        // The engine complains of a missing file in its own way.
        fs::metadata(snapshot.path.join(name)).ok()?;
        let file = SealedDirectory::open(&snapshot.path).ok()?.blocks(Path::new(name)).ok()?;
        let source = Source::File(Arc::new(Mapped { file, is_damaged: AtomicBool::new(false) }));
        let whole = TableBytes { source, begin: 0 };
        let (stamp, next) = whole.line(0)?;
        let (commit, of) = std::str::from_utf8(stamp).ok()?.strip_prefix(name)?.strip_prefix(' ')?.split_once(' ')?;
        let (commit, of) = (commit.parse().ok()?, of.to_owned());
        let (sum, begin) = whole.line(next)?;
        let sum = std::str::from_utf8(sum).ok()?.to_owned();
        Some(Stored { commit, of, sum, bytes: TableBytes { begin, ..whole } })
    }
}

/// Stores table `name`, made of `snapshot` and of what `of` says (one line), and returns its bytes.
pub(super) fn store(folder: &Folder, snapshot: &Snapshot, name: &str, of: &str, made: Vec<u8>) -> TableBytes {
    // Whoever writes is about to make this table old; and a folder that can't be written to can still be read. What a removal
    // took out meanwhile must not come back in an old table.
    if let Ok(_lock) = folder.lock_existing()
        && is_last(folder, snapshot)
    {
        let head = format!("{name} {} {of}\n{}\n", snapshot.commit(), blake3::hash(&made).to_hex());
        let file = blocks::sealed(&[head.as_bytes(), &made]);
        let _ = file.and_then(|file| plain::replace_raw(&snapshot.path.join(name), &file));
    }
    TableBytes::made(made)
}

/// Whether `snapshot` is still the last commit.
fn is_last(folder: &Folder, snapshot: &Snapshot) -> bool {
    let is_note = |path: &Path| Generation::open(path)?.note().map(|note| note == snapshot.note);
    folder.current().is_ok_and(|path| path == snapshot.path && is_note(&path).unwrap_or(false))
}

/// Removes every table of a generation that holds words, and what is left of writing any. That of copies holds numbers alone: the
/// next is made of it, and has none of what is gone.
pub(super) fn discard_words(generation: &Path) -> Result<(), IndexError> {
    for name in TABLES {
        let path = generation.join(name);
        plain::remove_if_there(&plain::aside(&path))?;
        if name != copies::NAME {
            plain::remove_if_there(&path)?;
        }
    }
    Ok(())
}

/// Whether table `name` stands there and is not as it was written; one that is stale or missing is no fault.
pub(super) fn is_damaged(generation: &Path, name: &str) -> bool {
    let path = generation.join(name);
    path.exists() && blocks::fault(&path).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::newsroom::Newsroom;
    use crate::index::{Facet, Location, Query, Reader, make_tables};

    fn article(number: usize) -> String {
        let speaker = ["Orla Fenwick, a warden", "Ines Tarrow", "Bram Osei, the mayor"][number % 3];
        format!(
            "“The harbour ferry carries letters and timber across the sound to Lowmark before dawn,” said {speaker}.\n\n\
             “Pier {number} stays shut,” Tarrow said.\n"
        )
    }

    /// All that the tables tell.
    fn told(location: &Location) -> String {
        let reader = Reader::open(location).unwrap();
        let query = Query { facets: vec![Facet::Speaker], group: true, once: true, ..Query::every() };
        let answer = reader.search(&query).unwrap();
        let speakers = reader.speakers(&query, &[], None).unwrap();
        let names = reader
            .sound(|| {
                let mut names = Vec::new();
                let identities = reader.identities()?;
                identities.each_name(|place, name| names.push((place, name.to_owned())));
                Ok::<_, IndexError>((names, identities.fitting(&["osei".to_owned()])))
            })
            .unwrap();
        format!("{answer:?} {speakers:?} {names:?} {}", reader.count_speakers().unwrap())
    }

    #[test]
    fn a_flipped_bit_of_a_table_changes_no_answer() {
        let room = Newsroom::new();
        let Newsroom { dir, news, location } = &room;
        for number in 0..40 {
            fs::write(news.join(format!("{number}.txt")), article(number)).unwrap();
        }
        room.update();
        make_tables(location).unwrap();
        let sound = told(location);
        for name in [identities::NAME, copies::NAME] {
            let path = dir.path().join("index/gen-1").join(name);
            let whole = fs::read(&path).unwrap();
            for part in 0..24 {
                let mut flipped = whole.clone();
                flipped[part * (whole.len() - 1) / 23] ^= 1 << (part % 8);
                fs::write(&path, &flipped).unwrap();
                assert_eq!(told(location), sound, "{name}, part {part}");
            }
            fs::write(&path, whole).unwrap();
        }
    }
}
