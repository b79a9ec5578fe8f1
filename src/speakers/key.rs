//! The speaker's key: what identities across articles are made from.

use super::lexicon::{DETERMINERS, NAME_SUFFIXES, TITLES};
use super::{Gender, SpeakerKind};
use crate::text::analysis;

/// Between two fields of a key; can't stand in a folded word.
const FIELD: char = '\u{1f}';

/// What an article shows of a speaker, in the words that identities are made from.
///
/// As text: the six fields in this order, joined by U+001F: name, kind, gender (`m`, `f` or nothing), role head, place,
/// decade. A field that the article does not give is empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpeakerKey {
    /// Folded words of the fullest name, a nickname among them, joined by a blank (`robert bob ainsley`).
    pub name: String,
    /// Kind of speaker.
    pub kind: SpeakerKind,
    /// Gender as the article shows it.
    pub gender: Option<Gender>,
    /// Folded head word of the role (`spokesman`).
    pub role_head: String,
    /// Folded place or body named with the role (`iranian foreign ministry`).
    pub place: String,
    /// Decade of the article's date (`2010s`).
    pub decade: String,
}

impl SpeakerKey {
    /// The key as text.
    pub fn encode(&self) -> String {
        let gender = match self.gender {
            Some(Gender::Male) => "m",
            Some(Gender::Female) => "f",
            None => "",
        };
        let fields = [&self.name, self.kind.name(), gender, &self.role_head, &self.place, &self.decade];
        fields.map(|field| field.replace(FIELD, " ")).join("\u{1f}")
    }

    /// The key that `text` stands for; `None` where it is not one.
    pub fn parse(text: &str) -> Option<SpeakerKey> {
        let fields: Vec<&str> = text.split(FIELD).collect();
        let [name, kind, gender, role_head, place, decade] = fields.as_slice() else { return None };
        let kind = SpeakerKind::ALL.into_iter().find(|known| known.name() == *kind)?;
        let gender = match *gender {
            "m" => Some(Gender::Male),
            "f" => Some(Gender::Female),
            "" => None,
            _ => return None,
        };
        Some(SpeakerKey {
            name: (*name).to_owned(),
            kind,
            gender,
            role_head: (*role_head).to_owned(),
            place: (*place).to_owned(),
            decade: (*decade).to_owned(),
        })
    }
}

/// The folded words of a name without titles: `Sen. Robert “Bob” O’Neill` → `robert`, `bob`, `oneill`.
///
/// The last word always stays, so a name that is nothing but titles is not lost. The index's speaker field, `--speaker`
/// and [`SpeakerKey::name`] are all made of these words.
pub fn name_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = analysis::words(name).map(|word| without_possessive(name, word)).collect();
    let mut titles = 0;
    while titles + 1 < words.len() && is_title(&words, titles) {
        titles += 1;
    }
    words.drain(..titles);
    words
}

/// Whether the word at `place` is a title or an article before a name.
fn is_title(words: &[String], place: usize) -> bool {
    let word = words[place].as_str();
    if NAME_SUFFIXES.contains(words[place + 1].as_str()) {
        return false;
    }
    TITLES.contains(word) || DETERMINERS.contains(word) || word == "former"
}

/// The folded word, an ending `’s` left off.
fn without_possessive(name: &str, word: analysis::Word) -> String {
    let raw = word.span.of(name);
    match raw.strip_suffix(['s', 'S']).and_then(|base| base.strip_suffix(['\'', '’'])) {
        Some(base) if !base.is_empty() => analysis::words(base).next().map_or(word.folded, |word| word.folded),
        _ => word.folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_go_and_nicknames_stay() {
        assert_eq!(name_words("Sen. Robert “Bob” O’Neill Jr."), ["robert", "bob", "oneill", "jr"]);
        assert_eq!(name_words("the Vice President Ærøe-Łukasz"), ["aeroe", "lukasz"]);
        assert_eq!(name_words("Mayor Tveit’s"), ["tveit"]);
    }

    #[test]
    fn a_name_that_is_a_title_stays() {
        assert_eq!(name_words("President"), ["president"]);
        assert_eq!(name_words("Pope"), ["pope"]);
        assert!(name_words("—").is_empty());
    }

    #[test]
    fn a_key_is_readable() {
        let key = SpeakerKey {
            name: "ines okafor".into(),
            kind: SpeakerKind::Person,
            gender: Some(Gender::Female),
            role_head: "mayor".into(),
            place: "tveit".into(),
            decade: "2010s".into(),
        };
        assert_eq!(key.encode(), "ines okafor\u{1f}person\u{1f}f\u{1f}mayor\u{1f}tveit\u{1f}2010s");
        assert_eq!(SpeakerKey::parse(&key.encode()), Some(key));
        assert_eq!(SpeakerKey::parse("ines okafor"), None);
        assert_eq!(SpeakerKey::parse("a\u{1f}robot\u{1f}\u{1f}\u{1f}\u{1f}"), None);
    }

    proptest! {
        #[test]
        fn every_key_comes_back(name in "[a-z ]{0,12}", kind in 0..6usize, gender in 0..3usize, role in "[a-z]{0,6}",
                                place in "[a-z ]{0,9}", decade in "([12][0-9]{2}0s)?") {
            let gender = [None, Some(Gender::Male), Some(Gender::Female)][gender];
            let key = SpeakerKey { name, kind: SpeakerKind::ALL[kind], gender, role_head: role, place, decade };
            prop_assert_eq!(SpeakerKey::parse(&key.encode()), Some(key));
        }

        #[test]
        fn a_name_keeps_its_last_word(name in "\\PC{0,30}") {
            let all: Vec<_> = analysis::words(&name).collect();
            prop_assert_eq!(name_words(&name).is_empty(), all.is_empty());
        }
    }
}
