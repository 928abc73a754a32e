"""Quotation marks of every style, paired."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.preannotate.statements.marks import find_quotations, paragraphs


def inner(text: str, depth: int = 0) -> list[str]:
    return [text[each.inner.start : each.inner.end] for each in find_quotations(text) if each.depth == depth]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “yes” and “no”.", ["yes", "no"]),
        ('He said "yes" and "no".', ["yes", "no"]),
        ("He said 'yes' and 'no'.", ["yes", "no"]),
        ("He said ''yes'' and ``no''.", ["yes", "no"]),
        ("Er sagt „ja“ und »nein«.", ["ja", "nein"]),
        ("Il dit «oui» et ‹non›.", ["oui", "non"]),
        ("The boys’ boat isn’t ‘ours’ or the dogs’.", ["ours"]),
        ("Rock ’n’ roll in the ’90s and '80s", []),
        ("‘The dogs’ bowl is ours,’ she said.", ["The dogs’ bowl is ours,"]),
        ("“closed the wrong way“ she said", ["closed the wrong way"]),
        ('“straight after curly" she said', ["straight after curly"]),
        ("“Open to the end.\nNext line.", ["Open to the end."]),
        ("“The plan is good, he said. “It works.”", ["The plan is good,", "It works."]),
        ("no opening mark.” And on.", []),
        ("“” and “ ”", [" "]),
    ],
)
def test_marks_of_each_style_are_paired(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_a_quotation_in_a_quotation_is_deeper() -> None:
    text = "“He told me ‘no’ twice,” she said."
    assert inner(text) == ["He told me ‘no’ twice,"]
    assert inner(text, depth=1) == ["no"]


def test_straight_marks_nest_by_their_neighbours() -> None:
    assert inner('"He told me "no" twice," she said.') == ['He told me "no" twice,']


def test_words_that_go_on_in_the_next_paragraph_say_so() -> None:
    found = find_quotations("“One.\n\n“Two.”\n\n“Three.”")
    assert [each.continues for each in found] == [True, False, False]


def test_a_closing_mark_a_paragraph_later_ends_what_opened_before() -> None:
    found = find_quotations("“One.\n\nTwo.” He left.")
    assert [each.continues for each in found] == [True, False]


def test_a_mark_that_was_missing_makes_its_quotation_unbalanced() -> None:
    assert [each.is_balanced for each in find_quotations("“Open to the end.\nNext.")] == [False]


def test_wrapped_lines_are_one_paragraph_and_others_are_not() -> None:
    wrapped = (
        "This line has been wrapped at some width by an old\nprogram and so it goes on in the line below it.\n\nNext."
    )
    assert len(paragraphs(wrapped)) == 2
    assert len(paragraphs("Short.\nLines.\nEach its own.")) == 3


@given(st.text(alphabet="ab ,.\n“”\"‘’'«»„`", max_size=60))
def test_quotations_lie_in_the_text_and_never_cross(text: str) -> None:
    found = find_quotations(text)
    for each in found:
        assert 0 <= each.outer.start <= each.inner.start < each.inner.end <= each.outer.end <= len(text)
    for first in found:
        for second in found:
            crosses = first.outer.start < second.outer.start < first.outer.end < second.outer.end
            assert not crosses
