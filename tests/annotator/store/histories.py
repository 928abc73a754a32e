"""Histories of a project in several copies, for the laws of merging and undo: `Copies` does what `Step`s say.

Copies 0 and 1 are one annotator's on two devices, copy 2 another annotator's, copy 3 the lead's.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

from annotator import operations as op
from annotator.errors import UserError
from annotator.ids import card_id, derived_id
from annotator.model import Actor, Event, Span, Speaker, Statement
from annotator.operations.base import Operation
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from annotator.review.settling.decided import GoldDecision, Settled
from annotator.store import check
from annotator.units import Unit
from tests.annotator.making import RUBIO, TEXT, entity, propose, span_of, statement

OTHER_TEXT = "“No,” Lavrov said. He called the talks in Minsk “a first step”.\n\nMinsk was quiet.\n"
ANNOTATORS = ("ann", "ann", "ben", "lead")
LABELS = ("PERSON", "ORG", "GPE")
RELATIONS = ("reports", "denies", "predicts")
RELATED = tuple(derived_id("test", "event", str(number)) for number in range(3))
PEOPLE = tuple(derived_id("test", "actor", str(number)) for number in range(3))


class Step(NamedTuple):
    """One act in one copy; `choices` pick what it is about among what there is then."""

    copy: int
    act: str
    choices: tuple[int, ...]


def _pick(options: Sequence[Any], choice: int) -> Any:
    if not options:
        raise UserError("There is nothing to choose from.")
    return options[choice % len(options)]


class Place:
    """What an act may be about: a project, one of its articles, and choices among what it has."""

    def __init__(self, project: Project, choices: tuple[int, ...]) -> None:
        self.project = project
        self.choices = choices
        self.article: str = _pick(sorted(row.id for row in project.articles()), choices[0])
        self.work = project.work(self.article)

    @property
    def units(self) -> list[Unit]:
        return sorted(self.work.every(), key=lambda unit: unit.id)

    @property
    def unit(self) -> Unit:
        return _pick(self.units, self.choices[1])

    @property
    def entity(self) -> Unit:
        return _pick([unit for unit in self.units if unit.kind == "entity"], self.choices[1])

    def statement(self, choice: int = 1) -> Unit:
        return _pick([unit for unit in self.units if unit.kind == "statement"], self.choices[choice])

    @property
    def span(self) -> Span:
        chars = len(self.work.article.text)
        start = self.choices[2] * 3 % (chars - 5)
        return Span(start, start + 1 + self.choices[3] % 4)

    @property
    def number(self) -> int:
        return self.choices[3]

    @property
    def link(self) -> tuple[str, str]:
        links = [
            (unit.id, link.id) for unit in self.units if isinstance(unit.value, Statement) for link in unit.value.links
        ]
        return _pick(sorted(links), self.choices[1])

    @property
    def note(self) -> str:
        return _pick(sorted(note.id for note in self.work.notes), self.choices[1])

    @property
    def event(self) -> str:
        return _pick(sorted(row.event.id for row in self.project.events()), self.choices[2])

    @property
    def actor(self) -> str:
        return _pick(sorted(row.actor.id for row in self.project.actors()), self.choices[2])

    @property
    def annotator(self) -> str:
        return _pick(ANNOTATORS[1:], self.choices[1])

    @property
    def card(self) -> GoldDecision:
        """A lead's decision on a unit of the article as one of the layers has it."""
        unit = self.unit
        value = None if self.number % 3 == 0 else unit.value
        settles = (Settled(self.work.layer, unit.id),)
        return GoldDecision(card_id(self.article, unit.kind, [unit.id]), self.article, unit.kind, value, settles)

    @property
    def conflict(self) -> Any:
        return _pick(self.project.conflicts(), self.choices[1])


def _event(p: Place) -> Event:
    return Event(p.event, f"Event {p.number}", status=_pick(("happened", "planned"), p.number))


ACTS: dict[str, Callable[[Place], Operation]] = {
    "accept": lambda p: op.AcceptUnits(p.article, (p.unit.id,)),
    "accept all": lambda p: op.AcceptUnits(p.article, tuple(unit.id for unit in p.units), bulk=True),
    "reject": lambda p: op.RejectUnits(p.article, (p.unit.id,)),
    "label": lambda p: op.SetLabel(p.article, p.entity.id, _pick(LABELS, p.number)),
    "move": lambda p: op.MoveSpan(p.article, p.entity.id, p.span),
    "flag": lambda p: op.SetFlag(p.article, p.unit.id, "unsure", p.number % 2 == 0),
    "add entity": lambda p: op.AddEntity(p.article, p.span, _pick(LABELS, p.number)),
    "entity actor": lambda p: op.SetEntityActor(p.article, p.entity.id, p.actor),
    "add statement": lambda p: op.AddStatement(p.article, (p.span,)),
    "content": lambda p: op.SetContent(p.article, p.statement().id, (p.span,)),
    "cue": lambda p: op.SetCue(p.article, p.statement().id, p.span),
    "speaker": lambda p: op.SetSpeaker(p.article, (p.statement().id,), Speaker(mention=p.span)),
    "actor": lambda p: op.SetSpeakerActor(p.article, (p.statement().id,), p.actor),
    "type": lambda p: op.SetType(p.article, p.statement().id, _pick(("direct", "indirect"), p.number)),
    "parent": lambda p: op.SetParent(p.article, p.statement().id, p.statement(2).id),
    "add event": lambda p: op.AddEvent(Event(_pick(RELATED, p.number), f"Event {p.choices[2]}")),
    "edit event": lambda p: op.EditEvent(_event(p)),
    "retire event": lambda p: op.RetireEvent(p.event),
    "merge events": lambda p: op.MergeEvents((p.event,), _pick(RELATED, p.number)),
    "restore event": lambda p: op.RestoreEvent(p.event),
    "add actor": lambda p: op.AddActor(Actor(_pick(PEOPLE, p.number), f"Actor {p.choices[2]}")),
    "merge actors": lambda p: op.MergeActors((p.actor,), _pick(PEOPLE, p.number)),
    "link": lambda p: op.LinkEvent(p.article, (p.statement().id,), p.event, _pick(RELATIONS, p.number)),
    "nothing": lambda p: op.NothingToLink(p.article, (p.statement().id,)),
    "conditional": lambda p: op.SetConditional(p.article, *p.link, p.number % 2 == 0),
    "unlink": lambda p: op.Unlink(p.article, p.link[0], (p.link[1],)),
    "submit": lambda p: op.Submit(p.article, reject_rest=p.number % 2 == 0),
    "reopen": lambda p: op.Reopen(p.article),
    "set aside": lambda p: op.SetAside(p.article, "broken", f"word {p.number}"),
    "pass": lambda p: op.DeclarePass(p.article, "links", p.number % 2 == 0),
    "note": lambda p: op.AddNote(p.article, f"Note {p.number}", p.span),
    "edit note": lambda p: op.EditNote(p.article, p.note, f"Other {p.number}"),
    "exclude": lambda p: op.ExcludeRegion(p.article, p.span),
    "meta": lambda p: op.EditMeta(p.article, {"title": f"Title {p.number}", "source": ""}),
    "rename": lambda p: op.RenameProject(f"Name {p.number}"),
    "assign": lambda p: op.Assign(
        (AssignmentRow(p.article, p.annotator, p.number % 2 == 0, p.number % 3 == 0, p.choices[2]),)
    ),
    "unassign": lambda p: op.Unassign(((p.article, p.annotator),)),
    "reassign": lambda p: op.Reassign((p.article,), p.annotator, _pick(ANNOTATORS[1:], p.choices[2])),
    "return": lambda p: op.ReturnArticle(p.article, p.annotator, f"Again {p.number}"),
    "open rest": lambda p: op.OpenRest((p.article,)),
    "adjudicate": lambda p: op.Adjudicate(p.card, p.unit.value),
    "settle": lambda p: op.Settle(
        p.conflict.article, p.conflict.subject, p.conflict.kind, p.conflict.field, _pick(p.conflict.values, p.number)
    ),
}
"""Everything that a person can do, by a word of our own."""

_CHOICES = st.tuples(*[st.integers(0, 7)] * 4)


_CREATING = ("accept", "add entity", "add statement", "add event", "link", "note", "submit", "assign")
_CORRECTING = (
    "label",
    "move",
    "cue",
    "type",
    "edit event",
    "link",
    "conditional",
    "edit note",
    "merge events",
    "parent",
    "return",
    "unassign",
    "submit",
    "adjudicate",
)


def histories(copies: int, steps: int) -> st.SearchStrategy[list[Step]]:
    """Lists of acts in `copies` copies: undo, redo and exchanges among them, and work on what is undone elsewhere."""
    acts = st.sampled_from(
        [*ACTS, *["undo"] * 6, *["redo"] * 3, *["exchange"] * 3, *["label", "cue", "link", "submit", "return"] * 2]
    )
    copy = st.integers(0, copies - 1)
    single = st.builds(lambda *parts: [Step(*parts)], copy, acts, _CHOICES)
    entangled = st.builds(
        lambda first, second, made, corrected, choices: [
            Step(first, made, choices),
            Step(second, "exchange", (first,)),
            Step(second, corrected, choices),
            Step(first, "undo", ()),
        ],
        copy, copy, st.sampled_from(_CREATING), st.sampled_from(_CORRECTING), _CHOICES,
    )  # fmt: skip
    parts = st.lists(st.one_of(single, single, single, single, entangled), min_size=steps // 2, max_size=steps)
    return parts.map(lambda found: [step for part in found for step in part])


class Copies:
    """Copies of one project in a folder, on devices of their own."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self._names = itertools.count()
        self.paths = [folder / f"copy{number}.annodb" for number in range(count)]
        shutil.copy(template(folder), self.paths[0])
        for path in self.paths[1:]:
            shutil.copy(self.paths[0], path)

    def run(self, steps: Sequence[Step]) -> None:
        for step in steps:
            with self.open(step.copy) as project:
                if step.act == "exchange":
                    project.merge([_pick(self.paths, step.choices[0])])
                else:
                    do(project, step)

    @contextmanager
    def open(self, number: int) -> Iterator[Project]:
        with device(self.folder / f"device{number}"):
            project = Project.open(self.paths[number], annotator=ANNOTATORS[number])
        with project:
            yield project

    def merged(self, first: Path, *others: Path, at_once: bool = False) -> Path:
        """A new file: `first` with the others merged into it, one after the other or in one go."""
        target = self.folder / f"merged{next(self._names)}.annodb"
        shutil.copy(first, target)
        with Project.open(target, annotator="lead") as project:
            for files in [others] if at_once else [(other,) for other in others]:
                report = project.merge(files)
                assert not report.failed, report.failed
        return target


def do(project: Project, step: Step) -> None:
    """Do what a step says, if it can be done."""
    try:
        if step.act in ("undo", "redo"):
            getattr(project, step.act)()
        else:
            project.run(ACTS[step.act](Place(project, step.choices)))
    except UserError:
        pass


def template(folder: Path) -> Path:
    """A project with two articles and suggestions, which the copies start from."""
    path = folder / "template.annodb"
    with device(folder / "device0"), Project.create(path, name="talks", annotator="lead") as project:
        sources = folder / "sources"
        sources.mkdir()
        for number, text in enumerate((TEXT, OTHER_TEXT)):
            (sources / f"{number}.txt").write_text(text, encoding="utf-8")
        project.import_files([sources])
        for row in project.articles():
            _propose(project, row.id)
    for annotator in ANNOTATORS[1:]:
        with device(folder / "elsewhere"), Project.open(path, annotator=annotator) as project:
            for number in range(2):
                project.run(op.AddEvent(Event(RELATED[number], f"Event of {annotator}")))
                project.run(op.AddActor(Actor(PEOPLE[number], f"Actor of {annotator}")))
            article = project.articles()[1].id
            project.run(op.AcceptUnits(article, tuple(unit.id for unit in project.work(article).units())))
    return path


def _propose(project: Project, article: str) -> None:
    text = project.article(article).text
    if text == TEXT:
        speaker = Speaker(mention=span_of(text, "Rubio"), actor=RUBIO.id)
        said = statement(article, text, "We will go", "And then we will see", cue="said", speaker=speaker)
        names = [("Kursk", "PERSON"), ("Rubio", "PERSON"), ("Moscow", "GPE")]
    else:
        said = statement(article, text, "No", cue="said")
        names = [("Lavrov", "PERSON"), ("Minsk", "GPE")]
    found = [entity(article, text, words, label) for words, label in names]
    propose(project, *found, said, article=article, actors=(RUBIO,))


@contextmanager
def device(home: Path) -> Iterator[None]:
    """Be on the device whose home this is."""
    before = os.environ.get("ANNOTATOR_HOME")
    os.environ["ANNOTATOR_HOME"] = str(home)
    try:
        yield
    finally:
        if before is None:
            del os.environ["ANNOTATOR_HOME"]
        else:
            os.environ["ANNOTATOR_HOME"] = before


def amounts(project: Project) -> dict[str, Any]:
    """Everything that the journal amounts to: projections, conflicts, the digest, suggestion runs."""
    status = project.status()
    runs = project.db.execute("SELECT article, id, clock FROM suggestion_run ORDER BY article").fetchall()
    return {
        **check.snapshot(project.db),
        "conflicts": project.conflicts(),
        "digest": status["digest"],
        "decisions": status["decisions"],
        "runs": runs,
    }


def amounts_of(path: Path) -> dict[str, Any]:
    """The same of a file, which is also checked."""
    with Project.open(path, annotator="lead") as project:
        assert project.check() == []
        return amounts(project)


def shown(project: Project) -> dict[str, Any]:
    """The projections, what undo itself writes apart."""
    found = {table: rows for table, rows in check.snapshot(project.db).items() if table != "batch"}
    return {**found, "digest": project.status()["digest"]}
