//! A paragraph in units that reports stay inside of: sentences, joined where a quotation runs over them.

use std::ops::Range;

use super::cues::CueId;
use super::model::Model;
use super::words::{Classes, classes};
use crate::text::{Document, Span, TokenKind};

/// One or more sentences with no quotation across their borders.
#[derive(Debug)]
pub(super) struct Unit {
    /// What stands in it, in order.
    pub items: Vec<Item>,
    /// Its paragraph, from 0.
    pub paragraph: usize,
    /// Most of its long words begin with a capital letter.
    pub is_headline: bool,
}

/// A token, or a whole quotation, which reports see from outside.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it is.
    pub what: What,
    /// Its classes, of a word.
    pub classes: Classes,
    /// The cue that it may be, of a word.
    pub cue: Option<CueId>,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A word.
    Word,
    /// A number.
    Number,
    /// One character of punctuation.
    Point(char),
    /// A quotation, by its place in the document.
    Quote(usize),
}

/// Most items of a unit; what has more is no sentence, and is cut so that no rule looks farther.
const LONGEST: usize = 400;

/// Splits all paragraphs of the document.
pub(super) fn split(document: &Document, model: &Model) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::with_capacity(document.sentences.len());
    let mut quotations = Outermost { document, next: 0 };
    let mut lower = String::new();
    for paragraph in 0..document.paragraphs.len() {
        let mut items: Vec<Item> = Vec::new();
        let mut token = document.paragraphs[paragraph].tokens.start;
        for sentence in document.paragraphs[paragraph].sentences.clone() {
            let range = document.sentences[sentence].tokens.clone();
            while token < range.end {
                let item = next_item(document, model, &mut quotations, token, &mut lower);
                token = item.tokens.end;
                items.push(item);
                if items.len() >= LONGEST {
                    units.push(Unit::new(std::mem::take(&mut items), paragraph));
                }
            }
            if token == range.end && !items.is_empty() {
                units.push(Unit::new(std::mem::take(&mut items), paragraph));
            }
        }
        if !items.is_empty() {
            units.push(Unit::new(items, paragraph));
        }
    }
    units
}

/// Walks over the quotations that stand in no other.
struct Outermost<'d, 'a> {
    document: &'d Document<'a>,
    next: usize,
}

impl Outermost<'_, '_> {
    /// The quotation that begins at byte `start`; places are asked for in order.
    fn at(&mut self, start: usize) -> Option<usize> {
        let quotations = &self.document.quotations;
        while let Some(quotation) = quotations.get(self.next) {
            if quotation.span.start >= start && quotation.parent.is_none() {
                return (quotation.span.start == start).then_some(self.next);
            }
            self.next += 1;
        }
        None
    }
}

fn next_item(document: &Document, model: &Model, quotations: &mut Outermost, token: usize, lower: &mut String) -> Item {
    let this = document.tokens[token];
    if this.kind == TokenKind::Open
        && let Some(place) = quotations.at(this.span.start)
    {
        let end_byte = document.quotations[place].span.end;
        let mut end = token + 1;
        while end < document.tokens.len() && document.tokens[end].span.start < end_byte {
            end += 1;
        }
        return Item { tokens: token..end, what: What::Quote(place), classes: Classes::default(), cue: None };
    }
    let word = document.word(token);
    let tokens = token..token + 1;
    match this.kind {
        TokenKind::Word => {
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            let cue = model.cues.find(lower);
            Item { tokens, what: What::Word, classes: classes(word, lower), cue }
        }
        TokenKind::Number => Item { tokens, what: What::Number, classes: Classes::default(), cue: None },
        _ => {
            let c = word.chars().next().unwrap_or(' ');
            Item { tokens, what: What::Point(c), classes: Classes::default(), cue: None }
        }
    }
}

impl Unit {
    fn new(items: Vec<Item>, paragraph: usize) -> Unit {
        let (mut capital, mut small) = (0, 0);
        for item in &items {
            if item.what == What::Word && item.classes.is(Classes::CAPITAL) {
                capital += 1;
            } else if item.what == What::Word && item.classes == Classes::default() {
                small += 1;
            }
        }
        Unit { items, paragraph, is_headline: capital > 2 * small }
    }

    /// The place of some items, which are not none.
    pub fn span(&self, document: &Document, items: Range<usize>) -> Span {
        document.span_of(self.items[items.start].tokens.start..self.items[items.end - 1].tokens.end)
    }

    /// What stands at item `at`; nothing beyond the end.
    pub fn word<'a>(&self, document: &Document<'a>, at: usize) -> &'a str {
        self.items.get(at).map_or("", |item| document.word(item.tokens.start))
    }

    /// Whether item `at` is in any of `classes`.
    pub fn is(&self, at: usize, classes: Classes) -> bool {
        self.items.get(at).is_some_and(|item| item.classes.is(classes))
    }

    /// Whether item `at` is one of these characters.
    pub fn is_point(&self, at: usize, points: &str) -> bool {
        matches!(self.items.get(at), Some(Item { what: What::Point(c), .. }) if points.contains(*c))
    }

    /// The quotation that item `at` is.
    pub fn quote(&self, at: usize) -> Option<usize> {
        match self.items.get(at)?.what {
            What::Quote(place) => Some(place),
            _ => None,
        }
    }

    /// Whether item `at` is a word.
    pub fn is_word(&self, at: usize) -> bool {
        matches!(self.items.get(at), Some(Item { what: What::Word, .. }))
    }

    /// One past the last item before the final full stop.
    pub fn end(&self) -> usize {
        let mut end = self.items.len();
        while end > 0 && self.is_point(end - 1, ".!?…") {
            end -= 1;
        }
        end
    }

    /// Whether it holds quotations and nothing that has letters.
    pub fn is_all_quoted(&self) -> bool {
        let mut quoted = false;
        for item in &self.items {
            match item.what {
                What::Quote(_) => quoted = true,
                What::Word | What::Number => return false,
                What::Point(_) => {}
            }
        }
        quoted
    }
}
