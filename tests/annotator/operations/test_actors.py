"""Joining actors that are one, and saying that they are two."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid
from annotator.model import Actor
from annotator.operations import AcceptUnits, AddActor, DismissSameActors, JoinActors
from tests.annotator.making import RUBIO, unit_on

MARCO = Actor("a" * 32, "Marco A. Rubio", aliases=("Rubio",))


def test_an_actor_that_only_the_machine_named_becomes_one_of_the_project_and_leads_to_the_other(project) -> None:
    project.run(AddActor(MARCO))
    project.run(JoinActors((MARCO, RUBIO), MARCO.id))
    found = project.find_actor(RUBIO.id)
    assert (found.id, found.aliases) == (MARCO.id, ("Rubio", "Marco Rubio"))


def test_what_is_accepted_later_is_read_as_the_one_that_stays(project) -> None:
    (article,) = project.article_ids()
    project.run(AddActor(MARCO))
    project.run(JoinActors((MARCO, RUBIO), MARCO.id))
    statement = unit_on(project, article, "We will go")
    project.run(AcceptUnits(article, (statement.id,)))
    assert unit_on(project, article, "We will go").value.speaker.actor == MARCO.id


def test_two_that_only_the_machine_named_are_joined_as_one_gesture(project) -> None:
    project.run(JoinActors((MARCO, RUBIO), RUBIO.id))
    assert project.undo_title() == "merge"
    project.undo()
    assert project.actors() == []


def test_the_one_that_stays_must_be_one_of_them(project) -> None:
    with pytest.raises(Invalid, match="none of those"):
        project.run(JoinActors((MARCO, RUBIO), "c" * 32))


def test_an_actor_is_not_kept_apart_from_itself(project) -> None:
    with pytest.raises(Invalid, match="from itself"):
        project.run(DismissSameActors(RUBIO.id, RUBIO.id))
