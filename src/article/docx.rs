//! Texts of word processors (Office Open XML): their paragraphs, as they read with all changes accepted.

use super::reader::Context;
use super::source::Seekable;
use super::xml::tree::{Element, Node, parse};
use super::zip_members::ZipMembers;
use super::{Article, Reason, plain};
use std::io::Cursor;

/// Elements whose words are no part of the text.
const UNSEEN: [&str; 5] = ["del", "instrText", "delText", "Fallback", "footnoteReference"];

/// Reads the text of a document, its title from its properties where the text has none.
///
/// # Errors
/// Where it is no archive, holds no text, or is locked by a password.
pub(crate) fn read(bytes: &[u8], context: &Context) -> Result<Article, Reason> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        // What a password locks is wrapped in a file of the older kind.
        return Err(Reason::Encrypted);
    }
    let context = Context { packed: true, ..context.clone() };
    let mut archive = ZipMembers::new(Seekable::Memory(Cursor::new(bytes.into())), context.clone())?;
    let mut part = |name: &str| match archive.bytes_of(name)? {
        Some(mut bytes) => context.whole(&mut bytes).map(Some),
        None => Ok(None),
    };
    let missing = || Reason::BrokenFile { format: "docx", why: "no word/document.xml in it".to_owned() };
    let document = parse(&part("word/document.xml")?.ok_or_else(missing)?)?;
    let mut text = String::new();
    add_paragraphs(&document, &mut text);
    let mut article = plain::read(text);
    if article.title.is_none()
        && let Some(properties) = part("docProps/core.xml")?
    {
        let properties = parse(&properties)?;
        article.title = properties.any("title").map(Element::words).filter(|title| !title.is_empty());
    }
    Ok(article)
}

/// Adds the paragraphs below `element`, a blank line between them.
fn add_paragraphs(element: &Element, text: &mut String) {
    for child in element.elements() {
        if UNSEEN.contains(&child.name.as_str()) {
            continue;
        }
        if child.name != "p" {
            add_paragraphs(child, text);
            continue;
        }
        let mut paragraph = String::new();
        add_words(child, &mut paragraph);
        let paragraph = paragraph.trim();
        if paragraph.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        if is_quotation(child) {
            text.push_str("> ");
            text.push_str(&paragraph.replace('\n', "\n> "));
        } else {
            text.push_str(paragraph);
        }
    }
}

fn add_words(element: &Element, text: &mut String) {
    for child in element.elements() {
        match child.name.as_str() {
            "t" => {
                for node in &child.children {
                    if let Node::Text(words) = node {
                        text.push_str(words);
                    }
                }
            }
            "tab" => text.push(' '),
            "br" | "cr" => text.push('\n'),
            "noBreakHyphen" => text.push('-'),
            name if UNSEEN.contains(&name) || name == "pPr" => {}
            _ => add_words(child, text),
        }
    }
}

/// Whether a paragraph is set in a style for quotations.
fn is_quotation(paragraph: &Element) -> bool {
    let style = paragraph.any("pPr").and_then(|properties| properties.any("pStyle"));
    style.and_then(|style| style.attribute("val")).is_some_and(|style| style.ends_with("Quote"))
}
