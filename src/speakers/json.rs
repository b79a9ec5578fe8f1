//! A quote as one line of JSON: the shape that `extract`, `search`, `export` and the HTTP API share, and the index keeps.
//!
//! Fields that do not apply are `null` or `[]`, never left out. Spans are in Unicode code points of the article's text.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::quote_id::{quote_text, words_of};
use super::{Basis, Quote, Speaker, SpeakerKind};
use crate::article::Article;
use crate::attribution::{Act, Kind};
use crate::text::{CodePoints, Span};

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

/// `quotes` of `article` as JSON lines, offsets in code points; `path` is the article's as it will be shown.
pub fn lines(article: &Article, quotes: &[Quote], path: Option<&str>) -> Vec<QuoteLine> {
    let text = article.text.as_str();
    let points = CodePoints::new(text);
    let mut lines = Vec::with_capacity(quotes.len());
    for quote in quotes {
        let attribution = &quote.attribution;
        let cue = words_of(text, &attribution.cue);
        lines.push(QuoteLine {
            id: quote.id.clone(),
            quote: quote_text(text, &attribution.content),
            kind: attribution.kind,
            act: attribution.act,
            cue: (!attribution.cue.is_empty()).then_some(cue),
            confidence: rounded(attribution.confidence),
            speaker: speaker_line(&quote.speaker, &points),
            within: quote.within.clone(),
            article: article_line(article, path),
            spans: SpansLine {
                content: span_lines(&attribution.content, &points),
                verbatim: span_lines(&attribution.verbatim, &points),
                cue: span_lines(&attribution.cue, &points),
                mention: span_lines(&attribution.mention, &points),
            },
            paragraph: attribution.paragraph,
        });
    }
    lines
}

fn speaker_line(speaker: &Speaker, points: &CodePoints) -> SpeakerLine {
    SpeakerLine {
        name: speaker.name.clone(),
        kind: speaker.kind,
        mention: speaker.mention.clone(),
        role: speaker.role.clone(),
        confidence: rounded(speaker.confidence),
        basis: speaker.basis,
        evidence: speaker.evidence.map(|span| span_line(span, points)),
        id: None,
        canonical: None,
    }
}

fn article_line(article: &Article, path: Option<&str>) -> ArticleLine {
    ArticleLine {
        id: article.id.clone(),
        title: article.title.clone(),
        date: article.date,
        source: article.source.clone(),
        url: article.url.clone(),
        author: article.author.clone(),
        path: path.map(str::to_owned),
    }
}

fn span_lines(spans: &[Span], points: &CodePoints) -> Vec<SpanLine> {
    spans.iter().map(|span| span_line(*span, points)).collect()
}

fn span_line(span: Span, points: &CodePoints) -> SpanLine {
    [points.at(span.start), points.at(span.end)]
}

/// To three decimals, so that the printed number is the number.
fn rounded(confidence: f32) -> f32 {
    (confidence * 1000.0).round() / 1000.0
}
