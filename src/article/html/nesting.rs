//! A look at a page before it is parsed: are its elements nested so deep, or do they have so many attributes, that parsing
//! would take time that grows with the square of its length?
//!
//! The look is rough where a rough one will do: it counts how many elements were opened and not closed. Elements that end
//! without a closing tag (`<p>`, `<li>`, `<td>`) do not count, save inside of SVG and MathML, where they would nest.

use crate::article::Reason;
use std::collections::HashMap;

/// Elements inside each other, and attributes of one element, at most. Browsers stop nesting at this depth, too.
const LIMIT: usize = 512;

/// Elements that have no content.
const VOID: [&str; 18] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "link",
    "meta", "param", "source", "track", "wbr",
];

/// Elements that the next one like them closes.
const SELF_ENDING: [&str; 17] = [
    "body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td",
    "tfoot", "th", "tr",
];

/// Elements whose content is no markup.
const RAW: [&str; 8] = ["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"];

/// Refuses a page that is nested too deep.
///
/// # Errors
/// [`Reason::TooComplex`].
pub(super) fn check(html: &str) -> Result<(), Reason> {
    let too_complex = Err(Reason::TooComplex { limit: LIMIT });
    let mut open: HashMap<String, usize> = HashMap::new();
    let mut depth = 0;
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
            continue;
        }
        let closes = rest.starts_with('/');
        let name_start = &rest[usize::from(closes)..];
        if !name_start.starts_with(|char: char| char.is_ascii_alphabetic()) {
            continue;
        }
        let name_length =
            name_start.find(|char: char| char.is_ascii_whitespace() || "/>".contains(char)).unwrap_or(name_start.len());
        let name = name_start[..name_length].to_ascii_lowercase();
        let tag = Tag::after_name(&name_start[name_length..]);
        rest = tag.rest;
        if tag.attributes > LIMIT {
            return too_complex;
        }
        let foreign =
            open.get("svg").is_some_and(|count| *count > 0) || open.get("math").is_some_and(|count| *count > 0);
        if closes {
            if let Some(count) = open.get_mut(&name).filter(|count| **count > 0) {
                *count -= 1;
                depth -= 1;
            }
            continue;
        }
        if !foreign && RAW.contains(&name.as_str()) {
            rest = after_raw(rest, &name);
            continue;
        }
        let opens_nothing = match foreign {
            true => tag.self_closing,
            false => VOID.contains(&name.as_str()) || SELF_ENDING.contains(&name.as_str()),
        };
        if opens_nothing {
            continue;
        }
        *open.entry(name).or_insert(0) += 1;
        depth += 1;
        if depth > LIMIT {
            return too_complex;
        }
    }
    Ok(())
}

struct Tag<'t> {
    attributes: usize,
    self_closing: bool,
    /// What follows the `>`.
    rest: &'t str,
}

impl<'t> Tag<'t> {
    /// Reads the attributes of a tag; a `>` inside quotation marks does not end it.
    fn after_name(text: &'t str) -> Tag<'t> {
        let bytes = text.as_bytes();
        let mut attributes = 0;
        let mut previous = b' ';
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            if byte == b'>' {
                return Tag { attributes, self_closing: previous == b'/', rest: &text[at + 1..] };
            }
            if matches!(byte, b'"' | b'\'') && previous == b'=' {
                let Some(end) = memchr::memchr(byte, &bytes[at + 1..]) else { break };
                at += end + 2;
                previous = b'"';
                continue;
            }
            let separates = byte.is_ascii_whitespace() || byte == b'/';
            let separated = previous.is_ascii_whitespace() || matches!(previous, b'/' | b'"');
            attributes += usize::from(!separates && byte != b'=' && separated);
            // Blanks around the = belong to it.
            if !(byte.is_ascii_whitespace() && previous == b'=') {
                previous = byte;
            }
            at += 1;
        }
        Tag { attributes, self_closing: false, rest: "" }
    }
}

/// What follows the content of a raw element: its closing tag, or the end.
fn after_raw<'t>(text: &'t str, name: &str) -> &'t str {
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let candidate = &text.as_bytes()[at + 1..];
        if candidate.first() == Some(&b'/')
            && candidate.get(1..=name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        {
            return &text[at..];
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_page_of_many_elements_is_fine_when_they_are_not_inside_each_other() {
        assert_eq!(check(&"<div><b>x</b><br></div>".repeat(5000)), Ok(()));
        assert_eq!(check(&"<p>unclosed, as in 1996<li>and this".repeat(5000)), Ok(()));
        assert_eq!(check(&"<script>if (a <b && b <c) '<div>'</script>".repeat(5000)), Ok(()));
        assert_eq!(check(&"<!-- <div> --><a title='<div>'>x</a>".repeat(5000)), Ok(()));
        assert_eq!(check(&format!("<svg>{}</svg>", "<path d=''/>".repeat(5000))), Ok(()));
    }

    #[test]
    fn deep_pages_are_refused_however_they_are_made() {
        let refused = Err(Reason::TooComplex { limit: LIMIT });
        assert_eq!(check(&"<div>".repeat(600)), refused);
        assert_eq!(check(&"<b></i>".repeat(600)), refused);
        assert_eq!(check(&"<DIV CLASS='x>y'>".repeat(600)), refused);
        assert_eq!(check(&format!("<svg>{}", "<td>".repeat(600))), refused);
        assert_eq!(check(&format!("<p {}>", "a='1' ".repeat(600))), refused);
        assert_eq!(check(&format!("<p{}>", " a".repeat(600))), refused);
    }

    proptest! {
        #[test]
        fn any_text_is_looked_through(html in "(<|</|>|div|svg|p|script|!--|-->|'|\"|=| |/|é|x){0,60}") {
            let _ = check(&html);
        }
    }
}
