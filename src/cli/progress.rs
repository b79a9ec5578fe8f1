//! What a long run tells while it works: a bar on a terminal, a plain line now and then elsewhere.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::clean::clean;
use super::errors_file::ErrorsFile;
use super::notices::{Notices, to_stderr};
use super::numbers::{counted, grouped};
use crate::article::Problem;
use crate::index::Progress;

/// Time between two plain lines.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// Tells how far an update is.
pub struct Reporter {
    notices: Notices,
    /// Counts what is done; hidden where standard error is no terminal or `-q` was given.
    bar: ProgressBar,
    begun: Instant,
    articles: AtomicU64,
    /// When the last plain line was printed.
    last_line: Mutex<Instant>,
    errors: Option<ErrorsFile>,
}

impl Reporter {
    /// Begins now; what is skipped goes to `errors` too.
    pub fn new(notices: Notices, errors: Option<ErrorsFile>) -> Reporter {
        let bar = ProgressBar::no_length();
        let on_terminal = std::io::stderr().is_terminal();
        if notices.quiet || !on_terminal {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        bar.set_style(style("{spinner} {msg}"));
        let now = Instant::now();
        Reporter { notices, bar, begun: now, articles: AtomicU64::new(0), last_line: Mutex::new(now), errors }
    }

    /// Seconds since the beginning.
    fn seconds(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    /// Takes the bar away, and returns the seconds since the beginning.
    ///
    /// # Errors
    /// Where the file of what was skipped can't be written.
    pub fn finish(self) -> anyhow::Result<f64> {
        self.bar.finish_and_clear();
        let seconds = self.seconds();
        if let Some(errors) = self.errors {
            errors.publish()?;
        }
        Ok(seconds)
    }

    /// Prints a line above the bar.
    fn line(&self, line: &str) {
        self.bar.suspend(|| to_stderr(line));
    }

    /// `1,240 articles, 310/s`
    fn done_so_far(&self) -> String {
        let articles = self.articles.load(Ordering::Relaxed);
        let rate = articles as f64 / self.seconds().max(0.001);
        format!("{}, {}/s", counted(articles, "article"), grouped(rate.round() as u64))
    }

    /// Prints a plain line where there is no bar and the last one is some time ago.
    fn line_now_and_then(&self) {
        if self.notices.quiet || !self.bar.is_hidden() {
            return;
        }
        // A line that another thread is printing is enough.
        let Ok(mut last) = self.last_line.try_lock() else { return };
        if last.elapsed() >= BETWEEN_LINES {
            *last = Instant::now();
            to_stderr(&format!("whosaid: {}", self.done_so_far()));
        }
    }
}

/// A bar that looks so.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Progress for Reporter {
    fn wants_total(&self) -> bool {
        !self.bar.is_hidden()
    }

    fn found(&self, total: u64) {
        self.bar.set_style(style("{wide_bar} {percent:>3} %  {msg}  {eta} left"));
        self.bar.set_message(self.done_so_far());
        self.bar.set_length(total);
    }

    fn done(&self, part: u64) {
        self.bar.inc(part);
        self.line_now_and_then();
    }

    fn articles(&self, count: u64) {
        self.articles.fetch_add(count, Ordering::Relaxed);
        if !self.bar.is_hidden() {
            self.bar.set_message(self.done_so_far());
        }
        self.line_now_and_then();
    }

    fn problem(&self, problem: &Problem) {
        if let Some(errors) = &self.errors {
            errors.add(problem);
        }
        if self.notices.verbose {
            self.line(&format!("whosaid: skipped {}", clean(&problem.to_string())));
        }
    }

    fn notice(&self, line: &str) {
        if !self.notices.quiet {
            self.line(&format!("whosaid: {line}"));
        }
    }
}
