//! An article's text with every quote marked, and the quotes listed below.

use super::block::{ID_DIGITS, article_line, short_id};
use super::context::paragraph;
use super::marked::{Mark, Part, marked};
use super::places::Places;
use super::styled::{DIM, PLAIN, Styled};
use super::why::why;
use crate::index::StoredArticle;
use crate::speakers::QuoteLine;
use crate::text::Span;

/// The article, or one of its paragraphs, and the quotes that begin there.
pub fn lines(stored: &StoredArticle, only_paragraph: Option<usize>, width: usize, color: bool) -> Vec<Styled> {
    let places = Places::new(&stored.text);
    let mut lines = article_line(&stored.article).wrap(width, 0, 0);
    if let Some(path) = &stored.article.path {
        lines.extend(Styled::of(path, DIM).wrap(width, 0, 0));
    }
    lines.push(Styled::new());
    let marks = marks_by_paragraph(&stored.quotes, &places);
    for (index, span) in places.paragraphs().iter().enumerate() {
        if only_paragraph.is_none_or(|only| only == index + 1) {
            let text = marked(span.of(&stored.text), &marks[index], color);
            lines.extend(paragraph(index + 1, text, width));
        }
    }
    lines.push(Styled::new());
    let before_list = lines.len();
    for (index, quote) in stored.quotes.iter().enumerate() {
        if only_paragraph.is_none_or(|only| only == quote.paragraph) {
            lines.extend(list_entry(index + 1, quote, &places, width));
        }
    }
    if lines.len() == before_list {
        let place = if only_paragraph.is_some() { "paragraph" } else { "article" };
        lines.push(Styled::of(&format!("No quotes begin in this {place}."), DIM));
    }
    lines
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

/// The words said by every quote as marks in each paragraph, in bytes of the paragraph; a quote's number follows its
/// end.
fn marks_by_paragraph(quotes: &[QuoteLine], places: &Places<'_>) -> Vec<Vec<Mark>> {
    let paragraphs = places.paragraphs();
    let mut marks = vec![Vec::new(); paragraphs.len()];
    for (index, quote) in quotes.iter().enumerate() {
        let Some(end) = quote.spans.content.last().map(|&piece| places.span(piece).end) else { continue };
        for &piece in &quote.spans.content {
            let piece = places.span(piece);
            let first = places.paragraph(piece.start) - 1;
            // A block quotation goes over several paragraphs.
            for (number, span) in paragraphs.iter().enumerate().skip(first) {
                if span.start >= piece.end {
                    break;
                }
                let inside = Span::new(piece.start.max(span.start) - span.start, piece.end.min(span.end) - span.start);
                let label = (end <= span.end).then_some(index + 1).filter(|_| piece.end == end);
                marks[number].push(Mark { span: inside, part: Part::Content, label });
            }
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::super::block::tests::quote;
    use super::*;
    use crate::attribution::Kind;

    const TEXT: &str = "Ruth Okafor runs the fund.\n\n“It’s sound,” Okafor said. “It will\n\nstay so.”\n\nRain fell.\n";

    fn shown(only_paragraph: Option<usize>) -> String {
        let mut quote = quote(Kind::Direct, "“It’s sound,” … “It will\n\nstay so.”");
        quote.spans.content = vec![[28, 41], [55, 74]];
        quote.paragraph = 2;
        let article = quote.article.clone();
        let stored = StoredArticle { root: 0, article, text: TEXT.into(), quotes: vec![quote] };
        let lines: Vec<String> =
            lines(&stored, only_paragraph, 60, false).iter().map(|line| line.plain().to_string()).collect();
        lines.join("\n")
    }

    #[test]
    fn every_quote_is_marked_and_listed() {
        assert_eq!(
            shown(None),
            "Pensions in doubt · 2022-03-28 · The Saltmere Courier\n\
             news/pensions.md\n\n    \
             ¶1 Ruth Okafor runs the fund.\n    \
             ¶2 [“It’s sound,”] Okafor said. [“It will]\n    \
             ¶3 [stay so.”][1]\n    \
             ¶4 Rain fell.\n\n\
             [1] Okafor → Ruth Okafor (full name in ¶1; part of the name;\n    \
             0.95) · direct · says · 7f0a1b2c"
        );
    }

    #[test]
    fn one_paragraph_can_be_shown_alone() {
        let shown = shown(Some(4));
        assert!(shown.contains("¶4 Rain fell.") && !shown.contains("¶1"), "{shown}");
        assert!(shown.ends_with("No quotes begin in this paragraph."), "{shown}");
    }
}
