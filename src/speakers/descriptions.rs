//! Descriptions: who is meant by *the spokesman*, *the company*, *her campaign*, *a report by …*.

use std::ops::Range;

use super::antecedents::Asked;
use super::cast::{EntityKind, KIN};
use super::gender::noun_gender;
use super::lexicon::{
    BODY_NOUNS, DOCUMENT_NOUNS, FIRM_NOUNS, MADE_WORKS, OF_MIND, OWNED_BODIES, PUBLIC_OFFICES, full_role, is_agent,
    is_demonym, is_role, narrower_roles, party, singular,
};
use super::phrase::{Determiner, NounPhrase, Pronoun};
use super::resolve::{HOLDERS_BACK, Resolver, author_name, unknown};
use super::resolved::Who;
use super::roles;
use super::{Basis, SpeakerKind};

impl Resolver<'_> {
    /// Who a noun with what stands around it names.
    pub(super) fn of_noun(&self, number: usize, noun: &NounPhrase) -> (Who, Basis, f32) {
        let word = self.reading.word(noun.head);
        let one = singular(word);
        if noun.determiner == Determiner::Every {
            return (self.phrase(noun, SpeakerKind::Group), Basis::Description, 0.8);
        }
        // `his letter`, `in her eyes`
        if let Determiner::Owned(pronoun @ (Pronoun::He | Pronoun::She)) = noun.determiner
            && (MADE_WORKS.contains(word) || OF_MIND.contains(word))
        {
            let (who, basis, confidence) = self.of_pronoun(number, pronoun, noun.head.saturating_sub(1));
            return (who, basis, confidence * 0.9);
        }
        let is_document = DOCUMENT_NOUNS.contains(word) || DOCUMENT_NOUNS.contains(one.as_str());
        if noun.is_plural && is_document && one == "poll" && noun.owner.is_none() {
            return (self.phrase(noun, SpeakerKind::Document), Basis::Description, 0.8);
        }
        if let Some(mention) = self.name_behind(noun) {
            return (Who::Entity(self.cast.links[mention].entity), Basis::Description, 0.85);
        }
        if matches!(word, "someone" | "somebody" | "anyone" | "anybody") {
            return (self.phrase(noun, SpeakerKind::Unnamed), Basis::Description, 0.6);
        }
        if is_document && !is_role(word) {
            return self.of_document(noun, &one);
        }
        if noun.is_plural {
            return (self.phrase(noun, SpeakerKind::Group), Basis::Description, 0.9);
        }
        if BODY_NOUNS.contains(word) || OWNED_BODIES.contains(word) {
            return self.of_body(number, noun, word);
        }
        if let Some(found) = self.of_age(noun) {
            return found;
        }
        if is_role(word) {
            return self.of_person(noun, word);
        }
        if matches!(word, "left" | "right") && noun.determiner == Determiner::Definite {
            return (self.phrase(noun, SpeakerKind::Group), Basis::Description, 0.7);
        }
        if matches!(word, "one" | "another") {
            return (self.phrase(noun, SpeakerKind::Unnamed), Basis::Description, 0.5);
        }
        if self.reading.is_capital(noun.head) && !is_demonym(word) && !self.reading.is_common(noun.head) {
            return (self.phrase(noun, SpeakerKind::Organization), Basis::Description, 0.5);
        }
        let is_foreign_agent = word.len() > 5
            && (word.ends_with("er") || word.ends_with("or"))
            && noun.head > noun.tokens.start
            && is_demonym(self.reading.word(noun.head - 1));
        if is_agent(word) || is_foreign_agent {
            return (self.phrase(noun, SpeakerKind::Unnamed), Basis::Description, 0.6);
        }
        let is_party = matches!(word, "republican" | "democrat" | "conservative");
        if is_party && noun.determiner == Determiner::Definite && !noun.is_plural {
            let found = self.person(Asked { place: noun.head, gender: None }, &self.other_party(noun));
            if let Some(found) = found.filter(|found| matches!(found.who, Who::Entity(_))) {
                return (found.who, Basis::Description, (found.confidence * 0.7).min(0.5));
            }
        }
        if is_demonym(word) {
            let kind =
                if noun.determiner == Determiner::Indefinite { SpeakerKind::Unnamed } else { SpeakerKind::Group };
            return (self.phrase(noun, kind), Basis::Description, 0.6);
        }
        self.of_owner(noun).unwrap_or_else(unknown)
    }

    /// `the 43-year-old`, `the 57-year-old scientist`: whom the article speaks of.
    fn of_age(&self, noun: &NounPhrase) -> Option<(Who, Basis, f32)> {
        let has_age = (noun.tokens.start..noun.head + 1).any(|place| self.reading.word(place).ends_with("year-old"));
        if !has_age || noun.determiner != Determiner::Definite || noun.is_plural {
            return None;
        }
        let gender = noun_gender(self.reading.word(noun.head));
        let found = self.person(Asked { place: noun.head, gender }, &|_| false)?;
        matches!(found.who, Who::Entity(_)).then(|| (found.who, Basis::Description, (found.confidence * 0.9).min(0.7)))
    }

    /// Of anything else whose it is (`Sand’s brief`, `the Okafor headline`): the owner.
    fn of_owner(&self, noun: &NounPhrase) -> Option<(Who, Basis, f32)> {
        let owner = noun.owner.filter(|owner| self.reading.is_possessive(self.cast.names[*owner].tokens.end))?;
        let is_speaker = self.cast.of(owner).kind != EntityKind::Place;
        is_speaker.then(|| (Who::Entity(self.cast.links[owner].entity), Basis::Description, 0.65))
    }

    fn phrase(&self, noun: &NounPhrase, kind: SpeakerKind) -> Who {
        let head = self.reading.word(noun.head).to_owned();
        let gender = noun_gender(&head);
        Who::Phrase { kind, tokens: noun.tokens.clone(), head, gender, is_plural: noun.is_plural }
    }

    /// A work: its maker where one is evident, else the work itself.
    fn of_document(&self, noun: &NounPhrase, one: &str) -> (Who, Basis, f32) {
        if let Some(maker) = noun.maker {
            return (Who::Entity(self.cast.links[maker].entity), Basis::Description, 0.75);
        }
        if noun.determiner == Determiner::Definite
            && !noun.is_plural
            && let Some((who, confidence)) = self.told_in_one(one)
        {
            return (who, Basis::Description, confidence * 0.8);
        }
        if let Some(owner) = noun.owner {
            let name = &self.cast.names[owner];
            let owns = self.reading.is_possessive(name.tokens.end);
            let kind = self.cast.of(owner).kind;
            let makes = kind == EntityKind::Body && MADE_WORKS.contains(self.reading.word(noun.head));
            if makes || owns && kind != EntityKind::Place {
                return (Who::Entity(self.cast.links[owner].entity), Basis::Description, 0.75);
            }
        }
        let in_lead = self.reading.paragraph_of(noun.head) <= 1;
        let may_be_told = noun.determiner == Determiner::Definite
            || in_lead && noun.determiner != Determiner::Bare
            || self.reading.is_heading(self.reading.sentence_of(noun.head));
        if may_be_told && !noun.is_plural && MADE_WORKS.contains(one) {
            let nouns: &[&str] =
                if matches!(one, "poll" | "survey" | "study") { &["poll", "survey", "study"] } else { &[] };
            let maker = std::iter::once(one)
                .chain(nouns.iter().copied())
                .find_map(|noun_word| self.things.maker_of(noun_word, noun.head, in_lead));
            if let Some(maker) = maker.filter(|maker| self.cast.of(*maker).kind == EntityKind::Body) {
                return (Who::Entity(self.cast.links[maker].entity), Basis::Description, 0.65);
            }
        }
        (self.phrase(noun, SpeakerKind::Document), Basis::Description, 0.75)
    }

    /// Who spoke last *in a statement*, before *the statement* goes on.
    fn told_in_one(&self, work: &str) -> Option<(Who, f32)> {
        let recent = self.done.iter().zip(self.attributions).rev().take(HOLDERS_BACK);
        let mut makers = recent.filter(|(before, attribution)| {
            let Some(cue) = self.tokens_of(&attribution.cue) else { return false };
            let around = cue.start..(cue.end + 4).min(self.reading.len());
            matches!(before.who, Who::Entity(_))
                && around.clone().any(|place| singular(self.reading.word(place)) == work)
        });
        makers.next().map(|(before, _)| (before.who.clone(), before.confidence))
    }

    /// A body by its noun: `the Okafor campaign`, `the ministry`, `the company`.
    fn of_body(&self, number: usize, noun: &NounPhrase, word: &str) -> (Who, Basis, f32) {
        let reading = self.reading;
        if let Some(owner) = noun.owner {
            return self.of_owned_body(noun, owner, word);
        }
        let has_people = (noun.tokens.start..noun.head).any(|place| is_demonym(reading.word(place)));
        if has_people && noun.determiner != Determiner::Indefinite {
            return (self.organization(noun.tokens.start..noun.head + 1, word), Basis::FullName, 0.8);
        }
        match noun.determiner {
            Determiner::Definite | Determiner::Bare => {}
            Determiner::Owned(pronoun) => {
                if let Some(found) = self.owned_by_pronoun(number, pronoun, word, noun.head) {
                    return found;
                }
            }
            Determiner::Indefinite | Determiner::Every => {
                let group = || (self.phrase(noun, SpeakerKind::Group), Basis::Description, 0.8);
                return self.body_named_later(noun, word).unwrap_or_else(group);
            }
        }
        // `the city of Lund`
        if let Some(place) = self.place_of_body(noun, word) {
            return place;
        }
        if let Some(entity) = self.things.named_body(word, noun.head) {
            return (Who::Entity(entity), Basis::Description, 0.7);
        }
        if let Some(tokens) = self.things.owned_body(word, noun.head) {
            return (self.organization(tokens, word), Basis::Description, 0.7);
        }
        let is_plain = noun.tokens.end == noun.head + 1 && noun.head <= noun.tokens.start + 1;
        if FIRM_NOUNS.contains(word)
            && is_plain
            && let Some(found) = self.nearest_body(noun.head, word)
        {
            return found;
        }
        if let Some(found) = self.body_named_later(noun, word) {
            return found;
        }
        // Of a state's own government nobody asks which.
        let kind = if matches!(word, "government" | "administration") {
            SpeakerKind::Organization
        } else {
            SpeakerKind::Group
        };
        (self.phrase(noun, kind), Basis::Description, 0.6)
    }

    /// A body with a name before its noun: `the Okafor campaign`, `the Lund Post newspaper`, `the Lund Post’s news desk`.
    fn of_owned_body(&self, noun: &NounPhrase, owner: usize, word: &str) -> (Who, Basis, f32) {
        let name = &self.cast.names[owner];
        let next_to = name.tokens.end == noun.head
            || self.reading.is_possessive(name.tokens.end) && name.tokens.end + 1 == noun.head;
        if self.cast.of(owner).kind == EntityKind::Body && name.tokens.end == noun.head && !OWNED_BODIES.contains(word)
        {
            return (Who::Entity(self.cast.links[owner].entity), Basis::Description, 0.75);
        }
        let is_part = matches!(word, "unit" | "division" | "bureau" | "desk" | "department");
        if self.cast.of(owner).kind == EntityKind::Body && is_part && self.reading.is_possessive(name.tokens.end) {
            return (Who::Entity(self.cast.links[owner].entity), Basis::Description, 0.7);
        }
        let tokens = name.tokens.start..if next_to { noun.head + 1 } else { noun.tokens.end };
        let who = self.organization(tokens, word);
        (who, Basis::FullName, 0.8)
    }

    /// The last body named before token `place` that is surely one and can be called `noun`; less sure where others are near.
    fn nearest_body(&self, place: usize, noun: &str) -> Option<(Who, Basis, f32)> {
        let mut nearest: Option<usize> = None;
        let mut others = false;
        for (_, entity) in self.things.bodies_before(place) {
            if self.cast.entities[entity].kind_lead < 1.5 || !can_be(noun, &self.cast.entities[entity].words) {
                continue;
            }
            match nearest {
                None => nearest = Some(entity),
                Some(known) => others |= known != entity,
            }
        }
        nearest.map(|entity| (Who::Entity(entity), Basis::Description, if others { 0.5 } else { 0.7 }))
    }

    /// `the city of Lund` by its own words, `the city` by the last place named in the paragraph or the one before.
    fn place_of_body(&self, noun: &NounPhrase, word: &str) -> Option<(Who, Basis, f32)> {
        if !matches!(word, "city" | "state" | "county" | "country" | "nation" | "kingdom" | "republic") {
            return None;
        }
        let of = noun.head + 1;
        if self.reading.word(of) == "of" && self.reading.is_capital(of + 1) {
            let end = self.cast.names_in(of + 1, of + 2).next().map(|mention| self.cast.names[mention].tokens.end)?;
            return Some((self.organization(noun.tokens.start..end, word), Basis::FullName, 0.8));
        }
        let before = self.cast.names.partition_point(|name| name.tokens.start < noun.head);
        let paragraph = self.reading.paragraph_of(noun.head);
        for mention in (before.saturating_sub(HOLDERS_BACK)..before).rev() {
            let is_near = self.reading.paragraph_of(self.cast.names[mention].tokens.start) + 1 >= paragraph;
            if is_near && self.cast.of(mention).kind == EntityKind::Place {
                return Some((Who::Entity(self.cast.links[mention].entity), Basis::Description, 0.5));
            }
        }
        None
    }

    pub(super) fn organization(&self, tokens: Range<usize>, head: &str) -> Who {
        Who::Phrase { kind: SpeakerKind::Organization, tokens, head: head.to_owned(), gender: None, is_plural: false }
    }

    /// `her campaign`: the campaign that the article names with her name.
    fn owned_by_pronoun(&self, number: usize, pronoun: Pronoun, word: &str, head: usize) -> Option<(Who, Basis, f32)> {
        if !matches!(pronoun, Pronoun::He | Pronoun::She) {
            return None;
        }
        let (owner, _, confidence) = self.of_pronoun(number, pronoun, head.saturating_sub(1));
        let Who::Entity(owner) = owner else { return None };
        let nouns: &[&str] =
            if matches!(word, "campaign" | "team" | "camp") { &["campaign", "team", "camp"] } else { &[] };
        let mut found = None;
        for noun in nouns.iter().copied().chain([word]) {
            for tokens in self.things.owned_bodies(noun, head) {
                let named = self.cast.names_in(tokens.start, tokens.end).next();
                if named.is_none_or(|mention| self.cast.links[mention].entity != owner) {
                    continue;
                }
                // `the Okafor campaign` is more of a name than `Okafor’s campaign`.
                let is_name = !self.reading.is_possessive(tokens.end - 2);
                let body = (self.organization(tokens, noun), Basis::Description, confidence * 0.8);
                if is_name {
                    return Some(body);
                }
                found.get_or_insert(body);
            }
        }
        found
    }

    /// A person by a job, an office or a kinship: who holds it, else somebody without a name.
    fn of_person(&self, noun: &NounPhrase, word: &str) -> (Who, Basis, f32) {
        let before = noun.head.checked_sub(1).map_or("", |place| self.reading.word(place));
        if before == "this"
            && matches!(word, "reporter" | "writer" | "author" | "columnist")
            && author_name(self.article).is_some()
        {
            return (Who::Author, Basis::Description, 0.7);
        }
        let unnamed = (self.phrase(noun, SpeakerKind::Unnamed), Basis::Description, 0.8);
        if let Some(mention) = self.name_behind(noun) {
            return (Who::Entity(self.cast.links[mention].entity), Basis::Description, 0.85);
        }
        let holders = self.things.holders(&roles::role_key(self.reading, noun.head), noun.head);
        let is_led_in = self.is_led_in(noun.head);
        if noun.determiner == Determiner::Indefinite {
            return self.named_later(noun, word).filter(|_| is_led_in).unwrap_or(unnamed);
        }
        let mut found: Vec<(usize, f32)> = Vec::new();
        for (entity, role) in holders {
            let role = &self.cast.entities[entity].roles[role];
            let fit = self.modifiers_fit(noun, role);
            if self.cast.entities[entity].kind == EntityKind::Person && !found.iter().any(|(known, _)| *known == entity)
            {
                found.push((entity, fit));
            }
        }
        let best = found.iter().map(|(_, fit)| *fit).fold(f32::MIN, f32::max);
        let nearest = found.iter().find(|(_, fit)| *fit == best).copied();
        let owner_is_place = noun.owner.is_some_and(|owner| self.cast.of(owner).kind == EntityKind::Place);
        let is_possessed = noun.owner.is_some_and(|owner| {
            let name = &self.cast.names[owner];
            self.reading.is_possessive(name.tokens.end) || self.cast.of(owner).kind == EntityKind::Person
        });
        let owned = matches!(noun.determiner, Determiner::Owned(_)) || is_possessed && !owner_is_place;
        // `her brother` where the article names one brother
        let is_only_relative = KIN.contains(&word) && found.len() == 1;
        if let Some((entity, fit)) = nearest
            && fit >= 0.0
            && (!owned || fit > 0.0 || is_only_relative)
        {
            let confidence = if found.len() == 1 { 0.82 } else { 0.7 };
            return (Who::Entity(entity), Basis::Description, confidence);
        }
        if is_led_in
            && !owned
            && let Some(found) = self.named_later(noun, word)
        {
            return found;
        }
        // An unnamed speaker told of before: `a source` … `the source`.
        for before in self.done.iter().rev().take(HOLDERS_BACK) {
            if let Who::Phrase { kind: SpeakerKind::Unnamed, head, .. } = &before.who
                && full_role(head) == full_role(word)
                && !owned
            {
                return (before.who.clone(), Basis::Description, before.confidence * 0.9);
            }
        }
        // Which place's governor somebody is, salience can't tell.
        let is_local = is_local_office(word) && self.has_capital_modifier(noun);
        let is_office = PUBLIC_OFFICES.contains(word) && noun.determiner == Determiner::Definite;
        // `THE MAYOR: …` before a turn stands for somebody of whom the others speak, too.
        let is_label = self.reading.raw_or_empty(noun.tokens.end) == ":";
        if is_office && !owned && !is_label {
            let gender = noun_gender(word);
            let found = self.person(Asked { place: noun.head, gender }, &self.other_party(noun));
            if let Some(found) = found.filter(|found| matches!(found.who, Who::Entity(_))) {
                let most = if is_local { 0.45 } else { 0.6 };
                return (found.who, Basis::Description, (found.confidence * 0.7).min(most));
            }
        }
        unnamed
    }

    /// Tells who belongs to another party than the description says.
    fn other_party(&self, noun: &NounPhrase) -> impl Fn(usize) -> bool + '_ {
        let wanted = (noun.tokens.start..noun.head + 1).find_map(|place| party(self.reading.word(place)));
        move |entity| match (wanted, self.cast.entities[entity].party) {
            (Some(wanted), Some(shown)) => wanted != shown,
            _ => false,
        }
    }

    /// Whether a capitalised word that is no party stands before the head.
    fn has_capital_modifier(&self, noun: &NounPhrase) -> bool {
        (noun.tokens.start..noun.head)
            .any(|place| self.reading.is_capital(place) && party(self.reading.word(place)).is_none())
    }

    /// The person whose name stands behind a comma right after the phrase: `the minister of ports, Pia Sand, said`.
    fn name_behind(&self, noun: &NounPhrase) -> Option<usize> {
        let end = noun.tokens.end;
        if self.reading.raw_or_empty(end) != "," {
            return None;
        }
        let mention = self.cast.names.partition_point(|name| name.tokens.end <= end);
        let name = self.cast.names.get(mention)?;
        let closes = matches!(self.reading.raw_or_empty(name.tokens.end), "," | "." | "");
        let is_person = self.cast.of(mention).kind == EntityKind::Person;
        (name.lead == end + 1 && closes && is_person).then_some(mention)
    }

    /// `A harbour pilot said …`, `Judge halts ferry` in headline or lead, where the article goes on to name its only harbour pilot,
    /// its only judge or justice.
    fn named_later(&self, noun: &NounPhrase, word: &str) -> Option<(Who, Basis, f32)> {
        let own = roles::role_key(self.reading, noun.head);
        let narrower = narrower_roles(word).iter().copied();
        for (head, most) in std::iter::once((own.as_str(), 0.72)).chain(narrower.map(|head| (head, 0.6))) {
            let mut found: Option<usize> = None;
            let mut is_one = true;
            for (entity, role) in self.things.holders_behind(head, noun.head) {
                let entity_of = &self.cast.entities[entity];
                if entity_of.kind != EntityKind::Person || self.modifiers_fit(noun, &entity_of.roles[role]) < 0.0 {
                    continue;
                }
                is_one &= *found.get_or_insert(entity) == entity;
            }
            if let Some(entity) = found.filter(|_| is_one) {
                return Some((Who::Entity(entity), Basis::Description, most));
            }
        }
        None
    }

    /// Whether the capitalised words and the owner of a description are among those of a role: 1 where one is, 0 where the
    /// description has none, below where none is.
    fn modifiers_fit(&self, noun: &NounPhrase, role: &roles::Role) -> f32 {
        let reading = self.reading;
        let around = role.tokens.start.saturating_sub(3)..role.tokens.end;
        let mut fit: f32 = 0.0;
        let mut has_modifier = false;
        for place in noun.tokens.start..noun.tokens.end {
            if place == noun.head || !reading.is_capital(place) || !reading.is_word(place) {
                continue;
            }
            has_modifier = true;
            if around.clone().take(24).any(|other| reading.word(other) == reading.word(place)) {
                fit = 1.0;
            }
        }
        if has_modifier && fit == 0.0 { -0.5 } else { fit }
    }
}

/// Whether a body with these words in its name can be called `noun`: no shipping line is *the union*, no league *the bank*.
fn can_be(noun: &str, words: &[String]) -> bool {
    let has = |kinds: &[&str]| words.iter().any(|word| kinds.contains(&word.as_str()));
    let of_members = ["union", "unions", "federation", "association", "league", "society", "alliance", "confederation"];
    let of_state = ["council", "ministry", "department", "parliament", "senate", "court", "police", "party", "board"];
    match noun {
        "union" | "association" => !has(&BUSINESSES) && !has(&of_state),
        "bank" => !has(&of_members) && !has(&of_state),
        "company" | "firm" | "corporation" => !has(&of_members) && !has(&of_state),
        _ => true,
    }
}

/// Words in the names of what is run for money.
const BUSINESSES: [&str; 16] = [
    "inc",
    "corp",
    "co",
    "company",
    "ltd",
    "plc",
    "bank",
    "shipping",
    "airlines",
    "lines",
    "motors",
    "ferries",
    "oil",
    "steel",
    "industries",
    "holdings",
];

/// Offices of which each place has one.
fn is_local_office(word: &str) -> bool {
    matches!(
        full_role(word),
        "governor"
            | "senator"
            | "mayor"
            | "representative"
            | "justice"
            | "minister"
            | "chancellor"
            | "premier"
            | "president"
            | "secretary"
            | "chairman"
            | "leader"
    )
}
