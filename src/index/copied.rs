//! What a hit tells of the other members of its group.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, SegmentOrdinal};

use super::columns::{Number, Text};
use super::copies::Copies;
use super::documents::from_json;
use super::generation::Snapshot;
use super::identities::Identities;
use super::roots::Roots;
use super::{Copied, IndexError, MOST_COPIES};
use crate::speakers::{ArticleLine, name_words};

/// Reads the groups of hits, with the columns that it needs.
pub(super) struct CopiedReader<'a> {
    copies: &'a Copies,
    snapshot: &'a Snapshot,
    roots: &'a Roots,
    identities: &'a Identities,
    columns: HashMap<SegmentOrdinal, Columns>,
}

struct Columns {
    article: Column<u64>,
    root: Column<u64>,
    name: Option<StrColumn>,
    key: Option<StrColumn>,
}

/// A speaker by ordinals of one segment.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Named {
    segment: SegmentOrdinal,
    name: u64,
    key: u64,
}

impl Columns {
    /// Whom an article names as the speaker of a quote.
    fn named(&self, quote: DocAddress) -> Option<Named> {
        let ord = |column: &Option<StrColumn>| column.as_ref()?.term_ords(quote.doc_id).next();
        Some(Named { segment: quote.segment_ord, name: ord(&self.name)?, key: ord(&self.key)? })
    }
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
    pub fn new(
        copies: &'a Copies,
        snapshot: &'a Snapshot,
        roots: &'a Roots,
        identities: &'a Identities,
    ) -> CopiedReader<'a> {
        CopiedReader { copies, snapshot, roots, identities, columns: HashMap::new() }
    }

    /// What there is to know of the copies of the quote at `address`.
    pub fn of(&mut self, address: DocAddress) -> Result<Copied, IndexError> {
        let copies = self.copies;
        let Some(member) = copies.member(copies.base(address.segment_ord) + address.doc_id) else {
            return Ok(Copied::default());
        };
        let own = self.columns(address.segment_ord)?.article.first(address.doc_id);
        let mut copied = Copied::default();
        let mut articles = HashSet::new();
        // By ordinal: most copies name the same speaker.
        let mut speakers: HashMap<Named, (DocAddress, HashSet<u64>)> = HashMap::new();
        for other in copies.members(copies.group(member)).filter(|other| *other != address) {
            copied.total += 1;
            let columns = self.columns(other.segment_ord)?;
            let article = columns.article.first(other.doc_id);
            let root = columns.root.first(other.doc_id).unwrap_or(0);
            if let (Some(article), true) = (article, article != own) {
                articles.insert(article);
                if let Some(named) = columns.named(other) {
                    speakers.entry(named).or_insert_with(|| (other, HashSet::new())).1.insert(article);
                }
            }
            if copied.first.len() < MOST_COPIES {
                let KeptCopy { file, mut line } = from_json(&self.snapshot.document(other)?)?;
                line.article.path = self.roots.show(root, &file);
                copied.first.push((line.id, line.article));
            }
        }
        copied.articles = articles.len();
        copied.speakers = self.others(speakers, address)?;
        Ok(copied)
    }

    /// Those who are not the speaker of `own`: another identity or, where there is none, another name. Each comes with one quote.
    fn others(
        &mut self,
        speakers: HashMap<Named, (DocAddress, HashSet<u64>)>,
        own: DocAddress,
    ) -> Result<Vec<(String, usize)>, IndexError> {
        let own_identity = self.identity(own)?;
        let mut own_words: Option<Vec<String>> = None;
        let mut others: BTreeMap<String, HashSet<u64>> = BTreeMap::new();
        for (other, articles) in speakers.into_values() {
            // Most copies name the same speaker, whose name need not be read.
            if own_identity.is_some() && own_identity == self.identity(other)? {
                continue;
            }
            let name = self.name(other)?;
            let own_words = match &own_words {
                Some(words) => words,
                None => own_words.insert(name_words(&self.name(own)?)),
            };
            let words = name_words(&name);
            // A part of a name is no other speaker.
            let is_part =
                |part: &[String], of: &[String]| !part.is_empty() && part.iter().all(|word| of.contains(word));
            if !is_part(&words, own_words) && !is_part(own_words, &words) {
                others.entry(name).or_default().extend(articles);
            }
        }
        let mut counted: Vec<(String, usize)> =
            others.into_iter().map(|(name, articles)| (name, articles.len())).collect();
        counted.sort_by_key(|(_, articles)| Reverse(*articles));
        Ok(counted)
    }

    fn identity(&self, quote: DocAddress) -> Result<Option<usize>, IndexError> {
        let found = self.identities.of_quote(self.snapshot, quote)?;
        Ok(found.filter(|place| self.identities.is_identity(*place)))
    }

    fn name(&self, quote: DocAddress) -> Result<String, IndexError> {
        Ok(self.snapshot.text(quote, Text::SpeakerName)?.unwrap_or_default())
    }

    fn columns(&mut self, segment: SegmentOrdinal) -> Result<&Columns, IndexError> {
        if !self.columns.contains_key(&segment) {
            let opened = self.snapshot.columns.of(segment);
            let columns = Columns {
                article: opened.number(Number::ArticleHash)?,
                root: opened.number(Number::Root)?,
                name: opened.text(Text::SpeakerName)?,
                key: opened.text(Text::SpeakerKey)?,
            };
            self.columns.insert(segment, columns);
        }
        Ok(&self.columns[&segment])
    }
}
