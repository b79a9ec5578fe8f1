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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::Article;
    use crate::index::mending::Mend;

    const TEXT: &str =
        "Ærø. Harms said the dike “holds well”, and that it would hold.\n\nHarms said: “No.”\n\nOsterloh said: “No.”";

    /// A quote of `TEXT` with these pieces, the first at or after `from`.
    fn row(text: &str, from: usize, pieces: &[&str]) -> Row {
        let points = CodePoints::new(text);
        let mut at = from;
        let mut content = Vec::new();
        for piece in pieces {
            let start = at + text[at..].find(piece).expect("a part of the text");
            at = start + piece.len();
            content.push([points.at(start), points.at(at)]);
        }
        let line = serde_json::json!({
            "id": format!("{from:024}"), "quote": pieces.join(" … "), "kind": "direct", "act": "says", "cue": "said",
            "confidence": 0.9, "within": null, "paragraph": 1,
            "speaker": {"name": null, "kind": "unknown", "mention": null, "role": null, "confidence": 0.3, "basis": "none",
                        "evidence": null, "id": null, "canonical": null},
            "article": {"id": "a", "title": null, "date": null, "source": null, "url": null, "author": null, "path": null},
            "spans": {"content": content, "verbatim": [], "cue": [], "mention": []}
        });
        Row { line: serde_json::from_value(line).expect("a quote"), speaker_key: String::new() }
    }

    /// A correction of the quote with these pieces.
    fn correction(from: usize, pieces: &[&str]) -> Correction {
        let article = Article { id: "a".into(), text: TEXT.into(), ..Article::default() };
        let says = Mend { note: Some("seen".into()), ..Mend::default() };
        Correction::new(&row(TEXT, from, pieces).line, &article, says, "ada", jiff::Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn other_bounds_are_the_same_quote_where_half_is_shared() {
        let made = correction(0, &["the dike “holds well”", "it would hold"]);
        let fits = |pieces: &[&str]| fit(&made, TEXT, &[row(TEXT, 0, pieces)]);
        assert_eq!(fits(&["the dike “holds well”"]), Some(0));
        assert_eq!(fits(&["dike “holds well”, and that it would hold."]), Some(0));
        assert_eq!(fits(&["it would hold"]), None, "less than half of it");
        assert_eq!(fits(&["“holds well”"]), None, "less than half of it");
        let inside = correction(0, &["“holds well”"]);
        let outer = row(TEXT, 0, &["the dike “holds well”, and that it would hold."]);
        assert_eq!(fit(&inside, TEXT, &[outer]), None, "what merely holds the words is another quote");
    }

    #[test]
    fn the_same_words_are_told_by_their_line_wherever_it_went() {
        let second = TEXT.rfind("Osterloh").expect("a name");
        let made = correction(second, &["“No.”"]);
        assert_eq!(fit(&made, TEXT, &[row(TEXT, 0, &["“No.”"]), row(TEXT, second, &["“No.”"])]), Some(1));
        let edited = format!("{}\n\nHarms said: “No.”\n\nHarms said: “No.”", &TEXT[second..]);
        let rows = [row(&edited, 0, &["“No.”"]), row(&edited, 25, &["“No.”"]), row(&edited, 50, &["“No.”"])];
        assert_eq!(fit(&made, &edited, &rows), Some(0), "its line comes first now");
    }

    #[test]
    fn words_that_are_gone_fit_nothing() {
        let made = correction(0, &["the dike “holds well”", "it would hold"]);
        assert_eq!(fit(&made, "Harms said the dike was gone.", &[row("the dike was gone", 0, &["the dike"])]), None);
        let broken = Correction { content: vec![[9, 3]], ..made.clone() };
        assert_eq!(fit(&broken, TEXT, &[row(TEXT, 0, &["“No.”"])]), None);
        let broken = Correction { content: vec![[0, usize::MAX], [3, 9]], ..made };
        assert_eq!(fit(&broken, TEXT, &[row(TEXT, 0, &["“No.”"])]), None);
    }

    proptest! {
        #[test]
        fn a_correction_of_any_words_at_any_place_fits_or_does_not(
            quote in "[ÆøDo …“”.a-e]{0,12}",
            content in proptest::collection::vec([0usize..40, 0usize..40], 0..4),
            text in "[ÆøDo …“”.a-e\n]{0,40}",
        ) {
            let made = Correction { quote, content, ..correction(0, &["“holds well”"]) };
            let rows = [row(TEXT, 0, &["“holds well”"]), row(TEXT, 0, &["“No.”"])];
            for text in [&text[..], TEXT] {
                prop_assert!(fit(&made, text, &rows).is_none_or(|row| row < 2));
            }
        }
    }
}
