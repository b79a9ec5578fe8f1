//! The cue lexicon: words that report, what the speaker does with them, and how often each pattern around them is a
//! quotation.

use std::collections::HashMap;

use super::Act;

/// A cue's place in the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CueId(u32);

/// What stands where around a cue; names as in the model file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pattern {
    /// `Lund said that it was over`
    That,
    /// `Lund said it was over`
    Clause,
    /// `Lund said: …`
    Colon,
    /// `Lund called it “a shame”`, `Lund said “…”`
    Quote,
    /// `“…,” Lund said`
    AfterQuote,
    /// `It was over, Lund said`
    Left,
    /// `Lund vowed to fight`
    To,
    /// `Lund praised the board`
    Object,
    /// `Lund called for a vote`
    Preposition,
    /// `Lund was asked about it`
    Passive,
    /// `…, saying that it was over`
    Participle,
    /// `…, praising the board`
    ParticipleObject,
    /// `Lund rose to praise the board`
    Infinitive,
    /// `Lund’s claim that it was over`
    Noun,
    /// `Lund’s criticism of the board`
    NounPreposition,
    /// `The plan was praised by Lund`
    By,
    /// `The boat is expected to leave`, `The boat seemed to leave`
    Raising,
}

impl Pattern {
    /// Every pattern, in order.
    pub const ALL: [Pattern; 17] = [
        Pattern::That,
        Pattern::Clause,
        Pattern::Colon,
        Pattern::Quote,
        Pattern::AfterQuote,
        Pattern::Left,
        Pattern::To,
        Pattern::Object,
        Pattern::Preposition,
        Pattern::Passive,
        Pattern::Participle,
        Pattern::ParticipleObject,
        Pattern::Infinitive,
        Pattern::Noun,
        Pattern::NounPreposition,
        Pattern::By,
        Pattern::Raising,
    ];

    /// As the model file names it.
    pub fn name(self) -> &'static str {
        match self {
            Pattern::That => "that",
            Pattern::Clause => "clause",
            Pattern::Colon => "colon",
            Pattern::Quote => "quote",
            Pattern::AfterQuote => "after-quote",
            Pattern::Left => "left",
            Pattern::To => "to",
            Pattern::Object => "object",
            Pattern::Preposition => "preposition",
            Pattern::Passive => "passive",
            Pattern::Participle => "participle",
            Pattern::ParticipleObject => "participle-object",
            Pattern::Infinitive => "infinitive",
            Pattern::Noun => "noun",
            Pattern::NounPreposition => "noun-preposition",
            Pattern::By => "by",
            Pattern::Raising => "raising",
        }
    }
}

/// One inflected form.
#[derive(Clone, Debug)]
pub(super) struct Cue {
    /// The form, lower case.
    pub form: String,
    /// What a speaker does with it.
    pub act: Act,
    /// Takes the person spoken to before the content (*told reporters that*).
    pub addressed: bool,
    /// How often what each pattern finds is a quotation, 0 to 1.
    pub weights: [f32; Pattern::ALL.len()],
}

/// All forms.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    cues: Vec<Cue>,
    bases: Vec<bool>,
    places: HashMap<String, u32>,
}

impl Lexicon {
    /// Of these forms.
    pub fn new(cues: Vec<Cue>) -> Lexicon {
        let places: HashMap<String, u32> = cues.iter().zip(0..).map(|(cue, place)| (cue.form.clone(), place)).collect();
        let is_base = |cue: &Cue| {
            let third = [format!("{}s", cue.form), format!("{}es", cue.form)];
            third.iter().any(|form| places.contains_key(form))
        };
        let bases = cues.iter().map(is_base).collect();
        Lexicon { cues, bases, places }
    }

    /// The cue of this lower-case form.
    pub fn find(&self, lower: &str) -> Option<CueId> {
        self.places.get(lower).copied().map(CueId)
    }

    /// Whether a form is a verb without ending, which only a plural or a pronoun can be the subject of.
    pub fn is_base(&self, id: CueId) -> bool {
        self.bases[id.0 as usize]
    }

    /// The cue.
    pub fn get(&self, id: CueId) -> &Cue {
        &self.cues[id.0 as usize]
    }
}
