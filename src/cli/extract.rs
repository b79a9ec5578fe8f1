//! `whosaid extract`: the quotes of articles, without an index.

use std::convert::Infallible;

use anyhow::bail;
use clap::Args;

use super::exit::{self, Status};
use super::extract_input::{BYTES_UNDER_WAY, InputArgs, Job};
use super::extract_output::{ExtractFormat, Extracted, Printer};
use super::globals::Globals;
use crate::article::Article;
use crate::attribution::Model;
use crate::parallel;
use crate::speakers::{self, ArticleLine, QuoteLine};

/// Print the quotes of articles without an index.
///
/// Files and folders are read as `index` does, `-` is standard input: JSON lines where it begins with `{`, else one text. Quotes come in the order of the input, those of each article as soon as they are found.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid extract news/ --format jsonl")]
pub struct ExtractArgs {
    #[command(flatten)]
    input: InputArgs,
    /// For people, one JSON object a line, a table for spreadsheets, or a table of columns for programs
    #[arg(
        long,
        value_enum,
        default_value = "text",
        hide_possible_values = true,
        value_name = "text|jsonl|csv|parquet"
    )]
    format: ExtractFormat,
    /// Print one line of JSON an article, with its text and all its quotes, for `index --extracted`
    #[arg(long, conflicts_with = "format")]
    articles: bool,
    /// Add who else may be meant, each name with its belief, as `speaker.candidates` (JSON only)
    #[arg(long, conflicts_with = "articles")]
    candidates: bool,
}

/// Runs `whosaid extract`.
pub fn run(args: &ExtractArgs, globals: &Globals) -> anyhow::Result<Status> {
    if !args.input.is_given() {
        bail!("extract needs files or folders, or - for standard input: whosaid extract news/");
    }
    if args.candidates && args.format != ExtractFormat::Jsonl {
        bail!("--candidates are printed as JSON: add --format jsonl");
    }
    let inputs = args.input.inputs()?;
    let model = globals.model()?;
    let format = if args.articles { ExtractFormat::Articles } else { args.format };
    let mut printer = Printer::new(format, args.input.skipped(globals.notices())?)?;
    let print = |done| match printer.take(done) {
        Ok(()) => Ok::<(), Infallible>(()),
        // Not returned: the thread that reads may wait for input that nobody needs any more.
        Err(error) => exit::now(error),
    };
    let threads = globals.thread_count();
    let with_candidates = args.articles || args.candidates;
    let work = |job: Job| job.articles(inputs.limits, |article, path| extract(article, path, &model, with_candidates));
    let Ok(()) = parallel::ordered(threads, BYTES_UNDER_WAY, |give| inputs.give(give), work, print);
    printer.finish()?;
    Ok(Status::Done)
}

/// Takes the quotes from an article.
fn extract(article: Article, path: Option<&str>, model: &Model, with_candidates: bool) -> Extracted {
    let found = speakers::extract(&article, model);
    let mut quotes = speakers::lines(&article, &found, path);
    if !with_candidates {
        quotes = quotes.into_iter().map(QuoteLine::without_candidates).collect();
    }
    Extracted {
        line: ArticleLine::new(&article, path),
        quotes,
        speaker_keys: found.into_iter().map(|quote| quote.speaker.key).collect(),
        model: model.name().to_owned(),
        text: article.text,
    }
}
