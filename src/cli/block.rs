//! One quote for people, as `search`, `show`, `extract` and `demo` print it.
//!
//! ```text
//! Ruth Okafor, finance minister · said
//!   “The fund is sound,” … “and it will stay so.”
//!   Pensions in doubt · 2022-03-28 · The Saltmere Courier
//!   corpus/courier/pensions.md:3 · 7f0a1b2c
//! ```
//!
//! Quotation marks are never added: they stand only where the article printed them. What an article reports in its own
//! words is shown after its cue (`Okafor denied: that the fund was insolvent`).

use anstyle::Style;
use textwrap::core::display_width;

use super::styled::{CUE, DIM, MATCH, PLAIN, SPEAKER, Styled};
use crate::attribution::{Act, Kind};
use crate::speakers::{ArticleLine, Basis, QuoteLine, SpanLine, SpeakerKind, SpeakerLine};

/// A name that is believed in less than this is marked with `(?)`, and so is a quote.
pub const DOUBTFUL: f32 = 0.5;

/// Hex digits of an id that are shown, unless more are needed to tell it from another.
pub const ID_DIGITS: usize = 8;

/// Columns of the longest mention that is shown before the words it reports.
const LONGEST_MENTION: usize = 32;

/// Blanks before everything of a quote but its speaker.
pub const MARGIN: usize = 2;

/// What a block shows besides the quote.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// The quote.
    pub quote: &'a QuoteLine,
    /// Words of `quote.quote` that were looked for, in order, in code points.
    pub highlights: &'a [SpanLine],
    /// Hex digits of the id.
    pub id_digits: usize,
    /// Whether the article is named: not where its quotes stand under its title.
    pub with_article: bool,
}

impl Block<'_> {
    /// Its lines.
    pub fn lines(&self, width: usize) -> Vec<Styled> {
        let quote = self.quote;
        let mut lines = heading(quote).wrap(width, 0, MARGIN);
        lines.extend(body(quote, self.highlights).wrap(width, MARGIN, MARGIN));
        // An article without title, date and source is told by its path below.
        if self.with_article && (is_described(&quote.article) || quote.article.path.is_none()) {
            lines.extend(article_line(&quote.article).wrap(width, MARGIN, MARGIN));
        }
        lines.extend(self.place().wrap(width, MARGIN, MARGIN));
        lines
    }

    /// `corpus/a.txt ¶3 · 7f0a1b2c`, and what else there is to know.
    fn place(&self) -> Styled {
        let quote = self.quote;
        let mut parts = Vec::new();
        match &quote.article.path {
            Some(path) if self.with_article => {
                parts.push(format!("{} ¶{}", in_file(path, &quote.article.id), quote.paragraph));
            }
            _ => parts.push(format!("¶{}", quote.paragraph)),
        }
        parts.push(short_id(&quote.id, self.id_digits).to_string());
        if let Some(outer) = &quote.within {
            parts.push(format!("inside {}", short_id(outer, self.id_digits)));
        }
        if quote.confidence < DOUBTFUL {
            parts.push("doubtful quote (?)".to_string());
        }
        Styled::of(&parts.join(" · "), DIM)
    }
}

/// An article's place: its file, and where that holds several articles, which one it is.
fn in_file(path: &str, article: &str) -> String {
    if path.ends_with(article) {
        return path.to_string();
    }
    match article.find(['#', '!']) {
        Some(at) if path.ends_with(&article[..at]) => format!("{path}{}", &article[at..]),
        _ => format!("{path} ({article})"),
    }
}

/// Who speaks, as what, and how: `Ruth Okafor, finance minister · said`.
fn heading(quote: &QuoteLine) -> Styled {
    let mut heading = speaker(&quote.speaker);
    if let Some(role) = &quote.speaker.role {
        heading.push(", ", PLAIN);
        heading.push(role, PLAIN);
    }
    // An indirect quote's cue stands before its words.
    if quote.kind != Kind::Indirect
        && let Some(cue) = cue_in_words(quote)
    {
        heading.push(" · ", DIM);
        heading.push(cue, CUE);
    }
    if quote.act != Act::Says {
        heading.push(" · ", DIM);
        heading.push(quote.act.name(), DIM);
    }
    heading
}

/// The speaker's name, with `(?)` where it is in doubt.
pub fn speaker(speaker: &SpeakerLine) -> Styled {
    let Some(name) = &speaker.name else {
        return Styled::of("unknown speaker", SPEAKER);
    };
    let mut text = Styled::of(name, SPEAKER);
    if is_doubtful(speaker) {
        text.push(" (?)", PLAIN);
    }
    text
}

/// Whether a name is to be shown as doubtful.
fn is_doubtful(speaker: &SpeakerLine) -> bool {
    speaker.kind != SpeakerKind::Unknown && speaker.basis != Basis::Corrected && speaker.confidence < DOUBTFUL
}

/// The words said as the article prints them; indirect ones after the words that report them.
pub fn body(quote: &QuoteLine, highlights: &[SpanLine]) -> Styled {
    let mut body = Styled::new();
    if quote.kind == Kind::Indirect {
        for (words, style) in reporting_words(quote) {
            if !body.is_empty() {
                body.push(" ", PLAIN);
            }
            body.push(words, style);
        }
        if !body.is_empty() {
            body.push(": ", PLAIN);
        }
    }
    push_highlighted(&mut body, &quote.quote, highlights);
    body
}

/// Mention and cue in the article's order: `Okafor denied`, `according to Okafor`.
fn reporting_words(quote: &QuoteLine) -> Vec<(&str, Style)> {
    let mut words = Vec::new();
    if let Some(mention) = &quote.speaker.mention {
        // A mention that is a whole clause hides the cue: the name is enough.
        let is_long = display_width(mention) > LONGEST_MENTION;
        let shown = quote.speaker.name.as_deref().filter(|_| is_long).unwrap_or(mention);
        words.push((quote.spans.mention.first(), shown, PLAIN));
    }
    if let Some(cue) = cue_in_words(quote) {
        words.push((quote.spans.cue.first(), cue, CUE));
    }
    words.sort_by_key(|&(place, ..)| place);
    words.into_iter().map(|(_, words, style)| (words, style)).collect()
}

/// The words that report, unless it is a mere colon or dash that does.
fn cue_in_words(quote: &QuoteLine) -> Option<&str> {
    quote.cue.as_deref().filter(|cue| cue.contains(char::is_alphanumeric))
}

/// Adds `text` with the code points at `highlights` (in order) standing out.
fn push_highlighted(to: &mut Styled, text: &str, highlights: &[SpanLine]) {
    let mut highlights = highlights.iter().peekable();
    let mut piece_start = 0;
    let mut piece_style = PLAIN;
    for (place, (at, _)) in text.char_indices().enumerate() {
        while highlights.next_if(|span| span[1] <= place).is_some() {}
        let inside = highlights.peek().is_some_and(|span| span[0] <= place);
        let style = if inside { MATCH } else { PLAIN };
        if style != piece_style {
            to.push(&text[piece_start..at], piece_style);
            piece_start = at;
            piece_style = style;
        }
    }
    to.push(&text[piece_start..], piece_style);
}

/// Whether there is anything to say of the article but its id and path.
fn is_described(article: &ArticleLine) -> bool {
    article.title.is_some() || article.date.is_some() || article.source.is_some()
}

/// `Title · 2022-03-28 · Source`; an article without any of them by its id.
pub fn article_line(article: &ArticleLine) -> Styled {
    let mut parts = Vec::new();
    parts.extend(article.title.clone());
    parts.extend(article.date.map(|date| date.to_string()));
    parts.extend(article.source.clone());
    if parts.is_empty() {
        parts.push(article.id.clone());
    }
    Styled::of(&parts.join(" · "), DIM)
}

/// The first `digits` of an id.
pub fn short_id(id: &str, digits: usize) -> &str {
    id.get(..digits).unwrap_or(id)
}

/// Fewest digits, at least [`ID_DIGITS`], that tell the ids of `quotes` apart.
pub fn digits_to_tell_apart<'a>(ids: impl Iterator<Item = &'a str>) -> usize {
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let mut digits = ID_DIGITS;
    for pair in ids.windows(2) {
        let shared = pair[0].bytes().zip(pair[1].bytes()).take_while(|(a, b)| a == b).count();
        digits = digits.max(shared + 1);
    }
    digits
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::speakers::SpansLine;

    /// A quote of an article written for the tests.
    pub fn quote(kind: Kind, text: &str) -> QuoteLine {
        QuoteLine {
            id: "7f0a1b2c3d4e5f6071829304".into(),
            quote: text.into(),
            kind,
            act: Act::Says,
            cue: Some("said".into()),
            confidence: 0.9,
            speaker: SpeakerLine {
                name: Some("Ruth Okafor".into()),
                kind: SpeakerKind::Person,
                mention: Some("Okafor".into()),
                role: Some("finance minister".into()),
                confidence: 0.95,
                basis: Basis::PartOfName,
                evidence: Some([0, 11]),
                id: None,
                canonical: None,
                candidates: None,
            },
            within: None,
            article: ArticleLine {
                id: "pensions.md".into(),
                title: Some("Pensions in doubt".into()),
                date: Some(jiff::civil::date(2022, 3, 28)),
                source: Some("The Saltmere Courier".into()),
                url: None,
                author: None,
                path: Some("news/pensions.md".into()),
            },
            spans: SpansLine { cue: vec![[40, 44]], mention: vec![[33, 39]], ..SpansLine::default() },
            paragraph: 3,
            corrected: false,
        }
    }

    fn shown(quote: &QuoteLine) -> String {
        let block = Block { quote, highlights: &[], id_digits: ID_DIGITS, with_article: true };
        let lines: Vec<String> = block.lines(60).iter().map(|line| line.plain().to_string()).collect();
        lines.join("\n")
    }

    #[test]
    fn a_direct_quote_is_shown_as_printed() {
        let quote = quote(Kind::Direct, "“The fund is sound,” … “and it will stay so.”");
        assert_eq!(
            shown(&quote),
            "Ruth Okafor, finance minister · said\n  \
             “The fund is sound,” … “and it will stay so.”\n  \
             Pensions in doubt · 2022-03-28 · The Saltmere Courier\n  \
             news/pensions.md ¶3 · 7f0a1b2c"
        );
    }

    #[test]
    fn an_indirect_quote_comes_after_its_cue_and_without_marks() {
        let mut quote = quote(Kind::Indirect, "that the fund was insolvent");
        quote.cue = Some("denied".into());
        quote.act = Act::Denies;
        let shown = shown(&quote);
        assert!(shown.starts_with("Ruth Okafor, finance minister · denies\n"), "{shown}");
        assert!(shown.contains("\n  Okafor denied: that the fund was insolvent\n"), "{shown}");
        assert!(!shown.contains(['“', '”', '"']), "{shown}");
    }

    #[test]
    fn words_that_report_keep_the_order_of_the_article() {
        let mut quote = quote(Kind::Indirect, "the fund is sound");
        quote.cue = Some("according to".into());
        quote.spans.cue = vec![[20, 32]];
        assert!(shown(&quote).contains("\n  according to Okafor: the fund is sound\n"), "{}", shown(&quote));
    }

    #[test]
    fn a_long_mention_gives_way_to_the_name() {
        let mut quote = quote(Kind::Indirect, "whether the fund was sound");
        quote.speaker.mention = Some("Finance minister Ruth Okafor, who had voted against it".into());
        assert!(shown(&quote).contains("\n  Ruth Okafor said: whether the fund was sound\n"), "{}", shown(&quote));
    }

    #[test]
    fn doubt_is_shown_as_doubt() {
        let mut quote = quote(Kind::Direct, "“It is sound.”");
        quote.speaker.confidence = 0.49;
        assert!(shown(&quote).starts_with("Ruth Okafor (?), finance minister"), "{}", shown(&quote));
        quote.speaker.confidence = DOUBTFUL;
        assert!(shown(&quote).starts_with("Ruth Okafor, finance minister"), "{}", shown(&quote));
    }

    #[test]
    fn a_colon_is_no_word_that_reports() {
        let mut quote = quote(Kind::Indirect, "the fund is sound");
        quote.cue = Some(":".into());
        assert!(shown(&quote).contains("\n  Okafor: the fund is sound\n"), "{}", shown(&quote));
    }

    #[test]
    fn an_article_of_which_nothing_is_known_is_told_by_its_path() {
        let mut quote = quote(Kind::Direct, "“Yes.”");
        quote.article = ArticleLine { title: None, date: None, source: None, ..quote.article };
        assert_eq!(shown(&quote), "Ruth Okafor, finance minister · said\n  “Yes.”\n  news/pensions.md ¶3 · 7f0a1b2c");
    }

    #[test]
    fn of_a_file_with_many_articles_the_one_is_named() {
        assert_eq!(in_file("news/a.txt", "a.txt"), "news/a.txt");
        assert_eq!(in_file("news/all.jsonl", "all.jsonl#0123456789abcdef"), "news/all.jsonl#0123456789abcdef");
        assert_eq!(in_file("news/all.jsonl", "echo-2021-7"), "news/all.jsonl (echo-2021-7)");
    }

    #[test]
    fn nobody_is_nobody() {
        let mut quote = quote(Kind::Direct, "“It is sound.”");
        quote.speaker.name = None;
        quote.speaker.role = None;
        quote.speaker.mention = None;
        quote.speaker.kind = SpeakerKind::Unknown;
        quote.speaker.confidence = 0.0;
        assert!(shown(&quote).starts_with("unknown speaker · said\n"), "{}", shown(&quote));
    }

    #[test]
    fn words_looked_for_stand_out() {
        let quote = quote(Kind::Direct, "“Öl is sound.”");
        let body = body(&quote, &[[1, 3], [7, 12]]);
        let bold = |text: &str| format!("{MATCH}{text}{MATCH:#}");
        assert_eq!(body.ansi(), format!("“{} is {}.”", bold("Öl"), bold("sound")));
    }

    #[test]
    fn ids_are_as_long_as_needed() {
        let ids = ["7f0a1b2c3d4e", "7f0a1b2c3fff", "0123456789ab", "7f0a1b2c3d4e"];
        assert_eq!(digits_to_tell_apart(ids.into_iter()), 10);
        assert_eq!(digits_to_tell_apart(["7f0a1b2c3d4e"].into_iter()), ID_DIGITS);
    }
}
