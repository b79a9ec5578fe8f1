//! Which attribution stands inside which: `Lund said that Brandt denied it`.

use super::Attribution;

/// Most attributions that one is looked for inside of.
const MOST_OPEN: usize = 16;

/// Sets `within` by cue and content; `found` is sorted by content, outer ones first.
pub(super) fn set(found: &mut [Attribution]) {
    let mut open: Vec<usize> = Vec::new();
    for place in 0..found.len() {
        let start = found[place].content[0].start;
        open.retain(|&outer| found[outer].content.last().is_some_and(|piece| piece.end > start));
        found[place].within = open.iter().rev().copied().find(|&outer| holds(&found[outer], &found[place]));
        open.push(place);
        if open.len() > MOST_OPEN {
            open.remove(0);
        }
    }
}

/// Whether one piece of `outer` holds cue and content of `inner`.
fn holds(outer: &Attribution, inner: &Attribution) -> bool {
    let Some(cue) = inner.cue.first() else { return false };
    let near = outer.content.partition_point(|piece| piece.end <= cue.start);
    outer.content.get(near).is_some_and(|piece| piece.contains(*cue) && piece.contains(inner.content[0]))
}
