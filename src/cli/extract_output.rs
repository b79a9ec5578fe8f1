//! What `whosaid extract` prints: quotes as they come, problems counted.

use std::io;

use clap::ValueEnum;
use serde::Serialize;

use super::block::{Block, ID_DIGITS, article_line};
use super::numbers::counted;
use super::parquet_file::ParquetFile;
use super::rows;
use super::screen::Screen;
use super::show::ArticlePageLine;
use super::skipped::Skipped;
use super::styled::{DIM, SPEAKER, Styled};
use crate::article::Problem;
use crate::search::IndexLine;
use crate::speakers::{ArticleLine, QuoteLine};

/// What came of a job: articles with their quotes, and problems.
pub type Done = Vec<Result<Extracted, Problem>>;

/// An article's quotes.
pub struct Extracted {
    /// All of the article but its text.
    pub line: ArticleLine,
    pub text: String,
    /// In order of the text.
    pub quotes: Vec<QuoteLine>,
    /// The key of each quote's speaker.
    pub speaker_keys: Vec<String>,
    /// Name of the model that found them.
    pub model: String,
}

/// How `extract` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExtractFormat {
    /// For people.
    Text,
    /// One JSON object a quote.
    Jsonl,
    /// A table for spreadsheets.
    Csv,
    /// A table of columns.
    Parquet,
    /// One JSON object an article.
    #[value(skip)]
    Articles,
}

/// An article with its quotes, as `index --extracted` reads it.
#[derive(Serialize)]
struct ExtractedLine<'a> {
    #[serde(flatten)]
    page: ArticlePageLine<'a>,
    speaker_keys: &'a [String],
    model: &'a str,
}

/// Prints what comes, and counts it.
pub struct Printer {
    screen: Screen,
    format: ExtractFormat,
    /// Where a table of columns is written.
    table: Option<ParquetFile>,
    articles: u64,
    quotes: u64,
    skipped: Skipped,
}

impl Printer {
    /// Prints the head of a table where there is one.
    pub fn new(format: ExtractFormat, skipped: Skipped) -> anyhow::Result<Printer> {
        let mut screen = Screen::stdout();
        if format == ExtractFormat::Csv {
            rows::print_head(&mut screen, &rows::QUOTE_COLUMNS)?;
        }
        let table = (format == ExtractFormat::Parquet).then(|| ParquetFile::to(None)).transpose()?;
        Ok(Printer { screen, format, table, articles: 0, quotes: 0, skipped })
    }

    /// Prints what came of one job.
    pub fn take(&mut self, done: Done) -> anyhow::Result<()> {
        for one in done {
            match one {
                Ok(extracted) => self.print(&extracted)?,
                Err(problem) => self.skipped.add(&problem),
            }
            self.screen.flush()?;
        }
        Ok(())
    }

    fn print(&mut self, extracted: &Extracted) -> anyhow::Result<()> {
        self.articles += 1;
        self.quotes += extracted.quotes.len() as u64;
        match self.format {
            ExtractFormat::Text => self.print_text(extracted)?,
            ExtractFormat::Jsonl => {
                for quote in &extracted.quotes {
                    self.screen.json(quote)?;
                }
            }
            ExtractFormat::Articles => {
                let page = ArticlePageLine::extracted(&extracted.line, &extracted.text, &extracted.quotes);
                let speaker_keys = &extracted.speaker_keys;
                self.screen.json(&ExtractedLine { page, speaker_keys, model: &extracted.model })?;
            }
            ExtractFormat::Parquet => {
                if let Some(table) = &mut self.table {
                    for quote in &extracted.quotes {
                        table.add(IndexLine::new(quote.clone()))?;
                    }
                }
            }
            ExtractFormat::Csv => {
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
        let article = &extracted.line;
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

    /// Says how much there was.
    pub fn finish(mut self) -> anyhow::Result<()> {
        if let Some(table) = self.table {
            table.finish()?;
        }
        if self.format == ExtractFormat::Text {
            let sum = format!("{} in {}.", counted(self.quotes, "quote"), counted(self.articles, "article"));
            self.screen.line(&Styled::of(&sum, DIM))?;
        }
        self.screen.flush()?;
        self.skipped.finish()
    }
}
