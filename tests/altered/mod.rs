//! A seeded collection of articles in which statements are said, altered copies of them as papers print them, and near misses;
//! and how well the index tells them apart.

mod statements;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use whosaid::article::Limits;
use whosaid::attribution::Model;
use whosaid::index::{self, Location, Reader, Silent, UpdateOptions};
use whosaid::search::{Request, search};

use statements::{Dice, Statement};
use words::{FIRST_NAMES, PAPERS, ROLES, SURNAMES};

/// Near misses of each statement.
pub const MISSES: usize = 4;

/// An article in which `words` are said, as one line of JSON.
fn article(id: &str, words: &str, speaker: &str, role: &str, dice: &mut Dice) -> String {
    let mut letters = words.chars();
    let words: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let (cue, day) = (dice.one(&["said", "told reporters", "told the council"]), 1 + dice.below(28));
    let text = match dice.below(3) {
        0 => format!("“{words},” {speaker}, {role}, {cue} on Monday.\n"),
        1 => format!("\"{words},\" {cue} {speaker}, {role}.\n"),
        _ => format!("{speaker}, {role}, {cue}: “{words}.”\n"),
    };
    let date = format!("2021-{:02}-{day:02}", 1 + dice.below(12));
    let source = dice.one(&PAPERS);
    serde_json::json!({"id": id, "date": date, "source": source, "text": text}).to_string()
}

/// The articles of so many statements: each as said, as copied, and its near misses; one line of JSON each.
pub fn articles(seed: u64, statements: usize) -> String {
    let mut dice = Dice(seed);
    let mut lines = String::new();
    for number in 0..statements {
        let statement = Statement::new(&mut dice);
        let speaker = format!("{} {}", dice.one(&FIRST_NAMES), dice.one(&SURNAMES));
        let role = dice.one(&ROLES);
        let mut add = |id: String, words: &str, dice: &mut Dice| {
            lines.push_str(&article(&id, words, &speaker, role, dice));
            lines.push('\n');
        };
        add(format!("{number}-said"), &statement.whole(), &mut dice);
        let copy = statement.copy(&mut dice);
        add(format!("{number}-copy"), &copy, &mut dice);
        for kind in 0..MISSES {
            let miss = statement.near_miss(kind, &mut dice);
            add(format!("{number}-miss{kind}"), &miss, &mut dice);
        }
    }
    lines
}

/// How well copies were told from near misses.
#[derive(Debug, Default)]
pub struct Figures {
    /// Pairs of quotes that were taken for copies, those of them that are, and those that are in all.
    pub found: usize,
    pub right: usize,
    pub copies: usize,
    /// What was missed and what was wrong, by article.
    pub missed: Vec<String>,
    pub wrong: Vec<String>,
}

impl Figures {
    pub fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    pub fn recall(&self) -> f64 {
        self.right as f64 / self.copies.max(1) as f64
    }
}

/// Indexes such a collection in `folder` and looks at its groups.
pub fn measure(folder: &Path, seed: u64, statements: usize) -> Figures {
    let news = folder.join("news.jsonl");
    std::fs::write(&news, articles(seed, statements)).expect("the articles can be written");
    let location = Location::Folder(folder.join("index"));
    let options = UpdateOptions {
        paths: vec![news],
        max_article_bytes: Limits::default().max_article_bytes,
        ..UpdateOptions::default()
    };
    index::update(&location, &Model::embedded(), &options, &Silent).expect("the articles can be indexed");
    let reader = Reader::open(&location).expect("the index opens");
    let hits = search(&reader, &Request { limit: 0, ..Request::default() }).expect("everything can be asked for").hits;

    let mut figures = Figures { copies: statements, ..Figures::default() };
    let mut is_found: BTreeMap<String, bool> =
        (0..statements).map(|number| (format!("{number}-copy"), false)).collect();
    for hit in &hits {
        let mut members = vec![hit.quote.article.id.as_str()];
        members.extend(hit.copies.iter().map(|copy| copy.article.id.as_str()));
        for (place, one) in members.iter().enumerate() {
            for other in &members[place + 1..] {
                let (one, other) = (one.split_once('-').unwrap(), other.split_once('-').unwrap());
                let is_right = one.0 == other.0 && !one.1.starts_with("miss") && !other.1.starts_with("miss");
                figures.found += 1;
                if is_right {
                    figures.right += 1;
                    is_found.insert(format!("{}-copy", one.0), true);
                } else {
                    figures.wrong.push(format!("{}-{} {}-{}", one.0, one.1, other.0, other.1));
                }
            }
        }
    }
    figures.missed = is_found.into_iter().filter(|(_, found)| !found).map(|(id, _)| id).collect();
    figures
}
