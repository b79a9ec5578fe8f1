//! What an update did, for people.

use super::globals::Globals;
use super::numbers::{grouped, seconds};
use super::screen::Screen;
use super::styled::{DIM, PLAIN, Styled};
use super::table::{Align, Table};
use crate::index::Summary;

/// Prints it, unless `-q` was given.
pub fn print(summary: &Summary, took: f64, globals: &Globals) -> anyhow::Result<()> {
    if globals.quiet {
        return Ok(());
    }
    let mut screen = Screen::stdout();
    screen.lines(&table(summary, took, globals.verbose).lines(screen.width(), 0))?;
    Ok(screen.flush()?)
}

/// A name, a number and a remark a row.
fn table(summary: &Summary, took: f64, named: bool) -> Table {
    let mut table = Table::new(&[Align::Left, Align::Right, Align::Left]);
    let cells = |name: &str, number: String, remark: &str| {
        vec![Styled::of(name, DIM), Styled::of(&number, PLAIN), Styled::of(remark, DIM)]
    };
    table.row(cells("new", grouped(summary.new), ""));
    table.row(cells("changed", grouped(summary.changed), ""));
    table.row(cells("gone", grouped(summary.gone), ""));
    table.row(cells("unchanged", grouped(summary.unchanged), ""));
    let skipped: u64 = summary.skipped.values().sum();
    // Wrapped below: there may be many, and what to do about them comes last.
    table.row_with_note(cells("skipped", grouped(skipped), ""), Styled::of(&reasons(summary, named), DIM));
    table.row(cells("articles", grouped(summary.articles), "in the index"));
    table.row(cells("quotes", grouped(summary.quotes), ""));
    table.row(cells("speakers", grouped(summary.speakers), "with a name"));
    let rate = (summary.attributed as f64 / took.max(0.001)).round() as u64;
    let rate = if summary.attributed == 0 { String::new() } else { format!("{} articles/s", grouped(rate)) };
    table.row(cells("time", seconds(took), &rate));
    table
}

/// `2 binary, 1 empty (-v names them)`
fn reasons(summary: &Summary, named: bool) -> String {
    let mut reasons = Vec::new();
    for (reason, count) in &summary.skipped {
        if *count > 0 {
            reasons.push(format!("{} {reason}", grouped(*count)));
        }
    }
    match (reasons.is_empty(), named) {
        (true, _) => String::new(),
        (false, true) => reasons.join(", "),
        (false, false) => format!("{} (-v names them)", reasons.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_under_each_other() {
        let summary = Summary {
            new: 1_240,
            skipped: [("binary".to_string(), 2), ("empty".to_string(), 1)].into(),
            articles: 1_300,
            quotes: 9_876,
            speakers: 310,
            attributed: 1_240,
            ..Summary::default()
        };
        let lines = table(&summary, 4.0, false).lines(80, 0);
        let shown: Vec<&str> = lines.iter().map(|line| line.plain().trim_end()).collect();
        assert_eq!(
            shown,
            [
                "new        1,240",
                "changed        0",
                "gone           0",
                "unchanged      0",
                "skipped        3",
                "  2 binary, 1 empty (-v names them)",
                "articles   1,300  in the index",
                "quotes     9,876",
                "speakers     310  with a name",
                "time       4.0 s  310 articles/s",
            ]
        );
    }
}
