//! What of an article can be drawn for a sheet: its quotes, and its sentences in which nothing was found.

use super::SURE;
use super::sampling::Stratum;
use crate::speakers::{QuoteLine, SpanLine};
use crate::text::{CodePoints, Document, TokenKind};

/// Something that can be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// 96 bits in hex: the quote's id, or one made of article, words and place.
    pub id: String,
    /// Of a quote: kind, whether its confidence is above [`SURE`], and basis of its name. Of a passage: whether quotation
    /// marks stand in it, and whether a quote stands in its paragraph.
    pub stratum: Stratum,
    /// A number that is the same for the same seed and id, and random otherwise.
    pub hash: u128,
    /// What it is.
    pub what: What,
}

/// What can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A quote, by its place in the list.
    Quote(usize),
    /// A sentence that no words of a quote stand in, in code points of the text, and its paragraph, from 1.
    Passage(SpanLine, usize),
}

/// Every quote of an article, then every sentence with a letter or digit that none of them touches.
pub fn units(article: &str, text: &str, quotes: &[QuoteLine], seed: u64) -> Vec<Unit> {
    let mut units = Vec::new();
    for (place, quote) in quotes.iter().enumerate() {
        let is_sure = quote.confidence > SURE;
        let stratum = [quote.kind as u8, u8::from(is_sure), quote.speaker.basis as u8];
        units.push(Unit { id: quote.id.clone(), stratum, hash: hash(seed, &quote.id), what: What::Quote(place) });
    }
    let document = Document::new(text);
    let points = CodePoints::new(text);
    let said = merged(quotes.iter().flat_map(|quote| quote.spans.content.iter().copied()).collect());
    let marked =
        merged(document.quotations.iter().map(|quotation| [quotation.span.start, quotation.span.end]).collect());
    for sentence in &document.sentences {
        let [start, end] = [sentence.span.start, sentence.span.end];
        let place = [points.at(start), points.at(end)];
        let words = document.at(sentence.span);
        if touches(&said, place) || !words.contains(char::is_alphanumeric) {
            continue;
        }
        let paragraph = document.paragraphs[sentence.paragraph].span;
        let is_beside_a_quote = touches(&said, [points.at(paragraph.start), points.at(paragraph.end)]);
        let mut tokens = document.tokens[sentence.tokens.clone()].iter();
        let is_marked = touches(&marked, [start, end])
            || tokens.any(|token| matches!(token.kind, TokenKind::Open | TokenKind::Close));
        let id = passage_id(article, words, place[0]);
        units.push(Unit {
            stratum: [u8::from(is_marked), u8::from(is_beside_a_quote), 0],
            hash: hash(seed, &id),
            id,
            what: What::Passage(place, sentence.paragraph + 1),
        });
    }
    units
}

/// The id of a passage that begins at code point `start`.
fn passage_id(article: &str, words: &str, start: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [article, words] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.update(&(start as u64).to_le_bytes());
    hasher.finalize().to_hex()[..24].to_owned()
}

fn hash(seed: u64, id: &str) -> u128 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes());
    hasher.update(id.as_bytes());
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    u128::from_be_bytes(bytes)
}

/// `spans` in order, those that overlap made one.
fn merged(mut spans: Vec<SpanLine>) -> Vec<SpanLine> {
    spans.sort_unstable();
    let mut merged: Vec<SpanLine> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span[0] < last[1] => last[1] = last[1].max(span[1]),
            _ => merged.push(span),
        }
    }
    merged
}

/// Whether one of `spans`, in order and apart from each other, shares anything with `span`.
fn touches(spans: &[SpanLine], span: SpanLine) -> bool {
    let first = spans.partition_point(|known| known[1] <= span[0]);
    spans.get(first).is_some_and(|known| known[0] < span[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::attribution::{Kind, Model};
    use crate::speakers;

    const TEXT: &str =
        "“Ærø will wait,” said Ines Okafor. The tide was low.\n\nA “grand” plan failed. * * *\n\nIt rained.";

    fn of(seed: u64) -> (Vec<QuoteLine>, Vec<Unit>) {
        let article = Article { id: "a.txt".into(), text: TEXT.into(), ..Article::default() };
        let quotes = speakers::extract(&article, &Model::embedded());
        let mut lines = speakers::lines(&article, &quotes, None);
        lines.retain(|line| line.kind == Kind::Direct);
        let units = units(&article.id, TEXT, &lines, seed);
        (lines, units)
    }

    #[test]
    fn what_no_quote_touches_is_a_passage() {
        let (quotes, units) = of(1);
        assert_eq!(units[0].id, quotes[0].id);
        let chars: Vec<char> = TEXT.chars().collect();
        let mut passages = Vec::new();
        for unit in &units[1..] {
            let What::Passage([start, end], paragraph) = unit.what else { panic!("a second quote: {unit:?}") };
            let [marked, beside, _] = unit.stratum;
            passages.push((chars[start..end].iter().collect::<String>(), paragraph, marked == 1, beside == 1));
        }
        let expected = [
            ("The tide was low.", 1, false, true),
            ("A “grand” plan failed.", 2, true, false),
            ("It rained.", 3, false, false),
        ];
        assert_eq!(passages, expected.map(|(words, paragraph, m, b)| (words.to_owned(), paragraph, m, b)));
    }

    #[test]
    fn another_seed_gives_other_hashes_and_the_same_ids() {
        let (one, two) = (of(1).1, of(2).1);
        assert!(one.iter().zip(&two).all(|(one, two)| one.id == two.id && one.hash != two.hash));
        assert_eq!(one, of(1).1);
    }

    #[test]
    fn spans_that_overlap_are_one() {
        let spans = merged(vec![[7, 9], [0, 5], [1, 2], [5, 6]]);
        assert_eq!(spans, [[0, 5], [5, 6], [7, 9]]);
        assert!(touches(&spans, [4, 5]) && touches(&spans, [6, 8]) && !touches(&spans, [6, 7]));
    }
}
