"""`Lead`: what a lead asks of a project, by theme. Each theme is a module of its own and is imported when asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from annotator.review.settings import ReviewSettings, review_settings
from annotator.store import Database, queries
from annotator.views.layer_works import LayerWorks
from annotator.views.reading import Reading

if TYPE_CHECKING:
    from annotator.views.figures import Figures
    from annotator.views.inventories import Inventories


class Lead:
    """Questions about the work of all layers. Nobody but a lead asks them: annotators work independently."""

    def __init__(self, db: Database, reading: Reading, project_id: str) -> None:
        self._db = db
        self._reading = reading
        self._project_id = project_id

    @property
    def settings(self) -> ReviewSettings:
        """How the project is reviewed."""
        return review_settings(queries.settings(self._db, self._project_id))

    @property
    def works(self) -> LayerWorks:
        """The layers side by side, as they are now."""
        return LayerWorks(self._db, self._reading.scheme)

    @cached_property
    def inventories(self) -> Inventories:
        """The events and actors of all layers, and which of them may be one."""
        from annotator.views.inventories import Inventories

        return Inventories(self._db, self._reading, self._project_id)

    @property
    def figures(self) -> Figures:
        """What is counted over the work of all layers, and what each number stands for."""
        from annotator.views.figures import Figures

        return Figures(self._db, self._reading.scheme)
