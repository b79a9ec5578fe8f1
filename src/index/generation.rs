//! One generation: a whole index of the engine with the record of its files, and what it looked like at one commit.

use std::collections::HashMap;
use std::fs;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Query as EngineQuery, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Index, IndexSettings, ReloadPolicy, Searcher, SegmentOrdinal, TantivyDocument, Term};

use super::collect::{Addresses, Ranked};
use super::columns::{Columns, Number, Text};
use super::directory::{META, SealedDirectory};
use super::documents::{
    KeptArticle, KeptQuote, KeptShadow, Row, from_json, hash64, id_start, id_text, key, range_of_ids,
};
use super::files::{self, Records};
use super::mending::Stamps;
use super::order::Rank;
use super::plain::PlainFile;
use super::schema::{DocType, SCHEMA_VERSION, fields, register_analysers};
use super::{IndexError, Order, blocks};
use crate::parallel;

/// What a commit says of itself; part of the same file that names its segments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CommitNote {
    /// [`SCHEMA_VERSION`] of the writer.
    pub schema: u32,
    /// Number of the commit: one more than the last, over all generations of an index.
    pub commit: u64,
    /// Name of the record of files.
    pub files: String,
    /// Its BLAKE3, in hex.
    pub files_checksum: String,
    /// The corrections and removals that the commit holds.
    #[serde(default)]
    pub stamps: Stamps,
}

/// One generation on disk.
#[derive(Clone)]
pub(super) struct Generation {
    pub path: PathBuf,
    pub index: Index,
    directory: SealedDirectory,
}

impl Generation {
    /// Makes an empty one.
    pub fn create(path: &Path) -> Result<Generation, IndexError> {
        fs::create_dir_all(path).map_err(IndexError::io(path))?;
        let directory = SealedDirectory::open(path).map_err(|error| IndexError::Engine(error.to_string()))?;
        let index = Index::create(directory.clone(), fields().schema.clone(), IndexSettings::default())?;
        register_analysers(&index);
        Ok(Generation { path: path.to_owned(), index, directory })
    }

    /// Opens one.
    ///
    /// # Errors
    /// [`IndexError::Schema`] where another version wrote it.
    pub fn open(path: &Path) -> Result<Generation, IndexError> {
        check_schema(path)?;
        let directory = SealedDirectory::open(path).map_err(|error| IndexError::damaged(path, error))?;
        let index = Index::open(directory.clone()).map_err(|error| IndexError::damaged(path, error))?;
        register_analysers(&index);
        Ok(Generation { path: path.to_owned(), index, directory })
    }

    /// The error that the engine ended with while it wrote: that of the system, where there was one.
    pub fn failed(&self, error: tantivy::TantivyError) -> IndexError {
        self.directory.failure().unwrap_or_else(|| error.into())
    }

    /// Compares everything that was written with its checksum.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] for the first file that is not as it was written.
    pub fn check_bytes(&self) -> Result<(), IndexError> {
        match self.faults()?.into_iter().next() {
            Some((path, fault)) => Err(IndexError::damaged(&path, fault)),
            None => Ok(()),
        }
    }

    /// Every file of the last commit that is not as it was written, and what is wrong with it.
    pub fn faults(&self) -> Result<Vec<(PathBuf, String)>, IndexError> {
        let mut faults = Vec::new();
        for path in self.files()? {
            faults.extend(blocks::fault(&path).map(|fault| (path, fault)));
        }
        if let Some(note) = self.note()? {
            let path = self.path.join(&note.files);
            let is_another = faults.is_empty() && files::fault(&path, &note.files_checksum).is_some();
            faults.extend(is_another.then(|| (path, "not the file that was committed".to_owned())));
        }
        Ok(faults)
    }

    /// Puts right what can be put right: files in which single bits were flipped.
    pub fn repair(&self) -> Result<(), IndexError> {
        for (path, _) in self.faults()? {
            blocks::repair(&path).map_err(IndexError::io(&path))?;
        }
        Ok(())
    }

    /// The files of the last commit, by name; those that are replaced as a whole are [`PlainFile`]s and not among them.
    pub fn files(&self) -> Result<Vec<PathBuf>, IndexError> {
        let metas = self.index.load_metas().map_err(|error| IndexError::damaged(&self.path, error))?;
        let mut files: Vec<PathBuf> = metas.list_segment_files().into_iter().collect();
        let has_deletes = |file: &Path| {
            let name = file.to_string_lossy();
            metas.segments.iter().any(|segment| segment.has_deletes() && name.starts_with(&segment.id().uuid_string()))
        };
        files.retain(|file| match file.extension().and_then(|extension| extension.to_str()) {
            // Where the engine sorts documents it has one more file, for a moment.
            Some("temp") => false,
            Some("del") => has_deletes(file),
            _ => true,
        });
        files.extend(self.note()?.map(|note| PathBuf::from(note.files)));
        for file in &mut files {
            *file = self.path.join(&*file);
        }
        files.sort();
        Ok(files)
    }

    /// The last commit's note; `None` before the first.
    pub fn note(&self) -> Result<Option<CommitNote>, IndexError> {
        let metas = self.index.load_metas().map_err(|error| IndexError::damaged(&self.path, error))?;
        let Some(payload) = metas.payload else { return Ok(None) };
        serde_json::from_str(&payload).map(Some).map_err(|error| IndexError::damaged(&self.path, error))
    }

    /// The last commit, to look things up in.
    pub fn snapshot(&self) -> Result<Snapshot, IndexError> {
        loop {
            let note = self.note()?;
            let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
            if note == self.note()? {
                let searcher = reader.searcher();
                let columns = Arc::new(Columns::new(&searcher));
                return Ok(Snapshot {
                    searcher,
                    columns,
                    threads: parallel::threads(None),
                    path: self.path.clone(),
                    note,
                });
            }
        }
    }
}

/// Tells another schema by the commit's note alone, since the engine may not even open it.
fn check_schema(path: &Path) -> Result<(), IndexError> {
    let file = PlainFile::new(path.join(META));
    let meta = &file.path;
    let text = file.read()?.ok_or_else(|| IndexError::damaged(meta, "missing"))?;
    let meta_json: serde_json::Value =
        serde_json::from_slice(&text).map_err(|error| IndexError::damaged(meta, error))?;
    let Some(payload) = meta_json.get("payload").and_then(|payload| payload.as_str()) else { return Ok(()) };
    #[derive(Deserialize)]
    struct Version {
        schema: u32,
    }
    let version: Version = serde_json::from_str(payload).map_err(|error| IndexError::damaged(meta, error))?;
    if version.schema != SCHEMA_VERSION {
        let folder = path.parent().unwrap_or(path).display().to_string();
        return Err(IndexError::Schema { folder, found: version.schema, known: SCHEMA_VERSION });
    }
    Ok(())
}

/// A generation as of one commit.
#[derive(Clone)]
pub(super) struct Snapshot {
    pub searcher: Searcher,
    pub columns: Arc<Columns>,
    /// Threads for one large query.
    pub threads: usize,
    pub path: PathBuf,
    /// `None` before the first commit.
    pub note: Option<CommitNote>,
}

/// The article document that holds an id.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    pub address: DocAddress,
    /// See [`super::documents::article_hash`].
    pub hash: u64,
    /// [`hash64`] of its file key.
    pub file_hash: u64,
}

impl Snapshot {
    /// Number of the commit; 0 before the first.
    pub fn commit(&self) -> u64 {
        self.note.as_ref().map_or(0, |note| note.commit)
    }

    /// All segments.
    pub fn segments(&self) -> std::ops::Range<SegmentOrdinal> {
        0..self.searcher.segment_readers().len() as SegmentOrdinal
    }

    /// Where the record of files is; `None` before the first commit.
    pub fn files_path(&self) -> Option<PathBuf> {
        self.note.as_ref().map(|note| self.path.join(&note.files))
    }

    /// The record of files.
    pub fn files(&self) -> Result<Records, IndexError> {
        match (&self.note, self.files_path()) {
            (Some(note), Some(path)) => files::read(Some((&path, &note.files_checksum))),
            _ => files::read(None),
        }
    }

    /// The article that holds this id.
    pub fn owner(&self, root: u64, id: &str) -> Result<Option<Owner>, IndexError> {
        let f = fields();
        let term = Term::from_field_text(f.article_key, &key(root, id));
        let Some(&address) = self.of_type(DocType::Article, &term)?.first() else { return Ok(None) };
        let (hash, file_hash) = (self.number(address, Number::Hash)?, self.number(address, Number::FileHash)?);
        Ok(Some(Owner { address, hash, file_hash }))
    }

    /// Quotes of an article: id, number of the commit that first added it, and place.
    pub fn quotes_of(&self, root: u64, id: &str) -> Result<HashMap<String, (u64, DocAddress)>, IndexError> {
        let term = Term::from_field_text(fields().article_key, &key(root, id));
        let mut found = HashMap::new();
        for address in self.of_type(DocType::Quote, &term)? {
            let quote_id = id_text(self.number(address, Number::IdHigh)?, self.number(address, Number::IdLow)?);
            found.insert(quote_id, (self.number(address, Number::FirstCommit)?, address));
        }
        Ok(found)
    }

    /// Quotes whose id begins with `prefix`, in order of id, then root.
    pub fn quotes_by_id(&self, prefix: &str) -> Result<Vec<(Rank, DocAddress)>, IndexError> {
        let Some(ids) = range_of_ids(prefix) else { return Ok(Vec::new()) };
        let bound = |id: &(u64, u64)| Bound::Included(Term::from_field_u64(fields().id_start, id_start(id.0)));
        let near = RangeQuery::new(bound(ids.start()), bound(ids.end()));
        let mut found = self.searcher.search(&near, &Ranked(Order::Date, &self.columns))?;
        found.retain(|(rank, _)| ids.contains(&rank.id()));
        found.sort_unstable_by_key(|(rank, _)| (rank.id(), rank.root()));
        Ok(found)
    }

    /// The quotes of an article as they stand, by place in the text, then id.
    pub fn rows_of(&self, root: u64, id: &str) -> Result<Vec<Row>, IndexError> {
        let mut rows = Vec::new();
        for (_, address) in self.quotes_of(root, id)?.into_values() {
            let KeptQuote { mut line, corrected, .. } = self.quote(address)?;
            line.corrected = corrected;
            let speaker_key = self.text(address, Text::SpeakerKey)?.unwrap_or_default();
            rows.push(Row { line, speaker_key });
        }
        rows.sort_by(|a, b| (&a.line.spans.content, &a.line.id).cmp(&(&b.line.spans.content, &b.line.id)));
        Ok(rows)
    }

    /// Articles whose file this is.
    pub fn articles_of_file(&self, root: u64, file: &str) -> Result<Vec<DocAddress>, IndexError> {
        self.of_type(DocType::Article, &Term::from_field_text(fields().file_key, &key(root, file)))
    }

    /// Files that hold an article of this id without its being kept.
    pub fn shadows_of(&self, root: u64, id: &str) -> Result<Vec<String>, IndexError> {
        let term = Term::from_field_text(fields().shadow_key, &key(root, id));
        let mut files = Vec::new();
        for address in self.of_type(DocType::Shadow, &term)? {
            files.push(self.shadow(address)?.file);
        }
        Ok(files)
    }

    /// How many articles there are.
    pub fn count(&self, doc_type: DocType) -> Result<u64, IndexError> {
        Ok(self.searcher.search(&type_query(doc_type), &Count)? as u64)
    }

    /// Every live document of a type, in order of address.
    pub fn all(&self, doc_type: DocType) -> Result<Vec<DocAddress>, IndexError> {
        self.addresses(&type_query(doc_type))
    }

    /// Every live document that `query` finds, in order of address.
    pub fn addresses(&self, query: &dyn EngineQuery) -> Result<Vec<DocAddress>, IndexError> {
        Ok(self.searcher.search(query, &Addresses)?)
    }

    fn of_type(&self, doc_type: DocType, term: &Term) -> Result<Vec<DocAddress>, IndexError> {
        let by_term: Box<dyn EngineQuery> = Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic));
        self.addresses(&BooleanQuery::intersection(vec![by_term, Box::new(type_query(doc_type))]))
    }

    /// A document as kept.
    pub fn document(&self, address: DocAddress) -> Result<TantivyDocument, IndexError> {
        Ok(self.searcher.doc(address)?)
    }

    /// An article as kept.
    pub fn article(&self, address: DocAddress) -> Result<KeptArticle, IndexError> {
        from_json(&self.document(address)?)
    }

    /// A quote as kept.
    pub fn quote(&self, address: DocAddress) -> Result<KeptQuote, IndexError> {
        from_json(&self.document(address)?)
    }

    /// A shadow as kept.
    pub fn shadow(&self, address: DocAddress) -> Result<KeptShadow, IndexError> {
        from_json(&self.document(address)?)
    }

    /// A number kept in a column; 0 where the document has none.
    pub fn number(&self, address: DocAddress, column: Number) -> Result<u64, IndexError> {
        let column = self.columns.of(address.segment_ord).number(column)?;
        Ok(column.first(address.doc_id).unwrap_or(0))
    }
}

impl Snapshot {
    /// A text kept in a column.
    pub fn text(&self, address: DocAddress, column: Text) -> Result<Option<String>, IndexError> {
        let Some(column) = self.columns.of(address.segment_ord).text(column)? else { return Ok(None) };
        let Some(ord) = column.term_ords(address.doc_id).next() else { return Ok(None) };
        let mut text = String::new();
        column.ord_to_str(ord, &mut text).map_err(|error| IndexError::damaged(&self.path, error))?;
        Ok(Some(text))
    }
}

/// [`hash64`] of a file's key, to compare with [`Owner::file_hash`].
pub(super) fn file_hash(root: u64, file: &str) -> u64 {
    hash64(key(root, file).as_bytes())
}

/// Finds documents of one type.
pub(super) fn type_query(doc_type: DocType) -> TermQuery {
    number_query(fields().doc_type, doc_type as u64)
}

/// Finds documents with this number in an indexed column.
pub(super) fn number_query(field: Field, number: u64) -> TermQuery {
    TermQuery::new(Term::from_field_u64(field, number), IndexRecordOption::Basic)
}
