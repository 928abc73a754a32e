"""A team for the sample project: three made-up annotators who decide most of it alike and some of it not.

Who did which article and how it was decided is here; what each makes of an article is `annotator.demo.reading`'s, of
events `annotator.demo.events`'. Ids and choices follow from names, so that every demo shows the same disagreements.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from annotator.demo.events import link_of
from annotator.demo.reading import TEAM as READERS
from annotator.demo.reading import Reader, chance
from annotator.ids import derived_id
from annotator.model import PASSES, Actor, Article, Entity, Span, Speaker, Statement
from annotator.operations import (
    AcceptUnits,
    AddActor,
    AddEntity,
    AddEvent,
    AddStatement,
    Assign,
    LinkEvent,
    MoveSpan,
    NothingToLink,
    Operation,
    RejectUnits,
    SetAside,
    SetContent,
    SetCue,
    SetLabel,
    SetSpeaker,
    SetType,
    Submit,
    Together,
)
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from annotator.units import Unit

TEAM = tuple(reader.name for reader in READERS)
ARTICLES = 9
"""How many articles they have all submitted: the first."""
BLIND = (6, 7)
"""Which of these were given without suggestions."""
BY_TWO = {9: ("ann", "ben"), 10: ("ben", "eve")}
BY_ONE = {11: "eve"}
ASIDE, IN_WORK = 12, 13
"""Which articles two, one and nobody submitted: one set aside by all but one, one that is being worked on."""
LEAD = "lead"
NAMES = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]+)*")
ADDED, PEOPLE = 0.8, 0.5
"""How often somebody sees a name that the machine missed, and takes it for a person's."""
OFTEN, BULK = 4, 0.4
"""A name that stands there so often is accepted by one act in so many of the cases."""
SECONDS = 3.0, 8.0
"""What an entity and a statement take to decide, on the mean."""


def add_team(path: Path) -> None:
    """Let each of the team decide articles of the project at `path`, most of them all three.

    Raises:
        UserError: the file cannot be written.
    """
    with Project.open(path, annotator=LEAD) as project:
        articles = [project.article(row.id) for row in project.articles()]
        proposed = [list(project.work(article.id).units()) for article in articles]
        rows = tuple(_assignments(articles))
        project.run(Assign(rows))
    for reader in READERS:
        with Project.open(path, annotator=reader.name) as project:
            play = _Play(project, reader)
            for number, article in enumerate(articles):
                play.article(number, article, proposed[number])


def _assignments(articles: Sequence[Article]) -> Iterator[AssignmentRow]:
    for number, article in enumerate(articles):
        names = BY_TWO.get(number) or ((BY_ONE[number],) if number in BY_ONE else TEAM)
        for name in names:
            yield AssignmentRow(article.id, name, blind=number in BLIND, calibration=number < 2, order=number)


class _Play:
    """One annotator at work, article by article."""

    def __init__(self, project: Project, reader: Reader) -> None:
        self._project = project
        self._reader = reader
        self._is_blind = False

    def article(self, number: int, article: Article, proposed: Sequence[Unit]) -> None:
        """Decide the article with this number, if it is this annotator's, as far as they come."""
        name = self._reader.name
        self._is_blind = number in BLIND
        if number == ASIDE and name != TEAM[0]:
            self._project.run(SetAside(article.id, "irrelevant", "The sea, not the river."))
        elif number == IN_WORK:
            self._decide(article, proposed[: len(proposed) // 3])
        elif number < ARTICLES or name in BY_TWO.get(number, ()) or name == BY_ONE.get(number):
            self._decide(article, proposed)
            self._add_names(article, proposed)
            self._project.run(Submit(article.id, PASSES, reject_rest=True))

    def _decide(self, article: Article, proposed: Sequence[Unit]) -> None:
        said: list[Statement] = []
        bulk = frozenset[str]() if self._is_blind else self._accept_at_once(article, proposed)
        for unit in proposed:
            if isinstance(unit.value, Statement):
                value = self._reader.statement(unit, article.text, said)
                said += [value] if value else []
                self._run([*self._statement(article, unit, value), *self._link(article, value)], unit)
            elif unit.id not in bulk:
                self._run(list(self._entity(article, unit, self._reader.entity(unit, article.text))), unit)

    def _run(self, operations: Sequence[Operation], unit: Unit) -> None:
        """Carry out what was decided about a unit, with the time that it took."""
        if operations:
            pace = 0.5 + chance(self._reader.name, "pace", unit.id)
            took = int(1000 * SECONDS[unit.kind == "statement"] * pace)
            one = operations[0] if len(operations) == 1 else Together(operations[-1].title, tuple(operations))
            self._project.run(one, active_ms=took, learns=False)

    def _accept_at_once(self, article: Article, proposed: Sequence[Unit]) -> frozenset[str]:
        """Accept some names that stand there often by one act each. Gives the ids of what was accepted."""
        named = {unit.id: article.text[unit.start : unit.end] for unit in proposed if unit.kind == "entity"}
        often = {word for word, count in Counter(named.values()).items() if count >= OFTEN}
        taken = {word for word in often if self._reader.draws(BULK, "bulk", article.id, word)}
        ids = tuple(unit for unit, word in named.items() if word in taken)
        if ids:
            self._project.run(AcceptUnits(article.id, ids, bulk=True), active_ms=2500, learns=False)
        return frozenset(ids)

    def _entity(self, article: Article, unit: Unit, found: Entity | None) -> Iterator[Operation]:
        old = unit.value
        assert isinstance(old, Entity)
        if self._is_blind:
            if found is not None:
                yield AddEntity(article.id, found.span, found.label, id=self._own_id(unit.id))
        elif found is None:
            yield RejectUnits(article.id, (unit.id,))
        elif found == old:
            yield AcceptUnits(article.id, (unit.id,))
        else:
            if found.span != old.span:
                yield MoveSpan(article.id, unit.id, found.span)
            if found.label != old.label:
                yield SetLabel(article.id, unit.id, found.label)

    def _statement(self, article: Article, unit: Unit, found: Statement | None) -> Iterator[Operation]:
        old = unit.value
        assert isinstance(old, Statement)
        if self._is_blind:
            if found is not None:
                # Who has seen no suggestion resolves no actor: those that the machine named are not to be seen either.
                speaker = msgspec.structs.replace(found.speaker, actor=None) if found.speaker else None
                key = self._own_id(unit.id)
                yield AddStatement(article.id, found.content, found.type, found.cue, speaker, id=key)
            return
        if found is None:
            yield RejectUnits(article.id, (unit.id,))
            return
        yield AcceptUnits(article.id, (unit.id,))
        if found.content != old.content:
            yield SetContent(article.id, unit.id, found.content)
        if found.type != old.type:
            yield SetType(article.id, unit.id, found.type)
        if found.cue != old.cue:
            yield SetCue(article.id, unit.id, found.cue)
        speaker, made = self._with_own_actor(article, found.speaker)
        yield from made
        if speaker != old.speaker:
            yield SetSpeaker(article.id, (unit.id,), speaker)

    def _with_own_actor(self, article: Article, speaker: Speaker | None) -> tuple[Speaker | None, list[Operation]]:
        """The speaker with an actor of this annotator's own making in place of one that is there, as some make them."""
        if speaker is None or speaker.actor is None:
            return speaker, []
        named = self._project.find_actor(speaker.actor) or self._project.suggested_actor(article.id, speaker.actor)
        if named is None or not self._reader.draws(self._reader.actors, "actor", named.name):
            return speaker, []
        own = Actor(self._own_id(named.name), named.name, named.kind)
        made: list[Operation] = [] if self._project.find_actor(own.id) else [AddActor(own)]
        return msgspec.structs.replace(speaker, actor=own.id), made

    def _link(self, article: Article, statement: Statement | None) -> Iterator[Operation]:
        """What the statement is linked to; its event is made where it is the first."""
        if statement is None:
            return
        kept = self._own_id(statement.id) if self._is_blind else statement.id
        link = link_of(self._reader, statement, article.text, article.meta.get("group", ""))
        if link is None:
            yield NothingToLink(article.id, (kept,))
            return
        if self._project.find_event(link.event.id) is None:
            yield AddEvent(link.event)
        yield LinkEvent(article.id, (kept,), link.event.id, link.relation, link.conditional)

    def _add_names(self, article: Article, proposed: Sequence[Unit]) -> None:
        """Add names that the machine missed: words with capitals inside a sentence on which nothing is proposed."""
        taken = [unit.value.span for unit in proposed if isinstance(unit.value, Entity)]
        for found in NAMES.finditer(article.text):
            span = Span(*found.span())
            if not any(span.overlaps(other) for other in taken) and self._reader.draws(ADDED, article.id, found[0]):
                label = "PERSON" if chance("label", found[0]) < PEOPLE else "ORG"
                key = self._own_id(f"{article.id} {span.start}")
                self._project.run(AddEntity(article.id, span, label, id=key), active_ms=4000, learns=False)

    def _own_id(self, what: str) -> str:
        return derived_id("demo", self._reader.name, what)
