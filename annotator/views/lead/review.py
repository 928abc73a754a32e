"""`Review`: what a lead asks of review, and what a lead can do there. Reads only; every act gives an operation to run.

What is compared and decided is worked out in `annotator.review`; what is known of the articles is kept in
`annotator.views.lead.review_articles`. Only leads ask: an annotator's window has no review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from annotator.errors import NotFound
from annotator.model import Entity, Statement
from annotator.operations import Adjudicate, SetReviewSettings, Together
from annotator.operations.base import Operation
from annotator.progress import Progress
from annotator.review.comparing.classes import ClassChoice, DisagreementClass, classes
from annotator.review.model import Card
from annotator.review.queue import QueueRow, ReviewCard, ReviewedArticle, Version
from annotator.review.sampling import ErrorRate, error_rate
from annotator.review.settings import ReviewSettings
from annotator.review.settling import deciding
from annotator.review.settling.decided import GoldDecision
from annotator.review.settling.gold import Gold
from annotator.store import Database, adjudications
from annotator.views.lead.review_articles import ReviewArticles
from annotator.views.lead.review_decisions import ReviewDecisions
from annotator.views.reading import Reading


class Slip(msgspec.Struct, frozen=True):
    """A version that a lead marked as a slip: whose, and on which card of which article."""

    layer: str
    article: str
    card: str


class SampleReport(msgspec.Struct, frozen=True):
    """What checking the sample of agreed units has shown so far, and how many of it wait."""

    found: ErrorRate
    waiting: int


class Review:
    """Questions about articles that several annotators submitted, and the acts on their cards."""

    def __init__(
        self, db: Database, reading: Reading, project_id: str, *, settings: ReviewSettings | None = None
    ) -> None:
        self._db = db
        self._reading = reading
        self._project_id = project_id
        self._articles = ReviewArticles(db, reading, project_id, settings=settings)

    def by(self, settings: ReviewSettings) -> Review:
        """Review as it would be by other settings, to be asked what would wait. Nothing is changed."""
        return Review(self._db, self._reading, self._project_id, settings=settings)

    @property
    def settings(self) -> ReviewSettings:
        """How the project is reviewed."""
        return self._articles.settings

    # The queue

    def queue(self, progress: Progress | None = None) -> list[QueueRow]:
        """Every article that two or more submitted: those with most to settle first, those that are done last.

        Articles that nobody asked for yet are read now; `warm` spares that.
        """
        while not self._articles.warm(50):
            if progress:
                progress(*self._articles.known)
        return self.rows()

    def warm(self, articles_at_a_time: int = 20) -> bool:
        """Work out so many more articles that `queue` would at once. Gives whether nothing is left."""
        return self._articles.warm(articles_at_a_time)

    @property
    def known(self) -> tuple[int, int]:
        """How many articles of the queue are worked out, and how many there are."""
        return self._articles.known

    def rows(self) -> list[QueueRow]:
        """The queue as far as it is worked out, in its order. What changed in one that is not open comes later."""
        return sorted(self._articles.rows(), key=_queue_key)

    def article(self, article_id: str) -> ReviewedArticle:
        """An article as it is under review, also one that a single annotator submitted, or nobody.

        Raises:
            NotFound: there is none with this id.
        """
        return self._articles.article(article_id)

    def articles(self, article_ids: Sequence[str]) -> Iterator[ReviewedArticle]:
        """Many articles as they are under review, in this order; read some at a time, and not kept."""
        return (article for article, _ in self.golds(article_ids))

    def golds(self, article_ids: Sequence[str]) -> Iterator[tuple[ReviewedArticle, Gold]]:
        """The same, each with what is gold of it and how that came about."""
        return self._articles.articles(article_ids)

    # Acts: each gives what `Project.run` carries out as one gesture. `card` is a card or its id; it is looked up as it
    # is now, so that what came meanwhile is settled with it.

    def take(self, article: str, card: ReviewCard | str, version: Version, *, slips: Collection[str] = ()) -> Operation:
        """Take a version; that of gold confirms what was settled."""
        now = self._card(article, card)
        return _settle(now, deciding.take(now, version, slips=slips))

    def compose(
        self,
        article: str,
        card: ReviewCard | str,
        parts: Mapping[str, Version | str],
        *,
        slips: Collection[str] = (),
    ) -> Operation:
        """Put parts of several versions together: part → version, or the layer that has it. The rest is the first's."""
        now = self._card(article, card)
        return _settle(now, deciding.compose(now, parts, slips=slips))

    def none_right(self, article: str, card: ReviewCard | str, *, slips: Collection[str] = ()) -> Operation:
        """No version is right."""
        now = self._card(article, card)
        return _settle(now, deciding.none_right(now, slips=slips))

    def edit(
        self, article: str, card: ReviewCard | str, value: Entity | Statement, *, slips: Collection[str] = ()
    ) -> Operation:
        """Another value, given in place. Its parent may go by the id that it has in gold."""
        now = self._card(article, card)
        return _settle(now, deciding.edit(now, self._with_parent(article, value), slips=slips))

    def keep_both(
        self,
        article: str,
        card: ReviewCard | str,
        preferred: Version,
        *others: Version,
        slips: Collection[str] = (),
    ) -> Operation:
        """Keep several readings, the preferred one first."""
        now = self._card(article, card)
        return _settle(now, deciding.keep_both(now, preferred, *others, slips=slips))

    def add(self, article: str, value: Entity | Statement) -> Operation:
        """A unit that everybody missed. Its parent may go by the id that it has in gold."""
        decision = deciding.add(self.article(article), self._with_parent(article, value))
        return Adjudicate(decision, value, "Add to gold")

    def confirm(self, article: str, card: ReviewCard | str) -> Operation:
        """It is right as it is: an agreed unit, or what was settled before a version came or changed."""
        now = self._card(article, card)
        return _settle(now, deciding.confirm(now), title="Confirm")

    def mark_slips(self, article: str, card: ReviewCard | str, layers: Collection[str]) -> Operation:
        """Mark the versions of these annotators, and of no others, as slips: they know better, and need not change."""
        now = self._card(article, card)
        return _settle(now, deciding.mark_slips(now, layers), title="Mark slip")

    def change_settings(self, settings: ReviewSettings) -> Operation:
        """Review by other settings."""
        return SetReviewSettings(self.settings, settings)

    # Whole classes

    def classes(self, article: str | None = None) -> list[DisagreementClass]:
        """The classes of alike disagreements that wait, the largest first: of an article, or of the whole project."""
        if article is not None:
            return classes(self._open_in(article), self._articles.text)
        self.queue()
        return classes(self._articles.open_cards(), self._articles.text)

    def settle_class(
        self, found: DisagreementClass, choice: ClassChoice, cards: Collection[str] | None = None
    ) -> Together:
        """Settle every card of a class (or those with these ids of it) by one choice, as one gesture."""
        title = found.sentence(choice)
        wanted: dict[str, set[str]] = defaultdict(set)
        for card in found.cards:
            if cards is None or card.id in cards:
                wanted[card.article].add(card.id)
        operations: list[Operation] = []
        for article, ids in wanted.items():
            for card in self.article(article).cards:
                if card.state == "open" and card.card.id in ids:
                    version = _version_of(card, choice.takes[card.card.id])
                    operations.append(_settle(card, deciding.take(card, version, batch=title)))
        return Together(title, tuple(operations))

    # What review has shown

    def sample_report(self) -> SampleReport:
        """How often the agreed units that were checked are wrong, and how many of the sample wait."""
        checked = [one for one in ReviewDecisions(self._db).everywhere() if one.sampled]
        waiting = sum(row.waiting.get("sample", 0) for row in self.queue())
        return SampleReport(error_rate(len(checked), sum(not one.was_right for one in checked)), waiting)

    def slips(self) -> dict[str, list[Slip]]:
        """For each annotator the versions that were marked as slips."""
        found: dict[str, list[Slip]] = {}
        for decision in ReviewDecisions(self._db).everywhere():
            for layer in decision.slips:
                found.setdefault(layer, []).append(Slip(layer, decision.article, decision.id))
        return dict(sorted(found.items()))

    def conflicts(self) -> list[tuple[str, ReviewCard]]:
        """(article, card) of what two leads settled differently, by article."""
        waiting = {row.article: row.waiting.get("conflict", 0) for row in self.queue()}
        settled = [one for one in sorted(adjudications.articles(self._db)) if waiting.get(one, 1)]
        return [(one, card) for one in settled for card in self.article(one).cards if card.state == "conflict"]

    def _with_parent(self, article: str, value: Entity | Statement) -> Entity | Statement:
        """The value with its parent named by its card, where it is named by the id that it has in gold."""
        if isinstance(value, Entity) or value.parent is None:
            return value
        return msgspec.structs.replace(value, parent=self._articles.card_of(article, value.parent) or value.parent)

    def _open_in(self, article: str) -> Iterator[Card]:
        return (card.card for card in self.article(article).cards if card.state == "open")

    def _card(self, article: str, card: ReviewCard | str) -> ReviewCard:
        found = self.article(article).find(card if isinstance(card, str) else card.id)
        if found is None:
            raise NotFound("That is no longer under review.", "Something that it was made of has changed.")
        return found


def _settle(card: ReviewCard, decision: GoldDecision, title: str = "Settle disagreement") -> Adjudicate:
    return Adjudicate(decision, deciding.base_of(card), title)


def _version_of(card: ReviewCard, layer: str | None) -> Version:
    if layer is None:
        return Version(card.card.absent, (), None)
    return next(version for version in card.versions if layer in version.layers)


def _queue_key(row: QueueRow) -> tuple[bool, float, int, str, str]:
    return (not row.waiting, -row.weight, -row.open, row.title, row.article)
