"""The passages that stand in several places, as one layer sees them."""

from __future__ import annotations

from annotator.store import Database
from annotator.views.reading import Reading


class Twins:
    """Questions about twin passages."""

    def __init__(self, db: Database, reading: Reading) -> None:
        self._db = db
        self._reading = reading
