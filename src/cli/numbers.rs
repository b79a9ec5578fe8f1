//! Numbers and sizes for people, and from them.

use std::num::NonZeroUsize;
use std::str::FromStr;

/// Reads a whole number of the command line.
///
/// # Errors
/// What is to be given instead.
pub fn whole<N: FromStr>(text: &str) -> Result<N, &'static str> {
    text.parse().map_err(|_| "give a whole number such as 20")
}

/// Reads a whole number of the command line that is not zero.
///
/// # Errors
/// What is to be given instead.
pub fn at_least_one(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "give a whole number from 1")
}

/// `1234567` → `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 quote`, `2 quotes`, `1,200 quotes`; `noun` in the singular, its plural made by an `s`.
pub fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// `532 bytes`, `4.2 MB` (powers of 1,000).
pub fn size(bytes: u64) -> String {
    if bytes < 1_000 {
        return counted(bytes, "byte");
    }
    let mut value = bytes as f64 / 1_000.0;
    let mut unit = "kB";
    for larger in ["MB", "GB", "TB"] {
        if value < 999.95 {
            break;
        }
        value /= 1_000.0;
        unit = larger;
    }
    format!("{value:.1} {unit}")
}

/// `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`.
pub fn seconds(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match whole {
        0..10 => format!("{seconds:.1} s"),
        10..120 => format!("{whole} s"),
        120..7_200 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3_600, whole % 3_600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_groups_of_three() {
        let shown = [0, 999, 1_000, 12_345, 1_234_567].map(grouped);
        assert_eq!(shown, ["0", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(counted(1, "quote"), "1 quote");
        assert_eq!(counted(0, "quote"), "0 quotes");
    }

    #[test]
    fn sizes_stay_short() {
        assert_eq!([12, 999_949, 999_950, 4_200_000_000].map(size), ["12 bytes", "999.9 kB", "1.0 MB", "4.2 GB"]);
    }

    #[test]
    fn times_stay_short() {
        assert_eq!([0.42, 12.3, 200.0, 7_500.0].map(seconds), ["0.4 s", "12 s", "3 min 20 s", "2 h 5 min"]);
    }
}
