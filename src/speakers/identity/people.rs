//! The user's table of people: ids of their own, names by which somebody goes, and the keys that belong to somebody for sure.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::speakers::SpeakerKey;

/// The table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Columns besides id, name, aliases, description and keys, in order.
    pub columns: Vec<String>,
    /// One person or organization each, in order.
    pub rows: Vec<Person>,
    /// Rows of earlier tables whose ids stand here no more: the ids still lead to those who go by the names.
    #[serde(default)]
    pub gone: Vec<Person>,
}

/// A row of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Wikidata's (`Q…`) or the user's own; stands once in a table.
    pub id: String,
    /// The name to be shown.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Free text.
    pub description: String,
    /// Exactly what belongs to the person; where empty, the names decide.
    pub pins: Vec<Pin>,
    /// Cells of [`People::columns`].
    pub cells: Vec<String>,
}

/// Fields of keys that belong to a person: of `name|kind|gender|role|place|decade` the first ones; those left out may be
/// anything. Fields are as in [`SpeakerKey::encode`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pin(String);

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeopleError {
    /// Ids lead to people.
    #[error("no id: give one of your own, or Wikidata's")]
    NoId,
    /// Somebody without a name can't be shown.
    #[error("{0}: no name")]
    NoName(String),
    /// Two rows are one person's, or one has the wrong id.
    #[error("{0}: this id stands in line {1} too")]
    SameId(String, usize),
    /// Nobody can tell whose keys these are.
    #[error("{0}: the key {1:?} stands in line {2} too")]
    SameKey(String, String, usize),
    /// Not what an export writes.
    #[error("{0}: {1:?} is no key; write a name, or name|kind|gender|role|place|decade as `people export --all` does")]
    BadKey(String, String),
}

/// Between two fields of a pin.
const FIELD: char = '|';
const FIELDS: usize = 6;

impl Pin {
    /// Reads a pin as a user gives it.
    pub fn parse(text: &str) -> Option<Pin> {
        let fields: Vec<&str> = text.split(FIELD).map(str::trim).collect();
        let is_known = |kind: &&str| matches!(*kind, "person" | "organization");
        let fits = fields.len() <= FIELDS
            && fields.first().is_some_and(|name| !name.is_empty())
            && fields.get(1).is_none_or(is_known)
            && fields.get(2).is_none_or(|gender| matches!(*gender, "" | "m" | "f"));
        if !fits {
            return None;
        }
        // A name by hand may have capitals and marks.
        let name = crate::speakers::key::key_name(fields[0]);
        let mut all = vec![name.as_str()];
        all.extend(&fields[1..]);
        (!name.is_empty()).then(|| Pin(all.join("|")))
    }

    /// The pin of just one key.
    pub fn of(key: &SpeakerKey) -> Pin {
        Pin(key.encode().replace('\u{1f}', "|"))
    }

    /// As in a table.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The name in it.
    #[cfg(feature = "engine")]
    pub(super) fn name(&self) -> &str {
        self.0.split(FIELD).next().unwrap_or_default()
    }

    /// How many fields it names.
    fn fields(&self) -> usize {
        self.0.matches(FIELD).count() + 1
    }
}

impl People {
    /// Says what is wrong: per row its place from 0 and the fault. `lines` are the rows' lines in the user's file.
    pub fn faults(&self, lines: &[usize]) -> Vec<(usize, PeopleError)> {
        let line = |row: usize| lines.get(row).copied().unwrap_or(row + 1);
        let mut faults = Vec::new();
        let mut ids: HashMap<&str, usize> = HashMap::new();
        let mut pins: HashMap<&Pin, usize> = HashMap::new();
        for (row, person) in self.rows.iter().enumerate() {
            if person.id.is_empty() {
                faults.push((row, PeopleError::NoId));
                continue;
            }
            if person.name.is_empty() {
                faults.push((row, PeopleError::NoName(person.id.clone())));
            }
            if let Some(first) = ids.insert(&person.id, row) {
                faults.push((row, PeopleError::SameId(person.id.clone(), line(first))));
            }
            for pin in &person.pins {
                if let Some(first) = pins.insert(pin, row).filter(|first| *first != row) {
                    let text = pin.text().to_owned();
                    faults.push((row, PeopleError::SameKey(person.id.clone(), text, line(first))));
                }
            }
        }
        faults
    }

    /// The row that pins each key: of several pins the one that names most fields.
    pub(super) fn pinned(&self) -> HashMap<&str, usize> {
        let mut rows = HashMap::new();
        for (row, person) in self.rows.iter().enumerate() {
            for pin in &person.pins {
                rows.entry(pin.text()).or_insert(row);
            }
        }
        rows
    }

    /// Values of a further column by row; `None` where the table has no such column. Case does not matter.
    pub fn column(&self, name: &str) -> Option<Vec<&str>> {
        let place = self.columns.iter().position(|column| column.eq_ignore_ascii_case(name))?;
        Some(self.rows.iter().map(|row| row.cells.get(place).map_or("", String::as_str)).collect())
    }

    /// How many rows come, go and change when `newer` takes the place of this table.
    pub fn changes(&self, newer: &People) -> (usize, usize, usize) {
        let described = |people: &People, person: &Person| {
            let cells =
                people.columns.iter().cloned().zip(person.cells.iter().cloned()).filter(|(_, cell)| !cell.is_empty());
            (person.clone(), cells.collect::<Vec<_>>())
        };
        let old: HashMap<&str, &Person> = self.rows.iter().map(|person| (person.id.as_str(), person)).collect();
        let new: HashSet<&str> = newer.rows.iter().map(|person| person.id.as_str()).collect();
        let (mut come, mut changed) = (0, 0);
        for person in &newer.rows {
            match old.get(person.id.as_str()) {
                None => come += 1,
                Some(before) => {
                    let ((mut one, cells), (mut two, old_cells)) = (described(newer, person), described(self, before));
                    one.cells.clear();
                    two.cells.clear();
                    changed += usize::from(one != two || cells != old_cells);
                }
            }
        }
        (come, old.keys().filter(|id| !new.contains(*id)).count(), changed)
    }
}

/// The row that pins `key`.
pub(super) fn pinned_by(pinned: &HashMap<&str, usize>, key: &SpeakerKey) -> Option<usize> {
    if pinned.is_empty() {
        return None;
    }
    let whole = Pin::of(key);
    let mut text = whole.text();
    for _ in 0..whole.fields() {
        if let Some(row) = pinned.get(text) {
            return Some(*row);
        }
        text = text.rsplit_once(FIELD).map_or("", |(rest, _)| rest);
    }
    None
}
