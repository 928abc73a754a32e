"""`RelationBar`: the relations of the scheme side by side, one chosen, and whether it holds under a condition."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QToolButton, QWidget

from annotator.scheme import Choice
from ui.widgets.flow_layout import FlowLayout

DEFAULT = "reports"
CONDITION_KEY = "0"


class RelationBar(QWidget):
    """Digits choose (`take_digit`), so do clicks; 0 turns the condition on and off."""

    def __init__(self, relations: tuple[Choice, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._relations = relations
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        flow = FlowLayout(self, gap=2)
        for choice in relations:
            button = QToolButton()
            button.setText(f"{choice.key}  {choice.title}" if choice.key else choice.title)
            button.setToolTip(choice.description)
            button.setAccessibleName(f"Relation {choice.title}")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button)
            self._buttons[choice.name] = button
            flow.addWidget(button)
        self.condition = QCheckBox(f"{CONDITION_KEY}  only if …")
        self.condition.setToolTip("The statement makes it depend on something: “If Keth agrees …”")
        self.condition.setAccessibleName("Holds under a condition")
        flow.addWidget(self.condition)
        self.reset()

    def showEvent(self, event: QShowEvent) -> None:
        """The box stands on the line of the buttons, which are higher."""
        super().showEvent(event)
        self.condition.setMinimumHeight(max(button.sizeHint().height() for button in self._buttons.values()))

    @property
    def relation(self) -> str:
        return next(name for name, button in self._buttons.items() if button.isChecked())

    def set_relation(self, name: str) -> None:
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def reset(self) -> None:
        """Back to "reports" (the first relation where the scheme has none of that name), without a condition."""
        self.set_relation(DEFAULT if DEFAULT in self._buttons else self._relations[0].name)
        self.condition.setChecked(False)

    def take_digit(self, digit: str) -> bool:
        """Choose the relation with this key; whether there is one."""
        if digit == CONDITION_KEY:
            self.condition.toggle()
            return True
        found = next((choice.name for choice in self._relations if choice.key == digit), None)
        if found is not None:
            self.set_relation(found)
        return found is not None
