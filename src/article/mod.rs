//! **Stage 1, article**: reads news articles from files.
//!
//! [`walk`] finds the files below a root, [`read`] yields the articles of one file, [`read_stdin_like`] those of a stream.
//! What can't be read is a [`Problem`], never the end of a run; memory is bounded whatever a file holds.
//!
//! One file for each concept: [`walk`](fn@walk) and what it passes over, formats told by name, encodings, the unpacked and
//! hashed bytes of a file, one reader for each format (plain text, Markdown with its front matter, web pages, JSON lines,
//! tables, archives, …), and the dates that all of them read.

mod columns;
mod csv_table;
mod dates;
mod docx;
mod encoding;
mod format;
mod front_matter;
mod html;
mod json_array;
mod json_lines;
mod markdown;
mod mhtml;
mod parquet_table;
mod pdf;
mod plain;
mod press;
mod problem;
mod reader;
mod rtf;
mod source;
mod tar_members;
mod transcoder;
mod walk;
mod warc;
mod xml;
mod zip_members;

pub use columns::{BadColumns, Columns};
pub use dates::parse_date;
pub use encoding::decode;
pub use format::{InputFormat, Packing, UnknownFormat, format_of, known_extension, may_hold_many};
pub(crate) use json_lines::parse_line as from_json;
pub use problem::{Problem, Reason};
pub use reader::{ArticleReader, StreamReader, read, read_stdin_like};
#[cfg(feature = "engine")]
pub(crate) use walk::nanoseconds;
pub use walk::{BadGlob, Exclude, FileEntry, MARKER, Walk, WalkError, WalkOptions, walk, walk_part};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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

/// One article as it came out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The article, its id set.
    pub article: Article,
    /// Line or row of a file with many, from 1; 1 for other files.
    pub line: u64,
    /// Its quotes, where they were found on another machine.
    pub extracted: Option<Box<Extracted>>,
}

/// Quotes as `extract --articles` printed them; what they mean is left to later stages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extracted {
    /// The lines of quotes, an array.
    pub quotes: Value,
    /// The key of each quote's speaker, an array as long.
    pub speaker_keys: Value,
    /// Name of the model that found them.
    pub model: Option<String>,
}

/// Limits of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one article's text at most.
    pub max_article_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_article_bytes: 16 * 1024 * 1024 }
    }
}

impl Limits {
    /// Bytes of a file or line at most that are held for one article: mark-up, escapes and other fields take their room
    /// beside its text.
    fn most_bytes(self) -> usize {
        let most = self.max_article_bytes.saturating_mul(8).saturating_add(64 * 1024);
        usize::try_from(most).unwrap_or(usize::MAX).min(usize::MAX / 2)
    }
}
