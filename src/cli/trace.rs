//! `whosaid trace`: did anybody say this?

use clap::Args;

use super::also_in::also_in;
use super::block::{Block, MARGIN};
use super::exit::Status;
use super::filters::Filters;
use super::format::{PlainFormat, PlainFormatFlag};
use super::globals::Globals;
use super::numbers::{self, counted};
use super::screen::Screen;
use super::short_ids;
use super::styled::{DIM, MATCH, PLAIN, Styled};
use super::who;
use crate::index::Reader;
use crate::search::{self, DEFAULT_LIMIT, Difference, Request, Trace, Verdict};

/// Find out whether anybody said this: in these words, in words like them, under another name, or only in a report.
///
/// Marks, spelling and short forms (it's, it is) do not matter. Words like them hold at least seven of ten of yours, in order;
/// where they differ is listed. The quotes come earliest first, copies of one statement as one. What is not in the archive may
/// have been said all the same.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid trace \"a road that happens to be wet\" --speaker okafor")]
pub struct TraceArgs {
    /// The words, as one text
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    filters: Filters,
    /// Quotes to show; 0 for all
    #[arg(long, value_name = "N", value_parser = numbers::whole::<usize>, default_value_t = DEFAULT_LIMIT)]
    limit: usize,
    #[command(flatten)]
    format: PlainFormatFlag,
}

/// Runs `whosaid trace`.
pub fn run(args: &TraceArgs, globals: &Globals) -> anyhow::Result<Status> {
    let request = Request { limit: args.limit, ..args.filters.request() };
    let reader = globals.reader()?;
    let trace = search::trace(&reader, &args.words.join(" "), &request)?;
    let mut screen = Screen::stdout();
    match args.format.format {
        PlainFormat::Text => print_text(&mut screen, &reader, &trace, &request)?,
        PlainFormat::Jsonl => screen.json(&trace)?,
    }
    screen.flush()?;
    let is_absent = trace.verdict == Verdict::Absent;
    who::say(&reader, &request, if is_absent { 0 } else { trace.total }, globals.notices())?;
    Ok(if is_absent { Status::NothingFound } else { Status::Done })
}

/// Prints the verdict, then each quote with where it differs.
fn print_text(screen: &mut Screen, reader: &Reader, trace: &Trace, request: &Request) -> anyhow::Result<()> {
    let found = trace.total;
    let (name, meaning) = verdict(trace.verdict, found, request);
    screen.paragraph(&Styled::of(name, MATCH).with(&format!(": {meaning}"), PLAIN))?;
    let id_digits = short_ids::digits(reader, trace.quotes.iter().map(|quote| quote.found.quote.id.as_str()))?;
    for quote in &trace.quotes {
        screen.blank()?;
        let hit = &quote.found;
        let block = Block { quote: &hit.quote, highlights: &hit.highlights, id_digits, with_article: true };
        screen.lines(&block.lines(screen.width()))?;
        for line in also_in(hit).into_iter().chain(differences(&quote.differences)) {
            screen.lines(&line.wrap(screen.width(), MARGIN, MARGIN))?;
        }
    }
    if trace.quotes.len() < found {
        screen.blank()?;
        let all = format!("{} found, {} shown. All: --limit 0.", counted(found as u64, "quote"), trace.quotes.len());
        screen.paragraph(&Styled::of(&all, DIM))?;
    }
    Ok(())
}

/// A verdict in a word and in a sentence.
fn verdict(verdict: Verdict, found: usize, request: &Request) -> (&'static str, String) {
    let quotes = counted(found as u64, "quote");
    let who = request.speakers.join(" or ");
    match verdict {
        Verdict::Exact => ("exact", format!("these words stand in quotation marks in {quotes} of this archive.")),
        Verdict::Altered => {
            ("altered", format!("not these words, but words like them stand in {quotes} of this archive."))
        }
        Verdict::OtherSpeaker => {
            ("other speaker", format!("not by {who} in this archive; {quotes} of others are like it."))
        }
        Verdict::Reported => {
            ("reported", format!("only reported, not wholly in quotation marks, in {quotes} of this archive."))
        }
        Verdict::Absent if found == 0 => {
            ("absent", "not in this archive, nor anything like it. It may have been said all the same.".to_owned())
        }
        Verdict::Absent => {
            ("absent", "not in this archive. It may have been said all the same. The nearest:".to_owned())
        }
    }
}

/// `differs: 40 for 50 · not added · at dawn missing`
fn differences(differences: &[Difference]) -> Option<Styled> {
    if differences.is_empty() {
        return None;
    }
    let mut line = Styled::of("differs: ", DIM);
    for (place, Difference { asked, printed }) in differences.iter().enumerate() {
        if place > 0 {
            line.push(" · ", DIM);
        }
        let (words, how) = match (asked.is_empty(), printed.is_empty()) {
            (false, false) => (printed, format!(" for {asked}")),
            (true, _) => (printed, " added".to_owned()),
            (_, true) => (asked, " missing".to_owned()),
        };
        line.push(words, MATCH);
        line.push(&how, DIM);
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_in_one_line() {
        let pair = |asked: &str, printed: &str| Difference { asked: asked.to_owned(), printed: printed.to_owned() };
        let line = differences(&[pair("50", "40"), pair("", "not"), pair("at dawn", "")]).unwrap();
        assert_eq!(line.plain(), "differs: 40 for 50 · not added · at dawn missing");
        assert_eq!(differences(&[]), None);
    }
}
