//! A query that can be broken off.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader, TantivyError, Term};

/// Asked again and again while a query runs; once it says false the query ends with
/// [`IndexError::BrokenOff`](super::IndexError::BrokenOff). It may look at a clock, which nothing here does.
pub type KeepOn = Arc<dyn Fn() -> bool + Send + Sync>;

/// What the engine's error says of a query that was broken off.
pub(super) const BROKEN_OFF: &str = "broken off";

/// Finds what the query inside finds, and asks before it looks up that part in a segment.
pub(super) struct Watched {
    pub query: Box<dyn Query>,
    pub keep_on: KeepOn,
}

struct WatchedWeight {
    weight: Box<dyn Weight>,
    keep_on: KeepOn,
}

impl Clone for Watched {
    fn clone(&self) -> Watched {
        Watched { query: self.query.box_clone(), keep_on: Arc::clone(&self.keep_on) }
    }
}

impl std::fmt::Debug for Watched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.query.fmt(f)
    }
}

impl Query for Watched {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weight = self.query.weight(enable_scoring)?;
        Ok(Box::new(WatchedWeight { weight, keep_on: Arc::clone(&self.keep_on) }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.query.query_terms(visitor);
    }
}

impl WatchedWeight {
    /// The weight inside, as long as it may be asked.
    fn weight(&self) -> tantivy::Result<&dyn Weight> {
        match (self.keep_on)() {
            true => Ok(&*self.weight),
            false => Err(TantivyError::InternalError(BROKEN_OFF.to_owned())),
        }
    }
}

impl Weight for WatchedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.weight()?.scorer(reader, boost)
    }

    fn for_each(&self, reader: &SegmentReader, callback: &mut dyn FnMut(DocId, Score)) -> tantivy::Result<()> {
        self.weight()?.for_each(reader, callback)
    }

    fn for_each_no_score(&self, reader: &SegmentReader, callback: &mut dyn FnMut(&[DocId])) -> tantivy::Result<()> {
        self.weight()?.for_each_no_score(reader, callback)
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        self.weight()?.for_each_pruning(threshold, reader, callback)
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.weight.explain(reader, doc)
    }
}
