//! What a speaker does with the content.

use super::Act;
use super::cues::Lexicon;

/// Beginnings of words that are too rare for the lexicon, with what they do.
const RARE: [(&str, Act); 28] = [
    ("repudiat", Act::Denies),
    ("recant", Act::Denies),
    ("rubbish", Act::Denies),
    ("pooh-pooh", Act::Denies),
    ("disavow", Act::Denies),
    ("rebut", Act::Denies),
    ("debunk", Act::Denies),
    ("quash", Act::Denies),
    ("disput", Act::Denies),
    ("disagree", Act::Denies),
    ("discount", Act::Denies),
    ("resist", Act::Denies),
    ("veto", Act::Denies),
    ("contest", Act::Denies),
    ("challeng", Act::Denies),
    ("disown", Act::Denies),
    ("renounc", Act::Denies),
    ("dispel", Act::Denies),
    ("demur", Act::Denies),
    ("gainsa", Act::Denies),
    ("ridicul", Act::Denies),
    ("discredit", Act::Denies),
    ("scoff", Act::Denies),
    ("downplay", Act::Denies),
    ("derid", Act::Denies),
    ("belittl", Act::Denies),
    ("despair", Act::Thinks),
    ("position", Act::Thinks),
];

/// What a verb does together with the word after it.
fn of_pair(verb: &str, after: &str) -> Option<Act> {
    let starts = |stems: &[&str]| stems.iter().any(|stem| verb.starts_with(stem));
    match after {
        "for" | "on" if starts(&["call"]) => Some(Act::Wants),
        "back" if starts(&["push"]) => Some(Act::Denies),
        "off" if starts(&["brush", "wav", "shrug", "laugh", "fend", "fought"]) => Some(Act::Denies),
        "away" if starts(&["bat", "swat", "wav"]) => Some(Act::Denies),
        "out" if starts(&["rul"]) => Some(Act::Denies),
        "down" if starts(&["struck", "strik", "shot", "shoot", "play"]) => Some(Act::Denies),
        "issue" if starts(&["took", "tak"]) => Some(Act::Denies),
        // *challenged him to debate* and *agreed to pay* want something.
        "to" if starts(&["challeng", "agree"]) => Some(Act::Wants),
        _ => None,
    }
}

/// What the words of a cue say that the speaker does.
pub(super) fn of_words<'w>(words: impl Iterator<Item = &'w str>, cues: &Lexicon) -> Act {
    let (mut act, mut negated, mut passive, mut last) = (None, false, false, String::new());
    let mut words: Vec<String> = words.map(str::to_lowercase).collect();
    // *not only said* says.
    if let Some(only) = words.windows(2).position(|pair| pair[0] == "not" && pair[1] == "only") {
        words.drain(only..only + 2);
    }
    if let Some(pair) = words.windows(2).find_map(|pair| of_pair(&pair[0], &pair[1])) {
        act = Some(pair);
    }
    for word in words {
        negated |= matches!(word.as_str(), "not" | "never" | "no" | "neither" | "nor" | "cannot" | "without")
            || word.ends_with("n't")
            || word.ends_with("n’t");
        passive |= matches!(word.as_str(), "was" | "were" | "been" | "is" | "are" | "be" | "being");
        let rare = RARE.iter().find(|(stem, _)| word.starts_with(stem)).map(|(_, act)| *act);
        if let Some(here) = rare.or_else(|| cues.find(&word).map(|id| cues.get(id).act)) {
            let firm = matches!(act, Some(Act::Denies | Act::Silent | Act::Wants));
            if !firm {
                act = Some(here);
            }
        }
        last = word;
    }
    let passive = passive && !last.ends_with("ing");
    act.map_or(Act::Says, |cue| of(cue, negated, passive))
}

/// The act of a cue, with what its verb group says about it.
pub(super) fn of(cue: Act, negated: bool, passive: bool) -> Act {
    match cue {
        // *was asked* asks, whoever asked.
        Act::Asks if passive => Act::Asks,
        Act::Says | Act::Denies if negated => {
            if cue == Act::Denies {
                Act::Says
            } else {
                Act::Silent
            }
        }
        cue => cue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::Model;

    #[test]
    fn a_cue_of_several_words_says_what_is_done() {
        let of = |cue: &str| of_words(cue.split(' '), &Model::embedded().cues);
        assert_eq!(of("said"), Act::Says);
        assert_eq!(of("has called for"), Act::Wants);
        assert_eq!(of("has called"), Act::Says);
        assert_eq!(of("pushed back against"), Act::Denies);
        assert_eq!(of("did not deny"), Act::Says);
        assert_eq!(of("declined to say"), Act::Silent);
        assert_eq!(of("did not say"), Act::Silent);
        assert_eq!(of("was asked"), Act::Asks);
        assert_eq!(of("repudiated"), Act::Denies);
        assert_eq!(of("not only shrugged off"), Act::Denies);
        assert_eq!(of("took issue with"), Act::Denies);
        assert_eq!(of("challenged"), Act::Denies);
        assert_eq!(of("played down"), Act::Denies);
        assert_eq!(of("scoffed at"), Act::Denies);
        assert_eq!(of("agreed to"), Act::Wants);
        assert_eq!(of("despaired of"), Act::Thinks);
        assert_eq!(of("position"), Act::Thinks);
    }

    #[test]
    fn what_was_not_said_is_silence_and_not_denying_is_saying() {
        assert_eq!(of(Act::Says, true, false), Act::Silent);
        assert_eq!(of(Act::Denies, true, false), Act::Says);
        assert_eq!(of(Act::Denies, false, false), Act::Denies);
        assert_eq!(of(Act::Asks, false, true), Act::Asks);
    }
}
