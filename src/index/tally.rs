//! Counts over all quotes found: facets, and the table of speakers.
//!
//! Segments count by ordinal; what they found is folded into names only at their end.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::documents::{act_of, day_date, kind_of, speaker_kind_of};
use super::{Facet, FacetCount, SpeakerEntry};
use crate::speakers::{SpeakerKind, name_words};

/// Counts `facets`; speakers only of `speaker_kinds`.
pub(super) struct FacetTally<'a> {
    pub facets: &'a [Facet],
    pub speaker_kinds: &'a [SpeakerKind],
}

/// Counts of one facet: by value, with the spellings of it.
pub(super) type ValueCounts = BTreeMap<String, HashMap<String, usize>>;

pub(super) struct SegmentFacetTally {
    columns: Vec<FacetColumn>,
    wanted_kinds: Vec<u64>,
}

/// One facet of a segment, counted by ordinal or number.
enum FacetColumn {
    Text { column: Option<StrColumn>, counts: Vec<usize> },
    Speaker { column: Option<StrColumn>, kind: Column<u64>, counts: HashMap<(u64, u64), usize> },
    Number { facet: Facet, column: Column<u64>, counts: HashMap<u64, usize> },
    Year { column: Column<i64>, counts: HashMap<i64, usize> },
}

impl Collector for FacetTally<'_> {
    type Fruit = Vec<ValueCounts>;
    type Child = SegmentFacetTally;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentFacetTally> {
        let fast = segment.fast_fields();
        let mut columns = Vec::new();
        for &facet in self.facets {
            columns.push(match facet {
                Facet::Source => {
                    let column = fast.str("source")?;
                    let terms = column.as_ref().map_or(0, |column| column.num_terms());
                    FacetColumn::Text { column, counts: vec![0; terms] }
                }
                Facet::Speaker => FacetColumn::Speaker {
                    column: fast.str("speaker_name")?,
                    kind: fast.u64("speaker_kind")?,
                    counts: HashMap::new(),
                },
                Facet::Kind => FacetColumn::Number { facet, column: fast.u64("kind")?, counts: HashMap::new() },
                Facet::Act => FacetColumn::Number { facet, column: fast.u64("act")?, counts: HashMap::new() },
                Facet::Year => FacetColumn::Year { column: fast.i64("day")?, counts: HashMap::new() },
            });
        }
        let wanted_kinds = self.speaker_kinds.iter().map(|&kind| kind as u64).collect();
        Ok(SegmentFacetTally { columns, wanted_kinds })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<ValueCounts>>) -> tantivy::Result<Vec<ValueCounts>> {
        let mut merged = vec![ValueCounts::new(); self.facets.len()];
        for fruit in fruits {
            for (into, from) in merged.iter_mut().zip(fruit) {
                for (value, spellings) in from {
                    add_all(into.entry(value).or_default(), spellings);
                }
            }
        }
        Ok(merged)
    }
}

impl SegmentCollector for SegmentFacetTally {
    type Fruit = Vec<ValueCounts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        for column in &mut self.columns {
            match column {
                FacetColumn::Text { column: Some(column), counts } => {
                    if let Some(count) = column.term_ords(doc).next().and_then(|ord| counts.get_mut(ord as usize)) {
                        *count += 1;
                    }
                }
                FacetColumn::Speaker { column: Some(column), kind, counts } => {
                    let kind = kind.first(doc).unwrap_or(0);
                    if self.wanted_kinds.contains(&kind)
                        && let Some(name) = column.term_ords(doc).next()
                    {
                        *counts.entry((kind, name)).or_default() += 1;
                    }
                }
                FacetColumn::Text { column: None, .. } | FacetColumn::Speaker { column: None, .. } => {}
                FacetColumn::Number { column, counts, .. } => {
                    *counts.entry(column.first(doc).unwrap_or(0)).or_default() += 1;
                }
                FacetColumn::Year { column, counts } => {
                    if let Some(day) = column.first(doc) {
                        *counts.entry(day / 10_000).or_default() += 1;
                    }
                }
            }
        }
    }

    fn harvest(self) -> Vec<ValueCounts> {
        self.columns.into_iter().map(FacetColumn::harvest).collect()
    }
}

impl FacetColumn {
    fn harvest(self) -> ValueCounts {
        let mut values = ValueCounts::new();
        let mut add = |value: String, spelling: String, count: usize| {
            *values.entry(value).or_default().entry(spelling).or_default() += count;
        };
        match self {
            FacetColumn::Text { column, counts } => {
                let counted = (0..counts.len()).filter(|&ord| counts[ord] > 0).map(|ord| ord as u64);
                for (ord, text) in texts(column.as_ref(), counted) {
                    add(text.clone(), text, counts[ord as usize]);
                }
            }
            FacetColumn::Speaker { column, counts, .. } => {
                let names = texts(column.as_ref(), counts.keys().map(|&(_, ord)| ord));
                for ((kind, ord), count) in counts {
                    let name = names.get(&ord).cloned().unwrap_or_default();
                    add(group_key(&name, kind), name, count);
                }
            }
            FacetColumn::Number { facet, counts, .. } => {
                for (number, count) in counts {
                    let name = match facet {
                        Facet::Kind => kind_of(number).map(|kind| kind.name()),
                        _ => act_of(number).map(|act| act.name()),
                    };
                    let name = name.unwrap_or_default().to_owned();
                    add(name.clone(), name, count);
                }
            }
            FacetColumn::Year { counts, .. } => {
                for (year, count) in counts {
                    add(format!("{year:04}"), format!("{year:04}"), count);
                }
            }
        }
        values
    }
}

/// The texts of these ordinals, read in one pass over the dictionary.
fn texts(column: Option<&StrColumn>, ords: impl Iterator<Item = u64>) -> HashMap<u64, String> {
    let Some(column) = column else { return HashMap::new() };
    let mut ords: Vec<u64> = ords.collect();
    ords.sort_unstable();
    ords.dedup();
    let mut texts = Vec::with_capacity(ords.len());
    let mut keep = |bytes: &[u8]| texts.push(String::from_utf8_lossy(bytes).into_owned());
    // A dictionary that can't be read leaves values out; `check` finds it.
    let _ = column.dictionary().sorted_ords_to_term_cb(&ords, &mut keep);
    ords.into_iter().zip(texts).collect()
}

/// One speaker is one folded name of one kind.
fn group_key(name: &str, kind: u64) -> String {
    format!("{kind}\u{0}{}", name_words(name).join(" "))
}

fn add_all(into: &mut HashMap<String, usize>, from: HashMap<String, usize>) {
    for (spelling, count) in from {
        *into.entry(spelling).or_default() += count;
    }
}

/// The keys of `counts`, most frequent first, then by name.
fn by_count(counts: HashMap<String, usize>) -> Vec<String> {
    let mut sorted: Vec<(String, usize)> = counts.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    sorted.into_iter().map(|(name, _)| name).collect()
}

/// The spellings of one name, the one to show first: most frequent first, but those in capitals alone (labels of a
/// transcript) after the others.
fn spellings(counts: HashMap<String, usize>) -> Vec<String> {
    let mut names = by_count(counts);
    names.sort_by_key(|name| !name.chars().any(char::is_lowercase));
    names
}

/// Counts as the user sees them: most frequent first, then by value; each under its commonest spelling.
pub(super) fn facet_counts(values: ValueCounts) -> Vec<FacetCount> {
    let mut counts: Vec<FacetCount> = values
        .into_values()
        .map(|counted| {
            let count = counted.values().sum();
            FacetCount { value: spellings(counted).swap_remove(0), id: None, count }
        })
        .collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    counts
}

/// Gathers what is known of every speaker of `kinds`.
pub(super) struct SpeakerTally<'a> {
    pub kinds: &'a [SpeakerKind],
}

/// What was gathered of one speaker.
#[derive(Default)]
pub(super) struct Gathered {
    kind: u64,
    names: HashMap<String, usize>,
    roles: HashMap<String, usize>,
    sources: HashMap<String, usize>,
    articles: HashSet<u64>,
    quotes: usize,
    first: Option<i64>,
    last: Option<i64>,
}

/// Speakers by group key.
pub(super) type GatheredSpeakers = HashMap<String, Gathered>;

pub(super) struct SegmentSpeakerTally {
    kinds: Vec<u64>,
    kind: Column<u64>,
    name: Option<StrColumn>,
    role: Option<StrColumn>,
    source: Option<StrColumn>,
    article: Column<u64>,
    day: Column<i64>,
    found: HashMap<(u64, u64), SegmentGathered>,
}

#[derive(Default)]
struct SegmentGathered {
    quotes: usize,
    roles: HashMap<u64, usize>,
    sources: HashMap<u64, usize>,
    articles: HashSet<u64>,
    first: Option<i64>,
    last: Option<i64>,
}

impl Collector for SpeakerTally<'_> {
    type Fruit = GatheredSpeakers;
    type Child = SegmentSpeakerTally;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentSpeakerTally> {
        let fast = segment.fast_fields();
        Ok(SegmentSpeakerTally {
            kinds: self.kinds.iter().map(|&kind| kind as u64).collect(),
            kind: fast.u64("speaker_kind")?,
            name: fast.str("speaker_name")?,
            role: fast.str("speaker_role")?,
            source: fast.str("source")?,
            article: fast.u64("article_hash")?,
            day: fast.i64("day")?,
            found: HashMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<GatheredSpeakers>) -> tantivy::Result<GatheredSpeakers> {
        let mut merged = GatheredSpeakers::new();
        for (key, from) in fruits.into_iter().flatten() {
            let into = merged.entry(key).or_default();
            into.kind = from.kind;
            into.quotes += from.quotes;
            add_all(&mut into.names, from.names);
            add_all(&mut into.roles, from.roles);
            add_all(&mut into.sources, from.sources);
            into.articles.extend(from.articles);
            into.first = earlier(into.first, from.first);
            into.last = into.last.max(from.last);
        }
        Ok(merged)
    }
}

fn earlier(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    a.into_iter().chain(b).min()
}

impl SegmentCollector for SegmentSpeakerTally {
    type Fruit = GatheredSpeakers;

    fn collect(&mut self, doc: DocId, _: Score) {
        let kind = self.kind.first(doc).unwrap_or(0);
        let ord = |column: &Option<StrColumn>| column.as_ref().and_then(|column| column.term_ords(doc).next());
        let Some(name) = ord(&self.name).filter(|_| self.kinds.contains(&kind)) else { return };
        let gathered = self.found.entry((kind, name)).or_default();
        gathered.quotes += 1;
        if let Some(role) = ord(&self.role) {
            *gathered.roles.entry(role).or_default() += 1;
        }
        if let Some(source) = ord(&self.source) {
            *gathered.sources.entry(source).or_default() += 1;
        }
        gathered.articles.extend(self.article.first(doc));
        let day = self.day.first(doc);
        gathered.first = earlier(gathered.first, day);
        gathered.last = gathered.last.max(day);
    }

    fn harvest(self) -> GatheredSpeakers {
        let mut speakers = GatheredSpeakers::new();
        let all = self.found.values();
        let names = texts(self.name.as_ref(), self.found.keys().map(|&(_, ord)| ord));
        let roles = texts(self.role.as_ref(), all.clone().flat_map(|gathered| gathered.roles.keys().copied()));
        let sources = texts(self.source.as_ref(), all.flat_map(|gathered| gathered.sources.keys().copied()));
        let named = |texts: &HashMap<u64, String>, counts: HashMap<u64, usize>| -> HashMap<String, usize> {
            counts.into_iter().map(|(ord, count)| (texts.get(&ord).cloned().unwrap_or_default(), count)).collect()
        };
        for ((kind, ord), gathered) in self.found {
            let name = names.get(&ord).cloned().unwrap_or_default();
            let into = speakers.entry(group_key(&name, kind)).or_default();
            into.kind = kind;
            into.quotes += gathered.quotes;
            *into.names.entry(name).or_default() += gathered.quotes;
            add_all(&mut into.roles, named(&roles, gathered.roles));
            add_all(&mut into.sources, named(&sources, gathered.sources));
            into.articles.extend(gathered.articles);
            into.first = earlier(into.first, gathered.first);
            into.last = into.last.max(gathered.last);
        }
        speakers
    }
}

/// The table of speakers: most quotes first, then by name and kind.
pub(super) fn speaker_entries(gathered: GatheredSpeakers) -> Vec<SpeakerEntry> {
    let date = |day: Option<i64>| -> Option<Date> { day.and_then(day_date) };
    let mut entries: Vec<SpeakerEntry> = gathered
        .into_values()
        .map(|speaker| {
            let names = spellings(speaker.names);
            SpeakerEntry {
                name: names.first().cloned().unwrap_or_default(),
                id: None,
                kind: speaker_kind_of(speaker.kind).unwrap_or(SpeakerKind::Unknown),
                role: by_count(speaker.roles).into_iter().next(),
                names,
                quotes: speaker.quotes,
                articles: speaker.articles.len(),
                first: date(speaker.first),
                last: date(speaker.last),
                sources: by_count(speaker.sources),
            }
        })
        .collect();
    entries.sort_by(|a, b| b.quotes.cmp(&a.quotes).then_with(|| a.name.cmp(&b.name)).then_with(|| a.kind.cmp(&b.kind)));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_in_its_commonest_spelling_that_is_not_a_label() {
        let counts = HashMap::from([("J. R. HOBB".into(), 9), ("J.R. Hobb".into(), 1), ("J. R. Hobb".into(), 3)]);
        assert_eq!(spellings(counts), ["J. R. Hobb", "J.R. Hobb", "J. R. HOBB"]);
    }
}
