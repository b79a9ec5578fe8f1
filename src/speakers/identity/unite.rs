//! What of one surname class belongs together.
//!
//! Works from what is sure to what is less so: one name in one spelling; a middle name more or less; a short form where
//! something else speaks for it; initials; the surname alone. At each step what fits two that can't be one stays by itself,
//! so that no order of the keys matters.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::person_name::{Likeness, PersonName};
use super::traits::Traits;

/// One key of a class.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// Place of the key in the list of keys.
    pub key: usize,
    /// Its name.
    pub name: PersonName,
    /// What else it shows.
    pub traits: Traits,
    /// Row of the table of people that pins it.
    pub pinned: Option<usize>,
}

/// Keys of one person, as far as known.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    /// Places of the keys.
    pub keys: BTreeSet<usize>,
    /// Those of them that give the surname alone.
    pub bare: BTreeSet<usize>,
    /// Row of the table of people that pins just these; such a unit takes in nothing.
    pub pinned: Option<usize>,
    names: BTreeSet<PersonName>,
    traits: Traits,
}

/// What becomes of a class.
#[derive(Debug, Default)]
pub(super) struct Class {
    /// The persons, those of the table with the keys that it pins.
    pub persons: Vec<Unit>,
    /// Keys that may be several persons'.
    pub nobodys: BTreeSet<usize>,
}

/// How many keys must name a job or a place of the one whom everybody means by a name without more, and how many times as
/// many as of all others whom it may mean.
const KNOWN: usize = 3;
const TIMES: usize = 3;

/// Groups the keys of one surname class.
pub(super) fn unite(members: Vec<Member>) -> Class {
    let names: BTreeSet<PersonName> = members.iter().map(|member| member.name.clone()).collect();
    let (bare, full): (Vec<Member>, Vec<Member>) =
        members.into_iter().partition(|member| member.name.is_bare() || is_end_of_another(&member.name, &names));
    let (pinned_bare, bare): (Vec<Member>, Vec<Member>) = bare.into_iter().partition(|member| member.pinned.is_some());
    let mut units = first_units(full, &pinned_bare);
    for (likeness, needs_more) in [
        (Likeness::Same, true),
        (Likeness::Same, false),
        (Likeness::Variant, false),
        (Likeness::Weak, true),
        (Likeness::Initials, false),
    ] {
        units = steps(units, Step { likeness, needs_more });
    }
    let (alone, nobodys) = join_bare(&mut units, bare);
    let mut mononyms = first_units(alone, &[]);
    mononyms = steps(mononyms, Step { likeness: Likeness::Same, needs_more: true });
    mononyms = steps(mononyms, Step { likeness: Likeness::Same, needs_more: false });
    units.extend(mononyms);
    Class { persons: units, nobodys }
}

/// The classes' look-up: of few names of a class one is the end of another (`Peña Nieto`).
fn is_end_of_another(name: &PersonName, names: &BTreeSet<PersonName>) -> bool {
    name.given.len() == 1 && names.iter().any(|other| name.is_end_of(other))
}

/// Keys that differ in nothing that could tell two persons, and what the table pins.
fn first_units(members: Vec<Member>, pinned_bare: &[Member]) -> Vec<Unit> {
    let mut pinned: BTreeMap<usize, Unit> = BTreeMap::new();
    let mut alike: BTreeMap<(PersonName, Traits), Vec<Member>> = BTreeMap::new();
    for member in pinned_bare {
        // A surname alone is no name to compare by.
        pinned.entry(member.pinned.unwrap_or_default()).or_default().keys.insert(member.key);
    }
    for member in members {
        match member.pinned {
            Some(row) => pinned.entry(row).or_default().take(&member),
            None => alike.entry((member.name.clone(), member.traits.outline())).or_default().push(member),
        }
    }
    for (row, unit) in &mut pinned {
        unit.pinned = Some(*row);
    }
    let mut units: Vec<Unit> = pinned.into_values().collect();
    for mut members in alike.into_values() {
        members.sort_by_key(|member| (member.traits.first_decade(), member.key));
        let mut unit = Unit::default();
        for member in members {
            // Decades that nothing bridges.
            if !unit.keys.is_empty() && unit.traits.clash(&member.traits).is_some() {
                units.push(std::mem::take(&mut unit));
            }
            unit.take(&member);
        }
        units.push(unit);
    }
    units
}

/// One step: what is so alike is one, where nothing speaks against it.
#[derive(Clone, Copy)]
struct Step {
    likeness: Likeness,
    /// Whether something besides the name must speak for it.
    needs_more: bool,
}

/// The step as often as it changes something: who came together may now be whom everybody means.
fn steps(mut units: Vec<Unit>, one: Step) -> Vec<Unit> {
    loop {
        let before = units.len();
        units = step(units, one);
        if units.len() == before {
            return units;
        }
    }
}

fn step(units: Vec<Unit>, step: Step) -> Vec<Unit> {
    let mut neighbours: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); units.len()];
    let mut joined = Joined::new(units.len());
    for (one, two) in candidates(&units, step) {
        if step.joins(&units[one], &units[two]) {
            neighbours[one].insert(two);
            neighbours[two].insert(one);
            joined.join(one, two);
        }
    }
    let mut result = Vec::new();
    for places in joined.groups() {
        // All may be one with all: the common case.
        let is_clear = places.iter().all(|place| neighbours[*place].len() + 1 == places.len());
        let groups = if is_clear { vec![places] } else { without_torn(&units, step, &places, &neighbours) };
        for group in groups {
            let (pinned, free): (Vec<usize>, Vec<usize>) =
                group.into_iter().partition(|place| units[*place].pinned.is_some());
            let mut unit = Unit::default();
            free.into_iter().for_each(|place| unit.absorb(&units[place]));
            result.extend((!unit.keys.is_empty()).then_some(unit));
            result.extend(pinned.into_iter().map(|place| units[place].clone()));
        }
    }
    result
}

/// What comes together of `places` where some of them fit two that can't be one.
fn without_torn(units: &[Unit], step: Step, places: &[usize], neighbours: &[BTreeSet<usize>]) -> Vec<Vec<usize>> {
    let conflicts = Conflicts { units, step, known: RefCell::default() };
    let mut kept: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for &place in places {
        kept.insert(place, conflicts.unambiguous(&neighbours[place]));
    }
    let mut joined = Joined::new(units.len());
    for (one, others) in &kept {
        for two in others.iter().filter(|two| kept[two].contains(one)) {
            joined.join(*one, *two);
        }
    }
    let mut groups = Vec::new();
    for group in joined.groups_of(places) {
        let pairs =
            || group.iter().enumerate().flat_map(|(at, one)| group[at + 1..].iter().map(move |two| (*one, *two)));
        if pairs().all(|(one, two)| !conflicts.between(one, two)) {
            groups.push(group);
        } else {
            groups.extend(group.into_iter().map(|place| vec![place]));
        }
    }
    groups
}

/// Pairs of units that may be alike, each once, in order.
fn candidates(units: &[Unit], step: Step) -> Vec<(usize, usize)> {
    let mut by_handle: HashMap<String, Vec<usize>> = HashMap::new();
    // Units with initials alone are compared with all of the same initial.
    let mut initials: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_initial: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, unit) in units.iter().enumerate() {
        let mut handles: BTreeSet<String> = BTreeSet::new();
        for name in &unit.names {
            if step.likeness == Likeness::Same {
                handles.insert(format!("{}/{:?}", name.given.concat(), name.suffix));
            } else if step.likeness == Likeness::Initials {
                if let Some(initial) = name.initial() {
                    let of = if name.is_initials() { &mut initials } else { &mut by_initial };
                    of.entry(initial).or_default().push(place);
                }
            } else {
                handles.extend(name.handles());
            }
        }
        for handle in handles {
            by_handle.entry(handle).or_default().push(place);
        }
    }
    let mut pairs = Vec::new();
    for places in by_handle.values().chain(initials.values()) {
        for (at, one) in places.iter().enumerate() {
            pairs.extend(places[at + 1..].iter().map(|two| (*one, *two)));
        }
    }
    for (initial, ones) in &initials {
        for two in by_initial.get(initial).into_iter().flatten() {
            pairs.extend(ones.iter().map(|one| (*one.min(two), *one.max(two))));
        }
    }
    pairs.retain(|(one, two)| one != two);
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

impl Step {
    /// Whether two units are so alike and nothing speaks against their being one.
    fn joins(self, one: &Unit, two: &Unit) -> bool {
        let (least, most) = one.likeness(two);
        most == self.likeness
            && least > Likeness::Different
            && (!self.needs_more || one.traits.has_in_common(&two.traits))
            && (!one.is_given_alone() || one.traits.has_in_common(&two.traits))
            && one.traits.clash(&two.traits).is_none()
    }

    /// Whether two units can't be one: by what they show, by their names, or since they would have been joined before.
    fn conflict(self, one: &Unit, two: &Unit) -> bool {
        let (least, most) = one.likeness(two);
        least == Likeness::Different || most > self.likeness || one.traits.clash(&two.traits).is_some()
    }
}

/// Which units of a step can't be one; each pair is looked at once.
struct Conflicts<'a> {
    units: &'a [Unit],
    step: Step,
    known: RefCell<HashMap<(usize, usize), bool>>,
}

impl Conflicts<'_> {
    fn between(&self, one: usize, two: usize) -> bool {
        let pair = (one.min(two), one.max(two));
        let known = self.known.borrow().get(&pair).copied();
        known.unwrap_or_else(|| {
            let conflict = self.step.conflict(&self.units[one], &self.units[two]);
            self.known.borrow_mut().insert(pair, conflict);
            conflict
        })
    }

    /// The neighbours that a unit may be one with: none where it fits two that can't be one, unless one of them is what
    /// everybody means by the name.
    fn unambiguous(&self, neighbours: &BTreeSet<usize>) -> BTreeSet<usize> {
        if !self.is_torn(neighbours) {
            return neighbours.clone();
        }
        let known = |place: &usize| self.units[*place].traits.telling();
        let is_by_name = self.step.likeness >= Likeness::Variant;
        let Some(largest) = neighbours.iter().copied().max_by_key(|place| (known(place), Reverse(*place))) else {
            return BTreeSet::new();
        };
        let (against, with): (BTreeSet<usize>, BTreeSet<usize>) =
            neighbours.iter().partition(|place| **place != largest && self.between(largest, **place));
        let others: usize = against.iter().map(known).sum();
        let dominates = known(&largest) >= KNOWN.max(TIMES * others);
        if is_by_name && dominates && !self.is_torn(&with) { with } else { BTreeSet::new() }
    }

    fn is_torn(&self, places: &BTreeSet<usize>) -> bool {
        let places: Vec<usize> = places.iter().copied().collect();
        (0..places.len()).any(|at| places[at + 1..].iter().any(|two| self.between(places[at], *two)))
    }
}

/// Joins each bare surname to the one bearer who is plausible. Returns those that nobody bears with more, and the keys of
/// those that several may bear.
fn join_bare(units: &mut [Unit], bare: Vec<Member>) -> (Vec<Member>, BTreeSet<usize>) {
    let mut alone = Vec::new();
    let mut nobodys = BTreeSet::new();
    let mut joins: BTreeMap<usize, Vec<Member>> = BTreeMap::new();
    for member in bare {
        let (mut plausible, mut telling) = (Vec::new(), Vec::new());
        for place in (0..units.len()).filter(|place| units[*place].may_be(&member)) {
            plausible.push(place);
            if units[place].traits.shares_head(&member.traits) {
                telling.push(place);
            }
            // Two are too many, whoever else there is.
            if plausible.len() > 1 && (telling.len() > 1 || !member.traits.has_head()) {
                break;
            }
        }
        match (plausible.as_slice(), telling.as_slice()) {
            ([], _) => alone.push(member),
            ([one], _) | (_, [one]) if units[*one].pinned.is_none() => joins.entry(*one).or_default().push(member),
            _ => {
                nobodys.insert(member.key);
            }
        }
    }
    for (place, members) in joins {
        let is_torn = |member: &Member| members.iter().any(|other| other.traits.clash(&member.traits).is_some());
        let (torn, fit): (Vec<&Member>, Vec<&Member>) = members.iter().partition(|member| is_torn(member));
        nobodys.extend(torn.into_iter().map(|member| member.key));
        for member in fit {
            units[place].keys.insert(member.key);
            units[place].bare.insert(member.key);
        }
    }
    (alone, nobodys)
}

impl Unit {
    fn take(&mut self, member: &Member) {
        self.keys.insert(member.key);
        self.names.insert(member.name.clone());
        self.traits.add(&member.traits);
    }

    fn absorb(&mut self, other: &Unit) {
        self.keys.extend(&other.keys);
        self.bare.extend(&other.bare);
        self.names.extend(other.names.iter().cloned());
        self.traits.add(&other.traits);
    }

    /// The least and the greatest likeness between two names of theirs.
    fn likeness(&self, other: &Unit) -> (Likeness, Likeness) {
        let mut least = Likeness::Same;
        let mut most = Likeness::Different;
        for one in &self.names {
            for two in &other.names {
                let likeness = if one == two { Likeness::Same } else { one.likeness(two) };
                least = least.min(likeness);
                most = most.max(likeness);
            }
        }
        (least, most)
    }

    /// Whether nothing but a given name is known.
    fn is_given_alone(&self) -> bool {
        self.names.iter().all(PersonName::is_given_alone)
    }

    /// Whether nothing speaks against this person's being the one whose surname alone is given.
    fn may_be(&self, bare: &Member) -> bool {
        let name_fits = bare.name.is_bare() || self.names.iter().any(|name| bare.name.is_end_of(name));
        name_fits && !self.names.iter().all(PersonName::is_bare) && self.traits.clash(&bare.traits).is_none()
    }
}

/// Which of a number of things are one (union by the smaller number).
struct Joined(Vec<usize>);

impl Joined {
    fn new(count: usize) -> Joined {
        Joined((0..count).collect())
    }

    fn root(&mut self, place: usize) -> usize {
        let mut root = place;
        while self.0[root] != root {
            self.0[root] = self.0[self.0[root]];
            root = self.0[root];
        }
        root
    }

    /// All of them, by group, in order.
    fn groups(&mut self) -> Vec<Vec<usize>> {
        let all: Vec<usize> = (0..self.0.len()).collect();
        self.groups_of(&all)
    }

    fn groups_of(&mut self, places: &[usize]) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &place in places {
            groups.entry(self.root(place)).or_default().push(place);
        }
        groups.into_values().collect()
    }

    fn join(&mut self, one: usize, two: usize) {
        let (one, two) = (self.root(one), self.root(two));
        self.0[one.max(two)] = one.min(two);
    }
}
