"""What the window does with files: new, open, import, pre-annotate, merge, export, back up; the slow ones as jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from annotator.errors import UserError
from annotator.project import Project
from ui.exchange import Exchange
from ui.jobs import Job, Jobs
from ui.reports import failure_told
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
        self.exchange = Exchange(window, self)
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
        self.exchange.choose_import()

    def import_paths(self, paths: Sequence[str]) -> None:
        """Import files and folders. Project files of this project lead to the merge, another one is opened."""
        projects = [path for path in paths if path.endswith(".annodb")]
        if projects and len(projects) == len(paths):
            self._take_projects(projects)
        elif projects:
            self._window.session.say("Drop either articles or project files, not both at once.", "warning")
        elif paths:
            self.exchange.take_paths(paths)

    def _take_projects(self, paths: Sequence[str]) -> None:
        own = self._window.session.project
        if any(Path(path).exists() and Path(path).samefile(own.path) for path in paths):
            self._window.session.say(f"{own.path.name} is the project that is open.", "warning")
        elif len(paths) == 1 and not _is_of_project(paths[0], own.id):
            self.open_path(paths[0])
        else:
            self.show_merge(paths)

    def preannotate(self, *, again: bool = False) -> None:
        """Let the machine read the articles that it has not read yet (`again`: all); they arrive one by one."""
        options = [*self.exchange.model_options(), *(["--again"] if again else [])]
        arguments = ["preannotate", self._path, *options, "--progress", "json"]
        job = self.start("Pre-annotating", arguments, self._on_preannotated)
        if job is not None:
            job.progressed.connect(self._on_preannotation_progressed)

    def choose_merge(self) -> None:
        folder = str(self._window.session.project.path.parent)
        names, _ = QFileDialog.getOpenFileNames(self._window, "Merge files of this project", folder, PROJECTS)
        if names:
            self.show_merge(names)

    def show_merge(self, names: Sequence[str]) -> None:
        """Show what these project files would bring, and merge them if that is wanted."""
        from ui.dialogs.leading.merging import MergeSheet

        self._window.show_dialog(MergeSheet(self._window.session, self._window.leading, names, self._window))

    def choose_export(self, release: str = "") -> None:
        """Ask what to export; `release`: begin with the release of that name."""
        from ui.dialogs.export import ExportDialog

        self._window.show_dialog(ExportDialog(self._window.session.project, self.export, self._window, release))

    def export(self, out: str, options: Sequence[str]) -> None:
        """Write a folder, with these options of the command."""
        self.exchange.export(out, options)

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

    def start(self, title: str, arguments: Sequence[str], on_done: Callable[[Job, int, str, str], None]) -> Job | None:
        """Start a command that may write; `on_done` hears what came of it. None, and a word, where another one runs."""
        session = self._window.session
        job = self.jobs.start(title, arguments)
        if job is None:
            session.say("Another job is still running: wait for it, or cancel it.", "warning")
            return None
        session.say(f"{title}…")
        job.finished.connect(partial(on_done, job))
        return job

    def stop(self) -> None:
        """End all that runs, here and in what is open over the window: it closes."""
        for jobs in self._window.findChildren(Jobs):
            jobs.stop()

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

    def _on_preannotated(self, job: Job, status: int, out: str, words: str) -> None:
        self.take_in()
        self._window.session.proposals_renewed.emit()
        self.say_result(job, status, _last_line(out) or "The articles are pre-annotated.", words)

    def take_in(self) -> None:
        """Show what a job brought."""
        self._refresh.stop()
        self._window.session.refresh()
        self._open_first()

    def _open_first(self) -> None:
        """Show the first article where none was open: the first ones have just come."""
        session = self._window.session
        ids = session.article_ids()
        if session.work is None and ids:
            session.open_article(ids[0])

    def say_result(self, job: Job, status: int, sentence: str, words: str) -> None:
        """Say `sentence`, or what went wrong."""
        if job.is_cancelled:
            self._window.session.say(f"{job.title} was cancelled; what was finished stays.", "warning")
        elif status:
            self._window.session.say(failure_told(words) or sentence, "error")
        else:
            self._window.session.say(sentence)


def _is_of_project(path: str, project_id: str) -> bool:
    """Whether a file belongs to the project with this id; not where it cannot be read."""
    try:
        with Project.open(path, read_only=True) as other:
            return other.id == project_id
    except UserError:
        return False


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1] if text.strip() else ""
