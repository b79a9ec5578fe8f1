"""The networks: a pretrained encoder as teacher, a small recurrent network as student, a linear-chain CRF over both."""

import torch
from torch import nn

from batches import CLS, SEP
from data import FEATURE_SIZES, LABELS

NEVER = -1e4


def device():
    """A GPU, where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def small_floats():
    """A context in which products are of 16-bit floats where the processor has them; elsewhere they are some sixty times as slow."""
    if device().type == "cuda":
        return torch.autocast("cuda", dtype=torch.bfloat16)
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.ops.mkldnn._is_mkldnn_bf16_supported())


def chained(start, steps):
    """What every state weighs after each of some steps: `start` is B×L, `steps` B×W×L×L (from, to), all log-weights; B×W×L.

    Pairs of steps are joined first, so that it takes as many rounds as W has binary digits (G. Blelloch, "Prefix sums and their
    applications", 1990)."""
    count = steps.shape[1]
    if count == 0:
        return steps.new_zeros(*steps.shape[:2], steps.shape[3])
    evens, odds = steps[:, 0::2], steps[:, 1::2]
    after_odds = chained(start, torch.logsumexp(evens[:, : odds.shape[1], :, :, None] + odds[:, :, None], 3))
    before = torch.cat([start[:, None], after_odds], 1)[:, : evens.shape[1]]
    after_evens = torch.logsumexp(before[..., None] + evens, 2)
    joined = torch.stack([after_evens[:, : odds.shape[1]], after_odds], 2).flatten(1, 2)
    return torch.cat([joined, after_evens[:, odds.shape[1] :]], 1)


class Crf(nn.Module):
    """A linear-chain CRF (J. Lafferty, A. McCallum, F. Pereira, 2001) over the labels, in which I- goes on with its own kind."""

    def __init__(self):
        super().__init__()
        count = len(LABELS)
        self.transition = nn.Parameter(torch.zeros(count, count))
        self.first = nn.Parameter(torch.zeros(count))
        self.last = nn.Parameter(torch.zeros(count))
        barred, barred_first = torch.zeros(count, count), torch.zeros(count)
        for to, name in enumerate(LABELS):
            if name[0] == "I":
                barred_first[to] = NEVER
                for before, other in enumerate(LABELS):
                    if other[2:] != name[2:] or other == "O":
                        barred[before, to] = NEVER
        self.register_buffer("barred", barred)
        self.register_buffer("barred_first", barred_first)

    def moves(self):
        return self.transition + self.barred, self.first + self.barred_first

    def forward(self, scores, mask):
        """The log-weight of all labellings of each row, and each word's posteriors (logarithms); scores are B×W×L, the mask a prefix.
        What lies beyond it is arbitrary."""
        moves, first = self.moves()
        return sums(scores, mask, moves, first, self.last)

    def loss(self, scores, batch):
        """The negative log-likelihood of a batch's labels, for each word, and each word's posteriors (logarithms)."""
        weight, posteriors = self(scores, batch.words)
        return (weight - self.weight(scores, batch.labels, batch.words)).sum() / batch.words.sum(), posteriors

    def weight(self, scores, labels, mask):
        """The log-weight of one labelling of each row."""
        moves, first = self.moves()
        own = scores.gather(2, labels[:, :, None])[:, :, 0]
        own[:, 1:] = own[:, 1:] + moves[labels[:, :-1], labels[:, 1:]]
        ends = labels.gather(1, (mask.sum(1) - 1)[:, None])[:, 0]
        return first[labels[:, 0]] + (own * mask).sum(1) + self.last[ends]


def sums(scores, mask, moves, first, last):
    """As `Crf.forward`, of any weights."""
    stays = torch.full_like(moves, NEVER).fill_diagonal_(0)
    steps = torch.where(mask[:, 1:, None, None], moves + scores[:, 1:, None, :], stays)
    start = first + scores[:, 0]
    forward = torch.cat([start[:, None], chained(start, steps)], 1)
    end = last.expand_as(start)
    backward = torch.cat([chained(end, steps.flip(1).transpose(2, 3)).flip(1), end[:, None]], 1)
    return torch.logsumexp(forward[:, -1] + last, 1), torch.log_softmax(forward + backward, 2)


@torch.no_grad()
def decode(scores, mask, moves, first, last):
    """The best labels of each row (Viterbi); scores B×W×L, the mask a prefix. What lies beyond it is arbitrary."""
    best, back = first + scores[:, 0], []
    stays = torch.arange(len(first), device=scores.device)
    for at in range(1, scores.shape[1]):
        here = mask[:, at, None]
        value, place = (best[:, :, None] + moves).max(1)
        back.append(torch.where(here, place, stays))
        best = torch.where(here, value + scores[:, at], best)
    labels = [(best + last).argmax(1)]
    for place in reversed(back):
        labels.append(place.gather(1, labels[-1][:, None])[:, 0])
    return torch.stack(labels[::-1], 1)


def descend(model, optimizer, schedule, loss):
    """One step of training."""
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    schedule.step()


class Teacher(nn.Module):
    """A pretrained encoder with the features added to its embeddings. Its vocabulary is BERT's, maybe with signs of its own before and after;
    it reads `most` pieces at once."""

    def __init__(self, base):
        super().__init__()
        from transformers import AutoModel

        self.base = AutoModel.from_pretrained(base, add_pooling_layer=False)
        self.most = min(510, self.base.config.max_position_embeddings - 4)
        lines = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
        own = torch.arange(len(lines) - lines.index("[PAD]")) + lines.index("[PAD]")
        for piece, sign in ((CLS, "<s>"), (SEP, "</s>")):
            if sign in lines:
                own[piece] = lines.index(sign)
        self.register_buffer("own", own, persistent=False)
        width = self.base.config.hidden_size
        self.features = nn.ModuleList(nn.Embedding(size + 1, width) for size in FEATURE_SIZES)
        for table in self.features:
            nn.init.zeros_(table.weight)
        self.dropout = nn.Dropout(0.1)
        self.out = nn.Linear(width, len(LABELS))
        self.crf = Crf()

    def forward(self, batch):
        embedded = self.base.embeddings.word_embeddings(self.own[batch.pieces])
        for table, column in zip(self.features, batch.features):
            embedded = embedded + table(column)
        hidden = self.base(inputs_embeds=embedded, attention_mask=batch.mask.long()).last_hidden_state
        scores = self.out(self.dropout(hidden)).float()
        return scores.gather(1, batch.first[:, :, None].expand(-1, -1, len(LABELS)))


class Student(nn.Module):
    """Two bidirectional LSTM layers on narrow piece embeddings. A word is read off the forward state of its last piece and the
    backward state of its first."""

    def __init__(self, embeddings, hidden, layers=2):
        super().__init__()
        self.pieces = nn.Embedding.from_pretrained(embeddings, freeze=False)
        width = embeddings.shape[1]
        # Beside the letters' features: whether a piece begins its word.
        self.features = nn.ModuleList(nn.Embedding(size + 1, width) for size in [*FEATURE_SIZES, 2])
        for table in self.features:
            nn.init.normal_(table.weight, std=0.05)
        self.dropout = nn.Dropout(0.3)
        self.lstm = nn.LSTM(width, hidden, layers, batch_first=True, bidirectional=True, dropout=0.2)
        self.out = nn.Linear(2 * hidden, len(LABELS))
        self.crf = Crf()

    def forward(self, batch):
        embedded = self.dropout(self.pieces(batch.pieces))
        for table, column in zip(self.features, [*batch.features, batch.begins]):
            embedded = embedded + table(column)
        # Shorter rows end in a few empty pieces: much faster than to leave them out, and the longest row has none.
        states = self.lstm(embedded)[0]
        half = states.shape[2] // 2
        forward = states[:, :, :half].gather(1, batch.end[:, :, None].expand(-1, -1, half))
        backward = states[:, :, half:].gather(1, batch.first[:, :, None].expand(-1, -1, half))
        return self.out(self.dropout(torch.cat([forward, backward], 2))).float()
