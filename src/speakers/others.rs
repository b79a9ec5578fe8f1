//! Who else may be meant: the next best names, with what belief the chosen one leaves them.

use whosaid_kernel::exp;

use super::antecedents::{self, Asked};
use super::cast::EntityKind;
use super::phrase::{self, Head, Pronoun};
use super::resolve::Resolver;
use super::resolved::{Resolved, Who};
use super::{Basis, Gender, SpeakerKind};

/// Most others that are told.
const MOST: usize = 3;
/// Least belief, 0 to 1, with which one is told.
const LEAST: f32 = 0.02;

impl Resolver<'_> {
    /// Who may be meant by attribution `number`, which is resolved, instead of its speaker, the likeliest first, each with a
    /// belief: what the speaker's leaves is shared out by the learned weights of what shows. Nobody where a name stands there
    /// that fits one alone.
    pub(super) fn others(&self, number: usize) -> Vec<(Who, f32)> {
        let chosen = &self.done[number];
        let rest = 1.0 - chosen.confidence;
        if rest < LEAST {
            return Vec::new();
        }
        let mut others = match self.head(number) {
            Head::Name(mention) => self.namesakes(mention, chosen, rest),
            Head::Pronoun(Pronoun::He) => self.persons_else(number, Some(Gender::Male), rest),
            Head::Pronoun(Pronoun::She) => self.persons_else(number, Some(Gender::Female), rest),
            Head::Pronoun(Pronoun::It | Pronoun::They | Pronoun::We | Pronoun::You) | Head::Several(_) => Vec::new(),
            _ if self.may_be_a_person(&chosen.who) => self.persons_else(number, None, rest),
            _ => Vec::new(),
        };
        others.retain(|(_, confidence)| *confidence >= LEAST);
        others.sort_by(|a, b| b.1.total_cmp(&a.1));
        others.truncate(MOST);
        others
    }

    /// What the first words of the mention that say something come down to.
    fn head(&self, number: usize) -> Head {
        let heads = self.attributions[number].mention.iter();
        let mut heads =
            heads.map(|span| phrase::parse(self.reading, &self.cast, self.reading.document.tokens_in(*span)));
        heads.find(|head| !matches!(head, Head::Nothing)).unwrap_or(Head::Nothing)
    }

    /// The other entities that a name may stand for, in equal parts.
    fn namesakes(&self, mention: usize, chosen: &Resolved, rest: f32) -> Vec<(Who, f32)> {
        if !self.cast.links[mention].ambiguous || chosen.basis == Basis::FullName {
            return Vec::new();
        }
        let rivals = self.cast.rivals(self.reading, mention);
        let part = rest / (rivals.len() as f32 + 1.0);
        rivals.into_iter().map(|entity| (Who::Entity(entity), part)).collect()
    }

    /// Whether a person might be meant where `who` was found.
    fn may_be_a_person(&self, who: &Who) -> bool {
        match who {
            Who::Entity(entity) => self.cast.entities[*entity].kind == EntityKind::Person,
            Who::Phrase { kind, .. } => *kind == SpeakerKind::Unnamed,
            Who::Author | Who::Unknown => true,
        }
    }

    /// The persons named or speaking before the attribution, but for the chosen one.
    fn persons_else(&self, number: usize, gender: Option<Gender>, rest: f32) -> Vec<(Who, f32)> {
        let chosen = &self.done[number];
        let before = &self.done[..number];
        let asked = Asked { place: chosen.place, gender };
        let scored = antecedents::scored(self.reading, &self.cast, before, asked, self.weights, &|_| false);
        let mut others: Vec<(Who, f32)> = scored.persons;
        others.retain(|(who, _)| *who != chosen.who);
        let Some(top) = others.iter().map(|(_, score)| *score).chain([scored.nobody]).reduce(f32::max) else {
            return Vec::new();
        };
        let sum: f32 = others.iter().map(|(_, score)| exp(score - top)).sum::<f32>() + exp(scored.nobody - top);
        for (_, score) in &mut others {
            *score = rest * exp(*score - top) / sum;
        }
        others
    }
}
