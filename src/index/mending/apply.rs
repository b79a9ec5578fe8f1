//! The quotes of an article as the user has them.
//!
//! A pure function of the article, the quotes that were found in it and the corrections; the order of the quotes does not
//! matter. What a correction changes or takes out is kept as it was found, with the article, so that taking the correction back
//! needs neither the model nor another reading.

use std::collections::{BTreeMap, HashMap};

use super::corrections::{Correction, Mend};
use super::fit::fit;
use crate::article::Article;
use crate::index::documents::Row;
use crate::speakers::{Basis, SpanLine, SpeakerKey, SpeakerKind, key_name};
use crate::text::CodePoints;

/// The quotes of an article after its corrections.
#[derive(Debug, Default, PartialEq)]
pub(in crate::index) struct Mended {
    /// As they stand now.
    pub rows: Vec<Row>,
    /// Those that were changed or taken out, as they were found.
    pub before: Vec<Row>,
    /// Ids of those that are no quotes.
    pub hidden: Vec<String>,
}

/// Applies `corrections`, in the order in which they were made.
pub(super) fn apply(article: &Article, rows: Vec<Row>, corrections: &[&Correction]) -> Mended {
    let mut says: BTreeMap<usize, Mend> = BTreeMap::new();
    for correction in corrections {
        if let Some(row) = fit(correction, &article.text, &rows) {
            says.entry(row).or_default().add(&correction.says);
        }
    }
    says.retain(|_, mend| mend.changes());
    if says.is_empty() {
        return Mended { rows, ..Mended::default() };
    }
    let is_none = |row: &usize| says.get(row).is_some_and(|mend| mend.not_a_quote);
    // The outer quote of each that is none.
    let hidden: HashMap<&str, Option<&str>> = (0..rows.len())
        .filter(is_none)
        .map(|row| (rows[row].line.id.as_str(), rows[row].line.within.as_deref()))
        .collect();
    let mut mended = Mended::default();
    for (number, found) in rows.iter().enumerate() {
        if is_none(&number) {
            mended.before.push(found.clone());
            mended.hidden.push(found.line.id.clone());
            continue;
        }
        let mut row = match says.get(&number) {
            Some(mend) => corrected(found, mend, article, &rows),
            None => found.clone(),
        };
        row.line.within = outer(found.line.within.as_deref(), &hidden);
        if row != *found {
            mended.before.push(found.clone());
        }
        mended.rows.push(row);
    }
    mended.before.sort_by(|a, b| a.line.id.cmp(&b.line.id));
    mended.hidden.sort();
    mended
}

/// The nearest of the outer quotes, beginning with `outer`, that is one.
fn outer<'a>(mut outer: Option<&'a str>, hidden: &HashMap<&str, Option<&'a str>>) -> Option<String> {
    // Quotes found elsewhere may stand inside each other in a circle.
    for _ in 0..hidden.len() {
        match outer.and_then(|outer| hidden.get(outer)) {
            Some(further) => outer = *further,
            None => break,
        }
    }
    outer.map(str::to_owned)
}

fn corrected(row: &Row, mend: &Mend, article: &Article, rows: &[Row]) -> Row {
    let mut row = row.clone();
    row.line.corrected = true;
    row.line.kind = mend.kind.unwrap_or(row.line.kind);
    if let Some(kind) = mend.speaker_kind {
        let name = mend.speaker.clone().or_else(|| row.line.speaker.name.clone());
        set_speaker(&mut row, name.filter(|_| kind != SpeakerKind::Unknown), kind, article, rows);
    }
    row
}

/// Makes `name` the speaker of `row`. What else the article shows of a speaker of this name stands with its other quotes.
fn set_speaker(row: &mut Row, name: Option<String>, kind: SpeakerKind, article: &Article, rows: &[Row]) {
    let wanted = name.as_deref().map(key_name);
    let is_same = |other: &&Row| {
        let speaker = &other.line.speaker;
        speaker.kind == kind && name.is_some() && speaker.name.as_deref().map(key_name) == wanted
    };
    let same = std::iter::once(&row.clone()).chain(in_order(rows)).find(is_same).cloned();
    let speaker = &mut row.line.speaker;
    speaker.kind = kind;
    speaker.confidence = 1.0;
    speaker.basis = Basis::Corrected;
    speaker.candidates = Some(Vec::new());
    if name.is_none() {
        speaker.mention = None;
    }
    match same {
        Some(same) => {
            speaker.role = same.line.speaker.role;
            speaker.evidence = same.line.speaker.evidence;
            row.speaker_key = same.speaker_key;
        }
        None => {
            speaker.role = None;
            speaker.evidence = name.as_deref().and_then(|name| place_of(name, &article.text));
            row.speaker_key = SpeakerKey::of_name(name.as_deref().unwrap_or(""), kind, article.date).encode();
        }
    }
    speaker.name = name;
}

/// `rows` by place in the text, then id.
fn in_order(rows: &[Row]) -> Vec<&Row> {
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by(|a, b| (&a.line.spans.content, &a.line.id).cmp(&(&b.line.spans.content, &b.line.id)));
    rows
}

/// Where `text` first has `name`, as words of its own.
fn place_of(name: &str, text: &str) -> Option<SpanLine> {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole =
        |at: &usize| !is_word(text[..*at].chars().next_back()) && !is_word(text[at + name.len()..].chars().next());
    let at = text.match_indices(name).map(|(at, _)| at).find(whole)?;
    let points = CodePoints::new(text);
    Some([points.at(at), points.at(at + name.len())])
}
