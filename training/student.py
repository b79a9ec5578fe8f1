"""Trains a student: `student.py DATA BASE OUT [--silver FILE] [--hidden N] [--width N] [--steps N]`."""

import argparse
import random
import time
from pathlib import Path

import torch
from safetensors.torch import load_file

from batches import batch_of, run_of
from damage import copies
from data import LABELS, encode, read_lines, split_articles, windows
from network import Student, decode, small_floats

MOST = 254
# Pieces of a step, about.
PIECES = 6000


def narrowed(base, width):
    """The teacher's embeddings of pieces in their `width` main directions, each about as large as a number of a cell."""
    table = load_file(base / "model.safetensors")["embeddings.word_embeddings.weight"].float()
    centre = table.mean(0)
    _, _, directions = torch.pca_lowrank(table - centre, q=width, center=False, niter=6)
    reduced = (table - centre) @ directions
    return reduced / reduced.std() * 0.3


def labelled(paths):
    """Articles that several teachers scored, labelled by the mean of their scores, and each word's posteriors."""
    scored = [torch.load(path, weights_only=False) for path in paths]
    moves, first, last = (sum(parts) / len(parts) for parts in zip(*(s["crf"] for s in scored)))
    articles, places = [], []
    for rows in zip(*(s["articles"] for s in scored), strict=True):
        article, cuts, _ = rows[0]
        assert all(row[0].id == article.id for row in rows)
        mean = sum(row[2].float() for row in rows) / len(rows)
        soft = torch.zeros(mean.shape, dtype=torch.float16)
        articles.append((article, soft))
        places += [(article, cut, mean[cut[0] : cut[1]], soft) for cut in cuts]
    places.sort(key=lambda place: len(place[2]))
    for at in range(0, len(places), 128):
        group = places[at : at + 128]
        scores = torch.nn.utils.rnn.pad_sequence([place[2] for place in group], batch_first=True)
        sizes = torch.tensor([len(place[2]) for place in group])
        mask = torch.arange(scores.shape[1])[None] < sizes[:, None]
        labels, posteriors = decode(scores, mask, moves, first, last)
        for row, (article, (begin, end), _, soft) in enumerate(group):
            article.labels[begin:end] = labels[row, : end - begin].tolist()
            soft[begin:end] = posteriors[row, : end - begin].half()
    return articles


class Source:
    """Runs of articles without end, cut anew each time round."""

    def __init__(self, make, rng):
        self.make, self.rng, self.order = make, rng, []

    def batch(self):
        """Runs of like lengths with about PIECES pieces."""
        if not self.order:
            runs = sorted(self.make(), key=lambda run: len(run.pieces) + self.rng.random() * 6)
            group, size = [], 0
            for run in runs:
                group.append(run)
                size += len(run.pieces)
                if size >= PIECES:
                    self.order.append(group)
                    group, size = [], 0
            self.rng.shuffle(self.order)
        return self.order.pop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--silver", type=Path, nargs="*", default=[], help="what silver.py wrote, one file a teacher")
    parser.add_argument("--hidden", type=int, default=208)
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--steps", type=int, default=4200)
    parser.add_argument("--damaged", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)

    gold, _ = split_articles(read_lines(args.data / "train.jsonl"))
    clean = encode(gold, args.base / "vocab.txt")
    spoiled = encode(copies(gold, 100 + args.seed), args.base / "vocab.txt")
    silver = labelled(args.silver) if args.silver else []

    def cut(article):
        return windows(article, rng.choice([100, 160, 160, MOST]), rng.randint(40, 160))

    def gold_runs():
        chosen = clean + rng.sample(spoiled, round(len(spoiled) * args.damaged))
        runs = [run_of(article, window) for article in chosen for window in cut(article)]
        if silver:
            for run in runs:
                run.soft = torch.full((len(run.first), len(LABELS)), -1.0)
        return runs

    def silver_runs():
        runs = []
        for article, soft in rng.sample(silver, min(3000, len(silver))):
            runs += [run_of(article, (a, b), soft=soft[a:b]) for a, b in cut(article)]
        return runs

    model = Student(narrowed(args.base, args.width), args.hidden, args.layers)
    groups = [
        {"params": [p for n, p in model.named_parameters() if n != "pieces.weight"], "lr": 2e-3},
        {"params": [model.pieces.weight], "lr": 5e-4},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = args.steps
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, (s + 1) / 100) * max(0.01, 1 - s / steps))
    sources = [Source(gold_runs, rng)] + ([Source(silver_runs, rng)] if silver else [])
    start, total = time.time(), 0.0
    model.train()
    for step in range(1, steps + 1):
        source = sources[step % len(sources)] if step < 0.85 * steps else sources[0]
        batch = batch_of(source.batch(), framed=False)
        with small_floats():
            hidden = model.hidden(batch)
        hidden = hidden.float()
        loss = model.crf.loss(model.out(hidden), batch.labels, batch.words).sum() / batch.words.sum()
        if batch.soft is not None:
            known = batch.words & (batch.soft[:, :, 0] >= 0)
            if known.any():
                predicted = torch.log_softmax(model.soft(hidden[known]), 1)
                loss = loss - (batch.soft[known] * predicted).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total += loss.item()
        if step % 20 == 0:
            print(f"step {step}/{steps}  loss {total / 20:.4f}  {time.time() - start:.0f} s", flush=True)
            total = 0.0
        if step % 200 == 0 or step == steps:
            torch.save({"state": model.state_dict(), "hidden": args.hidden, "layers": args.layers}, args.out)


if __name__ == "__main__":
    main()
