//! Mended quotes: said once, in force everywhere, whatever happens to the articles and the index.

mod cli_support;

use std::fs;

use cli_support::Folder;
use serde_json::Value;

/// A dike that two people quarrel over; a pronoun that could be either of them, and a scare quote that nobody says.
const DIKE: &str = "The dike board met on Monday.\n\n\
    “The dike holds,” said Wenke Harms, the dike reeve. Her deputy, Lamme Osterloh, shook his head.\n\n\
    “It has never been mended,” he said.\n\n\
    Osterloh said the meadow was under water.\n\n\
    The board spoke of “a wet spring” and went home, said Harms.\n";

const MEADOW: &str = "“The meadow is dry,” said Lamme Osterloh, the deputy reeve, on Tuesday.\n";

fn indexed() -> Folder {
    let folder = Folder::new();
    folder.write_at(1, "news/dike.txt", DIKE);
    folder.write_at(2, "news/meadow.txt", MEADOW);
    folder.whosaid("index news -q").assert().code(0);
    folder
}

fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// Every quote of the index, sorted by id.
fn export(folder: &Folder) -> Vec<String> {
    let mut lines: Vec<String> = folder.stdout("export", 0).lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// The quote that holds `words`.
fn quote(folder: &Folder, words: &str) -> Value {
    let all = lines(&folder.stdout("export", 0));
    let mut found = all.into_iter().filter(|line| line["quote"].as_str().unwrap().contains(words));
    found.next().unwrap_or_else(|| panic!("no quote with {words:?}"))
}

fn id(folder: &Folder, words: &str) -> String {
    quote(folder, words)["id"].as_str().unwrap().to_owned()
}

fn says(folder: &Folder, arguments: &[&str], status: i32) -> String {
    let output = folder.whosaid("correct").args(arguments).assert().code(status).get_output().stderr.clone();
    String::from_utf8(output).expect("UTF-8")
}

/// Makes a fresh index of the same folder with the same corrections, and compares.
fn assert_as_fresh(folder: &Folder) {
    let _ = fs::remove_dir_all(folder.path().join("fresh"));
    folder.whosaid("index news -q --index fresh").assert().code(0);
    let corrections = "corrections.jsonl";
    fs::copy(folder.path().join("index").join(corrections), folder.path().join("fresh").join(corrections))
        .expect("a copy");
    folder.whosaid("index -q --index fresh").assert().code(0);
    let mut fresh: Vec<String> = folder.stdout("export --index fresh", 0).lines().map(str::to_owned).collect();
    fresh.sort();
    assert_eq!(export(folder), fresh);
    assert_eq!(folder.stdout("check", 0), "sound\n");
}

#[test]
fn a_corrected_speaker_counts_everywhere() {
    let folder = indexed();
    let id = id(&folder, "never been mended");
    let before = quote(&folder, "never been mended");
    assert_eq!(before["corrected"], false);
    let told = says(&folder, &[&id[..12], "--speaker", "Lamme  Osterloh", "--by", "ada", "--note", "asked him"], 0);
    assert_eq!(told, format!("whosaid: {id} is corrected\n"));

    let after = quote(&folder, "never been mended");
    assert_eq!(after["corrected"], true);
    assert_eq!(after["speaker"]["name"], "Lamme Osterloh");
    assert_eq!(after["speaker"]["basis"], "corrected");
    assert_eq!(after["speaker"]["confidence"], 1.0);
    assert_eq!(after["speaker"]["mention"], "he", "the words that stand there");
    let [start, end] = [0, 1].map(|at| after["speaker"]["evidence"][at].as_u64().unwrap() as usize);
    assert_eq!(DIKE.chars().skip(start).take(end - start).collect::<String>(), "Lamme Osterloh");
    assert_eq!(after["speaker"]["id"], quote(&folder, "meadow is dry")["speaker"]["id"], "one person across articles");

    let found = lines(&folder.stdout("search --speaker osterloh --limit 0 --format jsonl", 0));
    assert!(found.iter().any(|line| line["id"] == *id && line["corrected"] == true), "{found:?}");
    let speakers = lines(&folder.stdout("speakers --limit 0 --format jsonl", 0));
    let osterloh = speakers.iter().find(|line| line["name"] == "Lamme Osterloh").expect("a speaker");
    assert_eq!(osterloh["quotes"], 3);
    let shown = folder.stdout(&format!("show {id}"), 0);
    assert!(shown.contains("corrected by you"), "{shown}");
    let page = lines(&folder.stdout("show dike.txt --format jsonl", 0));
    let marked = page[0]["quotes"].as_array().unwrap().iter().filter(|line| line["corrected"] == true).count();
    assert_eq!(marked, 1);
    let kept = lines(&fs::read_to_string(folder.path().join("index/corrections.jsonl")).unwrap()).remove(0);
    assert_eq!((&kept["by"], &kept["note"]), (&Value::from("ada"), &Value::from("asked him")));
    assert!(kept["at"].as_str().unwrap().starts_with("20"), "{kept}");
    assert_as_fresh(&folder);
}

#[test]
fn what_is_not_a_quote_is_out_of_everything_but_the_list() {
    let folder = indexed();
    let all = export(&folder);
    let id = id(&folder, "a wet spring");
    says(&folder, &[&id, "--not-a-quote"], 0);
    assert_eq!(export(&folder).len(), all.len() - 1);
    folder.whosaid("search spring").assert().code(1);
    assert!(folder.stderr(&format!("show {id}"), 1).contains("is not a quote, as you said"));
    assert!(says(&folder, &[&id, "--kind", "mixed"], 2).contains("`whosaid correct --undo"));
    let list = lines(&folder.stdout("correct --list --format jsonl", 0));
    assert_eq!((&list[0]["not_a_quote"], &list[0]["fits"]), (&Value::from(true), &serde_json::json!([id])));
    assert_as_fresh(&folder);
    folder.whosaid("rebuild -q").assert().code(0);
    assert_eq!(export(&folder).len(), all.len() - 1);
    assert_eq!(says(&folder, &["--undo", &id[..10]], 0), format!("whosaid: {id} stands as it was found\n"));
    assert_eq!(export(&folder), all);
    folder.whosaid("correct --list").assert().code(1);
}

#[test]
fn taking_a_correction_back_gives_what_was_found() {
    let folder = indexed();
    let before = export(&folder);
    let ids = ["never been mended", "under water", "dike holds"].map(|words| id(&folder, words));
    says(&folder, &[&ids[0], "--speaker", "The Meadow Trust", "--speaker-kind", "organization"], 0);
    says(&folder, &[&ids[1], "--speaker-kind", "unknown"], 0);
    says(&folder, &[&ids[2], "--kind", "indirect"], 0);
    says(&folder, &[&ids[2], "--speaker", "Ulfert Beening"], 0);
    let trust = quote(&folder, "never been mended");
    assert_eq!(
        (&trust["speaker"]["kind"], &trust["speaker"]["evidence"]),
        (&Value::from("organization"), &Value::Null)
    );
    let nobody = quote(&folder, "under water")["speaker"].clone();
    assert_eq!([&nobody["name"], &nobody["mention"], &nobody["role"]], [&Value::Null; 3]);
    let both = quote(&folder, "dike holds");
    assert_eq!((&both["kind"], &both["speaker"]["name"]), (&Value::from("indirect"), &Value::from("Ulfert Beening")));
    assert_eq!(folder.stdout("search --speaker beening --kind indirect --count", 0), "1\n");
    assert_eq!(lines(&folder.stdout("correct --list --format jsonl", 0)).len(), 3, "one a quote");
    assert_as_fresh(&folder);
    for id in &ids {
        says(&folder, &["--undo", id], 0);
    }
    assert_eq!(export(&folder), before);
    assert!(!folder.stdout("export", 0).contains("\"corrected\":true"));
}

#[test]
fn a_correction_outlives_edits_rebuilds_and_lost_places() {
    let folder = indexed();
    says(&folder, &[&id(&folder, "never been mended"), "--speaker", "Wenke Harms"], 0);
    says(&folder, &[&id(&folder, "meadow is dry"), "--speaker", "Ulfert Beening"], 0);
    folder.write_at(3, "news/dike.txt", format!("It rained.\n\n“It rains,” said Enno Tjarks.\n\n{DIKE}"));
    folder.whosaid("index -q").assert().code(0);
    assert_eq!(quote(&folder, "never been mended")["speaker"]["name"], "Wenke Harms");
    assert_as_fresh(&folder);
    for rebuild in ["rebuild -q", "rebuild --stored -q"] {
        folder.whosaid(rebuild).assert().code(0);
        assert_eq!(quote(&folder, "never been mended")["speaker"]["name"], "Wenke Harms", "{rebuild}");
        assert_as_fresh(&folder);
    }
    // A copy of the same words elsewhere has the correction too; a file that lost them does not lose the correction.
    fs::rename(folder.path().join("news/meadow.txt"), folder.path().join("news/renamed.txt")).unwrap();
    folder.whosaid("index --prune -q").assert().code(0);
    assert_eq!(quote(&folder, "meadow is dry")["speaker"]["name"], "Ulfert Beening");
    folder.write_at(5, "news/renamed.txt", "“The cows are wet,” said Lamme Osterloh.\n");
    folder.whosaid("index -q").assert().code(0);
    let list = lines(&folder.stdout("correct --list --format jsonl", 0));
    assert_eq!(list[1]["fits"], serde_json::json!([]), "listed, not dropped");
    assert!(folder.stderr("correct --list", 0).contains("1 correction whose words are in no article any more"));
    folder.write_at(6, "news/renamed.txt", MEADOW);
    folder.whosaid("index -q").assert().code(0);
    assert_eq!(quote(&folder, "meadow is dry")["speaker"]["name"], "Ulfert Beening", "back with its words");
    assert_as_fresh(&folder);
}

#[test]
fn the_same_words_twice_are_told_apart_by_their_place() {
    let folder = Folder::new();
    let text = "The reeve spoke first. “No,” said Wenke Harms.\n\nThen the deputy spoke. “No,” said Lamme Osterloh.\n";
    folder.write_at(1, "news/no.txt", text);
    folder.whosaid("index news -q").assert().code(0);
    let deputy = lines(&folder.stdout("export --speaker osterloh", 0)).remove(0);
    says(&folder, &[deputy["id"].as_str().unwrap(), "--speaker", "Ulfert Beening"], 0);
    let names = |folder: &Folder| {
        let mut quotes = lines(&folder.stdout("export", 0));
        quotes.sort_by_key(|line| line["spans"]["content"][0][0].as_u64());
        quotes.iter().map(|line| line["speaker"]["name"].as_str().unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&folder), ["Wenke Harms", "Ulfert Beening"]);
    // Another one before both: the ids of the later two change, their lines do not.
    folder.write_at(2, "news/no.txt", format!("The hall was full. “No,” said Enno Tjarks.\n\n{text}"));
    folder.whosaid("index -q").assert().code(0);
    assert_eq!(names(&folder), ["Enno Tjarks", "Wenke Harms", "Ulfert Beening"]);
    assert_as_fresh(&folder);
}

#[test]
fn a_table_is_taken_in_whole_or_not_at_all() {
    let folder = indexed();
    let before = export(&folder);
    let (mended, dike) = (id(&folder, "never been mended"), id(&folder, "dike holds"));
    folder.write(
        "bad.csv",
        format!(
            "id,speaker,speaker_kind,kind,not_a_quote,note\n{mended},Wenke Harms,,,,\n,Bo,,,,\n{dike},,robot,,,\nffff,Bo,,,,\n\
             {dike},,,,maybe,\n"
        ),
    );
    assert_eq!(
        says(&folder, &["--import", "bad.csv"], 2),
        "whosaid: bad.csv:3: no id: give that of a quote, or its first digits\n\
         whosaid: bad.csv:4: \"robot\" is none of person, organization, group, unnamed, document, unknown\n\
         whosaid: bad.csv:6: not_a_quote \"maybe\": write yes or no\n\
         whosaid: bad.csv: 3 rows with errors, nothing was taken in: mend them and import again\n"
    );
    folder.write("unknown.csv", format!("id;speaker\n{mended};Wenke Harms\nffff;Bo\n{mended};Bo\n{dike};—\n"));
    let told = says(&folder, &["--import", "unknown.csv"], 2);
    for part in [
        "unknown.csv:3: no quote's id begins with \"ffff\"",
        &format!("unknown.csv:4: {mended} is corrected twice, also in row 1"),
        "unknown.csv:5: \"—\" holds no word that could be a name",
        "3 rows with errors, nothing was taken in",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(export(&folder), before);
    assert!(!folder.path().join("index/corrections.jsonl").exists());
    folder.write("none.csv", "speaker\nBo\n");
    assert!(says(&folder, &["--import", "none.csv"], 2).contains("no column \"id\""));

    // The table of a search, with one cell mended by hand.
    let table = folder.stdout("search --limit 0 --format csv", 0);
    let name = quote(&folder, "dike holds")["speaker"]["name"].as_str().unwrap().to_owned();
    let row = table.lines().find(|line| line.contains("The dike holds")).expect("a row");
    folder.write("table.csv", table.replace(row, &row.replace(&name, "Ulfert Beening")));
    let told = says(&folder, &["--import", "table.csv", "--by", "ada"], 0);
    assert!(told.starts_with("whosaid: 1 quote corrected\n") && told.contains("passed over"), "{told}");
    assert_eq!(quote(&folder, "dike holds")["speaker"]["name"], "Ulfert Beening");
    assert_eq!(folder.stdout("export", 0).matches("\"corrected\":true").count(), 1);
    // The list is such a table too.
    folder.write("list.csv", folder.stdout("correct --list --format csv", 0));
    let told = says(&folder, &["--import", "list.csv"], 0);
    assert_eq!(told, "whosaid: 0 quotes corrected\nwhosaid: 1 row passed over: what stands there is so already\n");
}

#[test]
fn what_can_not_be_corrected_is_told_in_one_line() {
    let folder = indexed();
    let id = id(&folder, "dike holds");
    folder.write(
        "many.jsonl",
        (0..40)
            .map(|n| format!("{{\"id\":\"m{n}\",\"text\":\"“Sheep {n},” said Enno Tjarks.\"}}\n"))
            .collect::<String>(),
    );
    folder.whosaid("index many.jsonl -q").assert().code(0);
    let digit = (0..16).map(|digit| format!("{digit:x}")).find(|digit| {
        let ids = lines(&folder.stdout("export", 0));
        ids.iter().filter(|line| line["id"].as_str().unwrap().starts_with(digit.as_str())).count() > 1
    });
    for (arguments, part) in [
        (vec!["ffffffffffffffff", "--kind", "mixed"], "no quote's id begins with"),
        (vec![&digit.unwrap(), "--kind", "mixed"], "quotes: give more digits"),
        (vec![&id], "says nothing"),
        (vec![&id, "--speaker", "…"], "no word that could be a name"),
        (vec![&id, "--speaker", "Bo", "--speaker-kind", "unknown"], "an unknown speaker has no name"),
        (vec![&id, "--speaker", "Bo", "--not-a-quote"], "cannot be used with"),
        (vec!["--undo", &id], "no correction was made on a quote"),
        (vec![], "correct needs the id of a quote"),
        (vec!["--list", "--undo", &id], "cannot be used with"),
    ] {
        let told = says(&folder, &arguments, 2);
        assert!(told.contains(part) && told.lines().count() == 1, "{arguments:?}: {told}");
    }
    assert!(Folder::new().stderr("correct --list", 2).starts_with("whosaid: no index at index"));
    folder.whosaid("correct --list").assert().code(1);
}

#[test]
fn mended_articles_are_gold_to_evaluate_on() {
    let folder = indexed();
    says(&folder, &[&id(&folder, "never been mended"), "--speaker", "Lamme Osterloh"], 0);
    says(&folder, &[&id(&folder, "a wet spring"), "--not-a-quote"], 0);
    folder.whosaid("correct --export gold -q --output gold.jsonl").assert().code(0);
    let gold = lines(&fs::read_to_string(folder.path().join("gold.jsonl")).unwrap());
    assert_eq!(gold.len(), 1, "of articles in which something was mended");
    assert_eq!(gold[0]["text"], DIKE);
    let attributions = gold[0]["attributions"].as_array().unwrap();
    assert_eq!(attributions.len(), 3);
    assert_eq!(attributions.iter().filter(|one| one["corrected"] == true).count(), 1);
    let report = folder.stdout("evaluate gold.jsonl --speakers gold.jsonl --format jsonl", 0);
    let report: Value = serde_json::from_str(report.lines().next().unwrap()).unwrap();
    assert!(report.to_string().contains("recall"), "{report}");
}

#[test]
fn a_correction_by_a_killed_run_is_in_force_after_the_next() {
    let folder = indexed();
    let before = export(&folder);
    says(&folder, &[&id(&folder, "never been mended"), "--speaker", "Wenke Harms"], 0);
    let after = export(&folder);
    let file = folder.path().join("index/corrections.jsonl");
    let written = fs::read(&file).unwrap();
    says(&folder, &["--undo", &id(&folder, "never been mended")], 0);
    assert_eq!(export(&folder), before);
    // The file is there, the index does not know of it yet: as after a kill between the two, or out of a copy.
    fs::write(&file, written).unwrap();
    folder.whosaid("index -q").assert().code(0);
    assert_eq!(export(&folder), after);
    assert_as_fresh(&folder);
    fs::remove_file(&file).unwrap();
    folder.whosaid("index -q").assert().code(0);
    assert_eq!(export(&folder), before);
}

#[test]
fn a_line_written_by_hand_is_a_fault_by_file_and_line() {
    let folder = indexed();
    says(&folder, &[&id(&folder, "never been mended"), "--speaker", "Wenke Harms"], 0);
    let file = folder.path().join("index/corrections.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    // Without checksum and copy, as one would write it.
    let copy = folder.path().join("index/.corrections.jsonl.copy");
    fs::remove_file(&copy).unwrap();
    let first = text.lines().next().unwrap();
    fs::write(&file, format!("{first}\n{{\"id\": 3\n")).unwrap();
    let faults = folder.stdout("check", 2);
    assert!(faults.contains("corrections.jsonl") && faults.contains("line 2"), "{faults}");
    let told = folder.stderr("index", 2);
    assert!(told.contains("corrections.jsonl") && told.contains("line 2"), "{told}");
    fs::write(&file, &text).unwrap();
    fs::write(&copy, &text).unwrap();
    assert_eq!(folder.stdout("check", 0), "sound\n");
    let stats: Value = serde_json::from_str(&folder.stdout("stats --format jsonl", 0)).unwrap();
    assert_eq!((&stats["corrections"], &stats["removals"]), (&Value::from(1), &Value::from(0)));
}
