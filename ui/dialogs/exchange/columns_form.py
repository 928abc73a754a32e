"""`ColumnsForm`: which column of a table holds what, asked where none is known to hold the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.widgets.named import named

NONE = ""
LEAST_CHARS = 10
OURS = (
    ("text", "Text"),
    ("title", "Title"),
    ("source", "Outlet"),
    ("published", "Date"),
    ("author", "Author"),
    ("url", "URL"),
)


class ColumnsForm(QWidget):
    """A box for each of ours with the file's columns. A column whose name holds a comma cannot be named."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.boxes: dict[str, QComboBox] = {}
        form = QGridLayout()
        form.setSpacing(8)
        for at, (ours, title) in enumerate(OURS):
            box = named(QComboBox(), f"import_column_{ours}")
            box.setAccessibleName(f"The column of the {title.lower()}")
            # A long name must not push the other half out of sight.
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(LEAST_CHARS)
            self.boxes[ours] = box
            row, half = divmod(at, 2)
            form.addWidget(QLabel(title), row, 2 * half)
            form.addWidget(box, row, 2 * half + 1)
        form.setColumnStretch(1, 1)
        form.setColumnStretch(3, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.said)
        column.addLayout(form)

    def ask(self, file: str, columns: Sequence[str], usual: Mapping[str, str]) -> None:
        """Ask about a file's columns; `usual` are those that are recognised by their names."""
        self.said.setText(f"None of the columns of {file} is known to hold the text: which one does?")
        for ours, box in self.boxes.items():
            box.clear()
            box.addItem("choose…" if ours == "text" else "none", NONE)
            for name in columns:
                if "," not in name:
                    box.addItem(name, name)
            box.setCurrentIndex(max(box.findData(usual.get(ours, NONE)), 0))

    @property
    def has_text(self) -> bool:
        """Whether the column of the text is chosen."""
        return self.boxes["text"].currentData() != NONE

    def options(self) -> list[str]:
        """The options of the command."""
        chosen = [f"{ours}={box.currentData()}" for ours, box in self.boxes.items() if box.currentData() != NONE]
        return ["--columns", ",".join(chosen)]
