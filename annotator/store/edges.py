"""What leads where: redirects of merged events and actors, parents of statements, and what hangs in the air.

All is resolved on reading, and nobody's layer is rewritten. In a cycle the greatest edge is ignored; an edge to what is
absent means nothing until that comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from annotator.layers import PROJECT
from annotator.store.chunks import CHUNK, places
from annotator.store.database import Database
from annotator.units import Decided


def redirects(db: Database, layers: Sequence[str]) -> dict[str, str]:
    """Where each redirected id leads in the end, as these layers have it. What is published wins."""
    edges = _redirects(db, layers)
    for edge in cycle_edges(edges):
        del edges[edge]
    return {start: _follow(edges, start) for start in edges}


def _redirects(db: Database, layers: Sequence[str]) -> dict[str, str]:
    among = f"layer IN ({places(layers)})"
    there = f"(SELECT id FROM event WHERE {among} UNION ALL SELECT id FROM actor WHERE {among})"
    rows = db.execute(
        f"SELECT id, target FROM redirect WHERE {among} AND state = 'kept' AND target IN {there} "
        f"ORDER BY layer = '{PROJECT}', layer",
        (*layers, *layers, *layers),
    )
    return dict(rows.fetchall())


def cycle_edges(edges: Mapping[str, str]) -> list[str]:
    """The start of the greatest edge of each cycle. Each id has one edge at most, so cycles do not share any."""
    found: list[str] = []
    settled: set[str] = set()
    for start in sorted(edges):
        path: dict[str, None] = {}
        here = start
        while here in edges and here not in settled and here not in path:
            path[here] = None
            here = edges[here]
        if here in path:
            nodes = list(path)
            cycle = nodes[nodes.index(here) :]
            found.append(max(cycle, key=lambda node: (node, edges[node])))
        settled.update(path)
    return found


def _follow(edges: Mapping[str, str], start: str) -> str:
    here = start
    while here in edges:
        here = edges[here]
    return here


def without_cycles(db: Database, layer: str, found: list[Decided]) -> list[Decided]:
    """The same subjects, statements that are nested in themselves by a roundabout way taken out of the greatest."""
    nested = {one.article for one in found if one.kind == "statement" and one.fields.get("parent") is not None}
    if not nested:
        return found
    among = [article for article in nested if article is not None] if len(nested) <= CHUNK else None
    ignored = set(cycle_edges(_parents(db, layer, among)))
    return [
        msgspec.structs.replace(one, fields={**one.fields, "parent": None}) if one.id in ignored else one
        for one in found
    ]


def _parents(db: Database, layer: str, articles: Sequence[str] | None) -> dict[str, str]:
    """What is nested in what in these articles (all without)."""
    if articles is None:
        rows = db.execute("SELECT id, parent FROM statement WHERE layer = ? AND parent IS NOT NULL", (layer,))
    else:
        rows = db.execute(
            "SELECT id, parent FROM statement INDEXED BY statement_article "
            f"WHERE article IN ({places(articles)}) AND layer = ? AND parent IS NOT NULL",
            (*articles, layer),
        )
    return dict(rows.fetchall())


def cycles(db: Database) -> set[str]:
    """Sentences on every edge that is ignored since it closes a cycle."""
    said: set[str] = set()
    for (layer,) in db.execute("SELECT DISTINCT layer FROM redirect").fetchall():
        for start in cycle_edges(_redirects(db, [layer, PROJECT])):
            said.add(f"“{_name(db, start)}” was merged in a circle; of the merges the one of {start} is left out.")
    for (layer,) in db.execute("SELECT DISTINCT layer FROM statement WHERE parent IS NOT NULL").fetchall():
        for start in cycle_edges(_parents(db, layer, None)):
            said.add(f"Statements of {layer} are nested in a circle; the parent of {start} is left out.")
    return said


def _name(db: Database, subject: str) -> str:
    row = db.execute(
        "SELECT title FROM event WHERE id = ?1 UNION ALL SELECT name FROM actor WHERE id = ?1", (subject,)
    ).fetchone()
    return str(row[0]) if row else subject


def dormant(db: Database) -> set[tuple[str, str, str]]:
    """(layer, subject, kind) of what was decided on something that was undone or is absent."""
    return set(db.execute("SELECT layer, subject, kind FROM dormant").fetchall())
