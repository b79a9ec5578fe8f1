//! What a request may ask for at most, so that queries from outsiders cannot hurt.
//!
//! Length and clauses bound what has to be taken apart; a pattern (`milit*`, `word~1`) is looked up once, however often it
//! stands in a query, and edits are bounded by [`MAX_FUZZY_DISTANCE`](super::MAX_FUZZY_DISTANCE), so that each costs one walk
//! over the words of the index at most; how long all of it may take is up to
//! [`search_while`](super::search_while). None of the defaults bites under 4,096 characters.

use std::fmt;

use super::Request;
use super::parse::parse;
use super::tree::{MAX_CLAUSES, Tree};

/// What a request may ask for at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Characters of the words, and as many of each other option that takes text, over all its values.
    pub characters: usize,
    /// Words, phrases and patterns.
    pub clauses: usize,
    /// Place of the last hit that can be seen; `None` for any.
    pub hits: Option<usize>,
}

impl Default for Limits {
    /// 8,192 characters, 4,096 clauses, the first 10,000 hits.
    fn default() -> Limits {
        Limits { characters: 8192, clauses: MAX_CLAUSES, hits: Some(10_000) }
    }
}

/// A limit that a request exceeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exceeded {
    /// What is too much, as on the command line.
    pub what: &'static str,
    /// How much was asked for.
    pub given: usize,
    /// How much there may be.
    pub most: usize,
    /// Of what.
    pub unit: &'static str,
}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Exceeded { what, given, most, unit } = self;
        write!(f, "{what}: {given} {unit}; {most} at most")
    }
}

impl Limits {
    /// Cuts what exceeds the limits, and says what that is.
    pub fn cut(&self, request: &mut Request) -> Vec<Exceeded> {
        let mut exceeded = Vec::new();
        let options: [(&'static str, &mut Vec<String>); 6] = [
            ("WORDS", &mut request.words),
            ("--about", &mut request.about),
            ("--speaker", &mut request.speakers),
            ("--where", &mut request.wheres),
            ("--source", &mut request.sources),
            ("--cue", &mut request.cues),
        ];
        for (what, texts) in options {
            let given = texts.iter().map(|text| text.chars().count()).sum();
            if given > self.characters {
                cut_texts(texts, self.characters);
                exceeded.push(Exceeded { what, given, most: self.characters, unit: "characters" });
            }
        }
        let given = clauses(request);
        if given > self.clauses {
            while clauses(request) > self.clauses {
                for texts in [&mut request.words, &mut request.about] {
                    let characters: usize = texts.iter().map(|text| text.chars().count()).sum();
                    cut_texts(texts, characters / 4 * 3);
                }
            }
            exceeded.push(Exceeded { what: "WORDS", given, most: self.clauses, unit: "words" });
        }
        if let Some(most) = self.hits {
            let wanted = if request.limit == 0 { usize::MAX } else { request.limit };
            let given = request.offset.saturating_add(wanted);
            if given > most {
                request.offset = request.offset.min(most);
                request.limit = wanted.min(most - request.offset).max(1);
                exceeded.push(Exceeded { what: "--limit", given, most, unit: "hits" });
            }
        }
        exceeded
    }

    /// Refuses a request that exceeds a limit, where [`Limits::cut`] would cut it.
    ///
    /// # Errors
    /// The first limit that it exceeds.
    pub fn check(&self, request: &Request) -> Result<(), Exceeded> {
        match self.cut(&mut request.clone()).into_iter().next() {
            Some(exceeded) => Err(exceeded),
            None => Ok(()),
        }
    }
}

/// Words, phrases and patterns of a request.
fn clauses(request: &Request) -> usize {
    let about = request.about.iter().map(|text| parse(std::slice::from_ref(text)));
    std::iter::once(parse(&request.words)).chain(about).map(|tree: Tree| tree.leaves()).sum()
}

/// Leaves the first `most` characters, without a word that would lose its end.
fn cut_texts(texts: &mut Vec<String>, most: usize) {
    let mut left = most;
    texts.retain_mut(|text| {
        let Some((end, _)) = text.char_indices().nth(left) else {
            left -= text.chars().count();
            return true;
        };
        let end = text[..end].rfind(char::is_whitespace).unwrap_or(end);
        text.truncate(end);
        left = 0;
        !text.trim().is_empty()
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(words: &str) -> Request {
        Request { words: vec![words.to_owned()], ..Request::default() }
    }

    #[test]
    fn nothing_bites_under_4096_characters() {
        for piece in ["a ", "a*", "a~2 ", "字", "\"a b\"~9 ", "(", "-a ", "a OR "] {
            let text: String = piece.chars().cycle().take(4096).collect();
            let mut request = asking(&text);
            assert_eq!(Limits::default().check(&request), Ok(()), "{piece}");
            assert_eq!(Limits::default().cut(&mut request), [], "{piece}");
            assert_eq!(request, asking(&text));
            assert!(request.query().is_ok());
        }
    }

    #[test]
    fn a_text_that_is_too_long_loses_its_end_but_no_word_is_cut() {
        let mut request = asking(&"ferry ".repeat(2000));
        request.about = vec!["tax".to_owned()];
        let exceeded = Limits::default().cut(&mut request);
        assert_eq!(exceeded[0].to_string(), "WORDS: 12000 characters; 8192 at most");
        assert_eq!(exceeded.len(), 1);
        assert!(request.words[0].ends_with("ferry") && request.words[0].len() > 8000);
        assert_eq!(request.about, ["tax"]);
        assert_eq!(Limits::default().check(&request), Ok(()));
    }

    #[test]
    fn what_follows_the_end_is_left_out() {
        let mut request = Request { speakers: vec!["x".repeat(10_000), "Orla Fenwick".into()], ..Request::default() };
        assert_eq!(Limits::default().cut(&mut request)[0].what, "--speaker");
        assert_eq!(request.speakers, ["x".repeat(8192)]);
    }

    #[test]
    fn clauses_are_cut_until_they_are_few_enough() {
        let limits = Limits { characters: 1_000_000, clauses: 100, hits: None };
        let mut request = asking(&"a b ".repeat(1000));
        assert_eq!(limits.cut(&mut request)[0].to_string(), "WORDS: 2000 words; 100 at most");
        assert!((50..=100).contains(&clauses(&request)));
    }

    #[test]
    fn hits_are_bounded_where_outsiders_ask() {
        let mut request = Request { limit: 0, offset: 9_990, ..Request::default() };
        assert_eq!(Limits::default().cut(&mut request).len(), 1);
        assert_eq!((request.offset, request.limit), (9_990, 10));
        let mut request = Request { limit: 0, ..Request::default() };
        assert_eq!(Limits { hits: None, ..Limits::default() }.cut(&mut request), []);
        assert_eq!(request.limit, 0);
    }
}
