//! The columns of a commit's documents, each opened once: to open one is a look-up in the segment's list of columns, which costs a
//! small query more than its answer.

use std::fmt::Debug;
use std::sync::OnceLock;

use tantivy::columnar::{Column, StrColumn};
use tantivy::fastfield::FastFieldReaders;
use tantivy::index::SegmentId;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, Searcher, SegmentOrdinal, SegmentReader};

/// Columns of whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    DocType,
    Root,
    Hash,
    FileHash,
    IdHigh,
    IdLow,
    ArticleHash,
    Wording,
    Written,
    SpeakerKind,
    Basis,
    Kind,
    Act,
    FirstCommit,
}

const NUMBERS: usize = Number::FirstCommit as usize + 1;

impl Number {
    fn name(self) -> &'static str {
        match self {
            Number::DocType => "doc_type",
            Number::Root => "root",
            Number::Hash => "hash",
            Number::FileHash => "file_hash",
            Number::IdHigh => "id_high",
            Number::IdLow => "id_low",
            Number::ArticleHash => "article_hash",
            Number::Wording => "wording",
            Number::Written => "written",
            Number::SpeakerKind => "speaker_kind",
            Number::Basis => "basis",
            Number::Kind => "kind",
            Number::Act => "act",
            Number::FirstCommit => "first_commit",
        }
    }
}

/// Columns of numbers from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    Confidence,
    SpeakerConfidence,
}

const SHARES: usize = Share::SpeakerConfidence as usize + 1;

/// Columns of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    Model,
    SpeakerKey,
    SpeakerName,
    SpeakerRole,
    Source,
}

const TEXTS: usize = Text::Source as usize + 1;

impl Text {
    fn name(self) -> &'static str {
        match self {
            Text::Model => "model",
            Text::SpeakerKey => "speaker_key",
            Text::SpeakerName => "speaker_name",
            Text::SpeakerRole => "speaker_role",
            Text::Source => "source",
        }
    }
}

/// The columns of all segments of a commit.
pub(super) struct Columns {
    segments: Vec<SegmentColumns>,
}

/// The columns of one segment.
pub(super) struct SegmentColumns {
    segment: SegmentId,
    all: FastFieldReaders,
    day: OnceLock<Column<i64>>,
    numbers: [OnceLock<Column<u64>>; NUMBERS],
    shares: [OnceLock<Column<f64>>; SHARES],
    texts: [OnceLock<Option<StrColumn>>; TEXTS],
}

impl Columns {
    /// Those of the segments of `searcher`; none is opened yet.
    pub fn new(searcher: &Searcher) -> Columns {
        Columns { segments: searcher.segment_readers().iter().map(SegmentColumns::new).collect() }
    }

    /// Those of a segment.
    pub fn of(&self, segment: SegmentOrdinal) -> &SegmentColumns {
        &self.segments[segment as usize]
    }

    /// Those of a segment of which only the engine's reader is known; `None` where it is none of this commit.
    pub fn of_reader(&self, reader: &SegmentReader) -> Option<&SegmentColumns> {
        let id = reader.segment_id();
        self.segments.iter().find(|columns| columns.segment == id)
    }
}

impl SegmentColumns {
    /// Those of one segment; none is opened yet.
    fn new(reader: &SegmentReader) -> SegmentColumns {
        SegmentColumns {
            segment: reader.segment_id(),
            all: reader.fast_fields().clone(),
            day: OnceLock::new(),
            numbers: Default::default(),
            shares: Default::default(),
            texts: Default::default(),
        }
    }

    /// The day of the article as the number YYYYMMDD.
    pub fn day(&self) -> tantivy::Result<Column<i64>> {
        opened(&self.day, || self.all.i64("day"))
    }

    /// A column of whole numbers.
    pub fn number(&self, of: Number) -> tantivy::Result<Column<u64>> {
        opened(&self.numbers[of as usize], || self.all.u64(of.name()))
    }

    /// A column of numbers from 0 to 1.
    pub fn share(&self, of: Share) -> tantivy::Result<Column<f64>> {
        let name = match of {
            Share::Confidence => "confidence",
            Share::SpeakerConfidence => "speaker_confidence",
        };
        opened(&self.shares[of as usize], || self.all.f64(name))
    }

    /// A column of texts; `None` where no document of the segment has one.
    pub fn text(&self, of: Text) -> tantivy::Result<Option<StrColumn>> {
        opened(&self.texts[of as usize], || self.all.str(of.name()))
    }
}

/// The first value of each of some documents, in their order.
pub(super) fn first_values<T: PartialOrd + Copy + Debug + Send + Sync + 'static>(
    column: &Column<T>,
    docs: &[DocId],
) -> [Option<T>; COLLECT_BLOCK_BUFFER_LEN] {
    let mut values = [None; COLLECT_BLOCK_BUFFER_LEN];
    column.first_vals(docs, &mut values[..docs.len()]);
    values
}

/// What is in `place`, put there by `open` the first time.
fn opened<T: Clone>(place: &OnceLock<T>, open: impl FnOnce() -> tantivy::Result<T>) -> tantivy::Result<T> {
    if let Some(known) = place.get() {
        return Ok(known.clone());
    }
    let made = open()?;
    Ok(place.get_or_init(|| made).clone())
}
