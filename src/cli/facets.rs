//! Counts of a search for people: a small table with bars for each facet.

use super::numbers::grouped;
use super::styled::{DIM, PLAIN, SPEAKER, Styled};
use super::table::{Align, Table};
use crate::index::{Facet, FacetCount};

/// Values shown of one facet.
const MOST_VALUES: usize = 10;
/// Columns of the longest bar.
const BAR_WIDTH: usize = 20;

/// A heading and a row for each of the most frequent values.
pub fn lines(facet: Facet, counts: &[FacetCount], width: usize) -> Vec<Styled> {
    let mut lines = vec![Styled::of(&format!("By {}", facet.name()), SPEAKER)];
    if counts.is_empty() {
        lines.push(Styled::of("  none", DIM));
        return lines;
    }
    let most = counts.iter().map(|count| count.count).max().unwrap_or(1).max(1);
    let mut table = Table::new(&[Align::Left, Align::Right, Align::Left]);
    for count in counts.iter().take(MOST_VALUES) {
        table.row(vec![
            Styled::of(&count.value, PLAIN),
            Styled::of(&grouped(count.count as u64), PLAIN),
            Styled::of(&bar(count.count, most), DIM),
        ]);
    }
    lines.extend(table.lines(width, 2));
    if counts.len() > MOST_VALUES {
        let more = grouped((counts.len() - MOST_VALUES) as u64);
        lines.push(Styled::of(&format!("  and {more} more (all with --format jsonl)"), DIM));
    }
    lines
}

/// A bar in eighths of a column; never empty.
fn bar(count: usize, most: usize) -> String {
    let eighths = (count * BAR_WIDTH * 8).div_ceil(most);
    let mut bar = "█".repeat(eighths / 8);
    bar.push_str(["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]);
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_in_proportion() {
        let counts = [("2021", 8), ("2022", 4), ("2023", 1)].map(|(value, count)| FacetCount {
            value: value.into(),
            id: None,
            count,
        });
        let shown: Vec<String> =
            lines(Facet::Year, &counts, 80).iter().map(|line| line.plain().trim_end().to_string()).collect();
        assert_eq!(shown, ["By year", "  2021  8  ████████████████████", "  2022  4  ██████████", "  2023  1  ██▌"]);
    }
}
