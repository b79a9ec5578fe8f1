//! The statements of a seeded collection: what was said, what another paper prints of it, and near misses: the same speaker on
//! the same subject, with another claim.
//!
//! What a near miss changes stands in the part that the copy keeps: of a quote that was cut off before that word nobody could
//! tell which of the two it was.

use super::words::{AGENTS, DEEDS, NEGATED, OBJECTS, OPENINGS, PLACES, TAILS, UNITS};

/// Whole numbers that look random, the same for one seed (S. Vigna, splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Another one than `not`.
    fn other<'a>(&mut self, of: &[&'a str], not: &str) -> &'a str {
        loop {
            let one = self.one(of);
            if one != not {
                return one;
            }
        }
    }
}

/// A statement as its parts.
#[derive(Clone)]
pub struct Statement {
    opening: &'static str,
    agent: &'static str,
    modal: &'static str,
    deed: &'static str,
    number: usize,
    unit: &'static str,
    object: &'static str,
    place: &'static str,
    tail: &'static str,
}

impl Statement {
    pub fn new(dice: &mut Dice) -> Statement {
        Statement {
            opening: dice.one(&OPENINGS),
            agent: dice.one(&AGENTS),
            modal: dice.one(&["will", "would", "must", "should", "can"]),
            deed: dice.one(&DEEDS),
            number: 2 + dice.below(97),
            unit: dice.one(&UNITS),
            object: dice.one(&OBJECTS),
            place: dice.one(&PLACES),
            tail: dice.one(&TAILS),
        }
    }

    /// What cut ends leave.
    fn core(&self) -> String {
        let Statement { agent, modal, deed, number, unit, object, place, .. } = self;
        format!("{agent} {modal} {deed} {number} {unit} for the {object} in {place}")
    }

    pub fn whole(&self) -> String {
        format!("{} {} {}", self.opening, self.core(), self.tail)
    }

    /// The same speaker on the same subject, with another claim.
    pub fn near_miss(&self, kind: usize, dice: &mut Dice) -> String {
        let mut other = self.clone();
        match kind {
            0 => {
                other.number =
                    if self.number > 50 { self.number - 1 - dice.below(40) } else { self.number + 1 + dice.below(40) }
            }
            1 => {
                let modal = self.modal;
                return self.whole().replacen(&format!(" {modal} "), &format!(" {modal} {} ", dice.one(&NEGATED)), 1);
            }
            2 => match dice.below(3) {
                0 => other.deed = dice.other(&DEEDS, self.deed),
                1 => other.object = dice.other(&OBJECTS, self.object),
                _ => other.place = dice.other(&PLACES, self.place),
            },
            _ => {
                other.deed = dice.other(&DEEDS, self.deed);
                other.unit = dice.other(&UNITS, self.unit);
                other.tail = dice.other(&TAILS, self.tail);
                other.opening = dice.other(&OPENINGS, self.opening);
            }
        }
        other.whole()
    }

    /// The same words as another paper prints them: with one to three harmless changes.
    pub fn copy(&self, dice: &mut Dice) -> String {
        let mut text = match dice.below(10) {
            0 => format!("{} {}", self.core(), self.tail),
            1 => format!("{} {}", self.opening, self.core()),
            2 => self.core(),
            3 => cut(&self.whole(), self.opening, self.tail, dice),
            _ => self.whole(),
        };
        for _ in 0..1 + dice.below(3) {
            text = match dice.below(9) {
                0 => spelled_otherwise(&text),
                1 => with_a_slip(&text, dice),
                2 => with_brackets(&text, self.agent, dice),
                3 => with_an_ellipsis(&text, self, dice),
                4 => text.replacen(&format!(" {} ", self.number), &format!(" {} ", in_words(self.number)), 1),
                5 => short_forms(&text),
                6 => text.replacen(" the ", " ", 1),
                7 => text.replacen(&format!(" {} ", self.modal), &format!(" {}, really, ", self.modal), 1),
                _ => text.replace(", ", " – ").replace(" and ", ", and "),
            };
        }
        text
    }
}

/// Cuts up to half of the words of opening and tail.
fn cut(whole: &str, opening: &str, tail: &str, dice: &mut Dice) -> String {
    let words: Vec<&str> = whole.split(' ').collect();
    let from = dice.below(opening.split(' ').count() / 2 + 1);
    let to = words.len() - dice.below(tail.split(' ').count() / 2 + 1);
    words[from..to].join(" ")
}

fn spelled_otherwise(text: &str) -> String {
    let pairs = [
        ("neighbour", "neighbor"),
        ("harbour", "harbor"),
        ("labour", "labor"),
        ("organise", "organize"),
        ("centre", "center"),
        ("programme", "program"),
        ("modernise", "modernize"),
        ("theatre", "theater"),
        ("per cent", "percent"),
        ("favour", "favor"),
        ("travellers", "travelers"),
        ("defence", "defense"),
        ("grey", "gray"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (british, american)| text.replace(british, american))
}

/// Drops, doubles or swaps a letter inside one long word.
fn with_a_slip(text: &str, dice: &mut Dice) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let long: Vec<usize> = (0..words.len())
        .filter(|&at| words[at].len() >= 6 && words[at].bytes().all(|byte| byte.is_ascii_lowercase()))
        .collect();
    if long.is_empty() {
        return text.to_owned();
    }
    let word = &mut words[dice.one(&long)];
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + dice.below(letters.len() - 3);
    match dice.below(3) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        _ => letters.swap(at, at + 1),
    }
    *word = letters.into_iter().collect();
    words.join(" ")
}

/// Puts a word in brackets in, or brackets in place of who does it.
fn with_brackets(text: &str, agent: &str, dice: &mut Dice) -> String {
    if dice.chance(50) { text.replacen(" in ", " [which is] in ", 1) } else { text.replacen(agent, "[They]", 1) }
}

/// Leaves the opening out, or half of it or of the tail.
fn with_an_ellipsis(text: &str, of: &Statement, dice: &mut Dice) -> String {
    let half = |part: &str| part.split(' ').count() / 2;
    let words =
        |part: &str, from: usize, to: usize| part.split(' ').skip(from).take(to - from).collect::<Vec<_>>().join(" ");
    match dice.below(3) {
        0 => text.replacen(&format!("{} ", of.opening), "… ", 1),
        1 => text.replacen(of.opening, &format!("{} …", words(of.opening, 0, half(of.opening))), 1),
        _ => text.replacen(of.tail, &format!("… {}", words(of.tail, half(of.tail), usize::MAX)), 1),
    }
}

fn short_forms(text: &str) -> String {
    let pairs = [
        (" it is ", " it's "),
        (" we are ", " we're "),
        (" do not ", " don't "),
        (" that is ", " that's "),
        (" we have ", " we've "),
    ];
    pairs.iter().fold(text.to_owned(), |text, (whole, short)| text.replace(whole, short))
}

fn in_words(number: usize) -> String {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    match (number / 10, number % 10) {
        (0 | 1, _) => ONES[number].to_owned(),
        (tens, 0) => TENS[tens].to_owned(),
        (tens, ones) => format!("{}-{}", TENS[tens], ONES[ones]),
    }
}
