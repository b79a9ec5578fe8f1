//! A table that a user gives, as a spreadsheet saves it: in any encoding, with commas, semicolons or tabs, columns in any order.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use csv::{ReaderBuilder, StringRecord};

use super::notices::to_stderr;
use super::numbers::counted;
use super::sheet::delimiter;
use crate::article;

/// Errors of rows that are told at most.
const MOST_TOLD: usize = 20;

/// A table with the names of its columns.
pub struct GivenTable {
    /// Names of the columns, as they stand in the first row.
    pub head: Vec<String>,
    /// The rows that are not blank.
    pub rows: Vec<GivenRow>,
}

/// One row.
pub struct GivenRow {
    /// Its line in the file, from 1.
    pub line: usize,
    cells: StringRecord,
}

impl GivenTable {
    /// The text of the table at `path`.
    ///
    /// # Errors
    /// Where it can't be read, or holds no text.
    pub fn text(path: &Path) -> anyhow::Result<String> {
        let place = path.display();
        let bytes = fs::read(path).with_context(|| format!("can't read {place}"))?;
        let text = article::decode(&bytes, None);
        let text = text.map_err(|_| anyhow::anyhow!("{place}: no text in it; save the table as CSV"))?;
        Ok(text)
    }

    /// Reads the table in `text`, which `path` holds; `columns` are those that mean something, `needed` those that must be there.
    ///
    /// # Errors
    /// Where it is no table or lacks a column.
    pub fn parse(text: &str, path: &Path, columns: &[&str], needed: &[&str]) -> anyhow::Result<GivenTable> {
        let place = path.display();
        let no_table = || format!("{place}: not a table");
        let mut reader = ReaderBuilder::new();
        let reader = reader.delimiter(delimiter(text)).has_headers(false).flexible(true);
        let mut reader = reader.from_reader(text.as_bytes());
        let mut records = reader.records();
        let named = columns.join(",");
        let Some(head) = records.next() else { bail!("{place}: empty; the first row names the columns: {named}") };
        let head = head.with_context(no_table)?;
        let head = head.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect();
        let mut table = GivenTable { head, rows: Vec::new() };
        if let Some(lacks) = needed.iter().find(|name| table.column(name).is_none()) {
            bail!("{place}: no column \"{lacks}\"; the first row names the columns: {named}");
        }
        for cells in records {
            let cells = cells.with_context(no_table)?;
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                let line = cells.position().map_or(0, |position| position.line() as usize);
                table.rows.push(GivenRow { line, cells });
            }
        }
        Ok(table)
    }

    /// The place of the column of this name, whatever its case.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.head.iter().position(|column| column.eq_ignore_ascii_case(name))
    }
}

impl GivenRow {
    /// A cell without blanks around it, and without the apostrophe that keeps a spreadsheet from taking it for a formula; empty
    /// where there is no such column.
    pub fn cell(&self, column: Option<usize>) -> String {
        let cell = column.and_then(|column| self.cells.get(column)).unwrap_or_default().trim();
        let guarded = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
        guarded.unwrap_or(cell).to_owned()
    }
}

/// Tells the errors of rows, by line, and that nothing was taken in; nothing to do where there is none.
///
/// # Errors
/// Where there is one.
pub fn refuse(path: &Path, faults: &[(usize, String)]) -> anyhow::Result<()> {
    if faults.is_empty() {
        return Ok(());
    }
    let place = path.display();
    for (line, fault) in faults.iter().take(MOST_TOLD) {
        to_stderr(&format!("whosaid: {place}:{line}: {fault}"));
    }
    bail!(
        "{place}: {} with errors, nothing was taken in: mend them and import again",
        counted(faults.len() as u64, "row")
    )
}
