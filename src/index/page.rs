//! One page of hits, and how many there are, in one pass: a group of copies is one hit, its earliest member that is found.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::Order;
use super::columns::Columns;
use super::copies::Copies;
use super::order::{Rank, SegmentRanking};

/// Looks for the best `wanted` hits.
pub(super) struct Page<'a> {
    pub order: Order,
    /// Groups; `None`: each quote is a hit.
    pub copies: Option<&'a Arc<Copies>>,
    pub columns: &'a Columns,
    pub wanted: usize,
}

/// What was found.
#[derive(Default)]
pub(super) struct Hits {
    /// Hits in all.
    pub total: usize,
    /// The best of the quotes that have no copies, in no order.
    pub single: Vec<(Rank, DocAddress)>,
    /// Of each group found its earliest member.
    pub grouped: Vec<Member>,
}

/// A member of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Member {
    group: u32,
    /// Its number among all members: the least is the earliest.
    number: u32,
    /// What it is ordered by before its id.
    pub first: i64,
    pub address: DocAddress,
}

pub(super) struct SegmentPage {
    segment: SegmentOrdinal,
    ranking: SegmentRanking,
    wanted: usize,
    copies: Option<Arc<Copies>>,
    /// Documents before this segment.
    base: u32,
    singles: usize,
    best: Best,
    groups: Groups,
}

impl Collector for Page<'_> {
    type Fruit = Hits;
    type Child = SegmentPage;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentPage> {
        Ok(SegmentPage {
            segment,
            ranking: SegmentRanking::open(self.order, self.columns.of(segment))?,
            wanted: self.wanted,
            copies: self.copies.cloned(),
            base: self.copies.map_or(0, |copies| copies.base(segment)),
            singles: 0,
            best: Best::new(self.wanted),
            groups: Groups::new(self.copies),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.order == Order::Relevance && self.wanted > 0
    }

    fn merge_fruits(&self, fruits: Vec<Hits>) -> tantivy::Result<Hits> {
        let mut all = Hits::default();
        let mut groups = Groups::new(self.copies);
        for hits in fruits {
            all.total += hits.total;
            hits.grouped.into_iter().for_each(|member| groups.add(member));
            all.single.extend(hits.single);
        }
        all.grouped = groups.end();
        all.total += all.grouped.len();
        // Only what may be on the page needs its whole rank.
        if all.grouped.len() > self.wanted {
            all.grouped.select_nth_unstable_by_key(self.wanted, |member| Reverse(member.first));
            let least = all.grouped[..self.wanted].iter().map(|member| member.first).min();
            all.grouped.retain(|member| least.is_some_and(|least| member.first >= least));
        }
        Ok(all)
    }
}

impl SegmentCollector for SegmentPage {
    type Fruit = Hits;

    fn collect(&mut self, doc: DocId, score: Score) {
        let first = if self.wanted > 0 { self.ranking.first(doc, score) } else { 0 };
        self.add(doc, first);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        let mut firsts = [0; COLLECT_BLOCK_BUFFER_LEN];
        if self.wanted > 0 {
            self.ranking.firsts(docs, &mut firsts);
        }
        docs.iter().zip(firsts).for_each(|(&doc, first)| self.add(doc, first));
    }

    fn harvest(self) -> Hits {
        let single = self.best.end(&self.ranking).into_iter();
        let single = single.map(|(rank, doc)| (rank, DocAddress::new(self.segment, doc))).collect();
        Hits { total: self.singles, single, grouped: self.groups.end() }
    }
}

impl SegmentPage {
    /// Adds a quote that is ordered by `first` before its id.
    fn add(&mut self, doc: DocId, first: i64) {
        let member = self.copies.as_ref().and_then(|copies| copies.member(self.base + doc));
        if let (Some(number), Some(copies)) = (member, &self.copies) {
            let address = DocAddress::new(self.segment, doc);
            self.groups.add(Member { group: copies.group(number), number, first, address });
            return;
        }
        self.singles += 1;
        self.best.add(first, doc, &self.ranking);
    }
}

/// The best of what was added, and some more: ids are read only of what may be on the page.
struct Best {
    /// What each is ordered by before its id.
    found: Vec<(i64, DocId)>,
    wanted: usize,
    /// The least of these numbers that is still wanted.
    least: i64,
    /// How many are held before the best are chosen.
    most: usize,
}

/// Fewest hits that are held before the best are chosen.
const FEWEST_HELD: usize = 256;

impl Best {
    fn new(wanted: usize) -> Best {
        let most = wanted.saturating_mul(2).max(FEWEST_HELD);
        Best { found: Vec::new(), wanted, least: i64::MIN, most }
    }

    #[inline]
    fn add(&mut self, first: i64, doc: DocId, ranking: &SegmentRanking) {
        if first >= self.least && self.wanted > 0 {
            self.found.push((first, doc));
            if self.found.len() >= self.most {
                self.choose(ranking);
            }
        }
    }

    /// Leaves as many as are wanted, and of those that are ordered alike before their ids no more than need be.
    fn choose(&mut self, ranking: &SegmentRanking) {
        if self.found.len() <= self.wanted {
            return;
        }
        self.found.select_nth_unstable_by_key(self.wanted - 1, |(first, _)| Reverse(*first));
        let least = self.found[self.wanted - 1].0;
        self.least = least;
        self.found.retain(|(first, _)| *first >= least);
        if self.found.len() > self.most / 2 {
            let (kept, alike): (Vec<_>, Vec<_>) = self.found.drain(..).partition(|(first, _)| *first > least);
            let mut alike: Vec<(u64, DocId)> =
                alike.into_iter().map(|(_, doc)| (ranking.id_begins(doc), doc)).collect();
            let place = self.wanted - kept.len() - 1;
            let (_, (last, _), _) = alike.select_nth_unstable(place);
            let last = *last;
            self.found = kept;
            self.found.extend(alike.into_iter().filter(|(id, _)| *id <= last).map(|(_, doc)| (least, doc)));
            self.most = self.most.max(2 * self.found.len());
        }
    }

    /// The best with their ranks, in no order.
    fn end(mut self, ranking: &SegmentRanking) -> Vec<(Rank, DocId)> {
        self.choose(ranking);
        self.found.into_iter().map(|(first, doc)| (ranking.rest(doc, first), doc)).collect()
    }
}

/// The earliest member found of each group.
struct Groups {
    members: Vec<Member>,
    /// For each group its place in `members`, from 1.
    places: Vec<u32>,
    copies: Option<Arc<Copies>>,
}

impl Groups {
    fn new(copies: Option<&Arc<Copies>>) -> Groups {
        let places = copies.map_or(Vec::new(), |copies| copies.borrow_places());
        Groups { members: Vec::new(), places, copies: copies.cloned() }
    }

    /// The members; the places are given back as they were borrowed.
    fn end(mut self) -> Vec<Member> {
        self.members.iter().for_each(|member| self.places[member.group as usize] = 0);
        if let Some(copies) = self.copies {
            copies.give_back(self.places);
        }
        self.members
    }

    fn add(&mut self, member: Member) {
        let place = &mut self.places[member.group as usize];
        match place.checked_sub(1) {
            None => {
                self.members.push(member);
                *place = self.members.len() as u32;
            }
            Some(known) => {
                let known = &mut self.members[known as usize];
                if member.number < known.number {
                    *known = member;
                }
            }
        }
    }
}
