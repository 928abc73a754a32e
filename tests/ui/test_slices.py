"""Work in slices: all of it is done, in order, unless somebody stops it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.slices import Slices


def test_everything_is_done_in_order_and_told(qtbot):
    owner, done, told = QObject(), [], []
    slices = Slices(owner)
    slices.progressed.connect(lambda *at: told.append(at))
    with qtbot.waitSignal(slices.finished):
        slices.start(range(500), done.append)
    assert done == list(range(500))
    assert told[-1] == (500, 500) if told else True
    assert not slices.is_running


def test_stopping_leaves_the_rest_undone(qtbot):
    owner, done = QObject(), []
    slices = Slices(owner)

    def do(number):
        done.append(number)
        if number == 3:
            slices.stop()

    slices.start(range(10), do)
    qtbot.waitUntil(lambda: not slices.is_running)
    assert done == [0, 1, 2, 3]


def test_starting_anew_drops_what_was_left(qtbot):
    owner, done = QObject(), []
    slices = Slices(owner)
    slices.start(["old"], done.append)
    with qtbot.waitSignal(slices.finished):
        slices.start(["new"], done.append)
    assert done == ["new"]
