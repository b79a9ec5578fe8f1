//! `correct`: makes corrections, takes them back, lists them.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use serde::Serialize;
use tantivy::DocAddress;

use super::corrections::{self, Correction, Mend};
use super::fit::fit;
use super::settle::{articles_of, catch_up, found, write_again};
use super::{Corrections, Mending, Stamps, stamp};
use crate::index::columns::Number;
use crate::index::documents::{KeptArticle, Row};
use crate::index::folder::{Folder, WriteLock};
use crate::index::generation::{Generation, Snapshot};
use crate::index::rebuild::half_built;
use crate::index::roots::Roots;
use crate::index::writer::Writer;
use crate::index::{IndexError, Location, retired};
use crate::speakers::{QuoteLine, SpeakerKind};

/// What to say of which quote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The quote's id, or a beginning of it that no other quote's id has.
    pub id: String,
    /// What is said of it.
    pub says: Mend,
    /// It is a row of a table, in which what stands already says nothing.
    pub as_table: bool,
}

/// What [`correct`] or [`undo_corrections`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrected {
    /// What can't be done, by place among what was asked; with one of them nothing was done.
    pub faults: Vec<(usize, String)>,
    /// The corrections that were made or taken back: the quotes' ids.
    pub ids: Vec<String>,
    /// Rows of a table that say nothing new.
    pub untouched: usize,
}

/// A correction and what it means now; serializes as one line of JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CorrectionEntry {
    /// The correction.
    #[serde(flatten)]
    pub correction: Correction,
    /// Ids of the quotes that it is in force for, by id; several where copies of the article stand in the index, none where
    /// nothing fits it any more.
    pub fits: Vec<String>,
}

/// An index that is to be corrected, nobody else writing: it holds what stood in the files before.
struct Opened {
    folder: Folder,
    roots: Roots,
    mending: Mending,
    snapshot: Snapshot,
    _lock: WriteLock,
}

impl Opened {
    fn new(location: &Location) -> Result<Opened, IndexError> {
        let folder = Folder::new(location);
        let lock = folder.lock_existing()?;
        let roots = Roots::load(&folder)?;
        folder.remove_others(&lock, half_built(&folder)?.as_deref())?;
        catch_up(&folder, &lock, &roots)?;
        let mending = Mending::load(&folder, &roots)?;
        let snapshot = Generation::open(&folder.current()?)?.snapshot()?;
        Ok(Opened { folder, roots, mending, snapshot, _lock: lock })
    }
}

/// Says `changes` of quotes, all or, where there is a fault, none; what was said of a quote before stays where nothing new is
/// said of it.
///
/// # Errors
/// [`IndexError::NoIndex`] where nothing was ever committed, [`IndexError::Locked`] where another process writes.
pub fn correct(location: &Location, changes: &[Change], by: &str, at: Timestamp) -> Result<Corrected, IndexError> {
    let Opened { folder, roots, mending, snapshot, _lock } = Opened::new(location)?;
    let desk = Desk { folder: &folder, snapshot, mending: &mending, by, at };
    let mut done = Corrected::default();
    let mut seen: HashMap<String, usize> = HashMap::new();
    // Corrections whose words are in a new one.
    let mut replaced: HashSet<usize> = HashSet::new();
    let mut made = Vec::new();
    for (number, change) in changes.iter().enumerate() {
        match desk.correction(change)? {
            Outcome::Fault(fault) => done.faults.push((number, fault)),
            Outcome::Untouched => done.untouched += 1,
            Outcome::Made(correction, before) => {
                if let Some(other) = seen.insert(correction.id.clone(), number) {
                    done.faults.push((number, format!("{} is corrected twice, also in row {}", change.id, other + 1)));
                }
                replaced.extend(before);
                done.ids.push(correction.id.clone());
                made.push(*correction);
            }
        }
    }
    if !done.faults.is_empty() {
        return Ok(Corrected { faults: done.faults, ..Corrected::default() });
    }
    drop(desk);
    if made.is_empty() {
        return Ok(done);
    }
    let mut list = Vec::new();
    list.extend(unless(mending.corrections.list(), &replaced));
    list.extend(made.iter().cloned());
    put(&folder, &roots, &mending, list, &made)?;
    Ok(done)
}

/// Takes back the corrections of quotes whose ids, now or when they were corrected, begin with `ids`: all or none.
///
/// # Errors
/// As [`correct`].
pub fn undo_corrections(location: &Location, ids: &[String]) -> Result<Corrected, IndexError> {
    let Opened { folder, roots, mending, snapshot, _lock } = Opened::new(location)?;
    let entries = entries(&snapshot, &roots, mending.corrections.list())?;

    let mut done = Corrected::default();
    let mut undone: HashSet<usize> = HashSet::new();
    for (number, id) in ids.iter().enumerate() {
        let prefix = id.trim().to_ascii_lowercase();
        // The quote that has the id now comes before one that had it once.
        let now = named(&entries, &prefix, |entry| &entry.fits);
        let then = named(&entries, &prefix, |entry| std::slice::from_ref(&entry.correction.id));
        let meant = if now.is_empty() { then } else { now };
        let quotes: BTreeSet<&str> = meant.iter().map(|(_, quote)| *quote).collect();
        if quotes.len() > 1 {
            let many = quotes.len();
            done.faults
                .push((number, format!("{id} is the beginning of {many} corrected quotes' ids: give more digits")));
        } else if quotes.is_empty() {
            let none = format!("no correction was made on a quote {id}; `whosaid correct --list` lists them");
            done.faults.push((number, none));
        } else {
            done.ids.extend(quotes.into_iter().map(str::to_owned));
            undone.extend(meant.into_iter().map(|(place, _)| place));
        }
    }
    if !done.faults.is_empty() {
        return Ok(Corrected { faults: done.faults, ..Corrected::default() });
    }
    let list = unless(mending.corrections.list(), &undone).collect();
    let gone: Vec<Correction> = undone.iter().map(|place| mending.corrections.list()[*place].clone()).collect();
    put(&folder, &roots, &mending, list, &gone)?;
    Ok(done)
}

/// Places of entries of which one of the `ids` begins so, with that id.
fn named<'a>(
    entries: &'a [CorrectionEntry],
    prefix: &str,
    ids: impl Fn(&'a CorrectionEntry) -> &'a [String],
) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let known = ids(entry).iter().filter(|id| !prefix.is_empty() && id.starts_with(prefix));
        found.extend(known.map(|id| (place, id.as_str())));
    }
    found
}

/// Writes `list` in place of the corrections that there were, and the articles of `changed` anew.
fn put(
    folder: &Folder,
    roots: &Roots,
    mending: &Mending,
    list: Vec<Correction>,
    changed: &[Correction],
) -> Result<(), IndexError> {
    corrections::write(folder, &list)?;
    let mut writer = Writer::new(folder, Generation::open(&folder.current()?)?, None, 1)?;
    let mut places = BTreeSet::new();
    for correction in changed {
        places.extend(articles_of(writer.target(), roots, correction)?);
    }
    let stamps = Stamps { corrections: stamp(&list)?, removals: mending.stamps.removals.clone() };
    write_again(&mut writer, places, &Corrections::new(list))?;
    writer.stamp(&stamps);
    writer.commit()?;
    writer.finish()?;
    Ok(())
}

fn unless<'a>(list: &'a [Correction], gone: &'a HashSet<usize>) -> impl Iterator<Item = Correction> + 'a {
    list.iter().enumerate().filter(|(place, _)| !gone.contains(place)).map(|(_, correction)| correction.clone())
}

/// Where corrections are made: the index as it stands, who makes them and when.
struct Desk<'a> {
    folder: &'a Folder,
    snapshot: Snapshot,
    mending: &'a Mending,
    by: &'a str,
    at: Timestamp,
}

/// What comes of a change.
enum Outcome {
    /// It can't be made.
    Fault(String),
    /// It says what stands already.
    Untouched,
    /// A correction with what was said of the quote before, and the places of those that said it.
    Made(Box<Correction>, Vec<usize>),
}

impl Desk<'_> {
    fn correction(&self, change: &Change) -> Result<Outcome, IndexError> {
        let says = change.says.clone().tidied();
        if !change.as_table
            && let Some(fault) = says.fault()
        {
            return Ok(Outcome::Fault(fault));
        }
        let prefix = change.id.trim().to_ascii_lowercase();
        let (root, address) = match self.quote(&prefix)? {
            Ok(found) => found,
            Err(_) if change.as_table && says.not_a_quote && self.is_hidden(&prefix) => return Ok(Outcome::Untouched),
            Err(fault) => return Ok(Outcome::Fault(fault)),
        };
        let line = self.snapshot.quote(address)?.line;
        let says = if change.as_table { what_is_new(says, &line) } else { says };
        if change.as_table && says == Mend::default() {
            return Ok(Outcome::Untouched);
        }
        if let Some(fault) = says.fault() {
            return Ok(Outcome::Fault(fault));
        }
        let Some(owner) = self.snapshot.owner(root, &line.article.id)? else {
            let what = format!("the article {} is missing", line.article.id);
            return Err(IndexError::damaged(&self.snapshot.path, what));
        };
        let kept = self.snapshot.article(owner.address)?;
        let rows = found(&self.snapshot.rows_of(root, &kept.article.id)?, &kept);
        let before = fitting(self.mending, &kept, &rows, &line.id);
        let mut all = Mend::default();
        for place in &before {
            all.add(&self.mending.corrections.list()[*place].says);
        }
        all.add(&says);
        let was_named = rows.iter().any(|row| row.line.id == line.id && row.line.speaker.name.is_some());
        let is_known = all.speaker_kind.is_some_and(|kind| kind != SpeakerKind::Unknown);
        if all.speaker.is_none() && !was_named && is_known {
            return Ok(Outcome::Fault(format!("{} has no speaker: give a name with the kind", change.id)));
        }
        let correction = Correction::new(&line, &kept.article, all, self.by, self.at);
        Ok(Outcome::Made(Box::new(correction), before))
    }

    /// Root and place of the quote whose id begins so, the first where it stands in several roots; else why there is none.
    fn quote(&self, prefix: &str) -> Result<Result<(u64, DocAddress), String>, IndexError> {
        let found = self.snapshot.quotes_by_id(prefix)?;
        let mut ids = BTreeSet::new();
        for (rank, _) in &found {
            ids.insert(rank.id());
        }
        if ids.len() > 1 {
            return Ok(Err(format!("{prefix} is the beginning of the ids of {} quotes: give more digits", ids.len())));
        }
        if let Some((rank, address)) = found.first() {
            return Ok(Ok((rank.root(), *address)));
        }
        if self.is_hidden(prefix) {
            let undo = format!("`whosaid correct --undo {prefix}` takes that back");
            return Ok(Err(format!("{prefix} is not a quote, as you said: {undo}")));
        }
        if !prefix.is_empty() && !retired::find(self.folder, prefix)?.is_empty() {
            let place = format!("`whosaid show {prefix}` leads to its place");
            return Ok(Err(format!("{prefix} was retired by an edit or another model; {place}")));
        }
        Ok(Err(format!("no quote's id begins with {prefix:?}; `whosaid search` lists ids")))
    }

    /// Whether a quote whose id begins so was said to be none.
    fn is_hidden(&self, prefix: &str) -> bool {
        let mut list = self.mending.corrections.list().iter();
        !prefix.is_empty() && list.any(|other| other.says.not_a_quote && other.id.starts_with(prefix))
    }
}

/// What a row of a table says besides what stands: a table of a search may be edited and taken in.
fn what_is_new(says: Mend, line: &QuoteLine) -> Mend {
    let speaker = &line.speaker;
    let kind = says.speaker_kind.filter(|kind| *kind != speaker.kind);
    // A new name in a row that had a description: the kind beside it is what was there before.
    let is_renamed = says.speaker.is_some() && says.speaker != speaker.name;
    let same_kind = if speaker.kind.is_named() { speaker.kind } else { SpeakerKind::Person };
    let (speaker, speaker_kind) = match (is_renamed, kind) {
        (true, kind) => (says.speaker, kind.or(Some(same_kind))),
        (false, Some(SpeakerKind::Unknown)) => (None, Some(SpeakerKind::Unknown)),
        (false, Some(kind)) => (says.speaker, Some(kind)),
        (false, None) => (None, None),
    };
    Mend { speaker, speaker_kind, kind: says.kind.filter(|kind| *kind != line.kind), ..says }
}

/// Places of the corrections that are in force for the quote of this id.
fn fitting(mending: &Mending, kept: &KeptArticle, rows: &[Row], id: &str) -> Vec<usize> {
    let list = mending.corrections.list();
    let mut places = mending.corrections.of(&kept.article);
    places.retain(|place| fit(&list[*place], &kept.article.text, rows).is_some_and(|row| rows[row].line.id == id));
    places
}

/// The corrections of `list` with what they fit now.
pub(in crate::index) fn entries(
    snapshot: &Snapshot,
    roots: &Roots,
    list: &[Correction],
) -> Result<Vec<CorrectionEntry>, IndexError> {
    let mut entries = Vec::with_capacity(list.len());
    for correction in list {
        let mut fits = BTreeSet::new();
        for address in articles_of(snapshot, roots, correction)? {
            let kept = snapshot.article(address)?;
            let is_of =
                kept.article.id == correction.article || super::text_hash(&kept.article.text) == correction.text;
            let root = snapshot.number(address, Number::Root)?;
            let rows = found(&snapshot.rows_of(root, &kept.article.id)?, &kept);
            if let Some(row) = fit(correction, &kept.article.text, &rows).filter(|_| is_of) {
                fits.insert(rows[row].line.id.clone());
            }
        }
        entries.push(CorrectionEntry { correction: correction.clone(), fits: fits.into_iter().collect() });
    }
    Ok(entries)
}
