"""`Cases`: the case book as a project has it, to be read, searched and asked for like cases. Reads only.

An annotator may ask it too, through `shown_to`: it holds the lead's words, but what was decided of an article must not
be seen by who has that article still to do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from annotator.model import Entity, Span
from annotator.operations.cases import LookAgain
from annotator.review.cases import Case, CaseEntry, LikeCase, cases_of, like, search
from annotator.review.guidelines import SectionChange, changed_sections, woven
from annotator.review.settling.decided import GoldDecision
from annotator.store import Database, assignments, cases, queries
from annotator.store.chunks import chunks
from annotator.views.lead.review_decisions import ReviewDecisions
from annotator.wording import counted


class Concerned(msgspec.Struct, frozen=True):
    """What a change of the guidelines concerns: the cases that cite what changed, and what was settled by them."""

    changes: tuple[SectionChange, ...]
    cases: tuple[Case, ...]
    decisions: tuple[GoldDecision, ...]

    def __bool__(self) -> bool:
        return bool(self.decisions)

    def look_again(self) -> LookAgain:
        """The operation that puts these decisions before a lead again."""
        return LookAgain(self.decisions)


class CasePlace(msgspec.Struct, frozen=True):
    """Where the card of a case stands: the annotator's unit there, if there is one, and the words of the gold."""

    article: str
    unit: str | None = None
    span: Span | None = None


class Submission(msgspec.Struct, frozen=True):
    """Under what an article was submitted: names and versions, "" for what was not written down."""

    scheme_name: str = ""
    scheme: str = ""
    guidelines: str = ""


class Cases:
    """Questions about the case book as it is when the first one is asked: another `Cases` knows what came since."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._annotator: str | None = None
        self._articles: Collection[str] = ()
        self._read: list[CaseEntry] | None = None

    def shown_to(self, annotator: str, article: str | None = None) -> Cases:
        """The case book as an annotator may see it, who looks at `article` just now.

        Without what was written of articles that are theirs and not submitted: it would tell them what is gold there.
        """
        shown = Cases(self._db)
        shown._annotator, shown._articles = annotator, (article,) if article else ()
        shown._read = self._entries()
        return shown

    def all(self) -> list[Case]:
        """Every case, by section."""
        return cases_of(self._entries())

    def find(self, card: str) -> Case | None:
        """The case that a card was settled by; of several the last."""
        found = [case for case in self.all() if any(entry.card == card for entry in case.entries)]
        return max(found, key=lambda case: max(one.time for one in case.entries if one.card == card), default=None)

    def search(self, query: str) -> list[Case]:
        """The cases in which every word of the query begins some word: of reason, comment, section, labels, words."""
        return search(self.all(), query)

    def like(
        self, kinds: Collection[str] = (), labels: Collection[str] = (), words: str = "", *, most: int = 5
    ) -> list[LikeCase]:
        """The likest cases to a unit with these labels and words on which layers differ so, the likest first."""
        return like(self.all(), kinds, labels, words, most=most)

    def beside(self, guidelines: str) -> str:
        """The guidelines (Markdown) with the cases of each section beneath it: what annotators read."""
        remarks: dict[str, list[str]] = {}
        for case in self.all():
            told = [f"**Case:** {case.reason}", case.comment, f"({counted(case.used, 'time')})"]
            remarks.setdefault(case.section, []).append(" ".join(part for part in told if part))
        return woven(guidelines, remarks)

    def concerned(self, old: str, new: str) -> Concerned:
        """What a change from one guidelines text to another concerns. Falsy where nothing was settled by it."""
        changes = [one for one in changed_sections(old, new) if one.change != "added"]
        keys = {one.section.key for one in changes}
        found = [case for case in self.all() if case.section in keys]
        return Concerned(tuple(changes), tuple(found), tuple(self._settled(found)))

    def place(self, card: str, layer: str) -> CasePlace | None:
        """Where a settled card stands, for a layer; None where it is not in the file."""
        for decision in ReviewDecisions(self._db).of_cards([card]):
            subject = next((one.subject for one in decision.settles if one.layer == layer), None)
            value = decision.place
            spans = () if value is None else (value.span,) if isinstance(value, Entity) else value.content
            return CasePlace(decision.article, subject or None, spans[0] if spans else None)
        return None

    def submission(self, article: str, layer: str) -> Submission | None:
        """Under what a layer has submitted an article; None where it has not."""
        status = queries.statuses(self._db, layer, [article]).get(article)
        if status is None or status.state != "submitted":
            return None
        said: Mapping[str, Any] = status.fields.get("submission") or {}
        told = {name: said.get(name) for name in Submission.__struct_fields__}
        return Submission(**{name: str(value) for name, value in told.items() if value is not None})

    def submissions(self) -> dict[str, list[tuple[str, str]]]:
        """Guidelines version → the (article, layer) submitted under it, by article; "" where none was written down.

        The version of a text is `annotator.review.guidelines.guidelines_version`'s.
        """
        by_layer: dict[str, list[str]] = {}
        for article, layers in queries.submitters(self._db).items():
            for layer in layers:
                by_layer.setdefault(layer, []).append(article)
        found: dict[str, list[tuple[str, str]]] = {}
        for layer, articles in sorted(by_layer.items()):
            for chunk in chunks(articles):
                for article, status in queries.statuses(self._db, layer, chunk).items():
                    submission: Mapping[str, Any] = status.fields.get("submission") or {}
                    found.setdefault(str(submission.get("guidelines") or ""), []).append((article, layer))
        return {version: sorted(own) for version, own in sorted(found.items())}

    def _entries(self) -> list[CaseEntry]:
        self._read = entries = cases.entries(self._db) if self._read is None else self._read
        if self._annotator is None:
            return entries
        withheld = self._withheld(self._annotator, {entry.article for entry in entries if entry.article})
        return [entry for entry in entries if entry.article not in withheld]

    def _withheld(self, annotator: str, articles: Collection[str]) -> frozenset[str]:
        """Those of these articles that an annotator has still to do, or to do again."""
        own = {row.article for row in assignments.of_annotator(self._db, annotator)} | set(self._articles)
        asked = sorted(own & set(articles))
        done = {
            article
            for chunk in chunks(asked)
            for article, status in queries.statuses(self._db, annotator, chunk).items()
            if status.state == "submitted"
        }
        return frozenset(asked) - done

    def _settled(self, found: Sequence[Case]) -> list[GoldDecision]:
        """The decisions on the cards that these cases were written for."""
        cards = sorted({entry.card for case in found for entry in case.entries if entry.card})
        settled = {one.id: one for one in ReviewDecisions(self._db).of_cards(cards)}
        return sorted(settled.values(), key=lambda one: (one.article, one.id))
