//! What follows from a content: its order, the parts printed as the speaker's own words, and its kind.

use super::{Attribution, Kind};
use crate::text::{Document, Span};

/// Puts the content in order and sets verbatim parts, kind and paragraph.
///
/// `verbatim` may hold pieces already that are the speaker's own words without marks (a turn, a block quotation).
pub(super) fn settle(attribution: &mut Attribution, document: &Document) {
    attribution.content = in_order(std::mem::take(&mut attribution.content));
    let mut printed = std::mem::take(&mut attribution.verbatim);
    printed.sort_unstable();
    for piece in &attribution.content {
        if printed.binary_search(piece).is_ok() {
            attribution.verbatim.push(*piece);
        } else {
            inside_marks(*piece, document, &mut attribution.verbatim);
        }
    }
    attribution.kind = kind(attribution, document);
    let start = attribution.content[0].start;
    attribution.paragraph = document.paragraphs.partition_point(|paragraph| paragraph.span.start <= start).max(1);
}

/// Sorted, and what overlaps made one.
fn in_order(mut pieces: Vec<Span>) -> Vec<Span> {
    pieces.sort_unstable();
    let mut ordered: Vec<Span> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match ordered.last_mut() {
            Some(last) if piece.start < last.end => last.end = last.end.max(piece.end),
            _ => ordered.push(piece),
        }
    }
    ordered
}

/// Adds the parts of `piece` inside outermost quotation marks, marks included.
fn inside_marks(piece: Span, document: &Document, parts: &mut Vec<Span>) {
    let mut at = document.quotations.partition_point(|quotation| quotation.span.start < piece.start);
    // A piece may begin inside a quotation that opened before it.
    while at > 0 && document.quotations[at - 1].span.end > piece.start {
        at -= 1;
    }
    for quotation in &document.quotations[at..] {
        if quotation.span.start >= piece.end {
            break;
        }
        if quotation.parent.is_none() && quotation.span.overlaps(piece) {
            parts.push(Span::new(quotation.span.start.max(piece.start), quotation.span.end.min(piece.end)));
        }
    }
}

/// By the letters and digits inside the marks: all, some or none.
fn kind(attribution: &Attribution, document: &Document) -> Kind {
    let letters = |spans: &[Span]| -> usize {
        let count = |span: &Span| document.at(*span).chars().filter(|c| c.is_alphanumeric()).count();
        spans.iter().map(count).sum()
    };
    let inside = letters(&attribution.verbatim);
    match inside {
        0 => Kind::Indirect,
        _ if inside == letters(&attribution.content) => Kind::Direct,
        _ => Kind::Mixed,
    }
}
