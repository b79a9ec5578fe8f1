//! Conditions on columns, looked up for each document that a query finds.
//!
//! Most quotes are of one kind or of the years asked for, so that the engine's list of all of them is long; to look at the column of what
//! the words find is cheaper than to walk that list beside it.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::columns::{Columns, Number, SegmentColumns, Share, first_values};

/// One condition; a document without a value does not fulfil it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Check {
    /// The number, below 64, is one of these: a bit each.
    AnyOf(Number, u64),
    /// The number is greater.
    After(Number, u64),
    /// The day is one of these, as YYYYMMDD.
    Days { first: i64, last: i64 },
    /// The number is at least this.
    AtLeast(Share, f64),
}

impl Check {
    /// The number is one of `numbers`, all below 64.
    pub fn any_of(of: Number, numbers: impl Iterator<Item = u64>) -> Check {
        Check::AnyOf(of, numbers.fold(0, |bits, number| bits | 1 << number))
    }

    fn open(self, columns: &SegmentColumns) -> tantivy::Result<OpenCheck> {
        Ok(match self {
            Check::AnyOf(of, bits) => OpenCheck::AnyOf(columns.number(of)?, bits),
            Check::After(of, number) => OpenCheck::After(columns.number(of)?, number),
            Check::Days { first, last } => OpenCheck::Days(columns.day()?, first, last),
            Check::AtLeast(of, least) => OpenCheck::AtLeast(columns.share(of)?, least),
        })
    }
}

/// A condition with its column.
enum OpenCheck {
    AnyOf(Column<u64>, u64),
    After(Column<u64>, u64),
    Days(Column<i64>, i64, i64),
    AtLeast(Column<f64>, f64),
}

impl OpenCheck {
    fn holds(&self, doc: DocId) -> bool {
        match self {
            OpenCheck::AnyOf(column, bits) => column.first(doc).is_some_and(|number| is_among(*bits, number)),
            OpenCheck::After(column, bound) => column.first(doc).is_some_and(|number| number > *bound),
            OpenCheck::Days(column, first, last) => column.first(doc).is_some_and(|day| *first <= day && day <= *last),
            OpenCheck::AtLeast(column, least) => column.first(doc).is_some_and(|number| number >= *least),
        }
    }

    /// Puts those of the first `count` documents that fulfil it to the front, and returns how many they are.
    fn keep(&self, docs: &mut [DocId; COLLECT_BLOCK_BUFFER_LEN], count: usize) -> usize {
        match self {
            OpenCheck::AnyOf(column, bits) => keep(column, docs, count, |number| is_among(*bits, number)),
            OpenCheck::After(column, bound) => keep(column, docs, count, |number| number > *bound),
            OpenCheck::Days(column, first, last) => keep(column, docs, count, |day| *first <= day && day <= *last),
            OpenCheck::AtLeast(column, least) => keep(column, docs, count, |number| number >= *least),
        }
    }
}

fn is_among(bits: u64, number: u64) -> bool {
    number < 64 && bits >> number & 1 == 1
}

fn keep<T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static>(
    column: &Column<T>,
    docs: &mut [DocId; COLLECT_BLOCK_BUFFER_LEN],
    count: usize,
    fits: impl Fn(T) -> bool,
) -> usize {
    let values = first_values(column, &docs[..count]);
    let mut kept = 0;
    for place in 0..count {
        docs[kept] = docs[place];
        kept += usize::from(values[place].is_some_and(&fits));
    }
    kept
}

/// Finds what the query inside finds, where it fulfils all conditions.
pub(super) struct Checked {
    pub query: Box<dyn Query>,
    pub checks: Vec<Check>,
    pub columns: Arc<Columns>,
}

struct CheckedWeight {
    weight: Box<dyn Weight>,
    checks: Vec<Check>,
    columns: Arc<Columns>,
}

struct CheckedScorer {
    scorer: Box<dyn Scorer>,
    checks: Vec<OpenCheck>,
}

impl Clone for Checked {
    fn clone(&self) -> Checked {
        Checked { query: self.query.box_clone(), checks: self.checks.clone(), columns: Arc::clone(&self.columns) }
    }
}

impl std::fmt::Debug for Checked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Checked").field("query", &self.query).field("checks", &self.checks).finish()
    }
}

impl Query for Checked {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weight = self.query.weight(enable_scoring)?;
        Ok(Box::new(CheckedWeight { weight, checks: self.checks.clone(), columns: Arc::clone(&self.columns) }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.query.query_terms(visitor);
    }
}

impl Weight for CheckedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let scorer = self.weight.scorer(reader, boost)?;
        if scorer.doc() == TERMINATED {
            return Ok(scorer);
        }
        let mut checked = CheckedScorer { scorer, checks: self.open(reader)? };
        checked.next_from(checked.scorer.doc());
        Ok(Box::new(checked))
    }

    fn for_each_no_score(&self, reader: &SegmentReader, callback: &mut dyn FnMut(&[DocId])) -> tantivy::Result<()> {
        let checks = self.open(reader)?;
        self.weight.for_each_no_score(reader, &mut |docs| {
            let mut block = [0; COLLECT_BLOCK_BUFFER_LEN];
            block[..docs.len()].copy_from_slice(docs);
            let kept = checks.iter().fold(docs.len(), |count, check| check.keep(&mut block, count));
            callback(&block[..kept]);
        })
    }

    fn for_each_pruning(
        &self,
        mut threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let checks = self.open(reader)?;
        self.weight.for_each_pruning(threshold, reader, &mut |doc, score| {
            if checks.iter().all(|check| check.holds(doc)) {
                threshold = callback(doc, score);
            }
            threshold
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.weight.explain(reader, doc)
    }
}

impl CheckedWeight {
    fn open(&self, reader: &SegmentReader) -> tantivy::Result<Vec<OpenCheck>> {
        let columns = self.columns.of_reader(reader);
        let columns = columns.ok_or_else(|| TantivyError::InternalError("a segment of another commit".to_owned()))?;
        self.checks.iter().map(|check| check.open(columns)).collect()
    }
}

impl CheckedScorer {
    /// The first document from `doc` on that fulfils all; `doc` is where the scorer inside stands.
    fn next_from(&mut self, mut doc: DocId) -> DocId {
        while doc != TERMINATED && !self.checks.iter().all(|check| check.holds(doc)) {
            doc = self.scorer.advance();
        }
        doc
    }
}

impl DocSet for CheckedScorer {
    fn advance(&mut self) -> DocId {
        let doc = self.scorer.advance();
        self.next_from(doc)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let doc = self.scorer.seek(target);
        self.next_from(doc)
    }

    fn doc(&self) -> DocId {
        self.scorer.doc()
    }

    fn size_hint(&self) -> u32 {
        self.scorer.size_hint()
    }

    fn cost(&self) -> u64 {
        self.scorer.cost()
    }
}

impl Scorer for CheckedScorer {
    fn score(&mut self) -> Score {
        self.scorer.score()
    }
}
