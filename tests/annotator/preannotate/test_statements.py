"""The cases of `cases.txt` and random punctuation, through the whole pipeline."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model import Span
from annotator.preannotate.pipeline import ModelPipeline
from annotator.preannotate.statements.find import find_statements
from annotator.preannotate.statements.found import FRAMES, Found
from tests.annotator.preannotate.cases import Case, Said, read_cases
from tests.annotator.preannotate.work import calls_of

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


def check(text: str, found: list[Found]) -> None:
    """Asserts what holds of all statements whatever the text."""
    for index, each in enumerate(found):
        spans = [*each.content, *each.verbatim, *(span for span in (each.by.cue, each.by.mention) if span is not None)]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(text[span.start : span.end].strip() == text[span.start : span.end] for span in each.content)
        assert all(first.end <= second.start for first, second in pairwise(each.content))
        assert each.parent is None or 0 <= each.parent < index
        assert 0 < each.score <= 1
        assert each.reason
        assert each.frame in FRAMES


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_words_and_marks_give_valid_spans_inside_the_text(pipeline: ModelPipeline, pieces: list[str]) -> None:
    text = " ".join(pieces)
    check(text, pipeline.nlp(text)._.statements)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="aBs 5,.:?!—-()[]“”\"‘’'«»‹›„`\n😀é\u00a0", max_size=80))
def test_any_punctuation_gives_valid_spans_inside_the_text(pipeline: ModelPipeline, text: str) -> None:
    check(text, pipeline.nlp(text)._.statements)


@pytest.mark.parametrize(
    "text",
    [
        "Ann '90s [ warned ]  \n  ‛ not : ‘ ‹ plead } \n ' ? that ? ’ style » reflect ( „ › ’ › refute } said ,",
        "“““““““ according to she according to warned is safe Sr. she `` as \u2028 „ said commend £ “ according to",
        "according to",
        "Anna Kelleraccording to",
        "“Anna Keller,” according to",
    ],
)
def test_texts_that_once_broke_it_give_valid_spans_inside_the_text(pipeline: ModelPipeline, text: str) -> None:
    check(text, pipeline.nlp(text)._.statements)


def test_the_work_grows_with_the_text(pipeline: ModelPipeline) -> None:
    paragraph = (
        "“The harbor is not for sale,” Anna Keller said. “It never was.” Peter Holm called it “a joke” and “a lie.”\n\n"
        "“We are ready.\n\n“We will go,” she added. He said that the ‘pride’ of the town would not hold.\n\n"
    )
    docs = [pipeline.nlp(paragraph * count) for count in (10, 40)]
    short, long = (calls_of(find_statements, doc) for doc in docs)
    assert long < short * 5
