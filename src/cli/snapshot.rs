//! `whosaid snapshot`: a sound copy of an index.

use std::path::PathBuf;

use clap::Args;

use super::exit::Status;
use super::globals::Globals;
use super::numbers::grouped;
use super::screen::Screen;
use super::styled::{PLAIN, Styled};
use crate::index;

/// Copy the index as of its last commit, while others may search and write.
///
/// The copy is an index of its own, which --index names. On the same disk its large files are links, which take no room and
/// never change; a copy to keep apart goes to another disk.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid snapshot backups/monday")]
pub struct SnapshotArgs {
    /// Folder of the copy: an empty one, or one that is not there yet
    #[arg(value_name = "DEST")]
    to: PathBuf,
}

/// Runs `whosaid snapshot`.
pub fn run(args: &SnapshotArgs, globals: &Globals) -> anyhow::Result<Status> {
    let commit = index::snapshot(&globals.location()?, &args.to)?;
    let mut screen = Screen::stdout();
    let line = format!("commit {} copied to {}; use it with --index", grouped(commit), args.to.display());
    screen.line(&Styled::of(&line, PLAIN))?;
    screen.flush()?;
    Ok(Status::Done)
}
