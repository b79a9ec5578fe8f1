//! Antecedents: whom a pronoun or a relative stands for.

use std::ops::Range;

use super::Gender;
use super::SpeakerKind;
use super::cast::{Cast, EntityKind};
use super::lexicon::{
    AUXILIARIES, DETERMINERS, DOCUMENT_NOUNS, FUNCTION, NO_SPEAKERS, PREPOSITIONS, REPORTING, is_plural, is_role,
    singular,
};
use super::reading::Reading;
use super::resolved::{Resolved, Who};

/// How many names before a pronoun are looked at.
const NAMES_BACK: usize = 40;
/// How many sentences before a pronoun are looked at.
const SENTENCES_BACK: usize = 8;
/// How many attributions before a pronoun are looked at.
const QUOTES_BACK: usize = 4;
/// How many tokens before a relative its noun phrase can begin.
const PHRASE_BACK: usize = 14;

/// What counts for an antecedent: the first name of its sentence, the last speaker, one of the speakers before, a gender
/// that agrees, being named often (times the logarithm). Chosen on annotated articles.
const SUBJECT: f32 = 0.5;
const LAST_SPEAKER: f32 = 1.6;
const SPEAKER: f32 = 1.0;
const GENDER: f32 = 1.0;
const OFTEN: f32 = 0.25;
/// What counts against it: standing inside quotation marks (for a pronoun outside), in a headline, before `’s`, behind a
/// preposition, another gender, little to show that it is a person.
const ASIDE: f32 = 2.0;
const HEADLINE: f32 = 1.0;
const OWNER: f32 = 0.3;
const OBJECT: f32 = 0.1;
const OTHER_GENDER: f32 = 6.0;
const DOUBTFUL: f32 = 1.5;

/// Whom a pronoun stands for, and how surely.
#[derive(Clone, Debug)]
pub(super) struct Antecedent {
    pub(super) who: Who,
    pub(super) confidence: f32,
}

/// The person that *he*, *she* or a description at token `place` stands for; none that `excluded` holds for. `before` are
/// the speakers resolved so far, in order.
pub(super) fn person(
    reading: &Reading,
    cast: &Cast,
    before: &[Resolved],
    gender: Option<Gender>,
    place: usize,
    excluded: &dyn Fn(usize) -> bool,
) -> Option<Antecedent> {
    let mut scores = Vec::new();
    score_names(reading, cast, place, &mut scores);
    score_speakers(reading, cast, before, place, &mut scores);
    scores.retain(|(who, _)| !matches!(who, Who::Entity(entity) if excluded(*entity)));
    for (who, score) in &mut scores {
        let shown = match who {
            Who::Entity(entity) => {
                let entity = &cast.entities[*entity];
                *score += (entity.count as f32).ln() * OFTEN;
                if entity.kind_lead < 0.5 {
                    *score -= DOUBTFUL;
                }
                entity.gender
            }
            Who::Phrase { gender, .. } => *gender,
            _ => None,
        };
        match (gender, shown) {
            (Some(wanted), Some(shown)) if wanted == shown => *score += GENDER,
            (Some(_), Some(_)) => *score -= OTHER_GENDER,
            _ => {}
        }
    }
    best(scores, 0.0)
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

/// Scores the persons named before the pronoun at `place`.
fn score_names(reading: &Reading, cast: &Cast, place: usize, scores: &mut Vec<(Who, f32)>) {
    let end = cast.names.partition_point(|name| name.tokens.start < place);
    let mut subject_of: Option<usize> = None;
    for mention in end.saturating_sub(NAMES_BACK)..end {
        let entity = cast.links[mention].entity;
        if cast.entities[entity].kind != EntityKind::Person {
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
        if back > SENTENCES_BACK {
            continue;
        }
        let is_aside = reading.is_quoted(name.tokens.start) && !reading.is_quoted(place);
        let previous = if name.lead > 0 { reading.word(name.lead - 1) } else { "" };
        let is_object = PREPOSITIONS.contains(previous) || matches!(previous, "told" | "asked" | "met");
        let mut score = by_distance(back);
        if name.in_heading {
            score -= HEADLINE;
        }
        if is_aside {
            score -= ASIDE;
        } else if is_first && !PREPOSITIONS.contains(previous) {
            score += SUBJECT;
        }
        if is_owner {
            score -= OWNER;
        } else if is_object {
            score -= OBJECT;
        }
        raise(scores, Who::Entity(entity), score);
    }
}

/// Scores those who spoke before the pronoun at `place`.
fn score_speakers(reading: &Reading, cast: &Cast, before: &[Resolved], place: usize, scores: &mut Vec<(Who, f32)>) {
    let told = before.iter().rev().filter(|resolved| !resolved.is_nested || reading.is_quoted(place));
    for (age, resolved) in told.take(QUOTES_BACK).enumerate() {
        let is_person = match &resolved.who {
            Who::Entity(entity) => cast.entities[*entity].kind == EntityKind::Person,
            Who::Phrase { kind, .. } => *kind == SpeakerKind::Unnamed,
            _ => false,
        };
        let back = distance(reading, resolved.place, place);
        if is_person && back <= SENTENCES_BACK {
            raise(scores, resolved.who.clone(), by_distance(back) + if age == 0 { LAST_SPEAKER } else { SPEAKER });
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
        if name.tokens.end == mark && name.tokens.start >= floor && cast.of(mention).kind == EntityKind::Person {
            return Some(name.lead.max(floor)..mark);
        }
    }
    None
}
