//! The `whosaid` program: parse the command line, run one command, turn its end into an exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    whosaid::cli::main()
}
