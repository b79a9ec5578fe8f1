//! `whosaid search`: finds quotes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::also_in::also_in;
use super::block::{Block, MARGIN};
use super::exit::Status;
use super::facets;
use super::filters::{self, Filters, Words};
use super::format::{Format, FormatFlag};
use super::globals::Globals;
use super::numbers::{self, counted, grouped};
use super::rows;
use super::screen::Screen;
use super::short_ids;
use super::state::State;
use super::styled::{DIM, Styled};
use super::who;
use crate::index::{Facet, Order, Reader};
use crate::search::{Asked, DEFAULT_LIMIT, Found, Request, Results, count, search_several};

/// Find quotes by what was said, by whom, when, where and how.
///
/// Words are joined by AND and match in every form; OR, NOT (or a leading -) and parentheses combine them. Words in
/// double quotes match as written, "tax rise"~5 near each other, milit* by the beginning, word~1 with a spelling mistake.
/// Your shell wants single quotes around all that: '"tax rise" -ferry'. Without WORDS every quote that the flags leave
/// is listed, newest first. Of more than 8,192 characters of words, or of any other option, the rest is left out.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid search ferry --speaker okafor --since 2019 --act denies")]
pub struct SearchArgs {
    #[command(flatten)]
    words: Words,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    format: FormatFlag,
}

/// Which of the quotes found are shown, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "What is shown")]
struct Shown {
    /// Order: relevance (the default where there are words) or date, newest first
    #[arg(long, value_enum, hide_possible_values = true, value_name = "relevance|date")]
    sort: Option<Sort>,
    /// Quotes to show; 0 for all
    #[arg(long, value_name = "N", value_parser = numbers::whole::<usize>, default_value_t = DEFAULT_LIMIT)]
    limit: usize,
    /// Quotes to pass over before those
    #[arg(long, value_name = "N", value_parser = numbers::whole::<usize>, default_value_t = 0)]
    offset: usize,
    /// Count all quotes found by speaker, source, kind, act, year or a column of the table of people; several joined by commas
    #[arg(long, value_name = "FACETS", value_delimiter = ',', value_parser = filters::facet)]
    facets: Vec<Facet>,
    /// Count the quotes of reprinted articles once
    #[arg(long, requires = "facets")]
    once: bool,
    /// Show each copy of a statement as a hit of its own; else all are one, the earliest, and the others are counted under it
    #[arg(long)]
    no_group: bool,
    /// Show the paragraphs of each quote and so many before and after them
    #[arg(long, value_name = "N", value_parser = numbers::whole::<usize>)]
    context: Option<usize>,
    /// Compare each quote shown with the text that the index keeps; an error where it does not stand there
    #[arg(long, conflicts_with = "count")]
    verify: bool,
    /// Print how many quotes there are and nothing else
    #[arg(long, conflicts_with = "facets")]
    count: bool,
    /// Show only what came in since this file was last named here, all of it, and note in the file how far that was
    #[arg(long, value_name = "STATEFILE", conflicts_with_all = ["limit", "offset"])]
    new: Option<PathBuf>,
}

/// `--sort`.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Sort {
    /// Best first.
    Relevance,
    /// Newest first.
    Date,
}

impl SearchArgs {
    /// What is asked for.
    fn request(&self) -> Request {
        Request {
            words: self.words.words.clone(),
            sort: self.shown.sort.map(|sort| match sort {
                Sort::Relevance => Order::Relevance,
                Sort::Date => Order::Date,
            }),
            limit: if self.shown.new.is_some() { 0 } else { self.shown.limit },
            offset: self.shown.offset,
            facets: self.shown.facets.clone(),
            facet_values: if self.format.format == Format::Text { facets::MOST_VALUES } else { 0 },
            group: !self.shown.no_group,
            once: self.shown.once,
            ..self.filters.request()
        }
    }
}

/// Runs `whosaid search`.
pub fn run(args: &SearchArgs, globals: &Globals) -> anyhow::Result<Status> {
    let format = args.format.format;
    if format == Format::Csv && !args.shown.facets.is_empty() {
        anyhow::bail!("--facets has no place in a table of quotes: leave it out, or use --format jsonl");
    }
    let request = filters::limited(args.request(), globals.notices());
    let indexes = globals.readers()?;
    let mut state = args.shown.new.as_deref().map(State::read).transpose()?;
    let mut requests = Vec::with_capacity(indexes.len());
    for (name, reader) in &indexes {
        let mut of_index = request.clone();
        if let Some(state) = &mut state {
            let (commit, said) = state.since(name, reader)?;
            globals.notices().say_some(said);
            of_index.after_commit = commit;
        }
        requests.push(of_index);
    }
    let asked: Vec<Asked> =
        indexes.iter().zip(&requests).map(|((name, reader), request)| Asked { name, reader, request }).collect();
    let mut screen = Screen::stdout();
    let mut total = 0;
    if args.shown.count {
        for Asked { reader, request, .. } in &asked {
            total += count(reader, request)?;
        }
        screen.raw(format!("{total}\n").as_bytes())?;
    } else {
        let results = search_several(&asked)?;
        total = results.total;
        let readers: Vec<&Reader> = indexes.iter().map(|(_, reader)| reader).collect();
        if args.shown.verify {
            for hit in &results.hits {
                readers[hit.place].verify(hit.root, &hit.quote)?;
            }
        }
        match format {
            Format::Text => print_text(&mut screen, &readers, &request, &results, args.shown.context)?,
            Format::Jsonl => print_jsonl(&mut screen, &request, &results)?,
            Format::Csv => print_csv(&mut screen, &results)?,
        }
    }
    screen.flush()?;
    for Asked { reader, request, .. } in &asked {
        who::say(reader, request, total, globals.notices())?;
    }
    if let Some(state) = state {
        state.write()?;
    }
    Ok(if total == 0 { Status::NothingFound } else { Status::Done })
}

/// Prints quotes as blocks, then the counts, then how many there are.
fn print_text(
    screen: &mut Screen,
    readers: &[&Reader],
    request: &Request,
    results: &Results,
    context: Option<usize>,
) -> anyhow::Result<()> {
    print_blocks(screen, readers, &results.hits, context)?;
    for counts in &results.facets {
        screen.lines(&facets::lines(counts, screen.width()))?;
        screen.blank()?;
    }
    Ok(screen.paragraph(&Styled::of(&last_line(request, results), DIM))?)
}

/// Prints quotes as blocks, an empty line after each; `readers` are the indexes that were searched.
pub fn print_blocks(
    screen: &mut Screen,
    readers: &[&Reader],
    hits: &[Found],
    context: Option<usize>,
) -> anyhow::Result<()> {
    let mut id_digits = 0;
    for (place, reader) in readers.iter().enumerate() {
        let ids = hits.iter().filter(|hit| hit.place == place).map(|hit| hit.quote.id.as_str());
        id_digits = id_digits.max(short_ids::digits(reader, ids)?);
    }
    for hit in hits {
        let block = Block { quote: &hit.quote, highlights: &hit.highlights, id_digits, with_article: true };
        screen.lines(&block.lines(screen.width()))?;
        if let Some(line) = also_in(hit) {
            screen.lines(&line.wrap(screen.width(), MARGIN, MARGIN))?;
        }
        if let Some(index) = &hit.index {
            screen.paragraph(&Styled::of(&format!("  index {index}"), DIM))?;
        }
        if let Some(paragraphs) = context {
            super::context::print(screen, readers[hit.place], hit, paragraphs)?;
        }
        screen.blank()?;
    }
    Ok(())
}

/// How many quotes there are, which of them are shown, and how to see more.
fn last_line(request: &Request, results: &Results) -> String {
    let total = results.total as u64;
    let shown = results.hits.len();
    if total == 0 {
        return "Nothing found. Fewer words, --about or fewer filters find more.".to_string();
    }
    let found = format!("{} found", counted(total, "quote"));
    if shown == 0 {
        return format!("{found}; none after --offset {}.", request.offset);
    }
    if shown == results.total {
        return format!("{found}.");
    }
    let first = grouped(request.offset as u64 + 1);
    let last = request.offset + shown;
    let shown = format!("{first} to {} shown", grouped(last as u64));
    if last == results.total {
        return format!("{found}, {shown}.");
    }
    format!("{found}, {shown}. More: --offset {last}; all: --limit 0.")
}

/// Prints one line of JSON a quote, and the counts last.
fn print_jsonl(screen: &mut Screen, request: &Request, results: &Results) -> anyhow::Result<()> {
    for hit in &results.hits {
        screen.json(hit)?;
    }
    if !request.facets.is_empty() {
        screen.json(&results.facets_line())?;
    }
    Ok(())
}

/// Prints one row a quote.
fn print_csv(screen: &mut Screen, results: &Results) -> anyhow::Result<()> {
    rows::print_head(screen, &rows::QUOTE_COLUMNS)?;
    for hit in &results.hits {
        rows::print_quote(screen, &hit.quote)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::block::tests::quote;
    use super::*;
    use crate::attribution::Kind;

    fn last(total: usize, shown: usize, offset: usize) -> String {
        let found = Found::of(quote(Kind::Direct, "“Yes.”"));
        let results = Results { total, hits: vec![found; shown], facets: Vec::new() };
        last_line(&Request { offset, ..Request::default() }, &results)
    }

    #[test]
    fn the_last_line_says_how_to_see_more() {
        assert_eq!(last(1, 1, 0), "1 quote found.");
        assert_eq!(last(1_240, 10, 0), "1,240 quotes found, 1 to 10 shown. More: --offset 10; all: --limit 0.");
        assert_eq!(last(13, 3, 10), "13 quotes found, 11 to 13 shown.");
        assert_eq!(last(13, 0, 20), "13 quotes found; none after --offset 20.");
    }
}
