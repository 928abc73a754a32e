"""Which person or organisation a mention stands for."""

from __future__ import annotations

import pytest

from annotator.ids import suggested_actor_id
from annotator.model import Actor
from annotator.operations import SetEntityActor
from tests.windows import FIRST, entity
from ui.dialogs.pickers.actor import ActorPicker


@pytest.fixture
def picker(host):
    return ActorPicker(host.session, host.window)


def test_a_likely_actor_comes_first_and_enter_takes_it(host, picker):
    host.add_actor("Anna Voss")
    witkoff = host.add_actor("Steve Witkoff")
    picker.open_for([host.unit("Witkoff")], host.rect())
    assert picker.list.current().data == witkoff.id
    host.press("Enter")
    assert host.unit("Witkoff").value.actor == witkoff.id


def test_an_actor_is_found_by_an_alias(host, picker):
    putin = host.add_actor("Vladimir Putin", "person", "the Russian leader")
    picker.open_for([host.statement()], host.rect())
    host.press("russian", "Enter")
    assert host.statement().value.speaker.actor == putin.id


def test_namesakes_are_told_apart_by_kind_and_articles(host, picker):
    person = host.add_actor("Trump", "person")
    host.add_actor("Trump", "organisation")
    host.session.run(SetEntityActor(host.articles[0], host.unit("Trump").id, person.id))
    picker.open_for([host.unit("Trump", 1)], host.rect())
    rows = {(item.detail, item.badge) for item in picker.list.model.items() if item.title == "Trump"}
    assert rows == {("Person · the same name", "1 article"), ("Organisation · the same name", "0 articles")}


def test_look_alikes_come_first_with_the_reason_the_likest_at_the_top(host, picker):
    for name in ("Anna Voss", "Steve Wittkoff", "Steve Witkoff"):
        host.add_actor(name)
    picker.open_for([host.unit("Witkoff")], host.rect())
    rows = [(item.title, item.detail) for item in picker.list.model.items() if not item.always]
    assert rows == [
        ("Like “Witkoff”", ""),
        ("Steve Witkoff", "Person · the same last name"),
        ("Steve Wittkoff", "Person · the last name spelled two ways"),
        ("All, those used last first", ""),
        ("Anna Voss", "Person"),
    ]


def test_whom_the_machine_names_in_the_article_is_offered_and_taken_over(host, picker):
    trump = Actor(suggested_actor_id("Donald Trump", "person"), "Donald Trump")
    found = entity(host.articles[0], FIRST, "Trump", "PERSON")
    host.project.store_suggestions([(host.articles[0], (found,), (trump,))], model="test 2")
    host.session.open_article(host.articles[0])
    picker.open_for([host.unit("Trump")], host.rect())
    assert picker.list.current().badge == "proposed"
    host.press("Enter")
    assert host.project.find_actor(host.unit("Trump").value.actor).name == "Donald Trump"


def test_a_new_actor_is_named_after_the_mention_and_made_with_enter(host, picker):
    picker.open_for([host.unit("Witkoff")], host.rect())
    host.press("new actor", "Enter")
    picker.form.name.clear()
    host.press("Steve Witkoff", "Enter")
    actor = host.project.find_actor(host.unit("Witkoff").value.actor)
    assert (actor.name, actor.kind) == ("Steve Witkoff", "person")
    assert picker.isHidden()


def test_making_and_setting_an_actor_is_one_gesture(host, picker):
    picker.open_for([host.statement()], host.rect())
    host.press("new actor", "Enter", "Enter")
    assert host.statement().value.speaker.actor
    host.session.undo()
    assert host.project.actors() == []
    assert host.statement().value.speaker.actor is None


def test_what_was_typed_names_the_new_actor_and_the_mention_becomes_its_alias(host, picker):
    picker.open_for([host.unit("Witkoff")], host.rect())
    host.press("Steve Witkoff", "Enter", "Enter")
    actor = host.project.find_actor(host.unit("Witkoff").value.actor)
    assert (actor.name, actor.aliases) == ("Steve Witkoff", ("Witkoff",))


def test_nobody_known_is_an_answer(host, picker):
    picker.open_for([host.statement()], host.rect())
    host.press("nobody", "Down", "Down", "Enter")
    assert "actor" in host.statement().decided
    assert host.statement().value.speaker.actor is None


def test_escape_goes_back_from_the_form_to_the_list(host, picker):
    picker.open_for([host.unit("Witkoff")], host.rect())
    host.press("new actor", "Enter", "Esc")
    assert picker.isVisible()
    host.press("Esc")
    assert picker.isHidden()
    assert host.project.actors() == []


def test_an_actor_without_a_name_is_refused_with_a_sentence(host, picker):
    picker.open_for([host.unit("Witkoff")], host.rect())
    host.press("new actor", "Enter")
    picker.form.name.clear()
    host.press("Enter")
    assert picker.isVisible()
    assert "needs a name" in picker.context.text()
