"""Trains a teacher: `teacher.py DATA BASE OUT [--epochs N] [--seed N]`."""

import argparse
import random
import time
from pathlib import Path

import torch

from batches import batch_of, run_of
from damage import copies
from data import encode, read_lines, split_articles, windows
from network import Teacher, small_floats

MOST = 254
ROWS = 16


def runs_of(articles, rng):
    """Runs of all articles, cut anew for every epoch."""
    return [run_of(a, w) for a in articles for w in windows(a, MOST, rng.randint(60, MOST))]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--damaged", type=float, default=0.25, help="damaged copies an epoch, as a part of the articles")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)

    gold, _ = split_articles(read_lines(args.data / "train.jsonl"))
    clean = encode(gold, args.base / "vocab.txt")
    damaged = encode(copies(gold, args.seed), args.base / "vocab.txt")
    model = Teacher(args.base)
    groups = [
        {"params": [p for n, p in model.named_parameters() if n.startswith("base.")], "lr": 2e-4},
        {"params": [p for n, p in model.named_parameters() if not n.startswith("base.")], "lr": 2e-3},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    per_epoch = len(runs_of(clean, rng)) * (1 + args.damaged)
    steps = round(args.epochs * per_epoch / ROWS)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, (s + 1) / 100) * max(0, 1 - s / steps))
    order, start, total = [], time.time(), 0.0
    model.train()
    for step in range(1, steps + 1):
        if len(order) < ROWS:
            order = runs_of(clean + rng.sample(damaged, round(len(damaged) * args.damaged)), rng)
            rng.shuffle(order)
        batch = batch_of([order.pop() for _ in range(ROWS)], framed=True)
        with small_floats():
            scores = model(batch)
        loss = model.crf.loss(scores, batch.labels, batch.words).sum() / batch.words.sum()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total += loss.item()
        if step % 25 == 0:
            print(f"step {step}/{steps}  loss {total / 25:.4f}  {time.time() - start:.0f} s", flush=True)
            total = 0.0
        if step % 200 == 0 or step == steps:
            torch.save(model.state_dict(), args.out)


if __name__ == "__main__":
    main()
