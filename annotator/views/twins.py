"""The passages that stand in several places: looking for them after an import, and asking for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

import msgspec

from annotator.model import Span
from annotator.operations.twins import PlacePlan, TakeOver, TwinPlace, decided_regions, decided_units
from annotator.progress import Progress
from annotator.proposals.families import SHARE, Catalogue, Home, article_groups, find_homes
from annotator.proposals.twins import Passage, Sketcher, is_short, words_of
from annotator.store import Database, articles, connection, passages, queries
from annotator.store.chunks import chunks
from annotator.store.passages import Twin
from annotator.views.desk import ProjectDesk
from annotator.views.reading import Reading

MOST_AT_ONCE = 20_000
"""Articles that are looked at in one round: what is found in it is kept when the next one is stopped."""
PASSAGES_KEPT = 200_000
"""Passages whose words are kept while they are compared: a few hundred bytes each."""

MOST_OTHERS = 50
MOST_PLACES = 2_000
"""Places that decisions are taken over to by one act."""


class TwinPassage(msgspec.Struct, frozen=True):
    """A passage of an article, its family, and other places of the family: (article, span), `count` in all.

    `others` are at most `MOST_OTHERS`: a line may stand in every article. `is_short`: one that says too little for
    decisions on it to be taken over, unless it is left out as a whole.
    """

    span: Span
    group: int
    others: tuple[tuple[str, Span], ...]
    count: int
    is_short: bool


class Twins:
    """Questions about twin passages. The texts are everybody's: only what is decided on them is a layer's own."""

    def __init__(self, db: Database, reading: Reading, is_open: Callable[[str], bool] = lambda _: True) -> None:
        self._db = db
        self._reading = reading
        self._is_open = is_open

    def look(self, progress: Progress | None = None) -> int:
        """Look for twins of the articles that came since the last look. Gives how many articles were looked at.

        Raises:
            UserError: the project cannot be written.
        """
        if not passages.is_kept(self._db) or connection.is_read_only(self._db):
            return 0
        done = 0
        while new := passages.articles_to_look_at(self._db, MOST_AT_ONCE):
            done += self._look_at(new, progress)
        return done

    def renew(self, progress: Progress | None = None) -> int:
        """Forget what was found and look again at everything."""
        with connection.write(self._db):
            passages.clear(self._db)
        return self.look(progress)

    def passages(self, article_id: str) -> list[TwinPassage]:
        """The passages of an article that stand elsewhere too, in this article or another, in text order."""
        if not passages.is_kept(self._db):
            return []
        found: list[TwinPassage] = []
        for twin in passages.in_article(self._db, article_id):
            count = passages.size(self._db, twin.family) - 1
            if count:
                others = self._others(twin.family, article_id, twin.span, MOST_OTHERS)
                found.append(TwinPassage(twin.span, twin.family, tuple(others), count, _is_short(twin)))
        return found

    def _others(self, family: int, article_id: str, span: Span, limit: int) -> list[tuple[str, Span]]:
        places = ((twin.article, twin.span) for twin in passages.in_family(self._db, family, limit + 1))
        return [place for place in places if place != (article_id, span)][:limit]

    def take_over(self, article_id: str, span: Span | None = None) -> TakeOver:
        """The operation that takes over what this layer decided in the passages that a span touches, else in all.

        Its places are those where there is something to take over, in articles that are the annotator's to decide, at
        most `MOST_PLACES`; see `plan` for what.
        """
        work = self._reading.work(article_id)
        wanted: list[TwinPlace] = []
        around: list[TwinPlace] = []
        for passage in self.passages(article_id):
            is_meant = span is None or passage.span.overlaps(span)
            is_left_out = bool(decided_regions(work, passage.span))
            if is_meant and (is_left_out or (not passage.is_short and decided_units(work, passage.span))):
                others = self._others(passage.group, article_id, passage.span, passage.count)
                if passage.is_short:
                    others = self._not_left_out(others)
                wanted += [TwinPlace(passage.span, *other) for other in others if self._is_open(other[0])]
            else:
                around += [TwinPlace(passage.span, *other) for other in passage.others]
        wanted = self._ordered(wanted, article_id)[:MOST_PLACES]
        there = {place.article for place in wanted}
        return TakeOver(article_id, tuple(wanted), tuple(place for place in around if place.article in there))

    def _ordered(self, places: list[TwinPlace], article_id: str) -> list[TwinPlace]:
        """The places of the article itself first, then those of the others in project order."""
        at = {one: number for number, one in enumerate(articles.ids(self._db), 1)} if len(places) > 1 else {}
        at[article_id] = 0
        return sorted(places, key=lambda place: (at.get(place.article, 0), place.span, place.other))

    def _not_left_out(self, places: Sequence[tuple[str, Span]]) -> list[tuple[str, Span]]:
        """The places that this layer has not left out of their articles yet."""
        left_out = {
            article: regions
            for chunk in chunks(list(dict.fromkeys(article for article, _ in places)))
            for article, regions in queries.regions_in_articles(self._db, self._reading.layer, chunk).items()
        }
        return [
            (article, span)
            for article, span in places
            if not any(region.span.overlaps(span) for region in left_out.get(article, ()))
        ]

    def plan(self, operation: TakeOver) -> Iterator[PlacePlan]:
        """What an operation would do now, place by place."""
        return operation.plan(ProjectDesk(self._db, self._reading, ""))

    def pending(self) -> int:
        """How many articles nobody has looked at yet."""
        return passages.count_to_look_at(self._db)

    def version(self) -> int:
        """A number that changes when more twins may have been found."""
        return passages.last_sketch(self._db) if passages.is_kept(self._db) else 0

    def count(self) -> int:
        """How many passages there are that stand in several places, each counted once."""
        return passages.count_families(self._db) if passages.is_kept(self._db) else 0

    def article_groups(self, share: float = SHARE) -> list[frozenset[str]]:
        """Articles that have passages in common: groups of two or more.

        Two that share more than `share` of the characters of the shorter one are in one group, and what hangs on them
        too. Lines that say little never count; what stands in very many articles counts where it is a tenth of them.
        With 0 no passage but such boilerplate is on both sides when the groups are kept together.
        """
        if not passages.is_kept(self._db):
            return []
        telling = [twin for twin in passages.every(self._db) if not _is_short(twin)]
        chains = (
            [(twin.article, twin.span.end - twin.span.start) for twin in chain]
            for _, chain in groupby(telling, key=lambda twin: twin.chain)
        )
        return article_groups(chains, passages.lengths(self._db), share)

    def _look_at(self, new: Sequence[str], progress: Progress | None) -> int:
        seen = passages.last_sketch(self._db)
        catalogue, known = Catalogue(), passages.homes(self._db)
        for article, found in passages.sketches(self._db):
            catalogue.add(article, found)
        first_new = len(catalogue)
        sketcher = Sketcher()
        sketches = self._sketches(sketcher, new, progress)
        for article, found in sketches.items():
            catalogue.add(article, found)
        placed: dict[int, Home] = {}
        for number in range(first_new if known else 0):
            article, span = catalogue.place(number)
            if home := known.get((article, span.start)):
                placed[number] = home
        homes = find_homes(catalogue, first_new, placed, self._words_in(catalogue, sketcher))
        changed = (
            Twin(*catalogue.place(number), catalogue.words[number], *home)
            for number, home in homes.items()
            if placed.get(number) != home
        )
        with connection.write(self._db):
            if passages.last_sketch(self._db) != seen:
                # Another process looked meanwhile: what was compared here is not all that there is.
                return 0
            passages.save(self._db, sketches, changed)
        return len(sketches)

    def _sketches(self, sketcher: Sketcher, new: Sequence[str], progress: Progress | None) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = {}
        for chunk in chunks(new):
            texts = passages.texts(self._db, chunk)
            found |= {article: sketcher.passages(texts[article]) for article in chunk if article in texts}
            if progress is not None:
                progress(len(found), len(new))
        return found

    def _words_in(self, catalogue: Catalogue, sketcher: Sketcher) -> Callable[[int], Sequence[int]]:
        @lru_cache(maxsize=PASSAGES_KEPT)
        def words(number: int) -> Sequence[int]:
            article, span = catalogue.place(number)
            text = articles.find_text(self._db, article) or ""
            return sketcher.hashes(words_of(text[span.start : span.end]))

        return words


def _is_short(twin: Twin) -> bool:
    return is_short(twin.words, twin.span.end - twin.span.start)
