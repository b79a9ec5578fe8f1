//! From a document to its attributions: turns of transcripts, then unit by unit what the tagger finds, what rules find where it finds
//! nothing, and quotations that nothing reports.

use std::cmp::Reverse;
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use super::candidate::Candidate;
use super::loose::{self, Context};
use super::model::Model;
use super::transcript::{self, Turns};
use super::units::{self, Unit};
use super::{Attribution, Kind, blocks, labels, learned, reports, verbatim, within};
use crate::text::{Document, Span};

/// Least belief in a report by rule where the tagger finds none, 0 to 1.
const BY_RULE: f32 = 0.75;

/// Finds every attribution of an article, in order of the text.
pub fn attribute(document: &Document, model: &Model) -> Vec<Attribution> {
    let turns = transcript::find(document);
    let encoding = model.tagger.read(document);
    let learned = learned::find(document, model, &encoding, &turns.taken);
    let mut found = assemble(document, model, turns, learned, BY_RULE);
    found.extend(learned::find_inside(document, model, &encoding, &found));
    put_in_order(&mut found);
    found
}

/// Sorts attributions by content, outer ones first, and tells which stands inside which.
fn put_in_order(found: &mut [Attribution]) {
    found.sort_by_key(|attribution| {
        (attribution.content[0].start, Reverse(attribution.content[0].end), attribution.cue.first().copied())
    });
    within::set(found);
}

/// What turns, the tagger, and rules that are believed at least `by_rule` find together, in order of the text.
pub(super) fn assemble(
    document: &Document,
    model: &Model,
    turns: Turns,
    learned: Vec<Attribution>,
    by_rule: f32,
) -> Vec<Attribution> {
    let mut contents: Vec<Span> = learned.iter().flat_map(|attribution| attribution.content.iter().copied()).collect();
    contents.sort_unstable();
    let mut builder = Builder {
        document,
        model,
        found: turns.attributions,
        learned: learned.into_iter().peekable(),
        contents,
        by_rule,
        context: Context::default(),
        dialogue: blocks::has_dialogue(document),
    };
    for unit in &units::split(document, model) {
        if !turns.taken[unit.paragraph] {
            builder.add_unit(unit);
        }
    }
    let mut found = builder.found;
    found.retain(|attribution| !attribution.content.is_empty());
    for attribution in &mut found {
        verbatim::settle(attribution, document);
    }
    put_in_order(&mut found);
    found
}

/// Collects attributions in order of the text.
struct Builder<'d, 'a> {
    document: &'d Document<'a>,
    model: &'d Model,
    found: Vec<Attribution>,
    /// What the tagger found and no unit has taken yet.
    learned: Peekable<IntoIter<Attribution>>,
    /// All contents that the tagger found, in order.
    contents: Vec<Span>,
    /// Least belief in a report by rule.
    by_rule: f32,
    context: Context,
    /// Lines after dashes are spoken.
    dialogue: bool,
}

impl Builder<'_, '_> {
    fn add_unit(&mut self, unit: &Unit) {
        let learned = self.learned_in(unit);
        if self.context.taken == Some(unit.paragraph) {
            return;
        }
        let begins = unit.items[0].tokens.start == self.document.paragraphs[unit.paragraph].tokens.start;
        if begins {
            let follows = self.context.paragraph + 1 == unit.paragraph;
            self.context.before = self.context.here.take().filter(|_| follows);
            self.context.paragraph = unit.paragraph;
            if let Some(name) = labels::signature_alone(unit, self.document)
                && self.sign(unit, name)
            {
                return;
            }
            if let Some(content) = blocks::quotation(self.document, unit.paragraph) {
                self.add_block(content, unit.paragraph);
                return;
            }
        }
        let span = unit.span(self.document, 0..unit.items.len());
        let at = self.contents.partition_point(|content| content.end <= span.start);
        if self.contents.get(at).is_some_and(|content| content.overlaps(span)) {
            let mut opening = self.context.opening.take().filter(|_| begins);
            for mut attribution in learned {
                match opening.take().filter(|_| attribution.cue.is_empty()) {
                    Some(place) => {
                        self.found[place].content.append(&mut attribution.content);
                        self.context.here = Some(place);
                    }
                    None => self.add_learned(unit, attribution),
                }
            }
            return;
        }
        if let Some(content) = loose::whole(unit, self.document) {
            self.add_loose(content, unit.paragraph);
            return;
        }
        if begins && self.context.opening.is_some() {
            self.add_block(self.document.paragraphs[unit.paragraph].span, unit.paragraph);
            return;
        }
        self.context.opening = None;
        if self.dialogue && begins && unit.is_point(0, "—―–") && unit.items.len() > 1 {
            let content = unit.span(self.document, 1..unit.items.len());
            self.found.push(loose::printed(content, unit.paragraph, self.model.uncued));
        }
        for attribution in learned {
            self.add_learned(unit, attribution);
        }
        for candidate in reports::find(unit, self.document, self.model) {
            self.add_by_rule(unit, &candidate);
        }
    }

    /// What the tagger found that begins before the end of a unit.
    fn learned_in(&mut self, unit: &Unit) -> Vec<Attribution> {
        let end = unit.span(self.document, 0..unit.items.len()).end;
        let begins_in = |attribution: &Attribution| learned::start(attribution) < end;
        std::iter::from_fn(|| self.learned.next_if(begins_in)).collect()
    }

    fn add_learned(&mut self, unit: &Unit, mut attribution: Attribution) {
        let place = self.found.len();
        if attribution.content.is_empty() {
            if unit.is_point(unit.items.len() - 1, ":") {
                self.found.push(attribution);
                self.context.opening = Some(place);
            }
            return;
        }
        self.sign_in_line(unit, &mut attribution);
        let goes_on = self.goes_on_at(attribution.content[0].start);
        match self.context.before {
            // A speech that names its speaker in a later paragraph is his from the beginning, and goes on in later ones.
            Some(before) if goes_on && attribution.cue.is_empty() => {
                self.found[before].content.append(&mut attribution.content);
                self.context.here = Some(before);
                return;
            }
            Some(before) if goes_on && self.found[before].cue.is_empty() => {
                attribution.content.append(&mut self.found[before].content);
            }
            _ => {}
        }
        let quoted = attribution.content.iter().any(|piece| self.holds_quotation(*piece));
        self.found.push(attribution);
        if quoted {
            self.context.here = Some(place);
        }
    }

    /// Whether a quotation begins at byte `start` that goes on with the one of the paragraph before.
    fn goes_on_at(&self, start: usize) -> bool {
        let quotations = &self.document.quotations;
        let at = quotations.partition_point(|quotation| quotation.span.start < start);
        quotations.get(at).is_some_and(|quotation| quotation.span.start == start && quotation.continues.is_some())
    }

    fn holds_quotation(&self, piece: Span) -> bool {
        let quotations = &self.document.quotations;
        let at = quotations.partition_point(|quotation| quotation.span.end <= piece.start);
        quotations.get(at).is_some_and(|quotation| quotation.span.overlaps(piece))
    }

    /// Gives the quotation of the paragraph before the name that its signature, at items `name` of `unit`, prints.
    /// Whether there is such a quotation.
    fn sign(&mut self, unit: &Unit, name: Range<usize>) -> bool {
        let block =
            self.context.block.filter(|_| self.context.taken.is_some_and(|before| before + 2 >= unit.paragraph));
        let Some(place) = self.context.before.take().or(block) else { return false };
        let signed = &mut self.found[place];
        if signed.cue.is_empty() && signed.mention.is_empty() {
            signed.cue = vec![unit.span(self.document, name.start - 1..name.start)];
            signed.mention = vec![unit.span(self.document, name)];
        }
        true
    }

    /// Gives a quotation that nothing reports the name that is printed after a dash behind it.
    fn sign_in_line(&self, unit: &Unit, attribution: &mut Attribution) {
        let span = |range: &Range<usize>| unit.span(self.document, range.clone());
        if attribution.cue.is_empty()
            && attribution.mention.is_empty()
            && let Some(signed) = labels::signature(unit, self.document)
            && signed.content.iter().any(|quotation| attribution.content[0].overlaps(span(quotation)))
        {
            attribution.cue = vec![span(&signed.cue)];
            attribution.mention = signed.mention.iter().map(span).collect();
        }
    }

    /// A report that only the rules find, where it is plain enough.
    fn add_by_rule(&mut self, unit: &Unit, candidate: &Candidate) {
        if candidate.weight < self.by_rule && !candidate.opens_next {
            return;
        }
        let place = self.found.len();
        let span = |range: &Range<usize>| unit.span(self.document, range.clone());
        self.found.push(Attribution {
            content: candidate.content.iter().map(span).collect(),
            verbatim: Vec::new(),
            cue: vec![span(&candidate.cue)],
            mention: candidate.mention.iter().map(span).collect(),
            kind: Kind::Indirect,
            act: candidate.act,
            confidence: candidate.weight,
            within: None,
            paragraph: unit.paragraph + 1,
        });
        if candidate.opens_next {
            self.context.opening = Some(place);
        } else if candidate.content.iter().any(|piece| piece.clone().any(|at| unit.quote(at).is_some())) {
            self.context.here = Some(place);
        }
    }

    /// A unit of nothing but quotations.
    fn add_loose(&mut self, content: Span, paragraph: usize) {
        let before = self.context.before.filter(|_| self.goes_on_at(content.start));
        let goes_on = self.context.opening.take().or(self.context.here).or(before);
        if let Some(place) = goes_on {
            self.found[place].content.push(content);
            self.context.here = Some(place);
            return;
        }
        if !loose::is_speech(content, self.document) || loose::is_heading(content, paragraph, self.document) {
            return;
        }
        self.context.here = Some(self.found.len());
        self.found.push(loose::unattributed(content, paragraph, self.model.uncued));
    }

    /// A paragraph of words printed as the speaker's own, without marks.
    fn add_block(&mut self, content: Span, paragraph: usize) {
        let follows = self.context.taken.is_some_and(|before| before + 1 == paragraph);
        let goes_on = self.context.opening.take().or(self.context.block.filter(|_| follows));
        let place = goes_on.unwrap_or(self.found.len());
        if place == self.found.len() {
            self.found.push(loose::printed(content, paragraph, self.model.uncued));
        } else {
            self.found[place].content.push(content);
            self.found[place].verbatim.push(content);
        }
        self.context.block = Some(place);
        self.context.taken = Some(paragraph);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::attribution::stories::{model, told};

    #[test]
    fn an_article_without_speech_has_no_quotation() {
        assert!(
            told("Snow fell on Tornhavn.\nThe mayor, Ole Brandt, signed a treaty with Ada Lund last Wednesday.")
                .is_empty()
        );
    }

    #[test]
    fn a_hard_wrapped_article_reads_like_any_other() {
        let text = "\
Snow has lain on the harbour of Tornhavn since the end of the autumn and
the winter ferry has not left the quay for nine days, which is one more
than in the long winter of 1963.

“We will not go on like this for another winter, and nobody can ask us
to wait,” said Marit Okafor, who runs the bakery on the north quay and
takes the boat each morning.
";
        let found = told(text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("Marit Okafor, who runs the bakery on the north quay and\ntakes"), "{found:?}");
        assert!(found[0].ends_with("ask us\nto wait,”"), "{found:?}");
    }

    fn check(text: &str) {
        let document = Document::new(text);
        let found = attribute(&document, model());
        for (place, attribution) in found.iter().enumerate() {
            assert!(!attribution.content.is_empty());
            for spans in [&attribution.content, &attribution.verbatim, &attribution.cue, &attribution.mention] {
                assert!(spans.iter().all(|span| !document.at(*span).is_empty()));
                assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{attribution:?}");
            }
            for part in &attribution.verbatim {
                assert!(attribution.content.iter().any(|piece| piece.contains(*part)));
            }
            assert!((0.0..=1.0).contains(&attribution.confidence));
            assert!((1..=document.paragraphs.len()).contains(&attribution.paragraph));
            assert!(attribution.within.is_none_or(|outer| outer != place && outer < found.len()));
        }
    }

    proptest! {
        #[test]
        fn any_string_is_attributed(text in any::<String>()) {
            check(&text);
        }

        #[test]
        fn any_heap_of_words_is_attributed(text in r#"((said|says|Lund|he|who|told|asked|that|to|according|was|not|and|by|as saying|Monday|reporters|the plan|’s|“a b c d e,”|“No.”|"|,|\.|\n|:|—|>|Q:|;|called for|claim|expected) ?){0,40}"#) {
            check(&text);
        }
    }

    #[test]
    fn long_texts_take_time_in_proportion() {
        for piece in ["he said, ", "“a,” said b ", "said ", ", saying a", "A: b\n", "“a\n", "> a\n", " to say"] {
            check(&piece.repeat(3_000));
        }
    }
}
