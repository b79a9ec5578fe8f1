//! Decides whether articles that the folders no longer hold leave the index.
//!
//! Nothing is lost by accident: what a missing, unreadable or suddenly empty folder held stays, and so does everything
//! where a run would take out more than a tenth of the index's articles and more than five, unless the user means it.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::files::{FileKey, FileRecord};
use super::intake::{Intake, Missing};
use super::roots::Roots;
use super::scan::is_suddenly_empty;
use super::schema::DocType;
use super::{IndexError, Progress};

/// Fewer articles than this are never held back for their number.
const FEW: u64 = 5;

/// A removal is held back where it takes more than one in so many.
const ONE_IN: u64 = 10;

/// Articles that a file held and does not hold any more.
pub(super) type Going = Missing;

/// What a run may take out, and what it must keep.
#[derive(Default)]
pub(super) struct Removal {
    /// Files that are gone, with the articles that go with them.
    pub files: Vec<Going>,
    /// Articles that their files no longer hold.
    pub articles: Vec<Going>,
    /// Articles of files that are gone, which stay.
    pub kept_files: Vec<Going>,
    /// Articles that their files no longer hold, which stay.
    pub kept_articles: Vec<Going>,
}

/// Sorts `gone` files and `missing` articles into what goes and what stays, and tells the user what was held back.
pub(super) fn decide(
    gone: Vec<FileRecord>,
    missing: Vec<Missing>,
    prune: bool,
    intake: &Intake,
    roots: &Roots,
    progress: &dyn Progress,
) -> Result<Removal, IndexError> {
    let base = intake.writer.base();
    let mut removal = Removal::default();
    let mut emptied: BTreeSet<String> = BTreeSet::new();
    for record in gone {
        let mut ids = Vec::new();
        for address in base.articles_of_file(record.root, &record.inner)? {
            ids.push(base.article(address)?.article.id);
        }
        let going = still_there(intake, Going { record, ids })?;
        let root = roots.get(going.record.root);
        if !prune && root.is_some_and(|root| is_suddenly_empty(&root.path, &going.record.inner)) {
            emptied.extend(root.map(|root| root.given.clone()));
            removal.kept_files.push(going);
        } else {
            removal.files.push(going);
        }
    }
    for one in missing {
        removal.articles.push(still_there(intake, one)?);
    }
    for given in emptied {
        progress.notice(&format!(
            "{given}: a folder with known articles is suddenly empty; they stay in the index (--prune takes them out)"
        ));
    }
    if prune {
        return Ok(removal);
    }
    let articles = base.count(DocType::Article)?;
    let is_much = |going: u64| going > FEW && going * ONE_IN > articles;
    let mut going: u64 = removal.files.iter().chain(&removal.articles).map(|going| going.ids.len() as u64).sum();
    if is_much(going) {
        going -= taken_over(&removal, intake, roots)?;
    }
    if is_much(going) {
        progress.notice(&format!(
            "{going} of {articles} articles are not found in their folders any more (gone, excluded or too long), more than a \
             tenth; they stay in the index (--prune takes them out)"
        ));
        removal.kept_files.append(&mut removal.files);
        removal.kept_articles.append(&mut removal.articles);
    }
    Ok(removal)
}

/// How many of the articles that go another file holds too and takes over, as where a file was renamed.
fn taken_over(removal: &Removal, intake: &Intake, roots: &Roots) -> Result<u64, IndexError> {
    let gone: HashSet<FileKey> = removal.files.iter().map(|going| going.record.key()).collect();
    let mut can_be_read: HashMap<FileKey, bool> = HashMap::new();
    let mut count = 0;
    for going in removal.files.iter().chain(&removal.articles) {
        let root = going.record.root;
        for id in &going.ids {
            for inner in intake.writer.target().shadows_of(root, id)? {
                let key = FileKey { root, inner };
                let path = roots.get(root).map(|root| root.path.join(&key.inner));
                let is_there = |key: &FileKey| !gone.contains(key) && path.is_some_and(|path| path.is_file());
                if key.inner != going.record.inner && *can_be_read.entry(key.clone()).or_insert_with(|| is_there(&key))
                {
                    count += 1;
                    break;
                }
            }
        }
    }
    Ok(count)
}

/// Leaves out the articles that another file holds by now.
fn still_there(intake: &Intake, going: Going) -> Result<Going, IndexError> {
    let Going { record, ids } = going;
    let mut kept = Vec::new();
    for id in ids {
        let holder = intake.writer.holder(record.root, &id)?;
        if holder.is_none_or(|holder| intake.writer.holds(&holder, record.root, &record.inner)) {
            kept.push(id);
        }
    }
    Ok(Going { record, ids: kept })
}

/// Takes out what goes, and returns the files to read again because they hold an article of an id that became free.
///
/// Everything written before must be committed.
pub(super) fn apply(removal: &Removal, intake: &mut Intake) -> Result<BTreeSet<FileKey>, IndexError> {
    let mut again = BTreeSet::new();
    for going in &removal.files {
        free(intake, going, &mut again)?;
        intake.writer.remove_file(&going.record, &going.ids);
        intake.summary.gone += going.ids.len() as u64;
    }
    for going in &removal.articles {
        free(intake, going, &mut again)?;
        for id in &going.ids {
            intake.writer.remove_article(going.record.root, id);
        }
        intake.writer.record(going.record.clone());
        intake.summary.gone += going.ids.len() as u64;
    }
    again.retain(|key| !removal.files.iter().any(|going| going.record.key() == *key));
    Ok(again)
}

fn free(intake: &Intake, going: &Going, again: &mut BTreeSet<FileKey>) -> Result<(), IndexError> {
    for id in &going.ids {
        for inner in intake.writer.target().shadows_of(going.record.root, id)? {
            if inner != going.record.inner {
                again.insert(FileKey { root: going.record.root, inner });
            }
        }
    }
    Ok(())
}
