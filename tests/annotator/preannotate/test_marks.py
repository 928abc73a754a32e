"""Quotation marks of every style, paired."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.preannotate.statements.marks import find_quotations, paragraphs
from tests.annotator.preannotate.work import calls_of


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
        ('She said, " We go. " and left.', [" We go. "]),
        ("She said, ” We go. ” and left.", [" We go. "]),
        ("“We can’t … “ he said. “No.”", ["We can’t … ", "No."]),
        ('He said,"We go."', ["We go."]),
        ("`One,' he said. `Two.'", ["One,", "Two."]),
        ('He stood by “the 12" record” and sang.', ['the 12" record']),
        ('The door is 6\' 2" high and "it is old".', ["it is old"]),
        ("the phrase 'rock 'n' roll' itself", ["rock 'n' roll"]),
        ('"A stray one. “It is late,” he said.', ["It is late,"]),
        ("“The plan is good, Anna Keller said.", ["The plan is good,"]),
        ("»Inwards« and «outwards»", ["Inwards", "outwards"]),
        ("‚Low‘ and ‹angled›", ["Low", "angled"]),
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


def test_a_mark_of_another_style_opens_nothing_again() -> None:
    found = find_quotations('"One.\n\n“Two,” he said.')
    assert [each.continues for each in found] == [False, False]


def test_the_work_grows_with_the_text() -> None:
    paragraph = '“One,” he said. "Two 6\' 2" high," ‘three’ and “four, she said. “Five.\n\n“Six.”\n\n'
    short, long = (calls_of(find_quotations, paragraph * count) for count in (50, 200))
    assert long < short * 4.5


@pytest.mark.parametrize("piece", ["“a ", 'a" ', "‘a’s ", "“‘", '5" ', "“a, she said. ", '"a"b', "“(", "’’ "])
def test_the_work_grows_with_a_line_of_marks(piece: str) -> None:
    short, long = (calls_of(find_quotations, piece * count) for count in (100, 400))
    assert long < short * 4.5 + 1000


def test_wrapped_lines_are_one_paragraph_and_others_are_not() -> None:
    wrapped = (
        "This line has been wrapped at some width by an old\nprogram and so it goes on in the line below it.\n\nNext."
    )
    assert len(paragraphs(wrapped)) == 2
    assert len(paragraphs("Short.\nLines.\nEach its own.")) == 3


@given(st.text(alphabet="aB5s ,.?—()[]\n“”\"‘’'«»‹›„‚`😀é", max_size=60))
def test_quotations_lie_in_the_text_and_never_cross(text: str) -> None:
    found = find_quotations(text)
    for each in found:
        assert 0 <= each.outer.start <= each.inner.start < each.inner.end <= each.outer.end <= len(text)
    for first in found:
        for second in found:
            crosses = first.outer.start < second.outer.start < first.outer.end < second.outer.end
            assert not crosses
