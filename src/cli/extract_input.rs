//! What `extract` and `sample` read: paths and standard input become jobs, in order.

use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use clap::Args;

use super::errors_file::ErrorsFile;
use super::notices::Notices;
use super::skipped::Skipped;
use super::{given_paths, numbers};
use crate::article::{self, Article, Columns, FileEntry, InputFormat, Limits, Located, Problem, Reason, WalkOptions};
use crate::parallel;

/// Where articles without an index come from.
#[derive(Clone, Debug, Args)]
pub struct InputArgs {
    /// Files and folders; - for standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// A list of files and folders, one a line or with NULs between them, missing ones skipped; - for standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// What standard input holds: txt, md, html, jsonl or another extension
    #[arg(long, value_name = "FORMAT", requires = "paths")]
    input: Option<InputFormat>,
    /// What fields are called in tables and JSON, such as text=body,date=published
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Option<Columns>,
    /// Paths inside a folder to pass over, such as 'drafts/**'; may be repeated
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Write what is skipped, and why, to a file of JSON lines
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Longest text of one article, in bytes; longer ones are skipped
    #[arg(long, value_name = "N", value_parser = numbers::whole::<u64>, default_value_t = Limits::default().max_article_bytes)]
    max_article_bytes: u64,
}

impl InputArgs {
    /// Whether there is anything to read.
    pub fn is_given(&self) -> bool {
        !self.paths.is_empty() || self.files_from.is_some()
    }

    /// Refuses what says how to read where nothing is to be read.
    ///
    /// # Errors
    /// Where something does.
    pub fn refuse_without_paths(&self) -> anyhow::Result<()> {
        if !self.exclude.is_empty() || self.map.is_some() || self.errors.is_some() {
            bail!("--exclude, --map and --errors are for files: give a PATH or --files-from as well");
        }
        Ok(())
    }

    /// What counts what is skipped.
    ///
    /// # Errors
    /// Where the file of `--errors` can't be written.
    pub fn skipped(&self, notices: Notices) -> anyhow::Result<Skipped> {
        Ok(Skipped::new(notices, ErrorsFile::create(self.errors.as_deref())?))
    }

    /// What to read.
    ///
    /// # Errors
    /// Where a path that is not of a list leads nowhere, a list can't be read, or a glob is none.
    pub fn inputs(&self) -> anyhow::Result<Inputs> {
        let listed = given_paths::listed(&self.paths, self.files_from.as_deref())?;
        // One of a list that leads nowhere is skipped, as a file that can't be read is.
        for path in &self.paths {
            if path != Path::new("-") && !path.exists() {
                bail!("{}: no such file or folder; give the path of one, or - for standard input", path.display());
            }
        }
        Ok(Inputs {
            paths: [self.paths.as_slice(), &listed].concat(),
            input: self.input,
            walk: WalkOptions {
                exclude: article::Exclude::new(&self.exclude)?,
                columns: Arc::new(self.map.clone().unwrap_or_default()),
                ..WalkOptions::default()
            },
            limits: Limits { max_article_bytes: self.max_article_bytes },
        })
    }
}

/// Bytes of text that are under way at most: read, and what came of them not yet used.
pub const BYTES_UNDER_WAY: usize = 16 << 20;

/// Bytes that a job counts for besides its text.
const BYTES_OF_A_JOB: usize = 1 << 10;

/// Something to take quotes from, with its path as it will be shown.
pub enum Job {
    /// A file that holds one article, to be read by the thread that works on it.
    File(FileEntry, String),
    /// An article that was read; its place is for problems.
    Article { article: Box<Article>, path: Option<String>, place: String },
    /// What could not be read.
    Skipped(Problem),
}

impl Job {
    /// What `take` makes of every article of the job, given with its path as it will be shown; a panic is a problem of the
    /// article.
    pub fn articles<T>(self, limits: Limits, take: impl Fn(Article, Option<&str>) -> T) -> Vec<Result<T, Problem>> {
        let guarded = |article: Article, path: Option<&str>, place: &str| {
            let taken = parallel::guarded(|| take(article, path));
            taken.map_err(|panic| Problem { place: place.to_string(), reason: Reason::Panic(panic) })
        };
        match self {
            Job::Skipped(problem) => vec![Err(problem)],
            Job::Article { article, path, place } => vec![guarded(*article, path.as_deref(), &place)],
            Job::File(entry, path) => {
                let read = parallel::guarded(|| article::read(&entry, limits).collect::<Vec<_>>());
                let read = read
                    .unwrap_or_else(|panic| vec![Err(Problem { place: path.clone(), reason: Reason::Panic(panic) })]);
                let mut done = Vec::new();
                for located in read {
                    done.push(located.and_then(|located| guarded(located.article, Some(&path), &path)));
                }
                done
            }
        }
    }
}

/// Where the jobs come from.
pub struct Inputs {
    /// Files, folders, and `-` for standard input.
    paths: Vec<PathBuf>,
    /// What standard input holds; `None`: its first byte tells.
    input: Option<InputFormat>,
    /// What is passed over in folders.
    walk: WalkOptions,
    /// What is too long.
    pub limits: Limits,
}

impl Inputs {
    /// Gives every job, in order, until it is told to stop.
    pub fn give(&self, give: &dyn Fn(Job, usize) -> bool) {
        for path in &self.paths {
            let goes_on = if path == Path::new("-") { self.give_stdin(give) } else { self.give_path(path, give) };
            if !goes_on {
                return;
            }
        }
    }

    fn give_stdin(&self, give: &dyn Fn(Job, usize) -> bool) -> bool {
        let stdin = BufReader::with_capacity(1 << 16, io::stdin());
        for located in article::read_stdin_like(stdin, self.input, &self.walk.columns, self.limits) {
            let (job, bytes) = article_job(located, None, "-");
            if !give(job, bytes) {
                return false;
            }
        }
        true
    }

    fn give_path(&self, root: &Path, give: &dyn Fn(Job, usize) -> bool) -> bool {
        for entry in article::walk(root, &self.walk) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    if !give(Job::Skipped(error.problem), BYTES_OF_A_JOB) {
                        return false;
                    }
                    continue;
                }
            };
            let path = path_as_given(root, &entry.inner);
            if !article::may_hold_many(&entry.inner) {
                let bytes = usize::try_from(entry.size).unwrap_or(usize::MAX).saturating_add(BYTES_OF_A_JOB);
                if !give(Job::File(entry, path), bytes) {
                    return false;
                }
                continue;
            }
            for located in article::read(&entry, self.limits) {
                let (job, bytes) = article_job(located, Some(&path), &path);
                if !give(job, bytes) {
                    return false;
                }
            }
        }
        true
    }
}

/// An article, or a problem, as a job with its size.
fn article_job(located: Result<Located, Problem>, path: Option<&str>, place: &str) -> (Job, usize) {
    let Located { article, line, .. } = match located {
        Ok(located) => located,
        Err(problem) => return (Job::Skipped(problem), BYTES_OF_A_JOB),
    };
    let bytes = article.text.len() + BYTES_OF_A_JOB;
    let place = format!("{place}:{line}");
    (Job::Article { article: Box::new(article), path: path.map(str::to_string), place }, bytes)
}

/// Root as given, `/`, and the path inside it; of a file given as PATH that path.
fn path_as_given(root: &Path, inner: &str) -> String {
    let given = root.to_string_lossy();
    if root.is_file() {
        return given.into_owned();
    }
    match given.trim_end_matches('/') {
        "" if given.is_empty() => inner.to_string(),
        "" => format!("/{inner}"),
        given => format!("{given}/{inner}"),
    }
}
