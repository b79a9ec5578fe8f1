//! How far an attribution of the tagger is believed: a logistic function of a few signs, fitted on articles that nothing was trained
//! on (J. Platt, "Probabilistic outputs for support vector machines", 1999).

use whosaid_kernel::{logistic, logit};

use super::{Act, Kind};

/// How many signs there are.
pub(super) const SIGNS: usize = 13;

/// What each sign adds to the log-odds.
pub(super) type Weights = [f32; SIGNS];

/// What speaks for an attribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Evidence {
    /// Least probability of a word of the content to be content, 0 to 1.
    pub content: f32,
    /// Probability of the content's bounds, 0 to 1.
    pub bounds: f32,
    /// Least probability of a word of the cue to be cue; `None` without one.
    pub cue: Option<f32>,
    /// Whether a mention was found.
    pub mention: bool,
    /// Kind of speech.
    pub kind: Kind,
    /// What the cue says that is done.
    pub act: Act,
    /// How many words the content has.
    pub words: usize,
}

/// Contents of as many words or more are believed alike.
const MANY_WORDS: u16 = 20;

impl Evidence {
    /// The signs, as numbers.
    pub fn signs(&self) -> [f32; SIGNS] {
        let is = |yes: bool| f32::from(u8::from(yes));
        let words = u16::try_from(self.words).map_or(MANY_WORDS, |words| words.min(MANY_WORDS));
        [
            logit(self.content),
            logit(self.bounds),
            self.cue.map_or(0.0, logit),
            is(self.cue.is_some()),
            is(self.mention),
            is(self.kind == Kind::Direct),
            is(self.kind == Kind::Mixed),
            is(self.kind == Kind::Indirect && !self.mention),
            is(self.act == Act::Silent),
            is(self.act == Act::Thinks),
            is(matches!(self.act, Act::Wants | Act::Asks)),
            f32::from(words) / f32::from(MANY_WORDS),
            1.0,
        ]
    }

    /// The belief, 0 to 1.
    pub fn belief(&self, weights: &Weights) -> f32 {
        logistic(self.signs().iter().zip(weights).map(|(sign, weight)| sign * weight).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::Model;

    #[test]
    fn more_evidence_is_believed_more() {
        let weights = &Model::embedded().belief;
        let sure = Evidence {
            content: 0.999,
            bounds: 0.99,
            cue: Some(0.999),
            mention: true,
            kind: Kind::Direct,
            act: Act::Says,
            words: 12,
        };
        let doubtful = Evidence { content: 0.6, bounds: 0.4, cue: Some(0.6), ..sure };
        assert!(sure.belief(weights) > 0.9);
        assert!(doubtful.belief(weights) < sure.belief(weights) - 0.1);
        assert!((0.0..=1.0).contains(&Evidence { content: 0.0, bounds: 1.0, ..doubtful }.belief(weights)));
    }
}
