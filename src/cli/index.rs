//! `whosaid index`: adds and updates articles.

use std::path::PathBuf;

use clap::Args;

use super::errors_file::ErrorsFile;
use super::exit::Status;
use super::given_paths;
use super::globals::Globals;
use super::numbers;
use super::progress::Reporter;
use super::summary;
use crate::article::{Columns, Limits};
use crate::index::{self, UpdateOptions};

/// Add or update articles: files and folders of text, web pages, tables, archives and more.
///
/// Read are .txt .md .html .xhtml .mhtml .rtf .docx .pdf .xml (NewsML-G2, NITF, RSS, Atom) .jsonl .ndjson .json .csv .tsv
/// .parquet .warc, in .zip and .tar, each also as .gz .zst .bz2 .xz; exports of press databases as .txt .html .rtf.
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
    #[arg(long, value_name = "ROOT", conflicts_with_all = ["paths", "files_from", "extracted", "moved"])]
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
    /// A list of files and folders, one a line or with NULs between them, missing ones skipped; - for standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// Lines of `extract --articles`, whose quotes are taken as they are; may be repeated
    #[arg(long, value_name = "FILE")]
    extracted: Vec<PathBuf>,
    /// What fields are called in tables and JSON, such as text=body,date=published; kept for later runs
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Option<Columns>,
    /// Write what this run skips, and why, to a file of JSON lines
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
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
    ///
    /// # Errors
    /// Where the list of `--files-from` can't be read.
    pub fn options(&self, verify: bool, globals: &Globals) -> anyhow::Result<UpdateOptions> {
        Ok(UpdateOptions {
            paths: [self.paths.as_slice(), &self.extracted].concat(),
            listed: given_paths::listed(&self.paths, self.files_from.as_deref())?,
            exclude: self.exclude.clone(),
            prune: self.prune,
            verify,
            columns: self.map.clone(),
            max_article_bytes: self.max_article_bytes,
            threads: globals.threads.map(usize::from),
        })
    }

    /// What tells of a run, and keeps what it skips.
    ///
    /// # Errors
    /// Where the file of `--errors` can't be written.
    pub fn reporter(&self, globals: &Globals) -> anyhow::Result<Reporter> {
        Ok(Reporter::new(globals.notices(), ErrorsFile::create(self.errors.as_deref())?))
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
    let reporter = args.reading.reporter(globals)?;
    let summary = match &args.forget {
        Some(root) => index::forget(&location, root, &reporter),
        None => {
            index::update(&location, globals.model()?.as_ref(), &args.reading.options(args.verify, globals)?, &reporter)
        }
    };
    let seconds = reporter.finish()?;
    summary::print(&summary?, seconds, globals)?;
    // So that the first search need not wait; what stands in the way is said by every search.
    globals.notices().say_some(index::make_tables(&location).err().map(|error| error.to_string()));
    Ok(Status::Done)
}
