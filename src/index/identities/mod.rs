//! The derived table of identities: which speaker each key belongs to, under which names, with how many quotes.
//!
//! A whole table is made of one commit. Later commits have a small one beside it that says what changed since: the records
//! of every class of names that lost or won quotes, in force instead of the old ones. When much has changed, all is made
//! anew. What is told is the same either way.
//!
//! - `table`: the bytes; `make`: how they come about; `count`: what the engine's segments hold of each key.

mod count;
#[cfg(test)]
mod grown;
mod make;
mod table;

use std::sync::Arc;

use memchr::memmem;
use serde::{Deserialize, Serialize};
use tantivy::DocAddress;

use self::table::{Table, split_line};
use super::columns::Text;
use super::derived::{self, Derived, Stored};
use super::documents::hash128;
use super::folder::Folder;
use super::generation::Snapshot;
use super::{IndexError, Location, Reader, people};
use crate::speakers::{ID_DIGITS, People, SpeakerKind, name_words, sound};

/// Name of the table, and of what changed since.
pub(super) const NAME: &str = "identities";
pub(super) const SINCE: &str = "identities-since";

/// Another number where another program would group otherwise or write the table otherwise.
const VERSION: u32 = 2;

/// Who is who, as of one commit and one table of people.
#[derive(Clone)]
pub struct Identities {
    base: Arc<Table>,
    /// What changed since `base` was made.
    since: Option<Arc<Table>>,
    /// For each record of `base` whether it is in force no more.
    dead: Arc<Vec<bool>>,
    people: Arc<People>,
}

/// A speaker of the table: an identity, or one key that has none.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeakerRecord {
    /// Id of the identity; `None` for a surname that several may bear and for a body that has no certain name.
    pub id: Option<String>,
    /// The name to be shown.
    pub name: String,
    /// A person or an organization.
    pub kind: SpeakerKind,
    /// Quotes.
    pub quotes: usize,
    /// Quotes that give a surname alone, and are counted here since nobody else bears it.
    pub bare_quotes: usize,
    /// Row in the table of people.
    pub row: Option<usize>,
}

/// What a record is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakerDetails {
    /// Names as articles give them, most quotes first.
    pub names: Vec<(String, usize)>,
    /// The keys, and quotes of each.
    pub keys: Vec<(String, usize)>,
    /// Keys that give a surname alone, and joined since nobody else bears it.
    pub bare: Vec<String>,
}

/// A key, and its quotes by name as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct KeyCounts {
    key: String,
    names: Vec<(String, usize)>,
}

/// Where an ordinal of a segment's keys leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OfOrdinal {
    /// To this record.
    Record(usize),
    /// To nobody with a name.
    Nobody,
    /// The record is another since the segment was looked through: the key tells.
    AskKey,
}

/// Makes the derived tables of the index at `location` where they do not stand, so that the next reader need not wait.
///
/// # Errors
/// As [`Reader::open`](super::Reader::open) and [`Reader::identities`](super::Reader::identities).
pub fn make_tables(location: &Location) -> Result<(), IndexError> {
    let reader = Reader::open(location)?;
    reader.identities()?;
    reader.copies()?;
    Ok(())
}

impl Derived for Identities {
    fn is_damaged(&self) -> bool {
        self.base.is_damaged() || self.since.as_ref().is_some_and(|since| since.is_damaged())
    }

    fn load(folder: &Folder, snapshot: &Snapshot, believe: bool) -> Result<Identities, IndexError> {
        let (people, people_sum) = people::read(folder)?;
        let of = format!("{VERSION} {people_sum}");
        let path = snapshot.path.join(NAME);
        if let Some(stored) = Stored::find(snapshot, NAME).filter(|stored| believe && stored.of == of)
            && let Ok(base) = Table::open(stored.bytes.clone(), &path)
        {
            if stored.commit == snapshot.commit() {
                return Ok(Identities::new(base, None, people));
            }
            let since = changed_since(folder, snapshot, &base, &stored, &people);
            // What was made of a damaged table is worth nothing, be it an error.
            if !base.is_damaged()
                && let Some(since) = since?
            {
                return Ok(Identities::new(base, Some(since), people));
            }
        }
        let bytes = derived::store(folder, snapshot, NAME, &of, make::whole(snapshot, &people)?);
        Ok(Identities::new(Table::open(bytes, &path)?, None, people))
    }
}

impl Identities {
    fn new(base: Table, since: Option<Table>, people: People) -> Identities {
        let mut dead = vec![false; base.len()];
        for record in since.iter().flat_map(|since| &since.head.dead) {
            if let Some(dead) = dead.get_mut(*record as usize) {
                *dead = true;
            }
        }
        Identities { base: Arc::new(base), since: since.map(Arc::new), dead: Arc::new(dead), people: Arc::new(people) }
    }

    /// The table of people that stands behind it.
    pub fn people(&self) -> &People {
        &self.people
    }

    /// One more than the highest number of a record.
    pub(super) fn end(&self) -> usize {
        self.base.len() + self.since.as_ref().map_or(0, |since| since.len())
    }

    /// The numbers of all records, in no telling order.
    pub fn places(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.end()).filter(|place| !self.is_dead(*place))
    }

    fn is_dead(&self, place: usize) -> bool {
        self.dead.get(place).copied().unwrap_or(false)
    }

    /// The table that has a record, and its number there.
    fn table_of(&self, place: usize) -> (&Table, u32) {
        match (&self.since, place.checked_sub(self.base.len())) {
            (Some(since), Some(place)) => (since, place as u32),
            _ => (&self.base, place as u32),
        }
    }

    /// The record of a key; `None` for keys of speakers without a name.
    pub fn of_key(&self, key: &str) -> Option<usize> {
        self.of_hash(&hash128(key).to_be_bytes())
    }

    /// The record of the first key whose hash begins so.
    fn of_hash(&self, wanted: &[u8]) -> Option<usize> {
        let newer = self.since.as_ref().and_then(|since| since.of_hash(wanted));
        if let Some(place) = newer {
            return Some(self.base.len() + place as usize);
        }
        self.base.of_hash(wanted).map(|place| place as usize).filter(|place| !self.is_dead(*place))
    }

    /// Where the ordinals of a segment's keys lead; `None` where the segment is not known.
    pub(super) fn of_ordinals(&self, segment: &str) -> Option<impl Fn(u64) -> OfOrdinal + '_> {
        let newer = self.since.as_ref().and_then(|since| since.ordinals(segment));
        let (ordinals, first) = match newer {
            Some(newer) => (newer, self.base.len()),
            None => (self.base.ordinals(segment)?, 0),
        };
        Some(move |ordinal: u64| match ordinals.record(ordinal as usize) {
            None => OfOrdinal::Nobody,
            Some(record) if self.is_dead(first + record as usize) => OfOrdinal::AskKey,
            Some(record) => OfOrdinal::Record(first + record as usize),
        })
    }

    /// The record of the speaker of a quote; `None` where that is nobody with a name.
    pub(super) fn of_quote(&self, snapshot: &Snapshot, quote: DocAddress) -> Result<Option<usize>, IndexError> {
        let segment = snapshot.searcher.segment_reader(quote.segment_ord).segment_id().uuid_string();
        let keys = snapshot.columns.of(quote.segment_ord).text(Text::SpeakerKey)?;
        let Some(ordinal) = keys.and_then(|keys| keys.ords().first(quote.doc_id)) else { return Ok(None) };
        // To read a key is to unpack many of them.
        Ok(match self.of_ordinal(&segment, ordinal) {
            OfOrdinal::Record(place) => Some(place),
            OfOrdinal::Nobody => None,
            OfOrdinal::AskKey => snapshot.text(quote, Text::SpeakerKey)?.and_then(|key| self.of_key(&key)),
        })
    }

    /// Where one ordinal of a segment's keys leads.
    fn of_ordinal(&self, segment: &str, ordinal: u64) -> OfOrdinal {
        let newer = self.since.as_ref().and_then(|since| since.ordinal(segment, ordinal as usize));
        let (record, first) = match newer {
            Some(newer) => (newer, self.base.len()),
            None => match self.base.ordinal(segment, ordinal as usize) {
                Some(record) => (record, 0),
                None => return OfOrdinal::AskKey,
            },
        };
        match record {
            None => OfOrdinal::Nobody,
            Some(record) if self.is_dead(first + record as usize) => OfOrdinal::AskKey,
            Some(record) => OfOrdinal::Record(first + record as usize),
        }
    }

    /// A record by its number.
    ///
    /// # Errors
    /// Where the table is damaged.
    pub fn record(&self, place: usize) -> Result<SpeakerRecord, IndexError> {
        let (table, place) = self.table_of(place);
        table.record(place)
    }

    /// What the record of this number is made of.
    ///
    /// # Errors
    /// Where the table is damaged.
    pub fn details(&self, place: usize) -> Result<SpeakerDetails, IndexError> {
        let (table, place) = self.table_of(place);
        table.details(place)
    }

    /// The keys of some records, in order, each once.
    ///
    /// # Errors
    /// Where the table is damaged.
    pub fn keys_of(&self, places: impl Iterator<Item = usize>) -> Result<Vec<String>, IndexError> {
        let mut keys = Vec::new();
        for place in places {
            keys.extend(self.details(place)?.keys.into_iter().map(|(key, _)| key));
        }
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }

    /// The name to be shown of a record.
    pub(super) fn name(&self, place: usize) -> &str {
        let (table, place) = self.table_of(place);
        table.name(place)
    }

    /// The id of a record; `None` of one without an identity.
    ///
    /// # Errors
    /// Where the table is damaged.
    pub(super) fn id(&self, place: usize) -> Result<Option<String>, IndexError> {
        let (table, place) = self.table_of(place);
        table.id(place)
    }

    /// The kind of a record's speaker, as a number.
    pub(super) fn kind(&self, place: usize) -> u64 {
        let (table, place) = self.table_of(place);
        u64::from(table.kind(place))
    }

    /// What speakers without an identity are told apart by.
    pub(super) fn name_hash(&self, place: usize) -> u64 {
        let (table, place) = self.table_of(place);
        table.name_hash(place)
    }

    /// Whether the record of this number is an identity, with an id.
    pub fn is_identity(&self, place: usize) -> bool {
        let (table, place) = self.table_of(place);
        (place as usize) < table.head.identities
    }

    /// The record of a row of the table of people; `None` where nobody is quoted under its names.
    pub fn of_row(&self, row: usize) -> Option<usize> {
        let of = |table: &Table| table.head.rows.get(row).copied().flatten().map(|place| place as usize);
        let newer = self.since.as_ref().and_then(|since| of(since)).map(|place| self.base.len() + place);
        newer.or_else(|| of(&self.base).filter(|place| !self.is_dead(*place)))
    }

    /// Records one of whose names holds all these words, in any order and spelling: most quotes first, then by name.
    pub fn fitting(&self, words: &[String]) -> Vec<usize> {
        let mut wanted: Vec<String> = words.iter().map(|word| format!(" {} ", sound(word))).collect();
        wanted.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let Some(rarest) = wanted.first() else { return Vec::new() };
        let mut found = Vec::new();
        for (all, first) in self.all_words() {
            for at in memmem::find_iter(all, rarest.as_bytes()) {
                let start = memchr::memrchr(b'\n', &all[..at]).map_or(0, |place| place + 1);
                let end = memchr::memchr(b'\n', &all[at..]).map_or(all.len(), |place| at + place);
                let (place, names) = split_line(&all[start..end]);
                let place = first + place as usize;
                let fits = |name: &[u8]| wanted.iter().all(|word| memmem::find(name, word.as_bytes()).is_some());
                if found.last() != Some(&place) && !self.is_dead(place) && names.split(|byte| *byte == b'\t').any(fits)
                {
                    found.push(place);
                }
            }
        }
        let quotes = |place: usize| {
            let (table, place) = self.table_of(place);
            table.quotes(place)
        };
        found.sort_by(|a, b| quotes(*b).cmp(&quotes(*a)).then_with(|| self.name(*a).cmp(self.name(*b))));
        found
    }

    /// The words of all names with the number of the first record.
    fn all_words(&self) -> impl Iterator<Item = (&[u8], usize)> {
        let newer = self.since.iter().map(|since| (since.words(), self.base.len()));
        std::iter::once((self.base.words(), 0)).chain(newer)
    }

    /// Hands the words of each name, in the letters in which spellings meet, to `each`, with the record's number.
    pub fn each_name(&self, mut each: impl FnMut(usize, &str)) {
        for (all, first) in self.all_words() {
            for line in all.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                let (place, names) = split_line(line);
                let place = first + place as usize;
                for name in names.split(|byte| *byte == b'\t').filter(|_| !self.is_dead(place)) {
                    each(place, std::str::from_utf8(name).unwrap_or_default().trim());
                }
            }
        }
    }

    /// The record that an id leads to: the identity's own, or that which now has the key that once gave the id.
    ///
    /// # Errors
    /// Where the table is damaged.
    pub fn by_id(&self, id: &str) -> Result<Option<usize>, IndexError> {
        if let Some(row) = self.people.rows.iter().position(|row| row.id == id) {
            return Ok(self.of_row(row));
        }
        if let Some(gone) = self.people.gone.iter().find(|row| row.id == id) {
            for name in std::iter::once(&gone.name).chain(&gone.aliases) {
                let fitting = self.fitting(&name_words(name));
                if let [place] = fitting.as_slice() {
                    return Ok(Some(*place));
                }
            }
            return Ok(None);
        }
        Ok(id_bytes(id).and_then(|bytes| self.of_hash(&bytes)))
    }
}

/// The small table of what changed since `base`, as it stands or made anew; `None` where too much changed.
fn changed_since(
    folder: &Folder,
    snapshot: &Snapshot,
    base: &Table,
    stored: &Stored,
    people: &People,
) -> Result<Option<Table>, IndexError> {
    let of = format!("{} since {} {}", stored.of, stored.commit, stored.sum);
    let path = snapshot.path.join(SINCE);
    if let Some(since) = Stored::find(snapshot, SINCE)
        && since.of == of
        && since.commit == snapshot.commit()
        && let Ok(table) = Table::open(since.bytes, &path)
    {
        return Ok(Some(table));
    }
    let Some(made) = make::since(base, snapshot, people)? else { return Ok(None) };
    Table::open(derived::store(folder, snapshot, SINCE, &of, made), &path).map(Some)
}

/// An id that comes of a key is the beginning of its hash: that, in bytes.
fn id_bytes(id: &str) -> Option<Vec<u8>> {
    let digits = |at: usize| id.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    let is_id = id.len() == ID_DIGITS && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_id { (0..id.len()).step_by(2).map(digits).collect() } else { None }
}
