//! The query language's smallest parts: operators, parentheses, quotations, and the text between them.

use winnow::ascii::digit1;
use winnow::combinator::{opt, preceded};
use winnow::prelude::*;
use winnow::token::{any, take_till, take_while};

use super::tree::MAX_SLOP;

/// One part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `AND`
    And,
    /// `OR`
    Or,
    /// `NOT`, or a `-` directly before what it excludes.
    Not,
    /// `(`
    Open,
    /// `)`
    Close,
    /// What stands between quotation marks, and the number after `~`.
    Phrase(&'a str, u32),
    /// Anything else, without blanks.
    Text(&'a str),
}

/// Quotation marks that open, and those that close each of them. A straight and a curly mark may pair, as they do when
/// an editor turned only one of the two.
const QUOTES: [(char, &[char]); 5] =
    [('"', &['"', '”']), ('“', &['”', '"']), ('„', &['“', '”', '"']), ('«', &['»']), ('»', &['«'])];

/// Takes one argument apart and appends its parts to `tokens`; a quotation ends with it. Knows no errors and takes time
/// in proportion to the argument's length.
pub(super) fn lex<'a>(argument: &'a str, tokens: &mut Vec<Token<'a>>) {
    let mut lexer = Lexer { rest: argument, before: None, unclosed: [false; QUOTES.len()] };
    while let Some(token) = lexer.next() {
        tokens.push(token);
    }
}

/// One argument on its way through.
struct Lexer<'a> {
    /// What is still to be read.
    rest: &'a str,
    /// The character before it.
    before: Option<char>,
    /// Which of [`QUOTES`] are known to find no closing mark in the rest, so that it is searched once only.
    unclosed: [bool; QUOTES.len()],
}

impl<'a> Lexer<'a> {
    fn next(&mut self) -> Option<Token<'a>> {
        self.take(blanks);
        let next = self.rest.chars().next()?;
        if next == '(' || next == ')' {
            self.take(any::<&str, Misfit>);
            return Some(if next == '(' { Token::Open } else { Token::Close });
        }
        if let Some(phrase) = self.phrase(next) {
            return Some(phrase);
        }
        let starts = self.before.is_none_or(ends_text);
        if next == '-' && starts && self.rest[1..].starts_with(|c: char| !c.is_whitespace() && c != ')' && c != '-') {
            self.take(any::<&str, Misfit>);
            // What follows stands at the start again, so that marks may open there; another dash does not follow.
            self.before = None;
            return Some(Token::Not);
        }
        let text = self.text();
        let ends = self.rest.chars().next().is_none_or(ends_text);
        Some(match text {
            "AND" if starts && ends => Token::And,
            "OR" if starts && ends => Token::Or,
            "NOT" if starts && ends => Token::Not,
            _ => Token::Text(text),
        })
    }

    /// The quotation that `mark` opens here, if it does.
    fn phrase(&mut self, mark: char) -> Option<Token<'a>> {
        let kind = self.opens(mark)?;
        match self.take(|input: &mut &'a str| quotation(input, QUOTES[kind].1)) {
            Some((text, slop)) => Some(Token::Phrase(text, slop)),
            None => {
                self.unclosed[kind] = true;
                None
            }
        }
    }

    /// Which of [`QUOTES`] `mark` may open here: not after a letter or digit, where it is an inch or a Hebrew
    /// abbreviation.
    fn opens(&self, mark: char) -> Option<usize> {
        if self.before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let kind = QUOTES.iter().position(|(open, _)| *open == mark)?;
        (!self.unclosed[kind]).then_some(kind)
    }

    /// The text here, at least one character, up to a blank, a parenthesis or a mark that may open.
    fn text(&mut self) -> &'a str {
        let start = self.rest;
        while let Some(next) = self.rest.chars().next() {
            let first = self.rest.len() == start.len();
            if ends_text(next) || (!first && self.opens(next).is_some()) {
                break;
            }
            self.take(any::<&str, Misfit>);
        }
        &start[..start.len() - self.rest.len()]
    }

    /// Runs `parser` on the rest; leaves all as it was where it fails.
    fn take<O>(&mut self, mut parser: impl Parser<&'a str, O, Misfit>) -> Option<O> {
        let start = self.rest;
        match parser.parse_next(&mut self.rest) {
            Ok(output) => {
                let taken = &start[..start.len() - self.rest.len()];
                self.before = taken.chars().next_back().or(self.before);
                Some(output)
            }
            Err(_) => {
                self.rest = start;
                None
            }
        }
    }
}

/// The parsers' error: nothing to say, since the language has no errors, only readings that do not fit.
type Misfit = winnow::error::EmptyError;

/// Whether `c` is a mark that can open a quotation.
pub(super) fn opens_quotation(c: char) -> bool {
    QUOTES.iter().any(|(open, _)| *open == c)
}

fn ends_text(c: char) -> bool {
    c.is_whitespace() || c == '(' || c == ')'
}

fn blanks<'a>(input: &mut &'a str) -> Result<&'a str, Misfit> {
    take_while(0.., char::is_whitespace).parse_next(input)
}

/// `mark text mark`, and `~N` directly after it.
fn quotation<'a>(input: &mut &'a str, closing: &[char]) -> Result<(&'a str, u32), Misfit> {
    any.parse_next(input)?;
    let text = take_till(0.., closing).parse_next(input)?;
    any.parse_next(input)?;
    let slop: Option<&str> = opt(preceded('~', digit1)).parse_next(input)?;
    Ok((text, slop.map_or(0, |digits| digits.parse().unwrap_or(MAX_SLOP).min(MAX_SLOP))))
}
