"""Small parts of the sentences in which the program reports."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 article", "3,465 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
