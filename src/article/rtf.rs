//! Rich text (RTF): its words, without what is only for show.

use super::Reason;
use encoding_rs::Encoding;
use std::collections::HashMap;

/// Groups inside each other at most.
const DEEPEST: usize = 1000;

/// Groups that hold no words of the text; those marked with `\*` do not either.
const DESTINATIONS: [&str; 25] = [
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "fldinst",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "xmlnstbl",
    "nonshppict",
];

/// The words of a text: a line for each paragraph, a tab between the cells of a table.
///
/// # Errors
/// [`Reason::BrokenFile`] where it is no RTF, or nests too deep.
pub(crate) fn text(bytes: &[u8]) -> Result<String, Reason> {
    if !bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Err(broken("it does not begin with {\\rtf"));
    }
    let mut reader = Reader::new(bytes);
    while reader.step()? {}
    Ok(reader.out.end())
}

fn broken(why: &str) -> Reason {
    Reason::BrokenFile { format: "rtf", why: why.to_owned() }
}

#[derive(Clone, Copy)]
struct Group {
    /// Its words are words of the text.
    shown: bool,
    /// Marked as hidden.
    hidden: bool,
    /// Taken out in a revision that is still kept.
    deleted: bool,
    /// It is the table of fonts.
    is_fonts: bool,
    /// The number of the font.
    font: Option<i64>,
    /// How many characters stand for each `\u` where nothing knows it.
    uc: usize,
}

struct Reader<'t> {
    rest: &'t [u8],
    out: Out,
    groups: Vec<Group>,
    /// Characters to pass over after a `\u`.
    skip: usize,
    /// The encoding of the file, for fonts that have none of their own.
    encoding: &'static Encoding,
    /// The font where none is named.
    default_font: Option<i64>,
    /// Encodings of fonts by their numbers.
    fonts: HashMap<i64, &'static Encoding>,
}

impl<'t> Reader<'t> {
    fn new(bytes: &'t [u8]) -> Reader<'t> {
        let group = Group { shown: true, hidden: false, deleted: false, is_fonts: false, font: None, uc: 1 };
        Reader {
            rest: bytes,
            out: Out::default(),
            groups: vec![group],
            skip: 0,
            encoding: encoding_rs::WINDOWS_1252,
            default_font: None,
            fonts: HashMap::new(),
        }
    }

    fn group(&mut self) -> &mut Group {
        // The first group is never closed.
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    /// Whether words that stand here are words of the text.
    fn is_shown(&mut self) -> bool {
        let group = self.group();
        group.shown && !group.hidden && !group.deleted
    }

    /// Reads one piece; false at the end.
    fn step(&mut self) -> Result<bool, Reason> {
        let Some((first, rest)) = self.rest.split_first() else { return Ok(false) };
        self.rest = rest;
        match first {
            b'{' => {
                let group = *self.group();
                self.groups.push(group);
                if self.groups.len() > DEEPEST {
                    return Err(broken("groups inside each other without end"));
                }
            }
            b'}' if self.groups.len() > 1 => {
                self.groups.pop();
                self.skip = 0;
            }
            b'\\' => self.control(),
            b'\r' | b'\n' | b'}' => {}
            byte => self.byte(*byte),
        }
        Ok(true)
    }

    /// A byte of the text, in the encoding of its font, else of the file.
    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.is_shown() {
            let font = self.group().font.or(self.default_font);
            let encoding = font.and_then(|font| self.fonts.get(&font).copied()).unwrap_or(self.encoding);
            self.out.byte(byte, encoding);
        }
    }

    fn control(&mut self) {
        let Some((first, rest)) = self.rest.split_first() else { return };
        if !first.is_ascii_alphabetic() {
            self.rest = rest;
            self.symbol(*first);
            return;
        }
        let letters = self.rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = String::from_utf8_lossy(&self.rest[..letters]).into_owned();
        let mut at = letters;
        if self.rest.get(at) == Some(&b'-') {
            at += 1;
        }
        at += self.rest[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(&self.rest[letters..at]).ok().and_then(|number| number.parse::<i64>().ok());
        if self.rest.get(at) == Some(&b' ') {
            at += 1;
        }
        self.rest = &self.rest[at..];
        self.word(&word, number);
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\'' => {
                let digits = self.rest.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
                let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                if let Some(byte) = byte {
                    self.rest = &self.rest[2..];
                    self.byte(byte);
                }
            }
            b'*' => self.group().shown = false,
            b'~' => self.show('\u{a0}'),
            b'_' => self.show('-'),
            b'\r' | b'\n' => self.show('\n'),
            b'{' | b'}' | b'\\' => self.byte(symbol),
            _ => {}
        }
    }

    fn show(&mut self, char: char) {
        if self.is_shown() {
            self.out.char(char);
        }
    }

    fn word(&mut self, word: &str, number: Option<i64>) {
        match word {
            "par" | "line" | "sect" | "page" | "row" | "nestrow" => self.show('\n'),
            "tab" | "cell" | "nestcell" => self.show('\t'),
            "emdash" => self.show('—'),
            "endash" => self.show('–'),
            "lquote" => self.show('‘'),
            "rquote" => self.show('’'),
            "ldblquote" => self.show('“'),
            "rdblquote" => self.show('”'),
            "bullet" => self.show('•'),
            "uc" => self.group().uc = number.and_then(|number| usize::try_from(number).ok()).unwrap_or(1).min(8),
            "ansicpg" => self.encoding = number.and_then(of_code_page).unwrap_or(self.encoding),
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "deff" => self.default_font = number,
            "fonttbl" => {
                self.group().shown = false;
                self.group().is_fonts = true;
            }
            "f" => self.group().font = number,
            "fcharset" if self.group().is_fonts => {
                let font = self.group().font;
                if let (Some(font), Some(encoding)) = (font, number.and_then(of_character_set)) {
                    self.fonts.insert(font, encoding);
                }
            }
            "v" => self.group().hidden = number != Some(0),
            "deleted" => self.group().deleted = number != Some(0),
            "plain" => {
                self.group().hidden = false;
                self.group().font = None;
            }
            "bin" => {
                let length = number.and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
                self.rest = &self.rest[length.min(self.rest.len())..];
            }
            "u" => {
                if self.is_shown() {
                    self.out.unit(number.unwrap_or(0));
                }
                self.skip = self.group().uc;
            }
            _ if DESTINATIONS.contains(&word) => self.group().shown = false,
            _ => {}
        }
    }
}

/// The encoding of a number that Windows gives to it.
fn of_code_page(number: i64) -> Option<&'static Encoding> {
    let label = match number {
        65001 => "utf-8".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding that a font's set of characters stands for; none where it is that of the file, or of signs alone.
fn of_character_set(number: i64) -> Option<&'static Encoding> {
    of_code_page(match number {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

/// The text so far; bytes and UTF-16 units wait until they are whole.
struct Out {
    text: String,
    bytes: Vec<u8>,
    units: Vec<u16>,
    encoding: &'static Encoding,
}

impl Default for Out {
    fn default() -> Out {
        Out { text: String::new(), bytes: Vec::new(), units: Vec::new(), encoding: encoding_rs::WINDOWS_1252 }
    }
}

impl Out {
    fn settle(&mut self) {
        if !self.units.is_empty() {
            self.text.push_str(&String::from_utf16_lossy(&self.units));
            self.units.clear();
        }
        if !self.bytes.is_empty() {
            self.text.push_str(&self.encoding.decode_without_bom_handling(&self.bytes).0);
            self.bytes.clear();
        }
    }

    fn byte(&mut self, byte: u8, encoding: &'static Encoding) {
        if !self.units.is_empty() || self.encoding != encoding {
            self.settle();
            self.encoding = encoding;
        }
        self.bytes.push(byte);
    }

    fn unit(&mut self, number: i64) {
        if !self.bytes.is_empty() {
            self.settle();
        }
        // Negative numbers stand for those of 32768 and more.
        self.units.push((number & 0xffff) as u16);
    }

    fn char(&mut self, char: char) {
        self.settle();
        self.text.push(char);
    }

    fn end(mut self) -> String {
        self.settle();
        self.text.retain(|char| char != '\0');
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_come_out_and_fonts_stay() {
        let rtf = br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator X;}{\info{\title Fog}}\f0\fs24 {\b Fog lifts}\par
\ldblquote I saw the sea,\rdblquote  said Ada Qu\'e4yle of \u321?\'f3d\u378 ?.\par Brackets: \{\}.\trowd HD\cell Fog\cell\row}";
        assert_eq!(
            text(rtf).unwrap(),
            "Fog lifts\n“I saw the sea,” said Ada Quäyle of Łódź.\nBrackets: {}.HD\tFog\t\n"
        );
    }

    #[test]
    fn bytes_are_in_the_encoding_of_their_font() {
        let fonts = br"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset238 C;}{\f3\fcharset161 D;}{\f4\fcharset162 E;}\
{\f5\fcharset128 F;}{\f6\fcharset134 G;}{\f7\fcharset136 H;}{\f8\fcharset129 I;}{\f9 J;}}";
        let of =
            |words: &[u8]| text(&[br"{\rtf1\ansi\ansicpg1252\deff0", fonts.as_slice(), words, b"}"].concat()).unwrap();
        assert_eq!(of(br"\'e9 {\f1 \'cc\'ee\'f0\'e5} \'e9\plain\f2 \'b3\f9 \'b3"), "é Море éł³");
        assert_eq!(
            of(br"\f3 \'f6\f4 \'fe\f5 \'8a\'43\f6 \'ba\'a3\f7 \'ae\'fc\f8 \'b9\'d9\f1 \u233 ?\plain \'e9"),
            "φş海海海바éé"
        );
        // The font that counts where none is named.
        assert_eq!(text(br"{\rtf1\ansi\deff1{\fonttbl{\f1\fcharset204 A;}}\'cc\'ee\'f0\'e5}").unwrap(), "Море");
        assert_eq!(text(br"{\rtf1\mac{\fonttbl{\f0 A;}}\f0 \'d2Qu\'8ayle\'d3}").unwrap(), "“Quäyle”");
    }

    #[test]
    fn what_is_hidden_or_deleted_is_left_out() {
        let rtf = br"{\rtf1 The{\v  secret} fog\v  never\v0  lifts{\deleted\revauthdel1  late}\deleted  or\deleted0 .\v no\plain  So.}";
        assert_eq!(text(rtf).unwrap(), "The fog lifts. So.");
    }

    #[test]
    fn what_nests_without_end_is_refused() {
        assert!(text(format!("{{\\rtf1{}", "{".repeat(2000)).as_bytes()).is_err());
        assert!(text(b"Fog.").is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in any::<Vec<u8>>(), word in "[\\\\{}'a-z0-9 *-]{0,40}") {
            let _ = text(&[b"{\\rtf1 ".as_slice(), word.as_bytes(), &bytes].concat());
        }
    }
}
