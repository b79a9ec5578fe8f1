//! `whosaid extract`: the quotes of articles, without an index.

use std::convert::Infallible;

use anyhow::bail;
use clap::Args;

use super::exit::{self, Status};
use super::extract_input::{BYTES_UNDER_WAY, InputArgs, Job};
use super::extract_output::{Extracted, Printer};
use super::format::FormatFlag;
use super::globals::Globals;
use crate::article::Article;
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
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    format: FormatFlag,
}

/// Runs `whosaid extract`.
pub fn run(args: &ExtractArgs, globals: &Globals) -> anyhow::Result<Status> {
    if !args.input.is_given() {
        bail!("extract needs files or folders, or - for standard input: whosaid extract news/");
    }
    let inputs = args.input.inputs()?;
    let model = globals.model()?;
    let mut printer = Printer::new(args.format.format, args.input.skipped(globals.notices())?)?;
    let print = |done| match printer.take(done) {
        Ok(()) => Ok::<(), Infallible>(()),
        // Not returned: the thread that reads may wait for input that nobody needs any more.
        Err(error) => exit::now(error),
    };
    let threads = globals.thread_count();
    let work = |job: Job| job.articles(inputs.limits, |article, path| extract(&article, path, &model));
    let Ok(()) = parallel::ordered(threads, BYTES_UNDER_WAY, |give| inputs.give(give), work, print);
    printer.finish()?;
    Ok(Status::Done)
}

/// Takes the quotes from an article.
fn extract(article: &Article, path: Option<&str>, model: &Model) -> Extracted {
    let quotes = speakers::lines(article, &speakers::extract(article, model), path);
    Extracted { article: ArticleLine::new(article, path), quotes }
}
