//! Shows attributions of small texts as lines that tests compare.

use super::{Attribution, Model, attribute};
use crate::text::{Document, Span};

/// Each attribution as `mention [cue] kind act: content`, pieces joined by ` … `.
pub(super) fn told(text: &str) -> Vec<String> {
    let document = Document::new(text);
    let found = attribute(&document, &Model::embedded());
    found.iter().map(|attribution| line(attribution, &document)).collect()
}

fn line(attribution: &Attribution, document: &Document) -> String {
    let shown = |spans: &[Span]| spans.iter().map(|span| document.at(*span)).collect::<Vec<_>>().join(" … ");
    format!(
        "{} [{}] {} {}: {}",
        shown(&attribution.mention),
        shown(&attribution.cue),
        attribution.kind.name(),
        attribution.act.name(),
        shown(&attribution.content)
    )
}
