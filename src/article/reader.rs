//! From a file or a stream to its articles, one by one.
//!
//! A reader of one format gives [`Item`]s: articles, or members of an archive, which are opened in turn and give their own.
//! So readers stand in a stack, of which only the last is asked.

use super::columns::Columns;
use super::csv_table::Rows;
use super::encoding::{declared_in_html, decode};
use super::format::{InputFormat, Packing, format_of, sniff};
use super::json_array::Elements;
use super::json_lines::Lines;
use super::parquet_table::ParquetRows;
use super::source::{Bomb, Budget, Bytes, FileSource, Seekable, unpacked};
use super::tar_members::TarMembers;
use super::walk::{FileEntry, unreadable};
use super::warc::Records;
use super::zip_members::ZipMembers;
use super::{Article, Extracted, Limits, Located, Problem, Reason};
use super::{docx, html, markdown, mhtml, pdf, plain, press, rtf, transcoder, xml};
use crate::parallel;
use std::fs::{self, File};
use std::io::{self, BufRead, Cursor, Read};
use std::sync::Arc;

/// How what comes from standard input is called, in ids and problems.
const STREAM: &str = "-";

/// Bytes at the start of a stream that are searched for its first non-blank one.
const LONGEST_BLANK: usize = 64 * 1024;

/// Archives inside each other at most.
const DEEPEST: usize = 4;

/// What a reader of one format gives.
pub(super) enum Item<'s> {
    /// An article; its id is empty where it has none of its own.
    Article {
        article: Article,
        /// See [`Located::line`].
        line: u64,
        /// See [`Located::extracted`].
        extracted: Option<Box<Extracted>>,
    },
    /// The article that is the whole file, whose name is its id.
    Whole(Article),
    /// A file inside an archive.
    Member(Member<'s>),
}

/// A file inside an archive.
pub(super) struct Member<'s> {
    /// Its path inside the archive.
    pub name: String,
    pub bytes: Bytes<'s>,
}

/// What could not be read, and where below its file.
pub(super) struct Fault {
    /// What stands behind the file's name: `:4`, `!b.html`, or nothing.
    place: String,
    reason: Reason,
    /// Nothing comes after it.
    last: bool,
}

impl Fault {
    /// Of a line, row or record, from 1.
    pub(super) fn at_line(line: u64, reason: Reason) -> Fault {
        Fault { place: format!(":{line}"), reason, last: false }
    }

    /// Of a member of an archive.
    pub(super) fn of_member(name: &str, reason: Reason) -> Fault {
        Fault { place: format!("!{name}"), reason, last: false }
    }

    /// Of the file, of which no more can be read.
    pub(super) fn last(reason: Reason) -> Fault {
        Fault { place: String::new(), reason, last: true }
    }
}

/// A reader of one format.
pub(super) trait Items<'s> {
    /// The next article, member or fault.
    fn next(&mut self) -> Option<Result<Item<'s>, Fault>>;
}

/// What every reader needs to know.
#[derive(Clone)]
pub(super) struct Context {
    pub limits: Limits,
    pub columns: Arc<Columns>,
    pub budget: Budget,
    /// What is read was compressed or inside an archive.
    pub packed: bool,
}

impl Context {
    /// Of a small file that is not packed.
    #[cfg(test)]
    pub(super) fn of_plain(limits: Limits) -> Context {
        Context { limits, columns: Arc::default(), budget: Budget::for_size(0), packed: false }
    }

    /// Why reading failed: by an error of the file or of its compressed data.
    pub(super) fn broken(&self, error: &io::Error) -> Reason {
        if error.get_ref().is_some_and(|inner| inner.is::<Bomb>()) {
            return Reason::Bomb;
        }
        let from_system = error.raw_os_error().is_some();
        match self.packed && !from_system {
            true if error.kind() == io::ErrorKind::UnexpectedEof => {
                Reason::BrokenArchive("it ends too early".to_owned())
            }
            true => Reason::BrokenArchive(error.to_string()),
            false => unreadable(error),
        }
    }

    /// The reason of what is longer than allowed.
    pub(super) fn too_large(&self) -> Reason {
        Reason::TooLarge { limit: self.limits.max_article_bytes }
    }

    /// All of `bytes`, if they are not too many for one article.
    pub(super) fn whole(&self, bytes: &mut dyn Read) -> Result<Vec<u8>, Reason> {
        let most = self.limits.most_bytes();
        let mut whole = Vec::new();
        bytes.take(most as u64 + 1).read_to_end(&mut whole).map_err(|error| self.broken(&error))?;
        if whole.len() > most { Err(self.too_large()) } else { Ok(whole) }
    }
}

/// Opens a file and yields its articles one by one, with bounded memory.
///
/// The format is told by the extension of [`FileEntry::inner`]; a file without a known one is taken for what its first
/// bytes look like. Anything but a regular file is a problem and is never opened.
pub fn read(entry: &FileEntry, limits: Limits) -> ArticleReader {
    let place = entry.path.display().to_string();
    let (format, packing) = format_of(&entry.inner);
    let state = match open(entry) {
        Ok(source) => {
            let context = Context {
                limits,
                columns: Arc::clone(&entry.columns),
                budget: Budget::for_size(entry.size),
                packed: packing != Packing::Plain,
            };
            let input = Input { bytes: source.as_packed(), file: Some(source.clone()), format, packing };
            State::Reading(Box::new(Articles::new(input, entry.inner.clone(), place, context)), source)
        }
        Err(reason) => State::Failed(Problem { place, reason }),
    };
    ArticleReader { state, digest: None }
}

fn open(entry: &FileEntry) -> Result<FileSource, Reason> {
    let metadata = fs::metadata(&entry.path).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err(Reason::NotAFile);
    }
    File::open(&entry.path).map(FileSource::new).map_err(|error| unreadable(&error))
}

/// The articles of a file, and the digest of the file once they are all read; see [`read`].
pub struct ArticleReader {
    state: State,
    digest: Option<[u8; 16]>,
}

enum State {
    Reading(Box<Articles<'static>>, FileSource),
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
            State::Reading(_, source) => source.bytes_read(),
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
            State::Reading(mut articles, source) => match articles.next() {
                Some(found) => {
                    self.state = State::Reading(articles, source);
                    Some(found)
                }
                None => {
                    self.digest = source.digest().ok();
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
pub fn read_stdin_like<'s, R: BufRead + 's>(
    stream: R,
    input: Option<InputFormat>,
    columns: &Columns,
    limits: Limits,
) -> StreamReader<'s> {
    StreamReader { stream: Some(Box::new(stream)), input, columns: columns.clone(), limits, articles: None }
}

/// The articles of a stream; see [`read_stdin_like`].
pub struct StreamReader<'s> {
    stream: Option<Bytes<'s>>,
    input: Option<InputFormat>,
    columns: Columns,
    limits: Limits,
    articles: Option<Articles<'s>>,
}

impl Iterator for StreamReader<'_> {
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
            let bytes = Box::new(Cursor::new(head).chain(stream));
            let input = Input { bytes, file: None, format: Some(format), packing: Packing::Plain };
            let columns = Arc::new(std::mem::take(&mut self.columns));
            let context = Context { limits: self.limits, columns, budget: Budget::unbounded(), packed: false };
            self.articles = Some(Articles::new(input, STREAM.to_owned(), STREAM.to_owned(), context));
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

/// Bytes that may be packed, in a format that may still have to be told.
struct Input<'s> {
    bytes: Bytes<'s>,
    /// The file that the bytes are, for formats that are not read from their beginning.
    file: Option<FileSource>,
    /// Nothing: to be told from the first bytes.
    format: Option<InputFormat>,
    packing: Packing,
}

/// The articles of some bytes.
struct Articles<'s> {
    context: Context,
    unopened: Option<(Input<'s>, Name)>,
    /// Readers inside each other.
    open: Vec<(Box<dyn Items<'s> + 's>, Name)>,
}

/// How a file or a member is called.
struct Name {
    /// In ids.
    inner: String,
    /// In problems.
    place: String,
}

impl<'s> Articles<'s> {
    fn new(input: Input<'s>, inner: String, place: String, context: Context) -> Articles<'s> {
        Articles { context, unopened: Some((input, Name { inner, place })), open: Vec::new() }
    }

    fn next(&mut self) -> Option<Result<Located, Problem>> {
        loop {
            if let Some((input, name)) = self.unopened.take() {
                match guarded(|| self.items(input)) {
                    Ok(items) => self.open.push((items, name)),
                    Err(reason) => return Some(Err(Problem { place: name.place, reason })),
                }
            }
            let (items, name) = self.open.last_mut()?;
            let next = match parallel::guarded(|| items.next()) {
                Ok(next) => next,
                Err(message) => Some(Err(Fault::last(Reason::Panic(message)))),
            };
            let (article, line, extracted) = match next {
                None => {
                    self.open.pop();
                    continue;
                }
                Some(Ok(Item::Member(member))) => {
                    match self.member(member) {
                        Ok(()) => continue,
                        Err(problem) => return Some(Err(problem)),
                    };
                }
                Some(Err(fault)) => {
                    let place = format!("{}{}", name.place, fault.place);
                    if fault.last {
                        self.open.pop();
                    }
                    return Some(Err(Problem { place, reason: fault.reason }));
                }
                Some(Ok(Item::Whole(mut article))) => {
                    article.id.clone_from(&name.inner);
                    (article, 1, None)
                }
                Some(Ok(Item::Article { article, line, extracted })) => (article, line, extracted),
            };
            let is_whole = article.id == name.inner;
            let mut article = match finished(article, self.context.limits) {
                Ok(article) => article,
                Err(reason) if is_whole => return Some(Err(Problem { place: name.place.clone(), reason })),
                Err(reason) => return Some(Err(Problem { place: format!("{}:{line}", name.place), reason })),
            };
            if article.id.is_empty() {
                let hash = blake3::hash(article.text.as_bytes()).to_hex();
                article.id = format!("{}#{}", name.inner, &hash[..16]);
            }
            return Some(Ok(Located { article, line, extracted }));
        }
    }

    /// Takes a file inside an archive to be read next.
    fn member(&mut self, member: Member<'s>) -> Result<(), Problem> {
        let outer = self.open.last().map(|(_, name)| (name.inner.as_str(), name.place.as_str())).unwrap_or_default();
        let name =
            Name { inner: format!("{}!{}", outer.0, member.name), place: format!("{}!{}", outer.1, member.name) };
        if self.open.len() > DEEPEST {
            return Err(Problem { place: name.place, reason: Reason::TooDeep { limit: DEEPEST } });
        }
        self.context.packed = true;
        let (format, packing) = format_of(&member.name);
        self.unopened = Some((Input { bytes: member.bytes, file: None, format, packing }, name));
        Ok(())
    }

    /// The reader for some bytes.
    fn items(&self, input: Input<'s>) -> Result<Box<dyn Items<'s> + 's>, Reason> {
        let context = self.context.clone();
        let broken = |error: io::Error| context.broken(&error);
        let Input { bytes, file, format, packing } = input;
        let mut bytes = unpacked(bytes, packing, &context.budget).map_err(broken)?;
        let format = match format {
            Some(format) => format,
            None => sniff(bytes.fill_buf().map_err(broken)?),
        };
        let on_disk = file.filter(|_| packing == Packing::Plain);
        let seekable = |bytes: &mut Bytes<'s>| match &on_disk {
            Some(file) => file.seekable().map_err(broken),
            None => Ok(Seekable::Memory(Cursor::new(context.whole(bytes)?.into()))),
        };
        Ok(match format {
            InputFormat::JsonLines => Box::new(Lines::new(transcoder::utf8(bytes).map_err(broken)?, context.clone())),
            InputFormat::Json => Box::new(Elements::new(transcoder::utf8(bytes).map_err(broken)?, context.clone())),
            InputFormat::Csv => Box::new(Rows::new(transcoder::utf8(bytes).map_err(broken)?, context.clone())?),
            InputFormat::Parquet => Box::new(ParquetRows::new(seekable(&mut bytes)?, context.clone())?),
            InputFormat::Warc => Box::new(Records::new(bytes, context.clone())),
            InputFormat::Zip => Box::new(ZipMembers::new(seekable(&mut bytes)?, context.clone())?),
            InputFormat::Tar => Box::new(TarMembers::new(bytes, context.clone())),
            _ => Box::new(Whole {
                bytes: Some(bytes),
                format,
                context: context.clone(),
                articles: Vec::new().into_iter(),
                given: 0,
            }),
        })
    }
}

/// A file that is read as a whole.
struct Whole<'s> {
    bytes: Option<Bytes<'s>>,
    format: InputFormat,
    context: Context,
    /// The articles that it turned out to hold, where it is not one.
    articles: std::vec::IntoIter<Result<Article, Reason>>,
    /// Of those, how many were given.
    given: u64,
}

impl<'s> Items<'s> for Whole<'s> {
    fn next(&mut self) -> Option<Result<Item<'s>, Fault>> {
        if let Some(mut bytes) = self.bytes.take() {
            let read = self.context.whole(&mut bytes);
            match read.and_then(|bytes| documents(&bytes, self.format, &self.context)) {
                Ok(Documents::One(article)) => return Some(Ok(Item::Whole(article))),
                Ok(Documents::Many(articles)) => self.articles = articles.into_iter(),
                Err(reason) => return Some(Err(Fault::last(reason))),
            }
        }
        let article = self.articles.next()?;
        self.given += 1;
        let line = self.given;
        Some(match article {
            Ok(article) => Ok(Item::Article { article, line, extracted: None }),
            Err(reason) => Err(Fault::at_line(line, reason)),
        })
    }
}

/// What a file that is read as a whole holds.
pub(super) enum Documents {
    /// The file is one article.
    One(Article),
    /// It holds articles, which may have ids of their own.
    Many(Vec<Result<Article, Reason>>),
}

/// Reads a file as a whole.
fn documents(bytes: &[u8], format: InputFormat, context: &Context) -> Result<Documents, Reason> {
    let one = |article: Article| Ok(Documents::One(article));
    match format {
        InputFormat::Html => {
            let page = decode(bytes, declared_in_html(bytes).as_deref())?;
            match press::of_page(&page)? {
                Some(articles) => Ok(many(articles)),
                None => one(html::read(&page)?),
            }
        }
        InputFormat::Markdown => one(markdown::read(decode(bytes, None)?)),
        InputFormat::Mhtml => one(mhtml::read(bytes)?),
        InputFormat::Docx => one(docx::read(bytes, context)?),
        InputFormat::Pdf => one(pdf::read(bytes, context)?),
        InputFormat::Xml => xml::read(bytes),
        InputFormat::Rtf => text(rtf::text(bytes)?),
        _ => text(decode(bytes, None)?),
    }
}

fn many(articles: Vec<Article>) -> Documents {
    Documents::Many(articles.into_iter().map(Ok).collect())
}

fn text(text: String) -> Result<Documents, Reason> {
    Ok(match press::of_text(&text) {
        Some(articles) => many(articles),
        None => Documents::One(plain::read(text)),
    })
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
        (
            folder,
            FileEntry { inner: name.to_owned(), path, size: bytes.len() as u64, mtime: 0, columns: Default::default() },
        )
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
        for item in read_stdin_like(bytes, input, &Columns::default(), LIMITS) {
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
        let mut articles = read_stdin_like(BufReader::new(Slow(reads.clone())), None, &Columns::default(), LIMITS);
        for expected in 1..5 {
            assert!(articles.next().unwrap().is_ok());
            assert_eq!(reads.get(), expected);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_bytes_under_any_extension_end(bytes in any::<Vec<u8>>(), head in "(\\{\"text\":\"|<html>|---\n|\u{feff}|PK\u{3}\u{4}|text,title\n|WARC/1.0\r\n|<rss>|\\{\\\\rtf1 |%PDF-1.4\n|PAR1)?") {
            let bytes = [head.as_bytes(), &bytes].concat();
            let (_folder, mut entry) = file("a", &bytes);
            for extension in [
                "", ".txt", ".md", ".html", ".jsonl", ".txt.gz", ".jsonl.zst", ".txt.bz2", ".txt.xz", ".json", ".csv", ".parquet",
                ".warc", ".zip", ".tar", ".xml", ".rtf", ".docx", ".mhtml", ".pdf",
            ] {
                entry.inner = format!("a{extension}");
                let mut reader = read(&entry, LIMITS);
                prop_assert!(reader.by_ref().count() <= bytes.len() + 1);
                prop_assert!(reader.digest().is_some());
            }
        }
    }
}
