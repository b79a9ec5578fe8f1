//! What the segments of a commit hold of each key.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentOrdinal, SegmentReader, TERMINATED, Term};

use super::table::{SegmentHead, SegmentPart};
use crate::index::IndexError;
use crate::index::columns::{Number, Text};
use crate::index::documents::hash128;
use crate::index::generation::Snapshot;
use crate::index::schema::{DocType, fields};
use crate::speakers::SpeakerKind;

/// Quotes of each key, by name as shown.
pub(super) type Counts = BTreeMap<String, BTreeMap<String, usize>>;

/// The columns of one segment that tell who speaks.
struct Columns {
    key: StrColumn,
    name: StrColumn,
    doc_type: Column<u64>,
    kind: Column<u64>,
}

impl Columns {
    /// `None` where the segment has no quote by anybody.
    fn open(snapshot: &Snapshot, segment: SegmentOrdinal) -> Result<Option<Columns>, IndexError> {
        let opened = snapshot.columns.of(segment);
        let (Some(key), Some(name)) = (opened.text(Text::SpeakerKey)?, opened.text(Text::SpeakerName)?) else {
            return Ok(None);
        };
        let (doc_type, kind) = (opened.number(Number::DocType)?, opened.number(Number::SpeakerKind)?);
        Ok(Some(Columns { key, name, doc_type, kind }))
    }

    /// The ordinal of the key of a quote by a named speaker.
    fn key_of(&self, document: u32) -> Option<u64> {
        let is_quote = self.doc_type.first(document) == Some(DocType::Quote as u64);
        let is_named = |kind| kind == SpeakerKind::Person as u64 || kind == SpeakerKind::Organization as u64;
        if !is_quote || !self.kind.first(document).is_some_and(is_named) {
            return None;
        }
        self.key.ords().first(document)
    }
}

/// The texts of these ordinals, sorted and each once, read in one pass over the dictionary.
fn texts(column: &StrColumn, ordinals: &[u64], snapshot: &Snapshot) -> Result<Vec<String>, IndexError> {
    let mut texts = Vec::with_capacity(ordinals.len());
    let mut keep = |bytes: &[u8]| texts.push(String::from_utf8_lossy(bytes).into_owned());
    let read = column.dictionary().sorted_ords_to_term_cb(ordinals, &mut keep);
    read.map_err(|error| IndexError::damaged(&snapshot.path, error))?;
    Ok(texts)
}

/// Counts all keys of named speakers.
pub(super) fn all(snapshot: &Snapshot) -> Result<Counts, IndexError> {
    let mut all = Counts::new();
    for segment in snapshot.segments() {
        let Some(columns) = Columns::open(snapshot, segment)? else { continue };
        let mut counts: HashMap<(u64, u64), usize> = HashMap::new();
        for document in snapshot.searcher.segment_reader(segment).doc_ids_alive() {
            if let (Some(key), Some(name)) = (columns.key_of(document), columns.name.ords().first(document)) {
                *counts.entry((key, name)).or_default() += 1;
            }
        }
        let ordinals = |of: fn(&(u64, u64)) -> u64| -> Vec<u64> {
            counts.keys().map(of).collect::<BTreeSet<u64>>().into_iter().collect()
        };
        let (keys, names) = (ordinals(|pair| pair.0), ordinals(|pair| pair.1));
        let (key_texts, name_texts) = (texts(&columns.key, &keys, snapshot)?, texts(&columns.name, &names, snapshot)?);
        let by_ordinal = |ordinals: &[u64], texts: Vec<String>| -> HashMap<u64, String> {
            ordinals.iter().copied().zip(texts).collect()
        };
        let (key_texts, name_texts) = (by_ordinal(&keys, key_texts), by_ordinal(&names, name_texts));
        for ((key, name), count) in counts {
            *all.entry(key_texts[&key].clone()).or_default().entry(name_texts[&name].clone()).or_default() += count;
        }
    }
    Ok(all)
}

/// Counts one key; empty where nobody alive has it.
pub(super) fn one(snapshot: &Snapshot, key: &str) -> Result<BTreeMap<String, usize>, IndexError> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let term = Term::from_field_text(fields().speaker_key, key);
    for (ord, segment) in snapshot.segments().zip(snapshot.searcher.segment_readers()) {
        let inverted = segment.inverted_index(fields().speaker_key)?;
        let read = inverted.read_postings(&term, IndexRecordOption::Basic);
        let Some(mut postings) = read.map_err(IndexError::io(&snapshot.path))? else { continue };
        let Some(columns) = Columns::open(snapshot, ord)? else { continue };
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        while postings.doc() != TERMINATED {
            let document = postings.doc();
            let is_alive = segment.alive_bitset().is_none_or(|alive| alive.is_alive(document));
            if let (true, Some(name)) = (is_alive, columns.name.ords().first(document)) {
                *counts.entry(name).or_default() += 1;
            }
            postings.advance();
        }
        let ordinals: Vec<u64> = counts.keys().copied().collect();
        for (name, count) in texts(&columns.name, &ordinals, snapshot)?.into_iter().zip(counts.into_values()) {
            *names.entry(name).or_default() += count;
        }
    }
    Ok(names)
}

/// The keys of named speakers of a segment's documents that `wanted` holds for.
pub(super) fn keys_of(
    snapshot: &Snapshot,
    segment: SegmentOrdinal,
    wanted: impl Fn(u32) -> bool,
) -> Result<Vec<String>, IndexError> {
    let Some(columns) = Columns::open(snapshot, segment)? else { return Ok(Vec::new()) };
    let documents = (0..snapshot.searcher.segment_reader(segment).max_doc()).filter(|document| wanted(*document));
    let ordinals: BTreeSet<u64> = documents.filter_map(|document| columns.key_of(document)).collect();
    texts(&columns.key, &ordinals.into_iter().collect::<Vec<u64>>(), snapshot)
}

/// What tells a segment as it is now.
pub(super) fn head(segment: &SegmentReader) -> Result<SegmentHead, IndexError> {
    Ok(SegmentHead {
        id: segment.segment_id().uuid_string(),
        deleted: segment.num_deleted_docs(),
        documents: segment.max_doc(),
        ordinals: segment.fast_fields().str("speaker_key")?.map_or(0, |keys| keys.num_terms()),
    })
}

/// What a table has of a segment.
pub(super) fn part(segment: &SegmentReader) -> Result<SegmentPart, IndexError> {
    let mut keys = Vec::new();
    if let Some(column) = segment.fast_fields().str("speaker_key")? {
        let ordinals: Vec<u64> = (0..column.num_terms() as u64).collect();
        // Keys of others than named speakers have no record, and are found not to have one.
        let mut keep = |bytes: &[u8]| keys.push(std::str::from_utf8(bytes).ok().map(hash128));
        let read = column.dictionary().sorted_ords_to_term_cb(&ordinals, &mut keep);
        read.map_err(|error| IndexError::Engine(error.to_string()))?;
    }
    let mut alive = Vec::new();
    if segment.num_deleted_docs() > 0 {
        alive = vec![0; segment.max_doc().div_ceil(8) as usize];
        for document in segment.doc_ids_alive() {
            alive[document as usize / 8] |= 1 << (document % 8);
        }
    }
    Ok(SegmentPart { head: head(segment)?, keys, alive })
}
