//! Tests: pairs that grew commit by commit are those that a look through all keys finds, also where keys become common and cease
//! to be; and these are those that comparing each statement with each other finds.

use std::collections::BTreeMap;
use std::fs;

use super::keys::MOST_COMMON;
use super::live::Live;
use super::pairs::{Pairs, pair};
use crate::index::Reader;
use crate::index::generation::Snapshot;
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

/// The pairs of a commit, looked for without any of what makes that fast.
fn by_hand(snapshot: &Snapshot, live: &Live) -> Pairs {
    let runs = live.by_class.chunk_by(|a, b| a.0 == b.0);
    let wordings = runs.filter_map(|run| live.wording(run[0].1));
    let statements: Vec<_> = wordings.map(|wording| live.statement(snapshot, wording).unwrap()).collect();
    let mut sharing: BTreeMap<u32, usize> = BTreeMap::new();
    for key in statements.iter().flat_map(|statement| &statement.keys) {
        *sharing.entry(*key).or_default() += 1;
    }
    let mut pairs = Vec::new();
    for (place, one) in statements.iter().enumerate() {
        for other in &statements[place + 1..] {
            if one.keys.iter().any(|key| other.keys.contains(key) && sharing[key] <= MOST_COMMON) {
                pairs.extend(pair(one, other));
            }
        }
    }
    pairs.sort_unstable();
    sharing.retain(|_, wordings| *wordings > MOST_COMMON);
    Pairs { pairs, common: sharing.into_keys().collect() }
}

fn check(seed: usize) {
    let room = Newsroom::new();
    let mut known: Option<(u64, Pairs)> = None;
    let (mut most, mut found, mut became_rare) = (0, 0, false);
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
        assert_eq!(all, by_hand(snapshot, &live), "seed {seed}, round {round}");
        if let Some((commit, pairs)) = known.take() {
            became_rare |= all.common.len() < pairs.common.len();
            assert_eq!(pairs.extended(snapshot, &live, commit).unwrap(), all, "seed {seed}, round {round}");
        }
        most = most.max(all.common.len());
        found = found.max(all.pairs.len());
        known = Some((snapshot.commit(), all));
    }
    assert!(most > 0 && became_rare, "keys become common and rare again");
    assert!(found > 8, "pairs are found");
}

#[test]
fn pairs_that_grew_are_those_that_are_there() {
    for seed in [0, 41, 97] {
        check(seed);
    }
}
