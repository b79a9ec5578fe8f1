//! Counts the quotes of reprinted articles once: of each group of reprints those of the earliest that has any among the quotes
//! found.

use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::copies::Copies;

/// The earliest article of each group of reprints in which anything is found.
pub(super) struct FirstReprints<'a>(pub &'a Copies);

/// For each group the number of a member; `u32::MAX`: none.
type Firsts = Vec<u32>;

pub(super) struct SegmentFirstReprints {
    copies: Copies,
    base: u32,
    firsts: Firsts,
}

impl Collector for FirstReprints<'_> {
    type Fruit = Arc<Firsts>;
    type Child = SegmentFirstReprints;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentFirstReprints> {
        let firsts = vec![u32::MAX; self.0.article_groups()];
        Ok(SegmentFirstReprints { copies: self.0.clone(), base: self.0.base(segment), firsts })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Firsts>) -> tantivy::Result<Arc<Firsts>> {
        let mut all = vec![u32::MAX; self.0.article_groups()];
        for firsts in fruits {
            all.iter_mut().zip(firsts).for_each(|(least, first)| *least = first.min(*least));
        }
        Ok(Arc::new(all))
    }
}

impl SegmentCollector for SegmentFirstReprints {
    type Fruit = Firsts;

    fn collect(&mut self, doc: DocId, _: Score) {
        if let Some(member) = self.copies.article_member(self.base + doc) {
            let least = &mut self.firsts[self.copies.article_group(member) as usize];
            *least = member.min(*least);
        }
    }

    fn harvest(self) -> Firsts {
        self.firsts
    }
}

/// Hands to `counting` what stands in those articles, and in all that have no reprints.
pub(super) struct Once<'a, C> {
    pub counting: C,
    pub copies: &'a Copies,
    pub firsts: Arc<Firsts>,
}

pub(super) struct SegmentOnce<C> {
    counting: C,
    copies: Copies,
    base: u32,
    firsts: Arc<Firsts>,
}

impl<C: Collector> Collector for Once<'_, C> {
    type Fruit = C::Fruit;
    type Child = SegmentOnce<C::Child>;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentOnce<C::Child>> {
        Ok(SegmentOnce {
            counting: self.counting.for_segment(segment, reader)?,
            copies: self.copies.clone(),
            base: self.copies.base(segment),
            firsts: Arc::clone(&self.firsts),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.counting.requires_scoring()
    }

    fn merge_fruits(&self, fruits: Vec<<C::Child as SegmentCollector>::Fruit>) -> tantivy::Result<C::Fruit> {
        self.counting.merge_fruits(fruits)
    }
}

impl<C: SegmentCollector> SegmentCollector for SegmentOnce<C> {
    type Fruit = C::Fruit;

    fn collect(&mut self, doc: DocId, score: Score) {
        let member = self.copies.article_member(self.base + doc);
        let is_first = |member| self.firsts[self.copies.article_group(member) as usize] == member;
        if member.is_none_or(is_first) {
            self.counting.collect(doc, score);
        }
    }

    fn harvest(self) -> C::Fruit {
        self.counting.harvest()
    }
}
