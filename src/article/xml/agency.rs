//! What news agencies send: NITF, and NewsML-G2 with NITF, XHTML or plain text inside.

use super::tree::Element;
use super::{address, author, with_html, words};
use crate::article::dates::parse_date;
use crate::article::{Article, Reason, plain};

/// Elements of NITF that are no part of a story's text.
const ASIDE: [&str; 8] = ["media", "note", "body.head", "body.end", "head", "script", "style", "title"];

/// Reads a story in NITF.
///
/// # Errors
/// Those of its text.
pub(super) fn nitf(root: &Element) -> Result<Article, Reason> {
    let head = root.any("head");
    let data = head.and_then(|head| head.any("docdata"));
    let publication = head.and_then(|head| head.any("pubdata"));
    let body_head = root.at(&["body", "body.head"]);
    let attribute =
        |element: Option<&Element>, name: &str| element.and_then(|element| element.attribute(name)).map(str::to_owned);
    let headline = words(body_head.and_then(|head| head.at(&["hedline", "hl1"])));
    let dates = [
        attribute(data.and_then(|data| data.any("date.issue")), "norm"),
        attribute(publication, "date.publication"),
        attribute(data.and_then(|data| data.any("date.release")), "norm"),
        attribute(body_head.and_then(|head| head.at(&["dateline", "story.date"])), "norm"),
    ];
    let source = attribute(publication, "name");
    let source = source.or_else(|| words(body_head.and_then(|head| head.any("distributor"))));
    let article = Article {
        id: attribute(data.and_then(|data| data.any("doc-id")), "id-string").unwrap_or_default(),
        title: headline.or_else(|| words(head.and_then(|head| head.any("title")))),
        date: dates.iter().flatten().find_map(|date| parse_date(date)),
        source: source.or_else(|| attribute(data.and_then(|data| data.any("doc.copyright")), "holder")),
        url: address(attribute(publication, "ex-ref")),
        author: author(words(body_head.and_then(|head| head.any("byline")))),
        text: String::new(),
    };
    let content = root.at(&["body", "body.content"]).or_else(|| root.any("body"));
    with_html(article, &content.map(story_html).unwrap_or_default())
}

/// The text of a story as HTML.
fn story_html(content: &Element) -> String {
    content.to_html(&|element| {
        let name = element.name.as_str();
        if ASIDE.contains(&name) {
            return None;
        }
        Some(match name {
            "bq" => "blockquote".to_owned(),
            "block" => "div".to_owned(),
            "hl1" | "hl2" => "h3".to_owned(),
            _ if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) => name.to_ascii_lowercase(),
            _ => "span".to_owned(),
        })
    })
}

/// Reads an item of NewsML-G2.
///
/// # Errors
/// Those of its text.
pub(super) fn news_item(item: &Element) -> Result<Article, Reason> {
    let meta = item.any("itemMeta");
    let about = item.any("contentMeta");
    let provider = meta.and_then(|meta| meta.any("provider"));
    let source = words(about.and_then(|about| about.at(&["infoSource", "name"])));
    let source = source.or_else(|| words(provider.and_then(|provider| provider.any("name"))));
    let literal = provider.and_then(|provider| provider.attribute("literal")).map(str::to_owned);
    let made = [
        words(meta.and_then(|meta| meta.any("firstCreated"))),
        words(meta.and_then(|meta| meta.any("versionCreated"))),
        words(about.and_then(|about| about.any("contentCreated"))),
    ];
    let article = Article {
        id: item.attribute("guid").unwrap_or_default().to_owned(),
        title: words(about.and_then(|about| about.any("headline")))
            .or_else(|| words(meta.and_then(|meta| meta.any("title")))),
        date: made.iter().flatten().find_map(|date| parse_date(date)),
        source: source.or(literal),
        url: None,
        author: author(words(about.and_then(|about| about.any("by"))))
            .or_else(|| words(about.and_then(|about| about.at(&["creator", "name"])))),
        text: String::new(),
    };
    let Some(content) = item.any("contentSet") else { return Ok(article) };
    for part in content.elements() {
        let inner = match part.name.as_str() {
            "inlineXML" => part,
            "inlineData" if part.attribute("contenttype").is_some_and(|kind| kind.contains("html")) => {
                return with_html(article, &part.text());
            }
            "inlineData" => {
                return Ok(Article { text: plain::normalised(part.text().trim().to_owned()), ..article });
            }
            _ => continue,
        };
        if let Some(story) = inner.any("nitf") {
            let story = nitf(story)?;
            let text = story.text;
            return Ok(Article {
                title: article.title.or(story.title),
                date: article.date.or(story.date),
                source: article.source.or(story.source),
                author: article.author.or(story.author),
                text,
                ..article
            });
        }
        let body = inner.at(&["html", "body"]).unwrap_or(inner);
        return with_html(article, &story_html(body));
    }
    Ok(article)
}

/// Reads the items of a message of NewsML-G2.
pub(super) fn news_message(message: &Element) -> Vec<Result<Article, Reason>> {
    let mut articles = Vec::new();
    for set in message.all("itemSet") {
        articles.extend(set.all("newsItem").map(news_item));
    }
    articles
}
