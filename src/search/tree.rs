//! A query as the user meant it: what [`parse`](super::parse) reads, and what becomes the engine's [`Clause`].

use std::fmt;

use crate::index::{Clause, Matcher, Scope};
use crate::text::analysis::{Word, words};

/// Words, phrases and patterns of one query at most, over [`Request::words`](super::Request::words) and
/// [`Request::about`](super::Request::about); more than 4,096 characters can hold.
pub const MAX_CLAUSES: usize = 4096;

/// Edits that `word~N` allows at most; a greater `N` means this.
pub const MAX_FUZZY_DISTANCE: u8 = 2;

/// Places that `"…"~N` lets lie between at most; a greater `N` means this.
pub const MAX_SLOP: u32 = 1000;

/// A query taken apart.
///
/// Its text ([`Display`](fmt::Display)) reads as the same tree again. Built by [`parse`](super::parse), it is flat
/// (no `And` inside an `And`, no `Or` inside an `Or`, no `Not` inside a `Not`), every `And` and `Or` has two members or
/// more, and `Every` and `Nothing` stand alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// No characters were given: nothing is asked.
    Every,
    /// Characters were given but no word among them (`???`): no quote is meant.
    Nothing,
    /// A bare word as typed: all words with its stem.
    Word(String),
    /// Words in quotation marks, as typed, one an entry: these very words in this order.
    Phrase {
        /// The words.
        words: Vec<String>,
        /// Places that may lie between them, in sum.
        slop: u32,
    },
    /// `word*`: words that begin so.
    Prefix(String),
    /// `word~N`: words like it.
    Fuzzy {
        /// The word as typed.
        word: String,
        /// Edits allowed, 1 or 2.
        distance: u8,
    },
    /// It must not hold.
    Not(Box<Tree>),
    /// All must hold.
    And(Vec<Tree>),
    /// One must hold.
    Or(Vec<Tree>),
}

impl Tree {
    /// `trees` joined by AND, flat; `None` for none.
    pub(super) fn and(trees: Vec<Tree>) -> Option<Tree> {
        let mut flat = Vec::with_capacity(trees.len());
        for tree in trees {
            match tree {
                Tree::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() < 2 { flat.pop() } else { Some(Tree::And(flat)) }
    }

    /// `trees` joined by OR, flat; `None` for none.
    pub(super) fn or(trees: Vec<Tree>) -> Option<Tree> {
        let mut flat = Vec::with_capacity(trees.len());
        for tree in trees {
            match tree {
                Tree::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() < 2 { flat.pop() } else { Some(Tree::Or(flat)) }
    }

    /// The opposite of `tree`.
    pub(super) fn negated(tree: Tree) -> Tree {
        match tree {
            Tree::Not(inner) => *inner,
            other => Tree::Not(Box::new(other)),
        }
    }

    /// How many words, phrases and patterns it has.
    pub fn leaves(&self) -> usize {
        match self {
            Tree::Every | Tree::Nothing => 0,
            Tree::Word(_) | Tree::Phrase { .. } | Tree::Prefix(_) | Tree::Fuzzy { .. } => 1,
            Tree::Not(inner) => inner.leaves(),
            Tree::And(trees) | Tree::Or(trees) => trees.iter().map(Tree::leaves).sum(),
        }
    }

    /// Whether there is a word that quotes should have, not only such as they should not: something to rank by.
    pub fn looks_for_words(&self) -> bool {
        match self {
            Tree::Every | Tree::Nothing | Tree::Not(_) => false,
            Tree::Word(_) | Tree::Phrase { .. } | Tree::Prefix(_) | Tree::Fuzzy { .. } => true,
            Tree::And(trees) | Tree::Or(trees) => trees.iter().any(Tree::looks_for_words),
        }
    }

    /// The engine's condition, its words looked for in `scope`. [`Tree::Nothing`] is an `Any` of nothing, which no
    /// quote fulfils.
    pub fn clause(&self, scope: Scope) -> Clause {
        match self {
            Tree::Every => Clause::Every,
            Tree::Nothing => Clause::Any(Vec::new()),
            Tree::Word(text) => every_word(scope, text, |word| Matcher::Stem(word.stem())),
            Tree::Phrase { words: texts, slop } => {
                let mut terms = Vec::with_capacity(texts.len());
                for text in texts {
                    terms.extend(words(text).map(|word| word.folded));
                }
                if terms.is_empty() {
                    return Clause::Any(Vec::new());
                }
                Clause::Match(scope, Matcher::Phrase { terms, slop: *slop })
            }
            Tree::Prefix(text) => every_word(scope, text, |word| Matcher::Prefix(word.folded)),
            Tree::Fuzzy { word, distance } => {
                let distance = (*distance).clamp(1, MAX_FUZZY_DISTANCE);
                every_word(scope, word, |word| Matcher::Fuzzy { term: word.folded, distance })
            }
            Tree::Not(inner) => Clause::Not(Box::new(inner.clause(scope))),
            Tree::And(trees) => Clause::All(trees.iter().map(|tree| tree.clause(scope)).collect()),
            Tree::Or(trees) => Clause::Any(trees.iter().map(|tree| tree.clause(scope)).collect()),
        }
    }
}

/// One matcher for the word in `text`; where a caller put several there, all of them.
fn every_word(scope: Scope, text: &str, matcher: impl Fn(Word) -> Matcher) -> Clause {
    let mut clauses: Vec<Clause> = words(text).map(|word| Clause::Match(scope, matcher(word))).collect();
    match clauses.len() {
        0 => Clause::Any(Vec::new()),
        1 => clauses.remove(0),
        _ => Clause::All(clauses),
    }
}

impl fmt::Display for Tree {
    /// The query in its own language: AND as a blank, parentheses only where they are needed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tree::Every => Ok(()),
            Tree::Nothing => f.write_str("?"),
            Tree::Word(text) => f.write_str(text),
            Tree::Phrase { words, slop } => {
                let text = words.join(" ");
                // Hebrew writes a straight mark inside abbreviations; other marks around keep it a letter.
                let (open, close) = if text.contains('"') { ('«', '»') } else { ('"', '"') };
                write!(f, "{open}{text}{close}")?;
                if *slop > 0 { write!(f, "~{slop}") } else { Ok(()) }
            }
            Tree::Prefix(text) => write!(f, "{text}*"),
            Tree::Fuzzy { word, distance } => write!(f, "{word}~{distance}"),
            Tree::Not(inner) => {
                f.write_str("NOT ")?;
                inner.fmt_member(f, matches!(**inner, Tree::And(_) | Tree::Or(_)))
            }
            Tree::And(trees) => {
                for (place, tree) in trees.iter().enumerate() {
                    if place > 0 {
                        f.write_str(" ")?;
                    }
                    tree.fmt_member(f, matches!(tree, Tree::Or(_)))?;
                }
                Ok(())
            }
            Tree::Or(trees) => {
                for (place, tree) in trees.iter().enumerate() {
                    if place > 0 {
                        f.write_str(" OR ")?;
                    }
                    tree.fmt_member(f, false)?;
                }
                Ok(())
            }
        }
    }
}

impl Tree {
    fn fmt_member(&self, f: &mut fmt::Formatter<'_>, parentheses: bool) -> fmt::Result {
        if parentheses { write!(f, "({self})") } else { write!(f, "{self}") }
    }
}
