//! `whosaid evaluate --sheet`: what a coded sheet says of the archive it was drawn from.

use std::path::Path;

use anyhow::bail;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::evaluate::{Intervals, NOTHING};
use super::exit::Status;
use super::format::PlainFormat;
use super::globals::Globals;
use super::numbers::{counted, grouped};
use super::screen::Screen;
use super::sheet;
use super::styled::{DIM, PLAIN, SPEAKER, Styled};
use super::table::{Align, Table};
use crate::evaluation::{self, Coverage, Row, SheetFigure, SheetMeasure, SheetReport};

/// Reads the sheet at `path`, and prints what it says.
pub fn run(path: &Path, format: PlainFormat, globals: &Globals) -> anyhow::Result<Status> {
    let sheet = sheet::read(path)?;
    if !sheet.half_coded.is_empty() {
        let rows = sheet::row_numbers(&sheet.half_coded);
        globals.notices().say(&format!("{}, {rows}: coded in part and left out; fill in the rest", path.display()));
    }
    let report = evaluation::sheet_report(&sheet.rows);
    if report.quotes.coded + report.passages.coded == 0 {
        bail!("{}: no row is coded; fill in the empty columns (`whosaid sample --help` says how)", path.display());
    }
    let mut screen = Screen::stdout();
    match format {
        PlainFormat::Text => print_text(&mut screen, &report)?,
        PlainFormat::Jsonl => print_json(&mut screen, &report)?,
    }
    screen.flush()?;
    Ok(Status::Done)
}

fn print_text(screen: &mut Screen, report: &SheetReport) -> anyhow::Result<()> {
    screen.lines(&table(report).lines(screen.width(), 0))?;
    screen.blank()?;
    let last = format!(
        "Coded: {}, {}. Estimates for the whole archive: each row counts for what it stands for.",
        coded(report.quotes, "quote"),
        coded(report.passages, "passage")
    );
    screen.paragraph(&Styled::of(&last, DIM))?;
    Ok(())
}

/// `120 of 133 quotes (drawn from 5,120)`
fn coded(coverage: Coverage, noun: &str) -> String {
    format!("{} of {} (drawn from {})", grouped(coverage.coded), counted(coverage.rows, noun), grouped(coverage.items))
}

/// A measure of all quotes a row, below it the same by kind.
fn table(report: &SheetReport) -> Table {
    let mut table = Table::new(&[Align::Left, Align::Right, Align::Left, Align::Right]);
    table.row(["", "estimate", "95% interval", "rows"].map(|head| Styled::of(head, DIM)).to_vec());
    for measure in SheetMeasure::EVERY {
        table.row(cells(Styled::of(measure.title(), SPEAKER), figure(report, Row::All, measure)));
        for row in Row::EVERY.into_iter().filter(|row| *row != Row::All && measure.applies_to(*row)) {
            table.row(cells(Styled::of(&format!("  {}", row.name()), DIM), figure(report, row, measure)));
        }
    }
    table
}

fn figure(report: &SheetReport, row: Row, measure: SheetMeasure) -> Option<SheetFigure> {
    let (_, figures) = report.rows.iter().find(|(known, _)| *known == row)?;
    figures.iter().find(|(known, _)| *known == measure).map(|(_, figure)| *figure)
}

fn cells(name: Styled, figure: Option<SheetFigure>) -> Vec<Styled> {
    let Some(SheetFigure { figure, rows }) = figure else { return vec![name, Styled::of(NOTHING, PLAIN)] };
    let interval = figure.interval.map_or(String::new(), |[low, high]| format!("{low:.3} to {high:.3}"));
    let figures = [format!("{:.3}", figure.value), interval, grouped(rows)];
    let mut cells = vec![name];
    cells.extend(figures.iter().map(|text| Styled::of(text, PLAIN)));
    cells
}

/// Prints one object a kind of speech, then one for all rows.
fn print_json(screen: &mut Screen, report: &SheetReport) -> anyhow::Result<()> {
    for row in Row::EVERY {
        screen.json(&RowLine { report, row })?;
    }
    screen.json(&CoverageLine(report))
}

/// `{"row": "all", "precision": 0.95, …, "rows": {"precision": 120, …}, "intervals": {"precision": [0.9, 0.98], …}}`; a figure
/// that the row does not have, or that nothing is known of, is null.
struct RowLine<'a> {
    report: &'a SheetReport,
    row: Row,
}

impl Serialize for RowLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let figures = SheetMeasure::EVERY.map(|measure| (measure.key(), figure(self.report, self.row, measure)));
        let values = figures.map(|(key, figure)| (key, figure.map(|known| known.figure)));
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("row", self.row.name())?;
        for (key, figure) in values {
            map.serialize_entry(key, &figure.map(|figure| figure.value))?;
        }
        map.serialize_entry(
            "rows",
            &Counts(&figures.map(|(key, figure)| (key, figure.map_or(0, |known| known.rows)))),
        )?;
        map.serialize_entry("intervals", &Intervals(&values))?;
        map.end()
    }
}

/// `{"sheet": "coded", "quotes": {"rows": 133, "coded": 120, "items": 5120}, "passages": {…}}`
struct CoverageLine<'a>(&'a SheetReport);

impl Serialize for CoverageLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("sheet", "coded")?;
        for (key, Coverage { rows, coded, items }) in [("quotes", self.0.quotes), ("passages", self.0.passages)] {
            map.serialize_entry(key, &Counts(&[("rows", rows), ("coded", coded), ("items", items)]))?;
        }
        map.end()
    }
}

/// Numbers under their names, in order.
struct Counts<'a>(&'a [(&'static str, u64)]);

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}
