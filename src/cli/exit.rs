//! How the program ends: an exit status, and one line for an error.

use std::io;

use super::notices;

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It did what was asked: 0.
    Done,
    /// Nothing was found: 1.
    NothingFound,
    /// It ran, and found something broken: 2.
    Unsound,
}

/// The exit status of a command line that can't be understood, and of every other error.
pub const ERROR: u8 = 2;

/// Turns a command's end into an exit status, and an error into a line on standard error.
///
/// A reader that went away (`whosaid … | head`) is no error: the program ends quietly.
pub fn status(end: anyhow::Result<Status>) -> u8 {
    match end {
        Ok(Status::Done) => 0,
        Ok(Status::NothingFound) => 1,
        Ok(Status::Unsound) => ERROR,
        Err(error) if is_broken_pipe(&error) => 0,
        Err(error) => {
            notices::to_stderr(&format!("whosaid: {error:#}"));
            ERROR
        }
    }
}

/// Ends the program at once, whatever other threads wait for.
pub fn now(error: anyhow::Error) -> ! {
    std::process::exit(i32::from(status(Err(error))))
}

/// Lets panics pass in silence: each is caught and told in one line. `RUST_BACKTRACE=1` shows them all the same.
pub fn silence_panics() {
    if std::env::var_os("RUST_BACKTRACE").is_none_or(|shown| shown == "0") {
        std::panic::set_hook(Box::new(|_| {}));
    }
}

/// The error of a command that panicked, as the engine may where its files are damaged.
pub fn unexpected(panic: &str) -> anyhow::Error {
    anyhow::anyhow!(
        "failed unexpectedly ({panic}): see what `whosaid check` says; if it says \"sound\", please report this"
    )
}

/// Whether the error comes of a reader that went away.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| match cause.downcast_ref::<io::Error>() {
        Some(error) => error.kind() == io::ErrorKind::BrokenPipe,
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn a_broken_pipe_is_told_from_other_errors_wherever_it_stands_in_the_chain() {
        let broken: anyhow::Result<()> = Err(io::Error::from(io::ErrorKind::BrokenPipe)).context("can't write");
        let full: anyhow::Result<()> = Err(io::Error::from(io::ErrorKind::StorageFull)).context("can't write");
        assert!(is_broken_pipe(&broken.unwrap_err()));
        assert!(!is_broken_pipe(&full.unwrap_err()));
    }
}
