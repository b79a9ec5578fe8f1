//! **Stage 5, index**: keeps articles and quotes on disk, and answers queries over them.
//!
//! tantivy appears here and nowhere else; the interface is plain values.

mod query;

pub use query::*;

use std::path::PathBuf;

use crate::article::Problem;
use crate::attribution::Model;

// ---- SKETCH of the interface; bodies are being written in src/index ----

/// Where an index is: what `--index` names. A folder today; parsed, so that a server's address can follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A folder on this machine.
    Folder(PathBuf),
}

impl Location {
    /// Reads what a user gave.
    pub fn parse(_text: &str) -> Result<Location, IndexError> {
        todo!()
    }
}

/// What can go wrong with an index; every variant says what, where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Nothing was ever committed there.
    #[error("no index at {0}: make one with `whosaid index PATH`")]
    NoIndex(String),
    /// And others, each one line for the user.
    #[error("{0}")]
    Other(String),
}

/// A whole index as of its last commit; opening again sees newer ones.
pub struct Reader;

impl Reader {
    /// Opens the last commit.
    pub fn open(_location: &Location) -> Result<Reader, IndexError> {
        todo!()
    }
    /// A line for standard error where the quotes come of another model than `model`, else `None`.
    pub fn notice(&self, _model: &Model) -> Option<String> {
        todo!()
    }
    /// Answers a query.
    pub fn search(&self, _query: &Query) -> Result<Answer, IndexError> {
        todo!()
    }
    /// Hands every quote that `query` finds to `each`, in order (date, then id), with bounded memory; ends early with `Ok` when `each` says false.
    pub fn export(&self, _query: &Query, _each: &mut dyn FnMut(QuoteLineOf) -> bool) -> Result<(), IndexError> {
        todo!()
    }
    /// Quotes whose id begins so, in order of id, then root; at most `limit`.
    pub fn quotes_by_id(&self, _prefix: &str, _limit: usize) -> Result<Vec<Hit>, IndexError> {
        todo!()
    }
    /// Articles with this id, one a root.
    pub fn articles(&self, _id: &str) -> Result<Vec<StoredArticle>, IndexError> {
        todo!()
    }
    /// The article of this id in this root.
    pub fn article(&self, _root: u64, _id: &str) -> Result<Option<StoredArticle>, IndexError> {
        todo!()
    }
    /// Retired ids that begin so.
    pub fn retired(&self, _prefix: &str) -> Result<Vec<Retired>, IndexError> {
        todo!()
    }
    /// Every speaker with a name (of `kinds` where not empty) among the quotes that `query` finds, most quotes first, then by name.
    pub fn speakers(
        &self,
        _query: &Query,
        _kinds: &[crate::speakers::SpeakerKind],
    ) -> Result<Vec<SpeakerEntry>, IndexError> {
        todo!()
    }
    /// What the index holds.
    pub fn stats(&self) -> Result<Stats, IndexError> {
        todo!()
    }
}

/// See [`Reader::export`].
pub type QuoteLineOf = crate::speakers::QuoteLine;

/// How an update or a rebuild is done.
pub struct UpdateOptions {
    /// Folders and files; empty for every recorded root (none yet: `corpus`).
    pub paths: Vec<PathBuf>,
    /// Globs of paths inside a root to pass over.
    pub exclude: Vec<String>,
    /// Also remove what a missing, unreadable or emptied folder held, and more than a tenth.
    pub prune: bool,
    /// Read every file, whatever its size and mtime say.
    pub verify: bool,
    /// Bytes of one article's text at most.
    pub max_article_bytes: u64,
    /// Threads that extract; `None` for all cores.
    pub threads: Option<usize>,
}

/// What an update tells while it runs.
pub trait Progress: Sync {
    /// The walk found so many files and bytes to look at in all.
    fn found(&self, files: u64, bytes: u64);
    /// One file was dealt with.
    fn file(&self, bytes: u64);
    /// So many articles of a file were attributed.
    fn articles(&self, count: u64);
    /// Something was skipped.
    fn problem(&self, problem: &Problem);
    /// A line for the user (a removal held back, two articles with one id, …).
    fn notice(&self, line: &str);
}

/// What an update did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles that are new.
    pub new: u64,
    /// Articles that were replaced.
    pub changed: u64,
    /// Articles that are gone.
    pub gone: u64,
    /// Articles left as they are.
    pub unchanged: u64,
    /// Skipped, by [`Reason::label`](crate::article::Reason::label), in order of label.
    pub skipped: std::collections::BTreeMap<&'static str, u64>,
    /// Quotes in the index afterwards.
    pub quotes: u64,
    /// Articles in the index afterwards.
    pub articles: u64,
    /// Speakers with a name afterwards.
    pub speakers: u64,
    /// Articles that were attributed in this run.
    pub attributed: u64,
}

/// Adds, replaces and removes articles so that the index holds what the folders do.
pub fn update(_l: &Location, _m: &Model, _o: &UpdateOptions, _p: &dyn Progress) -> Result<Summary, IndexError> {
    todo!()
}
/// Builds anew beside the old index, then swaps. `stored`: from the kept texts.
pub fn rebuild(
    _l: &Location,
    _m: &Model,
    _o: &UpdateOptions,
    _stored: bool,
    _p: &dyn Progress,
) -> Result<Summary, IndexError> {
    todo!()
}
/// Takes a root and its articles out.
pub fn forget(_l: &Location, _root: &std::path::Path, _p: &dyn Progress) -> Result<Summary, IndexError> {
    todo!()
}
/// Says that a root moved from `old` to `new`.
pub fn moved(_l: &Location, _old: &std::path::Path, _new: &std::path::Path) -> Result<(), IndexError> {
    todo!()
}
/// Every fault found; none: the index is sound.
pub fn check(_l: &Location) -> Result<Vec<String>, IndexError> {
    todo!()
}
