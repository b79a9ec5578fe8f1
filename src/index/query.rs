//! What can be asked of the engine, as plain values: the interface that another engine would implement too.
//!
//! A [`Query`] carries analysed terms (see [`crate::text::analysis`]); nothing in it is text to be parsed.

use jiff::civil::Date;

use crate::attribution::{Act, Kind};
use crate::speakers::{ArticleLine, Basis, QuoteLine, SpeakerKind};

/// A question: which quotes, in which order, which page of them, with which counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The words asked for.
    pub clause: Clause,
    /// What every quote must fulfil besides.
    pub filters: Filters,
    /// Order of the hits; ties go by id, then root.
    pub order: Order,
    /// Hits to skip.
    pub offset: usize,
    /// Hits to return after those; `None` for all.
    pub limit: Option<usize>,
    /// Counts wanted over all quotes found, most frequent first.
    pub facets: Vec<Facet>,
    /// Most values of a facet of which there may be any number ([`Facet::is_open`]); `None` for all.
    pub facet_values: Option<usize>,
    /// Copies of one statement are one hit: the earliest that is found.
    pub group: bool,
    /// Facets and speakers count quotes of reprinted articles once.
    pub once: bool,
}

impl Query {
    /// Asks for every quote, newest first.
    pub fn every() -> Query {
        Query {
            clause: Clause::Every,
            filters: Filters::default(),
            order: Order::Date,
            offset: 0,
            limit: None,
            facets: Vec::new(),
            facet_values: None,
            group: false,
            once: false,
        }
    }
}

/// A condition on words.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// Holds for every quote.
    Every,
    /// One word, phrase or pattern.
    Match(Scope, Matcher),
    /// All of them hold.
    All(Vec<Clause>),
    /// At least one holds.
    Any(Vec<Clause>),
    /// It does not hold.
    Not(Box<Clause>),
    /// Quotes that have one of these keys of their wording ([`Wording::keys`](crate::text::wording::Wording::keys)): candidates
    /// for being copies.
    Keys(Vec<u32>),
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The quote's own words.
    Quote,
    /// The quote, the paragraphs it stands in and the article's title.
    About,
}

/// How a word is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Matcher {
    /// Words with this stem.
    Stem(String),
    /// Folded words in this order, all within `slop` places of each other's (0: a phrase as written).
    Phrase {
        /// Folded, unstemmed words; a single one is an exact word.
        terms: Vec<String>,
        /// Places that may lie between, in sum.
        slop: u32,
    },
    /// Folded words that begin so.
    Prefix(String),
    /// Folded words within this many edits (1 or 2), a swap of neighbours counting as one.
    Fuzzy {
        /// The folded word.
        term: String,
        /// Edits allowed.
        distance: u8,
    },
}

/// What every quote must fulfil; an empty list asks nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    /// Sets of speakers; each must hold the quote's.
    pub speakers: Vec<SpeakerSet>,
    /// First day, inclusive; leaves out articles without a date.
    pub since: Option<Date>,
    /// Last day, inclusive; leaves out articles without a date.
    pub until: Option<Date>,
    /// Sources, folded whole ([`crate::text::fold`]).
    pub sources: Vec<String>,
    /// Kinds of speech.
    pub kinds: Vec<Kind>,
    /// Acts.
    pub acts: Vec<Act>,
    /// Cues, each as its stems ([`crate::text::analysis`]): all of one cue's stand in the quote's cue; any will do.
    pub cues: Vec<Vec<String>>,
    /// Kinds of speaker.
    pub speaker_kinds: Vec<SpeakerKind>,
    /// Least confidence of the quote.
    pub min_confidence: Option<f32>,
    /// Least confidence of the speaker.
    pub min_speaker_confidence: Option<f32>,
    /// What the name rests on.
    pub bases: Vec<Basis>,
    /// Only quotes whose id first stood in a later commit than this; an id that stood before keeps its number through edits and
    /// rebuilds.
    pub after_commit: Option<u64>,
}

/// A set of speakers; a quote's is in it by its key or by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakerSet {
    /// Keys of speakers; `None` where nobody has looked up yet which keys go by the names.
    pub keys: Option<Vec<String>>,
    /// Names, each as its folded words without titles: all of one name's words stand in the speaker's name; any name will do.
    /// Where there are keys, only of speakers whose kind has no identity.
    pub words: Vec<Vec<String>>,
}

/// Order of hits; ties go by id, then root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// BM25, best first.
    Relevance,
    /// Newest first, those without a date last.
    Date,
    /// Oldest first, those without a date last.
    Oldest,
}

/// What can be counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Speakers with a name (all kinds where [`Filters::speaker_kinds`] asks for them).
    Speaker,
    /// Sources.
    Source,
    /// Kinds of speech.
    Kind,
    /// Acts.
    Act,
    /// Years.
    Year,
    /// A column of the table of people; speakers without a value in it are not counted.
    Column(String),
}

impl Facet {
    /// Every facet but the columns, in order.
    pub const ALL: [Facet; 5] = [Facet::Speaker, Facet::Source, Facet::Kind, Facet::Act, Facet::Year];

    /// As written in JSON and on the command line.
    pub fn name(&self) -> &str {
        match self {
            Facet::Speaker => "speaker",
            Facet::Source => "source",
            Facet::Kind => "kind",
            Facet::Act => "act",
            Facet::Year => "year",
            Facet::Column(name) => name,
        }
    }

    /// Whether it may have any number of values; of kinds, acts and years there are few.
    pub fn is_open(&self) -> bool {
        matches!(self, Facet::Speaker | Facet::Source | Facet::Column(_))
    }
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Hits, before paging.
    pub total: usize,
    /// The page asked for.
    pub hits: Vec<Hit>,
    /// As asked, in that order.
    pub facets: Vec<FacetCounts>,
}

/// One quote found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The quote as kept.
    pub quote: QuoteLine,
    /// BM25 score; `None` where the order is by date.
    pub score: Option<f32>,
    /// The root its article belongs to (roots are numbered as [`Stats::roots`] lists them).
    pub root: u64,
    /// The other members of its group of copies, where these are one hit.
    pub copies: Copied,
}

/// Copies of a hit that are named at most.
pub const MOST_COPIES: usize = 20;

/// The other members of a hit's group of copies, whether the query finds them or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copied {
    /// Id and article of each, earliest first, at most [`MOST_COPIES`].
    pub first: Vec<(String, ArticleLine)>,
    /// How many there are.
    pub total: usize,
    /// Articles that they stand in, the hit's own left out.
    pub articles: usize,
    /// Others whom they name as the speaker, with the articles that do so; most articles first, then by name.
    pub speakers: Vec<(String, usize)>,
}

/// The counts of one facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// What is counted.
    pub facet: Facet,
    /// Its values, most frequent first, then by value; those asked for.
    pub counts: Vec<FacetCount>,
    /// How many values there are in all.
    pub values: usize,
}

/// How many quotes have one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The value, for people.
    pub value: String,
    /// Its id where it has one (an identity's).
    pub id: Option<String>,
    /// Quotes with it.
    pub count: usize,
}

/// An article as kept, with all its quotes in order of the text.
#[derive(Clone, Debug)]
pub struct StoredArticle {
    /// Its root's number.
    pub root: u64,
    /// All but the text.
    pub article: ArticleLine,
    /// The text.
    pub text: String,
    /// Its quotes.
    pub quotes: Vec<QuoteLine>,
}

/// One speaker across the index.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeakerEntry {
    /// The name most often given.
    pub name: String,
    /// Id of the identity.
    pub id: Option<String>,
    /// Kind of speaker.
    pub kind: SpeakerKind,
    /// Role most often given.
    pub role: Option<String>,
    /// Every spelling of the name, most frequent first.
    pub names: Vec<String>,
    /// Quotes.
    pub quotes: usize,
    /// Articles with such quotes.
    pub articles: usize,
    /// Day of the first dated article.
    pub first: Option<Date>,
    /// Day of the last.
    pub last: Option<Date>,
    /// Sources, most quotes first.
    pub sources: Vec<String>,
}

/// Speakers of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpeakerList {
    /// How many there are.
    pub total: usize,
    /// Those asked for, most quotes first, then by name.
    pub entries: Vec<SpeakerEntry>,
}

/// What an index holds.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    /// Articles.
    pub articles: usize,
    /// Quotes.
    pub quotes: usize,
    /// Speakers with a name, as `speakers` lists them.
    pub speakers: usize,
    /// Articles by name of the model that attributed them.
    pub models: Vec<(String, usize)>,
    /// Quotes by kind of speech.
    pub kinds: Vec<(Kind, usize)>,
    /// Day of the first dated article.
    pub first: Option<Date>,
    /// Day of the last.
    pub last: Option<Date>,
    /// Sources.
    pub sources: usize,
    /// Recorded roots.
    pub roots: Vec<RootStats>,
    /// Number of the last commit.
    pub commit: u64,
    /// Bytes of the index on disk.
    pub bytes: u64,
    /// Version of the schema.
    pub schema: u32,
    /// Corrections that the user made.
    pub corrections: usize,
    /// Rows of the list of removals.
    pub removals: usize,
}

/// A recorded root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootStats {
    /// Its number.
    pub number: u64,
    /// As given.
    pub given: String,
    /// Absolute path.
    pub path: String,
    /// Articles from it.
    pub articles: usize,
}

/// A quote id that an edit or another model retired, and where it stood.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Retired {
    /// The id.
    pub id: String,
    /// Root number of the article.
    pub root: u64,
    /// Id of the article.
    pub article: String,
    /// First code point of the content, when it stood.
    pub start: usize,
    /// Paragraph, from 1, when it stood.
    pub paragraph: usize,
}
