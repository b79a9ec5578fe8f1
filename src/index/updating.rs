//! What an update is asked, what it tells while it runs, and what it says in the end.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::article::{Columns, Problem};

/// How an update or a rebuild is done.
#[derive(Clone, Debug, Default)]
pub struct UpdateOptions {
    /// Folders and files; with `listed` empty for every recorded root (none yet: `corpus`).
    pub paths: Vec<PathBuf>,
    /// Folders and files of a list: one that leads nowhere is a problem of the run, and no error.
    pub listed: Vec<PathBuf>,
    /// Globs of paths inside a root to pass over.
    pub exclude: Vec<String>,
    /// Also take out what a missing, unreadable or emptied folder held, and more than a tenth.
    pub prune: bool,
    /// Read every file, whatever its size and mtime say.
    pub verify: bool,
    /// What the columns of tables in `paths` are called, now and in later runs; `None` for what was said before.
    pub columns: Option<Columns>,
    /// Bytes of one article's text at most.
    pub max_article_bytes: u64,
    /// Threads that extract; `None` for all cores.
    pub threads: Option<usize>,
}

/// What an update tells while it runs; called from several threads.
pub trait Progress: Sync {
    /// Whether [`Progress::found`] is wanted: it costs a walk of its own.
    fn wants_total(&self) -> bool {
        false
    }
    /// So much is to be done in all: bytes of files, or articles where texts come from the index itself.
    fn found(&self, total: u64);
    /// So much more of it is done.
    fn done(&self, part: u64);
    /// So many articles were dealt with.
    fn articles(&self, count: u64);
    /// Something was skipped.
    fn problem(&self, problem: &Problem);
    /// A line for the user (a removal held back, two articles with one id, …).
    fn notice(&self, line: &str);
}

/// Tells nobody anything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn found(&self, _: u64) {}
    fn done(&self, _: u64) {}
    fn articles(&self, _: u64) {}
    fn problem(&self, _: &Problem) {}
    fn notice(&self, _: &str) {}
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
    pub skipped: BTreeMap<String, u64>,
    /// Articles that were attributed in this run.
    pub attributed: u64,
    /// Articles in the index afterwards.
    pub articles: u64,
    /// Quotes in the index afterwards.
    pub quotes: u64,
    /// Speakers with a name afterwards.
    pub speakers: u64,
}
