//! Lines and tables in UTF-16, as some shells write them when output goes to a file: turned into UTF-8 piece by piece.

use super::source::Bytes;
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use std::io::{self, BufRead, Read};

/// Bytes of UTF-8 held at once.
const BUFFER: usize = 64 * 1024;

/// `source` as UTF-8, where its first bytes are the byte-order mark of UTF-16; else as it is.
///
/// # Errors
/// Those of `source`.
pub(crate) fn utf8(mut source: Bytes<'_>) -> io::Result<Bytes<'_>> {
    let head = source.fill_buf()?;
    let Some((encoding, _)) = Encoding::for_bom(head).filter(|(encoding, _)| *encoding != UTF_8) else {
        return Ok(source);
    };
    let decoder = encoding.new_decoder_with_bom_removal();
    Ok(Box::new(Transcoded { source, decoder, text: Vec::new(), at: 0, ended: false }))
}

/// UTF-8 from a source that is in UTF-16.
struct Transcoded<'s> {
    source: Bytes<'s>,
    decoder: Decoder,
    text: Vec<u8>,
    /// Bytes of `text` that were consumed already.
    at: usize,
    ended: bool,
}

impl BufRead for Transcoded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.text.len() && !self.ended {
            let piece = self.source.fill_buf()?;
            let last = piece.is_empty();
            self.text.resize(BUFFER, 0);
            self.at = 0;
            let (result, read, written, _) = self.decoder.decode_to_utf8(piece, &mut self.text, last);
            self.text.truncate(written);
            self.ended = last && result == CoderResult::InputEmpty;
            self.source.consume(read);
        }
        Ok(&self.text[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}

impl Read for Transcoded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_comes_through_however_it_is_cut(text in "[^\u{feff}]{1,40}", buffer in 2usize..9) {
            let bytes: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
            let source = io::BufReader::with_capacity(buffer, &bytes[..]);
            let mut read = String::new();
            utf8(Box::new(source)).unwrap().read_to_string(&mut read).unwrap();
            prop_assert_eq!(read, text);
        }
    }

    #[test]
    fn other_bytes_stay_as_they_are() {
        let mut read = Vec::new();
        utf8(Box::new(&b"\xef\xbb\xbf{\xff"[..])).unwrap().read_to_end(&mut read).unwrap();
        assert_eq!(read, b"\xef\xbb\xbf{\xff");
    }
}
