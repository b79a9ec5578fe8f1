//! Where sentences end.

use std::ops::Range;

use super::abbreviations;
use super::{Sentence, Span, Token, TokenKind};

/// Verbs that report what stood in marks before them (`“Why?” Okafor asked.`).
const REPORTING: [&str; 12] = [
    "said",
    "asked",
    "says",
    "asks",
    "wrote",
    "added",
    "replied",
    "shouted",
    "told",
    "exclaimed",
    "wondered",
    "tweeted",
];

/// Words that begin sentences and follow no abbreviation inside one.
const STARTERS: [&str; 40] = [
    "The",
    "He",
    "She",
    "It",
    "They",
    "We",
    "I",
    "You",
    "In",
    "On",
    "At",
    "But",
    "And",
    "A",
    "An",
    "This",
    "That",
    "These",
    "Those",
    "There",
    "When",
    "While",
    "After",
    "Before",
    "If",
    "As",
    "For",
    "His",
    "Her",
    "Its",
    "Their",
    "Our",
    "My",
    "What",
    "Who",
    "However",
    "Meanwhile",
    "So",
    "According",
    "With",
];

/// Splits the tokens `range`, which are one paragraph, into sentences.
pub(super) fn of_paragraph(
    text: &str,
    tokens: &[Token],
    range: Range<usize>,
    paragraph: usize,
    sentences: &mut Vec<Sentence>,
) {
    let mut start = range.start;
    let mut at = range.start;
    while at < range.end {
        if !may_end(text, tokens, at) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        let mut quoted = false;
        while end < range.end && trails(text, tokens, end) {
            quoted |= tokens[end].kind == TokenKind::Close;
            end += 1;
        }
        if ends(text, tokens, at, end, range.end, quoted) {
            sentences.push(sentence(tokens, start..end, paragraph));
            start = end;
        }
        at = end;
    }
    if start < range.end {
        sentences.push(sentence(tokens, start..range.end, paragraph));
    }
}

fn sentence(tokens: &[Token], range: Range<usize>, paragraph: usize) -> Sentence {
    let span = Span::new(tokens[range.start].span.start, tokens[range.end - 1].span.end);
    Sentence { span, tokens: range, paragraph }
}

/// Whether token `at` can be the last word of a sentence.
fn may_end(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = tokens[at].span.of(text);
    match tokens[at].kind {
        TokenKind::Punctuation => matches!(word, "." | "!" | "?" | "…"),
        TokenKind::Word => word.ends_with('.'),
        _ => false,
    }
}

/// Whether token `at` stays with the sentence that ended before it.
fn trails(text: &str, tokens: &[Token], at: usize) -> bool {
    match tokens[at].kind {
        TokenKind::Close => true,
        TokenKind::Punctuation => matches!(tokens[at].span.of(text), "." | "!" | "?" | "…" | ")" | "]"),
        _ => false,
    }
}

/// Whether a sentence ends with token `last` and what trails it; the next one would begin at token `next`.
fn ends(text: &str, tokens: &[Token], last: usize, next: usize, limit: usize, quoted: bool) -> bool {
    let Some(following) = tokens[next..limit].iter().find(|token| token.kind != TokenKind::Open) else { return true };
    let word = following.span.of(text);
    if tokens[last].kind == TokenKind::Word {
        let abbreviation = tokens[last].span.of(text);
        let fresh = next > last + 1 || STARTERS.contains(&word);
        return fresh && !abbreviations::stands_before_name(abbreviation);
    }
    let begins = match following.kind {
        TokenKind::Word => !word.starts_with(char::is_lowercase),
        TokenKind::Punctuation => !matches!(word, "," | ";" | ":" | "-" | "–" | "—" | "―"),
        _ => true,
    };
    begins && !(quoted && tokens[next].kind == TokenKind::Word && reports_before(text, &tokens[next..limit]))
}

/// Whether `tokens` begin with a short name and a verb that ends the report: `Okafor asked.`
fn reports_before(text: &str, tokens: &[Token]) -> bool {
    for (place, token) in tokens.iter().take(6).enumerate() {
        let word = token.span.of(text);
        if REPORTING.contains(&word) {
            let next = tokens.get(place + 1).map_or(".", |token| token.span.of(text));
            return place > 0 && matches!(next, "." | "," | ";" | ":");
        }
        if token.kind != TokenKind::Word || place > 0 && word.starts_with(char::is_lowercase) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::text::Document;

    fn sentences(text: &str) -> Vec<&str> {
        let document = Document::new(text);
        document.sentences.iter().map(|sentence| document.at(sentence.span)).collect()
    }

    #[test]
    fn abbreviations_and_initials_end_nothing() {
        let text = "Sen. Ole J. Brandt of the U.S. Senate met Dr. Ada R. Lund on Jan. 3. They paid 3.5 crowns.";
        assert_eq!(sentences(text).len(), 2, "{:?}", sentences(text));
    }

    #[test]
    fn a_country_can_be_the_last_word() {
        assert_eq!(
            sentences("He left the U.S. The rest stayed at 5 p.m. They slept."),
            ["He left the U.S.", "The rest stayed at 5 p.m.", "They slept."]
        );
    }

    #[test]
    fn closing_marks_stay_with_their_sentence() {
        assert_eq!(
            sentences("She said “it is over.” Then (they say.) he left!”"),
            ["She said “it is over.”", "Then (they say.) he left!”"]
        );
    }

    #[test]
    fn a_question_inside_marks_does_not_end_the_sentence_around_it() {
        assert_eq!(sentences("“Why?” he asked. “Who?” Marit Lund asked. “Never!” Brandt left.").len(), 4);
    }

    #[test]
    fn three_points_end_a_sentence_before_a_capital_alone() {
        assert_eq!(
            sentences("We waited ... and waited... Nobody came."),
            ["We waited ... and waited...", "Nobody came."]
        );
    }
}
