//! What kinds of word a token can be: closed classes of English, enough to find where clauses and names begin.

/// Classes of one token, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u32);

impl Classes {
    /// he, she, they: can be a subject by itself.
    pub const PRONOUN: Classes = Classes(1);
    /// Forms of be, have, do, and modal verbs.
    pub const AUXILIARY: Classes = Classes(1 << 1);
    /// the, a, his, this: begins a noun phrase.
    pub const DETERMINER: Classes = Classes(1 << 2);
    /// in, of, for.
    pub const PREPOSITION: Classes = Classes(1 << 3);
    /// that, while, because: begins a clause.
    pub const SUBORDINATOR: Classes = Classes(1 << 4);
    /// and, but, or.
    pub const COORDINATOR: Classes = Classes(1 << 5);
    /// who, which, whose.
    pub const RELATIVE: Classes = Classes(1 << 6);
    /// Monday, yesterday, earlier.
    pub const TIME: Classes = Classes(1 << 7);
    /// also, later, publicly: may stand between subject and verb.
    pub const ADVERB: Classes = Classes(1 << 8);
    /// not, never.
    pub const NEGATION: Classes = Classes(1 << 9);
    /// Begins with a capital letter.
    pub const CAPITAL: Classes = Classes(1 << 10);
    /// is, was, been: makes a passive of a participle.
    pub const BE: Classes = Classes(1 << 11);
    /// that, whether, what: begins the clause that is reported.
    pub const COMPLEMENTIZER: Classes = Classes(1 << 12);
    /// him, reporters, me: whom something is told.
    pub const ADDRESSEE: Classes = Classes(1 << 13);

    /// Whether the token is in any class of `other`.
    pub fn is(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}

/// The classes of `word`, of which `lower` is the lower-case form.
pub(super) fn classes(word: &str, lower: &str) -> Classes {
    let mut classes = closed_class(lower);
    if word.starts_with(char::is_uppercase) {
        classes = classes.or(Classes::CAPITAL);
    } else if lower.len() > 4 && lower.ends_with("ly") && !matches!(lower, "family" | "ally" | "only" | "likely") {
        classes = classes.or(Classes::ADVERB);
    }
    if lower.ends_with("n't") || lower.ends_with("n’t") {
        classes = classes.or(Classes::AUXILIARY).or(Classes::NEGATION);
    }
    classes
}

fn closed_class(lower: &str) -> Classes {
    use Classes as C;
    match lower {
        "he" | "she" | "they" | "it" | "we" | "i" | "you" => C::PRONOUN,
        "him" | "me" | "us" | "them" | "reporters" | "voters" | "supporters" | "viewers" | "lawmakers"
        | "journalists" => C::ADDRESSEE,
        "her" => C::DETERMINER.or(C::ADDRESSEE),
        "is" | "was" | "are" | "were" | "be" | "been" | "being" | "am" | "'s" | "’s" | "'re" | "’re" => {
            C::AUXILIARY.or(C::BE)
        }
        "has" | "have" | "had" | "having" | "do" | "does" | "did" | "will" | "would" | "can" | "could" | "should"
        | "may" | "might" | "must" | "shall" | "cannot" => C::AUXILIARY,
        "the" | "a" | "an" | "his" | "their" | "its" | "my" | "our" | "your" | "these" | "those" | "some" | "many"
        | "several" | "most" | "all" | "no" | "every" | "each" | "any" | "other" | "another" | "few" | "both"
        | "two" | "three" | "four" | "one" => C::DETERMINER,
        "this" => C::DETERMINER,
        "of" | "in" | "on" | "at" | "for" | "with" | "from" | "by" | "to" | "about" | "during" | "into" | "over"
        | "under" | "through" | "against" | "among" | "between" | "via" | "without" | "within" | "upon" | "toward"
        | "towards" | "inside" | "outside" | "near" | "behind" | "despite" => C::PREPOSITION,
        "after" | "before" | "since" | "until" | "as" => C::SUBORDINATOR.or(C::PREPOSITION),
        "while" | "because" | "when" | "although" | "though" | "if" | "unless" | "where" | "whereas" | "than"
        | "once" => C::SUBORDINATOR,
        "that" | "whether" | "what" | "how" | "why" => C::SUBORDINATOR.or(C::COMPLEMENTIZER),
        "and" | "but" | "or" | "nor" | "yet" => C::COORDINATOR,
        "who" | "which" | "whom" | "whose" => C::RELATIVE,
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | "yesterday" | "today"
        | "tonight" | "tomorrow" | "earlier" | "recently" | "january" | "february" | "march" | "april" | "june"
        | "july" | "august" | "september" | "october" | "november" | "december" | "jan." | "feb." | "aug."
        | "sept." | "oct." | "nov." | "dec." | "night" | "morning" | "afternoon" | "evening" | "week" | "month"
        | "year" | "last" | "late" | "weekend" => C::TIME,
        "not" | "never" => C::NEGATION.or(C::ADVERB),
        "also" | "later" | "then" | "still" | "now" | "once-again" | "often" | "always" | "even" | "again" | "just"
        | "only" | "already" | "first" | "further" | "ever" | "so" | "long" | "instead" | "too" | "once-more"
        | "meanwhile" | "however" | "afterward" | "afterwards" => C::ADVERB,
        _ => C::default(),
    }
}

/// Common irregular past forms.
const IRREGULAR_PAST: [&str; 37] = [
    "rose", "fell", "won", "lost", "made", "took", "gave", "went", "came", "got", "became", "began", "left", "led",
    "met", "paid", "put", "ran", "saw", "sent", "set", "sold", "spent", "stood", "cut", "grew", "held", "hit", "kept",
    "knew", "broke", "built", "bought", "chose", "drew", "spoke", "dealt",
];

/// Whether `word` is a common irregular past form of a verb.
pub(super) fn is_irregular_past(word: &str) -> bool {
    IRREGULAR_PAST.contains(&word)
}
