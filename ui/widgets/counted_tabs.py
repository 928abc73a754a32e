"""`CountedTabs`: a row of tabs with a count each, which all stay in sight where the room is short."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget


class CountedTabs(QTabBar):
    """Where not all fits, tabs that are not open lose their counts, the last one first; tooltips keep them."""

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self._counts = [""] * len(self._titles)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setDrawBase(False)
        # Qt would cut words in another weight than they are painted in, although there is room.
        self.setElideMode(Qt.TextElideMode.ElideNone)
        # Counts grow while one works; what is beside the tabs must not.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for title in self._titles:
            self.addTab(title)
        self.currentChanged.connect(self.fit)

    def set_count(self, tab: int, count: str) -> None:
        """Put `count` after the title of a tab; "" for none."""
        if self._counts[tab] != count:
            self._counts[tab] = count
            self.setTabToolTip(tab, self._full(tab))
            self.fit()

    def fit(self) -> None:
        """Show as many of the counts as there is room for."""
        for tab in range(self.count()):
            self._write(tab, self._full(tab))
        others = [tab for tab in range(self.count()) if tab != self.currentIndex()]
        while others and self.sizeHint().width() > self.width():
            tab = others.pop()
            self._write(tab, self._titles[tab])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _full(self, tab: int) -> str:
        return f"{self._titles[tab]} {self._counts[tab]}".rstrip()

    def _write(self, tab: int, text: str) -> None:
        if self.tabText(tab) != text:
            self.setTabText(tab, text)
