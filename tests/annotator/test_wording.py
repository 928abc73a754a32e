"""Small parts of the sentences in which the program reports."""

from __future__ import annotations

from annotator.wording import clipped, counted


def test_numbers_are_counted_as_people_write_them():
    assert [counted(n, "link") for n in (1, 2, 1200)] == ["1 link", "2 links", "1,200 links"]
    assert counted(3, "entity", "entities") == "3 entities"


def test_what_is_too_long_is_cut_after_a_word():
    assert clipped("one two three", 9) == "one two…"
    assert clipped("one two", 7) == "one two"
