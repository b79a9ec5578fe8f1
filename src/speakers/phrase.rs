//! Taking a mention apart: a pronoun, a name, several names, or a noun with what stands around it.

use std::ops::Range;

use super::cast::{Cast, EntityKind};
use super::kinds::modifies;
use super::lexicon::{
    AUXILIARIES, BODY_NOUNS, DETERMINERS, DOCUMENT_NOUNS, FUNCTION, OF_OFFICES, PREPOSITIONS, REPORTING,
    TITLE_MODIFIERS, TITLES, is_demonym, is_plural, is_role, singular,
};
use super::reading::Reading;
use crate::text::TokenKind;

/// A pronoun that can name a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    He,
    She,
    It,
    They,
    I,
    We,
    You,
    /// *who*, *whose*, *which*, *that*
    Relative,
}

/// What stands before the noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Determiner {
    /// *the*, *this*
    Definite,
    /// *a*, *one*, *another*, *some*
    Indefinite,
    /// *any*, *every*, *each*, *no*
    Every,
    /// *his*, *their*
    Owned(Pronoun),
    /// Nothing, or a number.
    Bare,
}

/// A noun that names a speaker, with what stands around it.
#[derive(Clone, Debug)]
pub(super) struct NounPhrase {
    /// The phrase without its article, up to where its core and a short *of*-part end.
    pub(super) tokens: Range<usize>,
    /// Its head.
    pub(super) head: usize,
    pub(super) determiner: Determiner,
    /// A name before the head, by its place in the cast.
    pub(super) owner: Option<usize>,
    /// A name behind *by*, *from*, *for* or *of*.
    pub(super) maker: Option<usize>,
    pub(super) is_plural: bool,
}

/// What a mention comes down to.
#[derive(Clone, Debug)]
pub(super) enum Head {
    Pronoun(Pronoun),
    /// One name, by its place in the cast.
    Name(usize),
    /// Several names joined by *and*, in these tokens.
    Several(Range<usize>),
    Noun(NounPhrase),
    /// Nothing that could be anybody.
    Nothing,
}

/// Longest name of a group, in tokens.
const MAX_PHRASE_TOKENS: usize = 12;

/// The pronoun that `word` is.
pub(super) fn pronoun(word: &str) -> Option<Pronoun> {
    Some(match word {
        "he" | "him" | "his" | "himself" => Pronoun::He,
        "she" | "her" | "hers" | "herself" => Pronoun::She,
        "it" | "its" | "itself" => Pronoun::It,
        "they" | "them" | "their" | "themselves" => Pronoun::They,
        "i" | "me" | "my" | "mine" | "myself" => Pronoun::I,
        "we" | "us" | "our" | "ours" | "ourselves" => Pronoun::We,
        "you" | "your" => Pronoun::You,
        "who" | "whose" | "whom" | "which" | "that" => Pronoun::Relative,
        _ => return None,
    })
}

/// Words before the phrase that are no part of it.
fn is_before_phrase(word: &str) -> bool {
    matches!(
        word,
        "by" | "to"
            | "from"
            | "for"
            | "with"
            | "of"
            | "as"
            | "and"
            | "but"
            | "even"
            | "also"
            | "both"
            | "only"
            | "just"
            | "meanwhile"
            | "while"
            | "among"
            | "according"
            | "on"
            | "in"
            | "like"
            | "then"
            | "at"
            | "than"
    )
}

/// Takes the mention at `tokens` apart.
pub(super) fn parse(reading: &Reading, cast: &Cast, tokens: Range<usize>) -> Head {
    let mut start = tokens.start;
    let end = tokens.end;
    while start + 1 < end
        && (!reading.is_word(start) || reading.is_possessive(start) || is_before_phrase(reading.word(start)))
    {
        if name_at(cast, start).is_some() {
            break;
        }
        start += 1;
    }
    if start >= end {
        return Head::Nothing;
    }
    let first = reading.word(start);
    let base = first.split('\'').next().unwrap_or(first);
    let mut determiner = Determiner::Bare;
    // `US officials`
    let is_country = reading.raw(start) == "US";
    if let Some(known) = pronoun(base)
        && !is_country
        && name_at(cast, start).is_none()
    {
        let next_is_noun = start + 1 < end && reading.is_word(start + 1) && !reading.is_possessive(start + 1);
        let owns = matches!(first, "his" | "her" | "its" | "their" | "my" | "our" | "your" | "whose");
        if !next_is_noun || !owns && first != "that" {
            // `He and other leaders`
            if reading.word(start + 1) == "and" && start + 2 < end {
                return Head::Several(start..end);
            }
            return Head::Pronoun(known);
        }
        determiner = if first == "that" { Determiner::Definite } else { Determiner::Owned(known) };
        start += 1;
    } else if DETERMINERS.contains(first) && name_at(cast, start).is_none() {
        determiner = match first {
            "the" | "this" | "these" | "those" => Determiner::Definite,
            "any" | "every" | "each" | "no" => Determiner::Every,
            _ => Determiner::Indefinite,
        };
        // *another* and *some* may stand alone, and *one of the residents* is one.
        let of = reading.word(start + 1);
        if first == "one" && matches!(of, "in" | "out") {
            return Head::Several(start..phrase_end(reading, start + 1, end));
        }
        if first == "one" && of == "of" {
            if let Some(mention) = apposed_name(reading, cast, start + 1..end) {
                return Head::Name(mention);
            }
            return noun(reading, cast, start..start + 1, start..end, Determiner::Indefinite);
        }
        let stands_alone = matches!(first, "those" | "these" | "some")
            && (PREPOSITIONS.contains(of) || of.ends_with("ed") || matches!(of, "who" | "that" | "close" | "familiar"));
        if stands_alone {
            return noun(reading, cast, start..start + 1, start..end, Determiner::Bare);
        }
        if start + 1 >= end {
            return noun(reading, cast, start..end, start..end, determiner);
        }
        start += 1;
    }
    let core = core(reading, cast, start..end);
    if core.is_empty() {
        return noun(reading, cast, start..(start + 1).min(end), start..end, determiner);
    }
    head_of(reading, cast, core, start..end, determiner)
}

/// The name that begins at token `place`, titles before it counted in.
fn name_at(cast: &Cast, place: usize) -> Option<usize> {
    let mention = cast.names.partition_point(|name| name.tokens.end <= place);
    cast.names.get(mention).filter(|name| name.lead == place || name.tokens.start == place).map(|_| mention)
}

/// The words up to a preposition, a relative or a mark that no name holds.
fn core(reading: &Reading, cast: &Cast, tokens: Range<usize>) -> Range<usize> {
    let mut place = tokens.start;
    while place < tokens.end {
        if let Some(mention) = name_at(cast, place) {
            place = cast.names[mention].tokens.end.min(tokens.end);
            if is_predicate(reading, place) {
                break;
            }
            continue;
        }
        let word = reading.word(place);
        // `former secretary of state Ines Okafor`
        if word == "of" && OF_OFFICES.contains(reading.word(place + 1)) && name_at(cast, place + 2).is_some() {
            place += 2;
            continue;
        }
        let is_mark = !reading.is_word(place)
            && !reading.is_possessive(place)
            && !matches!(reading.raw(place), "&" | "/" | "$" | "%")
            && !reading.is_tight_hyphen(place)
            && !matches!(reading.kind(place), Some(TokenKind::Open | TokenKind::Close));
        let ends = PREPOSITIONS.contains(word)
            || matches!(word, "who" | "which" | "that" | "whose" | "where" | "when" | "whom")
            || place > tokens.start && ends_core(reading, place);
        if is_mark || ends && place > tokens.start {
            break;
        }
        place += 1;
    }
    tokens.start..place
}

/// Whether what follows a name is no noun that it describes, but a verb or an adverb (*Okafor took to the stage*).
fn is_predicate(reading: &Reading, place: usize) -> bool {
    let word = reading.word(place);
    let is_plain =
        reading.kind(place) == Some(TokenKind::Word) && !reading.is_capital(place) && !reading.is_possessive(place);
    if !is_plain || matches!(word, "and" | "or") || PREPOSITIONS.contains(word) {
        return false;
    }
    let is_noun =
        |word: &str| is_role(word) || is_plural(word) || BODY_NOUNS.contains(word) || DOCUMENT_NOUNS.contains(word);
    !(place..place + 4).any(|next| {
        is_noun(reading.word(next)) && (place..next).all(|between| !PREPOSITIONS.contains(reading.word(between)))
    })
}

/// Whether a verb, a participle or another subject begins at `place`, behind the noun.
fn ends_core(reading: &Reading, place: usize) -> bool {
    let word = reading.word(place);
    let is_next_phrase = DETERMINERS.contains(word)
        || matches!(word, "yesterday" | "today" | "tonight" | "tomorrow")
        || matches!(word, "last" | "here" | "himself" | "herself" | "themselves" | "itself" | "now");
    let joined = reading.word(place - 1) == "and" || place >= 2 && reading.word(place - 2) == "and";
    if is_next_phrase && !joined && !reading.is_capital(place) {
        return true;
    }
    if AUXILIARIES.contains(word) || matches!(word, "said" | "says" | "i" | "we" | "he" | "she" | "they" | "you") {
        return true;
    }
    let before = reading.word(place - 1);
    let is_noun = is_plural(before)
        || is_role(before)
        || BODY_NOUNS.contains(before)
        || DOCUMENT_NOUNS.contains(before)
        || is_demonym(before);
    let is_participle = (word.ends_with("ed") || word.ends_with("ing")) && word.len() > 4;
    let is_noun_itself = is_plural(word) || DOCUMENT_NOUNS.contains(word) || is_role(word);
    let is_noun_itself = is_noun_itself || is_role(reading.word(place + 1));
    is_noun && is_participle && !is_noun_itself && !reading.is_capital(place)
        || is_noun && matches!(word, "familiar" | "close" | "privy" | "aware" | "present" | "elsewhere")
}

/// What the core of a phrase comes down to; `tokens` go on behind it.
fn head_of(reading: &Reading, cast: &Cast, core: Range<usize>, tokens: Range<usize>, determiner: Determiner) -> Head {
    let mut last = core.end - 1;
    while last > core.start && (reading.is_possessive(last) || !reading.is_word(last)) {
        last -= 1;
    }
    let mut inside = cast.names_in(core.start, core.end);
    let final_name = inside.next_back().filter(|mention| cast.names[*mention].tokens.end > last);
    if let Some(mention) = final_name {
        if let Some(all) = joined_names(reading, cast, tokens.clone(), mention) {
            return Head::Several(all);
        }
        if is_pair_before(reading, cast, core.start..cast.names[mention].lead.max(core.start)) {
            return Head::Several(core);
        }
        if let Some(all) = with_others(reading, tokens.clone(), cast.names[mention].tokens.end) {
            return Head::Several(all);
        }
        return Head::Name(mention);
    }
    let is_plural_head = is_plural(reading.word(last));
    if is_pair_before(reading, cast, core.clone()) {
        return Head::Several(core);
    }
    if !is_plural_head && let Some(mention) = apposed_name(reading, cast, core.end..tokens.end) {
        // `an official of the Tveit Harbour Board, THB`
        let is_person = cast.of(mention).kind == EntityKind::Person;
        if is_person || !is_role(reading.word(last)) {
            return Head::Name(mention);
        }
    }
    // `meddling the Lund congressman`: a verb before the phrase, no noun.
    let word = reading.word(last);
    let is_noun = is_plural_head
        || is_role(word)
        || is_demonym(word)
        || BODY_NOUNS.contains(word)
        || DOCUMENT_NOUNS.contains(singular(word).as_str());
    let begins_phrase = DETERMINERS.contains(reading.word(core.end)) || name_at(cast, core.end).is_some();
    if !is_noun && determiner == Determiner::Bare && core.end < tokens.end && begins_phrase && !reading.is_capital(last)
    {
        return parse(reading, cast, core.end..tokens.end);
    }
    noun(reading, cast, core, tokens, determiner)
}

/// Whether a name or a plural noun and an *and* stand before the last noun of a core: `Okafor and the harbour board`.
fn is_pair_before(reading: &Reading, cast: &Cast, core: Range<usize>) -> bool {
    for place in core.start + 1..core.end {
        if reading.word(place) != "and" || !cast.names_in(place, place + 1).is_empty() {
            continue;
        }
        let ends_name = !cast.names_in(place - 1, place).is_empty();
        let next_is_article = DETERMINERS.contains(reading.word(place + 1));
        if is_plural(reading.word(place - 1)) && !reading.is_capital(place - 1) || ends_name && next_is_article {
            return true;
        }
    }
    false
}

/// `Okafor and other mayors`, `Okafor, others`.
fn with_others(reading: &Reading, tokens: Range<usize>, end: usize) -> Option<Range<usize>> {
    let joins = matches!(reading.raw_or_empty(end), "and" | ",");
    let next = reading.word(end + 1);
    let is_other = matches!(next, "other" | "others" | "his" | "her" | "several" | "two" | "three" | "some");
    if !joins || !is_other || end + 1 >= tokens.end {
        return None;
    }
    let several = (end + 1..tokens.end.min(end + 5)).any(|place| is_plural(reading.word(place)));
    several.then_some(tokens)
}

/// The tokens of two or more names joined by *and* or commas, of which `mention` is one.
fn joined_names(reading: &Reading, cast: &Cast, tokens: Range<usize>, mention: usize) -> Option<Range<usize>> {
    let inside = cast.names_in(tokens.start, tokens.end);
    let mut first = mention;
    let mut last = mention;
    let mut has_and = false;
    while first > inside.start && mention - first < MAX_LIST {
        let Some(and) = glue(reading, cast, first - 1) else { break };
        has_and |= and;
        first -= 1;
    }
    while last + 1 < inside.end && last - mention < MAX_LIST {
        let Some(and) = glue(reading, cast, last) else { break };
        has_and |= and;
        last += 1;
    }
    if !has_and {
        return None;
    }
    Some(cast.names[first].lead.max(tokens.start)..cast.names[last].tokens.end.min(tokens.end))
}

/// Longest list of names on either side of one.
const MAX_LIST: usize = 6;

/// Whether nothing but *and*, commas, titles and parentheses stands between the name `left` and the next; then, whether an
/// *and* is among it.
fn glue(reading: &Reading, cast: &Cast, left: usize) -> Option<bool> {
    let between = cast.names[left].tokens.end..cast.names[left + 1].tokens.start;
    if between.len() > 2 * MAX_PHRASE_TOKENS {
        return None;
    }
    let mut has_and = false;
    let mut in_parentheses = false;
    for place in between {
        let word = reading.word(place);
        in_parentheses |= word == "(";
        if in_parentheses {
            in_parentheses = word != ")";
            continue;
        }
        has_and |= matches!(word, "and" | "or" | "&");
        let is_glue = matches!(word, "and" | "or" | "," | "the" | "&" | "both")
            || TITLES.contains(word)
            || TITLE_MODIFIERS.contains(word)
            || is_demonym(word)
            || is_role(word) && has_and;
        if !is_glue {
            return None;
        }
    }
    Some(has_and)
}

/// A name right behind the first comma or dash of `tokens`: `one group, Partners for Lund`, `the minister, Ines Tveit`.
fn apposed_name(reading: &Reading, cast: &Cast, tokens: Range<usize>) -> Option<usize> {
    let mark =
        tokens.clone().take(10).find(|place| matches!(reading.raw(*place), "," | "—" | "–" | "--" | "(" | "-"))?;
    let mut place = mark + 1;
    while place < tokens.end
        && place < mark + 3
        && (!reading.is_word(place) || DETERMINERS.contains(reading.word(place)))
    {
        place += 1;
    }
    for _ in 0..5 {
        if place >= tokens.end {
            return None;
        }
        if let Some(mention) = name_at(cast, place) {
            // `longtime Okafor aide Pia Sand`
            if modifies(reading, &cast.names[mention]) {
                place = cast.names[mention].tokens.end;
                continue;
            }
            let is_place = cast.of(mention).kind == EntityKind::Place;
            return (!is_place).then_some(mention);
        }
        let word = reading.word(place);
        if !reading.is_word(place) || PREPOSITIONS.contains(word) || FUNCTION.contains(word) {
            return None;
        }
        place += 1;
    }
    None
}

/// The noun at the end of `core`.
fn noun(reading: &Reading, cast: &Cast, core: Range<usize>, tokens: Range<usize>, determiner: Determiner) -> Head {
    let mut head = core.end.saturating_sub(1).max(core.start);
    while head > core.start && (reading.is_possessive(head) || !reading.is_word(head)) {
        head -= 1;
    }
    // `voters surveyed`, `people familiar`
    while head > core.start && !is_plural(reading.word(head)) && !is_role(reading.word(head)) {
        let before = head - 1;
        if !(is_plural(reading.word(before)) || is_role(reading.word(before))) || reading.is_capital(head) {
            break;
        }
        let word = reading.word(head);
        let is_reduced = word.ends_with("ed")
            || word.ends_with("ing")
            || matches!(word, "familiar" | "close" | "present" | "seen" | "privy" | "there" | "alike");
        if !is_reduced {
            break;
        }
        head = before;
    }
    // `one of the residents`, `dozens of voters`: the noun behind *of* tells who.
    let of = head + 1;
    if matches!(reading.word(head), "number" | "group" | "majority" | "series" | "handful" | "couple" | "lot" | "bunch")
        && reading.word(of) == "of"
        && (of..tokens.end.min(of + 6)).any(|place| is_plural(reading.word(place)))
        && determiner == Determiner::Indefinite
    {
        return Head::Several(core.start..phrase_end(reading, core.end, tokens.end));
    }
    let owners = cast.names_in(core.start, head);
    let possessive = owners.clone().find(|mention| reading.is_possessive(cast.names[*mention].tokens.end));
    let owner = possessive.or(owners.last());
    let maker = maker(reading, cast, core.end..tokens.end);
    let end = phrase_end(reading, core.end, tokens.end);
    // `another source`, `his attorney`: only *the*, *a* and *an* are left out.
    let before = core.start.checked_sub(1).filter(|_| determiner != Determiner::Bare);
    let kept = before.filter(|place| {
        !matches!(reading.word(*place), "the" | "a" | "an") && DETERMINERS.contains(reading.word(*place))
    });
    Head::Noun(NounPhrase {
        tokens: kept.unwrap_or(core.start)..end,
        head,
        determiner,
        owner,
        maker,
        is_plural: is_plural(reading.word(head)) || reading.raw_or_empty(head + 1) == "%",
    })
}

/// The name behind *by* or *from* in `tokens`.
fn maker(reading: &Reading, cast: &Cast, tokens: Range<usize>) -> Option<usize> {
    for place in tokens.clone().take(16) {
        if !matches!(reading.word(place), "by" | "from") {
            continue;
        }
        let mut next = place + 1;
        while next < tokens.end && next < place + 5 {
            if let Some(mention) = name_at(cast, next) {
                // `a study by Lund University professor Pia Sand`
                let end = cast.names[mention].tokens.end;
                let behind =
                    cast.names.get(mention + 1).filter(|name| name.lead <= end + 2 && name.tokens.end <= tokens.end);
                return Some(if modifies(reading, &cast.names[mention]) && behind.is_some() {
                    mention + 1
                } else {
                    mention
                });
            }
            if !reading.is_word(next) || PREPOSITIONS.contains(reading.word(next)) {
                break;
            }
            next += 1;
        }
    }
    None
}

/// Where the phrase ends: behind *of*, *in*, *for* and the like, up to a mark, a relative or a verb.
fn phrase_end(reading: &Reading, core_end: usize, limit: usize) -> usize {
    let limit = limit.min(core_end + MAX_PHRASE_TOKENS);
    let mut place = core_end;
    while place < limit {
        let word = reading.word(place);
        let is_inner = reading.is_word(place) || matches!(reading.raw(place), "-" | "&" | "/");
        if !is_inner
            || matches!(word, "who" | "which" | "that" | "whose" | "where" | "when")
            || REPORTING.contains(word)
            || AUXILIARIES.contains(word)
        {
            break;
        }
        place += 1;
    }
    let last = place.saturating_sub(1);
    if place > core_end && (PREPOSITIONS.contains(reading.word(last)) || DETERMINERS.contains(reading.word(last))) {
        return core_end;
    }
    place
}
