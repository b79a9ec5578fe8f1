//! The rows and columns of the table, and what each figure means.

use super::tally::{Count, Tally};
use crate::attribution::Kind;

/// A row: which quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Row {
    /// All of the content inside quotation marks.
    Direct,
    /// Some of it.
    Mixed,
    /// None of it.
    Indirect,
    /// Direct and mixed together.
    Spoken,
    /// Every quote.
    All,
}

impl Row {
    /// Every row, in the order of the table.
    pub const EVERY: [Row; 5] = [Row::Direct, Row::Mixed, Row::Indirect, Row::Spoken, Row::All];

    /// As printed.
    pub fn name(self) -> &'static str {
        match self {
            Row::Direct => "direct",
            Row::Mixed => "mixed",
            Row::Indirect => "indirect",
            Row::Spoken => "spoken",
            Row::All => "all",
        }
    }

    /// The kinds of speech in it.
    pub(super) fn kinds(self) -> &'static [Kind] {
        match self {
            Row::Direct => &[Kind::Direct],
            Row::Mixed => &[Kind::Mixed],
            Row::Indirect => &[Kind::Indirect],
            Row::Spoken => &[Kind::Direct, Kind::Mixed],
            Row::All => &Kind::ALL,
        }
    }
}

/// A figure between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Part of the predicted quotes that fit a gold one.
    Precision,
    /// Part of the gold quotes that a predicted one fits.
    Recall,
    /// Harmonic mean of precision and recall.
    F1,
    /// The same, where only exact quotes count.
    ExactF1,
    /// Of found quotes with a gold mention: the part whose predicted mention shares a character with it.
    SourceAccuracy,
    /// F1 over letters and digits inside any content, however contents are cut; in the row *spoken* those that stand inside
    /// quotation marks.
    LettersF1,
    /// The same for letters of named speakers, where every name that is predicted for a letter must be right. Letters that
    /// the gold gives to nobody with a name are left out.
    LettersSaidF1,
    /// Of found quotes with a named speaker: the part under a right name.
    SpeakerAccuracy,
    /// F1 where a quote counts that fits and is under a right name. Predicted quotes that fit a gold one without a named
    /// speaker are left out.
    WhoSaidWhatF1,
    /// Of found quotes whose speaker the gold tells: the part with the right kind of speaker.
    KindAccuracy,
    /// Of found quotes whose gold speaker has no name: the part given to a person or an organization. Less is better.
    FalseNames,
}

impl Measure {
    /// Every measure, in the order of the table.
    pub const EVERY: [Measure; 11] = [
        Measure::Precision,
        Measure::Recall,
        Measure::F1,
        Measure::ExactF1,
        Measure::SourceAccuracy,
        Measure::LettersF1,
        Measure::LettersSaidF1,
        Measure::SpeakerAccuracy,
        Measure::WhoSaidWhatF1,
        Measure::KindAccuracy,
        Measure::FalseNames,
    ];

    /// As a key of JSON.
    pub fn key(self) -> &'static str {
        match self {
            Measure::Precision => "precision",
            Measure::Recall => "recall",
            Measure::F1 => "f1",
            Measure::ExactF1 => "exact_f1",
            Measure::SourceAccuracy => "source_accuracy",
            Measure::LettersF1 => "letters_f1",
            Measure::LettersSaidF1 => "letters_said_f1",
            Measure::SpeakerAccuracy => "speaker_accuracy",
            Measure::WhoSaidWhatF1 => "who_said_what_f1",
            Measure::KindAccuracy => "kind_accuracy",
            Measure::FalseNames => "false_names",
        }
    }

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Measure::Precision => "precision",
            Measure::Recall => "recall",
            Measure::F1 => "F1",
            Measure::ExactF1 => "exact F1",
            Measure::SourceAccuracy => "mention accuracy",
            Measure::LettersF1 => "letters F1",
            Measure::LettersSaidF1 => "letters said F1",
            Measure::SpeakerAccuracy => "speaker accuracy",
            Measure::WhoSaidWhatF1 => "who said what F1",
            Measure::KindAccuracy => "kind accuracy",
            Measure::FalseNames => "false names",
        }
    }

    /// Whether it needs gold speakers.
    pub fn is_about_speakers(self) -> bool {
        match self {
            Measure::Precision
            | Measure::Recall
            | Measure::F1
            | Measure::ExactF1
            | Measure::SourceAccuracy
            | Measure::LettersF1 => false,
            Measure::LettersSaidF1
            | Measure::SpeakerAccuracy
            | Measure::WhoSaidWhatF1
            | Measure::KindAccuracy
            | Measure::FalseNames => true,
        }
    }

    /// Whether a row has it: letters are counted for spoken and for all.
    pub fn applies_to(self, row: Row) -> bool {
        !matches!(self, Measure::LettersF1 | Measure::LettersSaidF1) || matches!(row, Row::Spoken | Row::All)
    }

    /// Its value in a row; `None` where there is nothing to count, and where the row does not have it.
    pub(super) fn of(self, tally: &Tally, row: Row) -> Option<f64> {
        let count = |what| tally.get(what, row);
        match self {
            Measure::Precision => part(count(Count::Fitting), count(Count::Predicted)),
            Measure::Recall => part(count(Count::Found), count(Count::Gold)),
            Measure::F1 => harmonic(
                part(count(Count::Fitting), count(Count::Predicted)),
                part(count(Count::Found), count(Count::Gold)),
            ),
            Measure::ExactF1 => harmonic(
                part(count(Count::FittingExactly), count(Count::Predicted)),
                part(count(Count::FoundExactly), count(Count::Gold)),
            ),
            Measure::SourceAccuracy => part(count(Count::MentionRight), count(Count::Mentioned)),
            Measure::LettersF1 => {
                let letters = tally.letters.of(row)?;
                harmonic(part(letters.both, letters.predicted), part(letters.both, letters.gold))
            }
            Measure::LettersSaidF1 => {
                let letters = tally.letters.of(row)?;
                let judged = letters.predicted - letters.nameless;
                harmonic(part(letters.right, judged), part(letters.right, letters.named))
            }
            Measure::SpeakerAccuracy => part(count(Count::SpeakerRight), count(Count::NamedFound)),
            Measure::WhoSaidWhatF1 => harmonic(
                part(count(Count::FittingSpeakerRight), count(Count::Predicted) - count(Count::FittingNameless)),
                part(count(Count::SpeakerRight), count(Count::Named)),
            ),
            Measure::KindAccuracy => part(count(Count::KindRight), count(Count::Meant)),
            Measure::FalseNames => part(count(Count::FalselyNamed), count(Count::Nameless)),
        }
    }
}

/// `some` of `all`; `None` where there is nothing.
pub(super) fn part(some: u64, all: u64) -> Option<f64> {
    (all > 0).then(|| some as f64 / all as f64)
}

/// F1 of a precision and a recall. With nothing on one side it is 0, with nothing on both sides there is none.
fn harmonic(precision: Option<f64>, recall: Option<f64>) -> Option<f64> {
    let (precision, recall) = match (precision, recall) {
        (None, None) => return None,
        (precision, recall) => (precision.unwrap_or(0.0), recall.unwrap_or(0.0)),
    };
    let sum = precision + recall;
    Some(if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 })
}
