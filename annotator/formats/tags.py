"""Tags of tokens (IOB1, IOB2, BILUO, BIOES) as labelled runs of tokens. Pure; files are read elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

OUTSIDE = ("O", "", "_", "-", "*")
BEGINS, INSIDE, ENDS, SINGLE = "B", "I", ("L", "E"), ("U", "S", "W")


class Run(msgspec.Struct, frozen=True):
    """The tokens `first` to `last` (inclusive) with one label. `is_mended`: it began or went on as no scheme allows."""

    first: int
    last: int
    label: str
    is_mended: bool = False


def runs_of(tags: Sequence[str], *, iob1: bool | None = None) -> list[Run]:
    """The runs that the tags of one sentence, or of one article, amount to.

    In IOB1 a run begins with I, and with B only where it follows another of its label at once; `iob1` says that tags
    are so, None lets them say so themselves (`is_iob1`). What fits no scheme is read as what was meant most likely, and
    marked.
    """
    old = is_iob1(tags) if iob1 is None else iob1
    found: list[Run] = []
    first, label, mended = -1, "", False

    def close(end: int) -> None:
        nonlocal first
        if first >= 0:
            found.append(Run(first, end, label, mended))
        first = -1

    for at, tag in enumerate(tags):
        edge, name = split_tag(tag)
        goes_on = edge in (INSIDE, *ENDS) and first >= 0 and name == label
        if not goes_on:
            close(at - 1)
        if edge and not goes_on:
            first, label = at, name
            mended = edge in ENDS or (edge == INSIDE and not old)
        if edge in (*ENDS, *SINGLE):
            close(at)
    close(len(tags) - 1)
    return found


def split_tag(tag: str) -> tuple[str, str]:
    """The edge ("B", "I", "L", "E", "U", "S") and the label of a tag; ("", "") outside, "I" for a label alone."""
    if tag in OUTSIDE:
        return "", ""
    edge, mark, name = tag.partition("-")
    if mark and name and edge.upper() in (BEGINS, INSIDE, *ENDS, *SINGLE):
        return edge.upper(), name
    edge, mark, name = tag.partition("_")
    if mark and name and edge.upper() in (BEGINS, INSIDE):
        return edge.upper(), name
    return INSIDE, tag


def is_iob1(tags: Sequence[str]) -> bool:
    """Whether runs begin with I, as in the data of 2003: no B stands where IOB1 has none, and no other edge at all."""
    seen_inside_first = False
    before = ""
    for tag in tags:
        edge, name = split_tag(tag)
        if edge == BEGINS and name != before:
            return False
        if edge in (*ENDS, *SINGLE):
            return False
        seen_inside_first = seen_inside_first or (edge == INSIDE and name != before)
        before = name
    return seen_inside_first
