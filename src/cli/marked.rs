//! An article's text with what was said marked in it: by colour, and in brackets where there is none.

use anstyle::Style;

use super::styled::{CUE, DIM, MATCH, MENTION, PLAIN, Styled};
use crate::text::Span;

/// A place of a text that stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where, in bytes of the text.
    pub span: Span,
    /// What stands there.
    pub part: Part,
    /// Printed after it: the number of the quote that ends there.
    pub label: Option<usize>,
}

/// What a mark marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words said.
    Content,
    /// Words that report.
    Cue,
    /// Words that name the speaker.
    Mention,
}

/// `text` with `marks`, which may lie one inside another; what lies outside of the text is left out.
///
/// Without `color` the words said stand in square brackets: quotation marks are the article's own alone.
pub fn marked(text: &str, marks: &[Mark], color: bool) -> Styled {
    let mut edges = edges(text, marks);
    edges.sort_by_key(|edge| edge.order());
    let mut styled = Styled::new();
    let mut inside = Inside::default();
    let mut written = 0;
    for edge in edges {
        styled.push(&text[written..edge.at], inside.style());
        written = edge.at;
        inside.count(edge.mark.part, edge.opens);
        if edge.mark.part != Part::Content {
            continue;
        }
        if !color {
            styled.push(if edge.opens { "[" } else { "]" }, PLAIN);
        }
        if let Some(label) = edge.mark.label
            && !edge.opens
        {
            styled.push(&format!("[{label}]"), DIM);
        }
    }
    styled.push(&text[written..], inside.style());
    styled
}

/// Where a mark begins or ends.
struct Edge {
    at: usize,
    opens: bool,
    mark: Mark,
}

impl Edge {
    /// In order of the text; at one place what ends comes before what begins, inner ends before outer ones, outer
    /// beginnings before inner ones.
    fn order(&self) -> (usize, bool, std::cmp::Reverse<usize>) {
        let other_end = if self.opens { self.mark.span.end } else { self.mark.span.start };
        (self.at, self.opens, std::cmp::Reverse(other_end))
    }
}

/// Both edges of every mark that lies in `text`.
fn edges(text: &str, marks: &[Mark]) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(marks.len() * 2);
    for &mark in marks {
        let Span { start, end } = mark.span;
        if start < end && text.get(start..end).is_some() {
            edges.push(Edge { at: start, opens: true, mark });
            edges.push(Edge { at: end, opens: false, mark });
        }
    }
    edges
}

/// How many marks of each part a place is inside of.
#[derive(Default)]
struct Inside {
    content: usize,
    cue: usize,
    mention: usize,
}

impl Inside {
    fn count(&mut self, part: Part, opens: bool) {
        let count = match part {
            Part::Content => &mut self.content,
            Part::Cue => &mut self.cue,
            Part::Mention => &mut self.mention,
        };
        *count = if opens { *count + 1 } else { count.saturating_sub(1) };
    }

    fn style(&self) -> Style {
        if self.cue > 0 {
            CUE
        } else if self.mention > 0 {
            MENTION
        } else if self.content > 0 {
            MATCH
        } else {
            PLAIN
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str, part: &str, what: Part, label: Option<usize>) -> Mark {
        let start = text.find(part).unwrap();
        Mark { span: Span::new(start, start + part.len()), part: what, label }
    }

    #[test]
    fn words_said_stand_in_brackets_one_inside_another() {
        let text = "Pym said Okafor had promised a bridge.";
        let marks = [
            mark(text, "a bridge", Part::Content, Some(2)),
            mark(text, "Okafor had promised a bridge", Part::Content, Some(1)),
            mark(text, "said", Part::Cue, None),
        ];
        assert_eq!(marked(text, &marks, false).plain(), "Pym said [Okafor had promised [a bridge][2]][1].");
    }

    #[test]
    fn on_a_terminal_colour_takes_the_place_of_brackets() {
        let text = "“Yes,” Pym said.";
        let marks = [mark(text, "“Yes,”", Part::Content, None), mark(text, "said", Part::Cue, None)];
        let expected = format!("{MATCH}“Yes,”{MATCH:#} Pym {CUE}said{CUE:#}.");
        assert_eq!(marked(text, &marks, true).ansi(), expected);
    }

    #[test]
    fn a_mark_that_cuts_a_letter_or_leaves_the_text_is_left_out() {
        let marks = [Span::new(1, 2), Span::new(0, 99), Span::new(4, 4)].map(|span| Mark {
            span,
            part: Part::Content,
            label: None,
        });
        assert_eq!(marked("éa", &marks, false).plain(), "éa");
    }
}
