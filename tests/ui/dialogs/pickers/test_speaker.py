"""Who said it: mentions, known actors, and the answers that name nobody."""

from __future__ import annotations

import pytest

from annotator.model import Speaker
from annotator.operations import SetEntityActor, SetSpeaker, SetSpeakerActor
from tests.windows import FIRST, span_of
from ui.dialogs.pickers.speaker import SpeakerPicker


@pytest.fixture
def picker(host):
    return SpeakerPicker(host.session, host.window)


def speaker(host) -> Speaker:
    return host.statement().value.speaker


def titles(picker) -> list[str]:
    return [item.title for item in picker.list.model.items() if not item.is_heading]


def test_the_statements_own_mention_comes_first(host, picker):
    picker.open_for([host.statement()], host.rect())
    assert titles(picker)[0] == "Witkoff"
    assert picker.list.current().title == "Witkoff"


def test_a_mention_is_found_by_typing(host, picker):
    picker.open_for([host.statement()], host.rect())
    host.press("lavr", "Enter")
    assert speaker(host).mention == span_of(FIRST, "Lavrov")
    assert "speaker" in host.statement().decided


def test_a_mention_brings_its_actor(host, picker):
    lavrov = host.add_actor("Sergey Lavrov")
    host.session.run(SetEntityActor(host.articles[0], host.unit("Lavrov").id, lavrov.id))
    picker.open_for([host.statement()], host.rect())
    host.press("lavrov", "Enter")
    assert speaker(host).actor == lavrov.id


def test_the_selection_is_offered_first(host, picker):
    host.session.selection_source = lambda: span_of(FIRST, "Zelensky")
    picker.open_for([host.statement()], host.rect())
    assert titles(picker)[0] == "Zelensky"
    host.press("1")
    assert speaker(host).mention == span_of(FIRST, "Zelensky")


def test_a_known_actor_says_who_the_mention_is(host, picker):
    witkoff = host.add_actor("Steve Witkoff")
    picker.open_for([host.statement()], host.rect())
    host.press("steve", "Enter")
    assert speaker(host) == Speaker(mention=span_of(FIRST, "Witkoff"), actor=witkoff.id)


def test_a_known_actor_is_implicit_where_there_is_no_mention(host, picker):
    witkoff = host.add_actor("Steve Witkoff")
    host.session.run(SetSpeaker(host.articles[0], (host.statement().id,), None))
    picker.open_for([host.statement()], host.rect())
    host.press("steve", "Enter")
    assert speaker(host) == Speaker(actor=witkoff.id)


def test_anonymous_keeps_the_body(host, picker):
    body = host.add_actor("The Kremlin", "organisation")
    host.session.run(SetSpeakerActor(host.articles[0], (host.statement().id,), body.id))
    picker.open_for([host.statement()], host.rect())
    host.press("7")
    assert speaker(host).anonymous
    assert speaker(host).actor == body.id


def test_implicit_takes_the_mention_away_and_keeps_the_actor(host, picker):
    witkoff = host.add_actor("Steve Witkoff")
    host.session.run(SetSpeakerActor(host.articles[0], (host.statement().id,), witkoff.id))
    picker.open_for([host.statement()], host.rect())
    host.press("8")
    assert speaker(host) == Speaker(actor=witkoff.id)


def test_another_speaker_is_added_to_the_first(host, picker):
    picker.open_for([host.statement()], host.rect())
    host.press("9")
    assert picker.isVisible()
    host.press("lavrov", "Enter")
    assert speaker(host).mention == span_of(FIRST, "Witkoff")
    assert [other.mention for other in speaker(host).others] == [span_of(FIRST, "Lavrov")]


def test_none_is_decided_as_none(host, picker):
    picker.open_for([host.statement()], host.rect())
    host.press("0")
    assert speaker(host) is None
    assert "speaker" in host.statement().decided
