"""Runs of words in rectangles."""

from dataclasses import dataclass

import torch

from data import FEATURE_SIZES, legal

# BERT's own pieces around a run; the student has none.
CLS, SEP = 101, 102


@dataclass
class Run:
    """A run of words: pieces, the place of each word's first and last piece, features of words, labels, posteriors or None."""

    pieces: list
    first: list
    end: list
    features: list
    labels: list
    soft: object = None


@dataclass
class Batch:
    """B rows of at most L pieces and W words. `features` are columns of B×L; `first` and `end` are B×W places of pieces."""

    pieces: torch.Tensor
    mask: torch.Tensor
    features: list
    begins: torch.Tensor
    first: torch.Tensor
    end: torch.Tensor
    labels: torch.Tensor
    words: torch.Tensor
    soft: object


def run_of(article, window, labels=None, soft=None):
    """The words `window` of an article."""
    begin, stop = window
    base = article.starts[begin]
    first = [start - base for start in article.starts[begin:stop]]
    end = [start - base - 1 for start in article.starts[begin + 1 : stop + 1]]
    labels = legal(article.labels[begin:stop]) if labels is None else labels
    pieces = article.pieces[base : article.starts[stop]]
    return Run(pieces, first, end, article.features[begin:stop], labels, soft)


def batch_of(runs, framed):
    """Rows of runs; `framed` puts BERT's own pieces around each."""
    shift = 1 if framed else 0
    length = max(len(run.pieces) for run in runs) + 2 * shift
    words = max(len(run.first) for run in runs)
    rows = len(runs)
    pieces = torch.zeros(rows, length, dtype=torch.long)
    mask = torch.zeros(rows, length, dtype=torch.bool)
    columns = [torch.full((rows, length), size, dtype=torch.long) for size in FEATURE_SIZES]
    begins = torch.zeros(rows, length, dtype=torch.long)
    first = torch.zeros(rows, words, dtype=torch.long)
    end = torch.zeros(rows, words, dtype=torch.long)
    labels = torch.zeros(rows, words, dtype=torch.long)
    present = torch.zeros(rows, words, dtype=torch.bool)
    soft = None
    if runs[0].soft is not None:
        soft = torch.zeros(rows, words, runs[0].soft.shape[1])
    for row, run in enumerate(runs):
        count, size = len(run.first), len(run.pieces)
        pieces[row, shift : size + shift] = torch.tensor(run.pieces)
        if framed:
            pieces[row, 0], pieces[row, size + 1] = CLS, SEP
        mask[row, : size + 2 * shift] = True
        first[row, :count] = torch.tensor(run.first) + shift
        end[row, :count] = torch.tensor(run.end) + shift
        sizes = torch.tensor(run.end) - torch.tensor(run.first) + 1
        table = torch.repeat_interleave(torch.tensor(run.features), sizes, 0)
        for column, values in zip(columns, table.T):
            column[row, shift : size + shift] = values
        begins[row, first[row, :count]] = 1
        present[row, :count] = True
        if run.labels:
            labels[row, :count] = torch.tensor(run.labels)
        if soft is not None:
            soft[row, :count] = run.soft.float()
    return Batch(pieces, mask, columns, begins, first, end, labels, present, soft)
