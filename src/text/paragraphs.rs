//! Where paragraphs begin and end.

use super::Span;
use super::unwrap::Wrapping;

/// The paragraphs of `text`, without the white space around them; blank ones are left out.
///
/// A line break ends a paragraph, unless the text is hard-wrapped: then a line that had to break goes on in the next.
pub(super) fn split(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let wrapping = Wrapping::of(text, &lines);
    let mut paragraphs: Vec<Span> = Vec::new();
    let mut previous: Option<usize> = None;
    for (number, line) in lines.iter().enumerate() {
        if line.is_empty() {
            previous = None;
            continue;
        }
        let joined = previous.is_some_and(|before| wrapping.joins(before, number));
        previous = Some(number);
        match paragraphs.last_mut() {
            Some(paragraph) if joined => paragraph.end = line.end,
            _ => paragraphs.push(*line),
        }
    }
    paragraphs
}

/// Every line without the white space around it, blank ones as empty spans.
fn lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if !is_break(c) {
            continue;
        }
        let crlf = c == '\n' && at > 0 && text.as_bytes()[at - 1] == b'\r';
        if !crlf {
            lines.push(trimmed(text, start, at));
        }
        start = at + c.len_utf8();
    }
    lines.push(trimmed(text, start, text.len()));
    lines
}

/// Whether `c` ends a line.
pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// `[start, end)` without white space and byte-order marks at its ends.
fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let line = &text[start..end];
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    let left = line.trim_start_matches(blank);
    let start = end - left.len();
    Span::new(start, start + left.trim_end_matches(blank).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn every_line_of_a_web_page_is_a_paragraph() {
        let text = "Ferry tax passes\r\nThe council voted.\n\n  It was close. \u{2028}Nobody cheered.";
        assert_eq!(paragraphs(text), ["Ferry tax passes", "The council voted.", "It was close.", "Nobody cheered."]);
    }

    #[test]
    fn blank_text_has_none() {
        assert!(paragraphs(" \n\u{feff}\r\n\t").is_empty());
    }

    #[test]
    fn a_hard_wrapped_letter_has_three() {
        let text = "\
Harbour board meets

The harbour board of Tornhavn met on Monday to talk about the price of
the winter ferry, which has doubled since the spring and which many of
the islanders can no longer pay.

“We will not go on like this,” said Marit Okafor, who runs the bakery on
the north quay and takes the boat each morning.
";
        let found = paragraphs(text);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[1].ends_with("no longer pay."));
        assert!(found[2].ends_with("each morning."));
    }

    #[test]
    fn markup_and_short_lines_stay_apart_in_wrapped_text() {
        let text = "\
The harbour board of Tornhavn met on Monday to talk about the price of
the winter ferry, which has doubled since the spring and which many of
the islanders can no longer pay. It asked for three things at the start:
- a lower price for everybody who lives on the island all the year round
- a later boat
> We have waited for ten years and shall not wait for another ten years.
";
        assert_eq!(paragraphs(text).len(), 4);
    }

    #[test]
    fn short_lines_are_no_wrapped_text() {
        let text = "Marit: Yes.\nOle: No.\nMarit: Why not?\nOle: Because.";
        assert_eq!(paragraphs(text).len(), 4);
    }
}
