//! From a document to its attributions: turns, then reports unit by unit, then loose quotations.

use std::cmp::Reverse;
use std::ops::Range;

use super::candidate::Candidate;
use super::cues::Pattern;
use super::loose::{self, Context};
use super::model::Model;
use super::units::{self, Unit};
use super::{Attribution, Kind, blocks, frames, labels, merge, signs, transcript, unclaimed, verbatim, within};
use crate::text::{Document, Span};

/// Most that a rule is believed, 0 to 1.
const SUREST: f32 = 0.99;

/// Finds every attribution of an article, in order of the text.
pub fn attribute(document: &Document, model: &Model) -> Vec<Attribution> {
    let turns = transcript::find(document);
    let mut builder = Builder {
        document,
        model,
        found: turns.attributions,
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
    found.sort_by_key(|attribution| {
        (attribution.content[0].start, Reverse(attribution.content[0].end), attribution.cue.first().copied())
    });
    within::set(&mut found);
    found
}

/// Collects attributions in order of the text.
struct Builder<'d, 'a> {
    document: &'d Document<'a>,
    model: &'d Model,
    found: Vec<Attribution>,
    context: Context,
    /// Lines after dashes are spoken.
    dialogue: bool,
}

impl Builder<'_, '_> {
    fn add_unit(&mut self, unit: &Unit) {
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
        if let Some(content) = loose::whole(unit, self.document) {
            self.add_loose(content, unit.paragraph);
            return;
        }
        let chosen = self.chosen(unit);
        if chosen.is_empty() && begins && self.context.opening.is_some() {
            self.add_block(self.document.paragraphs[unit.paragraph].span, unit.paragraph);
            return;
        }
        self.context.opening = None;
        let spoken = self.dialogue && begins && unit.is_point(0, "—―–");
        if spoken && chosen.is_empty() && unit.items.len() > 1 {
            let content = unit.span(self.document, 1..unit.items.len());
            self.found.push(loose::printed(content, unit.paragraph, self.model.uncued));
        }
        for candidate in chosen {
            let printed = spoken && candidate.pattern == Pattern::Left && candidate.content[0].start <= 1;
            self.add(unit, &candidate, printed);
        }
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

    /// The reports of a unit.
    fn chosen(&self, unit: &Unit) -> Vec<Candidate> {
        let mut candidates = frames::find(unit, self.document, self.model);
        candidates.extend(labels::find(unit, self.document, self.model, unit.paragraph == 0));
        for candidate in &mut candidates {
            let shifts = &self.model.signs[candidate.pattern as usize];
            let shift: f32 = signs::of(candidate, unit, self.document).iter().map(|&sign| shifts[sign]).sum();
            candidate.weight = shifted(candidate.weight, shift);
        }
        let mut chosen = merge::choose(candidates, self.model.threshold);
        chosen.extend(unclaimed::find(unit, self.document, &chosen));
        chosen
    }

    fn add(&mut self, unit: &Unit, candidate: &Candidate, printed: bool) {
        let place = self.found.len();
        let span = |range: &Range<usize>| unit.span(self.document, range.clone());
        let content: Vec<Span> = candidate.content.iter().map(span).collect();
        let verbatim = if printed { content.clone() } else { Vec::new() };
        let mut attribution = Attribution {
            content,
            verbatim,
            cue: vec![span(&candidate.cue)],
            mention: candidate.mention.iter().map(span).collect(),
            kind: Kind::Indirect,
            act: candidate.act,
            confidence: candidate.weight,
            within: None,
            paragraph: unit.paragraph + 1,
        };
        attribution.content.extend(self.run_up(unit, candidate));
        self.found.push(attribution);
        if candidate.opens_next {
            self.context.opening = Some(place);
        } else if candidate.content.iter().any(|piece| piece.clone().any(|at| unit.quote(at).is_some())) {
            self.context.here = Some(place);
        }
    }

    /// What nobody was named for in the paragraphs before, where this quotation goes on with it.
    fn run_up(&mut self, unit: &Unit, candidate: &Candidate) -> Vec<Span> {
        let Some(place) = self.context.before else { return Vec::new() };
        let quote = candidate.content.first().and_then(|piece| unit.quote(piece.start));
        let runs_on = quote.is_some_and(|quote| self.document.quotations[quote].continues.is_some());
        if !runs_on || !self.found[place].cue.is_empty() {
            return Vec::new();
        }
        self.context.before = None;
        std::mem::take(&mut self.found[place].content)
    }

    /// A unit of nothing but quotations.
    fn add_loose(&mut self, content: Span, paragraph: usize) {
        let quotations = &self.document.quotations;
        let first = quotations.partition_point(|quotation| quotation.span.start < content.start);
        let runs_on = quotations.get(first).is_some_and(|quotation| quotation.continues.is_some());
        let before = self.context.before.filter(|_| runs_on);
        let goes_on = self.context.opening.take().or(self.context.here).or(before);
        if let Some(place) = goes_on {
            self.found[place].content.push(content);
            self.context.here = Some(place);
            return;
        }
        if !loose::is_speech(content, self.document) {
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

/// A probability with its log-odds moved by `shift`.
fn shifted(weight: f32, shift: f32) -> f32 {
    if weight <= 0.0 {
        return 0.0;
    }
    let odds = weight / (1.0 - weight).max(1e-3) * shift.exp();
    (odds / (1.0 + odds)).min(SUREST)
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
            check(&piece.repeat(30_000));
        }
    }
}
