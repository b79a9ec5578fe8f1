//! The grouping of all keys: classes, what each comes to, and whose the results are in the table of people.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;

use super::SpeakerKey;
use super::bodies::body;
use super::people::{People, pinned_by};
use super::person_name::PersonName;
use super::traits::Traits;
use super::unite::{Class, Member, unite};
use crate::parallel;
use crate::speakers::SpeakerKind;
use crate::speakers::key::key_name;

/// Id of an identity: the table's, else twelve hex digits.
pub type IdentityId = String;

/// Digits of an id that comes of a key.
pub(crate) const ID_DIGITS: usize = 12;

/// How many times as many keys as all namesakes together somebody must have whom a name in the table means.
const MUCH_LARGER: usize = 3;

/// One speaker across articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The table's id, else the first 48 bits of BLAKE3 over its smallest key, in hex.
    pub id: IdentityId,
    /// A person or an organization.
    pub kind: SpeakerKind,
    /// Its keys, as places in the list that was grouped.
    pub keys: Vec<usize>,
    /// Those of them that give a surname alone, and joined since nobody else here bears it.
    pub bare: Vec<usize>,
    /// Its row in the table of people.
    pub row: Option<usize>,
}

/// Which keys are one identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouping {
    /// By smallest key.
    pub identities: Vec<Identity>,
    /// For each key its identity; `None` where it has none.
    pub of_key: Vec<Option<usize>>,
    /// Keys of a surname that several here may bear.
    pub ambiguous: Vec<usize>,
}

/// Groups `keys`, which are sorted and stand once each.
///
/// ```
/// use whosaid::speakers::{People, SpeakerKey, group};
///
/// let key = |name: &str| SpeakerKey::parse(&format!("{name}\u{1f}person\u{1f}\u{1f}\u{1f}\u{1f}")).unwrap();
/// let grouping = group(&[key("ada j osei"), key("ada osei"), key("bea osei")], &People::default());
/// assert_eq!(grouping.identities.len(), 2);
/// assert_eq!(grouping.of_key[0], grouping.of_key[1]);
/// ```
pub fn group(keys: &[SpeakerKey], people: &People) -> Grouping {
    let pinned = people.pinned();
    let mut classes: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    let mut bodies: BTreeMap<(Option<usize>, String), BTreeSet<usize>> = BTreeMap::new();
    for (place, key) in keys.iter().enumerate() {
        let row = pinned_by(&pinned, key);
        match key.kind {
            SpeakerKind::Person => {
                let Some(name) = PersonName::parse(&key.name) else { continue };
                let member = Member { key: place, traits: Traits::of(key), pinned: row, name };
                classes.entry(member.name.surname.clone()).or_default().push(member);
            }
            SpeakerKind::Organization => {
                let name = body(&key.name).or_else(|| row.map(|_| String::new()));
                if let Some(name) = name {
                    let name = if row.is_some() { String::new() } else { name };
                    bodies.entry((row, name)).or_default().insert(place);
                }
            }
            _ => {}
        }
    }
    let mut found = Found::default();
    for class in united(classes.into_values().collect()) {
        found.ambiguous.extend(class.nobodys);
        for unit in class.persons {
            found.add(unit.pinned, SpeakerKind::Person, unit.keys, unit.bare);
        }
    }
    for ((row, _), places) in bodies {
        found.add(row, SpeakerKind::Organization, places, BTreeSet::new());
    }
    claim(keys, people, &mut found);
    found.grouping(keys, people)
}

/// Groups each class, many at once where there are many; in their order.
fn united(classes: Vec<Vec<Member>>) -> Vec<Class> {
    if classes.len() < WORTH_THREADS {
        return classes.into_iter().map(unite).collect();
    }
    let mut united = Vec::with_capacity(classes.len());
    let mut classes = classes.into_iter();
    let done: Result<(), Infallible> = parallel::ordered(
        parallel::threads(None),
        usize::MAX,
        |send| {
            loop {
                let some: Vec<Vec<Member>> = classes.by_ref().take(CLASSES_AT_ONCE).collect();
                if some.is_empty() || !send(some, 0) {
                    return;
                }
            }
        },
        |some| some.into_iter().map(unite).collect::<Vec<Class>>(),
        |some| {
            united.extend(some);
            Ok(())
        },
    );
    let Ok(()) = done;
    united
}

/// Classes from which on threads are worth their while, and how many are handed over at once.
const WORTH_THREADS: usize = 2_000;
const CLASSES_AT_ONCE: usize = 64;

/// The id that comes of a key as text.
fn auto_id(key: &str) -> IdentityId {
    blake3::hash(key.as_bytes()).to_hex()[..ID_DIGITS].to_owned()
}

/// What was found so far.
#[derive(Default)]
struct Found {
    groups: Vec<Group>,
    of_row: HashMap<usize, usize>,
    ambiguous: BTreeSet<usize>,
}

struct Group {
    kind: SpeakerKind,
    keys: BTreeSet<usize>,
    bare: BTreeSet<usize>,
    row: Option<usize>,
}

impl Found {
    /// One person of one class; a row's keys of several classes come together.
    fn add(&mut self, row: Option<usize>, kind: SpeakerKind, keys: BTreeSet<usize>, bare: BTreeSet<usize>) {
        if let Some(row) = row {
            if let Some(place) = self.of_row.get(&row) {
                self.groups[*place].keys.extend(keys);
                return;
            }
            self.of_row.insert(row, self.groups.len());
        }
        self.groups.push(Group { kind, keys, bare, row });
    }

    /// The one of several groups of one name that the name means: the only one, or one much larger than all others.
    fn meant(&self, places: &[usize]) -> Option<usize> {
        let size = |place: &usize| self.groups[*place].keys.len();
        let largest = places.iter().copied().max_by_key(|place| (size(place), std::cmp::Reverse(*place)))?;
        let others: usize = places.iter().filter(|place| **place != largest).map(size).sum();
        (size(&largest) >= MUCH_LARGER * others).then_some(largest)
    }

    fn grouping(mut self, keys: &[SpeakerKey], people: &People) -> Grouping {
        self.groups.retain(|group| !group.keys.is_empty());
        self.groups.sort_by_key(|group| group.keys.first().copied());
        let mut grouping = Grouping { of_key: vec![None; keys.len()], ..Grouping::default() };
        for group in self.groups {
            let Some(smallest) = group.keys.first() else { continue };
            for key in &group.keys {
                grouping.of_key[*key] = Some(grouping.identities.len());
            }
            let id = match group.row {
                Some(row) => people.rows[row].id.clone(),
                None => auto_id(&keys[*smallest].encode()),
            };
            grouping.identities.push(Identity {
                id,
                kind: group.kind,
                keys: group.keys.into_iter().collect(),
                bare: group.bare.into_iter().collect(),
                row: group.row,
            });
        }
        grouping.ambiguous = self.ambiguous.into_iter().collect();
        grouping
    }
}

/// Gives rows without pins what goes by their id or by one of their names, where it can be nobody else's.
fn claim(keys: &[SpeakerKey], people: &People, found: &mut Found) {
    let rows: Vec<usize> = (0..people.rows.len()).filter(|row| people.rows[*row].pins.is_empty()).collect();
    if rows.is_empty() {
        return;
    }
    let by_name = groups_by_name(keys, found);
    let is_auto = |id: &str| id.len() == ID_DIGITS && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut by_id: HashMap<IdentityId, usize> = HashMap::new();
    if rows.iter().any(|row| is_auto(&people.rows[*row].id)) {
        for (place, group) in found.groups.iter().enumerate() {
            by_id.extend(group.keys.iter().map(|key| (auto_id(&keys[*key].encode()), place)));
        }
    }
    // Which rows want a group: one by its id, or one alone by a name.
    let mut wanted: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut by_its_id: BTreeMap<usize, usize> = BTreeMap::new();
    let mut bare: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for &row in &rows {
        let person = &people.rows[row];
        if let Some(place) = by_id.get(&person.id) {
            by_its_id.insert(*place, row);
        }
        for name in std::iter::once(&person.name).chain(&person.aliases) {
            for handle in names_of(&key_name(name)) {
                if let Some(place) = by_name.get(&handle).and_then(|places| found.meant(places)) {
                    wanted.entry(place).or_default().insert(row);
                }
                bare.entry(handle).or_default().insert(row);
            }
        }
    }
    let mut taken: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for place in 0..found.groups.len() {
        if found.groups[place].row.is_some() {
            continue;
        }
        let one = wanted.get(&place).filter(|rows| rows.len() == 1).and_then(|rows| rows.first()).copied();
        if let Some(row) = by_its_id.get(&place).copied().or(one) {
            taken.entry(row).or_default().insert(place);
        }
    }
    for (row, places) in taken {
        let mut kinds = places.iter().map(|place| found.groups[*place].kind);
        let kind = kinds.next().unwrap_or(SpeakerKind::Person);
        let mut all = Group { kind, keys: BTreeSet::new(), bare: BTreeSet::new(), row: Some(row) };
        for place in places {
            all.keys.append(&mut found.groups[place].keys);
            all.bare.append(&mut found.groups[place].bare);
        }
        found.groups.push(all);
        found.of_row.insert(row, found.groups.len() - 1);
    }
    claim_bare(keys, &bare, found);
}

/// Gives a surname that several may bear to the one row that names it.
fn claim_bare(keys: &[SpeakerKey], rows: &BTreeMap<String, BTreeSet<usize>>, found: &mut Found) {
    for key in found.ambiguous.clone() {
        let claims: BTreeSet<usize> =
            names_of(&keys[key].name).iter().filter_map(|name| rows.get(name)).flatten().copied().collect();
        let Some(row) = claims.first().filter(|_| claims.len() == 1) else { continue };
        found.ambiguous.remove(&key);
        found.add(Some(*row), SpeakerKind::Person, BTreeSet::from([key]), BTreeSet::new());
    }
}

/// The groups that go by a name, by what [`names_of`] makes of it.
fn groups_by_name(keys: &[SpeakerKey], found: &Found) -> HashMap<String, Vec<usize>> {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, group) in found.groups.iter().enumerate().filter(|(_, group)| group.row.is_none()) {
        let full = group.keys.difference(&group.bare);
        let mut names: Vec<String> = full.flat_map(|key| names_of(&keys[*key].name)).collect();
        names.sort();
        names.dedup();
        for name in names {
            by_name.entry(name).or_default().push(place);
        }
    }
    by_name
}

/// What a name is claimed by: as a person's and as a body's.
fn names_of(name: &str) -> Vec<String> {
    let person = PersonName::parse(name).map(|name| format!("{name:?}"));
    person.into_iter().chain(body(name).map(|name| format!("body {name}"))).collect()
}

impl Grouping {
    /// The identity that an id leads to: its own, or that of the key which gave the id before a merge, a split or a table.
    pub fn find(&self, keys: &[SpeakerKey], id: &str) -> Option<usize> {
        if let Some(place) = self.identities.iter().position(|identity| identity.id == id) {
            return Some(place);
        }
        if id.len() != ID_DIGITS || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let id = id.to_ascii_lowercase();
        let key = keys.iter().position(|key| key.kind.is_named() && auto_id(&key.encode()) == id)?;
        self.of_key[key]
    }
}
