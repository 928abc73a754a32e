"""`Lead`: what a lead asks of a project, by theme. Each theme is a module of its own and is imported when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from annotator.progress import Progress
from annotator.review.settings import ReviewSettings, review_settings
from annotator.store import Database, check, queries
from annotator.views.lead.layer_works import LayerWorks
from annotator.views.reading import Reading

if TYPE_CHECKING:
    from annotator.exchange.gold.releasing import Gold
    from annotator.review.agreement.model import AgreementReport, UnitsBehind
    from annotator.views.lead.cases import Cases
    from annotator.views.lead.feedback import Feedback
    from annotator.views.lead.figures import Figures
    from annotator.views.lead.inventories import Inventories
    from annotator.views.lead.review import Review
    from annotator.views.lead.team import Team


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

    @cached_property
    def review(self) -> Review:
        """What leads have to settle, and the acts that settle it."""
        from annotator.views.lead.review import Review

        return Review(self._db, self._reading, self._project_id)

    @property
    def works(self) -> LayerWorks:
        """The layers side by side, as they are now."""
        return LayerWorks(self._db, self._reading.scheme)

    @property
    def team(self) -> Team:
        """Who has what, as it is now, and plans for handing out more."""
        from annotator.views.lead.team import Team

        return Team(self._db, self._reading, self._project_id)

    @property
    def is_handout(self) -> bool:
        """Whether the file is one annotator's: assigning and reviewing are done in the project that it comes from."""
        return check.handout(self._db) is not None

    @cached_property
    def inventories(self) -> Inventories:
        """The events and actors of all layers, and which of them may be one."""
        from annotator.views.lead.inventories import Inventories

        return Inventories(self._db, self._reading, self._project_id)

    @property
    def figures(self) -> Figures:
        """What is counted over the work of all layers, and what each number stands for."""
        from annotator.views.lead.figures import Figures

        return Figures(self._db, self._reading.scheme, self)

    @property
    def cases(self) -> Cases:
        """The case book. Annotators may ask it too: it holds leads' words only."""
        from annotator.views.lead.cases import Cases

        return Cases(self._db)

    @property
    def feedback(self) -> Feedback:
        """What was settled otherwise than an annotator has it. Annotators ask it for themselves."""
        from annotator.views.lead.feedback import Feedback

        return Feedback(self._db, self._reading)

    @property
    def gold(self) -> Gold:
        """What blocks the gold, the releases, and what one has otherwise than another."""
        from annotator.exchange.gold.releasing import Gold

        return Gold(self._db, self._reading.scheme, self)

    def agreement(
        self,
        samples: int = 1000,
        seed: int = 0,
        articles: Sequence[str] | None = None,
        progress: Progress | None = None,
    ) -> AgreementReport:
        """How far layers agree, over the articles (all without) that two or more of them submitted.

        `samples` of the bootstrap over articles give the intervals, the same for the same `seed`.
        """
        from annotator.views.lead.agreement import agreement

        return agreement(self._db, self.works, samples=samples, seed=seed, articles=articles, progress=progress)

    def agreement_units(self, label: str, other: str, articles: Sequence[str] | None = None) -> list[UnitsBehind]:
        """Where one layer says `label` of an entity and another `other`; "" for a layer that has nothing there."""
        from annotator.views.lead.agreement import agreement_units

        return agreement_units(self._db, self.works, label, other, articles=articles)
