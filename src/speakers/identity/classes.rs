//! Classes: keys of different classes are never one identity, unless a row of the table of people joins them.

use std::collections::BTreeSet;

use super::bodies::body;
use super::people::People;
use super::person_name::PersonName;
use crate::speakers::key::key_name;
use crate::speakers::{SpeakerKey, SpeakerKind};

/// The class of a key: a person's surname in the letters in which spellings meet, a body's name.
pub(crate) fn class_of(key: &SpeakerKey) -> String {
    let class = match key.kind {
        SpeakerKind::Person => person_class(&key.name),
        SpeakerKind::Organization => body_class(&key.name),
        _ => None,
    };
    class.unwrap_or_else(|| nameless_class(&key.name))
}

/// For each row of `people` the classes of the keys that it may join: by one of its names, or pinned.
pub(crate) fn classes_of_rows(people: &People) -> Vec<BTreeSet<String>> {
    let mut all = Vec::with_capacity(people.rows.len());
    for person in &people.rows {
        let names = std::iter::once(&person.name).chain(&person.aliases).map(|name| key_name(name));
        let pinned = person.pins.iter().map(|pin| pin.name().to_owned());
        let mut classes = BTreeSet::new();
        for name in names.chain(pinned) {
            classes.extend(person_class(&name).into_iter().chain(body_class(&name)));
            classes.insert(nameless_class(&name));
        }
        all.push(classes);
    }
    all
}

fn person_class(name: &str) -> Option<String> {
    PersonName::parse(name).map(|name| format!("person {}", name.surname))
}

fn body_class(name: &str) -> Option<String> {
    body(name).map(|name| format!("body {name}"))
}

/// Of a name that tells nobody apart: each is a class of its own.
fn nameless_class(name: &str) -> String {
    format!("other {name}")
}
