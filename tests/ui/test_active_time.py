"""Work is timed from sign of life to sign of life; a pause is no work, and another article begins anew."""

from __future__ import annotations

import pytest

from annotator.operations import AcceptUnits
from ui.active_time import PAUSE_SECONDS, ActiveTime


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_time_is_counted_since_it_was_last_taken(clock):
    active = ActiveTime(clock)
    clock.now += 3
    assert active.take() == 3000
    clock.now += 2
    assert active.take() == 2000


def test_of_a_pause_only_a_minute_counts(clock):
    active = ActiveTime(clock)
    clock.now += 3600
    active.note()
    clock.now += 5
    assert active.take() == round((PAUSE_SECONDS + 5) * 1000)


def test_what_ended_in_no_decision_does_not_count_for_the_next_article(clock):
    active = ActiveTime(clock)
    clock.now += 30
    active.begin()
    clock.now += 1
    assert active.take() == 1000


def test_a_decision_in_the_window_keeps_the_time_that_it_took(host, clock, monkeypatch):
    monkeypatch.setattr(host.session._active, "_clock", clock)
    host.session.open_article(host.articles[0])
    clock.now += 4
    host.session.run(AcceptUnits(host.articles[0], (host.unit("Trump").id,)))
    (time,) = host.project.lead.figures.count().times
    assert time.layers == {"ann": 4000}
