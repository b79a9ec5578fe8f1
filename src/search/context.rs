//! A quote among the paragraphs around it.

use crate::index::StoredArticle;
use crate::speakers::{QuoteLine, SpanLine, SpansLine};
use crate::text::{Document, Span};

/// One paragraph of an article, and what of a quote stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Number of the paragraph in its article, from 1.
    pub paragraph: usize,
    /// The paragraph, unchanged; may hold line breaks where the article was hard-wrapped.
    pub text: String,
    /// Parts of the quote that stand here, in order of their start; they may lie one inside another.
    pub marks: Vec<Mark>,
}

/// A part of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Where it stands, in bytes of the passage's text.
    pub span: Span,
    /// Which part it is.
    pub part: Part,
}

/// Which part of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The words said.
    Content,
    /// The words that report.
    Cue,
    /// The words that name the speaker.
    Mention,
}

/// The paragraphs of `article` that `quote` stands in (content, cue and mention), all between them, and up to
/// `around` more before and after. Empty only where the article's text is.
pub fn context(article: &StoredArticle, quote: &QuoteLine, around: usize) -> Vec<Passage> {
    context_of(article, &quote.spans, quote.paragraph, around)
}

/// The same for words at `spans`, in code points, that begin in `paragraph`, from 1.
pub fn context_of(article: &StoredArticle, spans: &SpansLine, paragraph: usize, around: usize) -> Vec<Passage> {
    let document = Document::new(&article.text);
    let paragraphs: Vec<Span> = document.paragraphs.iter().map(|paragraph| paragraph.span).collect();
    passages(&article.text, &paragraphs, spans, paragraph, around)
}

/// The passages, given where the paragraphs of `text` stand.
fn passages(text: &str, paragraphs: &[Span], spans: &SpansLine, paragraph: usize, around: usize) -> Vec<Passage> {
    let Some(last_paragraph) = paragraphs.len().checked_sub(1) else {
        return Vec::new();
    };
    let parts = [(Part::Content, &spans.content), (Part::Cue, &spans.cue), (Part::Mention, &spans.mention)];
    let mut marks = Vec::new();
    for (part, places) in parts {
        for span in in_bytes(text, places) {
            mark_paragraphs(paragraphs, span, part, &mut marks);
        }
    }
    marks.sort_unstable();

    // A quote with no place in any paragraph still says in which one it begins.
    let stated = paragraph.saturating_sub(1).min(last_paragraph);
    let first = marks.first().map_or(stated, |(paragraph, _)| *paragraph);
    let last = marks.last().map_or(stated, |(paragraph, _)| *paragraph);
    let shown = first.saturating_sub(around)..=last.saturating_add(around).min(last_paragraph);
    let mut passages = Vec::new();
    let mut marks = marks.into_iter().peekable();
    for (number, paragraph) in shown.clone().zip(&paragraphs[shown]) {
        let mut here = Vec::new();
        while let Some((_, mark)) = marks.next_if(|(place, _)| *place == number) {
            here.push(mark);
        }
        passages.push(Passage { paragraph: number + 1, text: paragraph.of(text).to_string(), marks: here });
    }
    passages
}

/// Appends to `marks`, with the paragraph's place in the list, each piece of `span` that stands in a paragraph.
fn mark_paragraphs(paragraphs: &[Span], span: Span, part: Part, marks: &mut Vec<(usize, Mark)>) {
    let first = paragraphs.partition_point(|paragraph| paragraph.end <= span.start);
    for (number, paragraph) in paragraphs.iter().enumerate().skip(first) {
        if paragraph.start >= span.end {
            return;
        }
        let start = span.start.max(paragraph.start) - paragraph.start;
        let end = span.end.min(paragraph.end) - paragraph.start;
        if start < end {
            marks.push((number, Mark { span: Span::new(start, end), part }));
        }
    }
}

/// `places`, ascending and in code points of `text`, as bytes, in one pass over the text; a place beyond its end is
/// left out.
fn in_bytes(text: &str, places: &[SpanLine]) -> Vec<Span> {
    let ends = std::iter::once(text.len());
    let mut boundaries = text.char_indices().map(|(offset, _)| offset).chain(ends).enumerate().peekable();
    let mut offset_of = |code_point: usize| {
        while boundaries.next_if(|(count, _)| *count < code_point).is_some() {}
        boundaries.peek().filter(|(count, _)| *count == code_point).map(|(_, offset)| *offset)
    };
    let mut spans = Vec::with_capacity(places.len());
    for [start, end] in places {
        if let (Some(start), Some(end)) = (offset_of(*start), offset_of(*end))
            && start < end
        {
            spans.push(Span::new(start, end));
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::sample::quote;

    const ARTICLE: &str = "HAVEN — The harbour board met on Monday.

“The ferry is late,” said Inês Okafor. “It is always late.

“And it is full.”

She left at noon.

The board meets again in May.";

    fn paragraphs(text: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut start = 0;
        for paragraph in text.split("\n\n") {
            spans.push(Span::new(start, start + paragraph.len()));
            start += paragraph.len() + 2;
        }
        spans
    }

    /// Where `part` stands in `text`, in code points.
    fn place(text: &str, part: &str) -> SpanLine {
        let start = text[..text.find(part).unwrap()].chars().count();
        [start, start + part.chars().count()]
    }

    fn two_paragraphs() -> QuoteLine {
        let mut quote = quote("“The ferry is late,” … “It is always late. … “And it is full.”");
        quote.spans.content =
            vec![place(ARTICLE, "“The ferry is late,”"), place(ARTICLE, "“It is always late.\n\n“And it is full.”")];
        quote.spans.cue = vec![place(ARTICLE, "said")];
        quote.spans.mention = vec![place(ARTICLE, "Inês Okafor")];
        quote.paragraph = 2;
        quote
    }

    /// Passages with the parts in brackets behind them.
    fn shown(around: usize) -> Vec<(usize, Vec<(Part, String)>)> {
        let mut shown = Vec::new();
        for passage in passages(ARTICLE, &paragraphs(ARTICLE), &two_paragraphs().spans, 2, around) {
            let marks = passage.marks.iter().map(|mark| (mark.part, mark.span.of(&passage.text).to_string())).collect();
            shown.push((passage.paragraph, marks));
        }
        shown
    }

    #[test]
    fn a_quote_is_marked_in_each_of_its_paragraphs() {
        let second = vec![
            (Part::Content, "“The ferry is late,”".to_string()),
            (Part::Cue, "said".to_string()),
            (Part::Mention, "Inês Okafor".to_string()),
            (Part::Content, "“It is always late.".to_string()),
        ];
        let third = vec![(Part::Content, "“And it is full.”".to_string())];
        assert_eq!(shown(0), [(2, second.clone()), (3, third.clone())]);
        assert_eq!(shown(1), [(1, vec![]), (2, second), (3, third), (4, vec![])]);
    }

    #[test]
    fn paragraphs_around_end_with_the_article() {
        let numbers: Vec<usize> = shown(usize::MAX).into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
        assert_eq!(passages("", &[], &two_paragraphs().spans, 2, 1), []);
    }

    #[test]
    fn a_quote_that_has_no_place_shows_the_paragraph_it_names() {
        let spans = SpansLine { content: vec![[90_000, 90_005]], ..SpansLine::default() };
        let passages = passages(ARTICLE, &paragraphs(ARTICLE), &spans, 4, 0);
        assert_eq!(passages, [Passage { paragraph: 4, text: "She left at noon.".to_string(), marks: vec![] }]);
    }

    proptest! {
        #[test]
        fn marks_lie_inside_their_passage(
            text in "[aé\n ]{0,60}", start in 0usize..70, length in 0usize..70, around in 0usize..4,
        ) {
            let spans = SpansLine { content: vec![[start, start + length]], ..SpansLine::default() };
            for passage in passages(&text, &paragraphs(&text), &spans, 1, around) {
                for mark in passage.marks {
                    prop_assert!(passage.text.get(mark.span.range()).is_some_and(|marked| !marked.is_empty()));
                }
            }
        }
    }
}
