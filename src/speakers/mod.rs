//! **Stage 4, speakers**: who is meant by each mention of an article, and the quotes that come of it.
//!
//! Works on one article, knows no index, does no I/O.

mod json;
mod speaker;

pub use json::{ArticleLine, QuoteLine, SpanLine, SpansLine, SpeakerLine};
pub use speaker::{Basis, Gender, Speaker, SpeakerKind};

use crate::attribution::Attribution;

/// One quote: an attribution, its speaker and an id.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// 24 hex digits: 96 bits of BLAKE3 over article id, the content's pieces joined by ` … `, the cue's words, and
    /// how many earlier quotes of the article have the same two.
    pub id: String,
    /// What was said and how it was reported.
    pub attribution: Attribution,
    /// Who said it.
    pub speaker: Speaker,
    /// Id of the outer quote, where A says that B said.
    pub within: Option<String>,
}

// ---- SKETCH of the interface; bodies are being written in src/speakers ----

use crate::article::Article;
use crate::attribution::Model;

/// Everything that is said in `article`, in order of the text, with who said it.
pub fn extract(_article: &Article, _model: &Model) -> Vec<Quote> {
    todo!()
}

/// `quotes` of `article` as JSON lines, offsets in code points; `path` is the article's as it will be shown.
pub fn lines(_article: &Article, _quotes: &[Quote], _path: Option<&str>) -> Vec<QuoteLine> {
    todo!()
}
