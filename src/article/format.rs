//! Formats of files, told by their names.

use std::path::Path;
use std::str::FromStr;

/// How the articles of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputFormat {
    /// Plain text, one article a file.
    Text,
    /// Markdown with or without front matter, one article a file.
    Markdown,
    /// A web page, one article a file.
    Html,
    /// JSON lines, one article a line.
    JsonLines,
}

/// The name of an input format is not one of `txt`, `md`, `html`, `jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown input format \"{0}\" (known: txt, md, html, jsonl)")]
pub struct UnknownFormat(String);

impl FromStr for InputFormat {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        by_extension(&name.to_lowercase()).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// `.gz`.
    Gzip,
    /// `.zst`.
    Zstd,
}

/// Format and compression of a file, by its name alone.
///
/// No format: the extension is unknown, and the file's first bytes will decide; it may turn out to be JSON lines.
pub fn format_of(name: &str) -> (Option<InputFormat>, Packing) {
    let lower = name.to_lowercase();
    let (stem, packing) = match lower.rsplit_once('.') {
        Some((stem, "gz")) => (stem, Packing::Gzip),
        Some((stem, "zst")) => (stem, Packing::Zstd),
        _ => (lower.as_str(), Packing::Plain),
    };
    let format = match stem.rsplit_once('.') {
        Some((_, extension)) => by_extension(extension),
        None => None,
    };
    (format, packing)
}

/// Whether a file may hold more articles than should be in memory at once: JSON lines, or a file whose name does not tell.
/// Any other holds one, and reading it can be left to the thread that works on it.
pub fn may_hold_many(name: &str) -> bool {
    matches!(format_of(name).0, None | Some(InputFormat::JsonLines))
}

fn by_extension(extension: &str) -> Option<InputFormat> {
    match extension {
        "txt" | "text" => Some(InputFormat::Text),
        "md" | "markdown" => Some(InputFormat::Markdown),
        "html" | "htm" | "xhtml" => Some(InputFormat::Html),
        "jsonl" | "ndjson" => Some(InputFormat::JsonLines),
        _ => None,
    }
}

/// Whether a walk takes the file of this name in: `a.txt`, `A.HTML`, `a.jsonl.zst`.
pub fn known_extension(path: &Path) -> bool {
    let Some(name) = path.file_name() else { return false };
    format_of(&name.to_string_lossy()).0.is_some()
}

/// Most bytes that [`sniff`] looks at.
pub(crate) const SNIFFED_BYTES: usize = 512;

/// Tells the format of a file whose name says nothing from its first bytes: JSON lines begin with `{`, web pages with a
/// tag that web pages begin with, all else is text.
pub(crate) fn sniff(head: &[u8]) -> InputFormat {
    let head = &head[..head.len().min(SNIFFED_BYTES)];
    let head = String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
    let head = head.trim_start().to_ascii_lowercase();
    if head.starts_with('{') {
        return InputFormat::JsonLines;
    }
    let web_page = ["<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<article", "<main", "<div", "<p>"];
    let declared_xml = head.starts_with("<?xml") || head.starts_with("<!--");
    if web_page.iter().any(|start| head.starts_with(start)) || declared_xml && head.contains("<html") {
        return InputFormat::Html;
    }
    InputFormat::Text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_format_and_packing() {
        assert_eq!(format_of("a.txt"), (Some(InputFormat::Text), Packing::Plain));
        assert_eq!(format_of("A.B.HTM"), (Some(InputFormat::Html), Packing::Plain));
        assert_eq!(format_of("a.jsonl.gz"), (Some(InputFormat::JsonLines), Packing::Gzip));
        assert_eq!(format_of("a.markdown.ZST"), (Some(InputFormat::Markdown), Packing::Zstd));
        assert_eq!(format_of("a.gz"), (None, Packing::Gzip));
        assert_eq!(format_of("a.jpg"), (None, Packing::Plain));
        assert_eq!(format_of("txt"), (None, Packing::Plain));
    }

    #[test]
    fn only_the_last_part_of_a_path_counts() {
        assert!(known_extension(Path::new("a.b/c.ndjson")));
        assert!(!known_extension(Path::new("a.txt/c")));
        assert!(!known_extension(Path::new("a.txt/..")));
        assert!(!known_extension(Path::new("a.tar.gz")));
    }

    #[test]
    fn formats_are_named_as_their_extensions() {
        assert_eq!("md".parse(), Ok(InputFormat::Markdown));
        let error = "pdf".parse::<InputFormat>().unwrap_err();
        assert_eq!(error.to_string(), "unknown input format \"pdf\" (known: txt, md, html, jsonl)");
    }

    #[test]
    fn first_bytes_tell_the_format_of_a_nameless_file() {
        assert_eq!(sniff(b"\xef\xbb\xbf\n {\"text\""), InputFormat::JsonLines);
        assert_eq!(sniff(b"<!DOCTYPE HTML><p>"), InputFormat::Html);
        assert_eq!(sniff(b"<?xml version=\"1.0\"?>\n<html xmlns=\"\">"), InputFormat::Html);
        assert_eq!(sniff(b"<?xml version=\"1.0\"?>\n<rss>"), InputFormat::Text);
        assert_eq!(sniff(b"<3 from Lowmark"), InputFormat::Text);
        assert_eq!(sniff(b""), InputFormat::Text);
    }
}
