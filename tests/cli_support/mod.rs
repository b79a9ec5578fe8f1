//! A folder made for one test, and the program run in it.
#![allow(dead_code, reason = "not every test file needs all of it")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use assert_cmd::Command;
use tempfile::TempDir;

/// A working directory of its own, gone with the test.
pub struct Folder {
    directory: TempDir,
}

impl Folder {
    /// An empty one.
    pub fn new() -> Folder {
        Folder { directory: tempfile::tempdir().expect("a temporary folder") }
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        fs::write(path, text).expect("a file can be written");
    }

    /// As [`Folder::write`], but long ago: at `second`, so that size and time prove to an update that nothing changed since.
    pub fn write_at(&self, second: u64, path: &str, text: impl AsRef<[u8]>) {
        self.write(path, text);
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000 + second);
        let file = fs::File::options().write(true).open(self.path().join(path)).expect("a file");
        file.set_modified(time).expect("a time can be set");
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// The program with `command_line`, split at blanks, in this folder; nothing of the tester's environment shows.
    pub fn whosaid(&self, command_line: &str) -> Command {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("whosaid");
        command.current_dir(self.path()).args(command_line.split_whitespace());
        for variable in ["WHOSAID_INDEX", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "CI", "RUST_BACKTRACE"] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs `command_line`, reads one line of its output and goes away; the program must end with 0 and say nothing.
    #[allow(dead_code, reason = "not every test file needs it")]
    pub fn assert_ends_quietly_when_its_reader_goes(&self, command_line: &str) {
        let mut program = std::process::Command::new(assert_cmd::cargo::cargo_bin!("whosaid"))
            .args(command_line.split_whitespace())
            .current_dir(self.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut first = String::new();
        let output = program.stdout.take().expect("standard output");
        BufReader::new(output).read_line(&mut first).expect("a line");
        let output = program.wait_with_output().expect("the program ends");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), told.as_str()), (Some(0), ""), "{command_line}");
    }

    /// Standard output of a run that ends with `status`.
    pub fn stdout(&self, command_line: &str, status: i32) -> String {
        let output = self.whosaid(command_line).assert().code(status).get_output().stdout.clone();
        String::from_utf8(output).expect("UTF-8")
    }

    /// Standard error of a run that ends with `status`.
    pub fn stderr(&self, command_line: &str, status: i32) -> String {
        let output = self.whosaid(command_line).assert().code(status).get_output().stderr.clone();
        String::from_utf8(output).expect("UTF-8")
    }

    /// Changes what a plain file of the index and its copy say, as only the program itself would.
    pub fn rewrite_plain(&self, path: &str, change: impl Fn(&str) -> String) {
        let path = self.path().join(path);
        let text = fs::read_to_string(&path).expect("a plain file");
        let body = &text[..text.trim_end().rfind('\n').map_or(0, |end| end + 1)];
        let body = change(body);
        let whole = format!("{body}{{\"blake3\":\"{}\"}}\n", blake3::hash(body.as_bytes()).to_hex());
        fs::write(copy_of(&path), &whole).expect("a file can be written");
        fs::write(path, whole).expect("a file can be written");
    }
}

/// Where the copy of a plain file is.
pub fn copy_of(path: &Path) -> PathBuf {
    let name = path.file_name().expect("a name").to_string_lossy();
    path.with_file_name(format!(".{name}.copy"))
}

/// The list of segments of an index that another version wrote.
pub fn another_schema(meta: &str) -> String {
    meta.replace(&format!("\\\"schema\\\":{}", whosaid::index::SCHEMA_VERSION), "\\\"schema\\\":999")
}
