"""Settling what two laptops decided differently."""

from __future__ import annotations

import shutil

import pytest

from annotator import paths
from annotator.errors import Invalid
from annotator.operations import AcceptUnits, EditMeta, SetLabel, Settle
from annotator.project import Project
from tests.annotator.making import TEXT, propose_usual, unit_on


@pytest.fixture
def other(make_project, monkeypatch):
    """`other(operation here, operation there)`: a project merged with the file of a second laptop."""
    project = make_project(TEXT)
    article = propose_usual(project)

    def decide(here, there, *, layer="ann"):
        project.run(AcceptUnits(article, (unit_on(project, article, "Moscow").id,)))
        project.checkpoint()
        copy = project.path.with_name("laptop.annodb")
        shutil.copy(project.path, copy)
        project.run(here(project, article))
        with monkeypatch.context() as patch:
            patch.setattr(paths, "device_id", lambda: "laptop")
            with Project.open(copy, annotator=layer) as laptop:
                laptop.run(there(laptop, article))
        project.merge([copy])
        return project, article

    return decide


def label(name):
    return lambda project, article: SetLabel(article, unit_on(project, article, "Moscow").id, name)


def test_one_value_is_chosen_and_the_conflict_is_gone(other):
    project, article = other(label("ORG"), label("FAC"))
    (found,) = project.conflicts()
    assert (found.layer, found.field, set(found.values)) == ("ann", "label", {"ORG", "FAC"})
    unit = project.work(article).find(found.subject)
    assert unit.conflicts == {"label"}
    project.run(Settle(article, found.subject, found.kind, "label", "ORG"))
    assert project.conflicts() == []
    assert project.work(article).find(found.subject).value.label == "ORG"
    project.undo()
    assert len(project.conflicts()) == 1


def test_another_value_or_field_is_refused(other):
    project, article = other(label("ORG"), label("FAC"))
    (found,) = project.conflicts()
    with pytest.raises(Invalid, match="none of the values"):
        project.run(Settle(article, found.subject, found.kind, "label", "GPE"))
    with pytest.raises(Invalid, match="no conflict"):
        project.run(Settle(article, found.subject, found.kind, "span", [0, 1]))


def test_a_conflict_about_the_project_is_settled_in_its_layer(other):
    def titled(title):
        return lambda project, article: EditMeta(article, {"title": title})

    project, article = other(titled("One"), titled("Two"))
    (found,) = project.conflicts()
    project.run(Settle(article, found.subject, found.kind, found.field, "One"))
    assert project.conflicts() == []
    assert project.article(article).title == "One"
