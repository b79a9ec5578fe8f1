//! Pairs of wordings that are copies.
//!
//! Only wordings that share a key are compared ([`look`](super::look)). A key that more than [`MOST_COMMON`](super::keys::MOST_COMMON)
//! wordings have tells nothing and would cost their square; it is not used. Whether it is one depends on the set of wordings
//! alone: where an update moves a key over that bound, all wordings that have it are compared anew.

use std::collections::BTreeSet;

use super::keys::Part;
use super::live::Live;
use super::look::Look;
use crate::index::IndexError;
use crate::index::generation::Snapshot;
use crate::index::statement::Statement;
use crate::text::wording::Likeness;

/// Two wordings that are copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    /// Class of the one that is cut, or of either where both are whole.
    pub short: u64,
    /// Class of the other.
    pub long: u64,
    /// Words of the other that it lacks; 0: both are whole.
    pub words: u32,
}

/// All pairs of a commit.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pairs {
    /// Ascending.
    pub pairs: Vec<Pair>,
    /// Keys that more than [`MOST_COMMON`](super::keys::MOST_COMMON) wordings have, ascending.
    pub common: Vec<u32>,
}

impl Pairs {
    /// Looks through all keys of a commit.
    pub fn all(snapshot: &Snapshot, live: &Live) -> Result<Pairs, IndexError> {
        Look::new(snapshot, live)?.pairs(&Part::all(live.documents()), |_| true)
    }

    /// What these pairs, of `commit`, become with the documents that were written and went since.
    pub fn extended(mut self, snapshot: &Snapshot, live: &Live, commit: u64) -> Result<Pairs, IndexError> {
        let look = Look::new(snapshot, live)?;
        let mut changed: BTreeSet<u32> = live.new_since(commit).into_iter().collect();
        let mut touched: BTreeSet<u32> = look.keys_of(&changed)?;
        touched.extend(&self.common);
        // Keys that became common, and those that ceased to be.
        let mut common = BTreeSet::new();
        for key in touched {
            let was_common = self.common.binary_search(&key).is_ok();
            let is_common = look.keys.sharing(key)?.few().is_none();
            if is_common {
                common.insert(key);
            }
            if was_common != is_common {
                changed.extend(look.keys.every_wording(key)?);
            }
        }
        self.pairs.retain(|pair| {
            let is_kept = |class: u64| live.wording_of_class(class).is_some_and(|wording| !changed.contains(&wording));
            is_kept(pair.short) && is_kept(pair.long)
        });
        let keys: Vec<u32> = look.keys_of(&changed)?.difference(&common).copied().collect();
        let is_new = |(one, other): (u32, u32)| changed.contains(&one) || changed.contains(&other);
        self.pairs.extend(look.pairs(&Part::of(&keys), is_new)?.pairs);
        self.pairs.sort_unstable();
        self.common = common.into_iter().collect();
        Ok(self)
    }
}

/// Two statements as a pair, where they are copies. Which is looked at first is told by their classes alone.
pub(super) fn pair(one: &Statement, other: &Statement) -> Option<Pair> {
    let (first, second) = if one.class < other.class { (one, other) } else { (other, one) };
    let pair = |short: &Statement, long: &Statement, words| Some(Pair { short: short.class, long: long.class, words });
    match first.compare(second) {
        Likeness::Whole => pair(first, second, 0),
        Likeness::LeftCut(words) => pair(first, second, words),
        Likeness::RightCut(words) => pair(second, first, words),
        Likeness::Other => None,
    }
}
