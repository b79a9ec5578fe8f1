//! What a search gives back, in the shape that the JSON of every face has.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::Highlighter;
use crate::index::{Answer, Facet, FacetCount};
use crate::speakers::{ArticleLine, QuoteLine, SpanLine};

/// One page of what was found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// Hits in all, before paging.
    pub total: usize,
    /// The page asked for.
    pub hits: Vec<Found>,
    /// Counts over all quotes found, in the order asked, most frequent first.
    pub facets: Vec<(Facet, Vec<FacetCount>)>,
}

/// One hit; serializes as the JSON line of `search`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// The quote.
    #[serde(flatten)]
    pub quote: QuoteLine,
    /// Whether the user mended it.
    pub corrected: bool,
    /// BM25 score; `None` where the order is by date.
    pub score: Option<f32>,
    /// The words of `quote` that were asked for, in order, in code points of `quote.quote`.
    pub highlights: Vec<SpanLine>,
    /// Other members of its group of copies, earliest first, at most 20.
    pub copies: Vec<CopyLine>,
    /// How many there are in all.
    pub copies_total: usize,
    /// Number of the root that its article belongs to.
    #[serde(skip)]
    pub root: u64,
}

/// The same quote in another article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CopyLine {
    /// Its id.
    pub id: String,
    /// The article it stands in.
    pub article: ArticleLine,
}

/// One quote of an index without a search around it; serializes as the JSON line of `export`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IndexLine {
    /// The quote.
    #[serde(flatten)]
    pub quote: QuoteLine,
    /// Whether the user mended it.
    pub corrected: bool,
}

/// The last line of `search --facets`: `{"total": N, "facets": {"speaker": [{"value", "id", "count"}], …}}`.
#[derive(Clone, Copy, Debug)]
pub struct FacetsLine<'a> {
    results: &'a Results,
}

impl Results {
    /// Makes results of an engine's answer.
    pub fn new(answer: Answer, highlighter: &Highlighter) -> Results {
        let mut hits = Vec::with_capacity(answer.hits.len());
        for hit in answer.hits {
            let highlights = highlighter.spans(&hit.quote.quote);
            hits.push(Found {
                quote: hit.quote,
                corrected: false,
                score: hit.score,
                highlights,
                copies: Vec::new(),
                copies_total: 0,
                root: hit.root,
            });
        }
        Results { total: answer.total, hits, facets: answer.facets }
    }

    /// Total and facets as one line of JSON, facets in the order asked.
    pub fn facets_line(&self) -> FacetsLine<'_> {
        FacetsLine { results: self }
    }
}

impl IndexLine {
    /// `quote` as its index has it.
    pub fn new(quote: QuoteLine) -> IndexLine {
        IndexLine { quote, corrected: false }
    }
}

impl Serialize for FacetsLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut line = serializer.serialize_struct("FacetsLine", 2)?;
        line.serialize_field("total", &self.results.total)?;
        line.serialize_field("facets", &ByName(&self.results.facets))?;
        line.end()
    }
}

/// Facets as an object that keeps their order.
struct ByName<'a>(&'a [(Facet, Vec<FacetCount>)]);

impl Serialize for ByName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.0.len()))?;
        for (facet, counts) in self.0 {
            let counts: Vec<CountLine> = counts.iter().map(CountLine::new).collect();
            object.serialize_entry(facet.name(), &counts)?;
        }
        object.end()
    }
}

/// One value of a facet as printed.
#[derive(Serialize)]
struct CountLine<'a> {
    value: &'a str,
    id: Option<&'a str>,
    count: usize,
}

impl<'a> CountLine<'a> {
    fn new(count: &'a FacetCount) -> CountLine<'a> {
        CountLine { value: &count.value, id: count.id.as_deref(), count: count.count }
    }
}
