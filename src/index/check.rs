//! Whether an index is sound.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::columns::Number;
use super::directory::{MANAGED, META};
use super::documents::{key, line_fits};
use super::files::FileRecord;
use super::folder::Folder;
use super::generation::{Generation, Snapshot};
use super::plain::PlainFile;
use super::roots::Roots;
use super::schema::{DocType, SCHEMA_VERSION, fields};
use super::{IndexError, Location, derived, mending, people, retired};
use crate::parallel;

/// Looks for faults and returns each as one line; none: the index is sound.
///
/// Checks the checksums of every file, that roots, people, corrections, removals and retired ids can be read, that no two articles
/// have one key, that each quote belongs to an article and says what stands there, and that each
/// article's file is on record.
///
/// # Errors
/// [`IndexError::NoIndex`] where nothing was ever committed. Damage is not an error but a fault found.
pub fn check(location: &Location) -> Result<Vec<String>, IndexError> {
    let folder = Folder::new(location);
    for _ in 0..TRIES {
        let before = state(&folder);
        let faults = check_once(&folder)?;
        if faults.is_empty() || before == state(&folder) {
            return Ok(faults);
        }
        // A writer took away what was being looked at.
    }
    check_once(&folder)
}

/// How often an index that changes under the eyes is looked at again.
const TRIES: usize = 10;

/// What a writer replaces when it changes the files that an index consists of.
fn state(folder: &Folder) -> Option<(PathBuf, Vec<u8>)> {
    let path = folder.current().ok()?;
    let meta = fs::read(path.join(META)).ok()?;
    Some((path, meta))
}

fn check_once(folder: &Folder) -> Result<Vec<String>, IndexError> {
    let mut faults = Vec::new();
    let path = match folder.current() {
        Ok(path) => path,
        Err(error @ IndexError::NoIndex(_)) => return Err(error),
        Err(error) => return Ok(vec![error.to_string()]),
    };
    if !folder.path().join(crate::article::MARKER).exists() {
        faults.push(format!("{}: the marker {} is missing", folder.path().display(), crate::article::MARKER));
    }
    let roots = match Roots::load(folder) {
        Ok(roots) => Some(roots),
        Err(error) => {
            faults.push(error.to_string());
            None
        }
    };
    if let Err(error) = retired::read(folder) {
        faults.push(error.to_string());
    }
    if let Err(error) = people::read(folder) {
        faults.push(error.to_string());
    }
    faults.extend(mending::faults(folder));
    faults.extend(folder.plain_files().iter().flat_map(PlainFile::faults));
    // The engine takes what it wrote for true, and panics where it is not.
    match parallel::guarded(|| check_generation(&path, roots.as_ref())) {
        Ok(mut found) => faults.append(&mut found),
        Err(message) => faults.push(format!("{}: can't be read ({message})", path.display())),
    }
    Ok(faults)
}

/// Every fault of a generation; an error that ends the search is one too.
fn check_generation(path: &Path, roots: Option<&Roots>) -> Vec<String> {
    let mut faults = Vec::new();
    if let Err(error) = find_faults(path, roots, &mut faults) {
        faults.push(error.to_string());
    }
    faults
}

fn find_faults(path: &Path, roots: Option<&Roots>, faults: &mut Vec<String>) -> Result<(), IndexError> {
    let generation = Generation::open(path)?;
    if generation.index.schema() != fields().schema {
        faults.push(format!("{}: the fields are not those of schema {SCHEMA_VERSION}", path.join(META).display()));
        return Ok(());
    }
    faults.extend(PlainFile::single(path.join(MANAGED)).faults());
    for table in derived::TABLES.iter().filter(|name| derived::is_damaged(path, name)) {
        let table = path.join(table);
        faults.push(format!("{}: the checksum does not fit; delete it, it is made anew", table.display()));
    }
    let broken = generation.faults()?;
    for (file, fault) in &broken {
        faults.push(format!("{}: {fault}", file.display()));
    }
    if !broken.is_empty() {
        return Ok(());
    }
    let snapshot = generation.snapshot()?;
    let records = check_files(&snapshot, faults)?;
    let articles = check_articles(&snapshot, roots, records.as_ref(), faults)?;
    check_quotes(&snapshot, &articles, faults)
}

/// The files on record, by key; `None` where the record can't be read.
fn check_files(snapshot: &Snapshot, faults: &mut Vec<String>) -> Result<Option<HashSet<String>>, IndexError> {
    let Some(path) = snapshot.files_path() else {
        faults.push(format!("{}: no commit", snapshot.path.display()));
        return Ok(None);
    };
    let mut known = HashSet::new();
    let mut last: Option<FileRecord> = None;
    for record in snapshot.files()? {
        let record = record?;
        if last.is_some_and(|last| last.key() >= record.key()) {
            faults.push(format!("{}: {} is out of order", path.display(), record.inner));
        }
        known.insert(key(record.root, &record.inner));
        last = Some(record);
    }
    Ok(Some(known))
}

/// Checks every article and returns where each stands, by key.
fn check_articles(
    snapshot: &Snapshot,
    roots: Option<&Roots>,
    records: Option<&HashSet<String>>,
    faults: &mut Vec<String>,
) -> Result<HashMap<String, tantivy::DocAddress>, IndexError> {
    let mut articles = HashMap::new();
    for address in snapshot.all(DocType::Article)? {
        let kept = snapshot.article(address)?;
        let root = snapshot.number(address, Number::Root)?;
        if roots.is_some_and(|roots| roots.get(root).is_none()) {
            faults.push(format!("article {}: its root {root} is not recorded", kept.article.id));
        }
        if records.is_some_and(|records| !records.contains(&key(root, &kept.file))) {
            faults.push(format!("article {}: its file {} is not on record", kept.article.id, kept.file));
        }
        if articles.insert(key(root, &kept.article.id), address).is_some() {
            faults.push(format!("article {}: stands twice", kept.article.id));
        }
    }
    Ok(articles)
}

fn check_quotes(
    snapshot: &Snapshot,
    articles: &HashMap<String, tantivy::DocAddress>,
    faults: &mut Vec<String>,
) -> Result<(), IndexError> {
    let mut text: Option<(String, String)> = None;
    for address in snapshot.all(DocType::Quote)? {
        let line = snapshot.quote(address)?.line;
        let article_key = key(snapshot.number(address, Number::Root)?, &line.article.id);
        if text.as_ref().is_none_or(|(of, _)| *of != article_key) {
            let Some(article) = articles.get(&article_key) else {
                faults.push(format!("quote {}: its article {} is missing", line.id, line.article.id));
                continue;
            };
            text = Some((article_key, snapshot.article(*article)?.article.text));
        }
        if text.as_ref().is_some_and(|(_, text)| !line_fits(&line, text)) {
            faults.push(format!("quote {}: does not say what stands in article {}", line.id, line.article.id));
        }
        if !is_found_by_id(snapshot, address, &line.id)? {
            faults.push(format!("quote {}: its numbers do not fit its id", line.id));
        }
    }
    Ok(())
}

fn is_found_by_id(snapshot: &Snapshot, address: tantivy::DocAddress, id: &str) -> Result<bool, IndexError> {
    let numbers = (snapshot.number(address, Number::IdHigh)?, snapshot.number(address, Number::IdLow)?);
    Ok(numbers == super::documents::id_numbers(id))
}
