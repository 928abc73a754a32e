"""Takes all shots of one project in one theme.

python -m tests.shots.take PROJECT THEME OUT SUFFIX [NAME …]
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.settings import Settings, save_settings
from annotator.units import Unit
from tests.screen import WINDOW
from tests.shots.shot import Shot, do, settle
from tests.shots.team import ANNOTATOR, HANDOUT_SHOTS, LEAD, TEAM_SHOTS
from tests.shots.work import LAYER
from ui import app
from ui.acts import ACTS
from ui.crash import report
from ui.dialogs.crash import CrashDialog
from ui.panels.inspector.panel import EVENTS
from ui.welcome import WelcomeWindow

SIZE = QSize(*WINDOW)
LOOKED_UP_MS = 300
"""After this what an article may be about is looked up and shown."""
LEFT_OUT = {
    *("open_project", "merge", "backup", "preannotate", "close", "undo", "redo", "theme"),
    *("next_article", "previous_article", "least_certain", "least_certain_articles"),
}
"""Acts that open a dialog of the system, start a job, leave the article, or change how everything looks."""
OF_TEAM = ("Review", "Progress", "Lead")
"""Groups of acts that need a team: their pictures are in `tests.shots.team`."""
FLOATING = ("ui.dialogs.", "ui.widgets.find_bar", "ui.widgets.offer_bar", "ui.panels.events_place")
"""Modules of what an act can bring into sight; acts that bring none of it get no picture."""


def any_unit(_: Unit) -> bool:
    return True


def an_entity(unit: Unit) -> bool:
    return unit.kind == "entity" and unit.is_machine


def a_statement(unit: Unit) -> bool:
    return unit.kind == "statement" and unit.is_machine


def a_direct_statement(unit: Unit) -> bool:
    return a_statement(unit) and getattr(unit.value, "type", "") == "direct"


def a_linked_statement(unit: Unit) -> bool:
    return unit.kind == "statement" and bool(getattr(unit.value, "links", ()))


def nothing(_: Any) -> None:
    """The window as it is."""


def write(text: str, act: str) -> Callable[[Any], None]:
    """Do an act and type into what it opened."""

    def typed(window: Any) -> None:
        window.do(act)
        settle()
        QTest.keyClicks(QApplication.focusWidget() or window, text)

    return typed


def press(key: Qt.Key, act: str) -> Callable[[Any], None]:
    """Do an act and press a key with Ctrl in what it opened."""

    def pressed(window: Any) -> None:
        window.do(act)
        settle()
        QTest.keyClick(QApplication.focusWidget() or window, key, Qt.KeyboardModifier.ControlModifier)

    return pressed


def show_proposed(window: Any) -> None:
    """Show what the machine proposes in the Events place, two of it marked."""
    show_tab(window, "Proposed")
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Space)


def show_actors(window: Any) -> None:
    """Show the actors in the Events place, the pairs that may be one above them."""
    show_tab(window, "Actors")
    QTest.qWait(LOOKED_UP_MS)


def show_tab(window: Any, title: str) -> None:
    window.do("place_events")
    tabs = window.stack.currentWidget().tabs
    tabs.setCurrentIndex(next(at for at in range(tabs.count()) if tabs.tabText(at).startswith(title)))
    settle()


def show_events_of_article(window: Any) -> None:
    """Show what the open article is linked to, and what it may be about."""
    window.annotate.inspector.show_tab(EVENTS)
    QTest.qWait(LOOKED_UP_MS)


def break_down(window: Any) -> None:
    """Show what a fault of the program looks like."""
    CrashDialog(report(KeyError("an example of a fault")), window).show()


def welcome(window: Any) -> None:
    """Show the window of a start without a project, in the place of the other."""
    window.hide()
    window.welcome = WelcomeWindow(LAYER)
    window.welcome.show()


SHOTS = (
    Shot("annotate", a_linked_statement, nothing),
    Shot("entity", an_entity, nothing),
    Shot("statement", a_statement, nothing),
    Shot("find-word", a_statement, write("the", "find")),
    Shot("find-everywhere-word", a_statement, write("the", "find_everywhere")),
    Shot("palette-word", a_statement, write("un", "palette")),
    Shot("event", a_direct_statement, do("event")),
    Shot("event-new", a_statement, press(Qt.Key.Key_N, "event")),
    Shot("proposed", a_statement, show_proposed),
    Shot("actors", a_statement, show_actors),
    Shot("perhaps-about", a_statement, show_events_of_article),
    Shot("crash", a_statement, break_down),
    Shot("welcome", a_statement, welcome),
)
RENAMED = {"place_events": "events"}
SETS = {"team": (LEAD, TEAM_SHOTS), "handout": (ANNOTATOR, HANDOUT_SHOTS)}
"""The projects of a team: who looks at them, and the pictures."""


def shots(project: str) -> list[Shot]:
    """The pictures of a project: of a team's those of `tests.shots.team`, else one of each act that shows something."""
    if project in SETS:
        return list(SETS[project][1])
    of_acts = [
        Shot(RENAMED.get(act.name, act.name), an_entity if act.group == "Decide" else a_statement, do(act.name))
        for act in ACTS
        if act.name not in LEFT_OUT and act.group not in OF_TEAM and act.name not in {shot.name for shot in SHOTS}
    ]
    return [*SHOTS, *of_acts]


class Studio:
    """The window that is photographed, and the folder of its pictures."""

    def __init__(self, project: Path, theme: str, out: Path, suffix: str) -> None:
        app.application()
        self.project, self.theme, self.out, self.suffix = project, theme, out, suffix
        self.always = SETS[project.stem][1] if project.stem in SETS else SHOTS
        self.failed = 0
        self.window: Any = None

    def take(self, shot: Shot) -> None:
        """Open the window anew, do what the shot asks, and keep a picture of what that brings into sight."""
        self.open()
        try:
            if shot.current is not None:
                self.make_current(shot.current)
            before = self.in_sight()
            shot.act(self.window)
            settle()
            if shot in self.always or self.in_sight() - before:
                self.picture().save(str(self.out / f"{shot.name}-{self.suffix}.png"))
        except Exception:  # noqa: BLE001 - one shot that fails must not cost the others
            self.failed += 1
            print(f"{shot.name}-{self.suffix}:\n{traceback.format_exc()}", file=sys.stderr)
        finally:
            self.close()

    def open(self) -> None:
        """The window on a fresh copy of the project, with fresh settings: no shot sees what another did."""
        folder = Path(tempfile.mkdtemp(dir=self.project.parent))
        os.environ["ANNOTATOR_HOME"] = str(folder / "home")
        save_settings(Settings(theme=self.theme))  # type: ignore[arg-type]
        path = shutil.copy(self.project, folder / self.project.name)
        self.window = app.open_window(path, annotator=SETS.get(self.project.stem, (LAYER,))[0])
        self.window.resize(SIZE)
        settle()

    def close(self) -> None:
        for widget in QApplication.topLevelWidgets():
            widget.close()
        settle()

    def make_current(self, wanted: Callable[[Unit], bool]) -> None:
        session = self.window.session
        session.open_article(session.article_ids()[0])
        unit = next((unit for unit in session.work.units() if wanted(unit)), None)
        if unit is not None:
            session.set_current(unit.id)
        settle()

    def in_sight(self) -> set[str]:
        """The kinds of visible widgets that an act can bring into sight."""
        visible = (widget for widget in QApplication.allWidgets() if widget.isVisible())
        return {
            f"{kind.__module__}.{kind.__name__}" for kind in map(type, visible) if kind.__module__.startswith(FLOATING)
        }

    def picture(self) -> QPixmap:
        """The window with everything that floats over it; the other window where this one is hidden."""
        others = [
            widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget is not self.window
        ]
        if not self.window.isVisible():
            return others[0].grab()
        picture = self.window.grab()
        painter = QPainter(picture)
        origin = self.window.mapToGlobal(QPoint(0, 0))
        for widget in others:
            painter.drawPixmap(QRect(widget.mapToGlobal(QPoint(0, 0)) - origin, widget.size()), widget.grab())
        painter.end()
        return picture


def main() -> int:
    """Take the shots that the arguments name, else all."""
    project, theme, out, suffix, *only = sys.argv[1:]
    studio = Studio(Path(project), theme, Path(out), suffix)
    for shot in shots(Path(project).stem):
        if not only or shot.name in only:
            studio.take(shot)
    return 1 if studio.failed else 0


if __name__ == "__main__":
    sys.exit(main())
