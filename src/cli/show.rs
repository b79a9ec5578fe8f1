//! `whosaid show`: one quote in its article, or an article with all its quotes.

use clap::Args;
use serde::Serialize;

use super::article_page;
use super::block::{Block, ID_DIGITS, digits_to_tell_apart, short_id, speaker};
use super::cite::{Citation, Style, csl_json};
use super::context;
use super::exit::Status;
use super::format::{PlainFormat, PlainFormatFlag};
use super::globals::Globals;
use super::notices::Notices;
use super::numbers::{self, counted};
use super::places::Places;
use super::screen::Screen;
use super::styled::{DIM, PLAIN, Styled};
use super::table::{Align, Table};
use super::why::{alternatives, why};
use crate::index::{CorrectionEntry, Hit, Reader, Retired, StoredArticle};
use crate::search::IndexLine;
use crate::speakers::{ArticleLine, QuoteLine};

/// Show one quote in its article, and why it has this speaker; or an article with all its quotes.
///
/// Any beginning of a quote's id will do that no other quote's id has.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid show 7f0a1b2c")]
pub struct ShowArgs {
    /// Id of a quote, or its first digits; or id of an article
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    id: String,
    /// Paragraphs to show before and after the quote's own
    #[arg(long, value_name = "N", value_parser = numbers::whole::<usize>, default_value_t = 1)]
    context: usize,
    #[command(flatten)]
    format: PlainFormatFlag,
    /// Print it as it is cited, with its source
    #[arg(
        long,
        value_enum,
        conflicts_with = "format",
        hide_possible_values = true,
        value_name = "text|markdown|bibtex|csl-json"
    )]
    cite: Option<Style>,
}

/// Digits of a whole quote id.
const WHOLE_ID: usize = 24;
/// Most quotes that are listed where an id's beginning is not enough.
const MOST_CANDIDATES: usize = 20;

/// What an id names.
enum Named {
    /// One quote, in each root that has it.
    Quote(Vec<Hit>),
    /// Several quotes whose ids begin so.
    Several(Vec<Hit>),
    /// One article, in each root that has it.
    Article(Vec<StoredArticle>),
    /// Quotes that an edit or another model retired.
    Retired(Vec<Retired>),
    /// Nothing.
    Nothing,
}

/// Runs `whosaid show`.
pub fn run(args: &ShowArgs, globals: &Globals) -> anyhow::Result<Status> {
    let reader = globals.reader()?;
    let notices = globals.notices();
    let mut screen = Screen::stdout();
    let format = args.format.format;
    let status = match named(&reader, args.id.trim())? {
        Named::Quote(hits) if args.cite.is_some() => {
            let citations: Vec<Citation> = hits.iter().map(|hit| Citation::of_quote(&hit.quote)).collect();
            print_citations(&mut screen, &citations, args.cite)?
        }
        Named::Article(articles) if args.cite.is_some() => {
            let cited = |stored: &StoredArticle| stored.article.clone();
            let articles: Vec<ArticleLine> = articles.iter().map(cited).collect();
            let citations: Vec<Citation> = articles.iter().map(|article| Citation { quote: None, article }).collect();
            print_citations(&mut screen, &citations, args.cite)?
        }
        Named::Quote(hits) => print_quotes(&mut screen, &reader, &hits, args.context, format)?,
        Named::Several(hits) => print_candidates(&mut screen, &args.id, &hits, format)?,
        Named::Article(articles) => print_articles(&mut screen, &articles, format)?,
        Named::Retired(retired) => print_retired(&mut screen, &reader, &retired, format, notices)?,
        Named::Nothing => {
            super::notices::to_stderr(&format!("whosaid: {}", why_nothing(&reader, args.id.trim())?));
            Status::NothingFound
        }
    };
    screen.flush()?;
    Ok(status)
}

/// A whole quote id comes before an article's, and that before the beginning of a quote's.
fn named(reader: &Reader, id: &str) -> anyhow::Result<Named> {
    let prefix = id.to_ascii_lowercase();
    let is_hex = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex && prefix.len() == WHOLE_ID {
        let hits = reader.quotes_by_id(&prefix, usize::from(u16::MAX))?;
        if !hits.is_empty() {
            return Ok(Named::Quote(hits));
        }
    }
    let articles = reader.articles(id)?;
    if !articles.is_empty() {
        return Ok(Named::Article(articles));
    }
    if !is_hex {
        let articles = reader.articles_at(id)?;
        return Ok(if articles.is_empty() { Named::Nothing } else { Named::Article(articles) });
    }
    let hits = reader.quotes_by_id(&prefix, MOST_CANDIDATES + 1)?;
    let Some(first) = hits.first() else {
        let retired = reader.retired(&prefix)?;
        return Ok(if retired.is_empty() { Named::Nothing } else { Named::Retired(retired) });
    };
    if hits.iter().all(|hit| hit.quote.id == first.quote.id) {
        return Ok(Named::Quote(hits));
    }
    Ok(Named::Several(hits))
}

/// Why nothing goes by this id, as far as the user's own doing explains it.
fn why_nothing(reader: &Reader, id: &str) -> anyhow::Result<String> {
    if let Some(removed) = reader.removals()?.into_iter().rev().find(|row| row.article.as_deref() == Some(id)) {
        let (by, day) = (removed.by, removed.at.strftime("%Y-%m-%d"));
        return Ok(format!("{id} was removed by {by} on {day} ({}); `whosaid remove --list` shows it", removed.reason));
    }
    let is_hidden = |entry: &CorrectionEntry| {
        let correction = &entry.correction;
        correction.says.not_a_quote
            && std::iter::once(&correction.id).chain(&entry.fits).any(|known| known.starts_with(id))
    };
    if reader.corrections()?.iter().any(is_hidden) {
        return Ok(format!("{id} is not a quote, as you said: `whosaid correct --undo {id}` takes that back"));
    }
    Ok(format!("no quote's id begins with {id} and no article has the id {id}; `whosaid search` lists ids"))
}

/// Prints one quote, once for each root that has it.
fn print_quotes(
    screen: &mut Screen,
    reader: &Reader,
    hits: &[Hit],
    around: usize,
    format: PlainFormat,
) -> anyhow::Result<Status> {
    for (place, hit) in hits.iter().enumerate() {
        if format == PlainFormat::Jsonl {
            screen.json(&IndexLine::with_candidates(hit.quote.clone()))?;
            continue;
        }
        if place > 0 {
            screen.blank()?;
        }
        print_quote(screen, reader, hit, around)?;
    }
    Ok(Status::Done)
}

/// Prints citations, once for each root that has what is cited.
fn print_citations(screen: &mut Screen, citations: &[Citation], style: Option<Style>) -> anyhow::Result<Status> {
    match style {
        Some(Style::CslJson) => screen.raw(format!("{}\n", csl_json(citations)).as_bytes())?,
        Some(style) => {
            for (place, citation) in citations.iter().enumerate() {
                if place > 0 {
                    screen.blank()?;
                }
                screen.raw(citation.in_style(style).as_bytes())?;
            }
        }
        None => {}
    }
    Ok(Status::Done)
}

/// Prints a quote, its paragraphs, and what is known of it.
fn print_quote(screen: &mut Screen, reader: &Reader, hit: &Hit, around: usize) -> anyhow::Result<()> {
    let quote = &hit.quote;
    let block = Block { quote, highlights: &[], id_digits: ID_DIGITS, with_article: true };
    screen.lines(&block.lines(screen.width()))?;
    let Some(article) = reader.article(hit.root, &quote.article.id)? else { return Ok(()) };
    screen.blank()?;
    screen.lines(&context::lines(&article, quote, around, screen.width(), screen.color()))?;
    screen.blank()?;
    let mut facts = vec![
        ("speaker", why(quote, &Places::new(&article.text))),
        ("quote", format!("{}; {}; {:.2}", quote.kind.name(), quote.act.name(), quote.confidence)),
        ("id", quote.id.clone()),
        ("article", quote.article.id.clone()),
    ];
    if let Some(others) = alternatives(quote) {
        facts.insert(1, ("or", others));
    }
    facts.extend(quote.article.author.clone().map(|author| ("author", author)));
    facts.extend(quote.article.url.clone().map(|url| ("address", url)));
    facts.extend(quote.within.clone().map(|outer| ("inside", outer)));
    for (name, fact) in facts {
        screen.lines(&fact_lines(name, &fact, screen.width()))?;
    }
    Ok(())
}

/// A name and a fact beside it.
fn fact_lines(name: &str, fact: &str, width: usize) -> Vec<Styled> {
    const FACTS_AT: usize = 11;
    let mut line = Styled::of(name, DIM);
    line.push_blanks(FACTS_AT - 2 - name.len());
    line.push(fact, PLAIN);
    line.wrap(width, 2, FACTS_AT)
}

/// Lists the quotes whose ids begin so.
fn print_candidates(screen: &mut Screen, id: &str, hits: &[Hit], format: PlainFormat) -> anyhow::Result<Status> {
    let more = hits.len() > MOST_CANDIDATES;
    let hits = &hits[..hits.len().min(MOST_CANDIDATES)];
    let digits = digits_to_tell_apart(hits.iter().map(|hit| hit.quote.id.as_str()));
    let mut table = Table::new(&[Align::Left, Align::Left, Align::Left]);
    for hit in hits {
        if format == PlainFormat::Jsonl {
            screen.json(&IndexLine::new(hit.quote.clone()))?;
            continue;
        }
        table.row(vec![
            Styled::of(short_id(&hit.quote.id, digits), PLAIN),
            speaker(&hit.quote.speaker),
            Styled::of(&hit.quote.quote, PLAIN),
        ]);
    }
    screen.lines(&table.lines(screen.width(), 0))?;
    screen.flush()?;
    let several =
        if more { format!("more than {MOST_CANDIDATES} quotes") } else { counted(hits.len() as u64, "quote") };
    super::notices::to_stderr(&format!("whosaid: {id} is the beginning of the ids of {several}: give more digits"));
    Ok(Status::NothingFound)
}

/// Prints an article with its quotes, once for each root that has it.
fn print_articles(screen: &mut Screen, articles: &[StoredArticle], format: PlainFormat) -> anyhow::Result<Status> {
    for (place, article) in articles.iter().enumerate() {
        if format == PlainFormat::Jsonl {
            screen.json(&ArticlePageLine::new(article))?;
            continue;
        }
        if place > 0 {
            screen.blank()?;
        }
        screen.lines(&article_page::lines(article, None, screen.width(), screen.color()))?;
    }
    Ok(Status::Done)
}

/// Leads from retired ids to the places where their quotes stood.
fn print_retired(
    screen: &mut Screen,
    reader: &Reader,
    retired: &[Retired],
    format: PlainFormat,
    notices: Notices,
) -> anyhow::Result<Status> {
    let mut status = Status::NothingFound;
    for old in retired {
        let place = format!("{} ¶{}", old.article, old.paragraph);
        let line = format!("{} was retired by an edit or another model; the quote stood in {place}", old.id);
        let Some(article) = reader.article(old.root, &old.article)? else {
            super::notices::to_stderr(&format!("whosaid: {line}, which is gone"));
            continue;
        };
        status = Status::Done;
        if format == PlainFormat::Jsonl {
            notices.say(&line);
            screen.json(&ArticlePageLine::new(&article))?;
        } else {
            screen.paragraph(&Styled::of(&format!("{line}:"), DIM))?;
            screen.blank()?;
            let lines = article_page::lines(&article, Some(old.paragraph), screen.width(), screen.color());
            screen.lines(&lines)?;
        }
    }
    Ok(status)
}

/// An article with its text and quotes as one line of JSON.
#[derive(Serialize)]
pub struct ArticlePageLine<'a> {
    article: ArticleWithText<'a>,
    quotes: Vec<IndexLine>,
}

/// An article and its text.
#[derive(Serialize)]
struct ArticleWithText<'a> {
    #[serde(flatten)]
    article: &'a ArticleLine,
    text: &'a str,
}

impl<'a> ArticlePageLine<'a> {
    /// Of an article that was just read.
    pub fn extracted(article: &'a ArticleLine, text: &'a str, quotes: &[QuoteLine]) -> ArticlePageLine<'a> {
        let quotes = quotes.iter().cloned().map(IndexLine::with_candidates).collect();
        ArticlePageLine { article: ArticleWithText { article, text }, quotes }
    }

    fn new(stored: &'a StoredArticle) -> ArticlePageLine<'a> {
        ArticlePageLine {
            article: ArticleWithText { article: &stored.article, text: &stored.text },
            quotes: stored.quotes.iter().cloned().map(IndexLine::with_candidates).collect(),
        }
    }
}
