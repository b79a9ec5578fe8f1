//! `whosaid export`: every quote that a search would find.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::exit::Status;
use super::filters::{Filters, Words};
use super::globals::Globals;
use super::numbers::counted;
use super::output_file::OutputFile;
use super::rows;
use super::screen::Screen;
use super::who;
use crate::search::{self, IndexLine, Request};

/// Print every quote that a search would find, as JSON lines or CSV, in order of date.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid export --speaker okafor --format csv --output okafor.csv")]
pub struct ExportArgs {
    #[command(flatten)]
    words: Words,
    #[command(flatten)]
    filters: Filters,
    /// One JSON object a line, or a table for spreadsheets
    #[arg(long, value_enum, default_value = "jsonl", hide_possible_values = true, value_name = "jsonl|csv")]
    format: ExportFormat,
    /// Write to a file; it appears, or is replaced, when all of it is written
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// `--format` of `export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// One JSON object a line.
    Jsonl,
    /// A table for spreadsheets.
    Csv,
}

/// Runs `whosaid export`.
pub fn run(args: &ExportArgs, globals: &Globals) -> anyhow::Result<Status> {
    let request = Request { words: args.words.words.clone(), ..args.filters.request() };
    let reader = globals.reader()?;
    let (mut screen, file) = OutputFile::or_stdout(args.output.as_deref())?;
    if args.format == ExportFormat::Csv {
        rows::print_head(&mut screen, &rows::QUOTE_COLUMNS)?;
    }
    let mut quotes = 0;
    let mut failed = None;
    search::export(&reader, &request, &mut |line| {
        quotes += 1;
        match print(&mut screen, args.format, &line) {
            Ok(()) => true,
            Err(error) => {
                failed = Some(error);
                false
            }
        }
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    screen.flush()?;
    who::say(&reader, &request, quotes as usize, globals.notices())?;
    if let Some(file) = file {
        file.publish()?;
        globals.notices().say(&format!("{} written to {}", counted(quotes, "quote"), show_path(args)));
    }
    Ok(Status::Done)
}

/// Prints one quote.
fn print(screen: &mut Screen, format: ExportFormat, line: &IndexLine) -> anyhow::Result<()> {
    match format {
        ExportFormat::Jsonl => screen.json(line),
        ExportFormat::Csv => Ok(rows::print_quote(screen, &line.quote)?),
    }
}

/// The file that was asked for.
fn show_path(args: &ExportArgs) -> String {
    args.output.as_ref().map_or(String::new(), |path| path.display().to_string())
}
