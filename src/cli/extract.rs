//! `whosaid extract`: the quotes of articles, without an index.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::block::{Block, ID_DIGITS, article_line};
use super::exit::{self, Status};
use super::format::{Format, FormatFlag};
use super::globals::Globals;
use super::notices::{Notices, to_stderr};
use super::numbers::{self, counted, grouped};
use super::rows;
use super::screen::Screen;
use super::styled::{DIM, SPEAKER, Styled};
use crate::article::{self, Article, FileEntry, InputFormat, Limits, Located, Problem, Reason, WalkOptions};
use crate::attribution::Model;
use crate::parallel;
use crate::speakers::{self, ArticleLine, QuoteLine};

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

/// Bytes that a job counts for besides its text.
const BYTES_OF_A_JOB: usize = 1 << 10;

/// Something to take quotes from, with its path as it will be shown.
enum Job {
    /// A file that holds one article, to be read by the thread that works on it.
    File(FileEntry, String),
    /// An article that was read; its place is for problems.
    Article { article: Box<Article>, path: Option<String>, place: String },
    /// What could not be read.
    Skipped(Problem),
}

/// What came of a job: articles with their quotes, and problems.
type Done = Vec<Result<Extracted, Problem>>;

/// An article's quotes.
struct Extracted {
    /// All but its text.
    article: ArticleLine,
    quotes: Vec<QuoteLine>,
}

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

/// Where the jobs come from.
struct Inputs {
    paths: Vec<PathBuf>,
    input: Option<InputFormat>,
    walk: WalkOptions,
    limits: Limits,
}

impl Inputs {
    /// Gives every job, in order, until it is told to stop.
    fn give(&self, give: &dyn Fn(Job, usize) -> bool) {
        for path in &self.paths {
            let goes_on = if path == Path::new("-") { self.give_stdin(give) } else { self.give_path(path, give) };
            if !goes_on {
                return;
            }
        }
    }

    fn give_stdin(&self, give: &dyn Fn(Job, usize) -> bool) -> bool {
        let stdin = BufReader::with_capacity(1 << 16, io::stdin());
        for located in article::read_stdin_like(stdin, self.input, self.limits) {
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
            if holds_one_article(&entry.inner) {
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
    let Located { article, line } = match located {
        Ok(located) => located,
        Err(problem) => return (Job::Skipped(problem), BYTES_OF_A_JOB),
    };
    let bytes = article.text.len() + BYTES_OF_A_JOB;
    let place = format!("{place}:{line}");
    (Job::Article { article: Box::new(article), path: path.map(str::to_string), place }, bytes)
}

/// Whether a file's name says that it holds one article, so that reading it can be left to the thread that works on it.
fn holds_one_article(name: &str) -> bool {
    let lower = name.to_lowercase();
    [".txt", ".md", ".html", ".htm"].iter().any(|extension| lower.ends_with(extension))
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
    let article = ArticleLine {
        id: article.id.clone(),
        title: article.title.clone(),
        date: article.date,
        source: article.source.clone(),
        url: article.url.clone(),
        author: article.author.clone(),
        path: path.map(str::to_string),
    };
    Ok(Extracted { article, quotes })
}

/// Prints what comes, and counts it.
struct Printer {
    screen: Screen,
    format: Format,
    notices: Notices,
    articles: u64,
    quotes: u64,
    skipped: BTreeMap<&'static str, u64>,
}

impl Printer {
    fn new(format: Format, notices: Notices) -> anyhow::Result<Printer> {
        let mut screen = Screen::stdout();
        if format == Format::Csv {
            rows::print_head(&mut screen, &rows::QUOTE_COLUMNS)?;
        }
        Ok(Printer { screen, format, notices, articles: 0, quotes: 0, skipped: BTreeMap::new() })
    }

    /// Prints what came of one job.
    fn take(&mut self, done: Done) -> anyhow::Result<()> {
        for one in done {
            match one {
                Ok(extracted) => self.print(&extracted)?,
                Err(problem) => self.skip(&problem),
            }
            self.screen.flush()?;
        }
        Ok(())
    }

    fn print(&mut self, extracted: &Extracted) -> anyhow::Result<()> {
        self.articles += 1;
        self.quotes += extracted.quotes.len() as u64;
        match self.format {
            Format::Text => self.print_text(extracted)?,
            Format::Jsonl => {
                for quote in &extracted.quotes {
                    self.screen.json(quote)?;
                }
            }
            Format::Csv => {
                for quote in &extracted.quotes {
                    rows::print_quote(&mut self.screen, quote)?;
                }
            }
        }
        Ok(())
    }

    /// Prints an article's head and its quotes as blocks; nothing of an article without any.
    fn print_text(&mut self, extracted: &Extracted) -> io::Result<()> {
        if extracted.quotes.is_empty() {
            return Ok(());
        }
        let article = &extracted.article;
        let nameless = Styled::of("standard input", DIM);
        let title = if article.path.is_none() && article.title.is_none() { nameless } else { article_line(article) };
        self.screen.paragraph(&Styled::of(title.plain(), SPEAKER))?;
        if let Some(path) = article.path.as_deref().filter(|path| title.plain() != *path) {
            self.screen.paragraph(&Styled::of(path, DIM))?;
        }
        self.screen.blank()?;
        for quote in &extracted.quotes {
            let block = Block { quote, highlights: &[], id_digits: ID_DIGITS, with_article: false };
            self.screen.lines(&block.lines(self.screen.width()))?;
            self.screen.blank()?;
        }
        Ok(())
    }

    fn skip(&mut self, problem: &Problem) {
        *self.skipped.entry(problem.reason.label()).or_default() += 1;
        if self.notices.verbose {
            to_stderr(&format!("whosaid: skipped {problem}"));
        }
    }

    /// Says how much there was.
    fn finish(mut self) -> anyhow::Result<()> {
        if self.format == Format::Text {
            let sum = format!("{} in {}.", counted(self.quotes, "quote"), counted(self.articles, "article"));
            self.screen.line(&Styled::of(&sum, DIM))?;
        }
        self.screen.flush()?;
        if self.skipped.is_empty() {
            return Ok(());
        }
        let reasons: Vec<String> =
            self.skipped.iter().map(|(reason, count)| format!("{} {reason}", grouped(*count))).collect();
        let names = if self.notices.verbose { "" } else { " (-v names them)" };
        self.notices.say(&format!("skipped: {}{names}", reasons.join(", ")));
        Ok(())
    }
}
