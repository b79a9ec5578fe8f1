//! News in XML: what agencies send (NewsML-G2, NITF), and feeds with full text (RSS, Atom). The root element tells which.

mod agency;
mod feeds;
pub(super) mod tree;

use super::reader::Documents;
use super::{Article, Reason, html};
use tree::Element;

/// Reads a document.
///
/// # Errors
/// Where it is no XML, or its root is not one of those that hold news.
pub(super) fn read(bytes: &[u8]) -> Result<Documents, Reason> {
    let root = tree::parse(bytes)?;
    match root.name.as_str() {
        "rss" | "RDF" => Ok(Documents::Many(feeds::rss(&root))),
        "feed" => Ok(Documents::Many(feeds::atom(&root))),
        "nitf" => Ok(Documents::One(agency::nitf(&root)?)),
        "newsItem" => Ok(Documents::One(agency::news_item(&root)?)),
        "newsMessage" => Ok(Documents::Many(agency::news_message(&root))),
        "html" => Ok(Documents::One(html::read(&super::decode(bytes, None)?)?)),
        name => {
            let why = format!("<{name}> is not a root of NewsML-G2, NITF, RSS or Atom");
            Err(Reason::BrokenFile { format: "xml", why })
        }
    }
}

/// The words of an element, if there are any.
fn words(element: Option<&Element>) -> Option<String> {
    element.map(Element::words).filter(|words| !words.is_empty())
}

/// A web address, if it is one.
fn address(text: Option<String>) -> Option<String> {
    text.filter(|text| text.starts_with("http://") || text.starts_with("https://"))
}

/// A byline without the word *by*.
fn author(byline: Option<String>) -> Option<String> {
    let byline = byline?;
    let begins = byline.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("by "));
    Some(if begins { byline[3..].trim().to_owned() } else { byline })
}

/// An article whose text is a piece of HTML.
fn with_html(mut article: Article, content: &str) -> Result<Article, Reason> {
    article.text = html::fragment_text(content, article.title.as_deref())?;
    Ok(article)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn many(xml: &str) -> Vec<Article> {
        match read(xml.as_bytes()).unwrap() {
            Documents::One(article) => vec![article],
            Documents::Many(articles) => articles.into_iter().map(Result::unwrap).collect(),
        }
    }

    #[test]
    fn an_agency_story_in_nitf() {
        let story = r#"<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-4.dtd"><nitf><head><title>Fog lifts</title>
            <docdata><doc-id id-string="mn-0042"/><date.issue norm="20210303T061000Z"/></docdata>
            <pubdata name="Meridian News"/></head><body><body.head><hedline><hl1>Fog lifts over the Sound</hl1></hedline>
            <byline>By Ada Quayle</byline><dateline><location>LOWMARK</location></dateline></body.head>
            <body.content><block><p>“I saw the <em>sea</em>,” said Bo Rask.</p><media><media-caption>The sea.</media-caption></media>
            <hl2>Boats</hl2><bq><p>It was time.</p></bq></block></body.content></body></nitf>"#;
        let article = &many(story)[0];
        assert_eq!(article.id, "mn-0042");
        assert_eq!(article.title.as_deref(), Some("Fog lifts over the Sound"));
        assert_eq!(article.date, Some(date(2021, 3, 3)));
        assert_eq!(article.source.as_deref(), Some("Meridian News"));
        assert_eq!(article.author.as_deref(), Some("Ada Quayle"));
        assert_eq!(article.text, "“I saw the sea,” said Bo Rask.\n\nBoats\n\n> It was time.");
    }

    #[test]
    fn agency_stories_in_newsml() {
        let item = |guid: &str, content: &str| {
            format!(
                r#"<newsItem guid="{guid}" version="2" xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta>
                <provider literal="MN"><name>Meridian News</name></provider><versionCreated>2021-03-04T00:00:00Z</versionCreated>
                <firstCreated>2021-03-03T23:10:00Z</firstCreated></itemMeta><contentMeta><by>By Ada Quayle</by>
                <headline>Fog lifts</headline></contentMeta><contentSet>{content}</contentSet></newsItem>"#
            )
        };
        let html = "<inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'><head><title>Fog</title>\
                    </head><body><p>“I saw the sea,” said Bo Rask.</p></body></html></inlineXML>";
        let plain = "<inlineData contenttype='text/plain'>“The boats go,” said Bo Rask.\n\nAll of them.</inlineData>";
        let message = format!(
            "<newsMessage><header/><itemSet>{}{}</itemSet></newsMessage>",
            item("urn:mn:1", html),
            item("urn:mn:2", plain)
        );
        let articles = many(&message);
        assert_eq!(articles.len(), 2);
        assert_eq!(articles[0].id, "urn:mn:1");
        assert_eq!(articles[0].text, "“I saw the sea,” said Bo Rask.");
        assert_eq!(articles[1].text, "“The boats go,” said Bo Rask.\n\nAll of them.");
        for article in &articles {
            assert_eq!(article.title.as_deref(), Some("Fog lifts"));
            assert_eq!(article.date, Some(date(2021, 3, 3)));
            assert_eq!(article.source.as_deref(), Some("Meridian News"));
            assert_eq!(article.author.as_deref(), Some("Ada Quayle"));
        }
    }

    #[test]
    fn feeds_with_full_text() {
        let rss = r#"<rss version="2.0" xmlns:content="c" xmlns:dc="d" xmlns:media="m"><channel><title>The Bell</title>
            <link>https://bell.example</link><item><title>Fog lifts</title><media:title>Photo</media:title>
            <link>https://bell.example/fog</link><guid isPermaLink="false">bell-7</guid><pubDate>Wed, 03 Mar 2021 06:10:00 GMT</pubDate>
            <dc:creator>Ada Quayle</dc:creator><description>The fog lifted.</description>
            <content:encoded><![CDATA[<p>&#8220;I saw the sea,&#8221; said Bo Rask.</p><p>All did.</p>]]></content:encoded></item></channel></rss>"#;
        let article = &many(rss)[0];
        assert_eq!((article.id.as_str(), article.title.as_deref()), ("bell-7", Some("Fog lifts")));
        assert_eq!(article.date, Some(date(2021, 3, 3)));
        assert_eq!(article.source.as_deref(), Some("The Bell"));
        assert_eq!(article.url.as_deref(), Some("https://bell.example/fog"));
        assert_eq!(article.author.as_deref(), Some("Ada Quayle"));
        assert_eq!(article.text, "“I saw the sea,” said Bo Rask.\n\nAll did.");

        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>The Bell</title><entry><id>tag:bell,1</id>
            <title type="html">Fog &amp;amp; boats</title><link rel="alternate" href="https://bell.example/fog"/>
            <link rel="edit" href="https://bell.example/edit"/><updated>2021-03-05T00:00:00Z</updated>
            <published>2021-03-03T00:00:00Z</published><author><name>Ada Quayle</name></author><author><name>Bo Rask</name></author>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>“I saw the sea,” said Bo Rask.</p></div></content></entry>
            <entry><id>tag:bell,2</id><title>More</title><updated>2021-03-05</updated><content type="html">&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>"#;
        let articles = many(atom);
        assert_eq!(articles[0].title.as_deref(), Some("Fog & boats"));
        assert_eq!(articles[0].date, Some(date(2021, 3, 3)));
        assert_eq!(articles[0].author.as_deref(), Some("Ada Quayle, Bo Rask"));
        assert_eq!(articles[0].url.as_deref(), Some("https://bell.example/fog"));
        assert_eq!(articles[0].text, "“I saw the sea,” said Bo Rask.");
        assert_eq!((articles[1].id.as_str(), articles[1].text.as_str()), ("tag:bell,2", "Two."));
    }

    #[test]
    fn other_xml_says_what_it_is() {
        let reason = read(b"<menu/>").err().map(|reason| reason.to_string());
        assert_eq!(reason.as_deref(), Some("not a readable xml: <menu> is not a root of NewsML-G2, NITF, RSS or Atom"));
    }
}
