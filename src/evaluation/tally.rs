//! What was counted in one article, or in many: tallies add up.

use super::Row;
use super::calibration::Calibration;
use crate::attribution::Kind;

/// What is counted by kind of speech: of gold quotes by the gold kind, of predicted ones by the predicted kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// Gold quotes.
    Gold,
    /// Gold quotes that a predicted one fits.
    Found,
    /// Gold quotes that a predicted one is exactly.
    FoundExactly,
    /// Predicted quotes.
    Predicted,
    /// Predicted quotes that fit a gold one.
    Fitting,
    /// Predicted quotes that are exactly a gold one.
    FittingExactly,
    /// Found quotes with a gold mention.
    Mentioned,
    /// Of those, the ones whose predicted mention touches it.
    MentionRight,
    /// Gold quotes with a named speaker.
    Named,
    /// Found quotes with a named speaker.
    NamedFound,
    /// Of those, the ones under a right name.
    SpeakerRight,
    /// The same, by the predicted kind.
    FittingSpeakerRight,
    /// Predicted quotes that fit a gold one without a named speaker.
    FittingNameless,
    /// Found quotes of which the gold says who is meant.
    Meant,
    /// Of those, the ones with the right kind of speaker.
    KindRight,
    /// Of those, the ones whose gold speaker has no name.
    Nameless,
    /// Of those, the ones that were given a person or an organization all the same.
    FalselyNamed,
}

/// How many [`Count`]s there are.
const COUNTS: usize = Count::FalselyNamed as usize + 1;

/// Letters and digits of contents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LetterCounts {
    /// Inside a gold content.
    pub(super) gold: u64,
    /// Inside a predicted content.
    pub(super) predicted: u64,
    /// Inside both.
    pub(super) both: u64,
    /// Of the gold ones, those that a named speaker says.
    pub(super) named: u64,
    /// Of those, the ones that are predicted under right names only.
    pub(super) right: u64,
    /// Inside both, but said by nobody with a name.
    pub(super) nameless: u64,
}

impl LetterCounts {
    pub(super) fn add(&mut self, other: &LetterCounts) {
        self.gold += other.gold;
        self.predicted += other.predicted;
        self.both += other.both;
        self.named += other.named;
        self.right += other.right;
        self.nameless += other.nameless;
    }
}

/// Something counted once for spoken (direct and mixed) speech and once for all.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SpokenAndAll<T> {
    pub(super) spoken: T,
    pub(super) all: T,
}

impl<T> SpokenAndAll<T> {
    /// What belongs to a row, where it is counted for it.
    pub(super) fn of(&self, row: Row) -> Option<&T> {
        match row {
            Row::Spoken => Some(&self.spoken),
            Row::All => Some(&self.all),
            Row::Direct | Row::Mixed | Row::Indirect => None,
        }
    }
}

/// All that was counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tally {
    counts: [[u64; COUNTS]; 3],
    pub(super) letters: SpokenAndAll<LetterCounts>,
    /// Belief in quotes and how many fit.
    pub(super) quotes: SpokenAndAll<Calibration>,
    /// Belief in names and how many are right.
    pub(super) names: SpokenAndAll<Calibration>,
}

impl Tally {
    /// Counts one.
    pub(super) fn count(&mut self, what: Count, kind: Kind) {
        self.counts[kind as usize][what as usize] += 1;
    }

    /// Counts one where `is`.
    pub(super) fn count_if(&mut self, is: bool, what: Count, kind: Kind) {
        if is {
            self.count(what, kind);
        }
    }

    /// How many there are in a row.
    pub(super) fn get(&self, what: Count, row: Row) -> u64 {
        row.kinds().iter().map(|kind| self.counts[*kind as usize][what as usize]).sum()
    }

    /// Adds what was counted elsewhere.
    pub(super) fn add(&mut self, other: &Tally) {
        for (kind, counts) in other.counts.iter().enumerate() {
            for (what, count) in counts.iter().enumerate() {
                self.counts[kind][what] += count;
            }
        }
        self.letters.spoken.add(&other.letters.spoken);
        self.letters.all.add(&other.letters.all);
        for (sum, part) in [(&mut self.quotes, &other.quotes), (&mut self.names, &other.names)] {
            sum.spoken.add(&part.spoken);
            sum.all.add(&part.all);
        }
    }
}
