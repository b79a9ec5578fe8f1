//! `whosaid speakers`: who speaks, how often, under which names.

use std::cmp::Reverse;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::exit::Status;
use super::filters::{self, Filters};
use super::format::{Format, FormatFlag};
use super::globals::Globals;
use super::numbers::{self, counted, grouped};
use super::rows;
use super::screen::Screen;
use super::speaker_page;
use super::styled::{DIM, PLAIN, SPEAKER, Styled};
use super::table::{Align, Table};
use super::who;
use crate::index::{SpeakerEntry, SpeakerList};
use crate::search::{self, DEFAULT_LIMIT, Request};
use crate::text::fold;

/// List who speaks, how often and under which names; of one speaker, show names, roles, sources, years and latest quotes.
///
/// Persons and organizations with a name are listed; --speaker-kind asks for groups, unnamed speakers and documents.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid speakers okafor")]
pub struct SpeakersArgs {
    /// A speaker by any words of one of the names, in any order, or by id
    #[arg(value_name = "NAME")]
    name: Vec<String>,
    /// Order: quotes (the default), articles, name, first or last day
    #[arg(long, value_enum, default_value = "quotes", hide_possible_values = true, value_name = "ORDER")]
    sort: SpeakerSort,
    #[command(flatten)]
    filters: Filters,
    /// Speakers to show; 0 for all
    #[arg(long, value_name = "N", value_parser = numbers::whole::<usize>, default_value_t = DEFAULT_LIMIT)]
    limit: usize,
    #[command(flatten)]
    format: FormatFlag,
    /// Count the quotes of reprinted articles once
    #[arg(long)]
    once: bool,
}

/// `--sort` of `speakers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SpeakerSort {
    /// Most quotes first.
    Quotes,
    /// Most articles first.
    Articles,
    /// From A to Z.
    Name,
    /// Who spoke first, first; those without a day last.
    First,
    /// Who spoke last, first; those without a day last.
    Last,
}

impl SpeakerSort {
    /// Puts `entries`, which come by quotes, into this order; ties stay as they are.
    fn apply(self, entries: &mut [SpeakerEntry]) {
        match self {
            SpeakerSort::Quotes => {}
            SpeakerSort::Articles => entries.sort_by_key(|entry| Reverse(entry.articles)),
            SpeakerSort::Name => entries.sort_by_cached_key(|entry| (fold(&entry.name), entry.name.clone())),
            SpeakerSort::First => entries.sort_by_key(|entry| (entry.first.is_none(), entry.first)),
            SpeakerSort::Last => entries.sort_by_key(|entry| (entry.last.is_none(), Reverse(entry.last))),
        }
    }
}

/// Runs `whosaid speakers`.
pub fn run(args: &SpeakersArgs, globals: &Globals) -> anyhow::Result<Status> {
    let mut request = Request { once: args.once, ..args.filters.request() };
    if !args.name.is_empty() {
        request.speakers.push(args.name.join(" "));
    }
    let request = filters::limited(request, globals.notices());
    let reader = globals.reader()?;
    let query = search::query(&reader, &request)?;
    let most = Some(args.limit).filter(|limit| *limit > 0);
    let by_quotes = args.sort == SpeakerSort::Quotes;
    let SpeakerList { total, mut entries } =
        reader.speakers(&query, &args.filters.speaker_kind, most.filter(|_| by_quotes))?;
    args.sort.apply(&mut entries);
    entries.truncate(most.unwrap_or(usize::MAX));
    let mut screen = Screen::stdout();
    match args.format.format {
        Format::Text => match entries.as_slice() {
            [one] if !args.name.is_empty() && total == 1 => speaker_page::print(&mut screen, &reader, &request, one)?,
            _ => print_text(&mut screen, &entries, total)?,
        },
        Format::Jsonl => {
            for entry in &entries {
                screen.json(&SpeakerEntryLine::new(entry))?;
            }
        }
        Format::Csv => {
            rows::print_head(&mut screen, &rows::SPEAKER_COLUMNS)?;
            for entry in &entries {
                rows::print_speaker(&mut screen, entry)?;
            }
        }
    }
    screen.flush()?;
    who::say(&reader, &request, total, globals.notices())?;
    Ok(if total == 0 { Status::NothingFound } else { Status::Done })
}

/// Prints a table, and how many speakers there are.
fn print_text(screen: &mut Screen, shown: &[SpeakerEntry], total: usize) -> anyhow::Result<()> {
    if !shown.is_empty() {
        let width = screen.width();
        screen.lines(&table(shown, width >= WIDE).lines(width, 0))?;
        screen.blank()?;
    }
    let found = counted(total as u64, "speaker");
    let last = match shown.len() {
        0 => "Nobody found.".to_string(),
        shown if shown == total => format!("{found}."),
        shown => format!("{found}, {} shown. All: --limit 0.", grouped(shown as u64)),
    };
    Ok(screen.paragraph(&Styled::of(&last, DIM))?)
}

/// Columns of a terminal in which kind and days have columns of their own, and the name is not cut for them.
const WIDE: usize = 72;

/// One row a speaker; below it role, other spellings and sources, and where there is no room for their columns kind and days.
fn table(entries: &[SpeakerEntry], is_wide: bool) -> Table {
    use Align::{Left, Right};
    let aligns = [Left, Right, Right, Left, Left, Left];
    let heads = ["name", "quotes", "articles", "kind", "first", "last"];
    let columns = if is_wide { aligns.len() } else { 3 };
    let mut table = Table::new(&aligns[..columns]);
    table.row(heads[..columns].iter().map(|head| Styled::of(head, DIM)).collect());
    for entry in entries {
        let mut cells = vec![
            Styled::of(&entry.name, SPEAKER),
            Styled::of(&grouped(entry.quotes as u64), PLAIN),
            Styled::of(&grouped(entry.articles as u64), PLAIN),
            Styled::of(entry.kind.name(), PLAIN),
            Styled::of(&day(entry.first), PLAIN),
            Styled::of(&day(entry.last), PLAIN),
        ];
        cells.truncate(columns);
        table.row_with_note(cells, note(entry, is_wide));
    }
    table
}

fn day(date: Option<jiff::civil::Date>) -> String {
    date.map(|day| day.to_string()).unwrap_or_default()
}

/// `finance minister · also R. Okafor · in The Saltmere Courier, Meridian News`
fn note(entry: &SpeakerEntry, is_wide: bool) -> Styled {
    let mut parts = Vec::new();
    if !is_wide {
        parts.push(entry.kind.name().to_string());
        if entry.first.is_some() {
            parts.push(format!("{} to {}", day(entry.first), day(entry.last)));
        }
    }
    parts.extend(entry.role.clone());
    let others: Vec<&str> = entry.names.iter().map(String::as_str).filter(|name| *name != entry.name).collect();
    if !others.is_empty() {
        parts.push(format!("also {}", others.join(", ")));
    }
    if !entry.sources.is_empty() {
        parts.push(format!("in {}", entry.sources.join(", ")));
    }
    Styled::of(&parts.join(" · "), DIM)
}

/// A speaker as one line of JSON.
#[derive(Serialize)]
struct SpeakerEntryLine<'a> {
    name: &'a str,
    id: Option<&'a str>,
    kind: &'static str,
    role: Option<&'a str>,
    names: &'a [String],
    quotes: usize,
    articles: usize,
    first: Option<jiff::civil::Date>,
    last: Option<jiff::civil::Date>,
    sources: &'a [String],
}

impl<'a> SpeakerEntryLine<'a> {
    fn new(entry: &'a SpeakerEntry) -> SpeakerEntryLine<'a> {
        SpeakerEntryLine {
            name: &entry.name,
            id: entry.id.as_deref(),
            kind: entry.kind.name(),
            role: entry.role.as_deref(),
            names: &entry.names,
            quotes: entry.quotes,
            articles: entry.articles,
            first: entry.first,
            last: entry.last,
            sources: &entry.sources,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speakers::SpeakerKind;

    #[test]
    fn a_speaker_is_a_row_and_a_note() {
        let entry = SpeakerEntry {
            name: "Ruth Okafor".into(),
            id: None,
            kind: SpeakerKind::Person,
            role: Some("finance minister".into()),
            names: vec!["Ruth Okafor".into(), "R. Okafor".into()],
            quotes: 1_204,
            articles: 31,
            first: Some(jiff::civil::date(2019, 1, 2)),
            last: Some(jiff::civil::date(2021, 3, 4)),
            sources: vec!["The Saltmere Courier".into(), "Meridian News".into()],
        };
        let shown = |entry: &SpeakerEntry, width: usize| -> Vec<String> {
            let lines = table(std::slice::from_ref(entry), width >= WIDE).lines(width, 0);
            lines.iter().map(|line| line.plain().trim_end().to_string()).collect()
        };
        assert_eq!(
            shown(&entry, 80),
            [
                "name         quotes  articles  kind    first       last",
                "Ruth Okafor   1,204        31  person  2019-01-02  2021-03-04",
                "  finance minister · also R. Okafor · in The Saltmere Courier, Meridian News",
            ]
        );
        assert_eq!(
            shown(&entry, 40),
            [
                "name         quotes  articles",
                "Ruth Okafor   1,204        31",
                "  person · 2019-01-02 to 2021-03-04 ·",
                "  finance minister · also R. Okafor · in",
                "  The Saltmere Courier, Meridian News",
            ]
        );
    }
}
