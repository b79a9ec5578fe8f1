//! YAML front matter: the lines between `---` and `---` at the top of a Markdown file.

use super::dates::parse_date;
use super::json_lines::words_of;
use super::plain::Found;
use serde_json::Value;
use std::collections::BTreeMap;

/// Bytes of front matter at most; more than that is taken for text.
const LONGEST: usize = 64 * 1024;

/// Splits front matter from the text below it, whose line breaks are `\n`.
///
/// Nothing is returned for a text without front matter, and for front matter that is no YAML mapping: it stays in the text,
/// since losing it could lose words of the article.
pub(crate) fn split(text: &str) -> Option<(Found, &str)> {
    let after_opening = opening(text)?;
    let (yaml, body) = closing(after_opening)?;
    let fields: BTreeMap<String, Value> = match yaml.trim().is_empty() {
        true => BTreeMap::new(),
        false => serde_saphyr::from_str(yaml).ok()?,
    };
    let fields: BTreeMap<String, Value> = fields.into_iter().map(|(key, value)| (key.to_lowercase(), value)).collect();
    let first = |names: &[&str]| names.iter().find_map(|name| fields.get(*name).and_then(words_of));
    let found = Found {
        title: first(&["title", "headline"]),
        date: first(&["date", "published", "publishdate", "datepublished"]).and_then(|date| parse_date(&date)),
        source: first(&["source", "publisher", "publication"]),
        url: first(&["url", "link", "canonical"]),
        author: first(&["author", "authors", "byline"]),
    };
    Some((found, body.trim_start_matches('\n')))
}

fn opening(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once('\n')?;
    (first.trim_end() == "---").then_some(rest)
}

/// What stands before and after the line that closes the front matter.
fn closing(text: &str) -> Option<(&str, &str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > LONGEST {
            return None;
        }
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&text[..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn known_keys_are_read_and_the_rest_is_left() {
        let text = "---\nTitle: \"The pier: a farewell\"\ndate: 2021-03-03 06:10:00 +0100\npublisher: The Bell\nauthors: [Ada Quayle, Bo Rask]\nurl: https://bell.example/1\ntags:\n  - pier\n---\n\nIt is gone.\n";
        let (found, body) = split(text).unwrap();
        assert_eq!(body, "It is gone.\n");
        assert_eq!(found.title.as_deref(), Some("The pier: a farewell"));
        assert_eq!(found.date, Some(date(2021, 3, 3)));
        assert_eq!(found.source.as_deref(), Some("The Bell"));
        assert_eq!(found.author.as_deref(), Some("Ada Quayle, Bo Rask"));
        assert_eq!(found.url.as_deref(), Some("https://bell.example/1"));
    }

    #[test]
    fn a_plain_date_and_a_quoted_one_are_the_same() {
        for written in ["2021-03-03", "\"2021-03-03\"", "3 March 2021", "2021-03-03T10:00:00Z"] {
            let text = format!("---\ndate: {written}\n---\nBody.\n");
            assert_eq!(split(&text).unwrap().0.date, Some(date(2021, 3, 3)), "{written}");
        }
    }

    #[test]
    fn what_is_no_front_matter_stays_text() {
        assert_eq!(split("No marks at all.\n"), None);
        assert_eq!(split("---\nNever closed.\n"), None);
        assert_eq!(split("---\nA rule, and prose under it.\n---\nMore prose.\n"), None);
        assert_eq!(split("---\ntitle: [unclosed\n---\nBody.\n"), None);
        assert_eq!(split("---\n---\nBody.\n").unwrap().1, "Body.\n");
    }

    #[test]
    fn hostile_yaml_stays_text() {
        let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
            laughs += &format!("a{level}: &a{level} [{aliases}]\n");
        }
        let flow = format!("a: {}{}", "[".repeat(30_000), "]".repeat(30_000));
        let shallower = format!("a: {}{}", "[".repeat(1_900), "]".repeat(1_900));
        let block = format!("a:\n {}x", "- ".repeat(30_000));
        let mappings = format!("a: {}", "{a: ".repeat(15_000));
        for yaml in [laughs, flow, shallower, block, mappings] {
            let text = format!("---\n{yaml}\n---\nBody.\n");
            assert!(split(&text).is_none(), "{}", &yaml[..20]);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_split_or_kept(yaml in any::<String>()) {
            let _ = split(&format!("---\n{yaml}\n---\nBody.\n"));
        }
    }
}
