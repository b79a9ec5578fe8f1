//! `whosaid remove`: takes articles out for good.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;

use super::exit::Status;
use super::format::{Format, FormatFlag};
use super::globals::Globals;
use super::notices::to_stderr;
use super::numbers::counted;
use super::rows::{self, some};
use super::screen::Screen;
use super::styled::{DIM, PLAIN, Styled};
use super::whose::{Whose, now};
use crate::index::{self, RemovalOptions, Removed, TakenOut};

/// Take an article out for good: out of every search and every file of the index, never to come back.
///
/// Copies of its text go too, whatever their id, and stay out, as does what comes under its id in its folder, or its address. The index keeps a
/// list of ids, addresses, hashes of the texts and reasons, no word of the texts. Corrections of its quotes go with it. Your own
/// files are left as they are.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid remove news/2019/fire.txt --reason 'court order 12 O 88/21'")]
pub struct RemoveArgs {
    /// An article's id, path or address, or text: and the hash of its text from --list
    #[arg(value_name = "ARTICLE|URL")]
    articles: Vec<String>,
    /// A file of such, one a line
    #[arg(long, value_name = "FILE")]
    id_file: Option<PathBuf>,
    /// Why; kept in the list
    #[arg(long, value_name = "TEXT", required_unless_present_any = ["list", "undo"])]
    reason: Option<String>,
    #[command(flatten)]
    whose: Whose,
    /// Also put on the list what the index does not hold, to keep it out
    #[arg(long, conflicts_with_all = ["list", "undo"])]
    in_advance: bool,
    /// Show the list
    #[arg(long, conflicts_with_all = ["articles", "id_file", "reason", "undo"])]
    list: bool,
    /// Take articles off the list: the next `whosaid index` lets them in
    #[arg(long, conflicts_with = "reason")]
    undo: bool,
    #[command(flatten)]
    format: FormatFlag,
}

/// Columns of the list as a table.
const COLUMNS: [&str; 7] = ["article", "folder", "url", "text", "reason", "by", "at"];

/// Errors that are told at most.
const MOST_TOLD: usize = 20;

/// Runs `whosaid remove`.
pub fn run(args: &RemoveArgs, globals: &Globals) -> anyhow::Result<Status> {
    if args.list {
        return print_list(args.format.format, globals);
    }
    let named = named(args)?;
    let location = globals.location()?;
    let notices = globals.notices();
    if args.undo {
        let done = sound(index::undo_removals(&location, &named)?)?;
        notices.say(&format!(
            "off the list: {}; the next `whosaid index` lets in what is still in its folder",
            done.articles.join(", ")
        ));
        return Ok(Status::Done);
    }
    let reason = args.reason.as_deref().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() {
        bail!("--reason is empty: say why the article goes");
    }
    let options = RemovalOptions { reason, by: args.whose.name(), at: now(), in_advance: args.in_advance };
    let done = sound(index::remove(&location, &named, &options)?)?;
    for line in &done.notices {
        notices.say(line);
    }
    for article in &done.articles {
        notices.say(&format!("{article} is out of the index for good"));
    }
    let only_listed = done.rows - done.articles.len();
    if only_listed > 0 {
        notices.say(&format!("{} put on the list in advance", counted(only_listed as u64, "article")));
    }
    if let Err(error) = index::make_tables(&location) {
        to_stderr(&format!("whosaid: {error}"));
    }
    Ok(Status::Done)
}

/// Everything that was named, each once.
fn named(args: &RemoveArgs) -> anyhow::Result<Vec<String>> {
    let mut named = args.articles.clone();
    if let Some(file) = &args.id_file {
        let text = fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))?;
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        named.extend(lines.filter(|line| !line.is_empty()).map(str::to_owned));
    }
    let mut seen = std::collections::HashSet::new();
    named.retain(|name| seen.insert(name.clone()));
    if named.is_empty() {
        bail!("remove needs an article's id, path or address: whosaid remove ARTICLE --reason TEXT");
    }
    Ok(named)
}

/// What was done, where nothing stood in the way.
fn sound(done: TakenOut) -> anyhow::Result<TakenOut> {
    match done.faults.as_slice() {
        [] => Ok(done),
        [(_, fault)] => bail!("{fault}"),
        faults => {
            for (_, fault) in faults.iter().take(MOST_TOLD) {
                to_stderr(&format!("whosaid: {fault}"));
            }
            bail!("{} not found, nothing was done", counted(faults.len() as u64, "article"))
        }
    }
}

fn print_list(format: Format, globals: &Globals) -> anyhow::Result<Status> {
    let list = globals.reader()?.removals()?;
    let mut screen = Screen::stdout();
    match format {
        Format::Text => print_text(&mut screen, &list)?,
        Format::Jsonl => {
            for row in &list {
                screen.json(row)?;
            }
        }
        Format::Csv => {
            rows::print_head(&mut screen, &COLUMNS)?;
            for row in &list {
                let Removed { article, root, url, text, reason, by, at } = row;
                let cells =
                    [some(article), some(root), some(url), some(text), reason.clone(), by.clone(), at.to_string()];
                rows::print_row(&mut screen, cells.into())?;
            }
        }
    }
    screen.flush()?;
    Ok(if list.is_empty() { Status::NothingFound } else { Status::Done })
}

fn print_text(screen: &mut Screen, list: &[Removed]) -> anyhow::Result<()> {
    const MARGIN: usize = 2;
    for (place, row) in list.iter().enumerate() {
        if place > 0 {
            screen.blank()?;
        }
        let text = row.text.as_ref().map(|text| format!("text:{text}"));
        let name = row.article.clone().or_else(|| row.url.clone()).or(text.clone()).unwrap_or_default();
        screen.lines(&Styled::of(&name, PLAIN).wrap(screen.width(), 0, MARGIN))?;
        screen.lines(&Styled::of(&row.reason, PLAIN).wrap(screen.width(), MARGIN, MARGIN))?;
        let facts = [row.root.clone(), row.url.clone(), text].into_iter().flatten().filter(|fact| *fact != name);
        for fact in facts {
            screen.lines(&Styled::of(&fact, DIM).wrap(screen.width(), MARGIN, MARGIN))?;
        }
        screen.lines(&Styled::of(&format!("{} · {}", row.by, row.at), DIM).wrap(screen.width(), MARGIN, MARGIN))?;
    }
    Ok(())
}
