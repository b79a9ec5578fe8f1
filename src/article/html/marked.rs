//! The story as a page itself marks it, for pages in which the readability method takes something else for it.

use super::text;
use dom_query::Document;
use serde_json::Value;
use std::collections::HashMap;

/// Characters of a story at least; what is shorter is a teaser.
const LEAST_STORY: usize = 400;

/// The text of a story as the page's JSON-LD gives it; each line is a paragraph.
pub(super) fn in_json_ld(scripts: &[Result<Value, String>]) -> Option<String> {
    for script in scripts.iter().flatten() {
        let mut values = vec![script];
        while let Some(value) = values.pop() {
            match value {
                Value::Array(inner) => values.extend(inner),
                Value::Object(fields) => match fields.get("articleBody") {
                    Some(Value::String(body)) => return long(paragraphs(body)),
                    _ => values.extend(fields.values()),
                },
                _ => {}
            }
        }
    }
    None
}

fn paragraphs(body: &str) -> String {
    if body.contains("<p") || body.contains("<br") {
        return text::of_fragment(body);
    }
    let lines: Vec<String> = body.lines().map(text::of_fragment).filter(|line| !line.is_empty()).collect();
    lines.join("\n\n")
}

/// The text of the elements marked as a story's body; the clutter is gone already.
pub(super) fn in_elements(page: &Document) -> Option<String> {
    let marked = page.select("[itemprop=articleBody], [itemprop=articlebody]");
    let mut html = String::new();
    for body in marked.nodes() {
        let is_inner = body.ancestors_it(None).any(|outer| marked.nodes().iter().any(|other| other.id == outer.id));
        if !is_inner {
            html += &body.html();
        }
    }
    long(text::of_fragment(&html))
}

fn long(story: String) -> Option<String> {
    (story.chars().count() >= LEAST_STORY).then_some(story)
}

/// Whether `main` has little of `story`: less than half of its words, each as often as it stands there.
pub(super) fn lacks(main: &str, story: &str) -> bool {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in main.split_whitespace() {
        *left.entry(word).or_default() += 1;
    }
    let (mut all, mut found) = (0, 0);
    for word in story.split_whitespace() {
        all += 1;
        if let Some(count) = left.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            found += 1;
        }
    }
    found * 2 < all
}
