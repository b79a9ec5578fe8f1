//! `whosaid correct --import`: many corrections from a table.

use std::path::Path;

use crate::attribution::Kind;
use crate::cli::exit::Status;
use crate::cli::given_table::{self, GivenRow, GivenTable};
use crate::cli::globals::Globals;
use crate::cli::numbers::counted;
use crate::cli::whose::{Whose, now};
use crate::index::{self, Change, Mend};
use crate::speakers::SpeakerKind;

/// The columns that mean something, in the order of a list.
pub const COLUMNS: [&str; 6] = ["id", "speaker", "speaker_kind", "kind", "not_a_quote", "note"];

/// Takes the table at `file` in.
pub fn run(file: &Path, whose: &Whose, globals: &Globals) -> anyhow::Result<Status> {
    let read = read(&GivenTable::text(file)?, file)?;
    given_table::refuse(file, &read.faults)?;
    let done = index::correct(&globals.location()?, &read.changes, &whose.name(), now())?;
    let faults: Vec<(usize, String)> = done.faults.into_iter().map(|(row, fault)| (read.lines[row], fault)).collect();
    given_table::refuse(file, &faults)?;
    globals.notices().say(&format!("{} corrected", counted(done.ids.len() as u64, "quote")));
    if done.untouched > 0 {
        let rows = counted(done.untouched as u64, "row");
        globals.notices().say(&format!("{rows} passed over: what stands there is so already"));
    }
    super::finish(globals)
}

/// A table of corrections.
pub struct Read {
    /// What its rows say.
    pub changes: Vec<Change>,
    /// The line of each, from 1.
    pub lines: Vec<usize>,
    /// Rows that nobody understands, by line.
    pub faults: Vec<(usize, String)>,
}

/// Reads the table of corrections in `text`, which `path` holds.
///
/// # Errors
/// Where it is no table, or lacks a column that it must have.
pub fn read(text: &str, path: &Path) -> anyhow::Result<Read> {
    let table = GivenTable::parse(text, path, &COLUMNS, &["id"])?;
    let mut read = Read { changes: Vec::new(), lines: Vec::new(), faults: Vec::new() };
    for row in &table.rows {
        match change(&table, row) {
            Ok(change) => {
                read.changes.push(change);
                read.lines.push(row.line);
            }
            Err(fault) => read.faults.push((row.line, fault)),
        }
    }
    Ok(read)
}

/// What a row says, or why nobody can tell.
fn change(table: &GivenTable, row: &GivenRow) -> Result<Change, String> {
    let cell = |name: &str| Some(row.cell(table.column(name))).filter(|cell| !cell.is_empty());
    let id = cell("id").ok_or("no id: give that of a quote, or its first digits")?;
    let speaker_kind = cell("speaker_kind").map(|name| one_of(&SpeakerKind::ALL, SpeakerKind::name, &name));
    let kind = cell("kind").map(|name| one_of(&Kind::ALL, Kind::name, &name));
    let not_a_quote = match cell("not_a_quote").unwrap_or_default().to_lowercase().as_str() {
        "" | "no" | "n" | "false" | "0" => false,
        "yes" | "y" | "true" | "1" | "x" => true,
        other => return Err(format!("not_a_quote {other:?}: write yes or no")),
    };
    let (speaker_kind, kind) = (speaker_kind.transpose()?, kind.transpose()?);
    let says = Mend { speaker: cell("speaker"), speaker_kind, kind, not_a_quote, note: cell("note") };
    Ok(Change { id, says, as_table: true })
}

/// The value of this name.
fn one_of<T: Copy>(all: &[T], name: fn(T) -> &'static str, given: &str) -> Result<T, String> {
    let found = all.iter().copied().find(|value| name(*value).eq_ignore_ascii_case(given));
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|value| name(*value)).collect();
        format!("{given:?} is none of {}", names.join(", "))
    })
}
