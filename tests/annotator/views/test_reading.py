"""A work kept up to date unit by unit equals one that is read anew, after whatever was done."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.ids import derived_id
from annotator.model import Actor, Event, Span, Speaker
from annotator.operations import (
    AcceptUnits,
    AddActor,
    AddEntity,
    AddEvent,
    AddFragment,
    AddNote,
    AddStatement,
    DeclarePass,
    EditMeta,
    ExcludeRegion,
    LabelEverywhere,
    LinkEvent,
    MergeActors,
    MergeEvents,
    MoveSpan,
    NothingToLink,
    RejectUnits,
    RestoreEvent,
    SetAside,
    SetCue,
    SetEntityActor,
    SetFlag,
    SetLabel,
    SetParent,
    SetSpeaker,
    SetSpeakerActor,
    SetType,
    Submit,
    entities,
)
from annotator.project import Project
from tests.annotator.making import RUBIO, TEXT, entity, propose, propose_usual, span_of

NEXT = "Kursk waits for Moscow, and Rubio said nothing."
EVENTS = (Event("e" * 32, "Talks"), Event("f" * 32, "Strike"))
ACTORS = (Actor("a" * 32, "Zelensky"), Actor("b" * 32, "Zelenskyy"), RUBIO)
WORDS = ("Kursk", "Moscow", "Rubio", "talks", "in Kursk", "We will go")
PASSES = (("entities",), ("statements", "links"), ("entities", "statements", "links"), ("links",))
numbers = st.integers(0, 40)


def pick(items, number):
    return items[number % len(items)]


def operation(project, article, act, one, two):
    """An operation of the kind `act` on some unit, chosen by numbers; it may well be refused.

    What it makes gets ids that follow from the numbers, so that an example runs the same way again.
    """
    new = derived_id(act, str(one), str(two), str(project.status()["decisions"]))
    text = project.article(article).text
    units = list(project.work(article).every())
    unit = pick(units, one) if units else None
    key = unit.id if unit else "0" * 32
    word = pick([w for w in WORDS if w in text], two)
    span = span_of(text, word)
    statements = tuple(u.id for u in units if u.kind == "statement")
    event, actor = pick(EVENTS, two).id, pick(ACTORS, two).id
    return {
        "accept": lambda: AcceptUnits(article, (key,)),
        "accept all": lambda: AcceptUnits(article, tuple(u.id for u in units if u.is_shown), bulk=True),
        "reject": lambda: RejectUnits(article, (key,)),
        "label": lambda: SetLabel(article, key, pick(("GPE", "ORG", "CARDINAL"), two)),
        "move": lambda: MoveSpan(article, key, span),
        "flag": lambda: SetFlag(article, key, "unsure", two % 2 == 0),
        "actor": lambda: SetEntityActor(article, key, actor),
        "add": lambda: AddEntity(article, span, pick(("GPE", "PERSON"), one), id=new),
        "everywhere": lambda: LabelEverywhere(((article, span), (article, Span(0, 2))), "ORG"),
        "statement": lambda: AddStatement(article, (span,), speaker=Speaker(actor=actor) if one % 2 else None, id=new),
        "fragment": lambda: AddFragment(article, key, span),
        "type": lambda: SetType(article, key, pick(("direct", "mixed", "indirect"), two)),
        "cue": lambda: SetCue(article, key, span if two % 2 else None),
        "speaker": lambda: SetSpeaker(article, (key,), Speaker(mention=span) if two % 3 else None),
        "speaker actor": lambda: SetSpeakerActor(article, (key,), actor),
        "parent": lambda: SetParent(article, key, pick(statements, two) if statements else None),
        "link": lambda: LinkEvent(article, statements[:2], event, pick(("reports", "denies"), one)),
        "nothing": lambda: NothingToLink(article, (key,)),
        "merge events": lambda: MergeEvents((EVENTS[1].id,), EVENTS[0].id),
        "restore event": lambda: RestoreEvent(EVENTS[1].id),
        "merge actors": lambda: MergeActors((ACTORS[1].id,), ACTORS[0].id),
        "note": lambda: AddNote(article, "Hm", id=new),
        "region": lambda: ExcludeRegion(article, span, id=new),
        "pass": lambda: DeclarePass(article, pick(PASSES, one)[0], two % 2 == 0),
        "submit": lambda: Submit(article, pick(PASSES, one), reject_rest=two % 2 == 0),
        "aside": lambda: SetAside(article, "other", word),
        "title": lambda: EditMeta(article, {"title": word}),
    }[act]()


ACTS = (
    "accept", "accept all", "reject", "label", "move", "flag", "actor", "add", "everywhere", "statement", "fragment",
    "type", "cue", "speaker", "speaker actor", "parent", "link", "nothing", "merge events", "restore event",
    "merge actors", "note", "region", "pass", "submit", "aside", "title", "undo", "redo",
)  # fmt: skip


def shown(work):
    """Everything that a work says."""
    return {
        "units": list(work.every()),
        "visible": [unit.id for unit in work.units()],
        "undecided": [[unit.id for unit in work.undecided(passes)] for passes in PASSES],
        "progress": [work.progress(passes) for passes in PASSES],
        "counts": [work.count(kind) for kind in ("entity", "statement")],
        "named": {name: [unit.id for unit in work.named(name)] for name in WORDS},
        "frame": (work.state, work.passes, work.notes, work.regions, work.comment, work.article),
    }


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A project with two articles, suggestions, events and actors: copied for each example."""
    folder = tmp_path_factory.mktemp("template")
    for name, text in (("1.txt", TEXT), ("2.txt", NEXT)):
        (folder / name).write_text(text, encoding="utf-8")
    with Project.create(folder / "talks.annodb", annotator="ann") as project:
        project.import_files([folder / "1.txt", folder / "2.txt"])
        propose_usual(project)
        second = project.articles()[1].id
        proposed = (entity(second, NEXT, name, label) for name, label in (("Kursk", "PERSON"), ("Moscow", "GPE")))
        propose(project, *proposed, article=second)
        for event in EVENTS:
            project.run(AddEvent(event))
        for actor in ACTORS[:2]:
            project.run(AddActor(actor))
    return folder / "talks.annodb"


@pytest.fixture(autouse=True)
def numbered(monkeypatch):
    """Ids that an operation makes up by itself count up too."""
    count = itertools.count()
    monkeypatch.setattr(entities, "random_id", lambda: derived_id("made up", str(next(count))))


def run(project, article, act, one, two):
    try:
        if act in ("undo", "redo"):
            return project.undo() if act == "undo" else project.redo()
        return project.run(operation(project, article, act, one, two))
    except UserError:
        return None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(ACTS), st.booleans(), numbers, numbers), min_size=1, max_size=12))
def test_a_work_that_is_kept_up_to_date_equals_one_that_is_read_anew(template, steps):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talks.annodb"
        shutil.copy(template, path)
        with Project.open(path, annotator="ann") as project, Project.open(path, annotator="ann") as fresh:
            keys = [row.id for row in project.articles()]
            open_article = keys[0]
            work = project.work(open_article)
            shown(work)
            for act, elsewhere, one, two in steps:
                changes = run(project, keys[elsewhere], act, one, two)
                if changes:
                    project.refresh_work(work, changes)
                fresh.refresh()
                assert shown(work) == shown(fresh.work(open_article))
            assert project.check() == []
            assert project.rebuild() == []
            assert shown(work) == shown(fresh.work(open_article))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(act=st.sampled_from(ACTS[:-2]), one=numbers, two=numbers, before=st.sampled_from(ACTS[:-2]))
def test_undo_of_any_operation_restores_the_state_and_redo_repeats_it(template, act, one, two, before):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talks.annodb"
        shutil.copy(template, path)
        with Project.open(path, annotator="ann") as project:
            article = project.articles()[0].id
            run(project, article, before, two, one)
            was, digest = shown(project.work(article)), project.status()["digest"]
            if run(project, article, act, one, two):
                now, now_digest = shown(project.work(article)), project.status()["digest"]
                project.undo()
                assert (shown(project.work(article)), project.status()["digest"]) == (was, digest)
                project.redo()
                assert (shown(project.work(article)), project.status()["digest"]) == (now, now_digest)


def test_links_to_an_absent_event_lie_dormant_and_wake_with_it(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    said = next(unit.id for unit in project.work(article).units() if unit.kind == "statement")
    project.run(AddEvent(EVENTS[0]))
    project.run(LinkEvent(article, (said,), EVENTS[0].id, "reports"))
    work = project.work(article)
    assert work.find(said).value.links
    with Project.open(project.path, annotator="ann") as laptop:
        laptop.undo()
        laptop.undo()
        project.refresh_work(work, project.refresh())
        assert work.find(said).value.links == ()
        assert not work.find(said).value.nothing_to_link
