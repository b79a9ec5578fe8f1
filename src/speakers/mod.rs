//! **Stage 4, speakers**: who is meant by each mention of an article, and the quotes that come of it.
//!
//! Works on one article, knows no index, does no I/O. The way of an article through the files:
//!
//! - `reading`: tokens with folded words and capitals; `lexicon`: word lists;
//! - `names`: where names stand; `cast`: which names are one person, body or place (`kinds`, `gender`, `roles` weigh what
//!   the article shows of each); `things`: works with makers, owned bodies, holders of roles;
//! - `phrase`: a mention comes down to a pronoun, a name or a noun; `resolve` asks `antecedents`, `descriptions` or
//!   `turns` who that is, `introduced` whom headline and lead described before the article named them, `others` who else may be
//!   meant, and makes the speaker;
//! - `key`, `quote_id`, `json`: what is made of it outside;
//! - `identity`: across articles, which keys are one identity.
//!
//! All look-ups go through tables and bounded windows, so that the time is in proportion to the article's length.

mod antecedents;
mod cast;
mod descriptions;
mod extract;
#[cfg(test)]
mod extract_stories;
mod gender;
mod identity;
mod interview;
mod introduced;
mod json;
mod key;
mod kinds;
mod learning;
mod lexicon;
mod names;
mod others;
mod phrase;
mod quote_id;
mod reading;
mod resolve;
mod resolved;
mod roles;
mod speaker;
#[cfg(test)]
mod stories;
mod things;
mod turns;

pub use extract::extract;
pub use identity::{
    Clash, Comparison, Grouping, Identity, IdentityId, NamesAre, People, PeopleError, Person, Pin, compare, group,
};
#[cfg(feature = "engine")]
pub(crate) use identity::{ID_DIGITS, class_of, classes_of_rows, sound};
pub use json::{ArticleLine, CandidateLine, QuoteLine, SpanLine, SpansLine, SpeakerLine, lines};
pub(crate) use key::key_name;
pub use key::{SpeakerKey, name_words};
pub use learning::{AntecedentLine, antecedent_lines};
pub use quote_id::quote_text;
pub use resolve::resolve;
pub use speaker::{Basis, Gender, Speaker, SpeakerCandidate, SpeakerKind};

use crate::attribution::Attribution;

/// One quote: an attribution, its speaker and an id.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// 24 hex digits: 96 bits of BLAKE3 over article id, the content's pieces joined by ` … `, the cue's words, and
    /// how many earlier quotes of the article have the same two.
    pub id: String,
    /// What was said and how it was reported.
    pub attribution: Attribution,
    /// Who said it.
    pub speaker: Speaker,
    /// Id of the outer quote, where A says that B said.
    pub within: Option<String>,
}
