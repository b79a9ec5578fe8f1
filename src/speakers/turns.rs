//! Quotations that nobody is named beside: turns of an interview, a quotation that goes on, a signature behind it.

use std::ops::Range;

use super::Basis;
use super::antecedents::Asked;
use super::cast::EntityKind;
use super::lexicon::PREPOSITIONS;
use super::resolve::{HOLDERS_BACK, Resolver, unknown};
use super::resolved::Who;
use crate::attribution::{Attribution, is_passive};

/// How far a speaker is believed whom only a cue points to, as a part of the belief in a pronoun there.
const CUE_ALONE: f32 = 0.6;
/// How far the same speaker is believed to go on in a quick exchange of questions and answers, as a part of the belief elsewhere.
const EXCHANGE: f32 = 0.5;
/// Tokens of the longest question of such an exchange, its marks among them.
const SHORT_QUESTION: usize = 12;

impl Resolver<'_> {
    /// *Q:* and *A:*, by the interview's lead.
    pub(super) fn interview_label(&self, tokens: Range<usize>) -> Option<(Who, Basis, f32)> {
        if tokens.len() != 1 {
            return None;
        }
        let interview = self.interview.as_ref()?;
        let entity = match self.reading.word(tokens.start) {
            "q" => interview.asks?,
            "a" => interview.answers?,
            _ => return None,
        };
        Some((Who::Entity(entity), Basis::Description, 0.8))
    }

    /// No mention: a turn of an interview, the same speaker going on, or nobody.
    pub(super) fn without_mention(&self, number: usize, place: usize) -> (Who, Basis, f32) {
        let attribution = &self.attributions[number];
        if let Some(mention) = self.signature(number) {
            return self.of_name(mention);
        }
        if !attribution.cue.is_empty() {
            return self.cue_alone(attribution);
        }
        let paragraph = self.reading.paragraph_of(place);
        if let Some(mention) = self.announced(number, paragraph) {
            let (who, _, confidence) = self.of_name(mention);
            return (who, Basis::Continued, confidence * 0.8);
        }
        let previous = self.done.iter().enumerate().rev().take(HOLDERS_BACK).find(|(_, other)| !other.is_nested);
        let Some((previous_number, previous)) = previous else { return self.turn(attribution, paragraph) };
        // A turn of several paragraphs has its label once.
        let labelled = &self.attributions[previous_number];
        let follows_label =
            labelled.cue.is_empty() && !labelled.mention.is_empty() && previous.last_paragraph + 1 == paragraph;
        if follows_label && previous.who != Who::Unknown {
            return (previous.who.clone(), Basis::Continued, previous.confidence * 0.9);
        }
        if let (who @ Who::Entity(_), basis, confidence) = self.turn(attribution, paragraph) {
            return (who, basis, confidence);
        }
        if attribution.verbatim.is_empty() || previous.last_paragraph + 1 < paragraph || previous.who == Who::Unknown {
            return unknown();
        }
        if let Some(other) = self.alternates(number, paragraph) {
            return (other, Basis::Continued, 0.5);
        }
        let begins = self.reading.document.paragraphs[paragraph].tokens.start + 1 >= place;
        let confidence = previous.confidence * if begins || previous.last_paragraph == paragraph { 0.88 } else { 0.7 };
        let is_exchange = self.is_short_question(number) || self.is_short_question(previous_number);
        (previous.who.clone(), Basis::Continued, confidence * if is_exchange { EXCHANGE } else { 1.0 })
    }

    /// A paragraph that is a short question and nothing else, and that nothing reports: another may have asked, and yet another
    /// answer.
    fn is_short_question(&self, number: usize) -> bool {
        let attribution = &self.attributions[number];
        let Some(content) = self.tokens_of(&attribution.content).filter(|_| attribution.cue.is_empty()) else {
            return false;
        };
        let paragraph = &self.reading.document.paragraphs[self.reading.paragraph_of(content.start)].tokens;
        let asks = (content.end.saturating_sub(2)..content.end).any(|place| self.reading.raw(place) == "?");
        asks && paragraph.len() <= SHORT_QUESTION && content.start <= paragraph.start + 1
    }

    /// Spoken words with a cue and no mention (`Lund left, saying “No.”`, where nothing marked *Lund*): the person whom the article
    /// is speaking of there.
    fn cue_alone(&self, attribution: &Attribution) -> (Who, Basis, f32) {
        let Some(cue) = self.tokens_of(&attribution.cue).filter(|_| !attribution.verbatim.is_empty()) else {
            return unknown();
        };
        if is_passive(self.reading.document, &attribution.cue) {
            return unknown();
        }
        let found = self.person(Asked { place: cue.start, gender: None }, &|_| false);
        found.map_or_else(unknown, |found| (found.who, Basis::Continued, found.confidence * CUE_ALONE))
    }

    /// The only person named in the sentence that ends the paragraph before with a colon, where this one is a quotation:
    /// `The minister, Bo Rask, made this statement:`.
    fn announced(&self, number: usize, paragraph: usize) -> Option<usize> {
        let before = &self.reading.document.paragraphs[paragraph.checked_sub(1)?].tokens;
        let last = before.end.checked_sub(1).filter(|last| *last >= before.start)?;
        if self.reading.raw(last) != ":" || !self.begins_with_speech(number) {
            return None;
        }
        let sentence = self.reading.tokens_of(self.reading.sentence_of(last));
        let mut persons = self.cast.names_in(sentence.start, sentence.end).filter(|mention| {
            let name = &self.cast.names[*mention];
            self.cast.of(*mention).kind == EntityKind::Person && !self.reading.is_quoted(name.tokens.start)
        });
        let only = persons.next()?;
        let entity = self.cast.links[only].entity;
        let name = &self.cast.names[only];
        let before = name.lead.checked_sub(1).map_or("", |place| self.reading.word(place));
        if PREPOSITIONS.contains(before) || self.reading.is_possessive(name.tokens.end) {
            return None;
        }
        persons.all(|other| self.cast.links[other].entity == entity).then_some(only)
    }

    /// The name behind a dash that ends the paragraph of a quotation: `“Too late.” — Pia Sand`.
    fn signature(&self, number: usize) -> Option<usize> {
        let content = self.tokens_of(&self.attributions[number].content)?;
        let paragraph = &self.reading.document.paragraphs[self.reading.paragraph_of(content.start)].tokens;
        let mut place = content.end;
        let mut has_dash = false;
        while place < paragraph.end && place < content.end + 4 && !self.reading.is_word(place) {
            has_dash |= matches!(self.reading.raw(place), "―" | "—" | "–" | "-" | "--");
            place += 1;
        }
        let mention = self.cast.names.partition_point(|name| name.tokens.end <= place);
        let name = self.cast.names.get(mention)?;
        let ends = name.tokens.end + 1 >= paragraph.end || self.reading.raw_or_empty(name.tokens.end) == ",";
        (has_dash && name.lead == place && name.tokens.start < paragraph.end && ends).then_some(mention)
    }

    /// A turn of an interview without labels: questions are the asker's, the rest the other's.
    fn turn(&self, attribution: &Attribution, paragraph: usize) -> (Who, Basis, f32) {
        let Some(interview) = &self.interview else { return unknown() };
        let Some(tokens) = self.tokens_of(&attribution.content) else { return unknown() };
        let whole = &self.reading.document.paragraphs[paragraph].tokens;
        let is_turn = tokens.start <= whole.start + 1 && tokens.end + 1 >= whole.end;
        if !is_turn || self.reading.is_quoted(tokens.start) {
            return unknown();
        }
        let asks = (tokens.end.saturating_sub(2)..tokens.end).any(|place| self.reading.raw(place) == "?");
        let entity = if asks { interview.asks } else { interview.answers };
        entity.map_or_else(unknown, |entity| (Who::Entity(entity), Basis::Continued, 0.7))
    }

    /// In a dialogue the one who spoke before the last: two paragraphs just before, each a quotation of another.
    fn alternates(&self, number: usize, paragraph: usize) -> Option<Who> {
        if number < 3 {
            return None;
        }
        let last = &self.done[number - 1];
        let before = &self.done[number - 2];
        let third = &self.done[number - 3];
        let chain = last.last_paragraph + 1 == paragraph
            && before.last_paragraph + 2 == paragraph
            && third.last_paragraph + 3 == paragraph;
        let two = last.who != before.who && third.who == last.who;
        let persons = matches!((&last.who, &before.who), (Who::Entity(_), Who::Entity(_)));
        let starts = [number - 1, number - 2, number - 3].iter().all(|other| self.begins_with_speech(*other));
        (chain && two && persons && starts && self.begins_with_speech(number)).then(|| before.who.clone())
    }

    /// Whether the paragraph of an attribution begins with its content.
    fn begins_with_speech(&self, number: usize) -> bool {
        let Some(tokens) = self.tokens_of(&self.attributions[number].content) else { return false };
        let paragraph = self.reading.paragraph_of(tokens.start);
        tokens.start <= self.reading.document.paragraphs[paragraph].tokens.start + 1
    }
}
