//! Looks for copies among the wordings that share a key.
//!
//! To make a statement, out of a stored document, costs far more than to compare two. So all that share a key are made once, in
//! the order of their documents, and kept in outline; of the pairs for which their outlines leave it open, those that hang
//! together are compared together, so that most of these statements are made once more.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::groups::Union;
use super::keys::{Keys, Part};
use super::live::Live;
use super::pairs::{Pair, Pairs, pair};
use crate::index::IndexError;
use crate::index::generation::Snapshot;
use crate::index::statement::{Statement, may_be_copies};
use crate::parallel;

/// Statements that a thread makes at once.
const STATEMENTS_AT_ONCE: usize = if cfg!(test) { 4 } else { 256 };

/// Pairs that a thread compares at once.
const PAIRS_AT_ONCE: usize = if cfg!(test) { 4 } else { 4096 };

/// Pairs that are kept to be compared.
const MOST_PAIRS: usize = if cfg!(test) { 8 } else { 2 << 20 };

/// Bytes of statements that are kept in memory to be compared.
const MOST_KEPT: usize = if cfg!(test) { 16 << 10 } else { 128 << 20 };

/// Bytes of a statement for each of its outline, about: a word takes so many.
const BYTES_OF_OUTLINE: usize = 100;

/// Two wordings that may be copies, the lesser first.
type Candidate = (u32, u32);

/// What is looked at.
pub(super) struct Look<'a> {
    snapshot: &'a Snapshot,
    live: &'a Live,
    pub keys: Keys<'a>,
}

impl<'a> Look<'a> {
    pub fn new(snapshot: &'a Snapshot, live: &'a Live) -> Result<Look<'a>, IndexError> {
        Ok(Look { snapshot, live, keys: Keys::open(snapshot, live)? })
    }

    /// The pairs of those wordings that share one of these keys and are `wanted`; and which of the keys are too common.
    pub fn pairs(&self, keys: &[Part<'_>], wanted: impl Fn(Candidate) -> bool + Sync) -> Result<Pairs, IndexError> {
        let (shared, common) = self.shared(keys)?;
        let outlines = self.outlines(shared)?;
        let mut pairs = Vec::new();
        let mut candidates = Vec::new();
        let of_part = |part: &Part<'_>| self.candidates(part, &outlines, &wanted);
        self.in_parts(keys, of_part, |found| {
            candidates.extend(found);
            if candidates.len() >= MOST_PAIRS {
                each_once(&mut candidates);
                // Where many are left, there soon would be as many again.
                if candidates.len() >= MOST_PAIRS / 2 {
                    pairs.extend(self.compared(std::mem::take(&mut candidates), &outlines)?);
                }
            }
            Ok(())
        })?;
        pairs.extend(self.compared(candidates, &outlines)?);
        pairs.sort_unstable();
        pairs.dedup();
        Ok(Pairs { pairs, common })
    }

    /// The wordings that share one of these keys, and the keys that are too common.
    fn shared(&self, keys: &[Part<'_>]) -> Result<(Vec<u32>, Vec<u32>), IndexError> {
        let mut is_shared = vec![false; self.live.by_class.len()];
        let mut common = Vec::new();
        let of_part = |part: &Part<'_>| {
            let (mut shared, mut common) = (Vec::new(), Vec::new());
            self.keys.each_of(part, |key, sharing| match sharing.few() {
                Some(wordings) if wordings.len() > 1 => shared.extend(wordings),
                Some(_) => {}
                None => common.push(key),
            })?;
            Ok((shared, common))
        };
        self.in_parts(keys, of_part, |(shared, of_part)| {
            shared.into_iter().for_each(|wording| is_shared[wording as usize] = true);
            common.extend(of_part);
            Ok(())
        })?;
        let shared = (0..is_shared.len() as u32).filter(|wording| is_shared[*wording as usize]).collect();
        Ok((shared, common))
    }

    fn outlines(&self, wordings: Vec<u32>) -> Result<Outlines, IndexError> {
        let mut outlines = Outlines { starts: vec![0; self.live.by_class.len()], bytes: Vec::new() };
        let add = |part: &mut OutlinesOfPart, wording, statement: Statement| part.add(wording, &statement.outline());
        self.each_statement(wordings, add, |part| outlines.extend(&part))?;
        Ok(outlines)
    }

    /// All keys of these wordings.
    pub fn keys_of(&self, wordings: &BTreeSet<u32>) -> Result<BTreeSet<u32>, IndexError> {
        let mut keys = BTreeSet::new();
        let add = |keys: &mut Vec<u32>, _, statement: Statement| keys.extend(statement.keys);
        self.each_statement(wordings.iter().copied().collect(), add, |of_part| keys.extend(of_part))?;
        Ok(keys)
    }

    /// Adds up the statements of these wordings, in the order of their documents, so that no block of documents is read twice.
    /// `each` gets the sum of some at a time.
    fn each_statement<T: Default + Send>(
        &self,
        mut wordings: Vec<u32>,
        add: impl Fn(&mut T, u32, Statement) + Sync,
        mut each: impl FnMut(T),
    ) -> Result<(), IndexError> {
        wordings.sort_unstable_by_key(|wording| self.live.first(*wording));
        let parts: Vec<&[u32]> = wordings.chunks(STATEMENTS_AT_ONCE).collect();
        let of_part = |part: &&[u32]| {
            let mut sum = T::default();
            for &wording in *part {
                add(&mut sum, wording, self.live.statement(self.snapshot, wording)?);
            }
            Ok(sum)
        };
        self.in_parts(&parts, of_part, |sum| {
            each(sum);
            Ok(())
        })
    }

    /// The pairs of wordings that share a key of `part`, are wanted, and may be copies by their outlines.
    fn candidates(
        &self,
        part: &Part<'_>,
        outlines: &Outlines,
        wanted: impl Fn(Candidate) -> bool,
    ) -> Result<Vec<Candidate>, IndexError> {
        let mut candidates = Vec::new();
        self.keys.each_of(part, |_, sharing| {
            let wordings = sharing.few().unwrap_or_default();
            for (place, &one) in wordings.iter().enumerate() {
                let others = wordings[place + 1..].iter().filter(|other| wanted((one, **other)));
                let outline = outlines.of(one);
                candidates.extend(
                    others.filter(|other| may_be_copies(outline, outlines.of(**other))).map(|&other| (one, other)),
                );
            }
        })?;
        each_once(&mut candidates);
        Ok(candidates)
    }

    /// Those of the candidates that are copies.
    fn compared(&self, candidates: Vec<Candidate>, outlines: &Outlines) -> Result<Vec<Pair>, IndexError> {
        let candidates = together(candidates);
        let mut pairs = Vec::new();
        let mut rest = &candidates[..];
        while !rest.is_empty() {
            let (now, later) = rest.split_at(outlines.candidates_at_once(rest));
            rest = later;
            let mut statements = HashMap::new();
            let add = |made: &mut Vec<_>, wording, statement| made.push((wording, statement));
            self.each_statement(wordings(now), add, |made| statements.extend(made))?;
            let of_part = |part: &&[Candidate]| {
                let statements =
                    part.iter().filter_map(|(one, other)| Some((statements.get(one)?, statements.get(other)?)));
                Ok(statements.filter_map(|(one, other)| pair(one, other)).collect::<Vec<Pair>>())
            };
            let parts: Vec<&[Candidate]> = now.chunks(PAIRS_AT_ONCE).collect();
            self.in_parts(&parts, of_part, |found| {
                pairs.extend(found);
                Ok(())
            })?;
        }
        Ok(pairs)
    }

    /// Hands what `of` makes of each part to `each`, in their order, on all cores.
    fn in_parts<P: Sync, T: Send>(
        &self,
        parts: &[P],
        of: impl Fn(&P) -> Result<T, IndexError> + Sync,
        mut each: impl FnMut(T) -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        let threads = self.snapshot.threads;
        let send_all = |send: &dyn Fn(_, usize) -> bool| {
            let _ = parts.iter().all(|part| send(part, 1));
        };
        parallel::ordered(threads, 2 * threads, send_all, of, |made| each(made?))
    }
}

fn each_once(candidates: &mut Vec<Candidate>) {
    candidates.sort_unstable();
    candidates.dedup();
}

/// The wordings of candidates, ascending.
fn wordings(candidates: &[Candidate]) -> Vec<u32> {
    let mut wordings: Vec<u32> = candidates.iter().flat_map(|(one, other)| [*one, *other]).collect();
    wordings.sort_unstable();
    wordings.dedup();
    wordings
}

/// The candidates, each once, so that those that hang together follow each other.
fn together(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    each_once(&mut candidates);
    let wordings = wordings(&candidates);
    let member = |wording: u32| wordings.binary_search(&wording).unwrap_or_default();
    let mut groups = Union::new(wordings.len());
    for (one, other) in &candidates {
        groups.join(member(*one), member(*other));
    }
    candidates.sort_by_cached_key(|(one, _)| groups.find(member(*one)));
    candidates
}

/// Outlines of statements.
struct Outlines {
    /// Where the outline of each wording begins; 0: it has none.
    starts: Vec<usize>,
    /// For each its length, then itself.
    bytes: Vec<u8>,
}

/// Outlines of some statements.
#[derive(Default)]
struct OutlinesOfPart {
    /// Wordings, and where the outline of each begins.
    starts: Vec<(u32, usize)>,
    bytes: Vec<u8>,
}

impl OutlinesOfPart {
    fn add(&mut self, wording: u32, outline: &[u8]) {
        self.bytes.extend_from_slice(&(outline.len() as u32).to_le_bytes());
        self.starts.push((wording, self.bytes.len()));
        self.bytes.extend_from_slice(outline);
    }
}

impl Outlines {
    fn extend(&mut self, part: &OutlinesOfPart) {
        for (wording, start) in &part.starts {
            self.starts[*wording as usize] = self.bytes.len() + start;
        }
        self.bytes.extend_from_slice(&part.bytes);
    }

    fn of(&self, wording: u32) -> &[u8] {
        let start = self.starts[wording as usize];
        let Some(length) = self.bytes[..start].last_chunk() else { return &[] };
        &self.bytes[start..start + u32::from_le_bytes(*length) as usize]
    }

    /// How many of the first of these candidates are compared at once: at least one.
    fn candidates_at_once(&self, candidates: &[Candidate]) -> usize {
        let (mut wordings, mut bytes) = (HashSet::new(), 0);
        let is_kept = |candidate: &&Candidate| {
            for wording in [candidate.0, candidate.1] {
                if wordings.insert(wording) {
                    bytes += self.of(wording).len() * BYTES_OF_OUTLINE;
                }
            }
            bytes <= MOST_KEPT
        };
        candidates.iter().take_while(is_kept).count().max(1)
    }
}
