"""Damaged copies of annotated articles, so that what is learned holds on text as it comes."""

import random
import re

CURLY = {"“": '"', "”": '"', "‘": "'", "’": "'"}


class Text:
    """A text that is changed character by character and remembers where each one came from."""

    def __init__(self, text):
        self.chars = list(text)
        self.source = list(range(len(text)))

    def replace(self, change):
        """`change(place, char)` gives what stands there instead; "" takes the character out."""
        chars, source = [], []
        for place, char in enumerate(self.chars):
            for new in change(place, char):
                chars.append(new)
                source.append(self.source[place])
        self.chars, self.source = chars, source

    def spans(self, spans, places):
        """Where spans of the first text stand now; a span that is gone is left out."""
        moved = []
        for start, end in spans:
            here = [places[at] for at in range(start, end) if at in places]
            if here:
                moved.append([min(h[0] for h in here), max(h[1] for h in here) + 1])
        return moved

    def article(self, article):
        """The annotated article over the changed text."""
        places = {}
        for now, before in enumerate(self.source):
            places[before] = (places.get(before, (now,))[0], now)
        attributions = []
        for attribution in article["attributions"]:
            parts = {role: self.spans(attribution[role], places) for role in ("source", "cue", "content")}
            if parts["content"]:
                attributions.append({"id": attribution["id"], **parts})
        return {"id": article["id"], "text": "".join(self.chars), "attributions": attributions}


def small(text, _):
    text.replace(lambda _, c: c.lower() if len(c.lower()) == 1 else c)


def capital(text, _):
    text.replace(lambda _, c: c.upper() if len(c.upper()) == 1 else c)


def straight(text, _):
    text.replace(lambda _, c: CURLY.get(c, c))


def turned(chars):
    """Double marks as (place, opens); straight ones by what stands beside them."""
    is_open = False
    for place, char in enumerate(chars):
        if char == "\n":
            is_open = False
        if char in "“”\"":
            is_open = char == "“" or char == '"' and not is_open
            yield place, is_open


def styled(opening, closing):
    def change(text, _):
        marks = dict(turned(text.chars))
        text.replace(lambda place, c: (opening if marks[place] else closing) if place in marks else c)

    return change


def lost_marks(text, rng):
    """One double mark of six is lost."""
    text.replace(lambda _, c: "" if c in "“”\"" and rng.random() < 0.17 else c)


def no_marks(text, _):
    text.replace(lambda _, c: "" if c in "“”\"" else c)


def no_paragraphs(text, rng):
    part = rng.choice([0.5, 1.0])
    text.replace(lambda _, c: " " if c == "\n" and rng.random() < part else c)


def scanned(text, rng):
    """Letters misread, spaces lost, as a scanner does."""
    misread = {"l": "1", "o": "0", "e": "c", "i": "l", "h": "b", "S": "5", ",": ".", " ": ""}
    rate = rng.choice([0.005, 0.02])
    text.replace(lambda _, c: misread[c] if c in misread and rng.random() < rate else c)


STYLES = [straight, styled("“", "”"), styled("``", "''"), styled("''", "''"), styled("‘", "’"), styled("'", "'"), styled("«", "»"), styled("„", "“")]
FAULTS = [small, capital, lost_marks, no_marks, no_paragraphs, scanned]


def damaged(article, rng):
    """A copy with one to three changes."""
    text = Text(article["text"])
    changes = []
    if rng.random() < 0.6:
        changes.append(rng.choice(STYLES))
    if not changes or rng.random() < 0.6:
        changes.append(rng.choice(FAULTS))
    for change in changes:
        change(text, rng)
    return text.article(article)


def plain(article):
    """Whether the text holds no control characters but line ends; others are left alone."""
    return not re.search(r"[\x00-\x08\x0b-\x1f]", article["text"])


def copies(articles, seed=11):
    """One damaged copy of each article."""
    rng = random.Random(seed)
    return [damaged(article, rng) for article in articles if plain(article)]
