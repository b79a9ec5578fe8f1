//! The roots of an index: the folders and files that a user gave, in `roots.jsonl`.
//!
//! What the user gave stands in plain files; see [`super::plain`] for how they are written.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::IndexError;
use super::folder::Folder;
use crate::article::Columns;

/// A folder or file whose articles the index holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Root {
    /// Its number, part of every key; never that of another recorded root.
    pub number: u64,
    /// Absolute path.
    pub path: PathBuf,
    /// As the user gave it, for showing.
    pub given: String,
    /// Being taken out: it is no root any more, and the next writer takes its articles out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forgotten: bool,
    /// What the columns of its tables are called.
    #[serde(default, skip_serializing_if = "Columns::is_empty")]
    pub columns: Columns,
    /// Whether it was a folder when that was first asked.
    #[serde(skip)]
    is_folder: OnceLock<bool>,
}

impl Root {
    /// A root that is not being taken out; its tables' columns go by their own names.
    pub fn new(number: u64, path: PathBuf, given: String) -> Root {
        Root { number, path, given, forgotten: false, columns: Columns::default(), is_folder: OnceLock::new() }
    }

    fn is_folder(&self) -> bool {
        *self.is_folder.get_or_init(|| self.path.is_dir())
    }

    /// The path inside of what is shown as `path`; `None` where that is of another root.
    pub fn inside_shown<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(self.given.trim_end_matches('/'))?.strip_prefix('/')
    }
}

/// All recorded roots, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Roots {
    list: Vec<Root>,
    /// Numbers of the live roots by absolute path: a list of files may make very many roots.
    by_path: BTreeMap<PathBuf, u64>,
}

/// Where a path given by the user lies.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lies {
    /// It is a recorded root.
    At(u64),
    /// It lies inside the root of this number, at this path with `/` between the parts.
    Inside(u64, String),
    /// It is no part of any.
    Outside,
}

/// Name of their file.
pub(super) const NAME: &str = "roots.jsonl";

impl Roots {
    /// Reads the roots of an index; none where nothing was recorded.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the file can't be read, or is missing beside articles: their numbers must not go to others.
    pub fn load(folder: &Folder) -> Result<Roots, IndexError> {
        let file = folder.plain(NAME);
        let list: Vec<Root> = file.read_lines()?;
        if list.is_empty() && !file.path.exists() && folder.current().is_ok() {
            return Err(IndexError::LostRoots(file.path.display().to_string()));
        }
        Ok(Roots::of(list))
    }

    fn of(mut list: Vec<Root>) -> Roots {
        list.sort_by_key(|root| root.number);
        let live = list.iter().filter(|root| !root.forgotten);
        let by_path = live.map(|root| (root.path.clone(), root.number)).collect();
        Roots { list, by_path }
    }

    /// Writes them in one step.
    pub fn save(&self, folder: &Folder) -> Result<(), IndexError> {
        folder.plain(NAME).replace_lines(&self.list)
    }

    /// The recorded roots that are not being taken out, by number.
    pub fn live(&self) -> impl Iterator<Item = &Root> {
        self.list.iter().filter(|root| !root.forgotten)
    }

    /// Those being taken out.
    pub fn forgotten(&self) -> impl Iterator<Item = &Root> {
        self.list.iter().filter(|root| root.forgotten)
    }

    /// The root of this number.
    pub fn get(&self, number: u64) -> Option<&Root> {
        self.place(number).map(|place| &self.list[place])
    }

    fn get_mut(&mut self, number: u64) -> Option<&mut Root> {
        self.place(number).map(|place| &mut self.list[place])
    }

    fn place(&self, number: u64) -> Option<usize> {
        self.list.binary_search_by_key(&number, |root| root.number).ok()
    }

    /// The live root at exactly this absolute path.
    pub fn at(&self, path: &Path) -> Option<&Root> {
        self.get(*self.by_path.get(path)?)
    }

    /// The live root that the user gave by exactly this text, where it is the only one.
    pub fn given_as(&self, path: &Path) -> Option<&Root> {
        let mut found = self.live().filter(|root| Path::new(&root.given) == path);
        found.next().filter(|_| found.next().is_none())
    }

    /// Where `path`, absolute, lies among the live roots; inside several, the innermost counts.
    pub fn locate(&self, path: &Path) -> Result<Lies, IndexError> {
        let mut found = path.ancestors().filter_map(|above| Some((above, *self.by_path.get(above)?)));
        let Some((root, number)) = found.next() else { return Ok(Lies::Outside) };
        let rest = path.strip_prefix(root).unwrap_or(path);
        if rest.as_os_str().is_empty() {
            return Ok(Lies::At(number));
        }
        let mut parts = Vec::new();
        for part in rest.components() {
            let part = part.as_os_str().to_str().ok_or_else(|| IndexError::BadPath(path.display().to_string()))?;
            parts.push(part);
        }
        Ok(Lies::Inside(number, parts.join("/")))
    }

    /// Records a new root and returns its number.
    pub fn add(&mut self, path: PathBuf, given: String) -> u64 {
        let number = self.list.last().map_or(0, |root| root.number) + 1;
        self.by_path.insert(path.clone(), number);
        self.list.push(Root::new(number, path, given));
        number
    }

    /// Says what the columns of a root's tables are called; returns whether that is new.
    pub fn call_columns(&mut self, number: u64, columns: &Columns) -> bool {
        let root = self.get_mut(number).filter(|root| root.columns != *columns);
        root.map(|root| root.columns = columns.clone()).is_some()
    }

    /// Marks a root as being taken out.
    pub fn forget(&mut self, number: u64) {
        let Some(root) = self.get_mut(number) else { return };
        root.forgotten = true;
        let path = root.path.clone();
        self.by_path.remove(&path);
    }

    /// Drops the roots that were taken out.
    pub fn drop_forgotten(&mut self) {
        self.list.retain(|root| !root.forgotten);
    }

    /// Gives a root another place.
    pub fn relocate(&mut self, number: u64, path: PathBuf, given: String) {
        let Some(root) = self.get_mut(number) else { return };
        root.given = given;
        root.is_folder = OnceLock::new();
        let old = std::mem::replace(&mut root.path, path.clone());
        self.by_path.remove(&old);
        self.by_path.insert(path, number);
    }

    /// The live roots that lie inside `root`, as absolute paths: their folders are left to them.
    pub fn inside(&self, root: &Root) -> Vec<PathBuf> {
        // What lies inside a path comes next to it.
        let from = self.by_path.range::<Path, _>((Bound::Excluded(root.path.as_path()), Bound::Unbounded));
        from.map(|(path, _)| path).take_while(|path| path.starts_with(&root.path)).cloned().collect()
    }

    /// How the path of an article is shown: the root as given, `/`, and the path inside it; a file given as root alone.
    pub fn show(&self, number: u64, inner: &str) -> Option<String> {
        let root = self.get(number)?;
        let given = root.given.trim_end_matches('/');
        let is_file = root.path.file_name().is_some_and(|name| name == inner)
            && (given == inner || given.ends_with(&format!("/{inner}")))
            && !root.is_folder();
        Some(if is_file { given.to_owned() } else { format!("{given}/{inner}") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_the_innermost_root() {
        let mut roots = Roots::default();
        let news = roots.add("/news".into(), "news".into());
        let sport = roots.add("/news/sport".into(), "news/sport".into());
        assert_eq!(roots.locate(Path::new("/news")).unwrap(), Lies::At(news));
        assert_eq!(roots.locate(Path::new("/news/a/b.txt")).unwrap(), Lies::Inside(news, "a/b.txt".into()));
        assert_eq!(roots.locate(Path::new("/news/sport/c")).unwrap(), Lies::Inside(sport, "c".into()));
        assert_eq!(roots.locate(Path::new("/newsroom")).unwrap(), Lies::Outside);
        assert_eq!(roots.inside(roots.get(news).unwrap()), [PathBuf::from("/news/sport")]);
        roots.relocate(sport, "/sport".into(), "sport".into());
        assert_eq!(roots.locate(Path::new("/news/sport/c")).unwrap(), Lies::Inside(news, "sport/c".into()));
        assert_eq!(roots.at(Path::new("/sport")).unwrap().number, sport);
        assert!(roots.inside(roots.get(news).unwrap()).is_empty());
    }

    #[test]
    fn a_root_being_taken_out_keeps_its_number_to_itself() {
        let mut roots = Roots::default();
        let old = roots.add("/old".into(), "old".into());
        roots.forget(old);
        assert_ne!(roots.add("/new".into(), "new".into()), old);
        assert_eq!(roots.locate(Path::new("/old")).unwrap(), Lies::Outside);
    }
}
