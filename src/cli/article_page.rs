//! An article's text with every quote marked, and the quotes listed below.

use std::io;

use super::block::{ID_DIGITS, article_line, short_id};
use super::context::paragraph;
use super::marked::{Mark, Part, marked};
use super::places::Places;
use super::screen::Screen;
use super::styled::{DIM, PLAIN, Styled};
use super::why::why;
use crate::index::StoredArticle;
use crate::speakers::QuoteLine;
use crate::text::Span;

/// Prints the article, or one of its paragraphs, and the quotes that begin there.
pub fn print(screen: &mut Screen, stored: &StoredArticle, only_paragraph: Option<usize>) -> io::Result<()> {
    let places = Places::new(&stored.text);
    let marks = marks(&stored.quotes, &places);
    screen.paragraph(&article_line(&stored.article))?;
    if let Some(path) = &stored.article.path {
        screen.paragraph(&Styled::of(path, DIM))?;
    }
    screen.blank()?;
    let mut next_mark = 0;
    for (number, span) in places.paragraphs() {
        let inside = inside(&marks, &mut next_mark, span);
        if only_paragraph.is_none_or(|only| only == number) {
            let text = marked(span.of(&stored.text), &inside, screen.color());
            screen.lines(&paragraph(number, text, screen.width()))?;
        }
    }
    screen.blank()?;
    let mut listed = 0;
    for (index, quote) in stored.quotes.iter().enumerate() {
        if only_paragraph.is_none_or(|only| only == quote.paragraph) {
            screen.lines(&list_entry(index + 1, quote, &places, screen.width()))?;
            listed += 1;
        }
    }
    if listed == 0 {
        let place = if only_paragraph.is_some() { "this paragraph" } else { "this article" };
        screen.line(&Styled::of(&format!("No quotes begin in {place}."), DIM))?;
    }
    Ok(())
}

/// `[1] He → Abbas Mousavi (full name in ¶2; pronoun; 0.93) · direct · says · 7f0a1b2c`
fn list_entry(number: usize, quote: &QuoteLine, places: &Places<'_>, width: usize) -> Vec<Styled> {
    let label = format!("[{number}] ");
    let mut line = Styled::of(&label, DIM);
    line.push(&why(quote, places), PLAIN);
    let id = short_id(&quote.id, ID_DIGITS);
    line.push(&format!(" · {} · {} · {id}", quote.kind.name(), quote.act.name()), DIM);
    line.wrap(width, 0, label.len())
}

/// The words said by every quote, in order of the text; a quote's number follows its last piece.
fn marks(quotes: &[QuoteLine], places: &Places<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (index, quote) in quotes.iter().enumerate() {
        let pieces = &quote.spans.content;
        for (piece, &span) in pieces.iter().enumerate() {
            let label = (piece + 1 == pieces.len()).then_some(index + 1);
            marks.push(Mark { span: places.span(span), part: Part::Content, label });
        }
    }
    marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    marks
}

/// What of `marks` stands in the paragraph at `span`, in bytes of the paragraph; goes on from `next`, the first mark
/// that begins in no paragraph before.
fn inside(marks: &[Mark], next: &mut usize, span: Span) -> Vec<Mark> {
    let mut inside = Vec::new();
    while let Some(mark) = marks.get(*next)
        && mark.span.start < span.end
    {
        // A piece never reaches over a paragraph's end, save a block quotation's, which is marked where it begins.
        let start = mark.span.start.max(span.start) - span.start;
        let end = mark.span.end.clamp(span.start, span.end) - span.start;
        inside.push(Mark { span: Span::new(start.min(end), end), ..*mark });
        *next += 1;
    }
    inside
}
