//! The walk over a folder: which files are articles, in an order that never changes.
//!
//! Folders are listed one by one, so memory is bounded by the largest single folder. Links are followed. Nothing is opened
//! but folders: a pipe that is called `a.txt` can't stop a run.

use super::columns::Columns;
use super::format::known_extension;
use super::{Problem, Reason};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use walkdir::{DirEntry, WalkDir};

/// The file that marks a folder as whosaid's own: a folder that holds one is an index, and is never read as articles.
pub const MARKER: &str = "WHOSAID";

/// A file that the walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Path inside its root with `/` between the parts (`sub/a.txt`); of a file that is itself the root its name.
    pub inner: String,
    /// Where to open it.
    pub path: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// Time of last change, in nanoseconds since 1970.
    pub mtime: i128,
    /// What its columns are called, where it is a table.
    pub columns: Arc<Columns>,
}

impl FileEntry {
    /// The file at `path`, of which the system says `metadata`.
    pub fn new(inner: String, path: PathBuf, metadata: &Metadata) -> FileEntry {
        FileEntry {
            inner,
            path,
            size: metadata.len(),
            mtime: metadata.modified().map_or(0, nanoseconds),
            columns: Arc::default(),
        }
    }
}

/// A file or folder that the walk could not take in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct WalkError {
    /// Its path inside the root, with `/` between the parts; empty for the root itself.
    pub inner: String,
    /// What is wrong with it.
    pub problem: Problem,
}

impl WalkError {
    /// Whether the file `inner` may still be there although the walk does not yield it: this error is about that file or a
    /// folder above it, and it is one that could not be looked at. What is known of such a file must be kept.
    pub fn hides(&self, inner: &str) -> bool {
        if !matches!(self.problem.reason, Reason::Unreadable(_)) {
            return false;
        }
        match inner.strip_prefix(self.inner.as_str()) {
            Some(rest) => self.inner.is_empty() || rest.is_empty() || rest.starts_with('/'),
            None => false,
        }
    }
}

/// What a walk passes over besides hidden files and folders, unknown extensions and folders with whosaid's [`MARKER`].
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// Files and folders that the user does not want.
    pub exclude: Exclude,
    /// Roots of their own, absolute: these files and folders are left out.
    pub other_roots: Vec<PathBuf>,
    /// What the columns of tables are called.
    pub columns: Arc<Columns>,
}

/// Globs over the paths inside a root.
///
/// A pattern without a `/` matches any name (`draft*`), one with a `/` the whole path from the root (`2019/**/*.txt`,
/// `/notes`); `*` stays inside one name, and a `/` at the end matches folders only. A folder that matches is not entered.
#[derive(Clone, Debug, Default)]
pub struct Exclude {
    names: GlobSet,
    paths: GlobSet,
    folder_names: GlobSet,
    folder_paths: GlobSet,
}

/// A pattern that is not a glob.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("bad pattern to exclude, {0}")]
pub struct BadGlob(#[from] globset::Error);

impl Exclude {
    /// Compiles the patterns.
    ///
    /// # Errors
    /// The first pattern that is not a glob.
    pub fn new<S: AsRef<str>>(patterns: &[S]) -> Result<Exclude, BadGlob> {
        let mut sets: [GlobSetBuilder; 4] = std::array::from_fn(|_| GlobSetBuilder::new());
        for pattern in patterns {
            let pattern = pattern.as_ref();
            let without_end = pattern.trim_end_matches('/');
            let folders_only = without_end.len() < pattern.len();
            let whole_path = without_end.contains('/');
            let anchored = without_end.strip_prefix("./").unwrap_or(without_end).trim_start_matches('/');
            let glob = GlobBuilder::new(anchored).literal_separator(true).build()?;
            sets[usize::from(folders_only) * 2 + usize::from(whole_path)].add(glob);
        }
        let [names, paths, folder_names, folder_paths] = sets;
        Ok(Exclude {
            names: names.build()?,
            paths: paths.build()?,
            folder_names: folder_names.build()?,
            folder_paths: folder_paths.build()?,
        })
    }

    /// Whether the file or folder at `inner` (a path inside the root) is excluded by itself; folders above it are not
    /// looked at.
    pub fn matches(&self, inner: &str, is_folder: bool) -> bool {
        let name = inner.rsplit('/').next().unwrap_or(inner);
        self.names.is_match(name)
            || self.paths.is_match(inner)
            || is_folder && (self.folder_names.is_match(name) || self.folder_paths.is_match(inner))
    }
}

/// Walks `root` (a folder or a file) in a total order (by path parts, bytewise), with bounded memory.
///
/// A file that is itself the root is taken whatever its name.
pub fn walk(root: &Path, options: &WalkOptions) -> Walk {
    walk_part(root, "", options)
}

/// Walks the part of `root` at `under`, a path inside it; paths and patterns stay those of the whole root.
pub fn walk_part(root: &Path, under: &str, options: &WalkOptions) -> Walk {
    let start = if under.is_empty() { root.to_owned() } else { root.join(under) };
    Walk {
        root: root.to_owned(),
        entries: WalkDir::new(start).follow_links(true).sort_by_file_name().into_iter(),
        exclude: options.exclude.clone(),
        other_roots: inside(root, &options.other_roots),
        columns: Arc::clone(&options.columns),
    }
}

/// Paths relative to `root` of those other roots that lie inside it.
fn inside(root: &Path, other_roots: &[PathBuf]) -> Vec<PathBuf> {
    // As written and with links resolved: a root may be recorded either way.
    let forms = |path: &Path| [std::path::absolute(path), path.canonicalize()].into_iter().flatten();
    let mut found = Vec::new();
    for other in other_roots {
        for other in forms(other) {
            for root in forms(root) {
                match other.strip_prefix(&root) {
                    Ok(relative) if !relative.as_os_str().is_empty() => found.push(relative.to_owned()),
                    _ => {}
                }
            }
        }
    }
    found
}

/// The files below a root; see [`walk`].
#[derive(Debug)]
pub struct Walk {
    root: PathBuf,
    entries: walkdir::IntoIter,
    exclude: Exclude,
    other_roots: Vec<PathBuf>,
    columns: Arc<Columns>,
}

impl Iterator for Walk {
    type Item = Result<FileEntry, WalkError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let found = match self.entries.next()? {
                Ok(entry) if entry.file_type().is_dir() => self.folder(&entry),
                Ok(entry) => self.file(&entry),
                Err(error) => self.error(error),
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

impl Walk {
    fn folder(&mut self, entry: &DirEntry) -> Option<Result<FileEntry, WalkError>> {
        let below_root = entry.depth() > 0;
        if below_root && self.passed_over(entry.path(), true)
            || entry.path().join(MARKER).symlink_metadata().is_ok_and(|marker| marker.is_file())
        {
            self.entries.skip_current_dir();
            return None;
        }
        if below_root && inner_of(&self.root, entry.path()).is_none() {
            self.entries.skip_current_dir();
            return Some(Err(self.problem(entry.path(), Reason::BadPath)));
        }
        None
    }

    fn file(&self, entry: &DirEntry) -> Option<Result<FileEntry, WalkError>> {
        let path = entry.path();
        let is_root = path == self.root;
        if !is_root && (!known_extension(path) || self.passed_over(path, false)) {
            return None;
        }
        let inner = match is_root {
            true => path.file_name().and_then(|name| name.to_str()).map(str::to_owned),
            false => inner_of(&self.root, path),
        };
        let Some(inner) = inner else { return Some(Err(self.problem(path, Reason::BadPath))) };
        if !entry.file_type().is_file() {
            return Some(Err(self.problem(path, Reason::NotAFile)));
        }
        let metadata = match entry.metadata() {
            Ok(metadata) => metadata,
            Err(error) => return self.error(error),
        };
        let columns = Arc::clone(&self.columns);
        Some(Ok(FileEntry { columns, ..FileEntry::new(inner, path.to_owned(), &metadata) }))
    }

    fn error(&self, error: walkdir::Error) -> Option<Result<FileEntry, WalkError>> {
        let path = error.path().unwrap_or(&self.root).to_owned();
        if path != self.root && self.passed_over(&path, true) {
            return None;
        }
        let reason = match (error.loop_ancestor(), error.io_error()) {
            (Some(_), _) => Reason::LinkCycle,
            (None, Some(error)) => unreadable(error),
            (None, None) => Reason::Unreadable("unknown error".to_owned()),
        };
        Some(Err(self.problem(&path, reason)))
    }

    /// Hidden, excluded, or a root of its own.
    fn passed_over(&self, path: &Path, is_folder: bool) -> bool {
        if path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")) {
            return true;
        }
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        if self.other_roots.iter().any(|other| other == relative) {
            return true;
        }
        let inner = relative.to_string_lossy();
        match std::path::MAIN_SEPARATOR {
            '/' => self.exclude.matches(&inner, is_folder),
            separator => self.exclude.matches(&inner.replace(separator, "/"), is_folder),
        }
    }

    fn problem(&self, path: &Path, reason: Reason) -> WalkError {
        let inner = inner_of(&self.root, path).unwrap_or_else(|| {
            let relative = path.strip_prefix(&self.root).unwrap_or(path);
            relative.to_string_lossy().into_owned()
        });
        WalkError { inner, problem: Problem { place: path.display().to_string(), reason } }
    }
}

/// Path inside the root with `/` between the parts, if it is Unicode.
fn inner_of(root: &Path, path: &Path) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?;
    let mut inner = String::new();
    for part in relative.components() {
        if !inner.is_empty() {
            inner.push('/');
        }
        inner.push_str(part.as_os_str().to_str()?);
    }
    Some(inner)
}

/// A time in nanoseconds since 1970, before it negative.
pub(crate) fn nanoseconds(time: SystemTime) -> i128 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    }
}

/// What the system said, without the number that Rust puts after it.
pub(crate) fn unreadable(error: &io::Error) -> Reason {
    let message = error.to_string();
    let short = message.split(" (os error").next().unwrap_or(&message);
    Reason::Unreadable(short.to_lowercase())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::fs;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use tempfile::TempDir;

    fn folder(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "Fog.").unwrap();
        }
        folder
    }

    fn options(exclude: &[&str]) -> WalkOptions {
        WalkOptions { exclude: Exclude::new(exclude).unwrap(), ..WalkOptions::default() }
    }

    /// The inner path of each file, and of each problem with its label after it.
    fn walked(root: &Path, options: &WalkOptions) -> Vec<String> {
        let mut found = Vec::new();
        for item in walk(root, options) {
            found.push(match item {
                Ok(entry) => entry.inner,
                Err(error) => format!("{}: {}", error.inner, error.problem.reason.label()),
            });
        }
        found
    }

    #[test]
    fn known_files_come_in_the_order_of_their_bytes() {
        let root = folder(&["b.txt", "a/z.md", "a/B.txt", "a-b.txt", "é.html", "a.jsonl.gz", "photo.jpg", "a/noext"]);
        let expected = ["a/B.txt", "a/z.md", "a-b.txt", "a.jsonl.gz", "b.txt", "é.html"];
        assert_eq!(walked(root.path(), &options(&[])), expected);
    }

    #[test]
    fn size_and_time_of_change_are_told() {
        let root = folder(&["a.txt"]);
        let entry = walk(root.path(), &WalkOptions::default()).next().unwrap().unwrap();
        assert_eq!(entry.size, 4);
        let modified = fs::metadata(root.path().join("a.txt")).unwrap().modified().unwrap();
        assert_eq!(entry.mtime, modified.duration_since(UNIX_EPOCH).unwrap().as_nanos() as i128);
    }

    #[test]
    fn hidden_things_and_folders_with_the_marker_are_passed_over() {
        let root = folder(&[".git/a.txt", ".hidden.txt", "index/WHOSAID", "index/gen/a.txt", "a.txt", ".root/b.txt"]);
        assert_eq!(walked(root.path(), &options(&[])), ["a.txt"]);
        assert_eq!(walked(&root.path().join(".root"), &options(&[])), ["b.txt"]);
        assert_eq!(walked(&root.path().join("index"), &options(&[])), [""; 0]);
    }

    #[test]
    fn a_file_as_root_is_taken_whatever_its_name() {
        let root = folder(&["notes", ".hidden.txt"]);
        assert_eq!(walked(&root.path().join("notes"), &options(&["notes"])), ["notes"]);
        assert_eq!(walked(&root.path().join(".hidden.txt"), &options(&[])), [".hidden.txt"]);
    }

    #[test]
    fn a_missing_root_hides_all_that_was_known_of_it() {
        let root = folder(&[]);
        let error = walk(&root.path().join("gone"), &WalkOptions::default()).next().unwrap().unwrap_err();
        assert_eq!(error.inner, "");
        assert!(error.problem.to_string().ends_with("gone: can't be read: no such file or directory"));
        assert!(error.hides("any/file.txt"));
    }

    #[test]
    fn excluded_names_paths_and_folders() {
        let files = ["a.txt", "draft-1.txt", "sub/draft-2.txt", "sub/a.txt", "sub/deep/a.txt", "old/a.txt"];
        let root = folder(&files);
        let left = |patterns: &[&str]| walked(root.path(), &options(patterns));
        assert_eq!(left(&["draft*"]), ["a.txt", "old/a.txt", "sub/a.txt", "sub/deep/a.txt"]);
        assert_eq!(left(&["sub/*.txt", "old"]), ["a.txt", "draft-1.txt", "sub/deep/a.txt"]);
        assert_eq!(left(&["sub/", "a.txt/"]), ["a.txt", "draft-1.txt", "old/a.txt"]);
        assert_eq!(left(&["/a.txt"]).len(), files.len() - 1);
        assert_eq!(left(&["**/deep/**", "draft*"]), ["a.txt", "old/a.txt", "sub/a.txt"]);
        let error = Exclude::new(&["[a"]).unwrap_err();
        assert!(error.to_string().starts_with("bad pattern to exclude, error parsing glob '[a'"), "{error}");
    }

    #[test]
    fn other_roots_are_left_to_themselves() {
        let root = folder(&["a.txt", "sub/b.txt", "sub2/c.txt", "d.txt"]);
        let linked = folder(&[]);
        symlink(root.path(), linked.path().join("link")).unwrap();
        let other_roots = vec![root.path().join("sub"), root.path().join("d.txt"), root.path().to_owned()];
        let options = WalkOptions { other_roots, ..WalkOptions::default() };
        assert_eq!(walked(root.path(), &options), ["a.txt", "sub2/c.txt"]);
        assert_eq!(walked(&linked.path().join("link"), &options), ["a.txt", "sub2/c.txt"]);
    }

    #[test]
    fn links_are_followed_and_their_faults_reported() {
        let root = folder(&["sub/a.txt", ".store/b.txt"]);
        symlink(root.path(), root.path().join("sub/up")).unwrap();
        symlink(root.path().join(".store"), root.path().join("linked")).unwrap();
        symlink(root.path().join("nowhere"), root.path().join("broken")).unwrap();
        let expected = ["broken: unreadable", "linked/b.txt", "sub/a.txt", "sub/up: link cycle"];
        assert_eq!(walked(root.path(), &options(&[])), expected);
    }

    #[test]
    fn what_is_no_file_is_never_opened() {
        let root = folder(&["a.txt"]);
        let _socket = UnixListener::bind(root.path().join("b.txt")).unwrap();
        let _other = UnixListener::bind(root.path().join("c.sock")).unwrap();
        assert_eq!(walked(root.path(), &options(&[])), ["a.txt", "b.txt: not a file"]);
    }

    #[test]
    fn paths_that_are_not_unicode_are_reported_once() {
        let root = folder(&["a.txt"]);
        let bad = |name: &[u8]| root.path().join(std::ffi::OsStr::from_bytes(name));
        fs::write(bad(b"b\xff.txt"), "Fog.").unwrap();
        fs::create_dir(bad(b"c\xff")).unwrap();
        fs::write(bad(b"c\xff/d.txt"), "Fog.").unwrap();
        fs::write(bad(b"e\xff.jpg"), "Fog.").unwrap();
        assert_eq!(walked(root.path(), &options(&[])), ["a.txt", "b\u{fffd}.txt: bad path", "c\u{fffd}: bad path"]);
    }

    #[test]
    fn only_what_could_not_be_looked_at_is_hidden() {
        let error = |inner: &str, reason: Reason| WalkError {
            inner: inner.to_owned(),
            problem: Problem { place: String::new(), reason },
        };
        let unreadable = error("sub", Reason::Unreadable(String::new()));
        assert!(unreadable.hides("sub/a.txt") && unreadable.hides("sub"));
        assert!(!unreadable.hides("sub2/a.txt") && !unreadable.hides("a.txt"));
        assert!(!error("sub", Reason::LinkCycle).hides("sub/a.txt"));
    }

    proptest! {
        #[test]
        fn any_pattern_is_a_glob_or_refused(pattern in any::<String>(), inner in any::<String>()) {
            if let Ok(exclude) = Exclude::new(&[pattern]) {
                exclude.matches(&inner, true);
            }
        }
    }
}
