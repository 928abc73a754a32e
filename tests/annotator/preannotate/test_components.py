"""The components in a spaCy pipeline of one's own, as the README shows them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from annotator.preannotate.pipeline import ModelPipeline

README = Path(__file__).parents[3] / "README.md"


@pytest.fixture(scope="module")
def shown(pipeline: ModelPipeline) -> dict[str, Any]:
    """What the names of the README's Python block stand for once it has run."""
    (block,) = re.findall(r"```python\n(.+?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(block, names)
    return names


def test_the_example_of_the_readme_finds_one_statement_of_two_fragments(shown: dict[str, Any]) -> None:
    fragments = [(span.text, span.label_) for span in shown["doc"].spans["statements"]]
    assert fragments == [("The river is not for sale", "direct"), ("It never was", "direct")]
    (found,) = shown["doc"]._.statements
    assert len(found.content) == 2


def test_the_example_of_the_readme_names_cue_speaker_and_reason(shown: dict[str, Any]) -> None:
    (found,) = shown["doc"]._.statements
    text = shown["doc"].text
    assert [text[span.start : span.end] for span in (found.by.cue, found.by.mention)] == ["said", "Ilse Maran"]
    assert 0 < found.score <= 1
    assert found.reason


def test_the_example_of_the_readme_says_of_each_entity_why(shown: dict[str, Any]) -> None:
    names = shown["doc"]._.entity_names
    assert [(entity.text, entity.label_) for entity in shown["doc"].ents] == [("Ilse Maran", "PERSON")]
    assert [bool(name.reason and 0 < name.score <= 1) for name in names] == [True]


def test_a_line_end_ends_a_sentence(shown: dict[str, Any]) -> None:
    doc = shown["nlp"]("Ferry talks fail\nThe council met on Friday.")
    assert [sentence.text.strip() for sentence in doc.sents] == ["Ferry talks fail", "The council met on Friday."]
