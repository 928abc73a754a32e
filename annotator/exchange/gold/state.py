"""What gold is made of: articles of one annotator as they are, those of several as review has them; and what blocks it.

Never silently incomplete: an article that nobody submitted, that somebody still has, or with disagreements that wait
for a lead blocks gold and is named. One that all who looked have set aside is no gold and blocks nothing; the card says
so. Disagreements are worked out once, article by article; what is gold of them is `annotator.review.settling.gold`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from annotator.errors import UserError
from annotator.exchange import gathering
from annotator.exchange.gathering import Gathered, Names, Source
from annotator.exchange.gold import reviewing
from annotator.exchange.gold.blocking import Block, find_blocks, sentences
from annotator.exchange.naming import AllNames
from annotator.layers import GOLD
from annotator.progress import Progress
from annotator.scheme import Scheme
from annotator.store import Database, articles, assignments, gold_queries, queries
from annotator.views.lead import Lead
from annotator.views.reading import Reading

if TYPE_CHECKING:
    from annotator.project import Project

HINT = "Use --incomplete to export what is there, marked as such."


class GoldState:
    """Whose word there is on each article, and what that makes of the gold as things stand.

    `progress` is told how far the disagreements are worked out.
    """

    def __init__(self, db: Database, scheme: Scheme, lead: Lead, progress: Progress | None = None) -> None:
        self._db = db
        self._scheme = scheme
        self._lead = lead
        self._progress = progress
        self.articles = articles.ids(db)
        self.submitted = queries.submitters(db)
        self.aside = queries.submitters(db, "set aside")
        settled = gold_queries.settled_articles(db)
        self.reviewed = [
            one for one in self.articles if len(self.submitted.get(one, ())) > (0 if one in settled else 1)
        ]

    @cached_property
    def singles(self) -> dict[str, str]:
        """The articles of which one annotator's work is gold as it is, and the annotator."""
        among = frozenset(self.reviewed)
        return {one: self.submitted[one][0] for one in self.articles if one in self.submitted and one not in among}

    @cached_property
    def marked(self) -> list[str]:
        """The articles that one annotator alone submitted, whether or not a lead has looked at them."""
        return [one for one in self.articles if len(self.submitted.get(one, ())) == 1]

    @cached_property
    def left_out(self) -> list[str]:
        """The articles that all who had them set aside."""
        known = {**self.submitted, **self.unfinished}
        return [one for one in self.articles if one in self.aside and one not in known]

    @cached_property
    def unfinished(self) -> dict[str, list[str]]:
        """For each article the annotators who were given it, or given it back, and are not done with it."""
        states = assignments.states(self._db)
        given = {(row.annotator, row.article) for row in assignments.every(self._db)}
        given |= {key for key, state in states.items() if state == "returned"}
        found: dict[str, list[str]] = {}
        for annotator, article in sorted(given):
            if states.get((annotator, article)) not in assignments.DONE:
                found.setdefault(article, []).append(annotator)
        return found

    @cached_property
    def undecided(self) -> reviewing.Waiting:
        """What waits for a lead."""
        return reviewing.waiting(self._lead, self.reviewed, self._progress)

    @cached_property
    def is_short(self) -> bool:
        """Whether something blocks the gold whatever is undecided: it is known without comparing anything."""
        return bool(self._blocks({}))

    @cached_property
    def blocks(self) -> list[Block]:
        """What keeps the gold from being complete. Known at once when all of `source` was read before."""
        found = self._blocks(self.undecided.disagreements)
        titles = self.titles(dict.fromkeys(block.article for block in found))
        return [msgspec.structs.replace(block, title=titles[block.article]) for block in found]

    def _blocks(self, undecided: Mapping[str, int]) -> list[Block]:
        return find_blocks(
            self.articles,
            submitted=self.submitted,
            aside=self.aside,
            unfinished=self.unfinished,
            undecided=undecided,
        )

    def titles(self, ids: Mapping[str, None] | Sequence[str]) -> dict[str, str]:
        """Articles' titles by id."""
        wanted = list(ids)
        return {article.id: article.title for article in articles.texts(self._db, wanted)}

    def source(self) -> Source:
        """The gold as it is now: what waits for a lead is left out."""
        owners = self.singles
        readings = {name: Reading(self._db, name, self._scheme) for name in dict.fromkeys(owners.values())}
        everybody = AllNames(self._db)
        names: dict[str, Names] = {name: reading.registry for name, reading in readings.items()}
        among = frozenset((*owners, *self.reviewed))
        ids = [one for one in self.articles if one in among]
        is_one_person = len(readings) == 1 and not self.reviewed
        return Source(
            GOLD,
            ids,
            {**names, GOLD: everybody},
            partial(self._gather, ids, readings, everybody),
            whole=(*(readings if is_one_person else ()), GOLD),
        )

    def _gather(
        self, ids: Sequence[str], readings: Mapping[str, Reading], everybody: AllNames, *, with_rejected: bool
    ) -> Iterator[Gathered]:
        """Single and reviewed articles in one order, stretch by stretch."""
        for is_single, stretch in groupby(ids, key=lambda one: one in self.singles):
            if is_single:
                owners = {one: self.singles[one] for one in stretch}
                yield from gathering.decided(self._db, readings, owners, with_rejected=with_rejected)
            else:
                yield from reviewing.reviewed(
                    self._db, self._lead, list(stretch), everybody, with_rejected=with_rejected
                )


def gold_state(project: Project, progress: Progress | None = None) -> GoldState:
    """The gold of a project as things stand."""
    return GoldState(project.db, project.scheme, project.lead, progress)


def refuse_early(state: GoldState, *, incomplete: bool) -> None:
    """Refuse what `complete` would refuse, where that is known before the gold is read.

    Raises:
        UserError: as `complete`.
    """
    if state.is_short and not incomplete:
        complete(state, incomplete=False)


def complete(state: GoldState, *, incomplete: bool) -> list[Block]:
    """What blocks gold, where somebody asked for it all the same.

    It is asked when the gold was read: then nothing has to be compared a second time.

    Raises:
        UserError: something blocks it and `incomplete` was not asked for.
    """
    if not incomplete and state.blocks:
        raise UserError("\n".join(["The gold is not complete.", *sentences(state.blocks), ""]), HINT)
    return state.blocks
