//! Chooses among reports of one unit that claim the same words.

use super::Act;
use super::candidate::Candidate;
use super::cues::Pattern;

/// How many reports back another one is looked for in its way.
const NEAREST: usize = 32;

/// Keeps what is believed enough and does not stand in another's way, in order of the cues.
pub(super) fn choose(candidates: Vec<Candidate>, threshold: f32) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        if candidate.weight < threshold {
            continue;
        }
        let mut loses = false;
        for other in kept.iter().rev().take(NEAREST) {
            if other.speaks_at(&candidate.cue) {
                loses = true;
            } else if candidate.speaks_at(&other.cue) {
                loses |= speaks_for_itself(other);
            } else if candidate.content.iter().any(|piece| other.speaks_at(piece)) {
                loses |= other.weight >= candidate.weight;
            }
        }
        if loses {
            continue;
        }
        let recent = kept.len().saturating_sub(NEAREST);
        let rest = kept.split_off(recent);
        let stays = |other: &Candidate| {
            !candidate.speaks_at(&other.cue) && !candidate.content.iter().any(|piece| other.speaks_at(piece))
        };
        kept.extend(rest.into_iter().filter(stays));
        kept.push(candidate);
    }
    kept
}

/// Whether a report keeps its content when another one is set after it (`Lund said it was over, the agency reported`).
fn speaks_for_itself(candidate: &Candidate) -> bool {
    matches!(candidate.act, Act::Says | Act::Denies)
        && matches!(
            candidate.pattern,
            Pattern::That | Pattern::Clause | Pattern::Colon | Pattern::Quote | Pattern::AfterQuote | Pattern::Left
        )
}
