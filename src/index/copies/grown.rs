//! Tests: pairs that grew commit by commit are those that a look through all keys finds, also where keys become common and cease
//! to be.

use std::fs;

use super::live::Live;
use super::pairs::Pairs;
use crate::index::Reader;
use crate::index::newsroom::Newsroom;

const CARGOES: [&str; 5] = ["bakers", "nurses", "timber", "herring", "letters"];
const ENDS: [&str; 6] = [
    "",
    " before dawn",
    " before dawn, whatever the weather says",
    " and back in the evening",
    " … before the tide turns",
    " until the council finds another boat",
];

/// What is said in the article of this number: few words in many ways, so that keys are common.
fn article(number: usize) -> String {
    let (cargo, end) = (CARGOES[number % 5], ENDS[number / 5 % 6]);
    let opening = if number.is_multiple_of(7) { "My grandfather swore that the" } else { "The" };
    format!(
        "“{opening} harbour ferry carries {cargo} across the sound to Lowmark{end},” said Orla Fenwick, a warden.\n"
    )
}

fn check(seed: usize) {
    let room = Newsroom::new();
    let mut known: Option<(u64, Pairs)> = None;
    let (mut most, mut became_rare) = (0, false);
    for round in 0..9 {
        // Grows, then shrinks.
        for file in 0..8 {
            let number = (seed + 31 * round + 17 * file) % 210;
            let path = room.news.join(format!("{}.txt", (round * 5 + file) % 20));
            if round < 5 { fs::write(path, article(number)).unwrap() } else { drop(fs::remove_file(path)) }
        }
        fs::write(room.news.join("keep.txt"), article(seed)).unwrap();
        room.update();
        let reader = Reader::open(&room.location).unwrap();
        let snapshot = reader.snapshot();
        let live = Live::read(snapshot).unwrap();
        let all = Pairs::all(snapshot, &live).unwrap();
        if let Some((commit, pairs)) = known.take() {
            became_rare |= all.common.len() < pairs.common.len();
            assert_eq!(pairs.extended(snapshot, &live, commit).unwrap(), all, "seed {seed}, round {round}");
        }
        most = most.max(all.common.len());
        known = Some((snapshot.commit(), all));
    }
    assert!(most > 0 && became_rare, "keys become common and rare again");
}

#[test]
fn pairs_that_grew_are_those_that_are_there() {
    for seed in [0, 41, 97] {
        check(seed);
    }
}
