//! From articles to answers: `index`, `search`, `speakers`, `show`, `export`, `stats`, `check`.

mod cli_support;

use std::fs;

use cli_support::Folder;
use serde_json::Value;

const FERRY: &str = r#"{"id": "ferry", "title": "Ferry to run again", "date": "2021-03-03", "source": "The Lowmark Echo", "text": "The ferry will run again in May.\n\n“The ferry is our road,” said Ottoline Pym, the mayor of Lowmark. “It will sail.”\n\nShe denied that the fare would rise."}"#;
const BRIDGE: &str = r#"{"id": "bridge", "title": "Bridge or no bridge", "date": "2022-06-10", "source": "Tolley's Weekly", "text": "Bram Tolley, a skipper, spoke on Friday.\n\n“A ferry costs more than a bridge,” Tolley said.\n\nPym asked whether he had seen the bill."}"#;
const UNDATED: &str = r#"{"id": "undated", "text": "“Nobody asked the eels,” Sela Marsh said."}"#;

/// A folder with three articles, indexed.
fn indexed() -> Folder {
    let folder = Folder::new();
    folder.write("news/ferry.jsonl", FERRY);
    folder.write("news/bridge.jsonl", BRIDGE);
    folder.write("news/undated.jsonl", UNDATED);
    folder.whosaid("index news").assert().code(0);
    folder
}

/// Every line as JSON.
fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// Every quote of a search's JSON lines, as text.
fn quotes(folder: &Folder, command_line: &str) -> Vec<String> {
    let found = lines(&folder.stdout(&format!("{command_line} --format jsonl"), 0));
    found.iter().map(|line| line["quote"].as_str().expect("a quote").to_string()).collect()
}

#[test]
fn a_folder_without_an_index_is_an_error() {
    for command_line in ["search ferry", "speakers", "show 7f", "export", "stats", "check"] {
        let told = Folder::new().stderr(command_line, 2);
        assert!(told.starts_with("whosaid: no index at index"), "{command_line}: {told}");
        assert_eq!(told.lines().count(), 1, "{command_line}: {told}");
    }
}

#[test]
fn an_update_says_what_it_did() {
    let folder = Folder::new();
    folder.write("news/ferry.jsonl", FERRY);
    folder.write("news/empty.txt", "");
    let summary = folder.stdout("index news", 0);
    let rows = |summary: &str| -> Vec<String> {
        summary.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    assert_eq!(
        rows(&summary)[..7],
        [
            "new 1",
            "changed 0",
            "gone 0",
            "unchanged 0",
            "skipped 1",
            "1 empty (-v names them)",
            "articles 1 in the index"
        ]
    );
    let again = folder.stdout("index", 0);
    assert_eq!(rows(&again)[..4], ["new 0", "changed 0", "gone 0", "unchanged 1"]);
    assert_eq!(folder.stdout("index -q", 0), "");
    assert!(folder.stderr("index --verify -v", 0).contains("news/empty.txt"));
}

#[test]
fn a_quote_is_found_by_its_words_and_shown_as_printed() {
    let shown = indexed().stdout("search road", 0);
    assert!(
        shown.starts_with(
            "Ottoline Pym, mayor of Lowmark · said\n  “The ferry is our road,” … “It will sail.”\n  \
             Ferry to run again · 2021-03-03 · The Lowmark Echo\n  news/ferry.jsonl (ferry) ¶2 · "
        ),
        "{shown}"
    );
    assert!(shown.ends_with("\n1 quote found.\n"), "{shown}");
}

#[test]
fn words_looked_for_stand_out_on_a_terminal() {
    let shown = indexed().stdout("search roads --color always", 0);
    assert!(shown.contains("\u{1b}[1m\u{1b}[33mroad\u{1b}[0m"), "{shown:?}");
}

#[test]
fn a_search_without_words_lists_newest_first_and_undated_last() {
    let folder = indexed();
    let dates: Vec<Value> = lines(&folder.stdout("search --limit 0 --format jsonl", 0))
        .into_iter()
        .map(|line| line["article"]["date"].clone())
        .collect();
    assert_eq!(dates.first().and_then(Value::as_str), Some("2022-06-10"));
    assert_eq!(dates.last(), Some(&Value::Null));
}

#[test]
fn filters_narrow_a_search() {
    let folder = indexed();
    assert_eq!(quotes(&folder, "search ferry --speaker tolley"), ["“A ferry costs more than a bridge,”"]);
    assert_eq!(quotes(&folder, "search ferry --until 2021"), ["“The ferry is our road,” … “It will sail.”"]);
    assert_eq!(quotes(&folder, "search --act denies"), ["that the fare would rise"]);
    assert_eq!(quotes(&folder, "search --kind indirect --act asks"), ["whether he had seen the bill"]);
    assert_eq!(quotes(&folder, "search --speaker marsh"), ["“Nobody asked the eels,”"]);
    assert_eq!(folder.stdout("search ferry --count", 0), "2\n");
    assert_eq!(folder.stdout("search ferry --speaker marsh --count", 1), "0\n");
}

#[test]
fn nothing_found_ends_with_1() {
    let folder = indexed();
    assert!(folder.stdout("search zeppelin", 1).starts_with("Nothing found."));
    assert_eq!(folder.stdout("search zeppelin --format jsonl", 1), "");
    assert_eq!(folder.stdout("speakers zeppelin", 1), "Nobody found.\n");
    assert!(folder.stderr("show zeppelin", 1).starts_with("whosaid: no quote"));
    folder.whosaid("export zeppelin").assert().code(0).stdout("");
}

#[test]
fn a_line_of_json_has_every_field() {
    let found = lines(&indexed().stdout("search road --format jsonl", 0));
    let mut fields: Vec<&str> = found[0].as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        [
            "act",
            "article",
            "confidence",
            "copies",
            "copies_speakers",
            "copies_total",
            "corrected",
            "cue",
            "highlights",
            "id",
            "kind",
            "paragraph",
            "quote",
            "score",
            "spans",
            "speaker",
            "within"
        ]
    );
    assert_eq!(found[0]["highlights"], serde_json::json!([[18, 22]]));
    assert_eq!(found[0]["article"]["path"], "news/ferry.jsonl");
}

#[test]
fn pages_neither_repeat_nor_skip() {
    let folder = indexed();
    let all = quotes(&folder, "search --limit 0");
    let mut paged = Vec::new();
    for offset in 0..all.len() {
        paged.extend(quotes(&folder, &format!("search --limit 1 --offset {offset}")));
    }
    assert_eq!(paged, all);
    let first = folder.stdout("search --limit 1", 0);
    let total = all.len();
    assert!(
        first.ends_with(&format!("{total} quotes found, 1 to 1 shown. More: --offset 1; all: --limit 0.\n")),
        "{first}"
    );
}

#[test]
fn counts_come_last() {
    let folder = indexed();
    let found = lines(&folder.stdout("search ferry --facets source,year --format jsonl", 0));
    let last = found.last().unwrap();
    assert_eq!(last["total"], 2);
    assert_eq!(
        last["facets"]["year"],
        serde_json::json!([
            {"value": "2021", "id": null, "count": 1},
            {"value": "2022", "id": null, "count": 1},
        ])
    );
    let shown = folder.stdout("search ferry --facets year", 0);
    assert!(shown.contains("By year\n  2021  1  ████"), "{shown}");
}

#[test]
fn a_table_has_a_row_for_each_quote() {
    let table = indexed().stdout("search ferry --format csv", 0);
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(table.starts_with("id,quote,kind,act,cue,confidence,speaker,"), "{table}");
}

#[test]
fn a_quote_can_be_shown_among_its_paragraphs() {
    let shown = indexed().stdout("search road --context 1", 0);
    assert!(shown.contains("    ¶1 The ferry will run again in May.\n"), "{shown}");
    assert!(shown.contains("¶2 [“The ferry is our road,”] said Ottoline Pym"), "{shown}");
}

#[test]
fn speakers_are_listed_most_quotes_first() {
    let folder = indexed();
    let table = folder.stdout("speakers", 0);
    assert!(table.starts_with("name "), "{table}");
    let entries = lines(&folder.stdout("speakers pym --format jsonl", 0));
    assert_eq!(entries[0]["name"], "Ottoline Pym");
    for field in ["id", "kind", "role", "names", "quotes", "articles", "first", "last", "sources"] {
        assert!(entries[0].get(field).is_some(), "{field}");
    }
}

#[test]
fn show_says_why_a_quote_has_its_speaker() {
    let folder = indexed();
    let found = lines(&folder.stdout("search --act denies --format jsonl", 0));
    let id = found[0]["id"].as_str().unwrap();
    let shown = folder.stdout(&format!("show {}", &id[..10]), 0);
    assert!(shown.contains("She denied: that the fare would rise"), "{shown}");
    assert!(shown.contains("speaker  She → Ottoline Pym (full name in ¶2; pronoun; 0."), "{shown}");
    assert!(shown.contains(&format!("id       {id}\n")), "{shown}");
    let exact = lines(&folder.stdout(&format!("show {id} --format jsonl"), 0));
    assert_eq!((exact.len(), &exact[0]["id"]), (1, &found[0]["id"]));
}

#[test]
fn a_beginning_of_several_ids_lists_them() {
    let folder = Folder::new();
    // More quotes than hex digits: two ids begin alike.
    let mut text = String::new();
    for number in 0..40 {
        text.push_str(&format!("“Number {number},” Ottoline Pym said.\n\n"));
    }
    folder.write("many.txt", text);
    folder.whosaid("index many.txt").assert().code(0);
    let mut ids: Vec<String> =
        lines(&folder.stdout("export", 0)).iter().map(|line| line["id"].as_str().unwrap().to_string()).collect();
    ids.sort_unstable();
    let pair = ids.windows(2).find(|pair| pair[0][..1] == pair[1][..1]).expect("40 ids and 16 digits");
    let command_line = format!("show {}", &pair[0][..1]);
    let output = folder.whosaid(&command_line).assert().code(1).get_output().clone();
    assert!(String::from_utf8_lossy(&output.stderr).contains("give more digits"));
    assert!(String::from_utf8_lossy(&output.stdout).lines().count() >= 2);
}

#[test]
fn an_articles_id_shows_its_text_with_every_quote() {
    let folder = indexed();
    let shown = folder.stdout("show bridge", 0);
    assert!(shown.contains("¶2 [“A ferry costs more than a bridge,”][1] Tolley said."), "{shown}");
    let page = lines(&folder.stdout("show bridge --format jsonl", 0));
    assert_eq!(page[0]["article"]["id"], "bridge");
    assert!(page[0]["article"]["text"].as_str().unwrap().starts_with("Bram Tolley"));
    assert_eq!(page[0]["quotes"].as_array().unwrap().len(), 2);
}

#[test]
fn a_retired_id_leads_to_where_its_quote_stood() {
    let folder = indexed();
    let id = lines(&folder.stdout("search eels --format jsonl", 0))[0]["id"].as_str().unwrap().to_string();
    folder.write("news/undated.jsonl", UNDATED.replace("Nobody", "No one at all"));
    folder.whosaid("index").assert().code(0);
    let shown = folder.stdout(&format!("show {id}"), 0);
    assert!(shown.starts_with(&format!("{id} was retired")), "{shown}");
    assert!(shown.contains("[“No one at all asked the eels,”][1]"), "{shown}");
}

#[test]
fn an_export_is_what_a_search_finds_and_appears_whole() {
    let folder = indexed();
    let exported = folder.stdout("export ferry", 0);
    assert_eq!(exported.lines().count(), 2);
    assert!(lines(&exported).iter().all(|line| line["corrected"] == false && line.get("score").is_none()));
    folder.whosaid("export ferry --output ferry.jsonl").assert().code(0).stdout("");
    assert_eq!(fs::read_to_string(folder.path().join("ferry.jsonl")).unwrap(), exported);
    let table = folder.stdout("export ferry --format csv", 0);
    assert_eq!(table.lines().count(), 3);
    let told = folder.stderr("export --output missing/ferry.jsonl", 2);
    assert!(told.starts_with("whosaid: can't write missing/ferry.jsonl"), "{told}");
}

#[test]
fn one_id_in_two_folders_shows_both() {
    let folder = indexed();
    folder.write("copy/eels.jsonl", UNDATED);
    folder.whosaid("index copy").assert().code(0);
    let found = lines(&folder.stdout("search eels --no-group --format jsonl", 0));
    assert_eq!((found.len(), &found[0]["id"]), (2, &found[1]["id"]));
    let shown = folder.stdout(&format!("show {}", &found[0]["id"].as_str().unwrap()[..8]), 0);
    assert!(
        shown.contains("news/undated.jsonl (undated) ¶1") && shown.contains("copy/eels.jsonl (undated) ¶1"),
        "{shown}"
    );
}

#[test]
fn a_fault_of_the_index_is_listed_and_ends_with_2() {
    let folder = indexed();
    let current = fs::read_to_string(folder.path().join("index/CURRENT")).unwrap();
    let generation = folder.path().join("index").join(current.lines().next().unwrap());
    for entry in fs::read_dir(&generation).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "store") {
            fs::write(&path, "not what was written").unwrap();
        }
    }
    let output = folder.whosaid("check").assert().code(2).get_output().clone();
    assert!(!output.stdout.is_empty() || !output.stderr.is_empty());
    assert!(!String::from_utf8_lossy(&output.stdout).contains("sound"));
}

#[test]
fn stats_and_check_describe_the_index() {
    let folder = indexed();
    let stats = lines(&folder.stdout("stats --format jsonl", 0));
    assert_eq!(stats[0]["articles"], 3);
    assert_eq!(stats[0]["models"], serde_json::json!([{"model": "news-2", "articles": 3}]));
    assert_eq!(stats[0]["roots"][0]["given"], "news");
    assert!(folder.stdout("stats", 0).starts_with("articles  3\n"));
    assert_eq!(folder.stdout("check", 0), "sound\n");
}

#[test]
fn a_folder_can_be_forgotten() {
    let folder = indexed();
    folder.whosaid("index --forget news").assert().code(0);
    assert_eq!(lines(&folder.stdout("stats --format jsonl", 0))[0]["articles"], 0);
}

#[test]
fn rebuilding_changes_nothing() {
    let folder = indexed();
    let before = folder.stdout("export", 0);
    folder.whosaid("rebuild").assert().code(0);
    assert_eq!(folder.stdout("export", 0), before);
    folder.whosaid("rebuild --stored").assert().code(0);
    assert_eq!(folder.stdout("export", 0), before);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new();
    let text: String = (0..3_000).map(|number| format!("“Number {number},” Ottoline Pym said.\n\n")).collect();
    folder.write("many.txt", text);
    folder.whosaid("index many.txt").assert().code(0);
    for command_line in ["search --limit 0", "search --limit 0 --format jsonl", "export", "show many.txt"] {
        folder.assert_ends_quietly_when_its_reader_goes(command_line);
    }
}

#[test]
fn the_demo_leaves_an_index_that_can_be_searched() {
    let folder = Folder::new();
    let shown = folder.stdout("demo -q", 0);
    assert_eq!(shown.matches("$ whosaid search").count(), 3, "{shown}");
    assert!(shown.contains("corpus/"), "{shown}");
    assert!(shown.contains("What to type next"), "{shown}");
    assert_eq!(folder.stdout("search ferry --count", 0).lines().count(), 1);
    // Again: the same articles, not twice.
    let articles = |folder: &Folder| lines(&folder.stdout("stats --format jsonl", 0))[0]["articles"].clone();
    let before = articles(&folder);
    folder.whosaid("demo").assert().code(0);
    assert_eq!(articles(&folder), before);
}

#[test]
fn the_demo_leaves_other_articles_alone() {
    let folder = indexed();
    let before = folder.stdout("export", 0);
    let shown = folder.stdout("demo", 0);
    assert!(shown.contains("(index: temporary)"), "{shown}");
    assert_eq!(folder.stdout("export", 0), before);
}

#[test]
fn who_prints_what_is_found_can_ask_for_sure_names_alone() {
    let folder = indexed();
    let all = quotes(&folder, "search --limit 0");
    let named = quotes(&folder, "search --limit 0 --basis full-name,part-of-name");
    let told = lines(&folder.stdout("search --limit 0 --format jsonl --basis full-name,part-of-name", 0));
    assert!(!named.is_empty() && named.len() < all.len(), "{named:?} of {all:?}");
    assert!(told.iter().all(|line| line["speaker"]["mention"] != "She"), "{told:?}");
    let sure = lines(&folder.stdout("search --limit 0 --format jsonl --min-speaker-confidence 0.95", 0));
    assert!(!sure.is_empty() && sure.len() < all.len(), "{sure:?}");
    assert!(sure.iter().all(|line| line["speaker"]["confidence"].as_f64() >= Some(0.95)), "{sure:?}");
    let told = folder.stderr("search --min-speaker-confidence 2", 2);
    assert!(told.contains("--min-speaker-confidence 2: not between 0 and 1"), "{told}");
    assert!(folder.stderr("search --basis name", 2).contains("part-of-name"));
}

#[test]
fn who_else_may_be_meant_is_shown_where_it_is_close() {
    let folder = Folder::new();
    folder.write(
        "news/a.txt",
        "Ottoline Pym met Sela Marsh at the quay on Friday.\n\n“The bridge will stand,” she said.\n",
    );
    folder.whosaid("index news").assert().code(0);
    let found = lines(&folder.stdout("search bridge --format jsonl", 0));
    assert_eq!(found[0]["speaker"].get("candidates"), None);
    let id = found[0]["id"].as_str().expect("an id");
    let shown = folder.stdout(&format!("show {id}"), 0);
    let other = if found[0]["speaker"]["name"] == "Sela Marsh" { "Ottoline Pym" } else { "Sela Marsh" };
    assert!(shown.lines().any(|line| line.starts_with("  or") && line.contains(other)), "{shown}");
    let line = lines(&folder.stdout(&format!("show {id} --format jsonl"), 0)).remove(0);
    assert_eq!(line["speaker"]["candidates"][0]["name"], other);
}

#[test]
fn only_what_came_in_since_last_time_is_shown_to_who_asks_for_it() {
    let folder = indexed();
    let new = "search --new seen.json --format jsonl";
    assert_eq!(lines(&folder.stdout(new, 0)).len(), quotes(&folder, "search --limit 0").len(), "all is new at first");
    assert_eq!(folder.stdout(new, 1), "");

    // An edit elsewhere in an article makes nothing of it new, and a rebuild makes nothing new at all.
    folder.write("news/ferry.jsonl", FERRY.replace("“It will sail.”", "“It will sail at noon.”"));
    folder.write("news/gulls.jsonl", r#"{"id": "gulls", "text": "“Gulls know no mayor,” Sela Marsh said."}"#);
    folder.whosaid("index").assert().code(0);
    folder.whosaid("rebuild").assert().code(0);
    let came = lines(&folder.stdout(new, 0));
    let words: Vec<&str> = came.iter().filter_map(|line| line["quote"].as_str()).collect();
    assert!(words.contains(&"“Gulls know no mayor,”") && words.iter().any(|words| words.contains("noon")), "{words:?}");
    assert_eq!(words.len(), 2, "{words:?}");

    let told = folder.stderr("search --new seen.json --limit 3", 2);
    assert!(told.contains("--limit"), "{told}");
    folder.write("seen.json", "12");
    assert!(folder.stderr(new, 2).contains("seen.json: not a file that --new wrote"));
}

#[test]
fn what_another_model_finds_is_told_before_it_counts_as_new() {
    let folder = indexed();
    folder.whosaid("search --new seen.json").assert().code(0);
    let seen = fs::read_to_string(folder.path().join("seen.json")).expect("a state");
    let model = seen.split('"').find(|part| part.starts_with("news-")).expect("the model's name").to_owned();
    folder.write("seen.json", seen.replace(&model, "news-0"));
    let told = folder.stderr("search --new seen.json", 1);
    assert!(told.contains("attributed by news-0") && told.contains(&format!("now by {model}")), "{told}");
    folder.write("seen.json", seen.replace("\"commit\": 1", "\"commit\": 40"));
    assert!(folder.stderr("search --new seen.json", 2).contains("asked last at commit 40"));
}

#[test]
fn several_indexes_are_searched_as_one() {
    let folder = Folder::new();
    folder.write("news/ferry.jsonl", FERRY);
    folder.write("old/bridge.jsonl", BRIDGE);
    folder.whosaid("index news --index A").assert().code(0);
    folder.whosaid("index old --index B").assert().code(0);
    let both = "--index A --index B search";
    let found = lines(&folder.stdout(&format!("{both} --limit 0 --format jsonl"), 0));
    let dates: Vec<&str> = found.iter().filter_map(|line| line["article"]["date"].as_str()).collect();
    assert!(dates.is_sorted_by(|a, b| a >= b), "newest first: {dates:?}");
    for line in &found {
        assert_eq!(line["index"], if line["article"]["id"] == "ferry" { "A" } else { "B" });
    }
    let count =
        |index: &str| folder.stdout(&format!("{index} search --count"), 0).trim().parse::<usize>().expect("a number");
    assert_eq!(found.len(), count("--index A") + count("--index B"));
    assert_eq!(count("--index A --index B"), found.len());
    let paged = lines(&folder.stdout(&format!("{both} --limit 2 --offset 1 --format jsonl"), 0));
    assert_eq!(paged, found[1..3]);

    let shown = folder.stdout(&format!("{both} pym --facets source"), 1);
    assert!(shown.contains("Nothing found"), "{shown}");
    let shown = folder.stdout(&format!("{both} ferry --facets source --context 1"), 0);
    assert!(shown.contains("index A") && shown.contains("index B"), "{shown}");
    assert!(shown.contains("The Lowmark Echo") && shown.contains("Tolley's Weekly"), "{shown}");
    let told = folder.stderr("--index A --index B stats", 2);
    assert!(told.contains("only `search` takes several"), "{told}");
}

#[test]
fn the_values_shown_of_a_facet_are_the_most_frequent_of_all_indexes() {
    let folder = Folder::new();
    let article = |id: &str, source: &str, quotes: usize| {
        let text = "“The ferry is late,” Dora Osei said.\n\n".repeat(quotes);
        format!("{}\n", serde_json::json!({"id": id, "source": source, "text": text}))
    };
    // In each index ten sources come before those that are first in all.
    let of_index = |index: &str| {
        let own: String =
            (0..10).map(|number| article(&format!("{index}{number}"), &format!("{index} {number}"), 3)).collect();
        let shared: String =
            ["Zest", "Yarn"].iter().map(|source| article(&format!("{index}{source}"), source, 2)).collect();
        own + &shared
    };
    for index in ["A", "B"] {
        folder.write(&format!("{index}.jsonl"), of_index(index));
        folder.whosaid(&format!("index {index}.jsonl --index of-{index}")).assert().code(0);
    }
    let shown = folder.stdout("--index of-A --index of-B search --facets source,kind --limit 1", 0);
    let rows: Vec<&str> = shown.lines().skip_while(|line| *line != "By source").skip(1).take(11).collect();
    assert!(rows[0].trim().starts_with("Yarn") && rows[0].contains(" 4 "), "{shown}");
    assert!(rows[1].trim().starts_with("Zest") && rows[2].trim().starts_with("A 0"), "{shown}");
    assert_eq!(rows[10].trim(), "and 12 more (all with --format jsonl)");
    assert!(shown.contains("direct  68"), "{shown}");
    let one = folder.stdout("--index of-A search --facets source --limit 1", 0);
    assert!(one.contains("  A 9  3") && !one.contains("Yarn"), "{one}");
    assert!(one.contains("and 2 more (all with --format jsonl)"), "{one}");
    let all = lines(&folder.stdout("--index of-A search --facets source --limit 1 --format jsonl", 0)).pop().unwrap();
    assert_eq!(all["facets"]["source"].as_array().unwrap().len(), 12);
}
