"""`TokenField`: several values in one field, each a chip that can be taken away; typing offers what is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QPushButton, QSizePolicy, QWidget

from ui.widgets.flow_layout import FlowLayout

TAKE_AWAY = "  ×"
MOST_CHARS = 32
SMALLEST_FIELD_PX = 90
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Field(QLineEdit):
    """The line at the end of the chips: small enough to stand beside them."""

    def sizeHint(self) -> QSize:
        return QSize(SMALLEST_FIELD_PX, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class TokenField(QFrame):
    """`values()` are the ids or words of the chips. With `known` only what it offers is taken, else any words.

    `known` gives (title, value) pairs, titles unique. Where it `is_free`, other words are taken all the same. Backspace
    in the empty line takes the last chip away.
    """

    edited = Signal()

    def __init__(
        self,
        name: str,
        prompt: str,
        known: Callable[[], Sequence[tuple[str, str]]] | None = None,
        parent: QWidget | None = None,
        *,
        is_free: bool = False,
    ) -> None:
        super().__init__(parent)
        self._known = known
        self._is_free = is_free or known is None
        self._tokens: list[tuple[str, str]] = []
        self._chips: list[QPushButton] = []
        self._offered: dict[str, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.field = _Field()
        self.field.setPlaceholderText(prompt)
        self.field.setAccessibleName(name)
        self.setFocusProxy(self.field)
        self._flow = FlowLayout(self)
        self._flow.addWidget(self.field)
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self._on_return_pressed)
        self.field.editingFinished.connect(self._on_editing_finished)
        self._titles = QStringListModel(self)
        if known is not None:
            completer = QCompleter(self._titles, self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            # Later, since the line takes the words after this signal, and would keep them beside the chip.
            completer.activated.connect(self._on_completer_activated, Qt.ConnectionType.QueuedConnection)
            list_of_names = completer.popup()
            assert list_of_names is not None
            list_of_names.setProperty("dropped", "true")  # a window of its own: it has no ground to show through
            self.field.setCompleter(completer)

    def values(self) -> tuple[str, ...]:
        return tuple(value for _, value in self._tokens)

    def set_values(self, tokens: Sequence[tuple[str, str]]) -> None:
        """Show these (title, value) pairs instead of what is there."""
        while self._chips:
            self._drop_chip(0)
        self._tokens = []
        for title, value in tokens:
            self._add_chip(title, value)
        self.field.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusIn:
                self._offer()
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                is_backspace = event.key() == Qt.Key.Key_Backspace and not self.field.text()
                if is_backspace and self._tokens:
                    self._remove(len(self._tokens) - 1)
                    return True
                if event.text() in (",", ";") and self._is_free:
                    self._take_text()
                    return True
                if event.key() in ENTER and self._known is not None and self._is_free and self.field.text().strip():
                    # It ends the word; the form around the field hears of an Enter in the empty line only.
                    self._take_text()
                    return True
        return super().eventFilter(watched, event)

    def _offer(self) -> None:
        if self._known is not None:
            self._offered = dict(self._known())
            self._titles.setStringList(list(self._offered))

    def _on_return_pressed(self) -> None:
        self._take_text()

    def _on_editing_finished(self) -> None:
        completer = self.field.completer()
        popup = completer.popup() if completer else None
        if popup is None or not popup.isVisible():
            self._take_text()

    def _on_completer_activated(self, title: str) -> None:
        self._take(title)

    def _take_text(self) -> None:
        words = self.field.text().strip().strip(",;").strip()
        if words:
            self._take(words)

    def _take(self, words: str) -> None:
        title = words
        if self._known is not None:
            folded = words.casefold()
            exact = next((known for known in self._offered if known.casefold() == folded), None)
            fitting = [known for known in self._offered if folded in known.casefold()]
            found = exact or (fitting[0] if len(fitting) == 1 and not self._is_free else None)
            if found is None and not self._is_free:
                return
            title = found or words
        value: Any = self._offered.get(title, title)
        self.field.clear()
        if value not in self.values():
            self._add_chip(title, value)
            self.edited.emit()

    def _add_chip(self, title: str, value: str) -> None:
        shown = title if len(title) <= MOST_CHARS else title[: MOST_CHARS - 1] + "…"
        chip = QPushButton()
        chip.setText(shown + TAKE_AWAY)
        chip.setToolTip(f"{title}: take away")
        chip.setAccessibleName(f"Take {title} away")
        chip.setProperty("token", "true")
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        chip.clicked.connect(self._on_chip_clicked)
        self._flow.insert_widget(len(self._chips), chip)
        self._chips.append(chip)
        self._tokens.append((title, value))
        chip.show()
        self._fit()

    def _on_chip_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, QPushButton) and chip in self._chips:
            self._remove(self._chips.index(chip))

    def _remove(self, at: int) -> None:
        self._drop_chip(at)
        del self._tokens[at]
        self.edited.emit()

    def _drop_chip(self, at: int) -> None:
        chip = self._chips.pop(at)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        self._fit()

    def _fit(self) -> None:
        self._flow.invalidate()
        self.setMinimumHeight(self._flow.heightForWidth(max(self.width(), 120)))
        self.updateGeometry()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self._flow.heightForWidth(max(self.width(), 120)))
