//! Text with styles: built up from pieces, wrapped to a width, printed with or without colour.

use anstyle::{AnsiColor, Style};
use textwrap::WordSeparator;
use textwrap::core::{break_words, display_width};
use textwrap::wrap_algorithms::wrap_first_fit;

use super::clean::safe;

/// No style at all.
pub const PLAIN: Style = Style::new();
/// Who speaks.
pub const SPEAKER: Style = Style::new().bold();
/// Words that were looked for, and the quote that is shown.
pub const MATCH: Style = AnsiColor::Yellow.on_default().bold();
/// Where a quote stands, and other small print.
pub const DIM: Style = Style::new().dimmed();
/// The words that report.
pub const CUE: Style = AnsiColor::Green.on_default();
/// The words that name the speaker.
pub const MENTION: Style = AnsiColor::Cyan.on_default();

/// One paragraph or line of styled text, free of everything a terminal obeys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Styled {
    text: String,
    /// Ends of the styles' runs, in bytes of `text`, in order and without gaps.
    runs: Vec<(usize, Style)>,
}

impl Styled {
    /// Nothing yet.
    pub fn new() -> Styled {
        Styled::default()
    }

    /// A text in one style.
    pub fn of(text: &str, style: Style) -> Styled {
        Styled::new().with(text, style)
    }

    /// With `text` after it; see [`Styled::push`].
    pub fn with(mut self, text: &str, style: Style) -> Styled {
        self.push(text, style);
        self
    }

    /// Adds `text`, cleaned (see [`clean`](super::clean::clean)); a run of white space over two pieces is one blank too.
    pub fn push(&mut self, text: &str, style: Style) {
        for c in text.chars() {
            if !c.is_whitespace() {
                self.text.push(safe(c));
            } else if !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
        self.runs.push((self.text.len(), style));
    }

    /// Adds so many blanks, also after a blank: for columns and margins.
    pub fn push_blanks(&mut self, count: usize) {
        self.text.extend(std::iter::repeat_n(' ', count));
        self.runs.push((self.text.len(), PLAIN));
    }

    /// Adds all of `other`.
    pub fn append(&mut self, other: Styled) {
        let before = self.text.len();
        self.text.push_str(&other.text);
        for (end, style) in other.runs {
            self.runs.push((before + end, style));
        }
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Columns that it takes on a terminal.
    pub fn width(&self) -> usize {
        display_width(&self.text)
    }

    /// Its lines, at most `width` columns each: the first after `first` blanks, the others after `rest`.
    ///
    /// Breaks where Unicode allows it, so also between the letters of Chinese and Japanese; a word that is wider than
    /// a line is cut.
    pub fn wrap(&self, width: usize, first: usize, rest: usize) -> Vec<Styled> {
        let widths = [width.saturating_sub(first).max(1), width.saturating_sub(rest).max(1)];
        let words = WordSeparator::UnicodeBreakProperties.find_words(&self.text);
        let words = break_words(words, widths[0].min(widths[1]));
        let mut lines = Vec::new();
        let mut start = 0;
        for line in wrap_first_fit(&words, &[widths[0] as f64, widths[1] as f64]) {
            let length: usize = line.iter().map(|word| word.word.len() + word.whitespace.len()).sum();
            let shown = self.text[start..start + length].trim_end_matches(' ').len();
            let mut styled = Styled::new();
            styled.push_blanks(if lines.is_empty() { first } else { rest });
            styled.append(self.slice(start, start + shown));
            lines.push(styled);
            start += length;
        }
        lines
    }

    /// Cut to `width` columns, with `…` at its end where something is missing.
    pub fn fit(&self, width: usize) -> Styled {
        if self.width() <= width {
            return self.clone();
        }
        let mut end = 0;
        let mut used = 1;
        for (at, c) in self.text.char_indices() {
            used += display_width(c.encode_utf8(&mut [0; 4]));
            if used > width {
                break;
            }
            end = at + c.len_utf8();
        }
        self.slice(0, self.text[..end].trim_end().len()).with("…", DIM)
    }

    /// The bytes `[start, end)` with their styles.
    fn slice(&self, start: usize, end: usize) -> Styled {
        let mut runs = Vec::new();
        let first = self.runs.partition_point(|&(run_end, _)| run_end <= start);
        for &(run_end, style) in &self.runs[first..] {
            runs.push((run_end.min(end) - start, style));
            if run_end >= end {
                break;
            }
        }
        if start >= end {
            runs.clear();
        }
        Styled { text: self.text[start..end].to_string(), runs }
    }

    /// Without styles.
    pub fn plain(&self) -> &str {
        &self.text
    }

    /// With the escape sequences of its styles.
    pub fn ansi(&self) -> String {
        let mut ansi = String::with_capacity(self.text.len() + 16);
        let mut start = 0;
        for &(end, style) in &self.runs {
            let piece = &self.text[start..end];
            if !piece.is_empty() {
                ansi.push_str(&format!("{style}{piece}{style:#}"));
            }
            start = end;
        }
        ansi
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        Styled::of(text, PLAIN).wrap(width, 0, 2).iter().map(|line| line.plain().to_string()).collect()
    }

    #[test]
    fn lines_break_between_words_and_hang() {
        assert_eq!(wrapped("The ferry will not sail again.", 15), ["The ferry will", "  not sail", "  again."]);
    }

    #[test]
    fn wide_letters_count_two_columns_and_break_anywhere() {
        assert_eq!(wrapped("渡し船はもう出ない", 8), ["渡し船は", "  もう出", "  ない"]);
    }

    #[test]
    fn marks_on_letters_take_no_column() {
        assert_eq!(wrapped("e\u{301}e\u{301}e\u{301}e\u{301} end", 8), ["e\u{301}e\u{301}e\u{301}e\u{301} end"]);
    }

    #[test]
    fn a_word_without_end_is_cut() {
        assert_eq!(wrapped(&"x".repeat(12), 7), ["xxxxx", "  xxxxx", "  xx"]);
    }

    #[test]
    fn styles_go_on_over_a_line_break() {
        let text = Styled::of("plain ", PLAIN).with("bold bold", SPEAKER);
        let lines: Vec<String> = text.wrap(10, 0, 0).iter().map(Styled::ansi).collect();
        assert_eq!(lines, ["plain \u{1b}[1mbold\u{1b}[0m", "\u{1b}[1mbold\u{1b}[0m"]);
    }

    #[test]
    fn what_does_not_fit_ends_in_a_sign() {
        assert_eq!(Styled::of("a long role", PLAIN).fit(7).plain(), "a long…");
        assert_eq!(Styled::of("渡し船", PLAIN).fit(4).plain(), "渡…");
        assert_eq!(Styled::of("short", PLAIN).fit(5).plain(), "short");
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_letter_and_keeps_the_width(text in "\\PC{0,80}", width in 8usize..40) {
            let styled = Styled::of(&text, PLAIN);
            let lines = styled.wrap(width, 0, 2);
            let mut letters = String::new();
            for line in &lines {
                prop_assert!(line.width() <= width);
                letters.extend(line.plain().chars().filter(|c| *c != ' '));
            }
            let expected: String = styled.plain().chars().filter(|c| *c != ' ').collect();
            prop_assert_eq!(letters, expected);
        }

        #[test]
        fn nothing_a_terminal_obeys_gets_through(text in any::<String>()) {
            let styled = Styled::of(&text, PLAIN);
            prop_assert!(!styled.plain().chars().any(|c| c.is_control()));
        }
    }
}
