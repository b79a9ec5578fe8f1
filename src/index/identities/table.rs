//! One table of identities as bytes: mapped, looked up in place, nothing read that is not asked for.
//!
//! After a head in JSON, one line, come the [sections](Section), each a run of fixed-size entries or of texts. Numbers are
//! big-endian. Identities come before records without one.

use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{KeyCounts, SpeakerDetails, SpeakerRecord};
use crate::index::IndexError;
use crate::index::derived::TableBytes;
use crate::index::documents::{hash64, hash128};
use crate::speakers::{People, SpeakerKind, name_words, sound};

/// What a table is made of, in order.
#[derive(Clone, Copy)]
enum Section {
    /// For each key 16 bytes of its hash and 4 of its record, sorted by hash.
    Keys,
    /// For each class of each record 8 bytes of the class's hash and 4 of the record, sorted by hash.
    Classes,
    /// For each record 4 bytes of quotes, 4 of quotes under a surname alone, 4 of the row, 1 of the kind, 8 of the hash of
    /// what it is counted by where it has no identity.
    Records,
    /// For each record's id, name and details 8 bytes of where they begin in `Texts`, then 8 of their end.
    Offsets,
    /// The words of all names, a line a record.
    Words,
    /// Ids, names, and details in JSON.
    Texts,
    /// For each segment of [`Head::segments`], for each ordinal of its keys, 4 bytes of the record.
    Ordinals,
    /// For each segment of [`Head::segments`] that has documents deleted, a bit for each document: whether it was alive.
    Alive,
}

const SECTIONS: usize = 8;
const KEY_BYTES: usize = 20;
const CLASS_BYTES: usize = 12;
const RECORD_BYTES: usize = 21;
/// What stands for no row and for no record.
const NONE: u32 = u32::MAX;

/// What a table says of itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Head {
    sections: [usize; SECTIONS],
    /// Records with an id; they come first.
    pub identities: usize,
    /// For each row of the table of people its record.
    pub rows: Vec<Option<u32>>,
    /// The segments whose ordinals are known here.
    pub segments: Vec<SegmentHead>,
    /// Of a table that goes on from another: that one's records that are in force no more, sorted.
    pub dead: Vec<u32>,
}

/// A segment as it was when the table was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SegmentHead {
    /// The engine's name for it.
    pub id: String,
    /// Documents that were deleted.
    pub deleted: u32,
    /// Documents in all.
    pub documents: u32,
    /// Ordinals of its keys.
    pub ordinals: usize,
}

/// What is to be written of a segment.
pub(super) struct SegmentPart {
    pub head: SegmentHead,
    /// For each ordinal the key's hash; `None` where no named speaker has it.
    pub keys: Vec<Option<u128>>,
    /// A bit for each document, where some are deleted.
    pub alive: Vec<u8>,
}

/// A record with what it is made of, to be written.
pub(super) struct Made {
    pub record: SpeakerRecord,
    pub keys: Vec<KeyCounts>,
    pub bare: Vec<String>,
    /// Classes of its keys, sorted.
    pub classes: Vec<String>,
}

/// A table in memory, most of it on disk.
pub(super) struct Table {
    bytes: TableBytes,
    pub head: Head,
    at: [usize; SECTIONS + 1],
}

impl Table {
    /// Reads the head of a table.
    pub fn open(bytes: TableBytes, path: &Path) -> Result<Table, IndexError> {
        let damaged = || IndexError::damaged(path, "not a table of identities; delete it, it is made anew");
        let (line, begin) = bytes.line(0).ok_or_else(damaged)?;
        let head: Head = serde_json::from_slice(line).map_err(|_| damaged())?;
        let mut at = [begin; SECTIONS + 1];
        for section in 0..SECTIONS {
            at[section + 1] = at[section].saturating_add(head.sections[section]);
        }
        if at[SECTIONS] != bytes.len() {
            return Err(damaged());
        }
        Ok(Table { bytes, head, at })
    }

    /// Whether something was read that is not as it was written.
    pub fn is_damaged(&self) -> bool {
        self.bytes.is_damaged()
    }

    fn length(&self, section: Section) -> usize {
        self.at[section as usize + 1] - self.at[section as usize]
    }

    /// A part of a section; `None` where the section is shorter, or damaged there.
    fn part(&self, section: Section, range: Range<usize>) -> Option<&[u8]> {
        if range.start > range.end || range.end > self.length(section) {
            return None;
        }
        let start = self.at[section as usize];
        self.bytes.get(start + range.start..start + range.end)
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.length(Section::Records) / RECORD_BYTES
    }

    /// How many keys there are.
    pub fn keys(&self) -> usize {
        self.length(Section::Keys) / KEY_BYTES
    }

    /// The record of the first key whose hash begins so.
    pub fn of_hash(&self, wanted: &[u8]) -> Option<u32> {
        let place = self.lower_bound(Section::Keys, KEY_BYTES, wanted)?;
        let entry = self.part(Section::Keys, place * KEY_BYTES..(place + 1) * KEY_BYTES)?;
        entry.starts_with(wanted).then(|| u32_at(entry, 16))
    }

    /// The first entry of `size` bytes that is not before `wanted`.
    fn lower_bound(&self, section: Section, size: usize, wanted: &[u8]) -> Option<usize> {
        let (mut low, mut high) = (0, self.length(section) / size);
        while low < high {
            let middle = low + (high - low) / 2;
            let start = middle * size;
            let is_before = self.part(section, start..start + wanted.len().min(size))? < wanted;
            if is_before { low = middle + 1 } else { high = middle }
        }
        Some(low)
    }

    /// The record of a key.
    pub fn of_key(&self, key: &str) -> Option<u32> {
        self.of_hash(&hash128(key).to_be_bytes())
    }

    /// Records with a key of the class.
    pub fn of_class(&self, class: &str) -> Vec<u32> {
        let wanted = hash64(class.as_bytes()).to_be_bytes();
        let first = self.lower_bound(Section::Classes, CLASS_BYTES, &wanted).unwrap_or(usize::MAX / CLASS_BYTES / 2);
        let entry = |place: usize| self.part(Section::Classes, place * CLASS_BYTES..(place + 1) * CLASS_BYTES);
        let of_class = (first..).map_while(entry).take_while(|entry| entry.starts_with(&wanted));
        of_class.map(|entry| u32_at(entry, 8)).collect()
    }

    fn fixed(&self, record: u32) -> Option<&[u8]> {
        let start = record as usize * RECORD_BYTES;
        self.part(Section::Records, start..start + RECORD_BYTES)
    }

    /// The kind of a record, as a number; 255 where there is no such record.
    pub fn kind(&self, record: u32) -> u8 {
        self.fixed(record).map_or(u8::MAX, |fixed| fixed[12])
    }

    /// What a record without an identity is counted by.
    pub fn name_hash(&self, record: u32) -> u64 {
        self.fixed(record).map_or(0, |fixed| u64_at(fixed, 13))
    }

    /// Quotes of a record.
    pub fn quotes(&self, record: u32) -> u32 {
        self.fixed(record).map_or(0, |fixed| u32_at(fixed, 0))
    }

    fn text(&self, number: usize) -> Option<&[u8]> {
        let offsets = self.part(Section::Offsets, number * 8..number * 8 + 16)?;
        self.part(Section::Texts, u64_at(offsets, 0) as usize..u64_at(offsets, 8) as usize)
    }

    /// The name to be shown.
    pub fn name(&self, record: u32) -> &str {
        self.text(record as usize * 3 + 1).and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default()
    }

    /// The id of a record; `None` of one without an identity.
    pub fn id(&self, record: u32) -> Result<Option<String>, IndexError> {
        if record as usize >= self.head.identities {
            return Ok(None);
        }
        let id = self.text(record as usize * 3).ok_or_else(no_such_record)?;
        Ok(Some(String::from_utf8_lossy(id).into_owned()))
    }

    /// A record by its number.
    pub fn record(&self, record: u32) -> Result<SpeakerRecord, IndexError> {
        let fixed = self.fixed(record).ok_or_else(no_such_record)?;
        let mut kinds = SpeakerKind::ALL.into_iter();
        let row = u32_at(fixed, 8);
        Ok(SpeakerRecord {
            id: self.id(record)?,
            name: self.name(record).to_owned(),
            kind: kinds.find(|kind| *kind as u8 == fixed[12]).ok_or_else(no_such_record)?,
            quotes: u32_at(fixed, 0) as usize,
            bare_quotes: u32_at(fixed, 4) as usize,
            row: (row != NONE).then_some(row as usize),
        })
    }

    /// Keys of a record with quotes by name, and those of them that are a surname alone.
    pub fn parts(&self, record: u32) -> Result<(Vec<KeyCounts>, Vec<String>), IndexError> {
        let damaged = |what: &str| IndexError::damaged(Path::new(super::NAME), what);
        let json = self.text(record as usize * 3 + 2).ok_or_else(|| damaged("no such record"))?;
        serde_json::from_slice(json).map_err(|error| damaged(&error.to_string()))
    }

    /// What a record is made of.
    pub fn details(&self, record: u32) -> Result<SpeakerDetails, IndexError> {
        let (keys, bare) = self.parts(record)?;
        Ok(SpeakerDetails::new(&keys, bare))
    }

    /// The words of all names: a line a record, its number and its names, each between blanks after a tab.
    pub fn words(&self) -> &[u8] {
        self.part(Section::Words, 0..self.length(Section::Words)).unwrap_or_default()
    }

    /// For each ordinal of a segment's keys the record; `None` where the segment is not known here.
    pub fn ordinals(&self, id: &str) -> Option<Ordinals<'_>> {
        let place = self.head.segments.iter().position(|segment| segment.id == id)?;
        Some(self.ordinals_at(place))
    }

    /// For one ordinal of a segment's keys what [`Ordinals::record`] tells; `None` where the segment is not known here.
    pub fn ordinal(&self, id: &str, ordinal: usize) -> Option<Option<u32>> {
        let place = self.head.segments.iter().position(|segment| segment.id == id)?;
        let start = self.ordinals_begin(place) + ordinal * 4;
        Some(self.part(Section::Ordinals, start..start + 4).and_then(|bytes| Ordinals(bytes).record(0)))
    }

    /// Where the ordinals of the segment at `place` in the head begin in their section.
    fn ordinals_begin(&self, place: usize) -> usize {
        self.head.segments[..place].iter().map(|segment| segment.ordinals * 4).sum()
    }

    /// As [`Table::ordinals`], of the segment at `place` in the head.
    pub fn ordinals_at(&self, place: usize) -> Ordinals<'_> {
        let before = self.ordinals_begin(place);
        let range = before..before + self.head.segments[place].ordinals * 4;
        Ordinals(self.part(Section::Ordinals, range).unwrap_or_default())
    }

    /// Whether a document of the segment at `place` in the head was alive.
    pub fn was_alive(&self, place: usize, document: u32) -> bool {
        let bits =
            |segment: &SegmentHead| if segment.deleted == 0 { 0 } else { segment.documents.div_ceil(8) as usize };
        let segment = &self.head.segments[place];
        let before: usize = self.head.segments[..place].iter().map(bits).sum();
        let place = before + document as usize / 8;
        segment.deleted == 0
            || self.part(Section::Alive, place..place + 1).is_some_and(|byte| byte[0] >> (document % 8) & 1 == 1)
    }
}

/// The record of each ordinal of a segment's keys.
#[derive(Clone, Copy)]
pub(super) struct Ordinals<'a>(&'a [u8]);

impl Ordinals<'_> {
    /// The record of an ordinal; `None` where no named speaker has the key.
    pub fn record(&self, ordinal: usize) -> Option<u32> {
        let record = u32_at(self.0.get(ordinal * 4..ordinal * 4 + 4)?, 0);
        (record != NONE).then_some(record)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len() / 4
    }
}

fn no_such_record() -> IndexError {
    IndexError::damaged(Path::new(super::NAME), "no such record")
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4].iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes[at..at + 8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// What a speaker without an identity is counted by: one folded name of one kind is one.
pub(super) fn name_hash(name: &str, kind: SpeakerKind) -> u64 {
    hash64(format!("{}\u{0}{}", kind as u8, name_words(name).join(" ")).as_bytes())
}

/// Writes a table; `dead` are records of the table it goes on from.
pub(super) fn encode(
    made: &[Made],
    people: &People,
    segments: Vec<SegmentPart>,
    dead: Vec<u32>,
) -> Result<Vec<u8>, IndexError> {
    let mut keys: Vec<(u128, u32)> = Vec::new();
    let mut classes: Vec<(u64, u32)> = Vec::new();
    let mut sections: [Vec<u8>; SECTIONS] = Default::default();
    let mut rows = vec![None; people.rows.len()];
    let mut offsets: Vec<u64> = vec![0];
    for (place, Made { record, keys: own, bare, classes: own_classes }) in made.iter().enumerate() {
        let place = place as u32;
        keys.extend(own.iter().map(|key| (hash128(&key.key), place)));
        classes.extend(own_classes.iter().map(|class| (hash64(class.as_bytes()), place)));
        if let Some(row) = record.row {
            rows[row] = Some(place);
        }
        let fixed = &mut sections[Section::Records as usize];
        fixed.extend((record.quotes as u32).to_be_bytes());
        fixed.extend((record.bare_quotes as u32).to_be_bytes());
        fixed.extend(record.row.map_or(NONE, |row| row as u32).to_be_bytes());
        fixed.push(record.kind as u8);
        fixed.extend(name_hash(&record.name, record.kind).to_be_bytes());
        let details = serde_json::to_vec(&(own, bare)).map_err(|error| IndexError::Engine(error.to_string()))?;
        let texts = &mut sections[Section::Texts as usize];
        for text in [record.id.as_deref().unwrap_or_default().as_bytes(), record.name.as_bytes(), &details] {
            texts.extend_from_slice(text);
            offsets.push(texts.len() as u64);
        }
        let person = record.row.map(|row| &people.rows[row]);
        let given = person.into_iter().flat_map(|person| std::iter::once(&person.name).chain(&person.aliases));
        let details = SpeakerDetails::new(own, Vec::new());
        let words = &mut sections[Section::Words as usize];
        words.extend_from_slice(place.to_string().as_bytes());
        for name in details.names.iter().map(|(name, _)| name).chain(given) {
            let all: Vec<String> = name_words(name).iter().map(|word| sound(word)).collect();
            words.extend_from_slice(format!("\t {} ", all.join(" ")).as_bytes());
        }
        words.push(b'\n');
    }
    keys.sort_unstable();
    classes.sort_unstable();
    let mut heads = Vec::with_capacity(segments.len());
    for segment in segments {
        for key in &segment.keys {
            let found = key.and_then(|key| keys.binary_search_by_key(&key, |(hash, _)| *hash).ok());
            let record = found.map_or(NONE, |place| keys[place].1);
            sections[Section::Ordinals as usize].extend(record.to_be_bytes());
        }
        sections[Section::Alive as usize].extend_from_slice(&segment.alive);
        heads.push(segment.head);
    }
    sections[Section::Keys as usize] =
        keys.iter().flat_map(|(hash, place)| hash.to_be_bytes().into_iter().chain(place.to_be_bytes())).collect();
    sections[Section::Classes as usize] =
        classes.iter().flat_map(|(hash, place)| hash.to_be_bytes().into_iter().chain(place.to_be_bytes())).collect();
    sections[Section::Offsets as usize] = offsets.iter().flat_map(|offset| offset.to_be_bytes()).collect();
    let identities = made.iter().filter(|made| made.record.id.is_some()).count();
    let lengths: [usize; SECTIONS] = std::array::from_fn(|section| sections[section].len());
    let head = Head { sections: lengths, identities, rows, segments: heads, dead };
    let mut bytes = serde_json::to_vec(&head).map_err(|error| IndexError::Engine(error.to_string()))?;
    bytes.push(b'\n');
    bytes.reserve(lengths.iter().sum());
    for section in sections {
        bytes.extend_from_slice(&section);
    }
    Ok(bytes)
}

/// The number of the record at the beginning of a line of the words, and its names.
pub(super) fn split_line(line: &[u8]) -> (u32, &[u8]) {
    let end = memchr::memchr(b'\t', line).unwrap_or(line.len());
    let place = std::str::from_utf8(&line[..end]).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    (place, line.get(end + 1..).unwrap_or_default())
}
