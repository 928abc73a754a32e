"""A project in the middle of its work, for pictures: some articles decided, some open, a few events linked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from annotator.ids import random_id
from annotator.model import PASSES, Event, Span, When
from annotator.operations import (
    AcceptUnits,
    AddEvent,
    AddNote,
    LinkEvent,
    NothingToLink,
    RejectUnits,
    SetAside,
    Submit,
)
from annotator.project import Project
from annotator.units import Unit

ROOT = Path(__file__).parents[2]
LAYER = "ann"
EVENTS = (
    Event(random_id(), "Talks on the ceasefire", "meeting", "happened", When("2025-03-13", "day"), "the capital"),
    Event(random_id(), "Vote on the agreement", "vote", "planned", When("2025-03-20", "day")),
    Event(random_id(), "Call between the two presidents", "call", "happened", When("2025-03-18", "day")),
    Event(random_id(), "Sanctions against the port", "sanction", "proposed", When("2025-04", "month")),
)


def make_project(path: Path, source: Path) -> Path:
    """A pre-annotated project of the articles in `source`, on which somebody has worked for a while."""
    for arguments in (("new", path, "--name", "Ceasefire talks"), ("import", path, source), ("preannotate", path)):
        command = [sys.executable, "-m", "annotator", *map(str, arguments)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with Project.open(path, annotator=LAYER) as project:
        for event in EVENTS:
            project.run(AddEvent(event))
        _work(project)
    return path


def _work(project: Project) -> None:
    rows = project.articles()
    for row in rows[1:3]:
        _decide(project, row.id, share=1.0)
        project.run(Submit(row.id, tuple(PASSES), reject_rest=True))
    if len(rows) > 5:
        project.run(SetAside(rows[5].id, "duplicate", "the same as the one before"))
        _decide(project, rows[4].id, share=0.3)
    _decide(project, rows[0].id, share=0.45)
    project.run(AddNote(rows[0].id, "Is this one person or two? See the second outlet.", Span(0, 12)))


def _decide(project: Project, article: str, share: float) -> None:
    """Accept the first `share` of the units, refuse every ninth, and link the statements among them."""
    units = list(project.work(article).units())
    chosen = units[: int(len(units) * share)]
    refused = [unit.id for unit in chosen[8::9] if unit.kind == "entity"]
    accepted = tuple(unit.id for unit in chosen if unit.id not in refused)
    project.run(AcceptUnits(article, accepted))
    if refused:
        project.run(RejectUnits(article, tuple(refused)))
    for number, unit in enumerate(unit for unit in chosen if unit.kind == "statement"):
        _link(project, article, unit, number)


def _link(project: Project, article: str, unit: Unit, number: int) -> None:
    if number % 4 == 3:
        project.run(NothingToLink(article, (unit.id,)))
    else:
        relation = project.scheme.relations[number % len(project.scheme.relations)].name
        project.run(LinkEvent(article, (unit.id,), EVENTS[number % len(EVENTS)].id, relation))
