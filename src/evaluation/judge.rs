//! One article: its gold quotes, its predicted quotes, and what is to be counted of them.

use std::collections::HashMap;

use super::innermost::innermost;
use super::marked_text::MarkedText;
use super::miss::{Miss, Spurious, Why};
use super::name::{Name, RightNames};
use super::pairing::{Pair, pair};
use super::predicted::Predicted;
use super::tally::{Count, LetterCounts, Tally};
use super::{GoldArticle, GoldAttribution};
use crate::attribution::Kind;
use crate::speakers::SpanLine;

/// What came of one article.
pub(super) struct Verdict {
    pub(super) tally: Tally,
    /// In the order of the gold quotes.
    pub(super) misses: Vec<Miss>,
    /// In the order of the predicted quotes.
    pub(super) spurious: Vec<Spurious>,
}

/// Compares what was predicted for an article with its gold.
pub(super) fn judge(article: &GoldArticle, predicted: &[Predicted]) -> Verdict {
    let text = MarkedText::new(&article.article.text);
    let gold = Side::new(article.attributions.iter().map(|quote| (quote, &quote.content[..])), &text);
    let found = Side::new(predicted.iter().map(|quote| (quote, &quote.content[..])), &text);
    let pairs = pair(&gold.letters, &found.letters, text.len());
    let names = Names::new(&gold, &found);
    let mut verdict = Verdict { tally: Tally::default(), misses: Vec::new(), spurious: Vec::new() };
    count_letters(&mut verdict.tally, &text, &gold, &found, &names);
    for (place, pair) in pairs.iter().enumerate() {
        let why = count_gold(&mut verdict.tally, &gold, &found, &names, place, *pair);
        if let Some(why) = why {
            verdict.misses.push(Miss {
                article: article.article.id.clone(),
                attribution: gold.quotes[place].id.clone(),
                kind: gold.kinds[place],
                why,
                text: text.around(&gold.letters[place]),
            });
        }
    }
    let mut fits = vec![false; found.quotes.len()];
    for pair in pairs.iter().flatten() {
        fits[pair.predicted] = true;
    }
    for (place, quote) in found.quotes.iter().enumerate() {
        count_predicted(&mut verdict.tally, quote, found.kinds[place], fits[place]);
        if !fits[place] {
            verdict.spurious.push(Spurious {
                article: article.article.id.clone(),
                kind: found.kinds[place],
                speaker: quote.speaker.clone(),
                text: text.around(&found.letters[place]),
            });
        }
    }
    verdict
}

/// The quotes of one side that hold at least one letter, with their letters and kinds.
struct Side<'a, Q> {
    quotes: Vec<&'a Q>,
    letters: Vec<Vec<usize>>,
    kinds: Vec<Kind>,
}

impl<'a, Q> Side<'a, Q> {
    fn new(all: impl Iterator<Item = (&'a Q, &'a [SpanLine])>, text: &MarkedText) -> Side<'a, Q> {
        let mut side = Side { quotes: Vec::new(), letters: Vec::new(), kinds: Vec::new() };
        for (quote, content) in all {
            let letters = text.letters(content);
            if letters.is_empty() {
                continue;
            }
            side.quotes.push(quote);
            side.kinds.push(text.kind(&letters));
            side.letters.push(letters);
        }
        side
    }
}

/// The names of both sides, ready to be compared.
struct Names {
    /// Of gold quotes; `None` where the speaker has no name.
    gold: Vec<Option<RightNames>>,
    /// Of predicted quotes, whatever their kind of speaker.
    predicted: Vec<Option<Name>>,
}

impl Names {
    fn new(gold: &Side<GoldAttribution>, predicted: &Side<Predicted>) -> Names {
        let mut names = Names { gold: Vec::new(), predicted: Vec::new() };
        for quote in &gold.quotes {
            names.gold.push(quote.speaker.as_ref().filter(|speaker| speaker.is_named()).map(RightNames::new));
        }
        for quote in &predicted.quotes {
            names.predicted.push(quote.speaker.as_deref().map(Name::new));
        }
        names
    }

    /// Whether the predicted quote is under a right name of the gold one.
    fn agree(&self, gold: usize, predicted: usize) -> bool {
        match (&self.gold[gold], &self.predicted[predicted]) {
            (Some(right), Some(name)) => right.hold(name),
            _ => false,
        }
    }
}

/// Counts a gold quote and the predicted one that fits it; says what is wrong.
fn count_gold(
    tally: &mut Tally,
    gold: &Side<GoldAttribution>,
    found: &Side<Predicted>,
    names: &Names,
    place: usize,
    pair: Option<Pair>,
) -> Option<Why> {
    let quote = gold.quotes[place];
    let kind = gold.kinds[place];
    let named = names.gold[place].is_some();
    tally.count(Count::Gold, kind);
    tally.count_if(named, Count::Named, kind);
    let Some(Pair { predicted, exact }) = pair else { return Some(Why::NotFound) };
    let answer = found.quotes[predicted];
    let answer_kind = found.kinds[predicted];
    tally.count(Count::Found, kind);
    tally.count(Count::Fitting, answer_kind);
    tally.count_if(exact, Count::FoundExactly, kind);
    tally.count_if(exact, Count::FittingExactly, answer_kind);
    if !quote.mention.is_empty() {
        tally.count(Count::Mentioned, kind);
        tally.count_if(touch(&quote.mention, &answer.mention), Count::MentionRight, kind);
    }
    let right = names.agree(place, predicted);
    if let Some(speaker) = &quote.speaker {
        tally.count(Count::Meant, kind);
        tally.count_if(answer.kind == speaker.kind, Count::KindRight, kind);
        tally.count_if(!named, Count::Nameless, kind);
        tally.count_if(!named && answer.kind.is_named(), Count::FalselyNamed, kind);
        if answer.kind.is_named() {
            let claims = &mut tally.names;
            claims.all.claim(answer.speaker_confidence, right);
            if answer_kind != Kind::Indirect {
                claims.spoken.claim(answer.speaker_confidence, right);
            }
        }
    }
    if !named {
        tally.count(Count::FittingNameless, answer_kind);
        return None;
    }
    tally.count(Count::NamedFound, kind);
    tally.count_if(right, Count::SpeakerRight, kind);
    tally.count_if(right, Count::FittingSpeakerRight, answer_kind);
    if right {
        return None;
    }
    let meant = quote.speaker.as_ref().map(|speaker| speaker.name.clone()).unwrap_or_default();
    Some(Why::Speaker { given: answer.speaker.clone(), meant })
}

/// Counts a predicted quote and the belief in it.
fn count_predicted(tally: &mut Tally, quote: &Predicted, kind: Kind, fits: bool) {
    tally.count(Count::Predicted, kind);
    tally.quotes.all.claim(quote.confidence, fits);
    if kind != Kind::Indirect {
        tally.quotes.spoken.claim(quote.confidence, fits);
    }
}

/// Whether two places share a character.
fn touch(some: &[SpanLine], others: &[SpanLine]) -> bool {
    some.iter().any(|[start, end]| others.iter().any(|[other_start, other_end]| start < other_end && other_start < end))
}

/// Counts letters, whoever's contents they stand in and however those are cut.
fn count_letters(
    tally: &mut Tally,
    text: &MarkedText,
    gold: &Side<GoldAttribution>,
    found: &Side<Predicted>,
    names: &Names,
) {
    let said = innermost(&gold.letters, text.len());
    let told = innermost(&found.letters, text.len());
    // Neighbouring letters have the same speakers nearly always.
    let mut known: HashMap<(usize, usize), bool> = HashMap::new();
    let mut agree = |gold, predicted| *known.entry((gold, predicted)).or_insert_with(|| names.agree(gold, predicted));
    for (place, (said, told)) in said.iter().zip(&told).enumerate() {
        if said.is_empty() && told.is_empty() {
            continue;
        }
        let both = !said.is_empty() && !told.is_empty();
        let named = said.iter().any(|gold| names.gold[*gold].is_some());
        let mut right = both && named;
        for predicted in told {
            right = right && said.iter().any(|gold| agree(*gold, *predicted));
        }
        let letter = LetterCounts {
            gold: u64::from(!said.is_empty()),
            predicted: u64::from(!told.is_empty()),
            both: u64::from(both),
            named: u64::from(named),
            right: u64::from(right),
            nameless: u64::from(both && !named),
        };
        tally.letters.all.add(&letter);
        if text.is_quoted(place) {
            tally.letters.spoken.add(&letter);
        }
    }
}
