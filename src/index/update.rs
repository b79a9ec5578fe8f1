//! `index`: makes the index hold what the folders do.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::files::{FileKey, FileRecord};
use super::folder::{Folder, WriteLock};
use super::generation::{Generation, Snapshot};
use super::intake::{FileTask, Intake, Missing, Setting, send_file};
use super::mending::{self, Mending, catch_up};
use super::rebuild::half_built;
use super::removal;
use super::roots::{Lies, Root, Roots};
use super::scan::{Scan, ScanOptions, Scope, in_order, place_among, scan, total_bytes};
use super::schema::DocType;
use super::writer::Writer;
use super::{IndexError, Location, Progress, Reader, Summary, UpdateOptions};
use crate::article::{self, Columns, Exclude, FileEntry, Limits, Problem, Reason, WalkOptions};
use crate::attribution::Model;
use crate::parallel;

/// The folder that is indexed where none was ever given.
const DEFAULT_ROOT: &str = "corpus";

/// Adds, replaces and removes articles so that the index holds what the folders do.
///
/// # Errors
/// Where the index can't be written, a path does not exist, or the engine fails; what was committed before stays.
pub fn update(
    location: &Location,
    model: &Model,
    options: &UpdateOptions,
    progress: &dyn Progress,
) -> Result<Summary, IndexError> {
    let exclude = compile(&options.exclude)?;
    let folder = Folder::new(location);
    // Before the lock, so that a path that is none leaves no folder behind; again under it, as another may have written.
    resolve(options, &Roots::load(&folder)?)?;
    let lock = folder.lock()?;
    let mut roots = Roots::load(&folder)?;
    let Resolved { wanted, missing } = resolve(options, &roots)?;
    folder.mend(&lock)?;
    folder.remove_others(&lock, half_built(&folder)?.as_deref())?;
    finish_forgetting(&folder, &mut roots)?;
    catch_up(&folder, &lock, &roots)?;
    let scopes = record(wanted, options.columns.as_ref(), &mut roots, &folder)?;
    let mending = Mending::load(&folder, &roots)?;

    let (generation, is_new) = match folder.current() {
        Ok(path) => (Generation::open(&path)?, false),
        Err(IndexError::NoIndex(_)) => (Generation::create(&folder.next_generation()?)?, true),
        Err(error) => return Err(error),
    };
    let threads = parallel::threads(options.threads);
    let setting = setting(model, &mending, options, progress, threads, &lock)?;
    let mut writer = Writer::new(&folder, generation, None, threads)?;
    writer.stamp(&mending.stamps);
    if is_new {
        writer.serve_from_first_commit();
    }
    let start = writer.target().clone();
    let unknown = unknown_parts(&scopes, &start)?;
    let mut intake = Intake::new(writer, setting);
    missing.iter().chain(&unknown).for_each(|problem| intake.skip(problem));

    let scan_options = ScanOptions {
        exclude,
        read_all: options.verify || options.columns.is_some(),
        prune: options.prune,
        limits: setting.limits,
        roots: &roots,
        progress,
    };
    let found = read_scopes(&mut intake, &scopes, &start, Some(&start), &scan_options)?;
    tell_unreachable(&found, progress);

    if !found.gone.is_empty() || !intake.missing.is_empty() {
        intake.writer.commit()?;
        let missing = std::mem::take(&mut intake.missing);
        let removal = removal::decide(found.gone, missing, options.prune, &intake, &roots, progress)?;
        let again = removal::apply(&removal, &mut intake)?;
        read_again(&mut intake, &again, &roots)?;
    }
    intake.writer.commit()?;
    let summary = intake.summary;
    intake.writer.finish()?;
    complete(summary, location)
}

/// Takes a root and its articles out.
///
/// # Errors
/// [`IndexError::NoSuchRoot`] where it is not recorded.
pub fn forget(location: &Location, root: &Path, progress: &dyn Progress) -> Result<Summary, IndexError> {
    let folder = Folder::new(location);
    let lock = folder.lock_existing()?;
    let mut roots = Roots::load(&folder)?;
    folder.remove_others(&lock, half_built(&folder)?.as_deref())?;
    let number = find_root(root, &roots)?;
    let articles = Reader::open(location)?.articles_of_root(number)?;
    roots.forget(number);
    roots.save(&folder)?;
    finish_forgetting(&folder, &mut roots)?;
    progress.articles(articles);
    complete(Summary { gone: articles, ..Summary::default() }, location)
}

/// Says that a root moved from `old` to `new`; its articles stay as they are.
///
/// # Errors
/// Where `old` is not recorded, `new` does not exist, or another root stands there.
pub fn moved(location: &Location, old: &Path, new: &Path) -> Result<(), IndexError> {
    let folder = Folder::new(location);
    let _lock = folder.lock_existing()?;
    let mut roots = Roots::load(&folder)?;
    let number = find_root(old, &roots)?;
    let given = text_of(new)?;
    let path = fs::canonicalize(new).map_err(|_| IndexError::NoSuchPath(given.clone()))?;
    match roots.locate(&path)? {
        Lies::Outside => {}
        Lies::At(same) | Lies::Inside(same, _) if same == number => {}
        _ => return Err(IndexError::RootConflict(format!("{given} already belongs to another root of this index"))),
    }
    if path.is_file() && roots.get(number).is_some_and(|root| root.path.file_name() != path.file_name()) {
        let line =
            format!("{given} has another name, which would be another article: index it, and --forget the old one");
        return Err(IndexError::RootConflict(line));
    }
    let was = roots.get(number).map(|root| root.path.clone()).unwrap_or_default();
    mending::note_moved(&folder, &was, &path)?;
    roots.relocate(number, path, given);
    roots.save(&folder)
}

/// A path the user gave, and what it is to the index.
pub(super) struct Wanted {
    path: PathBuf,
    given: String,
    /// It is of a list, and may be missing.
    is_listed: bool,
}

/// The paths to look through, and those of a list that can't be.
#[derive(Default)]
pub(super) struct Resolved {
    pub wanted: Vec<Wanted>,
    pub missing: Vec<Problem>,
}

/// The paths to look through, absolute; those of all roots where none were given.
pub(super) fn resolve(options: &UpdateOptions, roots: &Roots) -> Result<Resolved, IndexError> {
    let (mut wanted, mut missing) = (Vec::new(), Vec::new());
    if options.paths.is_empty() && options.listed.is_empty() {
        wanted = every_root(roots)?;
    }
    for path in &options.paths {
        wanted.push(locate(path, false, roots)?);
    }
    let mut first_error = None;
    for path in &options.listed {
        match locate(path, true, roots) {
            Ok(found) => wanted.push(found),
            Err(error @ (IndexError::NoSuchPath(_) | IndexError::BadPath(_))) => {
                let why = match error {
                    IndexError::BadPath(_) => "the path is not valid Unicode",
                    _ => NO_SUCH_PATH,
                };
                missing.push(unreadable(path.display().to_string(), why));
                first_error.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    match first_error {
        // An index is not begun with nothing.
        Some(error) if wanted.is_empty() && roots.live().next().is_none() => Err(error),
        _ => Ok(Resolved { wanted, missing }),
    }
}

/// Where a path leads, or led.
fn locate(path: &Path, is_listed: bool, roots: &Roots) -> Result<Wanted, IndexError> {
    let given = text_of(path)?;
    let mut absolute = absolute(path)?;
    if !absolute.exists() && matches!(roots.locate(&absolute)?, Lies::Outside) {
        let known = roots.given_as(path).ok_or_else(|| IndexError::NoSuchPath(given.clone()))?;
        absolute = known.path.clone();
    }
    Ok(Wanted { path: absolute, given, is_listed })
}

/// What the system says of a path that leads nowhere.
const NO_SUCH_PATH: &str = "no such file or directory";

fn unreadable(place: String, why: &str) -> Problem {
    Problem { place, reason: Reason::Unreadable(why.to_owned()) }
}

/// The paths of all roots; where there is none yet, that of the default one.
pub(super) fn every_root(roots: &Roots) -> Result<Vec<Wanted>, IndexError> {
    let of = |root: &Root| Wanted { path: root.path.clone(), given: root.given.clone(), is_listed: false };
    let recorded: Vec<Wanted> = roots.live().map(of).collect();
    if !recorded.is_empty() {
        return Ok(recorded);
    }
    match locate(Path::new(DEFAULT_ROOT), false, roots) {
        Err(IndexError::NoSuchPath(_)) => Err(IndexError::NothingToIndex),
        found => Ok(vec![found?]),
    }
}

/// The absolute path: links resolved as far as it exists, so that one folder has one name.
fn absolute(path: &Path) -> Result<PathBuf, IndexError> {
    let absolute = std::path::absolute(path).map_err(IndexError::io(path))?;
    for above in absolute.ancestors() {
        if let (Ok(real), Ok(rest)) = (fs::canonicalize(above), absolute.strip_prefix(above)) {
            return Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) });
        }
    }
    Ok(absolute)
}

fn text_of(path: &Path) -> Result<String, IndexError> {
    path.to_str().map(str::to_owned).ok_or_else(|| IndexError::BadPath(path.display().to_string()))
}

/// The live root that the user means by `path`: as an absolute path, or, where nothing stands there, as it was given.
fn find_root(path: &Path, roots: &Roots) -> Result<u64, IndexError> {
    let absolute = absolute(path)?;
    let lexical = std::path::absolute(path).map_err(IndexError::io(path))?;
    let found = roots.at(&absolute).or_else(|| roots.at(&lexical));
    let found = if found.is_none() && !absolute.exists() { roots.given_as(path) } else { found };
    found.map(|root| root.number).ok_or_else(|| IndexError::NoSuchRoot(path.display().to_string()))
}

/// Records the roots that are new, before any of their articles, and turns the paths into scopes.
pub(super) fn record(
    wanted: Vec<Wanted>,
    columns: Option<&Columns>,
    roots: &mut Roots,
    folder: &Folder,
) -> Result<Vec<Scope>, IndexError> {
    let mut parts: Vec<(u64, String, bool)> = Vec::new();
    let mut is_changed = false;
    for Wanted { path, given, is_listed } in wanted {
        let (number, under) = match roots.locate(&path)? {
            Lies::At(number) => (number, String::new()),
            Lies::Inside(number, under) if !is_passed_over(&path, &under, number, roots) => (number, under),
            Lies::Inside(..) | Lies::Outside => {
                is_changed = true;
                (roots.add(path, given), String::new())
            }
        };
        if let Some(columns) = columns {
            is_changed |= roots.call_columns(number, columns);
        }
        parts.push((number, under, is_listed));
    }
    if is_changed {
        roots.save(folder)?;
    }
    let mut scopes = Vec::new();
    for (number, under, is_listed) in parts {
        if let Some(root) = roots.get(number) {
            scopes.push(Scope { root: root.clone(), under, is_listed });
        }
    }
    Ok(in_order(scopes))
}

/// Whether `path` is a file that a walk over its root never yields, whatever is to be excluded: it can only be taken in as a
/// root of its own.
fn is_passed_over(path: &Path, under: &str, number: u64, roots: &Roots) -> bool {
    let Some(root) = roots.get(number) else { return false };
    path.is_file() && article::walk_part(&root.path, under, &WalkOptions::default()).next().is_none()
}

/// Refuses a path inside a root where nothing is and nothing was; gives those of lists.
pub(super) fn unknown_parts(scopes: &[Scope], known: &Snapshot) -> Result<Vec<Problem>, IndexError> {
    let is_missing =
        |scope: &Scope| !scope.under.is_empty() && scope.root.path.exists() && scope.path().symlink_metadata().is_err();
    let mut is_unknown: Vec<bool> = scopes.iter().map(is_missing).collect();
    if is_unknown.contains(&true) {
        for record in known.files()? {
            if let Some(place) = place_among(scopes, &record?) {
                is_unknown[place] = false;
            }
        }
    }
    let mut unknown = Vec::new();
    for (scope, _) in scopes.iter().zip(is_unknown).filter(|(_, is_unknown)| *is_unknown) {
        let path = format!("{}/{}", scope.root.given.trim_end_matches('/'), scope.under);
        if !scope.is_listed {
            return Err(IndexError::NoSuchPath(path));
        }
        unknown.push(unreadable(path, NO_SUCH_PATH));
    }
    Ok(unknown)
}

/// Takes out the roots that are being forgotten: a crash may have come between.
pub(super) fn finish_forgetting(folder: &Folder, roots: &mut Roots) -> Result<(), IndexError> {
    let forgotten: Vec<u64> = roots.forgotten().map(|root| root.number).collect();
    if forgotten.is_empty() {
        return Ok(());
    }
    if let Ok(path) = folder.current() {
        let mut writer = Writer::new(folder, Generation::open(&path)?, None, 1)?;
        for number in forgotten {
            writer.remove_root(number)?;
        }
        writer.commit()?;
        writer.finish()?;
    }
    roots.drop_forgotten();
    roots.save(folder)
}

/// The patterns of `--exclude`.
pub(super) fn compile(patterns: &[String]) -> Result<Exclude, IndexError> {
    Exclude::new(patterns).map_err(|error| IndexError::BadGlob(error.to_string()))
}

/// What stays the same during a run.
pub(super) fn setting<'a>(
    model: &'a Model,
    mending: &'a Mending,
    options: &UpdateOptions,
    progress: &'a dyn Progress,
    threads: usize,
    lock: &WriteLock,
) -> Result<Setting<'a>, IndexError> {
    let limits = Limits { max_article_bytes: options.max_article_bytes };
    Ok(Setting { model, mending, limits, progress, threads, now: lock.now()? })
}

/// Looks through `scopes` and takes in what is new or changed against `records_of`.
pub(super) fn read_scopes(
    intake: &mut Intake,
    scopes: &[Scope],
    records_of: &Snapshot,
    unchanged: Option<&Snapshot>,
    options: &ScanOptions,
) -> Result<Scan, IndexError> {
    let records = records_of.files()?;
    let found = Mutex::new(Scan::default());
    std::thread::scope(|scope| {
        if options.progress.wants_total() {
            scope.spawn(|| options.progress.found(total_bytes(scopes, options)));
        }
        intake.run(unchanged, |send| {
            let scanned = scan(scopes, records, options, send);
            *found.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = scanned;
        })
    })?;
    let mut found = found.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some(error) = found.error.take() {
        return Err(error);
    }
    for problem in std::mem::take(&mut found.problems) {
        intake.skip(&problem);
    }
    for (label, count) in std::mem::take(&mut found.skipped_before) {
        *intake.summary.skipped.entry(label).or_default() += count;
    }
    Ok(found)
}

/// Says which roots could not be looked through.
pub(super) fn tell_unreachable(found: &Scan, progress: &dyn Progress) {
    for root in &found.unreachable {
        let path = root.path.display();
        progress.notice(&format!(
            "{path} is not there; its articles stay in the index (`whosaid index --moved {path} NEW` says where it is now, \
             `whosaid index --forget {path}` takes them out)"
        ));
    }
}

/// Reads files again whose articles had given way to others that are gone now. What of them can't be read now, or is not
/// read because the run is broken off, is read by the next run.
pub(super) fn read_again(intake: &mut Intake, again: &BTreeSet<FileKey>, roots: &Roots) -> Result<(), IndexError> {
    if again.is_empty() {
        return Ok(());
    }
    intake.writer.unsettle(again)?;
    intake.writer.commit()?;
    let mut tasks = Vec::new();
    for record in records_at(intake.writer.target(), again)? {
        let Some(root) = roots.get(record.root) else { continue };
        let path = if root.path.is_dir() { root.path.join(&record.inner) } else { root.path.clone() };
        let Ok(data) = fs::metadata(&path) else { continue };
        let columns = Arc::new(root.columns.clone());
        let entry = FileEntry { columns, ..FileEntry::new(record.inner.clone(), path, &data) };
        let shown = roots.show(record.root, &record.inner).unwrap_or_else(|| record.inner.clone());
        tasks.push(FileTask::new(record.root, entry, Some(record), shown));
    }
    let limits = intake.limits();
    intake.run(None, |send| {
        for task in tasks {
            if !send_file(task, limits, send) {
                break;
            }
        }
    })?;
    for missing in std::mem::take(&mut intake.missing) {
        settle(missing, intake)?;
    }
    Ok(())
}

/// What a file read again does not hold went or moved to another file before. Where it did not, the file has changed since
/// it was read first, and the next run decides.
fn settle(missing: Missing, intake: &mut Intake) -> Result<(), IndexError> {
    let Missing { record, ids } = missing;
    for id in ids {
        let holder = intake.writer.holder(record.root, &id)?;
        if holder.is_some_and(|holder| intake.writer.holds(&holder, record.root, &record.inner)) {
            return Ok(());
        }
    }
    intake.writer.record(record);
    Ok(())
}

fn records_at(snapshot: &Snapshot, keys: &BTreeSet<FileKey>) -> Result<Vec<FileRecord>, IndexError> {
    let mut found = Vec::new();
    for record in snapshot.files()? {
        let record = record?;
        if keys.contains(&record.key()) {
            found.push(record);
        }
    }
    Ok(found)
}

/// Adds what the index holds now.
pub(super) fn complete(mut summary: Summary, location: &Location) -> Result<Summary, IndexError> {
    let reader = Reader::open(location)?;
    summary.articles = reader.count(DocType::Article)?;
    summary.quotes = reader.count(DocType::Quote)?;
    summary.speakers = reader.count_speakers()? as u64;
    summary.unchanged = summary.articles.saturating_sub(summary.new + summary.changed);
    Ok(summary)
}
