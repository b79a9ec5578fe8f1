//! Words as the index knows them: lower case, folded, and their English stems. No stop words are dropped.
//!
//! Index, query and highlights all come through [`words`], so they can't disagree.

use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::Span;

/// One word of a text as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands, in bytes of the text.
    pub span: Span,
    /// Folded: see [`fold`]; without apostrophes and full stops (`oneill`, `us`).
    pub folded: String,
    /// The same without a possessive ending, where it has one.
    base: Option<String>,
}

impl Word {
    /// Its stem (Snowball English), a possessive ending dropped first. It begins with the same letter as the word.
    pub fn stem(&self) -> String {
        let stem = Stemmer::new(Algorithm::English).stem(self.base.as_ref().unwrap_or(&self.folded)).into_owned();
        if stem.is_empty() { self.folded.clone() } else { stem }
    }
}

/// Longest folded word, in characters; what is longer is cut there.
const MAX_WORD_CHARS: usize = 64;

/// The words of `text` in order, by Unicode's rules for word boundaries (UAX #29), except that a colon inside a word
/// separates too (`warned:Okafor`); hyphens separate, apostrophes don't.
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut part_start = 0;
    let raw_words = text.split(':').flat_map(move |part| {
        let start = part_start;
        part_start += part.len() + ':'.len_utf8();
        part.unicode_word_indices().map(move |(at, raw)| (start + at, raw))
    });
    raw_words.filter_map(move |(start, raw)| {
        let lower = fold(raw);
        let folded = bare(&lower);
        let base = lower.strip_suffix("'s").map(bare);
        (!folded.is_empty()).then(|| Word { span: Span::new(start, start + raw.len()), folded, base })
    })
}

/// Lower case, without diacritics, letters of other Latin alphabets as their nearest plain ones, one apostrophe:
/// `Erdoğan` → `erdogan`, `Ærøe` → `aeroe`, `O’Neill` → `o'neill`.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase).nfkd() {
        match c {
            '\u{300}'..='\u{36f}' => {}
            '’' | '‘' | 'ʼ' | '＇' | '`' => folded.push('\''),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            c => folded.push(c),
        }
    }
    folded
}

/// `word` without apostrophes and full stops, cut at [`MAX_WORD_CHARS`].
fn bare(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).take(MAX_WORD_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).map(|word| word.folded).collect()
    }

    #[test]
    fn letters_with_marks_are_found_without() {
        assert_eq!(folded("Erdoğan, ÆRØE, Straße, Łódź, İzmir"), ["erdogan", "aeroe", "strasse", "lodz", "izmir"]);
    }

    #[test]
    fn apostrophes_and_full_stops_inside_a_word_do_not_matter() {
        assert_eq!(folded("O’Neill O'Neill U.S. can’t"), ["oneill", "oneill", "us", "cant"]);
    }

    #[test]
    fn hyphens_separate_words() {
        assert_eq!(folded("Okafor-Lindqvist"), ["okafor", "lindqvist"]);
    }

    #[test]
    fn colons_separate_words() {
        let text = "The minister warned:ferries :first: Ærø:n";
        let spans: Vec<&str> = words(text).map(|word| word.span.of(text)).collect();
        assert_eq!(spans, ["The", "minister", "warned", "ferries", "first", "Ærø", "n"]);
    }

    #[test]
    fn a_stem_stands_for_all_its_forms() {
        let stems: Vec<String> = words("ferry ferries ferry's building builds").map(|word| word.stem()).collect();
        assert_eq!(stems, ["ferri", "ferri", "ferri", "build", "build"]);
    }

    #[test]
    fn a_word_without_end_is_cut() {
        assert_eq!(folded(&"x".repeat(100_000))[0].len(), MAX_WORD_CHARS);
    }
    #[test]
    fn irregular_words_have_stems_of_their_own() {
        let stems: Vec<String> = words("skies dying lying tying idly gently 's").map(|word| word.stem()).collect();
        assert_eq!(stems, ["sky", "die", "lie", "tie", "idl", "gentl", "s"]);
    }

    proptest! {
        #[test]
        fn a_stem_begins_as_its_word(text in "([a-zé’'.]{0,12}(s|ing|ed|ly|'s)? ?){0,6}|\\PC{0,40}") {
            for word in words(&text) {
                prop_assert_eq!(word.stem().chars().next(), word.folded.chars().next(), "{:?}", word);
            }
        }
    }
}
