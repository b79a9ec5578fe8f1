//! The figures for a small set of articles, held against those that another implementation of the same definitions gives.

use super::*;
use crate::article::Article;
use crate::attribution::Kind;
use crate::speakers::SpanLine;
use crate::speakers::SpeakerKind::{self, Document, Group, Organization, Person, Unknown, Unnamed};

/// An article with its gold quotes (id, mention, pieces of the content, speaker) and the predicted ones (pieces, mention,
/// name, kind), each place told by its words. No words are no mention.
struct Case {
    id: &'static str,
    text: &'static str,
    gold: Vec<(&'static str, &'static str, &'static [&'static str], Option<GoldSpeaker>)>,
    predicted: Vec<(&'static [&'static str], &'static str, Option<&'static str>, SpeakerKind)>,
}

/// A content in two pieces, one inside another, a title before a name, and a name given to the wrong words.
fn ferry() -> Case {
    Case {
        id: "ferry",
        text: "“The ferry will sail,” said Mayor Ada Lund, “whatever the weather.”\n\
                   Lund told the council that Bo Rask had said “no captain would dare” and that he was wrong.",
        gold: vec![
            (
                "E1",
                "Mayor Ada Lund",
                &["“The ferry will sail,”", "“whatever the weather.”"],
                speaker("Ada Lund", Person, &["Lund"]),
            ),
            (
                "E2",
                "Lund",
                &["that Bo Rask had said “no captain would dare” and that he was wrong"],
                speaker("Ada Lund", Person, &["Lund"]),
            ),
            ("E3", "Bo Rask", &["“no captain would dare”"], speaker("Bo Rask", Person, &[])),
        ],
        predicted: vec![
            (&["“The ferry will sail,”", "“whatever the weather.”"], "Ada Lund", Some("Ms. Lund"), Person),
            (&["that Bo Rask had said “no captain would dare”"], "Rask", Some("Bo Rask"), Person),
            (&["“no captain would dare”"], "Bo Rask", Some("Capt. Bo Rask"), Person),
        ],
    }
}

/// A quotation over two paragraphs that is cut into two, and speakers without a name.
fn quay() -> Case {
    Case {
        id: "quay",
        text: "Ines Okafor spoke for an hour.\n\
                   “The quay is closed.\n\
                   “It will stay closed until the first of June,” she said.\n\
                   The union called the plan “a joke” and a spokesman said the men would strike.\n\
                   The report says the wood is rotten. It is said that cats float.",
        gold: vec![
            (
                "E1",
                "she",
                &["“The quay is closed.\n“It will stay closed until the first of June,”"],
                speaker("Ines Okafor", Person, &[]),
            ),
            ("E2", "The union", &["the plan “a joke”"], speaker("the union", Group, &[])),
            ("E3", "a spokesman", &["the men would strike"], speaker("a spokesman", Unnamed, &[])),
            ("E4", "The report", &["the wood is rotten"], speaker("the report", Document, &[])),
            ("E5", "", &["cats float"], speaker("", Unknown, &[])),
        ],
        predicted: vec![
            (&["“The quay is closed."], "", None, Unknown),
            (&["“It will stay closed until the first of June,”"], "she", Some("Okafor"), Person),
            (&["the plan “a joke”"], "The union", Some("Union"), Organization),
            (&["said the men would strike"], "a spokesman", Some("a spokesman"), Unnamed),
            (&["the wood is rotten"], "The report", Some("Ines Okafor"), Person),
            (&["cats float"], "", None, Unknown),
        ],
    }
}

/// Straight marks of which one is missing, other forms of names, an organization taken for a person.
fn fares() -> Case {
    Case {
        id: "fares",
        text: r#""Nobody asked us," said Tove Moe. "They never do, she added. "We shall see," said Q. Ødegård of Bell Lines. Bell Lines said prices would rise."#,
        gold: vec![
            ("E1", "Tove Moe", &[r#""Nobody asked us,""#], speaker("Tove Moe", Person, &[])),
            ("E2", "she", &[r#""They never do,"#], speaker("Tove Moe", Person, &[])),
            ("E3", "Q. Ødegård", &[r#""We shall see,""#], speaker("Quentin Ødegård", Person, &["Q. Ødegård"])),
            ("E4", "Bell Lines said", &["prices would rise"], speaker("Bell Lines Ltd", Organization, &["Bell Lines"])),
        ],
        predicted: vec![
            (&[r#""Nobody asked us,""#], "Tove Moe", Some("Ms. Tove Moe’s"), Person),
            (&["she added"], "Tove Moe", Some("Tove Moe"), Person),
            (&[r#""We shall see," said Q."#], "Tove Moe", Some("Quentin A. Ødegard"), Person),
            (&["said prices would rise"], "Bell Lines", Some("the Bell Lines"), Person),
        ],
    }
}

/// An article in which nothing was found, with a quote of which nobody says who is meant.
fn vote() -> Case {
    Case {
        id: "vote",
        text: "“I resign,” said Kim Vale. Many think that the vote was lost.",
        gold: vec![
            ("E1", "Kim Vale", &["“I resign,”"], speaker("Kim Vale", Person, &[])),
            ("E2", "Many", &["that the vote was lost"], None),
        ],
        predicted: vec![],
    }
}

fn speaker(name: &str, kind: SpeakerKind, aliases: &[&str]) -> Option<GoldSpeaker> {
    Some(GoldSpeaker { name: name.into(), kind, aliases: aliases.iter().map(|alias| alias.to_string()).collect() })
}

impl Case {
    /// Where `words` first stand, in code points.
    fn place(&self, words: &str) -> SpanLine {
        let byte = self.text.find(words).unwrap_or_else(|| panic!("{words:?} does not stand in {}", self.id));
        let start = self.text[..byte].chars().count();
        [start, start + words.chars().count()]
    }

    fn mention(&self, words: &str) -> Vec<SpanLine> {
        if words.is_empty() { Vec::new() } else { vec![self.place(words)] }
    }

    fn content(&self, pieces: &[&str]) -> Vec<SpanLine> {
        pieces.iter().map(|piece| self.place(piece)).collect()
    }

    fn gold(&self) -> GoldArticle {
        let mut attributions = Vec::new();
        for (id, mention, content, speaker) in &self.gold {
            attributions.push(GoldAttribution {
                id: id.to_string(),
                mention: self.mention(mention),
                content: self.content(content),
                speaker: speaker.clone(),
            });
        }
        let article = Article { id: self.id.into(), text: self.text.into(), ..Article::default() };
        GoldArticle { article, attributions }
    }

    fn predicted(&self) -> Vec<Predicted> {
        let mut predicted = Vec::new();
        for (content, mention, name, kind) in &self.predicted {
            predicted.push(Predicted {
                content: self.content(content),
                mention: self.mention(mention),
                speaker: name.map(str::to_owned),
                kind: *kind,
                confidence: 0.95,
                speaker_confidence: 0.85,
            });
        }
        predicted
    }
}

fn judged(with_speakers: bool) -> Report {
    let cases = [ferry(), quay(), fares(), vote()];
    let gold: Vec<GoldArticle> = cases.iter().map(Case::gold).collect();
    // The last article is left out, as one that no predictions came for.
    let predicted: Vec<Vec<Predicted>> = cases[..3].iter().map(Case::predicted).collect();
    report(&gold, &predicted, with_speakers)
}

/// No figure: letters are not counted for this row.
const NONE: f64 = -1.0;

/// Gold, predicted and named quotes, and every figure in the order of [`Measure::EVERY`].
#[rustfmt::skip]
const EXPECTED: [(&str, [u64; 3], [f64; 11]); 5] = [
    ("direct", [7, 6, 7], [0.6667, 0.7143, 0.6897, 0.4615, 0.8000, NONE, NONE, 0.8000, 0.5333, 1.0000, NONE]),
    ("mixed", [2, 3, 1], [1.0000, 1.0000, 1.0000, 0.4000, 0.5000, NONE, NONE, 0.0000, 0.0000, 0.5000, 1.0000]),
    ("indirect", [5, 4, 1], [1.0000, 0.8000, 0.8889, 0.4444, 0.6667, NONE, NONE, 1.0000, 1.0000, 0.5000, 0.3333]),
    ("spoken", [9, 9, 8], [0.7778, 0.7778, 0.7778, 0.4444, 0.7143, 0.9091, 0.5435, 0.6667, 0.5000, 0.8571, 1.0000]),
    ("all", [14, 13, 9], [0.8462, 0.7857, 0.8148, 0.4444, 0.7000, 0.8502, 0.4865, 0.7143, 0.5556, 0.7273, 0.5000]),
];

#[test]
fn every_figure_is_that_of_the_other_implementation() {
    let report = judged(true);
    for (scores, (name, counts, figures)) in report.rows.iter().zip(EXPECTED) {
        assert_eq!(scores.row.name(), name);
        assert_eq!([scores.gold, scores.predicted, scores.named.unwrap()], counts, "{name}");
        for (measure, expected) in Measure::EVERY.into_iter().zip(figures) {
            let value = scores.get(measure).map_or(NONE, |figure| figure.value);
            assert!((value - expected).abs() < 0.00006, "{name} {}: {value} and not {expected}", measure.key());
        }
    }
}

#[test]
fn without_speakers_the_same_quotes_are_found_and_nothing_is_said_of_names() {
    let (with, without) = (judged(true), judged(false));
    for (with, without) in with.rows.iter().zip(&without.rows) {
        assert_eq!(without.named, None);
        for measure in Measure::EVERY {
            let expected = with.get(measure).filter(|_| !measure.is_about_speakers());
            assert_eq!(without.get(measure), expected);
        }
    }
    assert_eq!(without.confidences.len(), 2);
}

#[test]
fn misses_say_what_is_wrong() {
    let report = judged(true);
    let mut told = Vec::new();
    for miss in &report.misses {
        let why = match &miss.why {
            Why::NotFound => "not found".to_owned(),
            Why::Speaker { given, meant } => format!("{} for {meant}", given.as_deref().unwrap_or("nobody")),
        };
        told.push(format!("{} {} {} {why}", miss.article, miss.attribution, miss.kind.name()));
    }
    assert_eq!(
        told,
        [
            "ferry E2 mixed Bo Rask for Ada Lund",
            "quay E1 direct Okafor for Ines Okafor",
            "fares E2 direct not found",
            "vote E1 direct not found",
            "vote E2 indirect not found",
        ]
    );
    assert_eq!(report.misses[3].text, "I resign");
    let spurious: Vec<&str> = report.spurious.iter().map(|spurious| spurious.text.as_str()).collect();
    assert_eq!(spurious, ["The quay is closed", "she added"]);
}

#[test]
fn confidences_are_held_against_what_is_right() {
    let report = judged(true);
    let quotes = &report.confidences[1];
    assert_eq!((quotes.of, quotes.row, quotes.claims), (Of::Quotes, Row::All, 13));
    let close = |figure: Option<Figure>, expected: f64| (figure.unwrap().value - expected).abs() < 1e-6;
    assert!(close(quotes.sure_right, 11.0 / 13.0) && close(quotes.sure, 1.0));
    assert!(close(quotes.calibration_error, 0.95 - 11.0 / 13.0));
    // Nine names were given to quotes that fit: two are other people's, two stand where the gold has no name.
    let names = &report.confidences[3];
    assert_eq!((names.of, names.row, names.claims, names.sure_right), (Of::Names, Row::All, 9, None));
    assert!(close(names.calibration_error, 0.85 - 5.0 / 9.0));
}

#[test]
fn a_span_past_the_end_of_the_text_is_cut() {
    let mut predicted = vote().predicted();
    predicted.push(Predicted {
        content: vec![[0, 10], [9_000, usize::MAX]],
        mention: vec![],
        speaker: None,
        kind: Unknown,
        confidence: f32::NAN,
        speaker_confidence: 2.0,
    });
    let report = report(&[vote().gold()], &[predicted], true);
    assert_eq!(report.rows[0].get(Measure::ExactF1).map(|figure| (figure.value, figure.interval)), Some((1.0, None)));
    assert_eq!(report.misses[0].kind, Kind::Direct);
}
