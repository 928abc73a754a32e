"""What the window does with files: new, open, import, pre-annotate, merge, export, back up; the slow ones as jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from annotator.errors import UserError
from annotator.wording import counted
from ui.jobs import Job, Jobs
from ui.widgets.named import once_after

if TYPE_CHECKING:
    from ui.main_window import MainWindow

PROJECTS = "Projects (*.annodb)"
REFRESH_MS = 200


class Files(QObject):
    """The file commands of one window. What comes of them is said in its status line."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.jobs = Jobs(self)
        self.jobs.changed.connect(self._on_jobs_changed)
        self._refresh = once_after(REFRESH_MS, self._on_refresh_timeout, self)

    # Projects

    def new_project(self) -> None:
        from ui.dialogs.new_project import NewProjectDialog

        self._window.show_dialog(
            NewProjectDialog(self._window.session.project.path.parent, self.open_path, self._window)
        )

    def open_project(self) -> None:
        folder = str(self._window.session.project.path.parent)
        name, _ = QFileDialog.getOpenFileName(self._window, "Open a project", folder, PROJECTS)
        if name:
            self.open_path(name)

    def open_path(self, path: str | Path) -> None:
        """Open another project in this window's place; what fails is said here and this one stays open."""
        from ui.app import open_window

        try:
            window = open_window(Path(path))
        except UserError as error:
            self._window.session.say_error(error)
            return
        window.setGeometry(self._window.geometry())
        self._window.close()

    # Articles and work in and out

    def choose_import(self) -> None:
        from ui.dialogs.import_files import ImportDialog

        self._window.show_dialog(ImportDialog(self.import_paths, self._window))

    def import_paths(self, paths: Sequence[str], options: Sequence[str] = ()) -> None:
        """Import files and folders; a project file among them is opened (alone) or merged instead."""
        projects = [path for path in paths if path.endswith(".annodb")]
        if len(paths) == 1 and projects:
            self.open_path(paths[0])
        elif paths:
            self._start("Importing", ["import", self._path, *paths, *options], self._on_imported)

    def preannotate(self) -> None:
        """Let the machine read the articles that it has not read yet; results arrive article by article."""
        job = self._start("Pre-annotating", ["preannotate", self._path, "--progress", "json"], self._on_preannotated)
        if job is not None:
            job.progressed.connect(self._on_preannotation_progressed)

    def choose_merge(self) -> None:
        folder = str(self._window.session.project.path.parent)
        names, _ = QFileDialog.getOpenFileNames(self._window, "Merge files of this project", folder, PROJECTS)
        if names:
            self._start("Merging", ["merge", self._path, *names, "--json"], self._on_merged)

    def choose_export(self) -> None:
        from ui.dialogs.export import ExportDialog

        self._window.show_dialog(ExportDialog(self._window.session.project, self.export, self._window))

    def export(self, out: str, options: Sequence[str]) -> None:
        self._window.session.project.checkpoint()
        self._start("Exporting", ["export", self._path, out, *options], partial(self._on_exported, out))

    def choose_backup(self) -> None:
        project = self._window.session.project
        start = project.path.with_name(f"{project.path.stem}-backup.annodb")
        name, _ = QFileDialog.getSaveFileName(self._window, "Back up the project", str(start), PROJECTS)
        if name:
            try:
                made = project.backup(Path(name))
            except UserError as error:
                self._window.session.say_error(error)
            else:
                self._window.session.say(f"Backed up to {made}, and the copy opens.")

    # Jobs

    @property
    def _path(self) -> str:
        return str(self._window.session.project.path)

    def _start(self, title: str, arguments: Sequence[str], on_done: Callable[[Job, int, str, str], None]) -> Job | None:
        session = self._window.session
        job = self.jobs.start(title, arguments)
        if job is None:
            session.say("Another job is still running: wait for it, or cancel it.", "warning")
            return None
        session.say(f"{title}…")
        job.finished.connect(partial(on_done, job))
        return job

    def _on_jobs_changed(self) -> None:
        job = self.jobs.running
        self._window.status.set_job(job.title if job else None)

    def _on_preannotation_progressed(self, done: int, total: int) -> None:
        self._window.session.say(f"Pre-annotating: {done:,} of {total:,} articles" if total else "Pre-annotating…")
        if not self._refresh.isActive():
            self._refresh.start()

    def _on_refresh_timeout(self) -> None:
        self._window.session.refresh()
        self._open_first()

    def _on_imported(self, job: Job, status: int, out: str, words: str) -> None:
        self._take_in()
        self._say_result(job, status, _last_line(out) or _last_line(words) or "Imported.", words)

    def _on_preannotated(self, job: Job, status: int, out: str, words: str) -> None:
        self._take_in()
        self._window.session.proposals_renewed.emit()
        self._say_result(job, status, _last_line(out) or "The articles are pre-annotated.", words)

    def _on_merged(self, job: Job, status: int, out: str, words: str) -> None:
        self._take_in()
        self._say_result(job, status, merge_sentence(out), words)

    def _on_exported(self, out: str, job: Job, status: int, _printed: str, words: str) -> None:
        self._say_result(job, status, f"Exported to {out}.", words)

    def _take_in(self) -> None:
        self._refresh.stop()
        self._window.session.refresh()
        self._open_first()

    def _open_first(self) -> None:
        """Show the first article where none was open: the first ones have just come."""
        session = self._window.session
        ids = session.article_ids()
        if session.work is None and ids:
            session.open_article(ids[0])

    def _say_result(self, job: Job, status: int, sentence: str, words: str) -> None:
        if job.is_cancelled:
            self._window.session.say(f"{job.title} was cancelled; what was finished stays.", "warning")
        elif status:
            self._window.session.say(words.strip().splitlines()[-1] if words.strip() else sentence, "error")
        else:
            self._window.session.say(sentence)


def merge_sentence(out: str) -> str:
    """What `merge --json` printed, as a sentence."""
    try:
        report = msgspec.json.decode(out.encode())
        articles, decisions = report["articles"]["new"], report["decisions"]["new"]
        conflicts = len(report["conflicts"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return "Merged."
    said = f"Merged: {counted(articles, 'new article')}, {counted(decisions, 'new decision')}."
    if not conflicts:
        return said
    return f"{said} {counted(conflicts, 'conflict')}: the project menu lists {'it' if conflicts == 1 else 'them'}."


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1] if text.strip() else ""
