//! What `whosaid extract` prints: quotes as they come, problems counted.

use std::io;

use super::block::{Block, ID_DIGITS, article_line};
use super::format::Format;
use super::numbers::counted;
use super::rows;
use super::screen::Screen;
use super::skipped::Skipped;
use super::styled::{DIM, SPEAKER, Styled};
use crate::article::Problem;
use crate::speakers::{ArticleLine, QuoteLine};

/// What came of a job: articles with their quotes, and problems.
pub type Done = Vec<Result<Extracted, Problem>>;

/// An article's quotes.
pub struct Extracted {
    /// All but its text.
    pub article: ArticleLine,
    /// In order of the text.
    pub quotes: Vec<QuoteLine>,
}

/// Prints what comes, and counts it.
pub struct Printer {
    screen: Screen,
    format: Format,
    articles: u64,
    quotes: u64,
    skipped: Skipped,
}

impl Printer {
    /// Prints the head of a table where there is one.
    pub fn new(format: Format, skipped: Skipped) -> anyhow::Result<Printer> {
        let mut screen = Screen::stdout();
        if format == Format::Csv {
            rows::print_head(&mut screen, &rows::QUOTE_COLUMNS)?;
        }
        Ok(Printer { screen, format, articles: 0, quotes: 0, skipped })
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

    /// Says how much there was.
    pub fn finish(mut self) -> anyhow::Result<()> {
        if self.format == Format::Text {
            let sum = format!("{} in {}.", counted(self.quotes, "quote"), counted(self.articles, "article"));
            self.screen.line(&Styled::of(&sum, DIM))?;
        }
        self.screen.flush()?;
        self.skipped.finish()
    }
}
