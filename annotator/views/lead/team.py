"""Who has what: the lead's view of the annotators, of what is assigned to whom, and plans for handing out more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

import msgspec

from annotator.errors import Invalid
from annotator.layers import GOLD, annotator_name, is_adjudicated
from annotator.operations import Reassign
from annotator.review import handing_out
from annotator.review.handing_out import AssignmentRow, Load, Plan, Terms
from annotator.store import Database, articles, assignments, passages, queries
from annotator.store.assignments import Activity
from annotator.views.reading import Reading
from annotator.views.twins import Twins

STATES = ("todo", "in work", "submitted", "set aside", "returned")


class TeamRow(msgspec.Struct, frozen=True):
    """Where an annotator stands. `states` counts the assigned articles, or those with work where none is assigned.

    `decisions` are rows of the journal; `active_ms` the milliseconds that they took; `last` the time (UTC, ISO 8601) of
    the last one, "" where there is none.
    """

    name: str
    assigned: int
    states: Mapping[str, int]
    decisions: int
    active_ms: int
    last: str


class ReturnedArticle(msgspec.Struct, frozen=True):
    """An article that is with its annotator again, and why."""

    article: str
    title: str
    annotator: str
    comment: str


class Calibration(msgspec.Struct, frozen=True):
    """The articles that everybody begins with, who has not submitted which, and whether the rest was opened since."""

    articles: tuple[str, ...]
    missing: Mapping[str, tuple[str, ...]]
    is_open: bool

    @property
    def is_ready(self) -> bool:
        """Whether all have submitted what they began with: it can be compared."""
        return bool(self.articles) and not self.missing


class Moves(msgspec.Struct, frozen=True):
    """What a re-assignment would move, what stays since it is done, and what the other has already."""

    operation: Reassign
    done: tuple[str, ...]
    shared: tuple[str, ...]


class Team:
    """Questions about annotators and assignments."""

    def __init__(self, db: Database, reading: Reading, project_id: str) -> None:
        self._db = db
        self._reading = reading
        self._project_id = project_id

    def annotators(self) -> list[TeamRow]:
        """Everybody who has articles or has decided anything, by name."""
        activity = assignments.activity(self._db)
        own: dict[str, set[str]] = defaultdict(set)
        for row in assignments.every(self._db):
            own[row.annotator].add(row.article)
        states: dict[str, dict[str, str]] = defaultdict(dict)
        for (layer, article), state in assignments.states(self._db).items():
            states[layer][article] = state
        names = sorted(name for name in {*own, *states, *activity} - {GOLD} if not is_adjudicated(name))
        return [_team_row(name, own.get(name, set()), states.get(name, {}), activity.get(name)) for name in names]

    def names(self) -> list[str]:
        """Everybody who has articles or has decided anything, by name."""
        found = {row.annotator for row in assignments.every(self._db)} | set(queries.layers(self._db))
        return sorted(found - {GOLD})

    def assignments(self, article: str | None = None) -> list[AssignmentRow]:
        """Who has an article, or all assignments by annotator in the order of their lists."""
        return assignments.every(self._db) if article is None else assignments.of_article(self._db, article)

    def articles_of(self, annotator: str) -> list[AssignmentRow]:
        """What is assigned to an annotator, in the order of their list."""
        return assignments.of_annotator(self._db, annotator)

    def holders(self) -> dict[str, list[str]]:
        """For each article that is assigned to anybody: to whom, by name."""
        found: dict[str, list[str]] = {}
        for row in assignments.every(self._db):
            found.setdefault(row.article, []).append(row.annotator)
        return found

    def standing(self, article: str) -> dict[str, str]:
        """The state of an article with everybody who has it or has worked on it, by name."""
        names = [row.annotator for row in self.assignments(article)]
        found = dict.fromkeys(names, "todo")
        for layer in {*names, *queries.layers(self._db)} - {GOLD}:
            status = queries.statuses(self._db, layer, [article]).get(article)
            if status is not None:
                found[layer] = status.state
        return dict(sorted(found.items()))

    def open_assignments(self, annotator: str) -> list[AssignmentRow]:
        """What an annotator has and has neither submitted nor set aside, in the order of their list."""
        states = assignments.states(self._db)
        own = self.articles_of(annotator)
        return [row for row in own if states.get((annotator, row.article)) not in assignments.DONE]

    def unassigned(self) -> list[str]:
        """The articles that nobody has, in project order."""
        held = self.holders()
        return [article for article in articles.ids(self._db) if article not in held]

    def returned(self) -> list[ReturnedArticle]:
        """What was given back and has not been submitted again."""
        return [
            ReturnedArticle(article, row.title if row else "", annotator, given.comment)
            for annotator, article, given in assignments.returned_to(self._db)
            for row in [articles.row(self._db, article, annotator)]
        ]

    @property
    def calibration(self) -> Calibration:
        """Where the calibration stands."""
        rows = assignments.calibration(self._db)
        chosen = [article for _, article in sorted({(row.order, row.article) for row in rows})]
        missing: dict[str, list[str]] = {}
        for name in dict.fromkeys(row.annotator for row in rows):
            own = [row.article for row in rows if row.annotator == name]
            states = queries.statuses(self._db, name, own)
            left = [one for one in own if one not in states or states[one].state not in assignments.DONE]
            missing |= {name: left} if left else {}
        return Calibration(
            tuple(dict.fromkeys(chosen)),
            {name: tuple(left) for name, left in missing.items()},
            assignments.opened(self._db, self._project_id).issuperset(chosen),
        )

    def plan(self, annotators: Sequence[str], terms: Terms | None = None, chosen: Sequence[str] | None = None) -> Plan:
        """A plan for these articles (all without), by what is assigned and begun. `Assign(plan.rows)` carries it out.

        Raises:
            Invalid: the terms cannot be met, or a name cannot be an annotator's.
        """
        names = [annotator_name(name) for name in annotators]
        existing, begun = assignments.every(self._db), assignments.begun(self._db)
        return handing_out.plan(self.loads, names, terms or Terms(), existing, begun, chosen)

    @cached_property
    def loads(self) -> tuple[Load, ...]:
        """Every article with its work and its story, in project order, as they were when they were first asked for."""
        story = self._stories()
        lengths = passages.lengths(self._db)
        return tuple(
            Load(row.id, handing_out.work_of(row.suggestions, lengths.get(row.id, 0)), story.get(row.id, ""))
            for row in articles.rows(self._db, "")
        )

    def _stories(self) -> dict[str, str]:
        """For each article that shares passages or a group with others: an article that says which they are."""
        bound = [sorted(group) for group in Twins(self._db, self._reading).article_groups()]
        bound += articles.groups(self._db)
        lead: dict[str, str] = {}

        def root(one: str) -> str:
            while lead.setdefault(one, one) != one:
                lead[one] = lead[lead[one]]
                one = lead[one]
            return one

        for group in bound:
            for other in group[1:]:
                lead[max(root(group[0]), root(other))] = min(root(group[0]), root(other))
        return {article: root(article) for article in list(lead)}

    def moving(self, source: str, to: str, chosen: Sequence[str] | None = None, *, done: bool = False) -> Moves:
        """What giving articles of one annotator (all without `chosen`) to another would move: what is still open.

        With `done` what is submitted or set aside moves too. What the other has already stays where it is.

        Raises:
            Invalid: nothing is assigned to `source`.
        """
        to = annotator_name(to)
        if to == source:
            raise Invalid(f"{source} has these articles already.", "Name another annotator.")
        wanted = None if chosen is None else set(chosen)
        own = [row for row in self.articles_of(source) if wanted is None or row.article in wanted]
        if not own:
            names = sorted({row.annotator for row in assignments.every(self._db)})
            said = f"Articles are assigned to {', '.join(names)}." if names else "Nothing is assigned to anybody yet."
            raise Invalid(f"Nothing is assigned to {source}.", said)
        states = assignments.states(self._db)
        theirs = {row.article for row in self.articles_of(to)}
        finished = {row.article for row in own if states.get((source, row.article)) in assignments.DONE}
        stays = set[str]() if done else finished
        moved = [row.article for row in own if row.article not in stays | theirs]
        shared = [row.article for row in own if row.article in theirs - stays]
        left = [row.article for row in own if row.article in stays]
        return Moves(Reassign(tuple(moved), source, to), tuple(left), tuple(shared))


def _team_row(name: str, own: set[str], states: Mapping[str, str], activity: Activity | None) -> TeamRow:
    counted = Counter(states.get(article, "todo") for article in own or states)
    done = activity or Activity()
    return TeamRow(
        name=name,
        assigned=len(own),
        states={state: counted.get(state, 0) for state in STATES},
        decisions=done.decisions,
        active_ms=done.active_ms,
        last=done.last,
    )
