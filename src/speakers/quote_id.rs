//! Ids of quotes and the text they are made from.

use std::collections::HashMap;

use crate::text::Span;

/// What stands between two pieces of a content.
const PIECE_JOIN: &str = " … ";

/// The words said: the pieces of `content`, unchanged, joined by ` … `.
pub fn quote_text(text: &str, content: &[Span]) -> String {
    joined(text, content, PIECE_JOIN)
}

/// The pieces of a cue or a mention, joined by one blank.
pub(super) fn words_of(text: &str, spans: &[Span]) -> String {
    joined(text, spans, " ")
}

fn joined(text: &str, spans: &[Span], between: &str) -> String {
    let mut all = String::new();
    for (place, span) in spans.iter().enumerate() {
        if place > 0 {
            all.push_str(between);
        }
        all.push_str(span.of(text));
    }
    all
}

/// Gives the quotes of one article their ids, in order of the text.
pub(super) struct QuoteIds<'a> {
    article_id: &'a str,
    /// How many quotes with this hash of quote and cue came before.
    seen: HashMap<[u8; 32], u64>,
}

impl<'a> QuoteIds<'a> {
    pub(super) fn new(article_id: &'a str) -> QuoteIds<'a> {
        QuoteIds { article_id, seen: HashMap::new() }
    }

    /// 24 hex digits: the first 96 bits of BLAKE3 over article id, `quote`, `cue` and the number of earlier quotes with
    /// the same two. Every part has its length before it, so that no two lists of parts give the same bytes.
    pub(super) fn next(&mut self, quote: &str, cue: &str) -> String {
        let mut hasher = blake3::Hasher::new();
        for part in [self.article_id, quote, cue] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let earlier = self.seen.entry(*hasher.finalize().as_bytes()).or_insert(0);
        hasher.update(&earlier.to_le_bytes());
        *earlier += 1;
        hasher.finalize().to_hex()[..24].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_words_twice_are_two_quotes() {
        let mut ids = QuoteIds::new("a.txt");
        let first = ids.next("“No.”", "said");
        let second = ids.next("“No.”", "said");
        assert_ne!(first, second);
        assert_eq!(QuoteIds::new("a.txt").next("“No.”", "said"), first);
        assert_eq!(first.len(), 24);
    }

    #[test]
    fn an_id_never_changes_between_versions() {
        assert_eq!(QuoteIds::new("a.txt").next("“No.”", "said"), "e09e74de7577b50d063b7eb3");
    }

    #[test]
    fn an_earlier_quote_of_other_words_changes_nothing() {
        let mut ids = QuoteIds::new("a.txt");
        ids.next("“Yes.”", "said");
        assert_eq!(ids.next("“No.”", "said"), QuoteIds::new("a.txt").next("“No.”", "said"));
    }

    #[test]
    fn pieces_are_joined_by_an_ellipsis_and_kept_as_they_are() {
        let text = "“One,” he said, “two.”";
        let pieces = [Span::new(0, 10), Span::new(20, text.len())];
        assert_eq!(quote_text(text, &pieces), "“One,” … “two.”");
    }

    proptest! {
        #[test]
        fn text_that_moves_from_one_part_to_the_next_gives_another_id(a in ".{0,8}", b in ".{1,8}", c in ".{0,8}") {
            let moved = QuoteIds::new(&format!("{a}{b}")).next(&c, "");
            prop_assert_ne!(moved, QuoteIds::new(&a).next(&format!("{b}{c}"), ""));
        }
    }
}
