"""How things are called on screen."""

from __future__ import annotations

from annotator.model import Actor, Entity, Event, Span, Speaker, Statement, When
from annotator.units import Unit
from ui.wording import (
    actors_text,
    around,
    content_text,
    day_text,
    event_detail,
    event_line,
    percent,
    quoted_text,
    relation_text,
    speaker_line,
    speakers_text,
    why_text,
)

TEXT = "“It was\na hard day,” said Brede. “We came.” Nobody else spoke."
ANNA = Actor("a", "Anna Voss")
TALKS = Event("e", "Osk talks", "meeting", "planned", When("2031-04-22"), "Osk")


def find(actor_id: str) -> Actor | None:
    return ANNA if actor_id == "a" else None


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def test_fragments_stand_on_one_line_with_dots_between_them():
    statement = Statement("s", (span("It was\na hard day"), span("We came")), "direct")
    assert content_text(TEXT, statement) == "It was a hard day … We came"
    assert quoted_text(TEXT, statement) == "“It was a hard day” … “We came”"


def test_reported_speech_gets_no_marks():
    statement = Statement("s", (span("Nobody else spoke"),), "indirect")
    assert quoted_text(TEXT, statement) == "Nobody else spoke"


def test_a_speaker_is_called_by_actor_else_by_mention():
    mention = Speaker(mention=span("Brede"))
    assert speaker_line(TEXT, mention, find) == "Brede"
    assert speaker_line(TEXT, Speaker(mention=span("Brede"), actor="a"), find) == "Anna Voss"
    assert speaker_line(TEXT, None, find) == ""


def test_several_anonymous_and_implicit_speakers_are_told_apart():
    group = Speaker(mention=span("Brede"), others=(Speaker(anonymous=True), Speaker(actor="a")))
    assert speakers_text(TEXT, group, find) == "Brede, anonymous, implicit"
    assert actors_text(group, find) == "Anna Voss"


def test_an_event_is_called_by_title_and_date():
    assert event_line(TALKS) == "Osk talks, 22 Apr 2031"
    assert event_detail(TALKS, {"meeting": "Meeting"}) == "Meeting · planned · Osk · 22 Apr 2031"
    assert relation_text("denies", conditional=True) == "denies, if …"


def test_what_stands_around_is_cut_between_words():
    assert around(TEXT, span("Brede"), 9) == "…,” said Brede. “We…"


def test_days_read_as_people_write_them():
    assert day_text("2031-03-14T09:00") == "14 Mar 2031"
    assert day_text("some day") == "some day"


def test_a_long_reason_is_cut_before_the_score():
    unit = Unit(Entity("a", Span(0, 3), "GPE"), "suggested", score=0.926, reason="same name decided GPE in 6 articles")
    assert why_text(unit) == "same name decided GPE in 6 articles · 93 %"
    assert why_text(unit, 20) == "same name decided… · 93 %"


def test_a_score_is_never_rounded_up_to_certainty():
    assert [percent(score) for score in (0.5, 0.996, 1.0)] == ["50 %", "99 %", "100 %"]
