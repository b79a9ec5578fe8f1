//! Articles and quotes as documents of the engine, and back.

use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Value;

use super::IndexError;
use super::mending::{Corrections, text_hash, text_number, url_number};
use super::schema::{DocType, fields};
use super::statement::Statement;
use crate::article::{Article, Extracted};
use crate::attribution::{Act, Kind};
use crate::speakers::{self, ArticleLine, Quote, QuoteLine, SpeakerKind, name_words};
use crate::text::{CodePoints, Document, Span, analysis, fold};

/// An article as kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KeptArticle {
    /// Number of its root; stands here too, so that the text can be saved where the columns are lost.
    pub root: u64,
    /// Path of its file inside the root.
    pub file: String,
    /// The article, to the letter.
    pub article: Article,
    /// The quotes that corrections changed or took out, as they were before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mended: Vec<Row>,
}

/// A quote as kept: its line without the article, of which the path depends on how the root is shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KeptQuote {
    /// Path of its file inside the root.
    pub file: String,
    /// The line; its `path` is empty.
    pub line: QuoteLine,
    /// Whether the user mended it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
}

/// A quote of an article, and what is stored of it besides its line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Row {
    /// The line; its `path` and identity are empty.
    pub line: QuoteLine,
    /// See [`crate::speakers::Speaker::key`].
    pub speaker_key: String,
}

/// A shadow as kept: a file that holds an article of an id that another file keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptShadow {
    /// Id of the article.
    pub id: String,
    /// Path of the file inside the root.
    pub file: String,
}

/// Longest id that stands in a key as it is, in bytes; the engine drops terms of more than 65,530.
const LONGEST_ID_IN_KEY: usize = 4096;

/// Root and article id, or root and path, as one term. Of a long id its hash stands for it.
pub(super) fn key(root: u64, id: &str) -> String {
    if id.len() > LONGEST_ID_IN_KEY {
        return format!("{root}\u{0}\u{0}{}", blake3::hash(id.as_bytes()).to_hex());
    }
    format!("{root}\u{0}{id}")
}

/// First 64 bits of BLAKE3.
pub(super) fn hash64(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(bytes);
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_be_bytes(first)
}

/// First 128 bits of BLAKE3: what stands for a key where many are held in memory.
pub(super) fn hash128(text: &str) -> u128 {
    let hash = blake3::hash(text.as_bytes());
    let mut first = [0; 16];
    first.copy_from_slice(&hash.as_bytes()[..16]);
    u128::from_be_bytes(first)
}

/// What tells whether an article changed: everything that was read of it.
pub(super) fn article_hash(article: &Article) -> u64 {
    let json = serde_json::to_vec(article).unwrap_or_default();
    hash64(&json)
}

/// As [`article_hash`], of an article whose quotes were found elsewhere: they can change alone.
pub(super) fn extracted_hash(article: &Article, extracted: &Extracted) -> u64 {
    let parts = (article, &extracted.quotes, &extracted.speaker_keys, &extracted.model);
    hash64(&serde_json::to_vec(&parts).unwrap_or_default())
}

/// A quote id in two numbers: the first 64 bits and the last 32.
pub(super) fn id_numbers(id: &str) -> (u64, u64) {
    let high = id.get(..16).and_then(|part| u64::from_str_radix(part, 16).ok()).unwrap_or(0);
    let low = id.get(16..).and_then(|part| u64::from_str_radix(part, 16).ok()).unwrap_or(0);
    (high, low)
}

/// The id of these two numbers.
pub(super) fn id_text(high: u64, low: u64) -> String {
    format!("{high:016x}{low:08x}")
}

/// The first 16 bits of an id, of its first 64.
pub(super) fn id_start(high: u64) -> u64 {
    high >> 48
}

/// The least and the greatest of the ids that begin with `prefix`, in two numbers each; `None` where no id can.
pub(super) fn range_of_ids(prefix: &str) -> Option<RangeInclusive<(u64, u64)>> {
    const DIGITS: usize = QUOTE_ID_DIGITS;
    let is_prefix = (1..=DIGITS).contains(&prefix.len()) && prefix.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_prefix.then(|| id_numbers(&format!("{prefix:0<DIGITS$}"))..=id_numbers(&format!("{prefix:f<DIGITS$}")))
}

/// A day as the number YYYYMMDD.
pub(super) fn day_number(date: Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// A day as the number of days since 1970.
pub fn days_since_1970(date: Date) -> i32 {
    date.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days())
}

/// The day of such a number.
pub(super) fn day_date(number: i64) -> Option<Date> {
    let year = i16::try_from(number / 10_000).ok()?;
    let month = i8::try_from(number / 100 % 100).ok()?;
    let day = i8::try_from(number % 100).ok()?;
    Date::new(year, month, day).ok()
}

/// Where an article comes from, what made its quotes, and what the user says of them.
pub(super) struct Provenance<'a> {
    pub root: u64,
    pub file: &'a Arc<str>,
    pub hash: u64,
    pub model: &'a str,
    pub corrections: &'a Corrections,
}

/// An article with its quotes, ready to be written. Made on many threads at once, so that the one that writes has little left
/// to do.
pub(super) struct Prepared {
    pub root: u64,
    /// Id of the article.
    pub id: String,
    /// Path of its file inside the root.
    pub file: Arc<str>,
    /// See [`article_hash`].
    pub hash: u64,
    /// Bytes of its text.
    pub text_bytes: u64,
    pub article: TantivyDocument,
    /// By quote id; the number of the commit that first added it is still to be set.
    pub quotes: Vec<(String, TantivyDocument)>,
    /// Ids of quotes that the user says are none.
    pub hidden: Vec<String>,
}

/// Makes an article and its quotes ready to be written.
pub(super) fn prepare(article: &Article, quotes: &[Quote], from: &Provenance) -> Result<Prepared, IndexError> {
    let lines = speakers::lines(article, quotes, None);
    let mut rows = Vec::with_capacity(quotes.len());
    for (quote, line) in quotes.iter().zip(lines) {
        rows.push(Row { line, speaker_key: quote.speaker.key.clone() });
    }
    prepare_rows(article, rows, from)
}

/// Makes an article ready to be written whose quotes were found elsewhere.
///
/// # Errors
/// What is wrong with them: they must be quotes of this very text.
pub(super) fn prepare_extracted(
    article: &Article,
    extracted: &Extracted,
    from: &Provenance,
) -> Result<Prepared, ExtractedError> {
    let lines: Vec<QuoteLine> = Deserialize::deserialize(&extracted.quotes)
        .map_err(|error: serde_json::Error| ExtractedError::Broken(error.to_string()))?;
    let keys: Vec<String> = Deserialize::deserialize(&extracted.speaker_keys)
        .map_err(|error: serde_json::Error| ExtractedError::Broken(format!("\"speaker_keys\": {error}")))?;
    if keys.len() != lines.len() {
        return Err(ExtractedError::Broken("\"speaker_keys\" are not as many as the quotes".to_owned()));
    }
    let mut seen = HashSet::new();
    let mut rows = Vec::with_capacity(lines.len());
    for (mut line, speaker_key) in lines.into_iter().zip(keys) {
        let is_id = line.id.len() == QUOTE_ID_DIGITS && line.id.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_id || !seen.insert(line.id.clone()) || line.article.id != article.id || !line_fits(&line, &article.text)
        {
            return Err(ExtractedError::Broken(format!("quote {} is not one of this text", line.id)));
        }
        // A root has its own way to show a path, and identities are not stored.
        line.article = ArticleLine::new(article, None);
        line.speaker.id = None;
        line.speaker.canonical = None;
        rows.push(Row { line, speaker_key });
    }
    prepare_rows(article, rows, from).map_err(ExtractedError::Index)
}

/// Why an article can't be taken in with the quotes that came with it.
#[derive(Debug, thiserror::Error)]
pub(super) enum ExtractedError {
    #[error("{0}")]
    Broken(String),
    #[error(transparent)]
    Index(IndexError),
}

/// Hex digits of a quote's id.
const QUOTE_ID_DIGITS: usize = 24;

/// Makes an article ready to be written: its quotes as they were found, `rows`, with what the user says of them.
pub(super) fn prepare_rows(article: &Article, rows: Vec<Row>, from: &Provenance) -> Result<Prepared, IndexError> {
    let mended = from.corrections.apply(article, rows);
    Ok(Prepared {
        root: from.root,
        id: article.id.clone(),
        file: Arc::clone(from.file),
        hash: from.hash,
        text_bytes: article.text.len() as u64,
        article: article_document(article, mended.before, from)?,
        quotes: quote_documents(article, mended.rows, from)?,
        hidden: mended.hidden,
    })
}

/// The document of an article.
fn article_document(article: &Article, mended: Vec<Row>, from: &Provenance) -> Result<TantivyDocument, IndexError> {
    let f = fields();
    let file_key = key(from.root, from.file);
    let article_key = key(from.root, &article.id);
    let statement = Statement::of_article(article, from.root);
    let is_mended = !mended.is_empty();
    let kept = KeptArticle { root: from.root, file: from.file.to_string(), article: article.clone(), mended };
    let mut doc = TantivyDocument::new();
    doc.add_u64(f.doc_type, DocType::Article as u64);
    doc.add_u64(f.root, from.root);
    add_numbers_of_no_quote(&mut doc);
    doc.add_u64(f.article_hash, hash64(article_key.as_bytes()));
    add_statement(&mut doc, &statement);
    if let Some(date) = article.date {
        doc.add_i64(f.day, day_number(date));
    }
    doc.add_text(f.article_key, &article_key);
    doc.add_text(f.file_key, &file_key);
    doc.add_u64(f.file_hash, hash64(file_key.as_bytes()));
    doc.add_u64(f.hash, from.hash);
    doc.add_text(f.model, from.model);
    doc.add_u64(f.text_hash, text_number(&text_hash(&article.text)));
    if let Some(url) = &article.url {
        doc.add_u64(f.url_hash, url_number(url));
    }
    if is_mended {
        doc.add_u64(f.mended, 1);
    }
    doc.add_text(f.json, to_json(&kept)?);
    Ok(doc)
}

/// What articles and shadows have for the small numbers of quotes: a column in which every document has a value is read faster. No
/// quote has this one.
const OF_NO_QUOTE: u64 = 63;

fn add_numbers_of_no_quote(doc: &mut TantivyDocument) {
    let f = fields();
    for field in [f.kind, f.act, f.basis, f.speaker_kind] {
        doc.add_u64(field, OF_NO_QUOTE);
    }
}

/// The document that says: this file holds an article of this id too.
pub(super) fn shadow_document(root: u64, id: &str, file: &str) -> Result<TantivyDocument, IndexError> {
    let f = fields();
    let mut doc = TantivyDocument::new();
    doc.add_u64(f.doc_type, DocType::Shadow as u64);
    doc.add_u64(f.root, root);
    add_numbers_of_no_quote(&mut doc);
    doc.add_text(f.shadow_key, key(root, id));
    doc.add_text(f.shadow_file, key(root, file));
    doc.add_text(f.json, to_json(&KeptShadow { id: id.to_owned(), file: file.to_owned() })?);
    Ok(doc)
}

/// The documents of an article's quotes, by quote id.
fn quote_documents(
    article: &Article,
    rows: Vec<Row>,
    from: &Provenance,
) -> Result<Vec<(String, TantivyDocument)>, IndexError> {
    let f = fields();
    let article_key = key(from.root, &article.id);
    let document = Document::new(&article.text);
    let offsets = offsets(&article.text);
    let mut documents = Vec::with_capacity(rows.len());
    for Row { line, speaker_key } in rows {
        let begin = line.spans.content.iter().map(|span| span[0]).min().unwrap_or(0);
        let end = line.spans.content.iter().map(|span| span[1]).max().unwrap_or(0);
        let about = about_text(article, &document, Span::new(offsets[begin], offsets[end]));
        let (id_high, id_low) = id_numbers(&line.id);
        let mut doc = TantivyDocument::new();
        doc.add_u64(f.doc_type, DocType::Quote as u64);
        doc.add_u64(f.root, from.root);
        doc.add_text(f.article_key, &article_key);
        doc.add_text(f.file_key, key(from.root, from.file));
        doc.add_u64(f.article_hash, hash64(article_key.as_bytes()));
        doc.add_u64(f.id_high, id_high);
        doc.add_u64(f.id_low, id_low);
        doc.add_u64(f.id_start, id_start(id_high));
        add_statement(&mut doc, &Statement::of_quote(&line, from.root));
        doc.add_text(f.words, &line.quote);
        doc.add_text(f.exact, &line.quote);
        doc.add_text(f.about, &about);
        doc.add_text(f.about_exact, &about);
        doc.add_u64(f.kind, line.kind as u64);
        doc.add_u64(f.act, line.act as u64);
        doc.add_u64(f.basis, line.speaker.basis as u64);
        doc.add_u64(f.speaker_kind, line.speaker.kind as u64);
        doc.add_text(f.speaker_key, &speaker_key);
        if let Some(name) = &line.speaker.name {
            doc.add_text(f.speaker, name_words(name).join(" "));
            doc.add_text(f.speaker_name, name);
        }
        if let Some(role) = &line.speaker.role {
            doc.add_text(f.speaker_role, role);
        }
        if let Some(cue) = &line.cue {
            doc.add_text(f.cue, cue_stems(cue).join(" "));
        }
        if let Some(source) = &article.source {
            doc.add_text(f.source, source);
            doc.add_text(f.source_key, fold(source));
        }
        if let Some(date) = article.date {
            doc.add_i64(f.day, day_number(date));
        }
        doc.add_f64(f.confidence, f64::from(line.confidence));
        doc.add_f64(f.speaker_confidence, f64::from(line.speaker.confidence));
        let id = line.id.clone();
        let corrected = line.corrected;
        doc.add_text(f.json, to_json(&KeptQuote { file: from.file.to_string(), line, corrected })?);
        documents.push((id, doc));
    }
    Ok(documents)
}

fn add_statement(doc: &mut TantivyDocument, statement: &Statement) {
    doc.add_u64(fields().wording, statement.class);
    for &key in &statement.keys {
        doc.add_u64(fields().wording_key, u64::from(key));
    }
}

/// The words a quote is about: the paragraphs that its content touches, and the title.
fn about_text(article: &Article, document: &Document, around: Span) -> String {
    let Span { start: begin, end } = around;
    let mut whole = around;
    let first = document.paragraphs.partition_point(|paragraph| paragraph.span.end <= begin);
    for paragraph in &document.paragraphs[first..] {
        if paragraph.span.start >= end {
            break;
        }
        whole = Span::new(whole.start.min(paragraph.span.start), whole.end.max(paragraph.span.end));
    }
    let title = article.title.as_deref().unwrap_or_default();
    format!("{title}\n\n{}", whole.of(&article.text))
}

/// The stems of a cue, as `--cue` asks for them.
pub fn cue_stems(cue: &str) -> Vec<String> {
    analysis::words(cue).map(|word| word.stem()).collect()
}

fn to_json<T: Serialize>(value: &T) -> Result<String, IndexError> {
    serde_json::to_string(value).map_err(|error| IndexError::Engine(error.to_string()))
}

/// What a document keeps as JSON.
pub(super) fn from_json<'a, T: Deserialize<'a>>(doc: &'a TantivyDocument) -> Result<T, IndexError> {
    let text = doc.get_first(fields().json).and_then(|value| value.as_str());
    let text = text.ok_or_else(|| IndexError::Engine("a document without its JSON".to_owned()))?;
    serde_json::from_str(text).map_err(|error| IndexError::Engine(format!("a document's JSON: {error}")))
}

/// The kind of speech stored as this number.
pub(super) fn kind_of(number: u64) -> Option<Kind> {
    Kind::ALL.into_iter().find(|&kind| kind as u64 == number)
}

/// The act stored as this number.
pub(super) fn act_of(number: u64) -> Option<Act> {
    Act::ALL.into_iter().find(|&act| act as u64 == number)
}

/// The kind of speaker stored as this number.
pub(super) fn speaker_kind_of(number: u64) -> Option<SpeakerKind> {
    SpeakerKind::ALL.into_iter().find(|&kind| kind as u64 == number)
}

/// The byte at which each code point of `text` begins, and its end.
pub(super) fn offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect()
}

/// Whether every span of `line` lies in `text` and says what the line says.
pub(super) fn line_fits(line: &QuoteLine, text: &str) -> bool {
    let offsets = offsets(text);
    let inside = |span: &[usize; 2]| span[0] < span[1] && span[1] < offsets.len();
    let spans = &line.spans;
    if ![&spans.content, &spans.verbatim, &spans.cue, &spans.mention].into_iter().flatten().all(inside) {
        return false;
    }
    let pieces: Vec<&str> = spans.content.iter().map(|span| &text[offsets[span[0]]..offsets[span[1]]]).collect();
    !pieces.is_empty() && line.quote == pieces.join(" … ") && CodePoints::new(text).at(text.len()) + 1 == offsets.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_and_a_day_survive_their_numbers() {
        let id = "00ff12ab34cd56ef0012ab9c";
        let (high, low) = id_numbers(id);
        assert_eq!(id_text(high, low), id);
        let day = Date::new(2019, 10, 14).unwrap();
        assert_eq!(day_date(day_number(day)), Some(day));
    }

    #[test]
    fn keys_of_two_roots_or_ids_never_meet() {
        assert_ne!(key(1, "1x"), key(11, "x"));
    }
}
