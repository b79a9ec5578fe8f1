//! Copies of one statement are one hit, and reprints of one article are counted once.

mod cli_support;

use cli_support::Folder;
use serde_json::{Value, json};

/// Every line as JSON.
fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// An article as a line of JSON.
fn article(id: &str, date: &str, source: &str, text: &str) -> String {
    format!("{}\n", json!({"id": id, "date": date, "source": source, "text": text}))
}

const FERRY: &str = "A ferry is not a favour to commuters, it is a road that happens to be wet";

/// Four papers print what Ottoline Pym said of the ferry, one of them under another name; a fifth prints another claim.
fn indexed() -> Folder {
    let folder = Folder::new();
    let echo = format!("“{FERRY},” said Ottoline Pym, the mayor of Lowmark.");
    let herald =
        format!("Ottoline Pym told reporters: \"{}.\"", FERRY.replace("favour", "favor").replace("it is", "it’s"));
    let post =
        "“A ferry is not a favour to [the] commuters … it is a road that happens to be wet,” said Jo Field, an aide.";
    let weekly = "“It is a road that happens to be wet,” Ottoline Pym, the mayor of Lowmark, said.";
    let courier =
        format!("“{},” said Ottoline Pym, the mayor of Lowmark.", FERRY.replace("is not a favour", "is a favour"));
    folder.write("news/echo.jsonl", article("echo", "2021-03-03", "The Lowmark Echo", &echo));
    folder.write("news/herald.jsonl", article("herald", "2021-03-04", "Saltmere Herald", &herald));
    folder.write("news/post.jsonl", article("post", "2021-03-05", "Northgate Post", post));
    folder.write("news/weekly.jsonl", article("weekly", "2021-03-06", "Tolley's Weekly", weekly));
    folder.write("news/courier.jsonl", article("courier", "2021-03-07", "The Fen Courier", &courier));
    folder.whosaid("index news").assert().code(0);
    folder
}

/// The articles of a search's hits, each with those of its copies.
fn groups(folder: &Folder, command_line: &str) -> Vec<(String, Vec<String>)> {
    let id = |article: &Value| article["id"].as_str().expect("an id").to_owned();
    let copies =
        |line: &Value| line["copies"].as_array().expect("copies").iter().map(|copy| id(&copy["article"])).collect();
    let found = lines(&folder.stdout(&format!("{command_line} --format jsonl"), 0));
    found.iter().map(|line| (id(&line["article"]), copies(line))).collect()
}

fn group(first: &str, others: &[&str]) -> (String, Vec<String>) {
    (first.to_owned(), others.iter().map(|other| (*other).to_owned()).collect())
}

#[test]
fn one_statement_of_many_papers_is_one_hit() {
    let folder = indexed();
    assert_eq!(
        groups(&folder, "search wet road --sort date"),
        [group("courier", &[]), group("echo", &["herald", "post", "weekly"])]
    );
    assert_eq!(folder.stdout("search wet road --count", 0), "2\n");
    assert_eq!(folder.stdout("search wet road --count --no-group", 0), "5\n");
    assert_eq!(folder.stdout("export wet road", 0).lines().count(), 5);
}

#[test]
fn others_who_are_named_for_the_same_words_are_shown() {
    let folder = indexed();
    let shown = folder.stdout("search wet road --until 2021-03-06", 0);
    assert!(shown.contains("\n  also in 3 articles; 1 of them names Jo Field\n"), "{shown}");
    assert!(shown.ends_with("1 quote found.\n"), "{shown}");
    let found = lines(&folder.stdout("search wet road --until 2021-03-06 --format jsonl", 0));
    assert_eq!(found[0]["copies_total"], 3);
    assert_eq!(found[0]["copies_speakers"], json!([{"name": "Jo Field", "articles": 1}]));
    let copy = &found[0]["copies"][0];
    assert_eq!((copy.as_object().unwrap().len(), copy["id"].as_str().unwrap().len()), (2, 24));
    assert_eq!(copy["article"]["path"], "news/herald.jsonl");
    assert_eq!(copy["article"]["date"], "2021-03-04");
}

#[test]
fn another_spelling_of_the_speaker_is_nobody_else() {
    let folder = Folder::new();
    let said = |name: &str| format!("“{FERRY},” said {name}, the mayor of Lowmark.");
    folder.write("news/a.jsonl", article("a", "2021-03-03", "Echo", &said("Jörg Möller")));
    folder.write("news/b.jsonl", article("b", "2021-03-04", "Post", &said("Jörg Moeller")));
    folder.write("news/c.jsonl", article("c", "2021-03-05", "Herald", &said("Jo Field")));
    folder.whosaid("index news").assert().code(0);
    let found = lines(&folder.stdout("search wet --format jsonl", 0));
    assert_eq!(found[0]["copies_total"], 2);
    assert_eq!(found[0]["copies_speakers"], json!([{"name": "Jo Field", "articles": 1}]));
}

#[test]
fn a_hit_is_the_earliest_that_the_query_finds() {
    let folder = indexed();
    assert_eq!(
        groups(&folder, "search wet road --since 2021-03-05 --until 2021-03-06"),
        [group("post", &["echo", "herald", "weekly"])]
    );
    assert_eq!(groups(&folder, "search --speaker field"), [group("post", &["echo", "herald", "weekly"])]);
    let every = groups(&folder, "search wet road --no-group --sort date");
    let articles: Vec<&str> = every.iter().map(|(article, _)| article.as_str()).collect();
    assert_eq!(articles, ["courier", "weekly", "post", "herald", "echo"]);
}

#[test]
fn pages_of_groups_neither_repeat_nor_skip() {
    let folder = indexed();
    for order in ["date", "relevance"] {
        let all = groups(&folder, &format!("search wet road --limit 0 --sort {order}"));
        let mut paged = groups(&folder, &format!("search wet road --limit 1 --sort {order}"));
        paged.extend(groups(&folder, &format!("search wet road --limit 1 --offset 1 --sort {order}")));
        assert_eq!(paged, all);
    }
}

#[test]
fn short_words_have_copies_only_under_one_name() {
    let folder = Folder::new();
    let said = [
        ("a", "“We have nothing to hide,” said Bram Tolley, a skipper."),
        ("b", "“We have nothing to hide!” Bram Tolley said."),
        ("c", "“We have nothing to hide,” said Sela Marsh, a warden."),
        ("d", "“Yes, we can,” said Bram Tolley, a skipper."),
        ("e", "“Yes, we can,” said Bram Tolley, a skipper."),
    ];
    for (id, text) in said {
        folder.write(&format!("news/{id}.jsonl"), article(id, "2021-03-03", "Echo", text));
    }
    folder.whosaid("index news").assert().code(0);
    let mut found: Vec<usize> =
        groups(&folder, "search nothing to hide").into_iter().map(|(_, copies)| copies.len()).collect();
    found.sort_unstable();
    assert_eq!(found, [0, 1]);
    assert_eq!(folder.stdout("search yes can --count", 0), "2\n");
}

#[test]
fn a_denial_is_no_copy_of_the_claim() {
    let folder = Folder::new();
    folder.write(
        "news/a.jsonl",
        article("a", "2021-03-03", "Echo", "Ottoline Pym said that the pension fund of the harbour was insolvent."),
    );
    folder.write(
        "news/b.jsonl",
        article("b", "2021-03-03", "Post", "Ottoline Pym denied that the pension fund of the harbour was insolvent."),
    );
    folder.whosaid("index news").assert().code(0);
    assert_eq!(folder.stdout("search insolvent --count", 0), "2\n");
}

const STORY: &str = "The harbour board voted on Monday to close the ferry line to Lowmark in June. “No,” said Ottoline \
    Pym, the mayor, who had promised bakers that the night boat would stay. A bridge would cost four times as much, and \
    nobody on the board expects to see one. The last boat leaves at midnight on the thirtieth of June.";

#[test]
fn reprinted_articles_are_counted_once() {
    let folder = Folder::new();
    for (id, date, head) in
        [("a", "2021-03-03", ""), ("b", "2021-03-04", "Ferry to close\n\n"), ("c", "2021-03-05", "")]
    {
        folder.write(&format!("news/{id}.jsonl"), article(id, date, id, &format!("{head}{STORY}")));
    }
    folder.write("news/d.jsonl", article("d", "2022-05-05", "d", "“No,” said Ottoline Pym, the mayor."));
    folder.whosaid("index news").assert().code(0);
    let years = |flags: &str| {
        lines(&folder.stdout(&format!("search no --facets year,source --format jsonl {flags}"), 0)).pop().unwrap()["facets"].clone()
    };
    assert_eq!(
        years("")["year"],
        json!([{"value": "2021", "id": null, "count": 3}, {"value": "2022", "id": null, "count": 1}])
    );
    let once = years("--once");
    assert_eq!(
        once["year"],
        json!([{"value": "2021", "id": null, "count": 1}, {"value": "2022", "id": null, "count": 1}])
    );
    assert_eq!(once["source"][0]["value"], "a", "the earliest is counted: {once}");
    // Of reprints only those count in which something is found.
    assert_eq!(years("--once --since 2021-03-05")["source"][0]["value"], "c");
    let speaker = |flags: &str| lines(&folder.stdout(&format!("speakers pym --format jsonl {flags}"), 0))[0].clone();
    let (all, once) = (speaker(""), speaker("--once"));
    assert_eq!((&all["articles"], &once["articles"]), (&json!(4), &json!(2)));
}

#[test]
fn groups_do_not_depend_on_what_came_first() {
    let papers = ["echo", "herald", "post", "weekly", "courier"];
    let whole = indexed();
    let found = groups(&whole, "search --limit 0");
    for turn in 0..papers.len() {
        let folder = Folder::new();
        for place in 0..papers.len() {
            let paper = papers[(turn + 2 * place) % papers.len()];
            let text = std::fs::read(whole.path().join(format!("news/{paper}.jsonl"))).unwrap();
            folder.write(&format!("news/{paper}.jsonl"), text);
            folder.whosaid("index news").assert().code(0);
        }
        assert_eq!(groups(&folder, "search --limit 0"), found, "from {}", papers[turn]);
        // What came and went leaves nothing behind.
        folder.write("news/extra.jsonl", article("extra", "2021-01-01", "X", &format!("“{FERRY},” Jo Field said.")));
        folder.whosaid("index news").assert().code(0);
        assert_eq!(folder.stdout("search wet --count", 0), "2\n");
        std::fs::remove_file(folder.path().join("news/extra.jsonl")).unwrap();
        folder.whosaid("index news --prune").assert().code(0);
        assert_eq!(groups(&folder, "search --limit 0"), found, "from {}", papers[turn]);
    }
}

#[test]
fn the_table_of_copies_is_checked_and_can_be_deleted() {
    let folder = indexed();
    let found = groups(&folder, "search --limit 0");
    let table = folder.path().join("index/gen-1/copies");
    let mut bytes = std::fs::read(&table).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&table, bytes).unwrap();
    let told = folder.stdout("check", 2);
    assert!(told.contains("copies: the checksum does not fit"), "{told}");
    std::fs::remove_file(&table).unwrap();
    assert_eq!(groups(&folder, "search --limit 0"), found);
    assert!(table.exists());
    assert_eq!(folder.stdout("check", 0), "sound\n");
}
