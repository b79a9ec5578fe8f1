//! Web pages: their main text and what they say about themselves.
//!
//! The main text is what Mozilla's readability method takes for it (by way of `dom_smoothie`); where that finds nothing it
//! is the whole body without its navigation. Headline, byline and captions are no part of it.
//!
//! Three guards make any bytes safe: a page whose elements stand too deep inside each other is refused before it is parsed
//! (parsing takes time that grows with depth times length), one with very many elements is read without the readability
//! method, and the reader above catches panics.

mod metadata;
mod nesting;
mod text;

use super::{Article, Reason, plain};
use dom_query::Document;
use dom_smoothie::{Config, Readability};

/// Elements of a page at most for the readability method, whose time can grow faster than the page.
const MOST_ELEMENTS: usize = 50_000;

/// Reads a web page.
///
/// # Errors
/// [`Reason::TooComplex`] for a page nested too deep.
pub(crate) fn read(html: &str) -> Result<Article, Reason> {
    nesting::check(html)?;
    let page = Document::from(html);
    let found = metadata::find(&page);
    let text = main_text(page, found.title.as_deref());
    // A dateline or a last line in the text says what the page's head does not.
    let within = plain::find(&text);
    let author = found.author.or(within.author);
    let text = text::without_head_lines(&text, author.as_deref());
    Ok(Article {
        id: String::new(),
        title: found.title,
        date: found.date.or(within.date),
        source: found.source.or(within.source),
        url: found.url,
        author,
        text,
    })
}

fn main_text(page: Document, title: Option<&str>) -> String {
    text::remove_clutter(&page, title);
    let whole = text::of_page(&page);
    let elements = page.root().descendants_it().filter(|node| node.is_element()).count();
    if elements > MOST_ELEMENTS {
        return whole;
    }
    let config = Config { disable_json_ld: true, ..Config::default() };
    let Ok(mut readability) = Readability::with_document(page, None, Some(config)) else { return whole };
    let Ok(article) = readability.parse() else { return whole };
    let main = text::of_fragment(&article.content);
    if main.chars().any(char::is_alphanumeric) { main } else { whole }
}
