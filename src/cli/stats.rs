//! `whosaid stats`: what the index holds.

use clap::Args;
use serde::Serialize;

use super::exit::Status;
use super::format::{PlainFormat, PlainFormatFlag};
use super::globals::Globals;
use super::numbers::{counted, grouped, size};
use super::screen::Screen;
use super::styled::{DIM, PLAIN, Styled};
use super::table::{Align, Table};
use crate::index::Stats;

/// Say what the index holds: articles, quotes, speakers, folders, models.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid stats --format jsonl")]
pub struct StatsArgs {
    #[command(flatten)]
    format: PlainFormatFlag,
}

/// Runs `whosaid stats`.
pub fn run(args: &StatsArgs, globals: &Globals) -> anyhow::Result<Status> {
    let stats = globals.reader()?.stats()?;
    let mut screen = Screen::stdout();
    match args.format.format {
        PlainFormat::Text => screen.lines(&table(&stats).lines(screen.width(), 0))?,
        PlainFormat::Jsonl => screen.json(&StatsLine::new(&stats))?,
    }
    screen.flush()?;
    Ok(Status::Done)
}

/// Folders shown, and files that were given one by one.
const MOST_FOLDERS: usize = 20;

/// A name and a value a row.
fn table(stats: &Stats) -> Table {
    let mut rows = vec![("articles", grouped(stats.articles as u64)), ("quotes", grouped(stats.quotes as u64))];
    for &(kind, quotes) in &stats.kinds {
        rows.push(("", format!("{} {}", grouped(quotes as u64), kind.name())));
    }
    rows.push(("speakers", grouped(stats.speakers as u64)));
    rows.push(("sources", grouped(stats.sources as u64)));
    if let (Some(first), Some(last)) = (stats.first, stats.last) {
        rows.push(("days", format!("{first} to {last}")));
    }
    for (model, articles) in &stats.models {
        rows.push(("model", format!("{model} ({})", counted(*articles as u64, "article"))));
    }
    for root in stats.roots.iter().take(MOST_FOLDERS) {
        rows.push(("folder", format!("{} ({}; {})", root.given, counted(root.articles as u64, "article"), root.path)));
    }
    if let Some(more) = stats.roots.len().checked_sub(MOST_FOLDERS).filter(|more| *more > 0) {
        rows.push(("", format!("and {} more (all with --format jsonl)", grouped(more as u64))));
    }
    if stats.corrections > 0 {
        rows.push(("corrections", grouped(stats.corrections as u64)));
    }
    if stats.removals > 0 {
        rows.push(("removals", grouped(stats.removals as u64)));
    }
    rows.push(("size", size(stats.bytes)));
    rows.push(("commit", stats.commit.to_string()));
    rows.push(("schema", stats.schema.to_string()));
    let mut table = Table::new(&[Align::Left, Align::Left]);
    for (name, value) in rows {
        table.row(vec![Styled::of(name, DIM), Styled::of(&value, PLAIN)]);
    }
    table
}

/// The index as one line of JSON.
#[derive(Serialize)]
struct StatsLine<'a> {
    articles: usize,
    quotes: usize,
    speakers: usize,
    sources: usize,
    first: Option<jiff::civil::Date>,
    last: Option<jiff::civil::Date>,
    kinds: Vec<KindLine>,
    models: Vec<ModelLine<'a>>,
    roots: Vec<RootLine<'a>>,
    bytes: u64,
    commit: u64,
    schema: u32,
    corrections: usize,
    removals: usize,
}

/// Quotes of one kind.
#[derive(Serialize)]
struct KindLine {
    kind: &'static str,
    quotes: usize,
}

/// Articles of one model.
#[derive(Serialize)]
struct ModelLine<'a> {
    model: &'a str,
    articles: usize,
}

/// A recorded folder or file.
#[derive(Serialize)]
struct RootLine<'a> {
    given: &'a str,
    path: &'a str,
    articles: usize,
}

impl<'a> StatsLine<'a> {
    fn new(stats: &'a Stats) -> StatsLine<'a> {
        let mut kinds = Vec::new();
        for &(kind, quotes) in &stats.kinds {
            kinds.push(KindLine { kind: kind.name(), quotes });
        }
        let mut models = Vec::new();
        for (model, articles) in &stats.models {
            models.push(ModelLine { model, articles: *articles });
        }
        let mut roots = Vec::new();
        for root in &stats.roots {
            roots.push(RootLine { given: &root.given, path: &root.path, articles: root.articles });
        }
        StatsLine {
            articles: stats.articles,
            quotes: stats.quotes,
            speakers: stats.speakers,
            sources: stats.sources,
            first: stats.first,
            last: stats.last,
            kinds,
            models,
            roots,
            bytes: stats.bytes,
            commit: stats.commit,
            schema: stats.schema,
            corrections: stats.corrections,
            removals: stats.removals,
        }
    }
}
