//! Which cue reports a content, and which mention names who says it: the pair with the best learned score.

use std::ops::Range;

use super::sign_table::SignTable;
use super::tagger::{Part, Run};
use crate::text::{Document, TokenKind};

/// Candidates of one side at most, nearest first.
const NEAREST: usize = 3;
/// Words between two runs, in classes with these upper bounds and one more.
const GAPS: [usize; 8] = [0, 1, 2, 4, 7, 12, 20, 40];

/// What speaks for or against a pair: places in a table of weights.
pub(super) type Signs = Vec<u16>;

/// How many signs there are.
pub(super) const SIGNS: usize = 160;

/// One possible partner of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Its place among the runs; `None` for no partner at all.
    pub partner: Option<usize>,
    /// What shows.
    pub signs: Signs,
}

/// Learned weights of the signs.
#[derive(Debug)]
pub(super) struct Weights {
    /// Of a content with a cue.
    pub cue: Vec<f32>,
    /// Of a cue with a mention.
    pub mention: Vec<f32>,
}

/// The runs that one attribution is made of, by place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Joined {
    /// In order; none of a cue whose content nothing marks.
    pub contents: Vec<usize>,
    /// The cue.
    pub cue: Option<usize>,
    /// The mention.
    pub mention: Option<usize>,
}

/// Finds partners among the runs of a document.
pub(super) struct Pairs<'d, 'a> {
    document: &'d Document<'a>,
    runs: &'d [Run],
    /// Of each run.
    sentences: Vec<usize>,
    paragraphs: Vec<usize>,
    /// The outermost quotation that holds its first letter, by place.
    quotations: Vec<Option<usize>>,
}

impl<'d, 'a> Pairs<'d, 'a> {
    /// Of the runs of `document`, in order.
    pub(super) fn new(document: &'d Document<'a>, runs: &'d [Run]) -> Pairs<'d, 'a> {
        let sentence = |run: &Run| document.sentences.partition_point(|s| s.tokens.end <= run.words.start);
        let sentences: Vec<usize> = runs.iter().map(sentence).collect();
        let paragraphs = sentences.iter().map(|place| document.sentences[*place].paragraph).collect();
        let quotations = runs.iter().map(|run| document.outermost_quotation(inner_start(document, run))).collect();
        Pairs { document, runs, sentences, paragraphs, quotations }
    }

    /// Joins all runs; contents in order of the text, then cues without any.
    pub(super) fn join(&self, weights: &Weights) -> Vec<Joined> {
        let mut found: Vec<Joined> = Vec::new();
        let mut of_cue: Vec<Option<usize>> = vec![None; self.runs.len()];
        for content in self.places(is_content) {
            let cue = best(&self.cues_of(content), &weights.cue);
            // What stands in another paragraph is a quotation of its own.
            let cue = cue.filter(|cue| self.paragraphs[*cue] == self.paragraphs[content]);
            match cue.and_then(|cue| of_cue[cue]) {
                Some(place) => found[place].contents.push(content),
                None => {
                    if let Some(cue) = cue {
                        of_cue[cue] = Some(found.len());
                    }
                    let mention = cue.and_then(|cue| best(&self.mentions_of(cue), &weights.mention));
                    found.push(Joined { contents: vec![content], cue, mention });
                }
            }
        }
        for cue in self.cues().filter(|cue| of_cue[*cue].is_none()) {
            let mention = best(&self.mentions_of(cue), &weights.mention);
            found.push(Joined { contents: Vec::new(), cue: Some(cue), mention });
        }
        found
    }

    /// The places of contents.
    pub fn contents(&self) -> impl Iterator<Item = usize> + '_ {
        self.places(is_content)
    }

    /// The places of cues.
    pub fn cues(&self) -> impl Iterator<Item = usize> + '_ {
        self.places(|part| part == Part::Cue)
    }

    fn places(&self, is: impl Fn(Part) -> bool) -> impl Iterator<Item = usize> {
        (0..self.runs.len()).filter(move |place| is(self.runs[*place].part))
    }

    /// The cues that may report a content, in order of the text; last, none.
    pub fn cues_of(&self, content: usize) -> Vec<Candidate> {
        let goes_on = self.quotations[content].is_some_and(|place| self.document.quotations[place].continues.is_some());
        let begins = self.runs[content].words.start == self.paragraph_of(content).start;
        self.candidates(
            content,
            |part| part == Part::Cue,
            |table, pair| {
                let after = usize::from(self.runs[content].part == Part::After);
                table.add(after * 2 + usize::from(pair.right), 4);
                table.add(pair.paragraphs * 4 + usize::from(goes_on) * 2 + usize::from(begins), 12);
            },
        )
    }

    /// The mentions that may name who speaks at a cue, in order of the text; last, none.
    pub fn mentions_of(&self, cue: usize) -> Vec<Candidate> {
        let words = self.runs[cue].words.clone();
        let after = self.word(words.end);
        let last = self.word(words.end - 1);
        self.candidates(
            cue,
            |part| part == Part::Mention,
            |table, pair| {
                let Some(place) = pair.partner else { return };
                let mention = self.runs[place].words.clone();
                let before = if mention.start > 0 { self.word(mention.start - 1) } else { String::new() };
                let link = |word: &str| match word {
                    "by" => 1,
                    "to" => 2,
                    "of" | "from" | "in" => 3,
                    "," => 4,
                    "that" => 5,
                    _ => 0,
                };
                let right = usize::from(pair.right);
                table.add(right * 6 + link(&before), 12);
                table.add(right * 6 + link(&after), 12);
                table.add(usize::from(matches!(last.as_str(), "to" | "by" | "of" | "told" | "asked")) * 2 + right, 4);
                let first = self.word(mention.start);
                let kind = match first.as_str() {
                    "he" | "she" | "they" | "it" | "we" | "i" | "you" => 0,
                    "who" | "which" | "that" => 1,
                    "his" | "her" | "their" | "its" | "him" | "them" | "himself" => 2,
                    _ if self.document.word(mention.start).starts_with(char::is_uppercase) => 3,
                    _ => 4,
                };
                table.add(right * 5 + kind, 10);
            },
        )
    }

    /// Partners of the run at `place`: the nearest of each side in its own and the neighbouring paragraphs.
    fn candidates(
        &self,
        place: usize,
        is: impl Fn(Part) -> bool,
        more: impl Fn(&mut SignTable, &Pair),
    ) -> Vec<Candidate> {
        let here = self.paragraphs[place];
        let is_near = |other: &usize| self.paragraphs[*other].abs_diff(here) <= 1;
        let left = (0..place).rev().take_while(is_near).filter(|other| is(self.runs[*other].part)).take(NEAREST);
        let right = (place + 1..self.runs.len()).take_while(is_near);
        let right = right.filter(|other| is(self.runs[*other].part)).take(NEAREST);
        let mut partners: Vec<(usize, usize)> = left.zip(0..).collect();
        partners.reverse();
        partners.extend(right.zip(0..));
        let mut found: Vec<Candidate> = Vec::with_capacity(partners.len() + 1);
        for (partner, rank) in partners {
            let pair = Pair {
                partner: Some(partner),
                right: partner > place,
                paragraphs: match (self.paragraphs[partner].cmp(&here), partner > place) {
                    (std::cmp::Ordering::Equal, _) => 0,
                    (_, false) => 1,
                    (_, true) => 2,
                },
            };
            let mut table = SignTable::new(1, 16);
            self.add_common(&mut table, place, partner, rank, &pair);
            more(&mut table, &pair);
            debug_assert!(table.end() <= SIGNS);
            found.push(Candidate { partner: Some(partner), signs: table.signs });
        }
        found.push(Candidate { partner: None, signs: vec![0] });
        found
    }

    /// Signs of any pair of runs.
    fn add_common(&self, table: &mut SignTable, place: usize, partner: usize, rank: usize, pair: &Pair) {
        let (first, second) = (place.min(partner), place.max(partner));
        let gap = self.runs[second].words.start - self.runs[first].words.end;
        let right = usize::from(pair.right);
        let class = GAPS.iter().position(|most| gap <= *most).unwrap_or(GAPS.len());
        table.add(right * 9 + class, 18);
        let sentences = self.sentences[second] - self.sentences[first];
        table.add(right * 4 + if pair.paragraphs > 0 { 3 } else { sentences.min(2) }, 8);
        table.add(right * 3 + rank, 6);
        let between = &self.runs[first + 1..second];
        let count = |is: fn(Part) -> bool| between.iter().filter(|run| is(run.part)).count().min(2);
        table.add(count(|part| part == Part::Cue) + 3 * right, 6);
        table.add(count(is_content) + 3 * right, 6);
        table.add(count(|part| part == Part::Mention) + 3 * right, 6);
        let quoted = match (self.quotations[place], self.quotations[partner]) {
            (None, None) => 0,
            (Some(_), None) => 1,
            (None, Some(_)) => 2,
            (Some(a), Some(b)) if a == b => 3,
            (Some(_), Some(_)) => 4,
        };
        table.add(right * 5 + quoted, 10);
        let begins = |run: usize| usize::from(self.runs[run].words.start == self.sentence_of(run).start);
        table.add(right * 4 + begins(place) * 2 + begins(partner), 8);
    }

    fn word(&self, token: usize) -> String {
        self.document.tokens.get(token).map_or_else(String::new, |_| self.document.word(token).to_lowercase())
    }

    fn sentence_of(&self, run: usize) -> Range<usize> {
        self.document.sentences[self.sentences[run]].tokens.clone()
    }

    fn paragraph_of(&self, run: usize) -> Range<usize> {
        self.document.paragraphs[self.paragraphs[run]].tokens.clone()
    }
}

/// How two runs stand to each other.
struct Pair {
    partner: Option<usize>,
    /// The partner comes second.
    right: bool,
    /// The partner's paragraph: 0 the same, 1 the one before, 2 the one after.
    paragraphs: usize,
}

fn is_content(part: Part) -> bool {
    matches!(part, Part::Before | Part::After)
}

/// The partner with the best score; of equals, the first.
fn best(candidates: &[Candidate], weights: &[f32]) -> Option<usize> {
    let score = |candidate: &Candidate| candidate.signs.iter().map(|sign| weights[usize::from(*sign)]).sum::<f32>();
    let mut best: Option<(f32, Option<usize>)> = None;
    for candidate in candidates {
        let score = score(candidate);
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, candidate.partner));
        }
    }
    best.and_then(|(_, partner)| partner)
}

/// Where the first word of a run that is no quotation mark begins.
fn inner_start(document: &Document, run: &Run) -> usize {
    let is_word = |token: &usize| !matches!(document.tokens[*token].kind, TokenKind::Open | TokenKind::Close);
    let token = run.words.clone().find(is_word).unwrap_or(run.words.start);
    document.tokens[token].span.start
}
