//! JSON lines: one article a line, `{"id", "title", "date", "source", "url", "author", "text"}`.
//!
//! Only `text` is required. `publisher` is read as `source`, `body` and `content` as `text`; other fields are ignored. A
//! field beside the text that has a strange type never costs the article: numbers become text, lists are joined by `, `,
//! of objects the `name` counts, an unreadable date is no date. The text is kept to the letter.

use super::columns::Columns;
use super::dates::parse_date;
use super::reader::{Context, Fault, Item, Items};
use super::source::Bytes;
use super::{Article, Extracted, Reason};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead};

/// What [`next_line`] found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// A line is in the buffer, without its line break.
    Whole,
    /// A line that is longer than allowed was passed over.
    TooLong,
    /// There are no more lines.
    End,
}

/// Reads the next line into `line`, holding no more than `most` bytes of it.
///
/// # Errors
/// Those of `source`; an interrupted read is tried again.
pub(crate) fn next_line<S: BufRead>(source: &mut S, line: &mut Vec<u8>, most: usize) -> io::Result<Line> {
    line.clear();
    let mut too_long = false;
    let mut any = false;
    loop {
        let piece = match source.fill_buf() {
            Ok(piece) => piece,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if piece.is_empty() && !any {
            return Ok(Line::End);
        }
        any = true;
        let line_break = memchr::memchr(b'\n', piece);
        let wanted = &piece[..line_break.unwrap_or(piece.len())];
        too_long |= line.len() + wanted.len() > most;
        if too_long {
            line.clear();
            line.shrink_to(0);
        } else {
            line.extend_from_slice(wanted);
        }
        let ended = line_break.is_some() || piece.is_empty();
        let used = line_break.map_or(piece.len(), |at| at + 1);
        source.consume(used);
        if ended {
            return Ok(if too_long { Line::TooLong } else { Line::Whole });
        }
    }
}

/// The articles of JSON lines.
pub(super) struct Lines<'s> {
    source: Bytes<'s>,
    context: Context,
    /// Lines read so far.
    lines: u64,
    /// The line being read, kept to spare allocations.
    line: Vec<u8>,
}

impl<'s> Lines<'s> {
    /// Of `source`, which is in UTF-8.
    pub(super) fn new(source: Bytes<'s>, context: Context) -> Lines<'s> {
        Lines { source, context, lines: 0, line: Vec::new() }
    }
}

impl<'s> Items<'s> for Lines<'s> {
    fn next(&mut self) -> Option<Result<Item<'s>, Fault>> {
        loop {
            let found = match next_line(&mut self.source, &mut self.line, self.context.limits.most_bytes()) {
                Ok(Line::End) => return None,
                Ok(found) => found,
                Err(error) => return Some(Err(Fault::last(self.context.broken(&error)))),
            };
            self.lines += 1;
            let mut line = self.line.as_slice();
            if self.lines == 1 {
                line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
            }
            if found == Line::Whole && line.trim_ascii().is_empty() {
                continue;
            }
            let read = match found {
                Line::TooLong => Err(self.context.too_large()),
                _ => parse(line, &self.context.columns),
            };
            return Some(match read {
                Ok(Parsed { article, extracted }) => Ok(Item::Article { article, line: self.lines, extracted }),
                Err(reason) => Err(Fault::at_line(self.lines, reason)),
            });
        }
    }
}

/// What a line or an object holds.
pub(super) struct Parsed {
    pub article: Article,
    /// Its quotes, where they were found before.
    pub extracted: Option<Box<Extracted>>,
}

/// Reads the article in a line; its id is empty where the line gives none.
///
/// # Errors
/// [`Reason::BrokenJson`] with what is wrong.
pub(crate) fn parse_line(line: &[u8]) -> Result<Article, Reason> {
    parse(line, &Columns::default()).map(|parsed| parsed.article)
}

/// As [`parse_line`], with names of fields as `columns` say.
///
/// # Errors
/// [`Reason::BrokenJson`] with what is wrong.
pub(super) fn parse(line: &[u8], columns: &Columns) -> Result<Parsed, Reason> {
    let line = std::str::from_utf8(line).map_err(|_| Reason::BrokenJson("not UTF-8".to_owned()))?;
    if !line.trim_start().starts_with('{') {
        return Err(Reason::BrokenJson("the line is no object { … }".to_owned()));
    }
    let mut json = serde_json::Deserializer::from_str(line);
    let read = Seed(columns).deserialize(&mut json).and_then(|fields| json.end().map(|()| fields));
    let mut fields = read.map_err(|error| Reason::BrokenJson(without_line(&error)))?;
    if !(fields.article.is_object() && fields.quotes.is_array()) {
        return Ok(Parsed { article: fields.article()?, extracted: None });
    }
    let extracted = Extracted {
        quotes: fields.quotes.take(),
        speaker_keys: fields.speaker_keys.take(),
        model: words_of(&fields.model),
    };
    let inner = Seed(columns).deserialize(fields.article.take());
    let inner = inner.map_err(|error| Reason::BrokenJson(error.to_string()))?;
    Ok(Parsed { article: inner.article()?, extracted: Some(Box::new(extracted)) })
}

/// What a loosely typed value says in words: a string without the blanks around it, a number, of an object its `name`, of
/// a list all of that joined by `, `. Blank is nothing.
pub(crate) fn words_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => {
            let words: Vec<String> = values.iter().filter_map(words_of).collect();
            (!words.is_empty()).then(|| words.join(", "))
        }
        Value::Object(fields) => fields.get("name").and_then(words_of),
        Value::Null | Value::Bool(_) => None,
    }
}

/// serde_json's message without its "at line 1": the line of the file is said elsewhere.
fn without_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at line ") {
        Some((what, _)) => format!("{what} at column {}", error.column()),
        None => message,
    }
}

/// The fields of a line or a row. Read by hand and not derived, so that a field that stands twice counts the last time (as
/// Python and JavaScript have it) and ignored ones are never held.
#[derive(Default)]
pub(super) struct Fields {
    id: Value,
    title: Value,
    date: Value,
    source: Value,
    publisher: Value,
    url: Value,
    author: Value,
    text: Value,
    body: Value,
    content: Value,
    /// An article whose quotes were found before, and what was found.
    article: Value,
    quotes: Value,
    speaker_keys: Value,
    model: Value,
}

impl Fields {
    /// The place of the field that `columns` call `name`.
    pub(super) fn slot(&mut self, name: &str, columns: &Columns) -> Option<&mut Value> {
        Some(match columns.field_of(name)? {
            "id" => &mut self.id,
            "title" => &mut self.title,
            "date" => &mut self.date,
            "source" => &mut self.source,
            "publisher" => &mut self.publisher,
            "url" => &mut self.url,
            "author" => &mut self.author,
            "text" => &mut self.text,
            "body" => &mut self.body,
            _ => &mut self.content,
        })
    }

    /// The place of what `extract --articles` adds to an article.
    fn extracted_slot(&mut self, name: &str) -> Option<&mut Value> {
        Some(match name {
            "article" => &mut self.article,
            "quotes" => &mut self.quotes,
            "speaker_keys" => &mut self.speaker_keys,
            "model" => &mut self.model,
            _ => return None,
        })
    }

    /// The article that the fields make; its id is empty where they give none.
    ///
    /// # Errors
    /// [`Reason::BrokenJson`] where there is no text.
    pub(super) fn article(self) -> Result<Article, Reason> {
        let texts = [self.text, self.body, self.content];
        let written = texts.iter().any(|text| !text.is_null());
        let mut strings: Vec<String> = Vec::new();
        for text in texts {
            if let Value::String(text) = text {
                strings.push(text);
            }
        }
        let filled = strings.iter().position(|text| !text.trim().is_empty()).unwrap_or(0);
        let text = match strings.into_iter().nth(filled) {
            Some(text) => text,
            None if written => return Err(Reason::BrokenJson("\"text\" is not a string".to_owned())),
            None => return Err(Reason::BrokenJson("no \"text\"".to_owned())),
        };
        Ok(Article {
            id: words_of(&self.id).unwrap_or_default(),
            title: words_of(&self.title),
            date: self.date.as_str().and_then(parse_date),
            source: words_of(&self.source).or_else(|| words_of(&self.publisher)),
            url: words_of(&self.url),
            author: words_of(&self.author),
            text,
        })
    }
}

/// Reads [`Fields`] under the names that `.0` gives them.
struct Seed<'c>(&'c Columns);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Fields;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fields, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if let Some(slot) = fields.slot(&key, self.0) {
                *slot = map.next_value()?;
            } else if let Some(slot) = fields.extracted_slot(&key) {
                *slot = map.next_value()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn parse(line: &str) -> Result<Article, Reason> {
        parse_line(line.as_bytes())
    }

    #[test]
    fn all_fields_are_read_and_the_text_is_kept_to_the_letter() {
        let line = r#"{"id":"a-1","title":" Fog lifts ","date":"2021-03-03","source":"The Bell","url":"https://bell.example/1",
            "author":"Ada Quayle","text":" “Fog,”\r\nshe said.\u0000\n","section":{"deep":[1,2]}}"#;
        let article = parse(&line.replace('\n', " ")).unwrap();
        assert_eq!(article.id, "a-1");
        assert_eq!(article.title.as_deref(), Some("Fog lifts"));
        assert_eq!(article.date, Some(date(2021, 3, 3)));
        assert_eq!(article.source.as_deref(), Some("The Bell"));
        assert_eq!(article.url.as_deref(), Some("https://bell.example/1"));
        assert_eq!(article.author.as_deref(), Some("Ada Quayle"));
        assert_eq!(article.text, " “Fog,”\r\nshe said.\0\n");
    }

    #[test]
    fn strange_types_beside_the_text_do_no_harm() {
        let line = r#"{"id":17,"title":null,"date":20210303,"publisher":{"name":"The Bell"},"url":false,
            "author":["Ada Quayle",{"name":"Bo Rask"},null],"text":"x"}"#;
        let article = parse(&line.replace('\n', " ")).unwrap();
        assert_eq!(article.id, "17");
        assert_eq!(article.title, None);
        assert_eq!(article.date, None);
        assert_eq!(article.source.as_deref(), Some("The Bell"));
        assert_eq!(article.url, None);
        assert_eq!(article.author.as_deref(), Some("Ada Quayle, Bo Rask"));
    }

    #[test]
    fn body_and_content_are_texts_too_and_the_last_of_two_counts() {
        assert_eq!(parse(r#"{"body":"from body"}"#).unwrap().text, "from body");
        assert_eq!(parse(r#"{"text":"","content":"from content"}"#).unwrap().text, "from content");
        assert_eq!(parse(r#"{"text":"first","body":"b","text":"second"}"#).unwrap().text, "second");
    }

    #[test]
    fn what_is_no_article_says_why() {
        let why = |line: &str| parse(line).unwrap_err().to_string();
        assert_eq!(why(r#"{"title":"x"}"#), "not an article in JSON: no \"text\"");
        assert_eq!(why(r#"{"text":7}"#), "not an article in JSON: \"text\" is not a string");
        assert_eq!(why(r#"["text"]"#), "not an article in JSON: the line is no object { … }");
        assert_eq!(why(r#"{"text":"x""#), "not an article in JSON: EOF while parsing an object at column 11");
        assert_eq!(parse_line(b"{\"text\":\"\xff\"}").unwrap_err(), Reason::BrokenJson("not UTF-8".to_owned()));
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(why(&format!(r#"{{"text":"x","title":{deep}}}"#)).contains("recursion limit"));
        assert_eq!(parse(&format!(r#"{{"text":"x","other":{deep}}}"#)).unwrap().text, "x");
    }

    #[test]
    fn a_line_too_long_is_passed_over_and_the_next_is_read() {
        let mut source = io::BufReader::with_capacity(3, &b"short\n0123456789abc\r\nlast"[..]);
        let mut line = Vec::new();
        assert_eq!(next_line(&mut source, &mut line, 10).unwrap(), Line::Whole);
        assert_eq!(line, b"short");
        assert_eq!(next_line(&mut source, &mut line, 10).unwrap(), Line::TooLong);
        assert!(line.is_empty());
        assert_eq!(next_line(&mut source, &mut line, 10).unwrap(), Line::Whole);
        assert_eq!(line, b"last");
        assert_eq!(next_line(&mut source, &mut line, 10).unwrap(), Line::End);
    }

    proptest! {
        #[test]
        fn any_text_survives_its_line(text in any::<String>(), id in any::<u64>()) {
            let line = serde_json::json!({"id": id, "text": text}).to_string();
            let article = parse(&line).unwrap();
            prop_assert_eq!(article.text, text);
            prop_assert_eq!(article.id, id.to_string());
        }

        #[test]
        fn any_bytes_are_an_article_or_a_reason(bytes in any::<Vec<u8>>()) {
            let _ = parse_line(&bytes);
        }
    }
}
