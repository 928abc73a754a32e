"""Reasons for an event, in plain words."""

from __future__ import annotations

from annotator.model import Event
from annotator.proposals.candidates import Evidence
from annotator.proposals.reasons import Spoken, reasons

EVENT = Event("e" * 32, "Second round of talks", "meeting", "planned")


def test_marks_in_a_title_are_inner_ones() -> None:
    spoken = Spoken({}, {"a": "“I brought a pencil”: Brede on the night"}, {})
    assert reasons(Evidence(nearest="a"), EVENT, spoken) == [
        "like “‘I brought a pencil’: Brede on the night”, which is linked to it"
    ]


def test_people_are_named_and_words_spelled_as_in_the_text() -> None:
    spoken = Spoken({"talk": "talks"}, {}, {"m": "Ilse Maran"})
    found = reasons(Evidence(actors=("m",), words=("talk", "lost")), EVENT, spoken)
    assert found == ["same people: Ilse Maran", "words: talks"]


def test_nothing_speaks_for_an_event_without_evidence() -> None:
    assert reasons(Evidence(), EVENT, Spoken({}, {}, {})) == []
