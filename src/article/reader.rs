//! From a file or a stream to its articles, one by one.

use super::encoding::{declared_in_html, decode};
use super::format::{InputFormat, Packing, format_of, sniff};
use super::json_lines::{Line, next_line, parse_line};
use super::source::FileSource;
use super::transcoder::Transcoder;
use super::walk::{FileEntry, unreadable};
use super::{Article, Limits, Located, Problem, Reason};
use super::{html, markdown, plain};
use crate::parallel;
use std::fs::{self, File};
use std::io::{self, BufRead, Cursor, Read};

/// How what comes from standard input is called, in ids and problems.
const STREAM: &str = "-";

/// Bytes at the start of a stream that are searched for its first non-blank one.
const LONGEST_BLANK: usize = 64 * 1024;

/// Opens a file and yields its articles one by one, with bounded memory.
///
/// The format is told by the extension of [`FileEntry::inner`]; a file without a known one is taken for what its first
/// bytes look like. Anything but a regular file is a problem and is never opened.
pub fn read(entry: &FileEntry, limits: Limits) -> ArticleReader {
    let place = entry.path.display().to_string();
    let (format, packing) = format_of(&entry.inner);
    let state = match open(entry, packing) {
        Ok(source) => State::Reading(Box::new(Articles {
            source,
            format,
            packed: packing != Packing::Plain,
            inner: entry.inner.clone(),
            place,
            limits,
            transcoder: None,
            lines: 0,
            line: Vec::new(),
            done: false,
        })),
        Err(reason) => State::Failed(Problem { place, reason }),
    };
    ArticleReader { state, digest: None }
}

fn open(entry: &FileEntry, packing: Packing) -> Result<FileSource, Reason> {
    let metadata = fs::metadata(&entry.path).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err(Reason::NotAFile);
    }
    let file = File::open(&entry.path).map_err(|error| unreadable(&error))?;
    FileSource::new(file, packing).map_err(|error| unreadable(&error))
}

/// The articles of a file, and the digest of the file once they are all read; see [`read`].
pub struct ArticleReader {
    state: State,
    digest: Option<[u8; 16]>,
}

enum State {
    Reading(Box<Articles<FileSource>>),
    Failed(Problem),
    Ended,
}

impl ArticleReader {
    /// The first 16 bytes of the BLAKE3 of the file as it is on the disk, computed while reading.
    ///
    /// Nothing before the iterator has ended, and for a file that could not be read to its end.
    pub fn digest(&self) -> Option<[u8; 16]> {
        self.digest
    }

    /// Bytes of the file, as they are on the disk, that were read so far; 0 once the iterator has ended.
    pub fn bytes_read(&self) -> u64 {
        match &self.state {
            State::Reading(articles) => articles.source.bytes_read(),
            State::Failed(_) | State::Ended => 0,
        }
    }
}

impl Iterator for ArticleReader {
    type Item = Result<Located, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        match std::mem::replace(&mut self.state, State::Ended) {
            State::Ended => None,
            State::Failed(problem) => Some(Err(problem)),
            State::Reading(mut articles) => match articles.next() {
                Some(found) => {
                    self.state = State::Reading(articles);
                    Some(found)
                }
                None => {
                    self.digest = articles.source.digest().ok();
                    None
                }
            },
        }
    }
}

/// Yields the articles of a stream one by one as they come in: of JSON lines each as soon as its line is whole.
///
/// Without `input` the stream is JSON lines where its first non-blank byte is `{`, else one text. An article without an id
/// is called `-#` and 16 hex digits of its text's hash in JSON lines, else `-`.
pub fn read_stdin_like<R: BufRead>(stream: R, input: Option<InputFormat>, limits: Limits) -> StreamReader<R> {
    StreamReader { stream: Some(stream), input, limits, articles: None }
}

/// The articles of a stream; see [`read_stdin_like`].
pub struct StreamReader<R> {
    stream: Option<R>,
    input: Option<InputFormat>,
    limits: Limits,
    articles: Option<Articles<io::Chain<Cursor<Vec<u8>>, R>>>,
}

impl<R: BufRead> Iterator for StreamReader<R> {
    type Item = Result<Located, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(mut stream) = self.stream.take() {
            let mut head = Vec::new();
            let format = match self.input {
                Some(format) => format,
                None => match first_bytes(&mut stream, &mut head) {
                    Ok(true) => InputFormat::JsonLines,
                    Ok(false) => InputFormat::Text,
                    Err(error) => return Some(Err(Problem { place: STREAM.to_owned(), reason: unreadable(&error) })),
                },
            };
            self.articles = Some(Articles {
                source: Cursor::new(head).chain(stream),
                format: Some(format),
                packed: false,
                inner: STREAM.to_owned(),
                place: STREAM.to_owned(),
                limits: self.limits,
                transcoder: None,
                lines: 0,
                line: Vec::new(),
                done: false,
            });
        }
        self.articles.as_mut()?.next()
    }
}

/// Reads up to the first non-blank byte of a stream into `head`, and a little more; returns whether it is a `{`.
fn first_bytes<R: BufRead>(stream: &mut R, head: &mut Vec<u8>) -> io::Result<bool> {
    while head.len() < LONGEST_BLANK {
        let piece = match stream.fill_buf() {
            Ok(piece) => piece,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let length = piece.len();
        if length == 0 {
            break;
        }
        head.extend_from_slice(piece);
        stream.consume(length);
        let past_mark = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        if let Some(first) = past_mark.iter().find(|byte| !byte.is_ascii_whitespace()) {
            return Ok(*first == b'{');
        }
    }
    Ok(false)
}

/// The articles of some bytes.
struct Articles<S> {
    source: S,
    /// Nothing: to be told from the first bytes.
    format: Option<InputFormat>,
    packed: bool,
    inner: String,
    place: String,
    limits: Limits,
    /// For JSON lines in UTF-16.
    transcoder: Option<Transcoder>,
    /// Lines read so far.
    lines: u64,
    /// The line being read, kept to spare allocations.
    line: Vec<u8>,
    done: bool,
}

impl<S: BufRead> Articles<S> {
    fn next(&mut self) -> Option<Result<Located, Problem>> {
        if self.done {
            return None;
        }
        let format = match self.format {
            Some(format) => format,
            None => match self.source.fill_buf() {
                Ok(head) => *self.format.insert(sniff(head)),
                Err(error) => return Some(Err(self.broken(&error))),
            },
        };
        if format == InputFormat::JsonLines {
            return self.next_of_lines();
        }
        self.done = true;
        let read = self.whole_file().and_then(|bytes| {
            let article = guarded(|| document(&bytes, format))?;
            finished(article, self.limits)
        });
        Some(match read {
            Ok(mut article) => {
                article.id.clone_from(&self.inner);
                Ok(Located { article, line: 1 })
            }
            Err(reason) => Err(Problem { place: self.place.clone(), reason }),
        })
    }

    fn next_of_lines(&mut self) -> Option<Result<Located, Problem>> {
        loop {
            let found = match self.read_line() {
                Ok(found) => found,
                Err(error) => return Some(Err(self.broken(&error))),
            };
            if found == Line::End {
                self.done = true;
                return None;
            }
            self.lines += 1;
            let mut line = self.line.as_slice();
            if self.lines == 1 {
                line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
            }
            if found == Line::Whole && line.trim_ascii().is_empty() {
                continue;
            }
            let read = match found {
                Line::TooLong => Err(Reason::TooLarge { limit: self.limits.max_article_bytes }),
                _ => parse_line(line).and_then(|article| finished(article, self.limits)),
            };
            return Some(match read {
                Ok(mut article) => {
                    if article.id.is_empty() {
                        let hash = blake3::hash(article.text.as_bytes()).to_hex();
                        article.id = format!("{}#{}", self.inner, &hash[..16]);
                    }
                    Ok(Located { article, line: self.lines })
                }
                Err(reason) => Err(Problem { place: format!("{}:{}", self.place, self.lines), reason }),
            });
        }
    }

    /// Reads the next line into `line`.
    fn read_line(&mut self) -> io::Result<Line> {
        if self.lines == 0 && self.transcoder.is_none() {
            self.transcoder = Transcoder::for_head(self.source.fill_buf()?);
        }
        let most = self.limits.most_bytes();
        match &mut self.transcoder {
            Some(transcoder) => next_line(&mut transcoder.over(&mut self.source), &mut self.line, most),
            None => next_line(&mut self.source, &mut self.line, most),
        }
    }

    fn whole_file(&mut self) -> Result<Vec<u8>, Reason> {
        let most = self.limits.most_bytes();
        let mut bytes = Vec::new();
        let read = self.source.by_ref().take(most as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| self.broken(&error).reason)?;
        if bytes.len() > most {
            return Err(Reason::TooLarge { limit: self.limits.max_article_bytes });
        }
        Ok(bytes)
    }

    /// The end of the articles by an error of the file or of its compressed data.
    fn broken(&mut self, error: &io::Error) -> Problem {
        self.done = true;
        let from_system = error.raw_os_error().is_some();
        let reason = match self.packed && !from_system {
            true if error.kind() == io::ErrorKind::UnexpectedEof => {
                Reason::BrokenArchive("it ends too early".to_owned())
            }
            true => Reason::BrokenArchive(error.to_string()),
            false => unreadable(error),
        };
        Problem { place: self.place.clone(), reason }
    }
}

/// Reads a file that is one article.
fn document(bytes: &[u8], format: InputFormat) -> Result<Article, Reason> {
    match format {
        InputFormat::Html => html::read(&decode(bytes, declared_in_html(bytes).as_deref())?),
        InputFormat::Markdown => Ok(markdown::read(decode(bytes, None)?)),
        InputFormat::Text | InputFormat::JsonLines => Ok(plain::read(decode(bytes, None)?)),
    }
}

/// Runs `work`; a panic inside it costs one article and not the run.
fn guarded<T>(work: impl FnOnce() -> Result<T, Reason>) -> Result<T, Reason> {
    parallel::guarded(work).unwrap_or_else(|message| Err(Reason::Panic(message)))
}

fn finished(article: Article, limits: Limits) -> Result<Article, Reason> {
    if article.text.len() as u64 > limits.max_article_bytes {
        return Err(Reason::TooLarge { limit: limits.max_article_bytes });
    }
    if !article.text.chars().any(char::is_alphanumeric) {
        return Err(Reason::Empty);
    }
    Ok(article)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cell::Cell;
    use std::io::{BufReader, Write};
    use std::rc::Rc;
    use tempfile::TempDir;

    const LIMITS: Limits = Limits { max_article_bytes: 2000 };

    /// A folder with one file in it, and the file as the walk would find it.
    fn file(name: &str, bytes: &[u8]) -> (TempDir, FileEntry) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        (folder, FileEntry { inner: name.to_owned(), path, size: bytes.len() as u64, mtime: 0 })
    }

    /// What a file gives: of each article id, line and text, of each problem what follows the path.
    fn outcome(name: &str, bytes: &[u8]) -> Vec<String> {
        let (_folder, entry) = file(name, bytes);
        let place = entry.path.display().to_string();
        let mut found = Vec::new();
        let mut reader = read(&entry, LIMITS);
        for item in &mut reader {
            found.push(match item {
                Ok(located) => format!("{} {} {}", located.article.id, located.line, located.article.text),
                Err(problem) => problem.to_string().replace(&place, ""),
            });
        }
        assert_eq!(reader.digest().unwrap(), blake3::hash(bytes).as_bytes()[..16]);
        found
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    const LINES: &str =
        "\u{feff}{\"id\":\"a\",\"text\":\"One.\"}\r\n\n{\"text\":\"Two.\"}\n{broken\n{\"id\":4,\"body\":\"Four.\"}";

    fn of_lines(name: &str) -> Vec<String> {
        let hash = blake3::hash(b"Two.").to_hex();
        vec![
            "a 1 One.".to_owned(),
            format!("{name}#{} 3 Two.", &hash[..16]),
            ":4: not an article in JSON: key must be a string at column 2".to_owned(),
            "4 5 Four.".to_owned(),
        ]
    }

    #[test]
    fn a_broken_line_costs_itself_alone_in_every_packing() {
        assert_eq!(outcome("a.jsonl", LINES.as_bytes()), of_lines("a.jsonl"));
        assert_eq!(outcome("a.ndjson.gz", &gzip(LINES.as_bytes())), of_lines("a.ndjson.gz"));
        let zstd = zstd::encode_all(LINES.as_bytes(), 1).unwrap();
        assert_eq!(outcome("a.jsonl.zst", &zstd), of_lines("a.jsonl.zst"));
        let utf16: Vec<u8> = LINES.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(outcome("a.jsonl", &utf16), of_lines("a.jsonl"));
    }

    #[test]
    fn members_of_gzip_and_frames_of_zstd_follow_each_other() {
        let two = [gzip(b"{\"id\":1,\"text\":\"One.\"}\n"), gzip(b"{\"id\":2,\"text\":\"Two.\"}\n")].concat();
        assert_eq!(outcome("a.jsonl.gz", &two), ["1 1 One.", "2 2 Two."]);
        let frame = |text: &str| zstd::encode_all(text.as_bytes(), 1).unwrap();
        assert_eq!(outcome("a.txt.zst", &[frame("One, "), frame("two.")].concat()), ["a.txt.zst 1 One, two."]);
    }

    #[test]
    fn of_a_broken_archive_the_good_lines_are_read() {
        let mut lines = String::new();
        for id in 0..5000 {
            lines += &format!("{{\"id\":{id},\"text\":\"Line {}.\"}}\n", id * 7919 % 1000);
        }
        let packed = gzip(lines.as_bytes());
        let found = outcome("a.jsonl.gz", &packed[..packed.len() / 2]);
        assert!(found.len() > 100, "{}", found.len());
        assert_eq!(found.last().unwrap(), ": broken compressed data: it ends too early");
        assert!(outcome("a.txt.gz", b"no gzip at all")[0].starts_with(": broken compressed data: "));
        assert!(outcome("a.txt.zst", b"no zstd at all")[0].starts_with(": broken compressed data: "));
    }

    #[test]
    fn what_is_too_long_is_left_out_and_what_follows_is_read() {
        let long = "x".repeat(2001);
        let longer = "x".repeat(100_000);
        let lines = format!("{{\"text\":\"{long}\"}}\n{{\"text\":\"{longer}\"}}\n{{\"id\":3,\"text\":\"Three.\"}}\n");
        let too_large = "text of more than 2000 bytes (--max-article-bytes)";
        let expected = [format!(":1: {too_large}"), format!(":2: {too_large}"), "3 3 Three.".to_owned()];
        assert_eq!(outcome("a.jsonl", lines.as_bytes()), expected);
        assert_eq!(outcome("a.txt", long.as_bytes()), [format!(": {too_large}")]);
    }

    #[test]
    fn a_bomb_is_not_unpacked_to_its_end() {
        let bomb = zstd::encode_all(io::repeat(b' ').take(200_000_000), 1).unwrap();
        assert_eq!(outcome("a.html.zst", &bomb), [": text of more than 2000 bytes (--max-article-bytes)"]);
        assert_eq!(outcome("a.jsonl.zst", &bomb), [":1: text of more than 2000 bytes (--max-article-bytes)"]);
    }

    #[test]
    fn files_without_words_say_what_they_are() {
        assert_eq!(outcome("a.txt", b""), [": empty"]);
        assert_eq!(outcome("a.md", b"---\n---\n\n***\n"), [": empty"]);
        assert_eq!(outcome("a.html", b"<body><img src=x></body>"), [": empty"]);
        assert_eq!(outcome("a.txt", b"%PDF-1.7\0\0\0"), [": binary, not text"]);
        assert_eq!(outcome("a.jsonl", b"{\"text\":\" \"}"), [":1: empty"]);
        assert_eq!(outcome("a.jsonl", b""), [""; 0]);
    }

    #[test]
    fn a_nameless_file_is_what_its_first_bytes_say() {
        assert_eq!(outcome("notes", b"Fog."), ["notes 1 Fog."]);
        assert_eq!(outcome("export", b" {\"id\":1,\"text\":\"Fog.\"}"), ["1 1 Fog."]);
        assert_eq!(outcome("page.gz", &gzip(b"<html><body><p>Fog.</p></body></html>")), ["page.gz 1 Fog."]);
    }

    #[test]
    fn what_is_gone_or_no_file_is_a_problem_without_a_digest() {
        let (folder, mut entry) = file("a.txt", b"Fog.");
        fs::remove_file(&entry.path).unwrap();
        let mut reader = read(&entry, LIMITS);
        let problem = reader.next().unwrap().unwrap_err();
        assert_eq!(problem.reason, Reason::Unreadable("no such file or directory".to_owned()));
        assert!(reader.next().is_none());
        assert_eq!(reader.digest(), None);
        entry.path = folder.path().to_owned();
        assert_eq!(read(&entry, LIMITS).next().unwrap().unwrap_err().reason, Reason::NotAFile);
    }

    #[test]
    fn panics_become_problems() {
        let result: Result<(), Reason> = guarded(|| panic!("at {}", 7));
        assert_eq!(result, Err(Reason::Panic("at 7".to_owned())));
    }

    fn stream(bytes: &[u8], input: Option<InputFormat>) -> Vec<String> {
        let mut found = Vec::new();
        for item in read_stdin_like(bytes, input, LIMITS) {
            found.push(match item {
                Ok(located) => format!("{} {}", located.article.id, located.article.text),
                Err(problem) => problem.to_string(),
            });
        }
        found
    }

    #[test]
    fn a_stream_is_json_lines_or_one_text() {
        let hash = blake3::hash(b"Fog.").to_hex();
        let with_hash = format!("-#{} Fog.", &hash[..16]);
        assert_eq!(stream(b"\n {\"text\":\"Fog.\"}\n{\n", None)[0], with_hash);
        assert!(stream(b"{\"id\":1,\"text\":\"Fog.\"}\n{\n", None)[1].starts_with("-:2: not an article"));
        assert_eq!(stream(b"Fog.\nMore fog.", None), ["- Fog.\nMore fog."]);
        assert_eq!(stream(b"{\"text\":\"Fog.\"}", Some(InputFormat::Text)), ["- {\"text\":\"Fog.\"}"]);
        assert_eq!(stream(b"<p>Fog.</p>", Some(InputFormat::Html)), ["- Fog."]);
        assert_eq!(stream(b"", None), ["-: empty"]);
    }

    #[test]
    fn a_line_is_yielded_before_the_next_one_comes_in() {
        /// Gives one line for each read and counts them.
        struct Slow(Rc<Cell<usize>>);
        impl Read for Slow {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0.set(self.0.get() + 1);
                let line = b"{\"text\":\"Fog.\"}\n";
                buffer[..line.len()].copy_from_slice(line);
                Ok(line.len())
            }
        }
        let reads = Rc::new(Cell::new(0));
        let mut articles = read_stdin_like(BufReader::new(Slow(reads.clone())), None, LIMITS);
        for expected in 1..5 {
            assert!(articles.next().unwrap().is_ok());
            assert_eq!(reads.get(), expected);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_bytes_under_any_extension_end(bytes in any::<Vec<u8>>(), head in "(\\{\"text\":\"|<html>|---\n|\u{feff})?") {
            let bytes = [head.as_bytes(), &bytes].concat();
            let (_folder, mut entry) = file("a", &bytes);
            for extension in ["", ".txt", ".md", ".html", ".jsonl", ".txt.gz", ".jsonl.zst"] {
                entry.inner = format!("a{extension}");
                let mut reader = read(&entry, LIMITS);
                prop_assert!(reader.by_ref().count() <= bytes.len() + 1);
                prop_assert!(reader.digest().is_some());
            }
        }
    }
}
