//! Days of publication as papers write them.
//!
//! A date is read or it is not; it is never guessed. `03/04/2021` is the third of April in one country and the fourth of
//! March in another, so it gives nothing, whereas `13/04/2021` can only be one day. Times and time zones are passed over:
//! the day is the one that stands there.

use jiff::civil::Date;

/// Years before this one are taken for the "no date" of some program (`0001-01-01`), not for the date of a newspaper.
const FIRST_YEAR: i16 = 1400;

/// Years of two digits are those of this century, up to this one.
const LAST_SHORT_YEAR: u32 = 68;

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

/// Months in other languages as dates have them, in lower case. `listopada` is missing: it is November in Polish and October in
/// Croatian.
const OTHER_MONTHS: [&str; 12] = [
    "januar januari janvier janv enero ene gennaio gen janeiro gener jänner jän ianuarie január ledna stycznia tammikuuta ocak \
     января янв січня ιανουαρίου يناير",
    "februar februari février févr fév febrero febbraio fevereiro fev febrer feber februarie február února lutego helmikuuta \
     şubat февраля фев лютого φεβρουαρίου فبراير",
    "märz mär mrz maart mrt mars marts marzo março març maret martie március března marca maaliskuuta mart марта мар березня \
     μαρτίου مارس",
    "avril avr abril abr aprile aprilie április dubna kwietnia huhtikuuta nisan апреля апр квітня απριλίου أبريل",
    "mai mei mayo maggio mag maio maig maj maja május května toukokuuta mayıs мая травня μαΐου μαίου مايو",
    "juni juin junio giugno giu junho juny iunie június června czerwca kesäkuuta haziran июня июн червня ιουνίου يونيو",
    "juli juillet juil julio luglio lug julho juliol iulie július července lipca heinäkuuta temmuz июля июл липня ιουλίου يوليو",
    "août aout agosto ago agost augustus augusti agustus augusztus srpna sierpnia elokuuta ağustos августа авг серпня \
     αυγούστου أغسطس",
    "septembre septiembre settembre set setembro setembre septembrie szeptember září września syyskuuta eylül сентября сен \
     вересня σεπτεμβρίου سبتمبر",
    "oktober okt octobre octubre ottobre ott outubro out octombrie október října października lokakuuta ekim октября окт \
     жовтня οκτωβρίου أكتوبر",
    "novembre noviembre novembro noiembrie listopadu marraskuuta kasım ноября ноя листопада νοεμβρίου نوفمبر",
    "dezember dez décembre déc diciembre dic dicembre dezembro desembre desember decembrie prosince grudnia joulukuuta aralık \
     декабря дек грудня δεκεμβρίου ديسمبر",
];

/// Which number of `03/04/2021` is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

impl Order {
    /// The order that people write in a language, as a page names it (`de`, `en-GB`); none where they don't agree.
    pub(crate) fn of_language(language: &str) -> Option<Order> {
        let language = language.trim().to_ascii_lowercase().replace('_', "-");
        let mut parts = language.split('-');
        let day_first = [
            "bg", "ca", "cs", "da", "de", "el", "es", "et", "fi", "fr", "gl", "hr", "id", "is", "it", "lv", "nb", "nl",
            "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "tr", "uk", "vi",
        ];
        match (parts.next()?, parts.next_back()) {
            ("en", Some("us")) => Some(Order::MonthFirst),
            ("en", Some("gb" | "ie" | "au" | "nz" | "in")) => Some(Order::DayFirst),
            (name, _) => day_first.contains(&name).then_some(Order::DayFirst),
        }
    }
}

/// The order in which all those dates of a text are written that can only be read in one.
pub(crate) fn order_of(text: &str) -> Option<Order> {
    let mut found = None;
    let mut before = ' ';
    for (start, char) in text.char_indices() {
        let begins = char.is_ascii_digit() && !before.is_alphanumeric() && !['-', '/', '.'].contains(&before);
        before = char;
        let Some((first, second)) = begins.then(|| two_numbers_and_year(&text[start..])).flatten() else { continue };
        let order = match (first > 12, second > 12) {
            (true, false) if first <= 31 => Order::DayFirst,
            (false, true) if second <= 31 => Order::MonthFirst,
            _ => continue,
        };
        if *found.get_or_insert(order) != order {
            return None;
        }
    }
    found
}

fn two_numbers_and_year(text: &str) -> Option<(u32, u32)> {
    let mut scan = Scan::new(text);
    let (first, _) = scan.number(2)?;
    let separator = scan.one_of(&['/', '.', '-'])?;
    let (second, _) = scan.number(2)?;
    scan.one_of(&[separator])?;
    scan.year()?;
    Some((first, second))
}

/// Reads a date that begins `value`; what follows it (a time, a place) does not matter.
///
/// Known forms: `2021-03-03`, `2021/03/03`, `20210303`, `3 March 2021`, `March 3, 2021`, `Mar. 3, 2021`, RFC 2822 and
/// RFC 3339, each with a weekday before it if need be, the same with the months of many other languages, `2021年3月3日`, and
/// `13/04/2021` where it can only be one day.
pub fn parse_date(value: &str) -> Option<Date> {
    date_at(value.trim_start()).map(|(date, _)| date)
}

/// Reads the date that `text` begins with (a weekday may precede it), and its length in bytes.
pub(crate) fn date_at(text: &str) -> Option<(Date, usize)> {
    date_in_order(text, None)
}

/// The same, where the order of numbers is known or not.
fn date_in_order(text: &str, order: Option<Order>) -> Option<(Date, usize)> {
    let start = text.len() - after_weekday(text).len();
    let rest = &text[start..];
    let found = year_first(rest).or_else(|| year_and_month(rest)).or_else(|| day_first(rest, order));
    let (date, length) = found.or_else(|| month_first(rest))?;
    Some((date, start + length))
}

/// The first date anywhere in `text`, where it begins and where it ends.
pub(crate) fn first_date(text: &str, order: Option<Order>) -> Option<(Date, usize, usize)> {
    let mut before = ' ';
    for (start, char) in text.char_indices() {
        // Inside of a word or a number nothing begins.
        let begins = char.is_alphanumeric() && !before.is_alphanumeric() && !['-', '/', '.'].contains(&before)
            || char.is_ascii_digit() && before.is_alphabetic() && !before.is_ascii();
        before = char;
        if begins && let Some((date, length)) = date_in_order(&text[start..], order) {
            return Some((date, start, start + length));
        }
    }
    None
}

/// Length in bytes of a day without its year (`March 3`, `3 March`) that `text` begins with.
pub(crate) fn yearless_day_at(text: &str) -> Option<usize> {
    let mut scan = Scan::new(after_weekday(text));
    let skipped = text.len() - scan.rest.len();
    if let Some((day, _)) = scan.number(2) {
        scan.ordinal();
        scan.spaces();
        scan.english_month()?;
        return (1..=31).contains(&day).then(|| skipped + scan.taken());
    }
    scan.english_month()?;
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

/// `2021年3月3日`, `2021년 3월 3일`, `2021. március 3.`
fn year_and_month(text: &str) -> Option<(Date, usize)> {
    let mut scan = Scan::new(text);
    let (year, _) = scan.year()?;
    if scan.one_of(&['年', '년']).is_some() {
        scan.spaces();
        let (month, _) = scan.number(2)?;
        scan.one_of(&['月', '월'])?;
        scan.spaces();
        let (day_number, _) = scan.number(2)?;
        scan.one_of(&['日', '일'])?;
        return Some((day(year, month, day_number)?, scan.taken()));
    }
    scan.one_of(&['.'])?;
    scan.spaces();
    let month = scan.month()?;
    scan.spaces();
    let (day_number, _) = scan.number(2)?;
    Some((day(year, month, day_number)?, scan.taken()))
}

/// `3 March 2021`, `3rd of March, 2021`, `3-Mar-2021`, `3 de marzo de 2021`, and `13/04/2021`.
fn day_first(text: &str, order: Option<Order>) -> Option<(Date, usize)> {
    let mut scan = Scan::new(text);
    let (first, _) = scan.number(2)?;
    if let Some(separator) = scan.one_of(&['/', '.', '-'])
        && let Some((second, _)) = scan.number(2)
    {
        scan.one_of(&[separator])?;
        let (year, digits) = scan.number(4)?;
        let year = match digits {
            4 => year,
            // `3.4.21` is written by those who begin with the day.
            2 if separator == '.' && order == Some(Order::DayFirst) && year <= LAST_SHORT_YEAR => 2000 + year,
            _ => return None,
        };
        return Some((in_order(first, second, year, order)?, scan.taken()));
    }
    scan.ordinal();
    scan.spaces();
    scan.one_of(&['-']);
    scan.small_word(&["of ", "de ", "d'", "d’"]);
    let month = scan.month()?;
    scan.one_of(&['.']);
    scan.one_of(&[',', '-']);
    scan.spaces();
    scan.small_word(&["de ", "del "]);
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

/// The day that `first/second/year` means: in that order if it is known, else if both ways to read it give the same day or only one
/// gives any.
fn in_order(first: u32, second: u32, year: u32, order: Option<Order>) -> Option<Date> {
    match (day(year, second, first), day(year, first, second)) {
        (Some(one), Some(other)) => match order {
            Some(Order::DayFirst) => Some(one),
            Some(Order::MonthFirst) => Some(other),
            None => (one == other).then_some(one),
        },
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

    /// Passes over one of `words`, if it stands here.
    fn small_word(&mut self, words: &[&str]) {
        let stands = |word: &&&str| self.rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if let Some(length) = words.iter().find(stands).map(|word| word.len()) {
            self.skip(length);
        }
    }

    fn ordinal(&mut self) {
        if self.one_of(&['.', 'º', '°', 'ª']).is_some() {
            return;
        }
        let mut ahead = Scan::new(self.rest);
        let word = ahead.word();
        if ["st", "nd", "rd", "th", "er"].iter().any(|ending| word.eq_ignore_ascii_case(ending)) {
            self.rest = ahead.rest;
        }
    }

    /// A month by its name or a short form of it, as a number from 1; a stop after it is left to the caller.
    fn month(&mut self) -> Option<u32> {
        self.english_month().or_else(|| self.other_month())
    }

    /// A month by its full name or three to four letters of it (`Mar`, `Sept`).
    fn english_month(&mut self) -> Option<u32> {
        let mut ahead = Scan::new(self.rest);
        let word = ahead.word().to_ascii_lowercase();
        if word.len() < 3 || ahead.rest.chars().next().is_some_and(char::is_alphabetic) {
            return None;
        }
        let abbreviated = word.len() <= 4;
        let found = MONTHS.iter().position(|month| *month == word || abbreviated && month.starts_with(&word))?;
        self.rest = ahead.rest;
        Some(found as u32 + 1)
    }

    /// A month in another language.
    fn other_month(&mut self) -> Option<u32> {
        let end = self.rest.find(|char: char| !char.is_alphabetic()).unwrap_or(self.rest.len());
        let word = self.rest[..end].to_lowercase();
        let found =
            OTHER_MONTHS.iter().position(|names| names.split(' ').any(|name| name == word && !word.is_empty()))?;
        self.skip(end);
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
        assert_eq!(parse_date("13-04-2021 10:29"), Some(date(2021, 4, 13)));
    }

    #[test]
    fn months_of_other_languages_are_read() {
        for form in [
            "3. März 2021",
            "3. MÄRZ 2021",
            "3 mars 2021",
            "3 de marzo de 2021",
            "3 de março de 2021",
            "3 марта 2021 г.",
            "3 marca 2021",
            "3. März, 2021",
            "2021. március 3.",
            "2021年3月3日",
            "2021년 3월 3일",
            "3º marzo 2021",
        ] {
            assert_eq!(parse_date(form), Some(date(2021, 3, 3)), "{form}");
        }
        assert_eq!(parse_date("1er août 2021"), Some(date(2021, 8, 1)));
        assert_eq!(parse_date("3 listopada 2021"), None);
        assert_eq!(parse_date("3 Märzen 2021"), None);
    }

    #[test]
    fn the_order_of_numbers_is_told_by_the_language() {
        assert_eq!(Order::of_language("de"), Some(Order::DayFirst));
        assert_eq!(Order::of_language("en_GB"), Some(Order::DayFirst));
        assert_eq!(Order::of_language("en-US"), Some(Order::MonthFirst));
        for open in ["en", "en-CA", "ja", ""] {
            assert_eq!(Order::of_language(open), None, "{open}");
        }
        let day = |text, order| first_date(text, order).map(|(date, ..)| date);
        assert_eq!(day("03.04.2021", Some(Order::DayFirst)), Some(date(2021, 4, 3)));
        assert_eq!(day("03/04/2021", Some(Order::MonthFirst)), Some(date(2021, 3, 4)));
        assert_eq!(day("03.04.21", Some(Order::DayFirst)), Some(date(2021, 4, 3)));
        assert_eq!(day("03/04/21", Some(Order::DayFirst)), None);
        assert_eq!(day("03/04/2021", None), None);
        assert_eq!(order_of("Open 03/04/2021 to 25/04/2021"), Some(Order::DayFirst));
        assert_eq!(order_of("Open 04/25/2021"), Some(Order::MonthFirst));
        for open in ["Open 04/25/2021 and 25/04/2021", "Open 03/04/2021", "Version 13.04.20211"] {
            assert_eq!(order_of(open), None, "{open}");
        }
    }

    #[test]
    fn the_first_date_is_found_anywhere_in_a_text() {
        assert_eq!(first_date("Von Bo Rask am 3. März 2021, 6:10", None), Some((date(2021, 3, 3), 15, 28)));
        assert_eq!(first_date("发布于2021年3月3日", None).map(|(date, ..)| date), Some(date(2021, 3, 3)));
        assert_eq!(first_date("No. 12-2021-03-03 and A2021-03-03", None), None);
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
            let _ = first_date(&text, Some(Order::DayFirst));
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
