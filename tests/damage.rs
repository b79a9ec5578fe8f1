//! A damaged index: nothing is lost by a command that meets the damage, and every command says in one line what is wrong.

mod cli_support;

use std::fs;

use cli_support::Folder;

fn article(name: &str) -> String {
    format!("“The {name} gate stays shut,” said Orla Fenwick, the harbour warden.\n")
}

fn indexed() -> Folder {
    let folder = Folder::new();
    for number in 0..12 {
        folder.write(&format!("news/{number:02}.txt"), article(&format!("n{number:02}")));
    }
    folder.write("blogs/a.txt", article("blog"));
    folder.stdout("index news blogs", 0);
    folder
}

fn count(folder: &Folder) -> usize {
    folder.stdout("search --count", 0).trim().parse().unwrap()
}

/// Runs a command that must fail with one line.
fn one_line(folder: &Folder, command: &str) -> String {
    let said = folder.stderr(command, 2);
    assert_eq!(said.lines().count(), 1, "{command}: {said}");
    said
}

#[test]
fn a_lost_current_is_mended_by_a_rebuild() {
    let folder = indexed();
    fs::remove_file(folder.path().join("index/CURRENT")).unwrap();
    assert!(one_line(&folder, "search gate").contains("whosaid rebuild"));
    one_line(&folder, "index");
    assert!(folder.path().join("index/gen-1/meta.json").exists());
    folder.stdout("rebuild", 0);
    assert_eq!(count(&folder), 13);
    assert_eq!(folder.stdout("check", 0), "sound\n");
}

#[test]
fn a_current_that_names_the_wrong_generation_costs_no_generation() {
    let folder = indexed();
    fs::write(folder.path().join("index/CURRENT"), "gen-7\n").unwrap();
    one_line(&folder, "index");
    one_line(&folder, "index --forget news");
    assert!(folder.path().join("index/gen-1/meta.json").exists(), "the good one is not taken for an old one");
    folder.stdout("check", 2);
    fs::rename(folder.path().join("blogs"), folder.path().join("unplugged")).unwrap();
    assert!(folder.stderr("rebuild", 2).contains("blogs: nothing is there"));
    assert!(folder.path().join("index/gen-1/meta.json").exists(), "a rebuild that failed removes nothing");
    fs::write(folder.path().join("index/CURRENT"), "gen-1\n").unwrap();
    assert_eq!(count(&folder), 13);
}

#[test]
fn a_rebuild_of_a_part_of_an_index_that_cannot_be_read_takes_in_all_folders() {
    let folder = indexed();
    fs::write(folder.path().join("index/gen-1/meta.json"), "{").unwrap();
    folder.stdout("rebuild blogs", 0);
    assert_eq!(count(&folder), 13);
}

#[test]
fn a_rebuild_of_an_index_that_cannot_be_read_does_not_take_an_empty_folder_for_the_truth() {
    let folder = indexed();
    let meta = folder.path().join("index/gen-1/meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    let schema = format!("\\\"schema\\\":{}", whosaid::index::SCHEMA_VERSION);
    assert!(text.contains(&schema));
    fs::write(&meta, text.replace(&schema, "\\\"schema\\\":999")).unwrap();
    fs::rename(folder.path().join("blogs"), folder.path().join("unplugged")).unwrap();
    fs::create_dir(folder.path().join("blogs")).unwrap();
    let said = folder.stderr("rebuild", 2);
    assert!(said.contains("blogs") && said.contains("--prune"), "{said}");
    fs::remove_dir(folder.path().join("blogs")).unwrap();
    let said = folder.stderr("rebuild", 2);
    assert!(said.contains("blogs") && said.contains("--prune"), "{said}");
    fs::rename(folder.path().join("unplugged"), folder.path().join("blogs")).unwrap();
    folder.stdout("rebuild", 0);
    assert_eq!(count(&folder), 13);
}

#[test]
fn lost_roots_are_damage_and_never_guessed() {
    let folder = indexed();
    folder.write("corpus/b.txt", article("corpus"));
    let roots = folder.path().join("index/roots.jsonl");
    let text = fs::read_to_string(&roots).unwrap();
    fs::remove_file(&roots).unwrap();
    for command in ["index", "index corpus", "rebuild", "rebuild --stored", "search gate"] {
        assert!(one_line(&folder, command).contains("roots.jsonl"), "{command}");
    }
    assert!(folder.stdout("check", 2).contains("roots.jsonl"));
    fs::write(&roots, text).unwrap();
    folder.stdout("index", 0);
    assert_eq!(count(&folder), 13);
}

#[test]
fn a_root_that_was_being_forgotten_does_not_come_back_by_a_rebuild() {
    for command in ["rebuild --stored", "rebuild", "rebuild other", "index"] {
        let folder = indexed();
        folder.write("other/c.txt", article("other"));
        let roots = folder.path().join("index/roots.jsonl");
        let mut lines: Vec<serde_json::Value> = Vec::new();
        for line in fs::read_to_string(&roots).unwrap().lines() {
            let mut root: serde_json::Value = serde_json::from_str(line).unwrap();
            if root["given"] == "blogs" {
                root["forgotten"] = true.into();
            }
            lines.push(root);
        }
        fs::write(&roots, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
        folder.stdout(command, 0);
        assert!(!folder.stdout("export", 0).contains("blog gate"), "{command}");
        assert_eq!(folder.stdout("check", 0), "sound\n", "{command}");
    }
}

/// Every file of the index, by path inside it.
fn files(folder: &Folder) -> Vec<String> {
    let mut found = Vec::new();
    for sub in ["", "gen-1"] {
        for entry in fs::read_dir(folder.path().join("index").join(sub)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                let name = entry.file_name().into_string().unwrap();
                found.push(if sub.is_empty() { name } else { format!("{sub}/{name}") });
            }
        }
    }
    found.sort();
    found
}

/// What `check` need not miss: the lock, what only says that something stood there, and what follows from the rest.
fn holds_nothing(file: &str) -> bool {
    file == "lock"
        || file.ends_with("/identities")
        || file.ends_with("/copies")
        || file.ends_with("committed")
        || file.ends_with(".lock")
        || file.ends_with(".managed.json")
}

#[test]
fn check_finds_every_file_that_is_missing() {
    let folder = indexed();
    for file in files(&folder) {
        if holds_nothing(&file) || file == "retired.jsonl" {
            continue;
        }
        let path = folder.path().join("index").join(&file);
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let output = folder.whosaid("check").output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{file}: {said}");
        assert!(!said.contains("panicked"), "{file}: {said}");
        for command in ["search gate", "export", "stats", "index"] {
            let output = folder.whosaid(command).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!said.contains("panicked"), "{file}: {command}: {said}");
            assert_ne!(output.status.code(), Some(101), "{file}: {command}: {said}");
        }
        fs::write(&path, bytes).unwrap();
    }
}

#[test]
fn check_finds_bytes_that_changed() {
    let folder = indexed();
    folder.write("news/00.txt", article("changed"));
    folder.stdout("index", 0);
    let before = folder.stdout("export", 0);
    for file in files(&folder) {
        if holds_nothing(&file) || matches!(file.as_str(), "WHOSAID" | "roots.jsonl" | "retired.jsonl") {
            continue;
        }
        let path = folder.path().join("index").join(&file);
        let bytes = fs::read(&path).unwrap();
        let parts = if file.ends_with("meta.json") { 32 } else { 3 };
        for part in 0..=parts {
            let mut flipped = bytes.clone();
            let at = (bytes.len() - 1) * part / parts;
            flipped[at] ^= 0x15;
            fs::write(&path, &flipped).unwrap();
            let output = folder.whosaid("check").output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!said.contains("panicked"), "{file} at {at}: {said}");
            if output.status.success() {
                // The engine's list of segments has no checksum of its own; a change that changes nothing is none.
                assert!(file.ends_with("meta.json"), "{file} at {at} of {}: {said}", bytes.len());
                assert_eq!(folder.stdout("export", 0), before, "{file} at {at} of {}", bytes.len());
            }
            for command in ["search gate", "export", "stats"] {
                let output = folder.whosaid(command).output().unwrap();
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                assert_ne!(output.status.code(), Some(101), "{file} at {at}: {command}: {said}");
                assert!(!said.contains("panicked"), "{file} at {at}: {command}: {said}");
            }
        }
        fs::write(&path, bytes).unwrap();
    }
}
