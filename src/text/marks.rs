//! The quotation marks of one paragraph, each told from its neighbours.

use super::Span;

/// A character (or two) that may be a quotation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Where it stands.
    pub span: Span,
    /// What it pairs with.
    pub family: Family,
    /// What it does.
    pub role: Role,
}

/// Marks that pair with one another; writers mix the shapes inside a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// `"`, `“ ”`, `„ “`, ``` `` '' ```
    Double,
    /// `‘ ’`, `' '`, `‚ ‘`, ``` ` ' ```
    Single,
    /// `« »`, `» «`, `‹ ›`
    Guillemet,
}

/// What a mark does, as its shape and its neighbours tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Opens.
    Open,
    /// Closes.
    Close,
    /// Closes where something of its family is open, else opens.
    Turn,
    /// Closes if nothing later does: an apostrophe after a plural, or a mark after a word in s (`the dogs’ home`).
    MayClose,
}

/// Shortened words that begin with an apostrophe.
const ELISIONS: [&str; 14] =
    ["em", "tis", "twas", "til", "till", "cause", "n", "bout", "round", "ere", "cos", "cuz", "neath", "twere"];

/// The marks of the paragraph at `span`, in order.
pub(super) fn of_paragraph(text: &str, span: Span) -> Vec<Mark> {
    let mut marks = Vec::new();
    let paragraph = span.of(text);
    let mut skip_to = span.start;
    for (offset, c) in paragraph.char_indices() {
        let start = span.start + offset;
        if start < skip_to || !may_be_mark(c) {
            continue;
        }
        let mut end = start + c.len_utf8();
        let doubled = matches!(c, '\'' | '`') && text[end..span.end].starts_with(c);
        if doubled {
            end += 1;
        }
        let around = Neighbours {
            before: text[span.start..start].chars().next_back(),
            after: text[end..span.end].chars().next(),
            left: &text[span.start..start],
            right: &text[end..span.end],
        };
        let told = if doubled { Some((Family::Double, doubled_role(c, &around))) } else { tell(c, &around) };
        if let Some((family, role)) = told {
            marks.push(Mark { span: Span::new(start, end), family, role });
        }
        skip_to = end;
    }
    marks
}

/// Whether a character can be a quotation mark at all.
fn may_be_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›' | '＂')
}

/// What stands around a mark, inside its paragraph.
struct Neighbours<'a> {
    before: Option<char>,
    after: Option<char>,
    left: &'a str,
    right: &'a str,
}

impl Neighbours<'_> {
    /// No word on the left: white space, an opening bracket, a dash or another mark.
    fn free_before(&self) -> bool {
        self.before.is_none_or(|c| c.is_whitespace() || is_opener(c))
    }

    /// Something on the right that a quotation can begin with.
    fn word_after(&self) -> bool {
        self.after
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '$' | '£' | '€' | '[' | '…' | '#' | '@' | '¿' | '¡'))
    }

    /// Nothing on the right that belongs to the mark: white space or closing punctuation.
    fn free_after(&self) -> bool {
        self.after.is_none_or(|c| {
            c.is_whitespace()
                || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '—' | '–' | '-' | '"' | '”' | '»')
        })
    }

    /// Something stands directly on the left.
    fn word_before(&self) -> bool {
        self.before.is_some_and(|c| !c.is_whitespace() && !is_opener(c))
    }

    /// `6'2"`, `5’11”`: feet and inches.
    fn after_feet(&self) -> bool {
        let digits = self.left.trim_end_matches(|c: char| c.is_ascii_digit());
        let count = self.left.len() - digits.len();
        (1..=2).contains(&count)
            && digits.strip_suffix(['\'', '’', '′']).is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
    }
}

/// What stands directly before a mark that opens.
fn is_opener(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '—' | '–' | '“' | '‘' | '„' | '«' | '"' | '\'' | '/' | '¿' | '¡')
}

/// Family and role of the mark `c`; `None` where it is none (an apostrophe, a measurement).
fn tell(c: char, around: &Neighbours) -> Option<(Family, Role)> {
    match c {
        '"' | '＂' if around.after_feet() => None,
        '"' | '＂' => Some((Family::Double, straight(around))),
        '“' | '‟' if around.word_before() && around.free_after() => Some((Family::Double, Role::Turn)),
        '“' | '‟' | '„' => Some((Family::Double, Role::Open)),
        '”' if around.after_feet() => None,
        '”' if around.free_before() && around.word_after() => Some((Family::Double, Role::Turn)),
        '”' => Some((Family::Double, Role::Close)),
        '«' | '‹' if around.word_before() && !around.word_after() => Some((Family::Guillemet, Role::Turn)),
        '«' | '‹' => Some((Family::Guillemet, Role::Open)),
        '»' | '›' if around.free_before() && around.word_after() => Some((Family::Guillemet, Role::Turn)),
        '»' | '›' => Some((Family::Guillemet, Role::Close)),
        '‚' => Some((Family::Single, Role::Open)),
        _ => single(c, around).map(|role| (Family::Single, role)),
    }
}

/// A straight double mark, by its neighbours.
fn straight(around: &Neighbours) -> Role {
    let opens = around.word_after() && around.free_before();
    let closes = around.word_before() && around.free_after() || matches!(around.before, Some('.' | ',' | '?' | '!'));
    match (opens, closes) {
        (true, false) => Role::Open,
        (false, true) => Role::Close,
        _ => Role::Turn,
    }
}

/// ``` `` ``` opens, `''` closes where it can.
fn doubled_role(c: char, around: &Neighbours) -> Role {
    if c == '`' { Role::Open } else { straight(around) }
}

/// A single mark; `None` for an apostrophe.
fn single(c: char, around: &Neighbours) -> Option<Role> {
    let inside_word =
        around.before.is_some_and(char::is_alphanumeric) && around.after.is_some_and(char::is_alphanumeric);
    if inside_word {
        return None;
    }
    if around.free_before() {
        let opens = around.word_after() && c != '’' && !is_elision(around.right);
        return opens.then_some(Role::Open);
    }
    if c == '`' || !around.free_after() || around.before.is_some_and(|b| b.is_ascii_digit()) && c == '\'' {
        return None;
    }
    let plural = around.before.is_some_and(|b| matches!(b, 's' | 'S' | 'z' | 'x')) && around.after == Some(' ');
    let shortened = around.left.ends_with("in") || around.left.ends_with(" o") || around.left.ends_with(" an");
    Some(if plural || shortened { Role::MayClose } else { Role::Close })
}

/// Whether what follows an apostrophe is a shortened word or decade (`'em`, `'90s`).
fn is_elision(right: &str) -> bool {
    let word = right.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let decade = word.len() <= 3 && word.len() >= 2 && word.bytes().take(2).all(|b| b.is_ascii_digit());
    decade || ELISIONS.iter().any(|elision| word.eq_ignore_ascii_case(elision))
}
