//! Several indexes searched as one.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Found, Request, Results, SearchError, search};
use crate::index::{FacetCount, FacetCounts, Reader};

/// One of the indexes, and what it is asked for: the same of all, but for how far back is new.
pub struct Asked<'a> {
    /// What its hits are called by.
    pub name: &'a str,
    /// The index.
    pub reader: &'a Reader,
    /// What it is asked for.
    pub request: &'a Request,
}

/// Searches `all` as one: one order, one page, counts in sum; each hit names its index. Scores are each index's own; ties go by
/// id, then by the order of the indexes. Of one index alone it is [`search`].
///
/// # Errors
/// As [`search`].
pub fn search_several(all: &[Asked<'_>]) -> Result<Results, SearchError> {
    if let [one] = all {
        return search(one.reader, one.request);
    }
    let mut merged = Results::default();
    let (mut page, mut facet_values) = ((0, 0), 0);
    for (place, asked) in all.iter().enumerate() {
        page = (asked.request.offset, asked.request.limit);
        facet_values = asked.request.facet_values;
        let limit = if page.1 == 0 { 0 } else { page.0.saturating_add(page.1) };
        // What is rare in one index may be frequent in all.
        let request = Request { offset: 0, limit, facet_values: 0, ..asked.request.clone() };
        let found = search(asked.reader, &request)?;
        merged.total += found.total;
        for mut hit in found.hits {
            hit.index = Some(asked.name.to_owned());
            hit.place = place;
            merged.hits.push(hit);
        }
        merged.facets = in_sum(merged.facets, found.facets);
    }
    merged.hits.sort_by(before);
    let (offset, limit) = page;
    merged.hits.drain(..offset.min(merged.hits.len()));
    if limit > 0 {
        merged.hits.truncate(limit);
    }
    if facet_values > 0 {
        merged.facets.iter_mut().filter(|of| of.facet.is_open()).for_each(|of| of.counts.truncate(facet_values));
    }
    Ok(merged)
}

/// The order of hits: by score or, where there is none, by date, newest first and those without a date last.
fn before(a: &Found, b: &Found) -> Ordering {
    let by_score = b.score.unwrap_or(0.0).total_cmp(&a.score.unwrap_or(0.0));
    let by_date = if a.score.is_none() { b.quote.article.date.cmp(&a.quote.article.date) } else { Ordering::Equal };
    by_score.then(by_date).then_with(|| a.quote.id.cmp(&b.quote.id)).then(a.place.cmp(&b.place))
}

/// Counts of the same facets in sum: one value of one id is one.
fn in_sum(into: Vec<FacetCounts>, from: Vec<FacetCounts>) -> Vec<FacetCounts> {
    if into.is_empty() {
        return from;
    }
    let mut all = Vec::with_capacity(into.len());
    for (FacetCounts { facet, counts, .. }, more) in into.into_iter().zip(from) {
        let mut by_value: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
        for FacetCount { value, id, count } in counts.into_iter().chain(more.counts) {
            *by_value.entry((value, id)).or_default() += count;
        }
        let mut counts: Vec<FacetCount> =
            by_value.into_iter().map(|((value, id), count)| FacetCount { value, id, count }).collect();
        counts.sort_by_key(|count| std::cmp::Reverse(count.count));
        all.push(FacetCounts { facet, values: counts.len(), counts });
    }
    all
}
