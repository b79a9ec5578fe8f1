//! XML as a tree. No entity that a document declares is expanded, nothing outside of it is read, and its depth is bounded.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::article::Reason;
use crate::article::encoding::{declared_in_html, decode};

/// Elements inside each other at most.
const DEEPEST: usize = 200;

/// An element.
#[derive(Debug, Default)]
pub(in crate::article) struct Element {
    /// What stands before the colon of its name; empty where there is none.
    pub prefix: String,
    /// Its name without the prefix.
    pub name: String,
    /// Names without their prefixes.
    attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug)]
pub(in crate::article) enum Node {
    Element(Element),
    Text(String),
}

/// Reads a document up to the end of its root element.
///
/// # Errors
/// [`Reason::BrokenFile`] with the place of what is no XML; [`Reason::TooComplex`] where it nests too deep.
pub(in crate::article) fn parse(bytes: &[u8]) -> Result<Element, Reason> {
    let text = decode(bytes, declared_in_html(bytes).as_deref())?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = true;
    let mut open: Vec<Element> = Vec::new();
    loop {
        let event = reader.read_event();
        let event = event.map_err(|error| broken(&format!("{error} at byte {}", reader.error_position())))?;
        let closed = match event {
            Event::Start(start) => {
                if open.len() == DEEPEST {
                    return Err(Reason::TooComplex { limit: DEEPEST });
                }
                open.push(element(&start));
                None
            }
            Event::Empty(start) => Some(element(&start)),
            Event::End(_) => open.pop(),
            Event::Text(text) => {
                add_text(&mut open, &text.xml10_content());
                None
            }
            Event::CData(text) => {
                add_text(&mut open, &text.xml10_content());
                None
            }
            Event::GeneralRef(reference) => {
                let char = reference.resolve_char_ref().ok().flatten();
                let name = reference.xml10_content();
                match char.or_else(|| predefined(&name)) {
                    Some(char) => add_text(&mut open, char.encode_utf8(&mut [0; 4])),
                    None => add_text(&mut open, &format!("&{name};")),
                }
                None
            }
            Event::Eof => return Err(broken("it ends too early")),
            _ => None,
        };
        let Some(closed) = closed else { continue };
        match open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(closed)),
            None => return Ok(closed),
        }
    }
}

fn broken(why: &str) -> Reason {
    Reason::BrokenFile { format: "xml", why: why.to_owned() }
}

/// The characters that XML itself names, and the blank that every feed knows; others stay as they are written.
fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => return None,
    })
}

fn element(start: &BytesStart) -> Element {
    let name = start.name();
    let (prefix, local) = split(name.as_ref());
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        let (_, key) = split(attribute.key.as_ref());
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Explicit1_0)
            .map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
        attributes.push((key, value));
    }
    Element { prefix, name: local, attributes, children: Vec::new() }
}

/// Prefix and local part of a name.
fn split(name: &str) -> (String, String) {
    match name.split_once(':') {
        Some((prefix, local)) => (prefix.to_owned(), local.to_owned()),
        None => (String::new(), name.to_owned()),
    }
}

fn add_text(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}

impl Element {
    /// The elements in it.
    pub(in crate::article) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Those of this name and of its own prefix.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.elements().filter(move |child| child.name == name && child.prefix == self.prefix)
    }

    /// The first of this name and of its own prefix.
    pub(super) fn child<'e>(&'e self, name: &'e str) -> Option<&'e Element> {
        self.all(name).next()
    }

    /// The first of this name, whatever its prefix.
    pub(in crate::article) fn any(&self, name: &str) -> Option<&Element> {
        self.elements().find(|child| child.name == name)
    }

    /// The element that a path of names leads to.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.any(name))
    }

    pub(in crate::article) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All text in it.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(part) => text.push_str(part),
                Node::Element(element) => element.add_text(text),
            }
        }
    }

    /// All text in it, with single blanks.
    pub(in crate::article) fn words(&self) -> String {
        self.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What it holds, as HTML; `tag` gives the tag of an element, nothing where it is to be left out.
    pub(super) fn to_html(&self, tag: &dyn Fn(&Element) -> Option<String>) -> String {
        let mut html = String::new();
        self.add_html(tag, &mut html);
        html
    }

    fn add_html(&self, tag: &dyn Fn(&Element) -> Option<String>, html: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;")),
                Node::Element(element) => {
                    let Some(tag_name) = tag(element) else { continue };
                    let class = element.attribute("class").map(|class| class.replace(['"', '&', '<'], ""));
                    match class {
                        Some(class) => html.push_str(&format!("<{tag_name} class=\"{class}\">")),
                        None => html.push_str(&format!("<{tag_name}>")),
                    }
                    if tag_name != "br" {
                        element.add_html(tag, html);
                        html.push_str(&format!("</{tag_name}>"));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn entities_that_a_document_declares_are_not_expanded() {
        let bomb = r#"<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;"><!ENTITY z SYSTEM "file:///etc/passwd">]>
            <a b="&y;">&y; &z; &amp; &#8212; &lt;</a>"#;
        let root = parse(bomb.as_bytes()).unwrap();
        assert_eq!(root.words(), "&y; &z; & — <");
        assert_eq!(root.attribute("b"), Some("&y;"));
    }

    #[test]
    fn what_is_broken_or_deep_says_so() {
        assert!(parse(b"<a><b></a>").unwrap_err().to_string().starts_with("not a readable xml: "));
        assert_eq!(parse(b"<a><b>").unwrap_err(), broken("it ends too early"));
        assert!(matches!(parse("<a>".repeat(100_000).as_bytes()), Err(Reason::TooComplex { .. })));
    }

    proptest! {
        #[test]
        fn any_markup_is_read_or_refused(xml in "(<a>|</a>|<b c='d'/>|<!\\[CDATA\\[|\\]\\]>|&amp;|&#x0;|&#xD800;|<!DOCTYPE|<!--|-->|<\\?x|\\?>|é|\"|>){0,40}") {
            let _ = parse(xml.as_bytes());
        }
    }
}
