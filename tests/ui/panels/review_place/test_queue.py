"""The queue as a list: its order, what it is narrowed by, what its rows say."""

from __future__ import annotations

import pytest

from annotator.review.queue import QueueRow
from ui.panels.review_place.queue_model import QueueModel, below

TEAM = ("ann", "ben", "eve")


def row(title: str, *, settled: int = 0, kinds=None, **waiting: int) -> QueueRow:
    return QueueRow(title, title, TEAM, waiting, settled, float(waiting.get("open", 0)), kinds or {})


@pytest.fixture
def model(qtmodeltester) -> QueueModel:
    model = QueueModel()
    model.set_rows([row("Brücken", open=3, kinds={"label": 3}), row("Talks", late=1), row("Rivers", settled=4)])
    qtmodeltester.check(model)
    return model


def titles(model: QueueModel) -> list[str]:
    return [one.title for one in model.rows]


def test_words_find_an_article_without_accents_or_case(model):
    model.narrow("bruck", None, None)
    assert titles(model) == ["Brücken"]


def test_a_kind_leaves_the_articles_that_differ_so(model):
    model.narrow("", "label", None)
    assert titles(model) == ["Brücken"]


@pytest.mark.parametrize(
    ("state", "left"), [("waiting", ["Brücken", "Talks"]), ("late", ["Talks"]), ("settled", ["Rivers"])]
)
def test_a_state_leaves_the_articles_in_it(model, state, left):
    model.narrow("", None, state)
    assert titles(model) == left


def test_what_is_filtered_out_still_counts(model):
    model.narrow("bruck", None, None)
    assert model.total == 3
    assert model.state_count("late") == 1


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (row("a", open=19, settled=12), "3 submitted · 12 of 31 settled"),
        (row("a", sample=2), "agreed · sample of 2 to read"),
        (row("a", settled=4), "3 submitted · settled"),
        (row("a", late=1, settled=3), "1 late · 3 of 4 settled · 3 submitted"),
        (row("a"), "3 submitted · agreed"),
    ],
)
def test_a_row_says_below_its_title_how_far_it_is(found, words):
    assert below(found) == words


def test_what_the_queue_is_narrowed_to_is_what_it_counts(qtbot):
    model = QueueModel()
    model.set_rows([row("Talks", open=9, late=2, kinds={"label": 4, "cue": 5})])
    found = model.rows[0]
    assert (model.count(found), model.counted_word()) == (11, "to settle")
    model.narrow("", "cue", None)
    assert (model.count(found), model.counted_word()) == (5, "cue")
    model.narrow("", None, "late")
    assert (model.count(found), model.counted_word()) == (2, "late")
