//! What a rule proposes.

use std::ops::Range;

use super::Act;
use super::cues::Pattern;

/// A possible attribution inside one unit; ranges are items of the unit.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Pieces of the content, in order.
    pub content: Vec<Range<usize>>,
    /// The cue.
    pub cue: Range<usize>,
    /// Who says it.
    pub mention: Option<Range<usize>>,
    /// What they do with it.
    pub act: Act,
    /// What found it.
    pub pattern: Pattern,
    /// Belief that it is one, 0 to 1.
    pub weight: f32,
    /// The cue of the report inside whose content it stands.
    pub inside: Option<Range<usize>>,
    /// The content follows in the next paragraph.
    pub opens_next: bool,
}

impl Candidate {
    /// From its first to its last item, cue and mention among them.
    pub fn extent(&self) -> Range<usize> {
        let mut extent = self.cue.clone();
        for range in self.content.iter().chain(&self.mention) {
            extent.start = extent.start.min(range.start);
            extent.end = extent.end.max(range.end);
        }
        extent
    }

    /// Whether some of its content stands at items `range`.
    pub fn speaks_at(&self, range: &Range<usize>) -> bool {
        self.content.iter().any(|piece| piece.start < range.end && range.start < piece.end)
    }
}
