//! What the choice of antecedents is learned from.

use serde::Serialize;

use super::resolve::Resolver;
use crate::article::Article;
use crate::attribution::{self, Model};
use crate::text::{CodePoints, Document};

/// A pronoun that stands for one person, and who may be meant.
#[derive(Debug, Serialize)]
pub struct AntecedentLine {
    /// What is said: pieces, `[start, end)` in code points of the article's text.
    pub content: Vec<(usize, usize)>,
    /// The full names of the candidates, the nearest first, each with the signs that it shows.
    pub candidates: Vec<(String, Vec<u16>)>,
}

/// Of every attribution of `article` whose mention is *he* or *she*, in order of the text.
pub fn antecedent_lines(article: &Article, model: &Model) -> Vec<AntecedentLine> {
    let document = Document::new(&article.text);
    let attributions = attribution::attribute(&document, model);
    let points = CodePoints::new(&article.text);
    let mut found = Vec::new();
    Resolver::each(article, &document, &attributions, model, |resolver, number| {
        let candidates = resolver.candidates(number);
        if !candidates.is_empty() {
            let content = &attributions[number].content;
            let content = content.iter().map(|span| (points.at(span.start), points.at(span.end))).collect();
            found.push(AntecedentLine { content, candidates });
        }
    });
    found
}
