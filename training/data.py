"""Annotated and encoded articles: words, pieces, features, and the labels of words."""

import bisect
import gzip
import json
import random
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

# A content is told from which side its cue stands: BEF before the cue, AFT after it.
LABELS = ["O", "B-SRC", "I-SRC", "B-CUE", "I-CUE", "B-BEF", "I-BEF", "B-AFT", "I-AFT"]
INDEX = {label: place for place, label in enumerate(LABELS)}
# How many numbers each feature can be: case, mark, quotation, place (`Features::SIZES` in Rust).
FEATURE_SIZES = [6, 8, 6, 12]
ENCODER = ["cargo", "run", "--quiet", "--release", "--example", "encode", "--"]


@dataclass
class Article:
    """An article as the tagger reads it. `words` are code points of the text, `starts` has one entry more than words."""

    id: str
    words: list
    pieces: list
    starts: list
    features: list
    paragraphs: list
    labels: list = field(default_factory=list)


def read_lines(path):
    """The JSON lines of a file, plain or gzip."""
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def encode(articles, vocabulary):
    """Articles (with `id`, `text`, maybe `attributions`) as `Article`s, by the program's own encoder."""
    articles = list(articles)
    given = "\n".join(json.dumps({"id": a["id"], "text": a["text"]}) for a in articles)
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([*ENCODER, str(vocabulary)], input=given.encode(), capture_output=True, check=True, cwd=root)
    encoded = []
    for source, line in zip(articles, done.stdout.splitlines(), strict=True):
        article = Article(**json.loads(line))
        if "attributions" in source:
            article.labels = labels_of(article.words, source["attributions"])
        encoded.append(article)
    return encoded


def outermost(attributions):
    """Those whose cue stands in no other one's content."""
    contents = [(a["id"], s, e) for a in attributions for s, e in a["content"]]
    for attribution in attributions:
        spans = attribution["cue"] or attribution["content"]
        inside = any(other != attribution["id"] and s <= spans[0][0] and spans[0][1] <= e for other, s, e in contents)
        if not inside:
            yield attribution


def labels_of(words, attributions):
    """The label of each word."""
    labels = [0] * len(words)
    ends = [end for _, end in words]

    def paint(span, kind):
        place = bisect.bisect_right(ends, span[0])
        first = True
        while place < len(words) and words[place][0] < span[1]:
            labels[place] = INDEX[("B-" if first else "I-") + kind]
            first = False
            place += 1

    kept = list(outermost(attributions))
    for attribution in kept:
        for span in attribution["content"]:
            before = attribution["cue"] and span[0] < attribution["cue"][0][0]
            paint(span, "BEF" if before else "AFT")
    for attribution in kept:
        for span in attribution["source"]:
            paint(span, "SRC")
        for span in attribution["cue"]:
            paint(span, "CUE")
    return legal(labels)


def legal(labels):
    """The same labels, where one goes on with nothing it begins."""
    fixed, before = [], "O"
    for label in labels:
        name = LABELS[label]
        if name[0] == "I" and before[2:] != name[2:]:
            name = "B" + name[1:]
        fixed.append(INDEX[name])
        before = name
    return fixed


def windows(bounds, starts, most, first=None):
    """Runs of words with at most `most` pieces: whole paragraphs, as `Encoding::windows`. `bounds` has the first word of each paragraph and
    the end, `starts` the first piece of each word; `first` limits the first run."""
    found = []
    for begin, end in zip(bounds, bounds[1:]):
        limit = first if first and len(found) == 1 else most
        if found and starts[end] - starts[found[-1][0]] <= limit:
            found[-1] = (found[-1][0], end)
            continue
        while starts[end] - starts[begin] > most:
            cut = max(begin + 1, bisect.bisect_right(starts, starts[begin] + most, begin, end + 1) - 1)
            found.append((begin, cut))
            begin = cut
        if begin < end:
            found.append((begin, end))
    return found


def split_articles(articles, held=0.05, seed=7):
    """Articles to train on, and those held out to calibrate with."""
    order = list(articles)
    random.Random(seed).shuffle(order)
    cut = round(len(order) * held)
    return order[cut:], order[:cut]
