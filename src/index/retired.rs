//! Quote ids that an edit or a new model retired, with where they stood: `retired.jsonl`. It survives rebuilds.

use std::collections::{BTreeMap, HashSet};

use super::folder::Folder;
use super::{IndexError, Retired};

/// Name of their file.
pub(super) const NAME: &str = "retired.jsonl";

/// Adds `retired`, synced. Called before the commit that retires them: a line too many leads nowhere wrong, since an id
/// that lives is found first.
pub(super) fn append(folder: &Folder, retired: &[Retired]) -> Result<(), IndexError> {
    if retired.is_empty() {
        return Ok(());
    }
    let file = folder.plain(NAME);
    let mut body = file.read()?.unwrap_or_default();
    for one in retired {
        serde_json::to_writer(&mut body, one).map_err(|error| IndexError::io(&file.path)(error.into()))?;
        body.push(b'\n');
    }
    file.replace(&body)
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

/// All of them in order of time.
pub(super) fn read(folder: &Folder) -> Result<Vec<Retired>, IndexError> {
    folder.plain(NAME).read_lines()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Location;

    #[test]
    fn of_one_id_the_latest_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(&Location::Folder(dir.path().to_owned()));
        let retired =
            |id: &str, start| Retired { id: id.into(), root: 1, article: "a.txt".into(), start, paragraph: 1 };
        append(&folder, &[retired("aa01", 3), retired("ab02", 5)]).unwrap();
        append(&folder, &[retired("aa01", 9)]).unwrap();
        assert_eq!(find(&folder, "aa").unwrap(), [retired("aa01", 9)]);
        assert_eq!(read(&folder).unwrap().len(), 3);
    }
}
