//! Names: where the article names a person, a body or a place, with the titles before it.

use std::collections::HashSet;
use std::ops::Range;

use super::lexicon::COMMON;
use super::lexicon::{
    BODY_WORDS, CALENDAR, DOCUMENT_NOUNS, FUNCTION, GIVEN_NAMES, KNOWN_BODIES, NAME_SUFFIXES, OF_OFFICES, PARTICLES,
    PLACES, PLAIN_TITLES, REPORTING, TITLE_MODIFIERS, TITLES, is_capital_role, is_demonym, is_role, singular,
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
    /// Whether it is one printed word; `Okafor-Lindqvist` is one word of two parts.
    pub(super) fn is_single(&self) -> bool {
        self.tokens.len() == 1
    }

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
    let finder = Finder { reading, seen: Seen::new(reading) };
    let mut names = Vec::new();
    for (number, sentence) in reading.document.sentences.iter().enumerate() {
        let in_heading = reading.is_heading(number);
        let mut place = sentence.tokens.start;
        while place < sentence.tokens.end {
            if !can_begin(reading, place) {
                place += 1;
                continue;
            }
            let end = finder.run_end(place, sentence.tokens.end, in_heading);
            if let Some(name) = finder.trim(place..end, in_heading) {
                names.push(name);
            }
            place = end;
        }
    }
    names
}

/// What the whole article shows of capitalised words.
#[derive(Debug, Default)]
struct Seen {
    /// Words behind a given name: surnames, even where they are also a trade or an office (`Pia Baker`).
    surnames: HashSet<String>,
    /// Capitalised words side by side in sentences that are no headline.
    pairs: HashSet<(String, String)>,
}

impl Seen {
    fn new(reading: &Reading) -> Seen {
        let mut seen = Seen::default();
        for place in 1..reading.len() {
            if !reading.is_capital(place) || !reading.is_capital(place - 1) {
                continue;
            }
            let first = reading.word(place - 1);
            let is_initial = first.len() == 1 && place >= 2 && GIVEN_NAMES.contains(reading.word(place - 2));
            if GIVEN_NAMES.contains(first) || is_initial || PLAIN_TITLES.contains(first) {
                seen.surnames.insert(reading.word(place).to_owned());
            }
            if !reading.is_heading(reading.sentence_of(place)) {
                seen.pairs.insert((first.to_owned(), reading.word(place).to_owned()));
            }
        }
        seen
    }
}

struct Finder<'r, 'd> {
    reading: &'r Reading<'d>,
    seen: Seen,
}

/// Whether a name, or a title before one, can begin at `place`.
fn can_begin(reading: &Reading, place: usize) -> bool {
    let word = reading.word(place);
    if !reading.is_capital(place) || is_contraction(word) || is_party_mark(word) || is_compound_adjective(word) {
        return false;
    }
    // The initial of `Pia A. Tveit`.
    if matches!(reading.raw(place), "A." | "I.") {
        return place > 0 && reading.is_capital(place - 1);
    }
    // `Will Stone`, `Pia May`
    if matches!(word, "will" | "may" | "august" | "april" | "june") {
        let after_given = place > 0 && GIVEN_NAMES.contains(reading.word(place - 1)) && reading.is_capital(place - 1);
        let before_name = word == "will" && !reading.begins(place) && reading.is_capital(place + 1);
        return after_given || before_name;
    }
    if word == "today" {
        return reading.raw(place) == "TODAY" && place > 0 && reading.raw(place - 1) == "USA";
    }
    if word == "first" {
        return reading.is_capital(place + 1) && !FUNCTION.contains(reading.word(place + 1));
    }
    !FUNCTION.contains(word) && !CALENDAR.contains(word)
}

/// `Lund-based`, `Okafor-endorsed`.
fn is_compound_adjective(word: &str) -> bool {
    word.rsplit_once('-').is_some_and(|(first, tail)| {
        first.chars().count() > 2
            && tail.len() > 2
            && COMMON.contains(tail)
            && !GIVEN_NAMES.contains(tail)
            && matches!(
                tail,
                "based"
                    | "led"
                    | "born"
                    | "style"
                    | "area"
                    | "like"
                    | "run"
                    | "wide"
                    | "era"
                    | "winner"
                    | "bound"
                    | "only"
                    | "owned"
                    | "made"
                    | "trained"
                    | "educated"
            )
            || tail.ends_with("ed") && tail.len() > 4 && COMMON.contains(tail)
    })
}

/// `D-Calif`, `R-S.C.`: party and state of a member of Congress.
fn is_party_mark(word: &str) -> bool {
    matches!(word.as_bytes(), [b'd' | b'r' | b'i', b'-', _, ..]) && word.len() <= 9
}

/// `I’m`, `they’re`, `don’t`.
fn is_contraction(word: &str) -> bool {
    word.split_once('\'').is_some_and(|(_, tail)| matches!(tail, "m" | "re" | "ll" | "ve" | "d" | "t"))
}

impl Finder<'_, '_> {
    /// Where the run of name words that begins at `start` ends.
    fn run_end(&self, start: usize, limit: usize, in_heading: bool) -> usize {
        let reading = self.reading;
        let limit = limit.min(start + MAX_NAME_TOKENS);
        let mut end = start + 1;
        while end < limit {
            // In a headline every word has a capital: only a pair that the body shows, too, belongs together.
            if in_heading && !self.heading_goes_on(start, end) {
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

    /// Whether the headline's word at `end` belongs to the name that begins at `start`.
    fn heading_goes_on(&self, start: usize, end: usize) -> bool {
        let reading = self.reading;
        let word = reading.word(end);
        if reading.is_capital(end) && !FUNCTION.contains(word) {
            let pair = (reading.word(end - 1).to_owned(), word.to_owned());
            let is_given = GIVEN_NAMES.contains(reading.word(end - 1)) || reading.word(end - 1).len() == 1;
            // `Manager Rolv Tveit` in a headline or a caption
            let is_titled = end <= start + 3
                && (TITLES.contains(word)
                    || TITLES.contains(reading.word(end - 1))
                    || end >= start + 2 && TITLES.contains(reading.word(end - 2)))
                && (TITLES.contains(word) || !COMMON.contains(word));
            return is_titled
                || self.seen.pairs.contains(&pair)
                || is_given && end <= start + 2 && !COMMON.contains(word);
        }
        !reading.is_capital(end)
    }
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
    if reading.kind(end) == Some(TokenKind::Open) || matches!(word, "(" | "\"") {
        return nickname_end(reading, start, end, limit);
    }
    let has_body = (start..end).any(|place| BODY_WORDS.contains(reading.word(place)));
    match word {
        "of" if has_body || OF_HEADS.contains(&reading.word(end - 1)) => {
            let place = if reading.word(end + 1) == "the" { end + 2 } else { end + 1 };
            next_capital(place).then_some(place + 1)
        }
        "for" | "on" | "to" if takes_for(reading.word(end - 1), has_body) => {
            let place = if matches!(reading.word(end + 1), "the" | "a" | "our") { end + 2 } else { end + 1 };
            next_capital(place).then_some(place + 1)
        }
        "and"
            if matches!(reading.word(end + 1), "co" | "company" | "sons" | "brothers" | "partners")
                && next_capital(end + 1) =>
        {
            Some(end + 2)
        }
        "our" | "the" | "your"
            if reading.is_capital(end) && (start..end).any(|place| matches!(reading.word(place), "to" | "for")) =>
        {
            next_capital(end + 1).then_some(end + 2)
        }
        "and" if next_capital(end + 1) => and_inside_body(reading, start, end, limit).then_some(end + 2),
        _ => None,
    }
}

/// Heads of bodies that say *for* what or *on* what they are.
fn takes_for(word: &str, has_body: bool) -> bool {
    if matches!(
        word,
        "citizens" | "americans" | "alliance" | "partners" | "mothers" | "students" | "veterans" | "physicians"
    ) {
        return true;
    }
    has_body
        && matches!(
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
    let is_common = |place: usize| reading.is_lower_elsewhere(reading.word(place));
    if (start..end).any(|place| matches!(reading.word(place), "of" | "for" | "on")) {
        // `Department of Health and Tveit Council` is rarer than `Center for Trade and Harbour Research`.
        return is_common(end - 1) && is_common(end + 1);
    }
    let mut last = end + 1;
    while last + 1 < limit && can_begin(reading, last + 1) {
        last += 1;
    }
    last > end + 1
        && BODY_WORDS.contains(reading.word(last))
        && !BODY_WORDS.contains(reading.word(end - 1))
        && !is_demonym(reading.word(end - 1))
        && !PLACES.contains(reading.word(end - 1))
        && is_common(end - 1)
        && is_common(end + 1)
}

/// The first token of the person's name in `In Lund Pia Sand said`.
fn after_dateline(reading: &Reading, start: usize, end: usize) -> usize {
    let is_in = start > 0 && matches!(reading.word(start - 1), "in" | "at");
    let next = reading.word(start + 1);
    let begins_name = GIVEN_NAMES.contains(next) || next.chars().count() == 1;
    let is_two = is_in && start + 3 <= end && begins_name && PLACES.contains(reading.word(start));
    if is_two { start + 1 } else { start }
}

/// The end of the person's name in `the Pia Sand Show`, `the Ada Rask Act`: what is named after somebody speaks as nobody else.
fn before_namesake(reading: &Reading, start: usize, end: usize) -> usize {
    if start + 2 >= end || !GIVEN_NAMES.contains(reading.word(start)) {
        return end;
    }
    let named = match (reading.word(end - 1), reading.word(end - 2)) {
        ("day", "election" | "memorial" | "inauguration") => 2,
        (
            "show" | "hour" | "podcast" | "tonight" | "act" | "amendment" | "award" | "prize" | "stadium" | "arena",
            _,
        ) => 1,
        _ => 0,
    };
    (end - named).max(start + 2)
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
    let closes = reading.kind(place) == Some(TokenKind::Close) || matches!(reading.word(place), ")" | "\"");
    let is_name = place > open + 1 && reading.is_capital(open + 1) && closes && place + 1 < limit;
    (is_name && can_begin(reading, place + 1)).then_some(place + 2)
}

impl Finder<'_, '_> {
    /// Takes titles, common words and the like off a run of capitalised words; `None` where no name is left.
    fn trim(&self, run: Range<usize>, in_heading: bool) -> Option<NameMention> {
        let reading = self.reading;
        let mut lead = run.start;
        let mut start = run.start;
        let end = run.end;
        let is_label = self.is_label(start, end);
        if !is_label && reading.begins(start) && reading.is_common(start) && !self.is_kept_first(start, end) {
            start += 1;
            if start >= end {
                return None;
            }
        }
        if let Some(after) = self.after_titles(start, end) {
            start = after;
        }
        // `Secretary of State Okafor`, `Minister of Defence Tveit`
        let is_of_office = lead >= 2 && reading.word(lead - 1) == "of" && TITLES.contains(reading.word(lead - 2));
        if is_of_office && end - start >= 2 && OF_OFFICES.contains(reading.word(start)) {
            start += 1;
            lead -= 2;
        }
        start = after_adjective(reading, start, end);
        start = after_dateline(reading, start, end);
        let end = before_namesake(reading, start, end);
        if start >= end || !is_label && self.is_no_name(start, end) {
            return None;
        }
        let is_surname = self.seen.surnames.contains(reading.word(start));
        Some(described(reading, lead, start..end, in_heading, is_label || is_surname))
    }

    /// Whether the run is the label of a turn (`SNOW:`) whose name the article also prints elsewhere.
    fn is_label(&self, start: usize, end: usize) -> bool {
        let reading = self.reading;
        let paragraph = &reading.document.paragraphs[reading.paragraph_of(start)];
        let is_first = paragraph.tokens.start == start
            || paragraph.tokens.start + 1 == start && reading.kind(start - 1) == Some(TokenKind::Open);
        is_first
            && end - start <= 4
            && reading.raw_or_empty(end) == ":"
            && paragraph.tokens.end > end + 1
            && (!DOCUMENT_NOUNS.contains(reading.word(end - 1)) || GIVEN_NAMES.contains(reading.word(end - 1)))
            && (reading.has_inner_capital(reading.word(end - 1)) || !reading.is_common(start))
            && (end - start == 1 || !reading.is_common(start) || GIVEN_NAMES.contains(reading.word(start)))
    }

    /// Whether a common word that begins a sentence is still the first of a name.
    fn is_kept_first(&self, start: usize, end: usize) -> bool {
        let word = self.reading.word(start);
        if end - start < 2 {
            return KNOWN_BODIES.contains(word) || self.seen.surnames.contains(word);
        }
        TITLES.contains(word)
            || is_demonym(word)
            || TITLE_MODIFIERS.contains(word)
            || FIRST_OF_NAME.contains(&word)
            || GIVEN_NAMES.contains(word)
            || BODY_WORDS.contains(self.reading.word(end - 1))
            || BODY_WORDS.contains(word)
    }

    /// The first token behind the last title of the run that a person's name follows.
    fn after_titles(&self, start: usize, end: usize) -> Option<usize> {
        let reading = self.reading;
        let mut after = None;
        for place in start..end.saturating_sub(1) {
            let word = reading.word(place);
            // `President Barber Tveit`: a trade between a title and a surname is a given name.
            let is_given = place > start && end - place == 2 && TITLES.contains(reading.word(place - 1));
            let is_trade = is_capital_role(word) && !GIVEN_NAMES.contains(word) && !is_given;
            let is_title = TITLES.contains(word) || is_trade;
            let is_last =
                NAME_SUFFIXES.contains(reading.word(place + 1)) || reading.kind(place + 1) != Some(TokenKind::Word);
            if is_title && !is_last {
                after = Some(place + 1);
            }
        }
        let after = after?;
        if PLAIN_TITLES.contains(reading.word(after - 1)) {
            return Some(after);
        }
        let is_body = (after..end).any(|place| BODY_WORDS.contains(reading.word(place)));
        let is_place = (after..end).all(|place| PLACES.contains(reading.word(place)));
        let is_title_only = (after..end).all(|place| {
            let word = reading.word(place);
            TITLES.contains(word) || TITLE_MODIFIERS.contains(word) || is_capital_role(word)
        });
        // `Ada King Osei`: behind given names the title is a part of the name.
        let is_middle_name = after >= start + 2
            && GIVEN_NAMES.contains(reading.word(start))
            && matches!(
                reading.word(after - 1),
                "king" | "prince" | "bishop" | "judge" | "major" | "pope" | "marshal" | "coach" | "baker" | "cook"
            );
        let is_surname = end - after == 1 && self.seen.surnames.contains(reading.word(after));
        (!is_body && !is_place && (!is_title_only || is_surname) && !is_middle_name).then_some(after)
    }

    /// Whether what is left is no name: a title, a people, a common word with a capital.
    fn is_no_name(&self, start: usize, end: usize) -> bool {
        let reading = self.reading;
        let last = reading.word(end - 1);
        let speaks = REPORTING.contains(reading.word(end)) || start > 0 && REPORTING.contains(reading.word(start - 1));
        if self.seen.surnames.contains(last)
            && (!is_demonym(last) || speaks)
            && (!reading.begins(start) || !FUNCTION.contains(last))
        {
            return reading.is_heading(reading.sentence_of(start)) && end - start == 1 && COMMON.contains(last);
        }
        if (start..end).all(|place| {
            let word = reading.word(place);
            TITLES.contains(word)
                || TITLE_MODIFIERS.contains(word) && !KNOWN_BODIES.contains(word)
                || is_demonym(word)
                || is_capital_role(word)
        }) {
            return true;
        }
        if end - start > 1 {
            let is_given = GIVEN_NAMES.contains(reading.word(start));
            // `Oil Minister`, `South Korean`, `Senior Officials`
            let one = singular(last);
            let is_several = one != last && is_role(&one) && !BODY_WORDS.contains(last);
            return is_several || !is_given && (is_demonym(last) || TITLES.contains(last));
        }
        self.is_no_single_name(start)
    }

    /// The same of a word alone.
    fn is_no_single_name(&self, start: usize) -> bool {
        let reading = self.reading;
        let word = reading.word(start);
        if !word.chars().any(char::is_alphabetic) || word.chars().count() < 2 {
            return true;
        }
        if reading.is_heading(reading.sentence_of(start)) && COMMON.contains(word) && !KNOWN_BODIES.contains(word) {
            return true;
        }
        if DOCUMENT_NOUNS.contains(word) && !GIVEN_NAMES.contains(word) && reading.begins(start) {
            return true;
        }
        if matches!(word, "march" | "august") && reading.kind(start + 1) == Some(TokenKind::Number) {
            return true;
        }
        // `The Republicans`, `Millennials`, `Congressmen`
        let one = singular(word);
        let before = start.checked_sub(1).map_or("", |place| reading.word(place));
        let is_counted = matches!(before, "many" | "some" | "most" | "all" | "few" | "several" | "other");
        let is_family = before == "the" && (self.seen.surnames.contains(&one) || reading.has_inner_capital(&one));
        let is_several = one != word
            && word.len() > 4
            && (reading.is_lower_elsewhere(&one) || is_role(&one) || is_counted || is_family);
        is_several && !KNOWN_BODIES.contains(word) && !BODY_WORDS.contains(word)
    }
}

/// The first token behind a party's, people's or other adjective that stands before a person's name:
/// `Democrat Pia Sand`, `Rival Pia Sand`.
fn after_adjective(reading: &Reading, start: usize, end: usize) -> usize {
    if end - start < 2 || (start..end).any(|place| BODY_WORDS.contains(reading.word(place))) {
        return start;
    }
    let word = reading.word(start);
    let before_given = GIVEN_NAMES.contains(reading.word(start + 1)) && end - start >= 3;
    if is_demonym(word) {
        let is_party = matches!(
            word,
            "republican" | "democrat" | "democratic" | "conservative" | "labour" | "tory" | "republicans" | "democrats"
        );
        return if is_party || before_given { start + 1 } else { start };
    }
    let is_plain = COMMON.contains(word) && !GIVEN_NAMES.contains(word) && !FIRST_OF_NAME.contains(&word);
    if is_plain && before_given { start + 1 } else { start }
}

/// The mention with what its own words show.
fn described(reading: &Reading, lead: usize, tokens: Range<usize>, in_heading: bool, is_person: bool) -> NameMention {
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
        && !in_heading
        && !is_person;
    let any = |test: &dyn Fn(&str) -> bool| tokens.clone().any(|place| test(reading.word(place)));
    let is_person_like = GIVEN_NAMES.contains(reading.word(tokens.start)) && tokens.len() <= 3;
    let joined_body = any(&|word| matches!(word, "&" | "/" | "of" | "for" | "and"));
    let is_body = joined_body
        || KNOWN_BODIES.contains(reading.word(tokens.start)) && tokens.len() <= 2 && !is_person_like
        || any(&|word| BODY_WORDS.contains(word))
            && (tokens.len() > 1 || !GIVEN_NAMES.contains(reading.word(tokens.start)));
    // `Harbour Grants`
    let last = reading.word(tokens.end - 1);
    let one = singular(last);
    let is_thing = tokens.len() > 1
        && one != last
        && COMMON.contains(one.as_str())
        && !GIVEN_NAMES.contains(reading.word(tokens.start));
    let is_body = is_body || is_thing;
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
            names(
                "On Monday Mr. Okafor met Foreign Minister Ines Tveit, Sen. Odd Brandvold and Lund Mayor Nils Kvist."
            ),
            ["Okafor", "Ines Tveit", "Odd Brandvold", "Nils Kvist"]
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
