//! `whosaid extract`: the quotes of articles, without an index.

use std::convert::Infallible;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::exit::{self, Status};
use super::extract_input::{Inputs, Job};
use super::extract_output::{Done, Extracted, Printer};
use super::format::FormatFlag;
use super::globals::Globals;
use super::numbers;
use crate::article::{self, Article, InputFormat, Limits, Problem, Reason, WalkOptions};
use crate::attribution::Model;
use crate::parallel;
use crate::speakers::{self, ArticleLine};

/// Print the quotes of articles without an index.
///
/// Files and folders of text, Markdown, HTML and JSON lines are read, `-` is standard input: JSON lines where it begins
/// with `{`, else one text. Quotes come in the order of the input, those of each article as soon as they are found.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid extract news/ --format jsonl")]
pub struct ExtractArgs {
    /// Files and folders; - for standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What standard input holds: txt, md, html or jsonl
    #[arg(long, value_name = "FORMAT")]
    input: Option<InputFormat>,
    /// Paths inside a folder to pass over, such as 'drafts/**'; may be repeated
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Longest text of one article, in bytes; longer ones are skipped
    #[arg(long, value_name = "N", value_parser = numbers::whole::<u64>, default_value_t = Limits::default().max_article_bytes)]
    max_article_bytes: u64,
    #[command(flatten)]
    format: FormatFlag,
}

/// Bytes of text that are under way at most: read, and their quotes not yet printed.
const BYTES_UNDER_WAY: usize = 16 << 20;

/// Runs `whosaid extract`.
pub fn run(args: &ExtractArgs, globals: &Globals) -> anyhow::Result<Status> {
    if args.paths.is_empty() {
        bail!("extract needs files or folders, or - for standard input: whosaid extract news/");
    }
    for path in &args.paths {
        if path != Path::new("-") && !path.exists() {
            bail!("{}: no such file or folder; give the path of one, or - for standard input", path.display());
        }
    }
    let model = globals.model()?;
    let limits = Limits { max_article_bytes: args.max_article_bytes };
    let inputs = Inputs {
        paths: args.paths.clone(),
        input: args.input,
        walk: WalkOptions { exclude: article::Exclude::new(&args.exclude)?, ..WalkOptions::default() },
        limits,
    };
    let mut printer = Printer::new(args.format.format, globals.notices())?;
    let print = |done| match printer.take(done) {
        Ok(()) => Ok::<(), Infallible>(()),
        // Not returned: the thread that reads may wait for input that nobody needs any more.
        Err(error) => exit::now(error),
    };
    let threads = globals.thread_count();
    let Ok(()) =
        parallel::ordered(threads, BYTES_UNDER_WAY, |give| inputs.give(give), |job| work(job, &model, limits), print);
    printer.finish()?;
    Ok(Status::Done)
}

/// Takes the quotes from a job.
fn work(job: Job, model: &Model, limits: Limits) -> Done {
    match job {
        Job::Skipped(problem) => vec![Err(problem)],
        Job::Article { article, path, place } => vec![extract(&article, path.as_deref(), &place, model)],
        Job::File(entry, path) => {
            let read = parallel::guarded(|| article::read(&entry, limits).collect::<Vec<_>>());
            let read =
                read.unwrap_or_else(|panic| vec![Err(Problem { place: path.clone(), reason: Reason::Panic(panic) })]);
            let mut done = Vec::new();
            for located in read {
                done.push(located.and_then(|located| extract(&located.article, Some(&path), &path, model)));
            }
            done
        }
    }
}

/// Takes the quotes from an article.
fn extract(article: &Article, path: Option<&str>, place: &str, model: &Model) -> Result<Extracted, Problem> {
    let quotes = parallel::guarded(|| speakers::lines(article, &speakers::extract(article, model), path));
    let quotes = quotes.map_err(|panic| Problem { place: place.to_string(), reason: Reason::Panic(panic) })?;
    Ok(Extracted { article: ArticleLine::new(article, path), quotes })
}
