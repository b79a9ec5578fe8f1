//! One speaker on a page: names, roles over time, sources, years, the latest quotes.

use std::collections::BTreeMap;

use super::facets;
use super::numbers::{counted, grouped};
use super::screen::Screen;
use super::search::print_blocks;
use super::styled::{DIM, PLAIN, SPEAKER, Styled};
use super::table::{Align, Table};
use crate::index::{Facet, IndexError, Order, Reader, SpeakerEntry};
use crate::search::{self, Request};
use crate::speakers::QuoteLine;
use crate::text::fold;

/// Quotes that are shown.
const LATEST: usize = 3;
/// Names and roles that are shown.
const MOST_ROWS: usize = 10;

/// What was counted of one role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Span {
    quotes: usize,
    /// Spellings: capitals and marks make no other role.
    spellings: BTreeMap<String, usize>,
    first: Option<i16>,
    last: Option<i16>,
}

/// Prints the page of `entry`, the one speaker that `request` finds.
pub fn print(screen: &mut Screen, reader: &Reader, request: &Request, entry: &SpeakerEntry) -> anyhow::Result<()> {
    let mut names: BTreeMap<String, Span> = BTreeMap::new();
    let mut roles: BTreeMap<String, Span> = BTreeMap::new();
    search::export(reader, request, &mut |line| {
        count(&mut names, line.quote.speaker.name.as_ref(), &line.quote);
        count(&mut roles, line.quote.speaker.role.as_ref(), &line.quote);
        true
    })?;
    screen.lines(&heading(entry).wrap(screen.width(), 0, 2))?;
    if let Some(bare) = bare(reader, entry)? {
        screen.lines(&Styled::of(&bare, DIM).wrap(screen.width(), 2, 2))?;
    }
    screen.blank()?;
    for (title, rows) in [("Names", names), ("Roles", roles)] {
        if !rows.is_empty() {
            screen.line(&Styled::of(title, SPEAKER))?;
            screen.lines(&rows_of(rows).lines(screen.width(), 2))?;
            screen.blank()?;
        }
    }
    let latest = Request {
        sort: Some(Order::Date),
        limit: LATEST,
        facets: vec![Facet::Source, Facet::Year],
        facet_values: facets::MOST_VALUES,
        ..request.clone()
    };
    let results = search::search(reader, &latest)?;
    for counts in results.facets.iter().filter(|facet| !facet.counts.is_empty()) {
        screen.lines(&facets::lines(counts, screen.width()))?;
        screen.blank()?;
    }
    screen.line(&Styled::of("Latest quotes", SPEAKER))?;
    screen.blank()?;
    print_blocks(screen, &[reader], &results.hits, None)?;
    let found = counted(results.total as u64, "quote");
    let id = entry.id.as_ref().map_or(String::new(), |id| format!(" All: `whosaid search --speaker {id} --limit 0`."));
    Ok(screen.paragraph(&Styled::of(&format!("{found}.{id}"), DIM))?)
}

/// `Dora Osei, senator · person · 12 quotes in 4 articles · 2019-01-02 to 2021-03-04 · 7f0a1b2c3d4e`
fn heading(entry: &SpeakerEntry) -> Styled {
    let mut heading = Styled::of(&entry.name, SPEAKER);
    if let Some(role) = &entry.role {
        heading.push(&format!(", {role}"), PLAIN);
    }
    let mut parts = vec![
        entry.kind.name().to_owned(),
        format!("{} in {}", counted(entry.quotes as u64, "quote"), counted(entry.articles as u64, "article")),
    ];
    if let (Some(first), Some(last)) = (entry.first, entry.last) {
        parts.push(format!("{first} to {last}"));
    }
    parts.extend(entry.id.clone());
    heading.push(&format!(" · {}", parts.join(" · ")), DIM);
    heading
}

/// How many quotes are here by a surname alone.
fn bare(reader: &Reader, entry: &SpeakerEntry) -> anyhow::Result<Option<String>> {
    let quotes = reader.sound(|| -> Result<usize, IndexError> {
        let identities = reader.identities()?;
        let place = entry.id.as_ref().and_then(|id| identities.by_id(id).transpose()).transpose()?;
        Ok(place.map(|place| identities.record(place)).transpose()?.map_or(0, |record| record.bare_quotes))
    })?;
    let said = counted(quotes as u64, "quote");
    let alone = format!("{said} under the surname alone, which nobody else here bears who may be meant");
    Ok((quotes > 0).then_some(alone))
}

fn count(rows: &mut BTreeMap<String, Span>, value: Option<&String>, quote: &QuoteLine) {
    let Some(value) = value else { return };
    let year = quote.article.date.map(|date| date.year());
    let span = rows.entry(fold(value)).or_default();
    span.quotes += 1;
    *span.spellings.entry(value.clone()).or_default() += 1;
    span.first = span.first.into_iter().chain(year).min();
    span.last = span.last.max(year);
}

/// The commonest values in order of time, each with its years and quotes.
fn rows_of(rows: BTreeMap<String, Span>) -> Table {
    let mut rows: Vec<(String, Span)> = rows.into_iter().collect();
    rows.sort_by(|a, b| b.1.quotes.cmp(&a.1.quotes).then_with(|| a.0.cmp(&b.0)));
    let more = rows.len().saturating_sub(MOST_ROWS);
    rows.truncate(MOST_ROWS);
    rows.sort_by_key(|(_, span)| (span.first.is_none(), span.first, std::cmp::Reverse(span.quotes)));
    let mut table = Table::new(&[Align::Left, Align::Right, Align::Left]);
    for (value, span) in rows {
        let shown = span.spellings.iter().max_by_key(|(_, count)| **count).map_or(&value, |(spelling, _)| spelling);
        table.row(vec![
            Styled::of(shown, PLAIN),
            Styled::of(&grouped(span.quotes as u64), PLAIN),
            Styled::of(&years(&span), DIM),
        ]);
    }
    if more > 0 {
        table.row(vec![Styled::of(&format!("and {} more", grouped(more as u64)), DIM)]);
    }
    table
}

/// `2019`, `2019 to 2021`
fn years(span: &Span) -> String {
    match (span.first, span.last) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(first), _) => first.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_come_in_order_of_time() {
        let span = |quotes, first, last| Span { quotes, first: Some(first), last: Some(last), ..Span::default() };
        let rows = BTreeMap::from([("president".into(), span(2, 2017, 2020)), ("senator".into(), span(9, 2009, 2009))]);
        let lines: Vec<String> =
            rows_of(rows).lines(60, 2).iter().map(|line| line.plain().trim_end().to_owned()).collect();
        assert_eq!(lines, ["  senator    9  2009", "  president  2  2017 to 2020"]);
    }
}
