//! Any text is a query, and no bytes in a folder break a run.

#![cfg(feature = "cli")]

mod cli_support;

use std::sync::OnceLock;

use cli_support::Folder;
use proptest::prelude::*;
use whosaid::index::{KeepOn, Location, Reader};
use whosaid::search::{self, Request};

/// Longest query, in characters.
const LONGEST: usize = 4096;

/// One index for all queries: the sample collection.
fn sample() -> &'static Folder {
    static SAMPLE: OnceLock<Folder> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let folder = Folder::new();
        let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
        folder.whosaid("index").arg(corpus).assert().code(0);
        folder
    })
}

fn reader() -> Reader {
    let path = sample().path().join("index");
    Reader::open(&Location::parse(path.to_str().unwrap()).unwrap()).unwrap()
}

/// Asks for `text` in every place that takes words; all that may fail is too many words.
fn ask(reader: &Reader, text: &str) -> Result<(), TestCaseError> {
    for request in [
        Request { words: vec![text.to_owned()], ..Request::default() },
        Request { about: vec![text.to_owned()], ..Request::default() },
        Request { words: text.split(' ').map(str::to_owned).collect(), limit: 0, ..Request::default() },
    ] {
        if let Err(error) = search::search(reader, &request) {
            return Err(TestCaseError::fail(format!("{error}: {text:?}")));
        }
        if let Err(error) = search::count(reader, &request) {
            return Err(TestCaseError::fail(format!("{error}: {text:?}")));
        }
    }
    Ok(())
}

/// Texts made of what the query language knows, and of anything else.
fn query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("ferry ".to_owned()),
        "[a-z]{1,9}[*~\"()' :-]{0,3}",
        "(AND|OR|NOT|-|\\(|\\)|\"|~9|\\*) ?",
        "\\PC{1,9}",
        any::<char>().prop_map(|c| c.to_string()),
    ];
    prop::collection::vec(piece, 0..900).prop_map(|pieces| pieces.concat().chars().take(LONGEST).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_query(text in query()) {
        ask(&reader(), &text)?;
    }
}

#[test]
fn the_longest_queries_of_one_kind_are_answered() {
    let reader = reader();
    for piece in [
        "a",
        "a ",
        "a* ",
        "a*",
        "a~2 ",
        "é~2 ",
        "\"a b\"~9 ",
        "\"a ",
        "(",
        "((a) ",
        "-a ",
        "a OR ",
        "NOT ",
        "\u{94d}* ",
        "字",
        "字~2 ",
        ".* ",
    ] {
        let text: String = piece.chars().cycle().take(LONGEST).collect();
        ask(&reader, &text).unwrap();
    }
    let word = "w".repeat(LONGEST - 2);
    for text in [format!("{word}~2"), format!("{word}*"), format!("\"{word}\""), format!("\"{}\"~9", "a ".repeat(2045))]
    {
        ask(&reader, &text).unwrap();
    }
}

#[test]
fn the_program_answers_any_query_with_0_or_1() {
    for text in ["\"", "((((", "a:b", "-", "*", "~", "NOT", "OR AND", "\u{0}x", "“", "a\nb", "\\", ".*", "[", "--"] {
        if text.contains('\u{0}') {
            continue;
        }
        let output = sample().whosaid("search").arg("--").arg(text).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{text:?}: {said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_in_a_folder_are_articles_or_skipped(
        files in prop::collection::vec((0..7usize, prop::collection::vec(any::<u8>(), 0..600)), 1..12),
    ) {
        let folder = Folder::new();
        let names = ["txt", "md", "html", "jsonl", "jsonl.gz", "txt.zst", "htm"];
        for (number, (kind, bytes)) in files.iter().enumerate() {
            folder.write(&format!("news/{number}.{}", names[*kind]), bytes);
        }
        folder.write("news/good.txt", "“We wait,” said Orla Fenwick, a warden.\n");
        let output = folder.whosaid("index news -v").output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        prop_assert_eq!(output.status.code(), Some(0), "{}", said);
        prop_assert!(!said.contains("please report"), "{}", said);
        prop_assert_eq!(folder.stdout("check", 0), "sound\n");
        prop_assert!(folder.stdout("export", 0).contains("We wait"));
    }
}

#[test]
fn any_phrase_can_be_excluded() {
    let folder = Folder::new();
    for (number, words) in ["tax rise now", "the rise of tax", "a tax rise", "no word of it", "tax"].iter().enumerate()
    {
        folder.write(&format!("news/{number}.txt"), format!("“We saw {words} here,” said Orla Fenwick, a warden.\n"));
    }
    folder.stdout("index news", 0);
    for (query, found) in
        [("saw -\"tax rise\"", 3), ("tax NOT \"rise of tax\"", 3), ("-\"we saw\"", 0), ("saw -\"no tax\"", 5)]
    {
        let status = i32::from(found == 0);
        let output =
            folder.whosaid("search --count --no-group").arg("--").arg(query).assert().code(status).get_output().clone();
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), found.to_string(), "{query}");
    }
}

#[test]
fn a_query_that_is_too_long_is_cut_and_a_line_says_so() {
    let search = |arguments: &[&str]| sample().whosaid("").args(arguments).output().unwrap();
    let long = "ferry OR ".repeat(2000);
    let output = search(&["search", "--count", "--", &long]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(said, "whosaid: WORDS: 18000 characters; 8192 at most; the rest is left out\n");
    assert_eq!(output.stdout, search(&["search", "--count", "ferry"]).stdout);
    for option in ["--about", "--speaker", "--source", "--cue"] {
        for command in ["search", "export", "speakers"] {
            let output = search(&[command, option, &"okafor ".repeat(2000)]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(said.contains(&format!("{option}: 14000 characters; 8192 at most")), "{command}: {said}");
            assert!(matches!(output.status.code(), Some(0 | 1)), "{command} {option}: {said}");
        }
    }
    let output = search(&["search", "--", &"ferry OR ".repeat(455)]);
    assert!(output.stderr.is_empty(), "nothing is cut under 4,096 characters");
}

#[test]
fn a_query_can_be_broken_off() {
    let asked = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let times = std::sync::Arc::clone(&asked);
    let few: KeepOn = std::sync::Arc::new(move || times.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 5);
    let words = "abcdefghijklmnopqrstuvwxyz".chars().map(|letter| format!("{letter}* OR ")).collect::<String>();
    let request = Request { words: vec![words], ..Request::default() };
    let error = search::search_while(&reader(), &request, &few).unwrap_err();
    assert!(error.to_string().contains("took too long"), "{error}");
    assert_eq!(asked.load(std::sync::atomic::Ordering::Relaxed), 6);
    let always: KeepOn = std::sync::Arc::new(|| true);
    let found = search::search_while(&reader(), &request, &always).unwrap();
    assert_eq!(found.total, search::search(&reader(), &request).unwrap().total);
}
