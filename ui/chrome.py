"""`Chrome`: keeps the two bars of a window true: project, article, pass, progress, saving, keys that apply, menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.changes import Changes
from ui.acts import BY_NAME
from ui.acts.going import pass_title
from ui.acts.hints import hints
from ui.acts.leading import leads
from ui.acts.menus import LEAD_MENU, PASS_MENU, PROJECT_MENU, entries
from ui.notices import Notices
from ui.session import ALL_PASSES, progress_of
from ui.widgets.named import once_after

if TYPE_CHECKING:
    from ui.main_window import MainWindow

HINT_MS = 30
COUNT_MS = 250
EXACT_UNITS = 3000
"""Up to so many units an article's progress is counted at once, else in the next pause."""


class Chrome(QObject):
    """One for each window. It listens to the session and writes into the bars; it changes nothing."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._hints = once_after(HINT_MS, self.show_hints, self)
        self._count = once_after(COUNT_MS, self.show_progress, self)
        self._notices = Notices(window)
        self._connect()

    def stop(self) -> None:
        """Do nothing more: the window closes."""
        self._hints.stop()
        self._count.stop()

    def show_all(self) -> None:
        """Write everything anew."""
        self.show_project()
        self.show_progress()
        self.show_hints()

    def show_project(self) -> None:
        session, bar = self._session, self._window.top_bar
        ids = session.article_ids()
        name, of = session.project.name, session.project.handout
        name = f"{name} · {of}’s handout" if of else name
        self._window.setWindowTitle(f"{name} — News Annotator")
        bar.set_project(name)
        bar.set_count(ids.index(session.article_id) + 1 if session.article_id in ids else 0, len(ids))

    def show_progress(self) -> None:
        """How much of the open article is decided in the present pass, in Review how much is settled; else nothing."""
        session, work = self._session, self._session.work
        self._window.top_bar.set_pass(pass_title(session.passes))
        place = self._window.stack.currentWidget()
        settled = getattr(place, "progress", None)
        if isinstance(settled, tuple):
            done, total = settled
            self._window.status.set_progress(done, total, total - done if total else None)
            return
        if work is None or not self._window.is_annotating:
            self._window.status.set_progress(0, 0, None)
            return
        decided, total = progress_of(work, session.passes)
        order = "least certain first" if session.least_first else ""
        self._window.status.set_progress(decided, total, total - decided, order)

    def show_hints(self) -> None:
        """The keys that apply now, in the place that is open."""
        window = self._window
        if window.is_annotating:
            window.status.set_hints(hints(window.hand, window.keymap))
        else:
            window.status.set_hints(getattr(window.stack.currentWidget(), "key_hints", ()))

    def _connect(self) -> None:
        session, window = self._session, self._window
        session.changed.connect(self._on_changed)
        session.work_replaced.connect(self.show_all)
        session.view_changed.connect(self.show_project)
        session.view_changed.connect(self.show_progress)
        session.view_changed.connect(self._hints.start)
        session.current_changed.connect(self._hints.start)
        session.marked_changed.connect(self._hints.start)
        session.said.connect(window.status.say)
        window.annotate.view.selectionChanged.connect(self._hints.start)
        window.stack.currentChanged.connect(self.show_all)
        window.top_bar.act_requested.connect(window.do)
        window.top_bar.project_requested.connect(window.files.open_path)
        window.top_bar.project.menu().aboutToShow.connect(self._fill_project_menu)
        window.top_bar.passes.menu().aboutToShow.connect(self._fill_pass_menu)
        window.status.cancel_requested.connect(window.files.jobs.cancel)

    def _on_changed(self, changes: Changes) -> None:
        # What a job says of its progress stays; else the last act was saved, and what was said before it is past.
        self._window.status.set_saved_now(at_once=self._window.files.jobs.running is None)
        if changes.scheme or changes.added:
            self.show_project()
        if len(self._session.work or ()) <= EXACT_UNITS:
            self.show_progress()
        else:
            self._count.start()
        self._hints.start()

    def _fill_project_menu(self) -> None:
        window = self._window
        names = (*PROJECT_MENU, *LEAD_MENU)
        disabled = [name for name in names if name and not BY_NAME[name].applies(window.hand)]
        lead = entries(LEAD_MENU, window.keymap) if leads(window.hand) else ()
        window.top_bar.fill_project_menu(entries(PROJECT_MENU, window.keymap), window.settings.recent, disabled, lead)

    def _fill_pass_menu(self) -> None:
        work = self._session.work
        checked = [f"done_{name}" for name in (work.passes if work else ())]
        passes = self._session.passes
        checked += ["pass_all"] if passes == ALL_PASSES else [f"pass_{name}" for name in passes]
        checked += ["hidden"] if self._session.show_hidden else []
        checked += ["least_certain"] if self._session.least_first else []
        self._window.top_bar.fill_pass_menu(entries(PASS_MENU, self._window.keymap), checked)
