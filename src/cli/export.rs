//! `whosaid export`: every quote that a search would find.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::cite::Citation;
use super::exit::Status;
use super::filters::{self, Filters, Words};
use super::globals::Globals;
use super::manifest::Manifest;
use super::numbers::counted;
use super::output_file::OutputFile;
use super::parquet_file::ParquetFile;
use super::rows;
use super::screen::Screen;
use super::who;
use crate::search::{self, IndexLine, Request};

/// Print every quote that a search would find, as JSON lines, CSV, Parquet or Markdown, in order of date.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid export --speaker okafor --format csv --output okafor.csv")]
pub struct ExportArgs {
    #[command(flatten)]
    words: Words,
    #[command(flatten)]
    filters: Filters,
    /// One JSON object a line, a table for spreadsheets, a table of columns for programs, or text with its sources
    #[arg(
        long,
        value_enum,
        default_value = "jsonl",
        hide_possible_values = true,
        value_name = "jsonl|csv|parquet|markdown"
    )]
    format: ExportFormat,
    /// Write to a file; it appears, or is replaced, when all of it is written
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Also write what makes the export citable: query, filters, state of the index, model, version, counts
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
}

/// `--format` of `export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// One JSON object a line.
    Jsonl,
    /// A table for spreadsheets.
    Csv,
    /// A table of columns.
    Parquet,
    /// Block quotations with their sources.
    Markdown,
}

/// Runs `whosaid export`.
pub fn run(args: &ExportArgs, globals: &Globals) -> anyhow::Result<Status> {
    let request = Request { words: args.words.words.clone(), ..args.filters.request() };
    let request = filters::limited(request, globals.notices());
    let reader = globals.reader()?;
    let file = args.output.as_deref().map(OutputFile::create).transpose()?;
    let mut printer = QuotePrinter::new(args.format, file.as_ref())?;
    let mut quotes = 0;
    let mut failed = None;
    search::export(&reader, &request, &mut |line| {
        quotes += 1;
        match printer.print(line) {
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
    printer.finish()?;
    who::say(&reader, &request, quotes as usize, globals.notices())?;
    if let Some(file) = file {
        file.publish()?;
        globals.notices().say(&format!("{} written to {}", counted(quotes, "quote"), show_path(args)));
    }
    if let Some(path) = &args.manifest {
        let location = globals.location()?.to_string();
        let output = args.output.as_deref();
        Manifest::new(&reader, location, &request, args.format.name(), output, quotes)?.write(path)?;
    }
    Ok(Status::Done)
}

impl ExportFormat {
    /// As on the command line.
    fn name(self) -> &'static str {
        match self {
            ExportFormat::Jsonl => "jsonl",
            ExportFormat::Csv => "csv",
            ExportFormat::Parquet => "parquet",
            ExportFormat::Markdown => "markdown",
        }
    }
}

/// Prints quotes one by one, to a file or standard output.
enum QuotePrinter {
    Lines(Screen, ExportFormat),
    Columns(Box<ParquetFile>),
}

impl QuotePrinter {
    /// Prints the head of a table where there is one.
    fn new(format: ExportFormat, file: Option<&OutputFile>) -> anyhow::Result<QuotePrinter> {
        if format == ExportFormat::Parquet {
            return Ok(QuotePrinter::Columns(Box::new(ParquetFile::to(file)?)));
        }
        let mut screen = file.map_or_else(|| Ok(Screen::stdout()), OutputFile::screen)?;
        if format == ExportFormat::Csv {
            rows::print_head(&mut screen, &rows::QUOTE_COLUMNS)?;
        }
        Ok(QuotePrinter::Lines(screen, format))
    }

    fn print(&mut self, line: IndexLine) -> anyhow::Result<()> {
        match self {
            QuotePrinter::Columns(table) => table.add(line),
            QuotePrinter::Lines(screen, ExportFormat::Csv) => Ok(rows::print_quote(screen, &line.quote)?),
            QuotePrinter::Lines(screen, ExportFormat::Markdown) => {
                Ok(screen.raw(format!("{}\n", Citation::of_quote(&line.quote).markdown()).as_bytes())?)
            }
            QuotePrinter::Lines(screen, _) => screen.json(&line),
        }
    }

    fn finish(self) -> anyhow::Result<()> {
        match self {
            QuotePrinter::Columns(table) => table.finish(),
            QuotePrinter::Lines(mut screen, _) => Ok(screen.flush()?),
        }
    }
}

/// The file that was asked for.
fn show_path(args: &ExportArgs) -> String {
    args.output.as_ref().map_or(String::new(), |path| path.display().to_string())
}
