//! `whosaid evaluate`: accuracy on annotated articles, or by a sheet that was coded by hand.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::evaluate_sheet;
use super::exit::Status;
use super::format::{PlainFormat, PlainFormatFlag};
use super::globals::Globals;
use super::notices::{Notices, to_stderr};
use super::numbers::{self, counted, grouped};
use super::screen::Screen;
use super::styled::{DIM, PLAIN, SPEAKER, Styled};
use super::table::{Align, Table};
use crate::article::{Problem, Reason};
use crate::attribution::Model;
use crate::evaluation::{
    self, Confidence, Figure, GoldArticle, Measure, Miss, Predicted, Report, SURE, Scores, Spurious, Why,
};
use crate::parallel;

/// Measure accuracy on annotated articles or by a coded sheet: what was said, and who said it.
///
/// FILE of --sheet is a sheet of `whosaid sample`, coded by hand. Its rows are weighted by what they stand for, so that the
/// figures are estimates for the archive it was drawn from, with 95% intervals. Rows that are not coded are left out.
///
/// GOLD holds one article a line: its fields as for `extract`, and "attributions": [{"id", "source", "cue", "content"}],
/// each a list of spans [start, end) in code points of "text". FILE of --speakers holds one article a line: {"id",
/// "speakers": {ATTRIBUTION: {"name", "kind", "aliases"}}}, of kind person, organization, group, unnamed, document or none.
///
/// A quote fits a gold one where their letters and digits have an intersection of at least half of their union; it is
/// exact where they are the same. Kinds of speech are told from the quotation marks in the text; spoken is direct and
/// mixed together.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid evaluate gold.jsonl --speakers speakers.jsonl --misses 20")]
pub struct EvaluateArgs {
    /// Annotated articles, as JSON lines
    #[arg(value_name = "GOLD")]
    gold: Option<PathBuf>,
    /// A sheet of `whosaid sample` with its empty columns filled in, as CSV
    #[arg(long, value_name = "FILE", conflicts_with_all = ["gold", "speakers", "misses"])]
    sheet: Option<PathBuf>,
    /// Who is meant by each attribution, as JSON lines
    #[arg(long, value_name = "FILE")]
    speakers: Option<PathBuf>,
    /// Show the first N gold quotes missed or given to another speaker, and the first N quotes that fit none
    #[arg(long, value_name = "N", value_parser = numbers::whole::<usize>, default_value_t = 0)]
    misses: usize,
    #[command(flatten)]
    format: PlainFormatFlag,
}

/// Bytes of articles that are worked on at once.
const BYTES_UNDER_WAY: usize = 64 << 20;
/// Blanks before the text of a miss.
const MARGIN: usize = 4;
/// What stands in a cell with nothing to count.
pub(super) const NOTHING: &str = "–";

/// Runs `whosaid evaluate`.
pub fn run(args: &EvaluateArgs, globals: &Globals) -> anyhow::Result<Status> {
    if let Some(sheet) = &args.sheet {
        return evaluate_sheet::run(sheet, args.format.format, globals);
    }
    let Some(gold) = &args.gold else {
        bail!("evaluate needs annotated articles, or a coded sheet: whosaid evaluate --sheet sheet.csv");
    };
    run_gold(gold, args, globals)
}

/// Measures accuracy on the annotated articles of `file`.
fn run_gold(file: &Path, args: &EvaluateArgs, globals: &Globals) -> anyhow::Result<Status> {
    let model = globals.model()?;
    let mut gold = evaluation::read_gold(open(file)?, &file.display().to_string())?;
    if let Some(speakers) = &args.speakers {
        let unknown = evaluation::add_speakers(&mut gold, open(speakers)?, &speakers.display().to_string())?;
        say_unknown(globals.notices(), speakers, file, &unknown);
    }
    let predicted = predict(&gold, &model, globals.thread_count(), file)?;
    let report = evaluation::report(&gold, &predicted, args.speakers.is_some());
    let mut screen = Screen::stdout();
    match args.format.format {
        PlainFormat::Text => print_text(&mut screen, &report, args.misses)?,
        PlainFormat::Jsonl => print_json(&mut screen, &report, args.misses)?,
    }
    screen.flush()?;
    Ok(Status::Done)
}

fn open(path: &Path) -> anyhow::Result<BufReader<File>> {
    let file = File::open(path)
        .with_context(|| format!("{}: can't be opened; give a file of annotated articles", path.display()))?;
    Ok(BufReader::new(file))
}

/// Names articles that the gold lacks.
fn say_unknown(notices: Notices, file: &Path, gold: &Path, unknown: &[String]) {
    let Some(first) = unknown.first() else { return };
    let more = match unknown.len() {
        1 => String::new(),
        several => format!(" and {}", counted(several as u64 - 1, "other")),
    };
    notices.say(&format!("{}: {first}{more} not in {}, passed over", file.display(), gold.display()));
}

/// Finds the quotes of every article; one that the program fails on has none, and is named.
fn predict(gold: &[GoldArticle], model: &Model, threads: usize, file: &Path) -> anyhow::Result<Vec<Vec<Predicted>>> {
    let mut all = Vec::with_capacity(gold.len());
    parallel::ordered(
        threads,
        BYTES_UNDER_WAY,
        |send| {
            for article in gold {
                if !send(&article.article, article.article.text.len()) {
                    return;
                }
            }
        },
        |article| (article, parallel::guarded(|| evaluation::predict(article, model))),
        |(article, quotes)| {
            all.push(quotes.unwrap_or_else(|message| {
                let place = format!("{}, article {}", file.display(), article.id);
                to_stderr(&format!("whosaid: {}", Problem { place, reason: Reason::Panic(message) }));
                Vec::new()
            }));
            anyhow::Ok(())
        },
    )?;
    Ok(all)
}

fn print_text(screen: &mut Screen, report: &Report, misses: usize) -> anyhow::Result<()> {
    let width = screen.width();
    screen.lines(&table(report).lines(width, 0))?;
    screen.blank()?;
    screen.lines(&confidence_table(report).lines(width, 0))?;
    screen.blank()?;
    let last = format!(
        "{}. ± is half of the 95% interval (1,000 draws of articles); --format jsonl has both ends.",
        counted(report.articles as u64, "article")
    );
    screen.paragraph(&Styled::of(&last, DIM))?;
    if misses > 0 {
        let shown = |all: usize| format!("{} of {}", grouped(misses.min(all) as u64), grouped(all as u64));
        screen.blank()?;
        screen.paragraph(&Styled::of(&format!("Gold quotes missed, {}:", shown(report.misses.len())), SPEAKER))?;
        for miss in report.misses.iter().take(misses) {
            screen.lines(&miss_lines(miss, width))?;
        }
        screen.blank()?;
        screen.paragraph(&Styled::of(&format!("Quotes that fit none, {}:", shown(report.spurious.len())), SPEAKER))?;
        for spurious in report.spurious.iter().take(misses) {
            screen.lines(&spurious_lines(spurious, width))?;
        }
    }
    Ok(())
}

/// The main table, a row of the report as a column: so it fits a terminal.
fn table(report: &Report) -> Table {
    let mut aligns = vec![Align::Left];
    aligns.resize(1 + report.rows.len(), Align::Right);
    let mut table = Table::new(&aligns);
    let mut row = |name: &str, cell: &dyn Fn(&Scores) -> String| {
        let mut cells = vec![Styled::of(name, DIM)];
        for scores in &report.rows {
            cells.push(Styled::of(&cell(scores), PLAIN));
        }
        table.row(cells);
    };
    row("", &|scores| scores.row.name().to_owned());
    row("gold quotes", &|scores| grouped(scores.gold));
    row("predicted quotes", &|scores| grouped(scores.predicted));
    let with_speakers = report.rows.iter().any(|scores| scores.named.is_some());
    let mut named_shown = !with_speakers;
    for measure in Measure::EVERY {
        if measure.is_about_speakers() && !named_shown {
            row("with a name", &|scores| scores.named.map(grouped).unwrap_or_default());
            named_shown = true;
        }
        if measure.is_about_speakers() && !with_speakers {
            continue;
        }
        row(measure.title(), &|scores| match measure.applies_to(scores.row) {
            true => figure(scores.get(measure)),
            false => String::new(),
        });
    }
    table
}

/// What confidences are worth.
fn confidence_table(report: &Report) -> Table {
    let mut table = Table::new(&[Align::Left, Align::Right, Align::Right, Align::Right, Align::Right]);
    let sure = format!("above {SURE}");
    let heads = ["confidence", "claims", &format!("right {sure}"), &format!("part {sure}"), "calibration error"];
    table.row(heads.map(|head| Styled::of(head, DIM)).to_vec());
    for confidence in &report.confidences {
        table.row(vec![
            Styled::of(&format!("{}, {}", confidence.of.name(), confidence.row.name()), DIM),
            Styled::of(&grouped(confidence.claims), PLAIN),
            Styled::of(&figure(confidence.sure_right), PLAIN),
            Styled::of(&figure(confidence.sure), PLAIN),
            Styled::of(&figure(confidence.calibration_error), PLAIN),
        ]);
    }
    table
}

/// `0.812 ±.02`.
fn figure(figure: Option<Figure>) -> String {
    let Some(Figure { value, interval }) = figure else { return NOTHING.to_owned() };
    match interval {
        None => format!("{value:.3}"),
        Some([low, high]) => {
            let half = format!("{:.2}", (high - low) / 2.0);
            format!("{value:.3} ±{}", half.trim_start_matches('0'))
        }
    }
}

/// A gold quote that was missed: where, what is wrong, and its text.
fn miss_lines(miss: &Miss, width: usize) -> Vec<Styled> {
    let what = match &miss.why {
        Why::NotFound => "not found".to_owned(),
        Why::Speaker { given: Some(given), meant } => format!("{given}, not {meant}"),
        Why::Speaker { given: None, meant } => format!("nobody, not {meant}"),
    };
    let place = format!("{} {} · {} · ", miss.article, miss.attribution, miss.kind.name());
    two_lines(Styled::of(&place, DIM).with(&what, PLAIN), &miss.text, width)
}

/// A quote that fits no gold one.
fn spurious_lines(spurious: &Spurious, width: usize) -> Vec<Styled> {
    let place = format!("{} · {} · ", spurious.article, spurious.kind.name());
    let speaker = spurious.speaker.as_deref().unwrap_or("nobody");
    two_lines(Styled::of(&place, DIM).with(speaker, PLAIN), &spurious.text, width)
}

fn two_lines(head: Styled, text: &str, width: usize) -> Vec<Styled> {
    let mut second = Styled::new();
    second.push_blanks(MARGIN);
    second.append(Styled::of(text, PLAIN));
    vec![head.fit(width), second.fit(width)]
}

/// Prints the rows, then the confidences, then the misses, each as one object.
fn print_json(screen: &mut Screen, report: &Report, misses: usize) -> anyhow::Result<()> {
    for scores in &report.rows {
        screen.json(&ScoresLine(scores))?;
    }
    for confidence in &report.confidences {
        screen.json(&ConfidenceLine(confidence))?;
    }
    for miss in report.misses.iter().take(misses) {
        screen.json(&MissLine::of_gold(miss))?;
    }
    for spurious in report.spurious.iter().take(misses) {
        screen.json(&MissLine::of_predicted(spurious))?;
    }
    Ok(())
}

/// `{"row": "all", "gold": 12, …, "f1": 0.9, …, "intervals": {"f1": [0.8, 1.0], …}}`: 0 where there is nothing to count, null
/// where the row has no such figure.
struct ScoresLine<'a>(&'a Scores);

impl Serialize for ScoresLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let scores = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("row", scores.row.name())?;
        map.serialize_entry("gold", &scores.gold)?;
        map.serialize_entry("predicted", &scores.predicted)?;
        map.serialize_entry("named", &scores.named)?;
        let mut intervals = Vec::new();
        for measure in Measure::EVERY {
            let figure = scores.get(measure);
            let has = measure.applies_to(scores.row) && (scores.named.is_some() || !measure.is_about_speakers());
            map.serialize_entry(measure.key(), &has.then(|| figure.map_or(0.0, |figure| figure.value)))?;
            intervals.push((measure.key(), figure));
        }
        map.serialize_entry("intervals", &Intervals(&intervals))?;
        map.end()
    }
}

/// `{"confidence": "quotes", "of": "spoken", "claims": 12, "threshold": 0.9, "precision": 0.98, "share": 0.7, …}`.
struct ConfidenceLine<'a>(&'a Confidence);

impl Serialize for ConfidenceLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let confidence = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("confidence", confidence.of.name())?;
        map.serialize_entry("of", confidence.row.name())?;
        map.serialize_entry("claims", &confidence.claims)?;
        map.serialize_entry("threshold", &SURE)?;
        let figures = [
            ("precision", confidence.sure_right),
            ("share", confidence.sure),
            ("calibration_error", confidence.calibration_error),
        ];
        for (key, figure) in figures {
            map.serialize_entry(key, &figure.map(|figure| figure.value))?;
        }
        map.serialize_entry("intervals", &Intervals(&figures))?;
        map.end()
    }
}

/// The intervals of the figures that have one.
pub(super) struct Intervals<'a>(pub(super) &'a [(&'static str, Option<Figure>)]);

impl Serialize for Intervals<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, figure) in self.0 {
            if let Some(interval) = figure.and_then(|figure| figure.interval) {
                map.serialize_entry(key, &interval)?;
            }
        }
        map.end()
    }
}

/// A miss as one line of JSON.
#[derive(Serialize)]
struct MissLine<'a> {
    /// `not found`, `speaker` or `fits none`.
    miss: &'static str,
    article: &'a str,
    attribution: Option<&'a str>,
    kind: &'static str,
    given: Option<&'a str>,
    meant: Option<&'a str>,
    text: &'a str,
}

impl<'a> MissLine<'a> {
    fn of_gold(miss: &'a Miss) -> MissLine<'a> {
        let (name, given, meant) = match &miss.why {
            Why::NotFound => ("not found", None, None),
            Why::Speaker { given, meant } => ("speaker", given.as_deref(), Some(meant.as_str())),
        };
        MissLine {
            miss: name,
            article: &miss.article,
            attribution: Some(&miss.attribution),
            kind: miss.kind.name(),
            given,
            meant,
            text: &miss.text,
        }
    }

    fn of_predicted(spurious: &'a Spurious) -> MissLine<'a> {
        MissLine {
            miss: "fits none",
            article: &spurious.article,
            attribution: None,
            kind: spurious.kind.name(),
            given: spurious.speaker.as_deref(),
            meant: None,
            text: &spurious.text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_stands_beside_its_doubt() {
        let shown = |value, interval| figure(Some(Figure { value, interval }));
        assert_eq!(shown(0.8125, Some([0.79, 0.835])), "0.812 ±.02");
        assert_eq!(shown(0.5, Some([0.0, 1.0])), "0.500 ±.50");
        assert_eq!(shown(1.0, None), "1.000");
        assert_eq!(figure(None), "–");
    }
}
