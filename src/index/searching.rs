//! Searches the segments of a commit: on all cores where much is looked at.

use std::cmp::Reverse;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, SegmentOrdinal};

use super::generation::Snapshot;

/// Documents that are looked at before a second thread is worth its start.
const MANY: u64 = 50_000;

/// What a collector makes of a segment.
type SegmentFruit<C> = <<C as Collector>::Child as SegmentCollector>::Fruit;

impl Snapshot {
    /// What `collector` makes of all that `query` finds, for which about `documents` have to be looked at.
    pub fn search<C: Collector>(&self, query: &dyn Query, documents: u64, collector: &C) -> tantivy::Result<C::Fruit> {
        let scoring = match collector.requires_scoring() {
            true => EnableScoring::enabled_from_searcher(&self.searcher),
            false => EnableScoring::disabled_from_searcher(&self.searcher),
        };
        let weight = query.weight(scoring)?;
        collector.merge_fruits(self.in_segments(documents, |segment| self.collect(&*weight, collector, segment))?)
    }

    /// What `of` makes of each segment, in their order, where about `documents` have to be looked at for it; ends with the first error.
    pub fn in_segments<T: Send>(
        &self,
        documents: u64,
        of: impl Fn(usize) -> tantivy::Result<T> + Sync,
    ) -> tantivy::Result<Vec<T>> {
        let segments = self.searcher.segment_readers().len();
        match if documents < MANY { 1 } else { self.threads.min(segments) } {
            0 | 1 => (0..segments).map(of).collect(),
            threads => self.on_threads(threads, of).into_iter().collect(),
        }
    }

    /// What `of` makes of each segment, in their order.
    pub fn on_threads<T: Send>(&self, threads: usize, of: impl Fn(usize) -> T + Sync) -> Vec<T> {
        let readers = self.searcher.segment_readers();
        // Large ones first, so that no thread is left alone with one in the end.
        let mut order: Vec<usize> = (0..readers.len()).collect();
        order.sort_by_key(|&segment| Reverse(readers[segment].max_doc()));
        let next = AtomicUsize::new(0);
        let work = || {
            let mut made = Vec::new();
            while let Some(&segment) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
                made.push((segment, of(segment)));
            }
            made
        };
        let mut made = thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut made = work();
            for other in others {
                made.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
            }
            made
        });
        made.sort_by_key(|(segment, _)| *segment);
        made.into_iter().map(|(_, made)| made).collect()
    }

    /// Hands the documents of a segment, those deleted left out, to `each`, in order and many at once.
    pub fn each_block(&self, segment: SegmentOrdinal, mut each: impl FnMut(&[DocId])) {
        let reader = self.searcher.segment_reader(segment);
        let (alive, end) = (reader.alive_bitset(), reader.max_doc());
        let (mut block, mut count) = ([0; COLLECT_BLOCK_BUFFER_LEN], 0);
        for doc in 0..end {
            block[count] = doc;
            count += usize::from(alive.is_none_or(|alive| alive.is_alive(doc)));
            if count == block.len() || doc + 1 == end {
                each(&block[..count]);
                count = 0;
            }
        }
    }

    fn collect<C: Collector>(
        &self,
        weight: &dyn Weight,
        collector: &C,
        segment: usize,
    ) -> tantivy::Result<SegmentFruit<C>> {
        let reader = &self.searcher.segment_readers()[segment];
        let mut collected = collector.for_segment(segment as SegmentOrdinal, reader)?;
        let alive = reader.alive_bitset();
        if collector.requires_scoring() {
            weight.for_each(reader, &mut |doc, score| {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    collected.collect(doc, score);
                }
            })?;
            return Ok(collected.harvest());
        }
        weight.for_each_no_score(reader, &mut |docs| {
            let Some(alive) = alive else { return collected.collect_block(docs) };
            let (mut block, mut count) = ([0; COLLECT_BLOCK_BUFFER_LEN], 0);
            for &doc in docs {
                block[count] = doc;
                count += usize::from(alive.is_alive(doc));
            }
            collected.collect_block(&block[..count]);
        })?;
        Ok(collected.harvest())
    }
}
