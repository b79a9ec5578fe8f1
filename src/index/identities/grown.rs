//! Tests: a table that went on from commit to commit says what one that is made at once does.

use std::fs;
use std::path::Path;

use super::table::Table;
use super::{Identities, SpeakerDetails, SpeakerRecord, make};
use crate::index::Reader;
use crate::index::derived::TableBytes;
use crate::index::newsroom::Newsroom;

const NAMES: [&str; 8] = [
    "Orla Fenwick",
    "Orla T. Fenwick",
    "O. Fenwick",
    "Bram Fenwick",
    "Fenwick",
    "Ines Tarrow",
    "Ines B. Tarrow",
    "Lowmark Harbour Trust",
];
const ROLES: [&str; 4] = ["", ", a warden", ", the mayor", ", a skipper"];

fn article(number: usize) -> String {
    let (name, role) = (NAMES[number % 8], ROLES[number / 8 % 4]);
    format!("“The ferry of pier {number} stays in its berth tonight,” said {name}{role}.\n")
}

/// All records of a table, in an order of their own.
fn records(identities: &Identities) -> Vec<(SpeakerRecord, SpeakerDetails)> {
    let mut all = Vec::new();
    for place in identities.places() {
        let mut details = identities.details(place).unwrap();
        details.keys.sort();
        details.bare.sort();
        for (key, _) in &details.keys {
            assert_eq!(identities.of_key(key), Some(place), "{key}");
        }
        all.push((identities.record(place).unwrap(), details));
    }
    all.sort_by(|a, b| a.1.keys.cmp(&b.1.keys));
    all
}

#[test]
fn a_table_that_went_on_is_the_one_made_at_once() {
    let room = Newsroom::new();
    let mut went_on = 0;
    for round in 0..14_usize {
        for file in 0..5 {
            let number = (31 * round + 17 * file) % 96;
            let path = room.news.join(format!("{}.txt", (round * 3 + file) % 17));
            if (round + file) % 4 < 3 { fs::write(path, article(number)).unwrap() } else { drop(fs::remove_file(path)) }
        }
        fs::write(room.news.join("keep.txt"), article(round % 2)).unwrap();
        room.update();
        let reader = Reader::open(&room.location).unwrap();
        let grown = reader.identities().unwrap();
        went_on += usize::from(grown.since.is_some());
        let made = make::whole(reader.snapshot(), grown.people()).unwrap();
        let anew = Table::open(TableBytes::made(made), Path::new("anew")).unwrap();
        let anew = Identities::new(anew, None, grown.people().clone());
        assert_eq!(records(grown), records(&anew), "round {round}");
    }
    assert!(went_on > 8, "{went_on} tables went on");
}
