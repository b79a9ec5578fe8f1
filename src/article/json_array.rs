//! JSON: one article as an object, or an array of them, read one by one however long the file is.
//!
//! The elements are told apart by their braces alone; each is then read like a line of JSON lines, so that a broken one
//! costs itself.

use std::io::{self, BufRead};

use super::json_lines::{Parsed, parse};
use super::reader::{Context, Fault, Item, Items};
use super::source::Bytes;

/// The articles of a JSON file.
pub(super) struct Elements<'s> {
    source: Bytes<'s>,
    context: Context,
    /// Line breaks met so far.
    lines: u64,
    element: Vec<u8>,
}

/// How the next element ended.
enum Ended {
    /// It is in the buffer, and began in this line.
    Whole(u64),
    /// It is longer than allowed and was passed over.
    TooLong(u64),
    /// The file ended inside it.
    Early(u64),
    /// There are no more.
    None,
}

impl<'s> Elements<'s> {
    /// Of `source`, which is in UTF-8.
    pub(super) fn new(source: Bytes<'s>, context: Context) -> Elements<'s> {
        Elements { source, context, lines: 1, element: Vec::new() }
    }

    /// Reads up to the end of the next object; what stands between objects is passed over.
    fn next_element(&mut self) -> io::Result<Ended> {
        let most = self.context.limits.most_bytes();
        self.element.clear();
        let (mut depth, mut in_string, mut escaped, mut too_long, mut first_line) = (0usize, false, false, false, 0);
        loop {
            let piece = match self.source.fill_buf() {
                Ok(piece) => piece,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if piece.is_empty() {
                return Ok(if depth > 0 { Ended::Early(first_line) } else { Ended::None });
            }
            let (mut start, mut end) = (if depth > 0 { Some(0) } else { None }, None);
            for (at, byte) in piece.iter().enumerate() {
                self.lines += u64::from(*byte == b'\n');
                if in_string {
                    in_string = escaped || *byte != b'"';
                    escaped = !escaped && *byte == b'\\';
                    continue;
                }
                match byte {
                    b'"' => in_string = depth > 0,
                    b'{' => {
                        if depth == 0 {
                            (start, first_line) = (Some(at), self.lines);
                        }
                        depth += 1;
                    }
                    b'}' if depth > 0 => depth -= 1,
                    _ => continue,
                }
                if depth == 0 && *byte == b'}' && start.is_some() {
                    end = Some(at + 1);
                    break;
                }
            }
            let used = end.unwrap_or(piece.len());
            if let Some(start) = start {
                too_long |= self.element.len() + (used - start) > most;
                if too_long {
                    self.element = Vec::new();
                } else {
                    self.element.extend_from_slice(&piece[start..used]);
                }
            }
            self.source.consume(used);
            if end.is_some() {
                return Ok(if too_long { Ended::TooLong(first_line) } else { Ended::Whole(first_line) });
            }
        }
    }
}

impl<'s> Items<'s> for Elements<'s> {
    fn next(&mut self) -> Option<Result<Item<'s>, Fault>> {
        let (line, read) = match self.next_element() {
            Ok(Ended::None) => return None,
            Ok(Ended::Whole(line)) => (line, parse(&self.element, &self.context.columns)),
            Ok(Ended::TooLong(line)) => (line, Err(self.context.too_large())),
            // Read all the same, for the message.
            Ok(Ended::Early(line)) => (line, parse(&self.element, &self.context.columns)),
            Err(error) => return Some(Err(Fault::last(self.context.broken(&error)))),
        };
        Some(match read {
            Ok(Parsed { article, extracted }) => Ok(Item::Article { article, line, extracted }),
            Err(reason) => Err(Fault::at_line(line, reason)),
        })
    }
}
