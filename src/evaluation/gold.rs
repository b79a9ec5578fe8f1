//! Annotated articles: what people marked in them, and who they say is meant.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::BufRead;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::EvaluationError;
use crate::article::{self, Article};
use crate::speakers::{ArticleLine, QuoteLine, SpanLine, SpeakerKind};

/// An article and every attribution that was marked in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GoldArticle {
    /// The article, with all fields that an extractor may look at.
    pub article: Article,
    /// What was marked, in the order of the file.
    pub attributions: Vec<GoldAttribution>,
}

/// One marked attribution. Spans are `[start, end)` in code points of the article's text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GoldAttribution {
    /// Its id inside the article.
    pub id: String,
    /// The words that name the speaker there; may be empty.
    pub mention: Vec<SpanLine>,
    /// The words said.
    pub content: Vec<SpanLine>,
    /// Who is meant; `None` where nobody has said.
    pub speaker: Option<GoldSpeaker>,
}

/// Who is meant by an attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldSpeaker {
    /// The fullest name in the article, or the noun phrase for it.
    pub name: String,
    /// Kind of speaker.
    pub kind: SpeakerKind,
    /// Other names that are as right.
    pub aliases: Vec<String>,
}

impl GoldSpeaker {
    /// Whether there is a name to be right about: a person's or an organization's.
    pub fn is_named(&self) -> bool {
        self.kind.is_named() && !self.name.is_empty()
    }
}

/// Reads annotated articles, one a line: those fields of an article that [`article::read`] knows, `id` among them, and
/// `"attributions": [{"id", "source", "cue", "content"}]`, spans in code points. Blank lines are passed over. `place` is
/// what the file is called in errors.
///
/// # Errors
/// The first line that is no such article, has an id that stood before, or a span outside its text; a file without any.
pub fn read_gold(lines: impl BufRead, place: &str) -> Result<Vec<GoldArticle>, EvaluationError> {
    let mut gold = Vec::new();
    let mut seen = HashSet::new();
    each_line(lines, place, |line| {
        let read = gold_article(line)?;
        if !seen.insert(read.article.id.clone()) {
            return Err(format!("the article {:?} stands twice", read.article.id));
        }
        gold.push(read);
        Ok(())
    })?;
    if gold.is_empty() {
        return Err(EvaluationError::Empty { place: place.to_owned() });
    }
    Ok(gold)
}

/// Reads who is meant, one article a line: `{"id", "speakers": {ATTRIBUTION: {"name", "kind", "aliases"}}}`, and sets it in
/// `gold`. The kind `none` is read as unknown. Returns the ids of articles that `gold` lacks.
///
/// # Errors
/// The first line that is nothing of the kind.
pub fn add_speakers(
    gold: &mut [GoldArticle],
    lines: impl BufRead,
    place: &str,
) -> Result<Vec<String>, EvaluationError> {
    let mut places = HashMap::new();
    for (number, article) in gold.iter().enumerate() {
        places.insert(article.article.id.clone(), number);
    }
    let mut unknown = Vec::new();
    each_line(lines, place, |line| {
        let mut read: SpeakersLine = parse(line)?;
        let Some(&number) = places.get(&read.id) else {
            unknown.push(read.id);
            return Ok(());
        };
        for attribution in &mut gold[number].attributions {
            if let Some(speaker) = read.speakers.remove(&attribution.id) {
                attribution.speaker = Some(speaker.try_into()?);
            }
        }
        Ok(())
    })?;
    Ok(unknown)
}

/// Gives every line that is not blank to `take`; what `take` finds wrong becomes an error that names the line.
pub(super) fn each_line(
    mut lines: impl BufRead,
    place: &str,
    mut take: impl FnMut(&[u8]) -> Result<(), String>,
) -> Result<(), EvaluationError> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let unreadable = |error| EvaluationError::Unreadable { place: place.to_owned(), error };
        if lines.read_until(b'\n', &mut line).map_err(unreadable)? == 0 {
            break;
        }
        let bytes = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
        if bytes.is_empty() {
            continue;
        }
        let wrong = |problem| EvaluationError::Line { place: place.to_owned(), line: number, problem };
        take(bytes).map_err(wrong)?;
    }
    Ok(())
}

/// An annotated article as one line of JSON, with who is meant: [`read_gold`] and [`add_speakers`] both read it.
#[derive(Debug, Serialize)]
pub struct GoldLine<'a> {
    id: &'a str,
    title: &'a Option<String>,
    date: Option<Date>,
    source: &'a Option<String>,
    url: &'a Option<String>,
    author: &'a Option<String>,
    text: &'a str,
    attributions: Vec<WrittenAttribution<'a>>,
    speakers: BTreeMap<&'a str, WrittenSpeaker<'a>>,
}

#[derive(Debug, Serialize)]
struct WrittenAttribution<'a> {
    id: &'a str,
    source: &'a [SpanLine],
    cue: &'a [SpanLine],
    content: &'a [SpanLine],
    /// Whether the user mended it.
    corrected: bool,
}

#[derive(Debug, Serialize)]
struct WrittenSpeaker<'a> {
    name: &'a Option<String>,
    kind: SpeakerKind,
    aliases: [&'a str; 0],
}

impl<'a> GoldLine<'a> {
    /// Of an article of this text with these quotes, every one of them taken for true.
    pub fn new(article: &'a ArticleLine, text: &'a str, quotes: &'a [QuoteLine]) -> GoldLine<'a> {
        let mut attributions = Vec::with_capacity(quotes.len());
        let mut speakers = BTreeMap::new();
        for quote in quotes {
            let QuoteLine { id, speaker, spans, corrected, .. } = quote;
            attributions.push(WrittenAttribution {
                id,
                source: &spans.mention,
                cue: &spans.cue,
                content: &spans.content,
                corrected: *corrected,
            });
            speakers.insert(id.as_str(), WrittenSpeaker { name: &speaker.name, kind: speaker.kind, aliases: [] });
        }
        let ArticleLine { id, title, date, source, url, author, .. } = article;
        GoldLine { id, title, date: *date, source, url, author, text, attributions, speakers }
    }
}

fn gold_article(line: &[u8]) -> Result<GoldArticle, String> {
    let article = article::from_json(line).map_err(|reason| reason.to_string())?;
    if article.id.is_empty() {
        return Err("no \"id\"".to_owned());
    }
    let marked: MarkedLine = parse(line)?;
    let length = article.text.chars().count();
    let mut attributions = Vec::with_capacity(marked.attributions.len());
    for AttributionLine { id, source, content } in marked.attributions {
        for [start, end] in source.iter().chain(&content) {
            if start > end || *end > length {
                return Err(format!(
                    "attribution {id:?}: the span [{start}, {end}] is no place in the text of {length} code points"
                ));
            }
        }
        attributions.push(GoldAttribution { id, mention: source, content, speaker: None });
    }
    Ok(GoldArticle { article, attributions })
}

fn parse<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(line).map_err(|error| {
        let message = error.to_string();
        // Every line is parsed alone, so serde_json's "at line 1" would mislead.
        let what = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
        format!("{what} at column {}", error.column())
    })
}

/// What a gold line has besides the article; the cue is not judged.
#[derive(Deserialize)]
struct MarkedLine {
    attributions: Vec<AttributionLine>,
}

#[derive(Deserialize)]
struct AttributionLine {
    id: String,
    #[serde(default)]
    source: Vec<SpanLine>,
    content: Vec<SpanLine>,
}

#[derive(Deserialize)]
struct SpeakersLine {
    id: String,
    speakers: HashMap<String, SpeakerEntry>,
}

#[derive(Deserialize)]
struct SpeakerEntry {
    name: Option<String>,
    kind: String,
    #[serde(default)]
    aliases: Vec<String>,
}

impl TryFrom<SpeakerEntry> for GoldSpeaker {
    type Error = String;

    fn try_from(entry: SpeakerEntry) -> Result<GoldSpeaker, String> {
        let kind = if entry.kind == "none" { SpeakerKind::Unknown.name() } else { &entry.kind };
        let Some(kind) = SpeakerKind::ALL.into_iter().find(|known| known.name() == kind) else {
            return Err(format!(
                "{:?} is no kind of speaker; known: person, organization, group, unnamed, document, none",
                entry.kind
            ));
        };
        Ok(GoldSpeaker { name: entry.name.unwrap_or_default(), kind, aliases: entry.aliases })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: &str = r#"{"id":"quay","title":"Quay closed","publisher":"The Bell","text":"“No,” said Bo Rask.",
        "attributions":[{"id":"E1","source":[[11,18]],"cue":[[6,10]],"content":[[0,5]]}]}"#;

    fn gold(lines: &str) -> Result<Vec<GoldArticle>, EvaluationError> {
        read_gold(lines.as_bytes(), "gold.jsonl")
    }

    fn one_line() -> String {
        GOLD.replace('\n', " ")
    }

    #[test]
    fn an_article_keeps_the_fields_that_an_extractor_sees() {
        let read = gold(&format!("\u{feff}\n{}\n\n", one_line())).unwrap();
        assert_eq!(read[0].article.title.as_deref(), Some("Quay closed"));
        assert_eq!(read[0].article.source.as_deref(), Some("The Bell"));
        assert_eq!(read[0].attributions[0].mention, [[11, 18]]);
        assert_eq!(read[0].attributions[0].content, [[0, 5]]);
    }

    #[test]
    fn a_broken_line_is_named() {
        let why = |lines: &str| gold(lines).unwrap_err().to_string();
        let good = one_line();
        assert_eq!(
            why(&format!("{good}\n\n{{\"id\":\"b\",\"text\":\"x\"}}")),
            "gold.jsonl:3: missing field `attributions` at column 21; mend the line or take it out"
        );
        assert_eq!(
            why(&format!("{good}\n{good}")),
            "gold.jsonl:2: the article \"quay\" stands twice; mend the line or take it out"
        );
        assert!(why(&good.replace("[0,5]", "[0,50]")).contains(":1: attribution \"E1\": the span [0, 50] is no place"));
        assert!(why(&good.replace("\"id\":\"quay\",", "")).contains(":1: no \"id\""));
        assert!(why("{\"id\":").contains(":1: not an article in JSON: EOF"));
        assert!(why("\n").contains("no articles in it"));
    }

    #[test]
    fn speakers_find_their_attributions_and_strangers_are_listed() {
        let mut read = gold(&one_line()).unwrap();
        let speakers = r#"{"id":"elsewhere","speakers":{}}
{"id":"quay","speakers":{"E1":{"name":"Bo Rask","kind":"person","aliases":["Rask"]}}}"#;
        let unknown = add_speakers(&mut read, speakers.as_bytes(), "speakers.jsonl").unwrap();
        assert_eq!(unknown, ["elsewhere"]);
        let speaker = read[0].attributions[0].speaker.as_ref().unwrap();
        assert!(speaker.is_named() && speaker.name == "Bo Rask" && speaker.aliases == ["Rask"]);
    }

    #[test]
    fn nobody_is_unknown_and_other_kinds_are_refused() {
        let mut read = gold(&one_line()).unwrap();
        let line = |kind: &str| format!(r#"{{"id":"quay","speakers":{{"E1":{{"name":null,"kind":"{kind}"}}}}}}"#);
        add_speakers(&mut read, line("none").as_bytes(), "s").unwrap();
        assert_eq!(read[0].attributions[0].speaker.as_ref().unwrap().kind, SpeakerKind::Unknown);
        let error = add_speakers(&mut read, line("robot").as_bytes(), "s").unwrap_err().to_string();
        assert!(error.starts_with("s:1: \"robot\" is no kind of speaker"), "{error}");
    }
}
