//! Gender as the article shows it: titles, nouns beside a name, and *he* and *she* where only one can be meant. Never a
//! given name.

use super::Gender;
use super::cast::{Cast, EntityKind};
use super::lexicon::{FEMALE_NOUNS, MALE_NOUNS};
use super::names::NameMention;
use super::reading::Reading;

/// What a title or a noun counts against one pronoun.
const TITLE_VOTES: f32 = 5.0;
/// The part of all votes that decides.
const MAJORITY: f32 = 0.7;

impl Cast {
    /// Counts what the article shows of the gender of each person among the names that `links` gives an entity.
    pub(super) fn weigh_genders(&mut self, reading: &Reading, links: &[Option<usize>]) {
        for (mention, link) in links.iter().enumerate() {
            let Some(entity) = *link else { continue };
            let name = &self.names[mention];
            let shown = title_gender(reading, name).or_else(|| noun_gender_before(reading, name));
            if let Some(gender) = shown {
                self.entities[entity].votes[gender as usize] += TITLE_VOTES;
            }
            // Roles stand in order of their mentions, and a name can have a hundred thousand.
            let roles = &self.entities[entity].roles;
            let own = roles[roles.partition_point(|role| role.mention < mention)..].iter();
            let after = own.take_while(|role| role.mention == mention).find(|role| role.is_after);
            if let Some(gender) = after.and_then(|role| noun_gender(&role.head)) {
                self.entities[entity].votes[gender as usize] += TITLE_VOTES;
            }
        }
        self.count_pronouns(reading, links);
        for entity in &mut self.entities {
            let [male, female] = entity.votes;
            let sum = male + female;
            if entity.kind == EntityKind::Person && sum >= 1.0 {
                if male >= sum * MAJORITY {
                    entity.gender = Some(Gender::Male);
                } else if female >= sum * MAJORITY {
                    entity.gender = Some(Gender::Female);
                }
            }
        }
    }

    /// Votes of *he* and *she* for the only person of their sentence, or of the sentence before.
    fn count_pronouns(&mut self, reading: &Reading, links: &[Option<usize>]) {
        let mut next_name = 0;
        let mut alone_before: Option<usize> = None;
        for (number, sentence) in reading.document.sentences.iter().enumerate() {
            let mut subject: Option<usize> = None;
            let mut others = false;
            let mut pronoun_seen = false;
            let mut pronoun_first = false;
            for place in sentence.tokens.clone() {
                while next_name < self.names.len() && self.names[next_name].tokens.start < place {
                    next_name += 1;
                }
                let named = self.names.get(next_name).filter(|name| name.tokens.start == place);
                if named.is_some() {
                    // A name not linked yet may be anybody's.
                    let entity = links[next_name];
                    match (entity, subject) {
                        (Some(entity), None) if self.entities[entity].kind == EntityKind::Person => {
                            subject = Some(entity)
                        }
                        (Some(entity), Some(known)) if self.entities[entity].kind == EntityKind::Person => {
                            others |= known != entity;
                        }
                        (None, _) => others = true,
                        _ => {}
                    }
                    continue;
                }
                let Some(gender) = pronoun_gender(reading.word(place)) else { continue };
                if reading.is_quoted(place) || reading.is_heading(number) {
                    continue;
                }
                let first_words = place < sentence.tokens.start + 3;
                let (voted, weight) = match (subject, others, pronoun_seen) {
                    // `She saw Lund as he left`: *she* is of the sentences before, and so may a later pronoun be.
                    (Some(entity), false, _) if !pronoun_first => {
                        (Some(entity), if reading.word(place) == "her" { 0.5 } else { 1.0 })
                    }
                    (None, _, false) if first_words => (alone_before, 1.0),
                    _ => (None, 0.0),
                };
                if let Some(entity) = voted {
                    self.entities[entity].votes[gender as usize] += weight;
                }
                pronoun_seen = true;
                pronoun_first |= subject.is_none();
            }
            if subject.is_some() || sentence.tokens.len() > 4 && !pronoun_seen {
                alone_before = subject.filter(|_| !others);
            }
        }
    }
}

/// Gender of a personal pronoun.
fn pronoun_gender(word: &str) -> Option<Gender> {
    match word {
        "he" | "his" | "himself" => Some(Gender::Male),
        "she" | "her" | "herself" => Some(Gender::Female),
        _ => None,
    }
}

/// Gender of a noun for one person.
pub(super) fn noun_gender(word: &str) -> Option<Gender> {
    let tail = word.rsplit('-').next().unwrap_or(word);
    if FEMALE_NOUNS.contains(tail) || tail.ends_with("woman") {
        return Some(Gender::Female);
    }
    // *chairman*, *congressman* and *spokesman* are said of women too, but rarely; *-man* as a trade is not counted.
    MALE_NOUNS.contains(tail).then_some(Gender::Male)
}

/// Gender that the titles before a name show.
pub(super) fn title_gender(reading: &Reading, name: &NameMention) -> Option<Gender> {
    (name.lead..name.tokens.start).rev().find_map(|place| noun_gender(reading.word(place)))
}

/// Gender that a noun right before a name shows (`spokeswoman Pia Sand`), unless the name is its owner's
/// (`actress Pia Sand's father`).
pub(super) fn noun_gender_before(reading: &Reading, name: &NameMention) -> Option<Gender> {
    if name.lead == 0 {
        return None;
    }
    let word = reading.word(name.lead - 1);
    let gender = noun_gender(word)?;
    (!matches!(word, "sir" | "lord" | "lady" | "man" | "boy" | "girl" | "woman")).then_some(gender)
}
