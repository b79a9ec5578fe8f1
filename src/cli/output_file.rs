//! A file that appears only when all of it is written.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::{Builder, NamedTempFile};

use super::screen::Screen;

/// A file being written beside its place; a run that fails leaves what was there before.
pub enum OutputFile {
    /// To be renamed to the path.
    Aside(NamedTempFile, PathBuf),
    /// A device or a pipe, written as it is.
    Direct(File),
}

impl OutputFile {
    /// Begins a file that will be at `path`.
    pub fn create(path: &Path) -> anyhow::Result<OutputFile> {
        let can_not = || format!("can't write {}: choose another --output", path.display());
        // What a link leads to is replaced, not the link.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        if target.is_dir() {
            anyhow::bail!("{} is a folder: give --output the name of a file", path.display());
        }
        if target.exists() && !target.is_file() {
            let file = File::options().write(true).open(&target).with_context(can_not)?;
            return Ok(OutputFile::Direct(file));
        }
        let folder = match target.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let file = builder().tempfile_in(folder).with_context(can_not)?;
        Ok(OutputFile::Aside(file, target))
    }

    /// Where to print to: a new file where a path is given, else standard output.
    pub fn or_stdout(path: Option<&Path>) -> anyhow::Result<(Screen, Option<OutputFile>)> {
        let Some(path) = path else { return Ok((Screen::stdout(), None)) };
        let file = OutputFile::create(path)?;
        Ok((file.screen()?, Some(file)))
    }

    /// Where to print to.
    pub fn screen(&self) -> anyhow::Result<Screen> {
        Ok(Screen::file(self.file()?))
    }

    /// Where to write to, without a buffer.
    pub fn file(&self) -> anyhow::Result<File> {
        let file = match self {
            OutputFile::Aside(file, _) => file.as_file(),
            OutputFile::Direct(file) => file,
        };
        Ok(file.try_clone()?)
    }

    /// Puts the file, of which all is written, into its place.
    pub fn publish(self) -> anyhow::Result<()> {
        if let OutputFile::Aside(file, path) = self {
            let can_not = || format!("can't write {}: is there room on the disk?", path.display());
            file.as_file().sync_all().with_context(can_not)?;
            file.persist(&path).map_err(|error| error.error).with_context(can_not)?;
        }
        Ok(())
    }
}

/// A file that others may read, as far as the user's mask says, like any file a program writes.
#[cfg(unix)]
fn builder<'a>() -> Builder<'a, 'a> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = Builder::new();
    builder.prefix(".whosaid-").permissions(fs::Permissions::from_mode(0o666));
    builder
}

/// A file that others may read.
#[cfg(not(unix))]
fn builder<'a>() -> Builder<'a, 'a> {
    let mut builder = Builder::new();
    builder.prefix(".whosaid-");
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_finished_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.jsonl");
        fs::write(&path, "old\n").unwrap();
        let file = OutputFile::create(&path).unwrap();
        file.screen().unwrap().raw(b"ne").unwrap();
        drop(file);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

        let file = OutputFile::create(&path).unwrap();
        let mut screen = file.screen().unwrap();
        screen.raw(b"new\n").unwrap();
        screen.flush().unwrap();
        file.publish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new\n");
    }
}
