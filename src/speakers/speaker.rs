//! Who speaks.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// The speaker of one quote, as its article shows them.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The fullest form of the name that the article gives, without titles and a leading article; the article's noun
    /// phrase for groups, unnamed speakers and documents; `None` for unknown.
    pub name: Option<String>,
    /// What kind of speaker it is.
    pub kind: SpeakerKind,
    /// The words that name the speaker at the quote.
    pub mention: Option<String>,
    /// Office or job as the article gives it.
    pub role: Option<String>,
    /// Gender as the article shows it (he, she, Mr., Ms., *spokeswoman*), never guessed from a first name.
    pub gender: Option<Gender>,
    /// Belief that this is the speaker, 0 to 1.
    pub confidence: f32,
    /// What the name rests on.
    pub basis: Basis,
    /// Place of the full name that proves it.
    pub evidence: Option<Span>,
    /// Who else may be meant, the likeliest first; nobody where a name stands there that fits one alone.
    pub candidates: Vec<SpeakerCandidate>,
    /// What identities across articles are made from: folded fullest name, kind, gender, head word of the role, place
    /// or body named with the role, decade of the article's date; see [`SpeakerKey`](super::SpeakerKey).
    pub key: String,
}

/// Somebody who may be the speaker instead.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeakerCandidate {
    /// As [`Speaker::name`].
    pub name: String,
    /// What kind of speaker it is.
    pub kind: SpeakerKind,
    /// Belief that this is the speaker, 0 to 1; with the speaker's own at most 1 in all.
    pub confidence: f32,
}

/// Kind of speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerKind {
    /// A person with a name.
    Person,
    /// An organization with a name.
    Organization,
    /// Several people, or an organization whose name is never given.
    Group,
    /// One person whose name the article never gives.
    Unnamed,
    /// A report, law, poll or agreement without an evident maker.
    Document,
    /// Nobody can be told.
    Unknown,
}

/// Gender as an article shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// he, Mr., *spokesman*
    Male,
    /// she, Ms., *spokeswoman*
    Female,
}

/// What a name rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The mention is the full name.
    FullName,
    /// The mention is a part of it.
    PartOfName,
    /// The mention describes the speaker (*the spokesman*).
    Description,
    /// The mention is a pronoun.
    Pronoun,
    /// No mention: the quotation before goes on.
    Continued,
    /// The user mended it.
    Corrected,
    /// Nothing to rest on.
    None,
}

impl Basis {
    /// Every basis, in order.
    pub const ALL: [Basis; 7] = [
        Basis::FullName,
        Basis::PartOfName,
        Basis::Description,
        Basis::Pronoun,
        Basis::Continued,
        Basis::Corrected,
        Basis::None,
    ];

    /// As written in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Basis::FullName => "full-name",
            Basis::PartOfName => "part-of-name",
            Basis::Description => "description",
            Basis::Pronoun => "pronoun",
            Basis::Continued => "continued",
            Basis::Corrected => "corrected",
            Basis::None => "none",
        }
    }
}

impl SpeakerKind {
    /// Every kind, in order.
    pub const ALL: [SpeakerKind; 6] = [
        SpeakerKind::Person,
        SpeakerKind::Organization,
        SpeakerKind::Group,
        SpeakerKind::Unnamed,
        SpeakerKind::Document,
        SpeakerKind::Unknown,
    ];

    /// As written in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            SpeakerKind::Person => "person",
            SpeakerKind::Organization => "organization",
            SpeakerKind::Group => "group",
            SpeakerKind::Unnamed => "unnamed",
            SpeakerKind::Document => "document",
            SpeakerKind::Unknown => "unknown",
        }
    }

    /// Whether such a speaker has a name of their own, and so an identity across articles.
    pub fn is_named(self) -> bool {
        matches!(self, SpeakerKind::Person | SpeakerKind::Organization)
    }
}
