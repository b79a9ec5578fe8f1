//! `whosaid correct --list`: what was corrected, and whether it still fits.

use super::import::COLUMNS;
use crate::cli::block::{digits_to_tell_apart, short_id};
use crate::cli::exit::Status;
use crate::cli::format::Format;
use crate::cli::globals::Globals;
use crate::cli::numbers::counted;
use crate::cli::rows::{self, some};
use crate::cli::screen::Screen;
use crate::cli::styled::{DIM, PLAIN, SPEAKER, Styled};
use crate::index::{CorrectionEntry, Mend};

/// What a table has besides the columns of an import.
const MORE_COLUMNS: [&str; 5] = ["by", "at", "fits", "article", "quote"];

/// Blanks before what belongs to a correction.
const MARGIN: usize = 2;

/// Prints every correction, in the order in which they were made.
pub fn run(format: Format, globals: &Globals) -> anyhow::Result<Status> {
    let entries = globals.reader()?.corrections()?;
    let mut screen = Screen::stdout();
    match format {
        Format::Text => print_text(&mut screen, &entries)?,
        Format::Jsonl => {
            for entry in &entries {
                screen.json(entry)?;
            }
        }
        Format::Csv => {
            let head: Vec<&str> = COLUMNS.into_iter().chain(MORE_COLUMNS).collect();
            rows::print_head(&mut screen, &head)?;
            for entry in &entries {
                rows::print_row(&mut screen, row(entry))?;
            }
        }
    }
    screen.flush()?;
    let unfit = entries.iter().filter(|entry| entry.fits.is_empty()).count();
    if unfit > 0 && format == Format::Text {
        let many = counted(unfit as u64, "correction");
        globals
            .notices()
            .say(&format!("{many} whose words are in no article any more; kept until --undo takes them back"));
    }
    Ok(if entries.is_empty() { Status::NothingFound } else { Status::Done })
}

fn row(entry: &CorrectionEntry) -> Vec<String> {
    let correction = &entry.correction;
    let says = &correction.says;
    vec![
        entry.fits.first().unwrap_or(&correction.id).clone(),
        some(&says.speaker),
        says.speaker_kind.map_or("", |kind| kind.name()).to_owned(),
        says.kind.map_or("", |kind| kind.name()).to_owned(),
        if says.not_a_quote { "yes" } else { "" }.to_owned(),
        some(&says.note),
        correction.by.clone(),
        correction.at.to_string(),
        entry.fits.join("; "),
        correction.article.clone(),
        correction.quote.clone(),
    ]
}

fn print_text(screen: &mut Screen, entries: &[CorrectionEntry]) -> anyhow::Result<()> {
    let id = |entry: &CorrectionEntry| entry.fits.first().unwrap_or(&entry.correction.id).clone();
    let ids: Vec<String> = entries.iter().map(id).collect();
    let digits = digits_to_tell_apart(ids.iter().map(String::as_str));
    for (place, (entry, id)) in entries.iter().zip(&ids).enumerate() {
        if place > 0 {
            screen.blank()?;
        }
        let correction = &entry.correction;
        let mut head = Styled::of(short_id(id, digits), DIM);
        head.push("  ", PLAIN);
        head.push(&said(&correction.says), SPEAKER);
        screen.lines(&head.wrap(screen.width(), 0, MARGIN))?;
        screen.lines(&Styled::of(&correction.quote, PLAIN).wrap(screen.width(), MARGIN, MARGIN))?;
        let mut about = format!("{} · {} · {}", correction.article, correction.by, correction.at);
        if entry.fits.is_empty() {
            about.push_str(" · fits nothing now");
        }
        screen.lines(&Styled::of(&about, DIM).wrap(screen.width(), MARGIN, MARGIN))?;
        if let Some(note) = &correction.says.note {
            screen.lines(&Styled::of(note, PLAIN).wrap(screen.width(), MARGIN, MARGIN))?;
        }
    }
    Ok(())
}

/// `said by Ines Okafor (person), mixed`
fn said(says: &Mend) -> String {
    let mut parts = Vec::new();
    match (&says.speaker, says.speaker_kind) {
        (Some(name), Some(kind)) => parts.push(format!("said by {name} ({})", kind.name())),
        (_, Some(kind)) => parts.push(format!("speaker: {}", kind.name())),
        (_, None) => {}
    }
    parts.extend(says.kind.map(|kind| kind.name().to_owned()));
    if says.not_a_quote {
        parts.push("not a quote".to_owned());
    }
    if parts.is_empty() {
        parts.push("a note".to_owned());
    }
    parts.join(", ")
}
