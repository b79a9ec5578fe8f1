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
}

impl Pattern {
    /// Every pattern, in order.
    pub const ALL: [Pattern; 15] = [
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
    places: HashMap<String, u32>,
}

impl Lexicon {
    /// Of these forms.
    pub fn new(cues: Vec<Cue>) -> Lexicon {
        let places = cues.iter().zip(0..).map(|(cue, place)| (cue.form.clone(), place)).collect();
        Lexicon { cues, places }
    }

    /// The cue of this lower-case form.
    pub fn find(&self, lower: &str) -> Option<CueId> {
        self.places.get(lower).copied().map(CueId)
    }

    /// The cue.
    pub fn get(&self, id: CueId) -> &Cue {
        &self.cues[id.0 as usize]
    }
}
