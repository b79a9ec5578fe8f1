//! Counts of facets over all quotes found.
//!
//! Segments count by ordinal; what they found becomes values only at their end. Speakers are counted by record of the table of
//! identities, which knows the record of each ordinal.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, Score, SegmentOrdinal, SegmentReader};

use super::columns::{Columns, Number, SegmentColumns, Text, first_values};
use super::documents::{act_of, kind_of, speaker_kind_of};
use super::generation::Snapshot;
use super::identities::{Identities, OfOrdinal};
use super::speaker_tally::spellings;
use super::{Facet, FacetCount, FacetCounts, IndexError};
use crate::speakers::{SpeakerKind, name_words};

/// Counts `facets`; speakers only of `speaker_kinds`.
pub(super) struct FacetTally<'a> {
    pub facets: &'a [Facet],
    pub speaker_kinds: &'a [SpeakerKind],
    pub identities: &'a Identities,
    pub columns: &'a Columns,
    /// The query finds every quote.
    pub of_all: bool,
}

/// Counts of one facet.
pub(super) enum Counts {
    /// By value.
    Values(BTreeMap<String, usize>),
    /// By record of the table of identities; speakers without a name of their own by their words.
    Speakers { records: Vec<u32>, others: OtherCounts },
}

/// Speakers of a kind that has no identity: kind and name as the article has it.
pub(super) type OtherCounts = BTreeMap<(u64, String), usize>;

pub(super) struct SegmentFacetTally {
    columns: Vec<FacetColumn>,
    /// For each column whether it is counted already, as a whole.
    counted: Vec<bool>,
    segment: String,
    identities: Identities,
    /// For each kind of speaker, as a number, whether it is wanted.
    wanted: Vec<bool>,
}

/// One facet of a segment.
#[allow(clippy::large_enum_variant, reason = "there is one a facet and segment")]
enum FacetColumn {
    /// Texts, counted by ordinal.
    Text { column: Option<StrColumn>, counts: Vec<u32> },
    /// Numbers that are small.
    Number { facet: Facet, column: Column<u64>, counts: Vec<u32> },
    Year {
        column: Column<i64>,
        /// The year that is counted first in `counts`.
        first: i64,
        counts: Vec<u32>,
    },
    /// Keys of named speakers, counted by ordinal, and names of the others.
    Speaker { keys: Option<StrColumn>, counts: Vec<u32>, others: Option<Others> },
    /// A column of the table of people; keys counted by ordinal.
    People { name: String, keys: Option<StrColumn>, counts: Vec<u32> },
}

/// Speakers whose kind has no identity.
struct Others {
    kind: Column<u64>,
    names: Option<StrColumn>,
    counts: HashMap<(u64, u64), usize>,
}

impl Collector for FacetTally<'_> {
    type Fruit = Vec<Counts>;
    type Child = SegmentFacetTally;

    fn for_segment(&self, ord: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentFacetTally> {
        let opened: &SegmentColumns = self.columns.of(ord);
        let mut columns = Vec::new();
        let by_ordinal = |of: Text| -> tantivy::Result<(Option<StrColumn>, Vec<u32>)> {
            let column = opened.text(of)?;
            let terms = column.as_ref().map_or(0, |column| column.num_terms());
            Ok((column, vec![0; terms]))
        };
        for facet in self.facets {
            columns.push(match facet {
                Facet::Source => {
                    let (column, counts) = by_ordinal(Text::Source)?;
                    FacetColumn::Text { column, counts }
                }
                Facet::Speaker => {
                    let (keys, counts) = by_ordinal(Text::SpeakerKey)?;
                    let others = match self.speaker_kinds.iter().all(|kind| kind.is_named()) {
                        true => None,
                        false => Some(Others {
                            kind: opened.number(Number::SpeakerKind)?,
                            names: opened.text(Text::SpeakerName)?,
                            counts: HashMap::new(),
                        }),
                    };
                    FacetColumn::Speaker { keys, counts, others }
                }
                Facet::Column(name) => {
                    let (keys, counts) = by_ordinal(Text::SpeakerKey)?;
                    FacetColumn::People { name: name.clone(), keys, counts }
                }
                Facet::Kind => {
                    let column = opened.number(Number::Kind)?;
                    FacetColumn::Number { facet: Facet::Kind, column, counts: vec![0; NUMBERS] }
                }
                Facet::Act => {
                    let column = opened.number(Number::Act)?;
                    FacetColumn::Number { facet: Facet::Act, column, counts: vec![0; NUMBERS] }
                }
                Facet::Year => {
                    let column = opened.day()?;
                    let (first, last) = (year(column.min_value()), year(column.max_value()));
                    let years = usize::try_from(last - first).map_or(0, |years| years + 1);
                    FacetColumn::Year { column, first, counts: vec![0; years] }
                }
            });
        }
        // Where nothing is deleted a column is counted faster without a look at each document; what no quote has is not counted.
        let counts_whole = self.of_all && !segment.has_deletes();
        let counted = columns.iter_mut().map(|column| counts_whole && column.count_whole()).collect();
        Ok(SegmentFacetTally {
            columns,
            counted,
            segment: segment.segment_id().uuid_string(),
            identities: self.identities.clone(),
            wanted: wanted(self.speaker_kinds),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Counts>>) -> tantivy::Result<Vec<Counts>> {
        let mut fruits = fruits.into_iter();
        let Some(mut merged) = fruits.next() else {
            return Ok(self.facets.iter().map(|_| Counts::Values(BTreeMap::new())).collect());
        };
        for fruit in fruits {
            merged.iter_mut().zip(fruit).for_each(|(into, from)| into.add(from));
        }
        Ok(merged)
    }
}

/// Kinds and acts are below this.
const NUMBERS: usize = 16;

/// For each kind of speaker, as a number, whether it is among `kinds`.
pub(super) fn wanted(kinds: &[SpeakerKind]) -> Vec<bool> {
    SpeakerKind::ALL.iter().map(|kind| kinds.contains(kind)).collect()
}

impl Counts {
    fn add(&mut self, other: Counts) {
        match (self, other) {
            (Counts::Values(into), Counts::Values(from)) => add_all(into, from),
            (Counts::Speakers { records, others }, Counts::Speakers { records: more, others: more_others }) => {
                records.iter_mut().zip(more).for_each(|(into, from)| *into += from);
                add_all(others, more_others);
            }
            _ => {}
        }
    }
}

fn add_all<T: Ord>(into: &mut BTreeMap<T, usize>, from: BTreeMap<T, usize>) {
    for (value, count) in from {
        *into.entry(value).or_default() += count;
    }
}

impl SegmentCollector for SegmentFacetTally {
    type Fruit = Vec<Counts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.collect_block(&[doc]);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        for (column, _) in self.columns.iter_mut().zip(&self.counted).filter(|(_, is_counted)| !**is_counted) {
            match column {
                FacetColumn::Text { column, counts } | FacetColumn::People { keys: column, counts, .. } => {
                    count_ordinals(column.as_ref(), counts, docs);
                }
                FacetColumn::Speaker { keys, counts, others } => {
                    count_ordinals(keys.as_ref(), counts, docs);
                    if let Some(others) = others {
                        docs.iter().for_each(|&doc| others.count(doc, &self.wanted));
                    }
                }
                FacetColumn::Number { column, counts, .. } => count(column, counts, docs, |number| number as usize),
                FacetColumn::Year { column, first, counts } => {
                    count(column, counts, docs, |day| usize::try_from(year(day) - *first).unwrap_or(usize::MAX));
                }
            }
        }
    }

    fn harvest(self) -> Vec<Counts> {
        let SegmentFacetTally { columns, segment, identities, wanted, .. } = self;
        columns.into_iter().map(|column| column.harvest(&segment, &identities, &wanted)).collect()
    }
}

/// The year of a day.
fn year(day: i64) -> i64 {
    day / 10_000
}

/// Counts the texts of a block of documents, each at its ordinal.
fn count_ordinals(column: Option<&StrColumn>, counts: &mut [u32], docs: &[DocId]) {
    if let Some(column) = column {
        count(column.ords(), counts, docs, |ordinal| ordinal as usize);
    }
}

/// Counts the values of a block of documents, each at its place in `counts`.
fn count<T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static>(
    column: &Column<T>,
    counts: &mut [u32],
    docs: &[DocId],
    place: impl Fn(T) -> usize,
) {
    for value in first_values(column, docs).into_iter().flatten() {
        if let Some(count) = counts.get_mut(place(value)) {
            *count += 1;
        }
    }
}

impl Others {
    fn count(&mut self, doc: DocId, wanted: &[bool]) {
        let kind = self.kind.first(doc).unwrap_or(0);
        let is_named = speaker_kind_of(kind).is_some_and(SpeakerKind::is_named);
        if is_named || !wanted.get(kind as usize).copied().unwrap_or(false) {
            return;
        }
        if let Some(name) = self.names.as_ref().and_then(|names| names.ords().first(doc)) {
            *self.counts.entry((kind, name)).or_default() += 1;
        }
    }
}

/// Counts every value of a column, each at its place in `counts`.
fn count_values(column: &Column<u64>, counts: &mut [u32]) {
    let mut values = [0; COLLECT_BLOCK_BUFFER_LEN];
    let end = column.values.num_vals() as usize;
    for start in (0..end).step_by(values.len()) {
        let block = &mut values[..(end - start).min(COLLECT_BLOCK_BUFFER_LEN)];
        column.values.get_range(start as u64, block);
        for value in block.iter() {
            if let Some(count) = counts.get_mut(*value as usize) {
                *count += 1;
            }
        }
    }
}

/// Counts the texts of a segment's documents, each at its ordinal.
pub(super) fn count_all(snapshot: &Snapshot, segment: SegmentOrdinal, column: &StrColumn) -> Vec<u32> {
    let mut counts = vec![0; column.num_terms()];
    if snapshot.searcher.segment_reader(segment).has_deletes() {
        snapshot.each_block(segment, |docs| count_ordinals(Some(column), &mut counts, docs));
    } else if let [only] = counts.as_mut_slice() {
        *only = column.ords().values.num_vals();
    } else {
        count_values(column.ords(), &mut counts);
    }
    counts
}

impl FacetColumn {
    /// Counts the whole column, where only quotes have what is counted; says whether it did.
    fn count_whole(&mut self) -> bool {
        match self {
            FacetColumn::Text { column, counts }
            | FacetColumn::People { keys: column, counts, .. }
            | FacetColumn::Speaker { keys: column, counts, others: None } => {
                if let Some(column) = column {
                    count_values(column.ords(), counts);
                }
                true
            }
            FacetColumn::Number { column, counts, .. } => {
                count_values(column, counts);
                true
            }
            FacetColumn::Speaker { others: Some(_), .. } | FacetColumn::Year { .. } => false,
        }
    }

    fn harvest(self, segment: &str, identities: &Identities, wanted: &[bool]) -> Counts {
        let mut values: BTreeMap<String, usize> = BTreeMap::new();
        match self {
            FacetColumn::Text { column, counts } => {
                for (ordinal, text) in texts(column.as_ref(), counted(&counts)) {
                    values.insert(text, counts[ordinal as usize] as usize);
                }
            }
            FacetColumn::Speaker { keys, counts, others } => {
                let mut records = vec![0; identities.end()];
                each_record(segment, keys.as_ref(), &counts, identities, |record, count| {
                    if wanted.get(identities.kind(record) as usize).copied().unwrap_or(false) {
                        records[record] += count;
                    }
                });
                let mut named = OtherCounts::new();
                if let Some(others) = others {
                    let names = texts(others.names.as_ref(), others.counts.keys().map(|&(_, ordinal)| ordinal));
                    for ((kind, ordinal), count) in others.counts {
                        *named.entry((kind, names.get(&ordinal).cloned().unwrap_or_default())).or_default() += count;
                    }
                }
                return Counts::Speakers { records, others: named };
            }
            FacetColumn::People { name, keys, counts } => {
                let cells = identities.people().column(&name).unwrap_or_default();
                each_record(segment, keys.as_ref(), &counts, identities, |record, count| {
                    let row = identities.record(record).ok().and_then(|record| record.row);
                    let cell = row.and_then(|row| cells.get(row)).filter(|cell| !cell.is_empty());
                    if let Some(cell) = cell {
                        *values.entry((*cell).to_owned()).or_default() += count as usize;
                    }
                });
            }
            FacetColumn::Number { facet, counts, .. } => {
                for number in counted(&counts) {
                    let name = match facet {
                        Facet::Kind => kind_of(number).map(|kind| kind.name()),
                        _ => act_of(number).map(|act| act.name()),
                    };
                    values.insert(name.unwrap_or_default().to_owned(), counts[number as usize] as usize);
                }
            }
            FacetColumn::Year { first, counts, .. } => {
                for place in counted(&counts) {
                    values.insert(format!("{:04}", first + place as i64), counts[place as usize] as usize);
                }
            }
        }
        Counts::Values(values)
    }
}

/// The ordinals that were met.
fn counted(counts: &[u32]) -> impl Iterator<Item = u64> + '_ {
    (0..counts.len()).filter(|&ordinal| counts[ordinal] > 0).map(|ordinal| ordinal as u64)
}

/// Hands each record that ordinals of a segment's keys lead to, with its count, to `each`; a record may come several times.
pub(super) fn each_record(
    segment: &str,
    keys: Option<&StrColumn>,
    counts: &[u32],
    identities: &Identities,
    mut each: impl FnMut(usize, u32),
) {
    let known = identities.of_ordinals(segment);
    let mut asked = Vec::new();
    for ordinal in counted(counts) {
        match known.as_ref().map_or(OfOrdinal::AskKey, |known| known(ordinal)) {
            OfOrdinal::Record(record) => each(record, counts[ordinal as usize]),
            OfOrdinal::Nobody => {}
            OfOrdinal::AskKey => asked.push(ordinal),
        }
    }
    for (ordinal, key) in texts(keys, asked.into_iter()) {
        if let Some(record) = identities.of_key(&key) {
            each(record, counts[ordinal as usize]);
        }
    }
}

/// The texts of these ordinals, read in one pass over the dictionary.
pub(super) fn texts(column: Option<&StrColumn>, ordinals: impl Iterator<Item = u64>) -> HashMap<u64, String> {
    let Some(column) = column else { return HashMap::new() };
    let mut ordinals: Vec<u64> = ordinals.collect();
    ordinals.sort_unstable();
    ordinals.dedup();
    let mut texts = Vec::with_capacity(ordinals.len());
    let mut keep = |bytes: &[u8]| texts.push(String::from_utf8_lossy(bytes).into_owned());
    // A dictionary that can't be read leaves values out; `check` finds it.
    let _ = column.dictionary().sorted_ords_to_term_cb(&ordinals, &mut keep);
    ordinals.into_iter().zip(texts).collect()
}

/// Records that were counted, those of one name without an identity as one: the one with most quotes, and the sum.
pub(super) fn folded(records: &[u32], identities: &Identities) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    let mut nameless: HashMap<u64, (u32, usize, usize)> = HashMap::new();
    for (record, &count) in records.iter().enumerate().filter(|(_, count)| **count > 0) {
        if identities.is_identity(record) {
            all.push((record, count as usize));
            continue;
        }
        let group = nameless.entry(identities.name_hash(record)).or_insert((0, record, 0));
        let is_better = (count, Reverse(identities.name(record))) > (group.0, Reverse(identities.name(group.1)));
        if is_better {
            (group.0, group.1) = (count, record);
        }
        group.2 += count as usize;
    }
    all.extend(nameless.into_values().map(|(_, record, sum)| (record, sum)));
    all
}

/// Speakers without an identity, one folded name of one kind as one, with its spellings.
pub(super) fn by_folded_name(others: OtherCounts) -> HashMap<(u64, String), HashMap<String, usize>> {
    let mut folded: HashMap<(u64, String), HashMap<String, usize>> = HashMap::new();
    for ((kind, name), count) in others {
        *folded.entry((kind, name_words(&name).join(" "))).or_default().entry(name).or_default() += count;
    }
    folded
}

/// Counts as the user sees them: most frequent first, then by value; the first `most` of them, or all.
pub(super) fn facet_counts(
    facet: Facet,
    counts: Counts,
    most: Option<usize>,
    identities: &Identities,
) -> Result<FacetCounts, IndexError> {
    let most = most.filter(|_| facet.is_open()).unwrap_or(usize::MAX);
    let (counts, values) = match counts {
        Counts::Values(values) => {
            let mut found: Vec<FacetCount> =
                values.into_iter().map(|(value, count)| FacetCount { value, id: None, count }).collect();
            let values = found.len();
            keep_greatest(&mut found, most, |count| count.count);
            (found, values)
        }
        Counts::Speakers { records, others } => speaker_counts(&records, others, most, identities)?,
    };
    // Of speakers there may be very many: the first letters beside the count spare most looks at the names.
    let mut counts: Vec<(u64, FacetCount)> =
        counts.into_iter().map(|count| (first_letters(&count.value), count)).collect();
    counts.sort_unstable_by(|(a_letters, a), (b_letters, b)| {
        let by_count = b.count.cmp(&a.count).then(a_letters.cmp(b_letters));
        by_count.then_with(|| a.value.cmp(&b.value)).then_with(|| a.id.cmp(&b.id))
    });
    counts.truncate(most);
    Ok(FacetCounts { facet, counts: counts.into_iter().map(|(_, count)| count).collect(), values })
}

/// Counts of speakers, those that may be among the first `most`, and how many there are in all. Names are read only of the former.
fn speaker_counts(
    records: &[u32],
    others: OtherCounts,
    most: usize,
    identities: &Identities,
) -> Result<(Vec<FacetCount>, usize), IndexError> {
    let mut others: Vec<FacetCount> = by_folded_name(others)
        .into_values()
        .map(|spelled| FacetCount { count: spelled.values().sum(), value: spellings(spelled).swap_remove(0), id: None })
        .collect();
    let mut named = folded(records, identities);
    let values = others.len() + named.len();
    keep_greatest(&mut others, most, |count| count.count);
    keep_greatest(&mut named, most, |(_, count)| *count);
    let mut found = others;
    for (record, count) in named {
        let (value, id) = (identities.name(record).to_owned(), identities.id(record)?);
        found.push(FacetCount { value, id, count });
    }
    Ok((found, values))
}

/// Leaves those of `all` that may be among the first `most` where the greatest count comes first: all that have as much as the
/// last of these.
pub(super) fn keep_greatest<T>(all: &mut Vec<T>, most: usize, count: impl Fn(&T) -> usize) {
    if most == 0 {
        all.clear();
    } else if all.len() > most {
        let (_, last, _) = all.select_nth_unstable_by_key(most - 1, |one| Reverse(count(one)));
        let least = count(last);
        all.retain(|one| count(one) >= least);
    }
}

/// The first eight bytes of a text as a number that orders as they do.
fn first_letters(text: &str) -> u64 {
    let mut first = [0; 8];
    let length = text.len().min(first.len());
    first[..length].copy_from_slice(&text.as_bytes()[..length]);
    u64::from_be_bytes(first)
}
