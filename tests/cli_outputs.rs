//! What comes out: exports in every format, read back by another program; manifests, citations, lists of what was skipped;
//! quotes found on one machine and indexed on another.

mod cli_support;

use std::process::Command;

use cli_support::Folder;
use serde_json::{Value, json};

const BRIDGE: &str = "Quarrel over the bridge\n\nBy Ada Quayle\n\nLOWMARK, March 3, 2021 (Meridian News) - “The bridge will stand,” said Ottoline Pym, a surveyor.\n\n\
                      Bram Tolley, a skipper, denied that the river was too deep.\n";

/// Every line as JSON.
fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// A folder with three articles, indexed.
fn indexed() -> Folder {
    let folder = Folder::new();
    folder.write("news/a.txt", BRIDGE);
    folder.write(
        "news/b.jsonl",
        json!({"id": "b1", "title": "=1+1 | *Tolls*", "date": "2021-03-04", "source": "The Bell & Co", "url": "https://bell.example/tolls",
               "author": "Bo Rask", "text": "“Nobody asked us,” Bram Tolley told the council.\n\n“Nor me,” he said."})
        .to_string(),
    );
    folder.write("news/c.txt", "Nobody spoke on Tuesday, and nothing was said.");
    folder.stdout("index news", 0);
    folder
}

/// A Python that can read Parquet: `WHOSAID_PYTHON`, else the one of the system.
fn python() -> Option<String> {
    let candidates = [std::env::var("WHOSAID_PYTHON").unwrap_or_default(), "python3".to_owned()];
    let reads = |python: &String| {
        let run = Command::new(python).args(["-c", "import duckdb"]).output();
        run.is_ok_and(|output| output.status.success())
    };
    candidates.into_iter().filter(|python| !python.is_empty()).find(reads)
}

const READ: &str = "
import duckdb, json, sys
rows = duckdb.sql(\"select * from read_parquet('\" + sys.argv[1] + \"') order by id\")
types = dict(zip(rows.columns, map(str, rows.types)))
print(json.dumps([types, [dict(zip(rows.columns, row)) for row in rows.fetchall()]], default=str))
codecs = duckdb.sql(\"select distinct compression, encodings from parquet_metadata('\" + sys.argv[1] + \"') where path_in_schema in ('kind', 'source')\")
print(json.dumps(codecs.fetchall()))
";

#[test]
fn another_program_reads_the_same_in_parquet() {
    let folder = indexed();
    let Some(python) = python() else {
        eprintln!(
            "skipped: no Python with duckdb here (set WHOSAID_PYTHON to one: python3 -m venv V && V/bin/pip install duckdb)"
        );
        return;
    };
    folder.stdout("export --format parquet --output q.parquet", 0);
    let read = |file: &str| {
        let output =
            Command::new(&python).args(["-c", READ, file]).current_dir(folder.path()).output().expect("a program");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        lines(&String::from_utf8(output.stdout).expect("UTF-8"))
    };
    let told = read("q.parquet");
    let types = &told[0][0];
    for (column, kind) in [
        ("id", "VARCHAR"),
        ("confidence", "FLOAT"),
        ("date", "DATE"),
        ("paragraph", "INTEGER"),
        ("corrected", "BOOLEAN"),
        ("content", "STRUCT(\"start\" INTEGER, \"end\" INTEGER)[]"),
    ] {
        assert_eq!(
            types[column].as_str().unwrap().replace("start INTEGER, \"end\"", "\"start\" INTEGER, \"end\""),
            kind,
            "{types}"
        );
    }
    for codec in told[1].as_array().unwrap() {
        assert_eq!(codec[0], "ZSTD");
        assert!(codec[1].as_str().unwrap().contains("DICTIONARY"), "{codec}");
    }
    let mut quotes = lines(&folder.stdout("export", 0));
    quotes.sort_by_key(|quote| quote["id"].as_str().map(str::to_owned));
    assert!(quotes.len() >= 4, "{quotes:?}");
    let rows = told[0][1].as_array().unwrap();
    assert_eq!(rows.len(), quotes.len());
    for (row, quote) in rows.iter().zip(&quotes) {
        for name in ["id", "quote", "kind", "act", "cue", "paragraph", "within", "corrected"] {
            assert_eq!(row[name], quote[name], "{name}");
        }
        for name in ["mention", "role"] {
            assert_eq!(row[name], quote["speaker"][name], "{name}");
        }
        assert_eq!(row["speaker"], quote["speaker"]["name"]);
        for name in ["title", "date", "source", "url", "author", "path"] {
            assert_eq!(row[name], quote["article"][name], "{name}");
        }
        let confidence = row["confidence"].as_f64().unwrap() - quote["confidence"].as_f64().unwrap();
        assert!(confidence.abs() < 1e-6);
        for name in ["content", "verbatim"] {
            let spans = row[name].as_array().unwrap().iter().map(|span| json!([span["start"], span["end"]]));
            assert_eq!(Value::Array(spans.collect()), quote["spans"][name], "{name}");
        }
    }
    let output = folder.whosaid("extract news --format parquet").assert().code(0).get_output().stdout.clone();
    folder.write("e.parquet", output);
    assert_eq!(read("e.parquet")[0][1].as_array().unwrap().len(), quotes.len());
}

#[test]
fn markdown_names_its_sources_and_quotes_only_what_was_printed() {
    let folder = indexed();
    let shown = folder.stdout("export --format markdown", 0);
    assert!(shown.contains("> “Nobody asked us,”\n>\n> — **Bram Tolley**; [\\=1+1 \\| \\*Tolls\\*](<https://bell.example/tolls>), *The Bell & Co*, 4 March 2021 ("), "{shown}");
    assert!(shown.contains("> Bram Tolley, a skipper, denied: that the river was too deep"), "{shown}");
    assert!(shown.contains("`news/a.txt`"), "{shown}");
}

#[test]
fn a_formula_is_guarded_in_csv_and_stays_in_json() {
    let folder = indexed();
    assert!(folder.stdout("export --format csv", 0).contains(",'=1+1 | *Tolls*,"));
    let titles: Vec<Value> =
        lines(&folder.stdout("export", 0)).iter().map(|quote| quote["article"]["title"].clone()).collect();
    assert!(titles.contains(&json!("=1+1 | *Tolls*")), "{titles:?}");
}

#[test]
fn a_manifest_says_what_an_export_holds() {
    let folder = indexed();
    folder.stdout("export bridge --since 2021 --kind direct --output q.jsonl --manifest m.json", 0);
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.path().join("m.json")).unwrap()).unwrap();
    let exported = std::fs::read(folder.path().join("q.jsonl")).unwrap();
    assert_eq!(manifest["program"], "whosaid");
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["blake3"], blake3::hash(&exported).to_hex().to_string());
    assert_eq!(manifest["query"]["words"], json!(["bridge"]));
    assert_eq!(manifest["query"]["since"], "2021");
    assert_eq!(manifest["query"]["kind"], json!(["direct"]));
    assert_eq!(manifest["counts"]["quotes"], 1);
    assert_eq!(manifest["counts"]["articles_in_index"], 3);
    assert_eq!(manifest["index"]["models"][0]["articles"], 3);
    let stats = &lines(&folder.stdout("stats --format jsonl", 0))[0];
    assert_eq!(manifest["index"]["commit"], stats["commit"]);
    assert_eq!(manifest["index"]["schema"], stats["schema"]);
}

#[test]
fn a_quote_is_cited_in_four_styles() {
    let folder = indexed();
    let quotes = lines(&folder.stdout("export asked", 0));
    let id = quotes[0]["id"].as_str().unwrap();
    let cite = |style: &str| folder.stdout(&format!("show {id} --cite {style}"), 0);
    assert_eq!(
        cite("text"),
        "Bram Tolley, “Nobody asked us.” In: Bo Rask, =1+1 | *Tolls*. The Bell & Co, 4 March 2021. https://bell.example/tolls\n"
    );
    assert!(cite("markdown").starts_with("> “Nobody asked us,”\n>\n> — **Bram Tolley**; [\\=1+1"));
    let entry = cite("bibtex");
    assert!(entry.starts_with(&format!("@article{{whosaid-{},\n", &id[..12])), "{entry}");
    for field in [
        "author = {{Bo Rask}}",
        "journal = {The Bell \\& Co}",
        "year = {2021}",
        "note = {Bram Tolley: “Nobody asked us,” (paragraph 1)}",
    ] {
        assert!(entry.contains(field), "{entry}");
    }
    let csl: Value = serde_json::from_str(&cite("csl-json")).unwrap();
    assert_eq!(csl[0]["issued"], json!({"date-parts": [[2021, 3, 4]]}));
    assert_eq!(csl[0]["container-title"], "The Bell & Co");
    let article = folder.stdout("show b1 --cite text", 0);
    assert_eq!(article, "Bo Rask, =1+1 | *Tolls*. The Bell & Co, 4 March 2021. https://bell.example/tolls\n");
}

#[test]
fn what_one_machine_extracts_another_indexes() {
    let folder = indexed();
    let extracted = folder.stdout("extract news --articles", 0);
    let articles = lines(&extracted);
    assert_eq!(articles.len(), 3, "those without quotes too");
    let shown = &lines(&folder.stdout("show b1 --format jsonl", 0))[0];
    assert_eq!(articles[1]["article"], shown["article"]);
    // Whose name it is across articles is known of an index alone.
    let mut quotes = shown["quotes"].clone();
    for quote in quotes.as_array_mut().unwrap() {
        quote["speaker"]["id"] = Value::Null;
        quote["speaker"]["canonical"] = Value::Null;
    }
    assert_eq!(articles[1]["quotes"], quotes);

    folder.write("x/extracted.jsonl", &extracted);
    folder.stdout("--index second index --extracted x/extracted.jsonl", 0);
    let without_path = |index: &str| {
        let mut quotes = lines(&folder.stdout(&format!("--index {index} export"), 0));
        quotes.iter_mut().for_each(|quote| quote["article"]["path"] = Value::Null);
        quotes
    };
    assert_eq!(without_path("second"), without_path("index"));
    let counted = |index: &str| folder.stdout(&format!("--index {index} speakers --format jsonl"), 0);
    assert_eq!(counted("second"), counted("index"));
    assert_eq!(folder.stdout("--index second check", 0), folder.stdout("check", 0));

    // Quotes that are not of the text are refused; what else is in the file is taken.
    folder.write("y.jsonl", extracted.replace("Nobody asked us,” Bram", "Somebody asked us,” Bram"));
    let told = folder.stderr("--index third index --extracted y.jsonl -v", 0);
    assert!(told.contains("is not one of this text"), "{told}");
    assert_eq!(lines(&folder.stdout("--index third stats --format jsonl", 0))[0]["articles"], 2);
}

#[test]
fn what_is_skipped_is_written_to_a_file() {
    let folder = Folder::new();
    folder.write("n/a.txt", BRIDGE);
    folder.write("n/b.jsonl", "{\"id\": 1}\n{\"id\": 2, \"text\": \"“Yes,” Bram Tolley said.\"}\n");
    folder.write("n/c.pdf", "%PDF-1.4 and nothing more");
    for (command, format) in [("extract n --errors e.jsonl", " --format jsonl"), ("index n --errors e.jsonl", "")] {
        folder.stdout(&format!("{command}{format}"), 0);
        let errors = lines(&std::fs::read_to_string(folder.path().join("e.jsonl")).unwrap());
        assert_eq!(errors.len(), 2, "{errors:?}");
        assert!(errors[0]["place"].as_str().unwrap().ends_with("n/b.jsonl:1"), "{errors:?}");
        assert_eq!(errors[0]["reason"], "broken JSON");
        assert_eq!(errors[0]["message"], "not an article in JSON: no \"text\"");
        assert_eq!(errors[1]["reason"], "broken file");
    }
}

#[test]
fn paths_come_from_a_list() {
    let folder = Folder::new();
    folder.write("n/a.txt", BRIDGE);
    folder.write("n/b.txt", "“Yes,” Ottoline Pym said.");
    folder.write("n/c.txt", "“No,” Ottoline Pym said.");
    folder.write("list", "n/b.txt\r\n\nn/c.txt\n");
    assert_eq!(folder.stdout("extract --files-from list --format jsonl", 0).lines().count(), 2);
    folder.stdout("index n", 0);
    folder.write("n/b.txt", "“Yes, yes,” Ottoline Pym said.");
    folder.whosaid("index --files-from -").write_stdin("n/b.txt\n").assert().code(0);
    assert_eq!(folder.stdout("search \"yes --count", 0), "1\n");
    assert_eq!(lines(&folder.stdout("stats --format jsonl", 0))[0]["roots"].as_array().unwrap().len(), 1);
    assert!(folder.stderr("extract --files-from nowhere", 2).contains("--files-from nowhere: can't be read"));
    folder.write("found", "n/b.txt\0n/a name\nof two lines.txt\0");
    folder.write("n/a name\nof two lines.txt", "“Maybe,” Ottoline Pym said.");
    assert_eq!(folder.stdout("extract --files-from found --format jsonl", 0).lines().count(), 2);
}

#[test]
fn a_list_that_leads_nowhere_begins_no_index() {
    let folder = Folder::new();
    folder.write("list", "gone/away.txt\n");
    assert!(folder.stderr("index --files-from list", 2).contains("gone/away.txt: no such file or folder"));
    folder.write("n/b.txt", "“Yes,” Ottoline Pym said.");
    folder.stdout("index n", 0);
    assert_eq!(folder.stdout("search yes --count", 0), "1\n");
}

#[cfg(unix)]
#[test]
fn a_list_has_paths_of_any_bytes_and_through_links() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new();
    folder.write("n/a.txt", BRIDGE);
    folder.write("n/b.txt", "“Yes,” Ottoline Pym said.");
    let odd = OsStr::from_bytes(b"n/\xe9.txt");
    if std::fs::write(folder.path().join(odd), "“No,” Ottoline Pym said.").is_ok() {
        std::fs::write(folder.path().join("list"), b"n/b.txt\0n/\xe9.txt\0").unwrap();
        assert_eq!(folder.stdout("extract --files-from list --format jsonl", 0).lines().count(), 1);
        let told = folder.stdout("index --files-from list", 0);
        assert!(told.contains("skipped        1\n  1 unreadable (-v names them)\n"), "{told}");
        assert_eq!(folder.stdout("search yes --count", 0), "1\n");
        std::fs::remove_file(folder.path().join(odd)).unwrap();
        folder.stdout("index --forget n/b.txt", 0);
    }
    folder.stdout("index n", 0);
    std::os::unix::fs::symlink("n", folder.path().join("link")).unwrap();
    std::fs::remove_file(folder.path().join("n/b.txt")).unwrap();
    folder.write("list", "link/b.txt");
    folder.stdout("index --files-from list", 0);
    assert_eq!(folder.stdout("search yes --count", 1), "0\n");
}

#[test]
fn files_of_a_list_are_many() {
    let folder = Folder::new();
    let names: Vec<String> = (0..25).map(|number| format!("n/{number:02}.txt")).collect();
    names.iter().for_each(|name| folder.write(name, "“Yes,” Ottoline Pym said."));
    folder.write("list", names.join("\n"));
    folder.stdout("index --files-from list", 0);
    let told = folder.stdout("stats", 0);
    assert_eq!(told.matches("folder").count(), 20, "{told}");
    assert!(told.contains("and 5 more (all with --format jsonl)"), "{told}");
    assert_eq!(lines(&folder.stdout("stats --format jsonl", 0))[0]["roots"].as_array().unwrap().len(), 25);
}

#[test]
fn a_path_of_a_list_that_leads_nowhere_is_skipped_and_told() {
    let folder = Folder::new();
    folder.write("n/b.txt", "“Yes,” Ottoline Pym said.");
    folder.write("n/d.txt", BRIDGE);
    folder.write("list", "gone/away.txt\nn/b.txt\nn/c.txt\n");
    let told = |command: &str| {
        folder.stdout(command, 0);
        let errors = lines(&std::fs::read_to_string(folder.path().join("e.jsonl")).unwrap());
        let places: Vec<&str> = errors.iter().map(|error| error["place"].as_str().unwrap()).collect();
        assert!(
            errors.iter().all(|error| error["message"] == "can't be read: no such file or directory"),
            "{errors:?}"
        );
        places.join(" ")
    };
    assert_eq!(told("extract --files-from list --errors e.jsonl"), "gone/away.txt n/c.txt");
    assert_eq!(told("index n --files-from list --errors e.jsonl"), "gone/away.txt n/c.txt");
    assert_eq!(folder.stdout("search yes --count", 0), "1\n");
    // What an article was read of before is gone now, and so is the article.
    std::fs::remove_file(folder.path().join("n/b.txt")).unwrap();
    assert_eq!(told("index --files-from list --errors e.jsonl"), "gone/away.txt n/c.txt");
    assert_eq!(folder.stdout("search yes --count", 1), "0\n");
    let summary = folder.stdout("index --files-from list", 0);
    assert!(summary.contains("skipped        3\n  3 unreadable (-v names them)\n"), "{summary}");
    // A path that was typed is another thing.
    assert!(folder.stderr("index typo --files-from list", 2).contains("typo: no such file or folder"));
    assert!(folder.stderr("index --extracted typo --files-from list", 2).contains("typo: no such file or folder"));
    assert!(folder.stderr("extract typo --files-from list", 2).contains("typo: no such file or folder"));
    assert!(folder.stderr("index gone/away.txt", 2).contains("gone/away.txt: no such file or folder"));
}
