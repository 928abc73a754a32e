"""What a lead writes into the case book, and which settled cards are to be looked at again when a section changes."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.errors import Invalid
from annotator.ids import random_id
from annotator.layers import GOLD, PROJECT
from annotator.operations.base import Desk, Draft
from annotator.review.settling.decided import GoldDecision

KIND = "casebook"


class AddCase(msgspec.Struct, frozen=True):
    """A reason for a decision, with the section of the guidelines that it follows and a comment to the annotators.

    `card` and `article` say what was decided, if it is about one card; its `kinds`, `labels` and `words` are what like
    cases are found by; `outcome` says in words what was decided.
    """

    reason: str
    section: str = ""
    comment: str = ""
    kinds: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    words: str = ""
    outcome: str = ""
    card: str = ""
    article: str | None = None
    id: str = msgspec.field(default_factory=random_id)

    @property
    def title(self) -> str:
        return "Add to the case book"

    def drafts(self, desk: Desk) -> list[Draft]:
        _check(desk, self.reason, self.comment)
        fields: dict[str, Any] = {
            "state": "kept",
            "reason": self.reason.strip(),
            "section": self.section.strip(),
            "comment": self.comment.strip(),
            "kinds": list(self.kinds),
            "labels": list(self.labels),
            "words": self.words,
            "outcome": self.outcome,
            "unit": self.card or None,
        }
        return [Draft(PROJECT, self.article, self.id, KIND, "case", fields)]


class EditCase(msgspec.Struct, frozen=True):
    """Another reason, section or comment for a case: for all its entries; None leaves one as it is."""

    ids: tuple[str, ...]
    reason: str | None = None
    section: str | None = None
    comment: str | None = None

    @property
    def title(self) -> str:
        return "Edit case"

    def drafts(self, desk: Desk) -> list[Draft]:
        _check_there(desk, self.ids)
        if self.reason is not None:
            _check(desk, self.reason, self.comment or "")
        told = {"reason": self.reason, "section": self.section, "comment": self.comment}
        fields = {name: value.strip() for name, value in told.items() if value is not None}
        return [Draft(PROJECT, None, one, KIND, "correct", fields) for one in self.ids] if fields else []


class RemoveCase(msgspec.Struct, frozen=True):
    """Take a case, with all its entries, out of the book. What was decided by it stays."""

    ids: tuple[str, ...]

    @property
    def title(self) -> str:
        return "Remove case"

    def drafts(self, desk: Desk) -> list[Draft]:
        _check_there(desk, self.ids)
        return [Draft(PROJECT, None, one, KIND, "remove", {"state": "removed"}) for one in self.ids]


class LookAgain(msgspec.Struct, frozen=True):
    """Put settled cards before a lead again: what was decided stays gold, and who differs from it counts as late."""

    decisions: tuple[GoldDecision, ...]

    @property
    def title(self) -> str:
        return f"Look again at {len(self.decisions)}"

    def drafts(self, desk: Desk) -> list[Draft]:
        if desk.is_handout:
            raise Invalid("In a handout nothing is reviewed.")
        return [
            Draft(
                GOLD, one.article, one.id, one.kind, "adjudicate",
                {"settles": [[settled.layer, settled.subject, []] for settled in sorted(one.settles)]},
            )
            for one in self.decisions
        ]  # fmt: skip


def _check(desk: Desk, reason: str, comment: str) -> None:
    if desk.is_handout:
        raise Invalid("The case book is the lead's to write.", "Leave a note for the lead.")
    if not reason.strip() and not comment.strip():
        raise Invalid("Say in a sentence why.", "The reason is what the next like case is decided by.")


def _check_there(desk: Desk, ids: tuple[str, ...]) -> None:
    if not all(desk.is_published(KIND, one) for one in ids):
        raise Invalid("That case is not in the case book.")
