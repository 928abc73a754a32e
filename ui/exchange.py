"""`Exchange`: imports, exports and trainings of one window as jobs, and what came of them: a line, or a report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Signal

from annotator.model import Span
from annotator.train_report import TrainingReport, trainings
from annotator.wording import counted
from ui.dialogs.pickers.popup import Popup
from ui.dialogs.sheet import Sheet
from ui.remembered import keep, recall
from ui.reports import (
    LEFT_OUT,
    ImportTold,
    Report,
    import_told,
    loss_report,
    losses_sentence,
    read_back_sentence,
    with_differences,
)
from ui.trained import ModelChoice, model_title, outcome_sentence

if TYPE_CHECKING:
    from annotator.formats.losses import Loss
    from ui.files import Files
    from ui.jobs import Job
    from ui.main_window import MainWindow
    from ui.training import TrainingRun


class Exchange(QObject):
    """One for each window. Keeps the last report, so that it can be shown again.

    `model_changed`: there is another trained pipeline, or another one pre-annotates.
    """

    model_changed = Signal()

    def __init__(self, window: MainWindow, files: Files) -> None:
        super().__init__(files)
        self._window = window
        self._files = files
        self._training: TrainingRun | None = None
        self.last: tuple[Report, Path | None] | None = None
        """The last report, and the folder that it is about."""

    def choose_import(self, paths: Sequence[str] = ()) -> None:
        """Ask what to import and how; `paths`: begin with these."""
        from ui.dialogs.import_files import ImportDialog

        self._window.show_dialog(ImportDialog(self._window.session.project, self._take, self._window, paths))

    def take_paths(self, paths: Sequence[str]) -> None:
        """Import files that were dropped; ask first where they leave something open."""
        from annotator.exchange.offering import look
        from ui.dialogs.import_files import wants_answers

        if wants_answers(look([Path(path) for path in paths])):
            self.choose_import(paths)
        else:
            self.import_paths(paths)

    def _take(self, paths: Sequence[str], options: Sequence[str]) -> None:
        """Import what was chosen; a project file among it is no article."""
        if any(path.endswith(".annodb") for path in paths):
            self._files.import_paths(paths)
        else:
            self.import_paths(paths, options)

    def import_paths(self, paths: Sequence[str], options: Sequence[str] = ()) -> None:
        """Import files and folders; what was taken stays when it is cancelled."""
        before = len(self._window.session.project.article_ids())
        arguments = ["import", self._path, *paths, *options, "--json", "--progress", "json"]
        job = self._files.start("Importing", arguments, partial(self._on_imported, before))
        if job is not None:
            job.progressed.connect(self._on_import_progressed)

    def export(self, out: str, options: Sequence[str]) -> None:
        """Write a folder."""
        self._window.session.project.checkpoint()
        arguments = ["export", self._path, out, *options, "--json", "--progress", "json"]
        job = self._files.start("Exporting", arguments, partial(self._on_exported, out))
        if job is not None:
            job.progressed.connect(self._on_export_progressed)

    def show_report(self) -> None:
        """Show the last report again."""
        from ui.dialogs.exchange.report_sheet import ReportSheet

        if self.last is None:
            self._window.session.say("Nothing was imported or exported in this window yet.", "warning")
            return
        report, folder = self.last
        sheet = ReportSheet(report, self._window.session.project.path, self._window, folder=folder)
        sheet.opened.connect(self._show_loss)
        self._window.show_dialog(sheet)

    # Models

    @property
    def training(self) -> TrainingRun:
        """The training of this window, made when one is first asked for."""
        if self._training is None:
            from ui.training import TrainingRun

            self._training = TrainingRun(self._window)
            self._training.ended.connect(self._on_training_ended)
        return self._training

    @property
    def model(self) -> str:
        """The folder of the pipeline that pre-annotates this project here, "" for the program's own."""
        return recall(self._window.session.project, "model", ModelChoice).path

    def show_training(self, report: TrainingReport | None = None) -> None:
        """Ask for a training, show the one that runs, or what an earlier one came to."""
        from ui.dialogs.exchange.training_sheet import TrainingSheet

        project = self._window.session.project
        sheet = TrainingSheet(project, self.training, trainings(project.id), self._window, shown=report)
        sheet.used.connect(self.use_model)
        self._window.show_dialog(sheet)

    def choose_model(self) -> None:
        """Ask which pipeline pre-annotates."""
        from ui.dialogs.exchange.models_sheet import ModelsSheet

        sheet = ModelsSheet(self._window.session.project, self.model, self._window)
        sheet.used.connect(self.use_model)
        sheet.again_wanted.connect(self._preannotate_again)
        self._window.show_dialog(sheet)

    def use_model(self, path: str) -> None:
        """Let a pipeline pre-annotate this project from now on."""
        session = self._window.session
        keep(session.project, "model", ModelChoice(path))
        title = model_title(path, trainings(session.project.id))
        session.say(f"Pre-annotation uses {title} from now on. Articles that have suggestions keep them.")
        self.model_changed.emit()

    def model_options(self) -> list[str]:
        """The options of a pre-annotation. A pipeline that is gone is said, and the program's own used."""
        path = self.model
        if path and not Path(path).is_dir():
            self._window.session.say(f"{path} is not there any more: the program’s own pipeline is used.", "warning")
            return []
        return ["--model", path] if path else []

    def _preannotate_again(self, path: str) -> None:
        self.use_model(path)
        self._files.preannotate(again=True)

    def _on_training_ended(self) -> None:
        run, session = self.training, self._window.session
        if run.report is not None:
            session.say(f"The training of {run.report.name} is done. {outcome_sentence(run.report)}")
            self.model_changed.emit()
        elif run.is_cancelled:
            session.say("The training was cancelled; nothing was written.", "warning")
        else:
            session.say(run.failure, "error")

    # Reports

    @property
    def _path(self) -> str:
        return str(self._window.session.project.path)

    def _on_import_progressed(self, done: int, _total: int) -> None:
        self._window.session.say(f"Importing: {counted(done, 'article')} read…")

    def _on_export_progressed(self, done: int, total: int) -> None:
        self._window.session.say(f"Exporting: {done:,} of {counted(total, 'article')}…")

    def _on_imported(self, before: int, job: Job, status: int, out: str, words: str) -> None:
        self._files.take_in()
        told = import_told(out)
        if job.is_cancelled or told is None:
            taken = len(self._window.session.project.article_ids()) - before
            stays = (
                f"{counted(taken, 'new article')} {'stays' if taken == 1 else 'stay'}" if taken else "nothing new came"
            )
            again = "the same files again bring the rest" if taken else "nothing was changed"
            if job.is_cancelled:
                self._window.session.say(f"Importing was cancelled: {stays}; {again}.", "warning")
            else:
                self._files.say_result(job, status, "Imported.", words)
            return
        self.last = (told.report, None)
        if told.left_out:
            self._window.session.say(_left_out(told), "error")
            self._show_or_offer(_left_out(told))
        elif told.report.rows:
            self._say_with_report(f"{told.sentence} {counted(len(told.report.rows), 'note')}.")
        else:
            self._window.session.say(told.sentence)

    def _on_exported(self, out: str, job: Job, status: int, printed: str, words: str) -> None:
        found = _decoded(printed)
        if job.is_cancelled or found is None:
            if job.is_cancelled:
                self._window.session.say("Exporting was cancelled; nothing was written.", "warning")
            else:
                self._files.say_result(job, status, f"Exported to {out}.", words)
            return
        self.last = (self._export_report(found), Path(found["folder"]))
        articles = counted(found["articles"], "article")
        if status:
            said = f"it does not read back the same: {counted(len(found['failed']), 'difference')}"
            self._window.session.say(f"Exported {articles} to {out}, but {said}.", "error")
            self._show_or_offer(f"Exported {articles}, but {said}.")
        elif found["losses"]:
            lost = counted(sum(found["losses"].values()), "loss", "losses")
            self._window.session.say(f"Exported {articles} to {out}, with {lost}.", "warning")
            self._show_or_offer(f"Exported {articles}, with {lost}.")
        else:
            self._window.session.say(f"Exported {articles} to {out}. Nothing was lost.{read_back_sentence(found)}")

    def _export_report(self, found: dict[str, Any]) -> Report:
        """The losses of an export, from what `export --json` printed and the list in its folder."""
        from annotator.exchange.offering import loss_words, read_losses

        titles = {row.id: row.title for row in self._window.session.project.articles()}
        said = f"Exported {counted(found['articles'], 'article')} to {found['folder']}. "
        said += losses_sentence(found["losses"], loss_words)
        said += read_back_sentence(found)
        listed = read_losses(Path(found["folder"]))
        made = loss_report(said, found["losses"], listed, lambda article: titles.get(article, ""), loss_words)
        return with_differences(made, found["failed"])

    def _show_or_offer(self, sentence: str) -> None:
        """Show the report, unless something else has been opened meanwhile, which it would close."""
        if any(part.isVisible() for kind in (Sheet, Popup) for part in self._window.findChildren(kind)):
            self._offer_report(sentence)
        else:
            self.show_report()

    def _say_with_report(self, sentence: str) -> None:
        self._window.session.say(sentence)
        self._offer_report(sentence)

    def _offer_report(self, sentence: str) -> None:
        """The report is one act away and takes no keyboard."""
        key = self._window.keymap.shown("last_report")
        bar = self._window.annotate.offer_bar
        bar.suggest(sentence, "Show the report", key, self.show_report, lambda: None)

    def _show_loss(self, loss: Loss) -> None:
        """Lead to what the format could not carry."""
        session, known = self._window.session, set(self._window.session.project.article_ids())
        if loss.article in known:
            span = None if loss.start is None or loss.end is None else Span(loss.start, loss.end)
            if session.open_article(loss.article, loss.unit or None, span):
                self._window.show_place("annotate")
        elif session.project.find_event(loss.unit) is not None:
            session.open_event(loss.unit)
        else:
            session.say("This is not in the project any more.", "warning")


def _left_out(told: ImportTold) -> str:
    """What came of an import that could not take everything; where that is one record, why."""
    rows = [row for row in told.report.rows if row.kind == LEFT_OUT]
    if len(rows) > 1:
        return f"{told.sentence} {len(rows):,} records could not be taken."
    return f"{told.sentence} {rows[0].details.splitlines()[-1]}: {rows[0].title}"


def _decoded(printed: str) -> dict[str, Any] | None:
    try:
        found = msgspec.json.decode(printed.encode())
    except msgspec.DecodeError:
        return None
    return found if isinstance(found, dict) and "losses" in found else None
