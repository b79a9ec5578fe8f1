//! What the tagger finds, put together to attributions.

use serde::Serialize;

use super::belief::Evidence;
use super::joining::{Candidate, Joined, Pairs};
use super::model::Model;
use super::tagger::{Part, Run};
use super::{Act, Attribution, Kind, act, verbatim};
use crate::text::{CodePoints, Document, Span};

/// Every attribution that the tagger finds outside of paragraphs that are `taken`, in order of [`start`]; those without content are
/// cues whose content nothing marks.
pub(super) fn find(document: &Document, model: &Model, taken: &[bool]) -> Vec<Attribution> {
    let mut runs = model.tagger.tag(document);
    let paragraph = |run: &Run| document.paragraphs.partition_point(|p| p.tokens.end <= run.words.start);
    runs.retain(|run| !taken[paragraph(run)]);
    let pairs = Pairs::new(document, &runs);
    let parts = Parts { document, model, runs: &runs };
    let joined = pairs.join(&model.joining);
    let mut found: Vec<Attribution> = joined
        .iter()
        .filter(|joined| !parts.only_relays(joined))
        .map(|joined| (parts.believed(joined).0, parts.is_known(joined)))
        .filter(|(attribution, known)| is_shown(attribution, *known))
        .map(|(attribution, _)| attribution)
        .collect();
    found.sort_by_key(start);
    whole_quotations(document, &mut found);
    found
}

/// Where nothing reports parts of a quotation, the whole of it is one content.
fn whole_quotations(document: &Document, found: &mut Vec<Attribution>) {
    let mut reported: Vec<Span> = Vec::new();
    for attribution in found.iter().filter(|attribution| !attribution.cue.is_empty()) {
        reported.extend(&attribution.content);
    }
    reported.sort_unstable();
    let is_reported = |span: Span| {
        let at = reported.partition_point(|piece| piece.end <= span.start);
        reported.get(at).is_some_and(|piece| piece.overlaps(span))
    };
    let mut last = None;
    found.retain_mut(|attribution| {
        let whole = quotation_around(document, attribution).filter(|span| !is_reported(*span));
        let Some(span) = whole.filter(|_| attribution.cue.is_empty()) else { return true };
        attribution.content = vec![span];
        last.replace(span) != Some(span)
    });
}

/// The outermost quotation that holds all of a content.
fn quotation_around(document: &Document, attribution: &Attribution) -> Option<Span> {
    let place = document.outermost_quotation(attribution.content.first()?.start)?;
    let quotation = &document.quotations[place];
    attribution.content.iter().all(|piece| quotation.span.contains(*piece)).then_some(quotation.span)
}

/// Least belief in indirect speech that is shown, 0 to 1; chosen for the best F1 of exact contents.
const LEAST: f32 = 0.4;
/// The same, where no word of the cue is known to report: *signed*, *faces*.
const LEAST_UNKNOWN: f32 = 0.65;

fn is_shown(attribution: &Attribution, known: bool) -> bool {
    let least = if known { LEAST } else { LEAST_UNKNOWN };
    attribution.kind != Kind::Indirect || attribution.content.is_empty() || attribution.confidence >= least
}

/// Where an attribution begins: its content, else its cue.
pub(super) fn start(attribution: &Attribution) -> usize {
    attribution.content.iter().chain(&attribution.cue).map(|span| span.start).next().unwrap_or(0)
}

struct Parts<'d, 'a> {
    document: &'d Document<'a>,
    model: &'d Model,
    runs: &'d [Run],
}

impl Parts<'_, '_> {
    /// An attribution, and what speaks for it.
    fn believed(&self, joined: &Joined) -> (Attribution, Evidence) {
        let mut attribution = self.attribution(joined);
        if !attribution.content.is_empty() {
            verbatim::settle(&mut attribution, self.document);
        }
        let least = |belief: fn(&Run) -> f32| {
            joined.contents.iter().map(|place| belief(&self.runs[*place])).fold(1.0, f32::min)
        };
        let evidence = Evidence {
            content: least(|run| run.least),
            bounds: least(|run| run.bounds),
            cue: joined.cue.map(|place| self.runs[place].least),
            mention: joined.mention.is_some(),
            kind: attribution.kind,
        };
        attribution.confidence = evidence.belief(&self.model.belief);
        (attribution, evidence)
    }

    /// Whether any word of the cue is known to report; also where there is none.
    fn is_known(&self, joined: &Joined) -> bool {
        let is_known = |token: usize| self.model.cues.find(&self.document.word(token).to_lowercase()).is_some();
        joined.cue.is_none_or(|cue| self.runs[cue].words.clone().any(is_known))
    }

    /// Whether a report only passes on the one before it: `Lund said that it was over, the agency reported the mayor as saying.`
    fn only_relays(&self, joined: &Joined) -> bool {
        let &[content] = joined.contents.as_slice() else { return false };
        let words = self.runs[content].words.clone();
        let word =
            |back: usize| words.end.checked_sub(back).filter(|at| words.contains(at)).map(|at| self.document.word(at));
        matches!(word(1), Some("saying" | "telling")) && word(2) == Some("as")
    }

    fn attribution(&self, joined: &Joined) -> Attribution {
        let span = |place: &usize| self.document.span_of(self.runs[*place].words.clone());
        let cue = joined.cue.map(|place| self.runs[place].words.clone());
        Attribution {
            content: joined.contents.iter().map(span).collect(),
            verbatim: Vec::new(),
            cue: joined.cue.iter().map(span).collect(),
            mention: joined.mention.iter().map(span).collect(),
            kind: Kind::Indirect,
            act: cue
                .map_or(Act::Says, |words| act::of_words(words.map(|word| self.document.word(word)), &self.model.cues)),
            confidence: 0.0,
            within: None,
            paragraph: 1,
        }
    }
}

/// Possible partners of a run, each with its signs.
pub type Partners = Vec<(Option<usize>, Vec<u16>)>;

/// `[start, end)` of the pieces of a content.
pub type Contents = Vec<(usize, usize)>;

/// What the tagger finds in an article, to learn from: how it may be joined, and what speaks for what is joined.
#[derive(Debug, Serialize)]
pub struct Lines {
    /// Of the article.
    pub id: String,
    /// Of each run: `mention`, `cue` or `content`, and `[start, end)` in code points of the text.
    pub runs: Vec<(&'static str, usize, usize)>,
    /// Each content with its possible cues, each cue with its possible mentions: (run, [(partner, signs)]).
    pub pairs: Vec<(usize, Partners)>,
    /// Each attribution as it is joined now: its contents, `[start, end)` in code points, and the signs of belief.
    pub attributions: Vec<(Contents, Vec<f32>)>,
}

/// What the tagger finds in the article `text`.
pub fn lines(id: &str, text: &str, model: &Model) -> Lines {
    let document = Document::new(text);
    let runs = model.tagger.tag(&document);
    let pairs = Pairs::new(&document, &runs);
    let points = CodePoints::new(text);
    let ends = |span: Span| (points.at(span.start), points.at(span.end));
    let kind = |part| match part {
        Part::Mention => "mention",
        Part::Cue => "cue",
        Part::Before | Part::After => "content",
    };
    let place = |run: &Run| {
        let (start, end) = ends(document.span_of(run.words.clone()));
        (kind(run.part), start, end)
    };
    let plain = |candidates: Vec<Candidate>| candidates.into_iter().map(|c| (c.partner, c.signs)).collect();
    let cues = pairs.contents().map(|content| (content, plain(pairs.cues_of(content))));
    let mentions = pairs.cues().map(|cue| (cue, plain(pairs.mentions_of(cue))));
    let parts = Parts { document: &document, model, runs: &runs };
    let believed = |joined: &Joined| {
        let (attribution, evidence) = parts.believed(joined);
        (attribution.content.iter().map(|span| ends(*span)).collect(), evidence.signs().to_vec())
    };
    let joined = pairs.join(&model.joining);
    Lines {
        id: id.into(),
        runs: runs.iter().map(place).collect(),
        pairs: cues.chain(mentions).collect(),
        attributions: joined.iter().filter(|joined| !joined.contents.is_empty()).map(believed).collect(),
    }
}
