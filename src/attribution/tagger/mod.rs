//! The learned part: which words of an article are content, cue or mention, by a small recurrent network.

mod crf;
mod dateline;
pub mod encoding;
mod labels;
mod network;
mod vocabulary;
mod weights;

use std::ops::Range;

pub use encoding::{Encoding, Features};
pub(super) use labels::Part;
pub use vocabulary::{PieceId, Vocabulary};
pub(super) use weights::{Learned, read};

use crf::Crf;
use labels::Label;
use network::Network;
use whosaid_kernel::Path;

use crate::text::Document;

/// Pieces of a window at most; longer ones fill the processor worse, shorter ones see less around a word.
const LONGEST_WINDOW: usize = 160;

/// Added to the scores of a cue's and a mention's first word, in log-odds: make up for the tagger's caution; chosen for the best F1.
const CUE_BIAS: f32 = 0.2;
const MENTION_BIAS: f32 = 0.3;

/// A trained tagger.
#[derive(Debug)]
pub struct Tagger {
    vocabulary: Vocabulary,
    network: Network,
    crf: Crf,
}

/// Words that are one part of an attribution.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// Of which part.
    pub part: Part,
    /// The document's tokens.
    pub words: Range<usize>,
    /// How probable it is that every word is of this part: the least of them, 0 to 1.
    pub least: f32,
    /// How probable its bounds are: that it begins where it does, and that the word after it is no part of it.
    pub bounds: f32,
}

impl Tagger {
    /// A document as the tagger reads it.
    pub(super) fn read(&self, document: &Document) -> Encoding {
        Encoding::new(document, &self.vocabulary)
    }

    /// The parts of attributions in a document, in order; none of them goes on in another paragraph or has words
    /// of a dateline.
    pub(super) fn tag(&self, document: &Document, encoding: &Encoding) -> Vec<Run> {
        let runs = self.tag_windows(encoding, &encoding.windows(document, LONGEST_WINDOW));
        runs.into_iter().flat_map(|run| by_paragraph(document, run)).collect()
    }

    /// The parts of attributions in some runs of words, each read as if nothing stood beside it.
    pub(super) fn tag_windows(&self, encoding: &Encoding, windows: &[Range<usize>]) -> Vec<Run> {
        let mut scores = self.network.scores(Path::best(), encoding, windows);
        for row in &mut scores {
            row[Label::CueBegins as usize] += CUE_BIAS;
            row[Label::MentionBegins as usize] += MENTION_BIAS;
        }
        let mut runs: Vec<Run> = Vec::new();
        for window in windows {
            let scores = &scores[window.clone()];
            let labels = self.crf.decode(scores);
            let posteriors = self.crf.posteriors(scores);
            let of = |word: usize, part: Part| -> f32 {
                let labels = Label::ALL.iter().filter(|label| label.part() == Some(part));
                labels.map(|label| posteriors[word][*label as usize]).sum()
            };
            let mut start = 0;
            while start < labels.len() {
                let Some(part) = labels[start].part() else {
                    start += 1;
                    continue;
                };
                let goes_on = |word: &usize| labels[*word].part() == Some(part) && !labels[*word].may_begin();
                let end = start + 1 + (start + 1..labels.len()).take_while(goes_on).count();
                let least = (start..end).map(|word| of(word, part)).fold(1.0, f32::min);
                let begins = posteriors[start][labels[start] as usize];
                let goes_on = Label::ALL.iter().filter(|label| label.part() == Some(part) && !label.may_begin());
                let ends =
                    posteriors.get(end).map_or(1.0, |row| 1.0 - goes_on.map(|label| row[*label as usize]).sum::<f32>());
                runs.push(Run { part, words: window.start + start..window.start + end, least, bounds: begins * ends });
                start = end;
            }
        }
        runs
    }
}

/// A run cut where datelines and paragraphs end.
fn by_paragraph(document: &Document, run: Run) -> impl Iterator<Item = Run> {
    let first = document.paragraph_of(run.words.start);
    let paragraphs = document.paragraphs[first..].iter().map(|paragraph| paragraph.tokens.clone());
    let words = run.words.clone();
    let here = paragraphs.take_while(move |tokens| tokens.start < words.end).map(move |tokens| Run {
        words: run.words.start.max(dateline::end(document, tokens.clone()))..run.words.end.min(tokens.end),
        ..run
    });
    here.filter(|run| !run.words.is_empty())
}
