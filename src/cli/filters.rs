//! What `search`, `export` and `speakers` have in common: the filters, and how they become a request.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::notices::Notices;
use crate::attribution::{Act, Kind};
use crate::index::Facet;
use crate::search::{Limits, Request};
use crate::speakers::{Basis, SpeakerKind};

/// Which quotes are meant.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Which quotes")]
pub struct Filters {
    /// Words of the quote, its paragraph or the article's title
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true)]
    pub about: Vec<String>,
    /// A speaker by any words of one of the names, in any order, or by id; may be repeated: any of them
    #[arg(long, value_name = "NAME")]
    pub speaker: Vec<String>,
    /// Speakers of whom the table of people says so, as in party=Green; may be repeated
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    pub wheres: Vec<String>,
    /// With --speaker: also quotes under a surname that several may bear
    #[arg(long)]
    pub loose: bool,
    /// Articles of this day or later: YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Articles of this day or earlier: YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// The paper, agency or site, by its whole name
    #[arg(long, value_name = "SOURCE")]
    pub source: Vec<String>,
    /// How much is printed as the speaker's own words: direct (all), mixed (some), indirect (none)
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kinds(), hide_possible_values = true)]
    pub kind: Vec<Kind>,
    /// What the speaker does: says, denies, asks, silent, thinks, wants
    #[arg(long, value_name = "ACT", value_delimiter = ',', value_parser = acts(), hide_possible_values = true)]
    pub act: Vec<Act>,
    /// Words that report the quote, such as "told" or "according to"
    #[arg(long, value_name = "WORDS")]
    pub cue: Vec<String>,
    /// Who speaks: person, organization, group, unnamed, document, unknown
    #[arg(
        long,
        value_name = "KIND",
        value_delimiter = ',',
        value_parser = speaker_kinds(),
        hide_possible_values = true
    )]
    pub speaker_kind: Vec<SpeakerKind>,
    /// Only quotes that are believed in at least this much, from 0 to 1
    #[arg(long, value_name = "0..1")]
    pub min_confidence: Option<f32>,
    /// Only quotes whose speaker is believed in at least this much, from 0 to 1
    #[arg(long, value_name = "0..1")]
    pub min_speaker_confidence: Option<f32>,
    /// What the name rests on: full-name, part-of-name, description, pronoun, continued, corrected, none
    #[arg(long, value_name = "BASIS", value_delimiter = ',', value_parser = bases(), hide_possible_values = true)]
    pub basis: Vec<Basis>,
}

/// What every quote meant must hold, in the query language.
#[derive(Clone, Debug, Default, Args)]
pub struct Words {
    /// Words of the quote; for a phrase put quotes in quotes: '"tax rise"'
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
}

/// `request` within the limits of the command line; says what was cut.
pub fn limited(mut request: Request, notices: Notices) -> Request {
    // Whoever runs the program may see everything it finds.
    let limits = Limits { hits: None, ..Limits::default() };
    for exceeded in limits.cut(&mut request) {
        notices.say(&format!("{exceeded}; the rest is left out"));
    }
    request
}

impl Filters {
    /// The request for every quote that these filters leave.
    pub fn request(&self) -> Request {
        Request {
            about: self.about.clone(),
            speakers: self.speaker.clone(),
            wheres: self.wheres.clone(),
            loose: self.loose,
            since: self.since.clone(),
            until: self.until.clone(),
            sources: self.source.clone(),
            kinds: self.kind.clone(),
            acts: self.act.clone(),
            cues: self.cue.clone(),
            speaker_kinds: self.speaker_kind.clone(),
            min_confidence: self.min_confidence,
            min_speaker_confidence: self.min_speaker_confidence,
            bases: self.basis.clone(),
            limit: 0,
            ..Request::default()
        }
    }
}

/// Reads a kind of speech by its name.
pub fn kinds() -> impl TypedValueParser<Value = Kind> {
    one_of(&Kind::ALL, Kind::name)
}

/// Reads an act by its name.
fn acts() -> impl TypedValueParser<Value = Act> {
    one_of(&Act::ALL, Act::name)
}

/// Reads a kind of speaker by its name.
pub fn speaker_kinds() -> impl TypedValueParser<Value = SpeakerKind> {
    one_of(&SpeakerKind::ALL, SpeakerKind::name)
}

/// Reads a basis by its name.
fn bases() -> impl TypedValueParser<Value = Basis> {
    one_of(&Basis::ALL, Basis::name)
}

/// Reads a facet by its name; any other name is a column of the table of people, which the index has or lacks.
pub fn facet(text: &str) -> Result<Facet, &'static str> {
    let name = text.trim();
    if name.is_empty() {
        return Err("give speaker, source, kind, act, year or a column of the table of people");
    }
    let known = Facet::ALL.into_iter().find(|facet| facet.name() == name);
    Ok(known.unwrap_or_else(|| Facet::Column(name.to_owned())))
}

/// Reads one of `values` by its `name`; a name that none has is an error that lists them all.
fn one_of<T>(values: &'static [T], name: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    let names: Vec<&'static str> = values.iter().map(|&value| name(value)).collect();
    PossibleValuesParser::new(names).try_map(move |given| {
        let value = values.iter().copied().find(|&value| name(value) == given);
        value.ok_or("not one of the names")
    })
}
