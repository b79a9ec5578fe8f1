//! Turns a [`Query`](super::Query) into the engine's own.

use std::collections::HashSet;
use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery, Query as EngineQuery,
    RangeQuery, RegexQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::documents::day_number;
use super::excluded::Excluded;
use super::generation::{number_query, type_query};
use super::schema::{DocType, fields};
use super::watched::{KeepOn, Watched};
use super::{Clause, Filters, IndexError, Matcher, Scope, SpeakerSet};
use crate::speakers::SpeakerKind;

/// Finds the quotes that fulfil `clause` and `filters`.
pub(super) fn compile(clause: &Clause, filters: &Filters) -> Result<Box<dyn EngineQuery>, IndexError> {
    compile_watched(clause, filters, None)
}

/// As [`compile`], for a query that can be broken off.
pub(super) fn compile_watched(
    clause: &Clause,
    filters: &Filters,
    keep_on: Option<&KeepOn>,
) -> Result<Box<dyn EngineQuery>, IndexError> {
    let mut parts: Vec<(Occur, Box<dyn EngineQuery>)> =
        vec![(Occur::Must, filter(Box::new(type_query(DocType::Quote))))];
    if *clause != Clause::Every {
        parts.push((Occur::Must, compile_clause(clause, keep_on)?));
    }
    for condition in compile_filters(filters) {
        parts.push((Occur::Must, filter(condition)));
    }
    Ok(Box::new(BooleanQuery::new(parts)))
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
            let any = patterns_once(clauses).map(|clause| compile_clause(clause, keep_on)).collect::<Result<_, _>>()?;
            Box::new(BooleanQuery::union(any))
        }
        Clause::Not(inner) => compile_all(&[Clause::Not(inner.clone())], keep_on)?,
        Clause::Keys(keys) => {
            let field = fields().wording_key;
            Box::new(TermSetQuery::new(keys.iter().map(|&key| Term::from_field_u64(field, u64::from(key)))))
        }
    })
}

/// The clauses, each pattern once: to look one up is a walk over the words of the index.
fn patterns_once(clauses: &[Clause]) -> impl Iterator<Item = &Clause> {
    let mut seen = HashSet::new();
    clauses.iter().filter(move |clause| match clause {
        Clause::Match(scope, Matcher::Prefix(prefix)) => seen.insert((*scope, prefix, 0)),
        Clause::Match(scope, Matcher::Fuzzy { term, distance }) => seen.insert((*scope, term, 1 + *distance)),
        _ => true,
    })
}

/// All hold. What is excluded needs something to be excluded from.
fn compile_all(clauses: &[Clause], keep_on: Option<&KeepOn>) -> Result<Box<dyn EngineQuery>, IndexError> {
    let mut parts: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::new();
    for clause in patterns_once(clauses) {
        match clause {
            Clause::Not(inner) => parts.push((Occur::MustNot, Box::new(Excluded(compile_clause(inner, keep_on)?)))),
            other => parts.push((Occur::Must, compile_clause(other, keep_on)?)),
        }
    }
    if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        parts.push((Occur::Must, Box::new(AllQuery)));
    }
    Ok(Box::new(BooleanQuery::new(parts)))
}

fn compile_match(scope: Scope, matcher: &Matcher) -> Result<Box<dyn EngineQuery>, IndexError> {
    let f = fields();
    let (stems, exact) = match scope {
        Scope::Quote => (f.words, f.exact),
        Scope::About => (f.about, f.about_exact),
    };
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

fn compile_filters(filters: &Filters) -> Vec<Box<dyn EngineQuery>> {
    let f = fields();
    let mut conditions: Vec<Box<dyn EngineQuery>> = Vec::new();
    let mut any = |choices: Vec<Box<dyn EngineQuery>>| {
        if !choices.is_empty() {
            conditions.push(Box::new(BooleanQuery::union(choices)));
        }
    };
    for set in &filters.speakers {
        any(speakers(set));
    }
    any(filters.cues.iter().map(|stems| all_words(f.cue, stems)).collect());
    any(filters.sources.iter().map(|source| term(f.source_key, source)).collect());
    any(filters.kinds.iter().map(|&kind| boxed(number_query(f.kind, kind as u64))).collect());
    any(filters.acts.iter().map(|&act| boxed(number_query(f.act, act as u64))).collect());
    any(filters.bases.iter().map(|&basis| boxed(number_query(f.basis, basis as u64))).collect());
    any(filters.speaker_kinds.iter().map(|&kind| boxed(number_query(f.speaker_kind, kind as u64))).collect());
    if filters.since.is_some() || filters.until.is_some() {
        let bound = |date: Option<_>| match date {
            Some(date) => Bound::Included(Term::from_field_i64(f.day, day_number(date))),
            None => Bound::Unbounded,
        };
        let since = match filters.since {
            None => Bound::Included(Term::from_field_i64(f.day, i64::MIN)),
            since => bound(since),
        };
        conditions.push(Box::new(RangeQuery::new(since, bound(filters.until))));
    }
    for (field, least) in
        [(f.confidence, filters.min_confidence), (f.speaker_confidence, filters.min_speaker_confidence)]
    {
        if let Some(least) = least {
            let least = Bound::Included(Term::from_field_f64(field, f64::from(least)));
            conditions.push(Box::new(RangeQuery::new(least, Bound::Unbounded)));
        }
    }
    if let Some(commit) = filters.after_commit {
        let after = Bound::Excluded(Term::from_field_u64(f.first_commit, commit));
        conditions.push(Box::new(RangeQuery::new(after, Bound::Unbounded)));
    }
    conditions
}

/// The speakers of a set: by key, and by name those whose kind has no identity.
fn speakers(set: &SpeakerSet) -> Vec<Box<dyn EngineQuery>> {
    let f = fields();
    let named = set.words.iter().map(|words| all_words(f.speaker, words));
    let Some(keys) = &set.keys else { return named.collect() };
    let terms: Vec<Term> = keys.iter().map(|key| Term::from_field_text(f.speaker_key, key)).collect();
    let mut choices: Vec<Box<dyn EngineQuery>> = vec![Box::new(TermSetQuery::new(terms))];
    let without_identity = || -> Box<dyn EngineQuery> {
        let kinds = SpeakerKind::ALL.into_iter().filter(|kind| !kind.is_named());
        Box::new(BooleanQuery::union(kinds.map(|kind| boxed(number_query(f.speaker_kind, kind as u64))).collect()))
    };
    choices.extend(named.map(|named| -> Box<dyn EngineQuery> {
        Box::new(BooleanQuery::intersection(vec![named, without_identity()]))
    }));
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
