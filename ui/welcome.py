"""The welcome window, shown without a project: make one, open one, a recent one, or the sample."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMainWindow, QPushButton, QVBoxLayout, QWidget

from annotator.demo import make_project
from annotator.errors import UserError
from annotator.settings import load_settings
from ui.dialogs.new_project import NewProjectDialog
from ui.files import PROJECTS
from ui.widgets.items import Item
from ui.widgets.named import named
from ui.widgets.search_list import SearchList

SIZE = QSize(720, 520)


class WelcomeWindow(QMainWindow):
    """Opens a project's window and closes itself. A project dropped onto it is opened."""

    def __init__(self, annotator: str | None = None) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("News Annotator")
        self.setAcceptDrops(True)
        self.resize(SIZE)
        self._annotator = annotator
        self._said = named(QLabel(), "welcome_message")
        self._said.setWordWrap(True)
        self._recent = SearchList("Recent projects")
        self._recent.view.setObjectName("recent_projects")
        self._recent.taken.connect(self._on_recent_taken)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(40, 36, 40, 28)
        column.setSpacing(14)
        heading = QLabel("News Annotator")
        heading.setProperty("role", "heading")
        words = QLabel("Confirm or correct what the machine highlights, say who is quoted, link statements to events.")
        words.setProperty("role", "secondary")
        words.setWordWrap(True)
        column.addWidget(heading)
        column.addWidget(words)
        column.addLayout(self._make_buttons())
        column.addWidget(self._recent, 1)
        column.addWidget(self._said)
        self.setCentralWidget(body)
        self._fill()
        self._recent.setFocus()

    def open_path(self, path: str | Path) -> None:
        """Open a project; what fails is said here."""
        from ui.app import open_window

        try:
            open_window(Path(path), annotator=self._annotator)
        except UserError as error:
            self._say(str(error), "danger")
            return
        self.close()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.open_path(files[0])

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        buttons = (
            ("New project…", self._new, True),
            ("Open a project…", self._open, False),
            ("Make the sample project", self._make_demo, False),
        )
        for title, slot, is_primary in buttons:
            button = QPushButton(title)
            button.setAccessibleName(title)
            button.setProperty("primary", "true" if is_primary else "false")
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _fill(self) -> None:
        recent = [Path(name) for name in load_settings().settings.recent]
        items = [Item(path.stem, str(path.parent), data=path) for path in recent if path.exists()]
        self._recent.set_items(items)
        self._recent.setVisible(bool(items))

    def do_new(self, folder: Path) -> None:
        """Ask for the name of a new project in `folder`."""
        NewProjectDialog(folder, self.open_path, self).open()

    def _new(self) -> None:
        self.do_new(Path.home())

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Open a project", str(Path.home()), PROJECTS)
        if name:
            self.open_path(name)

    def _make_demo(self) -> None:
        """Make the sample project and let the machine read it in its window."""
        from ui.app import open_window

        try:
            window = open_window(make_project(None), annotator=self._annotator)
        except UserError as error:
            self._say(str(error), "danger")
            return
        window.do("preannotate")
        self.close()

    def _on_recent_taken(self, item: Item) -> None:
        self.open_path(item.data)

    def _say(self, text: str, role: str = "secondary") -> None:
        self._said.setProperty("role", role)
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        self._said.setText(text)
