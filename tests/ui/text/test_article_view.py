"""The article under real keys and clicks: what is selected, what is clicked, what stays where it is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from annotator.model import Span
from tests.ui.text.factories import TEXT, entity, span_of, statement, work_of

MARAN = entity("maran", "Ilse Maran", "PERSON")
QUOTE = statement("quote", "“It was a hard day,”", "“The bridges are closed.”", cue="said Tomas", speaker="Tomas Brede")


def middle_of(view, span: Span) -> QPoint:
    """The middle of the first character of a span, in the viewport."""
    return view._viewport_rect(view._span_rect(Span(span.start, span.start + 1))).center()


def click(qtbot, view, span: Span) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(view, span))


WORDS = ["Ilse Maran", "👩🏽‍🚒", "Café Zürich", "separator", "إلياس مران", "Keth", "Talks"]


@pytest.mark.parametrize("words", WORDS)
def test_what_is_selected_by_offset_comes_back_as_the_same_offsets(show, words: str) -> None:
    view = show(work_of())
    view.select(span_of(words))
    assert view.selection() == span_of(words)
    assert view.createMimeDataFromSelection().text() == words


@pytest.mark.parametrize("words", WORDS)
def test_the_character_painted_at_a_place_is_found_there(show, words: str) -> None:
    view = show(work_of())
    span = span_of(words)
    assert view.offset_at(middle_of(view, span)) == span.start


def test_dragging_over_words_with_the_mouse_selects_them(show, qtbot) -> None:
    view = show(work_of())
    rect = view._viewport_rect(view._span_rect(span_of("Café Zürich")))
    left, right = QPoint(rect.left() - 1, rect.center().y()), QPoint(rect.right() + 1, rect.center().y())
    with qtbot.waitSignal(view.selection_ended):
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=left)
        qtbot.mouseMove(view.viewport(), right)
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=right)
    assert view.selection() == span_of("Café Zürich")


def test_a_selection_by_keyboard_takes_whole_emoji(show, qtbot) -> None:
    view = show(work_of())
    view.set_caret(TEXT.index("👩"))
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection() == span_of("👩🏽‍🚒")


def test_a_selection_gives_away_the_blanks_at_its_edges_unless_one_insists(show) -> None:
    view = show(work_of())
    wide = Span(span_of("Ilse Maran").start - 1, span_of("Ilse Maran").end + 2)
    view.select(wide)
    assert view.selection(insist=True) == wide
    assert view.selection() == Span(wide.start + 1, wide.end - 1)


def test_an_insisted_selection_of_one_blank_is_no_span_otherwise(show) -> None:
    view = show(work_of())
    view.select(Span(5, 6))
    assert view.selection() is None


def test_a_double_click_selects_the_word_and_names_the_unit(show, qtbot) -> None:
    view = show(work_of(MARAN))
    with qtbot.waitSignal(view.unit_double_clicked, check_params_cb=lambda key: key == "maran"):
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(view, span_of("Maran")))
    assert view.selection() == span_of("Maran")


def test_a_click_names_the_smallest_unit_and_again_the_one_around(show, qtbot) -> None:
    around = statement("around", "Ilse Maran, said the list was “three points” long")
    view = show(work_of(MARAN, around))
    clicked: list[str] = []
    view.unit_clicked.connect(clicked.append)
    view.unit_clicked.connect(lambda key: view.set_current(key, reveal=False))
    for _ in range(3):
        click(qtbot, view, span_of("Maran"))
    assert clicked == ["maran", "around", "maran"]


def test_a_click_beside_all_units_says_where(show, qtbot) -> None:
    view = show(work_of(MARAN))
    with qtbot.waitSignal(view.empty_clicked) as signal:
        click(qtbot, view, span_of("Talks"))
    assert signal.args[0] in (0, 1)


def test_a_click_on_a_tag_or_a_margin_bar_names_its_unit(show, qtbot) -> None:
    view = show(work_of(MARAN, QUOTE))
    rect = view.unit_rect("maran")
    assert [unit.id for unit in view.units_at(QPoint(rect.left() + 3, rect.top() - 7))] == ["maran"]
    row = view.unit_rect("quote").center().y()
    assert [unit.id for unit in view.units_at(QPoint(round(view._sheet.text_left) - 20, row))] == ["quote"]


def test_the_handler_is_asked_first_and_takes_what_it_wants(show, qtbot) -> None:
    view = show(work_of())
    taken: list[str] = []
    view.key_handler = lambda event: event.text() == "j" and not taken.append(event.text())
    qtbot.keyClick(view, Qt.Key.Key_J)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert taken == ["j"]
    assert view.caret_offset() == 1


def test_no_key_changes_the_text(show, qtbot) -> None:
    view = show(work_of())
    for key in (Qt.Key.Key_X, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(view, key)
    assert view.document().characterCount() - 1 == view._positions.position(len(TEXT))


def test_accepting_moves_nothing_and_keeps_the_place(show) -> None:
    work = work_of(MARAN, QUOTE)
    view = show(work)
    view.verticalScrollBar().setValue(37)
    places = [view.unit_rect(key) for key in ("maran", "quote")]
    work.put(replace(MARAN, state="kept", decided=frozenset(["label"])))
    view.refresh(["maran"])
    QApplication.processEvents()
    assert view.verticalScrollBar().value() == 37
    assert [view.unit_rect(key) for key in ("maran", "quote")] == places


def test_accepting_repaints_the_unit_as_filled(show) -> None:
    work = work_of(MARAN)
    view = show(work)
    inside = view.unit_rect("maran").bottomLeft() + QPoint(12, -4)
    before = view.grab().toImage().pixelColor(view.viewport().mapTo(view, inside))
    work.put(replace(MARAN, state="kept", decided=frozenset(["label"])))
    view.refresh(["maran"])
    after = view.grab().toImage().pixelColor(view.viewport().mapTo(view, inside))
    assert before == view._theme.paper
    assert after == view._theme.families["people"].fill


def test_a_rejected_unit_looks_as_if_it_had_never_been(show) -> None:
    work = work_of(MARAN)
    view, plain = show(work), show(work_of())
    work.put(replace(MARAN, state="rejected"))
    view.refresh(["maran"])
    view._header.meta = plain._header.meta
    plain.clearFocus()
    view.clearFocus()
    assert view.viewport().grab().toImage() == plain.viewport().grab().toImage()


def test_hidden_suggestions_show_when_asked_for(show) -> None:
    view = show(work_of(entity("four", "Thursday", "DATE", hidden=True)))
    point = middle_of(view, span_of("Thursday"))
    assert view.units_at(point) == []
    view.set_show_hidden(True)
    assert [unit.id for unit in view.units_at(point)] == ["four"]


def test_a_current_unit_out_of_sight_is_brought_into_sight(show) -> None:
    words = "More words that fill the sheet. "
    view = show(work_of(entity("far", words, nth=100)))
    view.set_current("far")
    assert view.viewport().rect().contains(view.unit_rect("far"))
    assert view.current == "far"


def test_a_unit_that_is_in_sight_stays_where_it_is(show) -> None:
    view = show(work_of(QUOTE))
    view.set_current("quote")
    assert view.verticalScrollBar().value() == 0


def test_what_was_on_top_stays_on_top_when_text_size_and_width_change(show) -> None:
    view = show(work_of())
    view.scroll_to(len(TEXT) - 2500)
    top = view.first_visible_offset()
    view.zoom(150)
    assert abs(view.first_visible_offset() - top) < 80
    view.resize(1000, 500)
    assert abs(view.first_visible_offset() - top) < 160
    view.zoom(100)
    assert view.zoom_percent == 100


def test_the_place_left_is_the_place_come_back_to(show) -> None:
    view = show(work_of())
    view.scroll_to(len(TEXT) - 2500)
    top = view.first_visible_offset()
    view.verticalScrollBar().setValue(0)
    view.scroll_to(top)
    assert view.first_visible_offset() == top


def test_the_wheel_with_control_changes_the_size_and_says_so(show, qtbot) -> None:
    view = show(work_of())
    event = QWheelEvent(
        QPointF(50, 50),
        QPointF(50, 50),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(view.zoomed, check_params_cb=lambda percent: percent == 110):
        QApplication.sendEvent(view.viewport(), event)
    assert view.zoom_percent == 110


def test_files_dropped_on_the_text_are_handed_on(show, qtbot, tmp_path) -> None:
    view = show(work_of())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt")), QUrl("https://example.org/b")])
    event = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(view.files_dropped) as signal:
        view.dropEvent(event)
    assert signal.args[0] == [tmp_path / "a.txt"]


def test_a_screen_reader_is_told_the_unit_under_the_caret(show) -> None:
    view = show(work_of(MARAN, QUOTE))
    view.set_caret(span_of("Maran").start)
    assert view.accessibleDescription() == "PERSON, suggested, Ilse Maran"
    view.set_caret(span_of("hard day").start)
    assert "direct statement" in view.accessibleDescription()
    assert "speaker Tomas Brede" in view.accessibleDescription()


def test_the_header_tells_how_much_is_decided(show, qtbot) -> None:
    view = show(work_of(MARAN, entity("keth", "Keth", state="kept")))
    qtbot.waitUntil(lambda: view._header.meta.endswith("1 of 2 decided"))
    assert view._header.meta.startswith("The Harbour Record · 14 ")


def test_the_header_asks_the_source_of_progress_if_there_is_one(show, qtbot) -> None:
    view = show(work_of())
    view.progress_source = lambda: (3, 7)
    view.refresh([])
    qtbot.waitUntil(lambda: view._header.meta.endswith("3 of 7 decided"))


def test_an_empty_view_takes_everything_calmly(show, qtbot) -> None:
    view = show(work_of())
    view.set_work(None)
    view.refresh(["maran"])
    view.set_current("maran")
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert view.selection() is None
    assert view.unit_rect("maran").isEmpty()
    assert not view.viewport().grab().isNull()


def test_an_article_without_text_or_with_breaks_only_is_shown(show) -> None:
    for text in ("", "\n", "\n\n\n"):
        view = show(work_of(text=text))
        view.set_caret(len(text))
        assert view.caret_offset() == len(text)
        assert not view.viewport().grab().isNull()


def test_what_is_clicked_does_not_move_away_under_the_mouse(show, qtbot) -> None:
    view = show(work_of(statement("far", "Talks", "The bridges are closed")))
    view.unit_clicked.connect(view.set_current)
    view.verticalScrollBar().setValue(90)
    click(qtbot, view, span_of("The bridges"))
    assert view.current == "far"
    assert view.verticalScrollBar().value() == 90
