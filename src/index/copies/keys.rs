//! Wordings by their keys, found through the engine's own lists of documents by key.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::termdict::TermMerger;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

use super::live::Live;
use crate::index::IndexError;
use crate::index::generation::Snapshot;
use crate::index::schema::fields;

/// Wordings that may share a key.
pub(super) const MOST_COMMON: usize = if cfg!(test) { 6 } else { 256 };

/// Documents for which all keys are one part more, and parts at most.
const DOCUMENTS_A_PART: usize = if cfg!(test) { 4 } else { 4096 };
const MOST_PARTS: usize = 1024;

/// Keys that are looked up together.
const KEYS_A_PART: usize = if cfg!(test) { 4 } else { 256 };

/// Some keys.
pub(super) enum Part<'a> {
    /// All in a range.
    Range(Range<u64>),
    /// These.
    These(&'a [u32]),
}

impl Part<'_> {
    /// All keys there are, where there are so many documents.
    pub fn all(documents: usize) -> Vec<Part<'static>> {
        const END: u64 = 1 << u32::BITS;
        let parts = (documents / DOCUMENTS_A_PART + 1).min(MOST_PARTS) as u64;
        (0..parts).map(|part| Part::Range(END * part / parts..END * (part + 1) / parts)).collect()
    }

    /// These keys.
    pub fn of(keys: &[u32]) -> Vec<Part<'_>> {
        keys.chunks(KEYS_A_PART).map(Part::These).collect()
    }
}

/// The wordings that have a key, as far as they are few.
#[derive(Default)]
pub(super) struct Sharing {
    found: BTreeSet<u32>,
}

impl Sharing {
    fn add(&mut self, documents: impl DocSet, live: &Live, segment: usize) {
        let mut wordings = wordings_of(documents, live, segment);
        while self.found.len() <= MOST_COMMON
            && let Some(wording) = wordings.next()
        {
            self.found.insert(wording);
        }
    }

    /// Ascending; `None` where they are too many.
    pub fn few(self) -> Option<Vec<u32>> {
        (self.found.len() <= MOST_COMMON).then(|| self.found.into_iter().collect())
    }
}

/// Looks up wordings by key.
pub(super) struct Keys<'a> {
    snapshot: &'a Snapshot,
    live: &'a Live,
    inverted: Vec<Arc<InvertedIndexReader>>,
}

impl<'a> Keys<'a> {
    pub fn open(snapshot: &'a Snapshot, live: &'a Live) -> Result<Keys<'a>, IndexError> {
        let mut inverted = Vec::new();
        for segment in snapshot.searcher.segment_readers() {
            inverted.push(segment.inverted_index(fields().wording_key)?);
        }
        Ok(Keys { snapshot, live, inverted })
    }

    /// Hands each key of `part` that more than one document has to `each`, with the wordings that have it.
    pub fn each_of(&self, part: &Part<'_>, mut each: impl FnMut(u32, Sharing)) -> Result<(), IndexError> {
        match part {
            Part::Range(range) => self.each_in(range, each),
            Part::These(keys) => keys.iter().try_for_each(|&key| {
                each(key, self.sharing(key)?);
                Ok(())
            }),
        }
    }

    fn each_in(&self, range: &Range<u64>, mut each: impl FnMut(u32, Sharing)) -> Result<(), IndexError> {
        let fault = |error| IndexError::damaged(&self.snapshot.path, error);
        let mut streams = Vec::with_capacity(self.inverted.len());
        for segment in &self.inverted {
            let (start, end) = (range.start.to_be_bytes(), range.end.to_be_bytes());
            streams.push(segment.terms().range().ge(start).lt(end).into_stream().map_err(fault)?);
        }
        let mut merged = TermMerger::new(streams);
        while merged.advance() {
            let infos: Vec<_> = merged.current_segment_ords_and_term_infos().collect();
            if infos.iter().map(|(_, info)| info.doc_freq).sum::<u32>() < 2 {
                continue;
            }
            let mut sharing = Sharing::default();
            for (segment, info) in infos {
                let postings = self.inverted[segment].read_postings_from_terminfo(&info, IndexRecordOption::Basic);
                sharing.add(postings.map_err(fault)?, self.live, segment);
            }
            each(key_of(merged.key()), sharing);
        }
        Ok(())
    }

    /// The wordings that have a key.
    pub fn sharing(&self, key: u32) -> Result<Sharing, IndexError> {
        let mut sharing = Sharing::default();
        self.each(key, |documents, segment| sharing.add(documents, self.live, segment))?;
        Ok(sharing)
    }

    /// The same, however many they are.
    pub fn every_wording(&self, key: u32) -> Result<BTreeSet<u32>, IndexError> {
        let mut all = BTreeSet::new();
        self.each(key, |documents, segment| all.extend(wordings_of(documents, self.live, segment)))?;
        Ok(all)
    }

    fn each(
        &self,
        key: u32,
        mut each: impl FnMut(tantivy::postings::SegmentPostings, usize),
    ) -> Result<(), IndexError> {
        let term = Term::from_field_u64(fields().wording_key, u64::from(key));
        for (segment, inverted) in self.inverted.iter().enumerate() {
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
            if let Some(postings) = postings.map_err(|error| IndexError::damaged(&self.snapshot.path, error))? {
                each(postings, segment);
            }
        }
        Ok(())
    }
}

/// The wordings of some documents of a segment, in the order of these.
fn wordings_of(mut documents: impl DocSet, live: &Live, segment: usize) -> impl Iterator<Item = u32> {
    let ids = std::iter::from_fn(move || {
        let id = Some(documents.doc()).filter(|id| *id != TERMINATED)?;
        documents.advance();
        Some(id)
    });
    ids.filter_map(move |id| live.wording(live.base(segment) + id))
}

fn key_of(term: &[u8]) -> u32 {
    term.iter().fold(0, |key: u64, byte| key << 8 | u64::from(*byte)) as u32
}
