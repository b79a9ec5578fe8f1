//! Which characters stand inside quotation marks, told from the text alone.
//!
//! Simpler than the pairing of [`text`](crate::text) on purpose: a yardstick must not move when the extractor gets better.

/// Marks that open, and marks that close.
const OPENING: [char; 3] = ['“', '«', '„'];
const CLOSING: [char; 2] = ['”', '»'];
/// The mark that may do either.
const STRAIGHT: char = '"';

/// What a mark does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Does {
    Open,
    Close,
}

/// For every character of `chars` whether it stands inside quotation marks; the marks themselves do not. A line break ends
/// what is open.
///
/// A straight mark is read by its neighbours where they tell, else it does the opposite of the one before. A missing mark
/// so spoils one quotation and not the rest of its paragraph.
pub(super) fn quoted(chars: &[char]) -> Vec<bool> {
    let mut quoted = vec![false; chars.len()];
    let mut open = false;
    for (place, &c) in chars.iter().enumerate() {
        match mark(chars, place, open) {
            Some(does) => open = does == Does::Open,
            None if c == '\n' => open = false,
            None => quoted[place] = open,
        }
    }
    quoted
}

/// What the character at `place` does, where it is a mark.
fn mark(chars: &[char], place: usize, open: bool) -> Option<Does> {
    let c = chars[place];
    if OPENING.contains(&c) {
        return Some(Does::Open);
    }
    if CLOSING.contains(&c) {
        return Some(Does::Close);
    }
    if c != STRAIGHT {
        return None;
    }
    let neighbour = |at: Option<usize>| at.and_then(|at| chars.get(at)).copied().filter(|c| !c.is_whitespace());
    let before = neighbour(place.checked_sub(1));
    let after = neighbour(Some(place + 1));
    let like_opening = match before {
        None => after.is_some_and(char::is_alphanumeric),
        Some(before) => ['(', '[', '—', '–'].contains(&before),
    };
    let like_closing = match before {
        None => false,
        Some(before) => after.is_none() || ['.', ',', '?', '!'].contains(&before),
    };
    Some(match (like_opening, like_closing) {
        (true, false) => Does::Open,
        (false, true) => Does::Close,
        _ if open => Does::Close,
        _ => Does::Open,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `·` for every character that is not inside.
    fn inside(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        quoted(&chars).iter().zip(&chars).map(|(inside, c)| if *inside { *c } else { '·' }).collect()
    }

    #[test]
    fn marks_of_each_kind_pair() {
        assert_eq!(inside("“No,” he"), "·No,····");
        assert_eq!(inside("«Non» „Nein”"), "·Non···Nein·");
        assert_eq!(inside("x \"No,\" he"), "···No,····");
    }

    #[test]
    fn a_paragraph_ends_what_is_open() {
        assert_eq!(inside("“a\n“b” c"), "·a··b···");
    }

    #[test]
    fn a_missing_straight_mark_costs_one_quotation() {
        assert_eq!(inside("No,\" he. \"Yes,\" she"), "··········Yes,·····");
        assert_eq!(inside("\"Go on. \"Yes,\" she"), "·Go on. ·Yes,·····");
    }

    #[test]
    fn a_straight_mark_without_hints_turns_about() {
        assert_eq!(inside("a\"b\"c\"d"), "··b···d");
        assert_eq!(inside("(\"b\")"), "··b··");
    }
}
