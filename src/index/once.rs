//! Counts the quotes of reprinted articles once: of each group of reprints those of the earliest that has any among the quotes
//! found.

use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, Score, SegmentOrdinal, SegmentReader};

use super::copies::Copies;

/// The earliest article of each group of reprints in which anything is found.
pub(super) struct FirstReprints<'a>(pub &'a Arc<Copies>);

/// For each group the number of a member; `u32::MAX`: none.
type Firsts = Vec<u32>;

pub(super) struct SegmentFirstReprints {
    copies: Arc<Copies>,
    base: u32,
    firsts: Firsts,
}

impl Collector for FirstReprints<'_> {
    type Fruit = Arc<Firsts>;
    type Child = SegmentFirstReprints;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentFirstReprints> {
        let firsts = vec![u32::MAX; self.0.article_groups()];
        Ok(SegmentFirstReprints { copies: Arc::clone(self.0), base: self.0.base(segment), firsts })
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
    pub copies: &'a Arc<Copies>,
    pub firsts: Arc<Firsts>,
}

pub(super) struct SegmentOnce<C> {
    counting: C,
    copies: Arc<Copies>,
    base: u32,
    firsts: Arc<Firsts>,
}

impl<C: Collector> Collector for Once<'_, C> {
    type Fruit = C::Fruit;
    type Child = SegmentOnce<C::Child>;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentOnce<C::Child>> {
        Ok(SegmentOnce {
            counting: self.counting.for_segment(segment, reader)?,
            copies: Arc::clone(self.copies),
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

impl<C> SegmentOnce<C> {
    fn is_counted(&self, doc: DocId) -> bool {
        let member = self.copies.article_member(self.base + doc);
        member.is_none_or(|member| self.firsts[self.copies.article_group(member) as usize] == member)
    }
}

impl<C: SegmentCollector> SegmentCollector for SegmentOnce<C> {
    type Fruit = C::Fruit;

    fn collect(&mut self, doc: DocId, score: Score) {
        if self.is_counted(doc) {
            self.counting.collect(doc, score);
        }
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        let (mut block, mut count) = ([0; COLLECT_BLOCK_BUFFER_LEN], 0);
        for &doc in docs {
            block[count] = doc;
            count += usize::from(self.is_counted(doc));
        }
        self.counting.collect_block(&block[..count]);
    }

    fn harvest(self) -> C::Fruit {
        self.counting.harvest()
    }
}
