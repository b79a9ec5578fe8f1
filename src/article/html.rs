//! Web pages.

use super::{Article, Reason};

pub(crate) fn read(html: &str) -> Result<Article, Reason> {
    let document = dom_query::Document::from(html);
    Ok(Article { text: document.formatted_text().to_string(), ..Article::default() })
}
