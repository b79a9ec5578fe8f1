//! Turns a [`Query`](super::Query) into the engine's own.

use std::collections::HashSet;
use std::ops::Bound;
use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery, Query as EngineQuery,
    RangeQuery, RegexQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::checked::{Check, Checked};
use super::columns::{Number, Share};
use super::documents::day_number;
use super::excluded::Excluded;
use super::generation::{Snapshot, number_query, type_query};
use super::schema::{DocType, fields};
use super::watched::{KeepOn, Watched};
use super::{Clause, Filters, IndexError, Matcher, Scope, SpeakerSet};
use crate::speakers::SpeakerKind;

/// A query for the engine.
pub(super) struct Compiled {
    pub query: Box<dyn EngineQuery>,
    /// Documents that have to be looked at for it, roughly.
    pub documents: u64,
    /// The fields of its words, where it is words that must all stand there, and conditions on columns; else none.
    pub words: Vec<Field>,
}

/// Finds the quotes that fulfil `clause` and `filters`; broken off once `keep_on` says so.
///
/// Candidates come from the lists of the engine: those of the words, cues, sources and speakers. What is asked for besides is looked up
/// in the columns of each candidate. Only where nothing else narrows the quotes down do they come from a list of all quotes.
pub(super) fn compile(
    snapshot: &Snapshot,
    clause: &Clause,
    filters: &Filters,
    keep_on: Option<&KeepOn>,
) -> Result<Compiled, IndexError> {
    let mut parts: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::new();
    let mut finds_quotes_alone = has_words(clause);
    if *clause != Clause::Every {
        parts.push((Occur::Must, compile_clause(clause, keep_on)?));
    }
    let is_narrow = finds_quotes_alone || matches!(clause, Clause::Keys(_));
    let (lists, mut checks) = (list_filters(snapshot, filters), column_filters(filters));
    finds_quotes_alone |= !lists.is_empty();
    let is_narrow = is_narrow || !lists.is_empty();
    parts.extend(lists.into_iter().map(|condition| (Occur::Must, filter(condition))));
    if !is_narrow {
        finds_quotes_alone |= begin_with_a_column(&mut parts, &mut checks, filters);
    }
    if !finds_quotes_alone {
        checks.push(Check::any_of(Number::DocType, std::iter::once(DocType::Quote as u64)));
    }
    let words = words(clause).filter(|_| parts.len() == 1).unwrap_or_default();
    let mut query: Box<dyn EngineQuery> = match parts.len() {
        1 => parts.swap_remove(0).1,
        _ => Box::new(BooleanQuery::new(parts)),
    };
    if !checks.is_empty() {
        query = Box::new(Checked { query, checks, columns: Arc::clone(&snapshot.columns) });
    }
    let documents = documents(clause, snapshot)?.min(snapshot.searcher.num_docs());
    Ok(Compiled { query, documents, words })
}

/// Whether what `clause` finds has words, which only quotes have.
fn has_words(clause: &Clause) -> bool {
    match clause {
        Clause::Match(..) => true,
        Clause::All(clauses) => clauses.iter().any(has_words),
        Clause::Any(clauses) => clauses.iter().all(has_words),
        Clause::Every | Clause::Not(_) | Clause::Keys(_) => false,
    }
}

/// The fields of the words that a clause is, where all of them must stand there.
fn words(clause: &Clause) -> Option<Vec<Field>> {
    match clause {
        Clause::Match(scope, Matcher::Stem(_)) => Some(vec![scope_fields(*scope).0]),
        Clause::Match(scope, Matcher::Phrase { terms, .. }) if terms.len() == 1 => Some(vec![scope_fields(*scope).1]),
        Clause::All(clauses) => {
            let words: Option<Vec<Vec<Field>>> = clauses.iter().map(words).collect();
            words.map(|words| words.concat())
        }
        _ => None,
    }
}

/// Documents in the lists that the engine walks for `clause`, roughly.
fn documents(clause: &Clause, snapshot: &Snapshot) -> Result<u64, IndexError> {
    let all = snapshot.searcher.num_docs();
    let of_term = |field, term: &str| snapshot.searcher.doc_freq(&Term::from_field_text(field, term));
    Ok(match clause {
        Clause::Every | Clause::Not(_) => all,
        Clause::Keys(keys) => keys.len() as u64,
        Clause::Match(scope, Matcher::Stem(stem)) => of_term(scope_fields(*scope).0, stem)?,
        Clause::Match(scope, Matcher::Phrase { terms, .. }) => {
            let mut least = all;
            for term in terms {
                least = least.min(of_term(scope_fields(*scope).1, term)?);
            }
            least
        }
        // The lists of all words that fit are made one.
        Clause::Match(_, Matcher::Prefix(_) | Matcher::Fuzzy { .. }) => all,
        Clause::All(clauses) => {
            let mut least = all;
            for clause in clauses {
                least = least.min(documents(clause, snapshot)?);
            }
            least
        }
        Clause::Any(clauses) => {
            let mut sum = 0;
            for clause in clauses {
                sum += documents(clause, snapshot)?;
            }
            sum
        }
    })
}

/// A condition that does not count for the score.
fn filter(query: Box<dyn EngineQuery>) -> Box<dyn EngineQuery> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn compile_clause(clause: &Clause, keep_on: Option<&KeepOn>) -> Result<Box<dyn EngineQuery>, IndexError> {
    Ok(match clause {
        Clause::Every => Box::new(AllQuery),
        Clause::Match(scope, matcher) => match keep_on.cloned() {
            Some(keep_on) => Box::new(Watched { query: compile_match(*scope, matcher)?, keep_on }),
            None => compile_match(*scope, matcher)?,
        },
        Clause::All(clauses) => compile_all(clauses, keep_on)?,
        Clause::Any(clauses) if clauses.is_empty() => Box::new(EmptyQuery),
        Clause::Any(clauses) => {
            let any = once(clauses).map(|clause| compile_clause(clause, keep_on)).collect::<Result<_, _>>()?;
            Box::new(BooleanQuery::union(any))
        }
        Clause::Not(inner) => compile_all(&[Clause::Not(inner.clone())], keep_on)?,
        Clause::Keys(keys) => {
            let field = fields().wording_key;
            Box::new(TermSetQuery::new(keys.iter().map(|&key| Term::from_field_u64(field, u64::from(key)))))
        }
    })
}

/// The clauses, each word or pattern once: to look a pattern up is a walk over the words of the index.
fn once(clauses: &[Clause]) -> impl Iterator<Item = &Clause> {
    let mut seen = HashSet::new();
    clauses.iter().filter(move |clause| match clause {
        Clause::Match(scope, matcher) => seen.insert((*scope, matcher)),
        _ => true,
    })
}

/// All hold. What is excluded needs something to be excluded from.
fn compile_all(clauses: &[Clause], keep_on: Option<&KeepOn>) -> Result<Box<dyn EngineQuery>, IndexError> {
    let mut parts: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::new();
    for clause in once(clauses) {
        match clause {
            Clause::Not(inner) => parts.push((Occur::MustNot, Box::new(Excluded(compile_clause(inner, keep_on)?)))),
            other => parts.push((Occur::Must, compile_clause(other, keep_on)?)),
        }
    }
    if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        parts.push((Occur::Must, Box::new(AllQuery)));
    }
    Ok(match parts.len() {
        1 => parts.swap_remove(0).1,
        _ => Box::new(BooleanQuery::new(parts)),
    })
}

/// The field of stems, and that of words as written.
fn scope_fields(scope: Scope) -> (Field, Field) {
    let f = fields();
    match scope {
        Scope::Quote => (f.words, f.exact),
        Scope::About => (f.about, f.about_exact),
    }
}

fn compile_match(scope: Scope, matcher: &Matcher) -> Result<Box<dyn EngineQuery>, IndexError> {
    let (stems, exact) = scope_fields(scope);
    Ok(match matcher {
        Matcher::Stem(stem) => scored_term(stems, stem),
        Matcher::Phrase { terms, .. } if terms.is_empty() => Box::new(EmptyQuery),
        Matcher::Phrase { terms, .. } if terms.len() == 1 => scored_term(exact, &terms[0]),
        Matcher::Phrase { terms, slop } => {
            let terms = terms.iter().map(|term| Term::from_field_text(exact, term)).enumerate().collect();
            Box::new(PhraseQuery::new_with_offset_and_slop(terms, *slop))
        }
        Matcher::Prefix(prefix) => {
            let pattern = format!("{}.*", escape(prefix));
            Box::new(RegexQuery::from_pattern(&pattern, exact)?)
        }
        Matcher::Fuzzy { term, distance } => {
            Box::new(FuzzyTermQuery::new(Term::from_field_text(exact, term), (*distance).min(2), true))
        }
    })
}

/// Folded words hold letters and digits of any script; nothing else may reach the pattern.
fn escape(prefix: &str) -> String {
    prefix.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn scored_term(field: Field, term: &str) -> Box<dyn EngineQuery> {
    Box::new(TermQuery::new(Term::from_field_text(field, term), IndexRecordOption::WithFreqs))
}

fn term(field: Field, text: &str) -> Box<dyn EngineQuery> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

/// The conditions that the engine's lists answer; only quotes fulfil one.
fn list_filters(snapshot: &Snapshot, filters: &Filters) -> Vec<Box<dyn EngineQuery>> {
    let f = fields();
    let mut conditions: Vec<Box<dyn EngineQuery>> = Vec::new();
    let mut any = |choices: Vec<Box<dyn EngineQuery>>| {
        if !choices.is_empty() {
            conditions.push(Box::new(BooleanQuery::union(choices)));
        }
    };
    for set in &filters.speakers {
        any(speakers(snapshot, set));
    }
    any(filters.cues.iter().map(|stems| all_words(f.cue, stems)).collect());
    any(filters.sources.iter().map(|source| term(f.source_key, source)).collect());
    conditions
}

/// The conditions on columns. Days come first: nearly every document has one, so that its place in the column is that of the document.
fn column_filters(filters: &Filters) -> Vec<Check> {
    let mut checks = Vec::new();
    if filters.since.is_some() || filters.until.is_some() {
        let first = filters.since.map_or(i64::MIN, day_number);
        checks.push(Check::Days { first, last: filters.until.map_or(i64::MAX, day_number) });
    }
    checks.extend(small_numbers(filters).into_iter().map(|(_, check)| check));
    for (column, least) in
        [(Share::Confidence, filters.min_confidence), (Share::SpeakerConfidence, filters.min_speaker_confidence)]
    {
        checks.extend(least.map(|least| Check::AtLeast(column, f64::from(least))));
    }
    checks.extend(filters.after_commit.map(|commit| Check::After(Number::FirstCommit, commit)));
    checks
}

/// The conditions on small numbers that only quotes have, each with the engine's field.
fn small_numbers(filters: &Filters) -> Vec<(Field, Check)> {
    let f = fields();
    let mut found = Vec::new();
    let mut any = |field, of, numbers: Vec<u64>| {
        if !numbers.is_empty() {
            found.push((field, Check::any_of(of, numbers.into_iter())));
        }
    };
    any(f.kind, Number::Kind, filters.kinds.iter().map(|&kind| kind as u64).collect());
    any(f.act, Number::Act, filters.acts.iter().map(|&act| act as u64).collect());
    any(f.basis, Number::Basis, filters.bases.iter().map(|&basis| basis as u64).collect());
    any(f.speaker_kind, Number::SpeakerKind, filters.speaker_kinds.iter().map(|&kind| kind as u64).collect());
    found
}

/// Adds where candidates come from, as nothing else narrows them down: days, a small number, or all quotes; says whether they are
/// quotes alone. What is asked for so is no check any more.
fn begin_with_a_column(
    parts: &mut Vec<(Occur, Box<dyn EngineQuery>)>,
    checks: &mut Vec<Check>,
    filters: &Filters,
) -> bool {
    let mut begin = |query: Box<dyn EngineQuery>| parts.push((Occur::Must, filter(query)));
    let days = checks.iter().position(|check| matches!(check, Check::Days { .. }));
    if let Some(place) = days {
        let day = |day| Bound::Included(Term::from_field_i64(fields().day, day_number(day)));
        let first = Bound::Included(Term::from_field_i64(fields().day, i64::MIN));
        begin(Box::new(RangeQuery::new(filters.since.map_or(first, day), filters.until.map_or(Bound::Unbounded, day))));
        checks.remove(place);
        return checks.iter().any(|check| !matches!(check, Check::AnyOf(Number::DocType, _)));
    }
    let numbers = small_numbers(filters);
    if let Some((field, Check::AnyOf(column, bits))) = numbers.first() {
        let wanted = (0..64).filter(|number| bits >> number & 1 == 1);
        begin(Box::new(BooleanQuery::union(wanted.map(|number| boxed(number_query(*field, number))).collect())));
        checks.retain(|check| !matches!(check, Check::AnyOf(of, _) if of == column));
    } else {
        begin(Box::new(type_query(DocType::Quote)));
    }
    true
}

/// Keys of speakers that are looked up one by one; of more the engine's list of all keys is walked once.
pub(super) const FEW_KEYS: usize = 32;

/// The speakers of a set: by key, and by name those whose kind has no identity.
fn speakers(snapshot: &Snapshot, set: &SpeakerSet) -> Vec<Box<dyn EngineQuery>> {
    let f = fields();
    let named = set.words.iter().map(|words| all_words(f.speaker, words));
    let Some(keys) = &set.keys else { return named.collect() };
    let mut choices: Vec<Box<dyn EngineQuery>> = match keys.len() {
        0..=FEW_KEYS => keys.iter().map(|key| term(f.speaker_key, key)).collect(),
        _ => {
            let terms = keys.iter().map(|key| Term::from_field_text(f.speaker_key, key));
            vec![Box::new(TermSetQuery::new(terms.collect::<Vec<_>>()))]
        }
    };
    let without_identity = SpeakerKind::ALL.into_iter().filter(|kind| !kind.is_named()).map(|kind| kind as u64);
    let check = Check::any_of(Number::SpeakerKind, without_identity);
    choices.extend(named.map(|query| -> Box<dyn EngineQuery> {
        Box::new(Checked { query, checks: vec![check], columns: Arc::clone(&snapshot.columns) })
    }));
    if choices.is_empty() {
        // A set of nobody lets no quote through.
        choices.push(Box::new(EmptyQuery));
    }
    choices
}

fn boxed(query: TermQuery) -> Box<dyn EngineQuery> {
    Box::new(query)
}

/// All words stand in the field; no words are in none.
fn all_words(field: Field, words: &[String]) -> Box<dyn EngineQuery> {
    if words.is_empty() {
        return Box::new(EmptyQuery);
    }
    Box::new(BooleanQuery::intersection(words.iter().map(|word| term(field, word)).collect()))
}
