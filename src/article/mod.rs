//! **Stage 1, article**: reads news articles from files.
//!
//! Readers for each format, the walk over folders, encodings, dates. What can't be read is a [`Problem`], never the
//! end of a run.

mod problem;

pub use problem::{Problem, Reason};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One news article as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The given id, else one made from the path inside the root (`sub/a.txt`, `a.jsonl#0123456789abcdef`).
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub date: Option<Date>,
    /// Paper, agency or site.
    pub source: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// The text; every offset of the library counts its bytes. Never changed after reading.
    pub text: String,
}

// ---- SKETCH of the interface; bodies are being written in src/article ----

use std::path::{Path, PathBuf};

/// A file that the walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Path inside its root with `/` between the parts (`sub/a.txt`); of a file that is itself the root its name.
    pub inner: String,
    /// Where to open it.
    pub path: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// Time of last change, in nanoseconds since 1970.
    pub mtime: i128,
}

/// One article as it came out of a file.
#[derive(Clone, Debug)]
pub struct Located {
    /// The article, its id set.
    pub article: Article,
    /// Line of a JSON lines file, from 1; 1 for other files.
    pub line: u64,
}

/// What a walk passes over besides hidden files and folders, unknown extensions and folders with whosaid's marker.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// Globs over paths inside the root.
    pub exclude: Vec<String>,
    /// Roots of their own, absolute: their folders are left out.
    pub other_roots: Vec<PathBuf>,
}

/// Limits of reading.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one article's text at most.
    pub max_article_bytes: u64,
}

/// Walks `root` (a folder or a file) in a total order (by path parts, bytewise), with bounded memory.
pub fn walk(_root: &Path, _options: &WalkOptions) -> Box<dyn Iterator<Item = Result<FileEntry, Problem>>> {
    todo!()
}

/// Opens a file and yields its articles one by one, with bounded memory.
pub fn read(_entry: &FileEntry, _limits: Limits) -> Box<dyn Iterator<Item = Result<Located, Problem>>> {
    todo!()
}
