//! Verbs turned around: who is told does not tell (*Lund was told by Brandt that …*), who quotes another does not speak (*Lund
//! quoted her father as saying …*), and what is called something is not spoken of (*a novel called “The Tide”*).

use std::ops::Range;

use super::{Attribution, verbatim};
use crate::text::{Document, Span};

/// Verbs whose subject hears in the passive.
const TOLD: [&str; 7] = ["told", "informed", "advised", "warned", "assured", "notified", "reminded"];
const BE: [&str; 8] = ["be", "is", "are", "am", "was", "were", "been", "being"];
/// What news comes by that is nobody.
const MEANS: [&str; 7] = ["phone", "telephone", "letter", "mail", "email", "text", "radio"];
const NAMING: [&str; 5] = ["called", "named", "titled", "entitled", "dubbed"];
/// What ends the words that name somebody after *by* or *quoted*.
const ENDS: [&str; 12] = ["that", "to", "not", "on", "in", "at", "how", "why", "when", "if", "whether", "as"];
/// Longest name of somebody there, in tokens.
const LONGEST: usize = 9;

/// Whether `cue` says that somebody is told something (*was told*).
pub(crate) fn is_passive(document: &Document, cue: &[Span]) -> bool {
    let Some(last) = cue.last() else { return false };
    let words = document.tokens_in(*last);
    let Some(verb) = words.clone().rev().find(|place| TOLD.contains(&lower(document, *place).as_str())) else {
        return false;
    };
    let first = words.start.saturating_sub(2);
    (first..verb).any(|place| BE.contains(&lower(document, place).as_str()))
}

/// Sets right who speaks in `attribution`, an attribution of the tagger; false where nobody says anything.
pub(super) fn set_right(document: &Document, attribution: &mut Attribution) -> bool {
    if names_a_thing(document, attribution) {
        return false;
    }
    if is_passive(document, &attribution.cue) {
        told_by(document, attribution);
    } else if let Some((verb, says)) = quoted_passive(document, &attribution.cue) {
        was_quoted(document, attribution, verb, says);
    } else {
        quoted_another(document, attribution);
    }
    !attribution.content.is_empty()
}

/// *A novel called “The Tide”*: what comes right after the verb is a name, and what is called so stands right before it.
fn names_a_thing(document: &Document, attribution: &Attribution) -> bool {
    let ([cue], [mention]) = (attribution.cue.as_slice(), attribution.mention.as_slice()) else { return false };
    let Some(content) = attribution.content.first() else { return false };
    let (verb, thing) = (document.tokens_in(*cue), document.tokens_in(*mention));
    verb.len() == 1
        && NAMING.contains(&lower(document, verb.start).as_str())
        && thing.end == verb.start
        && matches!(lower(document, thing.start).as_str(), "a" | "an")
        && document.tokens_in(*content).start == verb.end
        && document.outermost_quotation(content.start).is_some()
}

/// *Residents were told by Brandt that …*: Brandt speaks; without him it is not told who does.
fn told_by(document: &Document, attribution: &mut Attribution) {
    let Some(cue) = attribution.cue.last().copied() else { return };
    let after = document.tokens_in(cue).end;
    attribution.mention.retain(|mention| mention.start >= cue.end);
    if after < document.tokens.len() && lower(document, after) == "by" {
        let name = name_at(document, after + 1);
        if !name.is_empty() && !MEANS.contains(&lower(document, name.start).as_str()) {
            attribution.mention = vec![document.span_of(name)];
        }
    }
    // Of those who are told the tagger may have made words.
    let sentence_goes_on = attribution.content.iter().any(|piece| piece.start >= cue.end);
    if sentence_goes_on {
        let is_hearer = |piece: &Span| piece.end <= cue.start && document.outermost_quotation(piece.start).is_none();
        attribution.content.retain(|piece| !is_hearer(piece));
        verbatim::settle(attribution, document);
    }
}

/// *Lund quoted her father as saying that …*: the father speaks.
fn quoted_another(document: &Document, attribution: &mut Attribution) {
    let Some(cue) = attribution.cue.last().copied() else { return };
    let words = document.tokens_in(cue);
    if words.is_empty() || lower(document, words.end - 1) != "quoted" {
        return;
    }
    let name = name_at(document, words.end);
    let is_saying = |at: usize| {
        at + 1 < document.tokens.len()
            && lower(document, at) == "as"
            && matches!(lower(document, at + 1).as_str(), "saying" | "telling")
    };
    if name.is_empty() || !is_saying(name.end) {
        return;
    }
    let saying = document.span_of(name.end..name.end + 2);
    attribution.mention = vec![document.span_of(name.clone())];
    attribution.cue.push(saying);
    let mut content = Vec::with_capacity(attribution.content.len());
    for piece in &attribution.content {
        if piece.end <= cue.start {
            content.push(*piece);
        } else {
            content.extend(behind(document, *piece, name.end + 2));
        }
    }
    attribution.content = content;
    if !attribution.content.is_empty() {
        verbatim::settle(attribution, document);
    }
}

/// *was quoted as saying*, *was also quoted by the Post as saying*: from *was* to *quoted*, and *as saying*, in tokens; `cue` may hold
/// all of it or a part.
fn quoted_passive(document: &Document, cue: &[Span]) -> Option<(Range<usize>, Range<usize>)> {
    let (first, last) = (document.tokens_in(*cue.first()?), document.tokens_in(*cue.last()?));
    let behind = document.tokens.len().min(last.end + LONGEST);
    let mut backwards = (first.start.saturating_sub(LONGEST)..behind).rev();
    let is = |place: usize, words: &[&str]| words.contains(&lower(document, place).as_str());
    let says = backwards.find(|place| is(*place, &["saying", "telling"]) && *place > 0 && is(*place - 1, &["as"]))?;
    let quoted = (says.saturating_sub(LONGEST + 1)..says).rev().find(|place| is(*place, &["quoted", "cited"]))?;
    let verb = (quoted.saturating_sub(3)..quoted).rev().find(|place| is(*place, &BE))?;
    Some((verb..quoted + 1, says - 1..says + 1))
}

/// *Sand was quoted by the Post as saying …*: Sand speaks, whose name the tagger may have taken for words.
fn was_quoted(document: &Document, attribution: &mut Attribution, verb: Range<usize>, says: Range<usize>) {
    let sentence = document.sentences.partition_point(|sentence| sentence.tokens.end <= verb.start);
    let Some(sentence) = document.sentences.get(sentence) else { return };
    let mut subject = verb.start.saturating_sub(LONGEST).max(sentence.tokens.start)..verb.start;
    // `But he was also quoted`
    let is_before = |place: usize| {
        !document.word(place).starts_with(char::is_alphanumeric)
            || matches!(lower(document, place).as_str(), "but" | "and")
    };
    while !subject.is_empty() && is_before(subject.start) {
        subject.start += 1;
    }
    if subject.is_empty()
        || attribution.mention.iter().any(|mention| mention.end <= document.span_of(verb.clone()).start)
    {
        return;
    }
    attribution.mention = vec![document.span_of(subject)];
    attribution.cue = match verb.end == says.start {
        true => vec![document.span_of(verb.start..says.end)],
        false => vec![document.span_of(verb.clone()), document.span_of(says.clone())],
    };
    let mut content = Vec::with_capacity(attribution.content.len());
    for piece in &attribution.content {
        let is_before = document.tokens_in(*piece).end <= verb.start;
        if document.outermost_quotation(piece.start).is_some() && is_before {
            content.push(*piece);
        } else {
            content.extend(behind(document, *piece, says.end));
        }
    }
    attribution.content = content;
    if !attribution.content.is_empty() {
        verbatim::settle(attribution, document);
    }
}

/// What of `piece` stands at token `start` and behind it.
fn behind(document: &Document, piece: Span, start: usize) -> Option<Span> {
    let words = document.tokens_in(piece);
    let rest = words.start.max(start)..words.end;
    (!rest.is_empty()).then(|| document.span_of(rest))
}

/// The words from token `start` that name somebody: up to a mark, or a word that begins something else.
fn name_at(document: &Document, start: usize) -> Range<usize> {
    let most = document.tokens.len().min(start + LONGEST);
    let goes_on = |place: &usize| {
        let word = lower(document, *place);
        word.starts_with(char::is_alphanumeric) && !ENDS.contains(&word.as_str())
    };
    let end = (start..most).take_while(goes_on).last().map_or(start, |last| last + 1);
    start..end
}

fn lower(document: &Document, place: usize) -> String {
    document.word(place).to_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::attribution::stories::told;

    #[test]
    fn who_is_told_does_not_speak() {
        assert_eq!(
            told("Residents were told by Ivo Brandt that the ferry would not run until May."),
            ["Ivo Brandt [were told] indirect says: that the ferry would not run until May"]
        );
        let found = told("Bo Rask lost his job on Friday. “You are fired,” he was told.");
        assert_eq!(found, [" [was told] direct says: “You are fired,”"]);
    }

    #[test]
    fn who_quotes_another_does_not_speak() {
        let found = told("Bo Rask quoted his father as saying that no boat had sunk there in a century.");
        assert_eq!(found, ["his father [quoted … as saying] indirect says: that no boat had sunk there in a century"]);
    }

    #[test]
    fn who_is_quoted_by_a_paper_speaks() {
        for (by, cue) in [("", "was quoted as saying"), ("by the Lund Post ", "was quoted … as saying")] {
            let found =
                told(&format!("Harbour Minister Bo Rask was quoted {by}as saying that no boat had sunk there."));
            assert_eq!(found, [format!("Harbour Minister Bo Rask [{cue}] indirect says: that no boat had sunk there")]);
        }
    }

    #[test]
    fn a_title_is_nobodys_words() {
        assert!(told("A novel called “The Long Tide” lay on her desk.").is_empty());
    }
}
