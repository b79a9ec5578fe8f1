//! A quote as one line of JSON: the shape that `extract`, `search`, `export` and the HTTP API share, and the index keeps.
//!
//! Fields that do not apply are `null` or `[]`, never left out. Spans are in Unicode code points of the article's text.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::quote_id::{quote_text, words_of};
use super::{Basis, Quote, Speaker, SpeakerCandidate, SpeakerKind};
use crate::article::Article;
use crate::attribution::{Act, Kind};
use crate::text::{CodePoints, Span};

/// `[start, end)` in Unicode code points of the article's text.
pub type SpanLine = [usize; 2];

/// One quote, as printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuoteLine {
    /// See [`Quote::id`](super::Quote::id).
    pub id: String,
    /// The content's pieces, unchanged, joined by ` … `.
    pub quote: String,
    /// Kind of speech.
    pub kind: Kind,
    /// What the speaker does with it.
    pub act: Act,
    /// The cue's words, pieces joined by one blank.
    pub cue: Option<String>,
    /// Belief in the quotation and its bounds, 0 to 1, three decimals.
    pub confidence: f32,
    /// Who said it.
    pub speaker: SpeakerLine,
    /// Id of the outer quote, where A says that B said.
    pub within: Option<String>,
    /// The article it stands in.
    pub article: ArticleLine,
    /// Where everything stands.
    pub spans: SpansLine,
    /// Paragraph in which the content begins, from 1.
    pub paragraph: usize,
    /// Whether the user mended it; no part of the line itself, since only an index knows.
    #[serde(skip)]
    pub corrected: bool,
}

/// Who said it, as printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpeakerLine {
    /// See [`Speaker::name`](super::Speaker::name).
    pub name: Option<String>,
    /// Kind of speaker.
    pub kind: SpeakerKind,
    /// The words that name the speaker at the quote.
    pub mention: Option<String>,
    /// Office or job.
    pub role: Option<String>,
    /// Belief in the name, 0 to 1, three decimals.
    pub confidence: f32,
    /// What the name rests on.
    pub basis: Basis,
    /// Place of the full name that proves it.
    pub evidence: Option<SpanLine>,
    /// Id of the identity across articles.
    pub id: Option<String>,
    /// Name of the identity across articles.
    pub canonical: Option<String>,
    /// Who else may be meant, the likeliest first; printed where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidates: Option<Vec<CandidateLine>>,
}

/// Somebody who may be the speaker instead, as printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CandidateLine {
    /// See [`SpeakerCandidate::name`](super::SpeakerCandidate::name).
    pub name: String,
    /// Kind of speaker.
    pub kind: SpeakerKind,
    /// Belief in it, 0 to 1, three decimals.
    pub confidence: f32,
}

impl QuoteLine {
    /// The quote as every face prints it that nobody asked for [candidates](SpeakerLine::candidates).
    pub fn without_candidates(mut self) -> QuoteLine {
        self.speaker.candidates = None;
        self
    }
}

/// The article of a quote, as printed: all but its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleLine {
    /// The article's id.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub date: Option<Date>,
    /// Paper, agency or site.
    pub source: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// Root as given, `/`, and the path inside it.
    pub path: Option<String>,
}

/// Where the parts of a quote stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpansLine {
    /// The words said.
    pub content: Vec<SpanLine>,
    /// The parts printed as the speaker's own words.
    pub verbatim: Vec<SpanLine>,
    /// The words that report.
    pub cue: Vec<SpanLine>,
    /// The words that name the speaker.
    pub mention: Vec<SpanLine>,
}

/// `quotes` of `article` as JSON lines, offsets in code points; `path` is the article's as it will be shown.
pub fn lines(article: &Article, quotes: &[Quote], path: Option<&str>) -> Vec<QuoteLine> {
    let text = article.text.as_str();
    let points = CodePoints::new(text);
    let mut lines = Vec::with_capacity(quotes.len());
    for quote in quotes {
        let attribution = &quote.attribution;
        let cue = words_of(text, &attribution.cue);
        lines.push(QuoteLine {
            id: quote.id.clone(),
            quote: quote_text(text, &attribution.content),
            kind: attribution.kind,
            act: attribution.act,
            cue: (!attribution.cue.is_empty()).then_some(cue),
            confidence: rounded(attribution.confidence),
            speaker: speaker_line(&quote.speaker, &points),
            within: quote.within.clone(),
            article: ArticleLine::new(article, path),
            spans: SpansLine {
                content: span_lines(&attribution.content, &points),
                verbatim: span_lines(&attribution.verbatim, &points),
                cue: span_lines(&attribution.cue, &points),
                mention: span_lines(&attribution.mention, &points),
            },
            paragraph: attribution.paragraph,
            corrected: false,
        });
    }
    lines
}

fn speaker_line(speaker: &Speaker, points: &CodePoints) -> SpeakerLine {
    SpeakerLine {
        name: speaker.name.clone(),
        kind: speaker.kind,
        mention: speaker.mention.clone(),
        role: speaker.role.clone(),
        confidence: rounded(speaker.confidence),
        basis: speaker.basis,
        evidence: speaker.evidence.map(|span| span_line(span, points)),
        id: None,
        canonical: None,
        candidates: Some(speaker.candidates.iter().map(candidate_line).collect()),
    }
}

fn candidate_line(candidate: &SpeakerCandidate) -> CandidateLine {
    CandidateLine { name: candidate.name.clone(), kind: candidate.kind, confidence: rounded(candidate.confidence) }
}

impl ArticleLine {
    /// All of `article` but its text; `path` is where it stands, as it will be shown.
    pub fn new(article: &Article, path: Option<&str>) -> ArticleLine {
        ArticleLine {
            id: article.id.clone(),
            title: article.title.clone(),
            date: article.date,
            source: article.source.clone(),
            url: article.url.clone(),
            author: article.author.clone(),
            path: path.map(str::to_owned),
        }
    }
}

fn span_lines(spans: &[Span], points: &CodePoints) -> Vec<SpanLine> {
    spans.iter().map(|span| span_line(*span, points)).collect()
}

fn span_line(span: Span, points: &CodePoints) -> SpanLine {
    [points.at(span.start), points.at(span.end)]
}

/// To three decimals, so that the printed number is the number.
fn rounded(confidence: f32) -> f32 {
    (confidence * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::Attribution;
    use crate::speakers::Gender;

    const TEXT: &str = "Ærø boats ran late, “too late,” the mayor said, “and too full.”\nShe is Ines Okafor.";

    /// The place of `part` in the text.
    fn at(part: &str) -> Span {
        let start = TEXT.find(part).expect("a part of the text");
        Span::new(start, start + part.len())
    }

    fn article() -> Article {
        Article { id: "a.txt".into(), date: "2019-10-14".parse().ok(), text: TEXT.into(), ..Article::default() }
    }

    fn quote() -> Quote {
        let pieces = vec![at("“too late,”"), at("“and too full.”")];
        Quote {
            id: "0123456789abcdef01234567".into(),
            attribution: Attribution {
                content: pieces.clone(),
                verbatim: pieces,
                cue: vec![at("said")],
                mention: vec![at("the mayor")],
                kind: Kind::Direct,
                act: Act::Says,
                confidence: 0.98765,
                within: None,
                paragraph: 1,
            },
            speaker: Speaker {
                name: Some("Ines Okafor".into()),
                kind: SpeakerKind::Person,
                mention: Some("the mayor".into()),
                role: Some("mayor".into()),
                gender: Some(Gender::Female),
                confidence: 0.8,
                basis: Basis::PartOfName,
                evidence: Some(at("Ines Okafor")),
                candidates: vec![SpeakerCandidate {
                    name: "Pia Sand".into(),
                    kind: SpeakerKind::Person,
                    confidence: 0.12345,
                }],
                key: String::new(),
            },
            within: None,
        }
    }

    #[test]
    fn a_line_has_every_field_in_its_order() {
        let lines = lines(&article(), &[quote()], Some("corpus/a.txt"));
        let json = serde_json::to_string(&lines[0]).expect("a line is JSON");
        insta::assert_snapshot!(json, @r#"{"id":"0123456789abcdef01234567","quote":"“too late,” … “and too full.”","kind":"direct","act":"says","cue":"said","confidence":0.988,"speaker":{"name":"Ines Okafor","kind":"person","mention":"the mayor","role":"mayor","confidence":0.8,"basis":"part-of-name","evidence":[71,82],"id":null,"canonical":null,"candidates":[{"name":"Pia Sand","kind":"person","confidence":0.123}]},"within":null,"article":{"id":"a.txt","title":null,"date":"2019-10-14","source":null,"url":null,"author":null,"path":"corpus/a.txt"},"spans":{"content":[[20,31],[48,63]],"verbatim":[[20,31],[48,63]],"cue":[[42,46]],"mention":[[32,41]]},"paragraph":1}"#);
    }

    #[test]
    fn a_line_comes_back_as_it_was() {
        let lines = lines(&article(), &[quote()], None);
        let json = serde_json::to_string(&lines[0]).expect("a line is JSON");
        assert_eq!(serde_json::from_str::<QuoteLine>(&json).expect("the same line"), lines[0]);
    }

    #[test]
    fn spans_are_code_points() {
        let line = lines(&article(), &[quote()], None).remove(0);
        let chars: Vec<char> = TEXT.chars().collect();
        let [start, end] = line.speaker.evidence.expect("a name in the text");
        assert_eq!(chars[start..end].iter().collect::<String>(), "Ines Okafor");
        let [start, end] = line.spans.content[1];
        assert_eq!(chars[start..end].iter().collect::<String>(), "“and too full.”");
    }
}
