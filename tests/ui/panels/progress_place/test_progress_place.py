"""The Progress place in use: figures come by themselves, are read, opened, copied and saved by keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from annotator.operations import AcceptUnits, Assign, SetLabel, Submit
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from ui.panels.progress_place import ProgressPlace
from ui.panels.progress_place.behind_sheet import BehindSheet
from ui.panels.progress_place.sections import SECTIONS
from ui.session import Session
from ui.theme import load_theme

WAIT_MS = 20_000
NAMES = [section.name for section in SECTIONS]


def submit(project: Project, *, but: str = "") -> None:
    """Accept everything in the first article, one name with another label if asked, and submit it."""
    article = project.article_ids()[0]
    units = project.work(article).undecided()
    text = project.article(article).text
    other = [unit for unit in units if but and text[unit.start : unit.end] == but]
    for unit in other:
        project.run(SetLabel(article, unit.id, "GPE"))
    project.run(AcceptUnits(article, tuple(unit.id for unit in units if unit not in other)))
    project.run(Submit(article, ("entities", "statements"), reject_rest=True))


@pytest.fixture
def team(host):
    """ann and ben have submitted the first article; ben calls Riyadh something else."""
    submit(host.project, but="Kursk")
    with Project.open(host.project.path, annotator="ben") as ben:
        submit(ben, but="Riyadh")
    return host


@pytest.fixture
def make_place(host, qtbot):
    """Makes the place and waits until all is worked out."""
    made: list[ProgressPlace] = []

    def make() -> ProgressPlace:
        place = host.show(ProgressPlace(host.session, load_theme("light")))
        made.append(place)
        wait(place, qtbot)
        return place

    yield make
    for place in made:
        place.answers.stop()


def wait(place: ProgressPlace, qtbot) -> None:
    answers = place.answers
    qtbot.waitUntil(
        lambda: answers.figures is not None and not answers.is_counting and not answers.is_comparing, timeout=WAIT_MS
    )


def sheet_of(host, qtbot) -> BehindSheet:
    """The list behind a number, filled."""
    qtbot.waitUntil(lambda: bool(host.window.findChildren(BehindSheet)), timeout=WAIT_MS)
    (sheet,) = host.window.findChildren(BehindSheet)
    qtbot.waitUntil(lambda: bool(sheet.total.text()), timeout=WAIT_MS)
    return sheet


def leave(sheet: BehindSheet) -> None:
    sheet.leave()
    QApplication.processEvents()


def test_figures_and_agreement_come_by_themselves(team, make_place):
    place = make_place()
    assert [one.name for one in place.answers.figures.annotators] == ["ann", "ben"]
    assert place.answers.report.layers == ("ann", "ben")
    assert "Worked out" in place.findChild(QLabel, "progress_when").text()


def test_ctrl_tab_goes_through_the_sections_and_round_the_end(team, make_place):
    place = make_place()
    place.sections.setFocus()
    seen = []
    for _ in NAMES:
        team.press("Ctrl+Tab")
        seen.append(NAMES[place.sections.at])
    assert seen == [*NAMES[1:], NAMES[0]]


def test_arrows_move_in_a_table_and_enter_shows_what_is_behind(team, make_place, qtbot):
    place = make_place()
    place.sections.setFocus()
    team.press("Enter", "Down", "Enter")
    sheet = sheet_of(team, qtbot)
    assert sheet.heading.text() == "ben: submitted"
    assert sheet.total.text() == "1 row"
    leave(sheet)
    assert QApplication.focusWidget() is place.view.tables[0]


def test_an_article_behind_a_number_opens(team, make_place, qtbot):
    place = make_place()
    place.view.tables[0].setFocus()
    team.press("Enter")
    sheet_of(team, qtbot)
    with qtbot.waitSignal(place.article_requested) as asked:
        team.press("Enter")
    assert asked.args[0].article == team.articles[0]


def test_a_number_of_suggestions_leads_to_the_words(team, make_place, qtbot):
    place = make_place()
    place.show_section("suggestions")
    table = next(one for one in place.view.tables if one.grid.name == "suggestions_annotators")
    at = [column.title for column in table.grid.columns].index("Corrected")
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(0, at)).center()
    )
    sheet = sheet_of(team, qtbot)
    assert sheet.list.current().title == "“Kursk”"
    leave(sheet)


def test_a_confusion_leads_to_the_place_where_annotators_differ(team, make_place, qtbot):
    place = make_place()
    place.show_section("labels")
    table = next(one for one in place.view.tables if one.grid.name == "confusion")
    titles = [column.title for column in table.grid.columns]
    row = next(at for at, cells in enumerate(table.grid.rows) if cells[0].text == "ORG")
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, titles.index("GPE")))
    team.press("Enter")
    sheet = sheet_of(team, qtbot)
    assert sheet.total.text() == "2 rows"
    with qtbot.waitSignal(place.disagreement_requested) as asked:
        team.press("Enter")
    assert asked.args[0].words == "Kursk"


def test_ctrl_c_copies_the_table_that_has_the_keyboard(team, make_place):
    place = make_place()
    place.view.tables[0].setFocus()
    team.press("Ctrl+C")
    assert QGuiApplication.clipboard().text().startswith("Annotator\tSubmitted\tIn work")
    place.sections.setFocus()
    QGuiApplication.clipboard().clear()
    team.press("Ctrl+C")
    assert "ann\t1\t0" in QGuiApplication.clipboard().text()


def test_every_section_is_saved_as_a_picture(team, make_place, tmp_path, monkeypatch):
    place = make_place()
    out = tmp_path / "figures.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    for name in NAMES:
        out.unlink(missing_ok=True)
        place.show_section(name)
        place.save_png()
        assert QImage(str(out)).width() >= 300, name


def test_a_page_is_saved_as_csv_with_all_its_tables(team, make_place, tmp_path, monkeypatch):
    place = make_place()
    place.show_section("suggestions")
    out = tmp_path / "figures.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    place.head.csv_button.click()
    text = out.read_text(encoding="utf-8-sig")
    assert "Entities by label" in text
    assert "By annotator" in text
    assert team.said[-1] == f"Saved as {out}."


def test_what_cannot_be_written_is_said(team, make_place, tmp_path, monkeypatch):
    place = make_place()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "x.csv"), ""))
    place.save_csv()
    assert "cannot be written" in team.said[-1]


def test_agreement_is_compared_again_only_when_submissions_changed(team, make_place, qtbot):
    place = make_place()
    before = place.answers.report
    team.session.run(AcceptUnits(team.articles[1], (team.project.work(team.articles[1]).undecided()[0].id,)))
    place.answers.catch_up()
    wait(place, qtbot)
    assert place.answers.report is before
    team.press("Ctrl+Tab")
    place.update_figures()
    qtbot.waitUntil(lambda: place.answers.report is not before, timeout=WAIT_MS)


def test_the_keyboard_stays_in_its_cell_when_figures_come_anew(team, make_place, qtbot):
    place = make_place()
    table = place.view.tables[0]
    table.setFocus()
    team.press("Down", "Right")
    at = (table.currentIndex().row(), table.currentIndex().column())
    place.answers.renew()
    wait(place, qtbot)
    new = place.view.tables[0]
    assert new is not table
    assert QApplication.focusWidget() is new
    assert (new.currentIndex().row(), new.currentIndex().column()) == at


def test_what_is_chosen_stays_chosen(team, make_place):
    place = make_place()
    place.show_section("suggestions")
    place.view.chosen.emit("ben")
    team.press("Ctrl+Tab")
    place.show_section("suggestions")
    assert place.view.page.choice.current == "ben"


def test_with_one_annotator_agreement_is_empty_and_says_why(host, make_place):
    submit(host.project)
    place = make_place()
    place.show_section("agreement")
    (table,) = place.view.tables
    assert {row[2].value for row in table.grid.rows} == {None}
    assert all(row[-1].text for row in table.grid.rows)


def test_a_project_that_nobody_has_begun_says_so(host, make_place):
    place = make_place()
    assert place.view.page.empty is not None
    assert place.copy() is None
    assert "no table" in host.said[-1]


def test_a_window_that_closes_ends_what_is_worked_out(team, qtbot):
    place = team.show(ProgressPlace(team.session, load_theme("light")))
    assert place.answers.is_counting
    team.window.close()
    assert not place.answers.is_counting


def test_a_handout_shows_ones_own_progress_and_says_so(team, qtbot, tmp_path):
    team.project.run(Assign((AssignmentRow(team.articles[0], "ben"),)))
    team.project.hand_out("ben", tmp_path / "ben.annodb")
    with Project.open(tmp_path / "ben.annodb", annotator="ben") as project:
        place = team.show(ProgressPlace(Session(project), load_theme("light")))
        wait(place, qtbot)
        assert [one.name for one in place.answers.figures.annotators] == ["ben"]
        assert "Only the work of ben" in place.findChild(QLabel, "progress_when").text()
        place.show_section("agreement")
        assert place.view.page.empty[0] == "The lead sees this"
        assert place.answers.report is None


def test_agreement_over_time_is_worked_out_when_it_is_asked_for(team, make_place, qtbot):
    place = make_place()
    assert place.answers.periods is None
    place.show_section("time")
    place.view.chosen.emit("agreement")
    qtbot.waitUntil(lambda: place.answers.periods is not None, timeout=WAIT_MS)
    assert place.view.page.choice.current == "agreement"
    assert [one.articles for one in place.answers.periods] == [1]


def test_what_cannot_be_worked_out_is_said_where_one_waits_for_it(host, qtbot, tmp_path):
    host.project.path = tmp_path / "gone.annodb"
    place = host.show(ProgressPlace(host.session, load_theme("light")))
    qtbot.waitUntil(lambda: bool(place.answers.failure), timeout=WAIT_MS)
    assert place.view.page.empty[0] == "This could not be worked out"
    assert "gone.annodb" in place.view.page.empty[1]
