"""A project that several annotators have annotated, for tests of review: each in a layer, with differences drawn."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from annotator import operations as op
from annotator.errors import UserError
from annotator.ids import derived_id
from annotator.model import Actor, Entity, Event, Span, Speaker, Statement
from annotator.project import Project
from annotator.units import Unit
from tests.annotator.making import entity, propose, span_of, statement

TEAM = ("ann", "ben", "eve")
EVENTS = tuple(Event(derived_id("test", "event", title), title) for title in ("Talks in Osk", "Strike at the lock"))
PEOPLE = tuple(Actor(derived_id("test", "actor", name), name) for name in ("Ada Maran", "Iven Tross"))
LABELS = ("PERSON", "ORG", "GPE")
SENTENCES = (
    "“The lock {n} stays shut,” Maran said in Osk. “We will not wait for Keth.”",
    "Tross told reporters in Marl that the {n} barges may leave on Monday.",
    "Keth rejected the charge. “Nobody in Valdor counted {n} crates,” Tross wrote.",
)


def text_of(number: int) -> str:
    """An article of three sentences like no other."""
    return "\n\n".join(each.format(n=number * 3 + at) for at, each in enumerate(SENTENCES)) + "\n"


def make_team_project(make_project: Callable[..., Project], count: int = 2, **options: str) -> Project:
    """A lead's project with so many articles, suggestions in each, and two published events."""
    project = make_project(*(text_of(number) for number in range(count)), annotator="lead", **options)
    for article in project.article_ids():
        suggest(project, article)
    return project


def suggest(project: Project, article: str) -> None:
    """Twelve names and four statements."""
    text = project.article(article).text
    names = ("Maran", "Osk", "Keth", "Tross", "Marl", "Monday", "Valdor")
    found = [
        entity(article, text, words, "GPE", nth=nth) for words in names for nth in range(min(text.count(words), 2))
    ]
    said = [
        statement(article, text, "The lock", cue="said", speaker=Speaker(span_of(text, "Maran"))),
        statement(article, text, "We will not wait for Keth", cue="said"),
        statement(article, text, "barges may leave on Monday", kind="indirect", cue="told"),
        statement(article, text, "Nobody in Valdor", cue="wrote"),
    ]
    propose(project, *found, *said, article=article)


def annotate(path: Path, name: str, *, seed: str = "", errors: float = 0.3, articles: Sequence[str] = ()) -> None:
    """Let somebody decide and submit articles (all without), with such a share of the units decided in another way."""
    with Project.open(path, annotator=name) as project:
        chance = random.Random(f"{name} {seed}")
        for event in EVENTS:
            project.run(op.AddEvent(event))
        for actor in PEOPLE:
            project.run(op.AddActor(actor))
        for article in articles or project.article_ids():
            work = project.work(article)
            for unit in list(work.units()):
                project.run(op.AcceptUnits(article, (unit.id,)))
                if isinstance(unit.value, Statement):
                    project.run(op.LinkEvent(article, (unit.id,), EVENTS[0].id, "reports"))
                if chance.random() < errors:
                    err(project, article, unit, chance)
            project.run(op.Submit(article, reject_rest=True))


def err(project: Project, article: str, unit: Unit, chance: random.Random) -> None:
    """Decide a unit in another way, if that can be done."""
    acts = ENTITY_ERRORS if unit.kind == "entity" else STATEMENT_ERRORS
    try:
        project.run(chance.choice(acts)(article, unit, chance))
    except UserError:
        project.run(op.SetFlag(article, unit.id, "unsure", on=True))


def _moved(unit: Unit) -> Span:
    return Span(unit.start, unit.end + 2)


def _label(article: str, unit: Unit, chance: random.Random) -> op.Operation:
    assert isinstance(unit.value, Entity)
    return op.SetLabel(article, unit.id, chance.choice([one for one in LABELS if one != unit.value.label]))


def _speaker(article: str, unit: Unit, chance: random.Random) -> op.Operation:
    return op.SetSpeaker(article, (unit.id,), Speaker(Span(unit.end + 3, unit.end + 6)))


ENTITY_ERRORS = (
    _label,
    lambda article, unit, _: op.RejectUnits(article, (unit.id,)),
    lambda article, unit, _: op.MoveSpan(article, unit.id, _moved(unit)),
)
STATEMENT_ERRORS = (
    lambda article, unit, _: op.RejectUnits(article, (unit.id,)),
    lambda article, unit, _: op.SetContent(article, unit.id, (_moved(unit),)),
    lambda article, unit, _: op.SetType(article, unit.id, "mixed" if unit.value.type == "direct" else "direct"),
    lambda article, unit, _: op.SetCue(article, unit.id, None),
    _speaker,
    lambda article, unit, chance: op.SetSpeakerActor(article, (unit.id,), chance.choice(PEOPLE).id),
    lambda article, unit, _: op.LinkEvent(article, (unit.id,), EVENTS[1].id, "denies"),
    lambda article, unit, _: op.NothingToLink(article, (unit.id,)),
    lambda article, unit, _: op.LinkEvent(article, (unit.id,), EVENTS[0].id, "denies"),
)


def copy_of(project: Project, path: Path) -> Path:
    """The project's file as it is, under another name."""
    project.checkpoint()
    shutil.copy(project.path, path)
    return path
