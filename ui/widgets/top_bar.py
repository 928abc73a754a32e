"""The one line above: project menu, article, pass, places, search, light or dark. It asks for acts by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from ui.icons import icon
from ui.theme import Theme
from ui.widgets.keycap import Keycap
from ui.widgets.named import named

Entry = tuple[str, str, str]
"""An act in a menu: its name, title and shown key. An empty name is a line between groups."""


class TopBar(QFrame):
    """`act_requested` carries the name of an act, `project_requested` the path of a recent project."""

    act_requested = Signal(str)
    project_requested = Signal(str)

    def __init__(self, places: Sequence[tuple[str, str]], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "top")
        self.project = self._menu_button("project_menu", "Project")
        self.project.setProperty("strong", "true")
        self.previous = self._button("previous_article", "Previous article")
        self.next = self._button("next_article", "Next article")
        self.count = named(QLabel(), "article_count")
        self.count.setProperty("role", "count")
        self.passes = self._menu_button("pass_menu", "Pass")
        self.feedback = self._button("feedback", "Feedback")
        self.feedback.setProperty("badge", "true")
        self._unseen = 0
        self.feedback.hide()
        self.search = self._make_search()
        self.theme = self._button("theme", "Light or dark")
        self._places: dict[str, QToolButton] = {}
        self._in_articles = (self.previous, self.count, self.next, self.passes)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 8, 5)
        row.setSpacing(4)
        row.addWidget(self.project)
        row.addSpacing(8)
        for widget in self._in_articles:
            row.addWidget(widget)
        row.addStretch(1)
        group = QButtonGroup(self)
        for name, title in places:
            row.addWidget(self._make_place(name, title, group))
        row.addSpacing(12)
        row.addWidget(self.feedback)
        row.addWidget(self.search)
        row.addWidget(self.theme)
        self.retheme(theme)

    def retheme(self, theme: Theme) -> None:
        self.previous.setIcon(icon("previous", theme))
        self.next.setIcon(icon("next", theme))
        self.theme.setIcon(icon("theme", theme))
        self._fit()  # the text may have another size now

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is no room for them, leave out the words beside the search's key, then that before a number."""
        row, all_of_it = self.search.layout(), self.layout()
        assert row is not None
        assert all_of_it is not None
        for shows_words, feedback in ((True, "Feedback "), (False, "Feedback "), (False, "")):
            self._search_words.setVisible(shows_words)
            self.feedback.setText(f"{feedback}{self._unseen:,}")
            row.invalidate()
            self.search.setFixedWidth(row.sizeHint().width())
            all_of_it.invalidate()
            if all_of_it.minimumSize().width() <= self.width():
                return

    def set_project(self, name: str) -> None:
        self.project.setText(f"{name} ▾")
        self.project.setAccessibleName(f"Project {name}")

    def set_count(self, at: int, count: int) -> None:
        """ "3 of 120"; nothing where no article is open (`at` is 0)."""
        self.count.setText(f"{at:,} of {count:,}" if at else f"{count:,} articles")
        self.previous.setEnabled(at > 1)
        self.next.setEnabled(at < count)

    def set_pass(self, title: str) -> None:
        self.passes.setText(f"Pass: {title} ▾")
        self.passes.setAccessibleName(f"Pass: {title}")

    def set_feedback(self, unseen: int) -> None:
        """Show how much feedback was not seen yet; nothing where there is none."""
        self._unseen = unseen
        told = f"Feedback: {unseen:,} not seen yet"
        self.feedback.setAccessibleName(told)
        self.feedback.setToolTip(told)
        self.feedback.setVisible(unseen > 0)
        self._fit()

    def set_place(self, name: str) -> None:
        """Show which place is open; what concerns the open article is shown in the first one only."""
        self._places[name].setChecked(True)
        for widget in self._in_articles:
            widget.setVisible(name == next(iter(self._places)))

    def fill_project_menu(
        self,
        entries: Sequence[Entry],
        recent: Sequence[str],
        disabled: Sequence[str] = (),
        lead: Sequence[Entry] = (),
    ) -> None:
        """`disabled` are the names of the acts that do not apply now, `lead` what stands in a menu of its own."""
        menu = self.project.menu()
        menu.clear()
        self._add(menu, entries)
        leading = QMenu("Lead", menu)
        self._add(leading, lead)
        for action in (*menu.actions(), *leading.actions()):
            action.setEnabled(action.data() not in disabled)
        if lead:
            lines = [action for action in menu.actions() if action.isSeparator()]
            menu.insertMenu(lines[1] if len(lines) > 1 else None, leading)  # type: ignore[arg-type]
        submenu = QMenu("Recent projects", menu)
        submenu.setEnabled(bool(recent))
        for path in recent:
            action = submenu.addAction(Path(path).stem.replace("&", "&&"))
            action.setToolTip(path)
            action.setData(path)
            action.triggered.connect(self._on_recent_triggered)
        before = menu.actions()[2] if len(menu.actions()) > 2 else None
        menu.insertMenu(before, submenu)  # type: ignore[arg-type]

    def fill_pass_menu(self, entries: Sequence[Entry], checked: Sequence[str]) -> None:
        """`checked` are the names of the acts whose entries carry a tick."""
        menu = self.passes.menu()
        menu.clear()
        self._add(menu, entries)
        for action in menu.actions():
            if action.data() in checked:
                action.setCheckable(True)
                action.setChecked(True)

    def _add(self, menu: QMenu, entries: Sequence[Entry]) -> None:
        for name, title, key in entries:
            if not name:
                menu.addSeparator()
                continue
            action = menu.addAction(f"{title}\t{key}" if key else title)
            action.setData(name)
            # Later, when the menu is gone: a dialog that the act opens would leave its button pressed.
            action.triggered.connect(self._on_entry_triggered, Qt.ConnectionType.QueuedConnection)

    def _button(self, act: str, title: str) -> QToolButton:
        button = named(QToolButton(), f"{act}_button")
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setProperty("act", act)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._on_button_clicked)
        return button

    def _menu_button(self, name: str, title: str) -> QToolButton:
        button = named(QToolButton(), name)
        button.setAccessibleName(title)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(self._on_menu_about_to_hide)
        button.setMenu(menu)
        return button

    def _make_place(self, name: str, title: str, group: QButtonGroup) -> QToolButton:
        button = self._button(f"place_{name}", title)
        button.setText(title)
        button.setCheckable(True)
        button.setProperty("place", "true")
        group.addButton(button)
        self._places[name] = button
        return button

    def _make_search(self) -> QToolButton:
        button = self._button("palette", "Search or do…")
        row = QHBoxLayout(button)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        self._search_words = QLabel("Search or do…")
        self._search_words.setProperty("role", "secondary")
        for label in (Keycap("Ctrl K"), self._search_words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(label)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        return button

    def _on_button_clicked(self) -> None:
        self.act_requested.emit(self.sender().property("act"))

    def _on_menu_about_to_hide(self) -> None:
        # The mouse left the button while the menu had it: nothing told the button.
        button = self.sender().parent()
        if isinstance(button, QToolButton):
            button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
            button.update()

    def _on_entry_triggered(self) -> None:
        self.act_requested.emit(self.sender().data())  # type: ignore[attr-defined]

    def _on_recent_triggered(self) -> None:
        self.project_requested.emit(self.sender().data())  # type: ignore[attr-defined]
