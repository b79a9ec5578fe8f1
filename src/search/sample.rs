//! A quote for the tests of this stage to start from.

use crate::attribution::{Act, Kind};
use crate::speakers::{ArticleLine, Basis, QuoteLine, SpansLine, SpeakerKind, SpeakerLine};

/// `text` as Inês Okafor said it in a small article.
pub(super) fn quote(text: &str) -> QuoteLine {
    QuoteLine {
        id: "0123456789abcdef01234567".to_string(),
        quote: text.to_string(),
        kind: Kind::Direct,
        act: Act::Says,
        cue: Some("said".to_string()),
        confidence: 0.97,
        speaker: SpeakerLine {
            name: Some("Inês Okafor".to_string()),
            kind: SpeakerKind::Person,
            mention: Some("Okafor".to_string()),
            role: Some("harbour master".to_string()),
            confidence: 0.93,
            basis: Basis::PartOfName,
            evidence: Some([10, 21]),
            id: None,
            canonical: None,
            candidates: None,
        },
        within: None,
        article: ArticleLine {
            id: "ferry.txt".to_string(),
            title: Some("Ferry late again".to_string()),
            date: Some(jiff::civil::date(2019, 10, 14)),
            source: Some("Haven Herald".to_string()),
            url: None,
            author: None,
            path: Some("news/ferry.txt".to_string()),
        },
        spans: SpansLine { content: vec![[0, 8]], verbatim: vec![[0, 8]], cue: vec![[9, 13]], mention: vec![[14, 20]] },
        paragraph: 1,
        corrected: false,
    }
}
