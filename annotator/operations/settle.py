"""Settling a conflict: two laptops decided one field differently; one value is chosen and replaces all."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.operations.base import Desk, Draft


class Settle(msgspec.Struct, frozen=True):
    """Choose a value for a field on which live decisions of this layer contradict each other."""

    article: str | None
    subject: str
    kind: str
    field: str
    value: Any

    @property
    def title(self) -> str:
        return "Settle conflict"

    def drafts(self, desk: Desk) -> list[Draft]:
        return [Draft(desk.layer, self.article, self.subject, self.kind, "settle", {self.field: self.value})]
