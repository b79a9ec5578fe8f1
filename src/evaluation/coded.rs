//! Estimates for a whole archive from a sheet that people coded.
//!
//! Each figure is a ratio of two weighted sums over the rows (Särndal, Swensson and Wretman, *Model Assisted Survey
//! Sampling*, 1992, chapter 5). A row stands for the items of its stratum, shared among the rows of the stratum that are
//! coded; a stratum without one is spoken for by the others of its sort. The variance is linearised, within strata; the 95%
//! interval is Wilson's, with the number of rows that would give that variance in a simple sample (Korn and Graubard,
//! *Survey Methodology* 24, 1998), so that it stays between 0 and 1 and does not vanish where all answers are the same.

use std::collections::BTreeMap;

use super::{Figure, Row};
use crate::attribution::Kind;

/// The 97.5th percentile of the normal distribution.
const Z: f64 = 1.959_964;

/// One row of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetRow {
    /// Its stratum's name; strata of quotes and of passages have different ones.
    pub stratum: String,
    /// How many items of the archive it stands for.
    pub stands_for: u64,
    /// What is to be judged.
    pub item: Item,
    /// What the coder says; `None` where nothing, or not enough.
    pub answer: Option<Answer>,
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A quote of this kind, as the program has it.
    Quote(Kind),
    /// A sentence in which nothing was found.
    Passage,
}

/// What a coder says of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Of a quote: nobody says this.
    NoQuote,
    /// Of a quote: somebody does.
    Quote {
        /// Whether the words are exactly those said.
        words_right: bool,
        /// Whether the name is right; `None` where no person or organization is named.
        name: Option<NameAnswer>,
    },
    /// Of a passage: how many quotations begin in it.
    Missed {
        /// With words in quotation marks.
        spoken: u32,
        /// Without.
        indirect: u32,
    },
}

/// Whether a name is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameAnswer {
    /// This is who said it.
    Right,
    /// Somebody else did.
    Wrong,
    /// The article does not tell.
    Unclear,
}

/// A figure of a coded sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetMeasure {
    /// Part of the quotes that are quotations.
    Precision,
    /// Of those, the part with exactly the words said.
    ExactWords,
    /// Of those with the name of a person or an organization, the part under a wrong one.
    WrongNames,
    /// Of the same, the part of which the article does not tell who speaks.
    UnclearNames,
    /// Part of all quotations that were found.
    Recall,
}

impl SheetMeasure {
    /// Every one, in order.
    pub const EVERY: [SheetMeasure; 5] = [
        SheetMeasure::Precision,
        SheetMeasure::ExactWords,
        SheetMeasure::WrongNames,
        SheetMeasure::UnclearNames,
        SheetMeasure::Recall,
    ];

    /// As printed for people.
    pub fn title(self) -> &'static str {
        match self {
            SheetMeasure::Precision => "precision",
            SheetMeasure::ExactWords => "exact words",
            SheetMeasure::WrongNames => "wrong names",
            SheetMeasure::UnclearNames => "unclear names",
            SheetMeasure::Recall => "recall",
        }
    }

    /// As written in JSON.
    pub fn key(self) -> &'static str {
        match self {
            SheetMeasure::Precision => "precision",
            SheetMeasure::ExactWords => "exact_words",
            SheetMeasure::WrongNames => "wrong_names",
            SheetMeasure::UnclearNames => "unclear_names",
            SheetMeasure::Recall => "recall",
        }
    }

    /// Whether a row has it: of what was missed no coder is asked whether it is direct or mixed.
    pub fn applies_to(self, row: Row) -> bool {
        self != SheetMeasure::Recall || !matches!(row, Row::Direct | Row::Mixed)
    }

    /// What one answer adds to numerator and denominator.
    fn parts(self, row: Row, item: Item, answer: Answer) -> (f64, f64) {
        let part_if = |is: bool| (f64::from(u8::from(is)), 1.0);
        if let Item::Quote(kind) = item
            && !row.kinds().contains(&kind)
        {
            return (0.0, 0.0);
        }
        match (self, answer) {
            (SheetMeasure::Precision, Answer::NoQuote) => part_if(false),
            (SheetMeasure::Precision | SheetMeasure::Recall, Answer::Quote { .. }) => part_if(true),
            (SheetMeasure::ExactWords, Answer::Quote { words_right, .. }) => part_if(words_right),
            (SheetMeasure::WrongNames, Answer::Quote { name: Some(name), .. }) => part_if(name == NameAnswer::Wrong),
            (SheetMeasure::UnclearNames, Answer::Quote { name: Some(name), .. }) => {
                part_if(name == NameAnswer::Unclear)
            }
            (SheetMeasure::Recall, Answer::Missed { spoken, indirect }) => {
                let missed = match row {
                    Row::Indirect => indirect,
                    Row::All => spoken.saturating_add(indirect),
                    Row::Direct | Row::Mixed | Row::Spoken => spoken,
                };
                (0.0, f64::from(missed))
            }
            _ => (0.0, 0.0),
        }
    }
}

/// What a coded sheet says of the archive it was drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetReport {
    /// Of the quotes.
    pub quotes: Coverage,
    /// Of the passages.
    pub passages: Coverage,
    /// For each of [`Row::EVERY`], in its order, the figures it has.
    pub rows: Vec<(Row, Vec<(SheetMeasure, SheetFigure)>)>,
}

/// How much of a sort of rows is coded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Rows in the sheet.
    pub rows: u64,
    /// Those that are coded.
    pub coded: u64,
    /// Items of the archive they stand for.
    pub items: u64,
}

/// An estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SheetFigure {
    /// The estimate with its interval.
    pub figure: Figure,
    /// Rows that it rests on.
    pub rows: u64,
}

/// Estimates every figure that the answers allow.
pub fn sheet_report(rows: &[SheetRow]) -> SheetReport {
    let coded = weighted(rows);
    let mut figures = Vec::new();
    for row in Row::EVERY {
        let mut of_row = Vec::new();
        for measure in SheetMeasure::EVERY {
            if measure.applies_to(row)
                && let Some(figure) = estimate(&coded, measure, row)
            {
                of_row.push((measure, figure));
            }
        }
        figures.push((row, of_row));
    }
    SheetReport { quotes: coverage(rows, false), passages: coverage(rows, true), rows: figures }
}

fn coverage(rows: &[SheetRow], of_passages: bool) -> Coverage {
    let mut coverage = Coverage::default();
    for row in rows.iter().filter(|row| (row.item == Item::Passage) == of_passages) {
        coverage.rows += 1;
        coverage.coded += u64::from(row.answer.is_some());
        coverage.items += row.stands_for;
    }
    coverage
}

/// A coded row.
struct Coded {
    item: Item,
    answer: Answer,
    /// Items it stands for, its share of those that no coded row stands for among them.
    weight: f64,
    /// Which rows it is compared with for the variance: its stratum, or [`ALONE`].
    group: usize,
}

/// The group of rows that are the only coded ones of a larger stratum.
const ALONE: usize = 0;

/// The coded rows of `rows`, with weights that add up to all items.
fn weighted(rows: &[SheetRow]) -> Vec<Coded> {
    #[derive(Default)]
    struct Stratum {
        items: u64,
        coded: u64,
    }
    let mut strata: BTreeMap<&str, Stratum> = BTreeMap::new();
    for row in rows {
        let stratum = strata.entry(&row.stratum).or_default();
        stratum.items += row.stands_for;
        stratum.coded += u64::from(row.answer.is_some());
    }
    // Items of each sort in all strata, and in those with a coded row.
    let mut sums = [[0_u64; 2]; 2];
    for row in rows {
        let sum = &mut sums[usize::from(row.item == Item::Passage)];
        sum[0] += row.stands_for;
        if strata[row.stratum.as_str()].coded > 0 {
            sum[1] += row.stands_for;
        }
    }
    let mut coded = Vec::new();
    for row in rows {
        let Some(answer) = row.answer else { continue };
        let stratum = &strata[row.stratum.as_str()];
        let [all, spoken_for] = sums[usize::from(row.item == Item::Passage)];
        let weight = stratum.items as f64 / stratum.coded as f64 * (all as f64 / spoken_for as f64);
        let is_alone = stratum.coded == 1 && stratum.items > 1;
        let place = strata.range(..row.stratum.as_str()).count();
        coded.push(Coded { item: row.item, answer, weight, group: if is_alone { ALONE } else { 1 + place } });
    }
    coded
}

/// Estimates one figure; `None` where its denominator is 0, or no passage says what was missed.
fn estimate(coded: &[Coded], measure: SheetMeasure, row: Row) -> Option<SheetFigure> {
    let mut sums = (0.0, 0.0);
    let mut resting_on = Weights::default();
    let mut passages = Weights::default();
    for Coded { item, answer, weight, .. } in coded {
        let (above, below) = measure.parts(row, *item, *answer);
        sums.0 += weight * above;
        sums.1 += weight * below;
        if *item == Item::Passage {
            passages.add(*weight);
        }
        if below > 0.0 || (measure == SheetMeasure::Recall && *item == Item::Passage) {
            resting_on.add(*weight);
        }
    }
    let (above, below) = sums;
    if below == 0.0 || (measure == SheetMeasure::Recall && passages.rows == 0) {
        return None;
    }
    let value = above / below;
    let interval = if measure == SheetMeasure::Recall && value == 1.0 {
        // Nothing was missed in the passages drawn: how much may be missed in all of them?
        let [_, most] = wilson(0.0, passages.effective());
        [above / (above + most * passages.sum), 1.0]
    } else {
        let variance = variance(coded, measure, row, value, below);
        let effective = resting_on.effective();
        // A few misses that happen to stand for little would pass for certainty.
        let most = if measure == SheetMeasure::Recall { effective } else { resting_on.rows as f64 };
        let simple = if variance > 0.0 { value * (1.0 - value) / variance } else { effective };
        wilson(value, simple.min(most))
    };
    Some(SheetFigure { figure: Figure { value, interval: Some(interval) }, rows: resting_on.rows })
}

/// Weights of some rows.
#[derive(Default)]
struct Weights {
    rows: u64,
    sum: f64,
    squares: f64,
}

impl Weights {
    fn add(&mut self, weight: f64) {
        self.rows += 1;
        self.sum += weight;
        self.squares += weight * weight;
    }

    /// Rows of equal weight that say as much (Kish, *Survey Sampling*, 1965).
    fn effective(&self) -> f64 {
        self.sum * self.sum / self.squares
    }
}

/// The linearised variance of the ratio `value`, whose denominator is `below`.
fn variance(coded: &[Coded], measure: SheetMeasure, row: Row, value: f64, below: f64) -> f64 {
    let mut groups: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for Coded { item, answer, weight, group } in coded {
        let (above, part_below) = measure.parts(row, *item, *answer);
        groups.entry(*group).or_default().push(weight * (above - value * part_below) / below);
    }
    let mut variance = 0.0;
    for (group, residuals) in groups {
        let count = residuals.len() as f64;
        if residuals.len() > 1 {
            let mean = residuals.iter().sum::<f64>() / count;
            let squares: f64 = residuals.iter().map(|residual| (residual - mean).powi(2)).sum();
            variance += squares * count / (count - 1.0);
        } else if group == ALONE {
            variance += residuals[0].powi(2);
        }
    }
    variance
}

/// The 95% interval of a proportion seen in `rows` rows (Wilson, *JASA* 22, 1927).
fn wilson(value: f64, rows: f64) -> [f64; 2] {
    let square = Z * Z / rows;
    let middle = value + square / 2.0;
    let half = Z * (value * (1.0 - value) / rows + square / (4.0 * rows)).max(0.0).sqrt();
    [((middle - half) / (1.0 + square)).max(0.0), ((middle + half) / (1.0 + square)).min(1.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRONG_WORDS: Answer = Answer::Quote { words_right: false, name: None };
    const NOTHING_MISSED: Answer = Answer::Missed { spoken: 0, indirect: 0 };

    fn right(name: NameAnswer) -> Answer {
        Answer::Quote { words_right: true, name: Some(name) }
    }

    /// Rows of one stratum that share `items` evenly.
    fn stratum(name: &str, items: u64, item: Item, answers: &[Option<Answer>]) -> Vec<SheetRow> {
        let stands_for = items / answers.len() as u64;
        answers.iter().map(|&answer| SheetRow { stratum: name.into(), stands_for, item, answer }).collect()
    }

    fn direct(name: &str, items: u64, answers: &[Option<Answer>]) -> Vec<SheetRow> {
        stratum(name, items, Item::Quote(Kind::Direct), answers)
    }

    fn passages(name: &str, items: u64, answers: &[Option<Answer>]) -> Vec<SheetRow> {
        stratum(name, items, Item::Passage, answers)
    }

    fn figure(rows: &[SheetRow], measure: SheetMeasure, row: Row) -> Option<SheetFigure> {
        let report = sheet_report(rows);
        let (_, figures) = report.rows.into_iter().find(|(known, _)| *known == row)?;
        figures.into_iter().find(|(known, _)| *known == measure).map(|(_, figure)| figure)
    }

    /// Value, bounds and rows of a figure of all quotes, to three decimals.
    fn shown(rows: &[SheetRow], measure: SheetMeasure) -> String {
        let Some(SheetFigure { figure, rows }) = figure(rows, measure, Row::All) else { return "–".to_owned() };
        let [low, high] = figure.interval.unwrap();
        format!("{:.3} {low:.3} {high:.3} {rows}", figure.value)
    }

    #[test]
    fn one_stratum_is_a_simple_sample() {
        let yes = Some(right(NameAnswer::Right));
        let rows = direct("q1", 100, &[yes, yes, yes, Some(Answer::NoQuote)]);
        // Residuals 25 · (1 − 0.75) / 100 = 0.0625, three times, and −0.1875; variance 4/3 · 0.046875 = 0.0625, as in a
        // simple sample of 0.1875 / 0.0625 = 3: (0.75 + 0.64025 ± 1.96 √(0.0625 + 0.10671)) / 2.2805.
        assert_eq!(shown(&rows, SheetMeasure::Precision), "0.750 0.256 0.963 4");
    }

    #[test]
    fn a_row_counts_for_what_it_stands_for() {
        let mut rows = direct("q1", 90, &[Some(right(NameAnswer::Right)), Some(right(NameAnswer::Unclear))]);
        rows.extend(direct("q2", 10, &[Some(Answer::NoQuote), Some(WRONG_WORDS)]));
        let value = |measure| figure(&rows, measure, Row::Direct).unwrap().figure.value;
        assert_eq!(value(SheetMeasure::Precision), 0.95);
        assert!((value(SheetMeasure::ExactWords) - 90.0 / 95.0).abs() < 1e-12);
        assert_eq!((value(SheetMeasure::WrongNames), value(SheetMeasure::UnclearNames)), (0.0, 0.5));
        assert_eq!(figure(&rows, SheetMeasure::Precision, Row::Indirect), None);
    }

    #[test]
    fn recall_sets_what_was_found_against_what_was_missed() {
        let mut rows = direct("q1", 80, &[Some(right(NameAnswer::Right)); 2]);
        let mut answers = [Some(NOTHING_MISSED); 5];
        answers[3] = Some(Answer::Missed { spoken: 1, indirect: 0 });
        rows.extend(passages("p1", 100, &answers));
        // 80 found, 20 missed. Residual of the one passage −0.16, mean −0.032; variance 5/4 · 0.02048 = 0.0256, as in a
        // simple sample of 0.16 / 0.0256 = 6.25; but seven rows, two of 40 and five of 20, are worth no more than 180² / 5,200
        // = 6.23: (0.8 + 0.30827 ± 1.96 √(0.02568 + 0.02474)) / 1.61653.
        assert_eq!(shown(&rows, SheetMeasure::Recall), "0.800 0.413 0.958 7");
        assert_eq!(figure(&rows, SheetMeasure::Recall, Row::Spoken).unwrap().figure.value, 0.8);
        assert_eq!(figure(&rows, SheetMeasure::Recall, Row::Indirect), None);
    }

    #[test]
    fn where_all_answers_are_the_same_some_doubt_is_left() {
        let mut rows = direct("q1", 100, &[Some(right(NameAnswer::Right)); 20]);
        rows.extend(passages("p1", 50, &[Some(NOTHING_MISSED); 10]));
        // 20 / (20 + 1.96²)
        assert_eq!(shown(&rows, SheetMeasure::Precision), "1.000 0.839 1.000 20");
        assert_eq!(shown(&rows, SheetMeasure::WrongNames), "0.000 0.000 0.161 20");
        // Of the passages at most 3.8415 / 13.8415 of 50 may hold one: 100 / 113.877.
        assert_eq!(shown(&rows, SheetMeasure::Recall), "1.000 0.878 1.000 30");
    }

    #[test]
    fn rows_that_are_not_coded_are_spoken_for_by_the_others() {
        let yes = Some(right(NameAnswer::Right));
        let mut rows = direct("q1", 60, &[yes, None, None]);
        rows.extend(direct("q2", 20, &[yes, Some(Answer::NoQuote)]));
        rows.extend(direct("q3", 20, &[None, None]));
        // Weights 75, 12.5 and 12.5.
        assert_eq!(figure(&rows, SheetMeasure::Precision, Row::All).unwrap().figure.value, 0.875);
        let report = sheet_report(&rows);
        assert_eq!(report.quotes, Coverage { rows: 7, coded: 3, items: 100 });
        assert_eq!(figure(&rows, SheetMeasure::Recall, Row::All), None);
    }

    #[test]
    fn a_sheet_without_answers_says_nothing() {
        let report = sheet_report(&direct("q1", 10, &[None, None]));
        assert!(report.rows.iter().all(|(_, figures)| figures.is_empty()));
    }
}
