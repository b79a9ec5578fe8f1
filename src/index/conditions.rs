//! Tests: a query finds just the quotes that fulfil its conditions one by one, wherever its candidates come from.

use std::collections::BTreeSet;
use std::fs;

use jiff::civil::Date;

use super::newsroom::Newsroom;
use super::{Clause, Filters, Matcher, Order, Query, Reader, Scope, SpeakerSet};
use crate::attribution::{Act, Kind};
use crate::speakers::{Basis, QuoteLine, SpeakerKind};
use crate::text::analysis;

fn article(number: usize) -> String {
    let date = if number % 5 == 4 {
        String::new()
    } else {
        format!("date: {}-03-{:02}\n", 1998 + number % 7, 1 + number % 28)
    };
    let source = ["The Lowmark Herald", "Sound Weekly"][number % 2];
    let cargo = ["herring", "timber", "letters"][number % 3];
    let speaker = ["Orla Fenwick, a warden", "Ines Tarrow", "the harbour trust", "a skipper"][number % 4];
    format!(
        "---\ntitle: Ferry {number}\nsource: {source}\n{date}---\n“The ferry carries {cargo} number {number} tonight,” said {speaker}.\n\n\
         Mayor Bram Osei said that the {cargo} would wait until the morning tide.\n\n\
         “I never promised {cargo},” Osei denied. He added that pier {number} was closed.\n"
    )
}

fn clauses() -> Vec<Clause> {
    let word = |word: &str| {
        let stem = analysis::words(word).next().unwrap().stem();
        Clause::Match(Scope::Quote, Matcher::Stem(stem))
    };
    vec![
        Clause::Every,
        word("herring"),
        Clause::Match(Scope::About, Matcher::Prefix("fer".to_owned())),
        Clause::All(vec![word("ferry"), Clause::Not(Box::new(word("timber")))]),
        Clause::Not(Box::new(word("herring"))),
        Clause::Any(vec![word("letters"), Clause::Not(Box::new(word("ferry")))]),
        Clause::Any(Vec::new()),
        Clause::All(vec![Clause::Every, word("tide")]),
    ]
}

fn has(line: &QuoteLine, word: &str) -> bool {
    analysis::words(&line.quote).any(|found| found.folded == word)
}

/// Whether a quote fulfils the clause at this place of [`clauses`].
fn fulfils(clause: usize, line: &QuoteLine) -> bool {
    match clause {
        0 => true,
        1 => has(line, "herring"),
        // The word stands in every title.
        2 => true,
        3 => has(line, "ferry") && !has(line, "timber"),
        4 => !has(line, "herring"),
        5 => has(line, "letters") || !has(line, "ferry"),
        6 => false,
        _ => has(line, "tide"),
    }
}

/// A filter, and whether a quote fulfils it.
type Case = (Filters, Box<dyn Fn(&QuoteLine) -> bool>);

fn case(filters: Filters, is_wanted: impl Fn(&QuoteLine) -> bool + 'static) -> Case {
    (filters, Box::new(is_wanted))
}

fn cases(all: &[QuoteLine]) -> Vec<Case> {
    let middle = |of: fn(&QuoteLine) -> f32| {
        let mut all: Vec<f32> = all.iter().map(of).collect();
        all.sort_by(f32::total_cmp);
        all[all.len() * 2 / 3]
    };
    let (middle, middle_of_speakers) = (middle(|line| line.confidence), middle(|line| line.speaker.confidence));
    let day = |year| Some(Date::constant(year, 3, 2));
    let none = Filters::default;
    vec![
        case(none(), move |_| true),
        case(Filters { since: day(2000), ..none() }, move |line| {
            line.article.date.is_some_and(|date| date >= Date::constant(2000, 3, 2))
        }),
        case(Filters { until: day(2000), ..none() }, move |line| {
            line.article.date.is_some_and(|date| date <= Date::constant(2000, 3, 2))
        }),
        case(Filters { since: day(1999), until: day(2002), kinds: vec![Kind::Direct], ..none() }, move |line| {
            let days = Date::constant(1999, 3, 2)..=Date::constant(2002, 3, 2);
            line.kind == Kind::Direct && line.article.date.is_some_and(|date| days.contains(&date))
        }),
        case(Filters { kinds: vec![Kind::Indirect, Kind::Mixed], ..none() }, move |line| {
            matches!(line.kind, Kind::Indirect | Kind::Mixed)
        }),
        case(Filters { acts: vec![Act::Denies], ..none() }, move |line| line.act == Act::Denies),
        case(
            Filters { bases: vec![Basis::PartOfName], speaker_kinds: vec![SpeakerKind::Person], ..none() },
            move |line| line.speaker.basis == Basis::PartOfName && line.speaker.kind == SpeakerKind::Person,
        ),
        case(Filters { min_confidence: Some(middle), ..none() }, move |line| line.confidence >= middle),
        case(Filters { min_speaker_confidence: Some(middle_of_speakers), since: day(2000), ..none() }, move |line| {
            line.speaker.confidence >= middle_of_speakers
                && line.article.date.is_some_and(|date| date >= Date::constant(2000, 3, 2))
        }),
        case(Filters { sources: vec!["sound weekly".to_owned()], until: day(2002), ..none() }, move |line| {
            line.article.source.as_deref() == Some("Sound Weekly")
                && line.article.date.is_some_and(|date| date <= Date::constant(2002, 3, 2))
        }),
        case(
            Filters {
                speakers: vec![SpeakerSet { keys: None, words: vec![vec!["osei".to_owned()]] }],
                kinds: vec![Kind::Direct],
                ..none()
            },
            move |line| {
                line.kind == Kind::Direct && line.speaker.name.as_ref().is_some_and(|name| name.contains("Osei"))
            },
        ),
        case(Filters { after_commit: Some(1), ..none() }, move |line| {
            line.article.id.starts_with('m') || line.article.id == "a3.md"
        }),
    ]
}

#[test]
fn a_query_finds_what_fulfils_it_and_nothing_else() {
    let room = Newsroom::new();
    for number in 0..20 {
        fs::write(room.news.join(format!("a{number}.md")), article(number)).unwrap();
    }
    room.update();
    for number in 20..30 {
        fs::write(room.news.join(format!("m{number}.md")), article(number)).unwrap();
    }
    // Something is deleted in the first segment.
    fs::write(room.news.join("a3.md"), article(103)).unwrap();
    room.update();

    let reader = Reader::open(&room.location).unwrap();
    let mut all = Vec::new();
    reader
        .export(&Query::every(), &mut |line| {
            all.push(line);
            true
        })
        .unwrap();
    assert!(all.len() > 60, "{} quotes", all.len());
    let mut found_in_all = 0;
    for (case, (filters, is_wanted)) in cases(&all).into_iter().enumerate() {
        for (place, clause) in clauses().into_iter().enumerate() {
            let wanted: BTreeSet<&str> = all
                .iter()
                .filter(|line| is_wanted(line) && fulfils(place, line))
                .map(|line| line.id.as_str())
                .collect();
            for (order, group) in [(Order::Relevance, false), (Order::Date, false), (Order::Oldest, true)] {
                let query = Query { clause: clause.clone(), filters: filters.clone(), order, group, ..Query::every() };
                let answer = reader.search(&query).unwrap();
                let found: BTreeSet<&str> = answer.hits.iter().map(|hit| hit.quote.id.as_str()).collect();
                assert_eq!(found.len(), answer.total, "case {case}, clause {place}");
                assert!(found.is_subset(&wanted), "case {case}, clause {place}, {order:?}");
                assert!(group || found == wanted, "case {case}, clause {place}, {order:?}: {found:?} {wanted:?}");
                found_in_all += found.len();
            }
        }
        assert!(case == 0 || all.iter().any(&is_wanted) && !all.iter().all(&is_wanted), "case {case} tells nothing");
    }
    assert!(found_in_all > 1_000);
}
