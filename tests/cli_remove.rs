//! Articles that must go: out of everything, for good, and back only when the user says so.

mod cli_support;

use std::fs;

use cli_support::Folder;
use serde_json::Value;

const FIRE: &str =
    "Fire at the mill\n\n“The mill burned,” said Hauke Petersen, the miller. He blamed “a spark”, he said.\n";
const TIDE: &str = "Tide table\n\n“The tide is early,” said Ida Pohl, the pilot.\n";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write_at(1, "news/fire.txt", FIRE);
    folder.write_at(2, "news/tide.txt", TIDE);
    folder.write_at(3, "news/keep.txt", "“Nothing new,” said Enno Tjarks, a skipper.\n");
    let line =
        |id: &str, url: &str, text: &str| format!("{}\n", serde_json::json!({"id": id, "url": url, "text": text}));
    let lines = [
        line("a1", "https://www.example.org/storm/", "“A storm is near,” said Wenke Harms, the reeve."),
        line("a2", "https://example.org/sun", "“The sun is out,” said Lamme Osterloh, a deputy."),
    ];
    folder.write_at(4, "news/lines.jsonl", lines.concat());
    folder.whosaid("index news -q").assert().code(0);
    folder
}

fn export(folder: &Folder) -> Vec<String> {
    let mut lines: Vec<String> = folder.stdout("export", 0).lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

fn removes(folder: &Folder, arguments: &[&str], status: i32) -> String {
    let output = folder.whosaid("remove").args(arguments).assert().code(status).get_output().stderr.clone();
    String::from_utf8(output).expect("UTF-8")
}

fn holds(folder: &Folder, words: &str) -> bool {
    folder.stdout("export", 0).contains(words)
}

fn assert_sound(folder: &Folder) {
    assert_eq!(folder.stdout("check", 0), "sound\n");
}

#[test]
fn a_removed_article_leaves_and_never_comes_back() {
    let folder = folder();
    folder.whosaid("correct --speaker Nobody").arg(id(&folder, "The mill burned")).assert().code(0);
    let told = removes(&folder, &["fire.txt", "--reason", "a court order", "--by", "ada"], 0);
    assert_eq!(told, "whosaid: news/fire.txt is out of the index for good\n");
    assert!(!holds(&folder, "mill"));
    folder.whosaid("search mill").assert().code(1);
    folder.whosaid("search --speaker petersen").assert().code(1);
    assert_eq!(
        folder.stderr("show fire.txt", 1).split(" on ").next().unwrap(),
        "whosaid: fire.txt was removed by ada",
        "told where it went"
    );
    folder.whosaid("correct --list").assert().code(1);
    for file in ["corrections.jsonl", ".corrections.jsonl.copy"] {
        let left = fs::read_to_string(folder.path().join("index").join(file)).unwrap();
        assert!(!left.contains("mill"), "corrections go with it, from {file} too: {left}");
    }
    let list = fs::read_to_string(folder.path().join("index/removals.jsonl")).unwrap();
    assert!(list.contains("a court order") && !list.contains("mill") && !list.contains("Petersen"), "{list}");
    assert_sound(&folder);
    for run in ["index -q", "index --verify -q", "rebuild -q", "rebuild --stored -q", "rebuild news/tide.txt -q"] {
        folder.whosaid(run).assert().code(0);
        assert!(!holds(&folder, "mill"), "{run}");
        assert_sound(&folder);
    }
    // Under another name, copied, in a line, mended by its publisher, and out of another machine's run.
    fs::rename(folder.path().join("news/fire.txt"), folder.path().join("news/other.txt")).unwrap();
    folder.write("news/sub/copy.txt", FIRE.replace('\n', "\r\n"));
    folder.write("news/more.jsonl", format!("{}\n", serde_json::json!({"id": "b1", "text": FIRE})));
    folder.write("news/fire.txt", "Fire at the mill\n\n“The mill burned down,” said Hauke Petersen.\n");
    let articles = folder.stdout("extract --articles news/other.txt", 0);
    folder.write("out.jsonl", articles);
    folder.whosaid("index --prune -q").assert().code(0);
    folder.whosaid("index --extracted out.jsonl -q").assert().code(0);
    assert!(!holds(&folder, "mill"));
    let told = folder.stdout("index --verify", 0);
    assert!(told.contains("removed"), "{told}");
    assert_sound(&folder);
}

fn id(folder: &Folder, words: &str) -> String {
    let all = folder.stdout("export", 0);
    let line = all.lines().find(|line| line.contains(words)).expect("a quote");
    serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_article_is_named_by_id_path_address_or_text() {
    let folder = folder();
    let told = removes(&folder, &["http://example.org/storm", "--reason", "asked"], 0);
    assert_eq!(told, "whosaid: news/lines.jsonl (a1) is out of the index for good\n");
    assert!(!holds(&folder, "storm") && holds(&folder, "sun"));
    // Another article of that address stays out too.
    folder.write(
        "news/new.jsonl",
        "{\"id\":\"n\",\"url\":\"https://example.org/storm\",\"text\":\"“Rain,” said Bo Rask, a clerk.\"}\n",
    );
    folder.whosaid("index -q").assert().code(0);
    assert!(!holds(&folder, "Rain"));
    removes(&folder, &["news/tide.txt", "--reason", "asked"], 0);
    assert!(!holds(&folder, "tide"));
    let list: Vec<Value> = folder
        .stdout("remove --list --format jsonl", 0)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(list.len(), 2);
    let hash = list[1]["text"].as_str().unwrap();
    // The list of one index keeps the same articles out of another.
    folder.write("ids.txt", format!("text:{hash}\n\nhttps://example.org/sun\n"));
    folder.whosaid("index news -q --index other").assert().code(0);
    folder.whosaid("remove --id-file ids.txt --reason asked -q --index other").assert().code(0);
    let other = folder.stdout("export --index other", 0);
    assert!(!other.contains("tide") && !other.contains("sun") && other.contains("storm"), "{other}");
}

#[test]
fn what_is_taken_off_the_list_comes_back_with_the_next_run() {
    let folder = folder();
    let before = export(&folder);
    removes(&folder, &["fire.txt", "a2", "--reason", "asked"], 0);
    folder.whosaid("index -q").assert().code(0);
    let told = removes(&folder, &["--undo", "news/fire.txt"], 0);
    assert_eq!(told, "whosaid: off the list: fire.txt; the next `whosaid index` lets in what is still in its folder\n");
    assert!(!holds(&folder, "mill"));
    folder.whosaid("index -q").assert().code(0);
    assert!(holds(&folder, "mill") && !holds(&folder, "sun"), "a file of the same size and time is read again");
    removes(&folder, &["--undo", "https://example.org/sun"], 0);
    folder.whosaid("index -q").assert().code(0);
    assert_eq!(export(&folder), before);
    folder.whosaid("remove --list").assert().code(1);
    assert_sound(&folder);
    // Once more, with nothing in between.
    removes(&folder, &["fire.txt", "--reason", "asked"], 0);
    removes(&folder, &["--undo", "fire.txt"], 0);
    folder.whosaid("index -q").assert().code(0);
    assert_eq!(export(&folder), before);
}

#[test]
fn copies_go_too_and_an_address_of_many_does_not_take_them_along() {
    let folder = Folder::new();
    folder.write_at(1, "news/a.txt", FIRE);
    folder.write_at(2, "wire/b.txt", FIRE);
    folder.write_at(3, "wire/c.txt", TIDE);
    let line = |id: &str, text: &str| {
        format!("{}\n", serde_json::json!({"id": id, "url": "https://example.org/", "text": text}))
    };
    let (one, two) = (line("h1", "“One,” said Bo Rask, a clerk."), line("h2", "“Two,” said Ida Pohl, a pilot."));
    folder.write_at(4, "home.jsonl", one + &two);
    folder.whosaid("index news wire home.jsonl -q").assert().code(0);
    let told = removes(&folder, &["a.txt", "--reason", "asked"], 0);
    assert!(told.contains("1 more with the same text") && told.contains("wire/b.txt is out"), "{told}");
    assert!(!holds(&folder, "mill") && holds(&folder, "tide"));
    let told = removes(&folder, &["h1", "--reason", "asked"], 0);
    assert!(told.contains("also the address of 1 that stay"), "{told}");
    assert!(!holds(&folder, "One") && holds(&folder, "Two"));
    folder.whosaid("rebuild -q").assert().code(0);
    assert!(!holds(&folder, "One") && holds(&folder, "Two"));
    // Another article under the id of one that was removed from another folder is not meant.
    folder.write_at(5, "wire/a.txt", "“Wool is dear,” said Enno Tjarks.\n");
    folder.whosaid("index -q").assert().code(0);
    assert!(holds(&folder, "Wool"));
    assert_sound(&folder);
}

#[test]
fn a_moved_folder_keeps_its_removals() {
    let folder = folder();
    removes(&folder, &["fire.txt", "--reason", "asked"], 0);
    fs::rename(folder.path().join("news"), folder.path().join("archive")).unwrap();
    folder.whosaid("index --moved news archive -q").assert().code(0);
    folder.write("archive/fire.txt", "Fire at the mill\n\n“The mill was old,” said Hauke Petersen.\n");
    folder.whosaid("index -q").assert().code(0);
    assert!(!holds(&folder, "mill") && holds(&folder, "tide"));
    assert_sound(&folder);
}

#[test]
fn what_is_not_there_is_refused_unless_it_is_to_be_kept_out() {
    let folder = folder();
    let before = export(&folder);
    let told = removes(&folder, &["fire.txt", "nowhere.txt", "--reason", "asked"], 2);
    assert!(told.starts_with("whosaid: no article \"nowhere.txt\" in the index"), "{told}");
    assert_eq!(export(&folder), before, "nothing was done");
    for (arguments, part) in [
        (vec!["fire.txt"], "--reason"),
        (vec!["fire.txt", "--reason", " "], "--reason is empty"),
        (vec!["--reason", "asked"], "remove needs an article's id"),
        (vec!["x", "y", "--reason", "asked"], "2 articles not found, nothing was done"),
        (vec!["--undo", "fire.txt"], "on the list of removals"),
        (vec!["--id-file", "none.txt", "--reason", "asked"], "can't read none.txt"),
    ] {
        let told = removes(&folder, &arguments, 2);
        assert!(told.contains(part), "{arguments:?}: {told}");
    }
    let told = removes(&folder, &["later.txt", "https://example.org/later", "--reason", "asked", "--in-advance"], 0);
    assert_eq!(told, "whosaid: 2 articles put on the list in advance\n");
    folder.write("news/later.txt", TIDE.replace("early", "late"));
    folder.whosaid("index -q").assert().code(0);
    assert_eq!(export(&folder), before);
    assert!(Folder::new().stderr("remove a --reason b", 2).starts_with("whosaid: no index at index"));
}

#[test]
fn a_removal_by_a_killed_run_is_done_by_the_next() {
    let folder = folder();
    folder.whosaid("index news -q --index twin").assert().code(0);
    removes(&folder, &["fire.txt", "--reason", "asked"], 0);
    // As after a kill between list and index.
    fs::copy(folder.path().join("index/removals.jsonl"), folder.path().join("twin/removals.jsonl")).unwrap();
    folder.whosaid("index -q --index twin").assert().code(0);
    assert_eq!(folder.stdout("export --index twin", 0), folder.stdout("export", 0));
    assert_eq!(folder.stdout("check --index twin", 0), "sound\n");
    fs::remove_file(folder.path().join("twin/removals.jsonl")).unwrap();
    folder.whosaid("index -q --index twin").assert().code(0);
    assert!(folder.stdout("export --index twin", 0).contains("mill"), "the list was taken away by hand");
    let stats: Value = serde_json::from_str(&folder.stdout("stats --format jsonl", 0)).unwrap();
    assert_eq!(stats["removals"], 1);
    fs::write(folder.path().join("index/removals.jsonl"), "{}\n").unwrap();
    fs::remove_file(folder.path().join("index/.removals.jsonl.copy")).unwrap();
    assert!(folder.stdout("check", 2).contains("line 1"));
}
