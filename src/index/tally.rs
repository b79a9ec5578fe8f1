//! Counts over all quotes found: facets, and the table of speakers.
//!
//! Segments count by ordinal; what they found is folded into names only at their end.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::documents::{act_of, day_date, kind_of, speaker_kind_of};
use super::identities::Identities;
use super::{Facet, FacetCount, IndexError, SpeakerEntry};
use crate::speakers::{SpeakerKind, name_words};

/// Counts `facets`; speakers only of `speaker_kinds`.
pub(super) struct FacetTally<'a> {
    pub facets: &'a [Facet],
    pub speaker_kinds: &'a [SpeakerKind],
    pub identities: &'a Identities,
}

/// Counts of one facet: by value, with the spellings of it.
pub(super) type ValueCounts = BTreeMap<String, HashMap<String, usize>>;

pub(super) struct SegmentFacetTally {
    columns: Vec<FacetColumn>,
    wanted_kinds: Vec<u64>,
    identities: Identities,
}

/// One facet of a segment, counted by ordinal or number.
enum FacetColumn {
    Text {
        column: Option<StrColumn>,
        counts: Vec<usize>,
    },
    Speaker {
        names: Option<StrColumn>,
        keys: Option<StrColumn>,
        kind: Column<u64>,
        counts: HashMap<Speaker, usize>,
    },
    /// A column of the table of people, counted by key.
    People {
        name: String,
        keys: Option<StrColumn>,
        counts: HashMap<u64, usize>,
    },
    Number {
        facet: Facet,
        column: Column<u64>,
        counts: HashMap<u64, usize>,
    },
    Year {
        column: Column<i64>,
        counts: HashMap<i64, usize>,
    },
}

/// A speaker of one segment: kind, ordinal of the name, ordinal of the key.
type Speaker = (u64, u64, u64);

impl Collector for FacetTally<'_> {
    type Fruit = Vec<ValueCounts>;
    type Child = SegmentFacetTally;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentFacetTally> {
        let fast = segment.fast_fields();
        let mut columns = Vec::new();
        for facet in self.facets {
            columns.push(match facet {
                Facet::Source => {
                    let column = fast.str("source")?;
                    let terms = column.as_ref().map_or(0, |column| column.num_terms());
                    FacetColumn::Text { column, counts: vec![0; terms] }
                }
                Facet::Speaker => FacetColumn::Speaker {
                    names: fast.str("speaker_name")?,
                    keys: fast.str("speaker_key")?,
                    kind: fast.u64("speaker_kind")?,
                    counts: HashMap::new(),
                },
                Facet::Column(name) => {
                    FacetColumn::People { name: name.clone(), keys: fast.str("speaker_key")?, counts: HashMap::new() }
                }
                Facet::Kind => {
                    FacetColumn::Number { facet: Facet::Kind, column: fast.u64("kind")?, counts: HashMap::new() }
                }
                Facet::Act => {
                    FacetColumn::Number { facet: Facet::Act, column: fast.u64("act")?, counts: HashMap::new() }
                }
                Facet::Year => FacetColumn::Year { column: fast.i64("day")?, counts: HashMap::new() },
            });
        }
        let wanted_kinds = self.speaker_kinds.iter().map(|&kind| kind as u64).collect();
        Ok(SegmentFacetTally { columns, wanted_kinds, identities: self.identities.clone() })
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
                FacetColumn::Speaker { names: Some(names), keys: Some(keys), kind, counts } => {
                    let kind = kind.first(doc).unwrap_or(0);
                    if self.wanted_kinds.contains(&kind)
                        && let (Some(name), Some(key)) = (names.term_ords(doc).next(), keys.term_ords(doc).next())
                    {
                        *counts.entry((kind, name, key)).or_default() += 1;
                    }
                }
                FacetColumn::People { keys: Some(keys), counts, .. } => {
                    if let Some(key) = keys.term_ords(doc).next() {
                        *counts.entry(key).or_default() += 1;
                    }
                }
                FacetColumn::Text { .. } | FacetColumn::Speaker { .. } | FacetColumn::People { .. } => {}
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
        let identities = &self.identities;
        self.columns.into_iter().map(|column| column.harvest(identities)).collect()
    }
}

impl FacetColumn {
    fn harvest(self, identities: &Identities) -> ValueCounts {
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
            FacetColumn::Speaker { names, keys, counts, .. } => {
                let names = texts(names.as_ref(), counts.keys().map(|&(_, ord, _)| ord));
                let groups = speaker_groups(keys.as_ref(), counts.keys().map(|&(.., ord)| ord), identities);
                for ((kind, ord, key), count) in counts {
                    let name = names.get(&ord).cloned().unwrap_or_default();
                    let group = groups.get(&key).copied().flatten().map(identity_key);
                    add(group.unwrap_or_else(|| group_key(&name, kind)), name, count);
                }
            }
            FacetColumn::People { name, keys, counts } => {
                let groups = speaker_groups(keys.as_ref(), counts.keys().copied(), identities);
                let cells = identities.people().column(&name).unwrap_or_default();
                for (key, count) in counts {
                    let record = groups.get(&key).copied().flatten().and_then(|place| identities.record(place).ok());
                    let cell = record.and_then(|record| record.row).and_then(|row| cells.get(row).copied());
                    if let Some(cell) = cell.filter(|cell| !cell.is_empty()) {
                        add(cell.to_owned(), cell.to_owned(), count);
                    }
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

/// Of these ordinals of keys the records that are identities.
fn speaker_groups(
    keys: Option<&StrColumn>,
    ords: impl Iterator<Item = u64>,
    identities: &Identities,
) -> HashMap<u64, Option<usize>> {
    let identity = |key: &str| identities.of_key(key).filter(|place| identities.is_identity(*place));
    texts(keys, ords).into_iter().map(|(ord, key)| (ord, identity(&key))).collect()
}

/// What an identity is counted by.
fn identity_key(place: usize) -> String {
    format!("{IDENTITY}{place}")
}

/// Before the number of an identity, where others have the number of their kind.
const IDENTITY: char = '\u{1}';

/// The number of an identity that was counted.
fn identity_of(key: &str) -> Option<usize> {
    key.strip_prefix(IDENTITY)?.parse().ok()
}

/// Where there is no identity, one speaker is one folded name of one kind.
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
pub(super) fn facet_counts(values: ValueCounts, identities: &Identities) -> Result<Vec<FacetCount>, IndexError> {
    let mut counts = Vec::with_capacity(values.len());
    for (key, counted) in values {
        let count = counted.values().sum();
        let record = identity_of(&key).map(|place| identities.record(place)).transpose()?;
        let (value, id) = match record {
            Some(record) => (record.name, record.id),
            None => (spellings(counted).swap_remove(0), None),
        };
        counts.push(FacetCount { value, id, count });
    }
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)).then_with(|| a.id.cmp(&b.id)));
    Ok(counts)
}

/// Gathers what is known of every speaker of `kinds`.
pub(super) struct SpeakerTally<'a> {
    pub kinds: &'a [SpeakerKind],
    pub identities: &'a Identities,
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
    key: Option<StrColumn>,
    role: Option<StrColumn>,
    source: Option<StrColumn>,
    article: Column<u64>,
    day: Column<i64>,
    found: HashMap<Speaker, SegmentGathered>,
    identities: Identities,
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
            key: fast.str("speaker_key")?,
            role: fast.str("speaker_role")?,
            source: fast.str("source")?,
            article: fast.u64("article_hash")?,
            day: fast.i64("day")?,
            found: HashMap::new(),
            identities: self.identities.clone(),
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
        let Some(key) = ord(&self.key) else { return };
        let gathered = self.found.entry((kind, name, key)).or_default();
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
        let names = texts(self.name.as_ref(), self.found.keys().map(|&(_, ord, _)| ord));
        let groups = speaker_groups(self.key.as_ref(), self.found.keys().map(|&(.., ord)| ord), &self.identities);
        let roles = texts(self.role.as_ref(), all.clone().flat_map(|gathered| gathered.roles.keys().copied()));
        let sources = texts(self.source.as_ref(), all.flat_map(|gathered| gathered.sources.keys().copied()));
        let named = |texts: &HashMap<u64, String>, counts: HashMap<u64, usize>| -> HashMap<String, usize> {
            counts.into_iter().map(|(ord, count)| (texts.get(&ord).cloned().unwrap_or_default(), count)).collect()
        };
        for ((kind, ord, key), gathered) in self.found {
            let name = names.get(&ord).cloned().unwrap_or_default();
            let group = groups.get(&key).copied().flatten().map(identity_key);
            let into = speakers.entry(group.unwrap_or_else(|| group_key(&name, kind))).or_default();
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
pub(super) fn speaker_entries(
    gathered: GatheredSpeakers,
    identities: &Identities,
) -> Result<Vec<SpeakerEntry>, IndexError> {
    let date = |day: Option<i64>| -> Option<Date> { day.and_then(day_date) };
    let mut entries = Vec::with_capacity(gathered.len());
    for (key, speaker) in gathered {
        let names = spellings(speaker.names);
        let record = identity_of(&key).map(|place| identities.record(place)).transpose()?;
        let (name, id) = match record {
            Some(record) => (record.name, record.id),
            None => (names.first().cloned().unwrap_or_default(), None),
        };
        entries.push(SpeakerEntry {
            name,
            id,
            kind: speaker_kind_of(speaker.kind).unwrap_or(SpeakerKind::Unknown),
            role: by_count(speaker.roles).into_iter().next(),
            names,
            quotes: speaker.quotes,
            articles: speaker.articles.len(),
            first: date(speaker.first),
            last: date(speaker.last),
            sources: by_count(speaker.sources),
        });
    }
    entries.sort_by(|a, b| {
        let by_name = a.name.cmp(&b.name).then_with(|| a.kind.cmp(&b.kind)).then_with(|| a.id.cmp(&b.id));
        b.quotes.cmp(&a.quotes).then(by_name)
    });
    Ok(entries)
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
