//! What the user says of articles: corrections of quotes, and articles that must go.
//!
//! Both stand in plain files beside the index (`corrections.jsonl`, `removals.jsonl`) and survive rebuilds, new models and new
//! versions. They are applied when an article is written, as a pure function of the article, its quotes and the two files, so
//! that every query, facet and count has them for nothing, and a fresh index of the same folders is the same.
//!
//! A commit's note names the state of each file that it holds ([`Stamps`]). A writer that finds another state on disk, since a
//! command was killed or the file was put back from a copy, first makes the index fit ([`catch_up`]).

mod apply;
mod correct;
mod corrections;
mod fit;
#[cfg(test)]
mod leftovers;
mod removals;
mod remove;
mod settle;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub(super) use correct::entries;
pub use correct::{Change, Corrected, CorrectionEntry, correct, undo_corrections};
pub use corrections::{Correction, Mend};
pub(super) use corrections::{Corrections, NAME as CORRECTIONS};
pub use removals::Removed;
pub(super) use removals::{NAME as REMOVALS, Removals};
pub use remove::{RemovalOptions, TakenOut, remove, undo_removals};
pub(super) use settle::{catch_up, correct_again};

use super::IndexError;
use super::documents::hash64;
use super::folder::Folder;
use super::generation::Snapshot;
use super::plain::PlainFile;
use super::roots::Roots;

/// What the user says of articles, as of one run; nobody else can change it while the run has the lock.
pub(super) struct Mending {
    pub corrections: Corrections,
    pub removals: Removals,
    /// State of the two files.
    pub stamps: Stamps,
}

/// Which corrections and removals an index holds: BLAKE3 of the rows, in hex; nothing where there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamps {
    #[serde(default)]
    pub corrections: String,
    #[serde(default)]
    pub removals: String,
}

impl Mending {
    /// What stands on disk.
    ///
    /// # Errors
    /// Where one of the files can't be read.
    pub fn load(folder: &Folder, roots: &Roots) -> Result<Mending, IndexError> {
        let corrections = corrections::read(folder)?;
        let removals = removals::read(folder)?;
        let stamps = Stamps { corrections: stamp(&corrections)?, removals: stamp(&removals)? };
        Ok(Mending { corrections: Corrections::new(corrections), removals: Removals::new(removals, roots), stamps })
    }
}

/// Whether a commit holds other corrections and removals than stand on disk.
pub(super) fn is_behind(folder: &Folder, roots: &Roots, commit: Option<&Snapshot>) -> Result<bool, IndexError> {
    let Some(note) = commit.and_then(|commit| commit.note.as_ref()) else { return Ok(false) };
    Ok(note.stamps != Mending::load(folder, roots)?.stamps)
}

/// What must stay out of the folder `old` must stay out of `new` too, where its files are now.
pub(super) fn note_moved(folder: &Folder, old: &Path, new: &Path) -> Result<(), IndexError> {
    let mut list = removals::read(folder)?;
    let (old, new) = (old.display().to_string(), new.display().to_string());
    let moved: Vec<Removed> = list.iter().filter(|row| row.root.as_ref() == Some(&old)).cloned().collect();
    if moved.is_empty() || old == new {
        return Ok(());
    }
    list.extend(moved.into_iter().map(|row| Removed { root: Some(new.clone()), ..row }));
    removals::write(folder, &list)
}

/// Every fault of the two files.
pub(super) fn faults(folder: &Folder) -> Vec<String> {
    let faults = [corrections::read(folder).err(), removals::read(folder).err()];
    faults.into_iter().flatten().map(|error| error.to_string()).collect()
}

/// BLAKE3 of rows, in hex; nothing where there are none.
fn stamp<T: Serialize>(rows: &[T]) -> Result<String, IndexError> {
    if rows.is_empty() {
        return Ok(String::new());
    }
    let mut hasher = blake3::Hasher::new();
    for row in rows {
        serde_json::to_writer(&mut hasher, row).map_err(|error| IndexError::Engine(error.to_string()))?;
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// Writes rows; no file where there are none and never were.
fn write<T: Serialize>(file: &PlainFile, rows: &[T]) -> Result<(), IndexError> {
    if rows.is_empty() && !file.path.exists() {
        return Ok(());
    }
    file.replace_lines(rows)
}

/// Hex digits of [`text_hash`].
pub(super) const TEXT_HASH_DIGITS: usize = 32;

/// What tells a copy of a text wherever it stands: 128 bits of BLAKE3, in hex, over its words, white space apart.
pub(super) fn text_hash(text: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for word in text.split_whitespace() {
        hasher.update(word.as_bytes());
        hasher.update(b" ");
    }
    hasher.finalize().to_hex()[..TEXT_HASH_DIGITS].to_owned()
}

/// The first 64 bits of a [`text_hash`].
pub(super) fn text_number(hash: &str) -> u64 {
    hash.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0)
}

/// The address that `url` leads to, however it is written: without scheme, `www.`, fragment and a last slash, the host in
/// lower case.
pub(super) fn url_key(url: &str) -> String {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or(rest).trim_end_matches('/');
    let (host, path) = rest.find(['/', '?']).map_or((rest, ""), |at| rest.split_at(at));
    let host = host.to_lowercase();
    format!("{}{path}", host.strip_prefix("www.").unwrap_or(&host))
}

/// What articles of an address are found by.
pub(super) fn url_number(url: &str) -> u64 {
    hash64(url_key(url).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_told_whatever_its_line_breaks() {
        assert_eq!(text_hash("One  two.\r\n\r\nThree.\n"), text_hash("One two.\n\nThree."));
        assert_ne!(text_hash("One two."), text_hash("Onetwo."));
    }

    #[test]
    fn an_address_is_one_however_it_is_written() {
        assert_eq!(url_key("http://www.Example.org/News/?id=3#top"), url_key("https://example.org/News/?id=3"));
        assert_eq!(url_key("https://example.org/a/"), url_key("example.org/a"));
        assert_ne!(url_key("https://example.org/A"), url_key("https://example.org/a"));
        assert_ne!(url_key("https://example.org/?id=3"), url_key("https://example.org/?id=4"));
    }
}
