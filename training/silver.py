"""What teachers say: `silver.py ARTICLES BASE TEACHER... OUT` gives every word of the articles that nobody annotated the mean of all teachers'
posteriors and the labels that go with them, and every word of the annotated ones the posteriors of those that have not seen it."""

import argparse
import time
from pathlib import Path

import torch

from network import Teacher, decode, device, small_floats, sums
from teacher import fold_of

# Pieces that are scored at once.
PIECES = 30_000


def groups_of(corpus, articles, most):
    """Windows of like lengths."""
    runs = sorted((run for n in articles for run in corpus.windows(n, most)), key=corpus.size)
    return corpus.groups(runs, PIECES)


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="what prepare.py wrote")
    parser.add_argument("base", type=Path)
    parser.add_argument("teachers", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    corpora = torch.load(args.articles, weights_only=False)
    corpora = {name: corpora[name].place(device()) for name in ("gold", "unknown") if name in corpora}
    scores = {name: torch.zeros(corpus.soft.shape, device=device()) for name, corpus in corpora.items()}
    counts = {name: torch.zeros(len(corpus.labels), device=device()) for name, corpus in corpora.items()}
    crfs = []
    start = time.time()
    model = Teacher(args.base).to(device()).eval()
    for path in args.teachers:
        saved = torch.load(path, map_location=device())
        model.load_state_dict(saved["state"])
        crfs.append((*model.crf.moves(), model.crf.last.clone()))
        for name, corpus in corpora.items():
            is_unseen = lambda article: name != "gold" or fold_of(article, saved["folds"]) == saved["fold"]
            unseen = [n for n, article in enumerate(corpus.ids) if is_unseen(article)]
            for group in groups_of(corpus, unseen, model.most):
                batch = corpus.batch(group, framed=True)
                with small_floats():
                    found = model(batch)
                words = batch.places[batch.words]
                scores[name][words] += found[batch.words]
                counts[name][words] += 1
        print(f"{path}  {time.time() - start:.0f} s", flush=True)
    crf = [sum(parts) / len(crfs) for parts in zip(*crfs)]
    told = {}
    for name, corpus in corpora.items():
        for group in groups_of(corpus, range(len(corpus.ids)), model.most):
            group = [run for run in group if counts[name][run[0]] > 0]
            if not group:
                continue
            batch = corpus.batch(group)
            words = batch.places[batch.words]
            rows = torch.zeros(*batch.words.shape, scores[name].shape[1], device=device())
            rows[batch.words] = scores[name][words] / counts[name][words, None]
            corpus.soft[words] = sums(rows, batch.words, *crf)[1].exp()[batch.words].half()
            if name != "gold":
                corpus.labels[words] = decode(rows, batch.words, *crf)[batch.words].to(torch.uint8)
        told[name] = corpus.labels.cpu(), corpus.soft.cpu()
    torch.save(told, args.out)


if __name__ == "__main__":
    main()
