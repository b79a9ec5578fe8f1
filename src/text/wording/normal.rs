//! From a text to the words on which copies agree.

use unicode_segmentation::UnicodeSegmentation;

use super::Gap;
use super::lists::{is_negation, is_number, is_prefix, number, other_spelling};
use crate::text::{Span, fold};

/// Words in brackets at most that are taken for the paper's own.
const MOST_IN_BRACKETS: usize = 6;

/// Letters of the longest word; what is longer is cut there.
const LONGEST: usize = 64;

/// A word on which copies agree.
pub(super) struct Word {
    /// As [`super::Term::text`].
    pub text: String,
    /// As [`super::Term::span`].
    pub span: Span,
    /// What may be missing before it.
    pub gap: Gap,
}

/// Takes a text apart, word by word.
#[derive(Default)]
struct Reading {
    words: Vec<Word>,
    /// What is missing before the next word.
    gap: Gap,
    /// Where the bracket that is open began, in `words`.
    open: Option<usize>,
}

/// The words of `text`, those in brackets left out, with the gaps between them.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut reading = Reading::default();
    let mut written = 0;
    for (at, raw) in raw_words(text) {
        let between = &text[written..at];
        written = at + raw.len();
        // `[W]e`, `sail[ed]`: one word, of which the paper changed a letter.
        let is_inside_word = match between {
            "[" | "]" => reading.join(raw, written),
            // `co-operate`, `re-elected`
            "-" => reading.words.last().is_some_and(|last| is_prefix(&last.text)) && reading.join(raw, written),
            _ => false,
        };
        if !is_inside_word {
            reading.between(between);
            reading.word(raw, Span::new(at, written));
        }
    }
    reading.between(&text[written..]);
    let mut words = merged_numbers(reading.words);
    // `said that the fare would rise` says no more than `the fare would rise`.
    if words.len() > 1 && words[0].text == "that" {
        words.remove(0);
    }
    // Before the first word everything may be missing anyway.
    if let Some(first) = words.first_mut() {
        first.gap = Gap::None;
    }
    words
}

/// The words by Unicode's rules, a colon inside one separating too, with their places.
fn raw_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.unicode_word_indices().flat_map(|(at, raw)| {
        let mut start = at;
        raw.split(':').filter_map(move |part| {
            let place = start;
            start += part.len() + 1;
            (!part.is_empty()).then_some((place, part))
        })
    })
}

impl Reading {
    /// What stands between two words.
    fn between(&mut self, text: &str) {
        let mut stops = 0;
        for c in text.chars() {
            stops = if c == '.' { stops + 1 } else { 0 };
            match c {
                '…' => self.gap = Gap::Ellipsis,
                '.' if stops == 2 => self.gap = Gap::Ellipsis,
                '[' | '(' => self.open = Some(self.words.len()),
                ']' | ')' => self.close(),
                '%' => {
                    let span = self.words.last().map_or(Span::new(0, 0), |last| last.span);
                    self.push("percent", span);
                }
                _ => {}
            }
        }
    }

    /// Words in brackets go, unless they change what is said.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let inside = &self.words[open..];
        let is_said = inside.iter().any(|term| is_negation(&term.text) || is_number(&term.text));
        if is_said || inside.len() > MOST_IN_BRACKETS {
            return;
        }
        let gap = inside.iter().map(|term| term.gap).max().unwrap_or_default();
        self.words.truncate(open);
        self.gap = self.gap.max(gap).max(Gap::Brackets);
    }

    /// Takes `raw` as the rest of the last word, where the bracket between them stood inside it.
    fn join(&mut self, raw: &str, end: usize) -> bool {
        let is_one_word = self.open.is_none_or(|open| open + 1 == self.words.len());
        let Some(last) = self.words.last_mut().filter(|_| is_one_word) else { return false };
        let whole = format!("{}{}", last.text, fold(raw));
        let (start, gap) = (last.span.start, last.gap);
        self.words.pop();
        self.open = None;
        self.gap = gap;
        self.word(&whole, Span::new(start, end));
        true
    }

    fn word(&mut self, raw: &str, span: Span) {
        let folded = fold(raw);
        let (base, rest) = parted(&folded);
        let base: String = base.chars().filter(|c| is_kept(*c)).take(LONGEST).collect();
        let base = base.trim_matches('.');
        let (base, unit) = with_unit(base);
        match other_spelling(base) {
            Some(other) => other.split(' ').for_each(|word| self.push(word, span)),
            None if base.is_empty() => {}
            None => self.push(&one_spelling(base), span),
        }
        for word in [unit, rest].into_iter().flatten() {
            self.push(word, span);
        }
    }

    fn push(&mut self, word: &str, span: Span) {
        // `per cent`
        if word == "cent" && self.gap == Gap::None && self.words.last().is_some_and(|last| last.text == "per") {
            if let Some(last) = self.words.last_mut() {
                last.text = "percent".to_owned();
                last.span.end = span.end;
            }
            return;
        }
        let text = number(word).map_or_else(|| word.to_owned(), |number| number.to_string());
        self.words.push(Word { text, span, gap: std::mem::take(&mut self.gap) });
    }
}

/// Letters and digits, and the point of a fraction.
fn is_kept(c: char) -> bool {
    c.is_alphanumeric() || c == '.'
}

/// A folded word without the short form at its end, and what that stands for; a possessive ending goes.
fn parted(word: &str) -> (&str, Option<&'static str>) {
    let irregular = match word {
        "can't" => Some("can"),
        "won't" => Some("will"),
        "shan't" => Some("shall"),
        "ain't" => Some("is"),
        _ => word.strip_suffix("n't"),
    };
    if let Some(base) = irregular {
        return (base, Some("not"));
    }
    for (ending, whole) in [("'re", "are"), ("'ll", "will"), ("'ve", "have"), ("'m", "am"), ("'d", "would")] {
        if let Some(base) = word.strip_suffix(ending) {
            return (base, Some(whole));
        }
    }
    let Some(base) = word.strip_suffix("'s") else { return (word, None) };
    match base {
        "let" => (base, Some("us")),
        "it" | "that" | "he" | "she" | "there" | "what" | "who" | "here" | "where" | "how" | "this" => {
            (base, Some("is"))
        }
        _ => (base, None),
    }
}

/// `5m` as `5` and `million`; of other words no full stops are kept (`U.S.`).
fn with_unit(word: &str) -> (&str, Option<&'static str>) {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return (word, None);
    }
    match &word[digits.len()..] {
        "m" | "mn" => (digits, Some("million")),
        "b" | "bn" => (digits, Some("billion")),
        "k" => (digits, Some("thousand")),
        _ => (word, None),
    }
}

/// The American spelling, by rules that may be wrong for a word but never make two of one.
fn one_spelling(word: &str) -> String {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut word: String = word.chars().filter(|c| *c != '.').collect();
    if word.len() < 5 || !word.is_ascii() {
        return word;
    }
    // Most words have none of these letters, which is told far faster than that they have none of the endings.
    if word.len() > 6 && (has(&word, b"ae") || has(&word, b"oe") || has(&word, b"isation") || has(&word, b"ogue")) {
        let inner = word[1..].replace("ae", "e").replace("oe", "e").replace("isation", "ization").replace("ogue", "og");
        word = format!("{}{inner}", &word[..1]);
    }
    if has(&word, b"our") {
        for ending in ["", "s", "ed", "ing", "able", "ite", "ites", "hood", "hoods", "er", "ers", "ful", "less", "al"] {
            let british = word.strip_suffix(ending).and_then(|stem| stem.strip_suffix("our"));
            if let Some(stem) = british.filter(|stem| stem.len() >= 2) {
                return format!("{stem}or{ending}");
            }
        }
    }
    let last = word.bytes().next_back();
    for (from, to) in ENDINGS.iter().filter(|(from, _)| from.bytes().next_back() == last) {
        if let Some(stem) = word.strip_suffix(from) {
            return format!("{stem}{to}");
        }
    }
    if has(&word, b"ll") {
        for ending in ["ed", "ing", "er", "ers"] {
            let doubled = word.strip_suffix(ending).filter(|stem| stem.ends_with("ll"));
            if let Some(stem) = doubled.filter(|stem| vowel_groups(stem) > 1) {
                return format!("{}{ending}", &stem[..stem.len() - 1]);
            }
        }
    }
    word
}

/// Whether these letters stand somewhere in a word.
fn has<const LETTERS: usize>(word: &str, letters: &[u8; LETTERS]) -> bool {
    word.as_bytes().windows(LETTERS).any(|part| part == letters)
}

/// British endings and American ones.
const ENDINGS: [(&str, &str); 21] = [
    ("ise", "ize"),
    ("ises", "izes"),
    ("ised", "ized"),
    ("ising", "izing"),
    ("iser", "izer"),
    ("isers", "izers"),
    ("yse", "yze"),
    ("ysed", "yzed"),
    ("ysing", "yzing"),
    ("centre", "center"),
    ("centres", "centers"),
    ("metre", "meter"),
    ("metres", "meters"),
    ("litre", "liter"),
    ("litres", "liters"),
    ("theatre", "theater"),
    ("theatres", "theaters"),
    ("fibre", "fiber"),
    ("fibres", "fibers"),
    ("defences", "defenses"),
    ("offences", "offenses"),
];

fn vowel_groups(word: &str) -> usize {
    let mut groups = 0;
    let mut was_vowel = false;
    for c in word.chars() {
        let is_vowel = "aeiouy".contains(c);
        groups += usize::from(is_vowel && !was_vowel);
        was_vowel = is_vowel;
    }
    groups
}

/// `20` `5` that were `twenty-five` as `25`.
fn merged_numbers(words: Vec<Word>) -> Vec<Word> {
    let mut merged: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        if let (Some(last), Ok(unit)) = (merged.last_mut(), word.text.parse::<u64>())
            && (1..10).contains(&unit)
            && let Ok(tens) = last.text.parse::<u64>()
            && (20..100).contains(&tens)
            && tens % 10 == 0
            && word.gap == Gap::None
            && last.span.end + 1 == word.span.start
            && last.text.len() < last.span.end - last.span.start
        {
            last.text = (tens + unit).to_string();
            last.span.end = word.span.end;
            continue;
        }
        merged.push(word);
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let mut read = String::new();
        for term in words(text) {
            read.push_str(match term.gap {
                Gap::None => " ",
                Gap::Brackets => " [] ",
                Gap::Ellipsis => " … ",
            });
            read.push_str(&term.text);
        }
        read.trim().to_owned()
    }

    #[test]
    fn gaps_are_kept_and_brackets_are_the_papers_own() {
        assert_eq!(read("“We will … sail,” … “[the mayor] and rest...”"), "we will … sail … and rest");
        assert_eq!(read("the boat [a ferry] sails (sic) at dawn"), "the boat [] sails [] at dawn");
        assert_eq!(read("“[N]o boat sail[ed] in May [2019]”"), "no boat sailed in may 2019");
        assert_eq!(read("an open [bracket"), "an open bracket");
        assert_eq!(read("[…] we sail"), "we sail");
    }

    #[test]
    fn numbers_are_digits() {
        assert_eq!(read("twenty-one of sixty boats, 2.5% or 5bn"), "21 of 60 boats 2.5 percent or 5 billion");
        assert_eq!(read("20 5"), "20 5");
        assert_eq!(read("three per cent"), "3 percent");
    }

    #[test]
    fn spelling_is_one() {
        assert_eq!(read("neighbourhood centres cancelled, analysed"), "neighborhood centers canceled analyzed");
        assert_eq!(read("the re-elected co-operative"), "the reelected cooperative");
        assert_eq!(read("your hour filled the U.S. store"), "your hour filled the us store");
    }
}
