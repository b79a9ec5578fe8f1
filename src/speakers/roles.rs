//! Roles: the office or job that an article gives with a name.

use std::ops::Range;

use super::kinds::is_age;
use super::lexicon::{
    AUXILIARIES, COMMON, DETERMINERS, FUNCTION, PLAIN_TITLES, PREPOSITIONS, REPORTING, TITLE_MODIFIERS, TITLES,
    full_role, is_plural, is_role,
};
use super::names::NameMention;
use super::reading::Reading;
use crate::text::TokenKind;

/// An office or job as the article gives it with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Role {
    /// Its words (`Iranian Foreign Ministry spokesman`), no article before them.
    pub(super) tokens: Range<usize>,
    /// Folded head word (`spokesman`), an abbreviation written out (`Sen.` → `senator`).
    pub(super) head: String,
    /// The name it stands with.
    pub(super) mention: usize,
    /// Whether it stands behind the name (`Okafor, the mayor of Lund`).
    pub(super) is_after: bool,
    /// Whether it says nothing of an office (`Mr.`).
    pub(super) is_plain_title: bool,
}

/// What the role with its head at token `place` is looked up by: the head written out, *vice* before it kept.
pub(super) fn role_key(reading: &Reading, place: usize) -> String {
    let head = full_role(reading.word(place));
    let before = place.checked_sub(1).map_or("", |before| reading.word(before));
    if matches!(before, "vice" | "deputy") { format!("{before} {head}") } else { head.to_owned() }
}

/// Longest role, in tokens.
const MAX_ROLE_TOKENS: usize = 14;

/// The role before a name: titles, and the noun and its modifiers that the name stands behind.
pub(super) fn before(reading: &Reading, names: &[NameMention], mention: usize) -> Option<Role> {
    let name = &names[mention];
    let end = name.tokens.start;
    if end == 0 {
        return None;
    }
    let mut head = end - 1;
    // `THE CHAIRMAN (Mr Bo Rask): …`
    if name.lead >= 2 && reading.raw(name.lead - 1) == "(" && reading.raw_or_empty(name.tokens.end) == ")" {
        head = name.lead - 2;
    }
    let word = reading.word(head);
    let sentence = reading.tokens_of(reading.sentence_of(end));
    let in_lead = name.lead < end && head + 1 == end;
    let is_head = TITLES.contains(word) && reading.is_capital(head)
        || is_role(word) && !is_plural(word)
        || in_lead && PLAIN_TITLES.contains(word);
    if head < sentence.start || !is_head || reading.is_possessive(head) {
        return None;
    }
    let mut start = head;
    while start > sentence.start && head - start < MAX_ROLE_TOKENS && goes_on_to_the_left(reading, start - 1) {
        start -= 1;
    }
    while start < head && PLAIN_TITLES.contains(reading.word(start)) {
        start += 1;
    }
    let is_plain_title = PLAIN_TITLES.contains(word);
    Some(Role { tokens: start..head + 1, head: role_key(reading, head), mention, is_after: false, is_plain_title })
}

/// Whether the word at `place` belongs to the noun phrase that goes on behind it.
fn goes_on_to_the_left(reading: &Reading, place: usize) -> bool {
    if reading.kind(place) != Some(TokenKind::Word) || reading.is_possessive(place) {
        // `Lund’s mayor`: the owner is no part of the role's words.
        return false;
    }
    let word = reading.word(place);
    if matches!(word, "former" | "then" | "ex") {
        return true;
    }
    if word == "of" {
        return false;
    }
    if FUNCTION.contains(word) || AUXILIARIES.contains(word) || REPORTING.contains(word) || PREPOSITIONS.contains(word)
    {
        return false;
    }
    if reading.is_capital(place) {
        return true;
    }
    // A verb before the phrase (*quoted*, *met*) ends it.
    let is_verb_like = (word.ends_with("ed") || word.ends_with("ing") || word.ends_with("ly")) && !word.contains('-');
    !is_verb_like
        && !matches!(
            word,
            "met"
                | "ran"
                | "beat"
                | "led"
                | "saw"
                | "called"
                | "wrote"
                | "named"
                | "made"
                | "gave"
                | "took"
                | "lost"
                | "won"
                | "hit"
                | "let"
                | "put"
        )
}

/// The role behind a name: `Okafor, the mayor of Lund,`, `Okafor, 43, a baker`.
pub(super) fn after(reading: &Reading, names: &[NameMention], mention: usize) -> Option<Role> {
    let name = &names[mention];
    let sentence = reading.tokens_of(reading.sentence_of(name.tokens.start));
    let mut place = name.tokens.end;
    // `the other Pia Sand, the bishop`
    let is_another = name.lead > 0 && reading.word(name.lead - 1) == "other";
    if is_another || !opens_apposition(reading.raw_or_empty(place)) {
        return None;
    }
    place += 1;
    if reading.kind(place) == Some(TokenKind::Number) && is_age(reading.raw(place)) {
        place += 1;
        if reading.raw_or_empty(place) != "," {
            return None;
        }
        place += 1;
    }
    let with_article = DETERMINERS.contains(reading.word(place));
    if with_article {
        place += 1;
    } else if reading.word(place) == "who" && matches!(reading.word(place + 1), "is" | "was") {
        place += 2;
        if DETERMINERS.contains(reading.word(place)) {
            place += 1;
        }
    }
    let start = place;
    let limit = sentence.end.min(start + MAX_ROLE_TOKENS);
    let core = core_end(reading, start, limit);
    if core == start {
        return None;
    }
    let head = role_head(reading, start..core)?;
    let end = phrase_end(reading, core, limit);
    // `Okafor, Tveit and Mayor Lund`: a list of names is no apposition.
    if reading.is_capital(start)
        && names_begin_in(names, mention + 1, start)
        && !is_role(reading.word(start))
        && !with_article
    {
        let next = &names[mention + 1];
        if next.tokens.end >= core {
            return None;
        }
    }
    if head + 1 < core && !with_article && reading.is_capital(core - 1) && !is_role(reading.word(core - 1)) {
        return None;
    }
    Some(Role { tokens: start..end, head: role_key(reading, head), mention, is_after: true, is_plain_title: false })
}

fn opens_apposition(raw: &str) -> bool {
    matches!(raw, "," | "—" | "–" | "(")
}

/// Whether the name with this place in the list begins at token `start`.
fn names_begin_in(names: &[NameMention], place: usize, start: usize) -> bool {
    names.get(place).is_some_and(|name| name.tokens.start == start || name.lead == start)
}

/// Where the words before a preposition, a mark, a relative or a verb end.
fn core_end(reading: &Reading, start: usize, limit: usize) -> usize {
    let mut place = start;
    while place < limit {
        let word = reading.word(place);
        let is_inner = reading.is_possessive(place) || reading.is_tight_hyphen(place) || word == "&";
        let is_word = matches!(reading.kind(place), Some(TokenKind::Word | TokenKind::Number));
        if !is_inner && !is_word {
            break;
        }
        let ends = PREPOSITIONS.contains(word)
            || REPORTING.contains(word)
            || AUXILIARIES.contains(word)
            || matches!(word, "who" | "which" | "that" | "whose" | "where" | "when");
        if ends && !is_inner {
            break;
        }
        place += 1;
    }
    place
}

/// The last word of the core that is a job or office.
fn role_head(reading: &Reading, core: Range<usize>) -> Option<usize> {
    let last = core.end - 1;
    let word = reading.word(last);
    if is_role(word) && !is_plural(word) {
        return Some(last);
    }
    // `author and professor`, `co-founder and then chairman`
    let joined = core.clone().find(|place| reading.word(*place) == "and")?;
    (joined > core.start && is_role(reading.word(joined - 1))).then(|| joined - 1)
}

/// Where the phrase ends that goes on behind its core with *of Lund*, *at the Lund Post* and the like.
fn phrase_end(reading: &Reading, core: usize, limit: usize) -> usize {
    let mut place = core;
    let mut end = core;
    while place < limit {
        let word = reading.word(place);
        let is_word = matches!(reading.kind(place), Some(TokenKind::Word | TokenKind::Number));
        let is_inner = reading.is_possessive(place) || word == "&" || reading.is_tight_hyphen(place);
        if !is_word && !is_inner {
            break;
        }
        let ends = REPORTING.contains(word)
            || AUXILIARIES.contains(word)
            || matches!(word, "who" | "which" | "that" | "whose" | "where" | "when" | "but" | "because" | "while");
        if ends {
            break;
        }
        place += 1;
        if !DETERMINERS.contains(word) && !PREPOSITIONS.contains(word) && word != "and" {
            end = place;
        }
    }
    end
}

/// The place or body named with a role: the name behind *of* or *at* (`mayor of Lund`), else the capitalised words before
/// its head (`Iranian Foreign Ministry`), else the owner before it (`Lund’s mayor`). Folded.
pub(super) fn place_of(reading: &Reading, role: &Role) -> String {
    let mut words: Vec<&str> = Vec::new();
    let head = role.tokens.clone().find(|place| role_key(reading, *place) == role.head).unwrap_or(role.tokens.start);
    for place in head + 1..role.tokens.end {
        if reading.is_capital(place) && !role_word(reading.word(place)) {
            words.push(reading.word(place));
        } else if !words.is_empty() {
            break;
        }
    }
    if words.is_empty() {
        for place in role.tokens.start..head {
            let word = reading.word(place);
            if reading.is_capital(place) && !role_word(word) && !COMMON_MODIFIERS.contains(&word) {
                words.push(word);
            }
        }
    }
    if words.is_empty() && role.tokens.start >= 2 && reading.is_possessive(role.tokens.start - 1) {
        let mut place = role.tokens.start - 1;
        while place > 0 && reading.is_capital(place - 1) && words.len() < 4 {
            place -= 1;
            words.insert(0, reading.word(place));
        }
    }
    let joined = words.join(" ");
    let kept: Vec<String> = crate::text::analysis::words(&joined).map(|word| word.folded).collect();
    kept.join(" ")
}

/// Modifiers of a title that name no place.
const COMMON_MODIFIERS: [&str; 6] = ["former", "acting", "deputy", "vice", "prime", "senior"];

fn role_word(word: &str) -> bool {
    TITLES.contains(word) && !COMMON.contains(word)
        || PLAIN_TITLES.contains(word)
        || TITLE_MODIFIERS.contains(word) && is_role(word)
}
