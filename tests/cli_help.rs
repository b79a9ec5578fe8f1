//! What the program says about itself, and about a command line that it can't understand.

mod cli_support;

use cli_support::Folder;

const COMMANDS: [&str; 16] = [
    "index",
    "rebuild",
    "search",
    "speakers",
    "people",
    "correct",
    "remove",
    "show",
    "extract",
    "export",
    "stats",
    "check",
    "evaluate",
    "sample",
    "demo",
    "completions",
];

#[test]
fn version_names_the_model() {
    assert_eq!(Folder::new().stdout("--version", 0), format!("whosaid {} (model news-2)\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn help_begins_with_an_example() {
    let folder = Folder::new();
    assert!(folder.stdout("--help", 0).starts_with("Example: whosaid index"));
    for command in COMMANDS {
        let help = folder.stdout(&format!("{command} --help"), 0);
        assert!(help.starts_with(&format!("Example: whosaid {command}")), "{help}");
    }
}

#[test]
fn every_command_is_listed() {
    insta::assert_snapshot!(Folder::new().stdout("-h", 0));
}

#[test]
fn help_of_search() {
    insta::assert_snapshot!(Folder::new().stdout("search -h", 0));
}

#[test]
fn a_bare_program_shows_its_help_and_ends_with_2() {
    assert!(Folder::new().stderr("", 2).contains("Usage: whosaid"));
}

#[test]
fn a_command_line_that_makes_no_sense_is_told_in_one_line() {
    let folder = Folder::new();
    let mut told = String::new();
    for command_line in [
        "serach ferry",
        "search --speakr okafor",
        "search --kind loud",
        "search --limit many",
        "show",
        "extract",
        "extract nowhere.txt",
        "evaluate",
        "evaluate gold.jsonl --sheet sheet.csv",
        "sample --size 0",
        "sample nowhere",
        "index --forget a --moved b c",
        "search --facets year --format csv",
        "extract --input doc -",
        "stats --model other.bin",
    ] {
        let line = folder.stderr(command_line, 2);
        assert_eq!(line.lines().count(), 1, "{line}");
        told.push_str(&format!("$ whosaid {command_line}\n{line}"));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn completions_know_the_commands() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = folder.stdout(&format!("completions {shell}"), 0);
        assert!(script.contains("speakers") && script.contains("min-confidence"), "{shell}");
    }
}
