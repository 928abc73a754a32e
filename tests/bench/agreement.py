"""The row of `annotator agreement`: three annotators who submitted a thousand articles each, with plausible slips."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from annotator.project import Project
from tests.bench import corpus
from tests.bench.core import LAYERS, Bench
from tests.bench.measure import Budget, Measured, seconds

ARTICLES = 1_000


class Size(NamedTuple):
    """How long an article is, and how much there is to be labelled in it."""

    chars: int
    entities: int
    statements: int


PLAIN = Size(corpus.ARTICLE_CHARS, 40, 10)
DENSE = Size(30_000, 480, 80)
SLIP = 0.15
"""How often an annotator misses a unit, moves its boundary, or decides a part otherwise."""
EVENTS = 300
RELATIONS = ("reports", "mentions", "predicts")
AGREEMENT = Budget(limit=3)


def measure_agreement(bench: Bench) -> Iterator[Measured]:
    """Read what three layers have on 1,000 articles, and compare it with 1,000 bootstrap samples."""
    path = team_project(bench)
    told: list[bytes] = []
    ours = seconds(lambda: told.append(_run(path)))
    note = f"{msgspec.json.decode(told[0])['articles']:,} articles, {len(LAYERS)} annotators"
    yield Measured("agreement", bench.size, "s", ours, None, AGREEMENT, note)


def _run(path: Path) -> bytes:
    """The command as a lead runs it, Python's own start included."""
    command = [sys.executable, "-m", "annotator", "agreement", str(path), "--json"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def team_project(bench: Bench) -> Path:
    """The project of three annotators that several rows read, made by the first that asks."""
    path = bench.folder / "team" / "team.annodb"
    if not path.exists():
        path.parent.mkdir()
        make_project(path, min(bench.articles, ARTICLES))
    return path


def make_project(path: Path, articles: int, dense: int = 0) -> None:
    """A project with the labels of every annotator of `LAYERS` on so many articles, and on so many dense ones."""
    with Project.create(path, name="Agreement", annotator="lead") as project:
        for layer in LAYERS:
            folder = path.with_name(layer)
            folder.mkdir()
            events = ({"id": _event(number), "title": f"Talks {number}"} for number in range(EVENTS))
            _write(folder / "events.jsonl", events)
            plain = (labelled(number, layer) for number in range(articles))
            thick = (labelled(number, layer, DENSE) for number in range(articles, articles + dense))
            _write(folder / "train.jsonl", chain(plain, thick))
            project.import_files([folder], layer=layer)


def _write(path: Path, records: Iterable[dict[str, Any]]) -> None:
    with path.open("wb") as file:
        for record in records:
            file.write(msgspec.json.encode(record) + b"\n")


def labelled(number: int, layer: str, size: Size = PLAIN) -> dict[str, Any]:
    """The article with this number as an annotator labelled it, in the gold format."""
    chance = random.Random(f"{number}-{layer}")
    made = corpus.make_article(number, size.chars)
    spans = [
        {"start": span.start, "end": span.end + (chance.random() < SLIP / 3), "label": _label(chance, at)}
        for at, span in enumerate(made.names[: size.entities])
        if chance.random() > SLIP
    ]
    sentences = [at for at, char in enumerate(made.text) if char == "."][: 2 * size.statements + 1]
    statements = [
        _statement(chance, number + at, start + 2, end)
        for at, (start, end) in enumerate(zip(sentences[::2], sentences[1::2], strict=False))
        if chance.random() > SLIP
    ]
    return {
        "text": made.text,
        "annotated": ["entities", "statements", "links"],
        "spans": spans,
        "statements": statements,
    }


def _label(chance: random.Random, at: int) -> str:
    return corpus.LABELS[(at + (chance.random() < SLIP)) % len(corpus.LABELS)]


def _statement(chance: random.Random, seed: int, start: int, end: int) -> dict[str, Any]:
    content = {"start": start + 8, "end": end - 2 * (chance.random() < SLIP)}
    event = _event((seed + (chance.random() < SLIP)) % EVENTS)
    links = [{"event": event, "relation": chance.choice(RELATIONS)}] if chance.random() > SLIP else []
    return {
        "type": "direct" if chance.random() > SLIP else "indirect",
        "content": [content],
        "cue": {"start": start, "end": start + 3} if chance.random() > SLIP else None,
        "speaker": {"mention": {"start": start + 4, "end": start + 7}, "name": f"Speaker {seed % 50}"},
        "links": links,
        "decided": ["content", "cue", "speaker", "actor", "type", "parent", "links"],
    }


def _event(number: int) -> str:
    return f"{number:032x}"
