"""Accepting by score: what the machine is sure enough of, in one act for many."""

from __future__ import annotations

import msgspec

from annotator.model import PASSES
from annotator.operations.base import Desk, Draft
from annotator.operations.units import accept


class AcceptAbove(msgspec.Struct, frozen=True):
    """Accept these suggestions of an article, as far as they are undecided, not hidden, and scored at least `least`.

    What memory has made less sure since somebody looked is left alone, not refused with an error.
    """

    article: str
    ids: tuple[str, ...]
    least: float

    @property
    def title(self) -> str:
        return "Accept" if len(self.ids) == 1 else f"Accept {len(self.ids)}"

    def drafts(self, desk: Desk) -> list[Draft]:
        wanted = frozenset(self.ids)
        units = [unit for unit in desk.undecided(self.article, PASSES) if unit.id in wanted and unit.is_machine]
        sure = [unit for unit in units if unit.score is not None and unit.score >= self.least]
        return [draft for unit in sure for draft in accept(desk, self.article, unit, bulk=True)]
