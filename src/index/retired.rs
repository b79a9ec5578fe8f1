//! Quote ids that an edit or a new model retired, with where they stood: `retired.jsonl`. It survives rebuilds.

use std::collections::{BTreeMap, HashSet};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};

use super::folder::Folder;
use super::{IndexError, Retired};

const NAME: &str = "retired.jsonl";

/// Adds `retired`, synced. Called before the commit that retires them: a line too many leads nowhere wrong, since an id
/// that lives is found first.
pub(super) fn append(folder: &Folder, retired: &[Retired]) -> Result<(), IndexError> {
    if retired.is_empty() {
        return Ok(());
    }
    let path = folder.plain(NAME).path;
    let mut lines = Vec::new();
    for one in retired {
        serde_json::to_writer(&mut lines, one).map_err(|error| IndexError::io(&path)(error.into()))?;
        lines.push(b'\n');
    }
    let written =
        OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path).and_then(|mut file| {
            let whole = whole_lines(&mut file)?;
            file.set_len(whole)?;
            file.seek(SeekFrom::Start(whole))?;
            file.write_all(&lines)?;
            file.sync_all()
        });
    written.map_err(IndexError::io(&path))
}

/// Bytes up to the end of the last whole line: a crash may have cut the one after.
fn whole_lines(file: &mut File) -> io::Result<u64> {
    let mut end = file.seek(SeekFrom::End(0))?;
    let mut byte = [0];
    while end > 0 {
        file.seek(SeekFrom::Start(end - 1))?;
        file.read_exact(&mut byte)?;
        if byte == *b"\n" {
            break;
        }
        end -= 1;
    }
    Ok(end)
}

/// Those whose id begins with `prefix`, by id; of one id the latest.
pub(super) fn find(folder: &Folder, prefix: &str) -> Result<Vec<Retired>, IndexError> {
    let mut found = BTreeMap::new();
    for retired in read(folder)? {
        if retired.id.starts_with(prefix) {
            found.insert((retired.id.clone(), retired.root), retired);
        }
    }
    Ok(found.into_values().collect())
}

/// Takes out those of these articles, told by root and id.
pub(super) fn forget(folder: &Folder, articles: &HashSet<(u64, &str)>) -> Result<(), IndexError> {
    let mut retired = read(folder)?;
    let before = retired.len();
    retired.retain(|one| !articles.contains(&(one.root, one.article.as_str())));
    if retired.len() < before { folder.plain(NAME).replace_lines(&retired) } else { Ok(()) }
}

/// All of them in order of time. A last line that a crash cut short is left out.
pub(super) fn read(folder: &Folder) -> Result<Vec<Retired>, IndexError> {
    let path = folder.plain(NAME).path;
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(IndexError::io(&path)(error)),
    };
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        match serde_json::from_str(line) {
            Ok(retired) => found.push(retired),
            Err(_) if !text.ends_with('\n') && number + 1 == text.lines().count() => {}
            Err(error) => return Err(IndexError::damaged(&path, format!("line {}: {error}", number + 1))),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Location;

    #[test]
    fn a_line_cut_short_by_a_crash_costs_only_itself() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(&Location::Folder(dir.path().to_owned()));
        let retired = |id: &str| Retired { id: id.into(), root: 1, article: "a.txt".into(), start: 3, paragraph: 1 };
        append(&folder, &[retired("aa01"), retired("aa02")]).unwrap();
        let path = dir.path().join(NAME);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, &text[..text.len() - 9]).unwrap();
        assert_eq!(find(&folder, "aa").unwrap(), [retired("aa01")]);
        append(&folder, &[retired("aa03")]).unwrap();
        assert_eq!(find(&folder, "aa").unwrap(), [retired("aa01"), retired("aa03")]);
    }
}
