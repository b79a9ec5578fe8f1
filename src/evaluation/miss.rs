//! What went wrong, quote by quote.

use crate::attribution::Kind;

/// A gold quote that was not found, or was given to another speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Miss {
    /// The article's id.
    pub article: String,
    /// The attribution's id inside it.
    pub attribution: String,
    /// Kind of speech, told from the text.
    pub kind: Kind,
    /// What is wrong.
    pub why: Why,
    /// The text from the first to the last letter of the content.
    pub text: String,
}

/// What is wrong with a gold quote.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// No predicted quote fits it.
    NotFound,
    /// One does, and is not under a right name.
    Speaker {
        /// The name that was given.
        given: Option<String>,
        /// The gold one.
        meant: String,
    },
}

/// A predicted quote that fits no gold one.
#[derive(Clone, Debug, PartialEq)]
pub struct Spurious {
    /// The article's id.
    pub article: String,
    /// Kind of speech, told from the text.
    pub kind: Kind,
    /// The speaker that was given.
    pub speaker: Option<String>,
    /// The text from the first to the last letter of the content.
    pub text: String,
}
