//! JSON lines in UTF-16, as some shells write them when output goes to a file: turned into UTF-8 piece by piece.

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use std::io::{self, BufRead, Read};

/// Bytes of UTF-8 held at once.
const BUFFER: usize = 64 * 1024;

/// The state of a conversion to UTF-8.
pub(crate) struct Transcoder {
    decoder: Decoder,
    text: Vec<u8>,
    /// Bytes of `text` that were consumed already.
    at: usize,
    ended: bool,
}

impl Transcoder {
    /// A transcoder for a stream whose first bytes are `head`, if they are the byte-order mark of UTF-16.
    pub(crate) fn for_head(head: &[u8]) -> Option<Transcoder> {
        let (encoding, _) = Encoding::for_bom(head).filter(|(encoding, _)| *encoding != UTF_8)?;
        Some(Transcoder { decoder: encoding.new_decoder_with_bom_removal(), text: Vec::new(), at: 0, ended: false })
    }

    /// The bytes of `source` as UTF-8.
    pub(crate) fn over<'a, S: BufRead>(&'a mut self, source: &'a mut S) -> Transcoded<'a, S> {
        Transcoded { state: self, source }
    }
}

/// UTF-8 from a source that is in UTF-16.
pub(crate) struct Transcoded<'a, S> {
    state: &'a mut Transcoder,
    source: &'a mut S,
}

impl<S: BufRead> BufRead for Transcoded<'_, S> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let state = &mut *self.state;
        while state.at == state.text.len() && !state.ended {
            let piece = self.source.fill_buf()?;
            let last = piece.is_empty();
            state.text.resize(BUFFER, 0);
            state.at = 0;
            let (result, read, written, _) = state.decoder.decode_to_utf8(piece, &mut state.text, last);
            state.text.truncate(written);
            state.ended = last && result == CoderResult::InputEmpty;
            self.source.consume(read);
        }
        Ok(&state.text[state.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.state.at += amount;
    }
}

impl<S: BufRead> Read for Transcoded<'_, S> {
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
        fn any_text_comes_through_however_it_is_cut(text in "[^\u{feff}]{1,40}", buffer in 1usize..9) {
            let bytes: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
            let mut transcoder = Transcoder::for_head(&bytes).unwrap();
            let mut source = io::BufReader::with_capacity(buffer, &bytes[..]);
            let mut read = String::new();
            transcoder.over(&mut source).read_to_string(&mut read).unwrap();
            prop_assert_eq!(read, text);
        }
    }

    #[test]
    fn only_utf16_is_transcoded() {
        assert!(Transcoder::for_head(b"{\"text\"").is_none());
        assert!(Transcoder::for_head(b"\xef\xbb\xbf{").is_none());
        assert!(Transcoder::for_head(b"\xff\xfe{\0").is_some());
    }
}
