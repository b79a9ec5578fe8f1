//! A quote among its paragraphs.

use super::marked::{Mark, Part, marked};
use super::screen::Screen;
use super::styled::{DIM, Styled};
use crate::index::{Reader, StoredArticle};
use crate::search::{self, Found, Passage};
use crate::speakers::QuoteLine;

/// Blanks before a paragraph.
const MARGIN: usize = 4;

/// Prints the paragraphs that a hit stands in and `around` more on both sides.
pub fn print(screen: &mut Screen, reader: &Reader, hit: &Found, around: usize) -> anyhow::Result<()> {
    if let Some(article) = reader.article(hit.root, &hit.quote.article.id)? {
        screen.lines(&lines(&article, &hit.quote, around, screen.width(), screen.color()))?;
    }
    Ok(())
}

/// The paragraphs that `quote` stands in and `around` more on both sides, each with its number.
pub fn lines(article: &StoredArticle, quote: &QuoteLine, around: usize, width: usize, color: bool) -> Vec<Styled> {
    let mut lines = Vec::new();
    for passage in search::context(article, quote, around) {
        lines.extend(paragraph(passage.paragraph, marked(&passage.text, &marks(&passage), color), width));
    }
    lines
}

/// A paragraph of an article after its number: `¶3 The fund …`.
pub fn paragraph(number: usize, text: Styled, width: usize) -> Vec<Styled> {
    let mut numbered = Styled::of(&format!("¶{number} "), DIM);
    numbered.append(text);
    numbered.wrap(width, MARGIN, MARGIN)
}

/// A passage's marks as shown.
fn marks(passage: &Passage) -> Vec<Mark> {
    let mut marks = Vec::new();
    for mark in &passage.marks {
        let part = match mark.part {
            search::Part::Content => Part::Content,
            search::Part::Cue => Part::Cue,
            search::Part::Mention => Part::Mention,
        };
        marks.push(Mark { span: mark.span, part, label: None });
    }
    marks
}
