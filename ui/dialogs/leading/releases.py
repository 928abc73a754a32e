"""The releases: what each holds, its export, and what one has otherwise than another or than the gold as it is now."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from annotator.exchange.gold.comparing import Difference, ReleaseComparison
from annotator.wording import counted
from ui.dialogs.leading.comparison import MOST_ROWS, comparison_grid, comparison_sentence, difference_items
from ui.dialogs.sheet import Sheet
from ui.jobs import Jobs
from ui.session import Session
from ui.widgets.figure_table import FigureTable
from ui.widgets.fitting_scroll import FittingScroll
from ui.widgets.items import Item
from ui.widgets.named import named
from ui.widgets.row_lists import OpenList

MOST_SHOWN, SLACK_PX = 3, 6
"""So many releases are in sight at once; the others are scrolled to."""
NOW = "now"
NONE = "Nothing was released yet: “Release the gold…” does it."
KINDS = (
    ("entities", "entity", "entities"),
    ("statements", "statement", "statements"),
    ("links", "link", "links"),
    ("events", "event", "events"),
)


class ReleasesSheet(Sheet):
    """Enter compares the release under the keyboard; a row of the comparison leads to its unit."""

    wanted = QSize(760, 640)
    export_requested = Signal(str)
    """The name of the release that should be exported."""
    unit_taken = Signal(object)
    """A `Difference` whose unit should be shown."""

    def __init__(self, session: Session, path: str, window: QWidget) -> None:
        super().__init__("Releases", window)
        self.setObjectName("releases_sheet")
        self._path = path
        self._releases = session.project.lead.gold.releases()
        self._jobs = Jobs(self)
        self.list = named(OpenList("Releases: Enter compares one"), "release_list")
        self.other = named(QComboBox(), "release_other")
        self.other.setAccessibleName("Compare with")
        self.other.addItem("the gold as it is now", NOW)
        for release in self._releases:
            self.other.addItem(release.name, release.name)
        self.table = FigureTable(comparison_grid(None))
        self._figures = FittingScroll(self.table)
        self._figures.hide()
        self.units = named(OpenList("What differs: Enter leads there"), "release_differences")
        self.units.hide()
        self.told = named(QLabel(), "releases_told")
        self.told.setProperty("role", "secondary")
        self.told.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(QLabel("Compare with"))
        row.addWidget(self.other, 1)
        self.body.addWidget(self.list)
        self.body.addLayout(row)
        self.body.addWidget(self.told)
        self.body.addWidget(self._figures)
        self.body.addWidget(self.units, 1)
        self.body.addStretch(0)
        self.add_button("Close", self.leave)
        self.export = self.add_button("Export…", self._on_export)
        self.go = named(self.add_button("Compare", self.accept, is_primary=True), "release_compare")
        self._fill()
        self.list.opened.connect(self._on_list_opened)
        self.units.opened.connect(self._on_unit_opened)
        self.left.connect(self._jobs.stop)

    def first_focus(self) -> QWidget:
        return self.list

    def accept(self) -> None:
        """Compare the release that the list points at."""
        name, other = self._current(), str(self.other.currentData())
        if name is None:
            return
        self._jobs.stop()
        self.told.setText("Comparing…")
        job = self._jobs.start("Comparing", ["release", self._path, "--compare", name, other, "--json"])
        if job is not None:
            job.finished.connect(self._on_compared)

    def _fill(self) -> None:
        items = [
            Item(
                release.name,
                f"{counted(release.articles, 'article')}, {_counts(release.counts)}",
                release.time[:10] if release.is_here else "not in this file",
                data=release.name,
                aside="incomplete" if any(note.startswith("Incomplete") for note in release.notes) else "",
            )
            for release in reversed(self._releases)
        ]
        self.list.set_items(items or [Item(NONE, is_heading=True)])
        rows = min(max(len(items), 1), MOST_SHOWN)
        self.list.setFixedHeight(rows * max(self.list.sizeHintForRow(0), 1) + SLACK_PX)
        for button in (self.export, self.go):
            button.setEnabled(bool(items))

    def _current(self) -> str | None:
        item = self.list.rows.item(self.list.currentIndex().row())
        return None if item is None else item.data

    def _on_list_opened(self, _item: Item) -> None:
        self.accept()

    def _on_compared(self, status: int, out: str, words: str) -> None:
        if status:
            self.told.setText(words.strip().splitlines()[-1] if words.strip() else "They could not be compared.")
            return
        found = msgspec.json.decode(out.encode(), type=ReleaseComparison)
        self.told.setText(comparison_sentence(found))
        self.table.show_grid(comparison_grid(found))
        self._figures.setVisible(not found.is_same)
        self.units.set_items(difference_items(found.differences[:MOST_ROWS]))
        self.units.setVisible(bool(found.differences))
        if found.differences:
            self.units.setFocus()

    def _on_unit_opened(self, item: Item) -> None:
        one: Difference = item.data
        self.leave()
        self.unit_taken.emit(one)

    def _on_export(self) -> None:
        name = self._current()
        if name is not None:
            self.leave()
            self.export_requested.emit(name)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(counted(counts.get(key, 0), one, many) for key, one, many in KINDS)
