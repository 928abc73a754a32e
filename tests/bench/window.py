"""The rows inside the window: opening, scrolling, deciding. Prints samples in milliseconds as JSON.

python -m tests.bench.window PROJECT      # a project that `tests.bench.shown` made
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from tests.bench.yardsticks import Durable
from tests.screen import WINDOW
from ui.app import open_window

OPENS = 15
FRAMES = 150
DECISIONS = 150
WARM = 5
PATIENCE_SECONDS = 20
LINE_HEIGHT_PERCENT = 160.0
MARGIN_PX = 12.0


class Samples(NamedTuple):
    """Milliseconds: ours until it is painted, ours until nothing is left to do, and the yardstick's."""

    ours: list[float]
    settled: list[float]
    bare: list[float]


class Painted(QObject):
    """Knows whether a widget was painted since it was asked to wait."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._seen = False
        self.settling: list[float] = []
        """The same until nothing was left to be handled, for each act."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._seen = self._seen or event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)

    def milliseconds(self, act: Callable[[], object]) -> float:
        """How long it takes until `act` is done and the widget has been painted.

        Posted requests to lay out and paint come before timers in Qt's loop, so they are sent here by themselves. What
        is deferred further is handled before this returns and does not count: `settling` does.
        """
        self._seen = False
        started = time.perf_counter()
        act()
        for due in (QEvent.Type.LayoutRequest, QEvent.Type.UpdateRequest):
            QApplication.sendPostedEvents(None, due.value)
        while not self._seen and time.perf_counter() - started < PATIENCE_SECONDS:
            QApplication.processEvents()
        painted = time.perf_counter()
        if not self._seen:
            raise RuntimeError("Nothing was painted.")
        QApplication.processEvents()
        self.settling.append(1000 * (time.perf_counter() - started))
        return 1000 * (painted - started)


class Bare:
    """A `QTextEdit` with line height and margins, and no spans."""

    def __init__(self, like: QTextEdit) -> None:
        self.edit = QTextEdit()
        self.edit.setReadOnly(True)
        self.edit.setFont(like.document().defaultFont())
        self.edit.resize(like.size())
        self.edit.show()
        self.painted = Painted(self.edit.viewport())
        QApplication.processEvents()

    def set_text(self, text: str) -> None:
        self.edit.setPlainText(text)
        form = QTextBlockFormat()
        form.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setTopMargin(MARGIN_PX)
        cursor = QTextCursor(self.edit.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(form)


class Stage:
    """The real window on the project, and a bare text of the same size beside it."""

    def __init__(self, path: Path) -> None:
        self.window: Any = open_window(path, annotator="bench")
        self.window.resize(*WINDOW)
        self.session = self.window.session
        self.view: Any = self.window.findChild(QWidget, "article_view")
        project = self.session.project
        self.articles = {row.title: row.id for row in project.articles() if row.title.startswith("Shown")}
        self.texts = {title: project.article(key).text for title, key in self.articles.items()}
        self.painted = Painted(self.view.viewport())
        self.bare = Bare(self.view)
        QApplication.processEvents()

    def open(self, title: str) -> None:
        self.session.open_article(self.articles[title])

    def opened(self, title: str, away: str) -> Samples:
        """Open one article again and again, another in between."""
        ours, bares = list[float](), list[float]()
        for _ in range(OPENS):
            for name in (away, title):
                ours.append(self.painted.milliseconds(lambda name=name: self.open(name)))
                bares.append(self.bare.painted.milliseconds(lambda name=name: self.bare.set_text(self.texts[name])))
        return Samples(ours[3::2], self.painted.settling[-len(ours) :][3::2], bares[3::2])

    def scrolled(self, title: str) -> Samples:
        """Scroll through an article, a frame at a time."""
        self.open(title)
        self.bare.set_text(self.texts[title])
        QApplication.processEvents()
        ours = frames(self.view, self.painted)
        return Samples(ours, self.painted.settling[-len(ours) :], frames(self.bare.edit, self.bare.painted))

    def decided(self, title: str, durable: Durable) -> Samples:
        """Accept with Enter, again and again."""
        self.open(title)
        QApplication.processEvents()
        enter = partial(QTest.keyClick, self.view, Qt.Key.Key_Return)
        ours = [self.painted.milliseconds(enter) for _ in range(DECISIONS)]
        bares = [bare_decision(self.bare, durable) for _ in range(DECISIONS)]
        return Samples(ours[WARM:], self.painted.settling[-len(ours) :][WARM:], bares[WARM:])


def main(path: Path) -> None:
    """Measure everything on the project at `path`."""
    application = QApplication.instance() or QApplication([])
    stage = Stage(path)
    durable = Durable(path.with_suffix(".bare"))
    samples = {
        "open": stage.opened("Shown one", "Shown two"),
        "open big": stage.opened("Shown big", "Shown one"),
        "scroll": stage.scrolled("Shown big"),
        "decide": stage.decided("Shown one", durable),
        "decide in 1 MB": stage.decided("Shown big", durable),
    }
    durable.close()
    stage.window.close()
    application.processEvents()
    print(msgspec.json.encode(samples).decode())


def frames(edit: QTextEdit, painted: Painted) -> list[float]:
    """Scroll by three quarters of a page, frame by frame, from the start on and again from there."""
    bar = edit.verticalScrollBar()
    step = max(1, bar.pageStep() * 3 // 4)

    def scroll() -> None:
        bar.setValue(bar.value() + step if bar.value() + step <= bar.maximum() else 0)

    return [painted.milliseconds(scroll) for _ in range(FRAMES)][WARM:]


def bare_decision(bare: Bare, durable: Durable) -> float:
    def act() -> None:
        durable.insert()
        bare.edit.viewport().update()

    return bare.painted.milliseconds(act)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
