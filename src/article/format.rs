//! Formats of files, told by their names.

use std::path::Path;
use std::str::FromStr;

/// How the articles of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputFormat {
    /// Plain text: one article a file, or the many of a press database.
    Text,
    /// Markdown with or without front matter, one article a file.
    Markdown,
    /// A web page: one article a file, or the many of a press database.
    Html,
    /// A web page with all that belongs to it, as browsers save it.
    Mhtml,
    /// Rich text: one article a file, or the many of a press database.
    Rtf,
    /// A text of a word processor (Office Open XML).
    Docx,
    /// Pages with a text layer.
    Pdf,
    /// NewsML-G2, NITF, RSS or Atom, told by the root element.
    Xml,
    /// JSON lines, one article a line.
    JsonLines,
    /// One article as an object, or an array of them.
    Json,
    /// A table with a head; comma, semicolon, tab or bar between its cells.
    Csv,
    /// A table of columns (Apache Parquet).
    Parquet,
    /// A web archive.
    Warc,
    /// Files in an archive.
    Zip,
    /// Files in an archive.
    Tar,
}

/// The name of an input format is not one of the extensions of articles.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown input format \"{0}\" (known: txt, md, html, mhtml, rtf, docx, pdf, xml, jsonl, json, csv, parquet, warc, zip, tar)"
)]
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
    /// `.bz2`.
    Bzip2,
    /// `.xz`.
    Xz,
}

/// Format and compression of a file, by its name alone.
///
/// No format: the extension is unknown, and the file's first bytes will decide; it may turn out to be JSON lines.
pub fn format_of(name: &str) -> (Option<InputFormat>, Packing) {
    let lower = name.to_lowercase();
    let (stem, packing) = match lower.rsplit_once('.') {
        Some((stem, "gz")) => (stem, Packing::Gzip),
        Some((stem, "zst")) => (stem, Packing::Zstd),
        Some((stem, "bz2")) => (stem, Packing::Bzip2),
        Some((stem, "xz")) => (stem, Packing::Xz),
        Some((_, "tgz")) => return (Some(InputFormat::Tar), Packing::Gzip),
        Some((_, "tbz2")) => return (Some(InputFormat::Tar), Packing::Bzip2),
        Some((_, "txz")) => return (Some(InputFormat::Tar), Packing::Xz),
        _ => (lower.as_str(), Packing::Plain),
    };
    let format = match stem.rsplit_once('.') {
        Some((_, extension)) => by_extension(extension),
        None => None,
    };
    (format, packing)
}

/// Whether a file may hold more articles than should be in memory at once: lines, rows, archives, or a file whose name does
/// not tell. Any other is read as a whole, which can be left to the thread that works on it.
pub fn may_hold_many(name: &str) -> bool {
    let Some(format) = format_of(name).0 else { return true };
    use InputFormat::*;
    matches!(format, JsonLines | Json | Csv | Parquet | Warc | Zip | Tar)
}

fn by_extension(extension: &str) -> Option<InputFormat> {
    match extension {
        "txt" | "text" => Some(InputFormat::Text),
        "md" | "markdown" => Some(InputFormat::Markdown),
        "html" | "htm" | "xhtml" => Some(InputFormat::Html),
        "mhtml" | "mht" => Some(InputFormat::Mhtml),
        "rtf" => Some(InputFormat::Rtf),
        "docx" => Some(InputFormat::Docx),
        "pdf" => Some(InputFormat::Pdf),
        "xml" | "nitf" | "rss" | "atom" => Some(InputFormat::Xml),
        "jsonl" | "ndjson" => Some(InputFormat::JsonLines),
        "json" => Some(InputFormat::Json),
        "csv" | "tsv" => Some(InputFormat::Csv),
        "parquet" => Some(InputFormat::Parquet),
        "warc" => Some(InputFormat::Warc),
        "zip" => Some(InputFormat::Zip),
        "tar" => Some(InputFormat::Tar),
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

/// First bytes of files that cannot be taken for text.
const SIGNATURES: [(&[u8], InputFormat); 5] = [
    (b"PK\x03\x04", InputFormat::Zip),
    (b"PAR1", InputFormat::Parquet),
    (b"%PDF-", InputFormat::Pdf),
    (b"WARC/", InputFormat::Warc),
    (b"{\\rtf", InputFormat::Rtf),
];

/// Tells the format of a file whose name says nothing from its first bytes: JSON lines begin with `{`, web pages with a
/// tag that web pages begin with, others with a signature; all else is text.
pub(crate) fn sniff(head: &[u8]) -> InputFormat {
    let head = &head[..head.len().min(SNIFFED_BYTES)];
    // A text of a word processor is a ZIP archive that begins with a list of what is in it, after a header of 30 bytes.
    if head.starts_with(b"PK\x03\x04")
        && head[4..].get(26..).is_some_and(|name| name.starts_with(b"[Content_Types].xml"))
    {
        return InputFormat::Docx;
    }
    if let Some((_, format)) = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)) {
        return *format;
    }
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
    let news = ["<rss", "<feed", "<rdf:rdf", "<nitf", "<newsitem", "<newsmessage", "<packageitem"];
    let begins_so = news.iter().any(|start| head.starts_with(start));
    if begins_so || declared_xml && news.iter().any(|start| head.contains(start)) {
        return InputFormat::Xml;
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
        assert_eq!(format_of("a.csv.bz2"), (Some(InputFormat::Csv), Packing::Bzip2));
        assert_eq!(format_of("a.warc.XZ"), (Some(InputFormat::Warc), Packing::Xz));
        assert_eq!(format_of("a.tgz"), (Some(InputFormat::Tar), Packing::Gzip));
        assert_eq!(format_of("a.gz"), (None, Packing::Gzip));
        assert_eq!(format_of("a.jpg"), (None, Packing::Plain));
        assert_eq!(format_of("txt"), (None, Packing::Plain));
    }

    #[test]
    fn only_the_last_part_of_a_path_counts() {
        assert!(known_extension(Path::new("a.b/c.ndjson")));
        assert!(!known_extension(Path::new("a.txt/c")));
        assert!(!known_extension(Path::new("a.txt/..")));
        assert!(!known_extension(Path::new("a.exe.gz")));
    }

    #[test]
    fn formats_are_named_as_their_extensions() {
        assert_eq!("md".parse(), Ok(InputFormat::Markdown));
        let error = "doc".parse::<InputFormat>().unwrap_err();
        assert!(error.to_string().starts_with("unknown input format \"doc\" (known: txt, md, html, "), "{error}");
    }

    #[test]
    fn first_bytes_tell_the_format_of_a_nameless_file() {
        assert_eq!(sniff(b"\xef\xbb\xbf\n {\"text\""), InputFormat::JsonLines);
        assert_eq!(sniff(b"<!DOCTYPE HTML><p>"), InputFormat::Html);
        assert_eq!(sniff(b"<?xml version=\"1.0\"?>\n<html xmlns=\"\">"), InputFormat::Html);
        assert_eq!(sniff(b"<?xml version=\"1.0\"?>\n<rss>"), InputFormat::Xml);
        assert_eq!(sniff(b"<?xml version=\"1.0\"?>\n<menu>"), InputFormat::Text);
        assert_eq!(sniff(b"{\\rtf1 {"), InputFormat::Rtf);
        assert_eq!(sniff(b"PK\x03\x04"), InputFormat::Zip);
        assert_eq!(sniff(&[b"PK\x03\x04".as_slice(), &[0; 26], b"[Content_Types].xml"].concat()), InputFormat::Docx);
        assert_eq!(sniff(b"<3 from Lowmark"), InputFormat::Text);
        assert_eq!(sniff(b""), InputFormat::Text);
    }
}
