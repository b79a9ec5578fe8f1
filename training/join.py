"""Learns which cue reports a content and which mention names who says it, and writes the weights into a model file:
`join.py DATA MODEL`."""

import argparse
import json
import subprocess
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from data import outermost, read_lines

# As in `joining.rs`.
SIGNS = 160


def read_model(path):
    """Tables and metadata of a model file."""
    with safe_open(path, "pt") as file:
        return {name: file.get_tensor(name).clone() for name in file.keys()}, file.metadata()


def overlap(a, spans):
    return sum(max(0, min(a[1], e) - max(a[0], s)) for s, e in spans)


def pairs_of(model, articles, example="join"):
    """What the program finds in each article and how it may be joined, by one of its examples."""
    given = "\n".join(json.dumps({"id": a["id"], "text": a["text"]}) for a in articles)
    root = Path(__file__).resolve().parent.parent
    command = ["cargo", "run", "--quiet", "--release", "--example", example, "--", str(Path(model).resolve())]
    done = subprocess.run(command, input=given.encode(), capture_output=True, check=True, cwd=root)
    return [json.loads(line) for line in done.stdout.splitlines()]


def examples(articles, found):
    """Candidates with the right one's place: those of contents, those of cues."""
    contents, cues = [], []
    for article, lines in zip(articles, found, strict=True):
        gold = list(outermost(article["attributions"]))
        runs = lines["runs"]
        for place, candidates in lines["pairs"]:
            kind, *span = runs[place]
            role, wanted, into = ("content", "cue", contents) if kind == "content" else ("cue", "source", cues)
            score, best = max(((overlap(span, a[role]), n) for n, a in enumerate(gold)), default=(0, 0))
            if not score:
                continue
            touches = [
                0 if partner is None else overlap(runs[partner][1:], gold[best][wanted]) for partner, _ in candidates
            ]
            right = max(range(len(touches)), key=lambda n: touches[n]) if any(touches) else len(touches) - 1
            into.append(([signs for _, signs in candidates], right))
    return contents, cues


def learn(rows, count=SIGNS, penalty=3e-5, steps=400):
    """Weights of `count` signs by which the right candidate has the best score; zeros where there is nothing to learn from."""
    if not rows:
        print("no examples: all candidates weigh the same")
        return torch.zeros(count)
    width = max(len(signs) for candidates, _ in rows for signs in candidates)
    most = max(len(candidates) for candidates, _ in rows)
    table = torch.full((len(rows), most, width), count, dtype=torch.long)
    absent = torch.ones(len(rows), most, dtype=torch.bool)
    target = torch.tensor([right for _, right in rows])
    for row, (candidates, _) in enumerate(rows):
        for place, signs in enumerate(candidates):
            table[row, place, : len(signs)] = torch.tensor(signs)
            absent[row, place] = False
    weights = torch.zeros(count + 1, requires_grad=True)
    optimizer = torch.optim.Adam([weights], lr=0.05)
    for _ in range(steps):
        scores = (weights * (torch.arange(count + 1) < count))[table].sum(2).masked_fill(absent, -1e4)
        loss = torch.nn.functional.cross_entropy(scores, target) + penalty * (weights**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    right = (scores.argmax(1) == target).float().mean()
    print(f"{len(rows)} examples, {right:.4f} right")
    return weights.detach()[:count].clone()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", type=Path)
    args = parser.parse_args()
    articles = list(read_lines(args.data / "train.jsonl"))
    contents, cues = examples(articles, pairs_of(args.model, articles))
    tables, metadata = read_model(args.model)
    tables["joining.cue"], tables["joining.mention"] = learn(contents), learn(cues)
    save_file(tables, args.model, metadata)


if __name__ == "__main__":
    main()
