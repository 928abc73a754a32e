"""`Popup`: what all pickers have in common: a sheet over the window, gone with Esc or a click outside.

It is a child of the window, not a window of its own: it needs no grabs of the keyboard, no window manager can misplace
it, and a picture of the window shows it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.model import Statement
from annotator.units import Unit
from ui.session import Session
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.keycap import Keycap
from ui.widgets.themed import current_theme, scale_of

SHADOW = 12
PADDING = 14
RADIUS = 10
EDGE = 8
"""How near a popup comes to the window's edge, in px."""
GAP = 6
"""Between a popup and what it is about, in px."""


class Popup(QWidget):
    """`open_for(units, rect)` shows it beside `rect`, in coordinates of the screen. Operations go through the session.

    A subclass fills `body`, sets `wanted` (its size in px at 100 %), and prepares itself in `_prepare`. One object can
    be opened again and again.
    """

    wanted = QSize(360, 420)
    can_be_left = True
    """Whether a click outside closes it; what was written into it must not be lost that way."""

    def __init__(self, session: Session, parent: QWidget, title: str) -> None:
        self._window = parent.window()
        super().__init__(self._window)
        self.session = session
        self.units: list[Unit] = []
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading = ElidedLabel(title, role="title")
        self.context = ElidedLabel(role="secondary")
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.hints = QHBoxLayout()
        self.hints.setSpacing(6)
        layout = QVBoxLayout(self)
        side = SHADOW + PADDING
        layout.setContentsMargins(side, side - 2, side, side)
        layout.setSpacing(8)
        layout.addWidget(self.heading)
        layout.addWidget(self.context)
        layout.addLayout(self.body, 1)
        layout.addLayout(self.hints)
        self.hide()
        session.work_replaced.connect(self.dismiss)

    def open_for(self, units: Sequence[Unit], rect: QRect) -> None:
        """Open for these units beside `rect` (coordinates of the screen)."""
        self.units = list(units)
        self._prepare()
        self.show_at(rect)

    def show_at(self, rect: QRect) -> None:
        """Show it below `rect` (coordinates of the screen), else above it, else where it fits."""
        room = self._window.size()
        self.ensurePolished()
        self.resize(self._fitting_size(room))
        self.move(self._place(QRect(self._window.mapFromGlobal(rect.topLeft()), rect.size()), room))
        self.show()
        self.raise_()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self._first_focus().setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close without doing anything; the article gets the keyboard back."""
        if self.isHidden():
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.hide()
        self._give_back_focus()

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """The line at the bottom: keys and what they do."""
        while self.hints.count():
            entry = self.hints.takeAt(0)
            label = entry.widget() if entry else None
            if label:
                label.hide()
                label.deleteLater()
        for keys, what in hints:
            self.hints.addWidget(Keycap(keys))
            label = QLabel(what)
            label.setProperty("role", "secondary")
            self.hints.addWidget(label)
            self.hints.addSpacing(6)
        self.hints.addStretch()

    @property
    def article(self) -> str:
        """The id of the article whose units it is open for."""
        article = self.session.article_id
        assert article is not None
        return article

    @property
    def statements(self) -> list[Statement]:
        return [unit.value for unit in self.units if isinstance(unit.value, Statement)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.isVisible():
            return False
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            sheet = self.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
            point = self.mapFromGlobal(event.globalPosition().toPoint())
            return isinstance(watched, QWidget) and not sheet.contains(point) and self._on_outside_click(watched)
        if event.type() == QEvent.Type.ShortcutOverride and self._is_inside(watched):
            # The window's shortcuts rest while a popup is open: Ctrl+Enter confirms here, and submits nothing.
            event.accept()
            return True
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self._keep_inside()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        inside = self.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        for step in range(SHADOW):
            painter.setBrush(QColor(0, 0, 0, 9 if theme.is_dark else 3))
            reach = SHADOW - step
            painter.drawRoundedRect(inside.adjusted(-reach, -reach + 3, reach, reach), RADIUS + reach, RADIUS + reach)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.panel)
        painter.drawRoundedRect(inside, RADIUS, RADIUS)

    def focusNextPrevChild(self, next_: bool) -> bool:
        """Tab stays inside: the popup is a world of its own until it is closed."""
        chain, widget = [], self.nextInFocusChain()
        while widget is not None and widget is not self:
            if self.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled() and _takes_tab(widget):
                chain.append(widget)
            widget = widget.nextInFocusChain()
        if not chain:
            return False
        here = QApplication.focusWidget()
        at = chain.index(here) + (1 if next_ else -1) if here in chain else 0
        chain[at % len(chain)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _prepare(self) -> None:
        """Fill the picker for `units`."""

    def _first_focus(self) -> QWidget:
        return self

    def changeEvent(self, event: QEvent) -> None:
        """Another text size: the same popup, larger."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            self._keep_inside()

    def _give_back_focus(self) -> None:
        self.session.return_focus()

    def _on_outside_click(self, watched: QWidget) -> bool:
        """Close, and take the click, so that it does nothing else. A list dropped down by a field of it is inside."""
        popup = QApplication.activePopupWidget()
        if popup is not None or watched.window() is not self.window():
            return False
        if self.can_be_left:
            self.dismiss()
        return True

    def _is_inside(self, watched: QObject) -> bool:
        return isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))

    def _keep_inside(self) -> None:
        """The window was made smaller or larger."""
        room = self._window.size()
        self.resize(self._fitting_size(room))
        self.move(
            max(0, min(self.x(), room.width() - self.width() - EDGE)),
            max(0, min(self.y(), room.height() - self.height() - EDGE)),
        )

    def _fitting_size(self, room: QSize) -> QSize:
        scale = scale_of(self)
        wanted = self._wanted_size()
        width = min(round(wanted.width() * scale) + 2 * SHADOW, room.width() - 2 * EDGE)
        height = min(round(wanted.height() * scale) + 2 * SHADOW, room.height() - 2 * EDGE)
        return QSize(width, height)

    def _wanted_size(self) -> QSize:
        return self.wanted

    def _place(self, beside: QRect, room: QSize) -> QPoint:
        """Below what it is about, else above it, to its right, to its left; only where nothing fits over it."""
        rightmost, lowest = room.width() - self.width() - EDGE, room.height() - self.height() - EDGE
        left = min(max(beside.left() - SHADOW, EDGE), rightmost)
        top = min(max(beside.top() - SHADOW, EDGE), lowest)
        below = beside.bottom() + GAP - SHADOW
        above = beside.top() - GAP - self.height() + SHADOW
        after = beside.right() + GAP - SHADOW
        before = beside.left() - GAP - self.width() + SHADOW
        if below <= lowest or above >= EDGE:
            top = below if below <= lowest else above
        elif after <= rightmost or before >= EDGE:
            left = after if after <= rightmost else before
        else:
            top = lowest
        return QPoint(max(left, 0), max(top, 0))


def _takes_tab(widget: QWidget) -> bool:
    is_inner = isinstance(widget.parentWidget(), QComboBox)
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None and not is_inner
