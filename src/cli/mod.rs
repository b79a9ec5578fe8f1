//! **The command line**: one file per command, over `index` and `search`.
//!
//! Results go to standard output, errors and notices to standard error; the exit status is 0 when done, 1 when nothing
//! was found, 2 for an error. Beside the commands: what several of them share (flags, a screen, tables, the block that
//! shows one quote).

mod also_in;
mod article_page;
mod block;
mod check;
mod cite;
mod clean;
mod completions;
mod context;
mod correct;
mod demo;
mod errors_file;
mod evaluate;
mod evaluate_sheet;
mod exit;
mod export;
mod extract;
mod extract_input;
mod extract_output;
mod facets;
mod filters;
mod format;
mod given_paths;
mod given_table;
mod globals;
mod index;
mod manifest;
mod marked;
mod notices;
mod numbers;
mod output_file;
mod parquet_file;
mod people;
mod places;
mod progress;
mod rebuild;
mod remove;
mod rows;
mod sample;
mod screen;
mod search;
mod sheet;
mod short_ids;
mod show;
mod skipped;
mod snapshot;
mod speaker_page;
mod speakers;
mod state;
mod stats;
mod styled;
mod summary;
mod table;
mod trace;
mod usage;
mod who;
mod whose;
mod why;

use std::process::ExitCode;
use std::sync::LazyLock;

use clap::{Parser, Subcommand};
pub use correct::{Read as CorrectionTable, read as read_corrections};
pub use people::{Read as PeopleTable, read as read_people_table};

use crate::attribution::Model;
use crate::parallel;

/// Who said what: finds every quotation in news articles, names its speaker, and makes it searchable.
#[derive(Debug, Parser)]
#[command(
    name = "whosaid",
    version = VERSION.as_str(),
    before_help = "Example: whosaid index news/ && whosaid search ferry --speaker okafor",
    after_help = "Exit status: 0 done, 1 nothing found, 2 an error.",
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    globals: globals::Globals,
}

/// What `--version` prints after the name.
static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (model {})", env!("CARGO_PKG_VERSION"), Model::embedded_name()));

#[derive(Debug, Subcommand)]
enum Command {
    Index(index::IndexArgs),
    Rebuild(rebuild::RebuildArgs),
    Search(search::SearchArgs),
    Speakers(speakers::SpeakersArgs),
    People(people::PeopleArgs),
    Correct(correct::CorrectArgs),
    Remove(remove::RemoveArgs),
    Show(show::ShowArgs),
    Trace(trace::TraceArgs),
    Extract(extract::ExtractArgs),
    Export(export::ExportArgs),
    Stats(stats::StatsArgs),
    Check(check::CheckArgs),
    Snapshot(snapshot::SnapshotArgs),
    Evaluate(evaluate::EvaluateArgs),
    Sample(sample::SampleArgs),
    Demo(demo::DemoArgs),
    Completions(completions::CompletionsArgs),
}

/// Runs the program: parses the command line, runs one command, turns its end into an exit status.
pub fn main() -> ExitCode {
    exit::silence_panics();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage::answer(&error),
    };
    let globals = &cli.globals;
    globals.color.set();
    let end = parallel::guarded(|| run(&cli.command, globals));
    ExitCode::from(exit::status(end.unwrap_or_else(|panic| Err(exit::unexpected(&panic)))))
}

/// Runs one command.
fn run(command: &Command, globals: &globals::Globals) -> anyhow::Result<exit::Status> {
    match command {
        Command::Index(args) => index::run(args, globals),
        Command::Rebuild(args) => rebuild::run(args, globals),
        Command::Search(args) => search::run(args, globals),
        Command::Speakers(args) => speakers::run(args, globals),
        Command::People(args) => people::run(args, globals),
        Command::Correct(args) => correct::run(args, globals),
        Command::Remove(args) => remove::run(args, globals),
        Command::Show(args) => show::run(args, globals),
        Command::Trace(args) => trace::run(args, globals),
        Command::Extract(args) => extract::run(args, globals),
        Command::Export(args) => export::run(args, globals),
        Command::Stats(args) => stats::run(args, globals),
        Command::Check(_) => check::run(globals),
        Command::Snapshot(args) => snapshot::run(args, globals),
        Command::Evaluate(args) => evaluate::run(args, globals),
        Command::Sample(args) => sample::run(args, globals),
        Command::Demo(_) => demo::run(globals),
        Command::Completions(args) => completions::run(args),
    }
}
