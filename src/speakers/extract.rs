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
    let speakers = resolve(article, &document, &attributions, model);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speakers::{SpeakerKind, lines};

    fn article(text: &str) -> Article {
        Article { id: "a.txt".into(), text: text.into(), ..Article::default() }
    }

    #[test]
    fn an_article_becomes_quotes_with_their_speakers() {
        let article = article(
            "“The ferry is late,” said harbour master Ines Okafor, 43, on Monday.\n\n“It is always late,” she said.",
        );
        let quotes = extract(&article, &Model::embedded());
        let names: Vec<Option<&str>> = quotes.iter().map(|quote| quote.speaker.name.as_deref()).collect();
        assert_eq!(names, [Some("Ines Okafor"), Some("Ines Okafor")]);
        assert!(quotes.iter().all(|quote| quote.speaker.kind == SpeakerKind::Person));
        assert_ne!(quotes[0].id, quotes[1].id);
        assert_eq!(lines(&article, &quotes, None)[1].speaker.mention.as_deref(), Some("she"));
    }

    #[test]
    fn an_edit_elsewhere_leaves_an_id_alone() {
        let model = Model::embedded();
        let before = extract(&article("“The ferry is late,” said Ines Okafor."), &model);
        let after = extract(&article("It rained in Lund.\n\n“The ferry is late,” said Ines Okafor."), &model);
        assert_eq!(before[0].id, after[0].id);
        assert_ne!(before[0].attribution.content, after[0].attribution.content);
    }

    #[test]
    fn an_empty_article_has_no_quotes() {
        assert!(extract(&article(""), &Model::embedded()).is_empty());
    }
}
