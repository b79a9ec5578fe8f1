//! Words, numbers and punctuation.

use super::abbreviations;
use super::{Span, Token, TokenKind};

/// The tokens of the paragraph at `span`; `marks` are its quotation marks in order, `true` where they open.
pub(super) fn of_paragraph(text: &str, span: Span, marks: &[(Span, bool)], tokens: &mut Vec<Token>) {
    let mut marks = marks.iter().copied().filter(|(mark, _)| !mark.is_empty()).peekable();
    let mut at = span.start;
    while at < span.end {
        while marks.next_if(|(mark, _)| mark.start < at).is_some() {}
        if let Some((mark, opens)) = marks.next_if(|(mark, _)| mark.start == at) {
            let kind = if opens { TokenKind::Open } else { TokenKind::Close };
            tokens.push(Token { span: mark, kind });
            at = mark.end;
            continue;
        }
        let limit = marks.peek().map_or(span.end, |(mark, _)| mark.start);
        let Some(c) = text[at..limit].chars().next() else { break };
        if c.is_whitespace() || c == '\u{feff}' {
            at += c.len_utf8();
            continue;
        }
        let kind = if c.is_numeric() {
            TokenKind::Number
        } else if c.is_alphabetic() {
            TokenKind::Word
        } else {
            TokenKind::Punctuation
        };
        let end = match kind {
            TokenKind::Word | TokenKind::Number => word_end(text, at, limit, kind),
            _ if is_apostrophe(c) => apostrophe_end(text, at, limit),
            _ => at + c.len_utf8(),
        };
        let possessive = if kind == TokenKind::Word { possessive_start(&text[at..end]) } else { None };
        if let Some(cut) = possessive {
            tokens.push(Token { span: Span::new(at, at + cut), kind });
            tokens.push(Token { span: Span::new(at + cut, end), kind });
        } else {
            let ending =
                is_apostrophe(c) && tokens.last().is_some_and(|t| t.span.end == at && t.kind == TokenKind::Word);
            let kind = if ending || end > at + c.len_utf8() && is_apostrophe(c) { TokenKind::Word } else { kind };
            tokens.push(Token { span: Span::new(at, end), kind });
        }
        at = end;
    }
}

/// Whether `c` is an apostrophe.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘')
}

/// The end of a word or number that begins at `start`, at most `limit`.
fn word_end(text: &str, start: usize, limit: usize, kind: TokenKind) -> usize {
    let mut end = start;
    // Where the part after the last inner full stop begins.
    let mut part = start;
    let mut dotted = false;
    let mut chars = text[start..limit].char_indices().peekable();
    let mut previous = ' ';
    while let Some((offset, c)) = chars.next() {
        let at = start + offset;
        let next = chars.peek().map(|(_, next)| *next);
        let joins = match c {
            c if c.is_alphanumeric() || is_combining(c) => true,
            '\'' | '’' | '-' | '‐' | '‑' | '&' => next.is_some_and(char::is_alphanumeric),
            '.' | ',' | ':' | '/' if kind == TokenKind::Number && previous.is_ascii_digit() => {
                next.is_some_and(|n| n.is_ascii_digit())
            }
            '.' => {
                let one_letter = text[part..at].chars().nth(1).is_none();
                let joins = next
                    .is_some_and(|n| n.is_alphabetic() && (one_letter || n.is_lowercase() == previous.is_lowercase()));
                dotted |= joins;
                part = at + 1;
                joins
            }
            _ => false,
        };
        if !joins {
            break;
        }
        end = at + c.len_utf8();
        previous = c;
    }
    let takes_stop = kind == TokenKind::Word && text[end..limit].starts_with('.') && {
        let word = &text[start..end];
        dotted && abbreviations::is_initials(word) || abbreviations::takes_full_stop(word)
    };
    if takes_stop && !text[end..limit].starts_with("..") { end + 1 } else { end }
}

/// An apostrophe with a decade or shortened word after it (`’90s`, `’em`), else alone.
fn apostrophe_end(text: &str, at: usize, limit: usize) -> usize {
    let first = at + text[at..limit].chars().next().map_or(0, char::len_utf8);
    let rest = text[first..limit].find(|c: char| !c.is_alphanumeric()).map_or(limit, |offset| first + offset);
    if text[..at].ends_with(char::is_whitespace) && rest > first { rest } else { first }
}

/// Where `’s` begins at the end of a word.
fn possessive_start(word: &str) -> Option<usize> {
    let base = word.strip_suffix(['s', 'S'])?.strip_suffix(['\'', '’', '‘'])?;
    (!base.is_empty()).then_some(base.len())
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}' | '_')
}

#[cfg(test)]
mod tests {
    use crate::text::{Document, TokenKind};

    fn tokens(text: &str) -> Vec<&str> {
        let document = Document::new(text);
        document.tokens.iter().map(|token| document.at(token.span)).collect()
    }

    #[test]
    fn names_abbreviations_and_numbers_stay_whole() {
        assert_eq!(
            tokens("Mr. O’Neill of al-Assad's U.S. office paid $10,000.50 at 6:30 p.m. to J.R. Okafor."),
            [
                "Mr.",
                "O’Neill",
                "of",
                "al-Assad",
                "'s",
                "U.S.",
                "office",
                "paid",
                "$",
                "10,000.50",
                "at",
                "6:30",
                "p.m.",
                "to",
                "J.R.",
                "Okafor",
                "."
            ]
        );
    }

    #[test]
    fn a_plural_possessive_and_a_decade_keep_their_apostrophes() {
        assert_eq!(tokens("the dogs’ home of the ’90s"), ["the", "dogs", "’", "home", "of", "the", "’90s"]);
    }

    #[test]
    fn marks_are_told_apart() {
        let document = Document::new("“No,” she said; 'no'.");
        let kinds: Vec<TokenKind> = document.tokens.iter().map(|token| token.kind).collect();
        use TokenKind::*;
        assert_eq!(kinds, [Open, Word, Punctuation, Close, Word, Word, Punctuation, Open, Word, Close, Punctuation]);
    }

    #[test]
    fn a_sentence_without_a_space_after_it_does_not_join_the_next() {
        assert_eq!(
            tokens("It ended.Then on vote.com it began."),
            ["It", "ended", ".", "Then", "on", "vote.com", "it", "began", "."]
        );
    }
}
