//! The name of a person taken apart: given names, surname, what follows it, nicknames.

use super::spelling::{long_forms, sound};
use crate::speakers::key::NICKNAME_MARK;
use crate::speakers::lexicon::{GIVEN_NAMES, NAME_SUFFIXES, PARTICLES};

/// A person's name as a key has it, every word in the letters of [`sound`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PersonName {
    /// Given names in order, single letters among them; none where the article gives the surname alone.
    pub given: Vec<String>,
    /// Small words before the surname (`van der`).
    pub particles: Vec<String>,
    /// The surname; of a name of one word that word.
    pub surname: String,
    /// `jr`, `iii`, …
    pub suffix: Option<String>,
    /// Nicknames in marks.
    pub nicknames: Vec<String>,
    /// Given names as folded, for short forms.
    folded_given: Vec<String>,
}

/// How the given names of two bearers of one surname compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// Not one person's.
    Different,
    /// One may be the other's initials: `D. Osei`, `Dora Osei`.
    Initials,
    /// One may be a short form, a middle name or the name without *Jr.*: needs something that speaks for it.
    Weak,
    /// One says less: a middle name or an initial is left out, or a nickname stands for the name.
    Variant,
    /// Letter by letter, in some spelling.
    Same,
}

/// East Asian surnames that are never given names elsewhere; they stand first.
const FIRST_SURNAMES: &str = " xi zhang wang liu zhao huang zhou xu zhu guo luo zheng liang xie tang feng deng cao peng jiang \
     cai choi yoon nguyen tran pham hwang kwon ";
/// Others that are so only before what is no given name.
const MAYBE_FIRST_SURNAMES: &str = " ban park moon hu kim li chen lin yang wu sun ma he lu lou shin cho jang ";

/// Beginnings of surnames into which small words grew: `vandermolen`.
const GROWN_PARTICLES: [&str; 5] = ["vander", "vanden", "vande", "delos", "dela"];

impl PersonName {
    /// The name that a key's folded words say; `None` where there are none.
    pub fn parse(name: &str) -> Option<PersonName> {
        let mut words: Vec<&str> = Vec::new();
        let mut nicknames = Vec::new();
        for word in name.split(' ').filter(|word| !word.is_empty()) {
            match word.strip_prefix(NICKNAME_MARK).and_then(|word| word.strip_suffix(NICKNAME_MARK)) {
                Some(nickname) => nicknames.push(sound(nickname)),
                None => words.push(word),
            }
        }
        let suffix = words.pop_if(|word| NAME_SUFFIXES.contains(word)).map(str::to_owned);
        if words.is_empty() {
            // A nickname alone, or nothing but a suffix.
            let alone = nicknames.pop().or_else(|| suffix.clone())?;
            return Some(PersonName::alone(alone));
        }
        if is_surname_first(&words) {
            words.rotate_left(1);
        }
        let last = words.pop()?;
        let first_particle = words.iter().rposition(|word| !is_particle(word)).map_or(0, |place| place + 1);
        let particles = words.split_off(first_particle);
        let (grown, surname) = without_grown_particle(last);
        let mut all_particles: Vec<String> = particles.into_iter().map(|word| one_particle(word).to_owned()).collect();
        all_particles.extend(grown.map(str::to_owned));
        Some(PersonName {
            given: words.iter().map(|word| sound(word)).collect(),
            particles: all_particles,
            surname: sound(surname),
            suffix,
            nicknames,
            folded_given: words.iter().map(|word| (*word).to_owned()).collect(),
        })
    }

    fn alone(word: String) -> PersonName {
        PersonName {
            given: Vec::new(),
            particles: Vec::new(),
            surname: word,
            suffix: None,
            nicknames: Vec::new(),
            folded_given: Vec::new(),
        }
    }

    /// Whether the article gives no more than the surname.
    pub fn is_bare(&self) -> bool {
        self.given.is_empty() && self.nicknames.is_empty()
    }

    /// Whether the only word may as well be a given name (`Laura`), which everybody has.
    pub fn is_given_alone(&self) -> bool {
        self.is_bare() && self.particles.is_empty() && GIVEN_NAMES.contains(self.surname.as_str())
    }

    /// The first letter of the first given name.
    pub fn initial(&self) -> Option<String> {
        self.given.first()?.chars().next().map(String::from)
    }

    /// Whether the given names are initials alone.
    pub fn is_initials(&self) -> bool {
        !self.given.is_empty() && self.given.iter().all(|word| is_initial(word))
    }

    /// Whether this says the end of `fuller`'s words and its own first word is no given name: `Peña Nieto`,
    /// `Enrique Peña Nieto`.
    pub fn is_end_of(&self, fuller: &PersonName) -> bool {
        !self.given.is_empty()
            && self.nicknames.is_empty()
            && self.surname == fuller.surname
            && self.given.len() < fuller.given.len()
            && fuller.given.ends_with(&self.given)
            && !GIVEN_NAMES.contains(self.folded_given[0].as_str())
            && !is_initial(&self.given[0])
    }

    /// What the bearers of one surname are looked up by before they are compared: two that are alike share one.
    pub fn handles(&self) -> Vec<String> {
        let mut handles: Vec<String> = self.nicknames.clone();
        for (place, word) in self.given.iter().enumerate() {
            if place == 0 {
                handles.push(self.given.concat());
                handles.extend(long_forms(&self.folded_given[0]).iter().map(|long| sound(long)));
            }
            handles.push(word.clone());
        }
        handles.sort();
        handles.dedup();
        handles
    }

    /// How this and `other`, both with given names and of one surname, compare.
    pub fn likeness(&self, other: &PersonName) -> Likeness {
        let both_bare = self.is_bare() && other.is_bare();
        let given = if both_bare { Likeness::Same } else { given_likeness(self, other) };
        let suffix = match (&self.suffix, &other.suffix) {
            (Some(one), Some(two)) if one != two => Likeness::Different,
            (Some(_), None) | (None, Some(_)) => Likeness::Weak,
            _ => Likeness::Same,
        };
        let particles = if self.particles == other.particles { Likeness::Same } else { Likeness::Variant };
        let is_initials_too = given == Likeness::Initials && suffix == Likeness::Weak;
        if is_initials_too { Likeness::Different } else { given.min(suffix).min(particles) }
    }
}

fn given_likeness(one: &PersonName, two: &PersonName) -> Likeness {
    let by_nickname = one.nicknames.iter().any(|nickname| two.given.first() == Some(nickname))
        || two.nicknames.iter().any(|nickname| one.given.first() == Some(nickname))
        || (one.given.is_empty() || two.given.is_empty())
            && one.nicknames.iter().any(|nickname| two.nicknames.contains(nickname));
    let (Some(first), Some(second)) = (one.given.first(), two.given.first()) else {
        return if by_nickname { Likeness::Variant } else { Likeness::Different };
    };
    if one.given == two.given || one.given.concat() == two.given.concat() {
        return Likeness::Same;
    }
    if first == second && !is_initial(first) {
        return if middles_fit(&one.given[1..], &two.given[1..]) { Likeness::Variant } else { Likeness::Different };
    }
    if by_nickname && (one.given.len() == 1 || two.given.len() == 1 || middles_fit(&one.given[1..], &two.given[1..])) {
        return Likeness::Variant;
    }
    if one.is_initials() && middles_fit(&one.given, &two.given)
        || two.is_initials() && middles_fit(&two.given, &one.given)
    {
        return Likeness::Initials;
    }
    let is_short = |short: &PersonName, long: &PersonName| {
        long_forms(&short.folded_given[0]).iter().any(|form| sound(form) == long.given[0])
    };
    if (is_short(one, two) || is_short(two, one)) && middles_fit(&one.given[1..], &two.given[1..]) {
        return Likeness::Weak;
    }
    let goes_by_middle_name = |short: &PersonName, long: &PersonName| {
        short.given.len() == 1 && long.given[1..].contains(&short.given[0]) && !is_initial(&short.given[0])
    };
    if goes_by_middle_name(one, two) || goes_by_middle_name(two, one) { Likeness::Weak } else { Likeness::Different }
}

/// Whether middle names, from the first on, are the same or each other's initials, as far as both go.
fn middles_fit(one: &[String], two: &[String]) -> bool {
    one.iter().zip(two).all(|(one, two)| {
        one == two
            || is_initial(one) && two.starts_with(one.as_str())
            || is_initial(two) && one.starts_with(two.as_str())
    })
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some() && letters.next().is_none()
}

fn is_particle(word: &&str) -> bool {
    PARTICLES.contains(*word) && *word != "y"
}

/// *al* and *el* are one.
fn one_particle(word: &str) -> &str {
    if word == "el" { "al" } else { word }
}

fn is_surname_first(words: &[&str]) -> bool {
    let is_sure = |word: &str| FIRST_SURNAMES.contains(&format!(" {word} "));
    let is_known = |word: &str| is_sure(word) || MAYBE_FIRST_SURNAMES.contains(&format!(" {word} "));
    let is_given = |word: &str| GIVEN_NAMES.contains(word);
    match words {
        [first, last] if is_sure(first) => !is_known(last),
        [first, last] => is_known(first) && !is_known(last) && !is_given(last) && !is_given(first),
        [first, second, third] => is_known(first) && second.len() <= 5 && third.len() <= 5 && !is_initial(second),
        _ => false,
    }
}

/// `vandermolen` as `vander` and `molen`.
fn without_grown_particle(surname: &str) -> (Option<&'static str>, &str) {
    for particle in GROWN_PARTICLES {
        if let Some(rest) = surname.strip_prefix(particle).filter(|rest| rest.chars().count() >= 4) {
            return (Some(particle), rest);
        }
    }
    (None, surname)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, two: &str) -> Likeness {
        let (one, two) = (PersonName::parse(one).unwrap(), PersonName::parse(two).unwrap());
        assert_eq!(one.surname, two.surname);
        assert_eq!(one.likeness(&two), two.likeness(&one));
        one.likeness(&two)
    }

    #[test]
    fn a_name_is_taken_apart() {
        let name = PersonName::parse("robert \"bob\" j ainsley jr").unwrap();
        assert_eq!(name.given, ["robert", "j"]);
        assert_eq!((name.surname.as_str(), name.suffix.as_deref()), ("ainslei", Some("jr")));
        assert_eq!(name.nicknames, ["bob"]);
        let name = PersonName::parse("rutger van der molen").unwrap();
        assert_eq!(
            (name.given, name.particles),
            (vec!["rutger".to_string()], vec!["van".to_string(), "der".to_string()])
        );
        assert!(PersonName::parse("von der leyen").unwrap().is_bare());
        assert_eq!(PersonName::parse("xi jinping").unwrap().surname, "xi");
        assert_eq!(PersonName::parse(""), None);
    }

    #[test]
    fn middle_names_may_be_left_out_but_not_others() {
        assert_eq!(likeness("dora j osei", "dora osei"), Likeness::Variant);
        assert_eq!(likeness("dora jane osei", "dora j osei"), Likeness::Variant);
        assert_eq!(likeness("george w tveit", "george h w tveit"), Likeness::Different);
        assert_eq!(likeness("d osei", "dora osei"), Likeness::Initials);
        assert_eq!(likeness("d k osei", "dora j osei"), Likeness::Different);
        assert_eq!(likeness("anne marie osei", "annemarie osei"), Likeness::Same);
    }

    #[test]
    fn a_nickname_in_marks_says_more_than_a_short_form() {
        assert_eq!(likeness("robert \"bob\" ainsley", "bob ainsley"), Likeness::Variant);
        assert_eq!(likeness("robert ainsley", "bob ainsley"), Likeness::Weak);
        assert_eq!(likeness("j edgar hoven", "edgar hoven"), Likeness::Weak);
    }

    #[test]
    fn father_and_son_are_two() {
        assert_eq!(likeness("brent osei jr", "brent osei iii"), Likeness::Different);
        assert_eq!(likeness("brent osei jr", "brent osei"), Likeness::Weak);
    }
}
