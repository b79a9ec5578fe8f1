//! Pairs quotation marks, paragraph by paragraph: one missing mark costs one quotation, never the rest.

use super::marks::{self, Family, Mark, Role};
use super::{Quotation, Span};

/// Most quotations of one family that stand open at a time; what would be deeper takes the innermost one's place.
const DEEPEST: usize = 3;

/// The quotations of a text, and every mark that is no apostrophe with whether it opens.
pub(super) struct Paired {
    /// In order of their opening.
    pub quotations: Vec<Quotation>,
    /// In order of the text; `true` opens.
    pub marks: Vec<(Span, bool)>,
}

/// A mark that waits for its partner.
struct Waiting {
    mark: Span,
    family: Family,
    /// A quotation stands inside.
    has_inner: bool,
    /// Place of its mark in the list of marks.
    listed: usize,
}

/// Pairs the marks of all `paragraphs`.
pub(super) fn pair(text: &str, paragraphs: &[Span]) -> Paired {
    let mut paired = Paired { quotations: Vec::new(), marks: Vec::new() };
    // The quotation that the paragraph before left open, by place.
    let mut left_open: Option<usize> = None;
    for (number, span) in paragraphs.iter().enumerate() {
        let marks = marks::of_paragraph(text, *span);
        let first = paired.quotations.len();
        let listed = paired.marks.len();
        let next = paragraphs.get(number + 1).map(|next| next.of(text));
        let waiting = pair_paragraph(&marks, number, &mut paired);
        let open_at_end = keep_unclosed(text, *span, next, number, waiting, &mut paired);
        paired.quotations[first..].sort_unstable_by_key(|q| (q.span.start, usize::MAX - q.span.end));
        paired.marks[listed..].sort_unstable();
        set_parents(&mut paired.quotations[first..], first);
        if let (Some(before), Some(here)) = (left_open, paired.quotations.get_mut(first))
            && here.span.start == span.start
        {
            here.continues = Some(before);
        }
        left_open = open_at_end.and_then(|start| {
            let place = paired.quotations[first..].iter().position(|q| q.span.start == start)?;
            Some(first + place)
        });
    }
    paired
}

/// Pairs what it can, and returns what waits still, outermost first.
fn pair_paragraph(marks: &[Mark], paragraph: usize, paired: &mut Paired) -> Vec<Waiting> {
    let mut stack: Vec<Waiting> = Vec::new();
    let closes_later = single_closes_later(marks);
    for (place, mark) in marks.iter().enumerate() {
        let open = stack.iter().rposition(|waiting| waiting.family == mark.family);
        let closes = match mark.role {
            Role::Open => false,
            Role::Close => true,
            Role::Turn => open.is_some(),
            Role::MayClose if open.is_none() || closes_later[place] => continue,
            Role::MayClose => true,
        };
        if !closes {
            open_mark(mark, &mut stack, paired);
            continue;
        }
        let is_single = mark.family == Family::Single;
        match open {
            // An apostrophe inside a double quotation must not end a single one around it.
            Some(open) if !is_single || open + 1 == stack.len() => {
                for lost in stack.drain(open + 1..) {
                    forget(&lost, paired);
                }
                if let Some(waiting) = stack.pop() {
                    close(waiting, mark, paragraph, paired);
                }
                if let Some(outer) = stack.last_mut() {
                    outer.has_inner = true;
                }
            }
            _ if is_single => {}
            _ => paired.marks.push((mark.span, false)),
        }
    }
    stack
}

fn open_mark(mark: &Mark, stack: &mut Vec<Waiting>, paired: &mut Paired) {
    let depth = stack.iter().filter(|waiting| waiting.family == mark.family).count();
    let too_deep = depth >= if mark.family == Family::Single { 1 } else { DEEPEST };
    if too_deep && let Some(innermost) = stack.iter().rposition(|waiting| waiting.family == mark.family) {
        for lost in stack.drain(innermost..) {
            forget(&lost, paired);
        }
    }
    stack.push(Waiting { mark: mark.span, family: mark.family, has_inner: false, listed: paired.marks.len() });
    paired.marks.push((mark.span, true));
}

/// A single mark without a partner is an apostrophe; any other stays an opening mark without a quotation.
fn forget(lost: &Waiting, paired: &mut Paired) {
    if lost.family == Family::Single {
        paired.marks[lost.listed].0.end = paired.marks[lost.listed].0.start;
    }
}

fn close(waiting: Waiting, mark: &Mark, paragraph: usize, paired: &mut Paired) {
    paired.marks.push((mark.span, false));
    // Nothing between the marks is no quotation.
    if waiting.mark.end == mark.span.start {
        return;
    }
    paired.quotations.push(Quotation {
        span: Span::new(waiting.mark.start, mark.span.end),
        inner: Span::new(waiting.mark.end, mark.span.start),
        paragraph,
        parent: None,
        closed: true,
        continues: None,
    });
}

/// Of each mark, whether a single one that surely closes comes before the next single one that opens.
fn single_closes_later(marks: &[Mark]) -> Vec<bool> {
    let mut later = vec![false; marks.len()];
    let mut closes = false;
    for (place, mark) in marks.iter().enumerate().rev() {
        later[place] = closes;
        if mark.family == Family::Single {
            match mark.role {
                Role::Open => closes = false,
                Role::Close => closes = true,
                Role::Turn | Role::MayClose => {}
            }
        }
    }
    later
}

/// Decides what becomes of marks without a partner. The outermost one runs to the paragraph's end where the next
/// paragraph opens anew, or where it plainly began a speech; its start is returned in the first case.
fn keep_unclosed(
    text: &str,
    span: Span,
    next: Option<&str>,
    paragraph: usize,
    waiting: Vec<Waiting>,
    paired: &mut Paired,
) -> Option<usize> {
    for lost in &waiting {
        forget(lost, paired);
    }
    let outer = waiting.into_iter().next()?;
    let mark = outer.mark.of(text);
    let goes_on = next.is_some_and(|next| next.starts_with(mark) && next.len() > mark.len());
    let before = text[span.start..outer.mark.start].trim_end();
    let begins_speech = before.is_empty() || before.ends_with([':', ',', '.', '?', '!', '”', '"', '’', '\'']);
    let kept = goes_on && begins_speech || begins_speech && !outer.has_inner && outer.family == Family::Double;
    if !kept || outer.mark.end >= span.end {
        return None;
    }
    paired.marks[outer.listed].0 = outer.mark;
    paired.quotations.push(Quotation {
        span: Span::new(outer.mark.start, span.end),
        inner: Span::new(outer.mark.end, span.end),
        paragraph,
        parent: None,
        closed: false,
        continues: None,
    });
    goes_on.then_some(outer.mark.start)
}

/// Sets who stands in whom, in a run of quotations sorted by start, outer ones first; `first` is its place.
fn set_parents(quotations: &mut [Quotation], first: usize) {
    let mut open: Vec<usize> = Vec::new();
    for place in 0..quotations.len() {
        while let Some(&outer) = open.last() {
            if quotations[place].span.start < quotations[outer].span.end {
                break;
            }
            open.pop();
        }
        quotations[place].parent = open.last().map(|outer| first + outer);
        open.push(place);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::text::Document;

    fn quotations(text: &str) -> Vec<&str> {
        let document = Document::new(text);
        document.quotations.iter().map(|quotation| document.at(quotation.span)).collect()
    }

    #[test]
    fn straight_curly_and_typewriter_marks_pair() {
        assert_eq!(
            quotations(r#"He said "yes," and “no,” and ``maybe,'' and left."#),
            ["\"yes,\"", "“no,”", "``maybe,''"]
        );
    }

    #[test]
    fn one_missing_mark_costs_one_quotation() {
        let text = "“We won,” said Lund. He called it “a great day and left. “We lost,” said Brandt. “Both,” said Moe.";
        assert_eq!(quotations(text), ["“We won,”", "“We lost,”", "“Both,”"]);
        let text = r#""We won," said Lund. He called it "a great day and left. "We lost," said Brandt."#;
        assert_eq!(quotations(text), ["\"We won,\"", "\"We lost,\""]);
    }

    #[test]
    fn a_missing_mark_never_swallows_the_next_paragraph() {
        assert_eq!(
            quotations("“We won, said Lund.\nThe boat left.\n“We lost,” said Brandt."),
            ["“We won, said Lund.", "“We lost,”"]
        );
    }

    #[test]
    fn british_marks_are_told_from_apostrophes() {
        let text = "‘Don’t take the dogs’ food,’ said O’Neill in the ’90s. ‘The others’ is a film.";
        assert_eq!(quotations(text), ["‘Don’t take the dogs’ food,’", "‘The others’"]);
        let text = "'Don't take the dogs' food,' said O'Neill in the '90s, and 'em too.";
        assert_eq!(quotations(text), ["'Don't take the dogs' food,'"]);
    }

    #[test]
    fn single_marks_stand_inside_double_ones_and_double_ones_in_single() {
        let document = Document::new("“She said ‘no’ to me,” he said. ‘She said “no” to me,’ he said.");
        let parents: Vec<Option<usize>> = document.quotations.iter().map(|quotation| quotation.parent).collect();
        assert_eq!(parents, [None, Some(0), None, Some(2)]);
    }

    #[test]
    fn other_languages_have_other_marks() {
        assert_eq!(
            quotations("« Oui », dit-il. »Ja«, sagte er. „Nein“, sagte sie. „Tak”, rzekł."),
            ["« Oui »", "»Ja«", "„Nein“", "„Tak”"]
        );
    }

    #[test]
    fn measurements_are_no_marks() {
        assert_eq!(quotations("At 6'2\" he was tall. She, 5’11”, said “hm.”"), ["“hm.”"]);
    }

    #[test]
    fn spaces_inside_the_marks_are_borne() {
        assert_eq!(
            quotations("“We met in all fields, ” said Lund. \" We did, \" said Brandt."),
            ["“We met in all fields, ”", "\" We did, \""]
        );
    }

    #[test]
    fn a_speech_over_three_paragraphs_goes_on() {
        let document = Document::new("Lund said: “One.\n“Two.\n“Three,” and sat down.\n“Four,” said Moe.");
        let chain: Vec<(bool, Option<usize>)> = document.quotations.iter().map(|q| (q.closed, q.continues)).collect();
        assert_eq!(chain, [(false, None), (false, Some(0)), (true, Some(1)), (true, None)]);
    }

    #[test]
    fn a_nested_straight_quotation_has_a_parent() {
        assert_eq!(quotations(r#""He called it "a shame" again," she said."#).len(), 2);
    }

    fn check(text: &str) {
        let document = Document::new(text);
        let mut last = 0;
        for token in &document.tokens {
            assert!(token.span.start >= last && !token.span.is_empty());
            assert!(!document.at(token.span).contains('\n'));
            last = token.span.end;
        }
        let sentences: Vec<usize> = document.sentences.iter().flat_map(|sentence| sentence.tokens.clone()).collect();
        assert_eq!(sentences, (0..document.tokens.len()).collect::<Vec<_>>());
        for (place, quotation) in document.quotations.iter().enumerate() {
            assert!(!document.at(quotation.inner).is_empty());
            assert!(document.paragraphs[quotation.paragraph].span.contains(quotation.span));
            assert!(quotation.span.contains(quotation.inner));
            match quotation.parent {
                Some(parent) => assert!(parent < place && document.quotations[parent].inner.contains(quotation.span)),
                None if place > 0 => {
                    assert!(document.quotations[..place].iter().all(|other| other.span.end <= quotation.span.start));
                }
                None => {}
            }
        }
    }

    proptest! {
        #[test]
        fn any_string_is_taken_apart(text in any::<String>()) {
            check(&text);
        }

        #[test]
        fn any_heap_of_marks_is_taken_apart(text in r#"([a-zA-Z0-9é.?! \n"'“”‘’„«»`,:—>-]|Mr\. |''|said ){0,80}"#) {
            check(&text);
        }
    }

    #[test]
    fn three_hundred_thousand_marks_take_no_longer_than_they_must() {
        for mark in ["“", "\" ", "'a ", "a' ", "”", "“a‘", "«", "''"] {
            check_length(&mark.repeat(300_000));
        }
    }

    fn check_length(text: &str) {
        assert!(Document::new(text).tokens.len() <= text.len());
    }
}
