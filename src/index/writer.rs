//! Writes a generation: replaces an article with all its quotes, removes, commits.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use tantivy::indexer::LogMergePolicy;
use tantivy::{DocAddress, IndexWriter, TantivyDocument, Term};

use super::documents::{Prepared, hash128, key, shadow_document};
use super::files::{self, Changes, FileKey, FileRecord};
use super::folder::Folder;
use super::generation::{CommitNote, Generation, Snapshot, file_hash};
use super::mending::Stamps;
use super::plain::{remove_if_there, sync_folder};
use super::schema::{SCHEMA_VERSION, fields};
use super::{IndexError, Retired, retired};

/// Memory of one of the engine's writing threads before it writes a segment, in bytes.
const BYTES_PER_THREAD: usize = 48 << 20;

/// Threads of the engine at most; attribution takes longer than indexing.
const MAX_ENGINE_THREADS: usize = 4;

/// Documents below which the engine's segments are merged among themselves: what a small update writes is not merged with what a large
/// run filled its memory with, which takes seconds.
const SMALL_SEGMENT: u32 = 1_000;

/// Bytes of article text after which a run commits what it has. Later commits of a run wait for a quarter of all it has
/// written, so that a run broken off early keeps something, and their number grows with the logarithm of the archive.
const COMMIT_AFTER_BYTES: u64 = if cfg!(test) { 16 << 10 } else { 8 << 20 };

/// Articles after which a run commits, whatever their length: what is written since a commit is held in memory by its key.
const COMMIT_AFTER_ARTICLES: usize = 500_000;

/// Who holds an article id, as of now: commits and what this run has written since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holder {
    /// Path of its file inside the root.
    pub file: HolderFile,
    /// See [`super::documents::article_hash`].
    pub hash: u64,
}

/// The file of a holder; of one committed only the hash is at hand without reading the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HolderFile {
    /// Written in this run: its path.
    Path(Arc<str>),
    /// Committed: its document and the hash of its key.
    Kept(DocAddress, u64),
}

/// Writes one generation.
pub(super) struct Writer {
    folder: Folder,
    generation: Generation,
    engine: IndexWriter,
    /// The last commit of the generation that is written.
    target: Snapshot,
    /// The state before this run: gives quotes that stood before their numbers. The target's own, or the old generation's.
    base: Snapshot,
    changes: Changes,
    /// Article keys ([`hash128`]) written, or removed: `None`, since the last commit.
    written: HashMap<u128, Option<Holder>>,
    retired: Vec<Retired>,
    next_commit: u64,
    bytes_since_commit: u64,
    bytes_in_all: u64,
    dirty: bool,
    /// The generation is to serve once it has a commit.
    serve: bool,
    /// The next commit takes over the base's record of files.
    records_of_base: bool,
    /// The corrections and removals that the next commit holds.
    stamps: Stamps,
}

impl Writer {
    /// Writes `generation`; `base` is the state before this run, `None` for the generation's own last commit.
    pub fn new(
        folder: &Folder,
        generation: Generation,
        base: Option<Snapshot>,
        threads: usize,
    ) -> Result<Writer, IndexError> {
        let threads = threads.clamp(1, MAX_ENGINE_THREADS);
        let engine = generation.index.writer_with_num_threads(threads, threads * BYTES_PER_THREAD)?;
        let mut merging = LogMergePolicy::default();
        merging.set_min_layer_size(SMALL_SEGMENT);
        engine.set_merge_policy(Box::new(merging));
        let target = generation.snapshot()?;
        let base = base.unwrap_or_else(|| target.clone());
        let next_commit = base.commit().max(target.commit()) + 1;
        let stamps = target.note.as_ref().map_or_else(Stamps::default, |note| note.stamps.clone());
        Ok(Writer {
            folder: folder.clone(),
            generation,
            engine,
            target,
            base,
            changes: Changes::new(),
            written: HashMap::new(),
            retired: Vec::new(),
            next_commit,
            bytes_since_commit: 0,
            bytes_in_all: 0,
            dirty: false,
            serve: false,
            records_of_base: false,
            stamps,
        })
    }

    /// The first commit makes the generation the one that serves: of a new index nothing stood before.
    pub fn serve_from_first_commit(&mut self) {
        self.serve = true;
    }

    /// The next commit comes after this one too: of a generation that can't be the base.
    pub fn number_after(&mut self, commit: u64) {
        self.next_commit = self.next_commit.max(commit + 1);
    }

    /// The last commit of what is written.
    pub fn target(&self) -> &Snapshot {
        &self.target
    }

    /// The state before this run.
    pub fn base(&self) -> &Snapshot {
        &self.base
    }

    /// Who holds this id now.
    pub fn holder(&self, root: u64, id: &str) -> Result<Option<Holder>, IndexError> {
        if let Some(written) = self.written.get(&hash128(&key(root, id))) {
            return Ok(written.clone());
        }
        let owner = self.target.owner(root, id)?;
        Ok(owner.map(|owner| Holder { file: HolderFile::Kept(owner.address, owner.file_hash), hash: owner.hash }))
    }

    /// Whether `holder` is an article of this file.
    pub fn holds(&self, holder: &Holder, root: u64, file: &str) -> bool {
        match &holder.file {
            HolderFile::Path(path) => **path == *file,
            HolderFile::Kept(_, hash) => *hash == file_hash(root, file),
        }
    }

    /// The path of a holder's file.
    pub fn file_of(&self, holder: &Holder) -> Result<String, IndexError> {
        match &holder.file {
            HolderFile::Path(path) => Ok(path.to_string()),
            HolderFile::Kept(address, _) => Ok(self.target.article(*address)?.file),
        }
    }

    /// Puts an article with all its quotes in place of what stands under its id; `stands` says whether anything does, now or in
    /// the base.
    pub fn replace(&mut self, prepared: Prepared, stands: bool) -> Result<(), IndexError> {
        let Prepared { root, id, file, hash, text_bytes, mut article, quotes, hidden } = prepared;
        let article_key = key(root, &id);
        let mut before = HashMap::new();
        if stands {
            before = self.base.quotes_of(root, &id)?;
            let now = quotes.iter().map(|(id, _)| id).chain(&hidden).map(String::as_str).collect();
            self.retire(root, &id, &now, &before)?;
            self.engine.delete_term(Term::from_field_text(fields().article_key, &article_key));
        }
        for (quote_id, mut document) in quotes {
            let number = before.get(&quote_id).map_or(self.next_commit, |(commit, _)| *commit);
            document.add_u64(fields().first_commit, number);
            document.add_u64(fields().written, self.next_commit);
            self.engine.add_document(document).map_err(|error| self.generation.failed(error))?;
        }
        article.add_u64(fields().written, self.next_commit);
        self.engine.add_document(article).map_err(|error| self.generation.failed(error))?;

        self.written.insert(hash128(&article_key), Some(Holder { file: HolderFile::Path(file), hash }));
        self.bytes_since_commit += text_bytes;
        self.dirty = true;
        Ok(())
    }

    /// Notes the quotes that stood before and stand no more.
    fn retire(
        &mut self,
        root: u64,
        article: &str,
        now: &HashSet<&str>,
        before: &HashMap<String, (u64, DocAddress)>,
    ) -> Result<(), IndexError> {
        let mut gone: Vec<_> = before.iter().filter(|(id, _)| !now.contains(id.as_str())).collect();
        gone.sort();
        for (id, (_, address)) in gone {
            let line = self.base.quote(*address)?.line;
            self.retired.push(Retired {
                id: id.clone(),
                root,
                article: article.to_owned(),
                start: line.spans.content.first().map_or(0, |span| span[0]),
                paragraph: line.paragraph,
            });
        }
        Ok(())
    }

    /// Takes an article with all its quotes out.
    pub fn remove_article(&mut self, root: u64, id: &str) {
        let article_key = key(root, id);
        self.engine.delete_term(Term::from_field_text(fields().article_key, &article_key));
        self.written.insert(hash128(&article_key), None);
        self.dirty = true;
    }

    /// Takes out all that one file holds, its record too; `ids` are the articles it holds.
    pub fn remove_file(&mut self, record: &FileRecord, ids: &[String]) {
        for id in ids {
            self.remove_article(record.root, id);
        }
        self.clear_shadows(record.root, &record.inner);
        self.changes.insert(record.key(), None);
        self.dirty = true;
    }

    /// Takes out all that one root holds.
    pub fn remove_root(&mut self, root: u64) -> Result<(), IndexError> {
        self.engine.delete_term(Term::from_field_u64(fields().root, root));
        for record in self.target.files()? {
            let record = record?;
            if record.root == root {
                self.changes.insert(record.key(), None);
            }
        }
        self.dirty = true;
        Ok(())
    }

    /// Notes that `file` too holds an article of this id, which another file keeps.
    pub fn add_shadow(&mut self, root: u64, id: &str, file: &str) -> Result<(), IndexError> {
        self.add(shadow_document(root, id, file)?)
    }

    /// Forgets what [`Writer::add_shadow`] noted of an article, whatever the file.
    pub fn drop_shadows(&mut self, root: u64, id: &str) {
        self.engine.delete_term(Term::from_field_text(fields().shadow_key, &key(root, id)));
        self.dirty = true;
    }

    /// The corrections and removals that the last commit holds, or the next one will.
    pub fn stamps(&self) -> &Stamps {
        &self.stamps
    }

    /// Notes which corrections and removals the index holds from the next commit on, were it all that is new.
    pub fn stamp(&mut self, stamps: &Stamps) {
        self.dirty |= self.stamps != *stamps;
        self.stamps.clone_from(stamps);
    }

    /// Forgets what [`Writer::add_shadow`] noted of `file`.
    pub fn clear_shadows(&mut self, root: u64, file: &str) {
        self.engine.delete_term(Term::from_field_text(fields().shadow_file, &key(root, file)));
        self.dirty = true;
    }

    fn add(&mut self, document: TantivyDocument) -> Result<(), IndexError> {
        self.engine.add_document(document).map_err(|error| self.generation.failed(error))?;
        self.dirty = true;
        Ok(())
    }

    /// Notes what is now known of a file, in the same commit as its articles.
    pub fn record(&mut self, record: FileRecord) {
        self.changes.insert(record.key(), Some(record));
        self.dirty = true;
    }

    /// What is known of files will be just what the base knows.
    pub fn take_records_of_base(&mut self) {
        self.changes.clear();
        self.records_of_base = true;
        self.dirty = true;
    }

    /// Notes that these files have to be read again, whatever a run that is broken off leaves undone.
    pub fn unsettle(&mut self, files: &BTreeSet<FileKey>) -> Result<(), IndexError> {
        for record in self.target.files()? {
            let record = record?;
            if files.contains(&record.key()) {
                self.changes.entry(record.key()).or_insert(Some(record));
            }
        }
        for key in files {
            if let Some(Some(record)) = self.changes.get_mut(key) {
                record.settled = false;
                self.dirty = true;
            }
        }
        Ok(())
    }

    /// Whether so much was written since the last commit that it should not be at risk any longer.
    pub fn commit_is_due(&self) -> bool {
        self.bytes_since_commit > COMMIT_AFTER_BYTES.max(self.bytes_in_all / 4)
            || self.written.len() > COMMIT_AFTER_ARTICLES
    }

    /// Commits what was written, if anything was or there was no commit yet.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        if !self.dirty && self.target.note.is_some() {
            return Ok(());
        }
        retired::append(&self.folder, &std::mem::take(&mut self.retired))?;
        let old = self.target.files_path();
        let name = format!("files-{}", self.next_commit);
        let path = self.generation.path.join(&name);
        let known = if self.records_of_base { self.base.files()? } else { self.target.files()? };
        let files_checksum = files::write_merged(known, &self.changes, &path)?;
        sync_folder(&self.generation.path).map_err(IndexError::io(&self.generation.path))?;

        let note = CommitNote {
            schema: SCHEMA_VERSION,
            commit: self.next_commit,
            files: name,
            files_checksum,
            stamps: self.stamps.clone(),
        };
        let payload = serde_json::to_string(&note).map_err(|error| IndexError::Engine(error.to_string()))?;
        let mut prepared = self.engine.prepare_commit().map_err(|error| self.generation.failed(error))?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(|error| self.generation.failed(error))?;

        if std::mem::take(&mut self.serve) {
            self.folder.set_current(&self.generation.path)?;
        }
        self.target = self.generation.snapshot()?;
        if let Some(old) = old.filter(|old| *old != path) {
            remove_if_there(&old)?;
        }
        self.changes.clear();
        self.records_of_base = false;
        self.written.clear();
        self.next_commit += 1;
        self.bytes_in_all += self.bytes_since_commit;
        self.bytes_since_commit = 0;
        self.dirty = false;
        Ok(())
    }

    /// Waits until the engine has merged its segments, and ends.
    pub fn finish(self) -> Result<Generation, IndexError> {
        self.engine.wait_merging_threads().map_err(|error| self.generation.failed(error))?;
        Ok(self.generation)
    }
}
