//! Every format that articles come in: read by the real program, each with what it says about itself, each fault told.

mod cli_support;
mod packed;

use std::io::Write;

use cli_support::Folder;
use packed::{gzip, pdf, tar, zip};
use parquet::basic::Compression;
use serde_json::Value;

const SAID: &str = "“The bridge will stand,” Ottoline Pym told the council.";

/// Every line as JSON.
fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// Of each quote of `command_line` the article's id, title, date, source and author.
fn found(folder: &Folder, command_line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for quote in lines(&folder.stdout(&format!("extract {command_line} --format jsonl"), 0)) {
        assert_eq!(quote["speaker"]["name"], "Ottoline Pym", "{quote}");
        assert!(quote["quote"].as_str().unwrap().contains("The bridge will stand"), "{quote}");
        let article = &quote["article"];
        let fields = ["id", "title", "date", "source", "author"].map(|name| article[name].as_str().unwrap_or("-"));
        found.push(fields.join("|"));
    }
    found
}

/// The id that an article with `text` gets in a file of many.
fn hashed(file: &str, text: &str) -> String {
    format!("{file}#{}", &blake3::hash(text.as_bytes()).to_hex()[..16])
}

fn page() -> String {
    format!(
        "<html><head><title>Bridge</title><meta property='article:published_time' content='2021-03-03'></head>\
         <body><article><h1>Bridge</h1><p>{SAID}</p></article></body></html>"
    )
}

#[test]
fn every_packing_is_unpacked() {
    let folder = Folder::new();
    folder.write("n/a.txt.gz", gzip(SAID.as_bytes()));
    folder.write("n/b.txt.zst", zstd::encode_all(SAID.as_bytes(), 1).unwrap());
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bzip2.write_all(SAID.as_bytes()).unwrap();
    folder.write("n/c.txt.bz2", bzip2.finish().unwrap());
    let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 1);
    xz.write_all(SAID.as_bytes()).unwrap();
    folder.write("n/d.txt.xz", xz.finish().unwrap());
    assert_eq!(found(&folder, "n"), ["a.txt.gz|-|-|-|-", "b.txt.zst|-|-|-|-", "c.txt.bz2|-|-|-|-", "d.txt.xz|-|-|-|-"]);
}

#[test]
fn archives_give_their_members_and_no_others() {
    let folder = Folder::new();
    let line = format!("{{\"id\": \"j1\", \"text\": \"{SAID}\"}}\n");
    let inner = zip(&[("deep.txt", SAID.as_bytes())]);
    let (page, packed) = (page(), gzip(line.as_bytes()));
    let members: [(&str, &[u8]); 7] = [
        ("news/b.html", page.as_bytes()),
        ("../../c.txt", SAID.as_bytes()),
        ("d.jsonl.gz", &packed),
        (".hidden.txt", SAID.as_bytes()),
        ("photo.jpg", b"\xff\xd8"),
        ("inner.zip", &inner),
        ("e.json", b"{broken"),
    ];
    folder.write("a.zip", zip(&members));
    folder.write("a.tgz", gzip(&tar(&members)));
    for archive in ["a.zip", "a.tgz"] {
        let id = |member: &str| format!("{archive}!{member}");
        assert_eq!(
            found(&folder, archive),
            [
                format!("{}|Bridge|2021-03-03|-|-", id("news/b.html")),
                format!("{}|-|-|-|-", id("../../c.txt")),
                "j1|-|-|-|-".to_owned(),
                format!("{}|-|-|-|-", id("inner.zip!deep.txt")),
            ]
        );
        let told = folder.stderr(&format!("extract {archive} -v"), 0);
        assert!(told.contains(&format!("skipped {archive}!e.json:1: not an article in JSON")), "{told}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_broken_member_costs_itself() {
    let folder = Folder::new();
    let mut archive = zip(&[("a.txt", SAID.repeat(3).as_bytes()), ("b.txt", SAID.as_bytes())]);
    let at = 30 + "a.txt".len() + 12;
    archive[at] ^= 0x55;
    folder.write("a.zip", archive);
    assert_eq!(found(&folder, "a.zip"), ["a.zip!b.txt|-|-|-|-"]);
    let told = folder.stderr("extract a.zip -v", 0);
    assert!(told.contains("skipped a.zip!a.txt: broken compressed data: "), "{told}");
    folder.write("b.zip", b"PK\x03\x04 and nothing more");
    assert!(folder.stderr("extract b.zip -v", 0).contains("skipped b.zip: not a readable zip: "));
    let whole = tar(&[("a.txt", SAID.as_bytes()), ("b.txt", SAID.as_bytes())]);
    folder.write("c.tar", &whole[..1200]);
    assert_eq!(found(&folder, "c.tar"), ["c.tar!a.txt|-|-|-|-"]);
    assert!(folder.stderr("extract c.tar -v", 0).contains("skipped c.tar: broken compressed data: it ends too early"));
}

#[test]
fn a_bomb_is_told_and_what_stands_beside_it_is_read() {
    let folder = Folder::new();
    // 1 GiB of blank lines in a few kB.
    let block = format!("{}\n", " ".repeat(1023)).repeat(1 << 10);
    let mut bomb = zstd::Encoder::new(Vec::new(), 1).unwrap();
    for _ in 0..1 << 10 {
        bomb.write_all(block.as_bytes()).unwrap();
    }
    folder.write("n/a.jsonl.zst", bomb.finish().unwrap());
    folder.write("n/b.txt", SAID);
    assert_eq!(found(&folder, "n"), ["b.txt|-|-|-|-"]);
    let told = folder.stderr("extract n -v", 0);
    assert!(told.contains("skipped n/a.jsonl.zst: unpacks to more than 200 times its size"), "{told}");
    let mut nested = zip(&[("f.txt", SAID.as_bytes())]);
    for depth in 0..6 {
        nested = zip(&[(&format!("{depth}.zip"), &nested)]);
    }
    folder.write("deep.zip", nested);
    assert!(folder.stderr("extract deep.zip -v", 0).contains("an archive inside more than 4 others"));
}

#[test]
fn tables_by_their_columns() {
    let folder = Folder::new();
    folder.write(
        "a.csv",
        format!("\u{feff}Title,date,text,mood\n\"Bridge, again\",2021-03-03,\"{SAID}\nSo be it.\",glad\nEmpty,2021-03-04,,\n"),
    );
    let text = format!("{SAID}\nSo be it.");
    assert_eq!(found(&folder, "a.csv"), [format!("{}|Bridge, again|2021-03-03|-|-", hashed("a.csv", &text))]);
    assert!(folder.stderr("extract a.csv -v", 0).contains("skipped a.csv:4: empty"));
    folder.write("b.csv", format!("key;story;published;paper\n17;{SAID};3 March 2021;The Bell\n"));
    let told = folder.stderr("extract b.csv -v", 0);
    assert!(
        told.contains("no column \"text\" among key, story, published, paper: name it with --map text=COLUMN"),
        "{told}"
    );
    assert_eq!(
        found(&folder, "b.csv --map id=key,text=story,date=published,source=Paper"),
        ["17|-|2021-03-03|The Bell|-"]
    );
    folder.write("c.csv", b"title\ttext\nCaf\xe9\t\x93The bridge will stand,\x94 Ottoline Pym told the council.\n");
    assert_eq!(found(&folder, "c.csv"), [format!("{}|Café|-|-|-", hashed("c.csv", SAID))]);
    folder.write("d.jsonl", format!("{{\"story\": \"{SAID}\", \"key\": 4}}\n"));
    assert_eq!(found(&folder, "d.jsonl --map text=story,id=key"), ["4|-|-|-|-"]);
    let told = folder.stderr("extract d.jsonl --map story", 2);
    assert!(told.contains("\"story\" is no FIELD=COLUMN"), "{told}");
    for packing in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(Default::default()),
        Compression::BROTLI(Default::default()),
        Compression::LZ4,
        Compression::LZ4_RAW,
        Compression::ZSTD(Default::default()),
    ] {
        folder.write("e.parquet", packed::parquet(SAID, packing));
        assert_eq!(found(&folder, "e.parquet"), ["p1|Bridge|2021-03-03|-|Ada Quayle, Bo Rask"], "{packing}");
    }
    folder.write("f.zip", zip(&[("e.parquet", &packed::parquet(SAID, Compression::SNAPPY))]));
    assert_eq!(found(&folder, "f.zip"), ["p1|Bridge|2021-03-03|-|Ada Quayle, Bo Rask"]);
    folder.write("g.parquet", b"PAR1 and nothing more PAR1");
    assert!(folder.stderr("extract g.parquet -v", 0).contains("skipped g.parquet: not a readable parquet: "));
}

#[test]
fn json_is_one_article_or_an_array() {
    let folder = Folder::new();
    folder.write("a.json", format!("{{\n  \"title\": \"Bridge\",\n  \"text\": \"{SAID}\"\n}}\n"));
    folder.write(
        "b.json",
        format!("[{{\"id\": 1, \"text\": \"{SAID}\", \"note\": \"a }} and a \\\" in it\"}},\n {{\"id\": 2}},\n {{\"id\": 3, \"body\": \"{SAID}\"}}]"),
    );
    assert_eq!(found(&folder, "a.json"), [format!("{}|Bridge|-|-|-", hashed("a.json", SAID))]);
    assert_eq!(found(&folder, "b.json"), ["1|-|-|-|-", "3|-|-|-|-"]);
    assert!(folder.stderr("extract b.json -v", 0).contains("skipped b.json:2: not an article in JSON: no \"text\""));
}

#[test]
fn web_archives_and_saved_pages() {
    let folder = Folder::new();
    let page = page().replace(" property='article:published_time'", "");
    let record = |kind: &str, status: &str, mime: &str, body: &str| {
        let http = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
            body.len()
        );
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://bell.example/bridge\r\nWARC-Date: 2021-03-05T10:00:00Z\r\n\
             Content-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )
    };
    let records = [
        record("request", "200 OK", "text/html", &page),
        record("response", "404 Not Found", "text/html", &page),
        record("response", "200 OK", "image/png", "x"),
        record("response", "200 OK", "text/html; charset=utf-8", &page),
    ];
    let packed: Vec<u8> = records.iter().flat_map(|record| gzip(record.as_bytes())).collect();
    folder.write("a.warc.gz", packed);
    assert_eq!(found(&folder, "a.warc.gz"), [format!("{}|Bridge|2021-03-05|-|-", hashed("a.warc.gz", SAID))]);
    let quote = &lines(&folder.stdout("extract a.warc.gz --format jsonl", 0))[0];
    assert_eq!(quote["article"]["url"], "https://bell.example/bridge");
    for (coding, body) in [
        ("gzip", gzip(page.as_bytes())),
        ("deflate", packed::zlib(page.as_bytes())),
        ("deflate", packed::deflate(page.as_bytes())),
        ("br", packed::brotli(page.as_bytes())),
        // The header of what was unpacked before it was kept.
        ("deflate", page.clone().into_bytes()),
    ] {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n\r\n");
        let length = http.len() + body.len();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2021-03-05T10:00:00Z\r\nContent-Length: {length}\r\n\r\n"
        );
        folder.write("p.warc", [head.as_bytes(), http.as_bytes(), &body, b"\r\n\r\n"].concat());
        assert_eq!(found(&folder, "p.warc"), [format!("{}|Bridge|2021-03-05|-|-", hashed("p.warc", SAID))], "{coding}");
    }
    let whole = records.concat();
    folder.write("b.warc", &whole[..whole.len() - 40]);
    let told = folder.stderr("extract b.warc -v", 0);
    assert!(told.contains("skipped b.warc: not a readable warc: the last record ends too early"), "{told}");

    let encoded = page.replace('=', "=3D").replace('“', "=E2=80=9C").replace('”', "=E2=80=9D");
    folder.write(
        "c.mhtml",
        format!(
            "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://bell.example/bridge\r\nSubject: Bridge\r\n\
             Date: Fri, 5 Mar 2021 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"XX\"\r\n\r\n\
             --XX\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\
             Content-Location: https://bell.example/bridge\r\n\r\n{encoded}\r\n--XX\r\nContent-Type: image/png\r\n\
             Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--XX--\r\n"
        ),
    );
    assert_eq!(found(&folder, "c.mhtml"), ["c.mhtml|Bridge|2021-03-05|-|-"]);
}

#[test]
fn texts_of_word_processors_and_pages() {
    let folder = Folder::new();
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>Bridge quarrel goes on</w:t></w:r></w:p>\
         <w:p><w:r><w:t>By Ada Quayle</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">{} </w:t></w:r><w:del><w:r><w:delText>No.</w:delText></w:r></w:del>\
         <w:r><w:t>told the council.</w:t></w:r></w:p></w:body></w:document>",
        SAID.trim_end_matches(" told the council.")
    );
    folder.write("a.docx", zip(&[("word/document.xml", document.as_bytes())]));
    assert_eq!(found(&folder, "a.docx"), ["a.docx|Bridge quarrel goes on|-|-|Ada Quayle"]);
    folder.write("b.docx", zip(&[("word/other.xml", b"<a/>")]));
    assert!(folder.stderr("extract b.docx -v", 0).contains("not a readable docx: no word/document.xml in it"));

    folder.write("c.rtf", br"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\pard Bridge quarrel goes on\par By Ada Quayle\par \ldblquote The bridge will stand,\rdblquote  Ottoline Pym told the council.\par}");
    assert_eq!(found(&folder, "c.rtf"), ["c.rtf|Bridge quarrel goes on|-|-|Ada Quayle"]);

    folder
        .write("d.pdf", pdf(&["Bridge quarrel goes on", "\"The bridge will stand,\" Ottoline Pym told the council."]));
    assert_eq!(found(&folder, "d.pdf").len(), 1);
    let left = ["The council of Lowmark met on Monday to hear", "about the old bridge. Ottoline Pym said that a"];
    let right = ["bridge that nobody crosses is a bridge too", "many. Bram Osei did not answer."];
    folder.write("columns.pdf", packed::pdf_of_columns(&[&left, &right]));
    let told = folder.stdout("extract columns.pdf --format jsonl", 0);
    assert!(told.contains("that a bridge that nobody crosses is a bridge too many"), "{told}");
    folder.write("e.pdf", pdf(&[]));
    folder.write("f.pdf", b"%PDF-1.4 and nothing more");
    folder.write("g.pdf", packed::looping_pdf());
    let told = folder.stderr("extract e.pdf f.pdf g.pdf -v", 0);
    assert!(told.contains("skipped g.pdf: too complex: "), "{told}");
    assert!(
        told.contains("skipped e.pdf: no text layer, or hardly a word in it: run text recognition (OCR) on it first"),
        "{told}"
    );
    assert!(told.contains("skipped f.pdf: not a readable pdf: "), "{told}");
}

#[test]
fn an_export_of_a_press_database_is_many_articles() {
    let folder = Folder::new();
    let mut export = String::new();
    for number in 1..=300 {
        export += &format!(
            "{number} of 300 DOCUMENTS\n\nThe Lowmark Bell\n\nMarch 3, 2021 Wednesday\n\nBridge {number}\n\nBYLINE: Ada Quayle\n\nLENGTH: 12 words\n\n\
             {SAID} It was time {number}.\n\nLOAD-DATE: March 4, 2021\n\nCopyright 2021 The Lowmark Bell\n\n"
        );
    }
    folder.write("a.txt", &export);
    let articles = found(&folder, "a.txt");
    assert_eq!(articles.len(), 300);
    assert!(articles[299].ends_with("|Bridge 300|2021-03-03|The Lowmark Bell|Ada Quayle"), "{}", articles[299]);
    folder.stdout("index a.txt", 0);
    assert_eq!(folder.stdout("search bridge --count --no-group", 0), "300\n");
}

#[test]
fn feeds_and_agencies() {
    let folder = Folder::new();
    folder.write(
        "a.xml",
        format!(
            "<rss version='2.0'><channel><title>The Bell</title><item><title>Bridge</title><guid>g1</guid>\
             <pubDate>Wed, 03 Mar 2021 06:10:00 GMT</pubDate><description>&lt;p>{SAID}&lt;/p></description></item>\
             <item><title>None</title><guid>g2</guid></item></channel></rss>"
        ),
    );
    assert_eq!(found(&folder, "a.xml"), ["g1|Bridge|2021-03-03|The Bell|-"]);
    assert!(folder.stderr("extract a.xml -v", 0).contains("skipped a.xml:2: empty"));
    folder.write("b.xml", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>");
    assert!(folder.stderr("extract b.xml -v", 0).contains("<a> is not a root of NewsML-G2, NITF, RSS or Atom"));
}

#[test]
fn an_index_keeps_what_columns_are_called() {
    let folder = Folder::new();
    folder.write_at(1, "n/a.csv", format!("key;story\n17;{SAID}\n"));
    folder.stdout("index n", 0);
    assert!(folder.stderr("stats", 0).is_empty());
    assert_eq!(folder.stdout("search bridge --count --no-group", 1), "0\n");
    folder.stdout("index n --map id=key,text=story", 0);
    assert_eq!(folder.stdout("search bridge --count --no-group", 0), "1\n");
    folder.write_at(2, "n/a.csv", format!("key;story\n17;{SAID}\n18;“The bridge is old,” Bram Tolley said.\n"));
    folder.stdout("index", 0);
    assert_eq!(folder.stdout("search bridge --count --no-group", 0), "2\n");
    folder.stdout("rebuild", 0);
    assert_eq!(folder.stdout("search bridge --count --no-group", 0), "2\n");
}
