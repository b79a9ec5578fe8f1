"""Articles end to end, and runs of their words in rectangles."""

from dataclasses import dataclass

import torch

from data import FEATURE_SIZES, LABELS, legal, windows

# BERT's own pieces around a run; the student has none.
CLS, SEP = 101, 102
# Of a word of which no teacher says anything.
UNTOLD = -1.0


@dataclass
class Batch:
    """B rows of at most L pieces and W words. `features` are columns of B×L; `first` and `end` are B×W places of pieces; `words` tells where
    there are words, `places` which of the corpus; `soft` are B×W×labels posteriors."""

    pieces: torch.Tensor
    mask: torch.Tensor
    features: list
    begins: torch.Tensor
    first: torch.Tensor
    end: torch.Tensor
    labels: torch.Tensor
    words: torch.Tensor
    places: torch.Tensor
    soft: torch.Tensor


class Corpus:
    """Encoded articles end to end: words and pieces are counted through all of them. `bounds` has the first word of each paragraph and
    the end for each article."""

    def __init__(self, articles):
        self.ids, self.bounds = [], []
        pieces, starts, features, labels = [], [], [], []
        for article in articles:
            here, before = len(features), len(pieces)
            self.ids.append(article.id)
            self.bounds.append([here + at for at in [*article.paragraphs, len(article.words)]])
            pieces += article.pieces
            starts += [before + start for start in article.starts[:-1]]
            features += article.features
            labels += legal(article.labels) if article.labels else [0] * len(article.words)
        self.pieces = torch.tensor(pieces, dtype=torch.int32)
        self.starts = torch.tensor([*starts, len(pieces)], dtype=torch.int32)
        self.features = torch.tensor(features, dtype=torch.uint8)
        self.labels = torch.tensor(labels, dtype=torch.uint8)
        self.soft = torch.full((len(features), len(LABELS)), UNTOLD, dtype=torch.float16)

    def place(self, device):
        """Moves all tables to a device; what windows are cut by stays here, too."""
        self.cuts = self.starts.tolist()
        sizes = (self.starts[1:] - self.starts[:-1]).long()
        self.words_of = torch.repeat_interleave(torch.arange(len(sizes)), sizes).to(device)
        for name in ("pieces", "starts", "features", "labels", "soft"):
            setattr(self, name, getattr(self, name).to(device))
        return self

    def windows(self, article, most, first=None):
        """Runs of words of an article as `[begin, end)`; see `data.windows`."""
        return windows(self.bounds[article], self.cuts, most, first)

    def size(self, window):
        """Pieces of a run."""
        return self.cuts[window[1]] - self.cuts[window[0]]

    def groups(self, runs, pieces):
        """Runs one after the other in groups of about so many pieces; the last may have fewer."""
        group, size = [], 0
        for run in runs:
            group.append(run)
            size += self.size(run)
            if size >= pieces:
                yield group
                group, size = [], 0
        if group:
            yield group

    def batch(self, runs, framed=False):
        """Rows of runs; `framed` puts BERT's own pieces around each."""
        device, shift = self.pieces.device, int(framed)
        begin, stop = torch.tensor(runs, device=device).T
        base, top = self.starts[begin].long(), self.starts[stop].long()
        length = max(self.size(run) for run in runs) + 2 * shift
        place = torch.arange(length, device=device) - shift
        at = (base[:, None] + place).clamp(max=len(self.pieces) - 1)
        inside = (place >= 0) & (base[:, None] + place < top[:, None])
        pieces = torch.where(inside, self.pieces[at.clamp(min=0)], 0)
        mask = inside
        if framed:
            pieces[:, 0] = CLS
            pieces.scatter_(1, (top - base + 1)[:, None], SEP)
            mask = place <= (top - base)[:, None]
        words = self.words_of[at.clamp(min=0)]
        columns = [
            torch.where(inside, self.features[words, column].long(), size) for column, size in enumerate(FEATURE_SIZES)
        ]
        begins = (inside & (self.starts[words] == at)).long()
        word = begin[:, None] + torch.arange(max(b - a for a, b in runs), device=device)
        present = word < stop[:, None]
        word = word.clamp(max=len(self.labels) - 1)
        first = torch.where(present, self.starts[word] - base[:, None] + shift, 0)
        end = torch.where(present, self.starts[word + 1] - 1 - base[:, None] + shift, 0)
        labels = torch.where(present, self.labels[word].long(), 0)
        # What goes on from before the run begins here: I- follows its B- in the list of labels.
        goes_on = (labels[:, 0] > 0) & (labels[:, 0] % 2 == 0)
        labels[:, 0] = torch.where(goes_on, labels[:, 0] - 1, labels[:, 0])
        return Batch(pieces, mask, columns, begins, first, end, labels, present, word, self.soft[word].float())


class Source:
    """Batches of a corpus without end: `choose` names the articles of a round, `cut` cuts each into runs."""

    def __init__(self, corpus, choose, cut, pieces, rng, framed=False):
        self.corpus, self.choose, self.cut, self.pieces, self.rng, self.framed = corpus, choose, cut, pieces, rng, framed
        self.order = []

    def batch(self):
        """Runs of like lengths with about `pieces` pieces."""
        if not self.order:
            runs = [run for article in self.choose() for run in self.cut(article)]
            runs.sort(key=lambda run: self.corpus.size(run) + self.rng.random() * 6)
            self.order = list(self.corpus.groups(runs, self.pieces))
            # What is left over is no batch, unless it is all there is.
            if len(self.order) > 1 and sum(map(self.corpus.size, self.order[-1])) < self.pieces:
                self.order.pop()
            self.rng.shuffle(self.order)
        return self.corpus.batch(self.order.pop(), self.framed)
