//! Why a file, or one article in it, was left out.

use std::fmt;

/// A file or an article that could not be taken in: where it stands and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Path as a user would write it; for a line of a JSON lines file with `:LINE` (from 1) after it.
    pub place: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// Why something was skipped. The text says what is wrong; [`Reason::label`] is the word that a summary counts under.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Not text in any known encoding.
    #[error("binary, not text")]
    Binary,
    /// No letters and no digits in it.
    #[error("empty")]
    Empty,
    /// The system refused to open, read or list it.
    #[error("can't be read: {0}")]
    Unreadable(String),
    /// A pipe, a socket or a device.
    #[error("not a regular file")]
    NotAFile,
    /// A symbolic link that leads back to a folder above it.
    #[error("a link that leads back to a folder above it")]
    LinkCycle,
    /// A line that is not the JSON of an article.
    #[error("not an article in JSON: {0}")]
    BrokenJson(String),
    /// Compressed data that does not unpack.
    #[error("broken compressed data: {0}")]
    BrokenArchive(String),
    /// A file that is not what its name says, or a broken part of it.
    #[error("not a readable {format}: {why}")]
    BrokenFile {
        /// The format, as its extension: `pdf`, `zip`.
        format: &'static str,
        /// What is wrong.
        why: String,
    },
    /// Compressed data that unpacks to more than anything written would.
    #[error("unpacks to more than 200 times its size")]
    Bomb,
    /// Archives inside archives inside archives.
    #[error("an archive inside more than {limit} others")]
    TooDeep {
        /// The limit, in archives.
        limit: usize,
    },
    /// It can be read only with a password.
    #[error("encrypted: unpack or unlock it first")]
    Encrypted,
    /// Pages without a text layer.
    #[error("no text layer, or hardly a word in it: run text recognition (OCR) on it first")]
    NoTextLayer,
    /// A table without a column of texts.
    #[error("no column \"text\" among {columns}: name it with --map text=COLUMN")]
    NoTextColumn {
        /// The columns that there are.
        columns: String,
    },
    /// One article's text is longer than allowed.
    #[error("text of more than {limit} bytes (--max-article-bytes)")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// A page or a document that would take forever to read.
    #[error("too complex: more than {limit} elements inside each other, or attributes of one")]
    TooComplex {
        /// The limit, in elements or attributes.
        limit: usize,
    },
    /// A path that is not valid Unicode.
    #[error("path is not valid Unicode")]
    BadPath,
    /// The user had it taken out for good.
    #[error("on the list of removals (whosaid remove --list)")]
    Removed,
    /// The program failed on this article; a bug to report.
    #[error("whosaid failed on this article (please report it): {0}")]
    Panic(String),
}

impl Reason {
    /// One or two words to count under: `binary`, `empty`, `unreadable`, …
    pub fn label(&self) -> &'static str {
        match self {
            Reason::Binary => "binary",
            Reason::Empty => "empty",
            Reason::Unreadable(_) => "unreadable",
            Reason::NotAFile => "not a file",
            Reason::LinkCycle => "link cycle",
            Reason::BrokenJson(_) => "broken JSON",
            Reason::BrokenArchive(_) => "broken archive",
            Reason::BrokenFile { .. } => "broken file",
            Reason::Bomb => "unpacks to too much",
            Reason::TooDeep { .. } => "too deep",
            Reason::Encrypted => "encrypted",
            Reason::NoTextLayer => "no text layer",
            Reason::NoTextColumn { .. } => "no text column",
            Reason::TooLarge { .. } => "too large",
            Reason::TooComplex { .. } => "too complex",
            Reason::BadPath => "bad path",
            Reason::Removed => "removed",
            Reason::Panic(_) => "failed",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}
