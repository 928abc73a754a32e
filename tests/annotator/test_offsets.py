"""The offset contract: whatever a text holds, a span that was made in it comes out at the same characters."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model import Span, Speaker
from annotator.operations import AddEntity, AddStatement, SetCue, SetSpeaker
from annotator.project import Project

NASTY = (
    "Family 👨‍👩‍👧‍👦 met\r\nin Köln (Ko\u0308ln), flag 🇺🇦\u00a0and\u2028then\u2029قالت المصادر \u202eabc\u202c "
    "nul\x00here \ufffc\ufdd0 e\u0301tat 𝒳 \U0001f469\U0001f3fd end.\r"
)
PIECES = st.sampled_from(
    [
        "👨‍👩‍👧",
        "🇺🇦",
        "e\u0301",
        "\r\n",
        "\r",
        "\n",
        "\u00a0",
        "\u2028",
        "ق",
        "\x00",
        "\ufffc",
        "\ufdd0",
        "\ufeff",
        "𝒳",
        "a",
        " ",
        "“",
    ]
)


def exported(project, out, layer="ann"):
    project.export(out, layer=layer, verify=True)
    return [json.loads(line) for line in (out / "train.jsonl").read_bytes().split(b"\n") if line]


def fragments(value):
    """Every object with offsets and a text in a record, however deep."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        for inner in value.values():
            yield from fragments(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from fragments(inner)


def test_line_ends_and_the_few_impossible_characters_are_all_that_changes(make_project):
    project = make_project(NASTY)
    text = project.article(project.articles()[0].id).text
    assert "\r" not in text
    assert "\x00" not in text
    assert len(text) == len(NASTY.replace("\r\n", "\n"))
    for kept in ("👨‍👩‍👧‍👦", "Ko\u0308ln", "🇺🇦", "\u00a0", "قالت المصادر", "𝒳", "\U0001f469\U0001f3fd"):
        assert kept in text


@pytest.mark.parametrize(
    "words",
    [
        "👨‍👩‍👧‍👦",
        "Ko\u0308ln",
        "🇺🇦\u00a0and",
        "and\u2028then",
        "قالت المصادر",
        "nul",
        "e\u0301tat 𝒳",
        "\U0001f469\U0001f3fd end",
    ],
)
def test_a_span_comes_out_at_its_characters(make_project, tmp_path, words):
    project = make_project(NASTY)
    article = project.articles()[0].id
    start = project.article(article).text.index(words)
    project.run(AddEntity(article, Span(start, start + len(words)), "ORG"))
    (record,) = exported(project, tmp_path / "out")
    (span,) = record["spans"]
    assert record["text"][span["start"] : span["end"]] == span["text"] == words


@settings(max_examples=25, deadline=None)
@given(pieces=st.lists(PIECES, min_size=1, max_size=30), data=st.data())
def test_spans_in_any_text_come_out_and_go_in_again(pieces, data):
    raw = "x" + "".join(pieces)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "a.jsonl").write_text(json.dumps({"text": raw}), encoding="utf-8")
        with Project.create(folder / "a.annodb", annotator="ann") as project:
            project.import_files([folder / "a.jsonl"])
            article = project.articles()[0].id
            text = project.article(article).text
            spans = [draw_span(data, text) for _ in range(3)]
            statement = AddStatement(article, (spans[0],))
            project.run(AddEntity(article, spans[1], "ORG"))
            project.run(statement)
            project.run(SetCue(article, statement.id, spans[2]))
            project.run(SetSpeaker(article, (statement.id,), Speaker(mention=spans[1])))
            (record,) = exported(project, folder / "out")
    found = list(fragments(record))
    assert len(found) >= 4
    assert all(record["text"][one["start"] : one["end"]] == one["text"] for one in found)
    assert record["text"] == text


def draw_span(data, text):
    start = data.draw(st.integers(0, len(text) - 1))
    return Span(start, data.draw(st.integers(start + 1, len(text))))
