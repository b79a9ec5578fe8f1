//! A damaged index: nothing is lost by a command that meets the damage, and every command says in one line what is wrong.

mod cli_support;
mod seeded;

use std::fs;
use std::path::{Path, PathBuf};

use cli_support::{Folder, another_schema, copy_of};
use seeded::Numbers;

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
    folder.rewrite_plain("index/CURRENT", |_| "gen-7\n".to_owned());
    one_line(&folder, "index");
    one_line(&folder, "index --forget news");
    assert!(folder.path().join("index/gen-1/meta.json").exists(), "the good one is not taken for an old one");
    folder.stdout("check", 2);
    fs::rename(folder.path().join("blogs"), folder.path().join("unplugged")).unwrap();
    assert!(folder.stderr("rebuild", 2).contains("blogs: nothing is there"));
    assert!(folder.path().join("index/gen-1/meta.json").exists(), "a rebuild that failed removes nothing");
    folder.rewrite_plain("index/CURRENT", |_| "gen-1\n".to_owned());
    assert_eq!(count(&folder), 13);
}

#[test]
fn a_rebuild_of_a_part_of_an_index_that_cannot_be_read_takes_in_all_folders() {
    let folder = indexed();
    let meta = folder.path().join("index/gen-1/meta.json");
    fs::write(&meta, "{").unwrap();
    fs::write(copy_of(&meta), "{").unwrap();
    folder.stdout("rebuild blogs", 0);
    assert_eq!(count(&folder), 13);
}

#[test]
fn a_rebuild_of_an_index_that_cannot_be_read_does_not_take_an_empty_folder_for_the_truth() {
    let folder = indexed();
    folder.rewrite_plain("index/gen-1/meta.json", another_schema);
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
        folder.rewrite_plain("index/roots.jsonl", |text| {
            let mut lines = String::new();
            for line in text.lines() {
                let mut root: serde_json::Value = serde_json::from_str(line).unwrap();
                if root["given"] == "blogs" {
                    root["forgotten"] = true.into();
                }
                lines.push_str(&format!("{root}\n"));
            }
            lines
        });
        folder.stdout(command, 0);
        assert!(!folder.stdout("export", 0).contains("blog gate"), "{command}");
        assert_eq!(folder.stdout("check", 0), "sound\n", "{command}");
    }
}

/// Every file of the index, by path inside it.
fn files(folder: &Folder) -> Vec<String> {
    files_in(&folder.path().join("index"))
}

/// Every file of the index at `index`, by path inside it.
fn files_in(index: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for sub in ["", "gen-1"] {
        for entry in fs::read_dir(index.join(sub)).unwrap() {
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
        || file.ends_with(".copy")
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
        let said = run(&folder, "check").1;
        assert!(said.contains("damaged"), "{file}: {said}");
        for command in ["search gate", "export", "stats", "index"] {
            run(&folder, command);
        }
        fs::write(&path, bytes).unwrap();
    }
}

/// Commands that read an index in every way there is.
const READERS: [&str; 10] = [
    "search gate",
    "search --verify --limit 0",
    "search --about gate --facets speaker,source,year",
    "export",
    "stats",
    "speakers",
    "people export",
    "remove --list",
    "trace shut",
    "show news/00.txt",
];

/// Runs a command that may meet damage, and returns whether it ended well and what it said on standard error.
fn run(folder: &Folder, command: &str) -> (bool, String) {
    // With this, panics that are caught would show.
    let output = folder.whosaid(command).env("RUST_BACKTRACE", "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(matches!(output.status.code(), Some(0..=2)), "{command}: {:?}: {said}", output.status);
    for sign in ["panicked", "unexpectedly", "no index at"] {
        assert!(!said.contains(sign), "{command}: {said}");
    }
    (output.status.success(), said)
}

/// How many bits are flipped; `WHOSAID_FLIPS=1000` for more.
fn flips() -> usize {
    std::env::var("WHOSAID_FLIPS").ok().and_then(|text| text.parse().ok()).unwrap_or(12)
}

fn copy_index(from: &Path, to: &Path) {
    for file in files_in(from) {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(from.join(&file), target).unwrap();
    }
}

#[test]
fn a_flipped_bit_is_found_hurts_nobody_and_is_mended() {
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get());
    // Each has an index of its own; what is flipped in it follows from the number of the flip.
    std::thread::scope(|scope| {
        for thread in 0..threads {
            scope.spawn(move || flip_bits((thread..flips()).step_by(threads)));
        }
    });
}

fn flip_bits(numbers: impl Iterator<Item = usize>) {
    let folder = indexed();
    folder.write("people.csv", "id,name,party\norla,Orla Fenwick,Green\n");
    folder.stdout("people import people.csv", 0);
    folder.write("news/00.txt", article("changed"));
    folder.stdout("index", 0);
    let lines = folder.stdout("export", 0);
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    folder.stdout(&format!("correct {} --speaker Brisco --by tester", first["id"].as_str().unwrap()), 0);
    folder.stdout("remove news/07.txt --reason asked --by tester", 0);
    folder.stdout("stats", 0);
    // Its articles stand in the index alone.
    fs::rename(folder.path().join("blogs"), folder.path().join("unplugged")).unwrap();
    let before = folder.stdout("export", 0);
    let whole = folder.path().join("whole");
    let index = folder.path().join("index");
    copy_index(&index, &whole);
    let mut names = files(&folder);
    names.retain(|name| fs::metadata(whole.join(name)).unwrap().len() > 0 && name != "lock");

    for number in numbers {
        if number % 50 == 0 {
            eprintln!("{number} of {} flips", flips());
        }
        let name = &names[number * 7 % names.len()];
        fs::remove_dir_all(&index).unwrap();
        copy_index(&whole, &index);
        let path = index.join(name);
        let mut bytes = fs::read(&path).unwrap();
        let bit = Numbers(number as u64).place(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(&path, &bytes).unwrap();
        let flip = format!("bit {bit} of {name}");

        let (is_sound, said) = run(&folder, "check");
        assert!(!is_sound && said.contains("damaged"), "{flip}: {said}");
        for command in READERS {
            let (is_done, said) = run(&folder, command);
            assert!(is_done || said.contains("damaged") && said.lines().count() == 1, "{flip}: {command}: {said}");
            if is_done && command == "export" {
                assert_eq!(folder.stdout(command, 0), before, "{flip}");
            }
        }
        run(&folder, "index");
        let (is_done, said) = run(&folder, "rebuild");
        assert!(is_done, "{flip}: {said}");
        assert_eq!(folder.stdout("check", 0), "sound\n", "{flip}");
        assert_eq!(folder.stdout("export", 0), before, "{flip}");
    }
}

/// Files of the generation that serves with this extension.
fn with_extension(folder: &Folder, extension: &str) -> Vec<PathBuf> {
    let of_index = files(folder).into_iter().filter(|file| file.ends_with(&format!(".{extension}")));
    of_index.map(|file| folder.path().join("index").join(file)).collect()
}

/// An index of a folder, and of another that is gone by now; its articles are long.
fn with_unplugged() -> Folder {
    let folder = Folder::new();
    for number in 0..12 {
        folder.write(&format!("news/{number:02}.txt"), article(&format!("n{number:02}")));
    }
    for number in 0..40_u32 {
        let mut text = article(&format!("b{number:02}"));
        for part in 0..40_u32 {
            text.push_str(&format!("\n\n{}", blake3::hash(&[number.to_le_bytes(), part.to_le_bytes()].concat())));
        }
        folder.write(&format!("blogs/{number:02}.txt"), text);
    }
    folder.stdout("index news blogs", 0);
    fs::rename(folder.path().join("blogs"), folder.path().join("unplugged")).unwrap();
    folder
}

#[test]
fn kept_texts_are_saved_where_all_else_is_damaged_beyond_repair() {
    let folder = with_unplugged();
    let before = folder.stdout("export", 0);
    for extension in ["term", "idx", "pos", "fast", "fieldnorm"] {
        for path in with_extension(&folder, extension) {
            fs::write(path, "lost").unwrap();
        }
    }
    run(&folder, "check");
    let (is_done, said) = run(&folder, "rebuild");
    assert!(is_done && said.contains("texts in it that are whole"), "{said}");
    assert_eq!(folder.stdout("check", 0), "sound\n");
    assert_eq!(folder.stdout("export", 0), before);
    // What was saved of files that can't be read is looked at again, and goes or stays as ever.
    folder.stdout("index", 0);
    assert_eq!(folder.stdout("export", 0), before);
    fs::rename(folder.path().join("unplugged"), folder.path().join("blogs")).unwrap();
    folder.stdout("index", 0);
    assert_eq!(folder.stdout("export", 0), before);
    assert_eq!(folder.stdout("check", 0), "sound\n");
}

#[test]
fn of_kept_texts_that_are_damaged_beyond_repair_the_others_are_saved() {
    let folder = with_unplugged();
    for path in with_extension(&folder, "store") {
        let mut bytes = fs::read(&path).unwrap();
        if bytes.len() > 40_000 {
            bytes[20_000..20_003].copy_from_slice(b"\xa5\x5a\x77");
        }
        fs::write(path, bytes).unwrap();
    }
    assert!(!run(&folder, "check").0);
    let (is_done, said) = run(&folder, "rebuild");
    assert!(!is_done && said.contains("--prune"), "nothing is lost without a word: {said}");
    let (is_done, said) = run(&folder, "rebuild --prune");
    assert!(is_done, "{said}");
    assert_eq!(folder.stdout("check", 0), "sound\n");
    let left = count(&folder);
    assert!((12 + 20..12 + 40).contains(&left), "{left} of 52 quotes are left");
    fs::rename(folder.path().join("unplugged"), folder.path().join("blogs")).unwrap();
    folder.stdout("index", 0);
    assert_eq!(count(&folder), 52);
}
