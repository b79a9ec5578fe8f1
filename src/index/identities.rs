//! The derived table of identities: which speaker each key belongs to, under which names, with how many quotes.
//!
//! Layout: a head in JSON, one line; for each key of a named speaker 16 bytes of its hash and 4 of its record, sorted by hash;
//! for each record and its details 8 bytes of their place; the words of all names, a line a record; each record and its details,
//! JSON, one a line. Identities come first.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use memchr::memmem;
use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;

use super::IndexError;
use super::documents::hash128;
use super::folder::Folder;
use super::generation::Snapshot;
use super::schema::DocType;
use super::{Location, Reader, derived, people};
use crate::speakers::{Grouping, ID_DIGITS, People, SpeakerKey, SpeakerKind, group, name_words, sound};

/// Name of the table.
pub(super) const NAME: &str = "identities";

/// Another number where another program would group otherwise or write the table otherwise.
const VERSION: u32 = 1;

/// Bytes of a key in the table: hash and record.
const KEY_BYTES: usize = 20;

/// Who is who, as of one commit and one table of people.
#[derive(Clone)]
pub struct Identities {
    bytes: OwnedBytes,
    head: Head,
    /// Where the parts of `bytes` begin.
    keys_at: usize,
    offsets_at: usize,
    words_at: usize,
    records_at: usize,
    people: People,
}

#[derive(Clone, Serialize, Deserialize)]
struct Head {
    keys: usize,
    records: usize,
    /// Records with an id; they come first.
    identities: usize,
    words: usize,
    /// For each row of the table of people its record.
    rows: Vec<Option<u32>>,
}

/// A speaker of the table: an identity, or one key that has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerDetails {
    /// Names as articles give them, most quotes first.
    pub names: Vec<(String, usize)>,
    /// The keys, and quotes of each.
    pub keys: Vec<(String, usize)>,
    /// Keys that give a surname alone, and joined since nobody else bears it.
    pub bare: Vec<String>,
}

/// What was counted of one key.
#[derive(Default)]
struct Counted {
    quotes: usize,
    names: HashMap<String, usize>,
}

/// Makes the derived tables of the index at `location` where they do not stand, so that the next reader need not wait.
///
/// # Errors
/// As [`Reader::open`](super::Reader::open) and [`Reader::identities`](super::Reader::identities).
pub fn make_tables(location: &Location) -> Result<(), IndexError> {
    Reader::open(location)?.identities()?;
    Ok(())
}

impl Identities {
    /// The table as of `snapshot`.
    pub(super) fn load(folder: &Folder, snapshot: &Snapshot) -> Result<Identities, IndexError> {
        let (people, people_sum) = people::read(folder)?;
        let stamp = format!("{VERSION} {people_sum}");
        let bytes = derived::table(folder, snapshot, NAME, &stamp, || make(snapshot, &people))?;
        let damaged = || IndexError::damaged(&snapshot.path.join(NAME), "not a table of identities");
        let line = memchr::memchr(b'\n', &bytes).ok_or_else(damaged)?;
        let head: Head = serde_json::from_slice(&bytes[..line]).map_err(|_| damaged())?;
        let keys_at = line + 1;
        let offsets_at = keys_at + head.keys * KEY_BYTES;
        let words_at = offsets_at + (2 * head.records + 1) * 8;
        let records_at = words_at + head.words;
        if records_at > bytes.len() {
            return Err(damaged());
        }
        Ok(Identities { bytes, head, keys_at, offsets_at, words_at, records_at, people })
    }

    /// The table of people that stands behind it.
    pub fn people(&self) -> &People {
        &self.people
    }

    /// How many records there are; they are numbered from 0.
    pub fn len(&self) -> usize {
        self.head.records
    }

    /// Whether nobody speaks.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The record of a key; `None` for keys of speakers without a name.
    pub fn of_key(&self, key: &str) -> Option<usize> {
        self.of_hash(&hash128(key).to_be_bytes())
    }

    /// The record of the first key whose hash begins so.
    fn of_hash(&self, wanted: &[u8]) -> Option<usize> {
        let at = |place: usize| &self.bytes[self.keys_at + place * KEY_BYTES..][..KEY_BYTES];
        let (mut low, mut high) = (0, self.head.keys);
        while low < high {
            let middle = low + (high - low) / 2;
            if at(middle)[..wanted.len()] < *wanted { low = middle + 1 } else { high = middle }
        }
        let is_found = low < self.head.keys && at(low).starts_with(wanted);
        is_found.then(|| number(&at(low)[16..]) as usize)
    }

    /// A record by its number.
    ///
    /// # Errors
    /// Where the table is damaged.
    pub fn record(&self, place: usize) -> Result<SpeakerRecord, IndexError> {
        self.line(2 * place)
    }

    /// What the record of this number is made of.
    ///
    /// # Errors
    /// Where the table is damaged.
    pub fn details(&self, place: usize) -> Result<SpeakerDetails, IndexError> {
        self.line(2 * place + 1)
    }

    fn line<'a, T: Deserialize<'a>>(&'a self, line: usize) -> Result<T, IndexError> {
        let damaged = |what: &str| IndexError::damaged(Path::new(NAME), what);
        let offset = |line: usize| {
            let bytes = self.bytes.get(self.offsets_at + line * 8..self.offsets_at + line * 8 + 8);
            bytes.map(|bytes| self.records_at.saturating_add(number(bytes) as usize))
        };
        let (Some(start), Some(end)) = (offset(line), offset(line + 1)) else { return Err(damaged("no such record")) };
        let json = self.bytes.get(start..end).ok_or_else(|| damaged("a record outside"))?;
        serde_json::from_slice(json).map_err(|error| damaged(&error.to_string()))
    }

    /// Whether the record of this number is an identity, with an id.
    pub fn is_identity(&self, place: usize) -> bool {
        place < self.head.identities
    }

    /// The record of a row of the table of people; `None` where nobody is quoted under its names.
    pub fn of_row(&self, row: usize) -> Option<usize> {
        self.head.rows.get(row).copied().flatten().map(|place| place as usize)
    }

    /// Records one of whose names holds all these words, in any order and spelling.
    pub fn fitting(&self, words: &[String]) -> Vec<usize> {
        let mut wanted: Vec<String> = words.iter().map(|word| format!(" {} ", sound(word))).collect();
        wanted.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let Some(rarest) = wanted.first() else { return Vec::new() };
        let all = self.words();
        let mut found = Vec::new();
        for at in memmem::find_iter(all, rarest.as_bytes()) {
            let start = memchr::memrchr(b'\n', &all[..at]).map_or(0, |place| place + 1);
            let end = memchr::memchr(b'\n', &all[at..]).map_or(all.len(), |place| at + place);
            let (place, names) = split_line(&all[start..end]);
            let fits = |name: &[u8]| wanted.iter().all(|word| memmem::find(name, word.as_bytes()).is_some());
            if found.last() != Some(&place) && names.split(|byte| *byte == b'\t').any(fits) {
                found.push(place);
            }
        }
        found
    }

    /// Hands the words of each name, in the letters in which spellings meet, to `each`, with the record's number.
    pub fn each_name(&self, mut each: impl FnMut(usize, &str)) {
        for line in self.words().split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let (place, names) = split_line(line);
            for name in names.split(|byte| *byte == b'\t') {
                each(place, std::str::from_utf8(name).unwrap_or_default().trim());
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
        // An id that comes of a key is the beginning of its hash.
        let digits = |at: usize| id.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let bytes: Option<Vec<u8>> = (0..id.len()).step_by(2).map(digits).collect();
        let bytes = bytes.filter(|_| id.len() == ID_DIGITS && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
        Ok(bytes.and_then(|bytes| self.of_hash(&bytes)))
    }

    fn words(&self) -> &[u8] {
        &self.bytes[self.words_at..self.records_at]
    }
}

/// A line of the words: number of the record, and its names.
fn split_line(line: &[u8]) -> (usize, &[u8]) {
    let end = memchr::memchr(b'\t', line).unwrap_or(line.len());
    let place = std::str::from_utf8(&line[..end]).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    (place, line.get(end + 1..).unwrap_or_default())
}

/// A number of 4 or 8 bytes.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Makes the table.
fn make(snapshot: &Snapshot, people: &People) -> Result<Vec<u8>, IndexError> {
    let counted = count(snapshot)?;
    let mut keys: Vec<(SpeakerKey, String)> =
        counted.keys().filter_map(|text| SpeakerKey::parse(text).map(|key| (key, text.clone()))).collect();
    keys.sort();
    let (parsed, texts): (Vec<SpeakerKey>, Vec<String>) = keys.into_iter().unzip();
    let grouping = group(&parsed, people);
    encode(&records(&grouping, &parsed, &texts, &counted, people), people)
}

/// Quotes of each key of a named speaker, with the names as shown.
fn count(snapshot: &Snapshot) -> Result<BTreeMap<String, Counted>, IndexError> {
    let mut all: BTreeMap<String, Counted> = BTreeMap::new();
    for segment in snapshot.searcher.segment_readers() {
        let fast = segment.fast_fields();
        let (Some(key), Some(name)) = (fast.str("speaker_key")?, fast.str("speaker_name")?) else { continue };
        let (doc_type, kind) = (fast.u64("doc_type")?, fast.u64("speaker_kind")?);
        let mut counts: HashMap<(u64, u64), usize> = HashMap::new();
        for doc in segment.doc_ids_alive() {
            let is_named = doc_type.first(doc) == Some(DocType::Quote as u64)
                && kind
                    .first(doc)
                    .is_some_and(|kind| kind == SpeakerKind::Person as u64 || kind == SpeakerKind::Organization as u64);
            if !is_named {
                continue;
            }
            if let (Some(key), Some(name)) = (key.term_ords(doc).next(), name.term_ords(doc).next()) {
                *counts.entry((key, name)).or_default() += 1;
            }
        }
        let text = |column: &tantivy::columnar::StrColumn, ord: u64| -> Result<String, IndexError> {
            let mut text = String::new();
            column.ord_to_str(ord, &mut text).map_err(|error| IndexError::damaged(&snapshot.path, error))?;
            Ok(text)
        };
        for ((key_ord, name_ord), count) in counts {
            let counted = all.entry(text(&key, key_ord)?).or_default();
            counted.quotes += count;
            *counted.names.entry(text(&name, name_ord)?).or_default() += count;
        }
    }
    Ok(all)
}

/// A record for each identity, and one for each key that has none.
fn records(
    grouping: &Grouping,
    keys: &[SpeakerKey],
    texts: &[String],
    counted: &BTreeMap<String, Counted>,
    people: &People,
) -> Vec<(SpeakerRecord, SpeakerDetails)> {
    let mut records = Vec::new();
    for identity in &grouping.identities {
        let (mut record, mut details) = record(&identity.keys, keys, texts, counted);
        record.id = Some(identity.id.clone());
        record.bare_quotes = identity.bare.iter().map(|key| counted[&texts[*key]].quotes).sum();
        record.row = identity.row;
        if let Some(row) = identity.row {
            record.name.clone_from(&people.rows[row].name);
        }
        details.bare = identity.bare.iter().map(|key| texts[*key].clone()).collect();
        records.push((record, details));
    }
    for key in (0..keys.len()).filter(|key| grouping.of_key[*key].is_none() && keys[*key].kind.is_named()) {
        records.push(record(&[key], keys, texts, counted));
    }
    records
}

fn record(
    places: &[usize],
    keys: &[SpeakerKey],
    texts: &[String],
    counted: &BTreeMap<String, Counted>,
) -> (SpeakerRecord, SpeakerDetails) {
    let mut names: HashMap<&str, usize> = HashMap::new();
    let mut own = Vec::new();
    for place in places {
        let of_key = &counted[&texts[*place]];
        own.push((texts[*place].clone(), of_key.quotes));
        for (name, count) in &of_key.names {
            *names.entry(name).or_default() += count;
        }
    }
    let mut names: Vec<(String, usize)> = names.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let record = SpeakerRecord {
        id: None,
        name: shown(&names).unwrap_or_default(),
        kind: keys[places[0]].kind,
        quotes: own.iter().map(|(_, quotes)| quotes).sum(),
        bare_quotes: 0,
        row: None,
    };
    (record, SpeakerDetails { names, keys: own, bare: Vec::new() })
}

/// The name to be shown: the commonest of those that say more than a surname, labels in capitals left aside.
fn shown(names: &[(String, usize)]) -> Option<String> {
    let is_label = |name: &str| !name.chars().any(char::is_lowercase);
    let is_short = |name: &str| name_words(name).len() < 2;
    let best = names.iter().min_by_key(|(name, count)| {
        (is_label(name), is_short(name), std::cmp::Reverse(*count), std::cmp::Reverse(name.len()), name.clone())
    });
    best.map(|(name, _)| name.clone())
}

fn encode(records: &[(SpeakerRecord, SpeakerDetails)], people: &People) -> Result<Vec<u8>, IndexError> {
    let mut keys: Vec<(u128, u32)> = Vec::new();
    let mut offsets: Vec<u64> = vec![0];
    let mut words = String::new();
    let mut json = Vec::new();
    let mut rows = vec![None; people.rows.len()];
    for (place, (record, details)) in records.iter().enumerate() {
        keys.extend(details.keys.iter().map(|(key, _)| (hash128(key), place as u32)));
        let person = record.row.map(|row| &people.rows[row]);
        if let Some(row) = record.row {
            rows[row] = Some(place as u32);
        }
        let given = person.into_iter().flat_map(|person| std::iter::once(&person.name).chain(&person.aliases));
        words.push_str(&place.to_string());
        for name in details.names.iter().map(|(name, _)| name).chain(given) {
            let all: Vec<String> = name_words(name).iter().map(|word| sound(word)).collect();
            words.push_str(&format!("\t {} ", all.join(" ")));
        }
        words.push('\n');
        for line in [serde_json::to_vec(record), serde_json::to_vec(details)] {
            json.extend(line.map_err(|error| IndexError::Engine(error.to_string()))?);
            json.push(b'\n');
            offsets.push(json.len() as u64);
        }
    }
    keys.sort_unstable();
    let identities = records.iter().filter(|(record, _)| record.id.is_some()).count();
    let head = Head { keys: keys.len(), records: records.len(), identities, words: words.len(), rows };
    let mut bytes = serde_json::to_vec(&head).map_err(|error| IndexError::Engine(error.to_string()))?;
    bytes.push(b'\n');
    for (hash, place) in keys {
        bytes.extend_from_slice(&hash.to_be_bytes());
        bytes.extend_from_slice(&place.to_be_bytes());
    }
    for offset in offsets {
        bytes.extend_from_slice(&offset.to_be_bytes());
    }
    bytes.extend_from_slice(words.as_bytes());
    bytes.extend_from_slice(&json);
    Ok(bytes)
}
