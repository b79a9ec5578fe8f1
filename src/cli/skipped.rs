//! Files and articles that could not be read, where no index keeps count of them.

use std::collections::BTreeMap;

use super::errors_file::ErrorsFile;
use super::notices::{Notices, to_stderr};
use super::numbers::grouped;
use crate::article::Problem;

/// How many were skipped, by reason.
pub struct Skipped {
    notices: Notices,
    reasons: BTreeMap<&'static str, u64>,
    file: Option<ErrorsFile>,
}

impl Skipped {
    /// None so far.
    pub fn new(notices: Notices, file: Option<ErrorsFile>) -> Skipped {
        Skipped { notices, reasons: BTreeMap::new(), file }
    }

    /// Counts one, and names it with `-v`.
    pub fn add(&mut self, problem: &Problem) {
        *self.reasons.entry(problem.reason.label()).or_default() += 1;
        if let Some(file) = &self.file {
            file.add(problem);
        }
        if self.notices.verbose {
            to_stderr(&format!("whosaid: skipped {problem}"));
        }
    }

    /// Says how many there were, if any, and puts the file of them into its place.
    ///
    /// # Errors
    /// Where that can't be written.
    pub fn finish(self) -> anyhow::Result<()> {
        if let Some(file) = self.file {
            file.publish()?;
        }
        if self.reasons.is_empty() {
            return Ok(());
        }
        let reasons: Vec<String> =
            self.reasons.iter().map(|(reason, count)| format!("{} {reason}", grouped(*count))).collect();
        let names = if self.notices.verbose { "" } else { " (-v names them)" };
        self.notices.say(&format!("skipped: {}{names}", reasons.join(", ")));
        Ok(())
    }
}
