//! Pairs of wordings that are copies.
//!
//! Only wordings that share a key are compared, found through the engine's own lists of documents by key. A key that more than
//! [`MOST_COMMON`] wordings have tells nothing and would cost their square; it is not used. Whether it is one depends on
//! the set of wordings alone: where an update moves a key over that bound, all wordings that have it are compared anew.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::panic::resume_unwind;
use std::sync::{Mutex, MutexGuard};
use std::thread;

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::termdict::TermMerger;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

use super::live::Live;
use crate::index::IndexError;
use crate::index::generation::Snapshot;
use crate::index::schema::fields;
use crate::index::statement::{PackedStatement, Statement};
use crate::text::wording::{Likeness, PackedWords};

/// Wordings that may share a key.
const MOST_COMMON: usize = if cfg!(test) { 6 } else { 256 };

/// Bytes of statements that are kept in memory while pairs are looked for: to read one again costs far more than to compare it.
const MOST_KEPT: usize = 256 << 20;

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
    /// Looks through all keys of a commit, on all cores.
    pub fn all(snapshot: &Snapshot, live: &Live) -> Result<Pairs, IndexError> {
        let keys = Keys::open(snapshot, live)?;
        let mut common = Vec::new();
        keys.each_of(
            |_, documents| documents > MOST_COMMON,
            |key, classes| {
                if classes.few().is_none() {
                    common.push(key);
                }
                Ok(())
            },
        )?;
        let shares = snapshot.threads.max(1);
        let kept = Kept::new(snapshot, live);
        let (keys, kept, common_keys) = (&keys, &kept, &common);
        let found: Vec<Result<Vec<Pair>, IndexError>> = thread::scope(|scope| {
            let look = |share: usize| move || keys.pairs(kept, common_keys, share as u32, shares as u32);
            let others: Vec<_> = (1..shares).map(|share| scope.spawn(look(share))).collect();
            let first = look(0)();
            let others = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
            std::iter::once(first).chain(others).collect()
        });
        let mut pairs = found.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
        pairs.sort_unstable();
        Ok(Pairs { pairs, common })
    }

    /// What these pairs, of `commit`, become with the documents that were written and went since.
    pub fn extended(mut self, snapshot: &Snapshot, live: &Live, commit: u64) -> Result<Pairs, IndexError> {
        let kept = Kept::new(snapshot, live);
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
                        self.pairs.extend(pair(&one, &kept.statement(other)?));
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
    packed: Mutex<Packed>,
}

#[derive(Default)]
struct Packed {
    words: PackedWords,
    statements: HashMap<u64, PackedStatement>,
    /// Of the statements.
    bytes: usize,
}

impl<'a> Kept<'a> {
    fn new(snapshot: &'a Snapshot, live: &'a Live) -> Kept<'a> {
        Kept { snapshot, live, packed: Mutex::default() }
    }

    fn statement(&self, class: u64) -> Result<Statement, IndexError> {
        {
            let packed = self.packed();
            if let Some(known) = packed.statements.get(&class) {
                return Ok(known.unpacked(&packed.words));
            }
        }
        let statement = self.live.statement(self.snapshot, class)?;
        let mut packed = self.packed();
        if packed.bytes + packed.words.bytes() >= MOST_KEPT {
            *packed = Packed::default();
        }
        let Packed { words, statements, bytes } = &mut *packed;
        let known = statement.packed(words);
        *bytes += known.bytes() + size_of::<u64>();
        statements.insert(class, known);
        Ok(statement)
    }

    fn packed(&self) -> MutexGuard<'_, Packed> {
        self.packed.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
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

    /// The pairs of wordings whose least key in common leaves `share` when divided by `shares`; `common` are not used.
    fn pairs(&self, kept: &Kept<'_>, common: &[u32], share: u32, shares: u32) -> Result<Vec<Pair>, IndexError> {
        let mut pairs = Vec::new();
        self.each_of(
            |key, documents| documents > 1 && key % shares == share,
            |key, classes| {
                let Some(classes) = classes.few() else {
                    return Ok(());
                };
                let statements =
                    classes.into_iter().map(|class| kept.statement(class)).collect::<Result<Vec<_>, _>>()?;
                for (place, one) in statements.iter().enumerate() {
                    for other in &statements[place + 1..] {
                        // Of several keys that both have the least one is enough.
                        let mut shared = one.keys.iter().filter(|key| other.keys.contains(key));
                        if shared.find(|key| common.binary_search(key).is_err()) == Some(&key) {
                            pairs.extend(pair(one, other));
                        }
                    }
                }
                Ok(())
            },
        )?;
        Ok(pairs)
    }

    /// Hands each key that `is_wanted`, told by itself and how many documents have it, with the wordings that have it, to `each`, ascending.
    fn each_of(
        &self,
        is_wanted: impl Fn(u32, usize) -> bool,
        mut each: impl FnMut(u32, Classes) -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        let fault = |error| IndexError::damaged(&self.snapshot.path, error);
        let mut streams = Vec::with_capacity(self.inverted.len());
        for segment in &self.inverted {
            streams.push(segment.terms().stream().map_err(fault)?);
        }
        let mut merged = TermMerger::new(streams);
        while merged.advance() {
            let infos: Vec<_> = merged.current_segment_ords_and_term_infos().collect();
            let key = key_of(merged.key());
            if !is_wanted(key, infos.iter().map(|(_, info)| info.doc_freq as usize).sum()) {
                continue;
            }
            let mut classes = Classes::default();
            for (segment, info) in infos {
                let postings = self.inverted[segment].read_postings_from_terminfo(&info, IndexRecordOption::Basic);
                classes.add(postings.map_err(fault)?, self.live, segment);
            }
            each(key, classes)?;
        }
        Ok(())
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
