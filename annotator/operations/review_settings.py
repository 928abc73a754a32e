"""How a project is reviewed: the lead's choices, decisions of the layer `project`."""

from __future__ import annotations

import msgspec

from annotator.errors import Invalid
from annotator.layers import PROJECT
from annotator.operations.base import Desk, Draft
from annotator.review.settings import ReviewSettings, review_fields


class SetReviewSettings(msgspec.Struct, frozen=True):
    """Other choices for review; only what differs from `before` is decided."""

    before: ReviewSettings
    settings: ReviewSettings

    @property
    def title(self) -> str:
        return "Change how review works"

    def drafts(self, desk: Desk) -> list[Draft]:
        if self.settings.at_least < 2 and self.settings.rule == "majority":
            raise Invalid("A majority is of two at least.")
        if not 0 <= self.settings.sample <= 1:
            raise Invalid("The share of agreed units to check lies between 0 and 100 %.")
        old = review_fields(self.before)
        changed = {name: value for name, value in review_fields(self.settings).items() if value != old[name]}
        return [Draft(PROJECT, None, desk.project_id, "setting", "rule", changed)] if changed else []
