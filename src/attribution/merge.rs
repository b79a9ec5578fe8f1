//! Chooses among reports of one unit that claim the same words.

use std::ops::Range;

use super::Act;
use super::candidate::Candidate;
use super::cues::Pattern;

/// How many reports back another one is looked for in its way.
const NEAREST: usize = 32;
/// Least belief in a report inside another, 0 to 1.
const NESTED: f32 = 0.8;

/// Keeps what is believed enough and does not stand in another's way, in order of the cues.
///
/// Of a report inside another's words the outer one is kept, and the inner one beside it where it is plain. A report
/// set after one that speaks for itself (`Lund said it was over, the agency reported`) goes.
pub(super) fn choose(candidates: Vec<Candidate>, threshold: f32) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::new();
    for mut candidate in candidates {
        if candidate.weight < threshold || !finds_room(&mut candidate, &kept) {
            continue;
        }
        if candidate.inside.is_none() {
            let recent = kept.split_off(kept.len().saturating_sub(NEAREST));
            kept.extend(recent.into_iter().filter_map(|other| beside(other, &candidate)));
        }
        kept.push(candidate);
    }
    kept
}

/// Whether nothing kept so far claims the candidate's words with more right; sets what it stands inside of.
fn finds_room(candidate: &mut Candidate, kept: &[Candidate]) -> bool {
    for other in kept.iter().rev().take(NEAREST) {
        if other.speaks_at(&candidate.cue) {
            if !is_plain(candidate) || !lies_in(candidate, other) {
                return false;
            }
            candidate.inside.get_or_insert(other.cue.clone());
        } else if candidate.speaks_at(&other.cue) {
            if other.inside.is_none() && speaks_for_itself(other) {
                return false;
            }
        } else if other.inside.is_none() && other.weight >= candidate.weight && shares_words(candidate, other) {
            return false;
        }
    }
    true
}

/// What remains of `other` beside `candidate`, which has the better right.
fn beside(mut other: Candidate, candidate: &Candidate) -> Option<Candidate> {
    if candidate.speaks_at(&other.cue) {
        let stays = is_plain(&other) && lies_in(&other, candidate);
        other.inside.get_or_insert(candidate.cue.clone());
        return stays.then_some(other);
    }
    (!shares_words(candidate, &other)).then_some(other)
}

/// Whether a report inside the words of another is plain enough to be shown beside it.
fn is_plain(candidate: &Candidate) -> bool {
    candidate.weight >= NESTED
        && candidate.mention.is_some()
        && matches!(candidate.pattern, Pattern::That | Pattern::Clause)
}

/// Whether all of `inner` stands in one piece of the content of `outer`.
fn lies_in(inner: &Candidate, outer: &Candidate) -> bool {
    let extent = inner.extent();
    let holds = |piece: &Range<usize>| piece.start <= extent.start && extent.end <= piece.end;
    outer.content.iter().any(holds)
}

fn shares_words(candidate: &Candidate, other: &Candidate) -> bool {
    candidate.content.iter().any(|piece| other.speaks_at(piece))
}

/// Whether a report keeps its content when another one is set after it.
fn speaks_for_itself(candidate: &Candidate) -> bool {
    matches!(candidate.act, Act::Says | Act::Denies)
        && matches!(
            candidate.pattern,
            Pattern::That | Pattern::Clause | Pattern::Colon | Pattern::Quote | Pattern::AfterQuote | Pattern::Left
        )
}

#[cfg(test)]
mod tests {
    use crate::attribution::stories::told_by_rule as told;

    #[test]
    fn an_agency_that_relays_does_not_steal_the_words() {
        let text = "Moe said that the ferry had been safe since the spring of 1963, the Tornhavn News Agency (TNA) reported the \
                    spokeswoman as saying. Lund confirmed that the boat was sold, the Gazette reported.";
        assert_eq!(
            told(text),
            [
                "Moe [said] indirect says: that the ferry had been safe since the spring of 1963",
                "Lund [confirmed] indirect says: that the boat was sold"
            ]
        );
    }
}
