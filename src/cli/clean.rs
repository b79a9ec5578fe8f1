//! Text from articles and file names, made safe for a terminal.
//!
//! An article may hold escape sequences that move the cursor or rename the window, and characters that turn the
//! direction of what follows. None of them reaches a terminal; JSON and CSV stay exact.

/// `text` with every run of white space as one blank and nothing in it that a terminal obeys.
///
/// Control characters become their pictures (`␛`), those that Unicode has no picture for and the ones that override
/// the direction of writing become `�`.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
        } else {
            cleaned.push(safe(c));
        }
    }
    cleaned
}

/// `c` itself, or what stands for it where a terminal would obey it.
pub fn safe(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('�'),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}' => '�',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '�',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        assert_eq!(clean("a\u{1b}[2Jb"), "a␛[2Jb");
        assert_eq!(clean("bell\u{7} del\u{7f} csi\u{9b}"), "bell␇ del␡ csi�");
        assert_eq!(clean("left\u{202e}right\u{2066}"), "left�right�");
    }

    #[test]
    fn every_run_of_white_space_is_one_blank() {
        assert_eq!(clean("one\r\n\ttwo\u{a0}\u{2028}three"), "one two three");
    }

    #[test]
    fn letters_of_every_script_stay() {
        let text = "Zoë said “是的” — שלום e\u{301}";
        assert_eq!(clean(text), text);
    }
}
