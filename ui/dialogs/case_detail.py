"""One case of the case book: its reason, section and comment, to be edited or only read; the units it was used for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.review.cases import Case, CaseEntry
from annotator.review.guidelines import find_section
from annotator.wording import counted
from ui.widgets.items import Item
from ui.widgets.named import named
from ui.widgets.row_lists import OpenList

FIELD_LINES = 3
TOLD = (("case_reason_told", "title"), ("case_section_told", "secondary"), ("case_comment_told", ""))
"""Reason, section and comment where they are only read: the names and the roles of their labels."""
NOT_IN_GUIDELINES = "no section of the guidelines as they are now"


class CaseDetail(QWidget):
    """`can_edit` False shows words where the fields would be."""

    entry_opened = Signal(object)
    """A `CaseEntry` was taken."""
    edited = Signal()
    """Something was written into a field."""
    saved = Signal()
    """Enter in a field: what is written should be kept."""

    def __init__(
        self, titles: dict[str, str], guidelines: str, *, can_edit: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.case: Case | None = None
        self._titles = titles
        self._guidelines = guidelines
        self._can_edit = can_edit
        self.reason = named(CaseField("Reason", FIELD_LINES), "case_reason")
        self.section = named(QLineEdit(), "case_section")
        self.section.setAccessibleName("Section of the guidelines")
        self.section.setPlaceholderText("Section of the guidelines, as 1.2")
        self.cited = _label("secondary")
        self.comment = named(CaseField("Comment to the annotators", FIELD_LINES), "case_comment")
        self.told = [named(_label(role), name) for name, role in TOLD]
        for label in self.told:
            label.setWordWrap(True)
        self.used = named(_label("title"), "case_used")
        self.units = named(OpenList("Where it was used"), "case_units")
        self.units.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.units.opened.connect(self._on_opened)
        self._arrange()
        for field in (self.reason, self.comment):
            field.textChanged.connect(self.edited)
            field.entered.connect(self.saved)
        self.section.textChanged.connect(self._on_section_changed)
        self.section.returnPressed.connect(self.saved)

    @property
    def is_edited(self) -> bool:
        """Whether the fields say something else than the case."""
        case = self.case
        return self._can_edit and case is not None and self.written() != (case.reason, case.section, case.comment)

    def written(self) -> tuple[str, str, str]:
        """Reason, section and comment as they are written now."""
        return self.reason.words(), self.section.text().strip(), self.comment.words()

    def show_case(self, case: Case | None, nothing: str = "") -> None:
        """Show a case; None shows nothing, and says why."""
        self.case = case
        reason, section, comment = (case.reason, case.section, case.comment) if case is not None else ("", "", "")
        for field, words in ((self.reason, reason), (self.comment, comment)):
            field.setPlainText(words)
            field.setEnabled(case is not None)
        self.section.setText(section)
        self.section.setCursorPosition(0)
        self.section.setEnabled(case is not None)
        cited = f"Guidelines {section} {self._title_of(section)}".strip() if section else ""
        for label, words in zip(self.told, (reason, cited, comment), strict=True):
            label.setText(words)
            label.setVisible(bool(words) and not self._can_edit)
        self.used.setText(f"Used {counted(case.used, 'time')}" if case is not None else nothing)
        self.units.set_items([self._item(entry) for entry in case.entries] if case is not None else [])

    def focus_reason(self) -> None:
        """Let the reason be edited."""
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.reason.selectAll()

    def focus_units(self) -> None:
        self.units.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _item(self, entry: CaseEntry) -> Item:
        title = self._titles.get(entry.article or "", "")
        about = " · ".join(part for part in (title, ", ".join(entry.kinds)) if part)
        outcome = entry.outcome if entry.outcome != entry.words else ""
        words = f"“{entry.words}”" if entry.words else "by itself"
        can_open = bool(entry.article and entry.article in self._titles)
        told = " → ".join(part for part in (words, outcome) if part)
        return Item(told, about, entry.author, data=entry if can_open else None, lines=2)

    def _title_of(self, section: str) -> str:
        found = find_section(self._guidelines, section)
        if found is None:
            return f"({NOT_IN_GUIDELINES})"
        return found.title.replace("*", "") if found.number else ""

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        fields: list[tuple[str, QWidget]] = [("Reason", self.reason), ("Section", self.section), ("", self.cited)]
        fields.append(("Comment to the annotators", self.comment))
        for title, field in fields:
            label = _label("secondary")
            label.setText(title)
            if title and column.count():
                column.addSpacing(4)
            for part in (label, field) if title else (field,):
                part.setVisible(self._can_edit)
                column.addWidget(part)
        for part in self.told:
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self.used)
        column.addWidget(self.units, 1)

    def _on_section_changed(self, section: str) -> None:
        self.cited.setText(self._title_of(section.strip()) if section.strip() else "no section")
        self.edited.emit()

    def _on_opened(self, item: Item) -> None:
        self.entry_opened.emit(item.data)


class CaseField(QPlainTextEdit):
    """A field of a few lines: Tab goes on, Enter keeps it (`entered`), Shift+Enter begins a line."""

    entered = Signal()

    def __init__(self, title: str, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setAccessibleName(title)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._fit()

    def words(self) -> str:
        return self.toPlainText().strip()

    def changeEvent(self, event) -> None:  # noqa: ANN001 - Qt's own
        super().changeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        margin = 2 * (round(self.document().documentMargin()) + 7)
        self.setFixedHeight(self._lines * QFontMetrics(self.font()).lineSpacing() + margin)


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
