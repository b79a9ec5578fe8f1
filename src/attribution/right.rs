//! Reports set before their content: `Lund said that …`, `Lund told reporters on Monday: “…”`, `Lund praised …`.

use std::ops::Range;

use super::candidate::Candidate;
use super::clause::{self, Reach};
use super::cues::Pattern;
use super::frames::{ASIDE, Frame};
use super::units::What;
use super::words::{Classes, is_irregular_past};
use super::{Act, act};

/// Longest object before a colon, in items.
const OBJECT: usize = 14;

impl Frame<'_, '_, '_> {
    pub(super) fn right(&self, subject: Option<Range<usize>>, participle: bool) -> Option<Candidate> {
        let (pattern, start, cue_end) = self.where_content_begins()?;
        if start >= self.unit.items.len() {
            if pattern == Pattern::Colon {
                let mut opening = self.make_wide(pattern, Vec::new(), subject, cue_end);
                opening.opens_next = true;
                return Some(opening);
            }
            return None;
        }
        let end = clause::end(self.unit, self.document, self.model, start, self.reach(pattern)).max(start);
        let end = if self.is_inserted(subject.as_ref()) { self.insertion_end(start, end) } else { end };
        // `quoted Lund as saying …` is the report of *saying*.
        let relays = (start..end).any(|at| self.word(at) == "as" && self.word(at + 1) == "saying");
        if end <= start || relays {
            return None;
        }
        let pattern = match pattern {
            Pattern::That | Pattern::Clause if participle => Pattern::Participle,
            Pattern::Object | Pattern::To if participle => Pattern::ParticipleObject,
            pattern => pattern,
        };
        let mut found = self.make_wide(pattern, vec![start..end], subject, cue_end);
        if pattern == Pattern::Preposition {
            let key = format!("{} {}", self.cue.form, self.word(cue_end - 1));
            let cue = self.model.cues.get(self.model.cues.find(&key)?);
            found.weight = cue.weights[pattern as usize];
            found.act = act::of(cue.act, self.negated, self.passive);
        }
        Some(found)
    }

    /// Whether the report stands between commas behind a name: `Lund, who had asked to come, …`, `Lund, asked why, …`.
    fn is_inserted(&self, subject: Option<&Range<usize>>) -> bool {
        let comma = |at: usize| at > 0 && self.unit.is_point(at - 1, ",");
        let relative =
            subject.is_some_and(|subject| self.unit.is(subject.start, Classes::RELATIVE) && comma(subject.start));
        relative || self.group == self.at && self.cue.form == "asked" && comma(self.at)
    }

    /// Where the content of an inserted report ends: at the comma with the verb of the name before it, else at `end`.
    fn insertion_end(&self, start: usize, end: usize) -> usize {
        for at in start + 1..end {
            let quote = self
                .unit
                .quote(at - 1)
                .is_some_and(|place| self.document.at(self.document.quotations[place].inner).trim_end().ends_with(','));
            if self.unit.is_point(at, ",") && self.is_finite(at + 1) {
                return at;
            }
            if quote && self.is_finite(at) {
                return at;
            }
        }
        end
    }

    /// Whether a finite verb stands at item `at`, or after an adverb there.
    fn is_finite(&self, at: usize) -> bool {
        let verb = at + usize::from(self.unit.is(at, Classes::ADVERB));
        let word = self.word(verb);
        let cue = self.unit.items.get(verb).is_some_and(|item| item.cue.is_some()) && !word.ends_with("ing");
        self.unit.is_word(verb)
            && !self.unit.is(verb, Classes::CAPITAL)
            && (self.unit.is(verb, Classes::AUXILIARY) || is_irregular_past(word) || cue)
    }

    /// How far a content of this pattern reaches.
    pub(super) fn reach(&self, pattern: Pattern) -> Reach {
        let introduces = self.unit.is(0, Classes::SUBORDINATOR.or(Classes::PREPOSITION)) || self.group == 0;
        let main = (0..self.group).any(|at| self.unit.is_point(at, ","));
        match pattern {
            _ if introduces && !main && self.cue.form != "according" => Reach::Comma,
            Pattern::That | Pattern::Clause | Pattern::Colon => Reach::Clause,
            _ => Reach::Phrase,
        }
    }

    /// Pattern, first item of the content, and end of the cue.
    pub(super) fn where_content_begins(&self) -> Option<(Pattern, usize, usize)> {
        let mut at = self.at + 1;
        let cue_end = at;
        if self.cue.addressed && !self.unit.is(at, Classes::COMPLEMENTIZER) {
            at = self.after_addressee(at);
        }
        while self.unit.is(at, Classes::TIME) && !matches!(self.word(at + 1), "'s" | "’s" | "'" | "’") {
            at += 1;
        }
        if self.unit.is(at, Classes::COMPLEMENTIZER) || self.word(at) == "if" {
            return Some((Pattern::That, at, cue_end));
        }
        if self.unit.is_point(at, ":") {
            return Some((Pattern::Colon, at + 1, cue_end));
        }
        if self.unit.quote(at).is_some() {
            return Some((Pattern::Quote, at, cue_end));
        }
        if self.unit.is_point(at, ",") {
            if self.unit.quote(at + 1).is_some() {
                return Some((Pattern::Quote, at + 1, cue_end));
            }
            if clause::is_clause(self.unit, self.document, at + 1) {
                return Some((Pattern::Clause, at + 1, cue_end));
            }
            let close = (at + 2..at + 8).find(|&close| self.unit.is_point(close, ","))?;
            let goes_on = matches!(self.word(close + 1), "that" | "whether") || self.unit.quote(close + 1).is_some();
            return goes_on.then_some((Pattern::That, close + 1, cue_end));
        }
        let to = self.word(at) == "to"
            && !self.unit.is(at + 1, Classes::DETERMINER.or(Classes::CAPITAL).or(Classes::ADDRESSEE));
        if to {
            return Some((Pattern::To, at, cue_end));
        }
        if self.unit.is(at, Classes::PREPOSITION.or(Classes::ADVERB).or(Classes::SUBORDINATOR)) {
            return self.after_aside(at, cue_end);
        }
        if !self.unit.is_word(at) && !matches!(self.unit.items.get(at)?.what, What::Number | What::Point('$')) {
            return None;
        }
        if let Some(colon) = self.colon_after(at) {
            return Some((Pattern::Colon, colon + 1, cue_end));
        }
        let pattern = if clause::is_clause(self.unit, self.document, at) { Pattern::Clause } else { Pattern::Object };
        Some((pattern, at, cue_end))
    }

    /// After *in a statement on Monday*: what *that*, a colon or a comma with a quotation begins; else the
    /// preposition's own object.
    pub(super) fn after_aside(&self, from: usize, cue_end: usize) -> Option<(Pattern, usize, usize)> {
        if self.unit.is(from, Classes::ADVERB) && !self.unit.is(from, Classes::PREPOSITION) {
            if matches!(self.word(from + 1), "that" | "whether") {
                return Some((Pattern::That, from + 1, cue_end));
            }
            let pattern =
                if clause::is_clause(self.unit, self.document, from) { Pattern::Clause } else { Pattern::Object };
            return (from + 1 < self.unit.end() && self.unit.is_word(from + 1)).then_some((pattern, from, cue_end));
        }
        if self.unit.is(from + 1, Classes::TIME) && !self.unit.is(from, Classes::SUBORDINATOR) {
            let mut at = from + 1;
            while self.unit.is(at, Classes::TIME)
                || matches!(self.unit.items.get(at), Some(item) if item.what == What::Number)
            {
                at += 1;
            }
            if self.unit.is_word(at)
                && !self.unit.is(at, Classes::PREPOSITION)
                && clause::is_clause(self.unit, self.document, at)
            {
                return Some((Pattern::Clause, at, cue_end));
            }
        }
        for at in from + 1..self.unit.items.len().min(from + ASIDE) {
            let asks = self.word(at) == "if" && self.cue.act == Act::Asks;
            let that = matches!(self.word(at), "that" | "whether") && !self.is_relative(at + 1);
            if (asks || that) && self.unit.is_word(at) {
                return Some((Pattern::That, at, cue_end));
            }
            if self.unit.is_point(at, ":") {
                return Some((Pattern::Colon, at + 1, cue_end));
            }
            if self.unit.quote(at).is_some() {
                let pattern = if self.unit.is_point(at - 1, ",") { Pattern::Quote } else { break };
                return Some((pattern, at, cue_end));
            }
            let opens = self.unit.is(from, Classes::SUBORDINATOR) || self.cue.form == "said";
            if self.unit.is_point(at, ",") && opens && clause::is_clause(self.unit, self.document, at + 1) {
                return Some((Pattern::Clause, from, cue_end));
            }
            if self.unit.is_point(at, ";.") || self.unit.is(at, Classes::AUXILIARY.or(Classes::RELATIVE)) {
                break;
            }
        }
        if self.unit.is(from, Classes::PREPOSITION) && from == self.at + 1 {
            return Some((Pattern::Preposition, from + 1, from + 1));
        }
        None
    }

    /// Whether a verb begins at item `at`, so that *that* before it stands for what it stands behind: `an office that
    /// still smelled of rope`.
    fn is_relative(&self, at: usize) -> bool {
        let verb = at + usize::from(self.unit.is(at, Classes::ADVERB));
        let word = self.word(verb);
        let past = is_irregular_past(word) || word.ends_with("ed");
        let participle = !self.unit.is(verb + 1, Classes::PREPOSITION.or(Classes::DETERMINER));
        self.unit.is(at, Classes::AUXILIARY) || self.unit.is_word(verb) && past && !participle
    }

    /// The colon with a quotation after it that ends an object (`Lund told the evening programme: “…”`).
    fn colon_after(&self, from: usize) -> Option<usize> {
        let mut items = from..self.unit.items.len().min(from + OBJECT);
        let border = items.find(|&at| !self.unit.is_word(at) || self.unit.is(at, Classes::RELATIVE))?;
        (self.unit.is_point(border, ":") && self.unit.quote(border + 1).is_some()).then_some(border)
    }

    /// One past the person spoken to.
    pub(super) fn after_addressee(&self, at: usize) -> usize {
        if self.unit.is(at, Classes::ADDRESSEE) && !self.unit.is(at, Classes::DETERMINER) {
            return at + 1;
        }
        let stop = Classes::COMPLEMENTIZER.or(Classes::PRONOUN).or(Classes::SUBORDINATOR).or(Classes::TIME);
        let mut end = at;
        while end < self.unit.items.len().min(at + 12) {
            if self.unit.is(end, stop)
                || self.unit.quote(end).is_some()
                || self.unit.is_point(end, ",:;")
                || self.word(end) == "to"
            {
                return end;
            }
            let fresh = end > at
                && self.unit.is(end, Classes::DETERMINER)
                && !self.unit.is(end - 1, Classes::PREPOSITION.or(Classes::COORDINATOR));
            if fresh {
                return end;
            }
            end += 1;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::stories::told_by_rule as told;

    #[test]
    fn a_clause_with_or_without_that_is_reported() {
        assert_eq!(
            told("Lund said that the boat was safe. He said the tax would go."),
            ["Lund [said] indirect says: that the boat was safe", "He [said] indirect says: the tax would go"]
        );
    }

    #[test]
    fn time_place_and_audience_stand_between_cue_and_content() {
        let text = "Brandt, the mayor, said in a statement on Tuesday: “This is the end.”\nLund told reporters on Monday that the boat was safe.";
        assert_eq!(
            told(text),
            [
                "Brandt, the mayor [said] direct says: “This is the end.”",
                "Lund [told] indirect says: that the boat was safe"
            ]
        );
    }

    #[test]
    fn a_quotation_inside_a_clause_makes_it_mixed() {
        assert_eq!(
            told("He called the plan “a disgrace” and urged the council to stop it."),
            ["He [called] mixed says: the plan “a disgrace”", "He [urged] indirect wants: the council to stop it"]
        );
    }

    #[test]
    fn denials_questions_and_silence_are_no_assertions() {
        let text = "Brandt denied that the fund was insolvent. He did not say whether he would resign. \
                    Moe wondered if anybody would come. Harbour master Ada Lund declined to comment on the report.";
        assert_eq!(
            told(text),
            [
                "Brandt [denied] indirect denies: that the fund was insolvent",
                "He [did not say] indirect silent: whether he would resign",
                "Moe [wondered] indirect asks: if anybody would come",
                "Harbour master Ada Lund [declined] indirect silent: to comment on the report"
            ]
        );
    }

    #[test]
    fn beliefs_and_wishes_are_told_from_statements() {
        let text = "Residents believe that the island will empty. Moe hopes that the boats will sail again.";
        assert_eq!(
            told(text),
            [
                "Residents [believe] indirect thinks: that the island will empty",
                "Moe [hopes] indirect wants: that the boats will sail again"
            ]
        );
    }

    #[test]
    fn a_relative_clause_ends_before_the_verb_of_its_name() {
        let text = "A clerk, who asked not to be named because of the rain, said that the boat was wet. \
                    Lund, who had said that the tax “treats the fever,” told the board that it would go. \
                    A driver, asked whether it rained, said that it did.";
        assert_eq!(
            told(text),
            [
                "who [asked] indirect asks: not to be named because of the rain",
                "A clerk, who asked not to be named because of the rain [said] indirect says: that the boat was wet",
                "who [had said] mixed says: that the tax “treats the fever,”",
                "who [told] indirect says: that it would go",
                " [asked] indirect asks: whether it rained",
                "A driver, asked whether it rained [said] indirect says: that it did"
            ]
        );
    }

    #[test]
    fn that_before_a_verb_stands_for_a_thing() {
        assert!(told("She spoke in an office that still smelled of the old rope.").is_empty());
    }

    #[test]
    fn an_age_before_the_description_does_not_hide_the_name() {
        assert_eq!(
            told("Lund, 46, the medical director, said that she would stay."),
            ["Lund, 46, the medical director [said] indirect says: that she would stay"]
        );
    }

    #[test]
    fn what_the_speaker_does_next_is_no_content() {
        assert_eq!(told("Lund said “never again” and left."), ["Lund [said] direct says: “never again”"]);
    }

    #[test]
    fn a_report_can_speak() {
        assert_eq!(
            told("Lund's report found that prices had doubled."),
            ["Lund's report [found] indirect says: that prices had doubled"]
        );
    }

    #[test]
    fn what_one_expresses_is_said() {
        let text = "Mayor Ole Brandt expressed his regret over the sale of the old boats, which took a week.";
        assert_eq!(
            told(text),
            ["Mayor Ole Brandt [expressed] indirect says: his regret over the sale of the old boats"]
        );
    }
}
