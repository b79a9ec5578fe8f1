//! `whosaid evaluate` on a few annotated articles.

mod cli_support;

use cli_support::Folder;
use serde_json::{Value, json};

/// Where `words` stand in `text`, in code points.
fn place(text: &str, words: &str) -> [usize; 2] {
    let start = text[..text.find(words).expect("words of the text")].chars().count();
    [start, start + words.chars().count()]
}

/// A folder with two articles: one plain quote each, and in the second one that nobody would find.
fn annotated() -> Folder {
    let quay = "“The quay is closed,” said Mayor Ines Okafor.";
    let ferry = "Bo Rask said the ferry would sail. The tide was low that morning.";
    let attribution = |id: &str, text: &str, source: &str, content: &str| json!({"id": id, "source": [place(text, source)], "cue": [], "content": [place(text, content)]});
    let gold = [
        json!({"id": "quay", "title": "Quay closed", "date": "2020-02-03", "source": "The Bell", "text": quay,
               "attributions": [attribution("E1", quay, "Mayor Ines Okafor", "“The quay is closed,”")]}),
        json!({"id": "ferry", "text": ferry, "attributions": [
            attribution("E1", ferry, "Bo Rask", "the ferry would sail"),
            attribution("E2", ferry, "Bo Rask", "The tide was low that morning")]}),
    ];
    let speakers = [
        json!({"id": "quay", "speakers": {"E1": {"name": "Ines Okafor", "kind": "person", "aliases": []}}}),
        json!({"id": "ferry", "speakers": {"E1": {"name": "Tove Moe", "kind": "person", "aliases": []}}}),
        json!({"id": "gone", "speakers": {}}),
    ];
    let folder = Folder::new();
    folder.write("gold.jsonl", gold.map(|line| line.to_string()).join("\n"));
    folder.write("speakers.jsonl", speakers.map(|line| line.to_string()).join("\n"));
    folder
}

#[test]
fn the_table_is_for_people_and_fits_a_terminal() {
    let table = annotated().stdout("evaluate gold.jsonl --speakers speakers.jsonl --misses 5", 0);
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    assert!(table.contains("confidence      claims  right above 0.9"), "{table}");
    // What confidences are worth changes with the model.
    let steady: Vec<&str> =
        table.lines().filter(|line| !line.starts_with("quotes, ") && !line.starts_with("names, ")).collect();
    insta::assert_snapshot!(steady.join("\n"));
}

#[test]
fn json_has_one_object_a_row() {
    let folder = annotated();
    let lines = folder.stdout("evaluate gold.jsonl --format jsonl", 0);
    let rows: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let names: Vec<&Value> = rows.iter().filter_map(|row| row.get("row")).collect();
    assert_eq!(names, ["direct", "mixed", "indirect", "spoken", "all"]);
    let all = &rows[4];
    assert_eq!(all["gold"], 3);
    assert_eq!(all["precision"], 1.0);
    assert_eq!(all["recall"], 2.0 / 3.0);
    assert_eq!(all["intervals"]["recall"], json!([0.5, 1.0]));
    assert_eq!(all["speaker_accuracy"], Value::Null);
    assert_eq!(rows[0]["letters_f1"], Value::Null);
    assert_eq!(rows[5]["confidence"], "quotes");
    assert_eq!(lines, folder.stdout("evaluate gold.jsonl --format jsonl --threads 1", 0));
}

#[test]
fn an_article_that_only_the_speakers_have_is_named() {
    let told = annotated().stderr("evaluate gold.jsonl --speakers speakers.jsonl", 0);
    assert_eq!(told, "whosaid: speakers.jsonl: gone not in gold.jsonl, passed over\n");
}

#[test]
fn a_broken_line_is_named() {
    let folder = annotated();
    folder.write("broken.jsonl", "{\"id\": \"a\", \"text\": \"x\", \"attributions\": []}\n{\"id\": \"b\"");
    let told = folder.stderr("evaluate broken.jsonl", 2);
    assert!(told.starts_with("whosaid: broken.jsonl:2: not an article in JSON: EOF"), "{told}");
    let told = folder.stderr("evaluate gold.jsonl --speakers gold.jsonl", 2);
    assert!(told.starts_with("whosaid: gold.jsonl:1: missing field `speakers`"), "{told}");
    assert!(folder.stderr("evaluate nowhere.jsonl", 2).starts_with("whosaid: nowhere.jsonl: can't be opened"));
}
