//! Feeds with full text: RSS (1.0 and 2.0) and Atom.

use super::tree::Element;
use super::{address, with_html, words};
use crate::article::dates::parse_date;
use crate::article::{Article, Reason, html};

/// The items of a feed in RSS.
pub(super) fn rss(root: &Element) -> Vec<Result<Article, Reason>> {
    let channel = root.any("channel").unwrap_or(root);
    let source = words(channel.child("title"));
    let mut articles = Vec::new();
    // In RSS 1.0 items stand beside the channel.
    for item in channel.elements().chain(root.elements()).filter(|element| element.name == "item") {
        let link = words(item.child("link"));
        let id = words(item.child("guid")).or_else(|| link.clone());
        let date = words(item.child("pubDate")).or_else(|| words(item.any("date")));
        let article = Article {
            id: id.unwrap_or_default(),
            title: plain_words(item.child("title")),
            date: date.and_then(|date| parse_date(&date)),
            source: words(item.child("source")).or_else(|| source.clone()),
            url: address(link).or_else(|| address(words(item.child("guid")))),
            author: words(item.any("creator")).or_else(|| words(item.child("author"))),
            text: String::new(),
        };
        let full = item.any("encoded").map(Element::text).unwrap_or_default();
        let short = item.child("description").map(Element::text).unwrap_or_default();
        articles.push(with_html(article, if full.len() >= short.len() { &full } else { &short }));
    }
    articles
}

/// The entries of a feed in Atom.
pub(super) fn atom(feed: &Element) -> Vec<Result<Article, Reason>> {
    let source = plain_words(feed.child("title"));
    let mut articles = Vec::new();
    for entry in feed.all("entry") {
        let links = || entry.all("link");
        let link = links().find(|link| link.attribute("rel").is_none_or(|rel| rel == "alternate"));
        let date = words(entry.child("published")).or_else(|| words(entry.child("updated")));
        let authors: Vec<String> = entry.all("author").filter_map(|author| words(author.child("name"))).collect();
        let article = Article {
            id: words(entry.child("id")).unwrap_or_default(),
            title: plain_words(entry.child("title")),
            date: date.and_then(|date| parse_date(&date)),
            source: source.clone(),
            url: address(link.and_then(|link| link.attribute("href")).map(str::to_owned)),
            author: (!authors.is_empty()).then(|| authors.join(", ")),
            text: String::new(),
        };
        let content = entry.child("content").or_else(|| entry.child("summary"));
        articles.push(match content {
            Some(content) => with_html(article, &content_html(content)),
            None => Ok(article),
        });
    }
    articles
}

/// What an element of Atom holds, as HTML.
fn content_html(content: &Element) -> String {
    match content.attribute("type") {
        Some("xhtml") => content.to_html(&|element| {
            let is_plain = element.name.bytes().all(|byte| byte.is_ascii_alphanumeric());
            Some(if is_plain { element.name.to_ascii_lowercase() } else { "span".to_owned() })
        }),
        Some(kind) if kind.contains("html") => content.text(),
        _ => {
            let text = content.text().replace('&', "&amp;").replace('<', "&lt;");
            format!("<pre>{text}</pre>")
        }
    }
}

/// The words of a title, which may be written as HTML.
fn plain_words(title: Option<&Element>) -> Option<String> {
    let title = words(title)?;
    if !title.contains(['&', '<']) {
        return Some(title);
    }
    let text = html::fragment_text(&title, None).ok()?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty())
}
