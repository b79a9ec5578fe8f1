//! `whosaid check`: whether the index is sound.

use clap::Args;

use super::exit::Status;
use super::globals::Globals;
use super::screen::Screen;
use super::styled::{PLAIN, Styled};
use crate::index;

/// Read the whole index and list every fault; the exit status is 2 where there is one.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid check")]
pub struct CheckArgs {}

/// Runs `whosaid check`.
pub fn run(globals: &Globals) -> anyhow::Result<Status> {
    let faults = index::check(&globals.location()?)?;
    let mut screen = Screen::stdout();
    for fault in &faults {
        screen.line(&Styled::of(fault, PLAIN))?;
    }
    let status = if faults.is_empty() {
        screen.line(&Styled::of("sound", PLAIN))?;
        Status::Done
    } else {
        globals
            .notices()
            .say("the index is damaged: `whosaid rebuild` mends it, from its folders and the texts it keeps");
        Status::Unsound
    };
    screen.flush()?;
    Ok(status)
}
