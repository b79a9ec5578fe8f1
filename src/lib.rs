//! **Who said what**: finds every quotation in news articles, names its speaker, and makes it searchable.
//!
//! The stages stand in the order of the data's way; each uses those before it and never one after it:
//!
//! ```text
//! article ──▶ text ──▶ attribution ──▶ speakers ──▶ index ──▶ search ──▶ cli
//! ```
//!
//! `article` to `speakers` build without the engine (`--no-default-features`): they turn an article into quotes and
//! do nothing else. `index` (feature `engine`) keeps articles and quotes and is the only place that knows tantivy,
//! `search` turns what a user asks into a query and what comes back into results, `cli` (feature `cli`) shows them.

#![forbid(unsafe_code)]

pub mod article;
pub mod attribution;
#[cfg(feature = "cli")]
pub mod cli;
pub mod evaluation;
#[cfg(feature = "engine")]
pub mod index;
pub mod parallel;
#[cfg(feature = "engine")]
pub mod search;
pub mod speakers;
pub mod text;
