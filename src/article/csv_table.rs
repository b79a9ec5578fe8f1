//! Tables with a head: CSV, and its sisters with semicolons, tabs or bars.
//!
//! Columns are called as the fields of JSON lines, whatever their case, or as [`Columns`](super::Columns) say. Cells are
//! UTF-8, or UTF-16 with its mark; what is neither is read as Windows-1252, as old spreadsheets wrote it.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use csv::ByteRecord;
use serde_json::Value;

use super::Reason;
use super::json_lines::Fields;
use super::reader::{Context, Fault, Item, Items};
use super::source::Bytes;

/// What may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Names of columns in a message at most.
const MOST_NAMED: usize = 8;

/// The articles of a table.
pub(super) struct Rows<'s> {
    csv: csv::Reader<Rationed<'s>>,
    /// Bytes that may be read for the next row.
    ration: Rc<Cell<usize>>,
    context: Context,
    names: Vec<String>,
    record: ByteRecord,
    ended: bool,
}

impl<'s> Rows<'s> {
    /// Reads the head of `source`, which is in UTF-8 or an old encoding of one byte a letter.
    ///
    /// # Errors
    /// Where it can't be read, or no column is one of texts.
    pub(super) fn new(mut source: Bytes<'s>, context: Context) -> Result<Rows<'s>, Reason> {
        let head = source.fill_buf().map_err(|error| context.broken(&error))?;
        if head.is_empty() {
            return Err(Reason::Empty);
        }
        let delimiter = delimiter_of(head);
        let ration = Rc::new(Cell::new(context.limits.most_bytes()));
        let mut csv = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(true)
            .from_reader(Rationed { source, left: Rc::clone(&ration) });
        let head = csv.byte_headers().map_err(|error| reason(&error, &context))?;
        let names: Vec<String> =
            head.iter().map(|name| text_of(name).trim_start_matches('\u{feff}').to_owned()).collect();
        if !context.columns.have_text(names.iter().map(String::as_str)) {
            return Err(no_text_column(&names));
        }
        Ok(Rows { csv, ration, context, names, record: ByteRecord::new(), ended: false })
    }
}

/// That none of these columns is one of texts.
pub(super) fn no_text_column(names: &[String]) -> Reason {
    let more = if names.len() > MOST_NAMED { ", …" } else { "" };
    let named = &names[..names.len().min(MOST_NAMED)];
    Reason::NoTextColumn { columns: format!("{}{more}", named.join(", ")) }
}

impl<'s> Items<'s> for Rows<'s> {
    fn next(&mut self) -> Option<Result<Item<'s>, Fault>> {
        if self.ended {
            return None;
        }
        self.ration.set(self.context.limits.most_bytes());
        match self.csv.read_byte_record(&mut self.record) {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => {
                self.ended = true;
                return Some(Err(Fault::last(reason(&error, &self.context))));
            }
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        let mut fields = Fields::default();
        for (name, cell) in self.names.iter().zip(&self.record) {
            if let Some(slot) = fields.slot(name, &self.context.columns).filter(|_| !cell.is_empty()) {
                *slot = Value::String(text_of(cell));
            }
        }
        // A row without a text has an empty one.
        let article = fields.article().map_err(|_| Reason::Empty);
        Some(match article {
            Ok(article) => Ok(Item::Article { article, line, extracted: None }),
            Err(reason) => Err(Fault::at_line(line, reason)),
        })
    }
}

fn text_of(cell: &[u8]) -> String {
    match std::str::from_utf8(cell) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell).0.into_owned(),
    }
}

/// What stands between the cells of a head: the one of [`DELIMITERS`] that its first line has most of.
fn delimiter_of(head: &[u8]) -> u8 {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| line.iter().filter(|byte| **byte == delimiter).count();
    let most = DELIMITERS.into_iter().map(count).max().unwrap_or(0);
    DELIMITERS.into_iter().find(|delimiter| count(*delimiter) == most).unwrap_or(b',')
}

fn reason(error: &csv::Error, context: &Context) -> Reason {
    match error.kind() {
        csv::ErrorKind::Io(error) if error.get_ref().is_some_and(|inner| inner.is::<TooLong>()) => context.too_large(),
        csv::ErrorKind::Io(error) => context.broken(error),
        _ => Reason::BrokenFile { format: "csv", why: error.to_string() },
    }
}

/// A row is longer than allowed: a quotation mark may be missing that would end a cell.
#[derive(Debug, thiserror::Error)]
#[error("a row is too long")]
struct TooLong;

/// A source that gives so many bytes for each row.
struct Rationed<'s> {
    source: Bytes<'s>,
    left: Rc<Cell<usize>>,
}

impl Read for Rationed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.source.read(buffer)?;
        let Some(left) = self.left.get().checked_sub(length) else { return Err(io::Error::other(TooLong)) };
        self.left.set(left);
        Ok(length)
    }
}
