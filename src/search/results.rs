//! What a search gives back, in the shape that the JSON of every face has.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::Highlighter;
use crate::index::{Answer, Copied, FacetCount, FacetCounts, Hit};
use crate::speakers::{ArticleLine, QuoteLine, SpanLine};

/// One page of what was found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// Hits in all, before paging.
    pub total: usize,
    /// The page asked for.
    pub hits: Vec<Found>,
    /// Counts over all quotes found, in the order asked.
    pub facets: Vec<FacetCounts>,
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
    /// Whom else they name as the speaker, most articles first.
    pub copies_speakers: Vec<CopySpeaker>,
    /// Articles that they stand in, its own left out.
    #[serde(skip)]
    pub copies_articles: usize,
    /// The index it comes of, where several are searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// Number of that index among those searched.
    #[serde(skip)]
    pub place: usize,
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

/// Another speaker whom articles name for the same words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CopySpeaker {
    /// The name as an article gives it.
    pub name: String,
    /// Articles that give it.
    pub articles: usize,
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
        for Hit { quote, score, root, copies } in answer.hits {
            let highlights = highlighter.spans(&quote.quote);
            hits.push(Found { score, highlights, root, ..Found::of(quote) }.with(copies));
        }
        Results { total: answer.total, hits, facets: answer.facets }
    }

    /// Total and facets as one line of JSON, facets in the order asked.
    ///
    /// ```
    /// use whosaid::index::{Facet, FacetCount, FacetCounts};
    /// use whosaid::search::Results;
    ///
    /// let count = FacetCount { value: "direct".into(), id: None, count: 2 };
    /// let counts = FacetCounts { facet: Facet::Kind, counts: vec![count], values: 1 };
    /// let results = Results { total: 2, facets: vec![counts], ..Results::default() };
    /// assert_eq!(
    ///     serde_json::to_string(&results.facets_line())?,
    ///     r#"{"total":2,"facets":{"kind":[{"value":"direct","id":null,"count":2}]}}"#
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn facets_line(&self) -> FacetsLine<'_> {
        FacetsLine { results: self }
    }
}

impl Found {
    /// A quote without a search around it, and without the candidates kept with it.
    pub fn of(quote: QuoteLine) -> Found {
        Found {
            corrected: quote.corrected,
            quote: quote.without_candidates(),
            score: None,
            highlights: Vec::new(),
            copies: Vec::new(),
            copies_total: 0,
            copies_speakers: Vec::new(),
            copies_articles: 0,
            index: None,
            place: 0,
            root: 0,
        }
    }

    /// With what there is to know of its copies.
    pub fn with(self, copies: Copied) -> Found {
        let speakers = copies.speakers.into_iter().map(|(name, articles)| CopySpeaker { name, articles });
        Found {
            copies: copies.first.into_iter().map(|(id, article)| CopyLine { id, article }).collect(),
            copies_total: copies.total,
            copies_speakers: speakers.collect(),
            copies_articles: copies.articles,
            ..self
        }
    }
}

impl IndexLine {
    /// `quote` as its index has it, with who else may be meant.
    pub fn with_candidates(quote: QuoteLine) -> IndexLine {
        IndexLine { corrected: quote.corrected, quote }
    }

    /// `quote` as its index has it, without the candidates kept with it.
    pub fn new(quote: QuoteLine) -> IndexLine {
        IndexLine { corrected: quote.corrected, quote: quote.without_candidates() }
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
struct ByName<'a>(&'a [FacetCounts]);

impl Serialize for ByName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.0.len()))?;
        for FacetCounts { facet, counts, .. } in self.0 {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{Facet, Scope};
    use crate::search::parse;
    use crate::search::sample::quote;

    fn counted(facet: Facet, counts: Vec<FacetCount>) -> FacetCounts {
        FacetCounts { facet, values: counts.len(), counts }
    }

    fn results() -> Results {
        let answer = Answer {
            total: 3,
            hits: vec![Hit {
                quote: quote("“The ferry is late.”"),
                score: Some(1.5),
                root: 2,
                copies: Copied::default(),
            }],
            facets: vec![
                counted(Facet::Year, vec![FacetCount { value: "2019".to_string(), id: None, count: 3 }]),
                counted(
                    Facet::Speaker,
                    vec![FacetCount { value: "Inês Okafor".to_string(), id: Some("ab12".to_string()), count: 2 }],
                ),
                counted(Facet::Source, vec![]),
            ],
        };
        let clause = parse(&["ferries".to_string()]).clause(Scope::Quote);
        Results::new(answer, &Highlighter::new(&clause))
    }

    const QUOTE: &str = concat!(
        r#""id":"0123456789abcdef01234567","quote":"“The ferry is late.”","kind":"direct","act":"says","cue":"said","#,
        r#""confidence":0.97,"speaker":{"name":"Inês Okafor","kind":"person","mention":"Okafor","role":"harbour master","#,
        r#""confidence":0.93,"basis":"part-of-name","evidence":[10,21],"id":null,"canonical":null},"within":null,"#,
        r#""article":{"id":"ferry.txt","title":"Ferry late again","date":"2019-10-14","source":"Haven Herald","#,
        r#""url":null,"author":null,"path":"news/ferry.txt"},"#,
        r#""spans":{"content":[[0,8]],"verbatim":[[0,8]],"cue":[[9,13]],"mention":[[14,20]]},"paragraph":1,"#,
    );

    #[test]
    fn a_hit_is_the_quote_and_what_the_search_adds() {
        let found = &results().hits[0];
        assert_eq!(
            serde_json::to_string(found).unwrap(),
            format!(
                r#"{{{QUOTE}"corrected":false,"score":1.5,"highlights":[[5,10]],"copies":[],"copies_total":0,"copies_speakers":[]}}"#
            )
        );
        assert_eq!(found.root, 2);
    }

    #[test]
    fn a_hit_by_date_has_no_score() {
        let hit = Hit { quote: quote("“Late.”"), score: None, root: 0, copies: Copied::default() };
        let answer = Answer { total: 1, hits: vec![hit], facets: vec![] };
        let results = Results::new(answer, &Highlighter::default());
        let line = serde_json::to_value(&results.hits[0]).unwrap();
        assert_eq!(line["score"], serde_json::Value::Null);
        assert_eq!(line["highlights"], serde_json::json!([]));
    }

    #[test]
    fn an_exported_quote_says_whether_it_was_mended() {
        let line = IndexLine::new(quote("“The ferry is late.”"));
        assert_eq!(serde_json::to_string(&line).unwrap(), format!(r#"{{{QUOTE}"corrected":false}}"#));
    }

    #[test]
    fn facets_come_in_the_order_asked() {
        assert_eq!(
            serde_json::to_string(&results().facets_line()).unwrap(),
            concat!(
                r#"{"total":3,"facets":{"year":[{"value":"2019","id":null,"count":3}],"#,
                r#""speaker":[{"value":"Inês Okafor","id":"ab12","count":2}],"source":[]}}"#
            )
        );
    }
}
