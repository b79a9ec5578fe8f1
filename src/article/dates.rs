//! Days of publication as papers write them.
//!
//! A date is read or it is not; it is never guessed. `03/04/2021` is the third of April in one country and the fourth of
//! March in another, so it gives nothing, whereas `13/04/2021` can only be one day. Times and time zones are passed over:
//! the day is the one that stands there.

use jiff::civil::Date;

/// Years before this one are taken for the "no date" of some program (`0001-01-01`), not for the date of a newspaper.
const FIRST_YEAR: i16 = 1400;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads a date that begins `value`; what follows it (a time, a place) does not matter.
///
/// Known forms: `2021-03-03`, `2021/03/03`, `20210303`, `3 March 2021`, `March 3, 2021`, `Mar. 3, 2021`, RFC 2822 and
/// RFC 3339, each with a weekday before it if need be, and `13/04/2021` where it can only be one day.
pub fn parse_date(value: &str) -> Option<Date> {
    date_at(value.trim_start()).map(|(date, _)| date)
}

/// Reads the date that `text` begins with (a weekday may precede it), and its length in bytes.
pub(crate) fn date_at(text: &str) -> Option<(Date, usize)> {
    let start = text.len() - after_weekday(text).len();
    let rest = &text[start..];
    let (date, length) = year_first(rest).or_else(|| day_first(rest)).or_else(|| month_first(rest))?;
    Some((date, start + length))
}

/// Length in bytes of a day without its year (`March 3`, `3 March`) that `text` begins with.
pub(crate) fn yearless_day_at(text: &str) -> Option<usize> {
    let mut scan = Scan::new(after_weekday(text));
    let skipped = text.len() - scan.rest.len();
    if let Some((day, _)) = scan.number(2) {
        scan.ordinal();
        scan.spaces();
        scan.month()?;
        return (1..=31).contains(&day).then(|| skipped + scan.taken());
    }
    scan.month()?;
    scan.spaces();
    let (day, _) = scan.number(2)?;
    (1..=31).contains(&day).then(|| skipped + scan.taken())
}

/// What follows a weekday that `text` begins with (`Monday, `, `Wed `), else `text` itself.
fn after_weekday(text: &str) -> &str {
    let mut scan = Scan::new(text);
    let word = scan.word();
    let lower = word.to_ascii_lowercase();
    let is_weekday = lower.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(&lower));
    if !is_weekday {
        return text;
    }
    scan.rest.trim_start_matches([',', '.', ' ', '\u{a0}'])
}

/// `2021-03-03`, `2021/3/3`, `2021.03.03`, `20210303`.
fn year_first(text: &str) -> Option<(Date, usize)> {
    let mut scan = Scan::new(text);
    let (number, digits) = scan.number(8)?;
    if digits == 8 {
        let ends = scan.rest.chars().next().is_none_or(|next| next == 'T' || next.is_whitespace());
        let date = ends.then(|| day(number / 10_000, number / 100 % 100, number % 100))??;
        return Some((date, scan.taken()));
    }
    if digits != 4 {
        return None;
    }
    let separator = scan.one_of(&['-', '/', '.'])?;
    let (month, _) = scan.number(2)?;
    scan.one_of(&[separator])?;
    let (day_number, _) = scan.number(2)?;
    Some((day(number, month, day_number)?, scan.taken()))
}

/// `3 March 2021`, `3rd of March, 2021`, `3-Mar-2021`, and `13/04/2021`.
fn day_first(text: &str) -> Option<(Date, usize)> {
    let mut scan = Scan::new(text);
    let (first, _) = scan.number(2)?;
    if let Some(separator) = scan.one_of(&['/', '.'])
        && let Some((second, _)) = scan.number(2)
    {
        scan.one_of(&[separator])?;
        let (year, _) = scan.year()?;
        return Some((unambiguous(first, second, year)?, scan.taken()));
    }
    scan.ordinal();
    scan.spaces();
    scan.one_of(&['-']);
    if scan.rest.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("of ")) {
        scan.skip(3);
    }
    let month = scan.month()?;
    scan.one_of(&['.']);
    scan.one_of(&[',', '-']);
    scan.spaces();
    let (year, _) = scan.year()?;
    Some((day(year, month, first)?, scan.taken()))
}

/// `March 3, 2021`, `Mar. 3rd 2021`.
fn month_first(text: &str) -> Option<(Date, usize)> {
    let mut scan = Scan::new(text);
    let month = scan.month()?;
    scan.one_of(&['.']);
    scan.spaces();
    let (day_number, _) = scan.number(2)?;
    scan.ordinal();
    scan.one_of(&[',']);
    scan.spaces();
    let (year, _) = scan.year()?;
    Some((day(year, month, day_number)?, scan.taken()))
}

/// The day that `first/second/year` means, if both ways to read it give the same day or only one gives any.
fn unambiguous(first: u32, second: u32, year: u32) -> Option<Date> {
    match (day(year, second, first), day(year, first, second)) {
        (Some(one), Some(other)) => (one == other).then_some(one),
        (one, other) => one.or(other),
    }
}

fn day(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|&year| year >= FIRST_YEAR)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A reader of the small pieces that dates are made of.
struct Scan<'t> {
    text: &'t str,
    rest: &'t str,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str) -> Self {
        Scan { text, rest: text }
    }

    fn taken(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = &self.rest[bytes..];
    }

    /// A number of at most `most` digits and how many it has; nothing when there are more.
    fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let digits = self.rest.bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > most {
            return None;
        }
        let number = self.rest[..digits].parse().ok()?;
        self.skip(digits);
        Some((number, digits))
    }

    fn year(&mut self) -> Option<(u32, usize)> {
        self.number(4).filter(|&(_, digits)| digits == 4)
    }

    fn one_of(&mut self, wanted: &[char]) -> Option<char> {
        let next = self.rest.chars().next().filter(|next| wanted.contains(next))?;
        self.skip(next.len_utf8());
        Some(next)
    }

    fn spaces(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\u{a0}', '\u{202f}']);
    }

    fn word(&mut self) -> &'t str {
        let length = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let word = &self.rest[..length];
        self.skip(length);
        word
    }

    fn ordinal(&mut self) {
        let mut ahead = Scan::new(self.rest);
        let word = ahead.word();
        if ["st", "nd", "rd", "th"].iter().any(|ending| word.eq_ignore_ascii_case(ending)) {
            self.rest = ahead.rest;
        }
    }

    /// A month by its full name or three to four letters of it (`Mar`, `Sept`), as a number from 1; a stop after it is
    /// left to the caller.
    fn month(&mut self) -> Option<u32> {
        let mut ahead = Scan::new(self.rest);
        let word = ahead.word().to_ascii_lowercase();
        if word.len() < 3 {
            return None;
        }
        let abbreviated = word.len() <= 4;
        let found = MONTHS.iter().position(|month| *month == word || abbreviated && month.starts_with(&word))?;
        self.rest = ahead.rest;
        Some(found as u32 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn every_known_form_of_one_day_is_read() {
        for form in [
            "2021-03-03",
            "2021-03-03T06:10:00+01:00",
            "2021-3-3 10:00",
            "2021/03/03",
            "20210303",
            "20210303T101500Z",
            "3 March 2021",
            "03 Mar 2021 10:00:00 GMT",
            "Wed, 03 Mar 2021 10:00:00 +0100",
            "Wednesday 3rd March 2021, 6.10am",
            "3rd of March, 2021",
            "3-Mar-2021",
            "March 3, 2021",
            "MARCH 3 2021",
            "Mar. 3, 2021 at noon",
            "Wednesday, March 3rd, 2021",
            "03/03/2021",
        ] {
            assert_eq!(parse_date(form), Some(date(2021, 3, 3)), "{form}");
        }
        assert_eq!(parse_date("Sept. 14, 2021"), Some(date(2021, 9, 14)));
        assert_eq!(parse_date("13/04/2021"), Some(date(2021, 4, 13)));
        assert_eq!(parse_date("04/13/2021"), Some(date(2021, 4, 13)));
    }

    #[test]
    fn what_could_be_another_day_or_none_is_not_read() {
        for form in [
            "",
            "03/04/2021",
            "3.4.2021",
            "03/04/21",
            "2021",
            "March 2021",
            "March 3",
            "2021-02-30",
            "2021-03-031",
            "0001-01-01",
            "31 June 2021",
            "yesterday",
            "Marching 3, 2021",
            "Ma 3, 2021",
            "1614765600",
            "3 March 20211",
        ] {
            assert_eq!(parse_date(form), None, "{form}");
        }
    }

    #[test]
    fn the_length_says_where_the_date_ends() {
        assert_eq!(date_at("Monday, 14 October 2019 - Rain"), Some((date(2019, 10, 14), 23)));
        assert_eq!(yearless_day_at("March 3 (Meridian)"), Some(7));
        assert_eq!(yearless_day_at("Tuesday 3 March"), Some(15));
        assert_eq!(yearless_day_at("Marsh 3"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_none(text in any::<String>()) {
            if let Some((_, length)) = date_at(&text) {
                prop_assert!(text.is_char_boundary(length));
            }
        }

        #[test]
        fn what_is_printed_is_read_again(year in 1400i16..=9999, month in 1i8..=12, day in 1i8..=28) {
            let wanted = date(year, month, day);
            prop_assert_eq!(parse_date(&wanted.to_string()), Some(wanted));
            prop_assert_eq!(parse_date(&wanted.strftime("%A, %B %d, %Y").to_string()), Some(wanted));
            prop_assert_eq!(parse_date(&wanted.strftime("%d %b %Y").to_string()), Some(wanted));
        }
    }
}
