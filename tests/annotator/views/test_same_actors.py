"""Which actors may be one, as one layer sees it."""

from __future__ import annotations

import shutil

import pytest

from annotator.ids import suggested_actor_id
from annotator.model import Actor
from annotator.operations import AddActor, DismissSameActors, JoinActors, RetireActor
from annotator.project import Project

TEXTS = ("One came.", "Two came.", "Three came.", "Four came.")


def actor(name: str, *aliases: str, kind: str = "person") -> Actor:
    return Actor(suggested_actor_id(name, kind), name, kind, aliases)


ZELINSKY, ZELINSKYY, HOLM = actor("Igor Zelinsky"), actor("Igor Zelinskyy"), actor("Jan Holm")


def name(project: Project, *actors: tuple[Actor, ...]) -> None:
    """Let the machine name these actors, article by article."""
    found = [(article, (), named) for article, named in zip(project.article_ids(), actors, strict=False)]
    project.store_suggestions(found, model="test 1")


def pairs(project: Project) -> list[tuple[str, str]]:
    return [(each.actors[0].name, each.actors[1].name) for each in project.proposals.actors()]


@pytest.fixture
def project(make_project) -> Project:
    found = make_project(*TEXTS)
    name(found, (ZELINSKY,), (ZELINSKY, HOLM), (ZELINSKYY,))
    return found


def test_what_the_machine_names_in_two_ways_is_proposed_with_its_articles(project: Project) -> None:
    (found,) = project.proposals.actors()
    assert (found.actors, found.articles) == ((ZELINSKY, ZELINSKYY), (2, 1))


def test_an_actor_of_ones_own_and_one_of_the_machine_may_be_one(project: Project) -> None:
    project.run(AddActor(Actor("a" * 32, "Jan P. Holm")))
    assert ("Jan Holm", "Jan P. Holm") in pairs(project)


def test_what_is_joined_is_not_proposed_again_until_that_is_undone(project: Project) -> None:
    project.run(JoinActors((ZELINSKY, ZELINSKYY), ZELINSKY.id))
    assert pairs(project) == []
    project.undo()
    assert pairs(project) == [("Igor Zelinsky", "Igor Zelinskyy")]


def test_a_third_spelling_is_proposed_to_go_into_the_one_that_stayed(project: Project) -> None:
    project.run(JoinActors((ZELINSKY, ZELINSKYY), ZELINSKY.id))
    name(project, (ZELINSKY,), (ZELINSKY, HOLM), (ZELINSKYY,), (actor("Igor Zelinskiy"),))
    (found,) = project.proposals.actors()
    assert (found.actors[1].name, found.articles) == ("Igor Zelinskiy", (3, 1))


def test_what_is_dismissed_is_not_proposed_again_until_that_is_undone(project: Project) -> None:
    project.run(DismissSameActors(ZELINSKY.id, ZELINSKYY.id))
    assert pairs(project) == []
    assert project.check() == []
    project.undo()
    assert len(pairs(project)) == 1


def test_dismissing_stays_over_a_new_pre_annotation_and_a_restart(project: Project) -> None:
    project.run(DismissSameActors(ZELINSKY.id, ZELINSKYY.id))
    name(project, (ZELINSKY,), (ZELINSKYY,))
    project.close()
    with Project.open(project.path, annotator=project.annotator) as again:
        assert pairs(again) == []


def test_dismissing_is_ones_own(project: Project) -> None:
    project.run(DismissSameActors(ZELINSKY.id, ZELINSKYY.id))
    project.close()
    with Project.open(project.path, annotator="somebody") as other:
        assert len(pairs(other)) == 1


def test_dismissing_the_same_on_two_laptops_is_no_conflict(project: Project, tmp_path, monkeypatch) -> None:
    project.checkpoint()
    copy = tmp_path / "laptop.annodb"
    shutil.copy(project.path, copy)
    project.run(DismissSameActors(ZELINSKY.id, ZELINSKYY.id))
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "other"))
    with Project.open(copy, annotator=project.annotator) as laptop:
        laptop.run(DismissSameActors(ZELINSKY.id, ZELINSKYY.id))
    assert project.merge([copy]).conflicts == ()
    assert pairs(project) == []


def test_a_retired_actor_is_not_proposed(project: Project) -> None:
    own = Actor("a" * 32, "Jan P. Holm")
    project.run(AddActor(own))
    project.run(RetireActor(own.id))
    assert "Jan P. Holm" not in {each for pair in pairs(project) for each in pair}


def test_articles_are_read_in_steps(project: Project) -> None:
    assert not project.proposals.read_actors()
    name(project, (actor("J. Holm"),))
    assert ("Jan Holm", "J. Holm") in pairs(project)
