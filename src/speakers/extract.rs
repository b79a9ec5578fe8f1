//! From an article to its quotes.

use super::quote_id::{QuoteIds, quote_text, words_of};
use super::{Quote, resolve};
use crate::article::Article;
use crate::attribution::{self, Model};
use crate::text::Document;

/// Everything that is said in `article`, in order of the text, with who said it.
pub fn extract(article: &Article, model: &Model) -> Vec<Quote> {
    let document = Document::new(&article.text);
    let attributions = attribution::attribute(&document, model);
    let speakers = resolve(article, &document, &attributions);
    let mut ids = QuoteIds::new(&article.id);
    let mut quotes: Vec<Quote> = Vec::with_capacity(attributions.len());
    for (attribution, speaker) in attributions.into_iter().zip(speakers) {
        let quote = quote_text(&article.text, &attribution.content);
        let id = ids.next(&quote, &words_of(&article.text, &attribution.cue));
        quotes.push(Quote { id, attribution, speaker, within: None });
    }
    for place in 0..quotes.len() {
        let outer = quotes[place].attribution.within;
        quotes[place].within = outer.and_then(|outer| quotes.get(outer)).map(|outer| outer.id.clone());
    }
    quotes
}
