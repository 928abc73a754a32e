"""About the program and the open project: versions, who annotates, what the file holds."""

from __future__ import annotations

from importlib import metadata

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget

from annotator.project import Project
from ui.dialogs.sheet import Sheet


class AboutDialog(Sheet):
    """Text to read and to copy."""

    wanted = QSize(520, 0)

    def __init__(self, project: Project, window: QWidget) -> None:
        super().__init__("News Annotator", window)
        status = project.status()
        facts = (
            ("Version", metadata.version("news-annotator")),
            ("Project", project.name),
            ("File", str(project.path)),
            ("Annotator", project.annotator),
            ("Scheme", f"{project.scheme.name} {project.scheme.version}"),
            ("Articles", f"{status['articles']:,}"),
            ("Suggestions", f"{status['suggestions']:,}"),
            ("Decisions", f"{status['decisions']:,}"),
            ("Digest", str(status["digest"])),
        )
        label = QLabel("\n".join(f"{name}:  {value}" for name, value in facts))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        quiet = QLabel("Everything lies in that one file on this computer. No data is sent anywhere.")
        quiet.setProperty("role", "secondary")
        quiet.setWordWrap(True)
        self.body.addWidget(label)
        self.body.addSpacing(6)
        self.body.addWidget(quiet)
        self._close = self.add_button("Close", self.leave, is_primary=True)

    def first_focus(self) -> QWidget:
        return self._close
