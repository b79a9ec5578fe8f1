//! The table of speakers over all quotes found: how many quotes each has first, what else is known of them only of those
//! that are shown.

use std::collections::HashMap;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, Score, SegmentOrdinal, SegmentReader};

use super::columns::{Columns, Number, Text, first_values};
use super::documents::{day_date, speaker_kind_of};
use super::facets::{each_record, texts};
use super::identities::Identities;
use super::{IndexError, SpeakerEntry};
use crate::speakers::{SpeakerKind, name_words};

/// One speaker of the table: a record of the identities, or one of a kind that has none, by folded name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Who {
    Record(usize),
    Other(u64, String),
}

/// Gathers what is known of speakers.
pub(super) struct SpeakerTally<'a> {
    pub identities: &'a Identities,
    pub columns: &'a Columns,
    /// For each record where what is known of it goes; `None` where it is not wanted. Records of one name without an identity go to one place.
    pub places: &'a [Option<u32>],
    /// Kinds without identities that are wanted.
    pub others: &'a [SpeakerKind],
}

/// What was gathered of one speaker.
#[derive(Default)]
pub(super) struct Gathered {
    kind: u64,
    names: HashMap<String, usize>,
    roles: HashMap<String, usize>,
    sources: HashMap<String, usize>,
    /// Hashes of the articles, one of which may come several times.
    articles: Vec<u64>,
    quotes: usize,
    first: Option<i64>,
    last: Option<i64>,
}

/// Speakers gathered.
pub(super) type GatheredSpeakers = HashMap<Who, Gathered>;

pub(super) struct SegmentSpeakerTally {
    kind: Column<u64>,
    name: Option<StrColumn>,
    role: Option<StrColumn>,
    source: Option<StrColumn>,
    article: Column<u64>,
    day: Column<i64>,
    key: Option<StrColumn>,
    /// For each ordinal of the keys the place.
    places: Vec<Option<u32>>,
    others: Vec<u64>,
    found: FxHashMap<Found, SegmentGathered>,
}

/// A place, or kind and ordinal of the name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Found {
    Place(u32),
    Other(u64, u64),
}

#[derive(Default)]
struct SegmentGathered {
    kind: u64,
    quotes: usize,
    names: FxHashMap<u64, usize>,
    roles: FxHashMap<u64, usize>,
    sources: FxHashMap<u64, usize>,
    articles: Vec<u64>,
    first: Option<i64>,
    last: Option<i64>,
}

impl Collector for SpeakerTally<'_> {
    type Fruit = GatheredSpeakers;
    type Child = SegmentSpeakerTally;

    fn for_segment(&self, ord: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentSpeakerTally> {
        let columns = self.columns.of(ord);
        let key = columns.text(Text::SpeakerKey)?;
        let ordinals = key.as_ref().map_or(0, |key| key.num_terms());
        let mut places = vec![None; ordinals];
        // The ordinal itself is handed through as the count.
        let numbered: Vec<u32> = (1..=ordinals as u32).collect();
        each_record(
            &segment.segment_id().uuid_string(),
            key.as_ref(),
            &numbered,
            self.identities,
            |record, ordinal| {
                places[ordinal as usize - 1] = self.places.get(record).copied().flatten();
            },
        );
        Ok(SegmentSpeakerTally {
            kind: columns.number(Number::SpeakerKind)?,
            name: columns.text(Text::SpeakerName)?,
            role: columns.text(Text::SpeakerRole)?,
            source: columns.text(Text::Source)?,
            article: columns.number(Number::ArticleHash)?,
            day: columns.day()?,
            key,
            places,
            others: self.others.iter().map(|&kind| kind as u64).collect(),
            found: FxHashMap::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<GatheredSpeakers>) -> tantivy::Result<GatheredSpeakers> {
        let mut merged = GatheredSpeakers::new();
        for (who, from) in fruits.into_iter().flatten() {
            let into = merged.entry(who).or_default();
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

fn add_all(into: &mut HashMap<String, usize>, from: HashMap<String, usize>) {
    for (spelling, count) in from {
        *into.entry(spelling).or_default() += count;
    }
}

impl SegmentCollector for SegmentSpeakerTally {
    type Fruit = GatheredSpeakers;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.collect_block(&[doc]);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        let place_of = |key: Option<u64>| key.and_then(|key| self.places.get(key as usize).copied().flatten());
        let places = ordinals(self.key.as_ref(), docs).map(place_of);
        if !self.others.is_empty() || places.iter().any(Option::is_some) {
            self.gather(docs, &places);
        }
    }

    fn harvest(self) -> GatheredSpeakers {
        let all = self.found.values();
        let names = texts(self.name.as_ref(), all.clone().flat_map(|gathered| gathered.names.keys().copied()));
        let roles = texts(self.role.as_ref(), all.clone().flat_map(|gathered| gathered.roles.keys().copied()));
        let sources = texts(self.source.as_ref(), all.flat_map(|gathered| gathered.sources.keys().copied()));
        let named = |texts: &HashMap<u64, String>, counts: FxHashMap<u64, usize>| -> HashMap<String, usize> {
            counts
                .into_iter()
                .map(|(ordinal, count)| (texts.get(&ordinal).cloned().unwrap_or_default(), count))
                .collect()
        };
        let mut speakers = GatheredSpeakers::new();
        for (who, gathered) in self.found {
            let who = match who {
                Found::Place(place) => Who::Record(place as usize),
                Found::Other(kind, name) => {
                    Who::Other(kind, name_words(names.get(&name).map_or("", String::as_str)).join(" "))
                }
            };
            let into = speakers.entry(who).or_default();
            into.kind = gathered.kind;
            into.quotes += gathered.quotes;
            add_all(&mut into.names, named(&names, gathered.names));
            add_all(&mut into.roles, named(&roles, gathered.roles));
            add_all(&mut into.sources, named(&sources, gathered.sources));
            into.articles.extend(gathered.articles);
            into.first = earlier(into.first, gathered.first);
            into.last = into.last.max(gathered.last);
        }
        speakers
    }
}

impl SegmentSpeakerTally {
    /// Adds what is known of some quotes; `places` are their speakers'.
    fn gather(&mut self, docs: &[DocId], places: &[Option<u32>; COLLECT_BLOCK_BUFFER_LEN]) {
        let (names, roles) = (ordinals(self.name.as_ref(), docs), ordinals(self.role.as_ref(), docs));
        let (sources, kinds) = (ordinals(self.source.as_ref(), docs), first_values(&self.kind, docs));
        let (articles, days) = (first_values(&self.article, docs), first_values(&self.day, docs));
        for quote in 0..docs.len() {
            let kind = kinds[quote].unwrap_or(0);
            let who = match (places[quote], names[quote]) {
                (Some(place), _) => Found::Place(place),
                (None, Some(name)) if self.others.contains(&kind) => Found::Other(kind, name),
                (None, _) => continue,
            };
            let gathered = self.found.entry(who).or_default();
            gathered.kind = kind;
            gathered.quotes += 1;
            for (ordinal, counts) in [
                (names[quote], &mut gathered.names),
                (roles[quote], &mut gathered.roles),
                (sources[quote], &mut gathered.sources),
            ] {
                if let Some(ordinal) = ordinal {
                    *counts.entry(ordinal).or_default() += 1;
                }
            }
            // Quotes of one article follow each other.
            if articles[quote] != gathered.articles.last().copied() {
                gathered.articles.extend(articles[quote]);
            }
            gathered.first = earlier(gathered.first, days[quote]);
            gathered.last = gathered.last.max(days[quote]);
        }
    }
}

/// The ordinal of the text of each document.
fn ordinals(column: Option<&StrColumn>, docs: &[DocId]) -> [Option<u64>; COLLECT_BLOCK_BUFFER_LEN] {
    column.map_or([None; COLLECT_BLOCK_BUFFER_LEN], |column| first_values(column.ords(), docs))
}

/// The keys of `counts`, most frequent first, then by name.
fn by_count(counts: HashMap<String, usize>) -> Vec<String> {
    let mut sorted: Vec<(String, usize)> = counts.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    sorted.into_iter().map(|(name, _)| name).collect()
}

/// The spellings of one name, the one to show first: most frequent first, but those in capitals alone (labels of a
/// transcript) after the others.
pub(super) fn spellings(counts: HashMap<String, usize>) -> Vec<String> {
    let mut names = by_count(counts);
    names.sort_by_key(|name| !name.chars().any(char::is_lowercase));
    names
}

/// The table of speakers: most quotes first, then by name and kind.
pub(super) fn speaker_entries(
    gathered: GatheredSpeakers,
    identities: &Identities,
) -> Result<Vec<SpeakerEntry>, IndexError> {
    let date = |day: Option<i64>| -> Option<Date> { day.and_then(day_date) };
    let mut entries = Vec::with_capacity(gathered.len());
    for (who, mut speaker) in gathered {
        speaker.articles.sort_unstable();
        speaker.articles.dedup();
        let names = spellings(speaker.names);
        let record = match who {
            Who::Record(place) if identities.is_identity(place) => Some(identities.record(place)?),
            _ => None,
        };
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
