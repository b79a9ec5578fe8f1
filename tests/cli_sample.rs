//! `whosaid sample` draws a sheet, `whosaid evaluate --sheet` reads it when it is coded.

mod cli_support;

use std::collections::{BTreeMap, BTreeSet};

use cli_support::Folder;
use serde_json::{Value, json};

/// A row of a sheet by its columns.
type Row = BTreeMap<String, String>;

/// Two speakers, a quote of each kind, and sentences without any, in 24 articles.
fn news() -> Folder {
    let folder = Folder::new();
    for number in 0..24 {
        let text = format!(
            "Pier {number} to close\n\n“Pier {number} is rotten,” said Ottoline Pym, the harbour master of Lowmark. The tide \
             rose by {number} feet.\n\nShe said the harbour would pay {number} crowns. It rained.\n\nBram Tolley called \
             the bill “a {number}-headed monster” that nobody wanted. A plan “of sorts” lay on desk {number}.\n"
        );
        folder.write(&format!("news/{number}.txt"), text);
    }
    folder
}

/// The rows of a sheet, whose first bytes are a byte-order mark.
fn rows(sheet: &str) -> Vec<Row> {
    let sheet = sheet.strip_prefix('\u{feff}').expect("a byte-order mark");
    csv::Reader::from_reader(sheet.as_bytes()).deserialize().map(|row| row.expect("a row")).collect()
}

/// A sheet of some rows, every cell between quotation marks.
fn sheet(rows: &[Row], columns: &[&str], delimiter: &str, line_end: &str) -> String {
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut lines = vec![columns.join(delimiter)];
    for row in rows {
        let cells: Vec<String> = columns.iter().map(|column| cell(row.get(*column).map_or("", |cell| cell))).collect();
        lines.push(cells.join(delimiter));
    }
    lines.join(line_end) + line_end
}

const COLUMNS: [&str; 11] = [
    "row",
    "kind",
    "speaker",
    "speaker_kind",
    "is_quote",
    "words_right",
    "name_right",
    "missed_spoken",
    "missed_indirect",
    "stratum",
    "stands_for",
];

fn answer(row: &mut Row, column: &str, answer: &str) {
    row.insert(column.to_owned(), answer.to_owned());
}

/// Codes every row as right.
fn all_right(rows: &mut [Row]) {
    for row in rows {
        if row["row"] == "quote" {
            for column in ["is_quote", "words_right", "name_right"] {
                answer(row, column, "y");
            }
        } else {
            answer(row, "missed_spoken", "0");
        }
    }
}

/// What `evaluate --sheet` says of a sheet, a line an object.
fn evaluated(folder: &Folder, sheet: impl AsRef<[u8]>) -> Vec<Value> {
    folder.write("coded.csv", sheet);
    let lines = folder.stdout("evaluate --sheet coded.csv --format jsonl", 0);
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn the_sheet_depends_on_archive_size_and_seed_alone() {
    let folder = news();
    let sheet = folder.stdout("sample news --size 30 --threads 1", 0);
    assert_eq!(folder.stdout("sample news --size 30 --threads 7", 0), sheet);
    assert_ne!(folder.stdout("sample news --size 30 --seed 2", 0), sheet);
    folder.stdout("index news", 0);
    assert_eq!(folder.stdout("sample --size 30", 0), sheet);
    let told = folder.stderr("sample --size 30 -o sheet.csv", 0);
    assert_eq!(
        told,
        "whosaid: 20 quotes and 10 passages written to sheet.csv; when coded: whosaid evaluate --sheet sheet.csv\n"
    );
    assert_eq!(std::fs::read_to_string(folder.path().join("sheet.csv")).expect("a sheet"), sheet);
}

#[test]
fn rows_stand_for_the_whole_archive() {
    let folder = news();
    let quotes = folder.stdout("extract news --format jsonl", 0).lines().count();
    let all = rows(&folder.stdout("sample news --size 100000", 0));
    let drawn = rows(&folder.stdout("sample news --size 40", 0));
    let sum = |rows: &[Row], sort: &str| -> u64 {
        rows.iter()
            .filter(|row| row["row"] == sort)
            .map(|row| row["stands_for"].parse::<u64>().expect("a number"))
            .sum()
    };
    assert_eq!(sum(&all, "quote"), quotes as u64);
    assert!(all.iter().all(|row| row["stands_for"] == "1"));
    for sort in ["quote", "passage"] {
        assert_eq!(sum(&drawn, sort), sum(&all, sort), "{sort}");
    }
    let strata = |rows: &[Row]| -> BTreeSet<String> { rows.iter().map(|row| row["stratum"].clone()).collect() };
    assert_eq!(strata(&drawn), strata(&all));
}

#[test]
fn a_row_shows_what_is_to_be_judged_and_nothing_that_sways() {
    let folder = Folder::new();
    let filler = "The tide was low.\n\n".repeat(3);
    let text =
        format!("Ottoline Pym runs the harbour.\n\n{filler}“It is rotten,” Pym said.\n\nIt rained.\n\nIt snowed.");
    let article = json!({"id": "pier", "title": "=PIER()", "date": "2021-05-04", "text": text});
    folder.write("news.jsonl", article.to_string());
    let rows = rows(&folder.stdout("sample news.jsonl", 0));
    let quote = rows.iter().find(|row| row["row"] == "quote").expect("a quote");
    let cell = |column: &str| quote[column].as_str();
    assert_eq!((cell("words"), cell("speaker"), cell("speaker_kind")), ("“It is rotten,”", "Ottoline Pym", "person"));
    assert_eq!((cell("article"), cell("title"), cell("date")), ("pier", "'=PIER()", "2021-05-04"));
    assert_eq!(
        cell("context"),
        "Ottoline Pym runs the harbour.\n…\nThe tide was low.\n[[“It is rotten,”]] Pym said.\nIt rained."
    );
    assert!(!quote.contains_key("confidence") && !quote.contains_key("basis"));
    let passage = rows.iter().find(|row| row["words"] == "It rained.").expect("a passage");
    assert_eq!(passage["context"], "“It is rotten,” Pym said.\n[[It rained.]]\nIt snowed.");
    for column in ["kind", "speaker", "is_quote", "missed_spoken", "missed_indirect", "note"] {
        assert_eq!(passage[column], "", "{column}");
    }
}

#[test]
fn an_archive_of_nothing_gives_an_empty_sheet_and_1() {
    let folder = Folder::new();
    folder.write("news/a.txt", "* * *");
    let head = folder.stdout("sample news", 1);
    assert_eq!(head.lines().count(), 1);
    assert_eq!(
        folder.stderr("sample news", 1),
        "whosaid: skipped: 1 empty (-v names them)\nwhosaid: there is nothing to draw from: no article holds a sentence\n"
    );
    assert!(folder.stderr("sample", 2).starts_with("whosaid: no index at index"));
}

#[test]
fn where_every_row_is_right_so_is_the_archive() {
    let folder = news();
    let mut rows = rows(&folder.stdout("sample news --size 60", 0));
    all_right(&mut rows);
    let lines = evaluated(&folder, sheet(&rows, &COLUMNS, ",", "\n"));
    let names: Vec<&Value> = lines.iter().filter_map(|line| line.get("row")).collect();
    assert_eq!(names, ["direct", "mixed", "indirect", "spoken", "all"]);
    for line in &lines[..5] {
        assert_eq!(
            (&line["precision"], &line["exact_words"], &line["wrong_names"]),
            (&json!(1.0), &json!(1.0), &json!(0.0))
        );
    }
    assert_eq!((&lines[4]["recall"], &lines[0]["recall"]), (&json!(1.0), &Value::Null));
    // So few rows leave some doubt.
    let low = lines[4]["intervals"]["precision"][0].as_f64().expect("a number");
    assert!((0.8..0.95).contains(&low), "{low}");
    assert_eq!(lines[4]["rows"]["precision"], 40);
    assert_eq!((&lines[5]["quotes"]["coded"], &lines[5]["passages"]["rows"]), (&json!(40), &json!(20)));
}

#[test]
fn answers_are_weighted_by_what_a_row_stands_for() {
    let folder = Folder::new();
    let table =
        "row,kind,speaker,speaker_kind,is_quote,words_right,name_right,missed_spoken,missed_indirect,stratum,stands_for
quote,direct,Ottoline Pym,person,y,y,y,,,q1,45
quote,direct,Ottoline Pym,person,y,y,n,,,q1,45
quote,indirect,,unknown,y,n,,,,q2,5
quote,indirect,Bram Tolley,person,n,,,,,q2,5
quote,indirect,Bram Tolley,person,,,,,,q2,10
passage,,,,,,,1,,p1,10
passage,,,,,,,,0,p1,10
passage,,,,,,,0,0,p1,10
";
    folder.write("sheet.csv", table);
    insta::assert_snapshot!(folder.stdout("evaluate --sheet sheet.csv", 0));
}

#[test]
fn a_sheet_is_read_as_spreadsheets_save_it() {
    let folder = news();
    let mut rows = rows(&folder.stdout("sample news --size 30", 0));
    all_right(&mut rows);
    answer(&mut rows[3], "is_quote", "n");
    answer(&mut rows[25], "missed_indirect", "2");
    let expected = evaluated(&folder, sheet(&rows, &COLUMNS, ",", "\n"));
    assert!(expected[4]["precision"].as_f64() < Some(1.0) && expected[4]["recall"].as_f64() < Some(1.0));

    let mut backwards: Vec<&str> = vec!["words", "note", "context"];
    backwards.extend(COLUMNS.iter().rev());
    let plain = sheet(&rows, &backwards, ";", "\r\n");
    assert_eq!(evaluated(&folder, format!("\u{feff}{plain}")), expected, "semicolons, CRLF, another order");
    let utf_16: Vec<u8> = format!("\u{feff}{}", sheet(&rows, &backwards, "\t", "\r\n"))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(evaluated(&folder, utf_16), expected, "UTF-16 with tabs");
    for row in &mut rows {
        for column in ["is_quote", "words_right", "name_right"] {
            let other = match (row[column].as_str(), column) {
                ("y", "is_quote") => "TRUE",
                ("y", "words_right") => " Yes ",
                ("y", _) => "1",
                ("n", _) => "No",
                _ => continue,
            };
            answer(row, column, other);
        }
        answer(row, "stands_for", &format!("{},00", row["stands_for"]));
    }
    rows.push(Row::new());
    assert_eq!(evaluated(&folder, sheet(&rows, &COLUMNS, ",", "\n")), expected, "other answers, an empty row");
}

#[test]
fn what_can_not_be_understood_is_told_by_its_row() {
    let folder = news();
    let mut rows = rows(&folder.stdout("sample news --size 30", 0));
    let told = |rows: &[Row], columns: &[&str], status: i32| {
        folder.write("coded.csv", sheet(rows, columns, ",", "\n"));
        folder.stderr("evaluate --sheet coded.csv", status)
    };
    let mut all = told(&rows, &COLUMNS, 2);
    all += &told(&rows, &COLUMNS[1..], 2);
    all_right(&mut rows);
    let right = rows.clone();

    answer(&mut rows[0], "words_right", "maybe");
    answer(&mut rows[4], "name_right", "x");
    answer(&mut rows[29], "missed_spoken", "some");
    all += &told(&rows, &COLUMNS, 2);
    rows = right.clone();
    answer(&mut rows[29], "missed_spoken", "");
    answer(&mut rows[29], "is_quote", "n");
    all += &told(&rows, &COLUMNS, 2);
    rows = right.clone();
    answer(&mut rows[1], "stands_for", "12. May");
    all += &told(&rows, &COLUMNS, 2);
    rows = right;
    answer(&mut rows[0], "words_right", "");
    all += &told(&rows, &COLUMNS, 0);
    all += &folder.stderr("evaluate --sheet nowhere.csv", 2);
    insta::assert_snapshot!(all);
}
