"""A team of three on the two articles of `tests.windows`: what they decide alike and what not, made by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from annotator.model import Event, Span
from annotator.operations import (
    AcceptUnits,
    AddEvent,
    LinkEvent,
    MoveSpan,
    NothingToLink,
    RejectUnits,
    SetContent,
    SetCue,
    SetLabel,
    Submit,
)
from annotator.project import Project
from annotator.units import Unit
from tests.windows import FIRST, SECOND, span_of, suggest

TEAM = ("ann", "ben", "eve")
TALKS = Event("6b1f6b0e5b6c4f0e9d3c2b1a00000001", "Talks in Riyadh")


def make_team(make_project: Callable[..., Project], team: tuple[str, ...] = TEAM, **options: object) -> Path:
    """A project that a team has submitted; its path. `options` are those of `decide_and_submit`."""
    project = make_project(FIRST, SECOND, annotator="lead")
    suggest(project)
    project.run(AddEvent(TALKS, is_published=True))
    path = project.path
    project.close()
    for number, name in enumerate(team):
        with Project.open(path, annotator=name) as own:
            decide_and_submit(own, number, **options)  # type: ignore[arg-type]
    return path


def decide_and_submit(project: Project, number: int, *, second: bool = True) -> None:
    """The first of the team accepts all; the others differ in a label, a boundary, a cue, a missed name, a link."""
    first, other = project.article_ids()
    alike = [unit.id for unit in project.work(first).undecided()]
    project.run(AcceptUnits(first, tuple(alike)))
    quote = unit_on(project, "It was positive")
    if number == 1:
        for nth in range(2):
            project.run(SetLabel(first, unit_on(project, "Kursk", nth).id, "GPE"))
        project.run(RejectUnits(first, (unit_on(project, "Tuesday").id,)))
        project.run(SetContent(first, quote.id, quote.spans[:1]))
        project.run(NothingToLink(first, (quote.id,)))
    else:
        project.run(LinkEvent(first, (quote.id,), TALKS.id, "evaluates"))
    if number == 2:
        moved = unit_on(project, "Moscow")
        project.run(MoveSpan(first, moved.id, Span(moved.start - 3, moved.end)))
        project.run(SetCue(first, quote.id, None))
    project.run(Submit(first))
    if second:
        project.run(AcceptUnits(other, tuple(unit.id for unit in project.work(other).undecided())))
        project.run(Submit(other))


def unit_on(project: Project, words: str, nth: int = 0) -> Unit:
    """The unit of the first article that stands on these words."""
    work = project.work(project.article_ids()[0])
    span = span_of(FIRST, words, nth)
    return next(unit for unit in work.every() if span in unit.spans and unit.is_shown)
