//! The quotes and articles of a commit by their wording.

use tantivy::{DocAddress, SegmentOrdinal};

use crate::index::IndexError;
use crate::index::columns::{Number, first_values};
use crate::index::generation::Snapshot;
use crate::index::schema::DocType;
use crate::index::statement::Statement;

/// Documents, numbered through all segments, with the class of their wording.
pub(super) struct Live {
    /// Class and document, ascending. The number of a wording is the place of its first document here.
    pub by_class: Vec<(u64, u32)>,
    /// Number of each document's wording; [`Live::GONE`] of what is gone or neither quote nor article.
    wordings: Vec<u32>,
    /// Number of the commit that wrote each document.
    written: Vec<u32>,
    bases: Vec<u32>,
}

/// Documents before each segment.
pub(super) fn bases(snapshot: &Snapshot) -> Vec<u32> {
    let mut next = 0;
    let counted = snapshot.searcher.segment_readers().iter().map(|segment| {
        let base = next;
        next += segment.max_doc();
        base
    });
    counted.collect()
}

/// What is read of one segment.
struct SegmentLive {
    /// See [`Live`].
    by_class: Vec<(u64, u32)>,
    written: Vec<u32>,
}

impl SegmentLive {
    /// Reads the columns of a segment before which there are `base` documents.
    fn read(snapshot: &Snapshot, segment: SegmentOrdinal, base: u32) -> Result<SegmentLive, IndexError> {
        let documents = snapshot.searcher.segment_reader(segment).max_doc() as usize;
        let mut live = SegmentLive { by_class: Vec::with_capacity(documents), written: vec![u32::MAX; documents] };
        let columns = snapshot.columns.of(segment);
        let (doc_type, class) = (columns.number(Number::DocType)?, columns.number(Number::Wording)?);
        let written = columns.number(Number::Written)?;
        snapshot.each_block(segment, |docs| {
            let (types, classes) = (first_values(&doc_type, docs), first_values(&class, docs));
            let commits = first_values(&written, docs);
            for (place, &doc) in docs.iter().enumerate() {
                let is_wording = types[place].is_some_and(|of| of != DocType::Shadow as u64);
                if let Some(class) = classes[place].filter(|_| is_wording) {
                    live.by_class.push((class, base + doc));
                    if let Some(commit) = commits[place] {
                        live.written[doc as usize] = u32::try_from(commit).unwrap_or(u32::MAX);
                    }
                }
            }
        });
        live.by_class.sort_unstable();
        Ok(live)
    }
}

impl Live {
    const GONE: u32 = u32::MAX;

    /// Reads the columns.
    pub fn read(snapshot: &Snapshot) -> Result<Live, IndexError> {
        let bases = bases(snapshot);
        let documents: u32 = snapshot.searcher.segment_readers().iter().map(|segment| segment.max_doc()).sum();
        let mut live = Live {
            by_class: Vec::with_capacity(documents as usize),
            wordings: vec![Live::GONE; documents as usize],
            written: Vec::with_capacity(documents as usize),
            bases,
        };
        let of = |segment: usize| SegmentLive::read(snapshot, segment as SegmentOrdinal, live.bases[segment]);
        for segment in snapshot.on_threads(snapshot.threads, of) {
            let SegmentLive { by_class, written } = segment?;
            live.by_class.extend(by_class);
            live.written.extend(written);
        }
        // Those of each segment are in order, which this sort makes use of.
        live.by_class.sort();
        let mut wording = 0;
        for run in live.by_class.chunk_by(|a, b| a.0 == b.0) {
            run.iter().for_each(|(_, document)| live.wordings[*document as usize] = wording);
            wording += run.len() as u32;
        }
        Ok(live)
    }

    /// How many documents there are, those that are gone among them.
    pub fn documents(&self) -> usize {
        self.wordings.len()
    }

    /// Number of a document's wording.
    pub fn wording(&self, document: u32) -> Option<u32> {
        Some(self.wordings[document as usize]).filter(|wording| *wording != Live::GONE)
    }

    /// The first document of a wording.
    pub fn first(&self, wording: u32) -> u32 {
        self.by_class[wording as usize].1
    }

    /// The documents of a class.
    pub fn of_class(&self, class: u64) -> &[(u64, u32)] {
        let start = self.by_class.partition_point(|(of, _)| *of < class);
        let length = self.by_class[start..].iter().take_while(|(of, _)| *of == class).count();
        &self.by_class[start..start + length]
    }

    /// The wording of a class, where there is a document of it.
    pub fn wording_of_class(&self, class: u64) -> Option<u32> {
        self.of_class(class).first().map(|(_, document)| self.wordings[*document as usize])
    }

    /// Wordings all of whose documents were written after `commit`.
    pub fn new_since(&self, commit: u64) -> Vec<u32> {
        let is_new = |document: &(u64, u32)| u64::from(self.written[document.1 as usize]) > commit;
        let runs = self.by_class.chunk_by(|a, b| a.0 == b.0);
        runs.filter(|run| run.iter().all(is_new)).map(|run| self.wordings[run[0].1 as usize]).collect()
    }

    /// Documents before a segment.
    pub fn base(&self, segment: usize) -> u32 {
        self.bases[segment]
    }

    /// Where a document stands.
    pub fn address(&self, document: u32) -> DocAddress {
        let segment = self.bases.partition_point(|base| *base <= document) - 1;
        DocAddress::new(segment as u32, document - self.bases[segment])
    }

    /// The statement of a wording.
    pub fn statement(&self, snapshot: &Snapshot, wording: u32) -> Result<Statement, IndexError> {
        let address = self.address(self.first(wording));
        let root = snapshot.number(address, Number::Root)?;
        if snapshot.number(address, Number::DocType)? == DocType::Article as u64 {
            return Ok(Statement::of_article(&snapshot.article(address)?.article, root));
        }
        Ok(Statement::of_quote(&snapshot.quote(address)?.line, root))
    }
}
