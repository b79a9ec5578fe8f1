//! Takes articles in: spreads reading and attribution over threads, and writes what comes of it in order.
//!
//! One run of [`Intake`] gets files one after the other, in the order of the record of files. It decides for each article
//! whether it is new, changed or as it was, which of two articles with one id is kept, and which articles a file no longer
//! holds; whether those go is decided later, by [`super::removal`].

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::documents::{
    Prepared, Provenance, article_hash, extracted_hash, hash64, hash128, key, prepare, prepare_extracted,
};
use super::files::{FileRecord, compare_paths};
use super::generation::{Snapshot, file_hash};
use super::mending::Mending;
use super::writer::{Holder, Writer};
use super::{IndexError, Progress, Summary};
use crate::article::{self, Article, Extracted, FileEntry, Limits, Located, Problem, Reason};
use crate::attribution::Model;
use crate::parallel;
use crate::speakers;

/// Bytes of files and articles under way between reading and writing.
pub(super) const BYTES_UNDER_WAY: usize = 16 << 20;

/// Bytes of JSON lines handed to one thread at a time.
pub(super) const PIECE_BYTES: usize = if cfg!(test) { 32 << 10 } else { 128 << 10 };

/// What counts on top of a piece's own bytes, so that many empty ones are bounded too.
pub(super) const PIECE_OVERHEAD: usize = 1 << 10;

/// Size and mtime prove that a file is as it was read only where it changed at least this long before, in nanoseconds:
/// file systems round times, the coarsest to two seconds.
const SETTLED_AFTER: i128 = 2_000_000_000;

/// Lines that tell the user of articles with one id, at most.
const NOTICES_OF_ONE_KIND: u64 = 10;

/// A file to be read.
#[derive(Clone, Debug)]
pub(super) struct FileTask {
    pub root: u64,
    pub entry: FileEntry,
    /// What was known of it.
    pub known: Option<FileRecord>,
    /// Its path as shown to the user.
    pub shown: String,
    /// The path of `entry` inside the root, as its articles keep it.
    pub inner: Arc<str>,
}

impl FileTask {
    pub fn new(root: u64, entry: FileEntry, known: Option<FileRecord>, shown: String) -> FileTask {
        let inner = Arc::from(entry.inner.as_str());
        FileTask { root, entry, known, shown, inner }
    }

    /// Of an article of the file with this hash, attributed in a run.
    fn provenance<'a>(&'a self, hash: u64, setting: &Setting<'a>) -> Provenance<'a> {
        let corrections = &setting.mending.corrections;
        Provenance { root: self.root, file: &self.inner, hash, model: setting.model.name(), corrections }
    }
}

/// A piece of work for one thread.
pub(super) enum Piece {
    /// A whole file.
    File(Arc<FileTask>),
    /// Some articles of a file.
    Items {
        file: Arc<FileTask>,
        items: Vec<Result<Located, Problem>>,
        /// Bytes of the file that were read for them.
        bytes: u64,
        /// Set on the last piece of a file.
        end: Option<FileEnd>,
    },
}

/// How the articles of a file ended.
#[derive(Clone, Debug)]
pub(super) enum FileEnd {
    /// It was read.
    Read { digest: Option<String> },
    /// Its articles came from the kept texts; this is to be known of it.
    Kept(FileRecord),
}

/// A piece after attribution.
pub(super) struct Taken {
    file: Arc<FileTask>,
    items: Vec<Item>,
    bytes: u64,
    end: Option<FileEnd>,
}

enum Item {
    Article { id: String, hash: u64, outcome: Outcome },
    Problem(Problem),
}

enum Outcome {
    /// As the index has it.
    Same(Box<Article>, Option<Box<Extracted>>),
    /// Attributed.
    Ready(Box<Prepared>),
}

/// Articles that a file no longer holds.
#[derive(Clone, Debug)]
pub(super) struct Missing {
    /// The record that the file gets once they are out.
    pub record: FileRecord,
    /// Their ids.
    pub ids: Vec<String>,
}

/// What stays the same during a run.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub model: &'a Model,
    /// What the user says of articles.
    pub mending: &'a Mending,
    pub limits: Limits,
    pub progress: &'a dyn Progress,
    pub threads: usize,
    /// Time on the index's file system when the run began, in nanoseconds since 1970.
    pub now: i128,
}

/// Cuts a file into pieces of work and sends them; false when the receiver ended.
pub(super) fn send_file(task: FileTask, limits: Limits, send: &dyn Fn(Piece, usize) -> bool) -> bool {
    let file = Arc::new(task);
    if !article::may_hold_many(&file.entry.inner) {
        let bytes = usize::try_from(file.entry.size).unwrap_or(usize::MAX / 2);
        return send(Piece::File(file), bytes + PIECE_OVERHEAD);
    }
    let mut reader = article::read(&file.entry, limits);
    let mut items = Vec::new();
    let (mut weight, mut told) = (0, 0);
    loop {
        let read = parallel::guarded(|| reader.next()).unwrap_or_else(|message| Some(Err(failed(&file, message))));
        let Some(item) = read else { break };
        weight += PIECE_OVERHEAD + item.as_ref().map_or(0, |located| located.article.text.len());
        items.push(item);
        if weight >= PIECE_BYTES {
            let items = std::mem::take(&mut items);
            let bytes = reader.bytes_read().saturating_sub(told);
            if !send(Piece::Items { file: file.clone(), items, bytes, end: None }, weight) {
                return false;
            }
            told += bytes;
            weight = 0;
        }
    }
    let bytes = file.entry.size.saturating_sub(told);
    let end = Some(FileEnd::Read { digest: reader.digest().map(hex) });
    send(Piece::Items { file, items, bytes, end }, weight + PIECE_OVERHEAD)
}

fn hex(bytes: [u8; 16]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads where that is left to do, and attributes; runs on many threads at once. `unchanged` is the state in which an
/// article need not be attributed again.
pub(super) fn take(piece: Piece, setting: &Setting, unchanged: Option<&Snapshot>) -> Taken {
    let (file, items, bytes, end) = match piece {
        Piece::Items { file, items, bytes, end } => (file, items, bytes, end),
        Piece::File(file) => {
            let read = parallel::guarded(|| {
                let mut reader = article::read(&file.entry, setting.limits);
                let items: Vec<_> = reader.by_ref().collect();
                (items, reader.digest())
            });
            let (items, digest) = read.unwrap_or_else(|message| (vec![Err(failed(&file, message))], None));
            let bytes = file.entry.size;
            (file, items, bytes, Some(FileEnd::Read { digest: digest.map(hex) }))
        }
    };
    let items = items.into_iter().map(|item| take_article(item, &file, setting, unchanged)).collect();
    Taken { file, items, bytes, end }
}

fn take_article(
    item: Result<Located, Problem>,
    file: &FileTask,
    setting: &Setting,
    unchanged: Option<&Snapshot>,
) -> Item {
    let located = match item {
        Ok(located) => located,
        Err(problem) => return Item::Problem(problem),
    };
    let extracted = located.extracted;
    let hash = match &extracted {
        Some(extracted) => extracted_hash(&located.article, extracted),
        None => article_hash(&located.article),
    };
    let owner = unchanged.and_then(|snapshot| snapshot.owner(file.root, &located.article.id).ok().flatten());
    let same = |owner: super::generation::Owner| {
        owner.hash == hash && owner.file_hash == file_hash(file.root, &file.entry.inner)
    };
    let article = located.article;
    let id = article.id.clone();
    if setting.mending.removals.bars(file.root, &article) {
        return Item::Problem(Problem { place: format!("{} ({id})", file.shown), reason: Reason::Removed });
    }
    if owner.is_some_and(same) {
        return Item::Article { id, hash, outcome: Outcome::Same(Box::new(article), extracted) };
    }
    match prepared(&article, extracted.as_deref(), hash, file, setting) {
        Ok(prepared) => Item::Article { id, hash, outcome: Outcome::Ready(Box::new(prepared)) },
        Err(problem) => Item::Problem(problem),
    }
}

/// Makes an article ready to be written: with the quotes that came with it, else attributed.
fn prepared(
    article: &Article,
    extracted: Option<&Extracted>,
    hash: u64,
    file: &FileTask,
    setting: &Setting,
) -> Result<Prepared, Problem> {
    let from = file.provenance(hash, setting);
    let Some(extracted) = extracted else { return attribute(article, &from, &file.shown, setting.model) };
    let from = Provenance { model: extracted.model.as_deref().unwrap_or(from.model), ..from };
    let prepared = parallel::guarded(|| prepare_extracted(article, extracted, &from));
    let reason = match prepared {
        Ok(Ok(prepared)) => return Ok(prepared),
        Ok(Err(error)) => Reason::BrokenJson(error.to_string()),
        Err(panic) => Reason::Panic(panic),
    };
    Err(Problem { place: format!("{} ({})", file.shown, article.id), reason })
}

/// Attributes an article and makes it ready to be written; a panic becomes a problem. `shown` is the path of its file.
pub(super) fn attribute(article: &Article, from: &Provenance, shown: &str, model: &Model) -> Result<Prepared, Problem> {
    let prepared = parallel::guarded(|| prepare(article, &speakers::extract(article, model), from));
    let message = match prepared {
        Ok(Ok(prepared)) => return Ok(prepared),
        Ok(Err(error)) => error.to_string(),
        Err(panic) => panic,
    };
    Err(Problem { place: format!("{shown} ({})", article.id), reason: Reason::Panic(message) })
}

fn hash_in_file(root: u64, inner: &str, id: &str) -> u64 {
    hash64(format!("{}\u{0}{id}", key(root, inner)).as_bytes())
}

/// What is known of a file of which only a part was written: it has to be read again.
fn begun(file: &FileTask) -> FileRecord {
    let FileEntry { inner, size, mtime, .. } = &file.entry;
    FileRecord {
        root: file.root,
        inner: inner.clone(),
        size: *size,
        mtime: *mtime,
        digest: None,
        settled: false,
        skipped: BTreeMap::new(),
    }
}

fn failed(file: &FileTask, message: String) -> Problem {
    Problem { place: file.shown.clone(), reason: Reason::Panic(message) }
}

/// Writes what [`take`] gives, in order.
pub(super) struct Intake<'a> {
    pub writer: Writer,
    setting: Setting<'a>,
    open: Option<OpenFile>,
    /// Articles that files no longer hold.
    pub missing: Vec<Missing>,
    /// Articles of files that could not be read to their end, so far as they were not met.
    pub unread: Vec<Missing>,
    /// Hashes of file and id of what `missing` holds, so that no shadow is noted for a file that dropped the article.
    dropped: HashSet<u64>,
    /// How many articles with an id that another has were told of.
    told_twice: u64,
    pub summary: Summary,
}

/// The file whose pieces are coming in.
struct OpenFile {
    /// Ids of its articles so far ([`hash128`]).
    seen: HashSet<u128>,
    skipped: BTreeMap<String, u64>,
    /// Could not be read to its end.
    broken_off: bool,
}

impl<'a> Intake<'a> {
    pub fn new(writer: Writer, setting: Setting<'a>) -> Intake<'a> {
        Intake {
            writer,
            setting,
            open: None,
            missing: Vec::new(),
            unread: Vec::new(),
            dropped: HashSet::new(),
            told_twice: 0,
            summary: Summary::default(),
        }
    }

    /// Reads, attributes and writes all that `produce` sends. `unchanged` as for [`take`].
    pub fn run(
        &mut self,
        unchanged: Option<&Snapshot>,
        produce: impl FnOnce(&dyn Fn(Piece, usize) -> bool) + Send,
    ) -> Result<(), IndexError> {
        let setting = self.setting;
        parallel::ordered(
            setting.threads,
            BYTES_UNDER_WAY,
            produce,
            |piece| take(piece, &setting, unchanged),
            |taken| self.write(taken),
        )
    }

    fn write(&mut self, taken: Taken) -> Result<(), IndexError> {
        let Taken { file, items, bytes, end } = taken;
        let mut open = match self.open.take() {
            Some(open) => open,
            None => {
                if file.known.is_some() {
                    self.writer.clear_shadows(file.root, &file.entry.inner);
                }
                if end.is_none() {
                    // A commit may come before the end of the file, and the run may be broken off after it.
                    self.writer.record(begun(&file));
                }
                OpenFile { seen: HashSet::new(), skipped: BTreeMap::new(), broken_off: false }
            }
        };
        let articles = items.len() as u64;
        for item in items {
            match item {
                Item::Article { id, hash, outcome } => self.write_article(&file, &mut open, &id, hash, outcome)?,
                Item::Problem(problem) => {
                    open.broken_off |= matches!(problem.reason, Reason::Unreadable(_));
                    *open.skipped.entry(problem.reason.label().to_owned()).or_default() += 1;
                    self.skip(&problem);
                }
            }
        }
        self.setting.progress.articles(articles);
        self.setting.progress.done(bytes);
        match end {
            Some(end) => self.end_file(&file, open, end)?,
            None => self.open = Some(open),
        }
        if self.writer.commit_is_due() {
            self.writer.commit()?;
        }
        Ok(())
    }

    /// Limits of reading.
    pub fn limits(&self) -> Limits {
        self.setting.limits
    }

    /// Counts and tells something skipped.
    pub fn skip(&mut self, problem: &Problem) {
        *self.summary.skipped.entry(problem.reason.label().to_owned()).or_default() += 1;
        self.setting.progress.problem(problem);
    }

    fn write_article(
        &mut self,
        file: &FileTask,
        open: &mut OpenFile,
        id: &str,
        hash: u64,
        outcome: Outcome,
    ) -> Result<(), IndexError> {
        let (root, inner) = (file.root, file.entry.inner.as_str());
        let again = !open.seen.insert(hash128(id));
        if again {
            self.tell_twice(id, &file.shown, &file.shown);
        }
        let holder = self.writer.holder(root, id)?;
        if let Some(holder) = &holder {
            if self.writer.holds(holder, root, inner) {
                if holder.hash == hash {
                    return Ok(());
                }
            } else if self.gives_way(file, id, holder)? {
                return Ok(());
            }
        }
        let prepared = match outcome {
            Outcome::Ready(prepared) => *prepared,
            // Another article of this id came between; attribution is done here after all.
            Outcome::Same(article, extracted) => {
                match prepared(&article, extracted.as_deref(), hash, file, &self.setting) {
                    Ok(prepared) => prepared,
                    Err(problem) => {
                        self.skip(&problem);
                        return Ok(());
                    }
                }
            }
        };
        let stood = self.writer.base().owner(root, id)?;
        if !again {
            self.summary.new += u64::from(stood.is_none());
            self.summary.changed += u64::from(stood.is_some_and(|stood| stood.hash != hash));
        }
        self.summary.attributed += 1;
        self.writer.replace(prepared, holder.is_some() || stood.is_some())
    }

    /// Of two files with an article of one id the later keeps it; true where this file is the earlier.
    fn gives_way(&mut self, file: &FileTask, id: &str, holder: &Holder) -> Result<bool, IndexError> {
        let other = self.writer.file_of(holder)?;
        let inner = file.entry.inner.as_str();
        let is_earlier = compare_paths(inner, &other).is_lt();
        let shadowed = if is_earlier { inner } else { other.as_str() };
        if self.dropped.contains(&hash_in_file(file.root, shadowed, id)) {
            return Ok(is_earlier);
        }
        self.writer.add_shadow(file.root, id, shadowed)?;
        if is_earlier {
            self.tell_twice(id, &file.shown, &other);
        } else {
            self.tell_twice(id, &other, &file.shown);
        }
        Ok(is_earlier)
    }

    fn tell_twice(&mut self, id: &str, dropped: &str, kept: &str) {
        let line = if dropped == kept {
            format!("{kept}: more than one article has the id {id:?}; the last is kept")
        } else {
            format!("two articles have the id {id:?}; the one in {kept} is kept, the one in {dropped} is not")
        };
        self.told_twice += 1;
        if self.told_twice <= NOTICES_OF_ONE_KIND {
            self.setting.progress.notice(&line);
        } else if self.told_twice == NOTICES_OF_ONE_KIND + 1 {
            self.setting.progress.notice("more articles share their ids; they are not listed");
        }
    }

    fn end_file(&mut self, file: &FileTask, open: OpenFile, end: FileEnd) -> Result<(), IndexError> {
        let digest = match end {
            FileEnd::Read { digest } => digest,
            FileEnd::Kept(record) => {
                self.writer.record(record);
                return Ok(());
            }
        };
        let entry = &file.entry;
        let mut record = FileRecord {
            root: file.root,
            inner: entry.inner.clone(),
            size: entry.size,
            mtime: entry.mtime,
            digest,
            settled: !open.broken_off && entry.mtime + SETTLED_AFTER <= self.setting.now,
            skipped: open.skipped,
        };
        let mut ids = Vec::new();
        if file.known.is_some() {
            for address in self.writer.base().articles_of_file(file.root, &entry.inner)? {
                let id = self.writer.base().article(address)?.article.id;
                if !open.seen.contains(&hash128(&id)) {
                    ids.push(id);
                }
            }
        }
        if open.broken_off {
            // What could not be read is kept as it was, and tried again next time.
            if file.known.is_some() {
                self.unread.push(Missing { record: record.clone(), ids });
            }
            if file.known.is_some() || !open.seen.is_empty() {
                self.writer.record(record);
            }
            return Ok(());
        }
        if !ids.is_empty() {
            self.dropped.extend(ids.iter().map(|id| hash_in_file(file.root, &entry.inner, id)));
            self.missing.push(Missing { record: record.clone(), ids });
            record.settled = false;
        }
        self.writer.record(record);
        Ok(())
    }
}
