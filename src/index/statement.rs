//! What tells the copies of a quote or of a whole article.

use super::documents::{hash64, key};
use crate::article::Article;
use crate::attribution::{Act, Kind};
use crate::speakers::{QuoteLine, SpeakerKind, name_words};
use crate::text::wording::{self, Likeness, Passages, Wording, are_reprints, compare};

/// The words of a quote or an article, and the numbers by which its copies are found.
pub(super) struct Statement {
    /// What documents of the same words share.
    pub class: u64,
    /// Of which copies share one or more, ascending.
    pub keys: Vec<u32>,
    words: Words,
}

enum Words {
    Quote(Wording),
    Article(Passages),
}

impl Statement {
    /// Of a quote. A statement that is long enough is known by its words, a shorter one by the name of its speaker too; one that
    /// is too short, or short and nobody's, has no copies.
    pub fn of_quote(line: &QuoteLine, root: u64) -> Statement {
        let wording = Wording::new(&line.quote);
        let stance = stance(line);
        let seed = match (wording.is_long(), speaker(line)) {
            (true, _) => Some(stance.to_owned()),
            (false, Some(speaker)) if !wording.is_too_short() => Some(format!("{stance}\u{0}{speaker}")),
            _ => None,
        };
        let (class, keys) = match seed {
            Some(seed) => (wording.class(&seed), wording.keys(&seed)),
            None => (hash64(format!("{root}\u{0}{}", line.id).as_bytes()), Vec::new()),
        };
        Statement { class, keys, words: Words::Quote(wording) }
    }

    /// Of an article; a very short one has no reprints.
    pub fn of_article(article: &Article, root: u64) -> Statement {
        let passages = Passages::new(&article.text);
        let (class, keys) = if passages.are_too_few() {
            (hash64(key(root, &article.id).as_bytes()), Vec::new())
        } else {
            (passages.class(), passages.keys().to_vec())
        };
        Statement { class, keys, words: Words::Article(passages) }
    }

    /// What is enough to tell most statements that are no copies of it, in few bytes; see [`may_be_copies`].
    pub fn outline(&self) -> Vec<u8> {
        let (kind, mut outline) = match &self.words {
            Words::Quote(wording) => (OF_QUOTE, wording.outline()),
            Words::Article(passages) => (OF_ARTICLE, passages.outline()),
        };
        outline.push(kind);
        outline
    }

    /// How two statements are alike that share a key.
    pub fn compare(&self, other: &Statement) -> Likeness {
        match (&self.words, &other.words) {
            (Words::Quote(one), Words::Quote(other)) => compare(one, other),
            (Words::Article(one), Words::Article(other)) if are_reprints(one, other) => Likeness::Whole,
            _ => Likeness::Other,
        }
    }
}

/// Last byte of an outline.
const OF_QUOTE: u8 = 0;
const OF_ARTICLE: u8 = 1;

/// Whether statements with these outlines, the first of the lesser class, may be copies.
pub(super) fn may_be_copies(one: &[u8], other: &[u8]) -> bool {
    match (one.split_last(), other.split_last()) {
        (Some((&OF_QUOTE, one)), Some((&OF_QUOTE, other))) => wording::may_be_copies(one, other),
        (Some((&OF_ARTICLE, one)), Some((&OF_ARTICLE, other))) => wording::may_be_reprints(one, other),
        _ => false,
    }
}

/// What a report says of its words: a statement is no copy of its denial. Words in quotation marks are the same whatever
/// reports them.
fn stance(line: &QuoteLine) -> &'static str {
    match line.act {
        Act::Denies | Act::Silent if line.kind == Kind::Indirect => line.act.name(),
        _ => "",
    }
}

/// A person's surname, and the whole name of others.
fn speaker(line: &QuoteLine) -> Option<String> {
    let mut words = name_words(line.speaker.name.as_deref()?);
    match line.speaker.kind {
        SpeakerKind::Person => words.pop(),
        SpeakerKind::Organization => Some(words.join(" ")),
        _ => None,
    }
}
