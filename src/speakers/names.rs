//! Names: where the article names a person, a body or a place, with the titles before it.

use std::ops::Range;

use super::lexicon::{
    BODY_WORDS, CALENDAR, FUNCTION, GIVEN_NAMES, KNOWN_BODIES, NAME_SUFFIXES, PARTICLES, PLACES, TITLE_MODIFIERS,
    TITLES, is_demonym, is_role,
};
use super::reading::Reading;
use crate::text::TokenKind;

/// One place where the article prints a name.
#[derive(Clone, Debug)]
pub(super) struct NameMention {
    /// The name, titles left off; a nickname, particles and a suffix are inside.
    pub(super) tokens: Range<usize>,
    /// Where titles and other capitalised words before it begin; `tokens.start` where there are none.
    pub(super) lead: usize,
    /// Folded words of the name, the nickname among them, a suffix too.
    pub(super) words: Vec<String>,
    /// Whether its own words show a body (*Tveit Harbour Board*).
    pub(super) is_body: bool,
    /// Whether it is the name of a place.
    pub(super) is_place: bool,
    /// Whether it is an acronym.
    pub(super) is_acronym: bool,
    /// Whether it stands in a headline.
    pub(super) in_heading: bool,
}

impl NameMention {
    /// The last word, a suffix left off: the surname of a person.
    pub(super) fn last(&self) -> &str {
        let end = self.words.iter().rposition(|word| !NAME_SUFFIXES.contains(word.as_str())).unwrap_or(0);
        self.words.get(end).map_or("", String::as_str)
    }
}

/// Longest name, in tokens; what is longer is a list or a headline.
const MAX_NAME_TOKENS: usize = 12;

/// First words of a name that newspapers also write in lower case.
const FIRST_OF_NAME: [&str; 22] = [
    "new",
    "north",
    "south",
    "east",
    "west",
    "united",
    "central",
    "national",
    "international",
    "general",
    "federal",
    "public",
    "social",
    "royal",
    "world",
    "global",
    "human",
    "supreme",
    "first",
    "associated",
    "los",
    "san",
];

/// Heads after which *of*, *for* or *on* go on with the name.
const OF_HEADS: [&str; 11] =
    ["republic", "city", "kingdom", "voice", "state", "states", "isle", "islamic", "emirates", "knights", "daughters"];

/// All names of the article, in order of the text.
pub(super) fn find(reading: &Reading) -> Vec<NameMention> {
    let mut names = Vec::new();
    for (number, sentence) in reading.document.sentences.iter().enumerate() {
        let in_heading = reading.is_heading(number);
        let mut place = sentence.tokens.start;
        while place < sentence.tokens.end {
            if !can_begin(reading, place) {
                place += 1;
                continue;
            }
            let end = run_end(reading, place, sentence.tokens.end, in_heading);
            if let Some(name) = trim(reading, place..end, in_heading) {
                names.push(name);
            }
            place = end;
        }
    }
    names
}

/// Whether a name, or a title before one, can begin at `place`.
fn can_begin(reading: &Reading, place: usize) -> bool {
    if !reading.is_capital(place) || FUNCTION.contains(reading.word(place)) || CALENDAR.contains(reading.word(place)) {
        return false;
    }
    !is_contraction(reading.word(place))
}

/// `I’m`, `they’re`, `don’t`.
fn is_contraction(word: &str) -> bool {
    word.split_once('\'').is_some_and(|(_, tail)| matches!(tail, "m" | "re" | "ll" | "ve" | "d" | "t"))
}

/// Where the run of name words that begins at `start` ends.
fn run_end(reading: &Reading, start: usize, limit: usize, in_heading: bool) -> usize {
    let limit = limit.min(start + MAX_NAME_TOKENS);
    let mut end = start + 1;
    while end < limit {
        // In a headline every word has a capital: a common word ends the name.
        if in_heading && reading.is_lower_elsewhere(reading.word(end)) && !is_name_part(reading, end) {
            break;
        }
        if in_heading
            && end == start + 1
            && reading.is_lower_elsewhere(reading.word(start))
            && !is_name_part(reading, start)
        {
            break;
        }
        if can_begin(reading, end) {
            end += 1;
            continue;
        }
        match joined(reading, start, end, limit) {
            Some(next) => end = next,
            None => break,
        }
    }
    end
}

fn is_name_part(reading: &Reading, place: usize) -> bool {
    let word = reading.word(place);
    BODY_WORDS.contains(word) || TITLES.contains(word) || GIVEN_NAMES.contains(word) || PLACES.contains(word)
}

/// Where a name that has come to `end` goes on behind a small word, a mark or a suffix; `None` where it is over.
fn joined(reading: &Reading, start: usize, end: usize, limit: usize) -> Option<usize> {
    let word = reading.word(end);
    let next_capital = |place: usize| place < limit && can_begin(reading, place);
    if reading.raw_or_empty(end) == "," && NAME_SUFFIXES.contains(reading.word(end + 1)) && reading.is_capital(end + 1)
    {
        return Some(end + 2);
    }
    if PARTICLES.contains(word) && reading.kind(end) == Some(TokenKind::Word) {
        let mut place = end + 1;
        while place < limit && place < end + 3 && PARTICLES.contains(reading.word(place)) && !reading.is_capital(place)
        {
            place += 1;
        }
        return next_capital(place).then_some(place + 1);
    }
    let tight = |place: usize| {
        let tokens = &reading.document.tokens;
        place + 1 < limit
            && tokens[place - 1].span.end == tokens[place].span.start
            && tokens[place].span.end == tokens[place + 1].span.start
    };
    if word == "&" && next_capital(end + 1) || word == "/" && tight(end) && next_capital(end + 1) {
        return Some(end + 2);
    }
    if reading.kind(end) == Some(TokenKind::Open) || word == "(" {
        return nickname_end(reading, start, end, limit);
    }
    let has_body = (start..end).any(|place| BODY_WORDS.contains(reading.word(place)));
    match word {
        "of" if has_body || OF_HEADS.contains(&reading.word(end - 1)) => {
            let place = if reading.word(end + 1) == "the" { end + 2 } else { end + 1 };
            next_capital(place).then_some(place + 1)
        }
        "for" | "on" if has_body && takes_for(reading.word(end - 1)) => {
            let place = if reading.word(end + 1) == "the" { end + 2 } else { end + 1 };
            next_capital(place).then_some(place + 1)
        }
        "and" if next_capital(end + 1) => and_inside_body(reading, start, end, limit).then_some(end + 2),
        _ => None,
    }
}

/// Heads of bodies that say *for* what or *on* what they are.
fn takes_for(word: &str) -> bool {
    matches!(
        word,
        "center"
            | "centre"
            | "institute"
            | "association"
            | "council"
            | "committee"
            | "department"
            | "society"
            | "foundation"
            | "coalition"
            | "initiative"
            | "fund"
            | "agency"
            | "commission"
            | "bank"
            | "office"
            | "campaign"
            | "action"
            | "union"
            | "partnership"
            | "party"
            | "league"
            | "board"
    )
}

/// Whether the *and* at `end` stands inside the name of a body: `Department of Health and Welfare`,
/// `Fish and Harbour Commission`.
fn and_inside_body(reading: &Reading, start: usize, end: usize, limit: usize) -> bool {
    if (start..end).any(|place| matches!(reading.word(place), "of" | "for" | "on")) {
        // `Department of Health and Tveit Council` is rarer than `Center for Trade and Harbour Research`.
        return reading.is_lower_elsewhere(reading.word(end - 1)) && reading.is_lower_elsewhere(reading.word(end + 1));
    }
    let mut last = end + 1;
    while last + 1 < limit && can_begin(reading, last + 1) {
        last += 1;
    }
    last > end + 1
        && BODY_WORDS.contains(reading.word(last))
        && !(start..end).any(|place| BODY_WORDS.contains(reading.word(place)) || is_demonym(reading.word(place)))
        && (start..end).all(|place| reading.is_lower_elsewhere(reading.word(place)))
}

/// The end of a nickname in marks or parentheses inside a name, with the word after it: `Robert “Bob” Ainsley`.
fn nickname_end(reading: &Reading, start: usize, open: usize, limit: usize) -> Option<usize> {
    if !GIVEN_NAMES.contains(reading.word(start)) && reading.is_lower_elsewhere(reading.word(start)) {
        return None;
    }
    let mut place = open + 1;
    while place < limit && place < open + 4 && reading.kind(place) == Some(TokenKind::Word) {
        place += 1;
    }
    let closes = reading.kind(place) == Some(TokenKind::Close) || reading.word(place) == ")";
    let is_name = place > open + 1 && reading.is_capital(open + 1) && closes && place + 1 < limit;
    (is_name && can_begin(reading, place + 1)).then_some(place + 2)
}

/// Takes titles, common words and the like off a run of capitalised words; `None` where no name is left.
fn trim(reading: &Reading, run: Range<usize>, in_heading: bool) -> Option<NameMention> {
    let lead = run.start;
    let mut start = run.start;
    let end = run.end;
    if reading.begins(start) && reading.is_common(start) && !is_kept_first(reading, start, end) {
        start += 1;
        if start >= end {
            return None;
        }
    }
    if let Some(after) = after_titles(reading, start, end) {
        start = after;
    }
    start = after_party(reading, start, end);
    // `Secretary of State Okafor`, `Minister of Defence Tveit`
    if lead >= 2 && reading.word(lead - 1) == "of" && TITLES.contains(reading.word(lead - 2)) && end - start >= 2 {
        let is_office = matches!(
            reading.word(start),
            "state"
                | "defense"
                | "defence"
                | "treasury"
                | "commerce"
                | "labor"
                | "labour"
                | "agriculture"
                | "energy"
                | "education"
                | "health"
                | "justice"
                | "finance"
                | "transportation"
                | "house"
        );
        if is_office {
            start += 1;
        }
    }
    if start >= end || is_no_name(reading, start, end) {
        return None;
    }
    Some(described(reading, lead, start..end, in_heading))
}

/// Whether a common word that begins a sentence is still the first of a name.
fn is_kept_first(reading: &Reading, start: usize, end: usize) -> bool {
    let word = reading.word(start);
    if end - start < 2 {
        return KNOWN_BODIES.contains(word);
    }
    TITLES.contains(word)
        || is_demonym(word)
        || TITLE_MODIFIERS.contains(word)
        || FIRST_OF_NAME.contains(&word)
        || GIVEN_NAMES.contains(word)
        || BODY_WORDS.contains(reading.word(end - 1))
        || BODY_WORDS.contains(word)
}

/// The first token behind the last title of the run that a person's name follows.
fn after_titles(reading: &Reading, start: usize, end: usize) -> Option<usize> {
    let mut after = None;
    for place in start..end.saturating_sub(1) {
        let word = reading.word(place);
        let is_title = TITLES.contains(word) || is_role(word) && !GIVEN_NAMES.contains(word);
        if is_title
            && !NAME_SUFFIXES.contains(reading.word(place + 1))
            && reading.kind(place + 1) == Some(TokenKind::Word)
        {
            after = Some(place + 1);
        }
    }
    let after = after?;
    let is_body = (after..end).any(|place| BODY_WORDS.contains(reading.word(place)));
    let is_place = (after..end).all(|place| PLACES.contains(reading.word(place)));
    let is_title_only = (after..end).all(|place| {
        let word = reading.word(place);
        TITLES.contains(word) || TITLE_MODIFIERS.contains(word) || is_role(word)
    });
    // `Martin Luther King Osei`: a given name before makes the title a part of the name.
    let has_given = after >= start + 2 && GIVEN_NAMES.contains(reading.word(after - 2)) && after - 2 == start;
    (!is_body && !is_place && !is_title_only && !has_given).then_some(after)
}

/// The first token behind a party's or people's adjective that stands before a person's name.
fn after_party(reading: &Reading, start: usize, end: usize) -> usize {
    if end - start < 2 || !is_demonym(reading.word(start)) {
        return start;
    }
    if (start..end).any(|place| BODY_WORDS.contains(reading.word(place))) {
        return start;
    }
    let is_party = matches!(
        reading.word(start),
        "republican"
            | "democrat"
            | "democratic"
            | "gop"
            | "conservative"
            | "labour"
            | "tory"
            | "republicans"
            | "democrats"
    );
    if is_party || GIVEN_NAMES.contains(reading.word(start + 1)) && end - start >= 3 { start + 1 } else { start }
}

/// Whether what is left is no name: a title, a people, a common word with a capital.
fn is_no_name(reading: &Reading, start: usize, end: usize) -> bool {
    if (start..end).all(|place| {
        let word = reading.word(place);
        TITLES.contains(word) || TITLE_MODIFIERS.contains(word) || is_demonym(word) || is_role(word)
    }) {
        return true;
    }
    if end - start > 1 {
        return is_demonym(reading.word(end - 1)) && reading.word(end - 1).ends_with('s');
    }
    let word = reading.word(start);
    if !word.chars().any(char::is_alphabetic) || word.chars().count() < 2 {
        return true;
    }
    if reading.is_heading(reading.sentence_of(start)) && reading.is_lower_elsewhere(word) {
        return true;
    }
    if matches!(word, "may" | "march" | "august") && reading.kind(end) == Some(TokenKind::Number) {
        return true;
    }
    // `The Republicans`, `Millennials`
    if word.ends_with('s')
        && word.len() > 4
        && reading.is_lower_elsewhere(&word[..word.len() - 1])
        && !KNOWN_BODIES.contains(word)
    {
        return !BODY_WORDS.contains(word);
    }
    false
}

/// The mention with what its own words show.
fn described(reading: &Reading, lead: usize, tokens: Range<usize>, in_heading: bool) -> NameMention {
    let mut words = Vec::new();
    for place in tokens.clone() {
        for part in reading.word(place).split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '.') {
            let bare: String = part.chars().filter(|c| c.is_alphanumeric()).collect();
            if !bare.is_empty() {
                words.push(bare);
            }
        }
    }
    let raw = reading.raw(tokens.start);
    let letters = raw.chars().filter(|c| c.is_alphabetic()).count();
    let is_acronym = tokens.len() == 1
        && (2..=6).contains(&letters)
        && raw.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '&' | '-') || c.is_numeric())
        && !in_heading;
    let any = |test: &dyn Fn(&str) -> bool| tokens.clone().any(|place| test(reading.word(place)));
    let is_person_like = GIVEN_NAMES.contains(reading.word(tokens.start)) && tokens.len() <= 3;
    let joined_body = any(&|word| matches!(word, "&" | "/" | "of" | "for" | "and"));
    let is_body = joined_body
        || KNOWN_BODIES.contains(reading.word(tokens.start)) && tokens.len() <= 2 && !is_person_like
        || any(&|word| BODY_WORDS.contains(word))
            && (tokens.len() > 1 || !GIVEN_NAMES.contains(reading.word(tokens.start)));
    let is_place = !is_body && is_place_name(reading, tokens.clone());
    NameMention { tokens, lead, words, is_body, is_place, is_acronym, in_heading }
}

fn is_place_name(reading: &Reading, tokens: Range<usize>) -> bool {
    let last = reading.word(tokens.end - 1);
    if GIVEN_NAMES.contains(reading.word(tokens.start)) && tokens.len() > 1 {
        return false;
    }
    let raw = reading.raw(tokens.start);
    if tokens.len() == 1 && matches!(raw, "U.S." | "US" | "U.K." | "UK" | "USA" | "U.S" | "EU" | "UAE" | "D.C.") {
        return true;
    }
    PLACES.contains(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Document;

    fn names(text: &str) -> Vec<String> {
        let document = Document::new(text);
        let reading = Reading::new(&document);
        find(&reading).into_iter().map(|name| reading.phrase(name.tokens)).collect()
    }

    #[test]
    fn titles_are_no_part_of_a_name() {
        assert_eq!(
            names("On Monday Mr. Okafor met Foreign Minister Ines Tveit, Sen. Odd Brandvold and Lund Mayor Per Kvist."),
            ["Okafor", "Ines Tveit", "Odd Brandvold", "Per Kvist"]
        );
    }

    #[test]
    fn particles_initials_suffixes_and_nicknames_are() {
        assert_eq!(
            names(
                "It was Robert “Bob” Ainsley who met Rutger van der Molen, Pia O’Neill-Sand, J.R. Stokes, Omar bin Rashid, Hafez al-Khoury and Will Stone, Jr. there."
            ),
            [
                "Robert “Bob” Ainsley",
                "Rutger van der Molen",
                "Pia O’Neill-Sand",
                "J.R. Stokes",
                "Omar bin Rashid",
                "Hafez al-Khoury",
                "Will Stone, Jr."
            ]
        );
    }

    #[test]
    fn the_first_word_of_a_sentence_needs_more_than_its_capital() {
        assert_eq!(
            names("Export director Carla Nunes waited. Ferries were late. Nunes left."),
            ["Carla Nunes", "Nunes"]
        );
    }

    #[test]
    fn the_name_of_a_body_goes_on_behind_small_words() {
        assert_eq!(
            names("The Center for Harbour and Trade Research and the Fish and Harbour Commission told the Lund Post."),
            ["Center for Harbour and Trade Research", "Fish and Harbour Commission", "Lund Post"]
        );
    }

    #[test]
    fn days_peoples_and_titles_alone_are_no_names() {
        assert!(
            names("On Tuesday, the Norwegians told the President and the Foreign Minister in May 1999.").is_empty()
        );
    }

    #[test]
    fn a_headline_gives_names_only_where_the_words_are_not_common() {
        assert_eq!(
            names(
                "Voters Abandon Party For Ines Okafor In Harbour Poll\nThe voters of the party in the harbour took part in a poll about Ines Okafor."
            ),
            ["Ines Okafor", "Ines Okafor"]
        );
    }
}
