"""What the machine proposes across articles, as one layer sees it: events, and actors that may be one."""

from __future__ import annotations

from annotator.store import Database
from annotator.views.reading import Reading


class Proposals:
    """Questions about proposals."""

    def __init__(self, db: Database, reading: Reading) -> None:
        self._db = db
        self._reading = reading
