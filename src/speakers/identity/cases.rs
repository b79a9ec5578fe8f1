//! Namesakes and variants, written for the purpose, and what must hold of any set of keys.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::prelude::*;

use super::*;
use crate::speakers::key::key_name;
use crate::speakers::{SpeakerKey, SpeakerKind};

const CASES: &str = include_str!("cases.txt");

/// One case: its title, and each key with who it is.
struct Case {
    title: &'static str,
    lines: Vec<(&'static str, SpeakerKey)>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in CASES.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case { title, lines: Vec::new() });
        } else if let (Some((who, rest)), Some(case)) = (line.split_once(": "), cases.last_mut()) {
            case.lines.push((who, key(rest)));
        }
    }
    cases
}

/// `NAME | gender | role | place | decade`; `org` for the gender makes an organization.
fn key(line: &str) -> SpeakerKey {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let cell = |place: usize| cells.get(place).copied().unwrap_or_default();
    let is_body = cell(1) == "org";
    let kind = if is_body { SpeakerKind::Organization } else { SpeakerKind::Person };
    let gender = if is_body { "" } else { cell(1) };
    let fields = [&key_name(cell(0)), kind.name(), gender, cell(2), cell(3), cell(4)];
    SpeakerKey::parse(&fields.join("\u{1f}")).expect("a key")
}

/// The grouping of keys in any order, as the set of groups of keys; a key without identity is in none.
fn groups(keys: &[SpeakerKey]) -> BTreeSet<BTreeSet<SpeakerKey>> {
    let set: BTreeSet<SpeakerKey> = keys.iter().cloned().collect();
    let keys: Vec<SpeakerKey> = set.into_iter().collect();
    let grouping = group(&keys, &People::default());
    grouping.identities.iter().map(|one| one.keys.iter().map(|key| keys[*key].clone()).collect()).collect()
}

#[test]
fn there_are_a_hundred_cases_and_more() {
    assert!(cases().len() >= 100, "{}", cases().len());
}

#[test]
fn every_case_is_grouped_as_a_careful_reader_would() {
    let mut wrong = String::new();
    for case in cases() {
        let mut expected: BTreeMap<&str, BTreeSet<SpeakerKey>> = BTreeMap::new();
        for (who, key) in case.lines.iter().filter(|(who, _)| *who != "-") {
            expected.entry(*who).or_default().insert(key.clone());
        }
        let keys: Vec<SpeakerKey> = case.lines.iter().map(|(_, key)| key.clone()).collect();
        let expected: BTreeSet<BTreeSet<SpeakerKey>> = expected.into_values().collect();
        let found = groups(&keys);
        if found != expected {
            let show = |groups: &BTreeSet<BTreeSet<SpeakerKey>>| {
                let show = |group: &BTreeSet<SpeakerKey>| {
                    group.iter().map(|key| Pin::of(key).text().to_owned()).collect::<Vec<_>>().join(" = ")
                };
                groups.iter().map(show).collect::<Vec<_>>().join("\n    ")
            };
            wrong.push_str(&format!("{}\n    {}\n  and not\n    {}\n", case.title, show(&found), show(&expected)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_bare_surname_that_joined_says_so() {
    let keys = [key("Okafor"), key("Ruth Okafor")];
    let grouping = group(&keys, &People::default());
    assert_eq!(grouping.identities[0].bare, [0]);
    let keys = [key("Okafor"), key("Ibrahim Okafor"), key("Ruth Okafor")];
    assert_eq!(group(&sorted(&keys), &People::default()).ambiguous.len(), 1);
}

fn sorted(keys: &[SpeakerKey]) -> Vec<SpeakerKey> {
    keys.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

/// Keys that meet often: few names, few traits.
fn any_key() -> impl Strategy<Value = SpeakerKey> {
    let given =
        prop::sample::select(vec!["", "Ada", "A.", "Ada B.", "Adam", "Bob", "Robert “Bob”", "Robert", "Ada Bea"]);
    let surname = prop::sample::select(vec!["Osei", "Möller", "Moeller", "van der Molen"]);
    let gender = prop::sample::select(vec!["", "", "m", "f"]);
    let role = prop::sample::select(vec!["", "", "minister", "goalkeeper", "mayor", "baker"]);
    let place = prop::sample::select(vec!["", "lund", "tveit"]);
    let decade = prop::sample::select(vec!["", "1980s", "2010s"]);
    (given, surname, gender, role, place, decade).prop_map(|(given, surname, gender, role, place, decade)| {
        key(&format!("{given} {surname} | {gender} | {role} | {place} | {decade}"))
    })
}

proptest! {
    /// Whatever comes first: one index that was fed article by article, and one that was made anew.
    #[test]
    fn the_order_of_keys_never_matters(keys in prop::collection::vec(any_key(), 1..24), shift in 0usize..24) {
        let mut turned = keys.clone();
        turned.rotate_left(shift % keys.len());
        turned.reverse();
        prop_assert_eq!(groups(&keys), groups(&turned));
    }

    #[test]
    fn a_key_is_in_one_identity_at_most(
        keys in prop::collection::vec(any_key(), 1..24),
    ) {
        let keys = sorted(&keys);
        let grouping = group(&keys, &People::default());
        let mut seen = BTreeSet::new();
        for (place, identity) in grouping.identities.iter().enumerate() {
            for key in &identity.keys {
                prop_assert!(seen.insert(*key));
                prop_assert_eq!(grouping.of_key[*key], Some(place));
            }
        }
    }

    /// An update touches one surname class: keys of another change nothing.
    #[test]
    fn another_surname_changes_nothing(keys in prop::collection::vec(any_key(), 1..16)) {
        let mut more = keys.clone();
        more.push(key("Ada Quill | m | baker | lund | 1980s"));
        let mut with = groups(&more);
        with.remove(&BTreeSet::from([key("Ada Quill | m | baker | lund | 1980s")]));
        prop_assert_eq!(groups(&keys), with);
    }
}

fn person(id: &str, name: &str, aliases: &[&str], pins: &[&str]) -> Person {
    Person {
        id: id.into(),
        name: name.into(),
        aliases: aliases.iter().map(|alias| (*alias).to_string()).collect(),
        pins: pins.iter().map(|pin| Pin::parse(pin).expect("a pin")).collect(),
        ..Person::default()
    }
}

fn ids(keys: &[SpeakerKey], people: &People) -> HashMap<String, Option<String>> {
    let grouping = group(keys, people);
    let id = |place: usize| grouping.of_key[place].map(|identity| grouping.identities[identity].id.clone());
    keys.iter().enumerate().map(|(place, key)| (key.name.clone(), id(place))).collect()
}

#[test]
fn pins_split_and_merge_by_hand() {
    let keys = sorted(&[key("Ada Osei | f | minister | |"), key("Ada Osei | f | senator | |"), key("Bea Tveit")]);
    let people = People {
        columns: vec![],
        gone: vec![],
        rows: vec![
            person("Q1", "Ada Osei", &[], &["ada osei|person|f|minister||", "Bea Tveit"]),
            person("Q2", "Zoe", &[], &[]),
        ],
    };
    let grouping = group(&keys, &people);
    assert_eq!(grouping.of_key[0], grouping.of_key[2]);
    assert_ne!(grouping.of_key[0], grouping.of_key[1]);
    assert_eq!(grouping.identities[grouping.of_key[0].unwrap()].id, "Q1");
}

#[test]
fn names_and_aliases_of_the_table_claim_whom_they_can_only_mean() {
    let keys = sorted(&[
        key("Ada Osei"),
        key("Ada Tveit"),
        key("Bo Rask | m | minister | |"),
        key("Bo Rask | m | goalkeeper | |"),
    ]);
    let people = People {
        columns: vec![],
        gone: vec![],
        rows: vec![person("Q1", "Ada Osei", &["Ada Tveit"], &[]), person("Q2", "Bo Rask", &[], &[])],
    };
    let ids = ids(&keys, &people);
    assert_eq!(ids["ada osei"].as_deref(), Some("Q1"));
    assert_eq!(ids["ada tveit"].as_deref(), Some("Q1"));
    assert_ne!(ids["bo rask"].as_deref(), Some("Q2"), "two go by that name");
}

#[test]
fn an_alias_says_whose_a_bare_surname_is() {
    let keys = sorted(&[key("Ada Osei"), key("Bea Osei"), key("Osei")]);
    let people = People { rows: vec![person("Q1", "Ada Osei", &["Osei"], &[])], ..People::default() };
    assert_eq!(ids(&keys, &people)["osei"].as_deref(), Some("Q1"));
}

#[test]
fn an_id_that_a_merge_retired_still_leads_to_its_person() {
    let before = sorted(&[key("Dora Osei")]);
    let id = group(&before, &People::default()).identities[0].id.clone();
    let after = sorted(&[key("Dora Osei"), key("Dora J. Osei")]);
    let grouping = group(&after, &People::default());
    assert_ne!(grouping.identities[0].id, id, "the smallest key is another");
    assert_eq!(grouping.find(&after, &id), Some(0));
    assert_eq!(grouping.find(&after, "ffffffffffff"), None);
}

#[test]
fn rows_that_contradict_each_other_are_told() {
    let people = People {
        columns: vec![],
        gone: vec![],
        rows: vec![
            person("Q1", "Ada", &[], &["ada osei"]),
            person("Q1", "", &[], &["ada osei"]),
            person("", "x", &[], &[]),
        ],
    };
    let faults: Vec<String> = people.faults(&[2, 3, 5]).iter().map(|(row, fault)| format!("{row} {fault}")).collect();
    assert_eq!(
        faults,
        [
            "1 Q1: no name",
            "1 Q1: this id stands in line 2 too",
            "1 Q1: the key \"ada osei\" stands in line 2 too",
            "2 no id: give one of your own, or Wikidata's"
        ]
    );
}
