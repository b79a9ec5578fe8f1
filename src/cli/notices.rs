//! Standard error: notices and problems, one line each.

use std::io::Write;

use super::clean::clean;

/// How much is said besides the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notices {
    /// `-q`: nothing but errors.
    pub quiet: bool,
    /// `-v`: every skipped file or article by name.
    pub verbose: bool,
}

impl Notices {
    /// A line for the user.
    pub fn say(self, line: &str) {
        if !self.quiet {
            to_stderr(&format!("whosaid: {line}"));
        }
    }

    /// A line for the user where there is one.
    pub fn say_some(self, line: Option<String>) {
        if let Some(line) = line {
            self.say(&line);
        }
    }
}

/// Prints one line, cleaned, on standard error; one that nobody reads is no reason to stop.
pub fn to_stderr(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", clean(line));
}
