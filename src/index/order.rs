//! The total order of hits: by score or date, then by id, then by root.

use std::cmp::Reverse;

use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentReader};

use super::Order;

/// Where a hit stands in the order; the greater comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// The score's bits or the day; both order as numbers.
    first: i64,
    id_high: Reverse<u64>,
    id_low: Reverse<u64>,
    root: Reverse<u64>,
}

impl Rank {
    /// The score's bits or the day.
    pub fn first(&self) -> i64 {
        self.first
    }

    /// The quote's id in two numbers, and its root.
    pub fn id_and_root(&self) -> (u64, u64, u64) {
        (self.id_high.0, self.id_low.0, self.root.0)
    }

    /// The score, where hits are ordered by it.
    pub fn score(&self) -> f32 {
        f32::from_bits(u32::try_from(self.first).unwrap_or(0))
    }
}

/// Gives each quote of one segment its rank.
pub(super) struct SegmentRanking {
    order: Order,
    day: Column<i64>,
    id_high: Column<u64>,
    id_low: Column<u64>,
    root: Column<u64>,
}

impl SegmentRanking {
    /// Opens the columns of a segment.
    pub fn open(order: Order, segment: &SegmentReader) -> tantivy::Result<SegmentRanking> {
        let columns = segment.fast_fields();
        Ok(SegmentRanking {
            order,
            day: columns.i64("day")?,
            id_high: columns.u64("id_high")?,
            id_low: columns.u64("id_low")?,
            root: columns.u64("root")?,
        })
    }

    /// What a quote is ordered by before its id: see [`Rank`].
    pub fn first(&self, doc: DocId, score: Score) -> i64 {
        match self.order {
            // A score is never negative, so that its bits order as it does.
            Order::Relevance => i64::from(score.max(0.0).to_bits()),
            Order::Date => self.day.first(doc).unwrap_or(i64::MIN),
            Order::Oldest => self.day.first(doc).map_or(i64::MIN, |day| -day),
        }
    }

    /// The rank of a quote of which that is known.
    pub fn rest(&self, doc: DocId, first: i64) -> Rank {
        let number = |column: &Column<u64>| Reverse(column.first(doc).unwrap_or(0));
        Rank { first, id_high: number(&self.id_high), id_low: number(&self.id_low), root: number(&self.root) }
    }

    /// The rank of one quote.
    pub fn rank(&self, doc: DocId, score: Score) -> Rank {
        self.rest(doc, self.first(doc, score))
    }
}
