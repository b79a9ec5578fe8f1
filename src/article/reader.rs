//! From a file or a stream to its articles, one by one.

use super::encoding::{declared_in_html, decode};
use super::format::{InputFormat, Packing, format_of, sniff};
use super::json_lines::{Line, next_line, parse_line};
use super::source::FileSource;
use super::walk::{FileEntry, unreadable};
use super::{Article, Limits, Located, Problem, Reason};
use super::{html, markdown, plain};
use std::any::Any;
use std::fs::{self, File};
use std::io::{self, BufRead, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

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
            let found = match next_line(&mut self.source, &mut self.line, self.limits.most_bytes()) {
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
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result,
        Err(panic) => Err(Reason::Panic(panic_message(&*panic))),
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
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
