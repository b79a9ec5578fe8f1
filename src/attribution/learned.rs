//! What the tagger finds, put together to attributions.

use std::ops::Range;

use serde::Serialize;

use super::belief::Evidence;
use super::joining::{Candidate, Joined, Pairs};
use super::model::Model;
use super::tagger::{Encoding, Part, Run};
use super::{Act, Attribution, Kind, act, verbatim, voices};
use crate::text::{CodePoints, Document, Span, TokenKind};

/// Every attribution that the tagger finds outside of paragraphs that are `taken`, in order of [`start`]; those without content are
/// cues whose content nothing marks.
pub(super) fn find(document: &Document, model: &Model, encoding: &Encoding, taken: &[bool]) -> Vec<Attribution> {
    let mut runs = model.tagger.tag(document, encoding);
    runs.retain(|run| !taken[document.paragraph_of(run.words.start)]);
    let pairs = Pairs::new(document, &runs);
    let parts = Parts { document, model, runs: &runs };
    let joined = pairs.join(&model.joining);
    let mut found: Vec<Attribution> = joined
        .iter()
        .filter(|joined| !parts.only_relays(joined) && !parts.is_pronoun(joined))
        .map(|joined| (parts.believed(joined).0, parts.is_known(joined)))
        .filter(|(attribution, known)| is_shown(attribution, *known))
        .map(|(attribution, _)| attribution)
        .collect();
    found.retain_mut(|attribution| attribution.content.is_empty() || voices::set_right(document, attribution));
    found.sort_by_key(start);
    whole_quotations(document, &mut found);
    found
}

/// Fewest words of a content inside which reports are looked for.
const FEWEST_WORDS: usize = 6;
/// Least belief in what somebody said or denied inside what another is reported to say, 0 to 1. This and the next are chosen for a
/// cost of less than 0.005 of F1 on articles whose annotators left such reports out.
const LEAST_SAID_INSIDE: f32 = 0.65;
/// The same for what somebody thinks, wants, asks or keeps silent about.
const LEAST_INSIDE: f32 = 0.84;

/// What is reported inside indirect contents of `outer`: `Lund said that Brandt denied it`. Words in quotation marks are not read again:
/// they are many, and hardly anything is found there surely.
pub(super) fn find_inside(
    document: &Document,
    model: &Model,
    encoding: &Encoding,
    outer: &[Attribution],
) -> Vec<Attribution> {
    let mut windows: Vec<Range<usize>> = Vec::new();
    for attribution in outer.iter().filter(|outer| outer.kind == Kind::Indirect && !outer.cue.is_empty()) {
        for words in attribution.content.iter().filter_map(|piece| inside(document, model, *piece)) {
            if windows.last().is_none_or(|before| before.end <= words.start) {
                windows.push(words);
            }
        }
    }
    if windows.is_empty() {
        return Vec::new();
    }
    let runs = model.tagger.tag_windows(&encoding.alone(&windows), &windows);
    let mut found = Vec::new();
    let mut rest = runs.as_slice();
    for words in windows {
        let (runs, others) = rest.split_at(rest.iter().take_while(|run| words.contains(&run.words.start)).count());
        rest = others;
        let parts = Parts { document, model, runs };
        let joined = Pairs::new(document, runs).join(&model.joining);
        let inner =
            joined.iter().filter(|joined| parts.tells_of_another(joined)).map(|joined| parts.believed(joined).0);
        found.extend(inner.filter(is_shown_inside));
    }
    found
}

fn is_shown_inside(attribution: &Attribution) -> bool {
    let said = matches!(attribution.act, Act::Says | Act::Denies);
    attribution.confidence >= if said { LEAST_SAID_INSIDE } else { LEAST_INSIDE }
}

/// The words of a piece of content, without a first *that*, if they may hold a report.
fn inside(document: &Document, model: &Model, piece: Span) -> Option<Range<usize>> {
    let mut words = document.tokens_in(piece);
    if document.word(words.start) == "that" {
        words.start += 1;
    }
    let known = |token: usize| is_known(document, model, token);
    (words.len() >= FEWEST_WORDS && words.clone().skip(1).any(known)).then_some(words)
}

/// Whether the lexicon knows a token for a word that reports.
fn is_known(document: &Document, model: &Model, token: usize) -> bool {
    model.cues.find(&document.word(token).to_lowercase()).is_some()
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
const LEAST: f32 = 0.31;
/// The same, where no word of the cue is known to report: *signed*, *faces*.
const LEAST_UNKNOWN: f32 = 0.47;

fn is_shown(attribution: &Attribution, known: bool) -> bool {
    let least = if known { LEAST } else { LEAST_UNKNOWN };
    attribution.kind != Kind::Indirect || attribution.content.is_empty() || attribution.confidence >= least
}

/// Where an attribution begins: its content, else its cue.
pub(super) fn start(attribution: &Attribution) -> usize {
    attribution.content.iter().chain(&attribution.cue).map(|span| span.start).next().unwrap_or(0)
}

/// Words that stand for what was said and do not tell it.
const PRONOUNS: [&str; 14] =
    ["who", "whom", "which", "what", "that", "it", "this", "he", "she", "they", "him", "her", "them", "so"];

/// The speaker, in his own words.
const FIRST_PERSON: [&str; 6] = ["i", "we", "my", "our", "i'm", "i’m"];

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
            act: attribution.act,
            words: joined.contents.iter().map(|place| self.word_count(*place)).sum(),
        };
        attribution.confidence = evidence.belief(&self.model.belief);
        (attribution, evidence)
    }

    /// How many words a run has, marks and stops left out.
    fn word_count(&self, place: usize) -> usize {
        let tokens = &self.document.tokens[self.runs[place].words.clone()];
        tokens.iter().filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number)).count()
    }

    /// Whether the content is a pronoun alone (*the pact, which Lund had backed*), so that its words say nothing.
    fn is_pronoun(&self, joined: &Joined) -> bool {
        let &[content] = joined.contents.as_slice() else { return false };
        let words = self.runs[content].words.clone();
        words.len() == 1 && PRONOUNS.contains(&self.document.word(words.start).to_lowercase().as_str())
    }

    /// Whether somebody who is named and not the speaker of these words is reported to say something.
    fn tells_of_another(&self, joined: &Joined) -> bool {
        let Some(mention) = joined.mention else { return false };
        let mention = self.runs[mention].words.clone();
        let mut words = mention.map(|word| self.document.word(word).to_lowercase());
        !joined.contents.is_empty()
            && self.is_known(joined)
            && !self.is_pronoun(joined)
            && !words.any(|word| FIRST_PERSON.contains(&word.as_str()))
    }

    /// Whether any word of the cue is known to report; also where there is none.
    fn is_known(&self, joined: &Joined) -> bool {
        let known = |token: usize| is_known(self.document, self.model, token);
        joined.cue.is_none_or(|cue| self.runs[cue].words.clone().any(known))
    }

    /// Whether a report only passes on the one before it: `Lund said that it was over, the agency reported the mayor as saying.`
    fn only_relays(&self, joined: &Joined) -> bool {
        let &[content] = joined.contents.as_slice() else { return false };
        let words = self.runs[content].words.clone();
        let word =
            |back: usize| words.end.checked_sub(back).filter(|at| words.contains(at)).map(|at| self.document.word(at));
        matches!(word(1), Some("saying" | "telling")) && word(2) == Some("as")
    }

    /// What the words of a cue do, with a *to* that follows them: *agreed to pay*.
    fn act(&self, cue: Range<usize>) -> Act {
        let to = usize::from(cue.end < self.document.tokens.len() && self.document.word(cue.end) == "to");
        act::of_words((cue.start..cue.end + to).map(|word| self.document.word(word)), &self.model.cues)
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
            act: cue.map_or(Act::Says, |words| self.act(words)),
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
    let runs = model.tagger.tag(&document, &model.tagger.read(&document));
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

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;
    use crate::attribution::stories::{model, told};
    use crate::text::Document;

    #[test]
    fn a_report_inside_a_report_knows_its_outer_one() {
        let document =
            Document::new("The board met.\nBo Rask said that Ada Lund had told him that the ferry was sold.");
        let found = attribute(&document, model());
        let within: Vec<Option<usize>> = found.iter().map(|attribution| attribution.within).collect();
        assert_eq!(within, [None, Some(0)]);
    }

    #[test]
    fn a_report_inside_a_report_is_found_beside_it() {
        assert_eq!(
            told("The board met in Tornhavn.\nBo Rask said that Ada Lund had told him that the ferry was sold."),
            [
                "Bo Rask [said] indirect says: that Ada Lund had told him that the ferry was sold",
                "Ada Lund [had told] indirect says: that the ferry was sold"
            ]
        );
    }

    #[test]
    fn what_one_thinks_oneself_is_no_report_inside() {
        assert_eq!(told("“I think we said enough about the quay,” said Lund.").len(), 1);
    }
}
