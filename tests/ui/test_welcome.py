"""The welcome window: new, open, recent, the sample."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from annotator import demo
from annotator.settings import Settings, load_settings, save_settings
from ui import files
from ui.main_window import MainWindow
from ui.welcome import WelcomeWindow


@pytest.fixture
def welcome(qtbot):
    made = []

    def make():
        window = WelcomeWindow("ann")
        made.append(window)
        window.show()
        return window

    yield make
    for window in QApplication.topLevelWidgets():
        window.close()


def main_windows():
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]


def test_a_recent_project_opens_with_enter_and_the_welcome_goes(welcome, make_project, qtbot):
    path = make_project("A text.").path
    save_settings(Settings(recent=(str(path), "/gone/other.annodb")))
    window = welcome()
    listed = window.findChild(object, "recent_projects").model()
    assert listed.rowCount() == 1
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert [one.session.project.path for one in main_windows()] == [path]
    assert load_settings().settings.recent[0] == str(path)


def test_a_file_that_is_no_project_is_said_and_the_window_stays(welcome, tmp_path):
    (tmp_path / "text.annodb").write_text("no database")
    window = welcome()
    window.open_path(tmp_path / "text.annodb")
    assert "text.annodb" in window.findChild(object, "welcome_message").text()
    assert window.isVisible()
    assert not main_windows()


def test_a_new_project_is_made_and_opened(welcome, tmp_path, qtbot):
    window = welcome()
    window.do_new(tmp_path)
    name = window.findChild(object, "new_name")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert window.findChild(object, "new_problem").text()
    qtbot.keyClicks(name, "River: talks")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    (opened,) = main_windows()
    assert opened.session.project.name == "River: talks"
    assert opened.session.project.path.name == "River- talks.annodb"


def test_the_sample_is_made_and_read_by_the_machine_in_its_window(welcome, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    started = []
    monkeypatch.setattr(files.Files, "preannotate", lambda commands: started.append(commands))  # noqa: PLW0108 - a method
    window = welcome()
    next(one for one in window.findChildren(QPushButton) if "sample" in one.text()).click()
    (opened,) = main_windows()
    assert opened.session.project.name == demo.NAME
    assert started
