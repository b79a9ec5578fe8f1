//! From elements to text: paragraphs with a blank line between them.
//!
//! Blanks collapse to one space, a `br` is a line break, a `q` gets the quotation marks that a browser would show. Each line
//! of a block quotation begins with `> `, as in Markdown, so that later stages can tell it from the prose around it.

use crate::article::plain;
use dom_query::{Document, NodeRef};

/// Elements that are never a part of an article's text.
const CLUTTER: &str = "script, style, noscript, template, svg, math, iframe, object, embed, canvas, audio, video, nav, aside, \
                       rt, rp, button, select, textarea, input, figcaption, dialog, menu, [hidden], [role=navigation], \
                       [role=complementary], [role=search], [role=dialog], [aria-hidden=true]";

/// Elements with these words among their classes say something about the article and are short.
const CLUTTER_CLASSES: [&str; 16] = [
    "byline",
    "by-line",
    "author",
    "dateline",
    "timestamp",
    "caption",
    "wp-caption-text",
    "credit",
    "share",
    "social",
    "related",
    "newsletter",
    "promo",
    "advert",
    "ad",
    "tags",
];

/// As parts of a class's name (`imageCaption`, `share-tools`) these mean the same.
const CLUTTER_PARTS: [&str; 20] = [
    "caption",
    "captions",
    "byline",
    "dateline",
    "timestamp",
    "related",
    "newsletter",
    "advert",
    "advertisement",
    "advertising",
    "adsbygoogle",
    "sharing",
    "share",
    "social",
    "sponsored",
    "promo",
    "recirc",
    "breadcrumb",
    "breadcrumbs",
    "tagline",
];

/// Short elements that say no more than this are furniture, in lower case and without marks at their end.
const FURNITURE: [&str; 44] = [
    "ad",
    "advertisement",
    "advertisements",
    "article continues after ad",
    "article continues below",
    "comments",
    "contents",
    "continue reading the main story",
    "email",
    "enlarge this image",
    "follow us",
    "hide caption",
    "leave a comment",
    "listen to this article",
    "more on this story",
    "more on this topic",
    "most popular",
    "most read",
    "most viewed",
    "people are also reading",
    "print",
    "promoted",
    "read more",
    "recommended",
    "recommended stories",
    "related",
    "related articles",
    "related content",
    "related links",
    "related stories",
    "related topics",
    "share",
    "share this",
    "share this article",
    "share this page",
    "share this story",
    "sign up",
    "skip advertisement",
    "sponsored",
    "story continues below",
    "story continues below advertisement",
    "subscribe",
    "toggle caption",
    "view comments",
];

/// What paragraphs begin with that lead to another story, in lower case.
const LEADS_AWAY: [&str; 10] = [
    "read more:",
    "read more ",
    "read also",
    "also read",
    "read next",
    "see also",
    "related:",
    "more:",
    "watch:",
    "don't miss",
];

/// Characters of an element that is furniture by its words at most.
const LONGEST_FURNITURE: usize = 40;

/// Characters of a list of links at most for it to be one of other stories.
const LONGEST_LINKS: usize = 2000;

/// Characters of what is said about an author below the story at most.
const LONGEST_AUTHOR: usize = 500;

/// Characters at most of an element that is removed for its class alone: a misnamed one may hold the article.
const LONGEST_CLUTTER: usize = 200;

/// Characters of a form's text at most for it to be a form and nothing else.
const LONGEST_FORM: usize = 600;

/// Paragraphs at the start of the text that can be lines about the article at most.
const HEAD_LINES: usize = 4;

/// Elements that stand in a paragraph of their own.
const BLOCKS: [&str; 41] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tr",
    "ul",
];

/// Elements whose text no reader sees; those of [`CLUTTER`] that a page may still have when nothing was removed from it.
const UNSEEN: [&str; 6] = ["head", "script", "style", "template", "noscript", "title"];

/// Removes what is no part of an article's text: navigation, captions, bylines, short forms, and the headline, which is the title.
pub(super) fn remove_clutter(page: &Document, title: Option<&str>) {
    page.select(CLUTTER).remove();
    for form in page.select("form").nodes() {
        // Some servers put a whole page into a form.
        if !is_longer(form, LONGEST_FORM) {
            form.remove_from_parent();
        }
    }
    for element in page.select("[class]").nodes() {
        let classes = element.class().unwrap_or_default();
        let mut classes = classes.split_ascii_whitespace();
        let is_clutter = classes.any(|class| CLUTTER_CLASSES.contains(&class.to_ascii_lowercase().as_str()));
        let keeps = ["html", "body", "main", "article"].iter().any(|name| element.has_name(name));
        if is_clutter && !keeps && !is_longer(element, LONGEST_CLUTTER) {
            element.remove_from_parent();
        }
    }
    for element in page.select("[class]").nodes() {
        let keeps = ["html", "body", "main", "article"].iter().any(|name| element.has_name(name));
        if !keeps && is_clutter_by_parts(element) {
            element.remove_from_parent();
        }
    }
    for element in page.select("h2, h3, h4, h5, h6, p, div, span, li, dt, a").nodes() {
        if is_furniture(element) {
            element.remove_from_parent();
        }
    }
    for list in page.select("ul, ol, p").nodes() {
        let is_paragraph = list.has_name("p");
        let longest = if is_paragraph { LONGEST_CLUTTER } else { LONGEST_LINKS };
        if !is_longer(list, longest) && leads_away(list, is_paragraph) {
            list.remove_from_parent();
        }
    }
    if page.select("p").length() < 2 {
        // A page laid out by tables: their cells are places, and are no table's any more when the story is cut out.
        for part in page.select("table, tbody, tr, td").nodes() {
            part.rename("div");
        }
    }
    for heading in page.select("h1, h2").nodes() {
        if is_longer(heading, 2 * LONGEST_CLUTTER) {
            continue;
        }
        let is_title = title.is_some_and(|title| same_words(title, &heading.text()));
        if is_title || heading.has_name("h1") {
            heading.remove_from_parent();
        }
    }
}

/// Whether a part of an element's class says that it is no part of the text, and it is short.
fn is_clutter_by_parts(element: &NodeRef) -> bool {
    let classes = element.class().unwrap_or_default();
    let parts = parts_of(&classes);
    let has = |wanted: &[&str]| parts.iter().any(|part| wanted.contains(&part.as_str()));
    if has(&["author"]) && has(&["info", "bio", "box", "card", "about"]) {
        return !is_longer(element, LONGEST_AUTHOR);
    }
    has(&CLUTTER_PARTS) && !is_longer(element, LONGEST_CLUTTER)
}

/// The words that names of classes are made of, in lower case: `imageCaption`, `share-tools`.
fn parts_of(classes: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_lower = false;
    for char in classes.chars() {
        let begins = !char.is_alphanumeric() || was_lower && char.is_uppercase();
        if begins && parts.last().is_some_and(|part| !part.is_empty()) {
            parts.push(String::new());
        }
        was_lower = char.is_lowercase();
        if let Some(part) = parts.last_mut().filter(|_| char.is_alphanumeric()) {
            part.extend(char.to_lowercase());
        }
    }
    parts
}

/// Whether an element says no more than that something else stands here.
fn is_furniture(element: &NodeRef) -> bool {
    if is_longer(element, LONGEST_FURNITURE) {
        return false;
    }
    let text = element.text().split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    FURNITURE.contains(&text.trim_end_matches([':', '.', '…', '!']))
}

/// Whether a list or a paragraph is links to other stories, all or nearly. What is quoted in a link is part of the story.
fn leads_away(element: &NodeRef, is_paragraph: bool) -> bool {
    let length = |text: &str| text.chars().filter(|char| char.is_alphanumeric()).count();
    let mut linked = 0;
    for node in element.descendants_it() {
        if node.has_name("a") {
            linked += length(&node.text());
        }
    }
    if linked == 0 {
        return false;
    }
    let text = element.text();
    let text = text.trim();
    if is_paragraph && text.contains(['“', '”', '"', '«', '»']) {
        return false;
    }
    let lower = text.to_lowercase();
    linked * 10 >= length(text) * 9 || is_paragraph && LEADS_AWAY.iter().any(|start| lower.starts_with(start))
}

/// `text` without the paragraphs at its start that only say who wrote it and when.
pub(super) fn without_head_lines(text: &str, author: Option<&str>) -> String {
    let mut rest = text;
    for _ in 0..HEAD_LINES {
        let (first, below) = rest.split_once("\n\n").unwrap_or((rest, ""));
        let after_author = author.and_then(|author| first.strip_prefix(author)).map(str::trim_start);
        let is_authors = after_author.is_some_and(|after| after.is_empty() || plain::is_meta_line(after));
        if below.is_empty() || !is_authors && !first.lines().all(plain::is_meta_line) {
            break;
        }
        rest = below;
    }
    rest.to_owned()
}

/// Whether an element has more than `most` characters of text; looks at no more of them than that.
fn is_longer(element: &NodeRef, most: usize) -> bool {
    let mut length = 0;
    for node in element.descendants_it() {
        if node.is_text() {
            length += node.text().trim().chars().take(most + 1).count();
        }
        if length > most {
            return true;
        }
    }
    false
}

fn same_words(one: &str, other: &str) -> bool {
    letters(one) == letters(other)
}

/// The letters and digits of a text, in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The text of a whole page.
pub(super) fn of_page(page: &Document) -> String {
    of_node(page.root())
}

/// The text of a piece of HTML.
pub(super) fn of_fragment(html: &str) -> String {
    of_node(Document::fragment(html).root())
}

enum Step<'d> {
    Enter(NodeRef<'d>),
    Leave(NodeRef<'d>),
}

/// Goes through the elements without recursion: the depth of a page is not the program's to trust.
fn of_node(root: NodeRef) -> String {
    let mut writer = Writer::default();
    let mut steps = vec![Step::Enter(root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave(node) => writer.leave(&node),
            Step::Enter(node) if node.is_text() => writer.text(&node.text()),
            Step::Enter(node) => {
                if UNSEEN.iter().any(|name| node.has_name(name)) || node.is_comment() {
                    continue;
                }
                writer.enter(&node);
                steps.push(Step::Leave(node));
                steps.extend(node.children_it(true).map(Step::Enter));
            }
        }
    }
    writer.end()
}

/// Writes paragraphs.
#[derive(Default)]
struct Writer {
    written: String,
    paragraph: String,
    /// A blank was met that is to be written before the next character.
    blank: bool,
    blockquotes: usize,
    preformatted: usize,
    /// For each open `q` whether it got marks.
    marks: Vec<bool>,
}

impl Writer {
    fn enter(&mut self, node: &NodeRef) {
        let Some(name) = node.node_name() else { return };
        if is_block(&name) {
            self.end_paragraph();
        }
        match &*name {
            "blockquote" => self.blockquotes += 1,
            "pre" => self.preformatted += 1,
            "br" => self.line_break(),
            "td" | "th" => self.blank = true,
            "q" => {
                // A quotation that has marks of its own gets no second ones.
                let marked = node.immediate_text().trim_start().starts_with(['"', '“', '‘', '\'', '«', '„']);
                let inner = self.marks.iter().filter(|has| **has).count() % 2 == 1;
                if !marked {
                    self.text(if inner { "‘" } else { "“" });
                }
                self.marks.push(!marked);
            }
            _ => {}
        }
    }

    fn leave(&mut self, node: &NodeRef) {
        let Some(name) = node.node_name() else { return };
        if is_block(&name) {
            self.end_paragraph();
        }
        match &*name {
            "blockquote" => self.blockquotes = self.blockquotes.saturating_sub(1),
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "td" | "th" => self.blank = true,
            "q" if self.marks.pop() == Some(true) => {
                let inner = self.marks.iter().filter(|has| **has).count() % 2 == 1;
                // The blank before a closing mark stands behind it.
                let blank = std::mem::take(&mut self.blank);
                self.text(if inner { "’" } else { "”" });
                self.blank = blank;
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        for char in text.chars() {
            match char {
                '\n' if self.preformatted > 0 => self.line_break(),
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                _ if char.is_whitespace() => self.blank = true,
                _ => {
                    if self.blank && !self.paragraph.is_empty() && !self.paragraph.ends_with('\n') {
                        self.paragraph.push(' ');
                    }
                    self.blank = false;
                    self.paragraph.push(char);
                }
            }
        }
    }

    fn line_break(&mut self) {
        self.blank = false;
        if !self.paragraph.is_empty() {
            self.paragraph.push('\n');
        }
    }

    fn end_paragraph(&mut self) {
        self.blank = false;
        let paragraph = std::mem::take(&mut self.paragraph);
        let mut separator = "\n\n";
        for line in paragraph.split('\n') {
            if line.is_empty() {
                // Two breaks in a row end a paragraph.
                separator = "\n\n";
                continue;
            }
            if !self.written.is_empty() {
                self.written.push_str(separator);
            }
            if self.blockquotes > 0 {
                self.written.push_str("> ");
            }
            self.written.push_str(line);
            separator = "\n";
        }
    }

    fn end(mut self) -> String {
        self.end_paragraph();
        self.written
    }
}

fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}
