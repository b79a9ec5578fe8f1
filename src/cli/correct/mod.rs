//! `whosaid correct`: mends quotes.

mod gold;
mod import;
mod list;

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
pub use import::{Read, read};

use super::exit::Status;
use super::filters::{kinds, speaker_kinds};
use super::format::FormatFlag;
use super::globals::Globals;
use super::notices::to_stderr;
use super::whose::{Whose, now};
use crate::attribution::Kind;
use crate::index::{self, Change, Corrected, Mend};
use crate::speakers::SpeakerKind;

/// Mend a quote: say who said it, what kind it is, or that it is none.
///
/// A correction is kept beside the index with your name, the time and the words it was made on. It counts in every search, export
/// and figure, survives rebuilds and new models, and holds for copies of the article too. One whose words are gone is kept
/// and listed.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid correct 7f0a1b2c --speaker 'Ines Okafor' --note 'asked the paper'")]
pub struct CorrectArgs {
    /// Id of a quote, or its first digits
    #[arg(value_name = "ID")]
    id: Option<String>,
    #[command(flatten)]
    says: Says,
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    other: Other,
    #[command(flatten)]
    format: FormatFlag,
    /// With --export: write to a file; it appears, or is replaced, when all of it is written
    #[arg(long, short, value_name = "FILE", requires = "export")]
    output: Option<PathBuf>,
}

/// What is said of one quote.
#[derive(Debug, Args)]
#[group(id = "says", multiple = true)]
#[command(next_help_heading = "What is said of the quote")]
struct Says {
    /// Who said it
    #[arg(long, value_name = "NAME", requires = "id")]
    speaker: Option<String>,
    /// What kind of speaker that is [default: person]; unknown: nobody can be told
    #[arg(long, value_name = "KIND", value_parser = speaker_kinds(), hide_possible_values = true, requires = "id")]
    speaker_kind: Option<SpeakerKind>,
    /// How much is printed as the speaker's own words: direct (all), mixed (some), indirect (none)
    #[arg(long, value_name = "KIND", value_parser = kinds(), hide_possible_values = true, requires = "id")]
    kind: Option<Kind>,
    /// Nobody says this: leave it out of everything
    #[arg(long, requires = "id", conflicts_with_all = ["speaker", "speaker_kind", "kind"])]
    not_a_quote: bool,
    /// A remark, kept with the correction
    #[arg(long, value_name = "TEXT", requires = "id")]
    note: Option<String>,
}

/// What else can be done.
#[derive(Debug, Args)]
#[group(id = "other", multiple = false, conflicts_with_all = ["id", "says"])]
#[command(next_help_heading = "Instead of one quote")]
struct Other {
    /// Take in a table: id,speaker,speaker_kind,kind,not_a_quote,note; what stands so already, as in the table of a search, says nothing
    #[arg(long, value_name = "FILE.csv")]
    import: Option<PathBuf>,
    /// List all corrections
    #[arg(long)]
    list: bool,
    /// Take the correction of a quote back
    #[arg(long, value_name = "ID")]
    undo: Option<String>,
    /// Print the articles in which something was mended, annotated, for `whosaid evaluate` and training: gold
    #[arg(long, value_enum, value_name = "gold", hide_possible_values = true)]
    export: Option<Export>,
}

/// What `--export` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Export {
    /// Annotated articles, one a line.
    Gold,
}

/// Runs `whosaid correct`.
pub fn run(args: &CorrectArgs, globals: &Globals) -> anyhow::Result<Status> {
    let other = &args.other;
    if let Some(file) = &other.import {
        return import::run(file, &args.whose, globals);
    }
    if other.list {
        return list::run(args.format.format, globals);
    }
    if let Some(id) = &other.undo {
        let done = only(index::undo_corrections(&globals.location()?, std::slice::from_ref(id))?)?;
        globals.notices().say(&format!("{} stands as it was found", done.ids.join(", ")));
        return finish(globals);
    }
    if other.export == Some(Export::Gold) {
        return gold::run(args.output.as_deref(), globals);
    }
    let Some(id) = &args.id else {
        bail!("correct needs the id of a quote: whosaid correct ID --speaker NAME; --list shows what was corrected");
    };
    let says = &args.says;
    let says = Mend {
        speaker: says.speaker.clone(),
        speaker_kind: says.speaker_kind,
        kind: says.kind,
        not_a_quote: says.not_a_quote,
        note: says.note.clone(),
    };
    let change = Change { id: id.clone(), says, as_table: false };
    let done = only(index::correct(&globals.location()?, &[change], &args.whose.name(), now())?)?;
    globals.notices().say(&format!("{} is corrected", done.ids.join(", ")));
    finish(globals)
}

/// What was done, where it was asked of one quote.
fn only(done: Corrected) -> anyhow::Result<Corrected> {
    match done.faults.first() {
        Some((_, fault)) => bail!("{fault}"),
        None => Ok(done),
    }
}

/// Makes the tables that follow from the index, so that the next search need not wait.
fn finish(globals: &Globals) -> anyhow::Result<Status> {
    if let Err(error) = index::make_tables(&globals.location()?) {
        to_stderr(&format!("whosaid: {error}"));
    }
    Ok(Status::Done)
}
