//! When two names are the same.
//!
//! On its own and not [`name_words`](crate::speakers::name_words): a yardstick must not move when the extractor's lists grow.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::GoldSpeaker;

/// Words that are left off at the beginning of a name: forms of address, offices, ranks, parties.
static BEFORE_NAMES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let words = "the former mr mrs ms miss dr prof professor sir dame lord lady \
                 president vice secretary minister prime chair chairman chairwoman mayor ambassador speaker attorney \
                 senator sen representative rep congressman congresswoman governor gov justice judge \
                 general gen major maj colonel col lt captain capt sgt \
                 king queen prince princess pope rev reverend father sister brother \
                 democrat democratic republican gop";
    words.split_whitespace().collect()
});

/// A name as it is compared: its words without diacritics, case, full stops, an ending *’s*, single letters and titles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    words: Vec<String>,
}

impl Name {
    pub(super) fn new(name: &str) -> Name {
        let folded = without_possessives(&fold(name)).replace('.', "");
        let mut words: Vec<String> = Vec::new();
        for word in folded.split(|c: char| !c.is_alphanumeric()) {
            if word.chars().nth(1).is_some() {
                words.push(word.to_owned());
            }
        }
        let titles = words.iter().take_while(|word| BEFORE_NAMES.contains(word.as_str())).count();
        words.drain(..titles.min(words.len().saturating_sub(1)));
        Name { words }
    }

    /// Whether both have the same words, or two or more words of which the first and the last are the same.
    fn is(&self, other: &Name) -> bool {
        if self.words.is_empty() || other.words.is_empty() {
            return false;
        }
        let several = self.words.len() > 1 && other.words.len() > 1;
        self.words == other.words
            || several && self.words.first() == other.words.first() && self.words.last() == other.words.last()
    }
}

/// Every name that is right for a gold speaker.
pub(super) struct RightNames {
    names: Vec<Name>,
}

impl RightNames {
    pub(super) fn new(speaker: &GoldSpeaker) -> RightNames {
        let all = std::iter::once(&speaker.name).chain(&speaker.aliases);
        RightNames { names: all.map(|name| Name::new(name)).collect() }
    }

    /// Whether `name` is one of them.
    pub(super) fn hold(&self, name: &Name) -> bool {
        self.names.iter().any(|right| right.is(name))
    }
}

/// Lower case, without marks on letters.
fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| canonical_combining_class(*c) == 0) {
        match c {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            c => folded.extend(c.to_lowercase().filter(|c| canonical_combining_class(*c) == 0)),
        }
    }
    folded
}

/// `text` without each *’s* that ends a word.
fn without_possessives(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\'', '’']) {
        kept.push_str(&rest[..at]);
        let mark = rest[at..].chars().next().map_or(0, char::len_utf8);
        let after = &rest[at + mark..];
        let goes_on = |c: char| c.is_alphanumeric() || c == '_';
        match after.strip_prefix('s') {
            Some(end) if !end.starts_with(goes_on) => rest = end,
            _ => {
                kept.push_str(&rest[at..at + mark]);
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speakers::SpeakerKind;

    fn same(predicted: &str, gold: &str) -> bool {
        let speaker = GoldSpeaker { name: gold.into(), kind: SpeakerKind::Person, aliases: vec!["Bell Lines".into()] };
        RightNames::new(&speaker).hold(&Name::new(predicted))
    }

    #[test]
    fn titles_marks_and_middle_names_do_not_matter() {
        assert!(same("Vice President Zoë Q. Lindqvist", "Zoe Lindqvist’s"));
        assert!(same("Sen. Ada Maria Quayle", "ADA QUAYLE"));
        assert!(same("U.S. Navy", "US Navy"));
        assert!(same("the Bell Lines", "Harbour Company"));
    }

    #[test]
    fn a_part_of_a_name_is_another_name() {
        assert!(!same("Quayle", "Ada Quayle"));
        assert!(!same("Bo Quayle", "Ada Quayle"));
        assert!(!same("", "Ada Quayle"));
        assert!(!same("Q.", "Q."));
    }

    #[test]
    fn a_title_alone_stays() {
        assert!(same("the Pope", "Pope"));
        assert!(!same("the Queen", "Pope"));
    }

    #[test]
    fn an_apostrophe_inside_a_name_separates_its_words() {
        assert_eq!(Name::new("Pat O’Shea's").words, ["pat", "shea"]);
        assert_eq!(Name::new("Jo d's'ouza").words, ["jo", "ouza"]);
    }
}
