"""The small widgets: lists of cards, searchable lists, labels that end in an ellipsis."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QStringListModel, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.widgets.card_list import GAP, CardList
from ui.widgets.counted_tabs import CountedTabs
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.fitting_scroll import FittingScroll
from ui.widgets.items import Item
from ui.widgets.search_list import SearchList


class Blocks:
    """Cards of 40 to 80 px, estimated at 50; counts what was measured."""

    def __init__(self) -> None:
        self.measured: list[int] = []

    def estimate(self, row, width):
        return 50

    def measure(self, row, width):
        self.measured.append(row)
        return 40 + row % 5 * 10

    def paint(self, painter, rect, row):
        painter.fillRect(rect, Qt.GlobalColor.darkCyan)


@pytest.fixture
def cards(qtbot) -> CardList:
    view = CardList()
    view.cards = Blocks()
    qtbot.addWidget(view)
    view.setModel(QStringListModel([str(n) for n in range(5000)]))
    view.resize(300, 400)
    with qtbot.waitExposed(view):
        view.show()
    QApplication.processEvents()
    return view


@pytest.fixture
def found(qtbot) -> SearchList:
    widget = SearchList("Search")
    qtbot.addWidget(widget)
    widget.set_items(
        [
            Item("Names", is_heading=True),
            Item("Émile Duval", "person", key="1", data="d"),
            Item("Anna Voss", "person", key="2", data="v", words="minister"),
            Item("New…", data="new", always=True),
        ]
    )
    widget.resize(300, 300)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.field.setFocus()
    return widget


def test_only_cards_in_sight_are_measured(cards):
    assert 0 < len(set(cards.cards.measured)) < 20


def test_cards_never_overlap_and_keep_their_gap(cards):
    rects = [cards.visualRect(cards.model().index(row, 0)) for row in range(8)]
    assert all(low.top() - high.bottom() - 1 == GAP for high, low in pairwise(rects))
    assert all(cards.indexAt(rect.center()).row() == row for row, rect in enumerate(rects))


def test_between_two_cards_there_is_none(cards):
    first = cards.visualRect(cards.model().index(0, 0))
    assert not cards.indexAt(first.bottomLeft() + QPoint(5, GAP // 2)).isValid()


def test_a_card_far_away_is_brought_into_sight_whole(cards):
    index = cards.model().index(4000, 0)
    cards.scrollTo(index)
    QApplication.processEvents()
    assert cards.viewport().rect().contains(cards.visualRect(index))


def test_what_stands_at_the_top_stays_when_a_card_in_sight_grows(cards):
    cards.scrollTo(cards.model().index(2000, 0))
    QApplication.processEvents()
    top = cards.indexAt(QPoint(50, 30))
    before = cards.visualRect(top).top()
    cards.remeasure(top.row() + 2)
    QApplication.processEvents()
    assert cards.visualRect(top).top() == before


def test_the_arrows_go_from_card_to_card(cards, qtbot):
    cards.setCurrentIndex(cards.model().index(0, 0))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End):
        qtbot.keyClick(cards, key)
    assert cards.currentIndex().row() == 4999


def test_typing_finds_without_accents_and_keeps_what_is_always_there(found, qtbot):
    qtbot.keyClicks(found.field, "emile")
    assert [item.data for item in found.model.items()] == ["d", "new"]


def test_typing_finds_by_words_that_are_not_shown(found, qtbot):
    qtbot.keyClicks(found.field, "minister")
    assert found.current().data == "v"


def test_headings_are_stepped_over(found, qtbot):
    assert found.current().data == "d"
    qtbot.keyClick(found.field, Qt.Key.Key_Up)
    assert found.current().data == "d"


@pytest.mark.parametrize(("keys", "data"), [("2", "v"), ("1", "d")])
def test_a_digit_takes_at_once(found, qtbot, keys, data):
    with qtbot.waitSignal(found.taken) as taken:
        qtbot.keyClicks(found.field, keys)
    assert taken.args[0].data == data


def test_a_click_takes(found, qtbot):
    rect = found.view.visualRect(found.model.index(2, 0))
    with qtbot.waitSignal(found.taken) as taken:
        qtbot.mouseClick(found.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert taken.args[0].data == "v"


def test_items_are_a_sound_model(found, qtmodeltester):
    qtmodeltester.check(found.model)


def test_a_long_label_shows_all_of_it_in_its_tooltip(qtbot):
    label = ElidedLabel("A name that is longer than the room there is for it")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.toolTip() == label.text()
    label.resize(800, 20)
    assert label.toolTip() == ""


def test_an_empty_state_is_heard(qtbot):
    empty = EmptyState("No notes", "Write one.", keys="N")
    qtbot.addWidget(empty)
    assert empty.accessibleName() == "No notes. Write one."


def test_where_the_room_is_short_the_open_tab_keeps_its_count_and_all_stay_in_sight(qtbot):
    tabs = CountedTabs(("Statements", "Entities", "Events"))
    qtbot.addWidget(tabs)
    for tab, count in enumerate(("1/24", "11/90", "3")):
        tabs.set_count(tab, count)
    tabs.setCurrentIndex(1)
    tabs.show()
    tabs.resize(tabs.sizeHint())
    assert [tabs.tabText(tab) for tab in range(3)] == ["Statements 1/24", "Entities 11/90", "Events 3"]
    tabs.resize(tabs.width() - 4, tabs.height())
    assert [tabs.tabText(tab) for tab in range(3)] == ["Statements 1/24", "Entities 11/90", "Events"]
    assert tabs.sizeHint().width() <= tabs.width()
    assert tabs.tabToolTip(2) == "Events 3"


def test_what_was_added_is_found_but_not_shown_without_a_search(found, qtbot):
    found.model.add([Item("Anna Berg", data="b")])
    assert found.model.row_of("b") < 0
    qtbot.keyClicks(found.field, "anna")
    assert [item.data for item in found.model.items()] == ["v", "b", "new"]
    found.field.clear()
    assert found.model.row_of("b") < 0


def test_only_the_best_hits_are_shown_where_a_list_says_so(found, qtbot):
    found.model.add([Item(f"Anna {n}", data=n) for n in range(50)])
    found.model.most_hits = 3
    qtbot.keyClicks(found.field, "anna")
    assert [item.data for item in found.model.items()] == ["v", 0, 1, "new"]


def test_a_title_takes_a_second_line_only_where_it_may_and_must(found, qtbot):
    long = "A headline that is far too long for a list of three hundred pixels"
    found.resize(300, 400)
    with qtbot.waitExposed(found):
        found.show()
    found.set_items([Item(long), Item(long, lines=2), Item("Short", lines=2)])
    one, two, short = (found.view.sizeHintForIndex(found.model.index(row, 0)).height() for row in range(3))
    assert two > one == short


def test_a_scroll_area_is_as_high_as_what_it_holds(qtbot):
    inside = QWidget()
    column = QVBoxLayout(inside)
    around = QWidget()
    outer = QVBoxLayout(around)
    area = FittingScroll(inside)
    outer.addWidget(area)
    outer.addWidget(QWidget(), 1)
    qtbot.addWidget(around)
    around.resize(300, 600)
    with qtbot.waitExposed(around):
        around.show()
    for _ in range(8):
        column.addWidget(QLineEdit())
    qtbot.waitUntil(lambda: area.height() >= inside.sizeHint().height() > 100)


def test_what_helps_stands_below_the_sentence_that_says_so(qtbot):
    state = EmptyState("Nothing", "Press the button.")
    button = QPushButton("Do it")
    state.put_below(button)
    qtbot.addWidget(state)
    with qtbot.waitExposed(state):
        state.show()
    assert button.isVisible()
    assert button.y() > state._sentence.y()
