"""Articles under review as they stand: worked out once, kept, and worked out again where something was decided since.

Of every article in the queue a row and its open cards are kept, of the few articles used last everything.
"""

from __future__ import annotations

import zlib
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from annotator.layers import GOLD, PROJECT
from annotator.model import Article
from annotator.review.comparing.comparison import compare
from annotator.review.hiding import lettered
from annotator.review.model import Card, Comparison, LayerWork
from annotator.review.queue import QueueRow, ReviewCard, ReviewedArticle
from annotator.review.sampling import rank
from annotator.review.settings import ReviewSettings, review_settings
from annotator.review.settling.decided import GoldDecision
from annotator.review.settling.gold import Gold, GoldMaker
from annotator.review.settling.resolving import Resolver
from annotator.store import Database, adjudications, articles, journal, queries
from annotator.views.lead.layer_works import LayerWorks
from annotator.views.lead.review_decisions import ReviewDecisions
from annotator.views.reading import Reading
from annotator.views.uncollected import uncollected

KEPT_ARTICLES = 6
CHUNK = 50
_encode_cards = msgspec.msgpack.Encoder().encode
_decode_cards = msgspec.msgpack.Decoder(list[Card]).decode


class _Opened:
    """One article: what its layers have, compared; the lead's decisions by card; the cards, while nothing changed."""

    def __init__(self, article: str, works: Sequence[LayerWork], decisions: Iterable[GoldDecision]) -> None:
        self.works = tuple(works)
        self.comparison: Comparison = msgspec.structs.replace(compare(self.works), article=article)
        self.decisions: dict[str, list[GoldDecision]] = {}
        self.put(decisions)
        self.stale: set[str] = set()
        self.resolver: Resolver | None = None
        self.maker = GoldMaker()
        self.cards: tuple[ReviewCard, ...] | None = None
        self.gold: Gold | None = None
        self._ranks: list[tuple[float, str]] | None = None

    def ranks(self, seed: str) -> list[tuple[float, str]]:
        """(rank, id) of every card on which two or more agree: who is in the sample."""
        if self._ranks is None:
            agreed = [card.id for card in self.comparison.agreed if not card.is_alone]
            self._ranks = [(rank(one, seed), one) for one in agreed]
        return self._ranks

    def put(self, decisions: Iterable[GoldDecision]) -> None:
        for decision in decisions:
            self.decisions.setdefault(decision.id, []).append(decision)

    def expire(self) -> None:
        """Review it by other settings."""
        self.resolver = self.cards = self.gold = None


class _Summary(msgspec.Struct, frozen=True):
    """What is kept of every article in the queue. `lowest`: the rank and id of the agreed card that is drawn first.

    `held` are the disagreements that are open, packed once the article is closed: there may be a hundred thousand of
    them in the queue, as objects a gigabyte.
    """

    row: QueueRow
    held: Sequence[Card] | bytes
    lowest: tuple[float, str] | None

    @property
    def open(self) -> Sequence[Card]:
        return _decode_cards(zlib.decompress(self.held)) if isinstance(self.held, bytes) else self.held

    def packed(self) -> _Summary:
        if isinstance(self.held, bytes):
            return self
        return msgspec.structs.replace(self, held=zlib.compress(_encode_cards(self.held), 1))


class ReviewArticles:
    """The articles that somebody submitted, with what leads settled in them."""

    def __init__(
        self, db: Database, reading: Reading, project_id: str, *, settings: ReviewSettings | None = None
    ) -> None:
        self._db = db
        self._reading = reading
        self._project_id = project_id
        self._summaries: dict[str, _Summary] = {}
        self._text = ("", "")
        self._stale: set[str] = set()
        """The articles whose summary is as it was before something was decided."""
        self._opened: OrderedDict[str, _Opened] = OrderedDict()
        self._seen = journal.last_row(db)
        self._given = settings
        """Settings to work by instead of the project's."""
        self._settings = self._read_settings()
        self._first_drawn = ""
        """The id of the card that is checked where the share of the sample draws none."""
        self._forget_registry()

    # What is known

    @property
    def settings(self) -> ReviewSettings:
        self._sync()
        return self._settings

    @property
    def submitted(self) -> Mapping[str, Sequence[str]]:
        """For each article that somebody submitted, who did."""
        self._sync()
        if self._submitted is None:
            self._submitted = queries.submitters(self._db)
        return self._submitted

    @property
    def titles(self) -> Mapping[str, str]:
        """The title of every article, in project order."""
        self._sync()
        if self._titles is None or len(self._titles) != articles.count(self._db):
            self._titles = {row.id: row.title for row in articles.rows(self._db, GOLD)}
        return self._titles

    @property
    def known(self) -> tuple[int, int]:
        """How many articles of the queue are worked out, and how many there are."""
        wanted = self._queued()
        return len(wanted) - len(self._missing(wanted)), len(wanted)

    def text(self, article: str) -> str:
        """An article's text. That of the last one is kept: who asks goes from card to card."""
        if self._text[0] != article:
            self._text = (article, articles.get(self._db, article).text)
        return self._text[1]

    # The queue

    def warm(self, count: int) -> bool:
        """Work out so many more articles of the queue. Gives whether nothing is left."""
        missing = self._missing(self._queued())
        with uncollected():
            for article, opened in self._load(missing[:count]):
                self._summarise(article, opened)
                if len(self._opened) < KEPT_ARTICLES:
                    self._opened[article] = opened  # one of the first is what is opened next
                else:
                    self._pack(article)
        if len(missing) > count:
            return False
        return self._draw_one()

    def rows(self) -> list[QueueRow]:
        """The rows of the articles that are worked out, those of open ones brought up to date."""
        wanted = set(self._queued())
        for article in self._stale & wanted & self._opened.keys():
            self._summarise(article, self._opened[article])
        return [found.row for article, found in self._summaries.items() if article in wanted]

    def open_cards(self) -> Iterator[Card]:
        """The disagreements that are open in the articles that are worked out."""
        wanted = set(self._queued())
        return (card for article, found in self._summaries.items() if article in wanted for card in found.open)

    # One article

    def article(self, article: str) -> ReviewedArticle:
        """See `Review.article`."""
        with uncollected():
            return self._reviewed(articles.get(self._db, article), self._open(article))

    def articles(self, wanted: Sequence[str]) -> Iterator[tuple[ReviewedArticle, Gold]]:
        """See `Review.golds`."""
        self._sync()
        missing = set(self._missing(self._queued()))
        for chunk in (wanted[at : at + CHUNK] for at in range(0, len(wanted), CHUNK)):
            texts = {article.id: article for article in articles.texts(self._db, chunk)}
            for article, opened in self._load(chunk):
                if article in missing:
                    # The queue need not read again what an export has read.
                    self._summarise(article, opened)
                    self._pack(article)
                found = self._reviewed(texts[article], opened)
                yield found, self._gold(opened, found.cards)

    def _reviewed(self, article: Article, opened: _Opened) -> ReviewedArticle:
        cards = self._cards(article.id, opened)
        return ReviewedArticle(article, opened.works, cards, self._gold(opened, cards).units, self._names(article.id))

    def _open(self, article: str) -> _Opened:
        self._sync()
        found = self._opened.get(article)
        if found is None:
            ((_, found),) = self._load([article])
            self._opened[article] = found
            while len(self._opened) > KEPT_ARTICLES:
                self._pack(self._opened.popitem(last=False)[0])
        else:
            self._opened.move_to_end(article)
        return found

    def _load(self, wanted: Sequence[str]) -> Iterator[tuple[str, _Opened]]:
        """These articles, those that are open as they are."""
        missing = [article for article in wanted if article not in self._opened]
        layers = {article: self.submitted.get(article, ()) for article in missing}
        settled = self._decisions.in_articles(missing)
        loaded = dict(self._works.of(layers, with_heads=True))
        for article in wanted:
            yield article, self._opened.get(article) or _Opened(article, loaded[article], settled.get(article, ()))

    def _cards(self, article: str, opened: _Opened) -> tuple[ReviewCard, ...]:
        if opened.stale:
            for card in opened.stale:
                opened.decisions.pop(card, None)
            opened.put(self._decisions.of_cards(sorted(opened.stale)))
            opened.stale.clear()
            opened.cards = opened.gold = None
        if opened.cards is None:
            if opened.resolver is None:
                drawn = (one for share, one in opened.ranks(self._project_id) if self._is_drawn(share, one))
                names = self._names(article)
                opened.resolver = Resolver(
                    opened.works, opened.comparison, self._settings, sample=frozenset(drawn), names=names
                )
            opened.cards = opened.resolver.cards([one for own in opened.decisions.values() for one in own])
        return opened.cards

    @staticmethod
    def _gold(opened: _Opened, cards: Sequence[ReviewCard]) -> Gold:
        if opened.gold is None:
            opened.gold = opened.maker.of(cards)
        return opened.gold

    def _names(self, article: str) -> dict[str, str]:
        """What each layer is shown as: letters, dealt anew for each article; or its name."""
        layers = self.submitted.get(article, ())
        if self._settings.shows_names:
            return {layer: layer for layer in layers}
        return lettered(layers, f"{self._project_id} {article}")

    def card_of(self, article: str, unit: str) -> str | None:
        """The id of the card that a gold unit came of."""
        opened = self._open(article)
        told = self._gold(opened, self._cards(article, opened)).provenance.get(unit)
        return told.card if told else None

    # The sample

    def _is_drawn(self, share: float, card: str) -> bool:
        return share < self._settings.sample or card == self._first_drawn

    def _draw_one(self) -> bool:
        """Let something be checked where the sample is empty. Gives whether nothing is left to work out."""
        wanted = set(self._queued())
        drawable = [found.lowest for article, found in self._summaries.items() if article in wanted and found.lowest]
        lowest = min(drawable, default=None)
        is_needed = lowest is not None and 0 < self._settings.sample <= lowest[0]
        drawn = lowest[1] if lowest is not None and is_needed else ""
        if drawn == self._first_drawn:
            return True
        changed = {drawn, self._first_drawn}
        self._first_drawn = drawn
        for article in [one for one, found in self._summaries.items() if found.lowest and found.lowest[1] in changed]:
            self._expire(article)
        return not self._missing(self._queued())

    # Rows

    def _queued(self) -> list[str]:
        return [article for article, layers in self.submitted.items() if len(layers) > 1]

    def _missing(self, wanted: Sequence[str]) -> list[str]:
        return [article for article in wanted if article not in self._summaries or article in self._stale]

    def _summarise(self, article: str, opened: _Opened) -> None:
        self._summaries[article] = self._summary(article, opened)
        self._stale.discard(article)

    def _summary(self, article: str, opened: _Opened) -> _Summary:
        cards = self._cards(article, opened)
        waiting = [card for card in cards if card.is_waiting]
        row = QueueRow(
            article=article,
            title=self.titles.get(article, ""),
            submitted=tuple(self.submitted.get(article, ())),
            waiting=Counter(card.state for card in waiting),
            settled=sum(card.state == "settled" and not card.card.is_agreed for card in cards),
            weight=sum(card.weight for card in waiting),
            kinds=Counter(kind for card in waiting for kind in card.card.kinds if card.state != "sample"),
        )
        still_open = [card.card for card in waiting if card.state == "open" and not card.card.is_agreed]
        return _Summary(row, still_open, min(opened.ranks(self._project_id), default=None))

    def _pack(self, article: str) -> None:
        if article in self._summaries and article not in self._opened:
            self._summaries[article] = self._summaries[article].packed()

    # What was decided since

    def _sync(self) -> None:
        now = journal.last_row(self._db)
        if now == self._seen:
            return
        changes = adjudications.since(self._db, self._seen)
        self._seen = now
        kinds = {kind for _, _, kind, _ in changes}
        if "setting" in kinds:
            self._reread_settings()
        if kinds & {"event", "actor", "redirect"}:
            self._forget_registry()
            if "redirect" in kinds or self._decisions.has_merged:
                self._stale.update(self._summaries)
                self._opened.clear()
            events = [subject for _, subject, kind, _ in changes if kind == "event"]
            for article in adjudications.articles_of_events(self._db, events):
                self._drop(article)
        if "meta" in kinds:
            self._titles = None
        for layer, subject, kind, article in changes:
            if article is not None:
                self._hear(layer, subject, kind, article)

    def _hear(self, layer: str, subject: str, kind: str, article: str) -> None:
        if layer == GOLD:
            self._stale.add(article)
            if article in self._opened and kind != "link":
                self._opened[article].stale.add(subject)
        elif kind == "meta":
            self._stale.add(article)
        elif layer != PROJECT or kind == "assignment":
            self._submitted = None
            self._drop(article)

    def _drop(self, article: str) -> None:
        self._stale.add(article)
        self._opened.pop(article, None)

    def _expire(self, article: str) -> None:
        self._stale.add(article)
        if article in self._opened:
            self._opened[article].expire()

    def _reread_settings(self) -> None:
        settings = self._read_settings()
        if settings != self._settings:
            self._settings = settings
            for article in {*self._summaries, *self._opened}:
                self._expire(article)

    def _read_settings(self) -> ReviewSettings:
        return self._given or review_settings(queries.settings(self._db, self._project_id))

    def _forget_registry(self) -> None:
        self._works = LayerWorks(self._db, self._reading.scheme)
        self._decisions = ReviewDecisions(self._db)
        self._submitted: dict[str, list[str]] | None = None
        self._titles: dict[str, str] | None = None
