//! Organizations: which of their names are one.
//!
//! A body is told by its name alone; roles, places and decades say nothing. Short forms (*FBI*) stay by themselves: too many
//! bodies share one.

use crate::speakers::lexicon::FIRM_SUFFIXES;

/// Words that alone or among themselves name no certain body: the government of one article is not that of another.
const GENERAL: &str = " government administration company firm group party ministry department agency committee commission \
     council board panel court courts union association campaign office police army bank city town county village \
     federal local national central regional appeals appeal advisory district high lower opposition authorities authority \
     newspaper paper magazine university school hospital church team club foundation charity airline network the of and \
     for in school its their his her new chancellery legislature cabinet coalition embassy ";

/// What names of one body have in common; `None` where the name says no certain body.
pub(super) fn body(name: &str) -> Option<String> {
    let mut words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    if words.iter().all(|word| GENERAL.contains(&format!(" {word} "))) {
        return None;
    }
    while words.len() > 1 && (FIRM_SUFFIXES.contains(words[words.len() - 1]) && is_legal_form(words[words.len() - 1])) {
        words.pop();
    }
    let kept: Vec<&str> = words.iter().copied().filter(|word| !matches!(*word, "the" | "and")).collect();
    // `Real Clear Harbours` and `RealClearHarbours` are one.
    Some(if kept.is_empty() { words.concat() } else { kept.concat() })
}

/// Whether the word says only in which form of law a firm exists.
fn is_legal_form(word: &str) -> bool {
    matches!(
        word,
        "inc"
            | "corp"
            | "corporation"
            | "co"
            | "company"
            | "ltd"
            | "limited"
            | "plc"
            | "ag"
            | "gmbh"
            | "sa"
            | "nv"
            | "llc"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_body_has_several_names() {
        for names in [
            ["tveit ferries inc", "tveit ferries"],
            ["lowmark motor company", "lowmark motor co"],
            ["real clear harbours", "realclearharbours"],
            ["fish and harbour commission of lund", "fish harbour commission of lund"],
        ] {
            assert_eq!(body(names[0]), body(names[1]), "{names:?}");
        }
        assert_ne!(body("tveit bank"), body("tveit ferries"));
    }

    #[test]
    fn a_government_is_no_certain_body() {
        assert_eq!(body("government"), None);
        assert_eq!(body("appeals court"), None);
        assert!(body("lund city council").is_some());
        assert!(body("company").is_none());
    }
}
