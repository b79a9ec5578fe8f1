"""The networks: a pretrained encoder as teacher, a small recurrent network as student, a linear-chain CRF over both."""

import torch
from torch import nn

from data import FEATURE_SIZES, LABELS

NEVER = -1e4


def small_floats():
    """A context in which products are of 16-bit floats where the processor has them; elsewhere they are some sixty times as slow."""
    has_them = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_them)


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

    def loss(self, scores, labels, mask):
        """Negative log-likelihood of each row; scores B×W×L, labels and mask B×W, the mask a prefix."""
        moves, first = self.moves()
        total = first[labels[:, 0]] + scores[:, 0].gather(1, labels[:, :1])[:, 0]
        forward = first + scores[:, 0]
        for at in range(1, scores.shape[1]):
            here = mask[:, at].float()
            step = moves[labels[:, at - 1], labels[:, at]] + scores[:, at].gather(1, labels[:, at : at + 1])[:, 0]
            total = total + here * step
            following = torch.logsumexp(forward[:, :, None] + moves[None], 1) + scores[:, at]
            forward = torch.where(mask[:, at, None], following, forward)
        end = mask.sum(1) - 1
        total = total + self.last[labels.gather(1, end[:, None])[:, 0]]
        return torch.logsumexp(forward + self.last, 1) - total


@torch.no_grad()
def decode(scores, mask, moves, first, last):
    """The best labels of each row (Viterbi) and each word's posterior; scores B×W×L, the mask a prefix. What lies beyond it is
    arbitrary."""
    best = first + scores[:, 0]
    forward, back = [best], []
    for at in range(1, scores.shape[1]):
        here = mask[:, at, None]
        value, place = (best[:, :, None] + moves).max(1)
        back.append(torch.where(here, place, torch.arange(len(first))))
        best = torch.where(here, value + scores[:, at], best)
        following = torch.logsumexp(forward[-1][:, :, None] + moves, 1) + scores[:, at]
        forward.append(torch.where(here, following, forward[-1]))
    labels = [(best + last).argmax(1)]
    for place in reversed(back):
        labels.append(place.gather(1, labels[-1][:, None])[:, 0])
    backward = [last.expand_as(best)]
    for at in range(scores.shape[1] - 1, 0, -1):
        before = torch.logsumexp(moves + (scores[:, at] + backward[-1])[:, None, :], 2)
        backward.append(torch.where(mask[:, at, None], before, backward[-1]))
    posteriors = torch.softmax(torch.stack(forward, 1) + torch.stack(backward[::-1], 1), 2)
    return torch.stack(labels[::-1], 1), posteriors


class Teacher(nn.Module):
    """A pretrained encoder with the features added to its embeddings."""

    def __init__(self, base):
        super().__init__()
        from transformers import AutoModel

        self.base = AutoModel.from_pretrained(base, add_pooling_layer=False)
        width = self.base.config.hidden_size
        self.features = nn.ModuleList(nn.Embedding(size + 1, width) for size in FEATURE_SIZES)
        for table in self.features:
            nn.init.zeros_(table.weight)
        self.dropout = nn.Dropout(0.1)
        self.out = nn.Linear(width, len(LABELS))
        self.crf = Crf()

    def forward(self, batch):
        embedded = self.base.embeddings.word_embeddings(batch.pieces)
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
        self.soft = nn.Linear(2 * hidden, len(LABELS))
        self.crf = Crf()

    def hidden(self, batch):
        embedded = self.dropout(self.pieces(batch.pieces))
        for table, column in zip(self.features, [*batch.features, batch.begins]):
            embedded = embedded + table(column)
        # Shorter rows end in a few empty pieces: much faster than to leave them out, and the longest row has none.
        states = self.lstm(embedded)[0]
        half = states.shape[2] // 2
        forward = states[:, :, :half].gather(1, batch.end[:, :, None].expand(-1, -1, half))
        backward = states[:, :, half:].gather(1, batch.first[:, :, None].expand(-1, -1, half))
        return self.dropout(torch.cat([forward, backward], 2))

    def forward(self, batch):
        return self.out(self.hidden(batch))
