//! The total order of hits: by score or date, then by id, then by root.

use std::cmp::Reverse;

use tantivy::columnar::Column;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, Score};

use super::Order;
use super::columns::{Number, SegmentColumns, first_values};

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
    /// The quote's id in two numbers.
    pub fn id(&self) -> (u64, u64) {
        (self.id_high.0, self.id_low.0)
    }

    /// Number of the quote's root.
    pub fn root(&self) -> u64 {
        self.root.0
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
    pub fn open(order: Order, columns: &SegmentColumns) -> tantivy::Result<SegmentRanking> {
        Ok(SegmentRanking {
            order,
            day: columns.day()?,
            id_high: columns.number(Number::IdHigh)?,
            id_low: columns.number(Number::IdLow)?,
            root: columns.number(Number::Root)?,
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

    /// As [`SegmentRanking::first`], of a block of quotes that have no scores.
    pub fn firsts(&self, docs: &[DocId], firsts: &mut [i64; COLLECT_BLOCK_BUFFER_LEN]) {
        let days = first_values(&self.day, docs);
        for (first, day) in firsts.iter_mut().zip(days) {
            *first = match self.order {
                Order::Relevance => 0,
                Order::Date => day.unwrap_or(i64::MIN),
                Order::Oldest => day.map_or(i64::MIN, |day| -day),
            };
        }
    }

    /// The beginning of a quote's id as a number; of quotes that are ordered alike before their ids the lesser comes first.
    pub fn id_begins(&self, doc: DocId) -> u64 {
        self.id_high.first(doc).unwrap_or(0)
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
