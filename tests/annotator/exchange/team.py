"""A project that several annotators have submitted, made by hand: what each of them says of the usual article."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotator.exchange.exporting import ExportReport
from annotator.model import Event, Span
from annotator.operations import AcceptUnits, AddEvent, ExcludeRegion, LinkEvent, RejectUnits, SetLabel, Submit
from annotator.project import Project
from annotator.review.queue import ReviewCard
from tests.annotator.making import propose_usual, unit_on

LAYERS = ("ann", "ben", "eve")
SUMMIT = Event("5" * 32, "Summit")
"""An event of ben's, which nobody has published."""


def lines(folder: Path, name: str = "train.jsonl") -> list[dict[str, Any]]:
    """The records of a file of an export."""
    return [json.loads(line) for line in (folder / name).read_bytes().split(b"\n") if line]


def submit_all(project: Project, layers: tuple[str, ...] = LAYERS) -> str:
    """Let annotators submit the usual article: alike but for what each of them does otherwise. Gives its id.

    Everybody accepts Rubio, all three Kursks and what Rubio said, and excludes the first line's last sentence. On the
    second Kursk ben says GPE; Moscow eve refuses; ben alone links what was said to an event of his own.
    """
    article = propose_usual(project)
    for layer in layers:
        with Project.open(project.path, annotator=layer) as own:
            submit(own, article)
    project.refresh()
    return article


def submit(own: Project, article: str) -> None:
    """What this annotator says of the usual article."""
    units = [unit.id for unit in own.work(article).units()]
    moscow = unit_on(own, article, "Moscow").id
    if own.annotator == "eve":
        own.run(RejectUnits(article, (moscow,)))
        units.remove(moscow)
    own.run(AcceptUnits(article, tuple(units)))
    if own.annotator == "ben":
        own.run(SetLabel(article, unit_on(own, article, "Kursk", 1).id, "GPE"))
        said = next(unit.id for unit in own.work(article).units() if unit.kind == "statement")
        own.run(AddEvent(SUMMIT))
        own.run(LinkEvent(article, (said,), SUMMIT.id, "predicts"))
        own.run(ExcludeRegion(article, Span(60, 100)))
    if own.annotator == "ann":
        own.run(ExcludeRegion(article, Span(80, 110)))
    own.run(Submit(article, passes=("entities", "statements", "links") if own.annotator == "ben" else
                   ("entities", "statements")))  # fmt: skip


def settle_all(project: Project, article: str, lead: str = "lead") -> None:
    """Let a lead take the first version of everything that waits but the sample, which is another one each time."""
    with Project.open(project.path, annotator=lead) as own:
        for card in to_settle(own, article):
            own.run(own.lead.review.take(article, card, card.versions[0]))
    project.refresh()


def to_settle(project: Project, article: str) -> list[ReviewCard]:
    """The disagreements that wait in an article."""
    return [card for card in project.lead.review.article(article).waiting if card.state != "sample"]


def exported(project: Project, folder: Path, name: str = "out", **options: Any) -> tuple[ExportReport, list[Any]]:
    """The report of an export, and its articles."""
    report = project.export(folder / name, **options)
    return report, lines(folder / name)
