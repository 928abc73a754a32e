"""Where a window was left: its size and panes; by project and annotator the place, article, unit, pass, order, card.

In QSettings. Written right after each change and synced, so that a kill does not lose it.
"""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QByteArray, QObject, QSettings

from annotator import paths
from ui.session import ALL_PASSES, Session
from ui.widgets.named import once_after

WRITE_MS = 20
"""Soon enough that a kill right after a key finds the place, and once for many changes in a row."""
FILE = "window.ini"


class Left(msgspec.Struct, frozen=True):
    """Where an annotator left a project. `reviewed`: the article and the card that were current in Review."""

    article: str
    unit: str | None = None
    passes: tuple[str, ...] = tuple(sorted(ALL_PASSES))
    hidden: bool = False
    least_first: bool = False
    place: str = ""
    reviewed: tuple[str, str] | None = None


def open_state() -> QSettings:
    """The file that window states are kept in."""
    return QSettings(str(paths.config_dir() / FILE), QSettings.Format.IniFormat)


class Resume(QObject):
    """Keeps the place of one session. `go_back` takes it up again."""

    def __init__(self, session: Session, state: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = state
        self._key = f"left/{session.project.id}/{session.project.annotator.encode().hex()}"
        self._timer = once_after(WRITE_MS, self.write, self)
        left = self._read()
        self.begins_at = left.place if left is not None else ""
        """The place that was shown when the window was left."""
        self._place = self.begins_at
        self.reviewed = left.reviewed if left is not None else None
        """The article and the card that are current in Review, or were."""

    def watch(self) -> None:
        """Note every change of place from now on."""
        self._session.current_changed.connect(self._timer.start)
        self._session.view_changed.connect(self._timer.start)

    def note_place(self, name: str) -> None:
        self._place = name
        self._timer.start()

    def note_card(self, article: str, card: str) -> None:
        self.reviewed = (article, card)
        self._timer.start()

    def go_back(self) -> None:
        """Open the article and unit that were left, else the first article at its first undecided unit."""
        left = self._read()
        session = self._session
        if left is not None:
            session.show_hidden = left.hidden
            session.least_first = left.least_first
            session.set_passes(left.passes)
            if left.article in session.article_ids() and session.open_article(left.article, left.unit):
                return
        ids = session.article_ids()
        if ids:
            session.open_article(ids[0])

    def write(self) -> None:
        """Write the place down now."""
        self._timer.stop()
        session = self._session
        if session.article_id is None:
            return
        left = Left(
            session.article_id,
            session.current,
            tuple(sorted(session.passes)),
            session.show_hidden,
            session.least_first,
            self._place,
            self.reviewed,
        )
        self._state.setValue(self._key, msgspec.json.encode(left).decode())
        self._state.sync()

    def _read(self) -> Left | None:
        try:
            return msgspec.json.decode(str(self._state.value(self._key, "")), type=Left)
        except (msgspec.DecodeError, msgspec.ValidationError):
            return None


def bytes_of(value: Any) -> QByteArray:
    """A stored geometry, empty where nothing usable was stored."""
    return value if isinstance(value, QByteArray) else QByteArray()


def widths_of(value: Any, first: tuple[int, int]) -> tuple[int, int]:
    """Two stored widths in pixels, `first` where nothing usable was stored."""
    try:
        left, right = (int(width) for width in value)
    except (TypeError, ValueError):
        return first
    return (left, right) if left > 0 and right > 0 else first
