"""A project with enough gold to learn from: names that the small English model does not know, told over and over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.preannotate.pipeline import DEFAULT_MODEL
from annotator.project import Project

NAMES = ("Zorvax", "Quellim", "Brantok", "Idrissol", "Vennmark", "Taluxa", "Ombrelle", "Karstin", "Yuvane", "Pellago",
         "Mirthal", "Dorsune")  # fmt: skip
PLACES = ("Oslo", "Riga", "Bergen", "Tallinn")


def text_of(number: int) -> str:
    name, place = NAMES[number % len(NAMES)], PLACES[number % len(PLACES)]
    return f"“The {number} boats of {name} will sail on,” said Anna Keller in {place}. {name} did not comment further."


def record_of(number: int) -> dict[str, object]:
    text = text_of(number)
    name, place = NAMES[number % len(NAMES)], PLACES[number % len(PLACES)]
    places = [(text.index(name), name, "SHIPPER"), (text.index(place), place, "GPE"),
              (text.rindex(name), name, "SHIPPER"),
              (text.index("Anna Keller"), "Anna Keller", "PERSON")]  # fmt: skip
    spans = [{"start": at, "end": at + len(words), "label": label} for at, words, label in places]
    piece = lambda words: {"start": text.index(words), "end": text.index(words) + len(words)}  # noqa: E731
    content = text[1 : text.index(",”")]
    statement = {"type": "direct", "content": [piece(content)], "cue": piece("said"),
                 "speaker": {"mention": piece("Anna Keller")}}  # fmt: skip
    return {"text": text, "annotated": ["entities", "statements"], "spans": spans, "statements": [statement]}


@pytest.fixture
def make_gold(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """`make_gold(20)`: a project file whose layer "ann" has so many articles done."""

    def make(articles: int) -> Path:
        file = tmp_path / "gold.jsonl"
        file.write_text("".join(json.dumps(record_of(number)) + "\n" for number in range(articles)), encoding="utf-8")
        with Project.create(tmp_path / "talks.annodb", name="Talks", annotator="ann") as project:
            project.import_files([file], layer="ann")
            return project.path

    return make


@pytest.fixture(scope="session")
def model() -> str:
    """The small English model; tests that need it skip where it is not installed."""
    spacy = pytest.importorskip("spacy")
    if not spacy.util.is_package(DEFAULT_MODEL):
        pytest.skip(f"the model {DEFAULT_MODEL} is not installed")
    return DEFAULT_MODEL
