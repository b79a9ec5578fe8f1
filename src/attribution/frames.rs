//! The reports inside one unit: from each cue, by what stands around it, to content and mention.

use std::ops::Range;

use super::candidate::Candidate;
use super::cues::{Cue, CueId, Pattern};
use super::model::Model;
use super::units::Unit;
use super::words::Classes;
use super::{act, noun_phrase, nouns};
use crate::text::Document;

/// Farthest that the content of `said in a statement on Monday that …` is looked for, in items.
pub(super) const ASIDE: usize = 25;

/// Everything that the cues of a unit may report.
pub(super) fn find(unit: &Unit, document: &Document, model: &Model) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for at in 0..unit.items.len() {
        let Some(id) = unit.items[at].cue else { continue };
        let owner = nouns::possessor(unit, document, at);
        let noun = owner.and_then(|owner| nouns::report(unit, document, model, at, owner));
        let found = match noun {
            None if !nouns::is_owned(unit, document, at) => {
                Frame::new(unit, document, model, at, id).and_then(|frame| frame.candidate(&candidates))
            }
            noun => noun,
        };
        candidates.extend(found);
    }
    candidates
}

/// One cue and what stands around it.
pub(super) struct Frame<'u, 'd, 'a> {
    pub(super) unit: &'u Unit,
    pub(super) document: &'d Document<'a>,
    pub(super) model: &'d Model,
    pub(super) cue: &'d Cue,
    /// The cue's item.
    pub(super) at: usize,
    /// Where its verb group begins.
    pub(super) group: usize,
    pub(super) negated: bool,
    pub(super) passive: bool,
    /// After *to*.
    pub(super) infinitive: bool,
}

impl<'u, 'd, 'a> Frame<'u, 'd, 'a> {
    /// `None` where the word is no verb there.
    fn new(unit: &'u Unit, document: &'d Document<'a>, model: &'d Model, at: usize, id: CueId) -> Option<Self> {
        let mut group = at;
        let (mut negated, mut be) = (false, false);
        while group > 0 && unit.is(group - 1, Classes::AUXILIARY.or(Classes::ADVERB).or(Classes::NEGATION)) {
            group -= 1;
            negated |= unit.is(group, Classes::NEGATION);
            be |= unit.is(group, Classes::BE) && !unit.word(document, group + 1).is_empty();
        }
        let mut infinitive = false;
        if group > 0 && group == at || unit.word(document, group.saturating_sub(1)) == "to" {
            let before = unit.word(document, group.saturating_sub(1));
            let went_on = before == "to" && group > 2 && unit.word(document, group - 2) == "on";
            if went_on {
                group -= 3;
            } else if before == "to" {
                group -= 1;
                infinitive = true;
            } else if group > 0
                && unit.is(group - 1, Classes::DETERMINER.or(Classes::PREPOSITION))
                && !is_participle(unit, document, at)
            {
                return None;
            }
        }
        if infinitive && !model.cues.is_base(id) || is_noun(unit, document, at) {
            return None;
        }
        let named = unit.is(at, Classes::CAPITAL) && group > 0 && !unit.is_headline;
        if named || group == at && group > 0 && model.cues.is_base(id) && !is_plural(unit, document, group - 1) {
            return None;
        }
        let word = unit.word(document, at);
        let passive = be && !word.ends_with("ing");
        Some(Frame { unit, document, model, cue: model.cues.get(id), at, group, negated, passive, infinitive })
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        self.unit.word(self.document, at)
    }

    fn candidate(&self, earlier: &[Candidate]) -> Option<Candidate> {
        if self.cue.form == "according" {
            return self.according();
        }
        if self.group > 0 && self.word(self.group - 1) == "as" && self.word(self.at) == "saying" {
            return self.quoted_as_saying();
        }
        if self.passive {
            return self.passive();
        }
        if self.infinitive {
            let subject = self.shared_subject(earlier);
            let subject = subject.or_else(|| noun_phrase::main_subject(self.unit, self.document, self.group));
            let from = subject.as_ref().map_or(0, |subject| subject.end.min(self.group));
            if (from..self.group).any(|at| self.unit.is(at, Classes::RELATIVE) || self.unit.is_point(at, ",;")) {
                return None;
            }
            let mut found = self.right(subject, false)?;
            if found.pattern != Pattern::Preposition {
                found.pattern = Pattern::Infinitive;
                found.weight = self.cue.weights[Pattern::Infinitive as usize];
            }
            return Some(found);
        }
        if matches!(self.cue.form.as_str(), "seem" | "seems" | "seemed" | "appear" | "appears" | "appeared") {
            return self.raising();
        }
        let participle = is_participle(self.unit, self.document, self.at) && self.group == self.at;
        if let Some(left) = self.inverted() {
            return Some(left);
        }
        let subject = if participle {
            self.participle_subject(earlier)
        } else {
            noun_phrase::before(self.unit, self.document, self.group).or_else(|| self.shared_subject(earlier))
        };
        if !participle && let Some(left) = self.left(subject.clone()) {
            return Some(left);
        }
        self.right(subject, participle)
    }

    pub(super) fn make(
        &self,
        pattern: Pattern,
        content: Vec<Range<usize>>,
        mention: Option<Range<usize>>,
    ) -> Candidate {
        self.make_wide(pattern, content, mention, self.at + 1)
    }

    pub(super) fn make_wide(
        &self,
        pattern: Pattern,
        content: Vec<Range<usize>>,
        mention: Option<Range<usize>>,
        cue_end: usize,
    ) -> Candidate {
        Candidate {
            content,
            cue: self.group..cue_end,
            mention,
            act: act::of(self.cue.act, self.negated, self.passive),
            pattern,
            weight: self.cue.weights[pattern as usize],
            inside: None,
            opens_next: false,
        }
    }

    /// Of *saying*: the noun phrase before it, or the subject of the clause.
    fn participle_subject(&self, earlier: &[Candidate]) -> Option<Range<usize>> {
        if self.group > 0
            && !self.unit.is_point(self.group - 1, ",—–-")
            && self.unit.quote(self.group - 1).is_none()
            && !self.unit.is(self.group - 1, Classes::PREPOSITION.or(Classes::SUBORDINATOR).or(Classes::COORDINATOR))
        {
            return noun_phrase::before(self.unit, self.document, self.group);
        }
        self.shared_subject(earlier).or_else(|| noun_phrase::main_subject(self.unit, self.document, self.group))
    }

    /// The mention of the report before it in the unit.
    pub(super) fn shared_subject(&self, earlier: &[Candidate]) -> Option<Range<usize>> {
        earlier.iter().rev().take(8).find_map(|candidate| candidate.mention.clone())
    }
}

/// Whether the word at item `at` can be the subject of a verb without ending.
fn is_plural(unit: &Unit, document: &Document, at: usize) -> bool {
    let word = unit.word(document, at);
    let number = matches!(
        word.to_lowercase().as_str(),
        "they" | "we" | "i" | "you" | "who" | "that" | "which" | "people" | "men" | "women"
    );
    let quantity = matches!(
        word,
        "some"
            | "many"
            | "others"
            | "most"
            | "few"
            | "Some"
            | "Many"
            | "Others"
            | "Most"
            | "police"
            | "media"
            | "percent"
    );
    number
        || quantity
        || word.ends_with('s') && word.len() > 3
        || unit.is(at, Classes::COORDINATOR)
        || unit.is_point(at, ",)")
        || unit.is(at, Classes::CAPITAL) && at > 1 && unit.word(document, at - 1) == "and"
}

/// Whether the word at item `at` is a noun there: `did not unveil plans`, `Listing will be …`.
fn is_noun(unit: &Unit, document: &Document, at: usize) -> bool {
    let word = unit.word(document, at);
    let auxiliary = Classes::AUXILIARY.or(Classes::NEGATION);
    let object =
        at > 1 && unit.is_word(at - 1) && unit.is(at - 2, auxiliary) && !unit.is(at - 1, auxiliary.or(Classes::ADVERB));
    let subject = unit.is(at + 1, Classes::AUXILIARY) && !word.starts_with("sa");
    object && word.ends_with('s') || subject
}

/// Whether a form in -ing.
pub(super) fn is_participle(unit: &Unit, document: &Document, at: usize) -> bool {
    unit.word(document, at).ends_with("ing")
}
