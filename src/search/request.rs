//! What a user asked, and the engine's query that it means.

use super::SearchError;
use super::days::days;
use super::parse::parse;
use super::tree::MAX_CLAUSES;
use crate::attribution::{Act, Kind};
use crate::index::{Clause, Facet, Filters, Order, Query, Scope, SpeakerSet};
use crate::speakers::{Basis, SpeakerKind, name_words};
use crate::text::analysis::words;
use crate::text::fold;

/// Hits of a page unless told.
pub const DEFAULT_LIMIT: usize = 10;

/// What a user asked, as a command line or an address gives it: texts not looked at yet. Empty lists ask nothing.
///
/// ```
/// use whosaid::index::Order;
/// use whosaid::search::Request;
///
/// let request = Request { words: vec!["ferry -tax".into()], since: Some("2019".into()), ..Request::default() };
/// let query = request.query()?;
/// assert_eq!(query.order, Order::Relevance);
/// assert_eq!(query.filters.since.unwrap().to_string(), "2019-01-01");
/// # Ok::<(), whosaid::search::SearchError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Words of the quote, in the query language (see [`parse`]); one shell argument each.
    pub words: Vec<String>,
    /// Words of the quote, its paragraphs or its title, in the query language; all of them must hold.
    pub about: Vec<String>,
    /// Names of speakers; any of them will do.
    pub speakers: Vec<String>,
    /// `COLUMN=VALUE` of the table of people; of one column any value will do, all columns must hold.
    pub wheres: Vec<String>,
    /// Whether a surname alone counts as anybody's who bears it.
    pub loose: bool,
    /// First day: `YYYY[-MM[-DD]]`, inclusive.
    pub since: Option<String>,
    /// Last day: `YYYY[-MM[-DD]]`, inclusive.
    pub until: Option<String>,
    /// Sources by their whole names, case and accents aside; any will do.
    pub sources: Vec<String>,
    /// Kinds of speech; any will do.
    pub kinds: Vec<Kind>,
    /// Acts; any will do.
    pub acts: Vec<Act>,
    /// Words of the cue; any will do.
    pub cues: Vec<String>,
    /// Kinds of speaker; any will do.
    pub speaker_kinds: Vec<SpeakerKind>,
    /// Least confidence of the quote, 0 to 1.
    pub min_confidence: Option<f32>,
    /// Least confidence of the speaker, 0 to 1.
    pub min_speaker_confidence: Option<f32>,
    /// What the name rests on; any will do.
    pub bases: Vec<Basis>,
    /// Only quotes that came in after this commit.
    pub after_commit: Option<u64>,
    /// Order; `None`: by relevance where words are looked for, else by date.
    pub sort: Option<Order>,
    /// Hits of a page; 0 for all.
    pub limit: usize,
    /// Hits to skip.
    pub offset: usize,
    /// Counts wanted; one asked for twice is counted once.
    pub facets: Vec<Facet>,
    /// Most values of a facet of which there may be any number; 0 for all.
    pub facet_values: usize,
    /// Whether copies of one statement are one hit.
    pub group: bool,
    /// Whether quotes of reprinted articles are counted once.
    pub once: bool,
}

impl Default for Request {
    /// Every quote, newest first, the first [`DEFAULT_LIMIT`] of them.
    fn default() -> Request {
        Request {
            words: Vec::new(),
            about: Vec::new(),
            speakers: Vec::new(),
            wheres: Vec::new(),
            loose: false,
            since: None,
            until: None,
            sources: Vec::new(),
            kinds: Vec::new(),
            acts: Vec::new(),
            cues: Vec::new(),
            speaker_kinds: Vec::new(),
            min_confidence: None,
            min_speaker_confidence: None,
            bases: Vec::new(),
            after_commit: None,
            sort: None,
            limit: DEFAULT_LIMIT,
            offset: 0,
            facets: Vec::new(),
            facet_values: 0,
            group: true,
            once: false,
        }
    }
}

impl Request {
    /// The engine's query for it.
    ///
    /// # Errors
    /// When a date is none, a name or a cue holds no word, a confidence is outside 0 to 1, or there are more than
    /// [`MAX_CLAUSES`] words. The query language itself knows no errors.
    pub fn query(&self) -> Result<Query, SearchError> {
        let words = parse(&self.words);
        let mut about = Vec::new();
        for text in &self.about {
            about.push(parse(std::slice::from_ref(text)));
        }
        let mut leaves = words.leaves();
        let mut looks_for_words = words.looks_for_words();
        let mut clauses = vec![words.clause(Scope::Quote)];
        for tree in &about {
            leaves += tree.leaves();
            looks_for_words |= tree.looks_for_words();
            clauses.push(tree.clause(Scope::About));
        }
        if leaves > MAX_CLAUSES {
            return Err(SearchError::TooManyWords(leaves));
        }
        let default_order = if looks_for_words { Order::Relevance } else { Order::Date };
        Ok(Query {
            clause: all(clauses),
            filters: self.filters()?,
            order: self.sort.unwrap_or(default_order),
            offset: self.offset,
            limit: (self.limit > 0).then_some(self.limit),
            facets: without_repeats(&self.facets),
            facet_values: (self.facet_values > 0).then_some(self.facet_values),
            group: self.group,
            once: self.once,
        })
    }

    fn filters(&self) -> Result<Filters, SearchError> {
        for (option, confidence) in
            [("--min-confidence", self.min_confidence), ("--min-speaker-confidence", self.min_speaker_confidence)]
        {
            if let Some(confidence) = confidence.filter(|confidence| !(0.0..=1.0).contains(confidence)) {
                return Err(SearchError::BadConfidence { option, confidence });
            }
        }
        let mut names = Vec::new();
        for name in &self.speakers {
            names.push(some_words("--speaker", name, name_words(name))?);
        }
        let speakers = if names.is_empty() { Vec::new() } else { vec![SpeakerSet { keys: None, words: names }] };
        let mut cues = Vec::new();
        for cue in &self.cues {
            cues.push(some_words("--cue", cue, words(cue).map(|word| word.stem()).collect())?);
        }
        let since = date("--since", self.since.as_deref())?.map(|(first, _)| first);
        let until = date("--until", self.until.as_deref())?.map(|(_, last)| last);
        Ok(Filters {
            speakers,
            since,
            until,
            sources: self.sources.iter().map(|source| fold(source)).collect(),
            kinds: self.kinds.clone(),
            acts: self.acts.clone(),
            cues,
            speaker_kinds: self.speaker_kinds.clone(),
            min_confidence: self.min_confidence,
            min_speaker_confidence: self.min_speaker_confidence,
            bases: self.bases.clone(),
            after_commit: self.after_commit,
        })
    }
}

/// First and last day of what an option names.
fn date(
    option: &'static str,
    text: Option<&str>,
) -> Result<Option<(jiff::civil::Date, jiff::civil::Date)>, SearchError> {
    let Some(text) = text else {
        return Ok(None);
    };
    match days(text) {
        Some(days) => Ok(Some(days)),
        None => Err(SearchError::BadDate { option, text: text.to_string() }),
    }
}

/// `words`, unless there are none: an empty list would let every quote through.
fn some_words(option: &'static str, text: &str, words: Vec<String>) -> Result<Vec<String>, SearchError> {
    if words.is_empty() {
        return Err(SearchError::NoWord { option, text: text.to_string() });
    }
    Ok(words)
}

/// All of `clauses` at once, as flat as it can be said.
fn all(clauses: Vec<Clause>) -> Clause {
    let mut flat = Vec::new();
    for clause in clauses {
        match clause {
            Clause::Every => {}
            Clause::All(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    match flat.len() {
        0 => Clause::Every,
        1 => flat.remove(0),
        _ => Clause::All(flat),
    }
}

/// `facets` in their order, each once.
fn without_repeats(facets: &[Facet]) -> Vec<Facet> {
    let mut once = Vec::new();
    for facet in facets {
        if !once.contains(facet) {
            once.push(facet.clone());
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::index::Matcher;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| text.to_string()).collect()
    }

    fn stem(scope: Scope, stem: &str) -> Clause {
        Clause::Match(scope, Matcher::Stem(stem.to_string()))
    }

    fn error(request: Request) -> String {
        request.query().unwrap_err().to_string()
    }

    #[test]
    fn nothing_asked_is_every_quote_newest_first() {
        let query = Request::default().query().unwrap();
        assert_eq!(query.clause, Clause::Every);
        assert_eq!(query.filters, Filters::default());
        assert_eq!((query.order, query.offset, query.limit), (Order::Date, 0, Some(10)));
        assert_eq!(query.facets, []);
    }

    #[test]
    fn a_limit_of_0_is_none() {
        let request = Request { limit: 0, offset: 20, ..Request::default() };
        let query = request.query().unwrap();
        assert_eq!((query.offset, query.limit), (20, None));
    }

    #[test]
    fn words_about_are_looked_for_besides_the_quotes_own() {
        let request = Request { words: texts(&["late"]), about: texts(&["ferry", "a OR b"]), ..Request::default() };
        let expected = Clause::All(vec![
            stem(Scope::Quote, "late"),
            stem(Scope::About, "ferri"),
            Clause::Any(vec![stem(Scope::About, "a"), stem(Scope::About, "b")]),
        ]);
        assert_eq!(request.query().unwrap().clause, expected);
    }

    #[test]
    fn words_without_a_word_find_nothing_whatever_else_is_asked() {
        let request = Request { words: texts(&["???"]), about: texts(&["ferry"]), ..Request::default() };
        let expected = Clause::All(vec![Clause::Any(vec![]), stem(Scope::About, "ferri")]);
        assert_eq!(request.query().unwrap().clause, expected);
    }

    #[test]
    fn order_is_by_relevance_where_there_is_something_to_rank_by() {
        let order = |words: &str, about: &str, sort| {
            let request = Request { words: texts(&[words]), about: texts(&[about]), sort, ..Request::default() };
            request.query().unwrap().order
        };
        assert_eq!(order("ferry", "", None), Order::Relevance);
        assert_eq!(order("", "ferry", None), Order::Relevance);
        assert_eq!(order("NOT ferry", "", None), Order::Date);
        assert_eq!(order("", "", None), Order::Date);
        assert_eq!(order("ferry", "", Some(Order::Date)), Order::Date);
        assert_eq!(order("", "", Some(Order::Relevance)), Order::Relevance);
    }

    #[test]
    fn filters_are_read_as_the_index_keeps_them() {
        let request = Request {
            speakers: texts(&["Mayor Inês OKAFOR-Lindqvist", "Mr. Judge"]),
            since: Some("2019".to_string()),
            until: Some("2020-02".to_string()),
            sources: texts(&["Haven HERALD"]),
            kinds: vec![Kind::Direct],
            acts: vec![Act::Denies],
            cues: texts(&["according to", "denied"]),
            speaker_kinds: vec![SpeakerKind::Person],
            min_confidence: Some(0.5),
            facets: vec![Facet::Year, Facet::Speaker, Facet::Year],
            ..Request::default()
        };
        let query = request.query().unwrap();
        assert_eq!(
            query.filters,
            Filters {
                speakers: vec![SpeakerSet {
                    keys: None,
                    words: vec![texts(&["ines", "okafor", "lindqvist"]), texts(&["judge"])],
                }],
                since: Some(date(2019, 1, 1)),
                until: Some(date(2020, 2, 29)),
                sources: texts(&["haven herald"]),
                kinds: vec![Kind::Direct],
                acts: vec![Act::Denies],
                cues: vec![texts(&["accord", "to"]), texts(&["deni"])],
                speaker_kinds: vec![SpeakerKind::Person],
                min_confidence: Some(0.5),
                min_speaker_confidence: None,
                bases: vec![],
                after_commit: None,
            }
        );
        assert_eq!(query.facets, [Facet::Year, Facet::Speaker]);
    }

    #[test]
    fn what_makes_no_sense_is_said_in_one_line() {
        assert_eq!(
            error(Request { since: Some("2019-13".to_string()), ..Request::default() }),
            "--since 2019-13: not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
        );
        assert_eq!(
            error(Request { until: Some("last week".to_string()), ..Request::default() }),
            "--until last week: not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
        );
        assert_eq!(
            error(Request { speakers: texts(&["?!"]), ..Request::default() }),
            "--speaker \"?!\": holds no word; give at least one"
        );
        assert_eq!(
            error(Request { cues: texts(&[""]), ..Request::default() }),
            "--cue \"\": holds no word; give at least one"
        );
        assert_eq!(
            error(Request { min_confidence: Some(80.0), ..Request::default() }),
            "--min-confidence 80: not between 0 and 1; give a number such as 0.8"
        );
        assert!(Request { min_confidence: Some(f32::NAN), ..Request::default() }.query().is_err());
    }

    #[test]
    fn a_query_may_be_long_but_not_without_end() {
        let long = Request { words: vec!["a ".repeat(2048)], about: vec!["b ".repeat(2048)], ..Request::default() };
        assert!(long.query().is_ok());
        let longer = Request { words: vec!["a ".repeat(4097)], ..Request::default() };
        assert_eq!(error(longer), "the query has 4097 words; ask for 4096 at most");
    }
}
