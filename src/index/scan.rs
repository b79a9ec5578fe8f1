//! Compares what the walk finds with the record of files: which files are new or changed, which are gone.

use std::fs;
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{FileKey, FileRecord, Records, compare_paths};
use super::intake::{FileTask, Piece, send_file};
use super::roots::{Root, Roots};
use super::{IndexError, Progress};
use crate::article::{self, Exclude, FileEntry, Limits, Problem, WalkError, WalkOptions};

/// A root, or a part of it, to be looked through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    pub root: Root,
    /// Path inside the root; the whole root where empty.
    pub under: String,
    /// It is of a list, and may be missing.
    pub is_listed: bool,
}

impl Scope {
    /// Whether a path inside the root belongs to it.
    fn holds(&self, inner: &str) -> bool {
        match inner.strip_prefix(self.under.as_str()) {
            Some(rest) => self.under.is_empty() || rest.is_empty() || rest.starts_with('/'),
            None => false,
        }
    }

    /// Whether `record` is of a file in it.
    pub fn is_place_of(&self, record: &FileRecord) -> bool {
        record.root == self.root.number && self.holds(&record.inner)
    }

    /// Whether it ends before `record` in the order of the record.
    fn is_before(&self, record: &FileRecord) -> bool {
        if record.root != self.root.number {
            return record.root > self.root.number;
        }
        !self.holds(&record.inner) && compare_paths(&record.inner, &self.under).is_gt()
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        if self.under.is_empty() { self.root.path.clone() } else { self.root.path.join(&self.under) }
    }
}

/// How to look through scopes.
pub(super) struct ScanOptions<'a> {
    pub exclude: Exclude,
    /// Read every file, whatever its size and mtime say.
    pub read_all: bool,
    /// What can't be seen counts as gone.
    pub prune: bool,
    pub limits: Limits,
    pub roots: &'a Roots,
    pub progress: &'a dyn Progress,
}

impl ScanOptions<'_> {
    fn of_walk(&self, scope: &Scope) -> WalkOptions {
        WalkOptions {
            exclude: self.exclude.clone(),
            other_roots: self.roots.inside(&scope.root),
            columns: Arc::new(scope.root.columns.clone()),
        }
    }
}

/// What a scan found besides the files to read.
#[derive(Default)]
pub(super) struct Scan {
    /// Records of files that are there no more.
    pub gone: Vec<FileRecord>,
    /// Records of files that may be there: their root or folder could not be looked into.
    pub hidden: Vec<FileRecord>,
    /// What was skipped in files that need not be read again, by label.
    pub skipped_before: Vec<(String, u64)>,
    /// What the walk could not take in.
    pub problems: Vec<Problem>,
    /// Roots that could not be looked through at all.
    pub unreachable: Vec<Root>,
    /// Whole roots without a single file, as shown to the user.
    pub empty: Vec<String>,
    /// A damaged record of files ends the run.
    pub error: Option<IndexError>,
}

/// Looks through `scopes`, which come in order of root, and sends every file that has to be read.
pub(super) fn scan(
    scopes: &[Scope],
    records: Records,
    options: &ScanOptions,
    send: &dyn Fn(Piece, usize) -> bool,
) -> Scan {
    let mut found = Scan::default();
    let mut records = records.peekable();
    for scope in scopes {
        if let Err(error) = scan_scope(scope, &mut records, options, send, &mut found) {
            found.error = Some(error);
            break;
        }
    }
    found
}

fn scan_scope(
    scope: &Scope,
    records: &mut Peekable<Records>,
    options: &ScanOptions,
    send: &dyn Fn(Piece, usize) -> bool,
    found: &mut Scan,
) -> Result<(), IndexError> {
    let missing = !scope.root.path.exists();
    if missing && !options.prune {
        found.unreachable.push(scope.root.clone());
    }
    let walk_options = options.of_walk(scope);
    let mut unlisted: Vec<WalkError> = Vec::new();
    let mut gone = Vec::new();
    let walk: Box<dyn Iterator<Item = Result<FileEntry, WalkError>>> = if missing || !scope.path().exists() {
        Box::new(std::iter::empty())
    } else {
        Box::new(article::walk_part(&scope.root.path, &scope.under, &walk_options))
    };
    let mut is_empty = true;
    for entry in walk {
        is_empty &= entry.is_err();
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.problems.push(error.problem.clone());
                unlisted.push(error);
                continue;
            }
        };
        let key = FileKey { root: scope.root.number, inner: entry.inner.clone() };
        let known = catch_up(records, &key, scope, &mut gone)?;
        if let Some(known) = known.as_ref().filter(|known| is_as_known(known, &entry, options)) {
            options.progress.done(entry.size);
            found.skipped_before.extend(known.skipped.clone());
            continue;
        }
        let shown = options.roots.show(scope.root.number, &entry.inner).unwrap_or_else(|| entry.inner.clone());
        let task = FileTask::new(scope.root.number, entry, known, shown);
        if !send_file(task, options.limits, send) {
            return Ok(());
        }
    }
    if is_empty && !missing && scope.under.is_empty() {
        found.empty.push(scope.root.given.clone());
    }
    while let Some(record) = records.next_if(|record| record.as_ref().map_or(true, |record| !scope.is_before(record))) {
        let record = record?;
        if scope.is_place_of(&record) {
            gone.push(record);
        }
    }
    let unseen = |record: &FileRecord| missing || unlisted.iter().any(|error| error.hides(&record.inner));
    let (hidden, gone) = gone.into_iter().partition(|record| !options.prune && unseen(record));
    found.hidden.extend::<Vec<_>>(hidden);
    found.gone.extend::<Vec<_>>(gone);
    Ok(())
}

/// Bytes of all files in `scopes`.
pub(super) fn total_bytes(scopes: &[Scope], options: &ScanOptions) -> u64 {
    let mut bytes = 0;
    for scope in scopes {
        let walk_options = options.of_walk(scope);
        for entry in article::walk_part(&scope.root.path, &scope.under, &walk_options).flatten() {
            bytes += entry.size;
        }
    }
    bytes
}

/// Place of the scope that a record belongs to, among scopes that are [`in_order`].
pub(super) fn place_among(scopes: &[Scope], record: &FileRecord) -> Option<usize> {
    let place = scopes.partition_point(|scope| scope.is_before(record));
    scopes.get(place).is_some_and(|scope| scope.is_place_of(record)).then_some(place)
}

/// Moves `records` up to `key`; what lies between and belongs to `scope` is gone. Returns the record at `key` itself.
fn catch_up(
    records: &mut Peekable<Records>,
    key: &FileKey,
    scope: &Scope,
    gone: &mut Vec<FileRecord>,
) -> Result<Option<FileRecord>, IndexError> {
    while let Some(record) = records.next_if(|record| record.as_ref().map_or(true, |record| record.key() <= *key)) {
        let record = record?;
        if record.key() == *key {
            return Ok(Some(record));
        }
        if scope.is_place_of(&record) {
            gone.push(record);
        }
    }
    Ok(None)
}

fn is_as_known(known: &FileRecord, entry: &FileEntry, options: &ScanOptions) -> bool {
    !options.read_all && known.settled && known.size == entry.size && known.mtime == entry.mtime
}

/// Whether the place where `record`'s file stood is suddenly empty: its nearest folder that still exists holds nothing but
/// hidden files, or can't be listed, as where a disk is not mounted.
pub(super) fn is_suddenly_empty(root: &Path, inner: &str) -> bool {
    let mut folder = root.join(inner);
    while folder.pop() {
        if folder.is_dir() {
            return has_no_entries(&folder);
        }
        if folder == root || !folder.starts_with(root) {
            break;
        }
    }
    true
}

fn has_no_entries(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return true };
    !entries.flatten().any(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
}

/// Scopes in the order of the record, without doubles; a part of a scope that is there already is left to it.
pub(super) fn in_order(mut scopes: Vec<Scope>) -> Vec<Scope> {
    scopes.sort_by(|a, b| {
        let by_place = a.root.number.cmp(&b.root.number).then_with(|| compare_paths(&a.under, &b.under));
        by_place.then(a.is_listed.cmp(&b.is_listed))
    });
    let mut kept: Vec<Scope> = Vec::new();
    for scope in scopes {
        // What a scope holds comes next to it.
        let covers = |other: &Scope| other.root.number == scope.root.number && other.holds(&scope.under);
        if !kept.last().is_some_and(covers) {
            kept.push(scope);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(number: u64, under: &str) -> Scope {
        let root = Root::new(number, format!("/r{number}").into(), format!("r{number}"));
        Scope { root, under: under.into(), is_listed: false }
    }

    #[test]
    fn a_part_inside_another_is_looked_through_once() {
        let scopes = in_order(vec![scope(2, ""), scope(1, "a/b"), scope(1, "a"), scope(1, "ab"), scope(1, "a")]);
        assert_eq!(scopes, [scope(1, "a"), scope(1, "ab"), scope(2, "")]);
    }

    #[test]
    fn a_folder_that_is_there_and_empty_is_suspicious_one_that_is_gone_is_not() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("mount")).unwrap();
        fs::write(dir.path().join("mount/.hidden"), "").unwrap();
        fs::write(dir.path().join("other.txt"), "x").unwrap();
        assert!(is_suddenly_empty(dir.path(), "mount/a.txt"));
        assert!(is_suddenly_empty(dir.path(), "mount/deep/a.txt"));
        assert!(!is_suddenly_empty(dir.path(), "deleted/a.txt"));
        assert!(!is_suddenly_empty(dir.path(), "a.txt"));
    }
}
