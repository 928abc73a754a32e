"""A project in the middle of its work, for pictures: some articles decided, some open, a few events linked."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from annotator.ids import random_id
from annotator.model import PASSES, Entity, Event, Span, When
from annotator.operations import (
    AcceptUnits,
    AddEvent,
    AddNote,
    LinkEvent,
    NothingToLink,
    RejectUnits,
    SetAside,
    SetLabel,
    Submit,
)
from annotator.project import Project

ROOT = Path(__file__).parents[2]
LAYER = "ann"
NAMES = {
    "Valdor": "GPE",
    "Keth": "GPE",
    "Osk": "GPE",
    "OSK": "GPE",
    "Orlend": "GPE",
    "Port Sarne": "GPE",
    "Lower Osk": "GPE",
    "Marl Lock": "FAC",
    "Customs House": "FAC",
    "River Commission": "ORG",
}
"""Names of the sample corpus that a model trained on the real world does not know."""
RELATIONS = {
    "denies": re.compile(r"\b(?:deny|den(?:ies|ied)|nobody|never)\b"),
    "demands": re.compile(r"\b(?:must|should|ought|demand|urge|call|give)"),
    "predicts": re.compile(r"\b(?:will|would|shall|tomorrow)\b"),
    "evaluates": re.compile(r"\b(?:not|no|easy|good|bad|hope|worth|price)\b"),
}
"""Words by which somebody who reads fast would choose a relation; without any of them a statement reports."""
ABOUT = {
    "Second round of talks": re.compile(r"second round|april|sarne|come back|again|protocol|sign"),
    "Shelling of the customs post": re.compile(r"shell|\bguns?\b|fire|officer|post\b|range|bank\b"),
    "Closure of the river": re.compile(r"clos|padlock|barge|levy|crown|grain|bridge|lock"),
    "Talks on a ceasefire": re.compile(r"ceasefire|truce|peace|talks"),
    "Exchange of prisoners": re.compile(r"prisoner|exchange"),
}
"""The same for the event; without any of them a statement is about the first one."""
INVENTED = (
    Event(random_id(), "Talks on the river border", "meeting", "happened", When("2031-03-13", "day"), "Osk"),
    Event(random_id(), "Second round of talks", "meeting", "planned", When("2031-04-22", "day"), "Port Sarne"),
    Event(random_id(), "Shelling of the customs post", "attack", "happened", When("2031-02-09", "day")),
    Event(random_id(), "Closure of the river", "sanction", "happened", When("2031-02-11", "day")),
)
"""Events of the sample corpus."""
REAL = (
    Event(random_id(), "Call between the presidents", "call", "happened", When("2025-03-18", "day")),
    Event(random_id(), "Talks on a ceasefire", "meeting", "planned", When("2025-03", "month")),
    Event(random_id(), "Exchange of prisoners", "agreement", "proposed"),
)


def make_project(path: Path, source: Path) -> Path:
    """A pre-annotated project of the articles in `source`, on which somebody has worked for a while."""
    for arguments in (
        ("new", path, "--name", "River talks" if source.is_file() else "Ceasefire talks"),
        ("import", path, source),
        ("preannotate", path),
    ):
        command = [sys.executable, "-m", "annotator", *map(str, arguments)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with Project.open(path, annotator=LAYER) as project:
        events = INVENTED if source.is_file() else REAL
        for event in events:
            project.run(AddEvent(event))
        _work(project, events)
    return path


def _work(project: Project, events: Sequence[Event]) -> None:
    rows = project.articles()
    for row in rows[1:3]:
        _decide(project, row.id, 1.0, events)
        project.run(Submit(row.id, tuple(PASSES), reject_rest=True))
    if len(rows) > 5:
        project.run(SetAside(rows[5].id, "duplicate", "the same as the one before"))
        _decide(project, rows[4].id, 0.3, events)
    _decide(project, rows[0].id, 0.6, events)
    project.run(AddNote(rows[0].id, "Is this one person or two? See the second outlet.", Span(0, 12)))


def _correct_names(project: Project, article: str) -> None:
    """Put right what the model takes the invented places for; their other mentions follow."""
    work = project.work(article)
    for surface, label in NAMES.items():
        wrong = next((u for u in work.named(surface) if isinstance(u.value, Entity) and u.value.label != label), None)
        if wrong is not None:
            project.refresh_work(work, project.run(SetLabel(article, wrong.id, label)))


def _decide(project: Project, article: str, share: float, events: Sequence[Event]) -> None:
    """Accept a `share` of the units, spread evenly, refuse every ninth, and link the statements by their words."""
    _correct_names(project, article)
    units = list(project.work(article).units())
    chosen = [unit for number, unit in enumerate(units) if int(number * share) != int((number + 1) * share)]
    text = project.article(article).text
    refused = [u.id for u in chosen[8::9] if u.kind == "entity" and text[u.start : u.end] not in NAMES]
    accepted = tuple(unit.id for unit in chosen if unit.id not in refused)
    project.run(AcceptUnits(article, accepted))
    if refused:
        project.run(RejectUnits(article, tuple(refused)))
    for number, unit in enumerate(unit for unit in chosen if unit.kind == "statement"):
        if number % 4 == 3:
            project.run(NothingToLink(article, (unit.id,)))
        else:
            said = " ".join(text[span.start : span.end] for span in unit.spans).lower()
            event = next(
                (each for each in events if (about := ABOUT.get(each.title)) and about.search(said)), events[0]
            )
            relation = next((name for name, words in RELATIONS.items() if words.search(said)), "reports")
            project.run(LinkEvent(article, (unit.id,), event.id, relation))
