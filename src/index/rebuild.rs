//! `rebuild`: builds a generation anew beside the old one, then swaps in one step.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tantivy::DocAddress;

use super::columns::Number;
use super::documents::{KeptArticle, Provenance, prepare};
use super::files::FileRecord;
use super::folder::Folder;
use super::generation::{Generation, Snapshot};
use super::intake::{
    BYTES_UNDER_WAY, FileEnd, FileTask, Intake, PIECE_BYTES, PIECE_OVERHEAD, Piece, Setting, attribute,
};
use super::mending::{self, Mending, catch_up, correct_again};
use super::plain::PlainFile;
use super::removal::{self, Going};
use super::roots::Roots;
use super::salvage::{Salvage, Saved};
use super::scan::{ScanOptions, place_among};
use super::schema::DocType;
use super::update::{
    Resolved, compile, complete, every_root, finish_forgetting, read_again, read_scopes, record, resolve, setting,
    tell_unreachable, unknown_parts,
};
use super::writer::Writer;
use super::{IndexError, Location, Progress, Summary, UpdateOptions};
use crate::article::{Article, FileEntry, Located, MARKER, Problem, Reason};
use crate::attribution::Model;
use crate::parallel;

/// Builds the index anew beside the old one, which serves until then, and swaps.
///
/// With `stored` from the kept texts alone; else all roots are read again, or only `options.paths` and the rest comes from
/// the kept texts. An article whose root can't be reached comes from its kept text.
///
/// # Errors
/// Where there is no index, it can't be written, or what can't be reached can't be taken from the old index either; the old
/// generation goes on serving.
pub fn rebuild(
    location: &Location,
    model: &Model,
    options: &UpdateOptions,
    stored: bool,
    progress: &dyn Progress,
) -> Result<Summary, IndexError> {
    let exclude = compile(&options.exclude)?;
    let folder = Folder::new(location);
    if !folder.path().join(MARKER).exists() {
        folder.current()?;
        return Err(IndexError::NotOurs(location.to_string()));
    }
    let lock = folder.lock()?;
    folder.mend(&lock)?;
    let mut roots = Roots::load(&folder)?;
    let (mut base, salvage) = open_base(&folder, &roots, stored, progress)?;
    if base.is_some() && roots.forgotten().next().is_some() {
        finish_forgetting(&folder, &mut roots)?;
        base = open_base(&folder, &roots, stored, progress)?.0;
    }
    if mending::is_behind(&folder, &roots, base.as_ref())? {
        drop(base);
        catch_up(&folder, &lock, &roots)?;
        base = open_base(&folder, &roots, stored, progress)?.0;
    }
    let threads = parallel::threads(options.threads);
    if let (true, Some(base)) = (stored, &base) {
        let mending = Mending::load(&folder, &roots)?;
        let setting = setting(model, &mending, options, progress, threads, &lock)?;
        let half_built = half_built(&folder)?.filter(|path| is_of_model(path, model));
        folder.remove_others(&lock, half_built.as_deref())?;
        return rebuild_stored(location, &folder, &roots, base, half_built, setting);
    }

    let has_nothing = options.paths.is_empty() && options.listed.is_empty() && roots.live().next().is_none();
    let Resolved { mut wanted, mut missing } =
        if has_nothing { Resolved::default() } else { resolve(options, &roots)? };
    match &base {
        Some(_) => folder.remove_others(&lock, None)?,
        // Nothing can be taken from the old index, so the folders that were not asked for are read as well.
        None => wanted.extend(every_root(&roots)?),
    }
    let scopes = record(wanted, options.columns.as_ref(), &mut roots, &folder)?;
    let mending = Mending::load(&folder, &roots)?;
    let setting = setting(model, &mending, options, progress, threads, &lock)?;
    let generation = Generation::create(&folder.next_generation()?)?;
    let mut writer = Writer::new(&folder, generation, base, threads)?;
    writer.stamp(&mending.stamps);
    writer.number_after(salvage.as_ref().map_or(0, |salvage| salvage.commit));
    let base = writer.base().clone();
    if base.note.is_some() {
        missing.extend(unknown_parts(&scopes, &base)?);
    }
    let mut intake = Intake::new(writer, setting);
    missing.iter().for_each(|problem| intake.skip(problem));
    let scan_options =
        ScanOptions { exclude, read_all: true, prune: options.prune, limits: setting.limits, roots: &roots, progress };
    let mut found = read_scopes(&mut intake, &scopes, &base, None, &scan_options)?;
    if base.note.is_some() {
        tell_unreachable(&found, progress);
    }
    let saves_all = salvage.as_ref().is_some_and(|salvage| salvage.is_whole);
    if base.note.is_none() && !options.prune && !saves_all {
        let mut lost: Vec<String> = found.unreachable.iter().map(|root| root.given.clone()).collect();
        lost.append(&mut found.empty);
        if !lost.is_empty() {
            return Err(IndexError::Unreachable(lost.join(", ")));
        }
    }

    let missing = std::mem::take(&mut intake.missing);
    let removal = removal::decide(std::mem::take(&mut found.gone), missing, options.prune, &intake, &roots, progress)?;
    intake.summary.gone = removal.files.iter().chain(&removal.articles).map(|going| going.ids.len() as u64).sum();
    for going in &removal.articles {
        intake.writer.record(going.record.clone());
    }
    let mut kept = Kept::default();
    kept.files.extend(removal.kept_files.into_iter().map(|going| unsettled(going.record)));
    kept.files.extend(found.hidden.into_iter().map(unsettled));
    kept.articles.extend(removal.kept_articles);
    kept.articles.append(&mut intake.unread);
    for known in base.files()? {
        let known = known?;
        let is_live = roots.get(known.root).is_some_and(|root| !root.forgotten);
        if is_live && place_among(&scopes, &known).is_none() {
            kept.files.push(known);
        }
    }
    keep(&mut intake, kept, &base, &roots)?;
    if let Some(salvage) = &salvage {
        keep_saved(&mut intake, salvage, &roots)?;
    }

    intake.writer.commit()?;
    folder.set_current(&intake.writer.target().path)?;
    let summary = intake.summary;
    intake.writer.finish()?;
    complete(summary, location)
}

/// The state that is rebuilt; where it can't be read and need not be, what can be saved of it, if anything.
fn open_base(
    folder: &Folder,
    roots: &Roots,
    stored: bool,
    progress: &dyn Progress,
) -> Result<(Option<Snapshot>, Option<Salvage>), IndexError> {
    let is_needed = stored || roots.live().next().is_none();
    let tell = |from: &str, error: &IndexError| {
        progress.notice(&format!("the old index can't be read and is built from its folders {from}: {error}"));
    };
    let generation = match folder.current().and_then(|path| Generation::open(&path)) {
        Ok(generation) => generation,
        Err(error) if is_needed => return Err(error),
        Err(error) => {
            tell("alone", &error);
            return Ok((None, None));
        }
    };
    let whole = generation.repair().and_then(|()| generation.check_bytes()).and_then(|()| generation.snapshot());
    match whole {
        Ok(base) => Ok((Some(base), None)),
        Err(error) if is_needed => Err(error),
        Err(error) => {
            let salvage = Salvage::new(&generation)?;
            tell("and from the texts in it that are whole", &error);
            Ok((None, Some(salvage)))
        }
    }
}

/// Known, but to be looked at again.
fn unsettled(record: FileRecord) -> FileRecord {
    FileRecord { settled: false, ..record }
}

/// What comes from the kept texts.
#[derive(Default)]
struct Kept {
    /// All articles of these files.
    files: Vec<FileRecord>,
    /// These articles of files.
    articles: Vec<Going>,
}

/// Attributes kept texts again and writes them.
fn keep(intake: &mut Intake, kept: Kept, base: &Snapshot, roots: &Roots) -> Result<(), IndexError> {
    let mut groups: Vec<(FileRecord, Vec<DocAddress>)> = Vec::new();
    let whole: HashSet<(u64, String)> = kept.files.iter().map(|file| (file.root, file.inner.clone())).collect();
    for record in kept.files {
        let addresses = base.articles_of_file(record.root, &record.inner)?;
        groups.push((record, addresses));
    }
    for going in kept.articles {
        let mut addresses = Vec::new();
        for id in &going.ids {
            addresses.extend(base.owner(going.record.root, id)?.map(|owner| owner.address));
        }
        groups.push((unsettled(going.record), addresses));
    }
    groups.sort_by_key(|(record, _)| record.key());
    intake.run(None, |send| {
        for (record, addresses) in groups {
            let file = Arc::new(kept_task(&record, roots));
            let mut items = Vec::new();
            let mut weight = 0;
            for address in addresses {
                let item = kept_article(base, address, &file.shown);
                weight += PIECE_OVERHEAD + item.as_ref().map_or(0, |located| located.article.text.len());
                items.push(item);
                if weight >= PIECE_BYTES {
                    let items = std::mem::take(&mut items);
                    if !send(Piece::Items { file: file.clone(), items, bytes: 0, end: None }, weight) {
                        return;
                    }
                    weight = 0;
                }
            }
            let end = Some(FileEnd::Kept(record));
            if !send(Piece::Items { file, items, bytes: 0, end }, weight + PIECE_OVERHEAD) {
                return;
            }
        }
    })?;

    let mut again = std::collections::BTreeSet::new();
    intake.writer.commit()?;
    for (root, id, file) in shadows(base)? {
        if !whole.contains(&(root, file.clone())) {
            continue;
        }
        if intake.writer.holder(root, &id)?.is_some() {
            intake.writer.add_shadow(root, &id, &file)?;
        } else {
            again.insert(super::files::FileKey { root, inner: file });
        }
    }
    read_again(intake, &again, roots)
}

/// Attributes and writes the texts that were saved of files which could not be read. The next update looks at those again, and
/// decides whether their articles stay.
fn keep_saved(intake: &mut Intake, salvage: &Salvage, roots: &Roots) -> Result<(), IndexError> {
    intake.writer.commit()?;
    let mut read = HashSet::new();
    for record in intake.writer.target().files()? {
        read.insert(record?.key());
    }
    let mut lost: Vec<&Saved> = Vec::new();
    for saved in salvage.articles.iter().filter(|saved| !read.contains(&saved.file)) {
        let is_live = roots.get(saved.file.root).is_some_and(|root| !root.forgotten);
        if is_live && intake.writer.holder(saved.file.root, &saved.id)?.is_none() {
            lost.push(saved);
        }
    }
    intake.run(None, |send| {
        for of_file in lost.chunk_by(|a, b| a.file == b.file) {
            let record = FileRecord::unknown(of_file[0].file.clone());
            let file = Arc::new(kept_task(&record, roots));
            for saved in of_file {
                let item = as_located(salvage.article(saved), &file.shown);
                let weight = PIECE_OVERHEAD + item.as_ref().map_or(0, |located| located.article.text.len());
                if !send(Piece::Items { file: file.clone(), items: vec![item], bytes: 0, end: None }, weight) {
                    return;
                }
            }
            let end = Some(FileEnd::Kept(record));
            if !send(Piece::Items { file, items: Vec::new(), bytes: 0, end }, PIECE_OVERHEAD) {
                return;
            }
        }
    })
}

fn kept_task(record: &FileRecord, roots: &Roots) -> FileTask {
    let shown = roots.show(record.root, &record.inner).unwrap_or_else(|| record.inner.clone());
    let entry = FileEntry {
        inner: record.inner.clone(),
        path: PathBuf::from(&shown),
        size: record.size,
        mtime: record.mtime,
        columns: Default::default(),
    };
    FileTask::new(record.root, entry, None, shown)
}

fn kept_article(base: &Snapshot, address: DocAddress, shown: &str) -> Result<Located, Problem> {
    as_located(base.article(address), shown)
}

fn as_located(kept: Result<KeptArticle, IndexError>, shown: &str) -> Result<Located, Problem> {
    match kept {
        Ok(kept) => Ok(Located { article: kept.article, line: 1, extracted: None }),
        Err(error) => Err(Problem { place: shown.to_owned(), reason: Reason::Unreadable(error.to_string()) }),
    }
}

/// Every shadow: root, article id, file.
fn shadows(base: &Snapshot) -> Result<Vec<(u64, String, String)>, IndexError> {
    let mut found = Vec::new();
    for address in base.all(DocType::Shadow)? {
        let shadow = base.shadow(address)?;
        found.push((base.number(address, Number::Root)?, shadow.id, shadow.file));
    }
    Ok(found)
}

/// Stands in a generation that is being built from kept texts, so that a killed run can be gone on with.
#[derive(Serialize, Deserialize)]
struct StoredMark {
    model: String,
}

const STORED_MARK: &str = "stored.json";

/// The generation of a killed `rebuild --stored`, where there is one.
pub(super) fn half_built(folder: &Folder) -> Result<Option<PathBuf>, IndexError> {
    let current = match folder.current() {
        Err(IndexError::NoIndex(_)) => return Ok(None),
        current => current?,
    };
    let others = folder.generations()?.into_iter().rev().map(|(_, path)| path).filter(|path| *path != current);
    let mut marked = others.filter(|path| path.join(STORED_MARK).exists());
    Ok(marked.find(|path| Generation::open(path).is_ok()))
}

/// Whether a half-built generation is being made with this model.
fn is_of_model(generation: &Path, model: &Model) -> bool {
    let mark = stored_mark(generation).read_lines::<StoredMark>().unwrap_or_default();
    mark.iter().any(|mark| mark.model == model.name())
}

fn stored_mark(generation: &Path) -> PlainFile {
    PlainFile::single(generation.join(STORED_MARK))
}

fn rebuild_stored(
    location: &Location,
    folder: &Folder,
    roots: &Roots,
    base: &Snapshot,
    half_built: Option<PathBuf>,
    setting: Setting,
) -> Result<Summary, IndexError> {
    let generation = match half_built {
        Some(path) => {
            setting.progress.notice("going on with the rebuild that was broken off");
            Generation::open(&path)?
        }
        None => {
            let generation = Generation::create(&folder.next_generation()?)?;
            stored_mark(&generation.path).replace_lines(&[StoredMark { model: setting.model.name().to_owned() }])?;
            generation
        }
    };
    let mut writer = Writer::new(folder, generation, Some(base.clone()), setting.threads)?;
    let start = writer.target().clone();
    let mut summary = Summary::default();
    let articles = base.all(DocType::Article)?;
    setting.progress.found(articles.len() as u64);
    if start.note.is_none() {
        writer.stamp(&setting.mending.stamps);
    }
    attribute_stored(&mut writer, base, &start, articles, setting, &mut summary)?;
    if *writer.stamps() != setting.mending.stamps {
        // Corrected since the run that was broken off.
        writer.commit()?;
        correct_again(&mut writer, roots, setting.mending)?;
        writer.stamp(&setting.mending.stamps);
    }

    for address in start.all(DocType::Article)? {
        let kept = start.article(address)?;
        let root = start.number(address, Number::Root)?;
        if base.owner(root, &kept.article.id)?.is_none() {
            writer.remove_article(root, &kept.article.id);
        }
    }
    for (root, _, file) in shadows(&start)? {
        writer.clear_shadows(root, &file);
    }
    for (root, id, file) in shadows(base)? {
        writer.add_shadow(root, &id, &file)?;
    }
    writer.take_records_of_base();
    writer.commit()?;
    let path = writer.target().path.clone();
    writer.finish()?;
    folder.set_current(&path)?;
    let mark = stored_mark(&path).path;
    fs::remove_file(&mark).map_err(IndexError::io(&mark))?;
    complete(summary, location)
}

/// Attributes every article of `base` that `start`, what a run before has made, does not hold as it is.
fn attribute_stored(
    writer: &mut Writer,
    base: &Snapshot,
    start: &Snapshot,
    articles: Vec<DocAddress>,
    setting: Setting,
    summary: &mut Summary,
) -> Result<(), IndexError> {
    let produce = |send: &dyn Fn((Article, u64, u64, Arc<str>), usize) -> bool| -> Result<(), IndexError> {
        for address in articles {
            let kept = base.article(address)?;
            let (root, hash) = (base.number(address, Number::Root)?, base.number(address, Number::Hash)?);
            let done = start.owner(root, &kept.article.id)?;
            let file_hash = base.number(address, Number::FileHash)?;
            if done.is_some_and(|done| done.hash == hash && done.file_hash == file_hash) {
                setting.progress.done(1);
                continue;
            }
            let bytes = kept.article.text.len() + PIECE_OVERHEAD;
            if !send((kept.article, root, hash, kept.file.into()), bytes) {
                break;
            }
        }
        Ok(())
    };
    let failure = std::sync::Mutex::new(None);
    parallel::ordered(
        setting.threads,
        BYTES_UNDER_WAY,
        |send| {
            if let Err(error) = produce(send) {
                *failure.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(error);
            }
        },
        |(article, root, hash, file)| {
            let corrections = &setting.mending.corrections;
            let from = Provenance { root, file: &file, hash, model: setting.model.name(), corrections };
            match attribute(&article, &from, &file, setting.model) {
                Ok(prepared) => (Ok(prepared), None),
                // Its text is kept, to be attributed another time.
                Err(problem) => (prepare(&article, &[], &from), Some(problem)),
            }
        },
        |(prepared, problem)| {
            setting.progress.done(1);
            setting.progress.articles(1);
            if let Some(problem) = problem {
                *summary.skipped.entry(problem.reason.label().to_owned()).or_default() += 1;
                setting.progress.problem(&problem);
            }
            summary.attributed += 1;
            writer.replace(prepared?, true)?;
            if writer.commit_is_due() { writer.commit() } else { Ok(()) }
        },
    )?;
    match failure.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner()) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::article::Limits;
    use crate::index::{Change, Mend, Query, Reader, correct, update};

    /// Keeps what it is told.
    #[derive(Default)]
    struct Told(Mutex<Vec<String>>);

    impl Progress for Told {
        fn found(&self, _: u64) {}
        fn done(&self, _: u64) {}
        fn articles(&self, _: u64) {}
        fn problem(&self, _: &Problem) {}
        fn notice(&self, line: &str) {
            self.0.lock().unwrap().push(line.to_owned());
        }
    }

    fn export(location: &Location) -> Vec<String> {
        let mut lines = Vec::new();
        let reader = Reader::open(location).unwrap();
        let all = Query::every();
        reader
            .export(&all, &mut |line| {
                lines.push(serde_json::to_string(&line).unwrap());
                true
            })
            .unwrap();
        lines
    }

    /// An index of six articles, and the generation that a run leaves which was killed after it had attributed four of them.
    struct Broken {
        dir: tempfile::TempDir,
        location: Location,
        model: Arc<Model>,
        options: UpdateOptions,
        told: Told,
    }

    fn broken() -> Broken {
        let dir = tempfile::tempdir().unwrap();
        let news = dir.path().join("news");
        fs::create_dir(&news).unwrap();
        for number in 0..6 {
            let text = format!("“The n{number} gate stays shut,” said Orla Fenwick, the harbour warden.\n");
            fs::write(news.join(format!("{number}.txt")), text).unwrap();
        }
        let location = Location::Folder(dir.path().join("index"));
        let model = Model::embedded();
        let told = Told::default();
        let options = UpdateOptions {
            paths: vec![news],
            prune: true,
            max_article_bytes: Limits::default().max_article_bytes,
            threads: Some(1),
            ..UpdateOptions::default()
        };
        update(&location, &model, &options, &told).unwrap();

        let folder = Folder::new(&location);
        let base = Generation::open(&folder.current().unwrap()).unwrap().snapshot().unwrap();
        let half = Generation::create(&folder.next_generation().unwrap()).unwrap();
        stored_mark(&half.path).replace_lines(&[StoredMark { model: model.name().to_owned() }]).unwrap();
        let mut writer = Writer::new(&folder, half, Some(base.clone()), 1).unwrap();
        let some = base.all(DocType::Article).unwrap()[..4].to_vec();
        let mending = Mending::load(&folder, &Roots::load(&folder).unwrap()).unwrap();
        let setting = Setting {
            model: &model,
            mending: &mending,
            limits: Limits::default(),
            progress: &told,
            threads: 1,
            now: 0,
        };
        let nothing = writer.target().clone();
        attribute_stored(&mut writer, &base, &nothing, some, setting, &mut Summary::default()).unwrap();
        writer.commit().unwrap();
        writer.finish().unwrap();
        Broken { dir, location, model, options, told }
    }

    #[test]
    fn a_rebuild_from_kept_texts_goes_on_where_a_killed_one_stopped() {
        let Broken { dir, location, model, options, told } = broken();
        let summary = rebuild(&location, &model, &options, true, &told).unwrap();
        assert_eq!(summary.attributed, 2, "four of six were done before");
        assert!(told.0.lock().unwrap().iter().any(|line| line.contains("going on")));
        let fresh = Location::Folder(dir.path().join("fresh"));
        update(&fresh, &model, &options, &told).unwrap();
        assert_eq!(export(&location), export(&fresh));
    }

    #[test]
    fn what_was_corrected_after_the_kill_is_in_force_after_the_rebuild() {
        let Broken { dir: _dir, location, model, options, told } = broken();
        let mut changes = Vec::new();
        for hit in Reader::open(&location).unwrap().search(&Query::every()).unwrap().hits {
            let says = Mend { speaker: Some("Tam Brisco".into()), ..Mend::default() };
            changes.push(Change { id: hit.quote.id, says, as_table: false });
        }
        assert_eq!(correct(&location, &changes, "ada", jiff::Timestamp::UNIX_EPOCH).unwrap().faults, []);
        let corrected = export(&location);
        assert!(corrected.iter().all(|line| line.contains("Tam Brisco")));
        let summary = rebuild(&location, &model, &options, true, &told).unwrap();
        assert_eq!(summary.attributed, 2, "four of six were done before");
        assert_eq!(export(&location), corrected);
    }
}
