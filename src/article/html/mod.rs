//! Web pages: their main text and what they say about themselves.
//!
//! The main text is what Mozilla's readability method takes for it (by way of `dom_smoothie`); where that finds nothing it
//! is the whole body without its navigation. Headline, byline and captions are no part of it.
//!
//! Three guards make any bytes safe: a page whose elements stand too deep inside each other is refused before it is parsed
//! (parsing takes time that grows with depth times length), one with very many elements is read without the readability
//! method, and the reader above catches panics.

mod json_ld;
mod marked;
mod metadata;
mod nesting;
mod published;
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
    let scripts = json_ld::of_page(&page);
    let found = metadata::find(&page, &scripts);
    let text = main_text(page, found.title.as_deref(), marked::in_json_ld(&scripts));
    // A dateline or a last line in the text says what the page's head does not.
    let within = plain::find(&text);
    let author = found.author.or(within.author);
    let mut text = text::without_head_lines(&text, author.as_deref());
    if !text.chars().any(char::is_alphanumeric) {
        // All of it was taken for something else; what there is is better than nothing.
        text = text::of_page(&Document::from(html));
    }
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

/// The text of a piece of a page that holds the story and little else, as in a feed.
///
/// # Errors
/// [`Reason::TooComplex`] where it is nested too deep.
pub(crate) fn fragment_text(html: &str, title: Option<&str>) -> Result<String, Reason> {
    nesting::check(html)?;
    let piece = Document::fragment(html);
    text::remove_clutter(&piece, title);
    Ok(text::of_page(&piece))
}

/// The text of a whole page, with all around its story.
///
/// # Errors
/// [`Reason::TooComplex`] where it is nested too deep.
pub(crate) fn whole_text(html: &str) -> Result<String, Reason> {
    nesting::check(html)?;
    Ok(text::of_page(&Document::from(html)))
}

/// The main text, for which `in_data` is what the page's data gives.
fn main_text(page: Document, title: Option<&str>, in_data: Option<String>) -> String {
    text::remove_clutter(&page, title);
    let in_elements = marked::in_elements(&page);
    let main = found_text(page);
    // Within the body there may be much that is no story, so that a part of it is the better choice; data is the story alone.
    let another = in_elements.filter(|story| marked::lacks(&main, story) && marked::lacks(story, &main));
    another.or_else(|| in_data.filter(|story| marked::lacks(&main, story))).unwrap_or(main)
}

/// What the readability method takes for the main text, or all of it.
fn found_text(page: Document) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// A page with all the furniture around `story`.
    fn page(head: &str, story: &str) -> String {
        format!(
            "<!doctype html><html><head><meta charset=utf-8>{head}</head><body>\
             <nav><ul><li><a href=/>Home</a></li></ul></nav><main><article>{story}</article></main>\
             <aside><h3>Most read</h3><a href=/x>“I was in the bath”</a></aside><footer>© The Lowmark Bell</footer>\
             </body></html>"
        )
    }

    const STORY: &str = "<p>The fog lifted on Tuesday, after eleven days, and the boats went out again before noon, all of them.</p>\
                         <p>&ldquo;I saw the sea,&rdquo; said Ada&nbsp;Quayle, who\n  keeps the <em>light</em>.</p>";
    const STORY_TEXT: &str = "The fog lifted on Tuesday, after eleven days, and the boats went out again before noon, all of them.\n\n\
                              “I saw the sea,” said Ada Quayle, who keeps the light.";

    fn text(story: &str) -> String {
        read(&page("", story)).unwrap().text
    }

    #[test]
    fn the_main_text_is_paragraphs_and_nothing_around_them() {
        let story = format!(
            "<h1>Fog lifts</h1><p class=byline>By Bo Rask</p><p>Bo Rask <time datetime=2021-03-03>3 March 2021</time></p>\
             <figure><img src=x><figcaption>The light. Photo: Bo Rask</figcaption></figure>{STORY}"
        );
        let article = read(&page("<title>Fog lifts</title><meta name=author content='Bo Rask'>", &story)).unwrap();
        assert_eq!(article.text, STORY_TEXT);
        assert_eq!(article.title.as_deref(), Some("Fog lifts"));
        assert_eq!(article.author.as_deref(), Some("Bo Rask"));
        assert_eq!(article.date, Some(date(2021, 3, 3)));
    }

    #[test]
    fn quotations_keep_their_form() {
        let story = format!(
            "{STORY}<p><q>It went, <q>poof</q>, like that</q>, he said.</p><blockquote><p>“One.”</p><p>Two.<br>Three.</p></blockquote>"
        );
        let expected =
            format!("{STORY_TEXT}\n\n“It went, ‘poof’, like that”, he said.\n\n> “One.”\n\n> Two.\n> Three.");
        assert_eq!(text(&story), expected);
    }

    #[test]
    fn breaks_lists_and_cells_do_not_run_together() {
        let story = format!("{STORY}<p>One<br>two</p><ul><li>three<li>four</ul><table><tr><td>five<td>six</table>");
        assert_eq!(text(&story), format!("{STORY_TEXT}\n\nOne\ntwo\n\nthree\n\nfour\n\nfive six"));
    }

    #[test]
    fn a_page_without_a_story_gives_its_body() {
        let article = read("<body><div>Fog.</div><script>var x = '“no”';</script></body>").unwrap();
        assert_eq!(article.text, "Fog.");
    }

    #[test]
    fn a_story_that_the_page_marks_is_found_beside_more_prose() {
        let told: String = (0..6).map(|number| format!("<p>On day {number} the fog stood on the sound, “as thick as wool,” said Ada Quayle, who keeps the light.</p>")).collect();
        let club: String = (0..30)
            .map(|number| format!("<p>Readers of the Bell, number {number}, win a trip on the ferry, with coffee, cake, a blanket and a seat on deck.</p>"))
            .collect();
        let marked =
            format!("<body><div><div itemprop=articleBody>{told}</div></div><div class=content>{club}</div></body>");
        let article = read(&marked).unwrap();
        assert!(article.text.starts_with("On day 0 the fog") && !article.text.contains("blanket"), "{}", article.text);
        let body = text::of_fragment(&told).replace("\n\n", "\\n");
        let data = format!(
            "<head><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script></head><body><div class=content>{club}</div></body>"
        );
        assert_eq!(read(&data).unwrap().text, text::of_fragment(&told));
    }

    #[test]
    fn readings_of_signs_are_left_out() {
        let story = STORY.replace("<em>light</em>", "<ruby>灯<rp>(</rp><rt>ひ</rt><rp>)</rp></ruby>");
        assert_eq!(text(&story), STORY_TEXT.replace("light", "灯"));
    }

    #[test]
    fn a_story_in_an_odd_place_is_found() {
        let in_form = format!("<body><form><input name=q><div>{STORY}{STORY}{STORY}{STORY}</div></form></body>");
        assert_eq!(read(&in_form).unwrap().text, [STORY_TEXT; 4].join("\n\n"));
        assert_eq!(read(&format!("<body><aside>{STORY}</aside></body>")).unwrap().text, STORY_TEXT);
        let breaks = "<body><div>The fog lifted, and then it did not.<br><br>“I saw the sea,” said Ada Quayle.<br> <br>She did.</div>";
        assert_eq!(
            read(breaks).unwrap().text,
            "The fog lifted, and then it did not.\n\n“I saw the sea,” said Ada Quayle.\n\nShe did."
        );
    }

    #[test]
    fn json_ld_outweighs_meta_elements_wherever_it_stands() {
        let ld = r#"{"@type":["NewsArticle"],"headline":"Fog &amp; light","datePublished":"2021-03-03T06:10:00Z",
            "author":[{"@type":"Person","name":"Ada Quayle"},{"name":"Bo Rask"}],
            "publisher":{"name":"The Lowmark Bell"},"mainEntityOfPage":{"@id":"https://bell.example/fog"}}"#;
        let meta = r#"<meta property="og:title" content="Other"><meta name="date" content="2020-01-01">"#;
        for ld in [ld.to_owned(), format!("[{ld}]"), format!(r#"{{"@graph":[{{"@type":"WebSite","name":"W"}},{ld}]}}"#)]
        {
            let article =
                read(&page(&format!(r#"{meta}<script type="application/ld+json">{ld}</script>"#), STORY)).unwrap();
            assert_eq!(article.title.as_deref(), Some("Fog & light"));
            assert_eq!(article.date, Some(date(2021, 3, 3)));
            assert_eq!(article.author.as_deref(), Some("Ada Quayle, Bo Rask"));
            assert_eq!(article.source.as_deref(), Some("The Lowmark Bell"));
            assert_eq!(article.url.as_deref(), Some("https://bell.example/fog"));
        }
    }

    #[test]
    fn meta_elements_and_links_fill_the_gaps_that_broken_json_ld_leaves() {
        let head = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":</script>
            <meta property="og:title" content="Fog lifts | The Bell"><meta property="og:site_name" content="The Bell">
            <meta property="article:published_time" content="2021-03-03T06:10:00Z"><meta name="author" content="By Ada Quayle">
            <meta property="article:author" content="https://social.example/ada"><link rel="canonical" href="https://bell.example/fog">"#;
        let article = read(&page(head, STORY)).unwrap();
        assert_eq!(article.title.as_deref(), Some("Fog lifts"));
        assert_eq!(article.source.as_deref(), Some("The Bell"));
        assert_eq!(article.date, Some(date(2021, 3, 3)));
        assert_eq!(article.author.as_deref(), Some("Ada Quayle"));
        assert_eq!(article.url.as_deref(), Some("https://bell.example/fog"));
    }

    #[test]
    fn a_title_loses_its_end_only_where_the_page_proves_that_it_is_the_site() {
        let title = |head: &str| read(&page(head, STORY)).unwrap().title;
        assert_eq!(title("<title>Fog - a memoir</title>").as_deref(), Some("Fog - a memoir"));
        let site = "<meta property=og:site_name content='The Bell'>";
        assert_eq!(
            title(&format!("<title>Fog - a memoir – The Bell</title>{site}")).as_deref(),
            Some("Fog - a memoir")
        );
        assert_eq!(title(&format!("<title>Fog over The Bell</title>{site}")).as_deref(), Some("Fog over The Bell"));
        let headline = page("<title>Fog | The Bell</title>", &format!("<h1>Fog</h1>{STORY}"));
        assert_eq!(read(&headline).unwrap().title.as_deref(), Some("Fog"));
        assert_eq!(title(&format!("<title>The Bell</title>{site}")).as_deref(), Some("The Bell"));
    }

    #[test]
    fn times_that_disagree_are_no_date() {
        let two = "<time datetime=2021-03-03>x</time><time datetime=2020-01-01>y</time>";
        assert_eq!(read(&page("", &format!("{two}{STORY}"))).unwrap().date, None);
        let marked = format!("{two}<time itemprop=datePublished datetime=2021-03-04>z</time>{STORY}");
        assert_eq!(read(&page("", &marked)).unwrap().date, Some(date(2021, 3, 4)));
    }

    #[test]
    fn a_dateline_in_the_text_fills_what_the_head_lacks() {
        let article =
            read(&page("", "<p>LOWMARK, March 3, 2021 (Meridian News) - The fog lifted, and the boats went out.</p>"))
                .unwrap();
        assert_eq!(article.date, Some(date(2021, 3, 3)));
        assert_eq!(article.source.as_deref(), Some("Meridian News"));
    }

    #[test]
    fn deep_pages_are_refused_and_just_allowed_ones_do_not_overflow() {
        assert!(matches!(read(&"<div>".repeat(100_000)), Err(Reason::TooComplex { .. })));
        let deep = format!("{}The fog lifted.{}", "<div>".repeat(500), "</div>".repeat(500));
        assert_eq!(read(&deep).unwrap().text, "The fog lifted.");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn any_tags_in_any_order_are_read(html in "(<p>|</p>|<q>|</q>|<table>|<td>|</table>|<b>|</i>|<a href=x>|<blockquote>|<br>|<svg>|<template>|<select>|<h1>|<li>|<title>|<script>|</script>|<!--|-->|<meta content=x name=date>|é, x|“|&amp;|&#0;|\n){0,60}") {
            let _ = read(&html);
        }
    }
}
