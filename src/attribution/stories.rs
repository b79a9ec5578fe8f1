//! Shows attributions of small texts as lines that tests compare.

use std::sync::{Arc, LazyLock};

use super::assemble::assemble;
use super::{Attribution, Model, attribute, transcript};
use crate::text::{Document, Span};

/// The embedded model.
pub(super) fn model() -> &'static Model {
    static MODEL: LazyLock<Arc<Model>> = LazyLock::new(Model::embedded);
    &MODEL
}

/// Each attribution as `mention [cue] kind act: content`, pieces joined by ` … `.
pub(super) fn told(text: &str) -> Vec<String> {
    let document = Document::new(text);
    let found = attribute(&document, model());
    found.iter().map(|attribution| line(attribution, &document)).collect()
}

/// The same, of what rules find without the tagger.
pub(super) fn told_by_rule(text: &str) -> Vec<String> {
    let document = Document::new(text);
    let found = assemble(&document, model(), transcript::find(&document), Vec::new(), model().threshold);
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
