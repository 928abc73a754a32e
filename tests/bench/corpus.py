"""Articles and suggestions of any number and size, made from a seed: the same on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from annotator.ids import suggestion_id
from annotator.model import Entity, Span, Statement, Suggestion

SEED = 20250317
ARTICLE_CHARS = 6_000
SPANS = 40
LABELS = ("PERSON", "ORG", "GPE", "DATE", "NORP")
STATEMENT_EVERY = 8
"""Each so many spans one is a statement."""
NAMES = (
    "Mira Holt", "Toren Vask", "the Harbour Council", "Lindmark", "Osra", "President Aldane", "Kesh Bank", "Velia",
    "last Tuesday", "the Northern League", "Ilse Marrow", "Port Sable", "the Grain Office", "Dr Quill", "3 March",
)  # fmt: skip
VERBS = ("met", "rejected", "welcomed", "delayed", "signed", "criticised", "repeated", "announced", "denied")
WORDS = (
    "talks", "agreement", "harbour", "minister", "water", "border", "winter", "grain",
    "council", "market", "bridge", "election", "strike", "report", "budget", "railway",
    "school", "hospital", "storm", "island", "tariff", "court", "witness", "factory",
    "union", "valley", "ceasefire", "envoy", "embassy",
)  # fmt: skip


class Made(NamedTuple):
    """A text with the spans of its names, in code points."""

    text: str
    names: tuple[Span, ...]


class _Sentence(NamedTuple):
    text: str
    names: tuple[tuple[int, int], ...]


def make_article(number: int, chars: int = ARTICLE_CHARS) -> Made:
    """The article with this number: about `chars` characters of paragraphs, some five names in each hundred words."""
    chance = random.Random(f"{SEED}-{number}-{chars}")
    pool = _sentences()
    parts = [f"Report {number} on the {chance.choice(WORDS)}\n\n"]
    length, names = len(parts[0]), list[Span]()
    while length < chars:
        sentence = chance.choice(pool)
        names += [Span(length + start, length + end) for start, end in sentence.names]
        parts.append(sentence.text + ("\n\n" if chance.random() < 0.2 else " "))
        length += len(parts[-1])
    return Made("".join(parts).rstrip(), tuple(names))


def suggest(article_id: str, made: Made, count: int = SPANS) -> tuple[Suggestion, ...]:
    """At most `count` suggestions on the names of a made article, entities and now and then a statement."""
    values = (_value(article_id, number, span) for number, span in enumerate(made.names[:count]))
    return tuple(Suggestion(value=value, score=0.9, source="bench 1") for value in values)


def write_articles(path: Path, count: int) -> None:
    """A JSONL file of `count` made articles with title, source and date."""
    encoder = msgspec.json.Encoder()
    with path.open("wb") as file:
        for number in range(count):
            record = {
                "text": make_article(number).text,
                "title": f"Report {number}",
                "source": "bench",
                "date": f"2025-03-{number % 28 + 1:02}",
            }
            file.write(encoder.encode(record) + b"\n")


def dense_article(chars: int, spans: int) -> Made:
    """A long article with exactly `spans` spans, on single words where its names are too few."""
    made = make_article(chars, chars)
    places = list(made.names)
    step = max(1, len(made.text) // spans)
    taken = {span.start for span in places}
    for start in range(0, len(made.text) - 8, step):
        if len(places) >= spans:
            break
        word = made.text.find(" ", start) + 1
        end = made.text.find(" ", word)
        if 0 < word < end and word not in taken and "\n" not in made.text[word:end]:
            places.append(Span(word, end))
            taken.add(word)
    return Made(made.text, tuple(sorted(places)[:spans]))


def _value(article_id: str, number: int, span: Span) -> Entity | Statement:
    if number % STATEMENT_EVERY == STATEMENT_EVERY - 1:
        key = suggestion_id(article_id, "statement", [(span.start, span.end)], "direct")
        return Statement(id=key, content=(span,), type="direct")
    label = LABELS[number % len(LABELS)]
    return Entity(id=suggestion_id(article_id, "entity", [(span.start, span.end)], label), span=span, label=label)


def _sentences(count: int = 4_000) -> list[_Sentence]:
    if not _pool:
        _pool.extend(islice(_make_sentences(), count))
    return _pool


_pool: list[_Sentence] = []


def _make_sentences() -> Iterator[_Sentence]:
    chance = random.Random(SEED)
    while True:
        first, second = chance.choice(NAMES), chance.choice(NAMES)
        tail = " ".join(chance.choices(WORDS, k=chance.randint(4, 12)))
        verb = chance.choice(VERBS)
        at = len(first) + len(verb) + 2
        text = f"{first} {verb} {second} over {tail}."
        yield _Sentence(text, ((0, len(first)), (at, at + len(second))))
