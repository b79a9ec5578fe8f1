//! From a document to its attributions: turns, then reports unit by unit, then loose quotations.

use super::candidate::Candidate;
use super::loose::{self, Context};
use super::model::Model;
use super::units::{self, Unit};
use super::{Attribution, Kind, frames, labels, merge, transcript, unclaimed};
use crate::text::{Document, Span};

/// Finds every attribution of an article, in order of the text.
pub fn attribute(document: &Document, model: &Model) -> Vec<Attribution> {
    let turns = transcript::find(document);
    let mut builder = Builder { document, model, found: turns.attributions, context: Context::default() };
    for unit in &units::split(document, model) {
        if !turns.taken[unit.paragraph] {
            builder.add_unit(unit);
        }
    }
    let mut found = builder.found;
    found.retain(|attribution| !attribution.content.is_empty());
    for attribution in &mut found {
        finish(attribution, document);
    }
    found.sort_by_key(|attribution| (attribution.content[0], attribution.cue.first().copied()));
    found
}

/// Collects attributions in order of the text.
struct Builder<'d, 'a> {
    document: &'d Document<'a>,
    model: &'d Model,
    found: Vec<Attribution>,
    context: Context,
}

impl Builder<'_, '_> {
    fn add_unit(&mut self, unit: &Unit) {
        if self.context.paragraph != unit.paragraph {
            let follows = self.context.paragraph + 1 == unit.paragraph;
            self.context.before = self.context.here.take().filter(|_| follows);
            self.context.paragraph = unit.paragraph;
        }
        if let Some(content) = loose::whole(unit, self.document) {
            self.add_loose(content, unit.paragraph);
            return;
        }
        let mut candidates = frames::find(unit, self.document, self.model);
        candidates.extend(labels::find(unit, self.document, self.model, unit.paragraph == 0));
        let mut chosen = merge::choose(candidates, self.model.threshold);
        chosen.extend(unclaimed::find(unit, self.document, &chosen));
        self.context.opening = None;
        for candidate in chosen {
            self.add(unit, &candidate);
        }
    }

    fn add(&mut self, unit: &Unit, candidate: &Candidate) {
        let place = self.found.len();
        let earlier = self.run_up(unit, candidate);
        let span = |range: &std::ops::Range<usize>| unit.span(self.document, range.clone());
        self.found.push(Attribution {
            content: earlier.into_iter().chain(candidate.content.iter().map(span)).collect(),
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
        } else {
            let quoted = candidate.content.iter().any(|piece| piece.clone().any(|at| unit.quote(at).is_some()));
            if quoted {
                self.context.here = Some(place);
            }
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
        let runs_on = self.runs_on(content);
        let before = self.context.before.filter(|_| runs_on);
        let goes_on = self.context.opening.take().or(self.context.here).or(before);
        if let Some(place) = goes_on {
            self.found[place].content.push(content);
            self.context.here = Some(place);
            return;
        }
        self.context.here = Some(self.found.len());
        self.found.push(loose::unattributed(content, paragraph, self.model.uncued));
    }
}

impl Builder<'_, '_> {
    /// Whether the quotation that begins `content` was left open in the paragraph before.
    fn runs_on(&self, content: Span) -> bool {
        let quotations = &self.document.quotations;
        let place = quotations.partition_point(|quotation| quotation.span.start < content.start);
        quotations.get(place).is_some_and(|quotation| quotation.continues.is_some())
    }
}

/// Sets what follows from the content: verbatim parts, kind, paragraph.
fn finish(attribution: &mut Attribution, document: &Document) {
    if attribution.verbatim.is_empty() {
        attribution.verbatim = verbatim(&attribution.content, document);
        attribution.kind = kind(attribution, document);
    }
    let start = attribution.content[0].start;
    attribution.paragraph = document.paragraphs.partition_point(|paragraph| paragraph.span.start <= start).max(1);
}

/// The parts of `content` inside outermost quotation marks, marks included.
fn verbatim(content: &[Span], document: &Document) -> Vec<Span> {
    let mut parts = Vec::new();
    for piece in content {
        let mut at = document.quotations.partition_point(|quotation| quotation.span.start < piece.start);
        // A piece may begin inside a quotation that opened before it.
        while at > 0 && document.quotations[at - 1].span.end > piece.start {
            at -= 1;
        }
        for quotation in &document.quotations[at..] {
            if quotation.span.start >= piece.end {
                break;
            }
            if quotation.parent.is_none() && quotation.span.overlaps(*piece) {
                parts.push(Span::new(quotation.span.start.max(piece.start), quotation.span.end.min(piece.end)));
            }
        }
    }
    parts
}

/// By the letters and digits inside the marks: all, some or none.
fn kind(attribution: &Attribution, document: &Document) -> Kind {
    let letters = |spans: &[Span]| -> usize {
        let count = |span: &Span| document.at(*span).chars().filter(|c| c.is_alphanumeric()).count();
        spans.iter().map(count).sum()
    };
    let inside = letters(&attribution.verbatim);
    match inside {
        0 => Kind::Indirect,
        _ if inside == letters(&attribution.content) => Kind::Direct,
        _ => Kind::Mixed,
    }
}
