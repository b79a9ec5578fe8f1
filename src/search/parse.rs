//! The query language: from what a user typed to a [`Tree`]. Never fails.

use super::lexer::{Token, lex};
use super::tree::{MAX_FUZZY_DISTANCE, Tree};
use crate::text::analysis::words;

/// Parentheses inside parentheses at most; deeper ones are text.
pub const MAX_DEPTH: usize = 64;

/// Reads a query, given as one text or as a shell's several arguments. Never fails, and takes time in proportion to
/// its length.
///
/// - Words are joined by AND, which binds tighter than OR. `AND`, `OR` and `NOT` are operators in capitals only; `NOT`
///   and a `-` directly before a word, phrase or parenthesis exclude it. Parentheses group.
/// - Bare words match by stem; one that is several words to the index (`Okafor-Lindqvist`) means all of them.
/// - `"tax rise"`, with curly marks or « » too, matches as written, `"tax rise"~5` with up to five places between;
///   `milit*` matches what begins so, `word~1` and `word~2` what is one or two edits away (`word~`: two; `word~0`: none).
/// - Nothing else is syntax. Marks and parentheses without a partner, or more than [`MAX_DEPTH`] deep, are text. A mark
///   that follows a letter or digit opens nothing (`6" pipe`).
/// - What holds no word (`???`, `()`, `""`, an operator with nothing to join) is passed over. A query of nothing else is
///   [`Tree::Nothing`] and finds nothing; one of blanks alone is [`Tree::Every`].
/// - Arguments are read as if blanks stood between them, except that a quotation ends with its argument.
///
/// ```
/// use whosaid::search::parse;
///
/// let tree = parse(&["ferry tunnel OR".to_string(), "(bridge -tax)".to_string()]);
/// assert_eq!(tree.to_string(), "ferry tunnel OR bridge NOT tax");
/// ```
pub fn parse(arguments: &[String]) -> Tree {
    let mut tokens = Vec::new();
    for argument in arguments {
        lex(argument, &mut tokens);
    }
    if tokens.is_empty() {
        return Tree::Every;
    }
    let tokens = paired(tokens);
    Parser { tokens: &tokens, at: 0 }.any_of().unwrap_or(Tree::Nothing)
}

/// `tokens` without parentheses that have no partner or stand too deep.
fn paired(tokens: Vec<Token>) -> Vec<Token> {
    let mut keep = vec![true; tokens.len()];
    // Places of the parentheses that are open, and how many of them were too deep to be kept.
    let mut open = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        match token {
            Token::Open => open.push(place),
            Token::Close => match open.pop() {
                Some(partner) if open.len() >= MAX_DEPTH => {
                    keep[partner] = false;
                    keep[place] = false;
                }
                Some(_) => {}
                None => keep[place] = false,
            },
            _ => {}
        }
    }
    for place in open {
        keep[place] = false;
    }
    let mut keep = keep.into_iter();
    tokens.into_iter().filter(|_| keep.next().unwrap_or(false)).collect()
}

/// Tokens whose parentheses are paired, on their way into a tree.
struct Parser<'t> {
    tokens: &'t [Token<'t>],
    at: usize,
}

impl Parser<'_> {
    /// Everything up to a closing parenthesis or the end; `None` where it holds no word.
    fn any_of(&mut self) -> Option<Tree> {
        let mut members = Vec::new();
        loop {
            members.extend(self.all_of());
            match self.tokens.get(self.at) {
                Some(Token::Or) => self.at += 1,
                _ => return Tree::or(members),
            }
        }
    }

    /// Everything up to an OR, a closing parenthesis or the end.
    fn all_of(&mut self) -> Option<Tree> {
        let mut members = Vec::new();
        let mut negated = false;
        while let Some(token) = self.tokens.get(self.at) {
            let member = match token {
                Token::Or | Token::Close => break,
                Token::And => {
                    self.at += 1;
                    continue;
                }
                Token::Not => {
                    self.at += 1;
                    negated = !negated;
                    continue;
                }
                Token::Open => {
                    self.at += 1;
                    self.any_of()
                }
                Token::Phrase(text, slop) => phrase(text, *slop),
                Token::Text(text) => bare(text),
            };
            self.at += 1;
            if let Some(member) = member {
                members.push(if negated { Tree::negated(member) } else { member });
            }
            negated = false;
        }
        Tree::and(members)
    }
}

fn phrase(text: &str, slop: u32) -> Option<Tree> {
    let words: Vec<String> = words(text).map(|word| word.span.of(text).to_string()).collect();
    if words.is_empty() {
        return None;
    }
    // One word has no places between.
    let slop = if words.len() == 1 { 0 } else { slop };
    Some(Tree::Phrase { words, slop })
}

/// Text outside quotation marks: bare words, the last of them perhaps with `*` or `~N`.
fn bare(text: &str) -> Option<Tree> {
    let (base, ending) = without_ending(text);
    let mut members: Vec<Tree> = Vec::new();
    let mut last_end = 0;
    for word in words(base) {
        last_end = word.span.end;
        members.push(Tree::Word(not_an_operator(word.span.of(base))));
    }
    if last_end == base.len()
        && let Some(Tree::Word(word)) = members.pop_if(|_| ending != Ending::None)
    {
        members.push(match ending {
            Ending::Prefix => Tree::Prefix(word),
            Ending::Fuzzy(0) => Tree::Phrase { words: vec![word], slop: 0 },
            Ending::Fuzzy(distance) => Tree::Fuzzy { word, distance },
            Ending::None => Tree::Word(word),
        });
    }
    Tree::and(members)
}

/// What the end of a bare word asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    None,
    Prefix,
    /// Edits allowed.
    Fuzzy(u8),
}

/// `text` without its `*` or `~N`.
fn without_ending(text: &str) -> (&str, Ending) {
    if let Some(base) = text.strip_suffix('*') {
        return (base, Ending::Prefix);
    }
    let Some((base, digits)) = text.rsplit_once('~') else {
        return (text, Ending::None);
    };
    if digits.is_empty() {
        return (base, Ending::Fuzzy(MAX_FUZZY_DISTANCE));
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return (text, Ending::None);
    }
    // More digits than a number holds are a number above the limit.
    let distance = digits.parse().unwrap_or(u8::MAX).min(MAX_FUZZY_DISTANCE);
    (base, Ending::Fuzzy(distance))
}

/// `word`, in small letters where it would read as an operator: it was text where it stood (`-AND`), and stays text in
/// the tree's own text.
fn not_an_operator(word: &str) -> String {
    match word {
        "AND" | "OR" | "NOT" => word.to_ascii_lowercase(),
        _ => word.to_string(),
    }
}
