//! The reports inside one unit: from each cue, by what stands around it, to content and mention.

use std::ops::Range;

use super::candidate::Candidate;
use super::clause::Reach;
use super::cues::{Cue, CueId, Pattern};
use super::model::Model;
use super::units::Unit;
use super::words::Classes;
use super::{Act, act, clause, noun_phrase};
use crate::text::Document;

/// Farthest that the content of `said in a statement on Monday that …` is looked for, in items.
const ASIDE: usize = 25;

/// Common irregular past forms.
const PAST: [&str; 36] = [
    "rose", "fell", "won", "lost", "made", "took", "gave", "went", "came", "got", "became", "began", "left", "led",
    "met", "paid", "put", "ran", "saw", "sent", "set", "sold", "spent", "stood", "cut", "grew", "held", "hit", "kept",
    "knew", "broke", "built", "bought", "chose", "drew", "spoke",
];

/// Everything that the cues of a unit may report.
pub(super) fn find(unit: &Unit, document: &Document, model: &Model) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for at in 0..unit.items.len() {
        let Some(id) = unit.items[at].cue else { continue };
        let found = match possessor(unit, document, at) {
            Some(owner) => noun(unit, document, model, at, owner),
            None => Frame::new(unit, document, model, at, id).and_then(|frame| frame.candidate(&candidates)),
        };
        candidates.extend(found);
    }
    candidates
}

/// One cue and what stands around it.
struct Frame<'u, 'd, 'a> {
    unit: &'u Unit,
    document: &'d Document<'a>,
    model: &'d Model,
    cue: &'d Cue,
    /// The cue's item.
    at: usize,
    /// Where its verb group begins.
    group: usize,
    negated: bool,
    passive: bool,
    /// After *to*.
    infinitive: bool,
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
        // `to requests`, `did not unveil plans`: a noun.
        let noun = infinitive && !model.cues.is_base(id)
            || group == at
                && at > 1
                && unit.word(document, at).ends_with('s')
                && unit.is(at - 2, Classes::AUXILIARY.or(Classes::NEGATION));
        if noun {
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

    fn word(&self, at: usize) -> &'a str {
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

    fn make(&self, pattern: Pattern, content: Vec<Range<usize>>, mention: Option<Range<usize>>) -> Candidate {
        self.make_wide(pattern, content, mention, self.at + 1)
    }

    fn make_wide(
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

    /// `…, said Lund` and `“…” said Lund`.
    fn inverted(&self) -> Option<Candidate> {
        if self.group == 0 {
            return None;
        }
        let before = self.group - 1;
        let quote = self.unit.quote(before).is_some();
        if !quote && !self.unit.is_point(before, ",—–-") {
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
        self.to_the_left(region, mention, after)
    }

    /// `…, Lund said`.
    fn left(&self, subject: Option<Range<usize>>) -> Option<Candidate> {
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
    fn described(&self, comma: usize) -> Option<Range<usize>> {
        let mut start = comma;
        while start > 0 && self.unit.is_word(start - 1) && comma - start < 6 {
            start -= 1;
        }
        let quote = self.unit.quote(start.checked_sub(1)?).is_some();
        (quote && start < comma && self.unit.is(start, Classes::CAPITAL)).then_some(start..comma)
    }

    /// Whether *that*, a colon or a quotation comes after the asides after the cue.
    fn finds_content_after(&self, from: usize) -> bool {
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
    fn region(&self, end: usize) -> Range<usize> {
        let mut start = 0;
        for at in 0..end {
            if self.unit.is_point(at, ";") {
                start = at + 1;
            }
        }
        start..end
    }

    /// A content on the left of its report, and what goes on after it.
    fn to_the_left(&self, region: Range<usize>, mention: Range<usize>, after: usize) -> Option<Candidate> {
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
    fn without_lead(&self, mut region: Range<usize>) -> Range<usize> {
        while region.len() > 1
            && (self.unit.is(region.start, Classes::COORDINATOR) || self.unit.is_point(region.start, ",:—–-"))
        {
            region.start += 1;
        }
        region
    }

    /// Of words that end in a quotation: the quotation, with the words before it where they are one clause with it.
    fn quoted_region(&self, region: Range<usize>) -> Range<usize> {
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
    fn is_aside(&self, at: usize) -> bool {
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

    fn right(&self, subject: Option<Range<usize>>, participle: bool) -> Option<Candidate> {
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

    /// How far a content of this pattern reaches.
    fn reach(&self, pattern: Pattern) -> Reach {
        let introduces = self.unit.is(0, Classes::SUBORDINATOR.or(Classes::PREPOSITION)) || self.group == 0;
        let main = (0..self.group).any(|at| self.unit.is_point(at, ","));
        match pattern {
            _ if introduces && !main && self.cue.form != "according" => Reach::Comma,
            Pattern::That | Pattern::Clause | Pattern::Colon => Reach::Clause,
            _ => Reach::Phrase,
        }
    }

    /// Pattern, first item of the content, and end of the cue.
    fn where_content_begins(&self) -> Option<(Pattern, usize, usize)> {
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
        if !self.unit.is_word(at)
            && !matches!(self.unit.items.get(at)?.what, super::units::What::Number | super::units::What::Point('$'))
        {
            return None;
        }
        let pattern = if clause::is_clause(self.unit, self.document, at) { Pattern::Clause } else { Pattern::Object };
        Some((pattern, at, cue_end))
    }

    /// After *in a statement on Monday*: what *that*, a colon or a comma with a quotation begins; else the
    /// preposition's own object.
    fn after_aside(&self, from: usize, cue_end: usize) -> Option<(Pattern, usize, usize)> {
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
                || matches!(self.unit.items.get(at), Some(item) if item.what == super::units::What::Number)
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
            let that = matches!(self.word(at), "that" | "whether") && !self.unit.is(at + 1, Classes::AUXILIARY);
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

    /// One past the person spoken to.
    fn after_addressee(&self, at: usize) -> usize {
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

    /// `Lund was asked whether …`, `the plan was called “a shame” by Lund`.
    fn passive(&self) -> Option<Candidate> {
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
    fn quoted_as_saying(&self) -> Option<Candidate> {
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
    fn raising(&self) -> Option<Candidate> {
        let subject = noun_phrase::before(self.unit, self.document, self.group)?;
        let start = self.at + 1;
        let end = clause::end(self.unit, self.document, self.model, start, Reach::Clause);
        (end > start).then(|| self.make(Pattern::Raising, vec![subject, start..end], None))
    }

    /// `according to Lund`.
    fn according(&self) -> Option<Candidate> {
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
    fn shared_subject(&self, earlier: &[Candidate]) -> Option<Range<usize>> {
        earlier.iter().rev().take(8).find_map(|candidate| candidate.mention.clone())
    }
}

/// Whether a clause of its own may stand at `items`.
fn has_verb(unit: &Unit, document: &Document, items: &Range<usize>) -> bool {
    items.clone().any(|at| {
        let word = unit.word(document, at);
        let ending = word.ends_with("ed") || word.ends_with('s') && word.len() > 3 && !unit.is(at, Classes::CAPITAL);
        unit.is_word(at)
            && (ending || unit.is(at, Classes::AUXILIARY) || unit.items[at].cue.is_some() || PAST.contains(&word))
    })
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

/// Whether a form in -ing.
fn is_participle(unit: &Unit, document: &Document, at: usize) -> bool {
    unit.word(document, at).ends_with("ing")
}

/// Who owns the noun at item `at`: `Lund’s claim`, `her repeated claim`.
fn possessor(unit: &Unit, document: &Document, at: usize) -> Option<Range<usize>> {
    for place in (at.saturating_sub(2)..at).rev() {
        let word = unit.word(document, place);
        if matches!(word, "'s" | "’s" | "'" | "’") && place > 0 && !unit.is(place - 1, Classes::PRONOUN) {
            return noun_phrase::before(unit, document, place);
        }
        let pronoun = matches!(
            word,
            "his" | "her" | "their" | "its" | "my" | "our" | "His" | "Her" | "Their" | "Its" | "My" | "Our"
        );
        if pronoun {
            return Some(place..place + 1);
        }
        if !unit.is_word(place) || unit.items[place].classes != Classes::default() {
            return None;
        }
    }
    None
}

/// The report of a noun: `Lund’s claim that …`, `her criticism of …`.
fn noun(unit: &Unit, document: &Document, model: &Model, at: usize, owner: Range<usize>) -> Option<Candidate> {
    let next = at + 1;
    let that = unit.word(document, next) == "that" || unit.word(document, next) == "to" && unit.is_word(next + 1);
    let (pattern, start) = if that { (Pattern::Noun, next) } else { (Pattern::NounPreposition, next + 1) };
    let mut key = unit.word(document, at).to_lowercase();
    if !that {
        if !unit.is(next, Classes::PREPOSITION) {
            return None;
        }
        key = format!("{key} {}", unit.word(document, next));
    }
    let cue = model.cues.get(model.cues.find(&key)?);
    let reach = if that { Reach::Clause } else { Reach::Phrase };
    let end = clause::end(unit, document, model, start, reach).min(unit.items.len());
    (start < end).then(|| Candidate {
        content: vec![start..end],
        cue: at..start.max(next),
        mention: Some(owner),
        act: cue.act,
        pattern,
        weight: cue.weights[pattern as usize],
        inside: None,
        opens_next: false,
    })
}
