"""Headlines as titles: what is taken off, and what stays."""

from __future__ import annotations

import pytest

from annotator.proposals.headlines import headline


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ("Mayor calls the blast in Osk an 'accident.'", "Mayor calls the blast in Osk an 'accident'"),
        ("Mayor calls the blast in Osk an “accident”.", "Mayor calls the blast in Osk an “accident”"),
        ("“We stay,” the mayor of Osk says", "“We stay,” the mayor of Osk says"),
        ("“The ferry is late”", "The ferry is late"),
        ("Dockers’ union of Osk meets", "Dockers’ union of Osk meets"),
        ('Keller says "no" and "never"', 'Keller says "no" and "never"'),
        ("BREAKING: Ferry sinks off Osk - The Osk Courier", "Ferry sinks off Osk"),
        ("", ""),
    ],
)
def test_marks_around_a_headline_go_and_marks_in_it_stay(found: str, title: str) -> None:
    assert headline(found) == title
