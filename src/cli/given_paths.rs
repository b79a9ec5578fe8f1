//! Paths that come from a list: `--files-from`.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// The paths of the command line, and those of a list: one a line, blank lines passed over; `-` is standard input.
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
    let lines: Box<dyn BufRead> = match from_stdin {
        true => Box::new(io::stdin().lock()),
        false => {
            let file = File::open(list).with_context(|| format!("--files-from {}: can't be read", list.display()))?;
            Box::new(BufReader::new(file))
        }
    };
    for line in lines.lines() {
        let line = line.with_context(|| format!("--files-from {}: can't be read", list.display()))?;
        let line = line.trim_end_matches('\r');
        if line == "-" {
            bail!(
                "--files-from {}: \"-\" is no path; give - itself to read an article from standard input",
                list.display()
            );
        }
        if !line.trim().is_empty() {
            all.push(PathBuf::from(line));
        }
    }
    if all.is_empty() {
        bail!("--files-from {}: no paths in it", list.display());
    }
    Ok(all)
}
