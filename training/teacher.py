"""Trains a teacher: `teacher.py ARTICLES BASE OUT [--fold N] [--folds N] [--seed N] [--epochs N]`. It sees no annotated article of its own
fold, so that it can say of those what it says of any other."""

import argparse
import random
import time
import zlib
from pathlib import Path

import torch

from batches import Source
from network import Teacher, descend, device, small_floats

# Pieces of a step, about.
PIECES = 8000


def fold_of(article, folds):
    """The fold of an annotated article and its damaged copies, by its id."""
    return zlib.crc32(article.encode()) % folds


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="what prepare.py wrote")
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--damaged", type=float, default=0.25, help="damaged copies an epoch, as a part of the articles")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)

    corpora = torch.load(args.articles, weights_only=False)
    where = device()
    model = Teacher(args.base).to(where)

    def source(corpus, part):
        corpus.place(where)
        seen = [n for n, article in enumerate(corpus.ids) if fold_of(article, args.folds) != args.fold]
        choose = lambda: rng.sample(seen, round(len(seen) * part))
        cut = lambda article: corpus.windows(article, model.most, rng.randint(60, model.most))
        pieces = corpus.starts[-1].item() * part * len(seen) / len(corpus.ids)
        return Source(corpus, choose, cut, PIECES, rng, framed=True), pieces

    damaged = [corpora[name] for name in corpora if name.startswith("damaged")]
    parts = [(corpora["gold"], 1.0), *((corpus, args.damaged / len(damaged)) for corpus in damaged)]
    sources, pieces = zip(*(source(*part) for part in parts))
    heads = [p for n, p in model.named_parameters() if not n.startswith("base.")]
    groups = [{"params": model.base.parameters(), "lr": args.rate}, {"params": heads, "lr": 1e-3}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = max(1, round(args.epochs * sum(pieces) / PIECES))
    warm = max(1, steps // 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, (s + 1) / warm) * max(0, 1 - s / steps))
    start, total = time.time(), 0.0
    model.train()
    for step in range(1, steps + 1):
        batch = rng.choices(sources, pieces)[0].batch()
        with small_floats():
            scores = model(batch)
        loss, _ = model.crf.loss(scores, batch)
        descend(model, optimizer, schedule, loss)
        total += loss.item()
        if step % 25 == 0:
            print(f"step {step}/{steps}  loss {total / 25:.4f}  {time.time() - start:.0f} s", flush=True)
            total = 0.0
        if step % 400 == 0 or step == steps:
            torch.save({"state": model.state_dict(), "fold": args.fold, "folds": args.folds}, args.out)


if __name__ == "__main__":
    main()
