//! Turns of transcripts and interviews: paragraphs that begin with a name and a colon, again and again.

use std::collections::HashMap;

use super::{Act, Attribution, Kind};
use crate::text::{Document, Span, TokenKind};

/// Longest label, in tokens.
const LONGEST_LABEL: usize = 8;
/// Fewest labelled paragraphs that make a transcript.
const FEWEST_TURNS: usize = 3;
/// Belief in a turn, 0 to 1.
const CONFIDENCE: f32 = 0.97;
/// Belief in a turn that bears no label, 0 to 1.
const UNLABELLED_CONFIDENCE: f32 = 0.8;

/// The turns of a document, and which paragraphs they take up.
pub(super) struct Turns {
    /// One attribution a paragraph.
    pub attributions: Vec<Attribution>,
    /// Of each paragraph, whether it is (part of) a turn.
    pub taken: Vec<bool>,
}

/// Finds turns, if the document has enough of them.
pub(super) fn find(document: &Document) -> Turns {
    let labels: Vec<Option<Span>> = (0..document.paragraphs.len()).map(|place| label(document, place)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for span in labels.iter().flatten() {
        *counts.entry(document.at(*span)).or_default() += 1;
    }
    let is_speaker = |span: &Span| counts.get(document.at(*span)).is_some_and(|count| *count > 1);
    let turns = labels.iter().flatten().filter(|span| is_speaker(span)).count();
    let mut found = Turns { attributions: Vec::new(), taken: vec![false; labels.len()] };
    // Initials alone are no labels: nobody answers without a question.
    let initials = counts.contains_key("A") && !counts.contains_key("Q");
    if initials || turns < FEWEST_TURNS || turns * 4 < labels.len() {
        add_unlabelled(document, &mut found);
        return found;
    }
    let mut speaking = false;
    for (place, label) in labels.iter().enumerate() {
        let named = label.filter(|span| is_speaker(span) || speaking);
        let paragraph = document.paragraphs[place].span;
        // `The minister made this statement:` is the paper's own word, and so is what follows it.
        speaking &= named.is_some() || !announces_quotation(document, place);
        if named.is_none() && !speaking || is_stage_direction(document, place) {
            continue;
        }
        let start = named.map_or(paragraph.start, |span| after_colon(document, span.end));
        if start >= paragraph.end {
            continue;
        }
        speaking = true;
        found.taken[place] = true;
        let content = Span::new(start, paragraph.end);
        if named.is_none()
            && goes_on(document, paragraph)
            && let Some(turn) = found.attributions.last_mut()
        {
            turn.content.push(content);
            turn.verbatim.push(content);
            continue;
        }
        let act = if document.at(content).ends_with('?') { Act::Asks } else { Act::Says };
        let confidence = if named.is_some() { CONFIDENCE } else { UNLABELLED_CONFIDENCE };
        found.attributions.push(turn(content, named, act, confidence, place));
    }
    found
}

/// Fewest questions that make an interview without labels.
const FEWEST_QUESTIONS: usize = 4;

/// Questions and answers of an interview that names nobody: paragraphs that end in a question mark, again and again,
/// each with something else after it, and hardly a quotation mark.
fn add_unlabelled(document: &Document, found: &mut Turns) {
    let count = document.paragraphs.len();
    let asks = |place: usize| document.at(document.paragraphs[place].span).ends_with('?');
    let Some(first) = (0..count).find(|&place| asks(place)) else { return };
    let questions = (first..count).filter(|&place| asks(place)).count();
    let answered = (first..count).filter(|&place| asks(place) && place + 1 < count && !asks(place + 1)).count();
    let quoted = document.quotations.iter().filter(|quotation| quotation.span.len() > 60).count();
    if questions < FEWEST_QUESTIONS
        || answered < FEWEST_QUESTIONS
        || questions * 4 < count - first
        || quoted * 4 > count
    {
        return;
    }
    for place in first..count {
        let content = document.paragraphs[place].span;
        let act = if asks(place) { Act::Asks } else { Act::Says };
        found.taken[place] = true;
        found.attributions.push(turn(content, None, act, UNLABELLED_CONFIDENCE, place));
    }
}

fn turn(content: Span, label: Option<Span>, act: Act, confidence: f32, place: usize) -> Attribution {
    Attribution {
        content: vec![content],
        verbatim: vec![content],
        cue: Vec::new(),
        mention: label.into_iter().collect(),
        kind: Kind::Direct,
        act,
        confidence,
        within: None,
        paragraph: place + 1,
    }
}

/// Whether a paragraph ends in a colon and the next is a quotation.
fn announces_quotation(document: &Document, place: usize) -> bool {
    let Some(next) = document.paragraphs.get(place + 1) else { return false };
    let quoted = document.tokens.get(next.tokens.start).is_some_and(|token| token.kind == TokenKind::Open);
    quoted && document.at(document.paragraphs[place].span).ends_with(':')
}

/// Whether the quotation of the paragraph before goes on in this one: a transcript that is quoted as a whole.
fn goes_on(document: &Document, paragraph: Span) -> bool {
    let at = document.quotations.partition_point(|quotation| quotation.span.start < paragraph.start);
    let opening = document.quotations.get(at).filter(|quotation| quotation.span.start == paragraph.start);
    opening.is_some_and(|quotation| quotation.continues.is_some() && !quotation.closed)
}

/// `[Laughter.]`: what happens, and nobody says.
fn is_stage_direction(document: &Document, place: usize) -> bool {
    let text = document.at(document.paragraphs[place].span).trim_start_matches(['"', '“', '„', '«']);
    let bare = text.trim_end_matches(['.', '!']);
    [('[', ']'), ('(', ')')].iter().any(|&(open, close)| {
        bare.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(|inner| !inner.contains(open))
    })
}

/// Small words inside a name.
const PARTICLES: [&str; 22] = [
    "of", "the", "and", "de", "del", "della", "der", "den", "di", "da", "do", "dos", "du", "van", "von", "zu", "la",
    "le", "al", "bin", "ibn", "y",
];

/// The first byte after a colon and white space.
fn after_colon(document: &Document, label_end: usize) -> usize {
    let rest = &document.text[label_end..];
    // `MRS SAND (from the gallery): …`
    let aside = rest.trim_start().strip_prefix('(').and_then(|inner| inner.split_once(')')).map(|(_, after)| after);
    let after = aside.filter(|after| after.starts_with(':')).unwrap_or(rest);
    let trimmed = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '*' | '_' | ')'));
    label_end + rest.len() - trimmed.len()
}

/// The name at the beginning of a paragraph, before its colon.
fn label(document: &Document, place: usize) -> Option<Span> {
    let tokens = document.paragraphs[place].tokens.clone();
    let is_opening = |token: usize| document.tokens[token].kind == TokenKind::Open;
    let first =
        tokens.clone().find(|&token| !is_opening(token) && !matches!(document.word(token), "*" | "_" | "-" | "—"))?;
    if matches!(document.word(first), "Q." | "A.") {
        let span = document.tokens[first].span;
        return Some(Span::new(span.start, span.end - 1));
    }
    let colon = (first + 1..tokens.end.min(first + LONGEST_LABEL)).find(|&token| document.word(token) == ":")?;
    let aside =
        (first + 1..colon).find(|&token| document.word(token) == "(").filter(|_| document.word(colon - 1) == ")");
    let colon = aside.unwrap_or(colon);
    for token in first..colon {
        let word = document.word(token);
        let part = match document.tokens[token].kind {
            TokenKind::Word => word.starts_with(char::is_uppercase) || PARTICLES.contains(&word),
            TokenKind::Punctuation => matches!(word, "." | "," | "(" | ")" | "*" | "_" | "&" | "-"),
            TokenKind::Number | TokenKind::Open | TokenKind::Close => false,
        };
        if !part || token == first && document.tokens[token].kind != TokenKind::Word {
            return None;
        }
    }
    let last = (first..colon).rev().find(|&token| document.tokens[token].kind == TokenKind::Word)?;
    Some(document.span_of(first..last + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interview_is_taken_turn_by_turn() {
        let text =
            "Ada Lund on boats\n\nQ: Why boats?\nA: They float.\nQ: Always?\nA: Mostly.\nIt depends on the wind.";
        let document = Document::new(text);
        let turns = find(&document);
        let said: Vec<&str> = turns.attributions.iter().map(|turn| document.at(turn.content[0])).collect();
        assert_eq!(said, ["Why boats?", "They float.", "Always?", "Mostly.", "It depends on the wind."]);
        assert_eq!(turns.attributions[0].act, Act::Asks);
        assert_eq!(document.at(turns.attributions[1].mention[0]), "A");
        assert!(turns.attributions[4].mention.is_empty());
    }

    #[test]
    fn a_label_has_small_words_and_an_aside() {
        let text = "Moe van der Aa: Good evening.\nPia Sand: It rains.\n[Laughter.]\nMoe van der Aa: It does.\n\
                    BO RASK (from the gallery): It pours!\nPia Sand: Order.";
        let document = Document::new(text);
        let turns: Vec<(&str, &str)> = find(&document)
            .attributions
            .iter()
            .map(|turn| (document.at(turn.mention[0]), document.at(turn.content[0])))
            .collect();
        assert_eq!(
            turns,
            [
                ("Moe van der Aa", "Good evening."),
                ("Pia Sand", "It rains."),
                ("Moe van der Aa", "It does."),
                ("BO RASK", "It pours!"),
                ("Pia Sand", "Order."),
            ]
        );
    }

    #[test]
    fn a_turn_of_a_quoted_transcript_goes_on_in_the_next_paragraph() {
        let text = "They spoke at noon:\n“SAND: Will it rain?\n“RASK: It will.\n“(CROSSTALK.)\n“SAND: Long?\n\
                    “RASK: All week.\n“And then it will snow.\n“SAND: Good.”";
        let document = Document::new(text);
        let turns = find(&document).attributions;
        let said: Vec<Vec<&str>> =
            turns.iter().map(|turn| turn.content.iter().map(|piece| document.at(*piece)).collect()).collect();
        assert_eq!(
            said,
            [
                vec!["Will it rain?"],
                vec!["It will."],
                vec!["Long?"],
                vec!["All week.", "“And then it will snow."],
                vec!["Good.”"],
            ]
        );
    }

    #[test]
    fn what_is_announced_after_a_turn_is_not_the_last_speakers() {
        let text = "Question: Will it rain?\nSand: It will.\nQuestion: Long?\nSand: All week.\n\
                    On the same day Minister Bo Rask made this statement:\n“I have bought an umbrella.”";
        let document = Document::new(text);
        let said: Vec<&str> = find(&document).attributions.iter().map(|turn| document.at(turn.content[0])).collect();
        assert_eq!(said, ["Will it rain?", "It will.", "Long?", "All week."]);
    }

    #[test]
    fn a_news_report_with_colons_is_none() {
        let document = Document::new("Tornhavn: Ferry late\nThe board met.\nNote: the harbour is shut.\nNobody came.");
        assert!(find(&document).attributions.is_empty());
    }
}
