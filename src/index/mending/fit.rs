//! Which quote of an article a correction means: by its words, and among the same words by their place.
//!
//! An edit elsewhere moves the words, another model finds other bounds or another cue. The same words are taken where they
//! stand in the line of the text that they stood in, else by cue, id and distance. Where no quote has just these words any more, the
//! one is meant that shares at least half of them at their place; a quote that merely holds them in passing is not, since a wrong
//! name is worse than none.

use std::cmp::Reverse;

use super::corrections::{Correction, line_hash};
use crate::index::documents::{Row, offsets};
use crate::speakers::SpanLine;
use crate::text::CodePoints;

/// The place in `rows`, the quotes of `text` as they were found, of the one that `correction` means.
pub(super) fn fit(correction: &Correction, text: &str, rows: &[Row]) -> Option<usize> {
    same_words(correction, text, rows).or_else(|| same_place(correction, text, rows))
}

fn same_words(correction: &Correction, text: &str, rows: &[Row]) -> Option<usize> {
    let same: Vec<usize> = (0..rows.len()).filter(|row| rows[*row].line.quote == correction.quote).collect();
    if same.len() < 2 {
        return same.first().copied();
    }
    let offsets = offsets(text);
    same.into_iter().min_by_key(|row| {
        let line = &rows[*row].line;
        let start = start_of(&line.spans.content);
        let is_elsewhere = offsets.get(start).is_none_or(|at| line_hash(text, *at) != correction.line);
        let distance = start.abs_diff(start_of(&correction.content));
        (is_elsewhere, line.cue != correction.cue, line.id != correction.id, distance, start)
    })
}

fn same_place(correction: &Correction, text: &str, rows: &[Row]) -> Option<usize> {
    let place = place_of(correction, text)?;
    let wanted = length(&place);
    let mut best = None;
    for (row, Row { line, .. }) in rows.iter().enumerate() {
        let shared = shared(&place, &line.spans.content);
        let union = wanted + length(&line.spans.content) - shared;
        if 2 * shared >= union && shared > 0 {
            // Compared as fractions of one union: more shared, less besides.
            let rank = (Reverse(shared * 1_000_000 / union), line.cue != correction.cue, row);
            best = best.min(Some(rank)).or(Some(rank));
        }
    }
    best.map(|(_, _, row)| row)
}

/// Where the words of `correction` stand in `text` now, nearest to where they stood.
fn place_of(correction: &Correction, text: &str) -> Option<Vec<SpanLine>> {
    let points = CodePoints::new(text);
    let pieces = pieces(correction)?;
    let wanted = start_of(&correction.content);
    let found = text.match_indices(pieces.first()?.as_str()).map(|(at, _)| at);
    let mut at = found.min_by_key(|at| points.at(*at).abs_diff(wanted))?;
    let mut place = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        let start = at + text[at..].find(piece.as_str())?;
        at = start + piece.len();
        place.push([points.at(start), points.at(at)]);
    }
    Some(place)
}

/// The pieces of the words said, cut by their lengths; `None` where lengths and words do not fit each other.
fn pieces(correction: &Correction) -> Option<Vec<String>> {
    const JOIN: &str = " … ";
    let mut rest = correction.quote.as_str();
    let mut pieces = Vec::with_capacity(correction.content.len());
    for (number, [start, end]) in correction.content.iter().enumerate() {
        if number > 0 {
            rest = rest.strip_prefix(JOIN)?;
        }
        let length = end.checked_sub(*start).filter(|length| *length > 0)?;
        let bytes = rest.char_indices().nth(length).map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(bytes);
        pieces.push(piece.to_owned());
        rest = after;
    }
    rest.is_empty().then_some(pieces)
}

fn start_of(content: &[SpanLine]) -> usize {
    content.first().map_or(0, |span| span[0])
}

fn length(spans: &[SpanLine]) -> usize {
    spans.iter().map(|[start, end]| end.saturating_sub(*start)).sum()
}

fn shared(left: &[SpanLine], right: &[SpanLine]) -> usize {
    let mut shared = 0;
    for [start, end] in left {
        for [other_start, other_end] in right {
            shared += (*end.min(other_end)).saturating_sub(*start.max(other_start));
        }
    }
    shared
}
