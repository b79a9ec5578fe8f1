//! What a mention comes to, before it is made a speaker.

use std::ops::Range;

use super::{Basis, Gender, SpeakerKind};

/// Who is meant, before it is made a [`Speaker`].
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Who {
    /// A name of the cast.
    Entity(usize),
    /// A noun phrase of the article.
    Phrase { kind: SpeakerKind, tokens: Range<usize>, head: String, gender: Option<Gender>, is_plural: bool },
    /// The writer of the article.
    Author,
    /// Nobody can be told.
    Unknown,
}

/// One attribution's speaker with what it rests on.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub(super) who: Who,
    pub(super) basis: Basis,
    pub(super) confidence: f32,
    /// Token at which the mention stands; of a quotation without one its first.
    pub(super) place: usize,
    /// Whether it stands inside another's content.
    pub(super) is_nested: bool,
    /// Paragraph in which its content ends.
    pub(super) last_paragraph: usize,
}
