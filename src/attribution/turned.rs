//! Reports whose subject does not speak: passives, `is expected to`, `according to`, `was quoted as saying`.

use super::candidate::Candidate;
use super::clause::{self, Reach};
use super::cues::Pattern;
use super::frames::Frame;
use super::noun_phrase;
use super::words::Classes;

impl Frame<'_, '_, '_> {
    /// `Lund was asked whether …`, `the plan was called “a shame” by Lund`.
    pub(super) fn passive(&self) -> Option<Candidate> {
        if self.word(self.at + 1) == "by" {
            let mention = noun_phrase::after(self.unit, self.document, self.at + 2)?;
            let content = noun_phrase::before(self.unit, self.document, self.group)?;
            return Some(self.make(Pattern::By, vec![content], Some(mention)));
        }
        if self.word(self.at + 1) == "to" {
            return self.raising();
        }
        let (_, start, cue_end) = self.where_content_begins()?;
        let end = clause::end(self.unit, self.document, self.model, start, Reach::Phrase);
        if end <= start {
            return None;
        }
        let by = (start..end).find(|&at| self.word(at) == "by");
        let mention = by.and_then(|by| noun_phrase::after(self.unit, self.document, by + 1));
        let end = if mention.is_some() { by.unwrap_or(end) } else { end };
        (end > start).then(|| self.make_wide(Pattern::Passive, vec![start..end], mention, cue_end))
    }

    /// `Lund was quoted as saying …`, `The agency quoted Lund as saying …`.
    pub(super) fn quoted_as_saying(&self) -> Option<Candidate> {
        let as_ = self.group - 1;
        let verb = (as_.saturating_sub(12)..as_).rev().find(|&at| self.unit.items[at].cue.is_some())?;
        let mention = if self.unit.is(verb.checked_sub(1)?, Classes::BE) {
            noun_phrase::before(self.unit, self.document, verb - 1)?
        } else {
            verb + 1..as_
        };
        (!mention.is_empty()).then(|| self.right(Some(mention), true))?
    }

    /// `The boat is expected to leave`: subject and predicate are the content, and nobody is named.
    pub(super) fn raising(&self) -> Option<Candidate> {
        let subject = noun_phrase::before(self.unit, self.document, self.group)?;
        let start = self.at + 1;
        let end = clause::end(self.unit, self.document, self.model, start, Reach::Clause);
        (end > start).then(|| self.make(Pattern::Raising, vec![subject, start..end], None))
    }

    /// `according to Lund`.
    pub(super) fn according(&self) -> Option<Candidate> {
        if self.word(self.at + 1) != "to" {
            return None;
        }
        let begin = self.at + 2;
        let limit = self.unit.end();
        let close = (begin..limit)
            .find(|&at| self.unit.is_point(at, ",;:—–") || self.unit.quote(at).is_some())
            .unwrap_or(limit);
        let mention = (close > begin).then_some(begin..close)?;
        let lead = (0..self.at)
            .all(|at| self.unit.is(at, Classes::COORDINATOR.or(Classes::ADVERB)) || self.unit.is_point(at, ",-—–"));
        let cue_end = self.at + 2;
        if lead {
            let start = close + usize::from(self.unit.is_point(close, ",:"));
            let end = if start < limit {
                clause::end(self.unit, self.document, self.model, start, Reach::Clause)
            } else {
                start
            };
            return (end > start).then(|| self.make_wide(Pattern::Clause, vec![start..end], Some(mention), cue_end));
        }
        let before = self.at - usize::from(self.unit.is_point(self.at - 1, ",—–-"));
        let region = self.region(before);
        if region.is_empty() {
            return None;
        }
        let region =
            if self.unit.quote(before - 1).is_some() { self.quoted_region(region) } else { self.without_lead(region) };
        Some(self.make_wide(Pattern::Left, vec![region], Some(mention), cue_end))
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::stories::told_by_rule as told;

    #[test]
    fn according_to_stands_before_or_after() {
        let text = "According to the Tornhavn Gazette, the price doubled in March. \
                    The island will empty within ten years, according to a report by the bank.";
        assert_eq!(
            told(text),
            [
                "the Tornhavn Gazette [According to] indirect says: the price doubled in March",
                "a report by the bank [according to] indirect says: The island will empty within ten years"
            ]
        );
    }

    #[test]
    fn who_is_quoted_as_saying_it_says_it() {
        let text = "Ada Moe was quoted as saying that the ship would sail. The agency quoted Lund as saying that it would not.";
        assert_eq!(
            told(text),
            [
                "Ada Moe [saying] indirect says: that the ship would sail",
                "Lund [saying] indirect says: that it would not"
            ]
        );
    }

    #[test]
    fn nobody_asks_where_nobody_is_named() {
        let found = told("Asked whether the boat was safe, harbour master Ada Lund declined to comment.");
        assert_eq!(found[0], " [Asked] indirect asks: whether the boat was safe");
    }
}
