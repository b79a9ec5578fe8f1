//! The day of publication as the body of a page shows it: marked for programs, or only written near the headline.
//!
//! A page has many days: those of other stories, of comments, today's above the logo. One counts where the page says that it is the
//! day of publication, where all that stand in the story agree, or where it stands beside the headline.

use crate::article::dates::{Order, first_date, parse_date};
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

/// Parts of the names of elements in which days may be written among other words.
const DATED: [&str; 26] = [
    "author",
    "byline",
    "created",
    "data",
    "date",
    "dateline",
    "dates",
    "datetime",
    "datum",
    "fecha",
    "info",
    "meta",
    "metadata",
    "postdate",
    "posted",
    "postmeta",
    "pubdate",
    "publication",
    "publish",
    "publishdate",
    "published",
    "source",
    "submitted",
    "time",
    "timestamp",
    "veroeffentlicht",
];

/// Parts of the names of elements that are about something else than the story.
const ELSEWHERE: [&str; 38] = [
    "ad",
    "archive",
    "archives",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "calendar",
    "clock",
    "comment",
    "comments",
    "cookie",
    "copyright",
    "event",
    "events",
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
const LABELS: [&str; 46] = [
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
        let language =
            page.select("html").attr("lang").or_else(|| page.select("meta[property='og:locale']").attr("content"));
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

    /// The heading that says what the title says; else any element that does; else the only heading of the first rank, if it has
    /// words in common with the title.
    fn find_headline(&self, title: &str) -> Option<usize> {
        let letters = |text: &str| -> String {
            text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let title = letters(title);
        if title.is_empty() {
            return None;
        }
        let mut part = None;
        let mut other = None;
        let mut first_rank = Vec::new();
        for (number, piece) in self.pieces.iter().enumerate() {
            let words = self.words(piece);
            // A long text is no headline; its letters are not worth the time.
            if words.is_empty() || words.len() > 4 * title.len() + 200 {
                continue;
            }
            let is_heading = is_heading(&piece.name);
            if piece.name == "h1" {
                first_rank.push(number);
            }
            if !is_heading && (other.is_some() || piece.node.attr("class").is_none()) {
                continue;
            }
            let words = letters(words);
            if is_heading && words == title {
                return Some(number);
            }
            if !is_heading && words == title && words.len() > 10 && !self.is_elsewhere(number, None) {
                other = Some(number);
            }
            let is_part = title.contains(&words) && 2 * words.len() >= title.len() || words.contains(&title);
            if is_heading && is_part && part.is_none() {
                part = Some(number);
            }
        }
        part.or(other).or_else(|| if let [only] = first_rank[..] { Some(only) } else { None })
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
            if !(is_above && number < headline || is_below && number > headline) || piece.text.len() > LONGEST_LINE + 2
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
        let name_parts = name_parts(&piece.node);
        let named = |word: &str| name_parts.iter().any(|part| part == word);
        let is_time = piece.name == "time";
        let is_dated = is_time || DATED.iter().any(|word| named(word));
        let mut at = 0;
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
        loop {
            let (date, start, end) = first_date(&words[at..], self.order)?;
            let mut label = words[at..at + start].to_owned();
            if at == 0 && label.trim().is_empty() {
                label = self.label_before(number);
            }
            let by_itself = at == 0 && is_label(&words[..start]) && is_rest(&words[end..]);
            let is_changed = says_changed(&label) || named("updated") || named("modified");
            if (is_dated || by_itself) && is_changed == changed && !says_other(&label) {
                return Some(date);
            }
            at += end;
        }
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
        let last = before.rsplit(['|', '•', '·', ';', '\u{2013}', '—']).next().unwrap_or_default();
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
            if ["nav", "aside"].contains(&piece.name.as_str())
                || piece.name == "a" && piece.text.len() > itself.len() + LONGEST_LINK
                || piece.name == "footer" && !self.above(above).any(|above| self.pieces[above].name == "article")
                || piece.name == "header" && !self.above(above).any(|above| is_story(&self.pieces[above].name))
                || piece.node.attr("id").is_some_and(|id| id.eq_ignore_ascii_case("header"))
            {
                return true;
            }
            let parts = name_parts(&piece.node);
            let kind = piece.node.attr("itemtype").unwrap_or_default();
            let is_other_kind =
                ["Comment", "Review", "VideoObject", "ImageObject", "Event"].iter().any(|end| kind.ends_with(end));
            // A footer of the story may say when it was written.
            let named = parts.iter().any(|part| {
                ELSEWHERE.contains(&part.as_str())
                    && !(part == "footer" && self.is_in_story(above))
                    && (part != "archive" || above != number)
            });
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
        let mut in_heading = None;
        for (inner, piece) in self.pieces.iter().enumerate().skip(number + 1) {
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

/// Whether what stands behind a day is nothing but a time of it.
fn is_rest(text: &str) -> bool {
    let letters = text.chars().filter(|char| char.is_alphabetic()).count();
    let rest = text.trim_start_matches([',', '.', ' ', '-', '–', '|', '•', '·', '/', ')']);
    rest.is_empty()
        || letters <= 16
            && rest.len() <= 40
            && (rest.starts_with(|char: char| char.is_ascii_digit()) || is_label_start(rest))
}

fn is_label_start(rest: &str) -> bool {
    let lower = rest.to_lowercase();
    let first = lower.split_whitespace().next().unwrap_or_default();
    ["at", "um", "à", "г", "г.", "a", "alle", "ore", "klo", "kl", "kl."].contains(&first)
}
