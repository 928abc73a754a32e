"""The rows inside the Review place: opening an article, taking a version. Prints samples in milliseconds as JSON.

python -m tests.bench.reviewing PROJECT      # a project that `tests.bench.review` made
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.bench.agreement import DENSE
from tests.bench.window import DECISIONS, OPENS, WARM, Bare, Painted, Samples, bare_decision
from tests.bench.yardsticks import Durable
from tests.screen import WINDOW
from ui.app import open_window


class Stage:
    """The Review place of the real window, its queue worked out, and a bare text of the same size beside it."""

    def __init__(self, path: Path) -> None:
        self.window: Any = open_window(path, annotator="lead")
        self.window.resize(*WINDOW)
        QApplication.processEvents()
        QTest.keyClick(self.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        self.place: Any = self.window.stack.currentWidget()
        self.reviewing = self.place.reviewing
        while self.reviewing.card is None or self.place.queue.progress.isVisible():
            QApplication.processEvents()
        project = self.window.session.project
        texts = {row.id: project.article(row.id).text for row in project.articles()}
        self.dense = {key: text for key, text in texts.items() if len(text) >= DENSE.chars // 2}
        self.view = self.place.view
        self.painted = Painted(self.view.viewport())
        self.bare = Bare(self.view)

    def opened(self) -> Samples:
        """Open the dense articles in turn, each read anew: another project's worth of articles lies between."""
        ours, bares = list[float](), list[float]()
        for _ in range(OPENS):
            for key, text in self.dense.items():
                self._forget()
                ours.append(self.painted.milliseconds(lambda key=key: self.reviewing.open_article(key)))
                bares.append(self.bare.painted.milliseconds(lambda text=text: self.bare.set_text(text)))
        return Samples(ours[3:], self.painted.settling[-len(ours) :][3:], bares[3:])

    def taken(self, durable: Durable) -> Samples:
        """Take the first version with 1, again and again; the place goes on to the next card by itself."""
        self.reviewing.open_article(next(iter(self.dense)))
        self.view.setFocus()
        QApplication.processEvents()
        start = len(self.painted.settling)
        ours = [self.painted.milliseconds(self._take) for _ in range(DECISIONS)]
        settled = self.painted.settling[start:]
        bares = [bare_decision(self.bare, durable) for _ in range(DECISIONS)]
        return Samples(ours[WARM:], settled[WARM:], bares[WARM:])

    def _take(self) -> None:
        QTest.keyClick(self.view, Qt.Key.Key_1)

    def _forget(self) -> None:
        """Open so many other articles that none of the dense ones is kept."""
        others = [row.article for row in self.reviewing.rows if row.article not in self.dense]
        for key in others:
            self.window.session.project.lead.review.article(key)


def main(path: Path) -> None:
    """Measure everything on the project at `path`."""
    application = QApplication.instance() or QApplication([])
    stage = Stage(path)
    durable = Durable(path.with_suffix(".bare"))
    samples = {"open": stage.opened(), "take": stage.taken(durable)}
    durable.close()
    stage.window.close()
    application.processEvents()
    print(msgspec.json.encode(samples).decode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
