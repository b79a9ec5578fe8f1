//! `whosaid extract`: quotes of files, folders and standard input, without an index.

mod cli_support;

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::Duration;

use cli_support::Folder;
use serde_json::Value;

const BRIDGE: &str = "Quarrel over the bridge\n\n“The bridge will stand,” Ottoline Pym told the council.\n\n\
                      Bram Tolley, a skipper, denied that the river was too deep.\n";

/// Every line as JSON.
fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn quotes_of_a_folder_come_in_the_order_of_its_paths() {
    let folder = Folder::new();
    folder.write("news/b.txt", "“Second,” Ottoline Pym said.");
    folder.write("news/a/z.txt", "“First,” Bram Tolley said.");
    folder.write("news/c.jsonl", r#"{"id": "c1", "text": "“Third,” Bram Tolley said.", "date": "2021-05-04"}"#);
    let quotes = lines(&folder.stdout("extract news --format jsonl", 0));
    let shown: Vec<_> = quotes
        .iter()
        .map(|quote| (quote["quote"].as_str(), quote["article"]["path"].as_str(), quote["article"]["id"].as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            (Some("“First,”"), Some("news/a/z.txt"), Some("a/z.txt")),
            (Some("“Second,”"), Some("news/b.txt"), Some("b.txt")),
            (Some("“Third,”"), Some("news/c.jsonl"), Some("c1")),
        ]
    );
}

#[test]
fn the_path_is_shown_as_it_was_given() {
    let folder = Folder::new();
    folder.write("news/a.txt", "“First,” Bram Tolley said.");
    for (given, shown) in [("news/", "news/a.txt"), ("./news", "./news/a.txt"), ("news/a.txt", "news/a.txt")] {
        let quotes = lines(&folder.stdout(&format!("extract {given} --format jsonl"), 0));
        assert_eq!(quotes[0]["article"]["path"], shown);
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = Folder::new();
    for number in 0..60 {
        let text = format!("“Number {number},” Ottoline Pym said.\n\n{}", "The river rose. ".repeat(number * 7 % 50));
        folder.write(&format!("news/{number}.txt"), text);
    }
    let one = folder.stdout("extract news --format jsonl --threads 1", 0);
    assert_eq!(one.lines().count(), 60);
    assert_eq!(folder.stdout("extract news --format jsonl --threads 7", 0), one);
}

#[test]
fn text_is_for_people() {
    let folder = Folder::new();
    folder.write("bridge.txt", BRIDGE);
    let shown = folder.stdout("extract bridge.txt", 0);
    assert!(shown.contains("Ottoline Pym · told\n  “The bridge will stand,”\n"), "{shown}");
    assert!(shown.contains("denied: that the river was too deep\n"), "{shown}");
    assert!(shown.ends_with("2 quotes in 1 article.\n"), "{shown}");
    assert!(!shown.contains('\u{1b}'), "{shown}");
}

#[test]
fn colour_comes_when_asked_for() {
    let folder = Folder::new();
    folder.write("bridge.txt", BRIDGE);
    assert!(folder.stdout("extract bridge.txt --color always", 0).contains("\u{1b}[1mOttoline Pym\u{1b}[0m"));
}

#[test]
fn the_environment_is_heeded_and_the_flag_comes_first() {
    let folder = Folder::new();
    folder.write("bridge.txt", BRIDGE);
    let in_color = |command_line: &str, variables: &[&str]| {
        let mut command = folder.whosaid(command_line);
        for variable in variables {
            command.env(variable, "1");
        }
        command.assert().code(0).get_output().stdout.contains(&0x1b)
    };
    assert!(in_color("extract bridge.txt", &["CLICOLOR_FORCE"]));
    assert!(!in_color("extract bridge.txt", &["CLICOLOR_FORCE", "NO_COLOR"]));
    assert!(in_color("extract bridge.txt --color always", &["NO_COLOR"]));
    assert!(!in_color("extract bridge.txt --color never", &["CLICOLOR_FORCE"]));
}

#[test]
fn what_an_article_holds_never_commands_the_terminal() {
    let folder = Folder::new();
    let line =
        serde_json::json!({"title": "Odd\u{1b}[2J", "text": "“Up\u{1b}]0;x\u{7} \u{202e}down,” Ottoline Pym said."});
    folder.write("odd.jsonl", line.to_string());
    let shown = folder.stdout("extract odd.jsonl", 0);
    assert!(shown.contains("Odd␛[2J"), "{shown}");
    assert!(shown.contains("“Up␛]0;x␇ �down,”"), "{shown}");
    assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown}");
    let exact = lines(&folder.stdout("extract odd.jsonl --format jsonl", 0));
    assert_eq!(exact[0]["quote"], "“Up\u{1b}]0;x\u{7} \u{202e}down,”");
}

#[test]
fn a_spreadsheet_gets_no_formulas() {
    let folder = Folder::new();
    folder.write("a.jsonl", r#"{"title": "=HYPERLINK(1)", "text": "“Yes,” Ottoline Pym said."}"#);
    let table = folder.stdout("extract a.jsonl --format csv", 0);
    assert!(table.starts_with("id,quote,kind,act,cue,"), "{table}");
    assert!(table.contains(",'=HYPERLINK(1),"), "{table}");
}

#[test]
fn skipped_files_are_counted_and_named_when_asked() {
    let folder = Folder::new();
    folder.write("news/a.txt", [0u8, 1, 2, 255]);
    folder.write("news/b.jsonl", "{broken\n{\"text\": \"“Yes,” Ottoline Pym said.\"}\n");
    let output = folder.whosaid("extract news --format jsonl").assert().code(0).get_output().clone();
    assert_eq!(lines(&String::from_utf8_lossy(&output.stdout)).len(), 1);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "whosaid: skipped: 1 binary, 1 broken JSON (-v names them)\n");
    let named = folder.stderr("extract news --format jsonl -v", 0);
    assert!(named.contains("whosaid: skipped news/a.txt: binary, not text\n"), "{named}");
    assert!(named.contains("news/b.jsonl:1: not an article in JSON"), "{named}");
    assert_eq!(folder.stderr("extract news --format jsonl -q", 0), "");
}

#[test]
fn standard_input_is_json_lines_or_one_text() {
    let folder = Folder::new();
    let text = folder.whosaid("extract - --format jsonl").write_stdin(BRIDGE).assert().code(0).get_output().clone();
    assert_eq!(lines(&String::from_utf8_lossy(&text.stdout))[0]["speaker"]["name"], "Ottoline Pym");
    let line = r#"  {"id": "x", "text": "“Yes,” Bram Tolley said."}"#;
    let json = folder.whosaid("extract - --format jsonl").write_stdin(line).assert().code(0).get_output().clone();
    let quotes = lines(&String::from_utf8_lossy(&json.stdout));
    assert_eq!((&quotes[0]["article"]["id"], &quotes[0]["article"]["path"]), (&"x".into(), &Value::Null));
    let as_text = folder.whosaid("extract - --input txt --format jsonl").write_stdin(line).assert().code(0);
    let as_text = lines(&String::from_utf8_lossy(&as_text.get_output().stdout));
    assert_ne!(as_text[0]["article"]["id"], "x");
}

#[test]
fn an_article_is_answered_before_the_next_one_comes() {
    let folder = Folder::new();
    let mut program = std::process::Command::new(assert_cmd::cargo::cargo_bin!("whosaid"))
        .args(["extract", "-", "--format", "jsonl"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = program.stdin.take().unwrap();
    let mut answers = BufReader::new(program.stdout.take().unwrap());
    for number in 0..3 {
        let line = format!("{{\"text\": \"“Number {number},” Ottoline Pym said.\"}}\n");
        stdin.write_all(line.as_bytes()).unwrap();
        stdin.flush().unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        assert!(answer.contains(&format!("“Number {number},”")), "{answer}");
    }
    drop(stdin);
    assert!(program.wait().unwrap().success());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new();
    let line = "{\"text\": \"“The bridge will stand,” Ottoline Pym said.\"}\n";
    folder.write("many.jsonl", line.repeat(3_000));
    for format in ["text", "jsonl", "csv"] {
        folder.assert_ends_quietly_when_its_reader_goes(&format!("extract many.jsonl --format {format}"));
    }
}

#[test]
fn a_reader_that_goes_away_ends_a_run_that_waits_for_input() {
    let folder = Folder::new();
    let mut program = std::process::Command::new(assert_cmd::cargo::cargo_bin!("whosaid"))
        .args(["extract", "-", "--format", "jsonl"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(program.stdout.take());
    let mut stdin = program.stdin.take().unwrap();
    stdin.write_all("{\"text\": \"“Yes,” Ottoline Pym said.\"}\n".as_bytes()).unwrap();
    stdin.flush().unwrap();
    // Standard input stays open: the program must not wait for more of it.
    for _ in 0..100 {
        if let Some(status) = program.try_wait().unwrap() {
            assert_eq!(status.code(), Some(0));
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    program.kill().unwrap();
    panic!("still waiting for input that nobody needs");
}

#[test]
fn who_else_may_be_meant_is_told_where_it_is_asked_for() {
    let folder = Folder::new();
    folder.write(
        "a.txt",
        "Ottoline Pym met Sela Marsh at the quay on Friday.\n\n“The bridge will stand,” she said.\n\n“It will not,” \
         Bram Tolley said.\n",
    );
    let quotes = lines(&folder.stdout("extract a.txt --format jsonl --candidates", 0));
    let names: Vec<&str> = quotes[0]["speaker"]["candidates"]
        .as_array()
        .expect("candidates of a pronoun")
        .iter()
        .filter_map(|candidate| candidate["name"].as_str())
        .chain(quotes[0]["speaker"]["name"].as_str())
        .collect();
    assert!(names.contains(&"Ottoline Pym") && names.contains(&"Sela Marsh"), "{names:?}");
    let belief = |value: &Value| value["confidence"].as_f64().expect("a confidence");
    let others: f64 = quotes[0]["speaker"]["candidates"].as_array().expect("candidates").iter().map(belief).sum();
    assert!(others > 0.0 && others + belief(&quotes[0]["speaker"]) <= 1.001, "{quotes:?}");
    assert_eq!(quotes[1]["speaker"]["candidates"], serde_json::json!([]), "a full name leaves no doubt");

    let plain = lines(&folder.stdout("extract a.txt --format jsonl", 0));
    assert_eq!(plain[0]["speaker"].get("candidates"), None);
    let told = folder.stderr("extract a.txt --candidates", 2);
    assert!(told.contains("add --format jsonl"), "{told}");
}
