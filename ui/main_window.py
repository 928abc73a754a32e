"""The main window: bars and places put together, signals joined. What is done is in `ui.acts`, the rest in panels."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import msgspec
from PySide6.QtCore import QEvent, QPoint, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator.exchange.backups import keep_daily
from annotator.project import Project
from annotator.settings import Settings, save_settings
from ui import dress
from ui.acts import ACTS, BY_NAME
from ui.acts.hand import Hand
from ui.acts.menus import context_menu
from ui.annotate_place import AnnotatePlace
from ui.chrome import Chrome
from ui.dialogs.sheet import Sheet
from ui.feedback import FeedbackWatch
from ui.files import Files
from ui.keymap import Keymap
from ui.leading import Leading
from ui.places import PLACES, go_to_left
from ui.resume import Resume, bytes_of, widths_of
from ui.session import Session
from ui.shortcuts import Shortcuts
from ui.text.article_view import dropped_paths
from ui.theme import Theme
from ui.twins import TwinOffers
from ui.widgets.buttons import press_focused
from ui.widgets.status_bar import StatusBar
from ui.widgets.top_bar import TopBar

FIRST_SIZE = QSize(1440, 900)
FRAME = QSize(0, 32)
"""What a window manager may put around the window."""
IDLE_MS = 1000
WARMING_MS = 30
WARMED_ARTICLES = 5
"""While nobody acts, so many articles at a time are read for the list of events, so that the first E need not wait."""
LOOK_MS = 2000
"""How often the window looks for what other processes wrote."""


class MainWindow(QMainWindow):
    """A window on one project. It owns the project and closes it."""

    def __init__(self, project: Project, settings: Settings, state: QSettings) -> None:
        super().__init__()
        self._is_open = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.settings = settings
        self.session = Session(project, self)
        self.theme: Theme = dress.theme_of(settings)
        self.keymap = Keymap(ACTS, settings.keys)
        self.files = Files(self)
        self.resume = Resume(self.session, state, self)
        self._state = state
        self._made: dict[str, QWidget] = {}
        self.top_bar = TopBar([(place.name, place.title) for place in PLACES], self.theme)
        self.stack = QStackedWidget()
        self.status = StatusBar()
        self._arrange()
        self.show_place(PLACES[0].name)
        self.hand = Hand(self.session, self.annotate.view, self)
        self._idle = self._timer(IDLE_MS, self._on_idle, single=True)
        self._warming = self._timer(WARMING_MS, self._on_warming)
        self._look = self._timer(LOOK_MS, self.session.refresh)
        self.twins = TwinOffers(self)
        self.leading = Leading(self)
        self.feedback = FeedbackWatch(self.session, state, self)
        self.chrome = Chrome(self)
        self.shortcuts = Shortcuts(self)
        self.annotate.view.key_handler = self.shortcuts.take_in_article
        self.annotate.view.zoom(settings.text_size)
        self._connect()
        self._restore()

    def start(self) -> None:
        """Show the window at the place where it was left."""
        self.show()
        self.activateWindow()
        # Only a window that is shown has its measures, and with them the right part of the article in sight.
        self.resume.go_back()
        self.resume.watch()
        self.chrome.show_all()  # a project without articles opens none, and nothing else would tell the bars
        self._is_open = True
        for warning in self.session.project.warnings:
            self.session.say(warning, "warning")
        self.session.return_focus()
        go_to_left(self)
        self._look.start()
        self._idle.start()
        self.leading.start()
        self.feedback.start()

    @property
    def annotate(self) -> AnnotatePlace:
        return cast("AnnotatePlace", self._made[PLACES[0].name])

    @property
    def is_annotating(self) -> bool:
        """Whether the Annotate place is shown."""
        return self.stack.currentWidget() is self.annotate

    @property
    def is_reviewing(self) -> bool:
        """Whether the Review place is shown."""
        return self.stack.currentWidget() is self._made.get("review")

    # What acts ask of the window

    def show_place(self, name: str) -> None:
        """Show a place; it is made when it is first shown."""
        if name not in self._made:
            place = next(place for place in PLACES if place.name == name)
            self._made[name] = place.make(self)
            self.stack.addWidget(self._made[name])
        self.stack.setCurrentWidget(self._made[name])
        self.top_bar.set_place(name)
        self.resume.note_place(name)
        if name == PLACES[0].name:
            self.session.return_focus()
        else:
            self._made[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_event(self, event_id: str) -> None:
        self.show_place("events")
        self._made["events"].show_event(event_id)  # type: ignore[attr-defined]

    def show_dialog(self, sheet: Sheet) -> None:
        """Show a sheet over the window; one that is open is closed."""
        for other in self.findChildren(Sheet):
            if other is not sheet:
                other.leave()
        sheet.open()

    def offer(self, sentence: str, choices: Sequence[tuple[str, Callable[[], object]]]) -> None:
        self.show_place(PLACES[0].name)
        self.annotate.offer_bar.ask(sentence, choices)

    def do(self, name: str) -> None:
        """Do the act with this name."""
        self.hand.do(BY_NAME[name])

    def focus_filter(self) -> None:
        self.show_place(PLACES[0].name)
        self.annotate.articles.focus_filter()

    def focus_next_pane(self, step: int) -> None:
        place = self.stack.currentWidget() or self
        panes: list[QWidget] = getattr(place, "panes", lambda: [place])()
        here = next((n for n, pane in enumerate(panes) if _holds_focus(pane)), -1 if step > 0 else 0)
        panes[(here + step) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    def zoom_by(self, step: int) -> None:
        """Make all text larger or smaller by so many per cent; 0 for the normal size."""
        size = min(max(self.settings.text_size + step, 50), 300) if step else 100
        self.change_settings(text_size=size)
        self.session.say(f"Text size {size} %.")

    def toggle_theme(self) -> None:
        self.change_settings(theme="light" if self.theme.is_dark else "dark")

    def change_settings(self, **changed: object) -> None:
        """Change settings, keep them, and dress the window anew."""
        self.settings = msgspec.structs.replace(self.settings, **changed)
        with contextlib.suppress(UserError):
            save_settings(self.settings)
        self.dress()

    def dress(self) -> None:
        """Put on the theme, text size and keys of the settings."""
        self.theme = dress.put_on(self.settings)
        self.annotate.view.zoom(self.settings.text_size)
        for part in (self.top_bar, *self._made.values()):
            part.retheme(self.theme)  # type: ignore[attr-defined]
        self.keymap = Keymap(ACTS, self.settings.keys)
        self.shortcuts.rebind()
        self.chrome.show_hints()

    # Qt's own calls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused(event) and not self.shortcuts.take(event, in_article=False):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self._is_open:
            if self.isActiveWindow():
                self.session.refresh()
            else:
                self.session.project.checkpoint()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._on_files_dropped(dropped_paths(event.mimeData()))
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._is_open = False
        for part in (self._idle, self._warming, self.chrome, self.twins, self.leading, self.feedback, self._look):
            part.stop()
        self.files.stop()
        self.resume.write()
        self._state.setValue("window/geometry", self.saveGeometry())
        self._state.setValue("window/sides", list(self.annotate.sides))
        self._state.sync()
        self._keep_backup()
        self.session.project.close()
        super().closeEvent(event)

    # Putting together

    def _arrange(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.stack, 1)
        column.addWidget(self.status)
        self.setCentralWidget(body)
        self.setMinimumSize(900, 560)

    def _connect(self) -> None:
        session, view = self.session, self.annotate.view
        session.changed.connect(self._idle.start)
        session.changed.connect(self._warming.stop)
        self.feedback.counted.connect(self.top_bar.set_feedback)
        session.act_requested.connect(self.do)
        session.event_requested.connect(self.show_event)
        view.context_menu_requested.connect(self._on_context_menu_requested)
        view.files_dropped.connect(self._on_files_dropped)
        self.annotate.labels_wanted.connect(self._on_labels_wanted)
        view.zoomed.connect(self._on_zoomed)
        QApplication.styleHints().colorSchemeChanged.connect(self._on_system_theme_changed)

    def _timer(self, interval: int, slot: Callable[[], object], *, single: bool = False) -> QTimer:
        timer = QTimer(self, singleShot=single, interval=interval)
        timer.timeout.connect(slot)
        return timer

    def _restore(self) -> None:
        room = self.screen().availableSize() - FRAME
        self.resize(FIRST_SIZE.boundedTo(room))
        self.restoreGeometry(bytes_of(self._state.value("window/geometry")))
        self.annotate.sides = widths_of(self._state.value("window/sides"), self.annotate.sides)

    # What happened

    def _keep_backup(self) -> None:
        """Once a day, when the window closes. A backup that fails is no reason to stay open."""
        with contextlib.suppress(UserError, OSError):
            keep_daily(self.session.project)

    def _on_idle(self) -> None:
        self.session.project.checkpoint()
        self._warming.start()

    def _on_warming(self) -> None:
        if not self.session.is_turning and self.session.project.proposals.warm(WARMED_ARTICLES):
            self._warming.stop()

    def _on_context_menu_requested(self, offset: int, place: QPoint) -> None:
        context_menu(self.hand, self.keymap, offset, place)

    def _on_labels_wanted(self, unit_id: str) -> None:
        self.session.set_current(unit_id)
        self.annotate.view.clear_selection()
        self.do("choose_from_all")

    def _on_zoomed(self, percent: int) -> None:
        if percent != self.settings.text_size:
            self.change_settings(text_size=percent)

    def _on_files_dropped(self, files: list[Path]) -> None:
        self.files.import_paths([str(file) for file in files])

    def _on_system_theme_changed(self) -> None:
        if self.settings.theme == "system":
            self.dress()


def _holds_focus(pane: QWidget) -> bool:
    focus = pane.window().focusWidget()
    return focus is not None and (pane is focus or pane.isAncestorOf(focus))
