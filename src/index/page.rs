//! One page of hits, and how many there are: a group of copies is one hit, its earliest member that is found.
//!
//! Where scores come of words that must all be there, all that they find is counted first, without scores, and the best are looked for in
//! a second pass, in which the engine passes over blocks of documents that hold none of them (S. Ding, T. Suel, “Faster Top-k Document
//! Retrieval Using Block-Max Indexes”, 2011). Else one pass does both.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::{EnableScoring, Weight};
use tantivy::schema::Field;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

use super::Order;
use super::columns::Columns;
use super::compile::Compiled;
use super::copies::{Copies, MEMBERS_AT_ONCE};
use super::generation::Snapshot;
use super::order::{Rank, SegmentRanking};

/// Documents for which a second pass is worth its beginning.
const FEWEST_FOR_TWO: u64 = 2_000;

/// Looks for the best `wanted` hits.
pub(super) struct Page<'a> {
    pub order: Order,
    /// Groups; `None`: each quote is a hit.
    pub copies: Option<&'a Arc<Copies>>,
    pub columns: &'a Columns,
    pub wanted: usize,
}

/// What was found.
pub(super) struct Hits {
    /// Hits in all.
    pub total: usize,
    /// The best of them and maybe some more, best first.
    pub best: Vec<(Rank, DocAddress)>,
}

/// What one pass finds.
pub(super) struct Found {
    hits: Hits,
    /// Of the groups found.
    earliest: Option<Earliest>,
}

impl Page<'_> {
    /// What `compiled` finds.
    pub fn of(&self, snapshot: &Snapshot, compiled: &Compiled) -> tantivy::Result<Hits> {
        let are_some_wanted = self.requires_scoring() && self.wanted < usize::MAX;
        match are_some_wanted && !compiled.words.is_empty() && compiled.documents >= FEWEST_FOR_TWO {
            true => self.in_two_passes(snapshot, compiled),
            false => self.in_one_pass(snapshot, compiled),
        }
    }

    fn in_one_pass(&self, snapshot: &Snapshot, compiled: &Compiled) -> tantivy::Result<Hits> {
        Ok(snapshot.search(&*compiled.query, compiled.documents, self)?.hits)
    }

    fn in_two_passes(&self, snapshot: &Snapshot, compiled: &Compiled) -> tantivy::Result<Hits> {
        let found = snapshot.search(&*compiled.query, compiled.documents, &Page { wanted: 0, ..*self })?;
        let weight = compiled.query.weight(EnableScoring::enabled_from_searcher(&snapshot.searcher))?;
        let least = AtomicI64::new(i64::MIN);
        let slack = slack(&snapshot.searcher, &compiled.words)?;
        let best_of = |segment: usize| {
            let bar = Bar { least: &least, slack: slack[segment] };
            self.best_of(snapshot, &*weight, segment as SegmentOrdinal, found.earliest.as_ref(), &bar)
        };
        let best = snapshot.in_segments(compiled.documents, best_of)?;
        Ok(Hits { best: in_order(best, self.wanted), ..found.hits })
    }

    /// The best hits of a segment, as far as they reach the bar.
    fn best_of(
        &self,
        snapshot: &Snapshot,
        weight: &dyn Weight,
        segment: SegmentOrdinal,
        earliest: Option<&Earliest>,
        bar: &Bar,
    ) -> tantivy::Result<BestOfSegment> {
        let reader = snapshot.searcher.segment_reader(segment);
        let alive = reader.alive_bitset();
        let ranking = SegmentRanking::open(self.order, self.columns.of(segment))?;
        let base = self.copies.map_or(0, |copies| copies.base(segment));
        let is_hit = |doc: DocId| {
            let is_earliest = || {
                earliest
                    .is_none_or(|earliest| earliest.copies.member(base + doc).is_none_or(|member| earliest.has(member)))
            };
            alive.is_none_or(|alive| alive.is_alive(doc)) && is_earliest()
        };
        let mut best = Best::new(self.wanted);
        weight.for_each_pruning(bar.raised(&mut best), reader, &mut |doc, score| {
            let first = ranking.first(doc, score);
            if first >= best.least && is_hit(doc) {
                best.add(first, doc, &ranking);
            }
            bar.raised(&mut best)
        })?;
        Ok(BestOfSegment { segment, best, ranking })
    }
}

/// What a hit must reach to be among the best of all segments.
struct Bar<'a> {
    /// The bits of the least score.
    least: &'a AtomicI64,
    /// By how much a score may be greater than the engine takes its block's greatest for: see [`slack`].
    slack: f32,
}

impl Bar<'_> {
    /// Raises the bar to the least of `best`, and that to the bar; gives the score of which the engine may take what is not above it
    /// for too little.
    fn raised(&self, best: &mut Best) -> Score {
        best.least = best.least.max(self.least.fetch_max(best.least, Ordering::Relaxed));
        u32::try_from(best.least).map_or(Score::MIN, |bits| (Score::from_bits(bits) / self.slack).next_down())
    }
}

/// For each segment the factor by which a score of BM25 in `fields` may exceed what the engine takes for the greatest of a block.
///
/// It knows of each block the document that scored most when the segment was written, among documents of that segment's average
/// length; now lengths are weighed by the average of all. That changes a score by no more than the two averages differ, and a sum of
/// scores by no more than the one of them that changes most.
fn slack(searcher: &Searcher, fields: &[Field]) -> tantivy::Result<Vec<f32>> {
    /// For what is rounded.
    const ROUNDED: f64 = 1.000_01;
    let average = |(words, documents): (f64, f64)| if words > 0.0 { words / documents } else { 1.0 };
    let mut slack = vec![ROUNDED; searcher.segment_readers().len()];
    for field in fields.iter().collect::<HashSet<_>>() {
        let mut lengths = Vec::new();
        for reader in searcher.segment_readers() {
            lengths.push((reader.inverted_index(*field)?.total_num_tokens() as f64, f64::from(reader.max_doc())));
        }
        let all = average(lengths.iter().fold((0.0, 0.0), |all, of| (all.0 + of.0, all.1 + of.1)));
        for (slack, of) in slack.iter_mut().zip(lengths) {
            *slack = slack.max((average(of) / all).max(all / average(of)) * ROUNDED);
        }
    }
    Ok(slack.into_iter().map(|slack| slack as f32).collect())
}

/// The best hits of a segment, and maybe some more.
struct BestOfSegment {
    segment: SegmentOrdinal,
    best: Best,
    ranking: SegmentRanking,
}

/// The best `wanted` of all segments, and some more that are ordered as the last of them before their ids; best first.
fn in_order(segments: Vec<BestOfSegment>, wanted: usize) -> Vec<(Rank, DocAddress)> {
    let mut firsts: Vec<i64> = segments.iter().flat_map(|of| of.best.found.iter().map(|(first, _)| *first)).collect();
    let least = match wanted {
        0 => return Vec::new(),
        wanted if wanted < firsts.len() => *firsts.select_nth_unstable_by_key(wanted - 1, |first| Reverse(*first)).1,
        _ => i64::MIN,
    };
    let mut ranked = Vec::with_capacity(wanted.min(firsts.len()));
    for BestOfSegment { segment, best, ranking } in segments {
        let found = best.found.into_iter().filter(|(first, _)| *first >= least);
        ranked.extend(found.map(|(first, doc)| (ranking.rest(doc, first), DocAddress::new(segment, doc))));
    }
    ranked.sort_unstable_by_key(|(rank, _)| Reverse(*rank));
    ranked
}

/// What one pass finds in a segment.
pub(super) struct SegmentPage {
    segment: SegmentOrdinal,
    ranking: SegmentRanking,
    wanted: usize,
    copies: Option<Arc<Copies>>,
    /// Documents before this segment.
    base: u32,
    /// Quotes that have no copies.
    singles: usize,
    best: Best,
    /// The others, as members of groups, and what each is ordered by before its id, where that is wanted.
    members: Vec<u32>,
    ordered: Vec<(i64, DocId)>,
}

impl Collector for Page<'_> {
    type Fruit = Found;
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
            members: Vec::new(),
            ordered: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.order == Order::Relevance && self.wanted > 0
    }

    fn merge_fruits(&self, fruits: Vec<SegmentPage>) -> tantivy::Result<Found> {
        let members: Vec<&[u32]> = fruits.iter().map(|found| found.members.as_slice()).collect();
        let mut earliest = self.copies.map(|copies| Earliest::new(copies, &members));
        let singles: usize = fruits.iter().map(|found| found.singles).sum();
        let total = singles + earliest.as_mut().map_or(0, Earliest::settle);
        let mut best = Vec::with_capacity(fruits.len());
        for SegmentPage { segment, ranking, best: mut of_segment, members, ordered, .. } in fruits {
            for (member, (first, doc)) in members.iter().zip(ordered) {
                if earliest.as_ref().is_some_and(|earliest| earliest.has(*member)) {
                    of_segment.add(first, doc, &ranking);
                }
            }
            best.push(BestOfSegment { segment, best: of_segment, ranking });
        }
        Ok(Found { hits: Hits { total, best: in_order(best, self.wanted) }, earliest })
    }
}

impl SegmentCollector for SegmentPage {
    type Fruit = SegmentPage;

    fn collect(&mut self, doc: DocId, score: Score) {
        let first = if self.wanted > 0 { self.ranking.first(doc, score) } else { 0 };
        let member = self.copies.as_ref().and_then(|copies| copies.member(self.base + doc));
        self.add(doc, first, member);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        let mut firsts = [0; COLLECT_BLOCK_BUFFER_LEN];
        if self.wanted > 0 {
            self.ranking.firsts(docs, &mut firsts);
        }
        let mut members = [None; COLLECT_BLOCK_BUFFER_LEN];
        if let Some(copies) = &self.copies {
            copies.members_of(self.base, docs, &mut members);
        }
        for ((&doc, first), member) in docs.iter().zip(firsts).zip(members) {
            self.add(doc, first, member);
        }
    }

    fn harvest(self) -> SegmentPage {
        self
    }
}

impl SegmentPage {
    /// Adds a quote that is ordered by `first` before its id.
    #[inline]
    fn add(&mut self, doc: DocId, first: i64, member: Option<u32>) {
        let Some(member) = member else {
            self.singles += 1;
            self.best.add(first, doc, &self.ranking);
            return;
        };
        self.members.push(member);
        if self.wanted > 0 {
            self.ordered.push((first, doc));
        }
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
const FEWEST_HELD: usize = 64;

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
}

/// The earliest member found of each group: a bit for each member there is, which are numbered group after group, earliest first.
pub(super) struct Earliest {
    copies: Arc<Copies>,
    bits: Vec<u64>,
    /// The words of `bits` that may not be 0, ascending.
    words: Vec<u32>,
}

/// Where a member's bit is.
fn place(member: u32) -> (usize, u64) {
    (member as usize / MEMBERS_AT_ONCE, 1 << (member as usize % MEMBERS_AT_ONCE))
}

impl Earliest {
    /// All members found.
    fn new(copies: &Arc<Copies>, members: &[&[u32]]) -> Earliest {
        /// To put words in order takes longer than to look at so many.
        const WORDS_A_MEMBER: usize = 16;
        let found: usize = members.iter().map(|members| members.len()).sum();
        let bits = copies.borrow_bits();
        let are_few = found * WORDS_A_MEMBER < bits.len();
        Earliest::with(copies, bits, members, are_few)
    }

    fn with(copies: &Arc<Copies>, mut bits: Vec<u64>, members: &[&[u32]], are_few: bool) -> Earliest {
        let all = members.iter().copied().flatten();
        all.clone().map(|member| place(*member)).for_each(|(word, bit)| bits[word] |= bit);
        let words = match are_few {
            true => {
                let mut words: Vec<u32> = all.map(|member| place(*member).0 as u32).collect();
                words.sort_unstable();
                words.dedup();
                words
            }
            false => (0..bits.len() as u32).collect(),
        };
        Earliest { copies: Arc::clone(copies), bits, words }
    }

    #[inline]
    fn has(&self, member: u32) -> bool {
        let (word, bit) = place(member);
        self.bits[word] & bit != 0
    }

    /// Leaves of all members the earliest of each group, and returns how many they are.
    fn settle(&mut self) -> usize {
        let (mut last, mut count) = (None, 0);
        let mut groups = [0; MEMBERS_AT_ONCE];
        for &word in &self.words {
            let bits = &mut self.bits[word as usize];
            if *bits == 0 {
                continue;
            }
            self.copies.groups_from(word * MEMBERS_AT_ONCE as u32, &mut groups);
            let mut rest = *bits;
            while rest != 0 {
                let group = Some(groups[rest.trailing_zeros() as usize]);
                let lowest = rest & rest.wrapping_neg();
                rest ^= lowest;
                if group == last {
                    *bits ^= lowest;
                } else {
                    (last, count) = (group, count + 1);
                }
            }
        }
        count
    }
}

impl Drop for Earliest {
    fn drop(&mut self) {
        self.words.iter().for_each(|word| self.bits[*word as usize] = 0);
        self.copies.give_back(std::mem::take(&mut self.bits));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::index::compile::compile;
    use crate::index::folder::Folder;
    use crate::index::generation::Generation;
    use crate::index::newsroom::Newsroom;
    use crate::index::{Clause, Filters, Matcher, Reader, Scope};

    /// Quotes of some of a few words, of which the article's are `longest` long at most.
    fn article(numbers: &mut impl FnMut(usize) -> usize, longest: usize) -> String {
        const WORDS: [&str; 8] = ["harbour", "harbour", "ferry", "timber", "letters", "sound", "pier", "winter"];
        let mut text = String::new();
        for _ in 0..300 {
            let length = 3 + numbers(longest);
            let words: Vec<&str> = (0..length).map(|_| WORDS[numbers(WORDS.len())]).collect();
            text += &format!("“The {},” Orla Fenwick said.\n\n", words.join(" "));
        }
        text
    }

    /// Numbers below the one given, always the same.
    fn numbers() -> impl FnMut(usize) -> usize {
        let mut state = 7u64;
        move |end| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as usize % end
        }
    }

    #[test]
    fn two_passes_find_what_one_does() {
        let room = Newsroom::new();
        let mut numbers = numbers();
        for (number, longest) in [4, 4, 6, 30, 30, 5, 60].into_iter().enumerate() {
            fs::write(room.news.join(format!("{number}.txt")), article(&mut numbers, longest)).unwrap();
            room.update();
        }
        let reader = Reader::open(&room.location).unwrap();
        let copies = reader.copies().unwrap();
        let path = Folder::new(&room.location).current().unwrap();
        let snapshot = Generation::open(&path).unwrap().snapshot().unwrap();
        let segments = snapshot.searcher.segment_readers();
        assert!(segments.len() > 1 && segments.iter().any(|segment| segment.max_doc() > 250), "{segments:?}");
        let word = |stem: &str| Clause::Match(Scope::Quote, Matcher::Stem(stem.to_owned()));
        let sure = Filters { min_confidence: Some(0.95), ..Filters::default() };
        let mut totals = Vec::new();
        let any = Filters::default;
        let all = |stems: &[&str]| Clause::All(stems.iter().map(|stem| word(stem)).collect());
        for (clause, filters, words) in [
            (word("harbour"), any(), 1),
            (word("harbour"), sure.clone(), 1),
            (word("ferri"), any(), 1),
            (all(&["ferri", "harbour"]), any(), 2),
            (all(&["harbour", "winter", "ferri"]), any(), 3),
            (all(&["pier", "harbour"]), sure, 2),
        ] {
            let compiled = compile(&snapshot, &clause, &filters, None).unwrap();
            assert_eq!(compiled.words.len(), words);
            for (copies, wanted) in [(None, 1), (Some(copies), 1), (None, 10), (Some(copies), 10), (Some(copies), 90)] {
                let page = Page { order: Order::Relevance, copies, columns: &snapshot.columns, wanted };
                let one = page.in_one_pass(&snapshot, &compiled).unwrap();
                let two = page.in_two_passes(&snapshot, &compiled).unwrap();
                assert_eq!(two.total, one.total);
                assert_eq!(two.best[..wanted], one.best[..wanted], "{clause:?}, {wanted}");
                totals.push(one.total);
            }
        }
        // Copies are one hit, and not all are sure.
        assert!(totals[1] < totals[0] && totals[5] < totals[0], "{totals:?}");
    }

    #[test]
    fn few_members_are_told_apart_as_many_are() {
        let room = Newsroom::new();
        let mut numbers = numbers();
        fs::write(room.news.join("a.txt"), article(&mut numbers, 3)).unwrap();
        fs::write(room.news.join("b.txt"), article(&mut numbers, 3)).unwrap();
        room.update();
        let reader = Reader::open(&room.location).unwrap();
        let copies = reader.copies().unwrap();
        let end = (0..600).filter_map(|document| copies.member(document)).max().unwrap() + 1;
        assert!(end > 100, "{end} members");
        for count in [0, 1, 2, 9, 60, 400] {
            let found: Vec<u32> = (0..count).map(|_| numbers(end as usize) as u32).collect();
            let groups: HashSet<u32> = found.iter().map(|member| copies.group(*member)).collect();
            let (first, second) = found.split_at(found.len() / 3);
            let mut settled = Vec::new();
            for are_few in [false, true] {
                let bits = copies.borrow_bits();
                assert!(bits.iter().all(|bits| *bits == 0), "{count}: what was borrowed was given back clean");
                let mut earliest = Earliest::with(copies, bits, &[first, second], are_few);
                assert_eq!(earliest.settle(), groups.len());
                settled.push(earliest.bits.clone());
            }
            assert_eq!(settled[0], settled[1]);
            for group in groups {
                let earliest = found.iter().filter(|member| copies.group(**member) == group).min().unwrap();
                let (word, bit) = place(*earliest);
                assert_ne!(settled[0][word] & bit, 0, "the earliest of a group stays");
            }
        }
    }
}
