//! A quote among the paragraphs around it.

use crate::index::StoredArticle;
use crate::speakers::QuoteLine;
use crate::text::{Document, Span};

/// One paragraph of an article, and what of a quote stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Number of the paragraph in its article, from 1.
    pub paragraph: usize,
    /// The paragraph, unchanged; may hold line breaks where the article was hard-wrapped.
    pub text: String,
    /// Parts of the quote that stand here, in order of their start; they may lie one inside another.
    pub marks: Vec<Mark>,
}

/// A part of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Where it stands, in bytes of the passage's text.
    pub span: Span,
    /// Which part it is.
    pub part: Part,
}

/// Which part of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The words said.
    Content,
    /// The words that report.
    Cue,
    /// The words that name the speaker.
    Mention,
}

/// The paragraphs of `article` that `quote` stands in (content, cue and mention), all between them, and up to
/// `around` more before and after.
pub fn context(article: &StoredArticle, quote: &QuoteLine, around: usize) -> Vec<Passage> {
    let document = Document::new(&article.text);
    let paragraphs: Vec<Span> = document.paragraphs.iter().map(|paragraph| paragraph.span).collect();
    passages(&article.text, &paragraphs, quote, around)
}

fn passages(_text: &str, _paragraphs: &[Span], _quote: &QuoteLine, _around: usize) -> Vec<Passage> {
    Vec::new()
}
