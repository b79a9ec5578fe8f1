//! Antecedents: whom a pronoun or a relative stands for. A person is chosen among those named or speaking before it by a log-linear model
//! of what shows, trained on annotated articles; the probability of the choice is its confidence.

use std::ops::Range;

use whosaid_kernel::exp;

use super::Gender;
use super::SpeakerKind;
use super::cast::{Cast, EntityKind};
use super::lexicon::{
    AUXILIARIES, DETERMINERS, DOCUMENT_NOUNS, FUNCTION, NO_SPEAKERS, PREPOSITIONS, REPORTING, is_plural, is_role,
    singular,
};
use super::reading::Reading;
use super::resolved::{Resolved, Who};
use crate::attribution::SignTable;

/// How many names before a pronoun are looked at.
const NAMES_BACK: usize = 40;
/// How many sentences before a pronoun are looked at.
const SENTENCES_BACK: usize = 8;
/// How many attributions before a pronoun are looked at.
const QUOTES_BACK: usize = 4;
/// How many tokens before a relative its noun phrase can begin.
const PHRASE_BACK: usize = 14;

/// How many signs [`person`] weighs; the last is that of nobody among the candidates.
pub const SIGNS: usize = 82;
const NOBODY: usize = SIGNS - 1;
/// Bounds of a confidence, 0 to 1: nobody was right on all articles, nor wrong.
const LEAST: f32 = 0.3;
const MOST: f32 = 0.97;

/// Whom a pronoun stands for, and how surely.
#[derive(Clone, Debug)]
pub(super) struct Antecedent {
    pub(super) who: Who,
    pub(super) confidence: f32,
}

/// What asks for a person: a pronoun or a description.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// Its token.
    pub place: usize,
    /// Of the pronoun.
    pub gender: Option<Gender>,
}

/// One who may be meant, and what shows.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub who: Who,
    /// Places in the table of weights.
    pub signs: Vec<u16>,
}

/// Those who may be meant with their scores, the nearest first, and the score of nobody among them.
pub(super) struct Scored {
    pub persons: Vec<(Who, f32)>,
    pub nobody: f32,
}

/// Scores, by learned `weights` of what shows, the persons that *he*, *she* or a description may stand for; none that `excluded` holds for.
/// `before` are the speakers resolved so far, in order.
pub(super) fn scored(
    reading: &Reading,
    cast: &Cast,
    before: &[Resolved],
    asked: Asked,
    weights: &[f32],
    excluded: &dyn Fn(usize) -> bool,
) -> Scored {
    let mut candidates = persons(reading, cast, before, asked);
    candidates.retain(|candidate| !matches!(candidate.who, Who::Entity(entity) if excluded(entity)));
    // Whom the article shows to be of the other gender is meant by nobody, while there is anybody else.
    let agrees = |who: &Who| !differs(asked.gender, shown(cast, who));
    if candidates.iter().any(|candidate| agrees(&candidate.who)) {
        candidates.retain(|candidate| agrees(&candidate.who));
    }
    let weight = |sign: usize| weights.get(sign).copied().unwrap_or(0.0);
    let score = |signs: &[u16]| signs.iter().map(|sign| weight(usize::from(*sign))).sum::<f32>();
    let persons = candidates.into_iter().map(|candidate| (candidate.who, score(&candidate.signs))).collect();
    Scored { persons, nobody: weight(NOBODY) }
}

/// The likeliest of those whom [`scored`] weighs.
pub(super) fn person(
    reading: &Reading,
    cast: &Cast,
    before: &[Resolved],
    asked: Asked,
    weights: &[f32],
    excluded: &dyn Fn(usize) -> bool,
) -> Option<Antecedent> {
    let Scored { mut persons, nobody } = scored(reading, cast, before, asked, weights, excluded);
    // Of equals the nearer one, which comes first.
    let top = (0..persons.len()).reduce(|top, other| if persons[other].1 > persons[top].1 { other } else { top })?;
    let most = persons[top].1;
    let rivals = persons.iter().map(|(_, score)| *score).chain([nobody]).map(|other| exp(other - most)).sum::<f32>();
    Some(Antecedent { who: persons.swap_remove(top).0, confidence: rivals.recip().clamp(LEAST, MOST) })
}

/// What is known of a candidate.
struct Seen {
    who: Who,
    /// Sentences back to its nearest name.
    back: Option<usize>,
    /// Sentences back to the nearest name that begins its sentence.
    subject: Option<usize>,
    /// Part of the nearest name in its sentence: 0 first, 1 owner, 2 object, 3 another, 4 inside quotation marks, 5 in a headline.
    part: usize,
    /// Paragraphs back to its nearest name.
    paragraphs: Option<usize>,
    /// How often it is named near the pronoun.
    names: usize,
    /// How many attributions ago it spoke, and how many sentences back.
    spoke: Option<(usize, usize)>,
}

/// Everybody who may be meant, the nearest first.
pub(super) fn persons(reading: &Reading, cast: &Cast, before: &[Resolved], asked: Asked) -> Vec<Candidate> {
    let mut seen = Vec::new();
    add_named(reading, cast, asked.place, &mut seen);
    add_speakers(reading, cast, before, asked.place, &mut seen);
    let agrees = |seen: &Seen| !differs(asked.gender, shown(cast, &seen.who));
    let agreeing = seen.iter().filter(|seen| agrees(seen)).count();
    let mut rank = 0;
    let mut candidates = Vec::with_capacity(seen.len());
    for one in &seen {
        candidates.push(Candidate { who: one.who.clone(), signs: signs(reading, cast, asked, one, rank, agreeing) });
        rank += usize::from(agrees(one));
    }
    candidates
}

fn differs(wanted: Option<Gender>, shown: Option<Gender>) -> bool {
    wanted.is_some_and(|wanted| shown.is_some_and(|shown| shown != wanted))
}

fn shown(cast: &Cast, who: &Who) -> Option<Gender> {
    match who {
        Who::Entity(entity) => cast.entities[*entity].gender,
        Who::Phrase { gender, .. } => *gender,
        _ => None,
    }
}

fn signs(reading: &Reading, cast: &Cast, asked: Asked, seen: &Seen, rank: usize, agreeing: usize) -> Vec<u16> {
    let mut table = SignTable::new(0, 14);
    let begins = asked.place <= reading.tokens_of(reading.sentence_of(asked.place)).start + 1;
    let quoted = reading.is_quoted(asked.place);
    let gender = match (asked.gender, shown(cast, &seen.who)) {
        (None, _) => 0,
        (Some(_), None) => 1,
        (Some(wanted), Some(shown)) => {
            if wanted == shown {
                2
            } else {
                3
            }
        }
    };
    let (count, doubtful) = match &seen.who {
        Who::Entity(entity) => (cast.entities[*entity].count, cast.entities[*entity].kind_lead < 0.5),
        _ => (0, false),
    };
    let (age, spoken_back) = seen.spoke.map_or((4, 6), |(age, back)| (age.min(3), back.min(5)));
    table.add(seen.back.map_or(6, |back| back.min(5)), 7);
    table.add(seen.subject.map_or(4, |back| back.min(3)) + if begins { 5 } else { 0 }, 10);
    table.add(if seen.back.is_some() { seen.part } else { 6 }, 7);
    table.add(age + if quoted { 5 } else { 0 }, 10);
    table.add(spoken_back, 7);
    table.add(gender, 4);
    table.add(usize::BITS as usize - count.leading_zeros() as usize, 6);
    table.add(seen.names, 5);
    table.add(usize::from(doubtful), 2);
    table.add(usize::from(matches!(seen.who, Who::Phrase { .. })), 2);
    table.add(rank + if gender == 0 { 5 } else { 0 }, 10);
    table.add(usize::from(agreeing == 1 && gender != 3), 2);
    table.add(seen.paragraphs.map_or(4, |back| back.min(3)), 5);
    // Who spoke last in the paragraph before or this one, and is named there, too.
    table.add(if age == 0 { 1 + seen.back.map_or(3, |back| back.min(2)) } else { 0 }, 4);
    debug_assert!(table.end() < SIGNS);
    table.signs
}

/// How many sentences lie between token `from` and the pronoun at `place`; quoted sentences count for a pronoun that is
/// quoted itself.
fn distance(reading: &Reading, from: usize, place: usize) -> usize {
    if reading.is_quoted(place) {
        reading.sentence_of(place).abs_diff(reading.sentence_of(from))
    } else {
        reading.sentences_between(from, place)
    }
}

/// The persons named before the pronoun at `place`, the nearest first.
fn add_named(reading: &Reading, cast: &Cast, place: usize, seen: &mut Vec<Seen>) {
    let end = cast.names.partition_point(|name| name.tokens.start < place);
    let here = reading.paragraph_of(place);
    let mut named = Vec::new();
    let mut subject_of: Option<usize> = None;
    for mention in end.saturating_sub(NAMES_BACK)..end {
        if cast.of(mention).kind != EntityKind::Person {
            continue;
        }
        let name = &cast.names[mention];
        let at = reading.sentence_of(name.tokens.start);
        // `Lund’s spokesman, Bo Rask, left`: the owner comes first and is not whom the sentence is about.
        let is_owner = reading.is_possessive(name.tokens.end);
        let is_first = subject_of != Some(at) && !is_owner;
        if !is_owner {
            subject_of = Some(at);
        }
        let back = distance(reading, name.tokens.start, place);
        if back <= SENTENCES_BACK {
            let previous = if name.lead > 0 { reading.word(name.lead - 1) } else { "" };
            let is_object = PREPOSITIONS.contains(previous) || matches!(previous, "told" | "asked" | "met");
            let is_aside = reading.is_quoted(name.tokens.start) && !reading.is_quoted(place);
            let part = match () {
                () if name.in_heading => 5,
                () if is_aside => 4,
                () if is_owner => 1,
                () if is_object => 2,
                () if is_first => 0,
                () => 3,
            };
            named.push((
                cast.links[mention].entity,
                back,
                part,
                here.abs_diff(reading.paragraph_of(name.tokens.start)),
            ));
        }
    }
    for (entity, back, part, paragraphs) in named.into_iter().rev() {
        let who = Who::Entity(entity);
        let known = seen.iter().position(|one| one.who == who);
        let place = known.unwrap_or(seen.len());
        if known.is_none() {
            seen.push(Seen {
                who,
                back: Some(back),
                subject: None,
                part,
                paragraphs: Some(paragraphs),
                names: 0,
                spoke: None,
            });
        }
        seen[place].names += 1;
        if part == 0 {
            seen[place].subject.get_or_insert(back);
        }
    }
}

/// Those who spoke before the pronoun at `place`, the last first.
fn add_speakers(reading: &Reading, cast: &Cast, before: &[Resolved], place: usize, seen: &mut Vec<Seen>) {
    let told = before.iter().rev().filter(|resolved| !resolved.is_nested || reading.is_quoted(place));
    for (age, resolved) in told.take(QUOTES_BACK).enumerate() {
        let is_person = match &resolved.who {
            Who::Entity(entity) => cast.entities[*entity].kind == EntityKind::Person,
            Who::Phrase { kind, .. } => *kind == SpeakerKind::Unnamed,
            _ => false,
        };
        let back = distance(reading, resolved.place, place);
        if !is_person || back > SENTENCES_BACK {
            continue;
        }
        match seen.iter_mut().find(|one| one.who == resolved.who) {
            Some(one) => _ = one.spoke.get_or_insert((age, back)),
            None => seen.push(Seen {
                who: resolved.who.clone(),
                back: None,
                subject: None,
                part: 0,
                paragraphs: None,
                names: 0,
                spoke: Some((age, back)),
            }),
        }
    }
}

fn by_distance(sentences: usize) -> f32 {
    match sentences {
        0 => 3.5,
        1 => 3.2,
        2 => 2.0,
        3 => 1.4,
        4 => 1.0,
        _ => 0.5,
    }
}

fn raise(scores: &mut Vec<(Who, f32)>, who: Who, score: f32) {
    match scores.iter_mut().find(|(known, _)| *known == who) {
        Some((_, best)) => *best = best.max(score) + 0.1,
        None => scores.push((who, score)),
    }
}

/// The highest score, and a belief that grows with its lead.
fn best(mut scores: Vec<(Who, f32)>, least: f32) -> Option<Antecedent> {
    // The later of two equals stands nearer.
    scores.reverse();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (who, score) = scores.first()?.clone();
    if score < least {
        return None;
    }
    let lead = scores.get(1).map_or(2.5, |(_, second)| (score - second).min(2.5));
    let confidence = 0.55 + 0.16 * lead - if score < 2.0 { 0.15 } else { 0.0 };
    Some(Antecedent { who, confidence: confidence.clamp(0.3, 0.95) })
}

/// The body or work that *it* at token `place` stands for.
pub(super) fn thing(reading: &Reading, cast: &Cast, before: &[Resolved], place: usize) -> Option<Antecedent> {
    let sentence = reading.sentence_of(place);
    let mut scores: Vec<(Who, f32)> = Vec::new();
    let end = cast.names.partition_point(|name| name.tokens.start < place);
    let mut subject_of: Option<usize> = None;
    for mention in end.saturating_sub(NAMES_BACK)..end {
        let entity = cast.links[mention].entity;
        let name = &cast.names[mention];
        let at = reading.sentence_of(name.tokens.start);
        let is_first = subject_of != Some(at);
        subject_of = Some(at);
        let back = sentence - at;
        if back > 3 || cast.entities[entity].kind == EntityKind::Person {
            continue;
        }
        let mut score = by_distance(back);
        let previous = if name.lead > 0 { reading.word(name.lead - 1) } else { "" };
        if is_first && !PREPOSITIONS.contains(previous) {
            score += 1.0;
        }
        if cast.entities[entity].kind == EntityKind::Place {
            score -= 1.2;
        }
        if PREPOSITIONS.contains(previous) || reading.is_possessive(name.tokens.end) {
            score -= 0.5;
        }
        raise(&mut scores, Who::Entity(entity), score);
    }
    let told = before.iter().rev().filter(|resolved| !resolved.is_nested || reading.is_quoted(place));
    for (age, resolved) in told.take(QUOTES_BACK).enumerate() {
        let is_thing = match &resolved.who {
            Who::Entity(entity) => cast.entities[*entity].kind != EntityKind::Person,
            Who::Phrase { kind, is_plural, .. } => {
                matches!(kind, SpeakerKind::Organization | SpeakerKind::Document | SpeakerKind::Group) && !is_plural
            }
            _ => false,
        };
        let back = sentence.abs_diff(reading.sentence_of(resolved.place));
        if is_thing && back <= 5 {
            raise(&mut scores, resolved.who.clone(), by_distance(back) + if age == 0 { 1.8 } else { 0.8 });
        }
    }
    let found = best(scores, 1.0)?;
    Some(Antecedent { confidence: found.confidence * 0.9, who: found.who })
}

/// The group that *they* at token `place` stands for: a speaker just before, else the nearest plural noun.
pub(super) fn several(
    reading: &Reading,
    cast: &Cast,
    before: &[Resolved],
    place: usize,
) -> Result<Antecedent, Option<Range<usize>>> {
    let sentence = reading.sentence_of(place);
    for resolved in before.iter().rev().take(2) {
        let is_group = match &resolved.who {
            Who::Entity(entity) => cast.entities[*entity].kind == EntityKind::Body,
            Who::Phrase { kind, is_plural, .. } => *is_plural || *kind == SpeakerKind::Group,
            _ => false,
        };
        let back = sentence.abs_diff(reading.sentence_of(resolved.place));
        if is_group && back <= 2 && resolved.place < place {
            return Ok(Antecedent { who: resolved.who.clone(), confidence: 0.75 });
        }
    }
    // The first plural noun of this sentence before it, else of the one before.
    let start = reading.tokens_of(sentence).start;
    if let Some(found) = first_plural(reading, cast, start.max(place.saturating_sub(40))..place) {
        return Err(Some(found));
    }
    if sentence > 0 {
        let tokens = reading.tokens_of(sentence - 1);
        let tokens = tokens.start..tokens.end.min(tokens.start + 60);
        if let Some(found) = first_plural(reading, cast, tokens) {
            return Err(Some(found));
        }
    }
    Err(None)
}

/// The noun phrase around the first plural noun that can speak.
fn first_plural(reading: &Reading, cast: &Cast, tokens: Range<usize>) -> Option<Range<usize>> {
    for place in tokens.clone() {
        let word = reading.word(place);
        let speaks =
            is_plural(word) && !FUNCTION.contains(word) && (is_role(&singular(word)) || reading.is_word(place));
        if !speaks
            || !cast.names_in(place, place + 1).is_empty()
            || (NO_SPEAKERS.contains(word) || word.starts_with(|c: char| c.is_numeric()))
            || REPORTING.contains(word)
        {
            continue;
        }
        let mut start = place;
        while start > tokens.start && place - start < 6 {
            let previous = reading.word(start - 1);
            if !reading.is_word(start - 1)
                || PREPOSITIONS.contains(previous)
                || AUXILIARIES.contains(previous)
                || REPORTING.contains(previous)
            {
                break;
            }
            start -= 1;
            if DETERMINERS.contains(previous) {
                break;
            }
        }
        return Some(start..place + 1);
    }
    None
}

/// The noun phrase that a relative at token `place` stands behind.
pub(super) fn before_relative(reading: &Reading, cast: &Cast, place: usize) -> Option<Range<usize>> {
    let sentence = reading.tokens_of(reading.sentence_of(place));
    let floor = sentence.start.max(place.saturating_sub(PHRASE_BACK));
    let mut end = place;
    // `people, many of whom`, `those for whom`
    while end > floor
        && (!reading.is_word(end - 1) && reading.raw(end - 1) != "%"
            || PREPOSITIONS.contains(reading.word(end - 1))
            || reading.word(end - 1) == "and")
    {
        end -= 1;
    }
    if end == floor {
        return None;
    }
    if let Some(owner) = apposition_owner(reading, cast, floor, end) {
        return Some(owner);
    }
    // `Senator Okafor of Lund, who`
    if let Some(place_name) = names_end_at(cast, floor, end)
        && let Some(before) = place_name.checked_sub(1)
    {
        let between = cast.names[before].tokens.end..cast.names[place_name].tokens.start;
        let is_person = cast.of(before).kind == EntityKind::Person && cast.names[before].tokens.start >= floor;
        if between.len() == 1 && matches!(reading.word(between.start), "of" | "from" | "in") && is_person {
            return Some(cast.names[before].lead.max(floor)..between.start);
        }
    }
    let named = names_end_at(cast, floor, end);
    let is_person_relative = matches!(reading.word(place), "who" | "whose" | "whom");
    let inner = phrase_before(reading, floor, end);
    // `residents of Lund who`: the noun before the preposition, where it can speak and the nearer can't.
    let preposition = inner.start.checked_sub(1).filter(|place| *place > floor);
    if let Some(preposition) = preposition
        && matches!(reading.word(preposition), "of" | "in" | "for" | "at" | "on" | "from")
    {
        let outer = phrase_before(reading, floor, preposition);
        let head = reading.word(preposition - 1);
        let outer_speaks = is_plural(head) || is_role(head);
        let inner_word = reading.word(end - 1);
        let is_bare = !DETERMINERS.contains(reading.word(inner.start));
        let inner_speaks = match named {
            Some(mention) if cast.of(mention).kind == EntityKind::Person => end < place || !is_plural(head),
            Some(_) => !is_person_relative,
            None => is_plural(inner_word) || is_role(inner_word) && !is_bare,
        };
        if outer_speaks && !inner_speaks {
            return Some(outer.start..end);
        }
    }
    if let Some(mention) = named
        && (!is_person_relative || cast.of(mention).kind == EntityKind::Person)
    {
        // `Okafor and Kvist, who`
        let before = mention.checked_sub(1).filter(|before| {
            let between = cast.names[*before].tokens.end..cast.names[mention].lead;
            between.len() == 1 && reading.word(between.start) == "and" && cast.names[*before].tokens.start >= floor
        });
        return Some(cast.names[before.unwrap_or(mention)].lead.max(floor)..end);
    }
    (inner.start < end).then_some(inner)
}

/// The name that ends at token `end`.
fn names_end_at(cast: &Cast, floor: usize, end: usize) -> Option<usize> {
    cast.names_in(floor, end).last().filter(|mention| cast.names[*mention].tokens.end == end)
}

/// The noun phrase without prepositions that ends at `end`, its determiner in it.
fn phrase_before(reading: &Reading, floor: usize, end: usize) -> Range<usize> {
    let mut start = end;
    while start > floor {
        let previous = reading.word(start - 1);
        let is_inner =
            reading.is_possessive(start - 1) || reading.is_tight_hyphen(start - 1) || reading.raw(start - 1) == "%";
        if !reading.is_word(start - 1) && !is_inner {
            break;
        }
        let ends = PREPOSITIONS.contains(previous)
            || AUXILIARIES.contains(previous)
            || REPORTING.contains(previous)
            || matches!(previous, "and" | "or" | "but" | "as" | "that" | "than" | "because" | "when" | "if");
        if ends {
            break;
        }
        start -= 1;
        if DETERMINERS.contains(previous) {
            break;
        }
    }
    start..end
}

/// The name that an apposition or a predicate up to `end` is said of: `Okafor, a baker from Lund, who`,
/// `Okafor is a baker who`.
fn apposition_owner(reading: &Reading, cast: &Cast, floor: usize, end: usize) -> Option<Range<usize>> {
    for mark in (floor..end).rev() {
        let first = reading.word(mark + 1);
        let is_copula = matches!(reading.word(mark), "is" | "was") && DETERMINERS.contains(first);
        let is_comma = reading.raw(mark) == ","
            && (DETERMINERS.contains(first)
                || is_role(first)
                || first == "of"
                || first.starts_with(|c: char| c.is_numeric()));
        if !is_copula && !is_comma || DOCUMENT_NOUNS.contains(first) {
            continue;
        }
        let Some(mention) = cast.names_in(mark.saturating_sub(1), mark).last() else { continue };
        let name = &cast.names[mention];
        if name.tokens.end == mark && name.tokens.start >= floor && cast.of(mention).kind != EntityKind::Place {
            return Some(name.lead.max(floor)..mark);
        }
    }
    None
}
