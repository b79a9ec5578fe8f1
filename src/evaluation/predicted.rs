//! What is judged: quotes as values, whoever found them.

use crate::article::Article;
use crate::attribution::Model;
use crate::speakers::{self, QuoteLine, SpanLine, SpeakerKind};

/// A quote that is claimed to stand in an article. Spans are `[start, end)` in code points of the article's text; what
/// reaches past its end is cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    /// The words said.
    pub content: Vec<SpanLine>,
    /// The words that name the speaker there; may be empty.
    pub mention: Vec<SpanLine>,
    /// Name of the speaker, or the noun phrase for one without.
    pub speaker: Option<String>,
    /// Kind of speaker.
    pub kind: SpeakerKind,
    /// Belief in the quote, 0 to 1.
    pub confidence: f32,
    /// Belief in the speaker, 0 to 1.
    pub speaker_confidence: f32,
}

impl From<QuoteLine> for Predicted {
    fn from(line: QuoteLine) -> Predicted {
        Predicted {
            content: line.spans.content,
            mention: line.spans.mention,
            speaker: line.speaker.name,
            kind: line.speaker.kind,
            confidence: line.confidence,
            speaker_confidence: line.speaker.confidence,
        }
    }
}

/// What this library finds in `article`.
pub fn predict(article: &Article, model: &Model) -> Vec<Predicted> {
    let quotes = speakers::extract(article, model);
    speakers::lines(article, &quotes, None).into_iter().map(Predicted::from).collect()
}
