"""`ProgressPlace`: the sections on the left, the page of the one that is chosen beside them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from annotator.changes import Changes
from annotator.review.figures import Behind, Found, FoundUnit, ProjectFigures
from annotator.train_report import TrainingReport, trainings
from ui.panels.progress_place import saving
from ui.panels.progress_place.answers import Answers
from ui.panels.progress_place.behind_sheet import BehindSheet
from ui.panels.progress_place.head import Head
from ui.panels.progress_place.page import Page, Section, Shown
from ui.panels.progress_place.page_view import PageView
from ui.panels.progress_place.section_list import SectionList
from ui.panels.progress_place.sections import SECTIONS
from ui.panels.progress_place.sections.agreement_trend import wants_periods
from ui.remembered import recall
from ui.session import Session
from ui.theme import Theme
from ui.trained import ModelChoice

LIST_PX = 176
COUNTING = ("Counting", "The articles, decisions and suggestions are being looked through.")
FAILED = "This could not be worked out"
HANDED_OUT = ("The lead sees this", "This file was handed out: it holds one annotator's work only.")
NO_FIGURES = ProjectFigures(articles=0, made="", submissions="")
"""Before they are counted, for what needs none."""
HINTS = (
    ("Enter", "what is behind"),
    ("Ctrl Tab", "next section"),
    ("Ctrl C", "copy the table"),
    ("Ctrl S", "save as CSV"),
    ("F5", "count anew"),
    ("Ctrl 1", "annotate"),
)


class ProgressPlace(QWidget):
    """The place of figures. It changes nothing."""

    article_requested = Signal(object)
    """A `FoundUnit`: the window should show its article there."""
    disagreement_requested = Signal(object)
    """A `FoundUnit` on which annotators differ: the window should show it where it is settled."""

    training_requested = Signal(object)
    """A `TrainingReport`: the window should show what it came to."""

    def __init__(self, session: Session, theme: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("progress_place")
        self.setAccessibleName("Progress")
        self.answers = Answers(session.project.path, self)
        self._choices: dict[str, str] = {}
        self._watched: QWidget | None = None
        self._sheet: BehindSheet | None = None
        self.sections = SectionList([section.title for section in SECTIONS])
        self.head = Head()
        self.view = PageView("", Page())
        self._arrange()
        self._connect()
        self._show_page()

    # What acts ask of the place

    def copy(self) -> None:
        """Copy the table that has the keyboard, else the first of the page."""
        table = self.view.current_table()
        if table is None:
            self._session.say("There is no table here to copy.", "warning")
            return
        table.copy()
        self._session.say(f"“{table.grid.title}” is copied as a table.")

    def save_csv(self) -> None:
        """Ask where, and write the tables of this page."""
        if not self.view.page.grids:
            self._session.say("There is no table here to save.", "warning")
        elif name := saving.ask_name(self, self._session.project.path, self._section.name, "csv"):
            self._session.say(*saving.save_csv(self.view.page.grids, name))

    def save_png(self) -> None:
        """Ask where, and save a picture of this page, what is scrolled out of sight included."""
        if name := saving.ask_name(self, self._session.project.path, self._section.name, "png"):
            self._session.say(*saving.save_png(self.view.picture(), name))

    def update_figures(self) -> None:
        """Count everything anew, agreement too."""
        self.answers.renew()

    def show_section(self, name: str) -> None:
        """Show a section by its name."""
        self.sections.choose(next(at for at, section in enumerate(SECTIONS) if section.name == name))

    def retheme(self, _theme: Theme) -> None:
        self._show_page()

    @property
    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """The keys that count here, with their words in the status line."""
        return HINTS

    # Qt's own calls

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._watched is None:
            self._watched = self.window()
            self._watched.installEventFilter(self)
        self.answers.catch_up()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._watched and event.type() == QEvent.Type.Close:
            self.answers.stop()
        return False

    # Putting together

    def _arrange(self) -> None:
        left = QFrame()
        left.setProperty("panel", "left")
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.sections)
        right = QFrame()
        self._page_column = QVBoxLayout(right)
        self._page_column.setContentsMargins(0, 0, 0, 0)
        self._page_column.setSpacing(0)
        self._page_column.addWidget(self.head)
        self._page_column.addWidget(self.view, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([LIST_PX, 1000])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)
        self.setFocusProxy(self.sections)

    def _connect(self) -> None:
        self._session.changed.connect(self._on_session_changed)
        self.sections.chosen.connect(self._show_page)
        self.sections.entered.connect(self._enter)
        self.answers.renewed.connect(self._show_page)
        self.answers.changed.connect(self._tell_when)
        self.answers.behind_found.connect(self._on_behind_found)
        self.answers.failed.connect(self._on_failed)
        self.head.update_button.clicked.connect(self.update_figures)
        self.head.train_button.clicked.connect(partial(self._session.request_act, "train"))
        self.head.model_button.clicked.connect(partial(self._session.request_act, "choose_model"))
        self.head.copy_button.clicked.connect(self.copy)
        self.head.csv_button.clicked.connect(self.save_csv)
        self.head.png_button.clicked.connect(self.save_png)
        steps = ((QKeySequence.StandardKey.NextChild, 1), (QKeySequence.StandardKey.PreviousChild, -1))
        for key, step in steps:
            self._shortcut(key).activated.connect(partial(self._step, step))
        self._shortcut(QKeySequence.StandardKey.Copy).activated.connect(self.copy)

    def _shortcut(self, key: QKeySequence.StandardKey) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return shortcut

    @property
    def _section(self) -> Section:
        return SECTIONS[self.sections.at]

    def _page(self) -> Page:
        answers = self.answers
        if self._section.needs == "trainings":
            return self._section.make(self._shown())
        if answers.figures is None:
            return Page(empty=(FAILED, answers.failure) if answers.failure else COUNTING)
        if answers.only and self._section.needs != "figures":
            return Page(empty=HANDED_OUT)
        if self._section.needs == "blocks":
            answers.want_blocks()
        if wants_periods(self._section.name, self._choices) and not answers.only:
            answers.want_periods()
        page = self._section.make(self._shown())
        # Where nothing could be worked out there is nothing to wait for.
        is_waiting = page.empty is not None and getattr(answers, self._section.needs) is None
        return Page(empty=(FAILED, answers.failure)) if is_waiting and answers.failure else page

    def _shown(self) -> Shown:
        """What there is to make pages from now. The trainings lie in a small file, which is read when it is wanted."""
        answers = self.answers
        made = Shown(answers.figures or NO_FIGURES, answers.report, answers.blocks, answers.periods, self._choices)
        if self._section.needs != "trainings":
            return made
        project = self._session.project
        model = recall(project, "model", ModelChoice).path
        return replace(made, trainings=tuple(trainings(project.id)), model=model)

    def show_models_anew(self) -> None:
        """Another pipeline was trained, or pre-annotates now."""
        if self._section.needs == "trainings":
            self._show_page()

    def _show_page(self) -> None:
        """Make the page anew; the keyboard stays where it was in it."""
        old, self.view = self.view, PageView(self._section.title, self._page())
        where = old.where()
        self.view.opened.connect(self._on_opened)
        self.view.chosen.connect(self._on_chosen)
        self.view.menu_requested.connect(self._on_menu_requested)
        self._page_column.replaceWidget(old, self.view)
        if where is not None and not self.view.go_to(where):
            self.sections.setFocus()
        if old.title == self.view.title:
            self.view.verticalScrollBar().setValue(old.verticalScrollBar().value())
        old.hide()
        old.deleteLater()
        self.head.show_models(self._section.needs == "trainings")
        self.head.set_enabled(has_tables=bool(self.view.page.grids), has_picture=self.view.page.empty is None)
        self._tell_when()

    def _tell_when(self) -> None:
        """Say when what is shown was worked out, or that it is being."""
        answers = self.answers
        made, is_busy = {
            "figures": (answers.figures_made, answers.is_counting),
            "report": (answers.report_made, answers.is_comparing),
            "blocks": (answers.blocks_made, answers.is_looking_for_blocks),
            "trainings": ("", False),
        }[self._section.needs]
        self.head.tell(made, is_busy=is_busy, only=answers.only)

    def _step(self, step: int) -> None:
        """Go to the next section, round the end; the keyboard goes on in its first table if it was in one."""
        was_in_page = self.view.where() is not None
        self.sections.choose((self.sections.at + step) % len(SECTIONS))
        if was_in_page:
            self._enter()

    def _enter(self) -> None:
        (self.view.first_focus() or self.sections).setFocus()

    def _on_session_changed(self, changes: Changes) -> None:
        if changes:
            self.answers.note_change(is_shown=self.isVisible())

    def _on_chosen(self, value: str) -> None:
        self._choices[self._section.name] = value
        self._show_page()

    def _on_opened(self, behind: Behind | TrainingReport) -> None:
        if isinstance(behind, TrainingReport):
            self.training_requested.emit(behind)
            return
        if behind.what == "article":
            self.article_requested.emit(FoundUnit(article=behind.label or "", title=behind.title, detail=""))
            return
        self._sheet = BehindSheet(behind, self.window())
        self._sheet.unit_taken.connect(self._on_unit_taken)
        self._sheet.left.connect(self._on_sheet_left)
        self._sheet.open()
        self.answers.ask_behind(behind)

    def _on_menu_requested(self, place: QPoint) -> None:
        menu = QMenu(self)
        table = self.view.current_table()
        if table is not None and table.current_behind() is not None:
            menu.addAction("What is behind it\tEnter", table.open_current)
            menu.addSeparator()
        menu.addAction("Copy the table\tCtrl+C", self.copy)
        menu.addAction("Save as CSV…\tCtrl+S", self.save_csv)
        menu.addAction("Save as PNG…\tCtrl+Shift+S", self.save_png)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _on_behind_found(self, behind: Behind, found: Found) -> None:
        if self._sheet is not None and self._sheet.behind == behind:
            self._sheet.show_found(found)

    def _on_sheet_left(self) -> None:
        self._sheet = None

    def _on_unit_taken(self, unit: FoundUnit) -> None:
        (self.disagreement_requested if unit.is_disagreement else self.article_requested).emit(unit)

    def _on_failed(self, sentence: str) -> None:
        self._session.say(sentence, "error")
        if self._sheet is not None:
            self._sheet.show_failure(sentence)
