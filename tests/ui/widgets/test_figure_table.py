"""Tables of figures: read and opened by keyboard, copied whole, written as CSV; grounds that can be read."""

from __future__ import annotations

import csv
import io

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ui.theme import load_theme
from ui.widgets.figure_table import FigureTable
from ui.widgets.grid import Cell, Column, Grid, csv_text, html, name_cell, number_cell, tsv
from ui.widgets.tones import contrast, heat
from ui.widgets.trend_chart import Line, Trend, TrendChart, axis_ticks

GRID = Grid(
    "test", "Articles", (Column("Who", is_text=True), Column("", is_drawing=True), Column("Share"), Column("Number")),
    (
        (name_cell("ann"), Cell(bar=(("full", 0.5),)), Cell("33 %", 1 / 3), number_cell(1200, "behind ann")),
        (name_cell("=ben\tx"), Cell(bar=(("rest", 1.0),)), Cell(why="nobody decided"), number_cell(0, "behind ben")),
    ),
)  # fmt: skip


@pytest.fixture
def table(qtbot) -> FigureTable:
    made = FigureTable(GRID)
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    made.setFocus()
    return made


def test_the_keyboard_comes_in_at_the_first_figure_that_can_be_opened(table):
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 3)


def test_enter_opens_what_is_behind_and_zero_has_nothing_behind(table, qtbot):
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == ["behind ann"]
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(table.opened):
        qtbot.keyClick(table, Qt.Key.Key_Return)


def test_a_click_opens_what_is_behind(table, qtbot):
    place = table.visualRect(table.model().index(0, 3)).center()
    with qtbot.waitSignal(table.opened):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_ctrl_c_copies_the_whole_table_with_figures_unrounded(table, qtbot):
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == f"Who\tShare\tNumber\nann\t{1 / 3}\t1200\n=ben x\t\t0\n"
    assert "<td>ann</td>" in data.html()


def test_what_a_cell_says_can_be_heard(table):
    told = table.model().data(table.model().index(1, 2), Qt.ItemDataRole.AccessibleTextRole)
    assert told == "=ben\tx, Share: empty. nobody decided"


def test_a_table_is_as_high_as_its_rows(table):
    assert table.verticalScrollBar().maximum() == 0


def test_csv_keeps_tables_apart_and_no_name_becomes_a_formula():
    rows = list(csv.reader(io.StringIO(csv_text((GRID, GRID)))))
    assert rows[0] == ["Articles"]
    assert rows[3] == ["'=ben\tx", "", "0"]
    assert rows[4] == []
    assert rows[5] == ["Articles"]


def test_a_negative_figure_is_no_formula():
    grid = Grid("n", "N", (Column("a"),), ((Cell("−0.1", -0.1),),))
    assert "\r\n-0.1\r\n" in csv_text((grid,))


def test_html_escapes_names():
    grid = Grid("n", "A & B", (Column("<who>"),), ((name_cell("<b>"),),))
    assert "<td>&lt;b&gt;</td>" in html(grid)
    assert tsv(grid) == "<who>\n<b>\n"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("percent", range(0, 101, 5))
def test_numbers_can_be_read_on_every_ground_of_a_heat_map(theme, percent):
    ground, text = heat(load_theme(theme), percent / 100)
    assert contrast(text, ground) >= 4.5


def test_deeper_is_farther_from_the_paper():
    for name in ("light", "dark"):
        theme = load_theme(name)
        steps = [contrast(heat(theme, depth / 10)[0], theme.paper) for depth in range(11)]
        assert steps == sorted(steps)


@pytest.mark.parametrize(
    ("top", "last"), [(0, 1), (3, 3), (7, 7.5), (12, 15), (0.8, 1), (1, 1), (100, 100), (101, 150)]
)
def test_an_axis_ends_at_a_round_value_above_all(top, last):
    ticks = axis_ticks(top)
    assert ticks[0] == 0
    assert ticks[-1] == pytest.approx(last)
    assert len(ticks) <= 5


def test_a_chart_of_many_annotators_draws_all_together_and_says_it_in_words(qtbot):
    lines = tuple(Line(f"a{at}", (1.0, None, 3.0)) for at in range(9))
    trend = Trend(
        "t", "Decisions by day", ("1", "2", "3"), (*lines, Line("All", (9.0, None, 27.0), is_total=True)), str
    )
    assert [line.name for line in trend.drawn] == ["All"]
    chart = TrendChart(trend)
    qtbot.addWidget(chart)
    assert chart.accessibleName() == "Decisions by day: All from 9.0 to 27.0"
    assert not chart.grab().isNull()
