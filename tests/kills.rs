//! `kill -9` at random moments of `index`, `rebuild`, `people import`, `correct` and `remove`: the index opens, `check` is content, the next run completes the work,
//! and whoever searches meanwhile sees a whole index, the old one or the new.
//!
//! Ten kills here; `WHOSAID_KILLS=200 cargo test --test kills` for more.

mod seeded;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use seeded::Numbers;

/// Copies of the sample collection that a run has to take in.
const COPIES: usize = 4;

/// Kinds of runs that are killed in turn.
const KINDS: u64 = 7;

/// An article that is taken out.
const REMOVED: &str = "news/0/gazette/1997-10-03-last-ferry.txt";

fn kills() -> u64 {
    std::env::var("WHOSAID_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(10)
}

fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
    command.current_dir(dir).arg("-q").args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(dir: &Path, arguments: &[&str]) -> Output {
    let output = command(dir, arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn export(dir: &Path, index: &str) -> Vec<String> {
    let output = run(dir, &["--index", index, "export"]);
    let mut lines: Vec<String> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_kill_at_any_moment_costs_nothing_that_was_committed() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for copy in 0..COPIES {
        copy_tree(&corpus, &dir.join(format!("news/{copy}")));
    }
    let start = std::time::Instant::now();
    run(dir, &["--index", "fresh", "index", "news"]);
    let whole_run = start.elapsed().as_micros() as u64;
    let quote = export(dir, "fresh").iter().find_map(|line| id_of(line, "/courier/")).unwrap();
    let correct = ["correct", quote.as_str(), "--speaker", "Ivo Brisco", "--by", "a test"];
    let remove = ["remove", REMOVED, "--reason", "asked for"];
    let mut moments = Numbers(7);
    for kill in 0..kills() {
        let is_indexed = dir.join("index/CURRENT").exists();
        let arguments: &[&str] = match kill % KINDS {
            1 if is_indexed => &["rebuild"],
            2 if is_indexed => &["rebuild", "--stored"],
            3 if is_indexed => {
                let copy = dir.join(format!("news/{}/extra-{kill}.txt", kill % COPIES as u64));
                fs::write(copy, format!("“We counted {kill} gulls,” said Orla Fenwick, a warden.\n")).unwrap();
                &["index", "--verify"]
            }
            4 if is_indexed => {
                fs::write(dir.join("people.csv"), table(kill)).unwrap();
                &["people", "import", "people.csv"]
            }
            5 if is_indexed => &correct,
            6 if is_indexed => &remove,
            _ if is_indexed => &["index", "--verify"],
            _ => &["index", "news"],
        };
        let mut child = command(dir, arguments).spawn().unwrap();
        let is_short = matches!(arguments[0], "people" | "correct" | "remove");
        let longest = if is_short { whole_run / 8 } else { whole_run + whole_run / 4 };
        std::thread::sleep(Duration::from_micros(moments.below(longest)));
        let _ = child.kill();
        child.wait().unwrap();
        assert_sound(dir, kill, arguments);
        if arguments[0] == "people" {
            let shown = String::from_utf8(run(dir, &["people", "export"]).stdout).unwrap();
            let is_whole = |of: u64| shown.contains(&format!("Q{of},")) && shown.contains(&format!("Party {of}"));
            assert!(!shown.contains('Q') || (4..=kill).step_by(KINDS as usize).any(is_whole), "kill {kill}: {shown}");
        }
    }

    run(dir, &["index", "news"]);
    fs::write(dir.join("people.csv"), table(0)).unwrap();
    run(dir, &["people", "import", "people.csv"]);
    run(dir, &["--index", "fresh", "people", "import", "people.csv"]);
    for arguments in [&correct[..], &remove] {
        run(dir, &[&["--index", "fresh"], arguments].concat());
        // A run that was killed may have done it.
        command(dir, arguments).output().unwrap();
    }
    let expected = export(dir, "fresh");
    let mut grown = export(dir, "index");
    grown.retain(|line| !line.contains("/extra-"));
    assert_eq!(grown.len(), expected.len());
    assert_eq!(grown, expected);
    run(dir, &["rebuild", "--stored"]);
    let mut rebuilt = export(dir, "index");
    rebuilt.retain(|line| !line.contains("/extra-"));
    assert_eq!(rebuilt, expected);
}

/// The id of a quote whose line says this.
fn id_of(line: &str, says: &str) -> Option<String> {
    let quote: serde_json::Value = serde_json::from_str(line).unwrap();
    line.contains(says).then(|| quote["id"].as_str().unwrap().to_owned())
}

/// A table of people, another for each kill.
fn table(kill: u64) -> String {
    format!("id,name,party\nQ{kill},Margaret Okafor-Lindqvist,Party {kill}\n")
}

/// The index opens and is sound, or nothing was committed yet.
fn assert_sound(dir: &Path, kill: u64, arguments: &[&str]) {
    let check = command(dir, &["check"]).output().unwrap();
    let errors = String::from_utf8_lossy(&check.stderr).into_owned();
    let nothing_yet = check.status.code() == Some(2) && errors.contains("no index at");
    let found = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(check.status.success() || nothing_yet, "kill {kill} of {arguments:?}: {found}{errors}");
}

#[test]
fn a_search_during_a_rebuild_sees_a_whole_index() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    copy_tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), &dir.join("news"));
    run(dir, &["index", "news"]);
    let count = |dir: &Path| run(dir, &["search", "--count", "--no-group"]).stdout;
    let before = count(dir);
    for arguments in [["rebuild"].as_slice(), &["rebuild", "--stored"]] {
        let mut child = command(dir, arguments).spawn().unwrap();
        let mut searches = 0;
        while child.try_wait().unwrap().is_none() || searches == 0 {
            assert_eq!(count(dir), before);
            searches += 1;
        }
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(count(dir), before);
}

#[test]
fn a_check_during_updates_finds_no_fault() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    copy_tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), &dir.join("news"));
    run(dir, &["index", "news"]);
    for round in 0..20 {
        fs::write(dir.join("news/gulls.txt"), format!("“We counted {round} gulls,” said Orla Fenwick, a warden.\n"))
            .unwrap();
        let mut child = command(dir, if round % 4 == 3 { &["rebuild"] } else { &["index"] }).spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            assert_sound(dir, round, &["check"]);
        }
        assert!(child.wait().unwrap().success());
    }
}
