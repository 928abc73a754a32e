"""Small parts of the sentences in which the program reports."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 article", "3,465 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def clipped(words: str, chars: int) -> str:
    """`words`, cut after a word if longer than `chars`, with an ellipsis."""
    if len(words) <= chars:
        return words
    return words[:chars].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
