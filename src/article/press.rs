//! What commercial press databases export: one file with many articles, each with headline, source, date, byline, length.
//!
//! Two layouts are known, in plain text, rich text and HTML alike. **Labels**: articles end in `End of Document` or begin
//! with `3 of 20 DOCUMENTS`, and say `LENGTH: 312 words`, `BYLINE: …` above their text. **Codes**: each part of an article
//! begins with two letters (`HD` headline, `BY` byline, `WC` words, `PD` date, `SN` source, `LP` and `TD` text, `AN` number).
//!
//! A file is taken for such an export only where whole articles of a layout are found; all else is one article.

use super::dates::date_at;
use super::{Article, Reason, html};
use jiff::civil::Date;

/// Labels above an article's text.
const HEAD_LABELS: [&str; 13] = [
    "byline",
    "section",
    "length",
    "dateline",
    "headline",
    "highlight",
    "distribution",
    "edition",
    "copyright",
    "copyright notice",
    "source",
    "correction",
    "correction-date",
];

/// Labels below it.
const TAIL_LABELS: [&str; 20] = [
    "load-date",
    "language",
    "publication-type",
    "publication type",
    "journal code",
    "journal-code",
    "graphic",
    "subject",
    "classification",
    "organization",
    "company",
    "person",
    "geographic",
    "country",
    "city",
    "state",
    "industry",
    "ticker",
    "notes",
    "document-type",
];

/// Codes of the parts of an article.
const CODES: [&str; 28] = [
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "ART", "RF", "CO",
    "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CT", "CLM",
];

/// The articles of a text, if it is an export of a press database.
pub(crate) fn of_text(text: &str) -> Option<Vec<Article>> {
    if !looks_like_export(text) {
        return None;
    }
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{c}'], "\n").replace('\u{a0}', " ");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let articles = labelled(&lines).or_else(|| coded(&lines))?;
    (!articles.is_empty()).then_some(articles)
}

/// The articles of a page, if it is an export of a press database.
///
/// # Errors
/// Where the page can't be read.
pub(crate) fn of_page(page: &str) -> Result<Option<Vec<Article>>, Reason> {
    if !looks_like_export(page) {
        return Ok(None);
    }
    Ok(of_text(&html::whole_text(page)?))
}

/// A quick look: whether it may be worth a close one.
fn looks_like_export(text: &str) -> bool {
    let has = |part: &str| memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some();
    let labelled = has("End of Document") || has(" DOCUMENTS");
    labelled && (has("LENGTH:") || has("Length:")) || has("HD") && has("PD") && has("SN") && has("LP")
}

/// Whether a line says that an article ends here or begins below.
fn is_border(line: &str) -> bool {
    if line == "End of Document" {
        return true;
    }
    let Some(rest) = line.strip_suffix(" DOCUMENTS").or_else(|| line.strip_suffix(" DOCUMENT")) else { return false };
    rest.split_once(" of ").is_some_and(|(one, all)| is_number(one) && is_number(all))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Label, in lower case, and what follows it.
fn label<'t>(line: &'t str, labels: &[&str]) -> Option<(String, &'t str)> {
    let (label, value) = line.split_once(':')?;
    let label = label.to_lowercase();
    labels.contains(&label.as_str()).then(|| (label, value.trim()))
}

/// Layout of labels.
fn labelled(lines: &[&str]) -> Option<Vec<Article>> {
    if !lines.iter().any(|line| is_border(line)) {
        return None;
    }
    let mut articles = Vec::new();
    for part in lines.split(|line| is_border(line)) {
        articles.extend(labelled_article(part));
    }
    Some(articles)
}

/// One article; nothing where a part has no length and so is none, as the list of contents.
fn labelled_article(lines: &[&str]) -> Option<Article> {
    let last_label = last_head_label(lines)?;
    let body_line = lines.iter().position(|line| *line == "Body").filter(|at| *at > last_label);
    let start = body_line.map_or(last_label + 1, |at| at + 1);
    let ends = |line: &&str| label(line, &TAIL_LABELS).is_some() || *line == "Classification" || is_copyright(line);
    let end = lines[start..].iter().position(ends).map_or(lines.len(), |at| start + at);
    let mut head = Head::default();
    for line in &lines[..=last_label] {
        head.take(line);
    }
    Some(Article {
        title: head.title(),
        date: head.date,
        source: head.source().map(str::to_owned),
        author: head.byline.map(str::to_owned),
        text: paragraphs(&lines[start..end]),
        ..Article::default()
    })
}

/// Where the last label above the text stands: labels follow each other with nothing but blank lines and their own further
/// lines between, and one of them says how long the article is.
fn last_head_label(lines: &[&str]) -> Option<usize> {
    let length = lines.iter().position(|line| {
        label(line, &["length"]).is_some_and(|(_, value)| value.starts_with(|first: char| first.is_ascii_digit()))
    })?;
    let mut last = length;
    for (at, line) in lines.iter().enumerate().skip(length + 1) {
        if line.is_empty() {
            continue;
        }
        if label(line, &HEAD_LABELS).is_none() {
            break;
        }
        last = at;
    }
    Some(last)
}

fn is_copyright(line: &str) -> bool {
    let line = line.to_lowercase();
    line.starts_with("copyright ") && line.bytes().any(|byte| byte.is_ascii_digit()) || line == "all rights reserved"
}

/// What stands above an article's text.
#[derive(Default)]
struct Head<'t> {
    date: Option<Date>,
    headline: Option<&'t str>,
    byline: Option<&'t str>,
    /// Lines above the date and below it that have no label; an empty one stands between blocks.
    above: Vec<&'t str>,
    below: Vec<&'t str>,
}

impl<'t> Head<'t> {
    fn take(&mut self, line: &'t str) {
        if let Some((label, value)) = label(line, &HEAD_LABELS) {
            match label.as_str() {
                "headline" => self.headline = Some(value).filter(|value| !value.is_empty()),
                "byline" => self.byline = Some(without_by(value)).filter(|value| !value.is_empty()),
                _ => {}
            }
            return;
        }
        if is_copyright(line) {
            return;
        }
        if self.date.is_none()
            && let Some((date, _)) = date_at(line)
        {
            self.date = Some(date);
            return;
        }
        if self.date.is_some() { self.below.push(line) } else { self.above.push(line) }
    }

    fn above(&self) -> Vec<&'t str> {
        self.above.iter().copied().filter(|line| !line.is_empty()).collect()
    }

    /// The last line above the date.
    fn source(&self) -> Option<&'t str> {
        self.above().last().copied()
    }

    /// The headline: labelled, or the lines above the source, or the last block below the date.
    fn title(&self) -> Option<String> {
        if let Some(headline) = self.headline {
            return Some(headline.to_owned());
        }
        let above = self.above();
        if above.len() > 1 {
            return Some(above[..above.len() - 1].join(" "));
        }
        let mut blocks = self.below.split(|line| line.is_empty()).filter(|block| !block.is_empty());
        blocks.next_back().filter(|block| !block[0].ends_with("Edition")).map(|block| block.join(" "))
    }
}

fn without_by(byline: &str) -> &str {
    let begins = byline.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("by "));
    if begins { byline[3..].trim() } else { byline }
}

/// Lines as text, one blank line at most between them.
fn paragraphs(lines: &[&str]) -> String {
    let mut text = String::new();
    let mut blank = false;
    for line in lines {
        if line.is_empty() {
            blank = true;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if blank { "\n\n" } else { "\n" });
        }
        blank = false;
        text.push_str(line);
    }
    text
}

/// Code of a line, and what follows it.
fn code(line: &str) -> Option<(&'static str, &str)> {
    let (word, rest) = match line.find([' ', '\t']) {
        Some(at) => (&line[..at], line[at..].trim()),
        None => (line, ""),
    };
    CODES.into_iter().find(|code| *code == word).map(|code| (code, rest))
}

/// Layout of codes.
fn coded(lines: &[&str]) -> Option<Vec<Article>> {
    let mut articles = Vec::new();
    let mut parts: Vec<(&'static str, Vec<&str>)> = Vec::new();
    for line in lines {
        match code(line) {
            Some((code, rest)) => {
                // An article begins with its section or, without one, its headline.
                let begins = code == "SE" || code == "HD" && parts.iter().any(|(code, _)| *code != "SE");
                if begins {
                    articles.extend(coded_article(&parts));
                    parts.clear();
                }
                parts.push((code, vec![rest]));
            }
            None => {
                if let Some((_, lines)) = parts.last_mut() {
                    lines.push(line);
                }
            }
        }
    }
    articles.extend(coded_article(&parts));
    (!articles.is_empty()).then_some(articles)
}

/// One article; nothing where a headline, a date or a text is missing.
fn coded_article(parts: &[(&'static str, Vec<&str>)]) -> Option<Article> {
    let part = |wanted: &str| parts.iter().find(|(code, _)| *code == wanted).map(|(_, lines)| lines.as_slice());
    let words = |wanted: &str| {
        let words = part(wanted)?.iter().filter(|line| !line.is_empty()).copied().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    };
    let texts: Vec<String> = ["LP", "TD", "ART"].iter().filter_map(|code| part(code)).map(paragraphs).collect();
    let text = texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    let date = part("PD")?.iter().find_map(|line| date_at(line)).map(|(date, _)| date);
    let title = words("HD")?;
    if text.is_empty() {
        return None;
    }
    // The number ends the article; what follows it on lines of their own is a footer.
    let number = part("AN").and_then(|lines| lines.iter().find(|line| !line.is_empty()).copied());
    Some(Article {
        id: number.map(|number| number.strip_prefix("Document ").unwrap_or(number).to_owned()).unwrap_or_default(),
        title: Some(title),
        date,
        source: words("SN"),
        url: None,
        author: words("BY").map(|byline| without_by(&byline).to_owned()),
        text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const LABELS: &str = "\
                         1 of 2 DOCUMENTS\n\n\n                      The Lowmark Bell\n\n              March 3, 2021 Wednesday\n                   Final Edition\n\n\
Fog lifts over the Sound after\neleven days\n\nBYLINE: By Ada Quayle\n\nSECTION: NEWS; Pg. 4\n\nLENGTH: 31 words\n\nDATELINE: LOWMARK\n\n\
   “I saw the sea,” said Bo Rask, who keeps\nthe light. Section: he did not say.\n\n   All did.\n\nLOAD-DATE: March 4, 2021\n\nLANGUAGE: ENGLISH\n\n\
           Copyright 2021 The Lowmark Bell\n                All Rights Reserved\n\n\
                         2 of 2 DOCUMENTS\n\n                      Meridian News\n\n              4 March 2021\n\n\
HEADLINE: Boats go out\n\nLENGTH: 12 words\n\n“At last,” said Ines Tolley.\n\n           Copyright 2021 Meridian News\n";

    const ENDS: &str = "Fog lifts over the Sound\nThe Lowmark Bell\nMarch 3, 2021 Wednesday\n\nCopyright 2021 Lowmark Media All Rights Reserved\n\n\
Section: NEWS; Pg. 4\nLength: 31 words\nByline: Ada Quayle\n\nBody\n\n“I saw the sea,” said Bo Rask.\n\nAll did.\n\nClassification\n\nLanguage: ENGLISH\n\n\
Load-Date: March 4, 2021\n\nEnd of Document\n";

    const CODED: &str = "SE\tNews\nHD\tFog lifts over the\nSound\nBY\tBy Ada Quayle\nWC\t31 words\nPD\t3 March 2021\nSN\tThe Lowmark Bell\nSC\tLOWBEL\nLA\tEnglish\n\
CY\t(c) 2021 Lowmark Media\n\nLP\n“I saw the sea,” said Bo Rask.\n\nTD\n“We CO not go,” she said.\n\nAN\tDocument LOWBEL0020210303eh33\n\
HD Boats go out\nWC 12 words\nPD 4 March 2021\nSN Meridian News\nLP “At last,” said Ines Tolley.\nAN Document MN000020210304\n";

    fn line(article: &Article) -> String {
        let field = |field: &Option<String>| field.clone().unwrap_or_default();
        format!(
            "{}|{:?}|{}|{}|{}",
            field(&article.title),
            article.date,
            field(&article.source),
            field(&article.author),
            article.text
        )
    }

    #[test]
    fn articles_with_labels() {
        let articles = of_text(LABELS).unwrap();
        assert_eq!(articles.len(), 2);
        assert_eq!(
            line(&articles[0]),
            "Fog lifts over the Sound after eleven days|Some(2021-03-03)|The Lowmark Bell|Ada Quayle|\
             “I saw the sea,” said Bo Rask, who keeps\nthe light. Section: he did not say.\n\nAll did."
        );
        assert_eq!(line(&articles[1]), "Boats go out|Some(2021-03-04)|Meridian News||“At last,” said Ines Tolley.");
        let articles = of_text(&ENDS.repeat(2)).unwrap();
        assert_eq!(articles.len(), 2);
        let expected = "Fog lifts over the Sound|Some(2021-03-03)|The Lowmark Bell|Ada Quayle|“I saw the sea,” said Bo Rask.\n\nAll did.";
        assert_eq!(line(&articles[0]), expected);
        assert_eq!(line(&articles[1]), expected);
    }

    #[test]
    fn articles_with_codes() {
        let articles = of_text(CODED).unwrap();
        assert_eq!(articles.len(), 2);
        assert_eq!(articles[0].id, "LOWBEL0020210303eh33");
        assert_eq!(
            line(&articles[0]),
            "Fog lifts over the Sound|Some(2021-03-03)|The Lowmark Bell|Ada Quayle|“I saw the sea,” said Bo Rask.\n\n“We CO not go,” she said."
        );
        assert_eq!(line(&articles[1]), "Boats go out|Some(2021-03-04)|Meridian News||“At last,” said Ines Tolley.");
    }

    #[test]
    fn the_same_as_pages() {
        let rows: String = CODED
            .replace('\t', " ")
            .split("\nHD Boats")
            .next()
            .unwrap()
            .split('\n')
            .map(|line| format!("<tr><td>{line}</td></tr>"))
            .collect();
        let articles = of_page(&format!("<html><body><table>{rows}</table></body></html>")).unwrap().unwrap();
        assert_eq!(articles[0].title.as_deref(), Some("Fog lifts over the Sound"));
        assert_eq!(articles[0].date, Some(date(2021, 3, 3)));
        let divs: String = ENDS.split('\n').map(|line| format!("<div>{line}</div>")).collect();
        assert_eq!(line(&of_page(&divs).unwrap().unwrap()[0]).split('|').next(), Some("Fog lifts over the Sound"));
    }

    #[test]
    fn articles_of_any_other_kind_are_left_alone() {
        for text in [
            "Fog.",
            "The archive holds 3 of 20 DOCUMENTS, he said.\n\nLength: 12 words",
            "HD PD SN LP",
            "End of Document\nLength: short",
        ] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_lines_are_read(text in "((HD|PD|SN|LP|AN|TD)[ \t]|LENGTH: 3 words|1 of 2 DOCUMENTS|End of Document|3 March 2021|Body|é|\n){0,40}") {
            let _ = of_text(&text);
        }
    }
}
