//! Web archives: of each response that is a web page its text, with its address and the day it was fetched.

use std::io::{self, BufRead, Read};

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::dates::parse_date;
use super::encoding::{declared_in_html, decode};
use super::json_lines::{Line, next_line};
use super::reader::{Context, Fault, Item, Items};
use super::source::{Bytes, unpacked};
use super::{Article, Reason, format, html};

/// Bytes of a line of a header at most, and lines of one.
const LONGEST_LINE: usize = 64 * 1024;
const MOST_LINES: usize = 1000;

/// Bytes that the decoder of Brotli reads at once.
const BROTLI_BUFFER: usize = 4096;

/// The articles of a web archive.
pub(super) struct Records<'s> {
    source: Bytes<'s>,
    context: Context,
    /// Records read so far.
    records: u64,
    /// The last record was shorter than it says.
    cut_off: bool,
    ended: bool,
}

/// The lines of a header, `Name: value`.
struct Header {
    first: String,
    fields: Vec<(String, String)>,
}

impl Header {
    /// Reads up to an empty line; nothing where `source` ends before it.
    fn read(source: &mut impl BufRead) -> io::Result<Option<Header>> {
        let mut header = Header { first: String::new(), fields: Vec::new() };
        let mut line = Vec::new();
        for _ in 0..MOST_LINES {
            match next_line(source, &mut line, LONGEST_LINE)? {
                Line::End => return Ok(None),
                Line::TooLong => continue,
                Line::Whole => {}
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end();
            if text.is_empty() {
                if header.first.is_empty() {
                    continue;
                }
                return Ok(Some(header));
            }
            if header.first.is_empty() {
                header.first = text.to_owned();
            } else if let Some((name, value)) = text.split_once(':') {
                header.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Err(io::Error::new(io::ErrorKind::InvalidData, "a header without an end"))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl<'s> Records<'s> {
    pub(super) fn new(source: Bytes<'s>, context: Context) -> Records<'s> {
        Records { source, context, records: 0, cut_off: false, ended: false }
    }

    /// The next record that is a page, as far as it can be read; nothing at the end.
    fn next_page(&mut self) -> Result<Option<Result<Article, Reason>>, Reason> {
        loop {
            if self.cut_off {
                return Err(broken("the last record ends too early"));
            }
            let header = Header::read(&mut self.source).map_err(|error| self.context.broken(&error))?;
            let Some(header) = header else { return Ok(None) };
            self.records += 1;
            if !header.first.starts_with("WARC/") {
                return Err(broken("a record that does not begin with WARC/"));
            }
            let length = header.get("content-length").and_then(|length| length.parse::<u64>().ok());
            let length = length.ok_or_else(|| broken("a record without Content-Length"))?;
            let mut body = self.source.by_ref().take(length);
            let page = if header.get("warc-type") == Some("response") {
                page(&mut body, &header, &self.context)
            } else {
                Ok(None)
            };
            let rest = io::copy(&mut body, &mut io::sink()).map_err(|error| self.context.broken(&error));
            self.cut_off = body.limit() > 0;
            rest?;
            match page {
                Ok(Some(article)) => return Ok(Some(Ok(article))),
                Ok(None) => {}
                Err(reason) => return Ok(Some(Err(reason))),
            }
        }
    }
}

impl<'s> Items<'s> for Records<'s> {
    fn next(&mut self) -> Option<Result<Item<'s>, Fault>> {
        if self.ended {
            return None;
        }
        match self.next_page() {
            Ok(None) => None,
            Ok(Some(Ok(article))) => Some(Ok(Item::Article { article, line: self.records, extracted: None })),
            Ok(Some(Err(reason))) => Some(Err(Fault::at_line(self.records, reason))),
            Err(reason) => {
                self.ended = true;
                Some(Err(Fault::last(reason)))
            }
        }
    }
}

fn broken(why: &str) -> Reason {
    Reason::BrokenFile { format: "warc", why: why.to_owned() }
}

/// The page in a response; nothing where it is none, or no answer but an error.
fn page(body: &mut impl BufRead, record: &Header, context: &Context) -> Result<Option<Article>, Reason> {
    let reads_badly = |error: io::Error| context.broken(&error);
    let Some(http) = Header::read(body).map_err(reads_badly)? else { return Ok(None) };
    let status = http.first.split_whitespace().nth(1).unwrap_or_default();
    let kind = http.get("content-type").unwrap_or_default().to_ascii_lowercase();
    if !http.first.starts_with("HTTP/") || status != "200" || !(kind.contains("html")) {
        return Ok(None);
    }
    let bytes = content(body, &http, context)?;
    let declared = kind.split_once("charset=").map(|(_, name)| name.trim_matches(['"', '\'', ' ']).to_owned());
    let mut article = html::read(&decode(&bytes, declared.or_else(|| declared_in_html(&bytes)).as_deref())?)?;
    let address = record.get("warc-target-uri").map(|address| address.trim_matches(['<', '>']).to_owned());
    article.url = address.or(article.url);
    article.date = article.date.or_else(|| record.get("warc-date").and_then(parse_date));
    Ok(Some(article))
}

/// The content of a response, as it was before it was cut into chunks and packed.
fn content(body: &mut impl BufRead, http: &Header, context: &Context) -> Result<Vec<u8>, Reason> {
    let mut sent = context.whole(body)?;
    if http.get("transfer-encoding").is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked")) {
        // Some archives keep the header and have put the chunks together.
        sent = joined(&sent).unwrap_or(sent);
    }
    let packed = Context { packed: true, ..context.clone() };
    let coding = http.get("content-encoding").unwrap_or_default().to_ascii_lowercase();
    let source = sent.as_slice();
    let known = |packing| unpacked(Box::new(source), packing, &packed.budget).map_err(|error| packed.broken(&error));
    let mut bytes: Bytes = match coding.as_str() {
        "gzip" | "x-gzip" if sent.starts_with(&[0x1f, 0x8b]) => known(format::Packing::Gzip)?,
        "zstd" if sent.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => known(format::Packing::Zstd)?,
        // Of these two bytes tell nothing, and some archives keep the header of what they have unpacked.
        "deflate" | "br" if format::sniff(&sent) == format::InputFormat::Html => return Ok(sent),
        // By the specification with a head (RFC 9110, 8.4.1.2), by many servers without.
        "deflate" if is_zlib(&sent) => packed.budget.spent_by(ZlibDecoder::new(source)),
        "deflate" => packed.budget.spent_by(DeflateDecoder::new(source)),
        "br" => packed.budget.spent_by(brotli::Decompressor::new(source, BROTLI_BUFFER)),
        _ => return Ok(sent),
    };
    packed.whole(&mut bytes)
}

/// Whether packed data begins with the head of zlib (RFC 1950, 2.2).
fn is_zlib(packed: &[u8]) -> bool {
    matches!(packed, [first, second, ..] if first & 15 == 8 && u16::from_be_bytes([*first, *second]) % 31 == 0)
}

/// Chunks put together; nothing where `sent` is none.
fn joined(sent: &[u8]) -> Option<Vec<u8>> {
    let mut rest = sent;
    let mut whole = Vec::with_capacity(sent.len());
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}
