//! From pairs of wordings to groups of documents.
//!
//! Wordings that are copies from end to end are one group. A cut quote may fit several statements that differ in what was cut off;
//! it joins the one that most articles print, of those the one of which least is missing, and never makes two groups one.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::convert::Infallible;

use tantivy::columnar::Column;

use super::live::Live;
use super::pairs::Pair;
use crate::index::IndexError;
use crate::index::columns::Number;
use crate::index::generation::Snapshot;
use crate::index::schema::DocType;
use crate::parallel;

/// Groups of two documents or more.
pub(super) struct Groups {
    pub quotes: Members,
    pub articles: Members,
}

/// Members of groups, group after group, earliest first.
pub(super) struct Members {
    /// Documents.
    pub members: Vec<u32>,
    /// Where each group begins, and the end of the last.
    pub starts: Vec<u32>,
}

impl Members {
    fn new() -> Members {
        Members { members: Vec::new(), starts: vec![0] }
    }

    fn push(&mut self, documents: impl Iterator<Item = u32>) {
        self.members.extend(documents);
        self.starts.push(self.members.len() as u32);
    }

    fn append(&mut self, other: Members) {
        let before = self.members.len() as u32;
        self.members.extend(other.members);
        self.starts.extend(other.starts[1..].iter().map(|start| before + start));
    }

    /// The group of each member.
    pub fn group_of_members(&self) -> Vec<u32> {
        let mut groups = Vec::with_capacity(self.members.len());
        for (group, bounds) in self.starts.windows(2).enumerate() {
            groups.resize(bounds[1] as usize, group as u32);
        }
        groups
    }
}

impl Groups {
    /// Documents that are groups as they stand, in order.
    fn of(runs: &[&[(u64, u32)]], live: &Live, ages: &Ages) -> Groups {
        let mut groups = Groups { quotes: Members::new(), articles: Members::new() };
        let mut ordered = Vec::new();
        for run in runs {
            ordered.extend(run.iter().map(|&(_, document)| (ages.age(live, document), document)));
            ordered.sort_unstable();
            let is_article = ages.is_article(live, ordered[0].1);
            let members = if is_article { &mut groups.articles } else { &mut groups.quotes };
            members.push(ordered.drain(..).map(|(_, document)| document));
        }
        groups
    }

    /// For each document the place of its article among the members, from 1; 0: its article has no reprints.
    pub fn reprints(&self, snapshot: &Snapshot, live: &Live) -> Result<Vec<u32>, IndexError> {
        let mut reprints = vec![0; live.documents()];
        let columns = Ages::open(snapshot)?;
        let mut places: HashMap<u64, u32> = HashMap::with_capacity(self.articles.members.len());
        for (place, document) in self.articles.members.iter().enumerate() {
            places.insert(columns.article(live, *document), place as u32 + 1);
        }
        if places.is_empty() {
            return Ok(reprints);
        }
        for (ord, segment) in snapshot.searcher.segment_readers().iter().enumerate() {
            let column = snapshot.columns.of(ord as u32).number(Number::ArticleHash)?;
            for doc in segment.doc_ids_alive() {
                if let Some(place) = column.first(doc).and_then(|article| places.get(&article)) {
                    reprints[(live.base(ord) + doc) as usize] = *place;
                }
            }
        }
        Ok(reprints)
    }
}

/// The groups that `pairs` make of the documents.
pub(super) fn groups(snapshot: &Snapshot, live: &Live, pairs: &[Pair]) -> Result<Groups, IndexError> {
    // Most wordings are in no pair, so that their documents are a group as they stand.
    let mut joined = joined(pairs, |class| live.of_class(class).len()).into_iter().peekable();
    let mut moved: Vec<(u64, u32)> = Vec::new();
    let mut runs: Vec<&[(u64, u32)]> = Vec::new();
    for run in live.by_class.chunk_by(|a, b| a.0 == b.0) {
        while joined.next_if(|(class, _)| *class < run[0].0).is_some() {}
        match joined.next_if(|(class, _)| *class == run[0].0) {
            Some((_, group)) => moved.extend(run.iter().map(|(_, document)| (group, *document))),
            None if run.len() > 1 => runs.push(run),
            None => {}
        }
    }
    moved.sort_unstable();
    runs.extend(moved.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1));

    let ages = Ages::open(snapshot)?;
    let mut groups = Groups { quotes: Members::new(), articles: Members::new() };
    let send_all = |send: &dyn Fn(_, usize) -> bool| {
        let _ = runs.chunks(AT_ONCE).all(|runs| send(runs, 1));
    };
    let append = |part: Groups| -> Result<(), Infallible> {
        groups.quotes.append(part.quotes);
        groups.articles.append(part.articles);
        Ok(())
    };
    let threads = snapshot.threads;
    let Ok(()) = parallel::ordered(threads, 2 * threads, send_all, |runs| Groups::of(runs, live, &ages), append);
    Ok(groups)
}

/// Groups that a thread makes at once; in tests one, so that they are put together of many.
const AT_ONCE: usize = if cfg!(test) { 1 } else { 4_096 };

/// The columns that say in which order the members of a group come.
struct Ages {
    segments: Vec<SegmentAges>,
}

struct SegmentAges {
    doc_type: Column<u64>,
    day: Column<i64>,
    id_high: Column<u64>,
    id_low: Column<u64>,
    article: Column<u64>,
    root: Column<u64>,
}

impl Ages {
    fn open(snapshot: &Snapshot) -> Result<Ages, IndexError> {
        let mut segments = Vec::new();
        for segment in snapshot.segments() {
            let columns = snapshot.columns.of(segment);
            segments.push(SegmentAges {
                doc_type: columns.number(Number::DocType)?,
                day: columns.day()?,
                id_high: columns.number(Number::IdHigh)?,
                id_low: columns.number(Number::IdLow)?,
                article: columns.number(Number::ArticleHash)?,
                root: columns.number(Number::Root)?,
            });
        }
        Ok(Ages { segments })
    }

    fn is_article(&self, live: &Live, document: u32) -> bool {
        let address = live.address(document);
        self.segments[address.segment_ord as usize].doc_type.first(address.doc_id) == Some(DocType::Article as u64)
    }

    /// The number that an article and its quotes share.
    fn article(&self, live: &Live, document: u32) -> u64 {
        let address = live.address(document);
        self.segments[address.segment_ord as usize].article.first(address.doc_id).unwrap_or(0)
    }

    /// By day, those without one last; then by id (an article's is the number that it shares with its quotes), then by root.
    fn age(&self, live: &Live, document: u32) -> (i64, u64, u64, u64) {
        let address = live.address(document);
        let (segment, doc) = (&self.segments[address.segment_ord as usize], address.doc_id);
        let number = |column: &Column<u64>| column.first(doc).unwrap_or(0);
        let day = segment.day.first(doc).unwrap_or(i64::MAX);
        match segment.doc_type.first(doc) == Some(DocType::Article as u64) {
            true => (day, number(&segment.article), 0, number(&segment.root)),
            false => (day, number(&segment.id_high), number(&segment.id_low), number(&segment.root)),
        }
    }
}

/// Each class that is in a pair, ascending, with the least class of its group; `documents` counts those of a class.
fn joined(pairs: &[Pair], documents: impl Fn(u64) -> usize) -> Vec<(u64, u64)> {
    let mut classes: Vec<u64> = pairs.iter().flat_map(|pair| [pair.short, pair.long]).collect();
    classes.sort_unstable();
    classes.dedup();
    let place = |class: u64| classes.binary_search(&class).unwrap_or_default();
    let mut whole = Union::new(classes.len());
    for pair in pairs.iter().filter(|pair| pair.words == 0) {
        whole.join(place(pair.short), place(pair.long));
    }
    let mut sizes = vec![0; classes.len()];
    for (member, class) in classes.iter().enumerate() {
        sizes[whole.find(member)] += documents(*class);
    }
    // Of each group of whole copies the one that it is cut of, if any.
    let mut cut_of: HashMap<usize, (Reverse<usize>, u32, u64)> = HashMap::new();
    for pair in pairs.iter().filter(|pair| pair.words > 0) {
        let (short, long) = (whole.find(place(pair.short)), whole.find(place(pair.long)));
        if short != long {
            let best = cut_of.entry(short).or_insert((Reverse(0), u32::MAX, 0));
            *best = (*best).min((Reverse(sizes[long]), pair.words, pair.long));
        }
    }
    let mut all = whole.clone();
    for (short, (.., long)) in cut_of {
        all.join(short, place(long));
    }
    (0..classes.len()).map(|member| (classes[member], classes[all.find(member)])).collect()
}

/// Disjoint sets, each named by its least member.
#[derive(Clone)]
pub(super) struct Union {
    parents: Vec<usize>,
}

impl Union {
    pub fn new(members: usize) -> Union {
        Union { parents: (0..members).collect() }
    }

    pub fn find(&mut self, mut member: usize) -> usize {
        while self.parents[member] != member {
            self.parents[member] = self.parents[self.parents[member]];
            member = self.parents[member];
        }
        member
    }

    pub fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        let (least, most) = (one.min(other), one.max(other));
        self.parents[most] = least;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(short: u64, long: u64, words: u32) -> Pair {
        Pair { short, long, words }
    }

    #[test]
    fn whole_copies_are_one_group_however_long_the_chain() {
        let joined = joined(&[pair(1, 2, 0), pair(2, 3, 0), pair(7, 8, 0)], |_| 1);
        assert_eq!(joined, [(1, 1), (2, 1), (3, 1), (7, 7), (8, 7)]);
    }

    #[test]
    fn a_cut_quote_joins_the_nearest_and_bridges_nothing() {
        // 5 is cut of 1 and of 2, which are two statements; 6 is a whole copy of 5.
        let pairs = [pair(5, 1, 4), pair(5, 2, 3), pair(5, 6, 0), pair(6, 1, 4)];
        assert_eq!(joined(&pairs, |_| 1), [(1, 1), (2, 2), (5, 2), (6, 2)]);
        assert_eq!(joined(&pairs, |class| if class == 1 { 3 } else { 1 }), [(1, 1), (2, 2), (5, 1), (6, 1)]);
    }
}
