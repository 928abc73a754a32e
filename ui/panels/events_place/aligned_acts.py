"""What a lead does with rows of the inventories, as operations: aligning, keeping apart, publishing, taking out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from annotator.ids import random_id
from annotator.operations import Align, KeepApart, PartOf, Publish, Split, Together, Unalign
from annotator.operations.base import Operation
from annotator.review.inventories.model import Inventory
from annotator.wording import counted
from ui.panels.events_place.aligned_model import Row


class Deed(NamedTuple):
    """An operation with what the status line says of it, and the rows that are gone by it."""

    operation: Operation
    said: str
    gone: tuple[str, ...]


def as_proposed(kind: Inventory, rows: Sequence[Row]) -> Deed | None:
    """Pairs become one, or whole and part, as each of them is proposed."""
    pairs = [row for row in rows if row.kind == "pair"]
    if len(pairs) == 1 and pairs[0].is_part:
        return part(pairs)
    parts = [row for row in pairs if row.is_part]
    made = [*_all_same(kind, [row for row in pairs if not row.is_part]), *map(_part, parts)]
    return _deed(made, "Align", kind, pairs, _told_same(pairs))


def same(kind: Inventory, rows: Sequence[Row]) -> Deed | None:
    """Pairs become one each; several that are no pair become one: the published one, or the largest."""
    pairs = [row for row in rows if row.kind == "pair"]
    if pairs:
        return _deed(_all_same(kind, pairs), "Align", kind, pairs, _told_same(pairs))
    alone = [row for row in rows if row.kind in ("loose", "aligned")]
    if len(alone) < 2:
        return None
    first, *others = sorted(alone, key=lambda row: (not row.groups[0].is_published, -row.groups[0].links))
    made = [Align(kind, row.groups[0].owned, first.groups[0].owned) for row in others]
    return _deed(made, "Align", kind, others, f"{counted(len(alone), kind)} are read as “{first.groups[0].title}” now.")


def part(rows: Sequence[Row]) -> Deed | None:
    """The second of each pair is a part of the first."""
    pairs = [row for row in rows if row.kind == "pair" and row.groups[0].kind == "event"]
    return _deed([_part(row) for row in pairs], "Make parts of", "event", pairs, _told_part(pairs[0]) if pairs else "")


def different(kind: Inventory, rows: Sequence[Row]) -> Deed | None:
    """Pairs are two each."""
    pairs = [row for row in rows if row.kind == "pair"]
    made = [KeepApart(kind, row.groups[0].id, row.groups[1].id) for row in pairs]
    return _deed(made, "Keep apart", kind, pairs, "They are two; that is not asked again.")


def publish(kind: Inventory, rows: Sequence[Row]) -> Deed | None:
    """Each is published as it is; of a pair the first, which stays."""
    wanted = [row for row in rows if row.kind in ("loose", "pair") and not row.groups[0].is_published]
    if not wanted:
        return None
    said = wanted[0].groups[0].title if len(wanted) == 1 else counted(len(wanted), kind)
    operation = Publish(kind, tuple(row.groups[0].owned for row in wanted))
    return Deed(operation, f"Published: {said}.", tuple(row.key for row in wanted if row.kind == "loose"))


def take_out(kind: Inventory, rows: Sequence[Row]) -> Deed | None:
    """One member is again what it was in its own layer; several of one group together become a new one."""
    members = [row for row in rows if row.member is not None]
    if not members:
        return None
    group = members[0].groups[0]
    members = [row for row in members if row.groups[0].id == group.id]
    ids = tuple(dict.fromkeys(row.member.owned.id for row in members if row.member))
    keys = tuple(row.key for row in members)
    first = members[0].member
    assert first is not None
    if len(ids) == 1 and first.is_aligned:
        return Deed(Unalign(kind, ids), f"Taken out of “{group.title}”.", keys)
    new = replace(first.thing, id=random_id())
    return Deed(Split(new, group.id, ids), f"Taken out of “{group.title}” as one of its own. F2 puts it right.", keys)


def _all_same(kind: Inventory, pairs: Sequence[Row]) -> list[Operation]:
    """Each pair becomes one, those that others of them made one already left out: three pairs of three are two acts."""
    leads: dict[str, str] = {}

    def end(subject: str) -> str:
        while subject in leads:
            subject = leads[subject]
        return subject

    made: list[Operation] = []
    for row in pairs:
        stays, goes = row.groups
        if end(stays.id) != end(goes.id):
            leads[end(goes.id)] = end(stays.id)
            made.append(Align(kind, goes.owned, stays.owned))
    return made


def _part(row: Row) -> Operation:
    whole, piece = row.groups
    return PartOf(piece.owned, whole.owned)


def _told_same(pairs: Sequence[Row]) -> str:
    if len(pairs) != 1:
        return f"{counted(len(pairs), 'pair')} aligned."
    stays, goes = pairs[0].groups
    return f"“{goes.title}” is read as “{stays.title}” from now on."


def _told_part(row: Row) -> str:
    return f"“{row.groups[1].title}” is a part of “{row.groups[0].title}” now."


def _deed(made: Sequence[Operation], word: str, kind: Inventory, rows: Sequence[Row], said: str) -> Deed | None:
    if not made:
        return None
    several = Together(f"{word} {counted(len(made), kind)}", tuple(made)) if len(made) > 1 else made[0]
    return Deed(several, said, tuple(row.key for row in rows))
