//! The sample collection: what a reader of its articles knows is what the real binary finds.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use assert_cmd::Command;
use serde_json::Value;

/// An index of the sample collection, made once, in the place that cargo gives tests for their files.
static INDEX: LazyLock<PathBuf> = LazyLock::new(|| {
    let index = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus-index");
    if index.exists() {
        std::fs::remove_dir_all(&index).expect("an old index can go");
    }
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    whosaid(&index).arg("index").arg(corpus).assert().code(0);
    index
});

/// The program with this index, and nothing of the tester's environment.
fn whosaid(index: &Path) -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("whosaid");
    command.env_remove("WHOSAID_INDEX").arg("--index").arg(index);
    command
}

/// The quotes that a search finds, perhaps none.
fn found(arguments: &[&str]) -> Vec<Value> {
    let mut search = whosaid(&INDEX);
    let output = search.args(["search", "--limit", "0", "--format", "jsonl"]).args(arguments).output().expect("a run");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// One field of every quote, sorted, each value once.
fn values<'a>(quotes: &'a [Value], pointer: &str) -> Vec<&'a str> {
    let mut values: Vec<&str> = quotes.iter().filter_map(|quote| quote.pointer(pointer)?.as_str()).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// The ids of the quotes that a search finds, sorted.
fn ids(arguments: &[&str]) -> Vec<String> {
    values(&found(arguments), "/id").into_iter().map(String::from).collect()
}

#[test]
fn what_stands_around_an_article_is_no_part_of_it() {
    for word in ["goose", "bath", "mattress", "teeth", "grandad", "pagefive", "cushion", "squint"] {
        let of_herald: Vec<Value> = found(&[word])
            .into_iter()
            .filter(|quote| quote["article"]["path"].as_str().is_some_and(|path| path.contains("/herald/")))
            .collect();
        assert_eq!(of_herald.is_empty(), word != "squint", "{word}: {of_herald:?}");
    }
}

#[test]
fn a_speaker_is_found_with_and_without_marks_on_the_letters() {
    let plain = ids(&["--speaker", "kasgaroglu"]);
    assert!(plain.len() > 5, "{plain:?}");
    assert_eq!(ids(&["--speaker", "Kaşgaroğlu"]), plain);
    assert_eq!(ids(&["--speaker", "věrný"]), ids(&["--speaker", "verny"]));
}

#[test]
fn the_people_of_the_bay_are_found_in_many_papers() {
    for (name, papers) in [("okafor", 5), ("quill", 3), ("hoeve", 5), ("tarrant", 3), ("brezhan", 3), ("cuesta", 3)] {
        let quotes = found(&["--speaker", name]);
        let of_name = values(&quotes, "/article/path").len();
        assert!(of_name >= papers, "{name}: {:?}", values(&quotes, "/article/path"));
    }
    assert_eq!(ids(&["--speaker", "quill"]), ids(&["--speaker", "quill", "--speaker-kind", "person"]));
}

#[test]
fn two_men_of_one_name_are_told_apart_by_the_year() {
    let bishop = found(&["--speaker", "david marsh", "--until", "1999"]);
    let player = found(&["--speaker", "david marsh", "--since", "2019"]);
    assert!(values(&bishop, "/article/path").len() >= 2 && values(&player, "/article/path").len() >= 2);
    assert!(bishop.iter().any(|quote| quote["quote"].as_str().is_some_and(|said| said.contains("wives"))));
    assert!(player.iter().any(|quote| quote["quote"].as_str().is_some_and(|said| said.contains("left knee"))));
    assert_eq!(ids(&["--speaker", "david marsh"]).len(), bishop.len() + player.len());
}

#[test]
fn every_format_gives_title_day_and_source() {
    let facts = [
        ("boilermaker", "2022-06-08", Some("Meridian News"), None),
        ("handrail", "2022-03-28", None, None),
        ("bollard", "2019-06-21", Some("The Brannock Gazette"), Some("Rovers sign Marsh, 21, and hope the knees hold")),
        ("dictionary", "2024-02-13", Some("The Harrowgate Courier"), None),
        (
            "cabbages",
            "2023-06-20",
            Some("Saltmere Herald"),
            Some("Tunnel inquiry hears of ‘two coffee cups and a guess’"),
        ),
        ("binoculars", "2021-09-16", Some("The Sound Tribune"), None),
        ("eels", "", None, Some("‘They’ve come back, and they’re cross’: eels return to the Bran")),
        ("possibility", "2022-05-17", None, Some("NORTHGATE FERRIES TO LAUNCH THE SOUND LINE ON 1 OCTOBER")),
    ];
    for (word, date, source, title) in facts {
        let quotes = found(&[word]);
        let fits = |quote: &&Value| {
            let article = &quote["article"];
            article["date"].as_str().unwrap_or("") == date
                && source.is_none_or(|source| article["source"] == source)
                && title.is_none_or(|title| article["title"] == title)
        };
        assert!(quotes.iter().any(|quote| fits(&quote)), "{word}: {quotes:?}");
    }
}

#[test]
fn one_statement_stands_in_three_papers() {
    let quotes = found(&["\"road that happens to be wet\"", "--since", "2023-05", "--until", "2023-05", "--no-group"]);
    let mut papers = values(&quotes, "/article/source");
    papers.retain(|paper| !paper.is_empty());
    assert_eq!(papers, ["Meridian News", "Saltmere Herald", "The Harrowgate Courier"]);
    let grouped = found(&["\"road that happens to be wet\"", "--since", "2023-05", "--until", "2023-05"]);
    assert_eq!(grouped.len(), 1);
    assert_eq!(grouped[0]["copies_total"], quotes.len() - 1);
    for name in values(&quotes, "/speaker/name") {
        assert!(name.ends_with("Okafor-Lindqvist"), "{name}");
    }
}

#[test]
fn who_says_nothing_is_given_nothing() {
    for name in ["griselda", "delphine arkwright", "kittiwake", "ivo strand", "hollis wray"] {
        let quotes = found(&["--speaker", name, "--kind", "direct", "--until", "2023-02-12"]);
        assert!(quotes.is_empty(), "{name}: {quotes:?}");
    }
}

#[test]
fn a_denial_is_a_denial() {
    for (who, about) in [
        ("brezhan", "annex"),
        ("dharif", "costed"),
        ("hoeve", "buyer"),
        ("han", "police"),
        ("oyelaran", "danger"),
        ("thewlis", "developer"),
        ("okafor", "referendum"),
    ] {
        let acts = found(&[about, "--speaker", who]);
        assert!(values(&acts, "/act").contains(&"denies"), "{who}, {about}: {acts:?}");
    }
}

#[test]
fn words_behind_a_signature_and_in_an_interview_have_their_speaker() {
    for (who, words) in [
        ("hoeve", "grandmother dances"),
        ("roache", "forty chairs"),
        ("thewlis", "hated for a drive"),
        ("okafor", "bell rope"),
        ("oake", "frightens"),
        ("hoeve", "mother cat"),
        ("verny", "signature hotline"),
    ] {
        assert!(!ids(&[words, "--speaker", who]).is_empty(), "{who}: {words}");
    }
    assert!(ids(&["signature hotline", "--speaker", "brezhan"]).is_empty());
}
