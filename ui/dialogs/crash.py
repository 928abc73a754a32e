"""The one window for a fault of the program: what to know, and a report that can be saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

SAID = "Something went wrong inside the program. Nothing is lost: every decision is in the file already. You can go on."


class CrashDialog(QDialog):
    """A window of its own: it must come up even where the main window cannot."""

    def __init__(self, report: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("crash_dialog")
        self.setWindowTitle("A fault of the program")
        self.resize(720, 460)
        self._report = report
        words = QLabel(SAID)
        words.setWordWrap(True)
        shown = QPlainTextEdit(report)
        shown.setReadOnly(True)
        shown.setAccessibleName("Report")
        self._said = QLabel()
        self._said.setProperty("role", "secondary")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        save = buttons.addButton("Save the report…", QDialogButtonBox.ButtonRole.ActionRole)
        copy = buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(self._on_save_clicked)
        copy.clicked.connect(self._on_copy_clicked)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (words, shown, self._said, buttons):
            layout.addWidget(widget)

    def save_to(self, path: Path) -> None:
        """Write the report; what fails is said in the window."""
        try:
            path.write_text(self._report, encoding="utf-8")
        except OSError as error:
            self._said.setText(f"{path} cannot be written: {error.strerror}.")
        else:
            self._said.setText(f"Saved to {path}.")

    def _on_save_clicked(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save the report", "news-annotator-report.txt")
        if name:
            self.save_to(Path(name))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self._said.setText("Copied.")
