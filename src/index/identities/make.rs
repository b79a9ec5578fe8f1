//! Makes the table of identities: all of it, or, of a table of an earlier commit, what changed since.

use std::collections::{BTreeMap, BTreeSet};

use super::count::{self, Counts};
use super::table::{Made, SegmentPart, Table, encode};
use super::{KeyCounts, SpeakerDetails, SpeakerRecord};
use crate::index::IndexError;
use crate::index::generation::Snapshot;
use crate::speakers::{Grouping, People, SpeakerKey, class_of, classes_of_rows, group, name_words};

/// The table of all that `snapshot` holds.
pub(super) fn whole(snapshot: &Snapshot, people: &People) -> Result<Vec<u8>, IndexError> {
    let made = made(&count::all(snapshot)?, people);
    let mut segments = Vec::new();
    for segment in snapshot.searcher.segment_readers() {
        segments.push(count::part(segment)?);
    }
    encode(&made, people, segments, Vec::new())
}

/// What changed since `base` was made of the same people: the records of every class that lost or won a key, and those whose quotes
/// are other ones now. `None` where so much changed that all is to be made anew.
pub(super) fn since(base: &Table, snapshot: &Snapshot, people: &People) -> Result<Option<Vec<u8>>, IndexError> {
    let Some((changed, segments)) = changes(base, snapshot)? else { return Ok(None) };
    let mut names_of = Counts::new();
    for key in changed {
        let names = count::one(snapshot, &key)?;
        names_of.insert(key, names);
    }
    // Who is who is told by the set of keys alone.
    let came_or_went =
        |(key, names): &(&String, &BTreeMap<String, usize>)| base.of_key(key).is_some() == names.is_empty();
    let (dead, mut counts) =
        affected(base, people, &names_of.iter().filter(came_or_went).map(|(key, _)| key.clone()).collect())?;
    if counts.len() > most_changes(base) * CLASS_SHARE {
        return Ok(None);
    }
    let mut recounted: BTreeMap<u32, Counts> = BTreeMap::new();
    for (key, names) in names_of {
        match base.of_key(&key).filter(|record| !dead.contains(record)) {
            _ if names.is_empty() => drop(counts.remove(&key)),
            Some(record) => drop(recounted.entry(record).or_default().insert(key, names)),
            None => drop(counts.insert(key, names)),
        }
    }
    let mut all = made(&counts, people);
    let mut dead: Vec<u32> = dead.into_iter().collect();
    for (record, counts) in recounted {
        all.push(counted_anew(base, record, counts, people)?);
        dead.push(record);
    }
    dead.sort_unstable();
    all.sort_by_key(|made| made.record.id.is_none());
    encode(&all, people, segments, dead).map(Some)
}

/// A record of `base` with other quotes of some of its keys.
fn counted_anew(base: &Table, record: u32, mut counts: Counts, people: &People) -> Result<Made, IndexError> {
    let mut made = Made { record: base.record(record)?, keys: Vec::new(), bare: Vec::new(), classes: Vec::new() };
    (made.keys, made.bare) = base.parts(record)?;
    for key in &mut made.keys {
        if let Some(names) = counts.remove(&key.key) {
            key.names = names.into_iter().collect();
        }
    }
    let details = SpeakerDetails::new(&made.keys, Vec::new());
    let quotes = |is_counted: &dyn Fn(&String) -> bool| {
        details.keys.iter().filter(|(key, _)| is_counted(key)).map(|(_, quotes)| quotes).sum()
    };
    made.record.quotes = quotes(&|_| true);
    made.record.bare_quotes = quotes(&|key| made.bare.contains(key));
    made.record.name = match made.record.row {
        Some(row) => people.rows[row].name.clone(),
        None => shown(&details.names).unwrap_or_default(),
    };
    let classes: BTreeSet<String> =
        made.keys.iter().filter_map(|key| SpeakerKey::parse(&key.key)).map(|key| class_of(&key)).collect();
    made.classes = classes.into_iter().collect();
    Ok(made)
}

/// Of how many keys the quotes may have changed before all is made anew.
fn most_changes(base: &Table) -> usize {
    (base.keys() / 20).max(2_000)
}

/// How many keys may be grouped anew for each of those.
const CLASS_SHARE: usize = 10;

/// Keys whose quotes came or went, and what is to be known of new segments.
type Changes = (BTreeSet<String>, Vec<SegmentPart>);

/// What changed since `base` was made.
fn changes(base: &Table, snapshot: &Snapshot) -> Result<Option<Changes>, IndexError> {
    let mut changed = BTreeSet::new();
    let mut segments = Vec::new();
    let mut known = vec![false; base.head.segments.len()];
    let most = most_changes(base);
    for (ord, segment) in snapshot.segments().zip(snapshot.searcher.segment_readers()) {
        let head = count::head(segment)?;
        match base.head.segments.iter().position(|old| old.id == head.id) {
            Some(place) => {
                known[place] = true;
                if base.head.segments[place].deleted != head.deleted {
                    let is_alive = |document| segment.alive_bitset().is_none_or(|alive| alive.is_alive(document));
                    let went = |document| base.was_alive(place, document) && !is_alive(document);
                    changed.extend(count::keys_of(snapshot, ord, went)?);
                }
            }
            None if head.ordinals > most => return Ok(None),
            None => {
                changed.extend(count::keys_of(snapshot, ord, |_| true)?);
                segments.push(count::part(segment)?);
            }
        }
    }
    // What a segment held that is gone was deleted or merged into a new one.
    for place in (0..known.len()).filter(|place| !known[*place]) {
        let ordinals = base.ordinals_at(place);
        if ordinals.len() > most {
            return Ok(None);
        }
        let records: BTreeSet<u32> = (0..ordinals.len()).filter_map(|ordinal| ordinals.record(ordinal)).collect();
        for record in records {
            changed.extend(base.parts(record)?.0.into_iter().map(|key| key.key));
        }
    }
    Ok((changed.len() <= most).then_some((changed, segments)))
}

/// The records of `base` that share a class with a key that came or went, and the counts of their keys.
fn affected(base: &Table, people: &People, changed: &BTreeSet<String>) -> Result<(BTreeSet<u32>, Counts), IndexError> {
    let mut rows = classes_of_rows(people);
    let parsed = |key: &str| SpeakerKey::parse(key).map(|key| class_of(&key));
    // A row may have taken an identity by its id, which begins the hash of one of its keys.
    for (row, person) in people.rows.iter().enumerate() {
        let Some(bytes) = super::id_bytes(&person.id) else { continue };
        if let Some(record) = base.of_hash(&bytes) {
            rows[row].extend(base.parts(record)?.0.iter().filter_map(|key| parsed(&key.key)));
        }
        let is_own = |key: &&String| blake3::hash(key.as_bytes()).as_bytes().starts_with(&bytes);
        rows[row].extend(changed.iter().filter(is_own).filter_map(|key| parsed(key)));
    }
    let mut classes: BTreeSet<String> = BTreeSet::new();
    let mut left: Vec<String> = changed.iter().filter_map(|key| parsed(key)).collect();
    let mut dead: BTreeSet<u32> = BTreeSet::new();
    let mut counts = Counts::new();
    while let Some(class) = left.pop() {
        if classes.contains(&class) {
            continue;
        }
        for row in rows.iter().filter(|row| row.contains(&class)) {
            left.extend(row.iter().cloned());
        }
        for record in base.of_class(&class) {
            if dead.insert(record) {
                for key in base.parts(record)?.0 {
                    left.extend(parsed(&key.key));
                    counts.insert(key.key, key.names.into_iter().collect());
                }
            }
        }
        classes.insert(class);
    }
    Ok((dead, counts))
}

/// A record for each identity, and one for each key that has none.
fn made(counts: &Counts, people: &People) -> Vec<Made> {
    let mut keys: Vec<(SpeakerKey, &String)> =
        counts.keys().filter_map(|text| SpeakerKey::parse(text).map(|key| (key, text))).collect();
    keys.sort();
    let (parsed, texts): (Vec<SpeakerKey>, Vec<&String>) = keys.into_iter().unzip();
    let grouping: Grouping = group(&parsed, people);
    let quotes = |key: usize| counts[texts[key]].values().sum::<usize>();
    let mut all = Vec::new();
    for identity in &grouping.identities {
        let mut made = record(&identity.keys, &parsed, &texts, counts);
        made.record.id = Some(identity.id.clone());
        made.record.bare_quotes = identity.bare.iter().map(|key| quotes(*key)).sum();
        made.record.row = identity.row;
        if let Some(row) = identity.row {
            made.record.name.clone_from(&people.rows[row].name);
        }
        made.bare = identity.bare.iter().map(|key| texts[*key].clone()).collect();
        all.push(made);
    }
    for key in (0..parsed.len()).filter(|key| grouping.of_key[*key].is_none() && parsed[*key].kind.is_named()) {
        all.push(record(&[key], &parsed, &texts, counts));
    }
    all
}

fn record(places: &[usize], keys: &[SpeakerKey], texts: &[&String], counts: &Counts) -> Made {
    let mut own = Vec::with_capacity(places.len());
    for place in places {
        let mut names: Vec<(String, usize)> = counts[texts[*place]].clone().into_iter().collect();
        names.sort();
        own.push(KeyCounts { key: texts[*place].clone(), names });
    }
    let details = SpeakerDetails::new(&own, Vec::new());
    let record = SpeakerRecord {
        id: None,
        name: shown(&details.names).unwrap_or_default(),
        kind: keys[places[0]].kind,
        quotes: details.keys.iter().map(|(_, quotes)| quotes).sum(),
        bare_quotes: 0,
        row: None,
    };
    let classes: BTreeSet<String> = places.iter().map(|place| class_of(&keys[*place])).collect();
    Made { record, keys: own, bare: Vec::new(), classes: classes.into_iter().collect() }
}

/// The name to be shown: the commonest of those that say more than a surname, labels in capitals left aside.
fn shown(names: &[(String, usize)]) -> Option<String> {
    let is_label = |name: &str| !name.chars().any(char::is_lowercase);
    let is_short = |name: &str| name_words(name).len() < 2;
    let best = names.iter().min_by_key(|(name, count)| {
        (is_label(name), is_short(name), std::cmp::Reverse(*count), std::cmp::Reverse(name.len()), name.clone())
    });
    best.map(|(name, _)| name.clone())
}

impl SpeakerDetails {
    /// What keys with their names come to.
    pub(super) fn new(keys: &[KeyCounts], bare: Vec<String>) -> SpeakerDetails {
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, count) in keys.iter().flat_map(|key| &key.names) {
            *names.entry(name).or_default() += count;
        }
        let mut names: Vec<(String, usize)> = names.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let quotes = |key: &KeyCounts| key.names.iter().map(|(_, count)| count).sum();
        SpeakerDetails { names, keys: keys.iter().map(|key| (key.key.clone(), quotes(key))).collect(), bare }
    }
}
