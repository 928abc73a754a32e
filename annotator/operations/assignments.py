"""What a lead says of who annotates what: decisions of the layer `project`, which touch nobody's work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from annotator.errors import Invalid
from annotator.ids import assignment_id
from annotator.layers import PROJECT, annotator_name
from annotator.operations.base import Desk, Draft
from annotator.review.handing_out import AssignmentRow
from annotator.wording import counted

KIND = "assignment"
OPENED = "review_calibration_open"


class Assign(msgspec.Struct, frozen=True):
    """Give articles to annotators, as a plan or somebody's choice says."""

    rows: tuple[AssignmentRow, ...]

    @property
    def title(self) -> str:
        return f"Assign {counted(len({row.article for row in self.rows}), 'article')}"

    def drafts(self, desk: Desk) -> list[Draft]:
        absent = desk.absent(dict.fromkeys(row.article for row in self.rows))
        if absent:
            raise Invalid(f"The project has no article {absent[0]}.")
        return [_assigned(row) for row in self.rows if desk.assignment(row.article, row.annotator) != row]


class Unassign(msgspec.Struct, frozen=True):
    """Take articles, each with its annotator, back. What was done on them stays in the annotator's layer."""

    pairs: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        return f"Take {counted(len(self.pairs), 'assignment')} back"

    def drafts(self, desk: Desk) -> list[Draft]:
        return [_taken_back(desk, article, annotator) for article, annotator in self.pairs]


class Reassign(msgspec.Struct, frozen=True):
    """Give articles of `source` to `to` in their place; each keeps its order. The work on them stays in its layer."""

    articles: tuple[str, ...]
    source: str
    to: str

    @property
    def title(self) -> str:
        return f"Give {counted(len(self.articles), 'article')} of {self.source} to {self.to}"

    def drafts(self, desk: Desk) -> list[Draft]:
        if annotator_name(self.to) == self.source:
            raise Invalid(f"{self.source} has these articles already.", "Name another annotator.")
        drafts: list[Draft] = []
        for article in self.articles:
            drafts.append(_taken_back(desk, article, self.source))
            row = desk.assignment(article, self.source)
            if row is not None and desk.assignment(article, self.to) is None:
                drafts.append(_assigned(msgspec.structs.replace(row, annotator=self.to)))
        return drafts


class ReturnArticle(msgspec.Struct, frozen=True):
    """Give a submitted article back to its annotator with a comment: it is theirs until they submit it again."""

    article: str
    annotator: str
    comment: str

    @property
    def title(self) -> str:
        return f"Return the article to {self.annotator}"

    def drafts(self, desk: Desk) -> list[Draft]:
        if not self.comment.strip():
            raise Invalid("Say in a word why the article comes back.", "The annotator reads it above the article.")
        submission = desk.submission(self.article, self.annotator)
        if submission is None:
            raise Invalid(f"{self.annotator} has not submitted this article, so that nothing can be returned.")
        returned = {"submission": submission, "comment": self.comment.strip()}
        return [_on(self.article, self.annotator, "return", {"returned": returned})]


class OpenRest(msgspec.Struct, frozen=True):
    """Open what comes after these calibration articles to those who have submitted them."""

    articles: tuple[str, ...]

    @property
    def title(self) -> str:
        return "Open the articles after the calibration"

    def drafts(self, desk: Desk) -> list[Draft]:
        old = desk.opened()
        wanted = sorted(old | set(self.articles))
        return [Draft(PROJECT, None, desk.project_id, "setting", "rule", {OPENED: wanted})] if set(wanted) > old else []


def taken_back(rows: Iterable[AssignmentRow]) -> Unassign:
    """The operation that takes these assignments back."""
    return Unassign(tuple((row.article, row.annotator) for row in rows))


def _assigned(row: AssignmentRow) -> Draft:
    fields = {"state": "kept", "blind": row.blind, "calibration": row.calibration, "order": row.order}
    return _on(row.article, row.annotator, "assign", fields)


def _taken_back(desk: Desk, article: str, annotator: str) -> Draft:
    if desk.assignment(article, annotator) is None:
        raise Invalid(f"The article is not assigned to {annotator}.")
    return _on(article, annotator, "unassign", {"state": "removed"})


def _on(article: str, annotator: str, action: str, fields: dict[str, Any]) -> Draft:
    # Every decision names the annotator, so that it stands whatever of the others was undone.
    name = annotator_name(annotator)
    return Draft(PROJECT, article, assignment_id(article, name), KIND, action, {"annotator": name, **fields})
