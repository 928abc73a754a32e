"""Small parts of the sentences in which the program reports."""

from __future__ import annotations

from annotator.wording import counted


def test_numbers_are_counted_as_people_write_them():
    assert [counted(n, "link") for n in (1, 2, 1200)] == ["1 link", "2 links", "1,200 links"]
    assert counted(3, "entity", "entities") == "3 entities"
