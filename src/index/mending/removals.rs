//! Removals on disk: `removals.jsonl`, the articles that must not come back. It holds no word of their texts.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{text_hash, url_key};
use crate::article::Article;
use crate::index::folder::Folder;
use crate::index::roots::Roots;
use crate::index::{IndexError, mending};

pub(in crate::index) const NAME: &str = "removals.jsonl";

/// An article that must go: what it is told by, why, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// Its id, inside `root`.
    pub article: Option<String>,
    /// Absolute path of the folder that the id belongs to; `None` for an id in any folder.
    pub root: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Hash of its text, white space apart: what a copy is told by.
    pub text: Option<String>,
    /// Why it goes.
    pub reason: String,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// The list on disk, in the order in which it was made.
pub(super) fn read(folder: &Folder) -> Result<Vec<Removed>, IndexError> {
    folder.plain(NAME).read_lines()
}

/// Replaces it.
pub(super) fn write(folder: &Folder, removals: &[Removed]) -> Result<(), IndexError> {
    mending::write(&folder.plain(NAME), removals)
}

/// All removals, found by what an article is told by.
#[derive(Default)]
pub(in crate::index) struct Removals {
    list: Vec<Removed>,
    /// Ids with the number of their root; `None` for any.
    ids: HashSet<(Option<u64>, String)>,
    urls: HashSet<String>,
    texts: HashSet<String>,
}

impl Removals {
    pub fn new(list: Vec<Removed>, roots: &Roots) -> Removals {
        let mut removals = Removals::default();
        for row in &list {
            let numbers: Vec<Option<u64>> = match &row.root {
                None => vec![None],
                Some(path) => roots.at(path.as_ref()).map(|root| Some(root.number)).into_iter().collect(),
            };
            if let Some(id) = &row.article {
                removals.ids.extend(numbers.iter().map(|number| (*number, id.clone())));
            }
            removals.urls.extend(row.url.as_deref().map(url_key));
            removals.texts.extend(row.text.clone());
        }
        removals.list = list;
        removals
    }

    /// The list, in the order in which it was made.
    pub fn list(&self) -> &[Removed] {
        &self.list
    }

    /// Whether `article` of this root must stay out.
    pub fn bars(&self, root: u64, article: &Article) -> bool {
        if self.list.is_empty() {
            return false;
        }
        self.ids.contains(&(Some(root), article.id.clone()))
            || self.ids.contains(&(None, article.id.clone()))
            || article.url.as_ref().is_some_and(|url| self.urls.contains(&url_key(url)))
            || self.texts.contains(&text_hash(&article.text))
    }
}
