//! The query language: from what a user typed to a [`Tree`]. Never fails.

use super::lexer::{Token, lex, opens_quotation};
use super::tree::{MAX_FUZZY_DISTANCE, Tree};
use crate::text::analysis::{Word, words};

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
    let mut has_partner = vec![false; tokens.len()];
    let mut open = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        match token {
            Token::Open => open.push(place),
            Token::Close => {
                if let Some(partner) = open.pop() {
                    has_partner[partner] = true;
                    has_partner[place] = true;
                }
            }
            _ => {}
        }
    }
    let mut kept = Vec::with_capacity(tokens.len());
    let mut depth = 0;
    for (place, token) in tokens.into_iter().enumerate() {
        let keep = match token {
            Token::Open if has_partner[place] => {
                depth += 1;
                depth <= MAX_DEPTH
            }
            Token::Close if has_partner[place] => {
                depth -= 1;
                depth < MAX_DEPTH
            }
            Token::Open | Token::Close => false,
            _ => true,
        };
        if keep {
            kept.push(token);
        }
    }
    kept
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
    let words: Vec<String> = words(text).map(|word| typed(&word, text)).collect();
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
    let mut members: Vec<Tree> = words(base).map(|word| Tree::Word(not_an_operator(typed(&word, base)))).collect();
    if ending != Ending::None
        && let Some(Tree::Word(word)) = members.pop()
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

/// `word` as it was typed in `text`, without what the index passes over at its start: by Unicode's rules a blank, a
/// dash or a quotation mark belongs to the combining mark that follows it.
fn typed(word: &Word, text: &str) -> String {
    word.span.of(text).trim_start_matches(|c: char| c.is_whitespace() || c == '-' || opens_quotation(c)).to_string()
}

/// What the end of a bare word asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    None,
    Prefix,
    /// Edits allowed.
    Fuzzy(u8),
}

/// `text` without its `*` or `~N`, where a word stands directly before it.
fn without_ending(text: &str) -> (&str, Ending) {
    let (base, ending) = if let Some(base) = text.strip_suffix('*') {
        (base, Ending::Prefix)
    } else if let Some((base, digits)) = text.rsplit_once('~')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        // No digits mean the most; more than a number holds are above the limit.
        (base, Ending::Fuzzy(digits.parse().unwrap_or(u8::MAX).min(MAX_FUZZY_DISTANCE)))
    } else {
        (text, Ending::None)
    };
    let ends_with_word = words(base).last().is_some_and(|word| word.span.end == base.len());
    if ends_with_word { (base, ending) } else { (text, Ending::None) }
}

/// `word`, in small letters where it would read as an operator: it was text where it stood (`-AND`), and stays text in
/// the tree's own text.
fn not_an_operator(word: String) -> String {
    match word.as_str() {
        "AND" | "OR" | "NOT" => word.to_ascii_lowercase(),
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::{Clause, Matcher, Scope};
    use crate::search::MAX_SLOP;

    /// The tree's own text for a query given as one argument.
    fn read(query: &str) -> String {
        parse(&[query.to_string()]).to_string()
    }

    fn arguments(words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(|word| word.to_string()).collect();
        parse(&words).to_string()
    }

    fn word(text: &str) -> Tree {
        Tree::Word(text.to_string())
    }

    #[test]
    fn and_binds_tighter_than_or() {
        let expected = Tree::Or(vec![
            Tree::And(vec![word("a"), word("b")]),
            Tree::And(vec![word("c"), Tree::Not(Box::new(word("d")))]),
        ]);
        for query in ["a b OR c -d", "a AND b OR c AND NOT d", "(a b) OR (c (NOT d))", "((a) AND (b)) OR c NOT d"] {
            assert_eq!(parse(&[query.to_string()]), expected, "{query}");
        }
        let grouped = Tree::And(vec![word("a"), Tree::Or(vec![word("b"), word("c")]), Tree::Not(Box::new(word("d")))]);
        assert_eq!(parse(&["a (b OR c) -d".to_string()]), grouped);
    }

    #[test]
    fn operators_in_small_letters_are_words() {
        assert_eq!(parse(&["to be or not".to_string()]).leaves(), 4);
        assert_eq!(read("ferry Or tax"), "ferry Or tax");
    }

    #[test]
    fn a_dash_excludes_only_where_a_word_begins() {
        assert_eq!(read("ferry -tax"), "ferry NOT tax");
        assert_eq!(read("-\"tax rise\" -(a OR b)"), "NOT \"tax rise\" NOT (a OR b)");
        assert_eq!(read("Okafor-Lindqvist"), "Okafor Lindqvist");
        assert_eq!(read("-Okafor-Lindqvist x"), "NOT (Okafor Lindqvist) x");
        assert_eq!(read("ferry - tax -- bridge --tunnel -"), "ferry tax bridge tunnel");
        assert_eq!(read("NOT -a NOT NOT b"), "a b");
    }

    #[test]
    fn words_in_any_double_marks_are_a_phrase() {
        for query in ["\"Tax rise\"", "“Tax rise”", "«Tax rise»", "„Tax rise“", "“Tax rise\"", "\"Tax, rise!\""]
        {
            assert_eq!(read(query), "\"Tax rise\"", "{query}");
        }
        assert_eq!(read("\"tax rise\"~5 x"), "\"tax rise\"~5 x");
        assert_eq!(read("\"tax rise\"~99999999999"), "\"tax rise\"~1000");
        assert_eq!(read("\"tax\"~5 \"tax rise\"~"), "\"tax\" \"tax rise\"");
    }

    #[test]
    fn patterns_end_a_word() {
        assert_eq!(parse(&["milit*".to_string()]), Tree::Prefix("milit".to_string()));
        assert_eq!(read("rise~ rise~1 rise~2 rise~7 rise~0"), "rise~2 rise~1 rise~2 rise~2 \"rise\"");
        assert_eq!(read("Okafor-Lind* x-ray~1"), "Okafor Lind* x ray~1");
        assert_eq!(read("mil*it milit** * ~1 a~b milit*."), "mil it milit 1 a b milit");
    }

    #[test]
    fn nothing_else_is_syntax() {
        assert_eq!(read("speaker:Okafor"), "speaker Okafor");
        assert_eq!(read("speaker:\"tax rise\""), "speaker \"tax rise\"");
        assert_eq!(read("can’t O'Neill + [a TO b] ^2 / \\ {x}"), "can’t O'Neill a TO b 2 x");
        assert_eq!(read("\"tax rise"), "tax rise");
        assert_eq!(read("a 6\" pipe and a 5\" one"), "a 6 pipe and a 5 one");
        assert_eq!(read("(tax )rise( :-)"), "tax rise");
        assert_eq!(read(")a OR b( c"), "a OR b c");
    }

    #[test]
    fn an_operator_that_joins_nothing_is_passed_over() {
        assert_eq!(read("ferry AND"), "ferry");
        assert_eq!(read("OR ferry OR"), "ferry");
        assert_eq!(read("ferry AND OR tax NOT"), "ferry OR tax");
        assert_eq!(read("(NOT) AND ferry ()"), "ferry");
        assert_eq!(read("ferry OR ???"), "ferry");
    }

    #[test]
    fn no_characters_ask_nothing_and_no_words_find_nothing() {
        assert_eq!(parse(&[]), Tree::Every);
        assert_eq!(parse(&[String::new(), " \t".to_string()]), Tree::Every);
        for query in ["???", "()", "\"\"", "-", "AND OR NOT", "NOT ?", "-(\"…\")"] {
            let tree = parse(&[query.to_string()]);
            assert_eq!(tree, Tree::Nothing, "{query}");
            assert_eq!(tree.clause(Scope::Quote), Clause::Any(Vec::new()));
        }
    }

    #[test]
    fn arguments_join_but_a_quotation_ends_with_its_own() {
        assert_eq!(arguments(&["ferry", "OR", "tunnel"]), "ferry OR tunnel");
        assert_eq!(arguments(&["ferry -tax", "\"toll road\""]), "ferry NOT tax \"toll road\"");
        assert_eq!(arguments(&["5\"", "\"tax", "rise\""]), "5 tax rise");
        assert_eq!(arguments(&["(ferry", "OR", "tunnel)", "toll"]), "(ferry OR tunnel) toll");
    }

    #[test]
    fn the_clause_carries_analysed_words() {
        let clause = parse(&["Ferries’ OR \"CAFÉS are\" OR O'Ne* OR Straße~".to_string()]).clause(Scope::About);
        let expected = [
            Matcher::Stem("ferri".to_string()),
            Matcher::Phrase { terms: vec!["cafes".to_string(), "are".to_string()], slop: 0 },
            Matcher::Prefix("one".to_string()),
            Matcher::Fuzzy { term: "strasse".to_string(), distance: 2 },
        ];
        assert_eq!(clause, Clause::Any(expected.map(|matcher| Clause::Match(Scope::About, matcher)).to_vec()));
    }

    #[test]
    fn parentheses_too_deep_are_text() {
        let nested = |depth: usize| format!("{}a OR b{} c", "(".repeat(depth), ")".repeat(depth));
        assert_eq!(read(&nested(MAX_DEPTH)), "(a OR b) c");
        let inside = |depth: usize| format!("{}x {}", "(".repeat(depth), ") OR y".repeat(depth));
        assert!(read(&inside(MAX_DEPTH)).starts_with("x OR y"));
        // One more: the innermost pair no longer groups, so `c` belongs to `b` alone.
        let pair = |depth: usize| format!("{}(a OR b) c{}", "(".repeat(depth - 1), ")".repeat(depth - 1));
        assert_eq!(read(&pair(MAX_DEPTH)), "(a OR b) c");
        assert_eq!(read(&pair(MAX_DEPTH + 1)), "a OR b c");
        // Those without a partner do not count.
        assert_eq!(read(&format!("{}(a OR b) c", "(".repeat(1000))), "(a OR b) c");
    }

    #[test]
    fn long_monotonous_queries_are_read() {
        for piece in
            ["(", ")", "-", "NOT ", "\"", "“", "«", "“ ", "a ", "a OR ", "(a ", "-(", "*", "~", "a*", "\"a", "AND "]
        {
            let query = piece.repeat(100_000 / piece.len());
            let tree = parse(&[query]);
            assert_eq!(parse(&[tree.to_string()]).leaves(), tree.leaves(), "{piece}");
        }
    }

    /// Trees as [`parse`] makes them.
    fn trees() -> impl Strategy<Value = Tree> {
        let word = "[a-zé]{1,6}";
        let leaf = prop_oneof![
            word.prop_map(Tree::Word),
            word.prop_map(Tree::Prefix),
            (word, 1u8..=2).prop_map(|(word, distance)| Tree::Fuzzy { word, distance }),
            (prop::collection::vec(word, 2..5), 0..=MAX_SLOP).prop_map(|(words, slop)| Tree::Phrase { words, slop }),
        ];
        leaf.prop_recursive(6, 40, 4, |inner| {
            prop_oneof![
                inner.clone().prop_map(Tree::negated),
                prop::collection::vec(inner.clone(), 2..5).prop_map(|trees| Tree::and(trees).unwrap()),
                prop::collection::vec(inner, 2..5).prop_map(|trees| Tree::or(trees).unwrap()),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_tree_reads_as_itself(tree in trees()) {
            prop_assert_eq!(parse(&[tree.to_string()]), tree);
        }

        #[test]
        fn anything_is_read_and_reads_as_itself_again(query in "\\PC{0,200}") {
            let tree = parse(&[query]);
            prop_assert_eq!(parse(&[tree.to_string()]), tree);
        }

        #[test]
        fn any_marks_are_read_and_read_as_themselves_again(
            query in "([a-c]|AND|OR|NOT|[-()\"“”„«» *~12:'’])( ?([a-c]|AND|OR|NOT|[-()\"“”„«» *~12:'’])){0,60}",
        ) {
            let tree = parse(&[query]);
            prop_assert_eq!(parse(&[tree.to_string()]), tree);
        }

        #[test]
        fn no_arguments_panic(arguments in prop::collection::vec(".{0,1400}", 0..4)) {
            parse(&arguments).clause(Scope::Quote);
        }
    }
}
