//! Counts of a search for people: a small table with bars for each facet.

use textwrap::core::display_width;

use super::numbers::grouped;
use super::styled::{DIM, PLAIN, SPEAKER, Styled};
use super::table::{Align, Table};
use crate::index::{Facet, FacetCount, FacetCounts};

/// Values shown of one facet.
pub const MOST_VALUES: usize = 10;
/// Columns of the longest bar, at least and at most: names have the room before bars.
const BAR_WIDTHS: (usize, usize) = (4, 20);
/// Columns of a row that are neither name nor number nor bar: margin and gaps.
const BLANKS: usize = 6;

/// A heading and a row for each of the most frequent values.
pub fn lines(FacetCounts { facet, counts, values }: &FacetCounts, width: usize) -> Vec<Styled> {
    let mut lines = vec![Styled::of(&format!("By {}", facet.name()), SPEAKER)];
    if counts.is_empty() {
        lines.extend(Styled::of("none", DIM).wrap(width, 2, 2));
        return lines;
    }
    let shown = shown(facet, counts);
    let most = counts.iter().map(|count| count.count).max().unwrap_or(1).max(1);
    let names = shown.iter().map(|count| display_width(&count.value)).max().unwrap_or(0);
    let numbers = grouped(most as u64).len();
    let longest_bar = width.saturating_sub(BLANKS + names + numbers).clamp(BAR_WIDTHS.0, BAR_WIDTHS.1);
    let mut table = Table::new(&[Align::Left, Align::Right, Align::Left]);
    for count in &shown {
        table.row(vec![
            Styled::of(&count.value, PLAIN),
            Styled::of(&grouped(count.count as u64), PLAIN),
            Styled::of(&bar(count.count, most, longest_bar), DIM),
        ]);
    }
    lines.extend(table.lines(width, 2));
    if *values > shown.len() {
        let more = grouped((values - shown.len()) as u64);
        lines.extend(Styled::of(&format!("and {more} more (all with --format jsonl)"), DIM).wrap(width, 2, 2));
    }
    lines
}

/// The most frequent values; of years the latest, in their order.
fn shown<'a>(facet: &Facet, counts: &'a [FacetCount]) -> Vec<&'a FacetCount> {
    let mut shown: Vec<&FacetCount> = counts.iter().collect();
    if *facet == Facet::Year {
        shown.sort_by(|a, b| a.value.cmp(&b.value));
        return shown.split_off(shown.len().saturating_sub(MOST_VALUES));
    }
    shown.truncate(MOST_VALUES);
    shown
}

/// A bar in eighths of a column, `longest` columns long for `most`; never empty.
fn bar(count: usize, most: usize, longest: usize) -> String {
    let eighths = (count * longest * 8).div_ceil(most);
    let mut bar = "█".repeat(eighths / 8);
    bar.push_str(["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]);
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(facet: Facet, counts: &[(&str, usize)]) -> Vec<String> {
        let counts: Vec<FacetCount> =
            counts.iter().map(|&(value, count)| FacetCount { value: value.to_string(), id: None, count }).collect();
        let counts = FacetCounts { facet, values: counts.len(), counts };
        lines(&counts, 80).iter().map(|line| line.plain().trim_end().to_string()).collect()
    }

    #[test]
    fn bars_are_in_proportion() {
        assert_eq!(
            shown(Facet::Act, &[("says", 8), ("denies", 4), ("asks", 1)]),
            ["By act", "  says    8  ████████████████████", "  denies  4  ██████████", "  asks    1  ██▌"]
        );
    }

    #[test]
    fn years_come_in_their_order() {
        assert_eq!(
            shown(Facet::Year, &[("2022", 4), ("2019", 2)])[1..],
            ["  2019  2  ██████████", "  2022  4  ████████████████████"]
        );
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let many: Vec<(String, usize)> = (0..12).map(|number| (format!("Source {number}"), 20 - number)).collect();
        let many: Vec<(&str, usize)> = many.iter().map(|(value, count)| (value.as_str(), *count)).collect();
        let shown = shown(Facet::Source, &many);
        assert_eq!(shown.len(), 12);
        assert_eq!(shown[11], "  and 2 more (all with --format jsonl)");
    }
}
