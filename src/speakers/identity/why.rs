//! Why two names are one identity's, or are not.

use super::SpeakerKey;
use super::bodies::body;
use super::person_name::{Likeness, PersonName};
use super::traits::{Clash, Traits};
use crate::speakers::SpeakerKind;

/// How the names of two sets of keys compare, at best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamesAre {
    /// A person's and an organization's.
    OfTwoKinds,
    /// Other surnames, or other bodies.
    Different,
    /// One surname, and given names that can't be one person's.
    DifferentGiven,
    /// One is a surname alone.
    SurnameAlone,
    /// One may be the other's initials.
    Initials,
    /// A short form, a middle name, or *Jr.* more or less.
    Weak,
    /// A middle name, an initial or a nickname in marks more or less.
    Variant,
    /// The same in some spelling.
    Same,
}

/// What speaks for and against two sets of keys being one identity's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Their names.
    pub names: NamesAre,
    /// What else speaks against it.
    pub clash: Option<Clash>,
    /// Whether they share a job, a place or a body.
    pub shares_role: bool,
}

/// Compares two sets of keys.
pub fn compare(one: &[SpeakerKey], two: &[SpeakerKey]) -> Comparison {
    let names = one.iter().flat_map(|one| two.iter().map(move |two| compare_names(one, two)));
    let names = names.max_by_key(|names| *names as u8).unwrap_or(NamesAre::Different);
    let (one, two) = (traits(one), traits(two));
    Comparison { names, clash: one.clash(&two), shares_role: one.has_in_common(&two) }
}

fn traits(keys: &[SpeakerKey]) -> Traits {
    let mut all = Traits::default();
    for key in keys {
        all.add(&Traits::of(key));
    }
    all
}

fn compare_names(one: &SpeakerKey, two: &SpeakerKey) -> NamesAre {
    if one.kind != two.kind {
        return NamesAre::OfTwoKinds;
    }
    if one.kind == SpeakerKind::Organization {
        let is_one = body(&one.name).is_some_and(|name| Some(name) == body(&two.name));
        return if is_one { NamesAre::Same } else { NamesAre::Different };
    }
    let (Some(one), Some(two)) = (PersonName::parse(&one.name), PersonName::parse(&two.name)) else {
        return NamesAre::Different;
    };
    if one.surname != two.surname {
        return NamesAre::Different;
    }
    if one.is_bare() != two.is_bare() {
        return NamesAre::SurnameAlone;
    }
    match one.likeness(&two) {
        Likeness::Different if one.is_end_of(&two) || two.is_end_of(&one) => NamesAre::SurnameAlone,
        Likeness::Different => NamesAre::DifferentGiven,
        Likeness::Initials => NamesAre::Initials,
        Likeness::Weak => NamesAre::Weak,
        Likeness::Variant => NamesAre::Variant,
        Likeness::Same => NamesAre::Same,
    }
}
