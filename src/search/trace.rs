//! Whether anybody said something: the quotes that hold these words, or words like them, and what that proves.
//!
//! The engine gives candidates: quotes with the words as a phrase, quotes that share a key of their wording, quotes with most of
//! the words that have a meaning. Here their words are laid beside those asked for. Nothing is ever proved not to have been
//! said: what is not here may stand elsewhere.

mod alignment;

use std::collections::HashSet;

use serde::Serialize;

use self::alignment::{Alignment, align};
use super::{Found, Highlighter, Request, Results, SearchError, query};
use crate::index::{Clause, Matcher, Order, Query, Reader, Scope};
use crate::speakers::{QuoteLine, SpanLine};
use crate::text::analysis::{Word, words};
use crate::text::wording::Wording;

pub use self::alignment::Difference;

/// Candidates that are looked at for one sort of likeness.
const MOST_CANDIDATES: usize = 100;

/// Quotes that are shown as the nearest where nothing was found.
const NEAREST: usize = 3;

/// What the archive says of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// They stand in quotation marks, marks and spelling aside.
    Exact,
    /// Words like them stand in quotation marks.
    Altered,
    /// Somebody else than the one asked for said them, or words like them.
    OtherSpeaker,
    /// An article reports them, wholly or partly without quotation marks.
    Reported,
    /// They are not in this archive.
    Absent,
}

/// What was found; serializes as `{"verdict", "quotes"}`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trace {
    /// What it proves.
    pub verdict: Verdict,
    /// The quotes that prove it, earliest first; where nothing was found the nearest, best first. As many as asked for.
    pub quotes: Vec<Traced>,
    /// How many there are.
    #[serde(skip)]
    pub total: usize,
}

/// A quote laid beside the words asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Traced {
    /// The quote; its highlights are the words that agree.
    #[serde(flatten)]
    pub found: Found,
    /// Where it differs, in order.
    pub differences: Vec<Difference>,
}

/// Looks for `text` among the quotes that `request` leaves; its words, order and facets are left aside. Its speakers are whom it
/// is to be said by: what others said is found too.
///
/// # Errors
/// Where `text` holds no word, or as [`search`](super::search()).
pub fn trace(reader: &Reader, text: &str, request: &Request) -> Result<Trace, SearchError> {
    let asked = Wording::new(text);
    if asked.terms().is_empty() {
        return Err(SearchError::NoWord { option: "trace", text: text.to_owned() });
    }
    let candidates = Candidates::new(reader, request)?;
    let phrase: Vec<String> = words(text).map(|word| word.folded).collect();
    let as_written = Clause::Match(Scope::Quote, Matcher::Phrase { terms: phrase, slop: 0 });
    let mut judged = candidates.judged(&as_written, Order::Oldest, &asked)?;
    if !judged.iter().any(|quote| quote.sort() == Verdict::Exact) {
        judged.extend(candidates.judged(&Clause::Keys(asked.keys("")), Order::Oldest, &asked)?);
        judged.extend(candidates.judged(&meaning(&asked, text), Order::Relevance, &asked)?);
    }
    judged.sort_by_key(|quote| !quote.is_theirs);
    let mut known = HashSet::new();
    judged.retain(|quote| known.insert((quote.found.root, quote.found.quote.id.clone())));

    let sorts = [Verdict::Exact, Verdict::Altered, Verdict::OtherSpeaker, Verdict::Reported];
    let verdict = sorts.into_iter().find(|sort| judged.iter().any(|quote| quote.sort() == *sort));
    let Some(verdict) = verdict else {
        // By how much of the words they have; ties keep the engine's order.
        judged.sort_by(|a, b| b.alignment.share(&asked).total_cmp(&a.alignment.share(&asked)));
        judged.truncate(NEAREST);
        return traced(reader, Verdict::Absent, judged, request.limit);
    };
    judged.retain(|quote| quote.sort() == verdict);
    judged.sort_by_cached_key(|quote| {
        let date = quote.found.quote.article.date;
        (date.is_none(), date, quote.found.quote.id.clone(), quote.found.root)
    });
    // Copies are looked at one by one, since one may be in quotation marks and another not; they are told as one.
    let mut groups = HashSet::new();
    let mut firsts = Vec::new();
    for quote in judged {
        let group = reader.group_of(quote.found.root, &quote.found.quote.id)?;
        if group.is_none_or(|group| groups.insert(group)) {
            firsts.push(quote);
        }
    }
    traced(reader, verdict, firsts, request.limit)
}

/// The first `limit` quotes (0: all), with their copies.
fn traced(reader: &Reader, verdict: Verdict, judged: Vec<Judged>, limit: usize) -> Result<Trace, SearchError> {
    let total = judged.len();
    let mut quotes = Vec::new();
    for Judged { found, alignment, .. } in judged.into_iter().take(if limit == 0 { usize::MAX } else { limit }) {
        let copies = reader.copied(found.root, &found.quote.id)?;
        quotes.push(Traced { found: found.with(copies), differences: alignment.differences });
    }
    Ok(Trace { verdict, quotes, total })
}

/// Any of the words with a meaning; of words without one all.
fn meaning(asked: &Wording, text: &str) -> Clause {
    let spans: Vec<_> = asked.terms().iter().filter(|term| term.is_content).map(|term| term.span).collect();
    let stem = |word: Word| Clause::Match(Scope::Quote, Matcher::Stem(word.stem()));
    if spans.is_empty() {
        return Clause::All(words(text).map(stem).collect());
    }
    let has_meaning = |word: &Word| spans.iter().any(|span| span.start <= word.span.start && word.span.end <= span.end);
    Clause::Any(words(text).filter(has_meaning).map(stem).collect())
}

/// Where candidates come from.
struct Candidates<'a> {
    reader: &'a Reader,
    /// Everybody's quotes that the filters leave.
    every: Query,
    /// Those of whom it is to be said by, where anybody is.
    by: Option<Query>,
}

/// A candidate laid beside the words.
struct Judged {
    found: Found,
    /// Whether it is said by whom it is to be said by.
    is_theirs: bool,
    alignment: Alignment,
    is_like: bool,
    is_verbatim: bool,
}

impl<'a> Candidates<'a> {
    fn new(reader: &'a Reader, request: &Request) -> Result<Candidates<'a>, SearchError> {
        let request = Request { words: Vec::new(), facets: Vec::new(), group: false, ..request.clone() };
        let everybody = Request { speakers: Vec::new(), ..request.clone() };
        let by = if request.speakers.is_empty() { None } else { Some(query(reader, &request)?) };
        Ok(Candidates { reader, every: query(reader, &everybody)?, by })
    }

    /// The quotes that `clause` finds.
    fn judged(&self, clause: &Clause, order: Order, asked: &Wording) -> Result<Vec<Judged>, SearchError> {
        let mut all = Vec::new();
        for (quotes, is_theirs) in [(self.by.as_ref(), true), (Some(&self.every), self.by.is_none())] {
            let Some(quotes) = quotes else { continue };
            let clause = Clause::All(vec![quotes.clause.clone(), clause.clone()]);
            let limit = Some(MOST_CANDIDATES);
            let query = Query { clause, order, offset: 0, limit, ..quotes.clone() };
            let results = Results::new(self.reader.search(&query)?, &Highlighter::default());
            all.extend(results.hits.into_iter().map(|found| Judged::new(found, is_theirs, asked)));
        }
        Ok(all)
    }
}

impl Judged {
    fn new(mut found: Found, is_theirs: bool, asked: &Wording) -> Judged {
        let printed = Wording::new(&found.quote.quote);
        let alignment = align(asked, &printed);
        let places = alignment.places(&printed, &found.quote.quote);
        let is_verbatim = is_verbatim(&found.quote, &places);
        let is_like = alignment.is_like(asked);
        found.highlights = places;
        found.score = None;
        Judged { found, is_theirs, alignment, is_like, is_verbatim }
    }

    /// What it proves by itself.
    fn sort(&self) -> Verdict {
        match (self.is_like, self.is_theirs, self.is_verbatim) {
            (false, ..) => Verdict::Absent,
            (_, false, _) => Verdict::OtherSpeaker,
            (_, _, false) => Verdict::Reported,
            _ if self.alignment.differences.is_empty() => Verdict::Exact,
            _ => Verdict::Altered,
        }
    }
}

/// Whether the words at `places`, in code points of the quote, stand in what the article prints as the speaker's own words.
fn is_verbatim(quote: &QuoteLine, places: &[SpanLine]) -> bool {
    /// Code points between two pieces of a quote.
    const BETWEEN: usize = 3;
    let mut before = 0;
    let mut pieces = Vec::new();
    for [start, end] in &quote.spans.content {
        pieces.push((before, *start, end - start));
        before += end - start + BETWEEN;
    }
    let in_article = |place: usize| {
        let piece = pieces.iter().rev().find(|(before, ..)| *before <= place)?;
        Some(piece.1 + (place - piece.0).min(piece.2))
    };
    places.iter().all(|[start, _]| {
        in_article(*start).is_some_and(|at| quote.spans.verbatim.iter().any(|span| span[0] <= at && at < span[1]))
    })
}
