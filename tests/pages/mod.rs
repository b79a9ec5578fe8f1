//! Pages in the manner of sites' markup: each site's own furniture around each of the stories.

pub mod sites;
pub mod stories;

use stories::{Part, Story};

/// How a site marks up a story.
pub struct Site {
    pub name: &'static str,
    /// `$` stands for the words.
    pub paragraph: &'static str,
    pub heading: &'static str,
    pub quotation: &'static str,
    /// Put behind the second, fourth, … part of a story, in turn.
    pub between: &'static [&'static str],
    /// `{title}`, `{author}`, `{iso}`, `{day}`, `{us}`, `{slug}`, `{body}` stand for what they say.
    pub page: &'static str,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The page of a site with a story.
pub fn page(site: &Site, story: &Story) -> String {
    let mut body = String::new();
    let mut inserts = site.between.iter().cycle();
    for (number, part) in story.parts.iter().enumerate() {
        let (mark_up, words) = match part {
            Part::Paragraph(words) => (site.paragraph, words),
            Part::Heading(words) => (site.heading, words),
            Part::Quotation(words) => (site.quotation, words),
        };
        body.push_str(&mark_up.replace('$', words));
        body.push('\n');
        if number % 2 == 1 && number + 1 < story.parts.len() {
            body.push_str(inserts.next().unwrap_or(&""));
        }
    }
    let (year, month, day) = story.date;
    let name = MONTHS[usize::try_from(month).unwrap() - 1];
    let slug = story.title.to_lowercase().replace(' ', "-");
    site.page
        .replace("{title}", story.title)
        .replace("{author}", story.author)
        .replace("{iso}", &format!("{year:04}-{month:02}-{day:02}"))
        .replace("{day}", &format!("{day} {name} {year}"))
        .replace("{us}", &format!("{name} {day}, {year}"))
        .replace("{slug}", &slug)
        .replace("{body}", &body)
}

/// The words of a story, in order.
pub fn words(story: &Story) -> Vec<String> {
    let text = |part: &Part| match part {
        Part::Paragraph(words) | Part::Heading(words) | Part::Quotation(words) => *words,
    };
    story.parts.iter().flat_map(|part| tokens(text(part))).collect()
}

/// Runs of letters and digits, in lower case.
pub fn tokens(text: &str) -> Vec<String> {
    let words = text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
