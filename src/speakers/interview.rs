//! Interviews: who asks and who answers, from a lead like *The Lund Post spoke with Ines Okafor*.

use super::cast::{Cast, EntityKind};
use super::reading::Reading;

/// The two sides of an interview, as entities of the cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interview {
    pub(super) asks: Option<usize>,
    pub(super) answers: Option<usize>,
}

/// How many names from the top the lead is looked for in.
const LEAD_NAMES: usize = 40;
/// How many tokens may stand between asker, verb and answerer.
const LEAD_GAP: usize = 14;

impl Interview {
    /// Finds the lead that says who talks to whom.
    pub(super) fn find(reading: &Reading, cast: &Cast) -> Option<Interview> {
        let mut found = Interview::introduced(reading, cast).or_else(|| Interview::lead(reading, cast))?;
        for mention in 0..cast.names.len().min(LEAD_NAMES) {
            // `The questions were asked by Pia Sand.`
            let start = cast.names[mention].lead;
            if start >= 4
                && reading.word(start - 1) == "by"
                && reading.word(start - 2) == "asked"
                && reading.word(start - 4) == "questions"
            {
                found.asks = Some(cast.links[mention].entity);
            }
        }
        if found.answers.is_none() {
            found.answers = first_person(reading, cast, found.asks);
        }
        Some(found)
    }

    /// `Ines Okafor was sworn in on Monday. She spoke to Pia Sand in her office.`: whom the lead has told of before
    /// answers.
    fn introduced(reading: &Reading, cast: &Cast) -> Option<Interview> {
        for mention in 0..cast.names.len().min(LEAD_NAMES) {
            let start = cast.names[mention].lead;
            let is_told = start >= 3 && matches!(reading.word(start - 1), "to" | "with") && is_talk(reading, start - 2);
            let is_pronoun = is_told && matches!(reading.word(start - 3), "he" | "she" | "they");
            let asks = cast.links[mention].entity;
            if !is_pronoun || reading.is_quoted(start) || cast.entities[asks].kind != EntityKind::Person {
                continue;
            }
            if let Some(answers) = first_person(reading, cast, Some(asks)) {
                return Some(Interview { asks: Some(asks), answers: Some(answers) });
            }
        }
        None
    }

    /// The sentence that says who talks to whom.
    fn lead(reading: &Reading, cast: &Cast) -> Option<Interview> {
        let mut found: Option<Interview> = None;
        for mention in 0..cast.names.len().min(LEAD_NAMES) {
            let start = cast.names[mention].tokens.end;
            let limit = (start + 4).min(reading.len());
            let Some(verb) = (start..limit).find(|place| is_talk(reading, *place)) else { continue };
            if reading.sentence_of(verb) != reading.sentence_of(start) || reading.is_quoted(verb) {
                continue;
            }
            let asks = cast.links[mention].entity;
            let answers = answerer(reading, cast, verb);
            if answers.is_some() {
                return Some(Interview { asks: Some(asks), answers });
            }
            found = found.or(Some(Interview { asks: Some(asks), answers: None }));
        }
        found
    }
}

/// The first person named behind the verb.
fn answerer(reading: &Reading, cast: &Cast, verb: usize) -> Option<usize> {
    let sentence = reading.tokens_of(reading.sentence_of(verb));
    let end = sentence.end.min(verb + LEAD_GAP);
    let end =
        (verb..end).find(|place| matches!(reading.word(*place), "on" | "about" | "over" | "after")).unwrap_or(end);
    let mut inside = cast.names_in(verb + 1, end);
    inside.find(|mention| cast.of(*mention).kind == EntityKind::Person).map(|mention| cast.links[mention].entity)
}

/// *interviews*, *spoke with*, *sat down with*, *talked to*.
fn is_talk(reading: &Reading, place: usize) -> bool {
    let next = reading.word(place + 1);
    match reading.word(place) {
        "interviews" | "interviewed" => true,
        "spoke" | "speaks" | "talked" | "talks" | "chatted" => matches!(next, "with" | "to"),
        "sat" => next == "down",
        _ => false,
    }
}

/// The first person of the first paragraphs who is not the asker.
fn first_person(reading: &Reading, cast: &Cast, asks: Option<usize>) -> Option<usize> {
    for mention in 0..cast.names.len().min(LEAD_NAMES) {
        let entity = cast.links[mention].entity;
        let is_early = reading.paragraph_of(cast.names[mention].tokens.start) < LEAD_PARAGRAPHS;
        let is_person = cast.entities[entity].kind == EntityKind::Person && cast.entities[entity].kind_lead >= 1.0;
        if is_early && is_person && Some(entity) != asks {
            return Some(entity);
        }
    }
    None
}

/// How many paragraphs can introduce the one who answers.
const LEAD_PARAGRAPHS: usize = 4;
