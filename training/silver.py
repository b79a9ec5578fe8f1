"""Scores articles that nobody annotated by one teacher: `silver.py ARTICLES BASE TEACHER OUT [--pieces N]`; students learn from the mean of
several."""

import argparse
import random
import time
from pathlib import Path

import torch

from batches import batch_of, run_of
from data import LABELS, encode, read_lines, windows
from network import Teacher, small_floats

MOST = 254
ROWS = 8
# Shorter articles say little.
SHORTEST = 700


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pieces", type=int, default=1_500_000)
    parser.add_argument("--seed", type=int, default=3)
    args = parser.parse_args()
    chosen = [a for a in read_lines(args.articles) if len(a["text"]) >= SHORTEST]
    random.Random(args.seed).shuffle(chosen)
    articles, size = [], 0
    for article in encode([{"id": a["id"], "text": a["text"]} for a in chosen], args.base / "vocab.txt"):
        if size < args.pieces:
            articles.append(article)
            size += len(article.pieces)
    teacher = Teacher(args.base)
    teacher.load_state_dict(torch.load(args.teacher))
    teacher.eval()
    places = [(a, w) for a in articles for w in windows(a, MOST)]
    places.sort(key=lambda place: place[0].starts[place[1][1]] - place[0].starts[place[1][0]])
    for article in articles:
        article.labels = [0] * len(article.words)
    scores = {id(a): torch.zeros(len(a.words), len(LABELS), dtype=torch.float16) for a in articles}
    start, done = time.time(), 0
    for at in range(0, len(places), ROWS):
        rows = places[at : at + ROWS]
        batch = batch_of([run_of(article, window) for article, window in rows], framed=True)
        with small_floats():
            found = teacher(batch).half()
        for row, (article, (begin, end)) in enumerate(rows):
            scores[id(article)][begin:end] = found[row, : end - begin]
        done += sum(article.starts[e] - article.starts[b] for article, (b, e) in rows)
        if at // ROWS % 100 == 0:
            print(f"{done} of {size} pieces  {time.time() - start:.0f} s", flush=True)
    moves, first = teacher.crf.moves()
    rows = [(article, windows(article, MOST), scores[id(article)]) for article in articles]
    torch.save({"articles": rows, "crf": (moves, first, teacher.crf.last)}, args.out)


if __name__ == "__main__":
    main()
