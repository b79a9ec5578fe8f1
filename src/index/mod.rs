//! **Stage 5, index**: keeps articles and quotes on disk, and answers queries over them.
//!
//! tantivy appears here and nowhere else; the interface is plain values ([`Query`], [`Answer`], [`Stats`], …), so that
//! another engine can stand behind it. Writing: [`update`], [`rebuild`], [`forget`], [`moved`], [`correct`], [`remove`];
//! reading: [`Reader`]; [`check`]; and [`snapshot`].

mod blocks;
#[cfg(test)]
mod broken_off;
mod check;
mod checked;
mod collect;
mod columns;
mod compile;
#[cfg(test)]
mod conditions;
mod copied;
mod copies;
mod derived;
mod directory;
mod documents;
mod error;
mod excluded;
mod facets;
mod files;
mod folder;
mod generation;
mod identities;
mod intake;
mod location;
mod mending;
#[cfg(test)]
mod newsroom;
mod once;
mod order;
mod page;
mod people;
mod plain;
mod purge;
mod query;
mod reader;
mod rebuild;
mod removal;
mod retired;
mod roots;
mod salvage;
mod scan;
mod schema;
mod searching;
mod snapshot;
mod speaker_tally;
mod statement;
mod update;
mod updating;
mod watched;
mod writer;

pub use check::check;
pub use documents::{cue_stems, days_since_1970};
pub use error::IndexError;
pub use identities::{Identities, SpeakerDetails, SpeakerRecord, make_tables};
pub use location::Location;
pub use mending::{
    Change, Corrected, Correction, CorrectionEntry, Mend, RemovalOptions, Removed, TakenOut, correct, remove,
    undo_corrections, undo_removals,
};
pub use people::{people, replace_people};
pub use query::*;
pub use reader::{ArticlePlace, Reader};
pub use rebuild::rebuild;
pub use schema::SCHEMA_VERSION;
pub use snapshot::snapshot;
pub use update::{forget, moved, update};
pub use updating::{Progress, Silent, Summary, UpdateOptions};
pub use watched::KeepOn;
