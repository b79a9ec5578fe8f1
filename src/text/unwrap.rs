//! Tells hard-wrapped texts, and which of their line breaks stand inside a paragraph.

use super::Span;

/// How a text's lines were broken.
pub(super) struct Wrapping {
    /// Width the text was wrapped at, in characters; `None` where its line breaks are paragraph breaks.
    width: Option<usize>,
    /// Of each line.
    lines: Vec<Line>,
}

/// What matters of a line.
#[derive(Clone, Copy, Default)]
struct Line {
    /// Length in characters, cut at [`WIDEST`] and one more.
    chars: usize,
    /// Length of its first word in characters, cut likewise.
    first_word: usize,
    /// Begins with the mark of a quotation, list item, heading or dash dialogue.
    marked: bool,
    /// Ends as a sentence does.
    ends_sentence: bool,
    /// Spaces before it.
    indent: usize,
}

/// Widest column, in characters, that anybody wraps text at.
const WIDEST: usize = 100;
/// Narrowest one; shorter lines are verse, lists or turns of a transcript.
const NARROWEST: usize = 40;
/// A break counts as forced where the next word would have come within this many characters of the width.
const SLACK: usize = 8;

impl Wrapping {
    /// Looks at all `lines` of `text` (blank ones are empty spans).
    pub(super) fn of(text: &str, spans: &[Span]) -> Wrapping {
        let lines: Vec<Line> = spans.iter().map(|span| Line::of(text, *span)).collect();
        let mut wrapping = Wrapping { width: None, lines };
        wrapping.width = wrapping.find_width();
        wrapping
    }

    /// Whether line `next`, which follows `line`, goes on with its paragraph.
    pub(super) fn joins(&self, line: usize, next: usize) -> bool {
        let Some(width) = self.width else { return false };
        let (line, next) = (self.lines[line], self.lines[next]);
        next.indent < line.indent + 2 && !next.marked && line.is_full(next, width)
    }

    /// The width, if most lines that another one follows had to break, and in the midst of sentences.
    fn find_width(&self) -> Option<usize> {
        let mut inner: Vec<usize> = Vec::new();
        let mut inside_sentences = 0;
        for pair in self.lines.windows(2) {
            let (line, next) = (pair[0], pair[1]);
            if line.chars == 0 || next.chars == 0 || next.marked {
                continue;
            }
            inner.push(line.chars);
            inside_sentences += usize::from(!line.ends_sentence);
        }
        if inner.len() < 2 || inside_sentences * 2 < inner.len() {
            return None;
        }
        inner.sort_unstable();
        let width = inner[(inner.len() - 1) * 9 / 10];
        if !(NARROWEST..=WIDEST).contains(&width) {
            return None;
        }
        let full = self.lines.windows(2).filter(|pair| {
            pair[0].chars > 0 && pair[1].chars > 0 && !pair[1].marked && pair[0].is_full(pair[1], width)
        });
        (full.count() * 4 >= inner.len() * 3).then_some(width)
    }
}

impl Line {
    fn of(text: &str, span: Span) -> Line {
        let line = span.of(text);
        let mut words = line.split_whitespace();
        let first = words.next().unwrap_or("");
        let number = first.trim_end_matches(['.', ')']);
        let numbered = number.len() < first.len() && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        let last = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '*', '_']).chars().next_back();
        Line {
            chars: line.chars().take(WIDEST + 1).count(),
            first_word: first.chars().take(WIDEST + 1).count(),
            marked: numbered || first.starts_with('>') || is_marker(first),
            ends_sentence: matches!(last, Some('.' | '!' | '?' | ':' | '…')),
            indent: text[..span.start].bytes().rev().take(WIDEST).take_while(|b| matches!(b, b' ' | b'\t')).count(),
        }
    }

    /// Whether the first word of `next` had no room left on this line.
    fn is_full(self, next: Line, width: usize) -> bool {
        self.chars + 1 + next.first_word + SLACK > width
    }
}

/// Whether a line's first word marks a list item, a heading or a turn of a dialogue.
fn is_marker(word: &str) -> bool {
    matches!(word, "-" | "*" | "+" | "•" | "–" | "—" | "―") || word.bytes().all(|b| b == b'#')
}
