"""Settling a conflict: two laptops decided one field differently; one value is chosen and replaces all."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.errors import Invalid
from annotator.layers import GOLD, PROJECT
from annotator.operations.base import Desk, Draft


class Settle(msgspec.Struct, frozen=True):
    """Choose one of the values of a field on which decisions of one's own layer, or of the project, are in conflict."""

    article: str | None
    subject: str
    kind: str
    field: str
    value: Any

    @property
    def title(self) -> str:
        return "Settle conflict"

    def drafts(self, desk: Desk) -> list[Draft]:
        found = desk.conflicting(self.subject, self.kind, self.field)
        layer = next((name for name in (desk.layer, PROJECT) if name in found), None)
        if layer is None and GOLD in found:
            raise Invalid("Two leads settled this differently.", "Take one of the versions in Review.")
        if layer is None:
            raise Invalid("There is no conflict to settle there.", "It may be another annotator's, or settled already.")
        if self.value not in found[layer]:
            raise Invalid("That is none of the values in conflict.", "Choose one, then correct it.")
        return [Draft(layer, self.article, self.subject, self.kind, "settle", {self.field: self.value})]
