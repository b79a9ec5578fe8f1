//! A made-up archive of any size: articles with quotes that need not be found, so that the index alone is measured.
//!
//! Words are as frequent as Zipf's law has them, quotes 5 to 40 words long; persons have namesakes and are named in several
//! ways; articles have dates and sources, one in ten is a reprint, and one quote in twelve was printed before. The same seed
//! gives the same archive, a larger one begins with the smaller.

use std::io::{self, Write};

use jiff::civil::Date;
use serde_json::json;
use whosaid::article::Article;
use whosaid::attribution::{Act, Kind};
use whosaid::speakers::{
    ArticleLine, Basis, Gender, QuoteLine, SpansLine, SpeakerKey, SpeakerKind, SpeakerLine, name_words,
};

use super::numbers::{Numbers, word};

/// Different words.
const WORDS: usize = 80_000;
const GIVEN: usize = 600;
const SURNAMES: usize = 20_000;
/// The commonest surname is that of every two hundred and fiftieth, as in large countries.
const FLAT: usize = 40;
const PERSONS: usize = 60_000;
const SOURCES: usize = 150;
const DAYS: usize = 12_000;
const ROLES: [&str; 12] = [
    "minister",
    "senator",
    "mayor",
    "farmer",
    "teacher",
    "striker",
    "professor",
    "spokesman",
    "banker",
    "skipper",
    "nurse",
    "judge",
];
const CUES: [&str; 6] = ["said", "told reporters", "warned", "added", "according to", "argued"];

/// Makes articles one after the other.
pub struct Collection {
    numbers: Numbers,
    /// Quotes that may be printed again.
    printed: Vec<Spoken>,
    /// The last articles, for reprints.
    last: Vec<(String, Vec<Spoken>)>,
    articles: usize,
    quotes: usize,
}

/// Words, and who said them.
#[derive(Clone)]
struct Spoken {
    words: String,
    person: usize,
    kind: Kind,
    cue: &'static str,
}

/// What a collection comes to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Size {
    pub articles: usize,
    pub quotes: usize,
    pub text_bytes: usize,
    pub words: usize,
}

impl Collection {
    pub fn new(seed: u64) -> Collection {
        Collection { numbers: Numbers(seed), printed: Vec::new(), last: Vec::new(), articles: 0, quotes: 0 }
    }

    /// Writes articles until they have `quotes` quotes more, as `extract --articles` prints them.
    pub fn write(&mut self, quotes: usize, to: &mut impl Write) -> io::Result<Size> {
        let mut size = Size::default();
        while size.quotes < quotes {
            let (article, lines, keys) = self.article();
            size.articles += 1;
            size.quotes += lines.len();
            size.text_bytes += article.text.len();
            size.words += article.text.split_whitespace().count();
            let Article { id, title, date, source, text, .. } = &article;
            let article = json!({"id": id, "title": title, "date": date, "source": source, "text": text});
            let line = json!({"article": article, "quotes": lines, "speaker_keys": keys, "model": "made-up"});
            serde_json::to_writer(&mut *to, &line)?;
            to.write_all(b"\n")?;
        }
        Ok(size)
    }

    fn article(&mut self) -> (Article, Vec<QuoteLine>, Vec<String>) {
        let number = self.articles;
        self.articles += 1;
        let is_reprint = self.last.len() > 50 && self.numbers.once_in(10);
        let (title, spoken) = if is_reprint {
            let place = self.numbers.below(self.last.len());
            self.last[place].clone()
        } else {
            let count = 2 + self.numbers.below(13);
            let title = self.sentence(6);
            (title, (0..count).map(|_| self.spoken()).collect())
        };
        if self.last.len() < 200 {
            self.last.push((title.clone(), spoken.clone()));
        } else {
            let place = self.numbers.below(200);
            self.last[place] = (title.clone(), spoken.clone());
        }
        let day = Date::constant(1991, 1, 1) + jiff::Span::new().days(self.numbers.below(DAYS) as i64);
        let source = format!("The {} Post", capital(&word(self.numbers.zipf(SOURCES), 5)));
        let mut article = Article {
            id: format!("a{number:08}"),
            title: Some(title),
            date: Some(day),
            source: Some(source),
            ..Article::default()
        };
        self.tell(&mut article, &spoken)
    }

    /// Writes what was said into the text of `article`, each quote in a paragraph of its own.
    fn tell(&mut self, article: &mut Article, spoken: &[Spoken]) -> (Article, Vec<QuoteLine>, Vec<String>) {
        let mut text = String::new();
        let mut at = 0;
        let mut push = |part: &str, text: &mut String| -> [usize; 2] {
            let start = at;
            text.push_str(part);
            at += part.chars().count();
            [start, at]
        };
        let (mut lines, mut keys) = (Vec::new(), Vec::new());
        for (paragraph, said) in spoken.iter().enumerate() {
            let filler = self.sentence(24);
            push(&format!("{filler} "), &mut text);
            let person = Person::of(said.person);
            let content = match said.kind {
                Kind::Indirect => said.words.clone(),
                _ => format!("“{},”", said.words),
            };
            let (name, basis) =
                if paragraph % 3 == 2 { (&person.surname, Basis::PartOfName) } else { (&person.name, Basis::FullName) };
            let spans_content = push(&content, &mut text);
            push(" ", &mut text);
            let cue = push(said.cue, &mut text);
            push(" ", &mut text);
            let mention = push(name, &mut text);
            push(".\n\n", &mut text);
            self.quotes += 1;
            let confidence = 0.5 + self.numbers.below(500) as f32 / 1000.0;
            lines.push(QuoteLine {
                id: format!("{:016x}{:08x}", (self.quotes as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15), self.quotes),
                quote: content,
                kind: said.kind,
                act: if self.numbers.once_in(15) { Act::Denies } else { Act::Says },
                cue: Some(said.cue.to_owned()),
                confidence,
                speaker: SpeakerLine {
                    name: Some(person.name.clone()),
                    kind: SpeakerKind::Person,
                    mention: Some(name.clone()),
                    role: Some(person.role.to_owned()),
                    confidence,
                    basis,
                    evidence: Some(mention),
                    id: None,
                    canonical: None,
                    candidates: None,
                },
                within: None,
                article: ArticleLine::new(article, None),
                spans: SpansLine {
                    content: vec![spans_content],
                    verbatim: if said.kind == Kind::Indirect { vec![] } else { vec![spans_content] },
                    cue: vec![cue],
                    mention: vec![mention],
                },
                paragraph: paragraph + 1,
                corrected: false,
            });
            let decade = article.date.map_or(String::new(), |date| format!("{}0s", date.year() / 10));
            keys.push(person.key(decade));
        }
        article.text = text;
        (article.clone(), lines, keys)
    }

    fn spoken(&mut self) -> Spoken {
        if self.printed.len() > 100 && self.numbers.once_in(12) {
            let place = self.numbers.below(self.printed.len());
            return self.printed[place].clone();
        }
        let length = 5 + self.numbers.below(36);
        let spoken = Spoken {
            words: self.sentence(length),
            person: self.numbers.zipf(PERSONS),
            kind: [Kind::Direct, Kind::Direct, Kind::Indirect][self.numbers.below(3)],
            cue: CUES[self.numbers.zipf(CUES.len())],
        };
        if self.printed.len() < 5_000 {
            self.printed.push(spoken.clone());
        } else {
            let place = self.numbers.below(5_000);
            self.printed[place] = spoken.clone();
        }
        spoken
    }

    fn sentence(&mut self, length: usize) -> String {
        let words: Vec<String> = (0..length).map(|_| word(self.numbers.zipf(WORDS), 13)).collect();
        capital(&words.join(" "))
    }
}

/// Somebody who speaks, always the same for one number.
struct Person {
    name: String,
    surname: String,
    role: &'static str,
    gender: Gender,
}

impl Person {
    fn of(number: usize) -> Person {
        let mut numbers = Numbers(number as u64 * 977 + 5);
        numbers.below(2);
        let surname = capital(&word(numbers.flat_zipf(SURNAMES, FLAT), 3));
        let given = capital(&word(numbers.zipf(GIVEN), 7));
        let middle = capital(&word(numbers.below(26), 5)[..1]);
        let name =
            if numbers.once_in(8) { format!("{given} {middle}. {surname}") } else { format!("{given} {surname}") };
        let gender = if numbers.once_in(2) { Gender::Female } else { Gender::Male };
        Person { name, surname, role: ROLES[numbers.below(ROLES.len())], gender }
    }

    fn key(&self, decade: String) -> String {
        SpeakerKey {
            name: name_words(&self.name).join(" "),
            kind: SpeakerKind::Person,
            gender: Some(self.gender),
            role_head: self.role.to_owned(),
            place: String::new(),
            decade,
        }
        .encode()
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
