//! The day of publication as the body of a page shows it: marked for programs, or only written near the headline.
//!
//! A page has many days: those of other stories, of comments, today's above the logo. One counts where the page says that it is the
//! day of publication, where all that stand in the story agree, or where it stands beside the headline.

use super::text::letters;
use crate::article::dates::{Order, first_date, order_of, parse_date};
use dom_query::{Document, NodeRef};
use jiff::civil::Date;
use std::ops::Range;

/// Bytes of text between the headline and a day below it at most.
const FARTHEST_BELOW: usize = 600;

/// Bytes of text between a day above the headline and the headline at most.
const FARTHEST_ABOVE: usize = 160;

/// Bytes of a short text that says when something was published at most.
const LONGEST_LINE: usize = 160;

/// Bytes of a link's text beside a day in it at most; one with more of it leads to another story.
const LONGEST_LINK: usize = 40;

/// Parts of the names of elements in which days may be written among other words; so are those that end in `date`.
const DATED: [&str; 16] = [
    "author",
    "byline",
    "created",
    "data",
    "dateline",
    "dates",
    "datetime",
    "fecha",
    "meta",
    "metadata",
    "posted",
    "postmeta",
    "published",
    "submitted",
    "time",
    "timestamp",
];

/// Elements between a row of a table and a day in it at most.
const DEEPEST_CELL: usize = 5;

/// Marked elements that are looked at.
const MOST_MARKED: usize = 100;

/// Bytes of an `aside` that says something about the story it stands in at most.
const LONGEST_ASIDE: usize = 400;

/// Bytes and elements of a part of a page at most in which headings of other stories are looked for.
const LONGEST_PART: usize = 3000;
const MOST_ELEMENTS: usize = 500;

/// Parts of the names of elements that are about something else than the story.
const ELSEWHERE: [&str; 35] = [
    "ad",
    "archive",
    "archives",
    "breadcrumb",
    "breadcrumbs",
    "calendar",
    "clock",
    "comment",
    "comments",
    "cookie",
    "copyright",
    "footer",
    "kommentar",
    "kommentare",
    "latest",
    "masthead",
    "menu",
    "more",
    "nav",
    "navbar",
    "navigation",
    "popular",
    "promo",
    "recent",
    "recommended",
    "related",
    "replies",
    "reply",
    "review",
    "reviews",
    "sidebar",
    "ticker",
    "topbar",
    "trending",
    "weather",
];

/// What stands between the parts of a line.
const MARKS: [char; 7] = ['|', '•', '·', '»', ';', '–', '—'];

/// Words that say, in a label, that a day is not that of publication.
const CHANGED: [&str; 18] = [
    "updated",
    "update",
    "modified",
    "edited",
    "revised",
    "changed",
    "aktualisiert",
    "geändert",
    "bearbeitet",
    "stand",
    "à jour",
    "modifié",
    "actualizado",
    "actualizada",
    "atualizado",
    "aggiornato",
    "bijgewerkt",
    "обновлено",
];

/// What may stand with a day that is written by itself, in lower case.
const LABELS: [&str; 53] = [
    "am",
    "at",
    "de",
    "del",
    "den",
    "der",
    "dne",
    "du",
    "em",
    "el",
    "il",
    "in",
    "le",
    "vom",
    "von",
    "à",
    "um",
    "uhr",
    "on",
    "the",
    "posted",
    "published",
    "publié",
    "publicado",
    "publicada",
    "pubblicato",
    "gepubliceerd",
    "geplaatst",
    "veröffentlicht",
    "erstellt",
    "erschienen",
    "datum",
    "date",
    "fecha",
    "data",
    "first",
    "press",
    "release",
    "pressemitteilung",
    "meldung",
    "last",
    "zuletzt",
    "dernière",
    "released",
    "created",
    "опубликовано",
    "опубликован",
    "дата",
    "发布时间",
    "发布",
    "公開",
    "掲載",
    "г",
];

/// Weekdays in lower case, or how they begin.
const WEEKDAYS: [&str; 46] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "segunda",
    "quarta",
    "sexta",
];

/// The day of publication in the body of a page whose story has this title.
pub(super) fn find(page: &Document, title: Option<&str>) -> Option<Date> {
    let body = Body::of(page, title);
    body.marked()
        .or_else(|| body.beside_headline(false))
        .or_else(|| body.agreed())
        .or_else(|| body.beside_headline(true))
}

/// The day that is a part of a page's address: `/2021/03/03/`, `/2021-03-03/`.
pub(super) fn in_address(address: &str) -> Option<Date> {
    let parts: Vec<&str> = address.split('/').collect();
    let is_number = |part: &str, digits: usize| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
    let day = |part: &str| if part.len() == 10 && part.is_ascii() { parse_date(part) } else { None };
    let apart = parts.windows(3).find(|part| is_number(part[0], 4) && is_number(part[1], 2) && is_number(part[2], 2));
    apart.and_then(|part| parse_date(&part.join("-"))).or_else(|| parts.iter().find_map(|part| day(part)))
}

/// An element and where its text stands.
struct Piece<'p> {
    node: NodeRef<'p>,
    name: String,
    parent: Option<usize>,
    text: Range<usize>,
}

/// All elements of a page in their order, and its text.
struct Body<'p> {
    pieces: Vec<Piece<'p>>,
    text: String,
    /// Which of the elements is the story's headline.
    headline: Option<usize>,
    order: Option<Order>,
}

enum Step<'p> {
    Enter(NodeRef<'p>, Option<usize>),
    Leave(usize),
}

impl<'p> Body<'p> {
    fn of(page: &'p Document, title: Option<&str>) -> Body<'p> {
        let html = page.select("html");
        let language = html.attr("lang").or_else(|| html.attr("xml:lang"));
        let language = language
            .filter(|language| !language.trim().is_empty())
            .or_else(|| page.select("meta[property='og:locale']").attr("content"));
        let order = language.and_then(|language| Order::of_language(&language));
        let mut body = Body { pieces: Vec::new(), text: String::new(), headline: None, order };
        let mut steps = vec![Step::Enter(page.root(), None)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(node, _) if node.is_text() => body.add_text(&node.text()),
                Step::Enter(node, parent) => {
                    let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
                    if ["head", "script", "style", "noscript", "template", "svg", "select", "textarea"]
                        .contains(&name.as_str())
                    {
                        continue;
                    }
                    if !["sup", "b", "strong", "em", "i", "font", "u"].contains(&name.as_str()) {
                        body.add_text(" ");
                    }
                    let number = body.pieces.len();
                    let start = body.text.len();
                    body.pieces.push(Piece { node, name, parent, text: start..start });
                    steps.push(Step::Leave(number));
                    steps.extend(node.children_it(true).map(|child| Step::Enter(child, Some(number))));
                }
                Step::Leave(number) => {
                    body.pieces[number].text.end = body.text.len();
                    if !["sup", "b", "strong", "em", "i", "font", "u"].contains(&body.pieces[number].name.as_str()) {
                        body.add_text(" ");
                    }
                }
            }
        }
        body.order = body.order.or_else(|| order_of(&body.text));
        body.headline = title.and_then(|title| body.find_headline(title));
        body
    }

    fn add_text(&mut self, text: &str) {
        for char in text.chars() {
            if !char.is_whitespace() {
                self.text.push(char);
            } else if !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
    }

    fn words(&self, piece: &Piece) -> &str {
        self.text[piece.text.clone()].trim()
    }

    /// The heading that says what the title says, of the highest rank; else any named element that does; else the only heading of
    /// the first rank.
    fn find_headline(&self, title: &str) -> Option<usize> {
        let longest = 4 * title.len() + 200;
        let title = letters(title);
        if title.is_empty() {
            return None;
        }
        let mut best: Option<(usize, usize)> = None;
        let mut first_rank = Vec::new();
        for (number, piece) in self.pieces.iter().enumerate() {
            let words = self.words(piece);
            let is_heading = is_heading(&piece.name);
            // A long text is no headline; its letters are not worth the time.
            if words.is_empty() || words.len() > longest || !is_heading && !piece.node.has_attr("class") {
                continue;
            }
            if piece.name == "h1" {
                first_rank.push(number);
            }
            let words = letters(words);
            let is_part = title.contains(&words) && 2 * words.len() >= title.len() || words.contains(&title);
            let rank = match piece.name.as_str() {
                "h1" if words == title => 0,
                "h1" if is_part => 1,
                _ if is_heading && words == title => 2,
                _ if is_heading && is_part => 3,
                _ if words.len() > 10 && 2 * words.len() >= title.len() && title.starts_with(&words) => 4,
                _ => continue,
            };
            if best.is_some_and(|(least, _)| least <= rank) {
                continue;
            }
            let is_elsewhere = rank > 1 && self.is_elsewhere(number, None);
            let rank = if is_elsewhere { rank + 4 } else { rank };
            if rank < 8 && best.is_none_or(|(least, _)| rank < least) {
                best = Some((rank, number));
            }
        }
        best.map(|(_, number)| number).or_else(|| if let [only] = first_rank[..] { Some(only) } else { None })
    }

    /// The day that an element is marked with, for programs or in words.
    fn day_of(&self, piece: &Piece) -> Option<Date> {
        let attributes = ["content", "datetime", "title"].iter().filter_map(|name| piece.node.attr(name));
        let attributes = attributes.filter_map(|value| first_at_start(&value, self.order));
        attributes.into_iter().next().or_else(|| {
            let words = self.words(piece);
            (words.len() <= LONGEST_LINE).then(|| first_date(words, self.order)).flatten().map(|(date, ..)| date)
        })
    }

    /// The day that the page marks as that of publication: in the vocabularies of search engines, or of feeds. Where there are
    /// several, that below the headline and nearest to it.
    fn marked(&self) -> Option<Date> {
        let is_published = |piece: &Piece| {
            let property = piece.node.attr("itemprop").or_else(|| piece.node.attr("property"));
            property.is_some_and(|property| {
                property
                    .split_whitespace()
                    .any(|name| name.rsplit(':').next().is_some_and(|name| name.eq_ignore_ascii_case("datePublished")))
            }) || piece.name == "time" && piece.node.has_attr("pubdate")
        };
        self.one_of_several(&is_published).or_else(|| {
            self.one_of_several(&|piece: &Piece| {
                ["published", "dt-published"].iter().any(|class| piece.node.has_class(class))
                    && ["datetime", "title"].iter().any(|name| piece.node.has_attr(name))
            })
        })
    }

    /// The one day of the elements that are wanted, or the first below the headline.
    fn one_of_several(&self, is_wanted: &dyn Fn(&Piece) -> bool) -> Option<Date> {
        let mut all: Vec<(usize, Date)> = Vec::new();
        for (number, piece) in self.pieces.iter().enumerate() {
            if is_wanted(piece)
                && let Some(date) = self.day_of(piece)
                && !self.is_elsewhere(number, self.headline)
            {
                all.push((number, date));
                if all.len() == MOST_MARKED {
                    break;
                }
            }
        }
        let (_, first) = *all.first()?;
        if all.iter().all(|(_, date)| *date == first) {
            return Some(first);
        }
        let headline = self.headline?;
        let end = self.pieces[headline].text.end;
        let below = all.iter().find(|(number, _)| {
            let start = self.pieces[*number].text.start;
            *number > headline && start - end.min(start) <= FARTHEST_BELOW
        });
        below.map(|(_, date)| *date)
    }

    /// The day in the page's `time` elements: those in its article or main part, else all; nothing where they disagree.
    fn agreed(&self) -> Option<Date> {
        for container in [Some("article"), Some("main"), None] {
            let mut first = None;
            let mut agreed = true;
            for (number, piece) in self.pieces.iter().enumerate() {
                let inside =
                    container.is_none_or(|name| self.above(number).any(|above| self.pieces[above].name == name));
                if piece.name != "time" || !inside {
                    continue;
                }
                let Some(date) = self.day_of(piece) else { continue };
                agreed &= *first.get_or_insert(date) == date;
            }
            if first.is_some() {
                return first.filter(|_| agreed);
            }
        }
        None
    }

    /// The day beside the headline, of publication or else of the last change.
    fn beside_headline(&self, changed: bool) -> Option<Date> {
        let headline = self.headline?;
        let place = &self.pieces[headline].text;
        let mut above = None;
        for (number, piece) in self.pieces.iter().enumerate() {
            let is_above = piece.text.end <= place.start && place.start - piece.text.end <= FARTHEST_ABOVE;
            let is_below = piece.text.start >= place.end && piece.text.start - place.end <= FARTHEST_BELOW;
            // A line above the headline may be a part of it.
            let is_within = number > headline && piece.text.end <= place.end && piece.text.len() < place.len() / 2;
            if !(is_above && number < headline || is_below && number > headline || is_within)
                || piece.text.len() > LONGEST_LINE + 2
            {
                continue;
            }
            let Some(date) = self.written(number, changed) else { continue };
            if self.is_elsewhere(number, Some(headline)) {
                continue;
            }
            if is_below {
                return Some(date);
            }
            // The nearest above is the last one.
            above = Some(date);
        }
        above
    }

    /// The day that a short text says, if it is one that says when something was published, or else changed.
    fn written(&self, number: usize, changed: bool) -> Option<Date> {
        let piece = &self.pieces[number];
        let words = self.words(piece);
        if words.len() > LONGEST_LINE {
            return None;
        }
        if self.is_other_row(number) {
            return None;
        }
        let name_parts = name_parts(&piece.node);
        let named = |word: &str| name_parts.iter().any(|part| part == word);
        let is_time = piece.name == "time";
        let is_dated = is_time || name_parts.iter().any(|part| is_dated_name(part));
        if is_dated
            && let Some(date) = ["datetime", "content", "title"]
                .iter()
                .filter_map(|name| piece.node.attr(name))
                .find_map(|value| first_at_start(&value, self.order))
        {
            let label = self.label_before(number);
            let is_changed = says_changed(&label) || says_changed(words) || named("updated") || named("modified");
            return (is_changed == changed).then_some(date);
        }
        let mut at = 0;
        while let Some((date, start, end)) = first_date(&words[at..], self.order) {
            let (start, end) = (at + start, at + end);
            let mut label = words[at..start].rsplit(MARKS).next().unwrap_or_default().to_owned();
            let by_itself = is_label(&label)
                && is_rest(
                    words[end..].split(MARKS).next().and_then(|rest| rest.split("//").next()).unwrap_or_default(),
                );
            if label.trim().is_empty() && at == 0 && words[..start].trim().is_empty() {
                label = self.label_before(number);
            }
            let is_changed = says_changed(&label) || named("updated") || named("modified");
            if (is_dated || by_itself) && is_changed == changed && !says_other(&label) {
                return Some(date);
            }
            at = end;
        }
        None
    }

    /// Whether an element stands in a row of a table whose head says something else than that a day follows.
    fn is_other_row(&self, number: usize) -> bool {
        let Some(row) = self.above(number).take(DEEPEST_CELL).find(|above| self.pieces[*above].name == "tr") else {
            return false;
        };
        let head = self.pieces[row + 1..=number].iter().find(|piece| piece.name == "th");
        head.is_some_and(|head| !is_label(self.words(head)))
    }

    /// The few words before an element that stand in the same line.
    fn label_before(&self, number: usize) -> String {
        let piece = &self.pieces[number];
        let Some(parent) = piece.parent.map(|parent| &self.pieces[parent]) else { return String::new() };
        if parent.text.len() > LONGEST_LINE || is_heading(&parent.name) {
            return String::new();
        }
        let before = self.text[parent.text.start..piece.text.start].trim();
        // What follows the last day or mark.
        let last = before.rsplit(MARKS).next().unwrap_or_default();
        let last = last.rsplit(|char: char| char.is_ascii_digit()).next().unwrap_or_default();
        last.to_owned()
    }

    /// The elements around one, from the inside.
    fn above(&self, number: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.pieces[number].parent, |above| self.pieces[*above].parent)
    }

    /// Whether an element belongs to something else than the story: an element around it that does not hold the headline says so,
    /// or it stands in a long link or below the linked headline of another story.
    fn is_elsewhere(&self, number: usize, headline: Option<usize>) -> bool {
        let itself = self.pieces[number].text.clone();
        for above in std::iter::once(number).chain(self.above(number)) {
            let piece = &self.pieces[above];
            let holds_headline = headline.is_some_and(|headline| {
                let place = &self.pieces[headline].text;
                above <= headline && piece.text.start <= place.start && place.end <= piece.text.end
            });
            if holds_headline || piece.name == "body" {
                return false;
            }
            let is_furniture = match piece.name.as_str() {
                "nav" => true,
                "a" => piece.text.len() > itself.len() + LONGEST_LINK,
                "aside" => piece.text.len() > LONGEST_ASIDE || !self.is_in_story(above),
                "footer" | "header" => !self.is_in_story(above),
                _ => piece.node.attr("id").is_some_and(|id| id.eq_ignore_ascii_case("header")),
            };
            if is_furniture {
                return true;
            }
            let parts = name_parts(&piece.node);
            let kind = piece.node.attr("itemtype").unwrap_or_default();
            let is_other_kind =
                ["Comment", "Review", "VideoObject", "ImageObject", "Event"].iter().any(|end| kind.ends_with(end));
            // A footer of the story may say when it was written.
            let named = parts
                .iter()
                .any(|part| ELSEWHERE.contains(&part.as_str()) && !(part == "footer" && self.is_in_story(above)));
            if is_other_kind || named {
                return true;
            }
            if self.has_linked_heading(above, itself.start, headline) {
                return true;
            }
        }
        false
    }

    fn is_in_story(&self, number: usize) -> bool {
        self.above(number).any(|above| is_story(&self.pieces[above].name))
    }

    /// Whether an element has a heading with a link before a place, other than the story's own.
    fn has_linked_heading(&self, number: usize, before: usize, headline: Option<usize>) -> bool {
        let end = self.pieces[number].text.end;
        if self.pieces[number].text.len() > LONGEST_PART {
            return false;
        }
        let mut in_heading = None;
        for (inner, piece) in self.pieces.iter().enumerate().skip(number + 1).take(MOST_ELEMENTS) {
            if piece.text.start >= before.min(end) {
                return false;
            }
            if is_heading(&piece.name) && Some(inner) != headline && !piece.text.is_empty() {
                in_heading = Some(piece.text.end);
                if piece.parent.is_some_and(|parent| self.pieces[parent].name == "a") {
                    return true;
                }
            }
            if piece.name == "a" && in_heading.is_some_and(|end| piece.text.end <= end) {
                return true;
            }
        }
        false
    }
}

/// The date that a value begins with.
fn first_at_start(value: &str, order: Option<Order>) -> Option<Date> {
    let value = value.trim();
    parse_date(value).or_else(|| first_date(value, order).filter(|(_, start, _)| *start == 0).map(|(date, ..)| date))
}

fn is_heading(name: &str) -> bool {
    ["h1", "h2", "h3", "h4"].contains(&name)
}

fn is_story(name: &str) -> bool {
    ["article", "main"].contains(&name)
}

/// The words of an element's classes and of its id, in lower case.
fn name_parts(node: &NodeRef) -> Vec<String> {
    let mut parts = Vec::new();
    for name in [node.attr("class"), node.attr("id")].into_iter().flatten() {
        let mut part = String::new();
        let mut was_lower = false;
        for char in name.chars().chain(Some(' ')) {
            let begins = char.is_uppercase() && was_lower;
            if (begins || !char.is_alphabetic()) && !part.is_empty() {
                parts.push(std::mem::take(&mut part));
            }
            was_lower = char.is_lowercase();
            if char.is_alphabetic() {
                part.extend(char.to_lowercase());
            }
        }
    }
    parts
}

fn is_dated_name(part: &str) -> bool {
    DATED.contains(&part)
        || part.ends_with("info")
        || part.ends_with("infos")
        || part.ends_with("datum")
        || part.ends_with("date") && !["update", "candidate", "mandate"].contains(&part)
}

fn says_changed(label: &str) -> bool {
    let label = label.to_lowercase();
    CHANGED.iter().any(|word| label.contains(word))
}

/// Whether a label says that a day is one of something else: of a birth, an event, an offer.
fn says_other(label: &str) -> bool {
    let label = label.to_lowercase();
    [
        "until", "since", "till", "bis", "seit", "ab", "jusqu", "depuis", "hasta", "desde", "member", "mitglied",
        "registr", "geboren", "born",
    ]
    .iter()
    .any(|word| {
        label
            .split(|char: char| !char.is_alphabetic())
            .any(|part| part.starts_with(word) && (part == *word || word.len() > 4))
    })
}

/// Whether what stands before a day is nothing but a label.
fn is_label(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut parts = lower.split(|char: char| !char.is_alphabetic()).filter(|part| !part.is_empty());
    parts.all(|part| {
        LABELS.contains(&part)
            || CHANGED.contains(&part)
            || WEEKDAYS.iter().any(|day| *day == part || part.chars().count() <= 3 && day.starts_with(part))
    })
}

/// Whether what stands behind a day is nothing but a time of it, or after a comma one or two names.
fn is_rest(text: &str) -> bool {
    let text = text.trim();
    let rest = text.trim_start_matches([',', '.', ' ', '-', '/', ')', 'T']);
    let letters = rest.chars().filter(|char| char.is_alphabetic()).count();
    let first = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
    let is_time = letters <= 16
        && (rest.starts_with(|char: char| char.is_ascii_digit())
            || ["at", "um", "à", "г", "г.", "alle", "ore", "klo", "kl", "kl."].contains(&first.as_str()));
    let is_name = text.starts_with(',')
        && rest.split_whitespace().count() <= 3
        && rest.split_whitespace().all(|word| word.chars().next().is_some_and(char::is_uppercase));
    rest.is_empty() || is_time || is_name
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const STORY: &str =
        "<p>The fog lifted on Tuesday, after eleven days, and the boats went out again before noon, all of them.</p>";

    fn day(language: &str, body: &str) -> Option<Date> {
        find(&Document::from(format!("<html lang={language}><body>{body}</body></html>")), Some("The fog lifts"))
    }

    /// The day of a page with this between its headline and its story.
    fn below(language: &str, line: &str) -> Option<Date> {
        day(language, &format!("<main><h1>The fog lifts</h1>{line}{STORY}</main>"))
    }

    const DAY: Option<Date> = Some(date(2021, 4, 13));

    #[test]
    fn what_is_marked_for_programs_is_the_day() {
        for mark in [
            "<span itemprop=datePublished content=2021-04-13T10:00>yesterday</span>",
            "<p itemprop=datePublished datetime=2021-04-13>April</p>",
            "<abbr itemprop=datePublished title=2021-04-13>April</abbr>",
            "<p itemprop='datePublished'>13 April 2021, 10:00</p>",
            "<time itemprop=datePublished content=2021-04-13>13/04</time>",
            "<meta itemprop=datePublished content=2021-04-13>",
            "<abbr class=published title='2021-04-13T10:00:00Z'>April</abbr>",
            "<time class='dt-published' datetime='2021-04-13T10:00:00Z'>April</time><time class=updated datetime=2021-05-01>May</time>",
            "<time class=updated datetime=2021-04-13>April</time>",
        ] {
            assert_eq!(
                day("en", &format!("{STORY}{mark}<time datetime=2020-01-01>x</time>")).or_else(|| below("en", mark)),
                DAY,
                "{mark}"
            );
            let comment = "<div class=comment><time itemprop=datePublished datetime=2021-05-02>x</time></div>";
            assert_eq!(below("en", &format!("{mark}{comment}")), DAY, "{mark}");
        }
        // Of several the one beside the headline, not that of another story.
        let several = "<span itemprop=datePublished content=2021-04-13></span><div><h3><a href=x>Other</a></h3>\
                       <span itemprop=datePublished content=2021-01-01></span></div>";
        assert_eq!(below("en", several), DAY);
        assert_eq!(
            day("en", "<div itemtype='https://schema.org/Review'><b itemprop=datePublished>13 April 2021</b></div>"),
            None
        );
    }

    #[test]
    fn a_day_in_words_beside_the_headline_is_read() {
        for (language, line) in [
            ("en", "<p>13 April 2021</p>"),
            ("en", "<p>Published: Tuesday, 13 April 2021 at 10:29</p>"),
            ("en", "<div class=byline>By Bo Rask in Lowmark on April 13th, 2021</div>"),
            ("en", "<p>Harbours | 13 April 2021 | 4 minutes</p>"),
            ("de", "<div class='meta'>Von Bo Rask am 13. April 2021</div>"),
            ("de", "<p class=artikelDatum>Lowmark, 13.04.2021, 10:29 Uhr</p>"),
            ("de", "<p>Pressemitteilung vom 13. April 2021</p>"),
            ("de", "<p>13.04.21 // Bo Rask</p>"),
            ("ja", "<p>2021年4月13日 10:29</p>"),
            ("es", "<span>Martes, 13 de abril de 2021</span>"),
            ("ru", "<div>13 апреля 2021 г.</div>"),
            ("en", "<time datetime='13-04-2021 10:29'>x</time>"),
            ("en", "<p><em>Updated: 14 April 2021</em></p><p>Published 13 April 2021</p>"),
            ("en", "<p>Last updated: 13 April 2021</p>"),
        ] {
            assert_eq!(below(language, line), DAY, "{line}");
        }
        let above = format!("<article><span class=date>13 April 2021</span><h2>The fog lifts</h2>{STORY}</article>");
        assert_eq!(day("en", &above), DAY);
        assert_eq!(day("en", &format!("<h1><span class=date>13.04.2021</span> The fog lifts</h1>{STORY}")), DAY);
    }

    #[test]
    fn days_of_something_else_are_not_that_of_the_story() {
        for line in [
            "<p>The pier was opened on 13 April 2021 by the mayor, and nobody came.</p>",
            "<aside class=related><p>13 April 2021</p></aside>",
            "<div class=related-stories><p>13 April 2021</p></div>",
            "<div><h3><a href=x>Other</a></h3><p>13 April 2021</p></div>",
            "<a href=x><p>13 April 2021</p><p>The long goodbye of the paper ticket, and who is going to miss it</p></a>",
            "<p class=meta>Member since 13 April 2021</p>",
            "<table><tr><th>Founded</th><td><span class=published>13 April 2021</span></td></tr></table>",
        ] {
            assert_eq!(below("en", line), None, "{line}");
        }
        let clock = "<header><div class=date>Tuesday, 13 April 2021</div></header>";
        assert_eq!(day("en", &format!("{clock}<main><h1>The fog lifts</h1>{STORY}</main>")), None);
        let far = format!("<main><h1>The fog lifts</h1>{}<p>13 April 2021</p></main>", STORY.repeat(8));
        assert_eq!(day("en", &far), None);
    }

    #[test]
    fn the_order_of_numbers_is_that_of_the_language_or_of_other_days() {
        let ambiguous = "<p class=date>06/11/2023</p>";
        assert_eq!(below("en", ambiguous), None);
        assert_eq!(below("en-GB", ambiguous), Some(date(2023, 11, 6)));
        assert_eq!(below("en-US", ambiguous), Some(date(2023, 6, 11)));
        assert_eq!(below("fr", ambiguous), Some(date(2023, 11, 6)));
        let other = format!("{ambiguous}{}<p>Tides until 25/11/2023</p>", STORY.repeat(8));
        assert_eq!(below("en", &other), Some(date(2023, 11, 6)));
    }

    #[test]
    fn an_address_can_have_a_day() {
        assert_eq!(in_address("https://bell.example/2021/04/13/fog"), DAY);
        assert_eq!(in_address("https://bell.example/news/2021-04-13/fog"), DAY);
        assert_eq!(in_address("https://bell.example/2021/04/fog-13"), None);
        assert_eq!(in_address("https://bell.example/2021/40/13/fog"), None);
    }
}
