//! What a page says about itself in its head: JSON-LD, OpenGraph and other `meta` elements, `time`, `link`, `title`.

use super::published;
use crate::article::dates::parse_date;
use crate::article::json_lines::words_of;
use crate::article::plain::Found;
use dom_query::Document;
use jiff::civil::Date;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Objects in the JSON-LD of a page that are looked at.
const MOST_OBJECTS: usize = 2000;

/// Characters of a byline that is found in the body at most.
const LONGEST_BYLINE: usize = 80;

/// What stands between a headline and the name of a site.
const SEPARATORS: [char; 8] = ['|', '-', '–', '—', ':', '·', '•', '»'];

/// Looks at the whole page, which must not have been cleaned yet.
pub(super) fn find(page: &Document, scripts: &[Result<Value, String>]) -> Found {
    let metas = Metas::of(page);
    let JsonLd { article, date: other_date } = described(scripts);
    let ld = article.unwrap_or_default();
    let source = ld.source.or_else(|| metas.first(&["og:site_name", "publisher", "dc.publisher", "dcterms.publisher"]));
    let site = metas.first(&["og:site_name"]).or_else(|| source.clone());
    let shown = metas.first(&["og:title", "twitter:title", "dc.title", "headline"]);
    let headline = ld.title.filter(|headline| !is_another(page, shown.as_deref(), headline));
    let title = headline.or(shown).or_else(|| title_element(page)).or_else(|| text_of(page, "h1"));
    let title = title.map(|title| without_site(&title, site.as_deref()));
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
    let url = canonical.or_else(|| metas.first(&["og:url"]).and_then(|url| web_address(&url))).or(ld.url);
    let date = date.or(other_date).or_else(|| published::find(page, title.as_deref()));
    Found { date: date.or_else(|| published::in_address(url.as_deref()?)), title, source, url, author }
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
                // What is marked in the body may be of a comment; it is looked at where it stands.
                if let Some(name) = meta.attr(key).filter(|name| key != "itemprop" || !name.contains("datePublished")) {
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

/// What the JSON-LD of a page says.
#[derive(Default)]
struct JsonLd {
    /// The first article in it.
    article: Option<Found>,
    /// When the page was published, or what else it is about than an article.
    date: Option<Date>,
}

fn described(scripts: &[Result<Value, String>]) -> JsonLd {
    let mut left = MOST_OBJECTS;
    let mut found = JsonLd::default();
    let mut broken = None;
    for script in scripts {
        match script {
            Ok(value) => {
                if let Some(article) = article_in(value, &mut left) {
                    found.article = Some(article);
                    return found;
                }
                found.date = found.date.or_else(|| date_in(value, &mut left));
            }
            Err(text) if broken.is_none() => broken = article_in_broken(text),
            Err(_) => {}
        }
    }
    found.article = broken;
    found
}

/// Whether what follows a quotation mark shows that a value ended with it: a bracket, the end of the line, or the next key.
fn ends_value(after: &str) -> bool {
    let line = after.lines().next().unwrap_or_default().trim();
    if line.is_empty() || line == "," || line.starts_with(['}', ']']) {
        return true;
    }
    let key = line.strip_prefix(',').and_then(|rest| rest.trim_start().strip_prefix('"'));
    key.and_then(|key| key.split_once('"')).is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
}

/// When something was published that is a page or a work of some other kind than an article.
fn date_in(value: &Value, left: &mut usize) -> Option<Date> {
    *left = left.checked_sub(1)?;
    match value {
        Value::Array(values) => values.iter().find_map(|value| date_in(value, left)),
        Value::Object(fields) => {
            let date = fields.get("datePublished").and_then(Value::as_str).and_then(parse_date);
            let is_of_page = fields.get("@type").is_some_and(is_page_type);
            date.filter(|_| is_of_page).or_else(|| {
                ["@graph", "mainEntity", "mainEntityOfPage"].iter().find_map(|key| date_in(fields.get(*key)?, left))
            })
        }
        _ => None,
    }
}

fn is_page_type(value: &Value) -> bool {
    match value {
        Value::String(name) => {
            name.ends_with("Page")
                || ["Recipe", "HowTo", "CreativeWork", "Book"].iter().any(|end| name.ends_with(end))
                || name.ends_with("Posting")
        }
        Value::Array(names) => names.iter().any(|name| name.is_string() && is_page_type(name)),
        _ => false,
    }
}

/// Headline and date of an article in JSON that is not quite JSON.
fn article_in_broken(text: &str) -> Option<Found> {
    let names_article = ["Article\"", "BlogPosting\"", "Report\""].iter().any(|name| text.contains(name));
    if !names_article {
        return None;
    }
    let title = value_in_broken(text, "headline").map(|title| decoded(&title)).filter(|title| !title.is_empty());
    let date = value_in_broken(text, "datePublished").and_then(|date| parse_date(&date));
    Some(Found { title, date, source: None, url: None, author: None })
}

/// The first string that is the value of `key`; it must end in its line.
fn value_in_broken(text: &str, key: &str) -> Option<String> {
    let key = format!("\"{key}\"");
    for (at, _) in text.match_indices(&key) {
        let value = text[at + key.len()..].trim_start().strip_prefix(':').map(str::trim_start);
        let Some(value) = value.and_then(|value| value.strip_prefix('"')) else { continue };
        let line = value.lines().next().unwrap_or_default();
        let mut escaped = false;
        for (end, char) in line.char_indices() {
            if char == '"' && !escaped && ends_value(&value[end + 1..]) {
                let quoted = format!("\"{}\"", &line[..end].replace(|char: char| char.is_control(), " "));
                return serde_json::from_str(&quoted).ok().or_else(|| Some(line[..end].to_owned()));
            }
            escaped = char == '\\' && !escaped;
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
    let mut best: Option<String> = None;
    for heading in page.select("h1").nodes() {
        let headline = collapsed(&heading.text());
        // The sign of a link to the heading itself.
        let headline = headline.trim_end_matches(['¶', '#', ' ']).to_owned();
        let begins =
            title.strip_prefix(headline.as_str()).is_some_and(|rest| rest.trim_start().starts_with(SEPARATORS));
        let ends = title.strip_suffix(headline.as_str()).is_some_and(|rest| rest.trim_end().ends_with(SEPARATORS));
        // The name of the site may be a heading, too.
        let is_longer = best.as_ref().is_none_or(|best| best.len() <= headline.len());
        if (begins || ends) && is_longer && !headline.is_empty() {
            best = Some(headline);
        }
    }
    Some(best.unwrap_or(title))
}

/// Whether a headline for programs is not that of the page: it has few words in common with what the page shows, where that
/// agrees with itself.
fn is_another(page: &Document, shown: Option<&str>, headline: &str) -> bool {
    let title = text_of(page, "title");
    let texts: Vec<HashSet<String>> =
        [shown.map(str::to_owned), text_of(page, "h1"), title].into_iter().flatten().map(|text| words(&text)).collect();
    let headline = words(headline);
    let agree = texts.iter().enumerate().any(|(number, one)| {
        texts[..number].iter().any(|other| !one.is_empty() && (one.is_subset(other) || other.is_subset(one)))
    });
    let differs = |text: &HashSet<String>| {
        let common = text.intersection(&headline).count();
        2 * common <= text.len().min(headline.len()) && 3 * common < text.len().max(headline.len())
    };
    agree && texts.iter().all(differs)
}

/// The words of a text; signs of scripts that leave no space between words count one by one.
fn words(text: &str) -> HashSet<String> {
    let mut words = HashSet::new();
    for run in text.to_lowercase().split(|char: char| !char.is_alphanumeric()).filter(|run| !run.is_empty()) {
        if run.chars().any(|char| char >= '\u{e00}') {
            words.extend(run.chars().map(String::from));
        } else {
            words.insert(run.to_owned());
        }
    }
    words
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::html::json_ld;
    use jiff::civil::date;

    fn of(html: &str) -> Found {
        let page = Document::from(html);
        find(&page, &json_ld::of_page(&page))
    }

    #[test]
    fn json_ld_is_found_whatever_its_script_is_called() {
        let ld =
            r#"{"@context":"https://schema.org","@type":"NewsArticle","headline":"Fog","datePublished":"2021-04-13"}"#;
        for kind in
            ["", "type='Application/LD+JSON'", "type='application/ld+json; charset=utf-8'", "type='text/javascript'"]
        {
            let found = of(&format!("<head><script {kind}>{ld}</script></head>"));
            assert_eq!((found.title.as_deref(), found.date), (Some("Fog"), Some(date(2021, 4, 13))), "{kind}");
        }
        let other = ld.replace("@context", "context");
        assert_eq!(of(&format!("<head><script>{other}</script></head>")).date, None);
    }

    #[test]
    fn json_ld_that_is_not_quite_valid_is_read_as_far_as_it_goes() {
        for ld in [
            "{'a':1, \"@type\":\"NewsArticle\",\"headline\":\"The \\\"fog\\\" lifts\",\"datePublished\":\"2021-04-13\"}",
            "{\"@type\":\"NewsArticle\",\n\"publisher\": Bell,\n\"headline\": \"The \"fog\" lifts\",\n\"datePublished\": \"2021-04-13 09:49\",\n}",
            "{\"@type\":\"NewsArticle\",\"articleBody\":\"One\ttwo\nthree\",\"headline\":\"The \\\"fog\\\" lifts\",\"datePublished\":\"2021-04-13\"}",
        ] {
            let found = of(&format!("<head><script type='application/ld+json'>{ld}</script></head>"));
            assert_eq!(
                (found.title.as_deref(), found.date),
                (Some("The \"fog\" lifts"), Some(date(2021, 4, 13))),
                "{ld}"
            );
        }
    }

    #[test]
    fn the_day_of_a_page_counts_where_no_article_has_one() {
        let graph = |types: &str| {
            of(&format!(
                r#"<title>Fog</title><script type="application/ld+json">{{"@graph":[{{"@type":"WebSite","name":"The Bell"}},
                {{"@type":{types},"name":"Fog - The Bell","datePublished":"2021-04-13T10:00:00Z"}}]}}</script>"#
            ))
        };
        for types in [r#""WebPage""#, r#"["WebPage","FAQPage"]"#, r#""Recipe""#] {
            let found = graph(types);
            assert_eq!((found.title.as_deref(), found.date), (Some("Fog"), Some(date(2021, 4, 13))), "{types}");
        }
        assert_eq!(graph(r#""Review""#).date, None);
    }

    #[test]
    fn a_headline_for_programs_that_says_something_else_is_not_the_title() {
        let title = |headline: &str, title: &str, heading: &str| {
            let ld = format!(r#"{{"@type":"Article","headline":"{headline}"}}"#);
            of(&format!("<title>{title}</title><script type='application/ld+json'>{ld}</script><h1>{heading}</h1>"))
                .title
        };
        assert_eq!(
            title("Sheltered part of a sea", "Saltmere Bay - Bell", "Saltmere Bay").as_deref(),
            Some("Saltmere Bay")
        );
        assert_eq!(
            title("Bay that is sheltered from the sea", "Saltmere Bay - Bell", "Saltmere Bay").as_deref(),
            Some("Saltmere Bay")
        );
        // Another wording, or a page that does not agree with itself.
        assert_eq!(
            title("Fog lifts over Saltmere", "Fog lifts - Bell", "Fog lifts").as_deref(),
            Some("Fog lifts over Saltmere")
        );
        assert_eq!(title("Fog lifts over Saltmere", "The Bell", "Ships").as_deref(), Some("Fog lifts over Saltmere"));
    }

    #[test]
    fn the_name_of_the_site_may_be_a_heading_too() {
        let page = "<title>Fog lifts over the Sound · Bell</title><h1>Bell</h1><h1>Fog lifts over the Sound <a href=#x>¶</a></h1>";
        assert_eq!(of(page).title.as_deref(), Some("Fog lifts over the Sound"));
    }
}
