//! How long a million different keys take to be grouped: as many as an archive of tens of millions of quotes has.
//!
//! `cargo bench --bench grouping`; it prints one line, is no test and judges nothing.

use std::collections::BTreeSet;
use std::time::Instant;

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

/// A word of its own for each number.
fn word(number: usize, seed: usize) -> String {
    let mut left = number * 31 + seed * 7_919 + 26;
    let mut word = String::new();
    while left > 0 {
        word.push(char::from(b"bdfgklmnprstv"[left % 13]));
        left /= 13;
        word.push(char::from(b"aeiou"[left % 5]));
        left /= 5;
    }
    word
}

/// Numbers that look random and are always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }

    /// Small numbers are much more frequent, as some names are.
    fn skewed(&mut self, end: usize) -> usize {
        let unit = self.below(1 << 30) as f64 / f64::from(1 << 30);
        (end as f64 * unit * unit) as usize
    }
}
