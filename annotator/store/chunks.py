"""Asking for many ids in few queries: chunks of them, and the places that they take in a query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

CHUNK = 500
T = TypeVar("T")


def chunks(values: Sequence[T]) -> Iterator[list[T]]:
    """The values in lists of at most `CHUNK`, in order."""
    for at in range(0, len(values), CHUNK):
        yield list(values[at : at + CHUNK])


def places(values: Sequence[Any]) -> str:
    """A question mark for each value, for `IN (…)`."""
    return ", ".join("?" * len(values))
