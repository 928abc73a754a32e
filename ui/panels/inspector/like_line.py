"""`LikeLine`: below the inspector, the case of the case book that is most like the current unit, in one quiet line.

It is looked for when the unit has been current for a moment, never while somebody goes through the units. Of the open
article itself, as long as it is not submitted, no case is shown: it would say what is gold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.changes import Changes
from annotator.model import Entity
from annotator.review.cases import Case, like
from annotator.text import span_text
from annotator.units import Unit
from ui.session import Session
from ui.widgets.named import named, once_after
from ui.widgets.themed import current_theme, interface_face
from ui.wording import content_text

if TYPE_CHECKING:
    from annotator.views.lead.cases import Cases

REST_MS, FIRST_MS = 350, 1200
"""How long a unit has been current; when the book is not read yet there is more urgent work to do."""
SIDE_PX, AIR_PX = 10, 7
KEY = "Shift F3"


class LikeLine(QWidget):
    """Empty, but as high as ever, where no case is like the unit; not there at all where there are no cases."""

    opened = Signal()
    """A click: the case should be shown in the case book."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "like_line")
        self._session = session
        self._book: Cases | None = None
        self._cases: list[Case] | None = None
        self._article: str | None = None
        self.case: Case | None = None
        self.words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._timer = once_after(REST_MS, self.look, self)
        session.current_changed.connect(self._wait)
        session.work_replaced.connect(self._on_work_replaced)
        session.changed.connect(self._on_session_changed)
        self.hide()
        self._wait()

    def look(self) -> Case | None:
        """Show the case that is most like the current unit now, and give it."""
        self._timer.stop()
        if self._session.is_turning:
            self._wait()
            return self.case
        cases = self._known()
        self.setVisible(bool(cases))
        unit = self._session.current_unit()
        found = likest(cases, unit, self._session.text) if unit is not None and cases else None
        self._tell(found)
        return found

    def sizeHint(self) -> QSize:
        return QSize(200, QFontMetrics(interface_face(self, 12)).height() + 2 * AIR_PX)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.case is not None:
            self.opened.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        painter.setPen(theme.line)
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        if not self.words:
            return
        metrics, room = QFontMetrics(interface_face(self, 12)), self.rect().adjusted(SIDE_PX, 0, -SIDE_PX, 0)
        painter.setFont(interface_face(self, 12))
        painter.setPen(theme.secondary)
        cited = self._cited
        width = metrics.horizontalAdvance(cited) + SIDE_PX if cited else 0
        words = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, room.width() - width)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, words)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, cited)

    @property
    def _cited(self) -> str:
        return f"Guidelines {self.case.section}" if self.case is not None and self.case.section else ""

    def _wait(self) -> None:
        self._timer.start(FIRST_MS if self._book is None else REST_MS)

    def _known(self) -> list[Case]:
        """The cases that may be shown on the open article, read anew only when something changed."""
        project, article = self._session.project, self._session.article_id
        if self._cases is None or self._article != article:
            self._book = self._book or project.lead.cases
            self._cases = self._book.shown_to(project.annotator, article).all()
            self._article = article
        return self._cases

    def _tell(self, case: Case | None) -> None:
        self.case = case
        words = f"Like case · “{case.reason or case.comment}”" if case is not None else ""
        if words != self.words:
            self.words = words
            self.setAccessibleName(" · ".join(part for part in (words, self._cited) if part))
            comment = case.comment if case is not None and case.reason else ""
            told = [self.accessibleName(), comment, f"{KEY} opens it"]
            self.setToolTip("\n".join(part for part in told if part) if words else "")
            self.update()

    def _on_work_replaced(self) -> None:
        self._tell(None)
        self._wait()

    def _on_session_changed(self, changes: Changes) -> None:
        if changes.cases or changes.statuses:
            self._book = None if changes.cases else self._book
            self._cases = None
            self._wait()
        elif self._session.current in changes.units:
            self._wait()


def likest(cases: list[Case], unit: Unit, text: str) -> Case | None:
    """The case that is most like a unit, by its label or type and its words."""
    value = unit.value
    if isinstance(value, Entity):
        found = like(cases, (), (value.label,), span_text(text, value.span), most=1)
    else:
        found = like(cases, (), (value.type,), content_text(text, value), most=1)
    return found[0].case if found else None
