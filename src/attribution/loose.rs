//! Quotations that no report of their own sentence takes: they go on with the one before, or stand by themselves.

use super::units::Unit;
use super::{Act, Attribution, Kind};
use crate::text::{Document, Span};

/// What the units so far leave open.
#[derive(Default)]
pub(super) struct Context {
    /// The attribution that a quotation in the same paragraph goes on with, by place.
    pub here: Option<usize>,
    /// Paragraph, from 0, of what `here` speaks of.
    pub paragraph: usize,
    /// A report whose content begins in the next unit, by place: it has no content yet.
    pub opening: Option<usize>,
    /// The attribution that the last block quotation belongs to, by place.
    pub block: Option<usize>,
    /// Paragraph, from 0, that is a block quotation as a whole.
    pub taken: Option<usize>,
    /// The attribution that a quotation running on from the paragraph before goes on with, by place.
    pub before: Option<usize>,
}

/// The quotations of a unit of nothing else, from its first mark to its last.
pub(super) fn whole(unit: &Unit, document: &Document) -> Option<Span> {
    if !unit.is_all_quoted() {
        return None;
    }
    let first = (0..unit.items.len()).find(|&at| unit.quote(at).is_some())?;
    let last = (0..unit.items.len()).rev().find(|&at| unit.quote(at).is_some())?;
    Some(unit.span(document, first..last + 1))
}

/// An attribution without cue and mention.
pub(super) fn unattributed(content: Span, paragraph: usize, confidence: f32) -> Attribution {
    Attribution {
        content: vec![content],
        verbatim: Vec::new(),
        cue: Vec::new(),
        mention: Vec::new(),
        kind: Kind::Direct,
        act: Act::Says,
        confidence,
        within: None,
        paragraph: paragraph + 1,
    }
}

/// An attribution of words printed as somebody's own without marks, without cue and mention.
pub(super) fn printed(content: Span, paragraph: usize, confidence: f32) -> Attribution {
    Attribution { verbatim: vec![content], ..unattributed(content, paragraph, confidence) }
}
