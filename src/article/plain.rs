//! Plain text: what an article says about itself at its top and its end.
//!
//! The text stays as it is, save that every line break becomes `\n`: title, dateline and source line stay in it. Only what
//! stands in an article's own places counts: the **header**, which is the lines before the first line of prose (title,
//! byline, a line with paper and date, an address), the **dateline** that opens the prose, and the **last lines** (`Source:
//! …`, `© …`). A date in running prose is never taken for the article's.

use super::Article;
use super::dates::{date_at, yearless_day_at};
use jiff::civil::Date;

/// Non-blank lines at the top of an article that can be its header.
const HEADER_LINES: usize = 12;

/// Characters of a headline at most.
const LONGEST_TITLE: usize = 160;

/// Characters of a line with a date, a byline or a source at most.
const LONGEST_META_LINE: usize = 120;

/// Bytes of a line's start in which its dateline must end.
const LONGEST_DATELINE: usize = 120;

/// Lines of prose at the top among which the dateline is looked for: a summary may stand above it.
const DATELINE_LINES: usize = 3;

/// Non-blank lines at the end among which a line with the source is looked for.
const LAST_LINES: usize = 6;

/// First lines that say what kind of text follows, above its headline.
const KICKERS: [&str; 12] = [
    "press release",
    "news release",
    "media release",
    "for immediate release",
    "statement",
    "press statement",
    "transcript",
    "interview",
    "exclusive",
    "breaking",
    "breaking news",
    "opinion",
];

/// Words by which the name of a paper or an agency can be told from the name of a place.
const PAPER_WORDS: [&str; 46] = [
    "advertiser",
    "agency",
    "argus",
    "broadcasting",
    "bulletin",
    "chronicle",
    "courier",
    "daily",
    "dispatch",
    "echo",
    "enquirer",
    "evening",
    "examiner",
    "express",
    "gazette",
    "globe",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "journal",
    "ledger",
    "magazine",
    "mail",
    "mercury",
    "mirror",
    "monitor",
    "news",
    "observer",
    "post",
    "press",
    "radio",
    "record",
    "register",
    "reporter",
    "review",
    "sentinel",
    "standard",
    "star",
    "telegraph",
    "television",
    "times",
    "tribune",
    "tv",
    "weekly",
    "wire",
];

/// What a text says about itself; every part may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) title: Option<String>,
    pub(crate) date: Option<Date>,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) author: Option<String>,
}

/// Reads a plain text; its line breaks are made `\n`.
pub(crate) fn read(text: String) -> Article {
    let text = normalised(text);
    let found = find(&text);
    Article {
        id: String::new(),
        title: found.title,
        date: found.date,
        source: found.source,
        url: found.url,
        author: found.author,
        text,
    }
}

/// `text` with `\n` for each CRLF and lone CR, and without a byte-order mark.
pub(crate) fn normalised(text: String) -> String {
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if !text.contains('\r') {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Looks at the header, the dateline and the last lines of `text`, whose line breaks are `\n`.
pub(crate) fn find(text: &str) -> Found {
    let mut found = Found::default();
    let mut below_paper = None;
    let lines = Header::of(text);
    for (place, line) in lines.header.iter().enumerate() {
        let line = bare(line);
        if below_paper.take() == Some(place) && found.source.is_none() && found.date.is_none() {
            // A paper's name on a line of its own counts where the line below it is a date.
            if let Some((date, _)) = line_with_date(line) {
                found.date = Some(date);
                found.source = Some(bare(lines.header[place - 1]).to_owned());
                continue;
            }
        }
        if take_meta_line(line, &mut found) {
            continue;
        }
        if is_paper(line) && place > 0 {
            below_paper = Some(place + 1);
            continue;
        }
        if found.title.is_none() && !is_kicker(line) && is_title(line) {
            found.title = Some(line.to_owned());
        }
    }
    let below_header = text.lines().filter(|line| !line.trim().is_empty()).skip(lines.header.len());
    if let Some(dateline) = below_header.take(DATELINE_LINES).find_map(|line| dateline(bare(line))) {
        found.date = found.date.or(dateline.date);
        found.source = found.source.or(dateline.agency.map(str::to_owned));
    }
    if lines.prose.is_none() && lines.header.len() < 2 {
        // A single line is a text without a title, not a title without a text.
        found.title = None;
    }
    take_last_lines(text, &mut found);
    found
}

/// The lines above an article's prose, and the first line of the prose.
struct Header<'t> {
    header: Vec<&'t str>,
    prose: Option<&'t str>,
}

impl<'t> Header<'t> {
    fn of(text: &'t str) -> Header<'t> {
        let mut lines = Header { header: Vec::new(), prose: None };
        let mut block: Vec<&str> = Vec::new();
        for line in text.lines().chain([""]) {
            if !line.trim().is_empty() {
                block.push(line.trim());
                if block.len() + lines.header.len() <= HEADER_LINES {
                    continue;
                }
            }
            lines.take_block(&block);
            block.clear();
            if lines.prose.is_some() || lines.header.len() >= HEADER_LINES {
                break;
            }
        }
        lines
    }

    /// Takes the lines of a block (lines without a blank one between them) up to the first one of prose.
    fn take_block(&mut self, block: &[&'t str]) {
        let length = |line: &&str| line.chars().count();
        let longest = block.iter().map(length).max().unwrap_or(0);
        let whole: usize = block.iter().map(length).sum();
        // A hard-wrapped paragraph: several lines that make a sentence together, though none does alone.
        let wrapped =
            block.len() > 1 && whole > 2 * longest.min(60) && block.last().is_some_and(|last| ends_sentence(last));
        for line in block {
            let fills_width = wrapped && length(line) * 3 >= longest * 2;
            let is_prose = dateline(line).is_some()
                || length(line) > LONGEST_TITLE
                || (fills_width || ends_sentence(line)) && !is_meta_line(line);
            if is_prose {
                self.prose = Some(line);
                return;
            }
            self.header.push(line);
        }
    }
}

/// Whether a line ends as a sentence of prose does: with a full stop, or one before closing marks.
fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(['"', '\'', '”', '’', '»', '“', ')', ']', '*', '_']);
    let abbreviated = ["p.m.", "a.m.", "Jr.", "Sr.", "Inc.", "Co.", "Ltd."];
    line.ends_with('.') && !abbreviated.iter().any(|ending| line.ends_with(ending))
}

/// A line without the marks of emphasis and headings that Markdown puts around it.
pub(crate) fn bare(line: &str) -> &str {
    let line = line.trim();
    let without_hashes = line.trim_start_matches('#');
    let is_heading = without_hashes.len() < line.len() && without_hashes.starts_with([' ', '\t']);
    let line = if is_heading { without_hashes.trim_end_matches('#') } else { line };
    line.trim_matches(['*', '_', ' ', '\t'])
}

fn is_title(line: &str) -> bool {
    let length = line.chars().count();
    let ends_open = line.ends_with([',', ';', ':', '-', '–', '—']);
    let has_word = line.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count() > 1;
    length <= LONGEST_TITLE && has_word && !ends_open && !ends_sentence(line) && !line.starts_with(['[', '|'])
}

fn is_kicker(line: &str) -> bool {
    let line = line.trim_end_matches(':').to_lowercase();
    KICKERS.contains(&line.as_str())
}

/// Whether a line only says something about the article: its author, day, source or address.
pub(crate) fn is_meta_line(line: &str) -> bool {
    take_meta_line(bare(line), &mut Found::default())
}

/// Whether `line` is one that says something about the article; what it says goes to `found` where that is still missing.
fn take_meta_line(line: &str, found: &mut Found) -> bool {
    if line.chars().count() > LONGEST_META_LINE {
        return address(line).is_some_and(|url| {
            found.url.get_or_insert(url.to_owned());
            true
        });
    }
    if let Some(url) = address(line) {
        found.url.get_or_insert(url.to_owned());
        return true;
    }
    if let Some((author, rest)) = byline(line) {
        if let Some(author) = author {
            found.author.get_or_insert(author.to_owned());
        }
        if let Some((date, _)) = line_with_date(rest) {
            found.date.get_or_insert(date);
        }
        return true;
    }
    if let Some(source) = source_line(line) {
        found.source.get_or_insert(source.to_owned());
        return true;
    }
    if let Some((date, before)) = line_with_date(line) {
        if found.date.is_none() {
            found.date = Some(date);
            if is_paper(before) && found.source.is_none() {
                found.source = Some(before.to_owned());
            }
        }
        return true;
    }
    false
}

/// The address in a line that is one, `URL: ` before it or not.
fn address(line: &str) -> Option<&str> {
    let mut rest = line;
    for label in ["url:", "link:", "source:", "source »"] {
        if let Some(after) = without_label(line, label) {
            rest = after.trim_start();
        }
    }
    let rest = rest.trim_start_matches('<').trim_end_matches('>');
    let is_address = rest.starts_with("https://") || rest.starts_with("http://");
    (is_address && !rest.contains(char::is_whitespace)).then_some(rest)
}

/// What follows `label` (in lower case) at the start of `line`, whatever its case.
fn without_label<'t>(line: &'t str, label: &str) -> Option<&'t str> {
    let start = line.get(..label.len())?;
    (start.to_lowercase() == label).then(|| &line[label.len()..])
}

/// The author of a `By NAME` line (nothing where a byline names nobody, `By our own reporter`) and what stands after a `|`.
fn byline(line: &str) -> Option<(Option<&str>, &str)> {
    let after = without_label(line, "by ").or_else(|| without_label(line, "by: "))?;
    let (names, rest) = match after.find(['|', '•', '·']) {
        Some(at) => (&after[..at], after[at..].trim_start_matches(['|', '•', '·', ' '])),
        None => (after, ""),
    };
    let names = names.trim().trim_end_matches(',');
    if names.starts_with("our ") || names.starts_with("a ") {
        let short = names.split_whitespace().count() <= 6 && !ends_sentence(names);
        return short.then_some((None, rest));
    }
    let small =
        ["and", "with", "of", "the", "for", "in", "agencies", "de", "la", "der", "van", "von", "bin", "al", "da", "di"];
    let mut words = 0;
    for word in names.split_whitespace() {
        words += 1;
        let named = word.chars().next().is_some_and(char::is_uppercase) || small.contains(&word.trim_end_matches(','));
        let plain = word.chars().all(|char| char.is_alphabetic() || "'’.-‐,&".contains(char));
        if !named || !plain {
            return None;
        }
    }
    let begins_with_name = names.chars().next().is_some_and(char::is_uppercase);
    let is_name = begins_with_name && words <= 12 && !names.ends_with('.') || names.ends_with("Jr.");
    is_name.then_some((Some(names), rest))
}

/// The source in a line `Source: X`, `Source » X`, `Publisher: X`.
fn source_line(line: &str) -> Option<&str> {
    for label in ["source:", "source »", "source –", "source —", "source -", "publisher:", "publication:"] {
        if let Some(source) = without_label(line, label) {
            let source = source.trim();
            return (!source.is_empty() && address(source).is_none()).then_some(source);
        }
    }
    None
}

/// The holder in a line `© 2023 X. All rights reserved.`, `(c) X`, `Copyright 2023 X`.
fn copyright_holder(line: &str) -> Option<&str> {
    let mut rest = line;
    let mut marked = false;
    for label in ["copyright", "©", "(c)"] {
        if let Some(after) = without_label(rest, label) {
            rest = after.trim_start();
            marked = true;
        }
    }
    if !marked {
        return None;
    }
    let rest = rest.trim_start_matches(|char: char| char.is_ascii_digit() || " -–,".contains(char));
    let rest = without_label(rest, "by ").unwrap_or(rest);
    let holder = rest.split(['.', '|', ';']).next().unwrap_or(rest);
    let holder = match holder.to_lowercase().find("all rights reserved") {
        Some(at) => holder.get(..at).unwrap_or(holder),
        None => holder,
    };
    let holder = holder.trim().trim_end_matches(',');
    let begins_well = holder.chars().next().is_some_and(char::is_uppercase);
    (begins_well && holder.chars().count() <= 80).then_some(holder)
}

/// The date of a line that is there to say it, and what stands before it: `3 March 2021`, `Published: 2021-03-03 10:15`,
/// `The Lowmark Bell, 3 March 2021`, `Extract from the record, Monday 28 March 2022, from 9.40 p.m.`
///
/// Between the date and the end may stand a time, or something in parentheses. A line with two dates says neither.
fn line_with_date(line: &str) -> Option<(Date, &str)> {
    if line.chars().count() > LONGEST_META_LINE {
        return None;
    }
    for (start, _) in line.match_indices(|char: char| char.is_alphanumeric()) {
        let inside_word =
            line[..start].chars().next_back().is_some_and(|before| before.is_alphanumeric() || before == '-');
        if inside_word {
            continue;
        }
        let Some((date, length)) = date_at(&line[start..]) else { continue };
        let before = line[..start].trim_end();
        let after = line[start + length..].trim_start();
        return (introduces_date(before) && ends_date_line(after))
            .then_some((date, before.trim_end_matches([',', '|', ' '])));
    }
    None
}

fn introduces_date(before: &str) -> bool {
    if before.is_empty() || before.ends_with([',', '|', '•', '·', '(']) {
        return true;
    }
    let label = before.trim_end_matches(':').to_lowercase();
    let labels = [
        "published",
        "published on",
        "posted",
        "posted on",
        "date",
        "dated",
        "issued",
        "issued on",
        "released",
        "first published",
    ];
    labels.contains(&label.as_str())
        || ["on", "of"].iter().all(|end| !label.ends_with(end))
            && before.ends_with(':')
            && ["updated", "modified", "corrected"].iter().all(|other| !label.contains(other))
}

fn ends_date_line(after: &str) -> bool {
    if after.is_empty() || after.starts_with(['(', ')', '|', '•', '·']) {
        return true;
    }
    let mut rest = after.trim_start_matches([',', '.', ' ', 'T']);
    for word in ["at ", "from ", "- ", "– "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let is_time = rest.chars().next().is_some_and(|char| char.is_ascii_digit()) && rest.chars().count() <= 32;
    rest.is_empty() || is_time && date_at(rest).is_none()
}

/// Whether a line can be the name of a paper, an agency or a station, and nothing else.
fn is_paper(line: &str) -> bool {
    let mut words = 0;
    let mut known = false;
    for word in line.split_whitespace() {
        words += 1;
        let lower = word.trim_matches(|char: char| !char.is_alphanumeric()).to_lowercase();
        let small = ["of", "the", "and", "on", "&", "for"].contains(&lower.as_str());
        if !small && !word.chars().next().is_some_and(char::is_uppercase) {
            return false;
        }
        known |= PAPER_WORDS.contains(&lower.as_str());
    }
    known && words <= 6
}

/// The opening of an agency's report: `HARROWGATE, March 3, 2021 (Meridian) - …`.
struct Dateline<'t> {
    date: Option<Date>,
    agency: Option<&'t str>,
}

/// Reads the dateline that `line` begins with; it has a day or an agency, else it is none.
fn dateline(line: &str) -> Option<Dateline<'_>> {
    let head = &line[..line.floor_char_boundary(LONGEST_DATELINE)];
    let mut end = None;
    for dash in ["—", "–", " -", ")-"] {
        if let Some(at) = head.find(dash) {
            let at = if dash == ")-" { at + 1 } else { at };
            end = Some(end.map_or(at, |earlier: usize| earlier.min(at)));
        }
    }
    let after = line[end?..].trim_start_matches(['-', '–', '—', ' ']);
    if date_at(after).is_some() {
        // From one day to another.
        return None;
    }
    let mut head = head[..end?].trim();
    let mut agency = None;
    if let Some(without) = head.strip_suffix(')') {
        let (before, name) = without.rsplit_once('(')?;
        // `(AP)` and `(Meridian News)` are agencies, `(CORRECTED)` is a notice.
        let shouted = !name.chars().any(char::is_lowercase);
        let longest = if shouted { 6 } else { 40 };
        let is_name = name.chars().next().is_some_and(char::is_uppercase) && name.chars().count() <= longest;
        agency = Some(is_name.then(|| name.trim())?);
        head = before.trim();
    }
    let (place, date, has_day) = place_and_day(head);
    let shouted = place.chars().any(char::is_alphabetic) && !place.chars().any(char::is_lowercase);
    let stands_alone = place.is_empty() && (has_day || agency.is_some());
    let placed = is_place(place) && has_day || shouted && agency.is_some() && place.split_whitespace().count() <= 8;
    (stands_alone || placed).then_some(Dateline { date, agency })
}

/// Splits `HARROWGATE BAY, March 3, 2021` into the place, the date and whether there is a day at all (it may lack its year).
fn place_and_day(head: &str) -> (&str, Option<Date>, bool) {
    for (start, _) in head.match_indices(|char: char| char.is_alphanumeric()) {
        if head[..start].chars().next_back().is_some_and(char::is_alphanumeric) {
            continue;
        }
        let rest = &head[start..];
        let (date, length) = match date_at(rest) {
            Some((date, length)) => (Some(date), length),
            None => match yearless_day_at(rest) {
                Some(length) => (None, length),
                None => continue,
            },
        };
        if rest[length..].trim_matches([',', '.', ' ', ':']).is_empty() {
            return (head[..start].trim_end_matches([',', ' ', '(', '.']), date, true);
        }
    }
    (head, None, false)
}

fn is_place(place: &str) -> bool {
    let small = ["of", "the", "on", "upon", "de", "la", "le", "el", "in", "and", "am", "by"];
    let mut words = 0;
    for word in place.split_whitespace() {
        words += 1;
        if !word.chars().next().is_some_and(char::is_uppercase) && !small.contains(&word) {
            return false;
        }
    }
    words <= 8
}

/// Reads `Source: …`, `© …` and an address from the end of the text. A line that names the source outright outweighs the
/// agency of a dateline, a copyright notice does not.
fn take_last_lines(text: &str, found: &mut Found) {
    let mut seen = 0;
    for line in text.rsplit('\n') {
        let line = bare(line);
        if line.is_empty() {
            continue;
        }
        seen += 1;
        if seen > LAST_LINES {
            return;
        }
        if line.chars().count() > LONGEST_META_LINE * 2 {
            continue;
        }
        if let Some(source) = source_line(line) {
            found.source = Some(source.to_owned());
        } else if let Some(url) = address(line) {
            found.url.get_or_insert(url.to_owned());
        } else if let Some(holder) = copyright_holder(line) {
            found.source.get_or_insert(holder.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn read_str(text: &str) -> Article {
        read(text.to_owned())
    }

    #[test]
    fn the_text_is_kept_but_for_its_line_breaks() {
        let article =
            read_str("\u{feff}Fog lifts at last\r\n\r\nBy Ada Quayle\rLOWMARK, March 3, 2021 (Meridian) - It did.\n");
        assert_eq!(article.text, "Fog lifts at last\n\nBy Ada Quayle\nLOWMARK, March 3, 2021 (Meridian) - It did.\n");
    }

    #[test]
    fn a_dateline_gives_day_and_agency() {
        let found = |line: &str| {
            let found = find(line);
            (found.date, found.source)
        };
        let meridian = Some("Meridian News".to_owned());
        let third = Some(date(2021, 3, 3));
        assert_eq!(found("LOWMARK, March 3, 2021 (Meridian News) - The fog lifted."), (third, meridian.clone()));
        assert_eq!(found("LOWMARK, Mar. 3, 2021 (Meridian News) -- The fog lifted."), (third, meridian.clone()));
        assert_eq!(found("Lowmark, 3 March 2021 — The fog lifted."), (third, None));
        assert_eq!(found("LOWMARK (Meridian News) – The fog lifted."), (None, meridian.clone()));
        assert_eq!(found("LOWMARK, March 3 (Meridian News) - The fog lifted."), (None, meridian.clone()));
        assert_eq!(found("(Meridian News) - The fog lifted."), (None, meridian));
        assert_eq!(found("(CORRECTED) - The fog lifted."), (None, None));
        assert_eq!(found("The mayor (Ada Quayle) - who had waited - left on March 3, 2021."), (None, None));
    }

    #[test]
    fn the_first_line_is_a_title_only_if_it_looks_like_one() {
        let title =
            |first: &str| read_str(&format!("{first}\n\nThe fog lifted on Tuesday, and the boats went out.\n")).title;
        assert_eq!(title("Fog lifts at last").as_deref(), Some("Fog lifts at last"));
        assert_eq!(title("‘We saw the sea’: fog lifts").as_deref(), Some("‘We saw the sea’: fog lifts"));
        assert_eq!(title("Who turned off the fog?").as_deref(), Some("Who turned off the fog?"));
        assert_eq!(title("PRESS RELEASE\n\nFog lifts at last").as_deref(), Some("Fog lifts at last"));
        assert_eq!(title("The fog has lifted."), None);
        assert_eq!(title("“The fog has lifted,” said Ada Quayle. “I saw it.”"), None);
        assert_eq!(title("By ADA QUAYLE"), None);
        assert_eq!(title("Published: 3 March 2021"), None);
        assert_eq!(title(&format!("The fog lifted {}", "and lifted ".repeat(20))), None);
        assert_eq!(read_str("Fog lifts at last").title, None, "a single line is the text");
    }

    #[test]
    fn a_hard_wrapped_first_paragraph_is_prose() {
        let text = "The fog that had lain on the harbour for eleven days lifted on\nTuesday, 3 March 2021, at four minutes past noon, and nobody in\nthe town could say at first what had changed.\n";
        let article = read_str(text);
        assert_eq!(article.title, None);
        assert_eq!(article.date, None);
    }

    #[test]
    fn header_lines_say_day_paper_author_and_address() {
        let text = "Fog lifts at last\n\nThe Lowmark Gazette, Wednesday 3 March 2021\nBy Ada Quayle | 4 March 2021\nURL: https://bell.example/fog\n\nThe fog lifted.\n";
        let article = read_str(text);
        assert_eq!(article.title.as_deref(), Some("Fog lifts at last"));
        assert_eq!(article.date, Some(date(2021, 3, 3)));
        assert_eq!(article.source.as_deref(), Some("The Lowmark Gazette"));
        assert_eq!(article.author.as_deref(), Some("Ada Quayle"));
        assert_eq!(article.url.as_deref(), Some("https://bell.example/fog"));
    }

    #[test]
    fn a_place_before_the_day_is_no_paper_and_a_paper_may_stand_above_it() {
        assert_eq!(read_str("Fog lifts\n\nLowmark Bay, 3 March 2021\n\nIt did.\n").source, None);
        let above = read_str("Fog lifts\n\nThe Lowmark Gazette\n3 March 2021\n\nIt did.\n");
        assert_eq!(above.source.as_deref(), Some("The Lowmark Gazette"));
        assert_eq!(above.date, Some(date(2021, 3, 3)));
    }

    #[test]
    fn dates_that_are_not_the_articles_are_left_alone() {
        let day = |text: &str| read_str(text).date;
        assert_eq!(day("Fog lifts\n\nIt had come on 3 March 2021, and it stayed.\n"), None);
        assert_eq!(day("The night of 3 March 2021\n\nIt was dark.\n"), None);
        assert_eq!(day("Fog lifts\n\nUpdated: 3 March 2021\n\nIt did.\n"), None);
        assert_eq!(day("Fog lifts\n\n03/04/2021\n\nIt did.\n"), None);
        assert_eq!(day("Fog lifts\n\n3 March 2021 - 5 March 2021\n\nIt did.\n"), None);
    }

    #[test]
    fn labels_and_times_around_a_day_do_not_hide_it() {
        for line in [
            "3 March 2021",
            "Wednesday, 3 March 2021",
            "2021-03-03",
            "2021-03-03 10:15",
            "Published: 3 March 2021 at 10:15",
            "Issued 3 March 2021",
            "Extract from the record, Wednesday 3 March 2021, from 9.40 p.m.",
            "Lowmark, Mar. 3, 2021 (morning session)",
        ] {
            let article = read_str(&format!("Fog lifts\n{line}\n\nIt did.\n"));
            assert_eq!(article.date, Some(date(2021, 3, 3)), "{line}");
        }
    }

    #[test]
    fn the_last_lines_name_the_source() {
        let source = |last: &str| read_str(&format!("LOWMARK (AP) - The fog lifted.\n\n{last}\n")).source;
        assert_eq!(source("Source: Meridian News").as_deref(), Some("Meridian News"));
        assert_eq!(source("Source » meridian").as_deref(), Some("meridian"));
        assert_eq!(source("© 2021 The Lowmark Bell. All rights reserved.").as_deref(), Some("AP"));
        let without_dateline = read_str("The fog lifted.\n\n(c) 2021 The Lowmark Bell. All rights reserved.\n");
        assert_eq!(without_dateline.source.as_deref(), Some("The Lowmark Bell"));
        let address = read_str("The fog lifted.\n\nSource: https://bell.example/fog\n");
        assert_eq!((address.source, address.url.as_deref()), (None, Some("https://bell.example/fog")));
    }

    #[test]
    fn a_byline_names_somebody() {
        let author = |line: &str| read_str(&format!("Fog lifts at last\n{line}\n\nIt did.\n")).author;
        assert_eq!(author("By Ada Quayle and Bo Rask").as_deref(), Some("Ada Quayle and Bo Rask"));
        assert_eq!(author("by: Mary-Jane O’Dowd").as_deref(), Some("Mary-Jane O’Dowd"));
        assert_eq!(author("By our court reporter"), None);
        assert_eq!(author("By noon the fog had lifted from the pier"), None);
        assert_eq!(author("By Tuesday it had gone."), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_kept(text in any::<String>()) {
            let article = read(text.clone());
            prop_assert_eq!(article.text, normalised(text));
        }

        #[test]
        fn pieces_of_headers_in_any_order_never_break(text in "(By |3 March 2021|,| - |\\(AP\\)|Source: |© |LOWMARK|—|\n|\n\n|é|#|\\*|URL: http://x|\\.){0,40}") {
            read(text);
        }
    }
}
