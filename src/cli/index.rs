//! `whosaid index`: adds and updates articles.

use std::path::PathBuf;

use clap::Args;

use super::exit::Status;
use super::globals::Globals;
use super::numbers;
use super::progress::Reporter;
use super::summary;
use crate::article::Limits;
use crate::index::{self, UpdateOptions};

/// Add or update articles: files and folders of text, Markdown, HTML and JSON lines.
///
/// Without PATH every folder that was indexed before is updated; if there is none yet, the folder "corpus". What is
/// unchanged is left as it is, what is gone from a folder is taken out.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid index news/ archive.jsonl.gz")]
pub struct IndexArgs {
    #[command(flatten)]
    reading: Reading,
    /// Read every file, whatever its size and time of change say
    #[arg(long)]
    verify: bool,
    /// Take a folder and its articles out of the index; its files stay
    #[arg(long, value_name = "ROOT", conflicts_with_all = ["paths", "moved"])]
    forget: Option<PathBuf>,
    /// Say that a folder moved, so that its articles keep their places
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], conflicts_with = "paths")]
    moved: Option<Vec<PathBuf>>,
}

/// What `index` and `rebuild` read.
#[derive(Debug, Args)]
pub struct Reading {
    /// Folders and files
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Paths inside a folder to pass over in this run, such as 'drafts/**'; may be repeated
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Also take out what a missing or emptied folder held, and more than a tenth of all articles
    #[arg(long)]
    prune: bool,
    /// Longest text of one article, in bytes; longer ones are skipped
    #[arg(long, value_name = "N", value_parser = numbers::whole::<u64>, default_value_t = Limits::default().max_article_bytes)]
    max_article_bytes: u64,
}

impl Reading {
    /// What the library needs to know.
    pub fn options(&self, verify: bool, globals: &Globals) -> UpdateOptions {
        UpdateOptions {
            paths: self.paths.clone(),
            exclude: self.exclude.clone(),
            prune: self.prune,
            verify,
            max_article_bytes: self.max_article_bytes,
            threads: globals.threads.map(usize::from),
        }
    }
}

/// Runs `whosaid index`.
pub fn run(args: &IndexArgs, globals: &Globals) -> anyhow::Result<Status> {
    let location = globals.location()?;
    if let Some([old, new]) = args.moved.as_deref() {
        index::moved(&location, old, new)?;
        globals.notices().say(&format!("{} is now {}", old.display(), new.display()));
        return Ok(Status::Done);
    }
    let reporter = Reporter::new(globals.notices());
    let summary = match &args.forget {
        Some(root) => index::forget(&location, root, &reporter),
        None => {
            index::update(&location, globals.model()?.as_ref(), &args.reading.options(args.verify, globals), &reporter)
        }
    };
    reporter.finish();
    summary::print(&summary?, reporter.seconds(), globals)?;
    // So that the first search need not wait; what stands in the way is said by every search.
    globals.notices().say_some(index::make_tables(&location).err().map(|error| error.to_string()));
    Ok(Status::Done)
}
