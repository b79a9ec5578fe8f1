//! What a hit tells of the other members of its group.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, SegmentOrdinal};

use super::copies::Copies;
use super::documents::from_json;
use super::generation::Snapshot;
use super::roots::Roots;
use super::{Copied, IndexError, MOST_COPIES};
use crate::speakers::{ArticleLine, QuoteLine, name_words};

/// Reads the groups of hits, with the columns that it needs.
pub(super) struct CopiedReader<'a> {
    copies: &'a Copies,
    snapshot: &'a Snapshot,
    roots: &'a Roots,
    columns: HashMap<SegmentOrdinal, Columns>,
}

struct Columns {
    article: Column<u64>,
    root: Column<u64>,
    name: Option<StrColumn>,
}

/// Of a quote as kept what names it.
#[derive(Deserialize)]
struct KeptCopy {
    file: String,
    line: CopyLine,
}

#[derive(Deserialize)]
struct CopyLine {
    id: String,
    article: ArticleLine,
}

impl<'a> CopiedReader<'a> {
    pub fn new(copies: &'a Copies, snapshot: &'a Snapshot, roots: &'a Roots) -> CopiedReader<'a> {
        CopiedReader { copies, snapshot, roots, columns: HashMap::new() }
    }

    /// What there is to know of the copies of `quote`, which stands at `address`.
    pub fn of(&mut self, address: DocAddress, quote: &QuoteLine) -> Result<Copied, IndexError> {
        let copies = self.copies;
        let Some(member) = copies.member(copies.base(address.segment_ord) + address.doc_id) else {
            return Ok(Copied::default());
        };
        let own = self.columns(address.segment_ord)?.article.first(address.doc_id);
        let mut copied = Copied::default();
        let mut articles = HashSet::new();
        // By segment and ordinal: most copies name the same speaker.
        let mut speakers: HashMap<(SegmentOrdinal, u64), HashSet<u64>> = HashMap::new();
        for other in copies.members(copies.group(member)).filter(|other| *other != address) {
            copied.total += 1;
            let columns = self.columns(other.segment_ord)?;
            let article = columns.article.first(other.doc_id);
            let root = columns.root.first(other.doc_id).unwrap_or(0);
            if let (Some(article), true) = (article, article != own) {
                articles.insert(article);
                if let Some(name) = columns.name.as_ref().and_then(|name| name.term_ords(other.doc_id).next()) {
                    speakers.entry((other.segment_ord, name)).or_default().insert(article);
                }
            }
            if copied.first.len() < MOST_COPIES {
                let KeptCopy { file, mut line } = from_json(&self.snapshot.document(other)?)?;
                line.article.path = self.roots.show(root, &file);
                copied.first.push((line.id, line.article));
            }
        }
        copied.articles = articles.len();
        copied.speakers = self.others(speakers, quote.speaker.name.as_deref())?;
        Ok(copied)
    }

    /// Those who are not the one called `own`.
    fn others(
        &mut self,
        speakers: HashMap<(SegmentOrdinal, u64), HashSet<u64>>,
        own: Option<&str>,
    ) -> Result<Vec<(String, usize)>, IndexError> {
        let own = name_words(own.unwrap_or_default());
        let mut others: BTreeMap<String, HashSet<u64>> = BTreeMap::new();
        for ((segment, ord), articles) in speakers {
            let mut name = String::new();
            if let Some(names) = &self.columns(segment)?.name {
                names.ord_to_str(ord, &mut name).map_err(|error| IndexError::damaged(&self.snapshot.path, error))?;
            }
            let words = name_words(&name);
            // A part of a name is no other speaker.
            let is_same = words.iter().all(|word| own.contains(word)) || own.iter().all(|word| words.contains(word));
            if !is_same || own.is_empty() {
                others.entry(name).or_default().extend(articles);
            }
        }
        let mut counted: Vec<(String, usize)> =
            others.into_iter().map(|(name, articles)| (name, articles.len())).collect();
        counted.sort_by_key(|(_, articles)| Reverse(*articles));
        Ok(counted)
    }

    fn columns(&mut self, segment: SegmentOrdinal) -> Result<&Columns, IndexError> {
        if !self.columns.contains_key(&segment) {
            let fast = self.snapshot.searcher.segment_reader(segment).fast_fields();
            let columns = Columns {
                article: fast.u64("article_hash")?,
                root: fast.u64("root")?,
                name: fast.str("speaker_name")?,
            };
            self.columns.insert(segment, columns);
        }
        Ok(&self.columns[&segment])
    }
}
