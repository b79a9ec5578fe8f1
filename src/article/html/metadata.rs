//! What a page says about itself in its head: JSON-LD, OpenGraph and other `meta` elements, `time`, `link`, `title`.

use crate::article::dates::parse_date;
use crate::article::json_lines::words_of;
use crate::article::plain::Found;
use dom_query::Document;
use jiff::civil::Date;
use serde_json::Value;
use std::collections::HashMap;

/// Objects in the JSON-LD of a page that are looked at.
const MOST_OBJECTS: usize = 2000;

/// Characters of a byline that is found in the body at most.
const LONGEST_BYLINE: usize = 80;

/// What stands between a headline and the name of a site.
const SEPARATORS: [char; 8] = ['|', '-', '–', '—', ':', '·', '•', '»'];

/// Looks at the whole page, which must not have been cleaned yet.
pub(super) fn find(page: &Document) -> Found {
    let metas = Metas::of(page);
    let ld = json_ld(page).unwrap_or_default();
    let source = ld.source.or_else(|| metas.first(&["og:site_name", "publisher", "dc.publisher", "dcterms.publisher"]));
    let site = metas.first(&["og:site_name"]).or_else(|| source.clone());
    let title = ld.title.or_else(|| metas.first(&["og:title", "twitter:title", "dc.title", "headline"]));
    let title = title.or_else(|| title_element(page)).or_else(|| text_of(page, "h1"));
    let published = [
        "article:published_time",
        "og:published_time",
        "og:article:published_time",
        "datepublished",
        "parsely-pub-date",
        "dc.date.issued",
        "dc.date",
        "dcterms.created",
        "pubdate",
        "publishdate",
        "publish-date",
        "sailthru.date",
        "date",
    ];
    let date =
        ld.date.or_else(|| published.iter().find_map(|name| metas.first(&[name]).and_then(|date| parse_date(&date))));
    let canonical = page.select("link[rel=canonical]").attr("href").and_then(|href| web_address(&href));
    let author = ld.author.or_else(|| metas.author()).or_else(|| byline(page));
    Found {
        title: title.map(|title| without_site(&title, site.as_deref())),
        date: date.or_else(|| date_of_time(page)),
        source,
        url: canonical.or_else(|| metas.first(&["og:url"]).and_then(|url| web_address(&url))).or(ld.url),
        author,
    }
}

/// The contents of `meta` elements by their lower-case names; the first of a name counts.
struct Metas(HashMap<String, String>);

impl Metas {
    fn of(page: &Document) -> Metas {
        let mut metas = HashMap::new();
        for meta in page.select("meta[content]").nodes() {
            let content = collapsed(&meta.attr_or("content", ""));
            if content.is_empty() {
                continue;
            }
            for key in ["property", "name", "itemprop"] {
                if let Some(name) = meta.attr(key) {
                    metas.entry(name.trim().to_lowercase()).or_insert_with(|| content.clone());
                }
            }
        }
        Metas(metas)
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.0.get(*name).cloned())
    }

    fn author(&self) -> Option<String> {
        for name in [
            "author",
            "article:author",
            "og:article:author",
            "parsely-author",
            "dc.creator",
            "dcterms.creator",
            "sailthru.author",
            "byl",
        ] {
            // Some give the address of a profile.
            if let Some(author) = self.0.get(name).filter(|author| web_address(author).is_none()) {
                return Some(without_by(author).to_owned());
            }
        }
        None
    }
}

/// The first article among the JSON-LD objects of a page.
fn json_ld(page: &Document) -> Option<Found> {
    let mut left = MOST_OBJECTS;
    for script in page.select("script[type='application/ld+json']").nodes() {
        let text = script.text();
        let text =
            text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
        let text = text.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>");
        let Ok(value) = serde_json::from_str::<Value>(text) else { continue };
        if let Some(article) = article_in(&value, &mut left) {
            return Some(article);
        }
    }
    None
}

fn article_in(value: &Value, left: &mut usize) -> Option<Found> {
    // The depth of JSON is bounded by its parser.
    *left = left.checked_sub(1)?;
    match value {
        Value::Array(values) => values.iter().find_map(|value| article_in(value, left)),
        Value::Object(fields) => {
            if fields.get("@type").is_some_and(is_article_type) {
                return Some(from_object(value));
            }
            ["@graph", "mainEntity", "mainEntityOfPage"].iter().find_map(|key| article_in(fields.get(*key)?, left))
        }
        _ => None,
    }
}

fn is_article_type(value: &Value) -> bool {
    match value {
        Value::String(name) => name.ends_with("Article") || name.ends_with("BlogPosting") || name == "Report",
        Value::Array(names) => names.iter().any(|name| name.is_string() && is_article_type(name)),
        _ => false,
    }
}

fn from_object(article: &Value) -> Found {
    let words = |key: &str| words_of(&article[key]).map(|words| decoded(&words)).filter(|words| !words.is_empty());
    let page = match &article["mainEntityOfPage"] {
        Value::Object(page) => page.get("@id").and_then(words_of),
        page => words_of(page),
    };
    Found {
        title: words("headline").or_else(|| words("name")),
        date: article["datePublished"].as_str().and_then(parse_date),
        source: words("publisher").filter(|source| web_address(source).is_none()),
        url: words("url").and_then(|url| web_address(&url)).or_else(|| web_address(&page?)),
        author: words("author")
            .filter(|author| web_address(author).is_none())
            .map(|author| without_by(&author).to_owned()),
    }
}

/// Text in a script is not decoded by the parser of the page, but often has entities all the same.
fn decoded(text: &str) -> String {
    if !text.contains('&') || !text.contains(';') {
        return collapsed(text);
    }
    collapsed(&Document::fragment(text.replace('<', "&lt;")).text())
}

/// The day in the page's `time` elements: those in its article or main part, else all; nothing where they disagree and none
/// is marked as the day of publication.
fn date_of_time(page: &Document) -> Option<Date> {
    for selector in ["time[pubdate]", "time[itemprop=datePublished]", "article time", "main time", "time"] {
        let mut first = None;
        let mut agreed = true;
        for time in page.select(selector).nodes() {
            let written = time.attr("datetime").unwrap_or_else(|| time.text());
            let Some(date) = parse_date(&written) else { continue };
            agreed &= *first.get_or_insert(date) == date;
        }
        if first.is_some() {
            return first.filter(|_| agreed);
        }
    }
    None
}

/// The author as an element of the page names it.
fn byline(page: &Document) -> Option<String> {
    for selector in ["[rel=author]", "[itemprop=author]", ".byline", ".author"] {
        let mut names: Vec<String> = Vec::new();
        for element in page.select(selector).nodes() {
            let text = collapsed(&element.text());
            let name = text.split(['|', '•', '·']).next().unwrap_or_default();
            let name = without_by(name.trim()).to_owned();
            if !name.is_empty() && name.chars().count() <= LONGEST_BYLINE && !names.contains(&name) && names.len() < 8 {
                names.push(name);
            }
        }
        if !names.is_empty() {
            return Some(names.join(", "));
        }
    }
    None
}

fn without_by(author: &str) -> &str {
    let begins = author.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("by "));
    if begins { author[3..].trim() } else { author.trim() }
}

/// The text of the `title` element; of one that is the page's headline with something behind it
/// or before it, the headline.
fn title_element(page: &Document) -> Option<String> {
    let title = text_of(page, "title")?;
    let Some(headline) = text_of(page, "h1") else { return Some(title) };
    let begins_with_headline =
        title.strip_prefix(headline.as_str()).is_some_and(|rest| rest.trim_start().starts_with(SEPARATORS));
    let ends_with_headline =
        title.strip_suffix(headline.as_str()).is_some_and(|rest| rest.trim_end().ends_with(SEPARATORS));
    Some(if begins_with_headline || ends_with_headline { headline } else { title })
}

/// Cuts the name of the site off the end of a title, where the page itself says that it is that.
fn without_site(title: &str, site: Option<&str>) -> String {
    let Some(before) = site.and_then(|site| title.strip_suffix(site)) else { return title.to_owned() };
    let before = before.trim_end();
    let cut = before.trim_end_matches(SEPARATORS).trim_end();
    let is_separated = cut.len() < before.len() && !cut.is_empty();
    if is_separated { cut.to_owned() } else { title.to_owned() }
}

fn text_of(page: &Document, selector: &str) -> Option<String> {
    let text = collapsed(&page.select_single(selector).text());
    (!text.is_empty()).then_some(text)
}

fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    (is_address && !text.contains(char::is_whitespace)).then(|| text.to_owned())
}

/// `text` with each run of blanks made one space, and none at its ends.
fn collapsed(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}
