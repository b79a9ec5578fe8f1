//! Days as a user writes them: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, a year or a month standing for all its days.

use jiff::civil::Date;

/// First and last day of the year, month or day that `text` names; `None` where it names none.
pub(super) fn days(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.trim().split('-');
    let year: i16 = number(parts.next()?, 4)?;
    let Some(month) = parts.next() else {
        return Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?));
    };
    let first: Date = Date::new(year, number(month, 2)?, 1).ok()?;
    let Some(day) = parts.next() else {
        return Some((first, first.last_of_month()));
    };
    let day = Date::new(year, first.month(), number(day, 2)?).ok()?;
    parts.next().is_none().then_some((day, day))
}

/// `text` as a number, where it is that many ASCII digits.
fn number<N: std::str::FromStr>(text: &str, digits: usize) -> Option<N> {
    if text.len() != digits || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_year_and_a_month_stand_for_all_their_days() {
        assert_eq!(days("2019"), Some((date(2019, 1, 1), date(2019, 12, 31))));
        assert_eq!(days("2020-02"), Some((date(2020, 2, 1), date(2020, 2, 29))));
        assert_eq!(days(" 2019-10-14 "), Some((date(2019, 10, 14), date(2019, 10, 14))));
    }

    #[test]
    fn what_is_no_day_of_the_calendar_is_none() {
        for text in
            ["", "19", "2019-", "2019-13", "2019-2-1", "2019-02-30", "2019-10-14-1", "-2019", "last week", "２０１９"]
        {
            assert_eq!(days(text), None, "{text}");
        }
    }
}
