//! A command line that can't be understood, in one line.

use std::io::Write;
use std::process::ExitCode;

use clap::error::ErrorKind;

use super::exit::ERROR;
use super::notices::to_stderr;

/// Prints help and version where they were asked for, else what is wrong with the command line.
pub fn answer(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // Whoever asked may be gone: `whosaid --help | head -1`.
            let _ = error.print();
            let _ = std::io::stdout().flush();
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            ExitCode::from(ERROR)
        }
        _ => {
            to_stderr(&format!("whosaid: {}", one_line(&error.render().to_string())));
            ExitCode::from(ERROR)
        }
    }
}

/// What clap says in several paragraphs, without the usage: its first line, what belongs to it, tips, where to read on.
fn one_line(message: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for line in message.lines().map(str::trim) {
        if line.starts_with("Usage:") {
            break;
        }
        if line.is_empty() || line.starts_with("For more information") {
            continue;
        }
        let line = line.strip_prefix("error: ").or_else(|| line.strip_prefix("tip: ")).unwrap_or(line);
        let line = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).unwrap_or(line);
        parts.push(line.to_string());
    }
    let mut text = String::new();
    for part in parts {
        if !text.is_empty() {
            text.push_str(if text.ends_with(':') { " " } else { "; " });
        }
        text.push_str(&part);
    }
    format!("{text}; --help says more")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_paragraphs_become_one_line() {
        let message = "error: unexpected argument '--speakr' found\n\n  tip: a similar argument exists: '--speaker'\n\n\
                       Usage: whosaid search --speaker <NAME> [WORDS]...\n\nFor more information, try '--help'.\n";
        assert_eq!(
            one_line(message),
            "unexpected argument '--speakr' found; a similar argument exists: '--speaker'; --help says more"
        );
    }
}
