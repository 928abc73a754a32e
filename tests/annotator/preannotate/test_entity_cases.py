"""`entity_cases.txt`, which says at its top how it is written: what becomes of a model's entities in small texts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.preannotate.entities import consistent_names
from annotator.preannotate.entities.view import NAMED, Name, View, view_of_text

FILE = Path(__file__).with_name("entity_cases.txt")
MARKED = re.compile(r"\{([^|}]+)\|([A-Z_]+)\}")
FUNCTION_WORDS = {
    "The": "DET",
    "In": "ADP",
    "On": "ADP",
    "But": "CCONJ",
    "Naturally": "ADV",
    "Then": "ADV",
    "They": "PRON",
}
FUNCTION_WORDS |= {"We": "PRON", "It": "PRON", "He": "PRON"}


class Case(NamedTuple):
    name: str
    text: str
    expected: str
    evidence: str


def read_cases() -> list[Case]:
    """The cases of the file in order."""
    body = FILE.read_text(encoding="utf-8").split("\n## ", 1)[1]
    blocks = [block.strip("\n").split("\n") for block in body.split("\n\n")]
    found: list[Case] = []
    for name, text, *more in (block for block in blocks if block[0].startswith("# ")):
        lines = {line[0]: line[1:].strip() for line in more}
        found.append(Case(name[2:], text.replace("⏎", "\n"), lines["="], lines.get("~", "")))
    return found


def view(marked: str) -> View:
    """The view of a text with marked entities, with the parts of speech that a tagger would give its plainest words."""
    text, spans = "", []
    at = 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    made = view_of_text(text + marked[at:])
    made.pos = [FUNCTION_WORDS.get(word, "PROPN" if word[0].isupper() else "NOUN") for word in made.words]
    ends = [made.offset_end(index) for index in range(len(made.words))]
    made.raw = [(made.starts.index(start), ends.index(end) + 1, label) for start, end, label in spans]
    return made


def names(marked: str) -> list[tuple[str, Name]]:
    seen = view(marked)
    return [
        (seen.text[seen.starts[name.start] : seen.offset_end(name.end - 1)], name)
        for name in consistent_names(seen)
        if name.label in NAMED
    ]


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_a_case_gives_its_names(case: Case) -> None:
    found = names(case.text)
    assert "; ".join(f"{text} {name.label}" for text, name in found) == case.expected
    if case.evidence:
        assert "; ".join(name.evidence for _, name in found) == case.evidence


def test_a_list_that_agrees_is_surer_than_one_against_the_model_and_the_model_alone_is_least_sure() -> None:
    scores = [name.score for _, name in names("{Brazil|GPE} and {Spotify|GPE} and {Umsk|GPE} came.")]
    assert scores == sorted(scores, reverse=True)


def test_a_reason_names_the_word_that_decided() -> None:
    ((_, name),) = names("We asked {Umbra Ltd|PERSON} today.")
    assert name.reason == "company suffix “Ltd”; model says PERSON"
    assert not name.by_model


@given(st.text(alphabet="AbC .,-'’()\n&dU.S“”1", max_size=60))
def test_any_text_gives_names_in_order_that_do_not_overlap(text: str) -> None:
    seen = view_of_text(text)
    found = consistent_names(seen)
    bounds = [each for name in found for each in (name.start, name.end)]
    assert bounds == sorted(bounds)
    assert all(name.start < name.end <= len(seen.words) for name in found)
