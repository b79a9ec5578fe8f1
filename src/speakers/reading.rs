//! The document's tokens as the stage reads them: folded words, capitals, what is heading and what stands in marks.

use std::collections::HashSet;
use std::ops::Range;

use super::lexicon::{COMMON, FUNCTION, REPORTING, is_demonym};
use crate::text::{Document, TokenKind, fold};

/// A document with what is known of each token. Built in one pass.
pub(super) struct Reading<'d> {
    pub(super) document: &'d Document<'d>,
    /// Folded words without a final full stop, one for each token.
    folded: Vec<String>,
    /// Whether the word begins with a capital (after `al-` and the like too).
    capital: Vec<bool>,
    /// Sentence of each token.
    sentence: Vec<usize>,
    /// Whether the token stands inside quotation marks.
    quoted: Vec<bool>,
    /// How many sentences that do not begin inside quotation marks stand up to and with each.
    told: Vec<usize>,
    /// Whether the sentence is printed like a headline: all its longer words with capitals.
    heading: Vec<bool>,
    /// Folded words that stand somewhere in lower case.
    lower: HashSet<String>,
    /// Folded words that stand with a capital inside a sentence that is no headline.
    inner_capital: HashSet<String>,
}

/// Fewest words of a sentence that can be told to be a headline.
const HEADING_WORDS: usize = 4;

impl<'d> Reading<'d> {
    pub(super) fn new(document: &'d Document<'d>) -> Reading<'d> {
        let count = document.tokens.len();
        let mut reading = Reading {
            document,
            folded: Vec::with_capacity(count),
            capital: Vec::with_capacity(count),
            sentence: vec![0; count],
            quoted: vec![false; count],
            told: Vec::with_capacity(document.sentences.len()),
            heading: Vec::with_capacity(document.sentences.len()),
            lower: HashSet::new(),
            inner_capital: HashSet::new(),
        };
        for place in 0..count {
            let word = document.word(place);
            let is_word = document.tokens[place].kind == TokenKind::Word;
            reading.capital.push(is_word && has_capital(word));
            let folded = fold(word);
            reading.folded.push(folded.trim_end_matches('.').to_owned());
        }
        for (number, sentence) in document.sentences.iter().enumerate() {
            for place in sentence.tokens.clone() {
                reading.sentence[place] = number;
            }
            let is_heading = reading.looks_like_heading(sentence.tokens.clone());
            reading.heading.push(is_heading);
        }
        reading.mark_quoted();
        let mut told = 0;
        for sentence in &document.sentences {
            let is_told = sentence.tokens.clone().any(|place| reading.is_word(place) && !reading.quoted[place]);
            told += usize::from(is_told);
            reading.told.push(told);
        }
        reading.note_cases();
        reading
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.folded.len()
    }

    /// The token as printed.
    pub(super) fn raw(&self, place: usize) -> &'d str {
        self.document.word(place)
    }

    /// The token as printed; nothing where there is no such token.
    pub(super) fn raw_or_empty(&self, place: usize) -> &'d str {
        if place < self.len() { self.raw(place) } else { "" }
    }

    /// The token folded, without a final full stop; nothing where there is no such token.
    pub(super) fn word(&self, place: usize) -> &str {
        self.folded.get(place).map_or("", String::as_str)
    }

    /// Whether the token is a word or a number.
    pub(super) fn is_word(&self, place: usize) -> bool {
        self.document.tokens.get(place).is_some_and(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number))
    }

    pub(super) fn kind(&self, place: usize) -> Option<TokenKind> {
        self.document.tokens.get(place).map(|token| token.kind)
    }

    pub(super) fn is_capital(&self, place: usize) -> bool {
        self.capital.get(place).copied().unwrap_or(false)
    }

    /// Whether the token is a possessive ending.
    pub(super) fn is_possessive(&self, place: usize) -> bool {
        matches!(self.word(place), "'s" | "'") && place > 0 && {
            let tokens = &self.document.tokens;
            tokens[place - 1].span.end == tokens[place].span.start && tokens[place - 1].kind == TokenKind::Word
        }
    }

    /// Whether the token is a hyphen with no blank on either side.
    pub(super) fn is_tight_hyphen(&self, place: usize) -> bool {
        if !matches!(self.raw_or_empty(place), "-" | "‐" | "‑") || place == 0 || place + 1 >= self.len() {
            return false;
        }
        let tokens = &self.document.tokens;
        tokens[place - 1].span.end == tokens[place].span.start && tokens[place].span.end == tokens[place + 1].span.start
    }

    pub(super) fn is_quoted(&self, place: usize) -> bool {
        self.quoted.get(place).copied().unwrap_or(false)
    }

    /// Sentence of the token.
    pub(super) fn sentence_of(&self, place: usize) -> usize {
        self.sentence.get(place).copied().unwrap_or(0)
    }

    /// How many sentences the writer tells from token `from` to token `to` in a later or the same sentence; those that
    /// stand wholly inside quotation marks are not counted.
    pub(super) fn sentences_between(&self, from: usize, to: usize) -> usize {
        let (first, last) = (self.sentence_of(from), self.sentence_of(to));
        match (self.told.get(first), self.told.get(last)) {
            (Some(first), Some(last)) => last.abs_diff(*first),
            _ => 0,
        }
    }

    /// Paragraph of the token.
    pub(super) fn paragraph_of(&self, place: usize) -> usize {
        self.document.sentences.get(self.sentence_of(place)).map_or(0, |sentence| sentence.paragraph)
    }

    /// Tokens of a sentence.
    pub(super) fn tokens_of(&self, sentence: usize) -> Range<usize> {
        self.document.sentences.get(sentence).map_or(0..0, |sentence| sentence.tokens.clone())
    }

    pub(super) fn is_heading(&self, sentence: usize) -> bool {
        self.heading.get(sentence).copied().unwrap_or(false)
    }

    /// Whether a word at `place` has a capital for its place alone: a sentence, a quotation or a clause after a colon
    /// begins there.
    pub(super) fn begins(&self, place: usize) -> bool {
        let sentence = self.tokens_of(self.sentence_of(place));
        if place <= sentence.start {
            return true;
        }
        match self.kind(place - 1) {
            Some(TokenKind::Open) => true,
            Some(TokenKind::Punctuation) => {
                matches!(self.raw(place - 1), ":" | "…" | "•" | "*" | "-" | "—" | "–" | "[" | ".")
            }
            _ => false,
        }
    }

    /// Whether the article or the language writes the word at `place` in lower case, and the article never shows it with
    /// a capital that its place does not explain.
    pub(super) fn is_common(&self, place: usize) -> bool {
        let word = self.word(place);
        if FUNCTION.contains(word) {
            return true;
        }
        if self.inner_capital.contains(word) {
            return false;
        }
        self.lower.contains(word) || COMMON.contains(word)
    }

    /// Whether the folded `word` stands with a capital inside a sentence that is no headline.
    pub(super) fn has_inner_capital(&self, word: &str) -> bool {
        self.inner_capital.contains(word)
    }

    /// Whether the word stands anywhere in lower case, or newspapers write it so.
    pub(super) fn is_lower_elsewhere(&self, word: &str) -> bool {
        self.lower.contains(word) || COMMON.contains(word)
    }

    /// The text of a run of tokens with white space made one blank.
    pub(super) fn phrase(&self, tokens: Range<usize>) -> String {
        if tokens.is_empty() {
            return String::new();
        }
        let text = self.document.at(self.document.span_of(tokens));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn looks_like_heading(&self, tokens: Range<usize>) -> bool {
        let mut capitals = 0;
        let mut words = 0;
        if tokens.clone().any(|place| REPORTING.contains(self.word(place)) && !self.capital[place]) {
            return false;
        }
        for place in tokens {
            if self.document.tokens[place].kind != TokenKind::Word || FUNCTION.contains(self.word(place)) {
                continue;
            }
            if self.word(place).len() < 3 {
                continue;
            }
            words += 1;
            capitals += usize::from(self.capital[place]);
        }
        words >= HEADING_WORDS && capitals == words
    }

    fn mark_quoted(&mut self) {
        for quotation in &self.document.quotations {
            if quotation.parent.is_some() {
                continue;
            }
            for place in self.document.tokens_in(quotation.span) {
                self.quoted[place] = true;
            }
        }
    }

    fn note_cases(&mut self) {
        for place in 0..self.len() {
            if self.kind(place) != Some(TokenKind::Word) {
                continue;
            }
            let word = self.folded[place].clone();
            if !self.capital[place] {
                self.lower.insert(word);
            } else if !self.begins(place) && !self.is_heading(self.sentence_of(place)) && !is_demonym(&word) {
                self.inner_capital.insert(word);
            }
        }
    }
}

/// Whether `word` begins with a capital, or has one after a small prefix (`al-Khoury`, `d’Arc`, `comScore`).
fn has_capital(word: &str) -> bool {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) if first.is_uppercase() => true,
        // `anti-NATO` is no name.
        Some(_) if word.contains('-') => {
            let (prefix, rest) = word.split_once('-').unwrap_or((word, ""));
            prefix.chars().count() <= 2 && rest.chars().next().is_some_and(char::is_uppercase)
        }
        Some(first) if first.is_lowercase() => chars.any(char::is_uppercase),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_told_from_a_sentence() {
        let document = Document::new("Mayor Tveit Opens New Ferry to Lund\nThe mayor opened a ferry on Monday.");
        let reading = Reading::new(&document);
        assert!(reading.is_heading(0));
        assert!(!reading.is_heading(1));
    }

    #[test]
    fn a_capital_that_the_place_explains_proves_nothing() {
        let document = Document::new("Ferries stopped. Okafor waited. The ferries and Okafor were late.");
        let reading = Reading::new(&document);
        assert!(reading.is_common(0));
        assert!(!reading.is_common(3));
    }
}
