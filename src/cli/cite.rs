//! Quotes and articles as they are cited: `show --cite`, and the Markdown of `export`.
//!
//! Quotation marks stand only where the article printed them; what it reports in its own words follows its cue.

use clap::ValueEnum;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::block::{body, speaker};
use super::clean::safe;
use crate::speakers::{ArticleLine, QuoteLine};

/// `--cite` of `show`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Style {
    /// One line.
    Text,
    /// A block quotation with its source.
    Markdown,
    /// An entry for BibTeX.
    Bibtex,
    /// For programs that manage references.
    CslJson,
}

/// Digits of an id in the key of an entry.
const KEY_DIGITS: usize = 12;

/// An article, cited for a quote in it or as a whole.
#[derive(Clone, Copy)]
pub struct Citation<'a> {
    pub quote: Option<&'a QuoteLine>,
    pub article: &'a ArticleLine,
}

impl<'a> Citation<'a> {
    /// Of a quote.
    pub fn of_quote(quote: &'a QuoteLine) -> Citation<'a> {
        Citation { quote: Some(quote), article: &quote.article }
    }

    /// In this style, with nothing in it that a terminal obeys; ends with a line break. Of CSL JSON several make one array, see [`csl_json`].
    pub fn in_style(self, style: Style) -> String {
        let cited = match style {
            Style::Text => self.text(),
            Style::Markdown => self.markdown(),
            Style::Bibtex => self.bibtex(),
            Style::CslJson => csl_json(&[self]),
        };
        let cited: String = cited.trim_end().chars().map(|char| if char == '\n' { char } else { safe(char) }).collect();
        format!("{cited}\n")
    }

    /// `Ruth Okafor, “The fund is sound.” In: Ada Quayle, Pensions in doubt. The Bell, 28 March 2022. https://…`
    fn text(self) -> String {
        let article = self.article;
        let mut text = String::new();
        if let Some(quote) = self.quote {
            text.push_str(&format!("{}, {}", speaker(&quote.speaker).plain(), ended(body(quote, &[]).plain())));
            text.push_str(" In: ");
        }
        if let Some(author) = &article.author {
            text.push_str(&format!("{author}, "));
        }
        text.push_str(&ended(title(article)));
        let source = [article.source.clone(), article.date.map(in_words)].into_iter().flatten().collect::<Vec<_>>();
        if !source.is_empty() {
            text.push_str(&format!(" {}.", source.join(", ")));
        }
        if let Some(place) = article.url.as_deref().or(article.path.as_deref()) {
            text.push_str(&format!(" {place}"));
        }
        text
    }

    /// A block quotation and the line that says who, where and when.
    pub fn markdown(self) -> String {
        let article = self.article;
        let name = escaped(title(article));
        let name = match &article.url {
            Some(url) => format!("[{name}](<{}>)", url.replace(['<', '>', '\n'], "")),
            None => name,
        };
        let mut source = vec![name];
        source.extend(article.source.as_deref().map(|source| format!("*{}*", escaped(source))));
        source.extend(article.date.map(in_words));
        if article.url.is_none() {
            source.extend(article.path.as_deref().map(|path| format!("`{}`", path.replace('`', "'"))));
        }
        let Some(quote) = self.quote else { return format!("{}\n", source.join(", ")) };
        let role = quote.speaker.role.as_deref().map(|role| format!(", {}", escaped(role))).unwrap_or_default();
        let words = escaped(body(quote, &[]).plain()).replace('\n', "\n> ");
        format!(
            "> {words}\n>\n> — **{}**{role}; {} ({})\n",
            escaped(speaker(&quote.speaker).plain()),
            source.join(", "),
            &quote.id[..quote.id.len().min(KEY_DIGITS)]
        )
    }

    fn key(self) -> String {
        match self.quote {
            Some(quote) => format!("whosaid-{}", &quote.id[..quote.id.len().min(KEY_DIGITS)]),
            None => format!("whosaid-{}", &blake3::hash(self.article.id.as_bytes()).to_hex()[..KEY_DIGITS]),
        }
    }

    /// Who said what, for a note.
    fn note(self) -> Option<String> {
        let quote = self.quote?;
        let who = speaker(&quote.speaker);
        Some(format!("{}: {} (paragraph {})", who.plain(), body(quote, &[]).plain(), quote.paragraph))
    }

    fn bibtex(self) -> String {
        let article = self.article;
        let mut fields = vec![("title", format!("{{{}}}", in_tex(title(article))))];
        fields.extend(article.author.as_deref().map(|author| ("author", format!("{{{}}}", in_tex(author)))));
        fields.extend(article.source.as_deref().map(|source| ("journal", in_tex(source))));
        if let Some(date) = article.date {
            fields.push(("year", date.year().to_string()));
            fields.push(("month", date.month().to_string()));
            fields.push(("day", date.day().to_string()));
        }
        fields.extend(article.url.as_deref().map(|url| ("url", in_tex(url))));
        fields.extend(self.note().map(|note| ("note", in_tex(&note))));
        let lines: Vec<String> = fields.into_iter().map(|(name, value)| format!("  {name} = {{{value}}}")).collect();
        format!("@article{{{},\n{}\n}}\n", self.key(), lines.join(",\n"))
    }

    fn csl(self) -> Value {
        let article = self.article;
        let mut item = json!({"id": self.key(), "type": "article-newspaper", "title": title(article)});
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                item[name] = value;
            }
        };
        set("container-title", article.source.clone().map(Value::from));
        set("author", article.author.as_ref().map(|author| json!([{"literal": author}])));
        set("issued", article.date.map(|date| json!({"date-parts": [[date.year(), date.month(), date.day()]]})));
        set("URL", article.url.clone().map(Value::from));
        set("note", self.note().map(Value::from));
        item
    }
}

/// Citations as one array of CSL JSON.
pub fn csl_json(citations: &[Citation]) -> String {
    Value::Array(citations.iter().map(|citation| citation.csl()).collect()).to_string()
}

fn title(article: &ArticleLine) -> &str {
    article.title.as_deref().unwrap_or(&article.id)
}

/// `28 March 2022`
fn in_words(date: Date) -> String {
    format!("{} {} {}", date.day(), date.strftime("%B"), date.year())
}

/// With a full stop where no other mark ends it.
fn ended(text: &str) -> String {
    let bare = text.trim_end_matches(['”', '’', '"', '\'']);
    let bare_end = bare.trim_end_matches(',');
    if bare_end.len() < bare.len() {
        return format!("{bare_end}.{}", &text[bare.len()..]);
    }
    if bare.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// Text in Markdown that means itself.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut line_start = true;
    for char in text.chars() {
        let marks = "\\`*_[]<>|#".contains(char) || line_start && "+-=".contains(char);
        if marks {
            escaped.push('\\');
        }
        escaped.push(char);
        line_start = char == '\n';
    }
    escaped
}

/// Text in TeX that means itself.
fn in_tex(text: &str) -> String {
    let mut tex = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\\' => tex.push_str("\\textbackslash{}"),
            '~' => tex.push_str("\\textasciitilde{}"),
            '^' => tex.push_str("\\textasciicircum{}"),
            '{' | '}' | '%' | '&' | '#' | '_' | '$' => {
                tex.push('\\');
                tex.push(char);
            }
            _ => tex.push(char),
        }
    }
    tex
}

#[cfg(test)]
mod tests {
    use super::super::block::tests::quote;
    use super::*;
    use crate::attribution::Kind;

    #[test]
    fn what_would_mean_something_else_is_escaped() {
        assert_eq!(escaped("*a* [b] #1"), "\\*a\\* \\[b\\] \\#1");
        assert_eq!(in_tex("50% of {a} & b_c"), "50\\% of \\{a\\} \\& b\\_c");
        assert_eq!(ended("“Yes,”"), "“Yes.”");
        assert_eq!(ended("“Yes!”"), "“Yes!”");
        assert_eq!(ended("Fog lifts"), "Fog lifts.");
    }

    #[test]
    fn every_style_is_what_it_says() {
        let quote = quote(Kind::Direct, "“Yes.”");
        let cited = |style| Citation::of_quote(&quote).in_style(style);
        assert!(cited(Style::Text).contains("“Yes.” In: "));
        assert!(cited(Style::Markdown).starts_with("> “Yes.”\n>\n> — **"));
        assert!(cited(Style::Bibtex).starts_with("@article{whosaid-"));
        let csl: Value = serde_json::from_str(&cited(Style::CslJson)).unwrap();
        assert_eq!(csl[0]["type"], "article-newspaper");
    }
}
