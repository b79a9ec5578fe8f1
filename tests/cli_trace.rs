//! `whosaid trace`: did anybody say this?

mod cli_support;

use cli_support::Folder;
use serde_json::Value;

const ECHO: &str = r#"{"id": "echo", "date": "2021-03-03", "source": "The Lowmark Echo", "text": "“The council will build 40 houses on the old airfield,” said Ottoline Pym, the mayor of Lowmark. “It won’t wait for the ministry.”"}"#;
const POST: &str = r#"{"id": "post", "date": "2021-02-01", "source": "Northgate Post", "text": "Ottoline Pym said that the tannery would have to pay for the river. “The council will build 40 houses on the old airfield,” said Ottoline Pym, the mayor."}"#;
const WEEKLY: &str = r#"{"id": "weekly", "date": "2022-06-10", "source": "Tolley's Weekly", "text": "“A ferry costs more than a bridge,” said Bram Tolley, a skipper."}"#;

fn indexed() -> Folder {
    let folder = Folder::new();
    folder.write("news/echo.jsonl", ECHO);
    folder.write("news/post.jsonl", POST);
    folder.write("news/weekly.jsonl", WEEKLY);
    folder.whosaid("index news").assert().code(0);
    folder
}

/// The answer to `words` with `flags`, and the exit status.
fn trace(folder: &Folder, words: &str, flags: &str) -> (Value, i32) {
    let output = folder.whosaid(&format!("trace --format jsonl {flags}")).arg("--").arg(words).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}{}", String::from_utf8_lossy(&output.stderr));
    (serde_json::from_str(&text).unwrap(), output.status.code().unwrap())
}

/// Verdict and articles.
fn verdict(folder: &Folder, words: &str, flags: &str) -> (String, Vec<String>) {
    let (answer, status) = trace(folder, words, flags);
    assert_eq!(status, i32::from(answer["verdict"] == "absent"), "{answer}");
    let quotes = answer["quotes"].as_array().unwrap();
    let articles = quotes.iter().map(|quote| quote["article"]["id"].as_str().unwrap().to_owned()).collect();
    (answer["verdict"].as_str().unwrap().to_owned(), articles)
}

fn is(verdict: &str, articles: &[&str]) -> (String, Vec<String>) {
    (verdict.to_owned(), articles.iter().map(|id| (*id).to_owned()).collect())
}

#[test]
fn the_very_words_are_exact_whatever_their_marks() {
    let folder = indexed();
    assert_eq!(verdict(&folder, "build 40 houses on the old airfield", ""), is("exact", &["post"]));
    assert_eq!(verdict(&folder, "THE COUNCIL WILL BUILD FORTY HOUSES!", ""), is("exact", &["post"]));
    assert_eq!(verdict(&folder, "It will not wait for the ministry", ""), is("exact", &["echo"]));
    assert_eq!(verdict(&folder, "a ferry costs more", "--speaker tolley"), is("exact", &["weekly"]));
    assert_eq!(verdict(&folder, "40 houses on the old airfield", "--since 2021-03-01"), is("exact", &["echo"]));
}

#[test]
fn a_copy_stands_under_the_earliest() {
    let (answer, _) = trace(&indexed(), "40 houses on the old airfield", "");
    let quote = &answer["quotes"][0];
    assert_eq!((&quote["article"]["id"], &quote["copies_total"]), (&"post".into(), &1.into()));
    assert_eq!(quote["copies"][0]["article"]["id"], "echo");
}

#[test]
fn words_in_quotation_marks_count_for_more_than_an_earlier_report_of_them() {
    let folder = Folder::new();
    let words = "a ferry costs more than a bridge and a tunnel together";
    let articles = [
        ("early", "2020-01-01", format!("Bram Tolley, a skipper, said that {words}.")),
        ("late", "2020-02-01", format!("“{words},” said Bram Tolley, a skipper.")),
        ("last", "2020-03-01", format!("“{words},” said Bram Tolley, a skipper.")),
    ];
    for (id, date, text) in articles {
        let line = serde_json::json!({"id": id, "date": date, "text": text});
        folder.write(&format!("news/{id}.jsonl"), line.to_string());
    }
    folder.whosaid("index news").assert().code(0);
    assert_eq!(folder.stdout("search tunnel --count", 0), "1\n");
    assert_eq!(verdict(&folder, words, ""), is("exact", &["late"]));
}

#[test]
fn altered_words_are_told_with_what_differs() {
    let folder = indexed();
    let (answer, status) = trace(&folder, "The council will not build 50 houses on the old airfield", "");
    assert_eq!((answer["verdict"].as_str(), status), (Some("altered"), 0));
    assert_eq!(
        answer["quotes"][0]["differences"],
        serde_json::json!([{"asked": "not", "printed": ""}, {"asked": "50", "printed": "40"}])
    );
    let shown = folder.stdout("trace The council will build 50 houses on the old airfield", 0);
    assert!(shown.starts_with("altered: not these words, but words like them stand in "), "{shown}");
    assert!(shown.contains("\n  differs: 40 for 50\n"), "{shown}");
}

#[test]
fn another_speaker_is_told() {
    let folder = indexed();
    assert_eq!(verdict(&folder, "a ferry costs more than a bridge", "--speaker pym"), is("other-speaker", &["weekly"]));
    let shown = folder.stdout("trace a ferry costs more than a bridge --speaker pym", 0);
    assert!(shown.starts_with("other speaker: not by pym in this archive; 1 quote of others"), "{shown}");
    assert!(shown.contains("\nBram Tolley, skipper · said\n"), "{shown}");
}

#[test]
fn words_outside_of_quotation_marks_are_only_reported() {
    let folder = indexed();
    assert_eq!(verdict(&folder, "the tannery would have to pay for the river", ""), is("reported", &["post"]));
}

#[test]
fn what_is_not_here_is_absent_with_the_nearest() {
    let folder = indexed();
    let (answer, status) = trace(&folder, "the ferry will fly to the moon", "");
    assert_eq!((answer["verdict"].as_str(), status), (Some("absent"), 1));
    assert_eq!(answer["quotes"][0]["article"]["id"], "weekly");
    assert_eq!(verdict(&folder, "zeppelins everywhere", ""), is("absent", &[]));
    let shown = folder.stdout("trace zeppelins everywhere", 1);
    assert!(shown.contains("not in this archive") && !shown.contains("never said"), "{shown}");
}

#[test]
fn words_without_a_word_are_an_error() {
    let told = indexed().stderr("trace ???", 2);
    assert!(told.starts_with("whosaid: trace \"???\": holds no word"), "{told}");
}
