//! One person under all their names: `--speaker`, `speakers`, `people`, and what the JSON says of it.

mod cli_support;

use std::collections::BTreeSet;
use std::fs;

use cli_support::Folder;
use serde_json::Value;

/// A senator under three names, a president of the same surname, and a Clint whom nobody can tell.
const ARTICLES: [&str; 5] = [
    r#"{"id": "ferry", "title": "Ferry to run again", "date": "2019-03-03", "source": "The Lowmark Echo", "text": "The ferry will run again in May.\n\n“The ferry is our road,” said Senator Hilla Clint. “It will sail.”\n\nShe denied that the fare would rise."}"#,
    r#"{"id": "bridge", "title": "Bridge or no bridge", "date": "2021-06-10", "source": "Tolley's Weekly", "text": "“A ferry costs more than a bridge,” Hilla R. Clint, a senator, said on Friday.\n\n“It does,” said Bram Clint, the former president. He asked whether she had seen the bill."}"#,
    r#"{"id": "eels", "date": "2020-06-10", "source": "Tolley's Weekly", "text": "“Nobody asked the eels,” Clint said on Monday."}"#,
    r#"{"id": "harbour", "date": "2022-01-02", "source": "The Lowmark Echo", "text": "“The harbour is deep enough,” said Ursula von der Lauen, the chairwoman.\n\nThe fishermen said they would wait."}"#,
    r#"{"id": "mole", "date": "2022-02-02", "source": "The Lowmark Echo", "text": "“A mole is no bridge,” said Jörg Möller, a skipper."}"#,
];

fn indexed() -> Folder {
    let folder = Folder::new();
    for (number, article) in ARTICLES.iter().enumerate() {
        folder.write(&format!("news/{number}.jsonl"), article);
    }
    folder.whosaid("index news -q").assert().code(0);
    folder
}

fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn quotes(folder: &Folder, arguments: &[&str]) -> BTreeSet<String> {
    let output = folder.whosaid("search --limit 0 --format jsonl").args(arguments).output().expect("a run").stdout;
    lines(&String::from_utf8(output).expect("UTF-8"))
        .iter()
        .map(|line| line["quote"].as_str().unwrap().to_owned())
        .collect()
}

fn told(folder: &Folder, arguments: &[&str]) -> String {
    let output = folder.whosaid("search").args(arguments).output().expect("a run").stderr;
    String::from_utf8(output).expect("UTF-8")
}

/// The line of `speakers` for this name.
fn speaker(folder: &Folder, name: &str) -> Value {
    let all = lines(&folder.stdout("speakers --limit 0 --format jsonl", 0));
    all.into_iter().find(|line| line["name"] == name).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn a_name_finds_its_person_under_all_names() {
    let folder = indexed();
    let found = quotes(&folder, &["--speaker", "hilla clint"]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.contains("“A ferry costs more than a bridge,”"), "under a middle initial: {found:?}");
    assert_eq!(quotes(&folder, &["--speaker", "moeller"]).len(), 1);
    assert_eq!(
        quotes(&folder, &["--speaker", "fishermen"]).len(),
        1,
        "a group has no identity and is found all the same"
    );
}

#[test]
fn several_who_fit_what_is_left_out_and_what_is_near_are_said() {
    let folder = indexed();
    assert_eq!(
        told(&folder, &["--speaker", "clint"]),
        "whosaid: 2 people fit \"clint\": Hilla Clint 3, Bram Clint 2\n"
    );
    assert_eq!(quotes(&folder, &["--speaker", "clint"]).len(), 6);
    assert_eq!(
        told(&folder, &["--speaker", "hilla clint"]),
        "whosaid: 1 more quote by a \"Clint\" whose first name the article does not give: --loose\n"
    );
    assert_eq!(quotes(&folder, &["--speaker", "hilla clint", "--loose"]).len(), 4);
    assert_eq!(
        told(&folder, &["--speaker", "ursela lauen"]),
        "whosaid: nobody goes by \"ursela lauen\": did you mean Ursula von der Lauen?\n"
    );
    assert_eq!(told(&folder, &["--speaker", "clint", "-q"]), "");
}

#[test]
fn json_says_who_it_is_across_articles() {
    let folder = indexed();
    let id = speaker(&folder, "Hilla Clint")["id"].clone();
    assert!(id.is_string());
    for line in lines(&folder.stdout("export --speaker hilla", 0)) {
        assert_eq!(
            (&line["speaker"]["id"], &line["speaker"]["canonical"]),
            (&id, &Value::from("Hilla Clint")),
            "{line}"
        );
    }
    for line in lines(&folder.stdout("export --speaker-kind group", 0)) {
        assert_eq!((&line["speaker"]["id"], &line["speaker"]["canonical"]), (&Value::Null, &Value::Null), "{line}");
    }
    let facets = lines(&folder.stdout("search --speaker hilla --facets speaker --format jsonl", 0)).pop().unwrap();
    assert_eq!(facets["facets"]["speaker"], serde_json::json!([{"value": "Hilla Clint", "id": id, "count": 3}]));
    let alone = lines(&folder.stdout("extract news/0.jsonl --format jsonl", 0));
    assert!(alone.iter().all(|line| line["speaker"]["id"].is_null() && line["speaker"]["canonical"].is_null()));
    let by_id = format!("search --speaker {} --count", id.as_str().unwrap());
    assert_eq!(folder.stdout(&by_id, 0), "3\n");
}

#[test]
fn the_order_of_ingestion_never_matters() {
    let together = indexed();
    let apart = Folder::new();
    for (number, article) in ARTICLES.iter().enumerate().rev() {
        apart.write(&format!("news/{number}.jsonl"), article);
        apart.whosaid("index news -q").assert().code(0);
        // The table of identities is made in between, too.
        apart.stdout("speakers --format jsonl", 0);
    }
    assert_eq!(together.stdout("export", 0), apart.stdout("export", 0));
    let speakers = "speakers --limit 0 --format jsonl";
    assert_eq!(together.stdout(speakers, 0), apart.stdout(speakers, 0));
}

#[test]
fn a_stale_or_broken_table_of_identities_is_made_anew() {
    let folder = indexed();
    let before = folder.stdout("export", 0);
    let table = folder.path().join("index/gen-1/identities");
    let bytes = fs::read(&table).expect("a stored table");
    fs::write(&table, &bytes[..bytes.len() - 7]).unwrap();
    assert_eq!(folder.stdout("export", 0), before);
    assert_eq!(fs::read(&table).unwrap(), bytes, "stored again");
    let mut flipped = bytes.clone();
    *flipped.last_mut().unwrap() ^= 1;
    fs::write(&table, &flipped).unwrap();
    assert!(folder.stdout("check", 2).contains("identities: the checksum does not fit; delete it"));
    fs::remove_file(&table).unwrap();
    assert_eq!(folder.stdout("check", 0), "sound\n");
    assert_eq!(folder.stdout("export", 0), before);
    folder.write("news/9.jsonl", r#"{"id": "more", "text": "“Eels vote,” said Hilla Clint, a senator."}"#);
    folder.whosaid("index -q").assert().code(0);
    assert_eq!(speaker(&folder, "Hilla Clint")["quotes"], 4);
}

#[test]
fn a_table_of_people_gives_ids_names_and_columns() {
    let folder = indexed();
    folder.write(
        "people.csv",
        "id,name,aliases,description,keys,party\nQ7,Hilla Rose Clint,Hilla Clint; Hilla R. Clint,A senator,,Green\n\
         Q8,Bram Clint,,,,Blue\nQ9,Nobody Here,,,,Green\nQ10,Nobody There,,,,Gold\n",
    );
    let told = folder.stderr("people import people.csv", 0);
    assert_eq!(
        told,
        "whosaid: 4 rows in the table of people: 4 came, 0 went, 0 changed\n\
         whosaid: 2 rows without a quote: nobody goes by the name, or several do and `keys` must tell\n"
    );
    let line = speaker(&folder, "Hilla Rose Clint");
    assert_eq!((&line["id"], &line["quotes"]), (&Value::from("Q7"), &Value::from(3)));
    assert_eq!(quotes(&folder, &["--where", "party=green"]).len(), 3);
    assert_eq!(quotes(&folder, &["--where", "party=Green", "--where", "party=Blue"]).len(), 5);
    for nobody in ["party=Gold", "party=Violet"] {
        assert_eq!(folder.stdout(&format!("search --where {nobody} --count"), 1), "0\n", "{nobody}");
    }
    let facets = lines(&folder.stdout("search --facets party --limit 1 --format jsonl", 0)).pop().unwrap();
    assert_eq!(
        facets["facets"]["party"],
        serde_json::json!([{"value": "Green", "id": null, "count": 3}, {"value": "Blue", "id": null, "count": 2}])
    );
    folder.whosaid("rebuild -q").assert().code(0);
    assert_eq!(speaker(&folder, "Hilla Rose Clint")["id"], "Q7", "the table survives a rebuild");
    assert!(folder.stderr("search --where town=Lund", 2).contains("no such column; the table of people has party"));
    folder.write("people.csv", "id,name,party\nQ7,Hilla Rose Clint,Red\nQ11,Bram Clint,Blue\n");
    let told = folder.stderr("people import people.csv", 0);
    assert!(told.starts_with("whosaid: 2 rows in the table of people: 1 came, 3 went, 1 changed\n"), "{told}");
    assert_eq!(folder.stdout("search --speaker Q8 --count", 0), "2\n", "an id that went still leads to its person");
    assert_eq!(folder.stdout("search --speaker Q11 --count", 0), "2\n");
}

#[test]
fn keys_pin_whom_the_user_knows_better() {
    let folder = indexed();
    let exported = folder.stdout("people export --all", 0);
    assert!(exported.starts_with("id,name,aliases,description,keys\n"), "{exported}");
    folder.write("people.csv", &exported);
    let told = folder.stderr("people import people.csv", 0);
    assert!(told.starts_with("whosaid: 0 rows in the table of people: 0 came, 0 went, 0 changed\n"), "{told}");
    folder
        .write("people.csv", "id,name,keys\nme-1,Hilla Clint,hilla clint; clint\nme-2,Hilla R. Clint,hilla r clint\n");
    folder.whosaid("people import people.csv -q").assert().code(0);
    assert_eq!(
        speaker(&folder, "Hilla Clint")["quotes"],
        3,
        "the bare Clint is hers now, the middle initial another's"
    );
    assert_eq!(speaker(&folder, "Hilla R. Clint")["id"], "me-2");
    let exported = folder.stdout("people export", 0);
    folder.write("again.csv", &exported);
    let told = folder.stderr("people import again.csv", 0);
    assert!(told.contains("0 came, 0 went, 0 changed"), "{told}");
}

#[test]
fn a_table_with_errors_is_told_by_line_and_not_taken_in() {
    let folder = indexed();
    folder.write("people.csv", "id,name,keys\nQ1,Hilla Clint,\nQ1,,bram clint\n,Bram,\nQ4,Bram Clint,a|robot\n");
    let told = folder.stderr("people import people.csv", 2);
    assert_eq!(
        told,
        "whosaid: people.csv:3: Q1: no name\nwhosaid: people.csv:3: Q1: this id stands in line 2 too\n\
         whosaid: people.csv:4: no id: give one of your own, or Wikidata's\n\
         whosaid: people.csv:5: Q4: \"a|robot\" is no key; write a name, or name|kind|gender|role|place|decade as \
         `people export --all` does\n\
         whosaid: people.csv: 4 rows with errors, nothing was taken in: mend them and import again\n"
    );
    assert_eq!(folder.stdout("people export", 0), "id,name,aliases,description,keys\n");
    folder.write("people.csv", "name;party\nHilla;Green\n");
    assert!(folder.stderr("people import people.csv", 2).contains("no column \"id\""));
    assert!(Folder::new().stderr("people export", 2).starts_with("whosaid: no index at index"));
}

#[test]
fn why_says_what_speaks_for_and_against() {
    let folder = indexed();
    let why = |one: &str, two: &str| {
        let output = folder.whosaid("people why").args([one, two]).output().expect("a run").stdout;
        String::from_utf8(output).expect("UTF-8").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let one = why("Hilla R. Clint", "Hilla Clint");
    assert!(one.contains("are one:") && one.contains("one gives a middle name"), "{one}");
    let two = why("Bram Clint", "Hilla Clint");
    assert!(two.contains("are two:") && two.contains("the given names are different"), "{two}");
    let bare = why("Clint", "Hilla Clint");
    assert!(bare.contains("several here bear the surname"), "{bare}");
    assert_eq!(
        folder.stderr("people why Ursela Bram", 1),
        "whosaid: nobody is quoted as \"Ursela\": did you mean Ursula von der Lauen?\n"
    );
}

#[test]
fn speakers_are_sorted_and_one_has_a_page() {
    let folder = indexed();
    let names = |flags: &str| -> Vec<String> {
        let all = lines(&folder.stdout(&format!("speakers --limit 0 --format jsonl {flags}"), 0));
        all.iter().map(|line| line["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("")[0], "Hilla Clint");
    assert_eq!(names("--sort name")[0], "Bram Clint");
    assert_eq!(names("--sort first")[0], "Hilla Clint");
    assert_eq!(names("--sort last")[0], "Jörg Möller");
    assert_eq!(names("--about bridge --since 2022"), ["Jörg Möller"]);
    let page = folder.stdout("speakers hilla", 0);
    for part in [
        "Hilla Clint",
        "Names\n",
        "Hilla R. Clint",
        "Roles\n",
        "By source\n",
        "By year\n",
        "2019",
        "█",
        "Latest quotes",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(folder.stdout("speakers hilla --format csv", 0).starts_with("name,id,kind,role,names,quotes"));
}
