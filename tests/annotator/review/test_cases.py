"""The case book: cases of entries, searched, and like ones found."""

from __future__ import annotations

from annotator.review.cases import CaseEntry, cases_of, like, search


def entry(number, reason, section="", **more):
    return CaseEntry(f"id-{number}", reason, section, time=f"2031-01-{number:02}", **more)


BOOK = cases_of([
    entry(3, "A title stays outside.", "1.2", labels=("PERSON",), kinds=("boundary",), words="Minister Ilse Maran"),
    entry(1, "A state that signs is a GPE.", "1.10", labels=("GPE",), kinds=("label",), words="Keth", comment="1.3"),
    entry(2, "A title  stays outside.", "1.2", labels=("PERSON",), kinds=("boundary",), words="Dr Anna Voss"),
    entry(4, "Nothing in print says so.", words="bridge"),
])  # fmt: skip


def test_the_same_reason_under_the_same_section_is_one_case_used_twice():
    assert [(case.section, case.used) for case in BOOK] == [("1.2", 2), ("1.10", 1), ("", 1)]
    assert BOOK[0].ids == ("id-2", "id-3")


def test_the_latest_comment_is_the_case_s():
    (case,) = cases_of([entry(1, "So.", comment="first"), entry(2, "So.", comment="then"), entry(3, "So.")])
    assert case.comment == "then"


def test_every_word_of_a_query_must_begin_some_word():
    assert [case.section for case in search(BOOK, "title outs")] == ["1.2"]
    assert [case.section for case in search(BOOK, "maran")] == ["1.2"]
    assert [case.section for case in search(BOOK, "GPE sign")] == ["1.10"]
    assert not search(BOOK, "title bridge")
    assert search(BOOK, " ") == BOOK


def test_like_cases_share_kind_label_and_words_the_likest_first():
    found = like(BOOK, ("boundary",), ("PERSON",), "President Ilse Brede")
    assert [one.case.section for one in found] == ["1.2"]
    assert found[0].why == "boundary, PERSON, “ilse”"
    by_words = like(BOOK, ("missed",), (), "the bridge at Keth")
    assert {one.case.section for one in by_words} == {"1.10", ""}


def test_a_case_that_only_shares_a_kind_is_not_alike():
    assert not like(BOOK, ("label",), ("DATE",), "on Tuesday")


def test_no_more_are_told_than_asked_for():
    assert len(like(BOOK, (), ("PERSON", "GPE"), "", most=1)) == 1
