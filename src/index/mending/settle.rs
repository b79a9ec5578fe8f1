//! Makes an index hold what corrections and removals say.

use std::collections::{BTreeSet, HashSet};

use tantivy::DocAddress;

use super::corrections::{self, Correction};
use super::fit::fit;
use super::removals::Removals;
use super::{Corrections, Mending, Stamps, stamp, text_hash, text_number, url_number};
use crate::article::{Article, Reason};
use crate::index::columns::{Number, Text};
use crate::index::documents::{KeptArticle, Provenance, Row, prepare_rows};
use crate::index::files::FileKey;
use crate::index::folder::{Folder, WriteLock};
use crate::index::generation::{Generation, Snapshot, number_query};
use crate::index::purge::purge;
use crate::index::roots::Roots;
use crate::index::schema::fields;
use crate::index::writer::Writer;
use crate::index::{IndexError, derived, retired};

/// Makes the index that serves fit the two files where it does not: a command was killed, or one of them was put back from a
/// copy.
pub(in crate::index) fn catch_up(folder: &Folder, lock: &WriteLock, roots: &Roots) -> Result<(), IndexError> {
    let held = match folder.current() {
        Ok(path) => Generation::open(&path)?.note()?.map(|note| note.stamps),
        Err(IndexError::NoIndex(_)) => None,
        Err(error) => return Err(error),
    };
    let Some(held) = held else { return Ok(()) };
    let mut mending = Mending::load(folder, roots)?;
    if held.removals != mending.stamps.removals {
        take_out(folder, lock, roots, &mending, Again::EveryFile)?;
        mending = Mending::load(folder, roots)?;
    }
    if held.corrections != mending.stamps.corrections {
        let mut writer = Writer::new(folder, Generation::open(&folder.current()?)?, None, 1)?;
        correct_again(&mut writer, roots, &mending)?;
        writer.commit()?;
        writer.finish()?;
    }
    Ok(())
}

/// Writes anew what the corrections have otherwise than the last commit of `writer`.
pub(in crate::index) fn correct_again(writer: &mut Writer, roots: &Roots, mending: &Mending) -> Result<(), IndexError> {
    let target = writer.target();
    let mut places: BTreeSet<DocAddress> = target.addresses(&number_query(fields().mended, 1))?.into_iter().collect();
    for correction in mending.corrections.list() {
        places.extend(articles_of(target, roots, correction)?);
    }
    write_again(writer, places, &mending.corrections)?;
    let removals = writer.stamps().removals.clone();
    writer.stamp(&Stamps { corrections: mending.stamps.corrections.clone(), removals });
    Ok(())
}

/// Writes the articles at `places` anew where `corrections` have their quotes otherwise.
pub(super) fn write_again(
    writer: &mut Writer,
    places: BTreeSet<DocAddress>,
    corrections: &Corrections,
) -> Result<(), IndexError> {
    let start = writer.target().clone();
    for address in places {
        let kept = start.article(address)?;
        let root = start.number(address, Number::Root)?;
        let stand = start.rows_of(root, &kept.article.id)?;
        let found = found(&stand, &kept);
        let mended = corrections.apply(&kept.article, found.clone());
        if mended.rows == stand && mended.before == kept.mended {
            continue;
        }
        let model = start.text(address, Text::Model)?.unwrap_or_default();
        let hash = start.number(address, Number::Hash)?;
        let from = Provenance { root, file: &kept.file.into(), hash, model: &model, corrections };
        writer.replace(prepare_rows(&kept.article, found, &from)?, true)?;
        if writer.commit_is_due() {
            writer.commit()?;
        }
    }
    Ok(())
}

/// The quotes of an article as they were found, by place in the text, then id; `stand` are those that stand now.
pub(super) fn found(stand: &[Row], kept: &KeptArticle) -> Vec<Row> {
    let mended: HashSet<&str> = kept.mended.iter().map(|row| row.line.id.as_str()).collect();
    let untouched = stand.iter().filter(|row| !mended.contains(row.line.id.as_str()));
    let mut rows: Vec<Row> = untouched.chain(&kept.mended).cloned().collect();
    rows.sort_by(|a, b| (&a.line.spans.content, &a.line.id).cmp(&(&b.line.spans.content, &b.line.id)));
    rows
}

/// Articles that a correction may be of: those of its id, and copies of the one it was made on.
pub(super) fn articles_of(
    snapshot: &Snapshot,
    roots: &Roots,
    correction: &Correction,
) -> Result<Vec<DocAddress>, IndexError> {
    let mut places = snapshot.addresses(&number_query(fields().text_hash, text_number(&correction.text)))?;
    for root in roots.live() {
        places.extend(snapshot.owner(root.number, &correction.article)?.map(|owner| owner.address));
    }
    Ok(places)
}

/// An article of the index.
pub(super) struct Standing {
    pub root: u64,
    pub file: String,
    pub article: Article,
}

/// The article at `address`.
pub(super) fn standing(snapshot: &Snapshot, address: DocAddress) -> Result<Standing, IndexError> {
    let KeptArticle { file, article, .. } = snapshot.article(address)?;
    Ok(Standing { root: snapshot.number(address, Number::Root)?, file, article })
}

/// Articles of the index that must go, by root and id.
fn barred(snapshot: &Snapshot, roots: &Roots, removals: &Removals) -> Result<Vec<Standing>, IndexError> {
    let mut places = BTreeSet::new();
    for row in removals.list() {
        if let Some(id) = &row.article {
            for root in roots.live() {
                places.extend(snapshot.owner(root.number, id)?.map(|owner| owner.address));
            }
        }
        if let Some(text) = &row.text {
            places.extend(snapshot.addresses(&number_query(fields().text_hash, text_number(text)))?);
        }
        if let Some(url) = &row.url {
            places.extend(snapshot.addresses(&number_query(fields().url_hash, url_number(url)))?);
        }
    }
    let mut gone = Vec::new();
    for address in places {
        let article = standing(snapshot, address)?;
        if removals.bars(article.root, &article.article) {
            gone.push(article);
        }
    }
    gone.sort_by(|a, b| (a.root, &a.article.id).cmp(&(b.root, &b.article.id)));
    Ok(gone)
}

/// Which files the next run reads again, besides those that held what goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// No others.
    NoOthers,
    /// Every file of which an article was kept out: it may have been taken off the list.
    EveryFile,
}

/// Takes out what must go, wherever a word of it stands: its article and quotes, corrections, places of retired ids, derived
/// tables, other generations. The commit that says so comes last, so that a run that is broken off is done again.
pub(super) fn take_out(
    folder: &Folder,
    lock: &WriteLock,
    roots: &Roots,
    mending: &Mending,
    again: Again,
) -> Result<(), IndexError> {
    folder.remove_others(lock, None)?;
    let path = folder.current()?;
    let mut writer = Writer::new(folder, Generation::open(&path)?, None, 1)?;
    let held = writer.stamps().clone();
    let gone = barred(writer.target(), roots, &mending.removals)?;
    let corrections = corrections_left(writer.target(), roots, mending, &gone)?;
    corrections::write(folder, &corrections)?;
    let keys: HashSet<(u64, &str)> = gone.iter().map(|article| (article.root, article.article.id.as_str())).collect();
    retired::forget(folder, &keys)?;

    let mut files = match again {
        Again::NoOthers => BTreeSet::new(),
        Again::EveryFile => files_with_removed(writer.target())?,
    };
    for Standing { root, file, article } in &gone {
        files.insert(FileKey { root: *root, inner: file.clone() });
        for inner in writer.target().shadows_of(*root, &article.id)? {
            files.insert(FileKey { root: *root, inner });
        }
        writer.remove_article(*root, &article.id);
        writer.drop_shadows(*root, &article.id);
    }
    writer.unsettle(&files)?;
    writer.commit()?;
    purge(&writer.finish()?)?;
    derived::discard_words(&path)?;

    let mut writer = Writer::new(folder, Generation::open(&path)?, None, 1)?;
    // Corrections that were not in force before are still not.
    let is_in_force = held.corrections == mending.stamps.corrections;
    let in_force = if is_in_force { stamp(&corrections)? } else { held.corrections };
    writer.stamp(&Stamps { corrections: in_force, removals: mending.stamps.removals.clone() });
    writer.commit()?;
    writer.finish()?;
    Ok(())
}

/// Files of which the last reading kept an article out.
fn files_with_removed(snapshot: &Snapshot) -> Result<BTreeSet<FileKey>, IndexError> {
    let mut files = BTreeSet::new();
    for record in snapshot.files()? {
        let record = record?;
        if record.skipped.contains_key(Reason::Removed.label()) {
            files.insert(record.key());
        }
    }
    Ok(files)
}

/// The corrections that stay when `gone` goes: none that was made on one of them, also in an earlier version, unless another
/// article of the same id has the words too.
fn corrections_left(
    snapshot: &Snapshot,
    roots: &Roots,
    mending: &Mending,
    gone: &[Standing],
) -> Result<Vec<Correction>, IndexError> {
    let texts: HashSet<String> = gone.iter().map(|article| text_hash(&article.article.text)).collect();
    let keys: HashSet<(u64, &str)> = gone.iter().map(|article| (article.root, article.article.id.as_str())).collect();
    let mut left = Vec::new();
    for correction in mending.corrections.list() {
        let is_of_one = gone.iter().any(|article| article.article.id == correction.article);
        let mut stays = !texts.contains(&correction.text) && !is_of_one;
        if is_of_one && !texts.contains(&correction.text) {
            for root in roots.live().filter(|root| !keys.contains(&(root.number, correction.article.as_str()))) {
                let Some(owner) = snapshot.owner(root.number, &correction.article)? else { continue };
                let kept = snapshot.article(owner.address)?;
                let rows = found(&snapshot.rows_of(root.number, &correction.article)?, &kept);
                stays |= fit(correction, &kept.article.text, &rows).is_some();
            }
        }
        if stays {
            left.push(correction.clone());
        }
    }
    Ok(left)
}
