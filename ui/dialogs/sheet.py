"""`Sheet`: what all dialogs are: a panel over the window, its ground dimmed. Esc or a click outside closes it.

A child of the window, not a window of its own: no window manager can lose it, the keyboard comes to it at once, and it
returns to the article when the sheet closes. Files are chosen with the system's own dialogs, in `ui.files`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.widgets.themed import current_theme, scale_of

MARGIN = 24
PADDING = 20
RADIUS = 10


class Sheet(QWidget):
    """A subclass fills `body` and sets `wanted`: px at 100 %, a height of 0 for as high as what is in it.

    `left` is emitted when it closes, whatever the way. Focus is asked of the window and not of the application: it must
    come back even where no window manager makes the window an active one.
    """

    wanted = QSize(560, 420)
    at_top = False
    """Whether it hangs from the top of the window instead of standing in its middle."""
    left = Signal()

    def __init__(self, title: str, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.hide()
        self._window = window
        self._before: QWidget | None = None
        self.panel = QWidget(self)
        self._column = column = QVBoxLayout(self.panel)
        column.setContentsMargins(PADDING, PADDING - 4, PADDING, PADDING)
        column.setSpacing(12)
        self.heading = QLabel(title)
        self.heading.setProperty("role", "heading")
        column.addWidget(self.heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        column.addLayout(self.body, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        column.addLayout(self.buttons)

    def open(self) -> None:
        """Show it over the window and give it the keyboard."""
        self._before = self._window.focusWidget()
        self._window.installEventFilter(self)
        self._fit()
        self.show()
        self.raise_()
        (self.first_focus() or self).setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Close it; the keyboard goes back to where it was."""
        self._window.removeEventFilter(self)
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.left.emit()
        self.deleteLater()

    def first_focus(self) -> QWidget | None:
        """What gets the keyboard when the sheet opens."""
        return None

    def add_button(self, title: str, slot: object, *, is_primary: bool = False) -> QPushButton:
        """A button at the bottom right; the primary one is what Enter does."""
        button = QPushButton(title)
        button.setAccessibleName(title)
        button.setProperty("primary", "true" if is_primary else "false")
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        self.buttons.addWidget(button)
        return button

    def accept(self) -> None:
        """What Enter does: nothing, unless a subclass says so."""

    def refit(self) -> None:
        """Take the size that what is in it wants now: something came, went or got other words."""
        self._column.activate()
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self._window.focusWidget()
            if isinstance(focus, QPushButton):
                focus.click()
            else:
                self.accept()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.leave()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # The window's own keys rest while a sheet is open.
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 120 if theme.is_dark else 56))
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.panel)
        painter.drawRoundedRect(self.panel.geometry(), RADIUS, RADIUS)

    def focusNextPrevChild(self, next_: bool) -> bool:
        """Tab stays inside."""
        chain: list[QWidget] = []
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            if self.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled() and _takes_tab(widget):
                chain.append(widget)
            widget = widget.nextInFocusChain()
        focus = self._window.focusWidget()
        if not chain:
            return True
        at = chain.index(focus) + (1 if next_ else -1) if focus in chain else 0
        chain[at % len(chain)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _fit(self) -> None:
        room = self._window.size()
        self.setGeometry(QRect(self._window.rect()))
        self.ensurePolished()
        scale = scale_of(self)
        width = min(round(self.wanted.width() * scale), room.width() - 2 * MARGIN)
        column = self._column
        natural = column.totalHeightForWidth(width) if column.hasHeightForWidth() else column.totalSizeHint().height()
        height = min(round(self.wanted.height() * scale) or natural, room.height() - 2 * MARGIN)
        top = 56 if self.at_top else max(MARGIN, (room.height() - height) // 2)
        self.panel.setGeometry((room.width() - width) // 2, top, width, min(height, room.height() - top - MARGIN))
        # The panel's ground and edge are painted by the sheet, also where the panel was and is no more.
        self.update()


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
