//! `whosaid people`: the table of people, and why two names are one person.

mod export;
mod import;
mod table;
mod why;

use clap::{Args, Subcommand};
pub use import::{Read, read};

use super::exit::Status;
use super::globals::Globals;

/// Give speakers names, ids and columns of your own; say which names are one person, and ask why.
///
/// The table of people stands in the index and survives rebuilds.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid people export --all --output people.csv && whosaid people import people.csv")]
pub struct PeopleArgs {
    #[command(subcommand)]
    command: PeopleCommand,
}

#[derive(Debug, Subcommand)]
enum PeopleCommand {
    Import(import::ImportArgs),
    Export(export::ExportArgs),
    Why(why::WhyArgs),
}

/// Runs `whosaid people`.
pub fn run(args: &PeopleArgs, globals: &Globals) -> anyhow::Result<Status> {
    match &args.command {
        PeopleCommand::Import(args) => import::run(args, globals),
        PeopleCommand::Export(args) => export::run(args, globals),
        PeopleCommand::Why(args) => why::run(args, globals),
    }
}
