//! What holds for any text: extraction never panics, every span is a place in the text on character boundaries, a line says
//! what stands there, and the same text gives the same quotes.

use std::collections::HashSet;

use proptest::prelude::*;
use whosaid::article::Article;
use whosaid::attribution::Model;
use whosaid::speakers;
use whosaid::text::Span;

/// Texts that look like news to a program: marks of every kind, cues, names, breaks, and whatever else.
fn newsy_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec![
            "“", "”", "\"", "'", "‘", "’", "«", "»", "„", "''", "``", "\n", "\n\n", ". ", ", ", ": ", "? ", "— ", "> ", "- ",
        ]).prop_map(str::to_owned),
        6 => prop::sample::select(vec![
            "said ", "says ", "he ", "She ", "told reporters that ", "According to ", "denied ", "asked whether ", "who ",
            "Orla Fenwick ", "Mr. Brisco ", "the mayor ", "ORLA: ", "Q: ", "A: ", "The report ", "Mr", "Dr. ", "“Bob” ",
        ]).prop_map(str::to_owned),
        4 => "[a-zA-Z]{1,8} ".prop_map(|word| word),
        2 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,12}".prop_map(|text| text),
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

fn article(text: &str) -> Article {
    Article { id: "a".into(), text: text.into(), ..Article::default() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_span_is_a_place_in_the_text(text in newsy_text()) {
        let article = article(&text);
        let quotes = speakers::extract(&article, &Model::embedded());
        let inside = |span: &Span| {
            span.start < span.end
                && span.end <= text.len()
                && text.is_char_boundary(span.start)
                && text.is_char_boundary(span.end)
        };
        let mut ids = HashSet::new();
        for quote in &quotes {
            let found = &quote.attribution;
            prop_assert!(!found.content.is_empty());
            for span in found.content.iter().chain(&found.verbatim).chain(&found.cue).chain(&found.mention) {
                prop_assert!(inside(span), "{span:?} in {} bytes", text.len());
            }
            prop_assert!(found.content.windows(2).all(|pair| pair[0].end <= pair[1].start), "{:?}", found.content);
            prop_assert!(found.verbatim.iter().all(|part| found.content.iter().any(|whole| whole.contains(*part))));
            prop_assert!(quote.speaker.evidence.iter().all(inside));
            prop_assert!((0.0..=1.0).contains(&found.confidence) && (0.0..=1.0).contains(&quote.speaker.confidence));
            prop_assert_eq!(quote.id.len(), 24);
            prop_assert!(ids.insert(quote.id.clone()), "two quotes with one id");
        }
        for quote in &quotes {
            prop_assert!(quote.within.as_ref().is_none_or(|outer| ids.contains(outer) && *outer != quote.id));
        }
    }

    #[test]
    fn a_line_says_what_stands_at_its_code_points(text in newsy_text()) {
        let article = article(&text);
        let quotes = speakers::extract(&article, &Model::embedded());
        let characters: Vec<char> = text.chars().collect();
        for line in speakers::lines(&article, &quotes, None) {
            let piece = |span: &[usize; 2]| characters[span[0]..span[1]].iter().collect::<String>();
            let pieces: Vec<String> = line.spans.content.iter().map(piece).collect();
            prop_assert_eq!(&line.quote, &pieces.join(" … "));
            prop_assert!(line.paragraph >= 1);
        }
    }

    #[test]
    fn the_same_text_gives_the_same_quotes(text in newsy_text()) {
        let article = article(&text);
        let first = speakers::extract(&article, &Model::embedded());
        prop_assert_eq!(first, speakers::extract(&article, &Model::embedded()));
    }
}
