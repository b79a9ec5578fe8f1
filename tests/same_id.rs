//! Two articles with one id in one root: which one is kept, and that the other comes back when the kept one goes.

mod cli_support;

use std::fs;

use cli_support::Folder;

/// One line of JSON with one quotation.
fn line(id: &str, name: &str) -> String {
    let text = format!("“The {name} gate stays shut,” said Orla Fenwick, the harbour warden.\n");
    format!("{}\n", serde_json::json!({"id": id, "text": text}))
}

fn delete(folder: &Folder, file: &str) {
    fs::remove_file(folder.path().join(file)).unwrap();
}

/// The export of `index`, sorted, which must be that of a fresh index.
fn as_fresh(folder: &Folder) -> String {
    let sorted = |text: String| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines.join("\n")
    };
    let grown = sorted(folder.stdout("export", 0));
    let _ = fs::remove_dir_all(folder.path().join("fresh"));
    folder.stdout("--index fresh index news", 0);
    assert_eq!(grown, sorted(folder.stdout("--index fresh export", 0)));
    assert_eq!(folder.stdout("check", 0), "sound\n");
    grown
}

#[test]
fn a_rebuild_from_kept_texts_still_knows_which_files_share_an_id() {
    let folder = Folder::new();
    folder.write_at(1, "news/a.jsonl", line("x", "early"));
    folder.write_at(2, "news/b.jsonl", line("x", "late"));
    folder.write_at(3, "news/keep.txt", "“We wait,” said Orla Fenwick, a warden.\n");
    folder.stdout("index news", 0);
    assert!(as_fresh(&folder).contains("late gate"));
    folder.stdout("rebuild --stored", 0);
    delete(&folder, "news/b.jsonl");
    folder.stdout("index", 0);
    assert!(as_fresh(&folder).contains("early gate"));
}

#[test]
fn a_rebuild_of_a_part_still_knows_which_files_share_an_id() {
    let folder = Folder::new();
    folder.write_at(4, "news/a.jsonl", line("x", "early"));
    folder.write_at(5, "news/b.jsonl", line("x", "late"));
    folder.write_at(6, "news/sub/c.txt", "“We wait,” said Orla Fenwick, a warden.\n");
    folder.stdout("index news", 0);
    folder.stdout("rebuild news/sub", 0);
    delete(&folder, "news/b.jsonl");
    folder.stdout("index", 0);
    assert!(as_fresh(&folder).contains("early gate"));
}

#[test]
fn an_article_that_moved_to_another_file_stays_when_its_old_file_is_read_again() {
    let folder = Folder::new();
    folder.write_at(7, "news/a.jsonl", line("x", "moving"));
    folder.write_at(8, "news/b.jsonl", line("z", "late"));
    folder.write_at(9, "news/keep.txt", "“We wait,” said Orla Fenwick, a warden.\n");
    folder.stdout("index news", 0);
    folder.write_at(10, "news/a.jsonl", line("z", "early"));
    folder.write_at(11, "news/c.jsonl", line("x", "moving"));
    delete(&folder, "news/b.jsonl");
    folder.stdout("index", 0);
    let exported = as_fresh(&folder);
    assert!(exported.contains("moving gate") && exported.contains("early gate"), "{exported}");
}

#[test]
fn an_id_longer_than_the_engine_takes_is_an_id_like_any_other() {
    let folder = Folder::new();
    let id = "long".repeat(20_000);
    folder.write_at(12, "news/a.jsonl", line(&id, "first"));
    folder.stdout("index news", 0);
    folder.write_at(13, "news/a.jsonl", line(&id, "second"));
    folder.stdout("index", 0);
    let exported = as_fresh(&folder);
    assert!(exported.contains("second gate") && !exported.contains("first gate"));
    folder.write_at(14, "news/b.jsonl", line(&id, "third"));
    folder.stdout("index", 0);
    folder.stdout("rebuild --stored", 0);
    assert!(!as_fresh(&folder).contains("second gate"));
}

#[test]
fn a_big_file_renamed_is_no_removal_whichever_name_comes_first() {
    for (before, after) in [("m.jsonl", "z.jsonl"), ("m.jsonl", "a.jsonl")] {
        let folder = Folder::new();
        let many: String = (0..30).map(|number| line(&format!("id-{number}"), &format!("n{number}"))).collect();
        folder.write_at(15, &format!("news/{before}"), many);
        folder.write_at(16, "news/keep.txt", "“We wait,” said Orla Fenwick, a warden.\n");
        folder.stdout("index news", 0);
        fs::rename(folder.path().join("news").join(before), folder.path().join("news").join(after)).unwrap();
        let said = folder.stderr("index", 0);
        assert!(!said.contains("--prune"), "{before} to {after}: {said}");
        as_fresh(&folder);
    }
}
