//! The tables that an evaluation ends in.

use super::bootstrap::intervals;
use super::figures::values;
use super::judge::judge;
use super::tally::{Count, Tally};
use super::{GoldArticle, Measure, Miss, Predicted, Row, Spurious};

/// How well predicted quotes agree with gold ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Articles that were judged.
    pub articles: usize,
    /// One for each of [`Row::EVERY`], in its order.
    pub rows: Vec<Scores>,
    /// What confidences are worth: quotes spoken, quotes all, and, where the gold names speakers, names spoken, names all.
    pub confidences: Vec<Confidence>,
    /// Gold quotes not found or given to another speaker, in the order of the articles.
    pub misses: Vec<Miss>,
    /// Predicted quotes that fit none, in the order of the articles.
    pub spurious: Vec<Spurious>,
}

/// A figure with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Between 0 and 1.
    pub value: f64,
    /// Its lower and upper bound; `None` with fewer than two articles.
    pub interval: Option<[f64; 2]>,
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// Which quotes.
    pub row: Row,
    /// Gold quotes.
    pub gold: u64,
    /// Predicted quotes.
    pub predicted: u64,
    /// Gold quotes with a named speaker; `None` where the gold names no speakers.
    pub named: Option<u64>,
    figures: Vec<(Measure, Figure)>,
}

impl Scores {
    /// A figure of the row; `None` where there is nothing to count and where the row does not have it.
    pub fn get(&self, measure: Measure) -> Option<Figure> {
        self.figures.iter().find(|(known, _)| *known == measure).map(|(_, figure)| *figure)
    }
}

/// What a confidence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// That a predicted quote fits a gold one.
    Quotes,
    /// That the name of a person or an organization, given to a quote that fits, is right. It is wrong where the gold
    /// speaker has no name.
    Names,
}

impl Of {
    /// Both.
    pub(super) const EVERY: [Of; 2] = [Of::Quotes, Of::Names];

    /// As printed.
    pub fn name(self) -> &'static str {
        match self {
            Of::Quotes => "quotes",
            Of::Names => "names",
        }
    }
}

/// What a confidence is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Confidence {
    /// What it is about.
    pub of: Of,
    /// [`Row::Spoken`] or [`Row::All`], by the predicted kind of speech.
    pub row: Row,
    /// How many quotes or names have one.
    pub claims: u64,
    /// Of those above [`SURE`](super::SURE), the part that is right.
    pub sure_right: Option<Figure>,
    /// Part of all that is above [`SURE`](super::SURE).
    pub sure: Option<Figure>,
    /// Expected calibration error, over ten bins.
    pub calibration_error: Option<Figure>,
}

/// Judges `predicted[i]` by `gold[i]`; where `predicted` is shorter, nothing was found in the rest. `with_speakers` tells
/// whether the gold says who is meant.
pub fn report(gold: &[GoldArticle], predicted: &[Vec<Predicted>], with_speakers: bool) -> Report {
    let mut tallies = Vec::with_capacity(gold.len());
    let mut misses = Vec::new();
    let mut spurious = Vec::new();
    let mut total = Tally::default();
    for (place, article) in gold.iter().enumerate() {
        let verdict = judge(article, predicted.get(place).map_or(&[], Vec::as_slice));
        total.add(&verdict.tally);
        tallies.push(verdict.tally);
        misses.extend(verdict.misses);
        spurious.extend(verdict.spurious);
    }
    let mut figures = Vec::new();
    for (value, interval) in values(&total).into_iter().zip(intervals(&tallies, values)) {
        figures.push(value.map(|value| Figure { value, interval }));
    }
    let mut figures = figures.into_iter();
    let rows = Row::EVERY.map(|row| scores(&total, row, with_speakers, &mut figures)).into();
    let confidences = confidences(&total, with_speakers, &mut figures);
    Report { articles: gold.len(), rows, confidences, misses, spurious }
}

/// Takes the figures of one row.
fn scores(total: &Tally, row: Row, with_speakers: bool, figures: &mut impl Iterator<Item = Option<Figure>>) -> Scores {
    let mut kept = Vec::new();
    for measure in Measure::EVERY {
        let figure = figures.next().flatten();
        if let Some(figure) = figure.filter(|_| with_speakers || !measure.is_about_speakers()) {
            kept.push((measure, figure));
        }
    }
    Scores {
        row,
        gold: total.get(Count::Gold, row),
        predicted: total.get(Count::Predicted, row),
        named: with_speakers.then(|| total.get(Count::Named, row)),
        figures: kept,
    }
}

/// Takes the figures of the confidences.
fn confidences(
    total: &Tally,
    with_speakers: bool,
    figures: &mut impl Iterator<Item = Option<Figure>>,
) -> Vec<Confidence> {
    let mut confidences = Vec::new();
    for (of, claims) in [(Of::Quotes, &total.quotes), (Of::Names, &total.names)] {
        for (row, claims) in [(Row::Spoken, &claims.spoken), (Row::All, &claims.all)] {
            let [sure_right, sure, calibration_error] = std::array::from_fn(|_| figures.next().flatten());
            if of == Of::Quotes || with_speakers {
                let claims = claims.claims();
                confidences.push(Confidence { of, row, claims, sure_right, sure, calibration_error });
            }
        }
    }
    confidences
}
