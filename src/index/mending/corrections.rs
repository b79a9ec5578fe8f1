//! Corrections on disk: `corrections.jsonl`, what users say of single quotes.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::apply::{self, Mended};
use super::text_hash;
use crate::article::Article;
use crate::attribution::Kind;
use crate::index::documents::{Row, offsets};
use crate::index::folder::Folder;
use crate::index::{IndexError, mending};
use crate::speakers::{QuoteLine, SpanLine, SpeakerKind, name_words};

pub(in crate::index) const NAME: &str = "corrections.jsonl";

/// What the user says of a quote; what is empty stays as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mend {
    /// Name of the speaker.
    pub speaker: Option<String>,
    /// Kind of speaker; a person where a name is given and no kind.
    pub speaker_kind: Option<SpeakerKind>,
    /// Kind of speech.
    pub kind: Option<Kind>,
    /// Nobody says this.
    pub not_a_quote: bool,
    /// A remark; changes nothing.
    pub note: Option<String>,
}

/// A correction: what is said of a quote, by whom and when, and the words and the place it was made on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// The quote's id at that time.
    pub id: String,
    /// Who made it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What it says.
    #[serde(flatten)]
    pub says: Mend,
    /// Id of the article.
    pub article: String,
    /// Hash of the article's text: a copy of it under another id has the correction too.
    pub text: String,
    /// The words said.
    pub quote: String,
    /// The words that report.
    pub cue: Option<String>,
    /// Where the words stood, in code points.
    pub content: Vec<SpanLine>,
    /// Hash of the line of the text in which they began: told from the same words elsewhere.
    pub line: String,
}

impl Mend {
    /// Most characters of a name or a note.
    pub const LONGEST: usize = 500;

    /// White space made one blank, blank texts taken out, a kind given to a bare name.
    pub fn tidied(self) -> Mend {
        let tidy = |text: Option<String>| {
            let text = text?.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        };
        let speaker = tidy(self.speaker);
        let speaker_kind = self.speaker_kind.or(speaker.as_ref().map(|_| SpeakerKind::Person));
        Mend { speaker, speaker_kind, note: tidy(self.note), ..self }
    }

    /// Why this can't be said of any quote; `None` where it can.
    pub fn fault(&self) -> Option<String> {
        let says = (self.speaker.is_some() || self.speaker_kind.is_some(), self.kind.is_some());
        if says == (false, false) && !self.not_a_quote && self.note.is_none() {
            return Some("says nothing: give a speaker, a kind, a note, or that it is not a quote".to_owned());
        }
        if self.not_a_quote && says != (false, false) {
            return Some("what is not a quote has neither a speaker nor a kind".to_owned());
        }
        if let (Some(name), Some(SpeakerKind::Unknown)) = (&self.speaker, self.speaker_kind) {
            return Some(format!("an unknown speaker has no name; leave {name:?} out"));
        }
        let is_long = |text: &Option<String>| text.as_ref().is_some_and(|text| text.chars().count() > Mend::LONGEST);
        if is_long(&self.speaker) || is_long(&self.note) {
            return Some(format!("a name or a note of more than {} characters", Mend::LONGEST));
        }
        let name = self.speaker.as_deref()?;
        name_words(name).is_empty().then(|| format!("{name:?} holds no word that could be a name"))
    }

    /// Takes over what `later` says besides or otherwise.
    pub(super) fn add(&mut self, later: &Mend) {
        if later.not_a_quote {
            *self = Mend { note: self.note.take(), ..Mend::default() };
        }
        if later.speaker.is_some() || later.speaker_kind.is_some() {
            self.speaker.clone_from(&later.speaker);
            self.speaker_kind = later.speaker_kind;
        }
        self.kind = later.kind.or(self.kind);
        self.not_a_quote |= later.not_a_quote;
        self.note = later.note.clone().or(self.note.take());
    }

    /// Whether it changes a quote.
    pub(super) fn changes(&self) -> bool {
        self.speaker.is_some() || self.speaker_kind.is_some() || self.kind.is_some() || self.not_a_quote
    }
}

impl Correction {
    /// Of a quote as it stands in `article` now.
    pub(super) fn new(line: &QuoteLine, article: &Article, says: Mend, by: &str, at: Timestamp) -> Correction {
        let begin = line.spans.content.first().map_or(0, |span| span[0]);
        Correction {
            id: line.id.clone(),
            by: by.to_owned(),
            at,
            says,
            article: article.id.clone(),
            text: text_hash(&article.text),
            quote: line.quote.clone(),
            cue: line.cue.clone(),
            content: line.spans.content.clone(),
            line: line_hash(&article.text, offsets(&article.text).get(begin).copied().unwrap_or(0)),
        }
    }
}

/// Hash of the line of `text` in which byte `at` stands, 16 hex digits.
pub(super) fn line_hash(text: &str, at: usize) -> String {
    let begin = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    blake3::hash(text[begin..end].trim().as_bytes()).to_hex()[..16].to_owned()
}

/// The corrections on disk, in the order in which they were made.
pub(super) fn read(folder: &Folder) -> Result<Vec<Correction>, IndexError> {
    folder.plain(NAME).read_lines()
}

/// Replaces them.
pub(super) fn write(folder: &Folder, corrections: &[Correction]) -> Result<(), IndexError> {
    mending::write(&folder.plain(NAME), corrections)
}

/// All corrections, found by article.
#[derive(Default)]
pub(in crate::index) struct Corrections {
    list: Vec<Correction>,
    by_article: HashMap<String, Vec<usize>>,
    by_text: HashMap<String, Vec<usize>>,
}

impl Corrections {
    pub fn new(list: Vec<Correction>) -> Corrections {
        let mut by_article: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_text: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, correction) in list.iter().enumerate() {
            by_article.entry(correction.article.clone()).or_default().push(place);
            by_text.entry(correction.text.clone()).or_default().push(place);
        }
        Corrections { list, by_article, by_text }
    }

    /// All of them, in the order in which they were made.
    pub fn list(&self) -> &[Correction] {
        &self.list
    }

    /// Places in the list of those that were made on this article, be it under another id, or on an article of this id.
    pub fn of(&self, article: &Article) -> Vec<usize> {
        if self.list.is_empty() {
            return Vec::new();
        }
        let of_id = self.by_article.get(&article.id).into_iter().flatten();
        let mut places: Vec<usize> =
            of_id.chain(self.by_text.get(&text_hash(&article.text)).into_iter().flatten()).copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The quotes of `article` as the user has them; `rows` are those that were found.
    pub fn apply(&self, article: &Article, rows: Vec<Row>) -> Mended {
        let corrections: Vec<&Correction> = self.of(article).into_iter().map(|place| &self.list[place]).collect();
        apply::apply(article, rows, &corrections)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_told() {
        let fault = |mend: Mend| mend.tidied().fault();
        assert!(fault(Mend::default()).unwrap().contains("says nothing"));
        assert!(fault(Mend { speaker: Some("  ".into()), ..Mend::default() }).unwrap().contains("says nothing"));
        assert!(fault(Mend { speaker: Some("—".into()), ..Mend::default() }).unwrap().contains("no word"));
        let both = Mend { not_a_quote: true, kind: Some(Kind::Direct), ..Mend::default() };
        assert!(fault(both).unwrap().contains("neither"));
        let nobody = Mend { speaker: Some("Bo".into()), speaker_kind: Some(SpeakerKind::Unknown), ..Mend::default() };
        assert!(fault(nobody).unwrap().contains("leave \"Bo\" out"));
        assert_eq!(fault(Mend { note: Some("seen".into()), ..Mend::default() }), None);
    }

    #[test]
    fn what_is_said_later_counts() {
        let mut says = Mend { speaker: Some("Bo Rask".into()), ..Mend::default() }.tidied();
        says.add(&Mend { kind: Some(Kind::Mixed), note: Some("asked him".into()), ..Mend::default() });
        assert_eq!((says.speaker.as_deref(), says.kind), (Some("Bo Rask"), Some(Kind::Mixed)));
        says.add(&Mend { speaker_kind: Some(SpeakerKind::Unknown), ..Mend::default() });
        assert_eq!((says.speaker.as_deref(), says.speaker_kind), (None, Some(SpeakerKind::Unknown)));
        says.add(&Mend { not_a_quote: true, ..Mend::default() });
        assert_eq!(says, Mend { not_a_quote: true, note: Some("asked him".into()), ..Mend::default() });
    }
}
