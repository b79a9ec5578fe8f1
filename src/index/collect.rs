//! Collects every document found, where all are wanted and not the best few.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::Order;
use super::columns::Columns;
use super::order::{Rank, SegmentRanking};

/// Where every document found stands, in order of segment and document.
pub(super) struct Addresses;

pub(super) struct SegmentAddresses {
    segment: SegmentOrdinal,
    found: Vec<DocAddress>,
}

impl Collector for Addresses {
    type Fruit = Vec<DocAddress>;
    type Child = SegmentAddresses;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentAddresses> {
        Ok(SegmentAddresses { segment, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<DocAddress>>) -> tantivy::Result<Vec<DocAddress>> {
        let mut all = fruits.concat();
        all.sort_unstable();
        Ok(all)
    }
}

impl SegmentCollector for SegmentAddresses {
    type Fruit = Vec<DocAddress>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.found.push(DocAddress::new(self.segment, doc));
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        self.found.extend(docs.iter().map(|&doc| DocAddress::new(self.segment, doc)));
    }

    fn harvest(self) -> Vec<DocAddress> {
        self.found
    }
}

/// Every quote found with its rank, best first.
pub(super) struct Ranked<'a>(pub Order, pub &'a Columns);

pub(super) struct SegmentRanked {
    segment: SegmentOrdinal,
    ranking: SegmentRanking,
    found: Vec<(Rank, DocAddress)>,
}

impl Collector for Ranked<'_> {
    type Fruit = Vec<(Rank, DocAddress)>;
    type Child = SegmentRanked;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentRanked> {
        let ranking = SegmentRanking::open(self.0, self.1.of(segment))?;
        Ok(SegmentRanked { segment, ranking, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        self.0 == Order::Relevance
    }

    fn merge_fruits(&self, fruits: Vec<Vec<(Rank, DocAddress)>>) -> tantivy::Result<Vec<(Rank, DocAddress)>> {
        let mut all = fruits.concat();
        all.sort_unstable_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        Ok(all)
    }
}

impl SegmentCollector for SegmentRanked {
    type Fruit = Vec<(Rank, DocAddress)>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.found.push((self.ranking.rank(doc, score), DocAddress::new(self.segment, doc)));
    }

    fn harvest(self) -> Vec<(Rank, DocAddress)> {
        self.found
    }
}
