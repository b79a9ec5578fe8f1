//! **Stage 3, attribution**: finds in one article what is said, the words that report it and the words that name who
//! says it there.
//!
//! A pure function of (article, model): no I/O, no clock, no index.

// A content of one piece is one range.
#![allow(clippy::single_range_in_vec_init)]

mod act;
mod assemble;
mod belief;
mod blocks;
mod candidate;
mod clause;
mod cues;
mod frames;
mod joining;
mod labels;
pub mod learned;
mod left;
mod loose;
mod merge;
mod model;
mod noun_phrase;
mod nouns;
mod reports;
mod right;
mod sign_table;
mod signs;
pub mod tagger;
mod transcript;
mod turned;
mod unclaimed;
mod units;
mod verbatim;
mod voices;
mod within;
mod words;

#[cfg(test)]
mod stories;

pub use assemble::attribute;
pub use model::{Model, ModelError};
pub(crate) use sign_table::SignTable;
pub(crate) use voices::is_passive;

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// One attribution: a content, the cue that reports it and the mention of who said it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The words said, in order, without overlap, quotation marks around them included. Never empty.
    pub content: Vec<Span>,
    /// The parts of `content` printed as the speaker's own words: inside quotation marks (marks included), or a whole
    /// transcript turn, block quotation or dash dialogue. Empty for indirect speech.
    pub verbatim: Vec<Span>,
    /// The words that report (*said*, *according to*). Empty where nothing does.
    pub cue: Vec<Span>,
    /// The words that name the speaker there. Empty where nothing does.
    pub mention: Vec<Span>,
    /// Whether all, some or none of the content is printed as the speaker's own words.
    pub kind: Kind,
    /// What the speaker does with it.
    pub act: Act,
    /// Belief that this is a quotation with these bounds, 0 to 1.
    pub confidence: f32,
    /// The attribution, by its place in the list, inside whose content this one stands (A said that B said).
    pub within: Option<usize>,
    /// Paragraph in which the content begins, from 1.
    pub paragraph: usize,
}

/// Kind of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of the content is the speaker's own words.
    Direct,
    /// Some is.
    Mixed,
    /// None is.
    Indirect,
}

/// What a speaker does with the content, told from cue, negation and modality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Says, writes, announces it.
    Says,
    /// Denies or rejects it.
    Denies,
    /// Asks it.
    Asks,
    /// Has not said it, or refused to.
    Silent,
    /// Believes, fears, expects it.
    Thinks,
    /// Hopes, urges, plans it.
    Wants,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Kind; 3] = [Kind::Direct, Kind::Mixed, Kind::Indirect];

    /// As written in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Mixed => "mixed",
            Kind::Indirect => "indirect",
        }
    }
}

impl Act {
    /// Every act, in order.
    pub const ALL: [Act; 6] = [Act::Says, Act::Denies, Act::Asks, Act::Silent, Act::Thinks, Act::Wants];

    /// As written in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Act::Says => "says",
            Act::Denies => "denies",
            Act::Asks => "asks",
            Act::Silent => "silent",
            Act::Thinks => "thinks",
            Act::Wants => "wants",
        }
    }
}
