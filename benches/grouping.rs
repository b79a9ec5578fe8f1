//! How long a million different keys take to be grouped: as many as an archive of tens of millions of quotes has.
//!
//! `cargo bench --bench grouping`; it prints one line, is no test and judges nothing.

mod support;

use std::collections::BTreeSet;
use std::time::Instant;

use support::numbers::{Numbers, word};
use whosaid::speakers::{People, SpeakerKey, group};

const KEYS: usize = 1_000_000;
const GIVEN: usize = 400;
const SURNAMES: usize = 60_000;
const ROLES: [&str; 12] =
    ["", "", "", "minister", "senator", "mayor", "farmer", "teacher", "striker", "professor", "spokesman", "banker"];

fn main() {
    let mut numbers = Numbers(7);
    let mut keys = BTreeSet::new();
    while keys.len() < KEYS {
        let given = word(numbers.skewed(GIVEN), 7);
        let surname = word(numbers.skewed(SURNAMES), 3);
        let name = match numbers.below(20) {
            0 => surname,
            1 => format!("{} {surname}", &given[..1]),
            2 => format!("{given} {} {surname}", &word(numbers.below(26), 5)[..1]),
            _ => format!("{given} {surname}"),
        };
        let gender = ["", "m", "f"][numbers.below(3)];
        let place = if numbers.below(3) == 0 { word(numbers.below(300), 11) } else { String::new() };
        let role = ROLES[numbers.below(ROLES.len())];
        let decade = ["2000s", "2010s", "2020s"][numbers.below(3)];
        let text = format!("{name}\u{1f}person\u{1f}{gender}\u{1f}{role}\u{1f}{place}\u{1f}{decade}");
        keys.insert(SpeakerKey::parse(&text).expect("a key"));
    }
    let keys: Vec<SpeakerKey> = keys.into_iter().collect();
    let begin = Instant::now();
    let grouping = group(&keys, &People::default());
    let took = begin.elapsed().as_secs_f64();
    println!("{} keys, {} identities, {took:.1} s", keys.len(), grouping.identities.len());
}
