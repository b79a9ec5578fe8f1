//! Web pages with all that belongs to them in one file, as browsers save them: the page is read as any other.

use mail_parser::{MessageParser, MimeHeaders, PartType};

use super::dates::parse_date;
use super::{Article, Reason, html};

/// Reads the page of a saved web page.
///
/// # Errors
/// [`Reason::BrokenFile`] where there is none in it.
pub(crate) fn read(bytes: &[u8]) -> Result<Article, Reason> {
    let broken = |why: &str| Reason::BrokenFile { format: "mhtml", why: why.to_owned() };
    let message = MessageParser::default().parse(bytes).ok_or_else(|| broken("no headers"))?;
    let page = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(page) => Some((page, part)),
        _ => None,
    });
    let (page, part) = page.ok_or_else(|| broken("no web page in it"))?;
    let mut article = html::read(page)?;
    let address = message.header_raw("Snapshot-Content-Location").or_else(|| part.content_location());
    let address = address.map(str::trim).filter(|address| address.starts_with("http"));
    article.url = address.map(str::to_owned).or(article.url);
    let saved = message.header_raw("Date").and_then(|date| parse_date(date.trim()));
    article.title = article.title.or_else(|| message.subject().map(str::to_owned));
    article.date = article.date.or(saved);
    Ok(article)
}
