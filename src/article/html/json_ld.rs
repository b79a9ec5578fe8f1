//! The JSON-LD of a page: what its scripts tell programs about it.

use dom_query::Document;
use serde_json::Value;

/// The JSON-LD of a page in order; where it is none, though it says so, its text.
pub(super) fn of_page(page: &Document) -> Vec<Result<Value, String>> {
    let mut all = Vec::new();
    for script in page.select("script").nodes() {
        let kind = script.attr("type").unwrap_or_default().to_ascii_lowercase();
        let is_marked = kind.split(';').next().is_some_and(|kind| kind.trim() == "application/ld+json");
        let text = script.text();
        let text =
            text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
        let text = text.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>").trim();
        let is_likely = is_marked || text.starts_with(['{', '[']) && text.contains("\"@context\"");
        if is_likely {
            let parsed = serde_json::from_str::<Value>(text)
                .or_else(|_| serde_json::from_str(&text.replace(|char: char| char.is_control(), " ")));
            all.push(parsed.map_err(|_| text.to_owned()));
        }
    }
    all
}
