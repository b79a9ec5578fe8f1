//! Paths that come from a list: `--files-from`.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// The paths of a list: one a line, or, where a NUL stands in the list, one before each of these (`find -print0`); blank ones are
/// passed over, `-` is standard input. `typed` are those of the command line.
///
/// # Errors
/// Where the list can't be read, holds no path, or would be read from the same standard input as an article.
pub fn listed(typed: &[PathBuf], list: Option<&Path>) -> anyhow::Result<Vec<PathBuf>> {
    let Some(list) = list else { return Ok(Vec::new()) };
    let from_stdin = list == Path::new("-");
    if from_stdin && typed.iter().any(|path| path == Path::new("-")) {
        bail!("standard input can be an article or the list of --files-from, not both");
    }
    let mut bytes = Vec::new();
    let read = match from_stdin {
        true => io::stdin().lock().read_to_end(&mut bytes),
        false => File::open(list).and_then(|mut file| file.read_to_end(&mut bytes)),
    };
    read.with_context(|| format!("--files-from {}: can't be read", list.display()))?;
    let end = if memchr::memchr(0, &bytes).is_some() { 0 } else { b'\n' };
    let mut paths = Vec::new();
    for path in bytes.split(|byte| *byte == end) {
        let path = if end == 0 { path } else { path.strip_suffix(b"\r").unwrap_or(path) };
        if path == b"-" {
            bail!(
                "--files-from {}: \"-\" is no path; give - itself to read an article from standard input",
                list.display()
            );
        }
        if !path.trim_ascii().is_empty() {
            paths.push(path_of(path));
        }
    }
    if paths.is_empty() && typed.is_empty() {
        bail!("--files-from {}: no paths in it", list.display());
    }
    Ok(paths)
}

/// On Unix a path is any bytes.
#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
