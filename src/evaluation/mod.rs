//! **Evaluation**: how well predicted quotes agree with those that people marked in the same articles.
//!
//! Values in, a [`Report`] out: gold articles and, for each, what was predicted for it. No extractor runs here but in
//! [`predict`], so that quotes of any origin can be judged.
//!
//! What is compared are letters and digits, never blanks, marks or other punctuation. A predicted quote *fits* a gold one
//! where the letters of their contents have an intersection of at least half of their union, and is *exact* where they are
//! the same; pairs are taken best first, each quote once. The kind of speech (direct, mixed, indirect) is told from the
//! text's quotation marks in one way for both sides, whatever the extractor says. [`Measure`] defines each figure.
//!
//! Across articles [`WhoIsWho`] says who is one person, and [`grouped`] compares the grouping with it.
//!
//! Where nothing is annotated, a sheet is drawn and coded by hand: [`units`] are what of an article can be judged, a
//! [`Sample`] draws some of them, and [`sheet_report`] estimates from the answers how good all of them are.

#[cfg(test)]
mod agreement;
mod bootstrap;
mod calibration;
mod coded;
mod error;
mod figures;
mod gold;
mod identities;
mod innermost;
mod judge;
mod marked_text;
mod measure;
mod miss;
mod name;
mod pairing;
mod predicted;
mod quoted;
mod report;
mod sampling;
mod tally;
mod units;

pub use calibration::SURE;
pub use coded::{Answer, Coverage, Item, NameAnswer, SheetFigure, SheetMeasure, SheetReport, SheetRow, sheet_report};
pub use error::EvaluationError;
pub use gold::{GoldArticle, GoldAttribution, GoldLine, GoldSpeaker, add_speakers, read_gold};
pub use identities::{BCubed, NameItem, WhoIsWho, by_string, grouped, identities_of};
pub use measure::{Measure, Row};
pub use miss::{Miss, Spurious, Why};
pub use predicted::{Predicted, predict};
pub use report::{Confidence, Figure, Of, Report, Scores, report};
pub use sampling::{Drawn, Sample, Stratum};
pub use units::{Unit, What, units};
