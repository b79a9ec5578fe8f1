//! The cast of an article: its names joined into persons, bodies and places.
//!
//! Every look-up goes through a table of folded words, and of the entities that share a word only the last
//! [`NEAREST`] are looked at: an article of a hundred thousand names takes time in proportion to its length.

use std::collections::HashMap;

use super::Gender;
use super::gender::{noun_gender, noun_gender_before, title_gender};
use super::lexicon::{BODY_WORDS, COMMON, FIRM_SUFFIXES, GIVEN_NAMES, KNOWN_BODIES, NAME_SUFFIXES, PLACES};
use super::names::NameMention;
use super::reading::Reading;
use super::roles::Role;

/// Nouns for relatives.
pub(super) const KIN: [&str; 14] = [
    "daughter", "son", "wife", "husband", "brother", "sister", "mother", "father", "lady", "cousin", "uncle", "aunt",
    "nephew", "niece",
];

/// How many entities that share a word are looked at.
const NEAREST: usize = 8;

/// Fewest letters of a surname that a slip leaves recognizable.
const LONG_ENOUGH: usize = 6;

/// How many entities are looked at for one whose surname is written with a slip.
const NEAREST_SURNAMES: usize = 64;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntityKind {
    Person,
    Body,
    Place,
}

/// One person, body or place of the article.
#[derive(Clone, Debug)]
pub(super) struct Entity {
    /// The mention with the fullest form of the name.
    pub(super) full: usize,
    /// The mention that stands first in the text.
    pub(super) first: usize,
    /// Folded words of the fullest form.
    pub(super) words: Vec<String>,
    pub(super) kind: EntityKind,
    /// How sure the kind is: the lead of its evidence.
    pub(super) kind_lead: f32,
    pub(super) gender: Option<Gender>,
    /// Offices and jobs in order of the text.
    pub(super) roles: Vec<Role>,
    /// The party that the article gives with the name.
    pub(super) party: Option<&'static str>,
    /// How often it is named.
    pub(super) count: usize,
    /// Evidence for a person, a body, a place.
    pub(super) evidence: [f32; 3],
    /// Evidence from verbs of speech beside it; bodies speak, too.
    pub(super) speech: f32,
    /// Votes for a man and for a woman; a title counts for many.
    pub(super) votes: [f32; 2],
}

/// Which entity a mention names, and how surely.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) entity: usize,
    /// Whether two or more entities could be meant.
    pub(super) ambiguous: bool,
}

/// All names of an article and what they stand for.
#[derive(Debug)]
pub(super) struct Cast {
    pub(super) names: Vec<NameMention>,
    pub(super) entities: Vec<Entity>,
    /// One for each name.
    pub(super) links: Vec<Link>,
    /// Entities by each folded word of their names, in order of the text.
    by_word: HashMap<String, Vec<usize>>,
}

impl Cast {
    /// Joins `names` into entities.
    pub(super) fn new(reading: &Reading, names: Vec<NameMention>) -> Cast {
        let mut cast = Cast { names, entities: Vec::new(), links: Vec::new(), by_word: HashMap::new() };
        let mut links: Vec<Option<usize>> = vec![None; cast.names.len()];
        let mut exact: HashMap<String, usize> = HashMap::new();
        let mut acronyms: HashMap<String, usize> = HashMap::new();
        // Full names first, wherever they stand: a headline often has the surname alone.
        for (place, link) in links.iter_mut().enumerate() {
            let name = &cast.names[place];
            let has_title = name.lead < name.tokens.start;
            if name.is_single() || name.in_heading && !has_title && !GIVEN_NAMES.contains(name.words[0].as_str()) {
                continue;
            }
            let key = name.words.join(" ");
            let entity = match exact.get(&key) {
                Some(entity) => *entity,
                None => cast.fuller_or_new(place),
            };
            exact.insert(key, entity);
            cast.add_mention(entity, place);
            *link = Some(entity);
            cast.note_acronym(reading, place, entity, &mut acronyms);
        }
        // What full names alone show of gender helps to tell whose surname it is.
        cast.weigh(reading, &links);
        let mut last_seen: HashMap<usize, usize> = HashMap::new();
        for (place, known) in links.iter_mut().enumerate() {
            let link = match *known {
                Some(entity) => Link { entity, ambiguous: false },
                None => cast.short_link(reading, place, &exact, &acronyms, &last_seen),
            };
            // After `Mr. Lund` of two Lunds, `Mrs. Lund` is the other.
            if let Some(title) = title_gender(reading, &cast.names[place]) {
                cast.entities[link.entity].gender.get_or_insert(title);
            }
            if known.is_none() {
                cast.add_mention(link.entity, place);
                *known = Some(link.entity);
            }
            last_seen.insert(link.entity, place);
            cast.links.push(link);
        }
        cast.weigh(reading, &links);
        cast
    }

    /// Weighs kind, roles and gender of every entity anew, from the mentions that `links` gives one.
    fn weigh(&mut self, reading: &Reading, links: &[Option<usize>]) {
        for entity in &mut self.entities {
            entity.evidence = [0.0; 3];
            entity.speech = 0.0;
            entity.evidence[0] += if entity.gender.is_some() { 1.0 } else { 0.0 };
            entity.votes = [0.0; 2];
            entity.roles.clear();
        }
        self.weigh_kinds(reading, links);
        self.weigh_genders(reading, links);
    }

    /// The mentions that lie in tokens `start..end`, by their place in the list.
    pub(super) fn names_in(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let first = self.names.partition_point(|name| name.tokens.end <= start);
        let last = self.names.partition_point(|name| name.tokens.start < end);
        first..last.max(first)
    }

    /// The entity a mention names.
    pub(super) fn of(&self, mention: usize) -> &Entity {
        &self.entities[self.links[mention].entity]
    }

    fn new_entity(&mut self, mention: usize) -> usize {
        let words = self.names[mention].words.clone();
        self.entities.push(Entity {
            full: mention,
            first: mention,
            words: Vec::new(),
            kind: EntityKind::Person,
            kind_lead: 0.0,
            gender: None,
            roles: Vec::new(),
            party: None,
            count: 0,
            evidence: [0.0; 3],
            speech: 0.0,
            votes: [0.0; 2],
        });
        let entity = self.entities.len() - 1;
        self.set_words(entity, words);
        entity
    }

    fn set_words(&mut self, entity: usize, words: Vec<String>) {
        for word in &words {
            let list = self.by_word.entry(word.clone()).or_default();
            if list.last() != Some(&entity) && !list.iter().rev().take(NEAREST).any(|known| *known == entity) {
                list.push(entity);
            }
        }
        self.entities[entity].words = words;
    }

    /// The entity that a full name not seen before belongs to: one of a form that is a part of it or it of.
    fn fuller_or_new(&mut self, mention: usize) -> usize {
        let name = &self.names[mention];
        let known = self.by_word.get(name.last()).or_else(|| self.by_word.get(&name.words[0]));
        let nearest: Vec<usize> = known.map_or(Vec::new(), |list| list.iter().rev().take(NEAREST).copied().collect());
        for entity in nearest {
            let other = &self.names[self.entities[entity].full];
            if other.is_single() || name.is_body != other.is_body || name.is_place || other.is_place {
                continue;
            }
            let same = if name.is_body { same_body(name, other) } else { same_person(name, other) };
            if same {
                // `Clever Ines Okafor` is no fuller name.
                let is_fuller = name.is_body
                    || GIVEN_NAMES.contains(name.words[0].as_str())
                    || !GIVEN_NAMES.contains(other.words[0].as_str());
                let was_none = !name.is_body
                    && GIVEN_NAMES.contains(name.words[0].as_str())
                    && !GIVEN_NAMES.contains(other.words[0].as_str())
                    && other.words[0].chars().count() > 1;
                if name.words.len() > other.words.len() && is_fuller || name.words.len() < other.words.len() && was_none
                {
                    let words = name.words.clone();
                    self.entities[entity].full = mention;
                    self.set_words(entity, words);
                }
                return entity;
            }
        }
        self.new_entity(mention)
    }

    fn add_mention(&mut self, entity: usize, mention: usize) {
        let name = &self.names[mention];
        let entity = &mut self.entities[entity];
        entity.count += 1;
        entity.first = entity.first.min(mention);
        let full = &self.names[entity.full];
        if name.is_single() && full.is_single() && full.in_heading && !name.in_heading {
            entity.full = mention;
        }
    }

    /// Remembers `Islamic Trade Bureau (ITB)` and the initials of every body.
    fn note_acronym(&self, reading: &Reading, mention: usize, entity: usize, acronyms: &mut HashMap<String, usize>) {
        let name = &self.names[mention];
        let end = name.tokens.end;
        if reading.word(end) == "(" && reading.word(end + 2) == ")" && reading.is_capital(end + 1) {
            let given = bare(reading.word(end + 1));
            if given.chars().next() == name.words[0].chars().next() {
                acronyms.insert(given, entity);
            }
        }
        if name.words.len() >= 2 && (name.is_body || name.is_place || name.words.len() >= 3) {
            let all: String = name.words.iter().filter_map(|word| word.chars().next()).collect();
            let big: String = name
                .words
                .iter()
                .filter(|word| !matches!(word.as_str(), "of" | "for" | "and" | "the" | "on"))
                .filter_map(|word| word.chars().next())
                .collect();
            for initials in [all, big] {
                if initials.len() >= 2 {
                    acronyms.entry(initials).or_insert(entity);
                }
            }
        }
    }

    /// The entity of a name of one word, or of a name in a headline.
    fn short_link(
        &mut self,
        reading: &Reading,
        mention: usize,
        exact: &HashMap<String, usize>,
        acronyms: &HashMap<String, usize>,
        last_seen: &HashMap<usize, usize>,
    ) -> Link {
        let name = &self.names[mention];
        if let Some(entity) = exact.get(&name.words.join(" ")) {
            return Link { entity: *entity, ambiguous: false };
        }
        if name.is_acronym
            && let Some(entity) = acronyms.get(&bare(reading.word(name.tokens.start)))
        {
            return Link { entity: *entity, ambiguous: false };
        }
        let list = self.by_word.get(name.last());
        let mut found: Vec<(f32, usize)> = Vec::new();
        let title = title_gender(reading, name);
        for entity in list.into_iter().flatten().rev().take(NEAREST).copied() {
            let Some(fit) = self.fit(reading, mention, entity, title) else { continue };
            let seen = last_seen.get(&entity).map_or(0.0, |at| 1.0 / (1.0 + (mention - at) as f32 / 8.0));
            let often = (self.entities[entity].count as f32).ln_1p();
            found.push((fit + 0.4 * seen + often, entity));
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        match found.as_slice() {
            [] => match self.misspelt(mention) {
                Some(entity) => Link { entity, ambiguous: true },
                None => Link { entity: self.new_entity(mention), ambiguous: false },
            },
            [(_, entity)] => Link { entity: *entity, ambiguous: false },
            [(best, entity), (second, _), ..] => Link { entity: *entity, ambiguous: best - second < 0.8 },
        }
    }

    /// The only person of full name whose surname a name of one word is but for one letter: a slip of the writer's.
    fn misspelt(&self, mention: usize) -> Option<usize> {
        let name = &self.names[mention];
        let word = name.words[0].as_str();
        let may_be_slip = name.is_single() && !name.is_acronym && !name.is_place && !name.is_body;
        if !may_be_slip || word.chars().count() < LONG_ENOUGH || COMMON.contains(word) || GIVEN_NAMES.contains(word) {
            return None;
        }
        let mut alike = self.entities.iter().rev().take(NEAREST_SURNAMES).enumerate().filter(|(_, other)| {
            let full = &self.names[other.full];
            !full.is_single() && !full.is_body && !full.is_place && is_slip(word, full.last())
        });
        let (back, _) = alike.next()?;
        alike.next().is_none().then(|| self.entities.len() - 1 - back)
    }

    /// The entities besides its own that an ambiguous short name fits, the last named first.
    pub(super) fn rivals(&self, reading: &Reading, mention: usize) -> Vec<usize> {
        let own = self.links[mention].entity;
        let title = title_gender(reading, &self.names[mention]);
        let mut rivals = Vec::new();
        for entity in self.by_word.get(self.names[mention].last()).into_iter().flatten().rev().take(NEAREST).copied() {
            if entity != own && self.fit(reading, mention, entity, title).is_some() {
                rivals.push(entity);
            }
        }
        rivals
    }

    /// How well a short name fits an entity; `None` where it can't be meant.
    fn fit(&self, reading: &Reading, mention: usize, entity: usize, title: Option<Gender>) -> Option<f32> {
        let name = &self.names[mention];
        let other = &self.entities[entity];
        let full = &self.names[other.full];
        if !name.is_single() {
            let same = if name.is_body || full.is_body { same_body(name, full) } else { same_person(name, full) };
            return same.then_some(2.0);
        }
        let word = reading.word(name.tokens.start);
        if full.is_single() {
            return (full.words == name.words).then_some(2.0);
        }
        let has_title = name.lead < name.tokens.start;
        if full.is_place {
            return None;
        }
        if full.is_body {
            return if has_title { None } else { fit_body(reading, name, full) };
        }
        if name.is_acronym || KNOWN_BODIES.contains(word) && !GIVEN_NAMES.contains(full.words[0].as_str()) {
            return None;
        }
        if name.is_place && !(full.last() == word && GIVEN_NAMES.contains(full.words[0].as_str())) {
            return None;
        }
        if let (Some(title), Some(known)) = (title, other.gender.or_else(|| self.shown_gender(reading, entity)))
            && title != known
        {
            return None;
        }
        let surname = (full.tokens.clone().rev()).find(|place| !NAME_SUFFIXES.contains(reading.word(*place)));
        let surname = surname.map_or("", |place| reading.word(place));
        if full.last() == word || surname == word || full.words.ends_with(&name.words) {
            // A relative of the one the article is about is told of by the given name.
            let before = |back: usize| full.lead.checked_sub(back).map_or("", |place| reading.word(place));
            let is_kin = other.roles.iter().any(|role| KIN.contains(&role.head.as_str()))
                || KIN.contains(&before(1))
                || before(1) == "," && KIN.contains(&before(2));
            let kin = if before(1) == "," { noun_gender(before(2)) } else { noun_gender(before(1)) };
            let shown = other.gender.or_else(|| self.shown_gender(reading, entity)).or(kin);
            let agrees = title.is_some() && title == shown;
            return (!is_kin || agrees).then_some(if agrees { 2.8 } else { 1.8 });
        }
        let is_inner = full.words[1..].iter().any(|other| other == word);
        if has_title && !GIVEN_NAMES.contains(word) {
            // `Ms. Acosta` of `Ines Acosta Prado`, `Mr. Lim` of `Lim Su-min`
            let is_surname_first = full.words[0] == word;
            return (is_inner || is_surname_first).then_some(0.8);
        }
        let is_person = other.kind == EntityKind::Person && other.kind_lead >= 0.5;
        if (full.words[0] == word && (GIVEN_NAMES.contains(word) || is_person)) || is_nickname(full, word) {
            return Some(1.0);
        }
        // A surname of two parts is known by either.
        (surname.contains('-') && surname.split('-').any(|part| part == word)).then_some(0.8)
    }

    /// Gender that the fullest mention's title shows, before votes are counted.
    fn shown_gender(&self, reading: &Reading, entity: usize) -> Option<Gender> {
        let full = &self.names[self.entities[entity].full];
        title_gender(reading, full).or_else(|| noun_gender_before(reading, full))
    }
}

/// Whether two words differ by one letter more, less or other, or by two neighbours that changed places.
fn is_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a == b || a.len().abs_diff(b.len()) > 1 || a.first() != b.first() || b.len() < LONG_ENOUGH {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([x, y, rest @ ..], [p, q, others @ ..]) if x == q && y == p && rest == others => true,
        ([_, rest @ ..], [_, others @ ..]) if a.len() == b.len() => rest == others,
        ([_, rest @ ..], _) if a.len() > b.len() => rest == b,
        (_, [_, others @ ..]) => a == others,
        _ => false,
    }
}

/// `word` without full stops.
fn bare(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How well a word fits a body's full name: its head (`the Chamber`), or the first word of a firm (`Allwright` of
/// `Allwright Shipping Inc`).
fn fit_body(reading: &Reading, name: &NameMention, full: &NameMention) -> Option<f32> {
    let word = name.words[0].as_str();
    let after_the = name.tokens.start > 0 && reading.word(name.tokens.start - 1) == "the";
    if BODY_WORDS.contains(word) {
        return (after_the || !reading.is_lower_elsewhere(word)).then_some(0.8);
    }
    let is_own = full.words[0] == word
        && !name.is_place
        && !name.is_acronym
        && !PLACES.contains(word)
        && !reading.is_lower_elsewhere(word)
        && !GIVEN_NAMES.contains(word);
    let is_firm = full.words.last().is_some_and(|last| FIRM_SUFFIXES.contains(last.as_str()));
    // `the Okafor Foundation` is not Okafor.
    let is_acronym_firm = full.words[0] == word && name.is_acronym && is_firm;
    (is_own && (is_firm || after_the) || is_acronym_firm).then_some(0.8)
}

/// Whether two names of bodies are one: the longer is the shorter with `Inc` or the like behind it.
fn same_body(a: &NameMention, b: &NameMention) -> bool {
    let (short, long) = if a.words.len() <= b.words.len() { (&a.words, &b.words) } else { (&b.words, &a.words) };
    if short == long {
        return true;
    }
    long.starts_with(short) && long[short.len()..].iter().all(|word| FIRM_SUFFIXES.contains(word.as_str()))
}

/// Whether two full names can be one person's: one surname, and given names that do not gainsay each other.
fn same_person(a: &NameMention, b: &NameMention) -> bool {
    if a.last() != b.last() || has_suffix(a) != has_suffix(b) {
        return false;
    }
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    if short.words[0] == long.words[0] {
        return true;
    }
    let mut rest = long.words.iter();
    if short.words.iter().all(|word| rest.any(|other| other == word)) {
        // `Tveit` is no given name of `Bo Tveit`: a part must begin with a given name of the whole.
        return short.words.len() >= 2;
    }
    let (first, other) = (short.words[0].as_str(), long.words[0].as_str());
    first.chars().count() == 1 && other.starts_with(first) || other.chars().count() == 1 && first.starts_with(other)
}

fn has_suffix(name: &NameMention) -> bool {
    name.words.iter().skip(1).any(|word| matches!(word.as_str(), "jr" | "ii" | "iii" | "iv"))
}

fn is_nickname(full: &NameMention, word: &str) -> bool {
    full.words.len() >= 3 && full.words[1..full.words.len() - 1].iter().any(|w| w == word)
}
