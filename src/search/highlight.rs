//! Which words of a quote were asked for.
//!
//! Takes the quote apart with the same [`words`] as the index does, so the two can't disagree about what a word is.

use std::collections::HashSet;

use super::edits::within;
use super::phrase::Phrase;
use crate::index::{Clause, Matcher};
use crate::speakers::SpanLine;
use crate::text::CodePoints;
use crate::text::analysis::{Word, words};

/// Finds in quotes the words that a query looks for.
///
/// Words and patterns are found wherever they stand, a phrase only where all of it does. What the query excludes is
/// never found. A word looked for in the paragraph or the title is found in the quote too.
///
/// ```
/// use whosaid::index::Scope;
/// use whosaid::search::{Highlighter, parse};
///
/// let tree = parse(&["ferries \"tax rise\" -tunnel".to_string()]);
/// let highlighter = Highlighter::new(&tree.clause(Scope::Quote));
/// assert_eq!(highlighter.spans("“No ferry, no tax rise.”"), [[4, 9], [14, 22]]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Highlighter {
    stems: HashSet<String>,
    /// Folded words that match as they are.
    exact: HashSet<String>,
    prefixes: HashSet<String>,
    fuzzy: Vec<(Vec<char>, usize)>,
    phrases: Vec<Phrase>,
}

impl Highlighter {
    /// For the words of `clause`, wherever it looks for them.
    pub fn new(clause: &Clause) -> Highlighter {
        let mut highlighter = Highlighter::default();
        highlighter.add(clause);
        highlighter
    }

    fn add(&mut self, clause: &Clause) {
        match clause {
            Clause::Every | Clause::Not(_) | Clause::Keys(_) => {}
            Clause::All(clauses) | Clause::Any(clauses) => {
                for clause in clauses {
                    self.add(clause);
                }
            }
            Clause::Match(_, matcher) => self.add_matcher(matcher),
        }
    }

    fn add_matcher(&mut self, matcher: &Matcher) {
        match matcher {
            Matcher::Stem(stem) => {
                self.stems.insert(stem.clone());
            }
            Matcher::Phrase { terms, slop } => match terms.as_slice() {
                [] => {}
                [term] => {
                    self.exact.insert(term.clone());
                }
                _ => self.phrases.push(Phrase::new(terms.clone(), *slop)),
            },
            Matcher::Prefix(prefix) => {
                self.prefixes.insert(prefix.clone());
            }
            Matcher::Fuzzy { term, distance } => self.fuzzy.push((term.chars().collect(), usize::from(*distance))),
        }
    }

    /// Places of those words in `quote`, in order, without overlap, in code points; neighbours in one phrase are one
    /// place. Takes time in proportion to the quote's length, for each phrase and each fuzzy word.
    pub fn spans(&self, quote: &str) -> Vec<SpanLine> {
        let words: Vec<Word> = words(quote).collect();
        let mut found: Vec<bool> = words.iter().map(|word| self.matches(word)).collect();
        // Whether a word and the one after it stand in one phrase.
        let mut joined = vec![false; words.len()];
        for phrase in &self.phrases {
            let places = phrase.places(&words);
            for (at, &place) in places.iter().enumerate() {
                found[place] = true;
                joined[place] |= places.get(at + 1) == Some(&(place + 1));
            }
        }

        let code_points = CodePoints::new(quote);
        let mut spans: Vec<SpanLine> = Vec::new();
        for (place, word) in words.iter().enumerate() {
            if !found[place] {
                continue;
            }
            let end = code_points.at(word.span.end);
            match spans.last_mut() {
                Some(last) if place > 0 && joined[place - 1] => last[1] = end,
                _ => spans.push([code_points.at(word.span.start), end]),
            }
        }
        spans
    }

    /// Whether `word` is asked for by itself, not only in a phrase.
    fn matches(&self, word: &Word) -> bool {
        self.has_stem_of(word)
            || self.exact.contains(&word.folded)
            || self.has_prefix_of(&word.folded)
            || self.is_near(&word.folded)
    }

    /// To stem a word takes longer than all else here: only one is that begins as a stem that is asked for.
    fn has_stem_of(&self, word: &Word) -> bool {
        let first = word.folded.chars().next();
        self.stems.iter().any(|stem| stem.chars().next() == first) && self.stems.contains(&word.stem())
    }

    fn has_prefix_of(&self, folded: &str) -> bool {
        if self.prefixes.is_empty() {
            return false;
        }
        let ends = folded.char_indices().map(|(start, c)| start + c.len_utf8());
        ends.into_iter().any(|end| self.prefixes.contains(&folded[..end]))
    }

    fn is_near(&self, folded: &str) -> bool {
        if self.fuzzy.is_empty() {
            return false;
        }
        let folded: Vec<char> = folded.chars().collect();
        self.fuzzy.iter().any(|(term, distance)| within(term, &folded, *distance))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::Scope;
    use crate::search::parse;

    /// `quote` with brackets around what `query` highlights.
    fn marked(query: &str, quote: &str) -> String {
        let clause = parse(&[query.to_string()]).clause(Scope::Quote);
        let letters: Vec<char> = quote.chars().collect();
        let mut marked = String::new();
        let mut done = 0;
        for [start, end] in Highlighter::new(&clause).spans(quote) {
            marked.extend(&letters[done..start]);
            marked.push('[');
            marked.extend(&letters[start..end]);
            marked.push(']');
            done = end;
        }
        marked.extend(&letters[done..]);
        marked
    }

    #[test]
    fn bare_words_mark_all_their_forms() {
        assert_eq!(
            marked("ferry build", "“The ferries we’re building — that ferry’s dock — Ferry!”"),
            "“The [ferries] we’re [building] — that [ferry’s] dock — [Ferry]!”"
        );
    }

    #[test]
    fn words_in_marks_are_marked_as_written_only() {
        assert_eq!(
            marked(r#""tax rise""#, "Tax rises? A rise in tax? One Tax Rise, no tax."),
            "Tax rises? A rise in tax? One [Tax Rise], no tax."
        );
        assert_eq!(marked(r#""rise""#, "rise rises"), "[rise] rises");
    }

    #[test]
    fn near_words_are_marked_one_by_one_and_neighbours_together() {
        assert_eq!(marked(r#""tax must rise"~3"#, "a tax that must rise"), "a [tax] that [must rise]");
        assert_eq!(marked(r#""tax rise"~1"#, "a tax that must never rise"), "a tax that must never rise");
    }

    #[test]
    fn patterns_mark_what_they_reach() {
        assert_eq!(marked("milit*", "military militia’s mili"), "[military] [militia’s] mili");
        assert_eq!(marked("ferry~1", "fery frery ferries"), "[fery] [frery] ferries");
    }

    #[test]
    fn what_is_excluded_is_never_marked() {
        assert_eq!(marked("ferry -tax", "a tax on the ferry"), "a tax on the [ferry]");
        assert_eq!(marked("NOT (ferry OR tax)", "a tax on the ferry"), "a tax on the ferry");
        assert_eq!(marked("NOT NOT ferry", "the ferry"), "the [ferry]");
    }

    #[test]
    fn places_count_code_points() {
        let clause = parse(&["ferry".to_string()]).clause(Scope::About);
        assert_eq!(Highlighter::new(&clause).spans("“Ærø’s ferry”"), [[7, 12]]);
    }

    #[test]
    fn accents_do_not_hide_a_word() {
        assert_eq!(marked("Erdogan cafe", "Erdoğan’s CAFÉ"), "[Erdoğan’s] [CAFÉ]");
    }

    proptest! {
        #[test]
        fn places_are_in_order_and_inside(query in r#"[abc "*~1()-]{0,24}"#, quote in "[abc “”é.’ ]{0,60}") {
            let clause = parse(&[query]).clause(Scope::Quote);
            let mut done = 0;
            for [start, end] in Highlighter::new(&clause).spans(&quote) {
                prop_assert!(done <= start && start < end);
                done = end;
            }
            prop_assert!(done <= quote.chars().count());
        }

        #[test]
        fn a_word_of_the_quote_finds_itself(quote in "\\PC{0,40}") {
            for word in words(&quote) {
                let tree = parse(&[format!("\"{}\"", word.span.of(&quote))]);
                let spans = Highlighter::new(&tree.clause(Scope::Quote)).spans(&quote);
                let code_points = CodePoints::new(&quote);
                let place = [code_points.at(word.span.start), code_points.at(word.span.end)];
                prop_assert!(spans.contains(&place) || word.span.of(&quote).contains('"'), "{spans:?} {place:?}");
            }
        }
    }
}
