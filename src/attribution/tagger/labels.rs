//! What the tagger says of each word.

/// What a word is part of: nothing, or a mention, a cue or a piece of content, which each begin anew or go on. A content knows on which
/// side its cue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Outside,
    MentionBegins,
    MentionGoesOn,
    CueBegins,
    CueGoesOn,
    /// Of content before its cue.
    BeforeBegins,
    BeforeGoesOn,
    /// Of content after its cue.
    AfterBegins,
    AfterGoesOn,
}

/// What a run of labels marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::attribution) enum Part {
    /// Words that name the speaker.
    Mention,
    /// Words that report.
    Cue,
    /// Words said, before their cue.
    Before,
    /// Words said, after their cue.
    After,
}

/// How many labels there are.
pub(super) const COUNT: usize = Label::ALL.len();

impl Label {
    /// All, in the order of the network's outputs.
    pub const ALL: [Label; 9] = [
        Label::Outside,
        Label::MentionBegins,
        Label::MentionGoesOn,
        Label::CueBegins,
        Label::CueGoesOn,
        Label::BeforeBegins,
        Label::BeforeGoesOn,
        Label::AfterBegins,
        Label::AfterGoesOn,
    ];

    /// What it is part of.
    pub fn part(self) -> Option<Part> {
        match self {
            Label::Outside => None,
            Label::MentionBegins | Label::MentionGoesOn => Some(Part::Mention),
            Label::CueBegins | Label::CueGoesOn => Some(Part::Cue),
            Label::BeforeBegins | Label::BeforeGoesOn => Some(Part::Before),
            Label::AfterBegins | Label::AfterGoesOn => Some(Part::After),
        }
    }

    /// Whether a run of words may begin with it.
    pub fn may_begin(self) -> bool {
        !matches!(self, Label::MentionGoesOn | Label::CueGoesOn | Label::BeforeGoesOn | Label::AfterGoesOn)
    }

    /// Whether it may follow `before`.
    pub fn may_follow(self, before: Label) -> bool {
        self.may_begin() || self.part() == before.part()
    }
}
