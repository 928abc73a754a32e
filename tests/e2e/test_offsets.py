"""Spans made in the window by keyboard and mouse come out of the export at the right code points, whatever the text."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ui.app import open_window

TEXT = (
    "Ann\x00 met 👩🏽‍🚒 Zoë\u0301 and 🇺🇦 Kyiv.\r\n\r\n"
    "“Straße\xa0café” said\u2028الرئيس قال 👨‍👩‍👧‍👦 Ω.\r\n"
    "\ufdd0Last\ufffc line 💩 e\u0301nd here."
)
WORDS = ("👩🏽‍🚒", "Zoë\u0301", "🇺🇦 Kyiv", "Straße\xa0café", "الرئيس", "👨‍👩‍👧‍👦 Ω", "e\u0301nd", "here")


@pytest.fixture
def window(make_project, qtbot):
    window = open_window(make_project(TEXT).path, annotator="ann")
    yield window
    window.close()


def exported(window, tmp_path):
    window.session.project.export(tmp_path / "out", layer="ann")
    record = json.loads((tmp_path / "out" / "train.jsonl").read_text(encoding="utf-8").split("\n")[0])
    return record["text"], record["spans"]


def select_by_keys(window, words):
    """Shift+arrows from the caret until the words are selected; a press moves over a whole cluster."""
    view = window.annotate.view
    view.set_caret(window.session.text.index(words))
    span = None
    while span is None or span.end - span.start < len(words):
        QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        span = view.selection(insist=True)


@pytest.mark.parametrize("words", [word for word in WORDS if not word.startswith("ا")])
def test_a_span_made_by_keyboard_is_exported_at_its_code_points(window, tmp_path, words):
    select_by_keys(window, words)
    QTest.keyClick(window.annotate.view, Qt.Key.Key_1)
    text, spans = exported(window, tmp_path)
    assert [text[span["start"] : span["end"]] for span in spans] == [words]
    assert [span["text"] for span in spans] == [words]


@pytest.mark.parametrize("words", ["Kyiv", "Straße\xa0café", "here"])
def test_a_span_made_by_mouse_is_exported_at_its_code_points(window, tmp_path, words):
    view = window.annotate.view
    at = window.session.text.index(words)
    edges = []
    for offset in (at, at + len(words)):
        view.set_caret(offset)
        edges.append(view.cursorRect().center())
    start, end = edges
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view.viewport(), (start + end) / 2)
    QTest.mouseMove(view.viewport(), end + QPoint(1, 0))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end + QPoint(1, 0))
    QTest.keyClick(view, Qt.Key.Key_2)
    text, spans = exported(window, tmp_path)
    assert [text[span["start"] : span["end"]] for span in spans] == [words]


@pytest.mark.parametrize("words", WORDS)
def test_a_span_found_in_the_text_is_exported_at_its_code_points(window, tmp_path, words):
    window.do("find")
    window.annotate.find_bar.field.setText(words)
    window.annotate.find_bar.leave()
    QTest.keyClick(window.annotate.view, Qt.Key.Key_3)
    text, spans = exported(window, tmp_path)
    assert [text[span["start"] : span["end"]] for span in spans] == [words]


def test_boundaries_move_over_whole_clusters(window, tmp_path):
    select_by_keys(window, "🇺🇦 Kyiv")
    view = window.annotate.view
    QTest.keyClick(view, Qt.Key.Key_3)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(view, key, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_B)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
    text, spans = exported(window, tmp_path)
    assert [text[span["start"] : span["end"]] for span in spans] == ["Kyi"]
