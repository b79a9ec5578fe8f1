"""Learns whom *he* and *she* stand for, from articles whose speakers are known, and writes the weights into a model file:
`antecedents.py DATA MODEL`. Runs twice, since who spoke before is itself found by the model."""

import argparse
import unicodedata
from pathlib import Path

from safetensors.torch import save_file

from data import read_lines
from join import learn, pairs_of, read_model

# As in `antecedents.rs`; the last sign is that of nobody among the candidates.
SIGNS = 82
ROUNDS = 2
PENALTY = 3e-3


def words(name):
    """The letters of each word of a name, without marks over them and without initials."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    letters = ("".join(c for c in word if c.isalnum()) for word in plain.replace("’s", " ").replace("'s", " ").split())
    return [word for word in letters if len(word) > 1]


def is_one(name, speaker):
    """Whether a name is one of a speaker's, or has the first and last word of one."""
    here = words(name)
    for other in map(words, [speaker["name"], *speaker["aliases"]]):
        if here and other and (here == other or len(here) > 1 < len(other) and (here[0], here[-1]) == (other[0], other[-1])):
            return True
    return False


def overlap(a, b):
    """Shared code points of two lists of spans as a part of all of either's."""
    a, b = ({at for start, end in spans for at in range(start, end)} for spans in (a, b))
    return len(a & b) / max(1, len(a | b))


def examples(articles, speakers, found):
    """The candidates of each pronoun, nobody last, with the right one's place."""
    rows = []
    for article, lines in zip(articles, found, strict=True):
        known = speakers[article["id"]]
        for line in lines:
            fit, best = max((overlap(line["content"], a["content"]), a["id"]) for a in article["attributions"])
            speaker = known.get(best)
            if fit < 0.5 or not speaker or not speaker["name"]:
                continue
            right = [place for place, (name, _) in enumerate(line["candidates"]) if is_one(name, speaker)]
            candidates = [signs for _, signs in line["candidates"]] + [[SIGNS - 1]]
            rows.append((candidates, right[0] if right else len(candidates) - 1))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", type=Path)
    args = parser.parse_args()
    speakers = {line["id"]: line["speakers"] for line in read_lines(args.data / "speakers.train.jsonl")}
    articles = [article for article in read_lines(args.data / "train.jsonl") if article["id"] in speakers]
    for _ in range(ROUNDS):
        tables, metadata = read_model(args.model)
        rows = examples(articles, speakers, pairs_of(args.model, articles, "antecedents"))
        tables["antecedents"] = learn(rows, SIGNS, PENALTY)
        save_file(tables, args.model, metadata)


if __name__ == "__main__":
    main()
