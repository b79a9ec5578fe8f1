//! Pairs of wordings that are copies.
//!
//! Only wordings that share a key are compared, found through the engine's own lists of documents by key. A key that more than
//! [`MOST_COMMON`] wordings have tells nothing and would cost their square; it is not used. Whether it is one depends on
//! the set of wordings alone: where an update moves a key over that bound, all wordings that have it are compared anew.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::termdict::TermMerger;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

use super::live::Live;
use crate::index::IndexError;
use crate::index::generation::Snapshot;
use crate::index::schema::fields;
use crate::index::statement::Statement;
use crate::text::wording::Likeness;

/// Wordings that may share a key.
const MOST_COMMON: usize = if cfg!(test) { 6 } else { 256 };

/// Statements that are kept in memory while pairs are looked for.
const MOST_KEPT: usize = 200_000;

/// Two wordings that are copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    /// Class of the one that is cut, or of either where both are whole.
    pub short: u64,
    /// Class of the other.
    pub long: u64,
    /// Words of the other that it lacks; 0: both are whole.
    pub words: u32,
}

/// All pairs of a commit.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pairs {
    /// Ascending.
    pub pairs: Vec<Pair>,
    /// Keys that more than [`MOST_COMMON`] wordings have, ascending.
    pub common: Vec<u32>,
}

impl Pairs {
    /// Looks through all keys of a commit.
    pub fn all(snapshot: &Snapshot, live: &Live) -> Result<Pairs, IndexError> {
        let mut found = Pairs::default();
        let mut kept = Kept { snapshot, live, statements: HashMap::new() };
        let mut inverted = Vec::new();
        for segment in snapshot.searcher.segment_readers() {
            inverted.push(segment.inverted_index(fields().wording_key)?);
        }
        let mut streams = Vec::with_capacity(inverted.len());
        for segment in &inverted {
            streams.push(segment.terms().stream().map_err(|error| IndexError::damaged(&snapshot.path, error))?);
        }
        let mut merged = TermMerger::new(streams);
        while merged.advance() {
            let key = key_of(merged.key());
            let infos: Vec<_> = merged.current_segment_ords_and_term_infos().collect();
            if infos.iter().map(|(_, info)| info.doc_freq).sum::<u32>() < 2 {
                continue;
            }
            let mut classes = Classes::default();
            for (segment, info) in infos {
                let postings = inverted[segment].read_postings_from_terminfo(&info, IndexRecordOption::Basic);
                classes.add(postings.map_err(|error| IndexError::damaged(&snapshot.path, error))?, live, segment);
            }
            let Some(classes) = classes.few() else {
                found.common.push(key);
                continue;
            };
            for (place, &one) in classes.iter().enumerate() {
                for &other in &classes[place + 1..] {
                    let (one, other) = (kept.statement(one)?, kept.statement(other)?);
                    // Of several keys that both have the least one is enough.
                    let mut shared = one.keys.iter().filter(|key| other.keys.contains(key));
                    if shared.find(|key| found.common.binary_search(key).is_err()) == Some(&key) {
                        found.pairs.extend(pair(&one, &other));
                    }
                }
            }
        }
        found.pairs.sort_unstable();
        Ok(found)
    }

    /// What these pairs, of `commit`, become with the documents that were written and went since.
    pub fn extended(mut self, snapshot: &Snapshot, live: &Live, commit: u64) -> Result<Pairs, IndexError> {
        let mut kept = Kept { snapshot, live, statements: HashMap::new() };
        let keys = Keys::open(snapshot, live)?;
        let mut changed: BTreeSet<u64> = live.new_since(commit).into_iter().collect();

        let mut common = BTreeSet::new();
        let mut touched: BTreeSet<u32> = BTreeSet::new();
        for class in &changed {
            touched.extend(kept.statement(*class)?.keys.iter());
        }
        // Keys that became common, and those that ceased to be.
        for &key in touched.iter().chain(&self.common) {
            let was_common = self.common.binary_search(&key).is_ok();
            let few = keys.classes(key)?.few();
            if few.is_none() {
                common.insert(key);
            }
            if was_common != few.is_none() {
                changed.extend(keys.every_class(key)?);
            }
        }
        self.common = common.into_iter().collect();

        self.pairs.retain(|pair| {
            let is_kept = |class: u64| live.has(class) && !changed.contains(&class);
            is_kept(pair.short) && is_kept(pair.long)
        });
        let mut compared: HashSet<(u64, u64)> = HashSet::new();
        for &class in &changed {
            let one = kept.statement(class)?;
            for &key in one.keys.iter().filter(|key| self.common.binary_search(key).is_err()) {
                for other in keys.classes(key)?.few().unwrap_or_default() {
                    if other != class && compared.insert((class.min(other), class.max(other))) {
                        self.pairs.extend(pair(&one, &*kept.statement(other)?));
                    }
                }
            }
        }
        self.pairs.sort_unstable();
        Ok(self)
    }
}

/// Two statements as a pair, where they are copies. Which is looked at first is told by their classes alone.
fn pair(one: &Statement, other: &Statement) -> Option<Pair> {
    let (first, second) = if one.class < other.class { (one, other) } else { (other, one) };
    let pair = |short: &Statement, long: &Statement, words| Some(Pair { short: short.class, long: long.class, words });
    match first.compare(second) {
        Likeness::Whole => pair(first, second, 0),
        Likeness::LeftCut(words) => pair(first, second, words),
        Likeness::RightCut(words) => pair(second, first, words),
        Likeness::Other => None,
    }
}

fn key_of(term: &[u8]) -> u32 {
    term.iter().fold(0, |key: u64, byte| key << 8 | u64::from(*byte)) as u32
}

/// The statements that were looked at.
struct Kept<'a> {
    snapshot: &'a Snapshot,
    live: &'a Live,
    statements: HashMap<u64, Rc<Statement>>,
}

impl Kept<'_> {
    fn statement(&mut self, class: u64) -> Result<Rc<Statement>, IndexError> {
        if let Some(known) = self.statements.get(&class) {
            return Ok(Rc::clone(known));
        }
        if self.statements.len() >= MOST_KEPT {
            self.statements.clear();
        }
        let statement = Rc::new(self.live.statement(self.snapshot, class)?);
        self.statements.insert(class, Rc::clone(&statement));
        Ok(statement)
    }
}

/// The wordings that have a key, as far as they are few.
#[derive(Default)]
struct Classes {
    found: BTreeSet<u64>,
}

impl Classes {
    fn add(&mut self, mut documents: impl DocSet, live: &Live, segment: usize) {
        while documents.doc() != TERMINATED && self.found.len() <= MOST_COMMON {
            let document = live.base(segment) + documents.doc();
            self.found.extend(live.class_of[document as usize]);
            documents.advance();
        }
    }

    fn few(self) -> Option<Vec<u64>> {
        (self.found.len() <= MOST_COMMON).then(|| self.found.into_iter().collect())
    }
}

/// Looks up wordings by key.
struct Keys<'a> {
    snapshot: &'a Snapshot,
    live: &'a Live,
    inverted: Vec<std::sync::Arc<InvertedIndexReader>>,
}

impl<'a> Keys<'a> {
    fn open(snapshot: &'a Snapshot, live: &'a Live) -> Result<Keys<'a>, IndexError> {
        let mut inverted = Vec::new();
        for segment in snapshot.searcher.segment_readers() {
            inverted.push(segment.inverted_index(fields().wording_key)?);
        }
        Ok(Keys { snapshot, live, inverted })
    }

    fn classes(&self, key: u32) -> Result<Classes, IndexError> {
        let mut classes = Classes::default();
        self.each(key, |documents, segment| classes.add(documents, self.live, segment))?;
        Ok(classes)
    }

    fn every_class(&self, key: u32) -> Result<BTreeSet<u64>, IndexError> {
        let mut all = BTreeSet::new();
        self.each(key, |mut documents, segment| {
            while documents.doc() != TERMINATED {
                all.extend(self.live.class_of[(self.live.base(segment) + documents.doc()) as usize]);
                documents.advance();
            }
        })?;
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
