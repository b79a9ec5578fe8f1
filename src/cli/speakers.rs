//! `whosaid speakers`: who speaks, how often, under which names.

use clap::Args;
use serde::Serialize;

use super::exit::Status;
use super::filters::Filters;
use super::format::{Format, FormatFlag};
use super::globals::Globals;
use super::numbers::{self, counted, grouped};
use super::rows;
use super::screen::Screen;
use super::styled::{DIM, PLAIN, SPEAKER, Styled};
use super::table::{Align, Table};
use crate::index::SpeakerEntry;
use crate::search::DEFAULT_LIMIT;

/// List who speaks, how often and under which names, most quotes first.
///
/// Persons and organizations with a name are listed; --speaker-kind asks for groups, unnamed speakers and documents.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid speakers okafor")]
pub struct SpeakersArgs {
    /// A speaker by any words of the name, in any order
    #[arg(value_name = "NAME")]
    name: Vec<String>,
    #[command(flatten)]
    filters: Filters,
    /// Speakers to show; 0 for all
    #[arg(long, value_name = "N", value_parser = numbers::whole::<usize>, default_value_t = DEFAULT_LIMIT)]
    limit: usize,
    #[command(flatten)]
    format: FormatFlag,
}

/// Runs `whosaid speakers`.
pub fn run(args: &SpeakersArgs, globals: &Globals) -> anyhow::Result<Status> {
    let mut request = args.filters.request();
    if !args.name.is_empty() {
        request.speakers.push(args.name.join(" "));
    }
    let query = request.query()?;
    let reader = globals.reader()?;
    let entries = reader.speakers(&query, &args.filters.speaker_kind)?;
    let shown = match args.limit {
        0 => &entries[..],
        limit => &entries[..limit.min(entries.len())],
    };
    let mut screen = Screen::stdout();
    match args.format.format {
        Format::Text => print_text(&mut screen, shown, entries.len())?,
        Format::Jsonl => {
            for entry in shown {
                screen.json(&SpeakerEntryLine::new(entry))?;
            }
        }
        Format::Csv => {
            rows::print_head(&mut screen, &rows::SPEAKER_COLUMNS)?;
            for entry in shown {
                rows::print_speaker(&mut screen, entry)?;
            }
        }
    }
    screen.flush()?;
    Ok(if entries.is_empty() { Status::NothingFound } else { Status::Done })
}

/// Prints a table, and how many speakers there are.
fn print_text(screen: &mut Screen, shown: &[SpeakerEntry], total: usize) -> anyhow::Result<()> {
    if !shown.is_empty() {
        screen.lines(&table(shown).lines(screen.width(), 0))?;
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

/// The columns that fit a terminal; other spellings and every source are in JSON and CSV.
fn table(entries: &[SpeakerEntry]) -> Table {
    let mut table = Table::new(&[
        Align::Left,
        Align::Left,
        Align::Left,
        Align::Right,
        Align::Right,
        Align::Left,
        Align::Left,
        Align::Left,
    ]);
    table.row(
        ["name", "kind", "role", "quotes", "articles", "first", "last", "sources"]
            .map(|head| Styled::of(head, DIM))
            .to_vec(),
    );
    for entry in entries {
        table.row(vec![
            Styled::of(&entry.name, SPEAKER),
            Styled::of(entry.kind.name(), PLAIN),
            Styled::of(entry.role.as_deref().unwrap_or_default(), PLAIN),
            Styled::of(&grouped(entry.quotes as u64), PLAIN),
            Styled::of(&grouped(entry.articles as u64), PLAIN),
            Styled::of(&entry.first.map(|day| day.to_string()).unwrap_or_default(), PLAIN),
            Styled::of(&entry.last.map(|day| day.to_string()).unwrap_or_default(), PLAIN),
            Styled::of(&entry.sources.join(", "), PLAIN),
        ]);
    }
    table
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
