//! Paths that come from a list: `--files-from`.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// The paths of the command line, and those of a list: one a line, or, where a NUL stands in the list, one before each of these
/// (`find -print0`); blank lines are passed over, `-` is standard input.
///
/// # Errors
/// Where the list can't be read, holds what is no text, or would be read from the same standard input as an article.
pub fn all(paths: &[PathBuf], list: Option<&Path>) -> anyhow::Result<Vec<PathBuf>> {
    let mut all = paths.to_vec();
    let Some(list) = list else { return Ok(all) };
    let from_stdin = list == Path::new("-");
    if from_stdin && paths.iter().any(|path| path == Path::new("-")) {
        bail!("standard input can be an article or the list of --files-from, not both");
    }
    let mut text = String::new();
    let read = match from_stdin {
        true => io::stdin().lock().read_to_string(&mut text),
        false => File::open(list).and_then(|mut file| file.read_to_string(&mut text)),
    };
    read.with_context(|| format!("--files-from {}: can't be read", list.display()))?;
    let ends_with_nul = text.contains('\0');
    for path in text.split(if ends_with_nul { '\0' } else { '\n' }) {
        let path = if ends_with_nul { path } else { path.trim_end_matches('\r') };
        if path == "-" {
            bail!(
                "--files-from {}: \"-\" is no path; give - itself to read an article from standard input",
                list.display()
            );
        }
        if !path.trim().is_empty() {
            all.push(PathBuf::from(path));
        }
    }
    if all.is_empty() {
        bail!("--files-from {}: no paths in it", list.display());
    }
    Ok(all)
}
