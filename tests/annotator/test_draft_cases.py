"""What "new event" is prefilled with, over a table of statements (`draft_cases.txt`)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotator.drafts import draft_event
from annotator.model import Actor, Article, Entity, Span, Speaker, Statement
from annotator.scheme import read_scheme

SCHEME, _ = read_scheme()
META = {"published": "2031-03-14", "title": "Harbour of Port Sarne reopens"}
KNOWN = ("PERSON", "ORG")
_MARK = re.compile(r"\[([A-Z]+) ([^]]*)\]|([{}])")


def read_cases() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "draft_cases.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    return list(zip(kept[::2], kept[1::2], strict=True))


def parsed(marked: str) -> tuple[Article, Statement, list[Entity]]:
    """The article, statement and entities that a line of the table marks."""
    text, at = "", 0
    start = end = 0
    entities: list[Entity] = []
    speaker = cue = None
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match[3]:
            start, end = (len(text), end) if match[3] == "{" else (start, len(text))
        else:
            span = Span(len(text), len(text) + len(match[2]))
            text += match[2]
            if match[1] == "CUE":
                cue = span
                continue
            label = "PERSON" if match[1] == "SPEAKER" else match[1]
            entities.append(Entity(match[2], span, label, match[2] if label in KNOWN else None))
            speaker = Speaker(span, match[2]) if match[1] == "SPEAKER" else speaker
    text += marked[at:]
    return Article("a", text, META), Statement("s", (Span(start, end),), "direct", cue=cue, speaker=speaker), entities


@pytest.mark.parametrize(("marked", "expected"), read_cases())
def test_a_new_event_is_prefilled_as_a_reader_would_put_it(marked, expected):
    article, statement, entities = parsed(marked)
    event = draft_event(article, statement, entities, SCHEME, find_actor=lambda one: Actor(one, one))
    found = (event.title, event.type, event.status, event.when.edtf if event.when else "-", event.place or "-")
    assert found == tuple(part.strip() for part in expected.split("|"))
