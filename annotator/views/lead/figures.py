"""`Figures`: counts what the Progress place shows, over the work of all annotators, and finds what a number stands for.

Agreement is worked out elsewhere (`annotator.views.lead.agreement`). Whole tables are read: the window asks in a job.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from annotator.exchange.gold import blocking
from annotator.progress import Progress
from annotator.review import figures as pure
from annotator.review.figures import (
    Acceptance,
    AnnotatorFigures,
    ArticleTime,
    Behind,
    BlockGroup,
    DayWork,
    Found,
    PeriodAgreement,
    ProjectFigures,
    Tally,
)
from annotator.scheme import Scheme
from annotator.store import Database, articles, check, queries
from annotator.store import figures as store
from annotator.views.lead.outcomes import outcomes

if TYPE_CHECKING:
    from annotator.views.lead import Lead

MOST_TIMES = 500
"""So many articles are listed with the time that they took, those that took longest."""


class Figures:
    """The figures of a project as they are now. With `only`, those of one annotator's layer."""

    def __init__(self, db: Database, scheme: Scheme, lead: Lead) -> None:
        self._db = db
        self._scheme = scheme
        self._lead = lead

    def count(self, progress: Progress | None = None, *, only: str | None = None) -> ProjectFigures:
        """Everything but the agreement. `progress` hears how many submitted articles are looked through.

        `only` this annotator's; of a handout only those of the annotator whom it was handed to, whatever is asked.
        """
        only = check.handout(self._db) or only
        work = [row for row in store.work(self._db) if only in (None, row.layer)]
        submitted = self._submitted(only)
        acceptance, days = self._outcomes(submitted, work, progress)
        times = _times(work)
        return ProjectFigures(
            articles=articles.count(self._db),
            made=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            submissions=store.submissions_mark(self._db),
            annotators=self._annotators(work, submitted, only),
            acceptance=acceptance,
            days=days,
            times=self._longest(times),
            articles_timed=len(times),
            only=only,
        )

    def behind(self, cell: Behind, *, limit: int) -> Found:
        """The articles or units that a number stands for, the first `limit` of them.

        Raises:
            UserError: nobody counts what `cell` says.
        """
        from annotator.views.lead.behind import Asked, behind  # only when somebody asks

        return behind(Asked(self._db, self._scheme, self._lead), cell, limit)

    def agreement_by_period(self, progress: Progress | None = None) -> tuple[PeriodAgreement, ...]:
        """Agreement in each period of `pure.periods`, over the articles whose last submission was made in it.

        `progress` hears how many periods are done. What came by import has no day and belongs to no period.
        """
        work = list(store.work(self._db))
        days = submission_days(work, queries.submitters(self._db))
        bounds = pure.periods([DayWork(row.layer, row.day) for row in work])[1]
        made: list[PeriodAgreement] = []
        for at, (start, end) in enumerate(bounds):
            if progress:
                progress(at, len(bounds))
            own = sorted(article for article, day in days.items() if start <= day <= end)
            report = self._lead.agreement(samples=1, articles=own) if own else None
            made.append(PeriodAgreement(start, end, len(own), dict(report.measures) if report else {}))
        return tuple(made)

    def blocks(self) -> tuple[BlockGroup, ...]:
        """What blocks the release of the gold, alike ones together. All that is submitted is compared for it."""
        groups = blocking.grouped(self._lead.gold.blocks())
        return tuple(_block_group(kind, people, found) for (kind, people), found in groups.items())

    def _submitted(self, only: str | None) -> dict[str, list[str]]:
        found = queries.submitters(self._db)
        if only is None:
            return found
        return {article: [only] for article, layers in found.items() if only in layers}

    def _annotators(
        self, work: Sequence[store.WorkRow], submitted: dict[str, list[str]], only: str | None
    ) -> tuple[AnnotatorFigures, ...]:
        rows = [row for row in self._lead.team.annotators() if only in (None, row.name)]
        is_assigned = any(row.assigned for row in rows)
        total = articles.count(self._db)
        spent = _spent(work)
        made: list[AnnotatorFigures] = []
        for row in rows:
            states = {state: row.states.get(state, 0) for state in pure.STATES}
            if not row.assigned:
                # Without assignments every article is everybody's to do.
                states["todo"] = max(0, total - sum(states.values()) + states["todo"])
            timed = [ms for article, ms in spent[row.name].items() if ms and row.name in submitted.get(article, ())]
            made.append(
                AnnotatorFigures(
                    name=row.name,
                    states=states,
                    assigned=row.assigned if is_assigned else None,
                    decisions=sum(one.decisions for one in work if one.layer == row.name),
                    active_ms=sum(one.active_ms for one in work if one.layer == row.name),
                    timed=len(timed),
                    median_ms=pure.median_of(timed),
                    per_hour=pure.per_hour(len(timed), sum(timed)),
                )
            )
        return tuple(made)

    def _outcomes(
        self, submitted: dict[str, list[str]], work: Sequence[store.WorkRow], progress: Progress | None
    ) -> tuple[tuple[Acceptance, ...], tuple[DayWork, ...]]:
        """Acceptance by annotator, label and component; and each day's work with the acceptance of its submissions."""
        last = {(row.layer, row.article): row.day for row in work if row.submissions}
        tallies: dict[tuple[str, str, str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        judged: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for one in outcomes(self._db, self._scheme, submitted, progress):
            tallies[one.layer, one.kind, one.label, one.suggestion.source][one.outcome] += 1
            day = last.get((one.layer, one.article))
            if day and one.outcome in pure.OUTCOMES[:3]:
                judged[one.layer, day][0] += one.outcome == "accepted"
                judged[one.layer, day][1] += 1
        acceptance = tuple(Acceptance(*key, Tally(**tally)) for key, tally in sorted(tallies.items()))
        return acceptance, _days(work, judged)

    def _longest(self, times: dict[str, dict[str, int]]) -> tuple[ArticleTime, ...]:
        titles = store.titles(self._db)
        found = [
            ArticleTime(article, titles.get(article, ""), sum(layers.values()), layers)
            for article, layers in times.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.active_ms, one.title, one.article))[:MOST_TIMES])


def submission_days(work: Iterable[store.WorkRow], submitters: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """For each article that two or more submitted: the day of the last submission that was made in the program."""
    found: dict[str, str] = {}
    for row in work:
        layers = submitters.get(row.article or "", ())
        if row.submissions and row.article is not None and len(layers) > 1 and row.layer in layers:
            found[row.article] = max(row.day, found.get(row.article, ""))
    return found


def _spent(work: Iterable[store.WorkRow]) -> dict[str, dict[str, int]]:
    """For each layer the active time on each article."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in work:
        if row.article is not None:
            found[row.layer][row.article] += row.active_ms
    return found


def _times(work: Iterable[store.WorkRow]) -> dict[str, dict[str, int]]:
    """For each article whose time was measured, the time that each layer took for it."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in work:
        if row.article is not None and row.active_ms:
            found[row.article][row.layer] += row.active_ms
    return found


def _days(work: Iterable[store.WorkRow], judged: dict[tuple[str, str], list[int]]) -> tuple[DayWork, ...]:
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in work:
        sums = found[row.layer, row.day]
        sums[0] += bool(row.submissions)
        sums[1] += row.decisions
        sums[2] += row.active_ms
    return tuple(
        DayWork(layer, day, *sums, *judged.get((layer, day), (0, 0))) for (layer, day), sums in sorted(found.items())
    )


def _block_group(kind: str, people: Sequence[str], found: Sequence[blocking.Block]) -> BlockGroup:
    told = {
        "unsubmitted": "Not submitted by anybody",
        "unfinished": f"Waiting for {blocking.joined(people)}" if people else "Not finished",
        "undecided": "Disagreements that wait for a lead",
    }
    disagreements = sum(one.count for one in found) if kind == "undecided" else None
    return BlockGroup(told[kind], tuple(one.article for one in found), disagreements)
