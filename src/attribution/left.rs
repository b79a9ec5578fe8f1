//! Reports set after their content, or in its midst: `“…,” said Lund`, `It was over, Lund said`, `The tax, Lund said, is …`.

use std::ops::Range;

use super::candidate::Candidate;
use super::clause::{self, Reach};
use super::cues::Pattern;
use super::frames::{ASIDE, Frame, is_participle};
use super::noun_phrase;
use super::units::Unit;
use super::words::{Classes, is_irregular_past};
use crate::text::Document;

impl Frame<'_, '_, '_> {
    /// `…, said Lund` and `“…” said Lund`.
    pub(super) fn inverted(&self) -> Option<Candidate> {
        if self.group == 0 {
            return None;
        }
        let before = self.group - 1;
        let quote = self.unit.quote(before).is_some();
        // `“…,” Ada Lund, the mayor, told a crowd`: whom one tells stands behind the verb, never who tells.
        if !quote && (!self.unit.is_point(before, ",—–-") || matches!(self.cue.form.as_str(), "told" | "tells")) {
            return None;
        }
        let mention = noun_phrase::after(self.unit, self.document, self.at + 1)?;
        let after = mention.end;
        // `…, called the plan a shame` has its own content on the right.
        let ends = after >= self.unit.end() || self.unit.is_point(after, ",.;:—–-");
        let closes = ends || self.unit.is(after, Classes::TIME) || quote && self.is_aside(after);
        let verbal = mention.clone().any(|at| self.word(at).ends_with("ed") || self.unit.is(at, Classes::AUXILIARY));
        let participle = is_participle(self.unit, self.document, self.at);
        if !closes || !quote && (verbal || participle) {
            return None;
        }
        let region = self.region(before + usize::from(quote));
        // `Its chair, Bo Rask, said the boat, …`: a name with its description before the verb is the subject.
        let described = !quote && region.clone().any(|at| self.unit.is_point(at, ","));
        if described && !self.unit.is(mention.start, Classes::CAPITAL) && !has_verb(self.unit, self.document, &region) {
            return None;
        }
        self.to_the_left(region, mention, after)
    }

    /// `…, Lund said`.
    pub(super) fn left(&self, subject: Option<Range<usize>>) -> Option<Candidate> {
        let subject = subject?;
        let relative = self.unit.is(subject.start, Classes::RELATIVE);
        if subject.start == 0 || subject.start >= self.group || relative {
            return None;
        }
        let before = subject.start - 1;
        let quote = self.unit.quote(before).is_some();
        if !quote && !self.unit.is_point(before, ",") {
            return None;
        }
        let after = self.at + 1;
        if !quote && let Some(named) = self.described(before) {
            return self.to_the_left(self.region(named.start), named.start..subject.end, after);
        }
        let finished = quote
            && self.unit.is_word(after)
            && self.unit.quote(before).is_some_and(|place| {
                let inner = self.document.at(self.document.quotations[place].inner);
                inner.trim_end().ends_with([',', '?', '!', '—'])
            });
        let bare = finished || after >= self.unit.end() || self.unit.is_point(after, ",.;:—–-)");
        let addressee = self.unit.is(after, Classes::ADDRESSEE) && !clause::is_clause(self.unit, self.document, after);
        let aside = self.is_aside(after) || addressee || quote && self.cue.addressed;
        if !bare && !aside {
            return None;
        }
        if self.unit.is_point(after, ",") && self.unit.quote(after + 1).is_some() && !quote {
            return None;
        }
        if !quote && self.finds_content_after(after) {
            return None;
        }
        let region = self.region(before + usize::from(quote));
        if region.is_empty()
            || !quote && self.unit.is(region.start, Classes::PREPOSITION.or(Classes::SUBORDINATOR)) && region.len() < 6
        {
            return None;
        }
        self.to_the_left(region, subject, after)
    }

    /// `“…,” Ada Lund, head of the board said`: the name between the quotation and the comma at item `comma`.
    pub(super) fn described(&self, comma: usize) -> Option<Range<usize>> {
        let mut start = comma;
        while start > 0 && self.unit.is_word(start - 1) && comma - start < 6 {
            start -= 1;
        }
        let quote = self.unit.quote(start.checked_sub(1)?).is_some();
        (quote && start < comma && self.unit.is(start, Classes::CAPITAL)).then_some(start..comma)
    }

    /// Whether *that*, a colon or a quotation comes after the asides after the cue.
    pub(super) fn finds_content_after(&self, from: usize) -> bool {
        for at in from..self.unit.items.len().min(from + ASIDE) {
            if self.unit.is_point(at, ",") {
                return self.unit.quote(at + 1).is_some();
            }
            let that = matches!(self.word(at), "that" | "whether") && self.unit.is_word(at);
            if that || self.unit.is_point(at, ":") || self.unit.quote(at).is_some() {
                return true;
            }
        }
        false
    }

    /// What stands before item `end`, from the last border on.
    pub(super) fn region(&self, end: usize) -> Range<usize> {
        let mut start = 0;
        for at in 0..end {
            if self.unit.is_point(at, ";") {
                start = at + 1;
            }
        }
        start..end
    }

    /// A content on the left of its report, and what goes on after it.
    pub(super) fn to_the_left(&self, region: Range<usize>, mention: Range<usize>, after: usize) -> Option<Candidate> {
        let last = region.end.checked_sub(1)?;
        if region.is_empty() {
            return None;
        }
        let (pattern, first) = match self.unit.quote(last) {
            None => (Pattern::Left, self.without_lead(region.clone())),
            Some(_) => (Pattern::AfterQuote, self.quoted_region(region.clone())),
        };
        let mut content = vec![first.clone()];
        let rest = after + 1;
        let begun = self.unit.is(first.start, Classes::SUBORDINATOR.or(Classes::PREPOSITION).or(Classes::TIME))
            || !has_verb(self.unit, self.document, &first);
        if pattern == Pattern::Left && begun && self.unit.is_point(after, ",") && rest < self.unit.end() {
            content.push(rest..clause::end(self.unit, self.document, self.model, rest, Reach::Clause));
        } else if pattern == Pattern::Left
            && !self.unit.is_point(0, "—―–")
            && !has_verb(self.unit, self.document, &content[0])
        {
            return None;
        }
        if pattern == Pattern::AfterQuote && rest < self.unit.items.len() {
            let next = (after..self.unit.items.len().min(after + ASIDE)).find(|&at| self.unit.quote(at).is_some());
            if let Some(next) = next
                && self.unit.is_point(next - 1, ",:—–-")
                && !(after..next).any(|at| self.unit.items[at].cue.is_some())
            {
                content
                    .push(next..clause::end(self.unit, self.document, self.model, next, Reach::Phrase).max(next + 1));
            }
        }
        Some(self.make(pattern, content, Some(mention)))
    }

    /// Without *But*, *And*, *Still* at its beginning.
    pub(super) fn without_lead(&self, mut region: Range<usize>) -> Range<usize> {
        while region.len() > 1
            && (self.unit.is(region.start, Classes::COORDINATOR) || self.unit.is_point(region.start, ",:—–-"))
        {
            region.start += 1;
        }
        region
    }

    /// Of words that end in a quotation: the quotation, with the words before it where they are one clause with it.
    pub(super) fn quoted_region(&self, region: Range<usize>) -> Range<usize> {
        let last = region.end - 1;
        let mut start = last;
        while start > region.start && self.unit.quote(start - 1).is_some() {
            start -= 1;
        }
        if start == region.start || self.unit.is_point(start - 1, ",:—–-") {
            return start..region.end;
        }
        self.without_lead(region)
    }

    /// Time, place and audience after a cue, with nothing else: `on Monday`, `in a statement`, `to reporters`.
    pub(super) fn is_aside(&self, at: usize) -> bool {
        if !self.unit.is(at, Classes::TIME.or(Classes::PREPOSITION).or(Classes::SUBORDINATOR).or(Classes::ADVERB)) {
            return false;
        }
        if self.unit.is(at, Classes::COMPLEMENTIZER)
            || self.word(at) == "to"
                && !self.unit.is(at + 1, Classes::DETERMINER.or(Classes::CAPITAL).or(Classes::ADDRESSEE))
        {
            return false;
        }
        if self.unit.is(at, Classes::SUBORDINATOR) {
            return true;
        }
        !clause::has_auxiliary(self.unit, self.document, at)
    }
}

/// Whether a clause of its own may stand at `items`.
fn has_verb(unit: &Unit, document: &Document, items: &Range<usize>) -> bool {
    items.clone().any(|at| {
        let word = unit.word(document, at);
        let ending = word.ends_with("ed") || word.ends_with('s') && word.len() > 3 && !unit.is(at, Classes::CAPITAL);
        unit.is_word(at)
            && (ending || unit.is(at, Classes::AUXILIARY) || unit.items[at].cue.is_some() || is_irregular_past(word))
    })
}

#[cfg(test)]
mod tests {
    use crate::attribution::stories::told_by_rule as told;

    #[test]
    fn a_name_or_a_pronoun_follows_the_quotation() {
        let text = "“It will never be built,” said Marit Okafor, who runs the bakery. “Who knows?” she asked.";
        assert_eq!(
            told(text),
            [
                "Marit Okafor, who runs the bakery [said] direct says: “It will never be built,”",
                "she [asked] direct asks: “Who knows?”"
            ]
        );
    }

    #[test]
    fn a_role_before_the_name_belongs_to_the_mention() {
        let text = "“The winter ferry is safe, ” said Tornhavn Harbour Board spokesman Ole Brandt on Monday.";
        assert_eq!(
            told(text),
            ["Tornhavn Harbour Board spokesman Ole Brandt [said] direct says: “The winter ferry is safe, ”"]
        );
    }

    #[test]
    fn a_split_quotation_is_one() {
        let text = "“No,” Lund told the Gazette, “not this year.” Nobody laughed.";
        assert_eq!(told(text), ["Lund [told] direct says: “No,” … “not this year.”"]);
    }

    #[test]
    fn a_quotation_in_the_next_sentence_goes_on() {
        let text = "\"It is over,\" said Brandt. \"We have lost.\"";
        assert_eq!(told(text), ["Brandt [said] direct says: \"It is over,\" … \"We have lost.\""]);
    }

    #[test]
    fn british_marks_do_as_well() {
        let text = "'We won't go,' said Brandt's brother. 'The dogs' home is full.'";
        assert_eq!(told(text), ["Brandt's brother [said] direct says: 'We won't go,' … 'The dogs' home is full.'"]);
    }

    #[test]
    fn a_description_between_commas_does_not_hide_the_name() {
        let text = "“There is no need to wait,” Ada Lund, chief economist of the Tornhavn Bank (TB) said.";
        assert_eq!(
            told(text),
            ["Ada Lund, chief economist of the Tornhavn Bank (TB) [said] direct says: “There is no need to wait,”"]
        );
    }

    #[test]
    fn a_name_and_its_description_before_told_speak() {
        let text = "“They offered us a fleece,” Bo Rask, the secretary of the board, told a crowd at the gate. “It is cold.”\n\
                    Its chair, Ada Lund, said the boat, at Tornhavn, was “safe and dry.”";
        assert_eq!(
            told(text),
            [
                "Bo Rask, the secretary of the board [told] direct says: “They offered us a fleece,” … “It is cold.”",
                "Its chair, Ada Lund [said] mixed says: the boat, at Tornhavn, was “safe and dry.”"
            ]
        );
    }

    #[test]
    fn indirect_speech_comes_before_its_report() {
        let text = "The harbour would stay open all the winter, officials said.";
        assert_eq!(told(text), ["officials [said] indirect says: The harbour would stay open all the winter"]);
    }

    #[test]
    fn indirect_speech_goes_on_after_a_report_in_its_midst() {
        let text = "When the ice melts in the spring, Lund said, the boats will sail to the islands again.";
        assert_eq!(
            told(text),
            ["Lund [said] indirect says: When the ice melts in the spring … the boats will sail to the islands again"]
        );
    }
}
