"""Trains a student: `student.py ARTICLES BASE OUT [--silver FILE] [--hidden N] [--width N] [--steps N]`."""

import argparse
import random
import time
from pathlib import Path

import torch
from safetensors.torch import load_file

from batches import Source
from network import Student, descend, device

MOST = 254
# Articles that nobody annotated in a round.
ROUND = 3000


def narrowed(base, width):
    """A pretrained encoder's embeddings of pieces in their `width` main directions, each about as large as a number of a cell."""
    table = load_file(base / "model.safetensors")["embeddings.word_embeddings.weight"].float()
    centre = table.mean(0)
    _, _, directions = torch.pca_lowrank(table - centre, q=width, center=False, niter=6)
    reduced = (table - centre) @ directions
    return reduced / reduced.std() * 0.3


class Mean:
    """A running mean of a model's weights, which does better than the last of them (B. Polyak, A. Juditsky, 1992)."""

    def __init__(self, model, decay):
        self.state = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.decay, self.steps = decay, 0

    @torch.no_grad()
    def take(self, model):
        self.steps += 1
        part = 1 - min(self.decay, self.steps / (self.steps + 10))
        state = model.state_dict()
        torch._foreach_lerp_([self.state[name] for name in state], list(state.values()), part)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="what prepare.py wrote")
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--silver", type=Path, help="what silver.py wrote")
    parser.add_argument("--hidden", type=int, default=160)
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--steps", type=int, default=4300)
    parser.add_argument("--pieces", type=int, default=10_000, help="pieces of a step, about")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--damaged", type=float, default=0.3, help="damaged copies a round, as a part of the articles")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)

    corpora = torch.load(args.articles, weights_only=False)
    for name, (labels, soft) in (torch.load(args.silver) if args.silver else {}).items():
        corpora[name].labels, corpora[name].soft = labels, soft
    for corpus in corpora.values():
        corpus.place(device())

    def source(corpus, most=None):
        count = len(corpus.ids)
        choose = lambda: rng.sample(range(count), min(most or count, count))
        cut = lambda article: corpus.windows(article, rng.choice([100, 160, 160, MOST]), rng.randint(40, 160))
        return Source(corpus, choose, cut, args.pieces, rng)

    damaged = [corpora[name] for name in corpora if name.startswith("damaged")]
    annotated = [source(corpus) for corpus in (corpora["gold"], *damaged)]
    shares = [1.0] + [args.damaged / len(damaged)] * len(damaged)
    unknown = source(corpora["unknown"], ROUND) if args.silver and "unknown" in corpora else None

    model = Student(narrowed(args.base, args.width), args.hidden, args.layers).to(device())
    groups = [
        {"params": [p for n, p in model.named_parameters() if n != "pieces.weight"], "lr": args.rate},
        {"params": [model.pieces.weight], "lr": args.rate / 4},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = args.steps
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, (s + 1) / 100) * max(0.01, 1 - s / steps))
    mean = Mean(model, 0.999)
    start, total = time.time(), 0.0
    model.train()
    for step in range(1, steps + 1):
        turn = unknown if unknown and step % 2 and step < 0.85 * steps else rng.choices(annotated, shares)[0]
        batch = turn.batch()
        scores = model(batch)
        loss, posteriors = model.crf.loss(scores, batch)
        told = batch.words & (batch.soft[:, :, 0] >= 0)
        # Where no teacher says anything, all factors are zero.
        loss = loss - (batch.soft * posteriors * told[:, :, None]).sum() / told.sum().clamp(min=1)
        descend(model, optimizer, schedule, loss)
        mean.take(model)
        total += loss.detach()
        if step % 100 == 0:
            print(f"step {step}/{steps}  loss {total.item() / 100:.4f}  {time.time() - start:.0f} s", flush=True)
            total = 0.0
        if step % 1000 == 0 or step == steps:
            torch.save({"state": mean.state, "hidden": args.hidden, "layers": args.layers}, args.out)


if __name__ == "__main__":
    main()
