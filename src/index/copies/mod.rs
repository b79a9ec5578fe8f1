//! The derived table of copies: which quotes are copies of one statement, and which articles are reprints of one another.
//!
//! Made in three steps, each a function of the set of quotes and articles alone: pairs of wordings that are copies ([`pairs`]),
//! groups of these ([`groups`]), and for each document of the commit its place in a group. A new commit's pairs are the old
//! one's, and those of the wordings that came since; so an update compares only what it brought.
//!
//! Layout: a head in JSON, one line; then numbers of 4 bytes, least first, but for the pairs: pairs of wordings, the keys that are
//! too common to be used, for each document its place among the members, for each its article's, the members of all groups of
//! quotes (group after group, earliest first), the group of each, where each group begins; the group of each member among
//! the articles.

mod groups;
#[cfg(test)]
mod grown;
mod keys;
mod live;
mod look;
mod pairs;

use std::sync::{Mutex, MutexGuard};

use serde::{Deserialize, Serialize};
use tantivy::{DocAddress, DocId, SegmentOrdinal};

use super::IndexError;
use super::derived::{self, Derived, Stored, TableBytes};
use super::folder::Folder;
use super::generation::Snapshot;
use live::Live;
use pairs::{Pair, Pairs};

/// Name of the table.
pub(super) const NAME: &str = "copies";

/// Another number where another program would group otherwise or write the table otherwise.
const VERSION: u32 = 1;

/// Bytes of a pair, and of a number.
const PAIR_BYTES: usize = 20;
const NUMBER_BYTES: usize = 4;

/// Members that are looked at together.
pub(super) const MEMBERS_AT_ONCE: usize = u64::BITS as usize;

/// Which documents of a commit are copies.
pub(super) struct Copies {
    bytes: TableBytes,
    head: Head,
    parts: Parts,
    /// Where the numbers after the pairs begin.
    numbers_at: usize,
    /// Documents before each segment.
    bases: Vec<u32>,
    /// See [`Copies::borrow_bits`].
    spare: Mutex<Vec<Vec<u64>>>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Head {
    commit: u64,
    pairs: usize,
    common: usize,
    documents: usize,
    /// Members and groups.
    quotes: usize,
    quote_groups: usize,
    articles: usize,
    article_groups: usize,
}

/// Where the parts of the table begin, in numbers after the pairs.
#[derive(Clone, Copy)]
struct Parts {
    places: usize,
    reprints: usize,
    members: usize,
    groups: usize,
    starts: usize,
    article_groups: usize,
    end: usize,
}

impl Head {
    fn parts(&self) -> Parts {
        let places = self.common;
        let reprints = places + self.documents;
        let members = reprints + self.documents;
        let groups = members + self.quotes;
        let starts = groups + self.quotes;
        let article_groups = starts + self.quote_groups + 1;
        Parts { places, reprints, members, groups, starts, article_groups, end: article_groups + self.articles }
    }
}

impl Derived for Copies {
    fn is_damaged(&self) -> bool {
        self.bytes.is_damaged()
    }

    fn load(folder: &Folder, snapshot: &Snapshot, believe: bool) -> Result<Copies, IndexError> {
        let of = format!("{VERSION} {}", segments(snapshot));
        let stored = Stored::find(snapshot, NAME).filter(|_| believe);
        let is_in_force = |stored: &Stored| {
            let made_of = head(&stored.bytes).map(|(head, _)| head.commit);
            stored.of == of && stored.commit == snapshot.commit() && made_of == Some(snapshot.commit())
        };
        let bytes = match stored {
            Some(stored) if is_in_force(&stored) => stored.bytes,
            stored => {
                let live = Live::read(snapshot)?;
                let pairs = match stored.and_then(|stored| earlier(snapshot, &stored)) {
                    Some((commit, pairs)) => pairs.extended(snapshot, &live, commit)?,
                    None => Pairs::all(snapshot, &live)?,
                };
                derived::store(folder, snapshot, NAME, &of, encode(snapshot, &live, &pairs)?)
            }
        };
        let (head, pairs_at) =
            head(&bytes).ok_or_else(|| IndexError::damaged(&snapshot.path.join(NAME), "not a table of copies"))?;
        let numbers_at = pairs_at + head.pairs * PAIR_BYTES;
        Ok(Copies {
            bytes,
            parts: head.parts(),
            head,
            numbers_at,
            bases: live::bases(snapshot),
            spare: Mutex::default(),
        })
    }
}

impl Copies {
    /// A bit for each member of a group of quotes, all 0, to be given back.
    pub fn borrow_bits(&self) -> Vec<u64> {
        self.spare().pop().unwrap_or_else(|| vec![0; self.head.quotes.div_ceil(MEMBERS_AT_ONCE)])
    }

    /// Gives back what was borrowed, all 0 again.
    pub fn give_back(&self, bits: Vec<u64>) {
        self.spare().push(bits);
    }

    fn spare(&self) -> MutexGuard<'_, Vec<Vec<u64>>> {
        self.spare.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Groups of articles.
    pub fn article_groups(&self) -> usize {
        self.head.article_groups
    }

    /// Documents before a segment.
    pub fn base(&self, segment: SegmentOrdinal) -> u32 {
        self.bases[segment as usize]
    }

    /// The member of a group of quotes that a document is, numbered group after group, earliest first. `document` counts
    /// through all segments.
    pub fn member(&self, document: u32) -> Option<u32> {
        self.of_place(self.number(self.parts.places, document))
    }

    /// As [`Copies::member`] of some documents of the segment that begins at `base`, in their order.
    pub fn members_of(&self, base: u32, docs: &[DocId], members: &mut [Option<u32>]) {
        /// Documents far apart are looked up one by one, so that parts of the table that none of them needs are not looked at.
        const NEAR: u32 = 16 << 10;
        let (Some(&first), Some(&last)) = (docs.first(), docs.last()) else { return };
        let at = |doc: DocId| self.numbers_at + (self.parts.places + (base + doc) as usize) * NUMBER_BYTES;
        let near = (last - first < NEAR).then(|| self.bytes.get(at(first)..at(last) + NUMBER_BYTES)).flatten();
        let near = near.map(|bytes| bytes.as_chunks::<NUMBER_BYTES>().0);
        for (&doc, found) in docs.iter().zip(members) {
            *found = match near {
                Some(numbers) => self.of_place(u32::from_le_bytes(numbers[(doc - first) as usize])),
                None => self.member(base + doc),
            };
        }
    }

    /// A member by its place as it is written, from 1.
    #[inline]
    fn of_place(&self, place: u32) -> Option<u32> {
        place.checked_sub(1).filter(|member| (*member as usize) < self.head.quotes)
    }

    /// The same of the article that a quote stands in, among the groups of articles.
    pub fn article_member(&self, document: u32) -> Option<u32> {
        let member = self.number(self.parts.reprints, document).checked_sub(1);
        member.filter(|member| (*member as usize) < self.head.articles)
    }

    /// The group of a member.
    pub fn group(&self, member: u32) -> u32 {
        self.number(self.parts.groups, member).min(self.head.quote_groups.saturating_sub(1) as u32)
    }

    /// The groups of some members that follow each other, of as many as there are.
    pub fn groups_from(&self, first: u32, groups: &mut [u32; MEMBERS_AT_ONCE]) {
        let count = (self.head.quotes - first as usize).min(MEMBERS_AT_ONCE);
        let at = self.numbers_at + (self.parts.groups + first as usize) * NUMBER_BYTES;
        let bytes = self.bytes.get(at..at + count * NUMBER_BYTES).unwrap_or_default();
        for (group, number) in groups.iter_mut().zip(bytes.as_chunks().0) {
            *group = u32::from_le_bytes(*number);
        }
    }

    /// The group of a member of a group of articles.
    pub fn article_group(&self, member: u32) -> u32 {
        self.number(self.parts.article_groups, member).min(self.head.article_groups.saturating_sub(1) as u32)
    }

    /// The documents of a group, earliest first.
    pub fn members(&self, group: u32) -> impl Iterator<Item = DocAddress> + '_ {
        let parts = self.parts;
        let end = self.number(parts.starts, group + 1).min(self.head.quotes as u32);
        let documents = (self.number(parts.starts, group)..end).map(move |member| self.number(parts.members, member));
        documents.filter(|document| (*document as usize) < self.head.documents).map(|document| self.address(document))
    }

    /// Where a document stands.
    fn address(&self, document: u32) -> DocAddress {
        let segment = self.bases.partition_point(|base| *base <= document) - 1;
        DocAddress::new(segment as u32, document - self.bases[segment])
    }

    /// Of a damaged table any number; see [`TableBytes::get`].
    fn number(&self, part: usize, place: u32) -> u32 {
        let at = self.numbers_at + (part + place as usize) * NUMBER_BYTES;
        let number = self.bytes.get(at..at + NUMBER_BYTES).and_then(<[u8]>::first_chunk);
        number.map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }
}

/// The head, and where what follows begins, where all of it is there.
fn head(bytes: &TableBytes) -> Option<(Head, usize)> {
    let (line, begin) = bytes.line(0)?;
    let head: Head = serde_json::from_slice(line).ok()?;
    let length = head.pairs.checked_mul(PAIR_BYTES)?.checked_add(head.parts().end.checked_mul(NUMBER_BYTES)?)?;
    (begin + length == bytes.len()).then_some((head, begin))
}

/// The pairs as of an earlier commit of the same generation, and its number.
fn earlier(snapshot: &Snapshot, stored: &Stored) -> Option<(u64, Pairs)> {
    let is_of_this_version = stored.of.split(' ').next() == Some(VERSION.to_string().as_str());
    if !is_of_this_version {
        return None;
    }
    let bytes = &stored.bytes;
    let (head, at) = head(bytes)?;
    let numbers = at + head.pairs * PAIR_BYTES;
    let pair = |bytes: &[u8; PAIR_BYTES]| {
        let numbers = bytes.as_chunks().0;
        let number = |place: usize| u32::from_le_bytes(numbers[place]);
        let long_number = |place| u64::from(number(place)) | u64::from(number(place + 1)) << 32;
        Pair { short: long_number(0), long: long_number(2), words: number(4) }
    };
    let pairs = bytes.get(at..numbers)?.as_chunks().0.iter().map(pair).collect();
    let common = bytes.get(numbers..numbers + head.common * NUMBER_BYTES)?;
    let common = common.as_chunks().0.iter().map(|number| u32::from_le_bytes(*number)).collect();
    (head.commit <= snapshot.commit()).then_some((head.commit, Pairs { pairs, common }))
}

fn encode(snapshot: &Snapshot, live: &Live, pairs: &Pairs) -> Result<Vec<u8>, IndexError> {
    let groups = groups::groups(snapshot, live, &pairs.pairs)?;
    let documents = live.documents();
    let mut places = vec![0_u32; documents];
    for (member, document) in groups.quotes.members.iter().enumerate() {
        places[*document as usize] = member as u32 + 1;
    }
    let head = Head {
        commit: snapshot.commit(),
        pairs: pairs.pairs.len(),
        common: pairs.common.len(),
        documents,
        quotes: groups.quotes.members.len(),
        quote_groups: groups.quotes.starts.len() - 1,
        articles: groups.articles.members.len(),
        article_groups: groups.articles.starts.len() - 1,
    };
    let mut bytes = serde_json::to_vec(&head).map_err(|error| IndexError::Engine(error.to_string()))?;
    bytes.push(b'\n');
    bytes.reserve(pairs.pairs.len() * PAIR_BYTES + head.parts().end * NUMBER_BYTES);
    for pair in &pairs.pairs {
        bytes.extend_from_slice(&pair.short.to_le_bytes());
        bytes.extend_from_slice(&pair.long.to_le_bytes());
        bytes.extend_from_slice(&pair.words.to_le_bytes());
    }
    let reprints = groups.reprints(snapshot, live)?;
    let article_groups = groups.articles.group_of_members();
    let group_of_members = groups.quotes.group_of_members();
    for numbers in [
        &pairs.common,
        &places,
        &reprints,
        &groups.quotes.members,
        &group_of_members,
        &groups.quotes.starts,
        &article_groups,
    ] {
        for number in numbers {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
    }
    Ok(bytes)
}

/// What the places of documents depend on besides the commit: the engine merges segments after it too.
fn segments(snapshot: &Snapshot) -> String {
    let mut hasher = blake3::Hasher::new();
    for segment in snapshot.searcher.segment_readers() {
        hasher.update(segment.segment_id().uuid_string().as_bytes());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
