//! What a speaker does with the content.

use super::Act;

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

    #[test]
    fn what_was_not_said_is_silence_and_not_denying_is_saying() {
        assert_eq!(of(Act::Says, true, false), Act::Silent);
        assert_eq!(of(Act::Denies, true, false), Act::Says);
        assert_eq!(of(Act::Denies, false, false), Act::Denies);
        assert_eq!(of(Act::Asks, false, true), Act::Asks);
    }
}
