"""Encodes all articles once, for every step that trains: `prepare.py DATA VOCABULARY OUT [--copies N]`."""

import argparse
from pathlib import Path

import torch

from batches import Corpus
from damage import copies
from data import encode, read_lines, split_articles

# Shorter articles say little.
SHORTEST = 300


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--copies", type=int, default=4, help="damaged copies of each annotated article")
    parser.add_argument("--most", type=int, help="articles that are read of those that nobody annotated")
    args = parser.parse_args()
    gold, _ = split_articles(read_lines(args.data / "train.jsonl"))
    corpora = {"gold": Corpus(encode(gold, args.vocabulary))}
    for seed in range(args.copies):
        corpora[f"damaged{seed}"] = Corpus(encode(copies(gold, seed), args.vocabulary))
    for path in sorted((args.data / "unlabelled").glob("*.jsonl.gz"))[:1]:
        unknown = [{"id": a["id"], "text": a["text"]} for a in read_lines(path) if len(a["text"]) >= SHORTEST]
        corpora["unknown"] = Corpus(encode(unknown[: args.most], args.vocabulary))
    torch.save(corpora, args.out)
    for name, corpus in corpora.items():
        print(f"{name}: {len(corpus.ids)} articles, {len(corpus.labels)} words, {len(corpus.pieces)} pieces")


if __name__ == "__main__":
    main()
