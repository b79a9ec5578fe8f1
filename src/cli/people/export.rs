//! `whosaid people export`: the table, and all other identities.

use std::path::PathBuf;

use clap::Args;

use super::table::{self, BETWEEN, COLUMNS};
use crate::cli::exit::Status;
use crate::cli::globals::Globals;
use crate::cli::output_file::OutputFile;
use crate::cli::rows;
use crate::index::Identities;
use crate::speakers::{Person, Pin, SpeakerKey};

/// Print the table of people as CSV.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid people export --all --output people.csv")]
pub struct ExportArgs {
    /// Also the identities that no row names, most quotes first; their keys pin nothing until you edit them
    #[arg(long)]
    all: bool,
    /// Write to a file; it appears, or is replaced, when all of it is written
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs `whosaid people export`.
pub fn run(args: &ExportArgs, globals: &Globals) -> anyhow::Result<Status> {
    let reader = globals.reader()?;
    let people = reader.identities()?.people();
    let (mut screen, file) = OutputFile::or_stdout(args.output.as_deref())?;
    let head: Vec<&str> = COLUMNS.iter().copied().chain(people.columns.iter().map(String::as_str)).collect();
    rows::print_head(&mut screen, &head)?;
    for person in &people.rows {
        rows::print_row(&mut screen, row(person))?;
    }
    if args.all {
        for cells in reader.sound(|| automatic(reader.identities()?, people.columns.len()))? {
            rows::print_row(&mut screen, cells)?;
        }
    }
    screen.flush()?;
    if let Some(file) = file {
        file.publish()?;
    }
    Ok(Status::Done)
}

fn row(person: &Person) -> Vec<String> {
    let pins: Vec<&str> = person.pins.iter().map(Pin::text).collect();
    let mut cells = vec![
        person.id.clone(),
        person.name.clone(),
        person.aliases.join(BETWEEN),
        person.description.clone(),
        pins.join(BETWEEN),
    ];
    cells.extend(person.cells.iter().cloned());
    cells
}

/// A row for each identity that is in no row of the table.
fn automatic(identities: &Identities, further: usize) -> anyhow::Result<Vec<Vec<String>>> {
    let mut all = Vec::new();
    for place in identities.places() {
        let record = identities.record(place)?;
        if let (Some(id), None) = (record.id, record.row) {
            all.push((std::cmp::Reverse(record.quotes), record.name, id, place));
        }
    }
    all.sort();
    let mut rows = Vec::new();
    for (_, name, id, place) in all {
        let details = identities.details(place)?;
        let names = details.names.into_iter().map(|(other, _)| other);
        // A semicolon would end the alias.
        let aliases: Vec<String> = names.filter(|other| *other != name && !other.contains(';')).collect();
        let keys: Vec<String> = details
            .keys
            .iter()
            .filter_map(|(key, _)| SpeakerKey::parse(key).map(|key| Pin::of(&key).text().to_owned()))
            .collect();
        let keys = table::automatic(&name, &aliases, &keys);
        let mut cells = vec![id, name, aliases.join(BETWEEN), String::new(), keys];
        cells.resize(COLUMNS.len() + further, String::new());
        rows.push(cells);
    }
    Ok(rows)
}
