"""What a subject's journal rows amount to: the winner of each field, and where live decisions contradict. Pure.

Each field takes its greatest live `(clock, id)`. Two live decisions on one field, neither of which has the other among
its ancestors through `before`, and whose values differ, are a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from annotator.model import How
from annotator.store.journal import canonical, decode_fields, decode_ids

BULK_ACTIONS = frozenset({"accept_bulk", "reject_bulk", "add_bulk"})


class Row(msgspec.Struct, frozen=True, gc=False):
    """One journal row on a subject. `is_live`: its batch is not undone."""

    id: str
    clock: int
    action: str
    author: str
    time: str
    fields: str
    before: str
    is_live: bool


ROW_COLUMNS = 'd.id, d.clock, d.action, d.author, d.time, d.fields, d."before", coalesce(b.undone, 0) = 0'
ROW_TABLES = "decision d LEFT JOIN batch b ON b.id = d.batch"
"""What is asked of which tables for `row_from`."""


def row_from(values: Sequence[Any]) -> Row:
    """The row that a query for `ROW_COLUMNS` gave."""
    return Row(*values[:7], is_live=bool(values[7]))


class Amount(msgspec.Struct, frozen=True):
    """What the live rows amount to. `winners` names the decision that each decided field comes from."""

    fields: dict[str, Any]
    winners: dict[str, str]
    conflicts: dict[str, list[str]]
    how: How
    first: Row


def amount(rows: Sequence[Row]) -> Amount | None:
    """The amount of a subject's rows, None where none is live. `rows` in any order; dead ones say who followed whom."""
    if len(rows) == 1 and rows[0].is_live:
        fields = decode_fields(rows[0].fields)
        return Amount({**fields.machine, **fields.set}, dict.fromkeys(fields.set, rows[0].id), {}, _how(rows), rows[0])
    live = sorted((row for row in rows if row.is_live), key=lambda row: (row.clock, row.id))
    if not live:
        return None
    machine: dict[str, Any] = {}
    decided: dict[str, Any] = {}
    winners: dict[str, str] = {}
    heads: dict[str, dict[str, Any]] = {}
    lineage = _Lineage(rows)
    for row in live:
        fields = decode_fields(row.fields)
        machine.update(fields.machine)
        for name, value in fields.set.items():
            decided[name] = value
            winners[name] = row.id
            replaced = heads.setdefault(name, {})
            for head in [head for head in replaced if lineage.is_ancestor(head, row)]:
                del replaced[head]
            replaced[row.id] = value
    conflicts = {name: sorted(found) for name, found in heads.items() if _differ(found.values())}
    return Amount({**machine, **decided}, winners, conflicts, _how(live), live[0])


def names_json(winners: Mapping[str, str]) -> str:
    """The names of the fields that a person decided, as JSON."""
    return _names_json(tuple(sorted(winners)))


@lru_cache(maxsize=1024)
def _names_json(names: tuple[str, ...]) -> str:
    return canonical(names)


class _Lineage:
    """Who has whom among the ancestors, through `before`, within one subject."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._before: Mapping[str, list[str]] = {row.id: decode_ids(row.before) for row in rows}

    def is_ancestor(self, older: str, row: Row) -> bool:
        seen: set[str] = set()
        waiting = list(self._before[row.id])
        while waiting:
            found = waiting.pop()
            if found == older:
                return True
            if found not in seen:
                seen.add(found)
                waiting.extend(self._before.get(found, ()))
        return False


def _differ(values: Iterable[Any]) -> bool:
    seen = list(values)
    return any(value != seen[0] for value in seen[1:])


def _how(live: Sequence[Row]) -> How:
    if len(live) == 1 and live[0].action == "accept":
        return "single"
    actions = {row.action for row in live}
    if "adjudicate" in actions:
        return "adjudicated"
    if actions & {"add", "add_bulk"}:
        return "added"
    if actions == {"import"}:
        return "imported"
    return "bulk" if actions <= BULK_ACTIONS | {"import"} else "single"
