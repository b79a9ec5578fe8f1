//! A quote as one line of JSON: the shape that `extract`, `search`, `export` and the HTTP API share, and the index keeps.
//!
//! Fields that do not apply are `null` or `[]`, never left out. Spans are in Unicode code points of the article's text.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Basis, SpeakerKind};
use crate::attribution::{Act, Kind};

/// `[start, end)` in Unicode code points of the article's text.
pub type SpanLine = [usize; 2];

/// One quote, as printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuoteLine {
    /// See [`Quote::id`](super::Quote::id).
    pub id: String,
    /// The content's pieces, unchanged, joined by ` … `.
    pub quote: String,
    /// Kind of speech.
    pub kind: Kind,
    /// What the speaker does with it.
    pub act: Act,
    /// The cue's words, pieces joined by one blank.
    pub cue: Option<String>,
    /// Belief in the quotation and its bounds, 0 to 1, three decimals.
    pub confidence: f32,
    /// Who said it.
    pub speaker: SpeakerLine,
    /// Id of the outer quote, where A says that B said.
    pub within: Option<String>,
    /// The article it stands in.
    pub article: ArticleLine,
    /// Where everything stands.
    pub spans: SpansLine,
    /// Paragraph in which the content begins, from 1.
    pub paragraph: usize,
}

/// Who said it, as printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpeakerLine {
    /// See [`Speaker::name`](super::Speaker::name).
    pub name: Option<String>,
    /// Kind of speaker.
    pub kind: SpeakerKind,
    /// The words that name the speaker at the quote.
    pub mention: Option<String>,
    /// Office or job.
    pub role: Option<String>,
    /// Belief in the name, 0 to 1, three decimals.
    pub confidence: f32,
    /// What the name rests on.
    pub basis: Basis,
    /// Place of the full name that proves it.
    pub evidence: Option<SpanLine>,
    /// Id of the identity across articles.
    pub id: Option<String>,
    /// Name of the identity across articles.
    pub canonical: Option<String>,
}

/// The article of a quote, as printed: all but its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleLine {
    /// The article's id.
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
    /// Root as given, `/`, and the path inside it.
    pub path: Option<String>,
}

/// Where the parts of a quote stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpansLine {
    /// The words said.
    pub content: Vec<SpanLine>,
    /// The parts printed as the speaker's own words.
    pub verbatim: Vec<SpanLine>,
    /// The words that report.
    pub cue: Vec<SpanLine>,
    /// The words that name the speaker.
    pub mention: Vec<SpanLine>,
}
