//! `whosaid completions`: what a shell needs to complete commands and flags.

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::Cli;
use super::exit::Status;
use super::screen::Screen;

/// Print completions for your shell.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid completions bash > ~/.local/share/bash-completion/completions/whosaid")]
pub struct CompletionsArgs {
    /// Your shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Runs `whosaid completions`.
pub fn run(args: &CompletionsArgs) -> anyhow::Result<Status> {
    let mut script = Vec::new();
    generate(args.shell, &mut Cli::command(), "whosaid", &mut script);
    let mut screen = Screen::stdout();
    screen.raw(&script)?;
    screen.flush()?;
    Ok(Status::Done)
}
