"""What making gold asks of the file as a whole: whose events and actors there are, and where leads have decided."""

from __future__ import annotations

from annotator.layers import GOLD, PROJECT
from annotator.store.database import Database


def inventory_layers(db: Database) -> list[str]:
    """The layers that hold events or actors, by name; what is published apart."""
    rows = db.execute("SELECT layer FROM event UNION SELECT layer FROM actor ORDER BY layer")
    return [row[0] for row in rows if row[0] != PROJECT]


def settled_articles(db: Database) -> set[str]:
    """The articles in which a lead has decided something."""
    rows = db.execute("SELECT article FROM article_status WHERE layer = ? AND has_work", (GOLD,))
    return {row[0] for row in rows}


def leads(db: Database) -> list[str]:
    """Who has decided as a lead, by name."""
    rows = db.execute("SELECT DISTINCT author FROM decision WHERE layer = ? ORDER BY author", (GOLD,))
    return [row[0] for row in rows]
