//! `whosaid rebuild`: builds the index anew.

use clap::Args;

use super::exit::Status;
use super::globals::Globals;
use super::index::Reading;
use super::summary;
use crate::index;

/// Build the index anew beside the old one, which serves until the new one is ready.
///
/// All folders are read again; with PATH only those, and the rest comes from the texts that the index keeps.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid rebuild --stored")]
pub struct RebuildArgs {
    #[command(flatten)]
    reading: Reading,
    /// Read no files: take all texts from the index
    #[arg(long, conflicts_with_all = ["paths", "files_from", "extracted"])]
    stored: bool,
}

/// Runs `whosaid rebuild`.
pub fn run(args: &RebuildArgs, globals: &Globals) -> anyhow::Result<Status> {
    let reporter = args.reading.reporter(globals)?;
    let options = args.reading.options(true, globals)?;
    let summary = index::rebuild(&globals.location()?, globals.model()?.as_ref(), &options, args.stored, &reporter);
    let seconds = reporter.finish()?;
    summary::print(&summary?, seconds, globals)?;
    // So that the first search need not wait; what stands in the way is said by every search.
    globals.notices().say_some(index::make_tables(&globals.location()?).err().map(|error| error.to_string()));
    Ok(Status::Done)
}
