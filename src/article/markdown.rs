//! Markdown: front matter goes, the text below it stays as written.

use super::Article;
use super::front_matter;
use super::plain;

/// Reads a Markdown text; its line breaks are made `\n`.
///
/// Front matter counts first, then the first heading for the title, then what plain text would say of itself.
pub(crate) fn read(text: String) -> Article {
    let text = plain::normalised(text);
    let (front, text) = match front_matter::split(&text) {
        Some((front, body)) => (front, body.to_owned()),
        None => (plain::Found::default(), text),
    };
    let below = plain::find(&text);
    Article {
        id: String::new(),
        title: front.title.or_else(|| heading(&text)).or(below.title),
        date: front.date.or(below.date),
        source: front.source.or(below.source),
        url: front.url.or(below.url),
        author: front.author.or(below.author),
        text,
    }
}

/// The first heading of the first level (`# …`, or underlined with `=`) outside of code, else the first line if that is a
/// heading of any level.
fn heading(text: &str) -> Option<String> {
    let mut in_code = false;
    let mut above = "";
    let mut first_line = true;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            in_code = !in_code;
        }
        let underlined = !above.is_empty() && trimmed.len() > 2 && trimmed.bytes().all(|byte| byte == b'=');
        let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
        let is_heading = (1..=6).contains(&level) && trimmed[level..].starts_with([' ', '\t']);
        if !in_code && underlined {
            return named(above);
        }
        if !in_code && is_heading && (level == 1 || first_line) {
            return named(trimmed);
        }
        above = trimmed;
        first_line &= trimmed.is_empty();
    }
    None
}

fn named(line: &str) -> Option<String> {
    let title = plain::bare(line);
    (!title.is_empty()).then(|| title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn front_matter_outweighs_the_heading_and_the_body_stays_as_written() {
        let article = read("---\r\ntitle: The pier\r\n---\r\n# Pier\r\n\r\n“It *was* wet,” he said.\r\n".to_owned());
        assert_eq!(article.title.as_deref(), Some("The pier"));
        assert_eq!(article.text, "# Pier\n\n“It *was* wet,” he said.\n");
    }

    #[test]
    fn a_heading_is_the_title_in_each_of_its_forms() {
        let title = |text: &str| read(text.to_owned()).title;
        assert_eq!(title("# The **pier** falls #\n\nIt fell.").as_deref(), Some("The **pier** falls"));
        assert_eq!(title("The pier falls\n==========\n\nIt fell.").as_deref(), Some("The pier falls"));
        assert_eq!(title("## The pier falls\n\nIt fell.").as_deref(), Some("The pier falls"));
        assert_eq!(title("*Opinion*\n\n# The pier falls\n\nIt fell.").as_deref(), Some("The pier falls"));
        assert_eq!(title("It fell at noon.\n\n## Background\n\nIt was old."), None);
        assert_eq!(title("It fell at noon.\n\n```\n# no heading\n```\n"), None);
    }

    #[test]
    fn lines_below_the_heading_say_what_front_matter_does_not() {
        let text = "# The pier falls\n\n*By Ada Quayle*\n\n**The Lowmark Bell, 3 March 2021**\n\nIt fell.\n\nSource: The Bell\n";
        let article = read(text.to_owned());
        assert_eq!(article.title.as_deref(), Some("The pier falls"));
        assert_eq!(article.author.as_deref(), Some("Ada Quayle"));
        assert_eq!(article.date, Some(date(2021, 3, 3)));
        assert_eq!(article.source.as_deref(), Some("The Bell"));
    }
}
