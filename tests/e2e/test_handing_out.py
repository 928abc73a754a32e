"""Three handouts, annotated on three laptops, come home in any order, more than once, in halves, and late."""

from __future__ import annotations

import itertools
import json
import random
import shutil
from pathlib import Path

import pytest

from annotator import cli
from annotator.model import Event
from annotator.operations import (
    AcceptUnits,
    AddEntity,
    AddEvent,
    Assign,
    LinkEvent,
    RejectUnits,
    ReturnArticle,
    SetLabel,
    Submit,
)
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from tests.annotator.making import TEXT, entity, propose, span_of, statement
from tests.annotator.store.histories import device

TEAM = ("ann", "ben", "eve")


@pytest.fixture
def run(capsys):
    def command(*arguments):
        assert cli.main([str(argument) for argument in arguments]) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    return command


@pytest.fixture
def lead(make_project, run):
    """A lead's project with six pre-annotated articles, two annotators for each, two to calibrate with."""
    project = make_project(*(f"{TEXT}This is number {number}.\n" for number in range(6)), annotator="lead")
    for article in project.article_ids():
        text = project.article(article).text
        found = [entity(article, text, words, "PERSON") for words in ("Rubio", "Kursk", "Moscow", "Officials")]
        propose(project, *found, statement(article, text, "We will go", cue="said"), article=article)
    project.close()
    run("assign", project.path, "--annotator", *TEAM, "--overlap", 2, "--calibration", 2, "--blind", "20%")
    return project.path


@pytest.fixture
def laptops(lead, run, tmp_path):
    """Each annotator's handout, annotated and submitted to the half."""
    found = {}
    for name in TEAM:
        found[name] = tmp_path / f"{name}.annodb"
        run("handout", lead, "--annotator", name, found[name])
        annotate(tmp_path, found[name], name, until=3)
    return found


def annotate(folder: Path, path: Path, name: str, *, until: int) -> None:
    """Decide about all suggestions in the annotator's first articles, each in their own way, and submit them."""
    chance = random.Random(f"{name}{until}")
    with device(folder / f"home-{name}"), Project.open(path) as project:
        event = f"{ord(name[0]) * 100 + until:032x}"
        project.run(AddEvent(Event(event, f"Talks as {name} sees them")))
        for row in project.listed_articles()[:until]:
            if row.state == "submitted":
                continue
            if row.is_blind:
                text = project.article(row.id).text
                project.run(AddEntity(row.id, span_of(text, chance.choice(("Moscow", "Rubio"))), "GPE"))
            for unit in project.work(row.id).undecided():
                if unit.kind == "statement":
                    project.run(AcceptUnits(row.id, (unit.id,)))
                    project.run(LinkEvent(row.id, (unit.id,), event, "predicts"))
                elif chance.random() < 0.3:
                    project.run(RejectUnits(row.id, (unit.id,)))
                else:
                    project.run(SetLabel(row.id, unit.id, chance.choice(("PERSON", "GPE", "ORG"))))
            project.run(Submit(row.id))


def digest(run, path: Path) -> tuple[str, dict]:
    said = json.loads(run("status", path, "--json"))
    return said["digest"], said["layers"]


def merged(run, start: Path, folder: Path, *files: Path, name: str = "merged") -> Path:
    target = folder / f"{name}-{len(list(folder.iterdir()))}.annodb"
    shutil.copy(start, target)
    for each in files:
        run("merge", target, each)
    return target


def test_files_come_home_in_all_orders_twice_and_in_halves_to_the_same(lead, laptops, run, tmp_path):
    halves = {}
    for name, path in laptops.items():
        halves[name] = tmp_path / f"{name}-half.annodb"
        shutil.copy(path, halves[name])
        annotate(tmp_path, path, name, until=9)
    orders = itertools.permutations(laptops.values())
    found = [digest(run, merged(run, lead, tmp_path, *order)) for order in orders]
    twice = merged(run, lead, tmp_path, *laptops.values(), *reversed(laptops.values()))
    in_halves = merged(run, lead, tmp_path, *halves.values(), *laptops.values())
    mixed = merged(run, lead, tmp_path, halves["eve"], laptops["ann"], halves["ben"], laptops["eve"], laptops["ben"])
    pair = merged(run, merged(run, lead, tmp_path, laptops["ben"]), tmp_path, laptops["eve"])
    by_way_of_another = merged(run, merged(run, lead, tmp_path, laptops["ann"]), tmp_path, pair)
    found += [digest(run, path) for path in (twice, in_halves, mixed, by_way_of_another)]
    assert all(one == found[0] for one in found)
    assert found[0][1].keys() == set(TEAM)
    assert digest(run, lead)[0] != found[0][0]


def test_what_the_lead_did_meanwhile_and_what_comes_late_stand_side_by_side(lead, laptops, run, tmp_path):
    home = merged(run, lead, tmp_path, laptops["ann"], laptops["ben"])
    with device(tmp_path / "home-lead"), Project.open(home, annotator="lead") as project:
        settle_everything(project)
        article, names = next(iter(project.lead.works.submitted().items()))
        project.run(ReturnArticle(article, names[0], "Look again"))
    before = gold(home)
    late = merged(run, home, tmp_path, laptops["eve"])
    assert gold(late) == before != []
    early = merged(run, lead, tmp_path, laptops["eve"], home)
    assert digest(run, early) == digest(run, late)
    assert digest(run, merged(run, late, tmp_path, *laptops.values())) == digest(run, late)


def test_a_late_fourth_file_changes_nothing_decided_and_its_differences_wait(lead, laptops, run, tmp_path):
    home, own = merged(run, lead, tmp_path, *laptops.values()), tmp_path / "kim.annodb"
    with device(tmp_path / "home-lead"), Project.open(home, annotator="lead") as project:
        settle_everything(project)
        assert waiting(project) == 0
        project.run(Assign(tuple(AssignmentRow(row.article, "kim") for row in project.lead.review.queue())))
    run("handout", home, "--annotator", "kim", own)
    annotate(tmp_path, own, "kim", until=9)
    before = gold(home)
    run("merge", home, own)
    assert gold(home) == before != []
    with Project.open(home, annotator="lead") as project:
        assert waiting(project) > 0


def settle_everything(project: Project) -> None:
    review = project.lead.review
    for row in review.queue():
        for card in review.article(row.article).waiting:
            project.run(review.take(row.article, card, card.versions[0]))


def waiting(project: Project) -> int:
    return sum(row.open for row in project.lead.review.queue())


def gold(path: Path) -> list:
    with Project.open(path, annotator="lead") as project:
        return project.db.execute("SELECT id, body FROM entity WHERE layer = 'gold' ORDER BY id").fetchall()


def test_two_laptops_of_one_annotator_and_a_newer_handout_merge_too(lead, laptops, run, tmp_path):
    first, second = laptops["ann"], tmp_path / "ann-at-home.annodb"
    shutil.copy(first, second)
    annotate(tmp_path, first, "ann", until=4)
    annotate(tmp_path / "elsewhere", second, "ann", until=9)
    home = merged(run, lead, tmp_path, second, first)
    newer = tmp_path / "ann-newer.annodb"
    run("handout", home, "--annotator", "ann", newer)
    run("merge", first, second, newer)
    run("merge", second, newer, first)
    assert digest(run, first) == digest(run, second) == digest(run, newer)
    assert digest(run, merged(run, home, tmp_path, first)) == digest(run, home)
