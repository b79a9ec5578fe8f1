//! `snapshot`: a sound copy of the last commit, made while others may write.
//!
//! What the engine wrote never changes, so it is linked where the file system can and copied where it can't. What is replaced
//! while the copy is made shows in the list of segments or in a plain file: then it is made again.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::folder::Folder;
use super::generation::Generation;
use super::plain::{PlainFile, sync_folder};
use super::{IndexError, Location, derived};

/// How often a copy is begun that a writer came between.
const TRIES: usize = 20;

/// Copies the last commit of the index at `location`, with all that the user gave, to the folder `to`, where it is an index of
/// its own; returns the number of the commit.
///
/// # Errors
/// [`IndexError::NotEmpty`] where anything stands at `to`; [`IndexError::Damaged`] where the index is damaged. Of a copy that
/// fails nothing is left.
pub fn snapshot(location: &Location, to: &Path) -> Result<u64, IndexError> {
    let folder = Folder::new(location);
    folder.current()?;
    let was_there = to.exists();
    let is_empty = |path: &Path| fs::read_dir(path).map(|mut entries| entries.next().is_none());
    if was_there && !is_empty(to).unwrap_or(false) {
        return Err(IndexError::NotEmpty(to.display().to_string()));
    }
    for tries_left in (0..TRIES).rev() {
        fs::create_dir_all(to).map_err(IndexError::io(to))?;
        let copied = copy(&folder, to);
        if let Ok(Some(commit)) = copied {
            return Ok(commit);
        }
        clear(to, was_there)?;
        if tries_left == 0 || copied.is_err() {
            copied?;
            break;
        }
    }
    Err(IndexError::Locked(folder.path().display().to_string()))
}

/// One copy; `None` where a writer came between.
fn copy(folder: &Folder, to: &Path) -> Result<Option<u64>, IndexError> {
    let before = state(folder)?;
    let from = folder.current()?;
    let target = Folder::new(&Location::Folder(to.to_owned()));
    let name = from.file_name().unwrap_or_default();
    let generation = to.join(name);
    fs::create_dir(&generation).map_err(IndexError::io(&generation))?;

    let opened = Generation::open(&from).and_then(|generation| generation.files());
    let files = match opened {
        Ok(files) => files,
        Err(error) => return if state(folder)? == before { Err(error) } else { Ok(None) },
    };
    for file in &files {
        if !link_or_copy(file, &generation)? {
            return Ok(None);
        }
    }
    for table in derived::TABLES {
        link_or_copy(&from.join(table), &generation)?;
    }
    // That it serves is said last.
    for (path, body) in before.iter().filter(|(path, _)| !folder.says_what_serves(path)) {
        let inner = path.strip_prefix(folder.path()).unwrap_or(path);
        if let Some(body) = body {
            PlainFile::new(to.join(inner)).replace(body)?;
        }
    }
    if state(folder)? != before {
        return Ok(None);
    }
    let copied = Generation::open(&generation)?;
    copied.check_bytes()?;
    sync_folder(&generation).map_err(IndexError::io(&generation))?;
    target.set_current(&generation)?;
    Ok(Some(copied.note()?.map_or(0, |note| note.commit)))
}

/// Plain files by path, and what each says.
type State = Vec<(PathBuf, Option<Vec<u8>>)>;

/// What every plain file says, the commit among them.
fn state(folder: &Folder) -> Result<State, IndexError> {
    let mut found = Vec::new();
    for file in folder.plain_files() {
        let body = file.read()?;
        found.push((file.path, body));
    }
    Ok(found)
}

/// Puts the file into `folder`; false where it is there no more.
fn link_or_copy(file: &Path, folder: &Path) -> Result<bool, IndexError> {
    let target = folder.join(file.file_name().unwrap_or_default());
    if fs::hard_link(file, &target).is_ok() {
        return Ok(true);
    }
    let copied = fs::copy(file, &target).and_then(|_| File::open(&target)?.sync_all());
    match copied {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        copied => copied.map(|()| true).map_err(IndexError::io(&target)),
    }
}

/// Takes away what was made of a copy, and its folder unless it was there before.
fn clear(to: &Path, was_there: bool) -> Result<(), IndexError> {
    fs::remove_dir_all(to).map_err(IndexError::io(to))?;
    if was_there { fs::create_dir(to).map_err(IndexError::io(to)) } else { Ok(()) }
}
