//! Whom a name means: from names and columns of the table of people to sets of keys, and what is to be said of them.

use super::edits::within;
use super::{Request, SearchError};
use crate::index::{Facet, FacetCount, Identities, IndexError, Query, Reader, SpeakerSet};
use crate::speakers::{SpeakerKind, name_words, sound};
use crate::text::fold;

/// Names that are told where none is found.
const MOST_NEAR: usize = 3;

/// Whom one name means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// Records of [`Identities`] one of whose names holds all words.
    pub records: Vec<usize>,
    /// Records of a surname that several may bear, where more than the surname is asked for.
    pub loose: Vec<usize>,
}

/// What is to be said beside the results of a request with names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fitting {
    /// The name as asked for.
    pub name: String,
    /// Identities with that name among the quotes that the request finds, most quotes first; empty where just one fits.
    pub several: Vec<FacetCount>,
    /// Whether all of those are persons.
    pub are_persons: bool,
    /// The surname that is left out, and how many quotes there would be more.
    pub left_out: Option<(String, usize)>,
}

/// The engine's query for `request`, its names and columns as sets of keys.
///
/// # Errors
/// As [`Request::query`]; where the table of people lacks a column that is asked for.
pub fn query(reader: &Reader, request: &Request) -> Result<Query, SearchError> {
    let query = request.query()?;
    let columns = query.facets.iter().any(|facet| matches!(facet, Facet::Column(_)));
    if request.speakers.is_empty() && request.wheres.is_empty() && !columns {
        return Ok(query);
    }
    reader.sound(|| with_keys(reader, request, query.clone()))
}

fn with_keys(reader: &Reader, request: &Request, mut query: Query) -> Result<Query, SearchError> {
    let identities = reader.identities()?;
    for facet in &query.facets {
        if let Facet::Column(name) = facet {
            identities.people().column(name).ok_or_else(|| no_column("--facets", name, identities))?;
        }
    }
    let words: Vec<Vec<String>> = query.filters.speakers.iter().flat_map(|set| set.words.clone()).collect();
    query.filters.speakers.clear();
    if !words.is_empty() {
        let mut records = Vec::new();
        for name in &request.speakers {
            let fit = fit(identities, name)?;
            records.extend(fit.records);
            records.extend(fit.loose.into_iter().filter(|_| request.loose));
        }
        let keys = Some(identities.keys_of(records.into_iter())?);
        query.filters.speakers.push(SpeakerSet { keys, words });
    }
    query.filters.speakers.extend(wheres(&request.wheres, identities)?);
    Ok(query)
}

/// Whom `name` means.
fn fit(identities: &Identities, name: &str) -> Result<Fit, IndexError> {
    if let Some(place) = identities.by_id(name.trim())? {
        return Ok(Fit { records: vec![place], loose: Vec::new() });
    }
    let words = name_words(name);
    let records = identities.fitting(&words);
    let mut fit = Fit { records, loose: Vec::new() };
    if words.len() > 1 {
        let asked: Vec<String> = words.iter().map(|word| sound(word)).collect();
        let Some(surname) = words.last() else { return Ok(fit) };
        for place in identities.fitting(std::slice::from_ref(surname)) {
            if identities.is_identity(place) || fit.records.contains(&place) {
                continue;
            }
            let record = identities.record(place)?;
            let is_part = name_words(&record.name).iter().all(|word| asked.contains(&sound(word)));
            if record.kind == SpeakerKind::Person && is_part {
                fit.loose.push(place);
            }
        }
    }
    Ok(fit)
}

/// One set for each column asked for.
fn wheres(wheres: &[String], identities: &Identities) -> Result<Vec<SpeakerSet>, SearchError> {
    let mut by_column: Vec<(String, Vec<String>)> = Vec::new();
    for asked in wheres {
        let (column, value) = asked.split_once('=').ok_or_else(|| SearchError::BadWhere(asked.clone()))?;
        let (column, value) = (column.trim().to_owned(), fold(value.trim()));
        match by_column.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&column)) {
            Some((_, values)) => values.push(value),
            None => by_column.push((column, vec![value])),
        }
    }
    let mut sets = Vec::new();
    for (column, values) in by_column {
        let cells = identities.people().column(&column).ok_or_else(|| no_column("--where", &column, identities))?;
        let rows = cells.iter().enumerate().filter(|(_, cell)| values.contains(&fold(cell.trim())));
        let keys = identities.keys_of(rows.filter_map(|(row, _)| identities.of_row(row)))?;
        sets.push(SpeakerSet { keys: Some(keys), words: Vec::new() });
    }
    Ok(sets)
}

fn no_column(option: &'static str, column: &str, identities: &Identities) -> SearchError {
    let people = identities.people();
    let known = match (people.rows.is_empty(), people.columns.is_empty()) {
        (true, _) => "there is no table of people yet: `whosaid people import FILE.csv`".to_owned(),
        (false, true) => "the table of people has no further columns; add some and import it again".to_owned(),
        (false, false) => format!("no such column; the table of people has {}", people.columns.join(", ")),
    };
    SearchError::NoColumn { option, column: column.to_owned(), known }
}

/// What is to be said of each name of `request`.
///
/// # Errors
/// As [`query`].
pub fn fitting(reader: &Reader, request: &Request) -> Result<Vec<Fitting>, SearchError> {
    reader.sound(|| fitting_names(reader, request))
}

fn fitting_names(reader: &Reader, request: &Request) -> Result<Vec<Fitting>, SearchError> {
    let mut all = Vec::new();
    let identities = reader.identities()?;
    for name in &request.speakers {
        let Fit { records, loose } = fit(identities, name)?;
        let mut fitting = Fitting { name: name.clone(), ..Fitting::default() };
        let only =
            Request { speakers: vec![name.clone()], limit: 0, facets: Vec::new(), group: false, ..request.clone() };
        let mut query = query(reader, &only)?;
        query.limit = Some(0);
        if records.len() > 1 {
            query.facets = vec![Facet::Speaker];
            let counts = reader.search(&query)?.facets.pop().map_or(Vec::new(), |facet| facet.counts);
            let persons: Vec<FacetCount> = counts.into_iter().filter(|count| count.id.is_some()).collect();
            let is_person =
                |place: &usize| identities.record(*place).is_ok_and(|record| record.kind == SpeakerKind::Person);
            fitting.are_persons = records.iter().all(is_person);
            fitting.several = if persons.len() > 1 { persons } else { Vec::new() };
            query.facets.clear();
        }
        if !loose.is_empty() && !request.loose {
            let surname = identities.record(loose[0])?.name;
            let keys = Some(identities.keys_of(loose.iter().copied())?);
            query.filters.speakers[0] = SpeakerSet { keys, words: Vec::new() };
            let more = reader.search(&query)?.total;
            fitting.left_out = (more > 0).then_some((surname, more));
        }
        all.push(fitting);
    }
    Ok(all)
}

/// Names that are written much like `name`, most quotes first; none where somebody goes by it.
///
/// # Errors
/// Where the index can't be read.
pub fn near_names(reader: &Reader, name: &str) -> Result<Vec<String>, SearchError> {
    reader.sound(|| names_near(reader, name))
}

fn names_near(reader: &Reader, name: &str) -> Result<Vec<String>, SearchError> {
    let identities = reader.identities()?;
    let wanted: Vec<Vec<char>> = name_words(name).iter().map(|word| sound(word).chars().collect()).collect();
    if wanted.is_empty() || !identities.fitting(&name_words(name)).is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Vec<usize> = Vec::new();
    identities.each_name(|place, words| {
        let words: Vec<Vec<char>> = words.split(' ').map(|word| word.chars().collect()).collect();
        let is_near = |wanted: &Vec<char>| {
            let distance = if wanted.len() > 7 { 2 } else { usize::from(wanted.len() > 3) };
            words.iter().any(|word| within(wanted, word, distance))
        };
        if found.last() != Some(&place) && wanted.iter().all(is_near) {
            found.push(place);
        }
    });
    let mut records = Vec::new();
    for place in found {
        records.push(identities.record(place)?);
    }
    records.sort_by(|a, b| b.quotes.cmp(&a.quotes).then_with(|| a.name.cmp(&b.name)));
    let mut names: Vec<String> = records.into_iter().map(|record| record.name).collect();
    names.dedup();
    names.truncate(MOST_NEAR);
    Ok(names)
}
