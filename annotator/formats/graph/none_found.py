"""Which parts of a statement somebody found to be none, told apart from those that nobody looked at. Pure.

What a part holds says itself that it was decided. That there is nothing in it has to be said beside it.
"""

from __future__ import annotations

from annotator.formats.gold.schema import GoldStatement, Part

MAY_BE_NONE: tuple[Part, ...] = ("cue", "speaker", "actor", "parent")
"""The parts of which a format must say that there is none. That there is nothing to link is said by another word."""


def filled(statement: GoldStatement) -> frozenset[Part]:
    """The parts of `MAY_BE_NONE`, and the links, in which there is something."""
    speaker = statement.speaker
    has: dict[Part, bool] = {
        "cue": statement.cue is not None,
        "speaker": speaker is not None and (speaker.mention is not None or speaker.anonymous),
        "actor": speaker is not None and bool(speaker.actor or speaker.name),
        "parent": statement.parent is not None,
        "links": bool(statement.links),
    }
    return frozenset(part for part, is_there in has.items() if is_there)


def found_none(statement: GoldStatement) -> tuple[Part, ...]:
    """The parts of `MAY_BE_NONE` that were decided to be none."""
    there = filled(statement)
    return tuple(part for part in MAY_BE_NONE if part in statement.decided and part not in there)


def none_in(words: str) -> frozenset[Part]:
    """The parts that a file says are none: their names, parted by blanks, commas or semicolons."""
    named = words.replace(",", " ").replace(";", " ").casefold().split()
    return frozenset(part for part in MAY_BE_NONE if part in named)
