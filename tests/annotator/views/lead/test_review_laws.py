"""The laws of review, on histories that hypothesis makes up: two leads and an annotator, each on an own copy."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import operations as op
from annotator.errors import UserError
from annotator.model import Entity
from annotator.project import Project
from annotator.review.settings import ReviewSettings
from tests.annotator.reviewing import TEAM, annotate, copy_of, make_team_project
from tests.annotator.store.histories import device

EXAMPLES = int(os.environ.get("EXAMPLES", "8"))
SLOW = settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
PEOPLE = ("lea", "max", "ben")
"""Whose copies there are: two leads', and an annotator's who goes on working."""
ACTS = ("take", "take", "compose", "none", "edit", "both", "confirm", "slip", "class", "rule", "undo", "redo")
STEP = st.tuples(st.integers(0, 2), st.sampled_from((*ACTS, *["exchange"] * 3)), st.integers(0, 40), st.integers(0, 3))
STEPS = st.lists(STEP, min_size=4, max_size=16)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """An article that three annotators submitted."""
    folder = tmp_path_factory.mktemp("review")
    with device(folder / "home"), ExitStack() as stack:

        def make(*texts, name="talks", annotator="lead"):
            project = stack.enter_context(Project.create(folder / f"{name}.annodb", name=name, annotator=annotator))
            source = folder / "article.txt"
            source.write_text(texts[0])
            project.import_files([source])
            return project

        project = make_team_project(make, 1)
        for name in TEAM:
            annotate(project.path, name)
        return copy_of(project, folder / "template.annodb")


@contextmanager
def copies(template, steps):
    """The projects of `PEOPLE` after these steps, open."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        projects = []
        for name in PEOPLE:
            path = shutil.copy(template, Path(folder) / f"{name}.annodb")
            with device(Path(folder) / name):
                projects.append(stack.enter_context(Project.open(path, annotator=name)))
        for number, act, first, second in steps:
            with suppress(UserError):
                do(projects, number, act, first, second)
        yield Path(folder), projects


def do(projects, number, act, first, second):
    """One step on one copy."""
    project = projects[number]
    (article,) = project.article_ids()
    if act == "exchange":
        other = projects[first % len(projects)]
        other.checkpoint()
        project.merge([other.path] if other is not project else [])
    elif act in ("undo", "redo"):
        getattr(project, act)()
    elif PEOPLE[number] == "ben":
        work_on(project, article, first, second)
    else:
        project.run(settling(project.lead.review, article, act, first, second))


def settling(review, article, act, first, second):
    """What a lead does to one of the cards."""
    if act == "rule":
        return review.change_settings(ReviewSettings(("unanimous", "majority", "none")[second % 3], sample=first / 40))
    cards = [card for card in review.article(article).cards if card.state != "agreed"]
    if not cards:
        raise UserError("Nothing waits: the rule settles all of it.")
    card = cards[first % len(cards)]
    versions = [version for version in card.versions if version.value is not None]
    here, there = versions[second % len(versions)], versions[(second + 1) % len(versions)]
    found = review.classes(article) if act == "class" else []
    if found:
        chosen = found[first % len(found)]
        return review.settle_class(chosen, chosen.choices[0])
    other = {"label": "LAW"} if isinstance(here.value, Entity) else {"cue": None}
    acts = {
        "compose": lambda: review.compose(article, card, {"content": here, "actor": there}),
        "none": lambda: review.none_right(article, card),
        "edit": lambda: review.edit(article, card, msgspec.structs.replace(here.value, **other)),
        "both": lambda: review.keep_both(article, card, here, there),
        "confirm": lambda: review.confirm(article, card),
        "slip": lambda: review.mark_slips(article, card, card.card.layers[:1]),
    }
    return acts.get(act, lambda: review.take(article, card, card.versions[second % len(card.versions)]))()


def work_on(project, article, first, second):
    """What an annotator does to a unit after having submitted."""
    units = list(project.work(article).units())
    unit = units[first % len(units)]
    if second == 0 and unit.kind == "entity":
        project.run(op.SetLabel(article, unit.id, "EVENT"))
    elif second == 1:
        project.run(op.RejectUnits(article, (unit.id,)))
    elif second == 2 and unit.kind == "statement":
        project.run(op.SetCue(article, unit.id, None))
    if second != 3:
        project.run(op.Submit(article, reject_rest=True))


def seen(project):
    """Everything that review says of the article."""
    (article,) = project.article_ids()
    # What is drawn where the sample is empty is known once the whole queue is.
    rows = project.lead.review.queue()
    found = project.lead.review.article(article)
    return rows, found.cards, found.gold, [one.title for one in project.lead.review.classes()]


@SLOW
@given(steps=STEPS)
def test_what_was_kept_while_deciding_is_what_is_read_anew(template, steps):
    with copies(template, steps) as (_, projects):
        for project in projects:
            with Project.open(project.path, annotator=project.annotator) as again:
                assert seen(project) == seen(again)
            assert project.check() == []


@SLOW
@given(steps=STEPS)
def test_files_of_two_leads_and_an_annotator_merge_to_the_same_review_in_every_order(template, steps):
    with copies(template, steps) as (folder, projects):
        for project in projects:
            project.checkpoint()
        found = []
        for number, order in enumerate(itertools.permutations([project.path for project in projects])):
            path = shutil.copy(order[0], folder / f"merged{number}.annodb")
            with Project.open(path, annotator="lea") as merged:
                merged.merge(order[1:])
                found.append((merged.status()["digest"], seen(merged)))
        assert all(one == found[0] for one in found)


@SLOW
@given(steps=STEPS)
def test_undoing_everything_brings_every_card_back(template, steps):
    own = [(0, act, first, second) for _, act, first, second in steps if act not in ("undo", "redo", "exchange")]
    with copies(template, []) as (_, projects):
        before = seen(projects[0]), projects[0].status()["digest"]
        for step in own:
            with suppress(UserError):
                do(projects, *step)
        while projects[0].undo():
            pass
        assert (seen(projects[0]), projects[0].status()["digest"]) == before
