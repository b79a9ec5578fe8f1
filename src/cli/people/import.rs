//! `whosaid people import`: takes a table in.

use std::path::{Path, PathBuf};

use clap::Args;

use super::table::{self, COLUMNS};
use crate::cli::exit::Status;
use crate::cli::given_table::{self, GivenTable};
use crate::cli::globals::Globals;
use crate::cli::numbers::{counted, grouped};
use crate::index::replace_people;
use crate::speakers::{People, PeopleError, Person, Pin};

/// Replace the table of people by a CSV file: id,name,aliases,description,keys and any further columns.
///
/// `keys` are the names of this archive that belong to that person and nobody else, as `people export --all` writes them; with
/// none the name and the aliases decide. Several aliases or keys stand between semicolons. Where one row has an error, nothing
/// is taken in.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid people import ministers.csv")]
pub struct ImportArgs {
    /// The table, as a spreadsheet saves it
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs `whosaid people import`.
pub fn run(args: &ImportArgs, globals: &Globals) -> anyhow::Result<Status> {
    let read = read(&GivenTable::text(&args.file)?, &args.file)?;
    given_table::refuse(&args.file, &read.faults)?;
    let old = replace_people(&globals.location()?, &read.people)?;
    let (come, go, change) = old.changes(&read.people);
    let notices = globals.notices();
    notices.say(&format!(
        "{} in the table of people: {} came, {} went, {} changed",
        counted(read.people.rows.len() as u64, "row"),
        grouped(come as u64),
        grouped(go as u64),
        grouped(change as u64)
    ));
    if read.untouched > 0 {
        let rows = counted(read.untouched as u64, "automatic row");
        notices.say(&format!("{rows} as exported, not taken in: they stand without a table"));
    }
    // Made now, so that the next search need not wait.
    let reader = globals.reader()?;
    let identities = reader.identities()?;
    let silent = (0..read.people.rows.len()).filter(|row| identities.of_row(*row).is_none()).count();
    if silent > 0 {
        let rows = counted(silent as u64, "row");
        notices.say(&format!("{rows} without a quote: nobody goes by the name, or several do and `keys` must tell"));
    }
    Ok(Status::Done)
}

/// A table of people as read.
#[derive(Debug)]
pub struct Read {
    /// The rows without a fault.
    pub people: People,
    /// What is wrong with the others, by line.
    pub faults: Vec<(usize, String)>,
    /// Rows that are the program's own.
    pub untouched: usize,
}

/// Reads the table of people in `text`, which `path` holds.
///
/// # Errors
/// Where it is no table, or lacks a column that it must have.
pub fn read(text: &str, path: &Path) -> anyhow::Result<Read> {
    let place = path.display();
    let table = GivenTable::parse(text, path, &COLUMNS, &["id", "name"])?;
    let head = &table.head;
    let is_further = |name: &String| !name.is_empty() && !COLUMNS.iter().any(|known| known.eq_ignore_ascii_case(name));
    let further: Vec<usize> = (0..head.len()).filter(|place| is_further(&head[*place])).collect();
    let columns: Vec<String> = further.iter().map(|place| head[*place].clone()).collect();
    let mut read = Read { people: People { columns, ..People::default() }, faults: Vec::new(), untouched: 0 };
    if let Some(twice) = read.people.columns.iter().enumerate().find_map(|(at, name)| {
        read.people.columns[..at].iter().any(|other| other.eq_ignore_ascii_case(name)).then_some(name)
    }) {
        anyhow::bail!("{place}: the column \"{twice}\" stands twice; take one out");
    }
    let mut lines = Vec::new();
    for row in &table.rows {
        let cell = |name: &str| row.cell(table.column(name));
        let (name, aliases) = (cell("name"), table::values(&cell("aliases")));
        let keys = table::keys(&cell("keys"), &name, &aliases);
        let cells: Vec<String> = further.iter().map(|place| row.cell(Some(*place))).collect();
        let mut person =
            Person { id: cell("id"), name, aliases, description: cell("description"), pins: Vec::new(), cells };
        if keys.is_untouched && person.description.is_empty() && person.cells.iter().all(String::is_empty) {
            read.untouched += 1;
            continue;
        }
        for key in keys.pins {
            match Pin::parse(&key) {
                Some(pin) => person.pins.push(pin),
                None => read.faults.push((row.line, PeopleError::BadKey(person.id.clone(), key).to_string())),
            }
        }
        lines.push(row.line);
        read.people.rows.push(person);
    }
    for (row, fault) in read.people.faults(&lines) {
        read.faults.push((lines[row], fault.to_string()));
    }
    read.faults.sort();
    Ok(read)
}
