//! **Index = articles**: whatever happened to the folders and to the program before, an index holds what a fresh one of the
//! same folders does.
//!
//! A case is a sequence of steps over a small folder: adding, editing, renaming and deleting files, indexing, indexing with a
//! `kill -9` in between, rebuilding, correcting quotes, removing articles, taking either back. After it, one more
//! `index --prune` must give an export that is, sorted by id, the same to the byte as that of a fresh index with the same corrections
//! and removals, with one thread and with two.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError};

/// Who may speak in a generated article, and what about.
const PEOPLE: [&str; 4] = ["Orla Fenwick", "Tam Brisco", "Ilse van der Merk", "Jonah Pell"];
const THINGS: [&str; 5] = ["ferry", "harbour tax", "night bus", "tannery", "school roof"];

/// Files of a case: texts in two folders, and two files of JSON lines that share ids.
const TEXT_FILES: [&str; 5] = ["a.txt", "b.md", "sub/c.txt", "sub/deep/d.txt", "z.txt"];
const LINE_FILES: [&str; 3] = ["lines1.jsonl", "lines2.jsonl", "sub/lines3.jsonl"];

#[derive(Clone, Debug)]
enum Step {
    /// Writes a text file, new or over the old one.
    Text {
        file: usize,
        article: u8,
    },
    /// Writes a file of JSON lines: articles by id and content; ids may stand twice, in it and in others.
    Lines {
        file: usize,
        articles: Vec<(u8, u8)>,
    },
    Rename {
        from: usize,
        to: usize,
    },
    RenameLines {
        from: usize,
        to: usize,
    },
    Delete {
        file: usize,
    },
    DeleteLines {
        file: usize,
    },
    Index,
    /// `kill -9` after so many tenths of a millisecond.
    Killed {
        after: u64,
        rebuild: bool,
    },
    Rebuild {
        stored: bool,
    },
    /// Updates or rebuilds one folder of the root.
    Part {
        rebuild: bool,
    },
    /// Writes an article into another root, of the same id as one in the first, and indexes that root alone.
    Other {
        article: u8,
    },
    /// Takes the other root out.
    Forget,
    /// Says something of one of the quotes, or of an article, maybe with a `kill -9` in between.
    Say {
        what: Say,
        which: usize,
        killed_after: Option<u64>,
    },
}

/// What a user says of a quote or an article.
#[derive(Clone, Copy, Debug)]
enum Say {
    Speaker,
    Unknown,
    Kind,
    NotAQuote,
    UndoCorrection,
    Remove,
    UndoRemoval,
}

fn step() -> impl Strategy<Value = Step> {
    let text = (0..TEXT_FILES.len(), any::<u8>()).prop_map(|(file, article)| Step::Text { file, article });
    let lines = (0..LINE_FILES.len(), prop::collection::vec((0..6u8, any::<u8>()), 0..6))
        .prop_map(|(file, articles)| Step::Lines { file, articles });
    prop_oneof![
        4 => text,
        4 => lines,
        2 => (0..TEXT_FILES.len(), 0..TEXT_FILES.len()).prop_map(|(from, to)| Step::Rename { from, to }),
        2 => (0..LINE_FILES.len(), 0..LINE_FILES.len()).prop_map(|(from, to)| Step::RenameLines { from, to }),
        1 => (0..TEXT_FILES.len()).prop_map(|file| Step::Delete { file }),
        1 => (0..LINE_FILES.len()).prop_map(|file| Step::DeleteLines { file }),
        4 => Just(Step::Index),
        2 => (0..400u64, any::<bool>()).prop_map(|(after, rebuild)| Step::Killed { after, rebuild }),
        1 => any::<bool>().prop_map(|stored| Step::Rebuild { stored }),
        1 => any::<bool>().prop_map(|rebuild| Step::Part { rebuild }),
        1 => any::<u8>().prop_map(|article| Step::Other { article }),
        1 => Just(Step::Forget),
        4 => (say(), any::<usize>(), prop::option::weighted(0.2, 0..400u64))
            .prop_map(|(what, which, killed_after)| Step::Say { what, which, killed_after }),
    ]
}

fn say() -> impl Strategy<Value = Say> {
    use Say::*;
    prop::sample::select(vec![Speaker, Speaker, Unknown, Kind, NotAQuote, UndoCorrection, Remove, UndoRemoval])
}

/// A short article; the same number gives the same one.
fn article(number: u8) -> String {
    let number = usize::from(number);
    let (first, second) = (PEOPLE[number % 4], PEOPLE[(number / 4) % 4]);
    let (thing, other) = (THINGS[number % 5], THINGS[(number / 5) % 5]);
    format!(
        "“The {thing} will be back before winter,” said {first}, a councillor.\n\n\
         {second} denied that the {other} had cost {number} crowns. “Nobody asked me about the {thing},” \
         {second} added.\n"
    )
}

/// A folder to work in, with `news` in it.
struct Case {
    dir: tempfile::TempDir,
    /// How many files were written.
    writes: Cell<u64>,
}

impl Case {
    fn new() -> Case {
        let case = Case { dir: tempfile::tempdir().unwrap(), writes: Cell::new(0) };
        // One file of each root that no step touches, so that the folder is never empty.
        case.write("keep.txt", &article(3));
        case.write("../blogs/keep.txt", &article(3));
        case
    }

    fn news(&self, file: &str) -> PathBuf {
        self.dir.path().join("news").join(file)
    }

    /// Three of four files are written long ago, so that size and time prove that it did not change since; the rest are new.
    fn write(&self, file: &str, text: &str) {
        let path = self.news(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let second = self.writes.get() + 1;
        self.writes.set(second);
        if !second.is_multiple_of(4) {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000 + second);
            fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        }
    }

    fn rename(&self, from: &str, to: &str) {
        if self.news(from).exists() {
            fs::create_dir_all(self.news(to).parent().unwrap()).unwrap();
            fs::rename(self.news(from), self.news(to)).unwrap();
        }
    }

    fn delete(&self, file: &str) {
        let _ = fs::remove_file(self.news(file));
    }

    fn command(&self, index: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command.current_dir(self.dir.path()).arg("--index").arg(index).arg("-q").args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, index: &str, arguments: &[&str]) -> Output {
        let output = self.command(index, arguments).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        // An index that everything was taken out of has nothing to find.
        let is_done = matches!(output.status.code(), Some(0 | 1));
        assert!(is_done, "{arguments:?}: {errors}");
        output
    }

    fn take(&self, step: &Step) {
        match step {
            Step::Text { file, article: number } => self.write(TEXT_FILES[*file], &article(*number)),
            Step::Lines { file, articles } => {
                let mut text = String::new();
                for (id, number) in articles {
                    let line =
                        serde_json::json!({"id": format!("id-{id}"), "text": article(*number), "date": "2021-03-04"});
                    text.push_str(&format!("{line}\n"));
                }
                self.write(LINE_FILES[*file], &text);
            }
            Step::Rename { from, to } => self.rename(TEXT_FILES[*from], TEXT_FILES[*to]),
            Step::RenameLines { from, to } => self.rename(LINE_FILES[*from], LINE_FILES[*to]),
            Step::Delete { file } => self.delete(TEXT_FILES[*file]),
            Step::DeleteLines { file } => self.delete(LINE_FILES[*file]),
            Step::Index => drop(self.run("index", &["index", "news"])),
            Step::Killed { after, rebuild } => {
                let has_index = self.dir.path().join("index/CURRENT").exists();
                let arguments: &[&str] =
                    if *rebuild && has_index { &["rebuild"] } else { &["index", "news", "--prune"] };
                kill_after(self.command("index", arguments).spawn().unwrap(), Duration::from_micros(after * 100));
            }
            Step::Other { article: number } => {
                self.write("../blogs/a.txt", &article(*number));
                self.run("index", &["index", "blogs"]);
            }
            Step::Forget => {
                // Whether it is a root at this moment does not matter.
                self.command("index", &["index", "--forget", "blogs"]).output().unwrap();
            }
            Step::Part { rebuild } => {
                // Before the whole folder is a root, its part would become one.
                let roots = fs::read_to_string(self.dir.path().join("index/roots.jsonl")).unwrap_or_default();
                let is_root = roots.contains("\"given\":\"news\"");
                if is_root && self.dir.path().join("index/CURRENT").exists() && self.news("sub").exists() {
                    self.run("index", &[if *rebuild { "rebuild" } else { "index" }, "news/sub"]);
                }
            }
            Step::Say { what, which, killed_after } => self.say(*what, *which, *killed_after),
            Step::Rebuild { stored } => {
                if self.dir.path().join("index/CURRENT").exists() {
                    self.run("index", if *stored { &["rebuild", "--stored"] } else { &["rebuild"] });
                }
            }
        }
    }

    fn say(&self, what: Say, which: usize, killed_after: Option<u64>) {
        if !self.dir.path().join("index/CURRENT").exists() {
            return;
        }
        let (list, field): (&[&str], &str) = match what {
            Say::UndoCorrection => (&["correct", "--list", "--format", "jsonl"], "/id"),
            Say::UndoRemoval => (&["remove", "--list", "--format", "jsonl"], "/article"),
            Say::Remove => (&["export"], "/article/id"),
            _ => (&["export"], "/id"),
        };
        let mut known: Vec<String> = String::from_utf8(self.command("index", list).output().unwrap().stdout)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .map(|line| line.pointer(field).unwrap().as_str().unwrap().to_owned())
            .collect();
        known.sort();
        known.dedup();
        if known.is_empty() {
            return;
        }
        let id = known[which % known.len()].as_str();
        let arguments: &[&str] = match what {
            Say::Speaker => &["correct", id, "--speaker", PEOPLE[which % 4]],
            Say::Unknown => &["correct", id, "--speaker-kind", "unknown"],
            Say::Kind => &["correct", id, "--kind", "mixed"],
            Say::NotAQuote => &["correct", id, "--not-a-quote"],
            Say::UndoCorrection => &["correct", "--undo", id],
            Say::Remove => &["remove", id, "--reason", "asked"],
            Say::UndoRemoval => &["remove", "--undo", id],
        };
        match killed_after {
            None => drop(self.run("index", arguments)),
            Some(after) => {
                let child = self.command("index", arguments).spawn().unwrap();
                kill_after(child, Duration::from_micros(after * 100));
            }
        }
    }

    /// A folder for a fresh index, with what the user said.
    fn prepare(&self, index: &str) {
        let folder = self.dir.path().join(index);
        fs::create_dir(&folder).unwrap();
        for file in ["WHOSAID", "corrections.jsonl", "removals.jsonl"] {
            let from = self.dir.path().join("index").join(file);
            if from.exists() {
                fs::copy(from, folder.join(file)).unwrap();
            }
        }
    }

    /// Every quote, sorted by id.
    fn export(&self, index: &str) -> Vec<String> {
        self.lines(index, &["export"])
    }

    /// Every group of copies, as the ids of its members. Which of two that share day and id comes first is told by the number of
    /// its root, and that by which folder was given first.
    fn groups(&self, index: &str) -> Vec<String> {
        let hits = self.lines(index, &["search", "--limit", "0", "--format", "jsonl"]);
        let ids = |hit: &String| {
            let hit: serde_json::Value = serde_json::from_str(hit).unwrap();
            let copies = hit["copies"].as_array().unwrap().iter();
            let mut ids: Vec<String> =
                copies.chain([&hit]).map(|member| member["id"].as_str().unwrap().to_owned()).collect();
            ids.sort();
            format!("{} of {}", ids.join(" "), hit["copies_total"])
        };
        let mut groups: Vec<String> = hits.iter().map(ids).collect();
        groups.sort();
        groups
    }

    fn lines(&self, index: &str, arguments: &[&str]) -> Vec<String> {
        let output = self.run(index, arguments);
        let text = String::from_utf8(output.stdout).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }
}

fn kill_after(mut child: Child, time: Duration) {
    std::thread::sleep(time);
    let _ = child.kill();
    child.wait().unwrap();
}

fn check_case(steps: &[Step]) -> Result<(), TestCaseError> {
    let case = Case::new();
    for step in steps {
        case.take(step);
    }
    case.run("index", &["index", "news", "blogs", "--prune"]);
    let (grown, groups) = (case.export("index"), case.groups("index"));
    for (index, threads) in [("fresh1", "1"), ("fresh2", "2")] {
        case.prepare(index);
        case.run(index, &["--threads", threads, "index", "news", "blogs"]);
        prop_assert_eq!(&grown, &case.export(index), "--threads {}", threads);
        prop_assert_eq!(&groups, &case.groups(index), "--threads {}", threads);
    }
    let check = case.command("index", &["check"]).output().unwrap();
    prop_assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    Ok(())
}

/// How many cases: few for everyday, more by the environment's `PROPTEST_CASES`.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(24)
}

proptest! {
    #![proptest_config(Config { cases: cases(), max_shrink_iters: 200, failure_persistence: None, ..Config::default() })]

    #[test]
    fn any_sequence_of_steps_gives_what_a_fresh_index_gives(steps in prop::collection::vec(step(), 1..14)) {
        check_case(&steps)?;
    }
}

#[test]
fn an_article_comes_back_when_the_one_that_took_its_id_goes() {
    let lines = |file, id, number| Step::Lines { file, articles: vec![(id, number)] };
    let steps = [lines(0, 1, 10), lines(1, 1, 20), Step::Index, Step::DeleteLines { file: 1 }, Step::Index];
    check_case(&steps).unwrap();
    let steps = [lines(1, 1, 20), Step::Index, lines(0, 1, 10), Step::Index, lines(1, 2, 20)];
    check_case(&steps).unwrap();
}

#[test]
fn a_file_renamed_over_the_order_of_its_ids_keeps_the_last() {
    let lines = |file, id, number| Step::Lines { file, articles: vec![(id, number)] };
    let steps = [lines(1, 1, 20), Step::Index, Step::RenameLines { from: 1, to: 0 }, lines(2, 1, 30), Step::Index];
    check_case(&steps).unwrap();
}

#[test]
fn a_line_that_stands_twice_is_kept_as_the_last_says() {
    let steps = [
        Step::Lines { file: 0, articles: vec![(1, 10), (1, 20)] },
        Step::Index,
        Step::Lines { file: 0, articles: vec![(1, 30), (1, 20)] },
        Step::Index,
    ];
    check_case(&steps).unwrap();
}

#[test]
fn the_working_folder_does_not_matter_for_what_is_inside() {
    let case = Case::new();
    case.run("index", &["index", "news"]);
    assert!(Path::new(&case.dir.path().join("index/WHOSAID")).exists());
    assert!(!case.export("index").is_empty());
}
