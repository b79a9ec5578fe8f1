//! The table of people on disk: `people.json`, what the user gave with `people import`. It survives rebuilds.

use super::folder::Folder;
use super::{IndexError, Location};
use crate::speakers::People;

/// Name of its file.
pub(super) const NAME: &str = "people.json";

/// The table, and BLAKE3 of what stands on disk; an empty one where none was ever imported.
pub(super) fn read(folder: &Folder) -> Result<(People, String), IndexError> {
    let file = folder.plain(NAME);
    let Some(bytes) = file.read()? else { return Ok((People::default(), String::new())) };
    let people = serde_json::from_slice(&bytes).map_err(|error| IndexError::damaged(&file.path, error))?;
    Ok((people, blake3::hash(&bytes).to_hex().to_string()))
}

/// Puts `people` in the place of the table that stands at `location`, and returns the old one. Rows that go are kept as gone,
/// so that their ids still lead to somebody.
///
/// # Errors
/// [`IndexError::NoIndex`] where nothing was ever committed, [`IndexError::Locked`] where another process writes.
pub fn replace_people(location: &Location, people: &People) -> Result<People, IndexError> {
    let folder = Folder::new(location);
    let _lock = folder.lock_existing()?;
    let (old, _) = read(&folder)?;
    let mut people = people.clone();
    people.gone = old
        .rows
        .iter()
        .chain(&old.gone)
        .filter(|row| !people.rows.iter().any(|new| new.id == row.id))
        .cloned()
        .collect();
    let mut bytes = serde_json::to_vec_pretty(&people).map_err(|error| IndexError::Engine(error.to_string()))?;
    bytes.push(b'\n');
    folder.plain(NAME).replace(&bytes)?;
    Ok(old)
}

/// The table of people of the index at `location`.
///
/// # Errors
/// [`IndexError::NoIndex`] where nothing was ever committed; where the table can't be read.
pub fn people(location: &Location) -> Result<People, IndexError> {
    let folder = Folder::new(location);
    folder.current()?;
    Ok(read(&folder)?.0)
}
