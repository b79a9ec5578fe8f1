//! Tests: runs that are broken off at a certain step, and what the next run makes of it.
//!
//! A run is broken off by a panic out of its [`Progress`]; like a kill it leaves on disk what was committed, and no more.
//! Commits are due after little text in tests (see [`super::writer`]), so that a run has many.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use super::columns::Number;
use super::folder::Folder;
use super::schema::DocType;
use super::{Location, Progress, Query, Reader, Summary, UpdateOptions, check, rebuild, update};
use crate::article::{Limits, Problem};
use crate::attribution::Model;
use crate::parallel;

/// Breaks the run off when so many pieces were written.
struct BreakAt {
    left: AtomicU64,
    notices: Mutex<Vec<String>>,
}

impl BreakAt {
    fn new(pieces: u64) -> BreakAt {
        BreakAt { left: AtomicU64::new(pieces), notices: Mutex::new(Vec::new()) }
    }

    fn never() -> BreakAt {
        BreakAt::new(u64::MAX)
    }

    fn said(&self) -> String {
        self.notices.lock().unwrap().join("\n")
    }
}

impl Progress for BreakAt {
    fn found(&self, _: u64) {}
    fn done(&self, _: u64) {}
    fn articles(&self, _: u64) {
        assert!(self.left.fetch_sub(1, Ordering::Relaxed) > 1, "broken off");
    }
    fn problem(&self, _: &Problem) {}
    fn notice(&self, line: &str) {
        self.notices.lock().unwrap().push(line.to_owned());
    }
}

/// A folder `news` and an index beside it.
struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place { dir: tempfile::tempdir().unwrap() };
        fs::create_dir(place.news("")).unwrap();
        place.write(1, "keep.txt", "“We wait,” said Orla Fenwick, a warden.\n");
        place
    }

    fn news(&self, file: &str) -> std::path::PathBuf {
        self.dir.path().join("news").join(file)
    }

    /// Writes a file of long ago, so that size and time prove afterwards that it did not change.
    fn write(&self, second: u64, file: &str, text: &str) {
        fs::write(self.news(file), text).unwrap();
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000 + second);
        fs::File::options().write(true).open(self.news(file)).unwrap().set_modified(time).unwrap();
    }

    fn location(&self, index: &str) -> Location {
        Location::Folder(self.dir.path().join(index))
    }

    fn options(&self) -> UpdateOptions {
        UpdateOptions {
            paths: vec![self.news("")],
            prune: true,
            max_article_bytes: Limits::default().max_article_bytes,
            threads: Some(2),
            ..UpdateOptions::default()
        }
    }

    fn update(&self, progress: &BreakAt) -> Summary {
        update(&self.location("index"), &Model::embedded(), &self.options(), progress).unwrap()
    }

    fn rebuild_stored(&self, progress: &BreakAt) -> Summary {
        rebuild(&self.location("index"), &Model::embedded(), &self.options(), true, progress).unwrap()
    }

    fn export(&self, index: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let reader = Reader::open(&self.location(index)).unwrap();
        reader
            .export(&Query::every(), &mut |quote| {
                lines.push(serde_json::to_string(&quote).unwrap());
                true
            })
            .unwrap();
        lines
    }

    /// The index is sound and holds what a fresh one does.
    fn assert_as_fresh(&self) {
        assert_eq!(check(&self.location("index")).unwrap(), Vec::<String>::new());
        let _ = fs::remove_dir_all(self.dir.path().join("fresh"));
        update(&self.location("fresh"), &Model::embedded(), &self.options(), &BreakAt::never()).unwrap();
        assert_eq!(self.export("index"), self.export("fresh"));
        let articles = |index: &str| Reader::open(&self.location(index)).unwrap().count(DocType::Article).unwrap();
        assert_eq!(articles("index"), articles("fresh"));
    }

    /// First commits of all quotes, by id.
    fn first_commits(&self) -> BTreeMap<String, u64> {
        let reader = Reader::open(&self.location("index")).unwrap();
        let snapshot = reader.snapshot();
        let mut found = BTreeMap::new();
        for address in snapshot.all(DocType::Quote).unwrap() {
            let id = snapshot.quote(address).unwrap().line.id;
            found.insert(id, snapshot.number(address, Number::FirstCommit).unwrap());
        }
        found
    }
}

fn broken_off(work: impl FnOnce()) {
    assert_eq!(parallel::guarded(work), Err("broken off".to_owned()));
}

/// A line of JSON with one quotation, and so much text besides.
fn line(id: &str, name: &str, kilobytes: usize) -> String {
    let filler = "The tide came in and went out. ".repeat(kilobytes * 33);
    let text = format!("“The {name} gate stays shut,” said Orla Fenwick, the harbour warden.\n\n{filler}");
    format!("{}\n", serde_json::json!({"id": id, "text": text}))
}

fn big_file() -> String {
    (0..60).map(|number| line(&format!("id-{number}"), &format!("n{number}"), 2)).collect()
}

#[test]
fn a_first_run_that_is_broken_off_leaves_what_it_committed() {
    let place = Place::new();
    place.write(2, "big.jsonl", &big_file());
    broken_off(|| drop(place.update(&BreakAt::new(3))));
    let before = place.export("index").len();
    assert!(before > 0, "the first commit can be read");
    assert_eq!(check(&place.location("index")).unwrap(), Vec::<String>::new());
    let summary = place.update(&BreakAt::never());
    assert!(summary.attributed < 60, "what was committed is not done again");
    place.assert_as_fresh();
}

#[test]
fn a_big_file_that_was_read_in_part_and_is_gone_leaves_nothing_behind() {
    let place = Place::new();
    place.write(2, "big.jsonl", &big_file());
    broken_off(|| drop(place.update(&BreakAt::new(3))));
    fs::remove_file(place.news("big.jsonl")).unwrap();
    place.update(&BreakAt::never());
    place.assert_as_fresh();
}

#[test]
fn a_big_file_that_was_read_again_in_part_keeps_its_place_behind_others() {
    let place = Place::new();
    place.write(2, "a.jsonl", &big_file());
    place.write(3, "z.jsonl", &line("id-59", "late", 1));
    place.update(&BreakAt::never());
    place.write(4, "a.jsonl", &big_file().replace("tide came", "flood came"));
    broken_off(|| drop(place.update(&BreakAt::new(3))));
    place.update(&BreakAt::never());
    fs::remove_file(place.news("z.jsonl")).unwrap();
    place.update(&BreakAt::never());
    place.assert_as_fresh();
}

#[test]
fn a_verification_that_is_broken_off_forgets_no_file_that_shares_an_id() {
    let place = Place::new();
    place.write(2, "a.jsonl", &big_file());
    place.write(3, "z.jsonl", &line("id-59", "late", 1));
    place.update(&BreakAt::never());
    // The same size and time, other words: what --verify is for, and enough of them for a commit.
    place.write(2, "a.jsonl", &big_file().replace("tide came", "kelp came"));
    let options = UpdateOptions { verify: true, ..place.options() };
    let location = place.location("index");
    broken_off(|| drop(update(&location, &Model::embedded(), &options, &BreakAt::new(3)).unwrap()));
    place.update(&BreakAt::never());
    fs::remove_file(place.news("z.jsonl")).unwrap();
    place.update(&BreakAt::never());
    place.assert_as_fresh();
}

#[test]
fn an_article_whose_id_became_free_is_read_by_the_next_run_where_this_one_is_broken_off() {
    let place = Place::new();
    place.write(2, "a.jsonl", &line("x", "early", 0));
    place.write(3, "b.jsonl", &line("x", "late", 0));
    place.update(&BreakAt::never());
    fs::remove_file(place.news("b.jsonl")).unwrap();
    // The first piece of this run is the file that is read again.
    broken_off(|| drop(place.update(&BreakAt::new(1))));
    place.update(&BreakAt::never());
    place.assert_as_fresh();
}

#[test]
fn a_rebuild_from_kept_texts_goes_on_after_an_update_came_between() {
    let place = Place::new();
    place.write(2, "big.jsonl", &big_file());
    place.write(3, "old.jsonl", &line("old", "old", 0));
    place.update(&BreakAt::never());
    broken_off(|| drop(place.rebuild_stored(&BreakAt::new(40))));
    place.write(4, "big.jsonl", &big_file().replace("n7 gate", "seventh gate"));
    fs::remove_file(place.news("old.jsonl")).unwrap();
    place.update(&BreakAt::never());
    let progress = BreakAt::never();
    let summary = place.rebuild_stored(&progress);
    assert!(progress.said().contains("going on"), "{}", progress.said());
    assert!(summary.attributed < 60, "{summary:?}");
    place.assert_as_fresh();
    let folder = Folder::new(&place.location("index"));
    assert_eq!(folder.current().unwrap(), folder.path().join("gen-2"));
}

#[test]
fn a_quote_keeps_the_number_of_its_first_commit_through_rebuilds() {
    let place = Place::new();
    place.update(&BreakAt::never());
    place.write(2, "b.jsonl", &line("b", "late", 0));
    place.update(&BreakAt::never());
    let before = place.first_commits();
    assert_eq!(before.values().copied().collect::<std::collections::BTreeSet<u64>>().len(), 2);
    place.rebuild_stored(&BreakAt::never());
    assert_eq!(place.first_commits(), before);
    rebuild(&place.location("index"), &Model::embedded(), &place.options(), false, &BreakAt::never()).unwrap();
    assert_eq!(place.first_commits(), before);
    place.write(3, "b.jsonl", &line("b", "late", 1));
    place.update(&BreakAt::never());
    assert_eq!(place.first_commits(), before, "an edit elsewhere in the article");
    assert!(Path::new(&place.dir.path().join("index/retired.jsonl")).metadata().is_err(), "no id was retired");
}

#[test]
fn a_run_that_finds_nothing_to_do_commits_nothing() {
    let place = Place::new();
    place.write(2, "b.jsonl", &line("b", "late", 0));
    place.update(&BreakAt::never());
    let commit = |place: &Place| Reader::open(&place.location("index")).unwrap().stats().unwrap().commit;
    let before = commit(&place);
    place.update(&BreakAt::never());
    assert_eq!(commit(&place), before);
}
