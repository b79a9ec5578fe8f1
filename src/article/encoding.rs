//! From bytes to text: which encoding a file is in, and whether it is text at all.
//!
//! In this order: a byte-order mark; UTF-16 without one, told by its pattern of zeros; UTF-8, where the bytes are valid and
//! more than ASCII; the encoding that the file declares; ASCII; detection by frequencies. UTF-8 comes before what is
//! declared because a page that is saved anew often keeps its old declaration, while text in another encoding is never
//! valid UTF-8 by accident.

use super::Reason;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes of a file's start that are looked at for UTF-16.
const UTF16_SAMPLE: usize = 4096;

/// Bytes of a page's start in which its encoding may be declared, as browsers have it.
const DECLARATION_BYTES: usize = 1024;

/// Turns the bytes of a file into text, without its byte-order mark.
///
/// `declared` is the label of the encoding that the file itself or its sender names; an unknown one is ignored. Bytes that
/// the encoding does not know become U+FFFD; a stray NUL is left out, as browsers do.
///
/// # Errors
/// [`Reason::Binary`] where the bytes are no text: more than a few NULs, or more than a tenth control characters and unknown bytes.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Result<String, Reason> {
    let text = decode_any(bytes, declared);
    /// Of so many characters one may be a NUL.
    const FOR_ONE_NUL: usize = 1_000;
    let mut strange = 0usize;
    let mut nuls = 0usize;
    let mut all = 0usize;
    for char in text.chars() {
        all += 1;
        nuls += usize::from(char == '\0');
        let ordinary_control = matches!(char, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\u{85}');
        if char == char::REPLACEMENT_CHARACTER || char.is_control() && !ordinary_control {
            strange += 1;
        }
    }
    if strange * 10 > all || nuls * FOR_ONE_NUL > all {
        return Err(Reason::Binary);
    }
    Ok(if nuls > 0 { text.replace('\0', "") } else { text })
}

fn decode_any(bytes: &[u8], declared: Option<&str>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    if let Some(utf16) = utf16_by_zeros(bytes) {
        return utf16.decode_without_bom_handling(bytes).0.into_owned();
    }
    let as_utf8 = std::str::from_utf8(bytes).ok();
    if let Some(text) = as_utf8.filter(|text| !text.is_ascii()) {
        return text.to_owned();
    }
    // A page that can be read byte by byte up to its declaration is not in UTF-16, whatever the declaration says.
    let declared = declared
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .filter(|encoding| ![UTF_16BE, UTF_16LE].contains(encoding) && *encoding != UTF_8);
    if let Some(encoding) = declared {
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        if !had_errors {
            return text.into_owned();
        }
    }
    if let Some(text) = as_utf8 {
        return text.to_owned();
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // Invalid as a whole, but a few broken bytes in a long UTF-8 text must not turn all its quotation marks to rubbish.
    let guessed = detector.guess(None, Utf8Detection::Deny);
    if mostly_utf8(bytes) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    guessed.decode_without_bom_handling(bytes).0.into_owned()
}

/// UTF-16 without a byte-order mark: every second byte is nearly always zero, and the others are nearly never.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(UTF16_SAMPLE)];
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let mut zeros = [0usize; 2];
    for pair in sample.chunks_exact(2) {
        zeros[0] += usize::from(pair[0] == 0);
        zeros[1] += usize::from(pair[1] == 0);
    }
    let many = |count: usize| count * 10 > pairs * 6;
    let few = |count: usize| count * 50 < pairs;
    if many(zeros[1]) && few(zeros[0]) {
        return Some(UTF_16LE);
    }
    if many(zeros[0]) && few(zeros[1]) {
        return Some(UTF_16BE);
    }
    None
}

/// Whether nine of ten bytes above ASCII belong to valid UTF-8 sequences.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let mut valid = 0usize;
    let mut broken = 0usize;
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|byte| !byte.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    valid > broken * 9
}

/// The label of the encoding that a web page declares: `<meta charset>`, `<meta http-equiv>` or an XML declaration.
pub(crate) fn declared_in_html(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_BYTES)]).to_ascii_lowercase();
    if let Some(declaration) = head.trim_start().strip_prefix("<?xml") {
        let declaration = declaration.split("?>").next().unwrap_or_default();
        if let Some(label) = label_after(declaration, "encoding") {
            return Some(label);
        }
    }
    for meta in head.split("<meta").skip(1) {
        let meta = meta.split('>').next().unwrap_or_default();
        if let Some(label) = label_after(meta, "charset") {
            return Some(label);
        }
    }
    None
}

/// `label` in `… key = "label"`, the quotation marks being optional.
fn label_after(text: &str, key: &str) -> Option<String> {
    let (_, rest) = text.split_once(key)?;
    let rest = rest.trim_start().strip_prefix('=')?;
    let rest = rest.trim_start().trim_start_matches(['"', '\'']);
    let label: String = rest.chars().take_while(|char| char.is_ascii_alphanumeric() || "-_:".contains(*char)).collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAID: &str = "“Café crème,” said Zoë Müller.";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf8_with_and_without_a_mark() {
        assert_eq!(decode(SAID.as_bytes(), None).unwrap(), SAID);
        assert_eq!(decode(format!("\u{feff}{SAID}").as_bytes(), None).unwrap(), SAID);
    }

    #[test]
    fn utf16_with_and_without_a_mark_both_ways_round() {
        let marked = format!("\u{feff}{SAID}");
        for text in [SAID, &marked] {
            assert_eq!(decode(&utf16(text, u16::to_le_bytes), None).unwrap().trim_start_matches('\u{feff}'), SAID);
            assert_eq!(decode(&utf16(text, u16::to_be_bytes), None).unwrap().trim_start_matches('\u{feff}'), SAID);
        }
    }

    #[test]
    fn windows_1252_is_detected() {
        let bytes = b"\x93I won\x92t sign,\x94 said Zo\xeb M\xfcller at the caf\xe9 \x96 and she didn\x92t.";
        let expected = "“I won’t sign,” said Zoë Müller at the café – and she didn’t.";
        assert_eq!(decode(bytes, None).unwrap(), expected);
    }

    #[test]
    fn a_declared_encoding_counts_unless_the_bytes_are_utf8() {
        assert_eq!(decode(b"T\xf5nu \xe3\xf0", Some("windows-1254")).unwrap(), "Tõnu ãğ");
        assert_eq!(decode(SAID.as_bytes(), Some("iso-8859-1")).unwrap(), SAID);
        assert_eq!(decode(b"plain", Some("no-such-thing")).unwrap(), "plain");
        assert_eq!(decode(b"plain", Some("utf-16")).unwrap(), "plain");
    }

    #[test]
    fn one_broken_byte_does_not_change_a_long_utf8_text() {
        let mut bytes = SAID.repeat(5).into_bytes();
        bytes.push(0xff);
        let text = decode(&bytes, None).unwrap();
        assert!(text.starts_with(SAID) && text.ends_with('\u{fffd}'), "{text}");
    }

    #[test]
    fn binary_is_no_text() {
        assert_eq!(decode(b"PK\x03\x04\0\0\0\0stuff", None), Err(Reason::Binary));
        assert_eq!(decode(b"a sentence with a \0 in it", None), Err(Reason::Binary));
        assert_eq!(decode(b"\x01\x02\x03ab", None), Err(Reason::Binary));
        let page = "The ferry leaves at six. ".repeat(60);
        assert_eq!(decode(format!("{page}\0{page}").as_bytes(), None).as_ref(), Ok(&page.repeat(2)));
    }

    #[test]
    fn pages_declare_their_encoding_in_three_ways() {
        let declared = |page: &str| declared_in_html(page.as_bytes());
        assert_eq!(declared("<html><META CHARSET='Windows-1252'>").as_deref(), Some("windows-1252"));
        let equiv = r#"<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">"#;
        assert_eq!(declared(equiv).as_deref(), Some("iso-8859-2"));
        assert_eq!(declared(r#"<?xml version="1.0" encoding="koi8-r"?>"#).as_deref(), Some("koi8-r"));
        assert_eq!(declared("<meta name=x>charset=iso-8859-2"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_binary(bytes in any::<Vec<u8>>(), label in any::<Option<String>>()) {
            let _ = decode(&bytes, label.as_deref());
            let _ = declared_in_html(&bytes);
        }
    }
}
