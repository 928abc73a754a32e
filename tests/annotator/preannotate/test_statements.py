"""The cases of `cases.txt` and random punctuation, through the whole pipeline."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model import Span
from annotator.preannotate.pipeline import ModelPipeline
from annotator.preannotate.statements.found import Found
from tests.annotator.preannotate.cases import Case, Said, read_cases

WORDS = [
    "Anna Keller",
    "said",
    "told him",
    "that",
    "the bridge",
    "is safe",
    "according to",
    "she",
    "not",
    "called it",
    "😀",
]
MARKS = [*"“”\"‘’'«»„,.?:—()", "''", "\n", "\n\n"]
PIECES = [*WORDS, *MARKS]


def as_said(text: str, found: list[Found], each: Found) -> Said:
    def words(span: Span | None) -> str | None:
        return None if span is None else text[span.start : span.end]

    parent = found[each.parent].content[0] if each.parent is not None else None
    return Said(
        each.type,
        tuple(text[span.start : span.end] for span in each.content),
        words(each.by.cue),
        words(each.by.mention),
        each.by.is_anonymous,
        words(parent),
        tuple(text[span.start : span.end] for span in each.verbatim),
        tuple(text[span.start : span.end] for span in each.by.others),
    )


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_statements_are_found_as_expected(case: Case, pipeline: ModelPipeline) -> None:
    found = pipeline.nlp(case.text)._.statements
    got = [as_said(case.text, found, each) for each in found if each.type in (case.only or each.type)]
    wanted = list(case.expected)
    for index, (one, other) in enumerate(zip(got, wanted, strict=False)):
        if other.verbatim is None:
            wanted[index] = other._replace(verbatim=one.verbatim)
    assert got == wanted


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_punctuation_gives_valid_spans_inside_the_text(pipeline: ModelPipeline, pieces: list[str]) -> None:
    text = " ".join(pieces)
    for each in pipeline.nlp(text)._.statements:
        spans = [*each.content, *each.verbatim, *(span for span in (each.by.cue, each.by.mention) if span is not None)]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(text[span.start : span.end].strip() == text[span.start : span.end] for span in each.content)
        assert all(first.end <= second.start for first, second in zip(each.content, each.content[1:], strict=False))
        assert each.parent is None or 0 <= each.parent < len(pipeline.nlp(text)._.statements)
        assert 0 < each.score <= 1
        assert each.reason
