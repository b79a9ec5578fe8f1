//! **Stage 6, search**: what a user asks becomes a [`Query`](crate::index::Query), what comes back becomes results with highlights.
//!
//! Knows nothing of screens, and of the engine only its interface. The way through: a [`Request`] holds what was asked,
//! its words are read by the query language into a [`Tree`], [`Request::query`] makes the engine's query of both, and
//! [`search`] hands it over and makes [`Results`] of the answer.

mod context;
mod days;
mod edits;
mod highlight;
mod lexer;
mod limits;
mod parse;
mod phrase;
mod request;
mod results;
#[cfg(test)]
mod sample;
mod several;
mod speakers;
mod trace;
mod tree;

pub use context::{Mark, Part, Passage, context, context_of};
pub use highlight::Highlighter;
pub use limits::{Exceeded, Limits};
pub use parse::{MAX_DEPTH, parse};
pub use request::{DEFAULT_LIMIT, Request};
pub use results::{CopyLine, CopySpeaker, FacetsLine, Found, IndexLine, Results};
pub use several::{Asked, search_several};
pub use speakers::{Fit, Fitting, fitting, near_names, query};
pub use trace::{Difference, Trace, Traced, Verdict, trace};
pub use tree::{MAX_CLAUSES, MAX_FUZZY_DISTANCE, MAX_SLOP, Tree};

use crate::index::{IndexError, KeepOn, Order, Reader};

/// Why a search could not be made; one line for the user.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// `--since` or `--until` is no day.
    #[error("{option} {text}: not a date; write YYYY, YYYY-MM or YYYY-MM-DD")]
    BadDate {
        /// The option, as on the command line.
        option: &'static str,
        /// What was given.
        text: String,
    },
    /// An option wants words and got none.
    #[error("{option} {text:?}: holds no word; give at least one")]
    NoWord {
        /// The option, as on the command line.
        option: &'static str,
        /// What was given.
        text: String,
    },
    /// A confidence outside 0 to 1.
    #[error("{option} {confidence}: not between 0 and 1; give a number such as 0.8")]
    BadConfidence {
        /// The option that gave it.
        option: &'static str,
        /// The number given.
        confidence: f32,
    },
    /// `--where` without an equals sign.
    #[error("--where {0}: write COLUMN=VALUE, a column of the table of people and what stands in it")]
    BadWhere(String),
    /// A column that the table of people does not have.
    #[error("{option} {column}: {known}")]
    NoColumn {
        /// The option, as on the command line.
        option: &'static str,
        /// What was given.
        column: String,
        /// Which columns there are, in words.
        known: String,
    },
    /// More words than a query may have.
    #[error("the query has {0} words; ask for {MAX_CLAUSES} at most")]
    TooManyWords(usize),
    /// The index could not answer.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// Finds the quotes that `request` asks for.
///
/// # Errors
/// When an option of the request makes no sense, or the index can't be read.
pub fn search(reader: &Reader, request: &Request) -> Result<Results, SearchError> {
    let query = query(reader, request)?;
    let answer = reader.search(&query)?;
    Ok(Results::new(answer, &Highlighter::new(&query.clause)))
}

/// As [`search`], as long as `keep_on` says so: what an outsider may ask that nobody waits for.
///
/// # Errors
/// As [`search`], and [`IndexError::BrokenOff`].
pub fn search_while(reader: &Reader, request: &Request, keep_on: &KeepOn) -> Result<Results, SearchError> {
    let query = query(reader, request)?;
    let answer = reader.search_while(&query, keep_on)?;
    Ok(Results::new(answer, &Highlighter::new(&query.clause)))
}

/// How many hits `request` has, whatever its page; asks the engine for no hit and no facet.
///
/// # Errors
/// As [`search`].
pub fn count(reader: &Reader, request: &Request) -> Result<usize, SearchError> {
    let mut query = query(reader, request)?;
    query.offset = 0;
    query.limit = Some(0);
    query.facets.clear();
    Ok(reader.search(&query)?.total)
}

/// Hands every quote that `request` finds to `each`, whatever its page and order: by date, then id, with bounded memory.
/// Ends early, without an error, when `each` says false.
///
/// # Errors
/// As [`search`].
pub fn export(reader: &Reader, request: &Request, each: &mut dyn FnMut(IndexLine) -> bool) -> Result<(), SearchError> {
    let mut query = query(reader, request)?;
    query.order = Order::Date;
    query.offset = 0;
    query.limit = None;
    reader.export(&query, &mut |quote| each(IndexLine::new(quote)))?;
    Ok(())
}
