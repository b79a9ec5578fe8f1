//! `remove`: takes articles out for good, and off the list again.

use std::collections::{BTreeSet, HashSet};

use jiff::Timestamp;
use tantivy::DocAddress;

use super::removals::{self, Removed};
use super::settle::{Again, Standing, catch_up, standing, take_out};
use super::{Mending, TEXT_HASH_DIGITS, text_hash, text_number, url_key, url_number};
use crate::index::folder::Folder;
use crate::index::generation::{Generation, Snapshot, number_query};
use crate::index::roots::Roots;
use crate::index::schema::fields;
use crate::index::{IndexError, Location};

/// How [`remove`] is done.
#[derive(Clone, Debug)]
pub struct RemovalOptions {
    /// Why the articles go.
    pub reason: String,
    /// Who says so.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What the index does not hold is put on the list all the same.
    pub in_advance: bool,
}

/// What [`remove`] or [`undo_removals`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenOut {
    /// What can't be done, by place among what was asked; with one of them nothing was done.
    pub faults: Vec<(usize, String)>,
    /// The articles that went, as they were shown: path and id.
    pub articles: Vec<String>,
    /// Rows that were put on the list, or taken off it.
    pub rows: usize,
    /// Lines for the user.
    pub notices: Vec<String>,
}

/// Before the hash of a text, where one is given for an article.
const TEXT_PREFIX: &str = "text:";

/// What a user names an article by.
enum Named {
    /// An address.
    Url(String),
    /// The hash of a text.
    Text(String),
    /// An id, or a path as it is shown.
    Id(String),
}

impl Named {
    fn parse(given: &str) -> Named {
        let given = given.trim();
        let hash = given.strip_prefix(TEXT_PREFIX).map(str::to_ascii_lowercase);
        let is_hash =
            |hash: &String| hash.len() == TEXT_HASH_DIGITS && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        match hash.filter(is_hash) {
            Some(hash) => Named::Text(hash),
            None if given.contains("://") => Named::Url(given.to_owned()),
            None => Named::Id(given.to_owned()),
        }
    }
}

/// Takes articles out for good: those that `named` says by id, path, address or `text:` and the hash of the text, and copies of
/// their texts under other ids. All or, where there is a fault, none. When it returns no file of the index holds their words.
///
/// # Errors
/// [`IndexError::NoIndex`] where nothing was ever committed, [`IndexError::Locked`] where another process writes,
/// [`IndexError::StillThere`] where the system does not let an old file go.
pub fn remove(location: &Location, named: &[String], options: &RemovalOptions) -> Result<TakenOut, IndexError> {
    let folder = Folder::new(location);
    let lock = folder.lock_existing()?;
    let roots = Roots::load(&folder)?;
    catch_up(&folder, &lock, &roots)?;
    let mending = Mending::load(&folder, &roots)?;
    let snapshot = Generation::open(&folder.current()?)?.snapshot()?;

    let mut done = TakenOut::default();
    let mut going: BTreeSet<DocAddress> = BTreeSet::new();
    let mut rows: Vec<Removed> = Vec::new();
    let mut urls: HashSet<String> = HashSet::new();
    let empty = Removed {
        article: None,
        root: None,
        url: None,
        text: None,
        reason: options.reason.clone(),
        by: options.by.clone(),
        at: options.at,
    };
    for (number, given) in named.iter().enumerate() {
        let name = Named::parse(given);
        let found = find(&snapshot, &roots, &name)?;
        if found.is_empty() && !options.in_advance {
            let fault = format!(
                "no article {given:?} in the index; `whosaid export` shows ids and addresses, --in-advance lists it all the same"
            );
            done.faults.push((number, fault));
        }
        let row = match name {
            Named::Url(url) => {
                urls.insert(url_key(&url));
                Removed { url: Some(url), ..empty.clone() }
            }
            Named::Text(text) => Removed { text: Some(text), ..empty.clone() },
            Named::Id(id) => Removed { article: Some(id), ..empty.clone() },
        };
        if found.is_empty() {
            rows.push(row);
        }
        going.extend(found);
    }
    if !done.faults.is_empty() {
        return Ok(done);
    }

    let mut copies = BTreeSet::new();
    for address in &going {
        copies.extend(copies_of(&snapshot, &standing(&snapshot, *address)?.article.text)?);
    }
    let more = copies.difference(&going).count();
    if more > 0 {
        done.notices.push(format!("{more} more with the same text, under other ids"));
    }
    going.extend(copies);
    for address in &going {
        let Standing { root, article, file } = standing(&snapshot, *address)?;
        let shown = roots.show(root, &file).unwrap_or(file);
        let path = roots.get(root).map(|root| root.path.display().to_string());
        let mut url = article.url.clone();
        if let Some(address) = article.url.as_deref().filter(|url| !urls.contains(&url_key(url))) {
            let others = of_url(&snapshot, address)?.into_iter().filter(|other| !going.contains(other)).count();
            if others > 0 {
                done.notices.push(format!(
                    "{address} is also the address of {others} that stay, so it is not on the list; `whosaid remove \
                     {address}` takes them out too"
                ));
                url = None;
            }
        }
        done.articles.push(if shown.ends_with(&article.id) { shown } else { format!("{shown} ({})", article.id) });
        let text = Some(text_hash(&article.text));
        rows.push(Removed { article: Some(article.id), root: path, url, text, ..empty.clone() });
    }
    done.rows = rows.len();
    let mut list = mending.removals.list().to_vec();
    list.extend(rows);
    removals::write(&folder, &list)?;
    drop(snapshot);
    take_out(&folder, &lock, &roots, &Mending::load(&folder, &roots)?, Again::NoOthers)?;
    Ok(done)
}

/// The articles that `name` says.
fn find(snapshot: &Snapshot, roots: &Roots, name: &Named) -> Result<Vec<DocAddress>, IndexError> {
    let id = match name {
        Named::Url(url) => return of_url(snapshot, url),
        Named::Text(text) => {
            let mut found = snapshot.addresses(&number_query(fields().text_hash, text_number(text)))?;
            let mut same = Vec::new();
            for address in found.drain(..) {
                if text_hash(&standing(snapshot, address)?.article.text) == *text {
                    same.push(address);
                }
            }
            return Ok(same);
        }
        Named::Id(id) => id,
    };
    let mut found = Vec::new();
    for root in roots.live() {
        found.extend(snapshot.owner(root.number, id)?);
    }
    if found.is_empty() {
        for root in roots.live() {
            found.extend(match root.inside_shown(id) {
                Some(inner) => snapshot.owner(root.number, inner)?,
                None => None,
            });
        }
    }
    Ok(found.into_iter().map(|owner| owner.address).collect())
}

fn of_url(snapshot: &Snapshot, url: &str) -> Result<Vec<DocAddress>, IndexError> {
    let mut same = Vec::new();
    for address in snapshot.addresses(&number_query(fields().url_hash, url_number(url)))? {
        let other = standing(snapshot, address)?.article.url;
        if other.is_some_and(|other| url_key(&other) == url_key(url)) {
            same.push(address);
        }
    }
    Ok(same)
}

fn copies_of(snapshot: &Snapshot, text: &str) -> Result<Vec<DocAddress>, IndexError> {
    find(snapshot, &Roots::default(), &Named::Text(text_hash(text)))
}

/// Takes articles off the list, so that the next run lets them in: those that `named` says, as for [`remove`], and what keeps them
/// out by the same address or text. All or none.
///
/// # Errors
/// As [`remove`].
pub fn undo_removals(location: &Location, named: &[String]) -> Result<TakenOut, IndexError> {
    let folder = Folder::new(location);
    let lock = folder.lock_existing()?;
    let roots = Roots::load(&folder)?;
    catch_up(&folder, &lock, &roots)?;
    let list = removals::read(&folder)?;

    let mut done = TakenOut::default();
    let mut off: HashSet<usize> = HashSet::new();
    for (number, given) in named.iter().enumerate() {
        let name = Named::parse(given);
        let meant: Vec<usize> = (0..list.len()).filter(|row| is_named(&list[*row], &name, &roots)).collect();
        if meant.is_empty() {
            let fault = format!("no article {given:?} on the list of removals; `whosaid remove --list` shows it");
            done.faults.push((number, fault));
        }
        off.extend(meant);
    }
    if !done.faults.is_empty() {
        return Ok(done);
    }
    loop {
        let before = off.len();
        for row in 0..list.len() {
            if off.iter().any(|other| is_the_same(&list[row], &list[*other])) {
                off.insert(row);
            }
        }
        if off.len() == before {
            break;
        }
    }
    done.rows = off.len();
    let mut left = Vec::new();
    for (number, row) in list.iter().enumerate() {
        if !off.contains(&number) {
            left.push(row.clone());
        } else if let Some(article) = row.article.as_ref().or(row.url.as_ref()).or(row.text.as_ref()) {
            done.articles.push(article.clone());
        }
    }
    removals::write(&folder, &left)?;
    take_out(&folder, &lock, &roots, &Mending::load(&folder, &roots)?, Again::EveryFile)?;
    Ok(done)
}

fn is_named(row: &Removed, name: &Named, roots: &Roots) -> bool {
    match name {
        Named::Url(url) => row.url.as_ref().is_some_and(|other| url_key(other) == url_key(url)),
        Named::Text(text) => row.text.as_ref() == Some(text),
        Named::Id(id) => {
            let root = row.root.as_ref().and_then(|path| roots.at(path.as_ref()));
            row.article.as_ref().is_some_and(|article| {
                article == id || root.and_then(|root| root.inside_shown(id)) == Some(article.as_str())
            })
        }
    }
}

/// Whether what one row keeps out the other does too, by text or address.
fn is_the_same(row: &Removed, other: &Removed) -> bool {
    let url = |row: &Removed| row.url.as_deref().map(url_key);
    (row.text.is_some() && row.text == other.text) || (row.url.is_some() && url(row) == url(other))
}
