"""The events and actors of all layers, and where each layer's ids lead. For a lead: no annotator's view reads this."""

from __future__ import annotations

from typing import NamedTuple

from annotator.layers import GOLD, PROJECT, is_adjudicated
from annotator.store import edges, queries
from annotator.store.database import Database
from annotator.units import Decided

MADE = ("event", "actor")


def layers(db: Database) -> list[str]:
    """The layers in which there are events, actors or redirects: what is published first, annotators' by name."""
    found = {layer for kind in (*MADE, "redirect") for layer in _layers_in(db, kind)} - {PROJECT, GOLD}
    return [PROJECT, *sorted(layer for layer in found if not is_adjudicated(layer))]


def _layers_in(db: Database, kind: str) -> list[str]:
    """From one layer to the next by the key, without reading what is between."""
    rows = db.execute(
        f"WITH RECURSIVE found (layer) AS (SELECT min(layer) FROM {kind} UNION ALL "
        f"SELECT (SELECT min(layer) FROM {kind} WHERE layer > found.layer) FROM found WHERE layer IS NOT NULL) "
        "SELECT layer FROM found WHERE layer IS NOT NULL"
    )
    return [row[0] for row in rows]


def in_layers(db: Database, kind: str, subject: str) -> dict[str, Decided]:
    """What each layer made of one event, actor or redirect."""
    found = {layer: queries.decided(db, kind, layer, [subject]).get(subject) for layer in layers(db)}
    return {layer: one for layer, one in found.items() if one is not None}


def targets(db: Database, layer: str) -> dict[str, str]:
    """Where the redirected ids lead, as a layer sees it: by its own redirects and by those of the project."""
    return edges.redirects(db, [layer, PROJECT] if layer != PROJECT else [PROJECT])


def own_targets(db: Database, layer: str) -> dict[str, str]:
    """Where redirected ids lead by a layer's own redirects alone."""
    return edges.redirects(db, [layer])


class Resolved(NamedTuple):
    """A place that a layer resolved to an actor, as it names it: an entity, or the mention of a speaker."""

    actor: str
    article: str
    start: int
    end: int


def resolved(db: Database, layer: str) -> list[Resolved]:
    """What a layer resolved to actors, each place once."""
    rows = db.execute(
        'SELECT actor, article, start, "end" FROM entity '
        "WHERE layer = ?1 AND state = 'kept' AND actor IS NOT NULL "
        "UNION SELECT actor, article, json_extract(body, '$.speaker.mention[0]'), "
        "json_extract(body, '$.speaker.mention[1]') FROM statement WHERE layer = ?1 AND state = 'kept' "
        "AND actor IS NOT NULL AND json_extract(body, '$.speaker.mention[0]') IS NOT NULL",
        (layer,),
    )
    return [Resolved(*row) for row in rows]
