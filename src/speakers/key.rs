//! The speaker's key: what identities across articles are made from.

use jiff::civil::Date;

use super::lexicon::{DETERMINERS, GIVEN_NAMES, NAME_SUFFIXES, TITLES};
use super::{Gender, SpeakerKind};
use crate::text::{analysis, fold};

/// Between two fields of a key; can't stand in a folded word.
const FIELD: char = '\u{1f}';

/// Before and after a nickname in a key's name.
pub(super) const NICKNAME_MARK: char = '"';

/// What an article shows of a speaker, in the words that identities are made from.
///
/// As text: the six fields in this order, joined by U+001F: name, kind, gender (`m`, `f` or nothing), role head, place,
/// decade. A field that the article does not give is empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpeakerKey {
    /// Folded words of the fullest name, joined by a blank, a nickname in marks (`robert "bob" ainsley`); see [`key_name`].
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

    /// The key of a speaker of whom nothing but name and kind is known, in an article of this day.
    pub fn of_name(name: &str, kind: SpeakerKind, date: Option<Date>) -> SpeakerKey {
        SpeakerKey {
            name: key_name(name),
            kind,
            gender: None,
            role_head: String::new(),
            place: String::new(),
            decade: decade(date),
        }
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

/// The decade of an article's day; nothing where it has none.
pub(super) fn decade(date: Option<Date>) -> String {
    date.map_or(String::new(), |date| format!("{}0s", date.year().div_euclid(10)))
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

/// The words of [`name_words`] as a key has them: a nickname in marks stays in marks, `AINSLEY, Robert` comes in its order.
pub(crate) fn key_name(name: &str) -> String {
    let name = in_order(name);
    let kept = name_words(&name);
    let all: Vec<analysis::Word> = analysis::words(&name).collect();
    // Titles stand before, so what is kept are the last of all words.
    let marked = all[all.len() - kept.len()..].iter().zip(kept).map(|(word, kept)| {
        let is_nickname = name[..word.span.start].ends_with(['“', '"', '‘', '«', '(', '„', '\''])
            && name[word.span.end..].starts_with(['”', '"', '’', '»', ')', '“', '\'']);
        let initials: Vec<&str> = word.span.of(&name).split('.').filter(|part| !part.is_empty()).collect();
        let is_initials = initials.len() > 1 && initials.iter().all(|part| part.chars().count() == 1);
        match (is_nickname, is_initials) {
            (true, _) => format!("{NICKNAME_MARK}{kept}{NICKNAME_MARK}"),
            // `J.R.` and `J. R.` are one.
            (_, true) => kept.chars().map(String::from).collect::<Vec<_>>().join(" "),
            _ => kept,
        }
    });
    marked.collect::<Vec<_>>().join(" ")
}

/// `AINSLEY, Robert` as `Robert AINSLEY`; other names as they are.
fn in_order(name: &str) -> String {
    let Some((surname, given)) = name.split_once(", ") else { return name.to_owned() };
    let is_word = |word: &str| word.chars().any(char::is_alphabetic);
    let in_capitals =
        surname.chars().filter(|c| c.is_alphabetic()).count() > 1 && !surname.chars().any(char::is_lowercase);
    let words: Vec<&str> = given.split_whitespace().collect();
    let is_given = (1..=3).contains(&words.len())
        && words.iter().all(|word| is_word(word) && word.starts_with(char::is_uppercase))
        && !words.iter().any(|word| NAME_SUFFIXES.contains(word.trim_matches('.').to_lowercase().as_str()));
    let is_turned = is_given && !given.contains(',') && (in_capitals || GIVEN_NAMES.contains(fold(words[0]).as_str()));
    if is_turned { format!("{given} {surname}") } else { name.to_owned() }
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
    fn a_key_keeps_marks_around_a_nickname_and_puts_a_surname_last() {
        assert_eq!(key_name("Sen. Robert “Bob” O’Neill Jr."), "robert \"bob\" oneill jr");
        assert_eq!(key_name("Marcia \"Cia\" Pym"), "marcia \"cia\" pym");
        assert_eq!(key_name("J.R. Hobb"), "j r hobb");
        assert_eq!(key_name("TVEIT, Donald"), "donald tveit");
        assert_eq!(key_name("Will Stone, Jr."), "will stone jr");
        assert_eq!(key_name("Tveit’s"), "tveit");
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
