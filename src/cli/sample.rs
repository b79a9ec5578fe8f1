//! `whosaid sample`: a sheet to code by hand.

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use super::exit::Status;
use super::extract_input::{BYTES_UNDER_WAY, InputArgs, Job};
use super::globals::Globals;
use super::numbers::{self, at_least_one, counted};
use super::output_file::OutputFile;
use super::sheet::{self, Line};
use crate::article::Article;
use crate::attribution::Model;
use crate::evaluation::{self, Sample, Unit, What};
use crate::index::StoredArticle;
use crate::parallel;
use crate::speakers::{self, ArticleLine};

/// Draw a sheet of quotes, and of sentences in which none was found, to code by hand.
///
/// The sheet is CSV for a spreadsheet: fill in the empty columns, save it, and `whosaid evaluate --sheet FILE` tells how good
/// all quotes of the archive are. It is drawn from the index, or from the articles of PATH.
///
/// Of a quote, is_quote (y, n): does somebody say this here? If so, words_right (y, n): are these all of the words and no
/// others? name_right (y, n, unclear): is this who says it? It is unclear where the article does not tell. Of a passage,
/// missed_spoken and missed_indirect (0, 1, 2, …): how many quotations begin in it, with words in quotation marks and
/// without. `note` is yours. The context has the words between [[ and ]], and the paragraph with the full name.
///
/// Rows are drawn at random from strata (of quotes: kind, confidence, what the name rests on; of passages: quotation
/// marks, a quote in the paragraph), each in proportion to the square root of its size; stands_for says how much of the
/// archive a row stands for. Confidences are not shown, since they would sway the coder. Quotes come first, then
/// passages, each in random order, so that you may stop in the middle of either. The same archive, size and seed give the
/// same sheet.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid sample --size 200 --output sheet.csv")]
pub struct SampleArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Rows of the sheet: two thirds quotes, one third passages
    #[arg(long, value_name = "N", value_parser = at_least_one, default_value = "200")]
    size: NonZeroUsize,
    /// Another seed draws another sheet
    #[arg(long, value_name = "S", value_parser = numbers::whole::<u64>, default_value_t = 1)]
    seed: u64,
    /// Write to a file; it appears, or is replaced, when all of it is written
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// One part of this many of the rows are passages.
const PASSAGES_PER_ROWS: usize = 3;
/// What an article of the index counts for while it is under way, in bytes; few are longer.
const BYTES_OF_AN_ARTICLE: usize = 64 << 10;

/// Runs `whosaid sample`.
pub fn run(args: &SampleArgs, globals: &Globals) -> anyhow::Result<Status> {
    let size = args.size.get();
    let mut samples = Samples { quotes: Sample::new(size), passages: Sample::new(size) };
    if !args.input.is_given() {
        args.input.refuse_without_paths()?;
        samples.offer_index(args.seed, globals)?;
    } else {
        samples.offer_files(&args.input, args.seed, globals)?;
    }
    // What one sort lacks the other may fill.
    let passages = samples.passages.available().min((size / PASSAGES_PER_ROWS).max(size - samples.quotes.available()));
    let mut lines = samples.quotes.draw(size - passages);
    let quotes = lines.len();
    lines.extend(samples.passages.draw(passages));
    let rows = lines.len();

    let (mut screen, file) = OutputFile::or_stdout(args.output.as_deref())?;
    sheet::print(&mut screen, lines)?;
    screen.flush()?;
    if let (Some(file), Some(path)) = (file, &args.output) {
        file.publish()?;
        let parts = format!("{} and {}", counted(quotes as u64, "quote"), counted(passages as u64, "passage"));
        let path = path.display();
        globals.notices().say(&format!("{parts} written to {path}; when coded: whosaid evaluate --sheet {path}"));
    }
    if rows == 0 {
        globals.notices().say("there is nothing to draw from: no article holds a sentence");
        return Ok(Status::NothingFound);
    }
    Ok(Status::Done)
}

/// The two sorts of rows.
struct Samples {
    quotes: Sample<Line>,
    passages: Sample<Line>,
}

impl Samples {
    /// Offers every article of the index.
    fn offer_index(&mut self, seed: u64, globals: &Globals) -> anyhow::Result<()> {
        let reader = globals.reader()?;
        let places = reader.article_places()?;
        parallel::ordered(
            globals.thread_count(),
            BYTES_UNDER_WAY,
            |give| {
                for place in places {
                    if !give(place, BYTES_OF_AN_ARTICLE) {
                        return;
                    }
                }
            },
            |place| reader.article_at(place).map(|article| with_units(article, seed)),
            |done| {
                let (article, units) = done?;
                self.offer(&article, units);
                anyhow::Ok(())
            },
        )
    }

    /// Offers every article of some files.
    fn offer_files(&mut self, input: &InputArgs, seed: u64, globals: &Globals) -> anyhow::Result<()> {
        let model = globals.model()?;
        let inputs = input.inputs()?;
        let mut skipped = input.skipped(globals.notices())?;
        let work =
            |job: Job| job.articles(inputs.limits, |article, path| with_units(stored(article, path, &model), seed));
        let Ok(()) = parallel::ordered(
            globals.thread_count(),
            BYTES_UNDER_WAY,
            |give| inputs.give(give),
            work,
            |done| {
                for one in done {
                    match one {
                        Ok((article, units)) => self.offer(&article, units),
                        Err(problem) => skipped.add(&problem),
                    }
                }
                Ok::<(), Infallible>(())
            },
        );
        skipped.finish()
    }

    /// Offers what can be judged of one article.
    fn offer(&mut self, article: &StoredArticle, units: Vec<Unit>) {
        let place = article.article.path.as_deref().unwrap_or(&article.article.id);
        for Unit { id, stratum, hash, what } in units {
            match what {
                What::Quote(number) => {
                    let line = || Line::of_quote(article, &article.quotes[number]);
                    self.quotes.offer(stratum, hash, place, line);
                }
                What::Passage(span, paragraph) => {
                    let line = || Line::of_passage(article, &id, span, paragraph);
                    self.passages.offer(stratum, hash, place, line);
                }
            }
        }
    }
}

/// An article with what can be judged of it.
fn with_units(article: StoredArticle, seed: u64) -> (StoredArticle, Vec<Unit>) {
    let units = evaluation::units(&article.article.id, &article.text, &article.quotes, seed);
    (article, units)
}

/// An article as an index would keep it.
fn stored(article: Article, path: Option<&str>, model: &Model) -> StoredArticle {
    let quotes = speakers::lines(&article, &speakers::extract(&article, model), path);
    StoredArticle { root: 0, article: ArticleLine::new(&article, path), text: article.text, quotes }
}
