"""`TrainingSheet`: a training asked for, watched, and what it came to. It can be closed while the training goes on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.project import Project
from annotator.train_report import TrainingReport
from ui.dialogs.exchange.trained_view import TrainedView
from ui.dialogs.exchange.training_form import TrainingForm
from ui.dialogs.sheet import Sheet
from ui.trained import PHASES, is_worth_using
from ui.training import TrainingRun
from ui.widgets.named import named, once_after
from ui.widgets.score_curve import ScoreCurve
from ui.widgets.thin_progress import ThinProgress

FORM, WATCHING, OUTCOME = "form", "watching", "outcome"
WIDTHS = {FORM: QSize(640, 0), WATCHING: QSize(640, 0), OUTCOME: QSize(980, 680)}
MOST_WARNINGS = 3
LEARNING = ("entities", "statements")
FIRST_ROUND = "The first score comes after a round over all articles."


class TrainingSheet(Sheet):
    """`used` carries the folder of the pipeline that should pre-annotate from now on."""

    used = Signal(str)

    def __init__(
        self,
        project: Project,
        run: TrainingRun,
        reports: Sequence[TrainingReport],
        window: QWidget,
        *,
        shown: TrainingReport | None = None,
    ) -> None:
        super().__init__("Train a model", window)
        self.setObjectName("training_sheet")
        self._run = run
        self._report = shown
        self._state = ""
        self._view: TrainedView | None = None
        self._later = once_after(0, self.refit, self)
        self.form = TrainingForm(project, reports)
        self.watch = QWidget()
        self.phase = named(QLabel(), "training_phase")
        self.phase.setProperty("role", "title")
        self.progress = ThinProgress("Steps of this phase at most")
        self.curve = named(ScoreCurve("Score on the articles that tell when to stop"), "training_curve")
        self.told = named(QLabel(), "training_told")
        self.problem = named(QLabel(), "training_problem")
        self._arrange()
        self._add_buttons()
        run.changed.connect(self._on_run_changed)
        run.ended.connect(self._on_run_ended)
        self.form.grown.connect(self._later.start)
        self.left.connect(self._on_left)
        self._show_state(OUTCOME if shown is not None else WATCHING if run.is_running else FORM)
        self._on_run_changed()

    def first_focus(self) -> QWidget:
        if self._state == OUTCOME:
            is_wanted = self.use.isEnabled() and self._report is not None and is_worth_using(self._report)
            return self.use if is_wanted else self.close_button
        return self.form.layer if self._state == FORM else self.close_button

    def accept(self) -> None:
        """Begin the training, or say why it cannot."""
        if self._state != FORM:
            return
        refusal = self.form.refusal()
        if refusal is not None:
            words, where = refusal
            self._say_problem(words)
            where.setFocus()
            return
        self._say_problem("")
        self._show_state(WATCHING)
        self._run.start(self.form.folder, self.form.arguments())
        self.close_button.setFocus()

    def _arrange(self) -> None:
        self.progress.setSizePolicy(
            self.progress.sizePolicy().Policy.Expanding, self.progress.sizePolicy().Policy.Fixed
        )
        for label, role in ((self.told, "secondary"), (self.problem, "danger")):
            label.setProperty("role", role)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        column = QVBoxLayout(self.watch)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self.phase, self.progress, self.curve, self.told):
            column.addWidget(part)
        for part in (self.form, self.watch, self.problem):
            self.body.addWidget(part)
        self.problem.hide()

    def _add_buttons(self) -> None:
        self.folder: QPushButton = self.add_button("Show the folder", self._show_folder)
        self.stop: QPushButton = self.add_button("Cancel the training", self._run.cancel)
        self.close_button: QPushButton = self.add_button("Close", self.leave)
        self.go: QPushButton = named(self.add_button("Train", self.accept, is_primary=True), "training_go")
        self.use: QPushButton = self.add_button("Use it for pre-annotation", self._on_use, is_primary=True)

    def _show_state(self, state: str) -> None:
        """Show what belongs to a state, and nothing else."""
        self._state = state
        self.wanted = WIDTHS[state]
        self.form.setVisible(state == FORM)
        self.watch.setVisible(state == WATCHING)
        for button, of_state in (
            (self.folder, OUTCOME), (self.stop, WATCHING), (self.go, FORM), (self.use, OUTCOME),
        ):  # fmt: skip
            button.setVisible(state == of_state)
        self.close_button.setText({FORM: "Cancel", WATCHING: "Work on meanwhile"}.get(state, "Close"))
        if state == FORM:
            self.form.look()
        if state == OUTCOME and self._report is not None:
            self._show_outcome(self._report)
        if self.isVisible():
            self._later.start()

    def _show_outcome(self, report: TrainingReport) -> None:
        self.heading.setText(report.name)
        self._view = TrainedView(report)
        self.body.addWidget(self._view, 1)
        is_there = report.is_there
        for button in (self.folder, self.use):
            button.setEnabled(is_there)
        if not is_there:
            self._say_problem(f"The pipeline does not lie in {report.model} any more.")

    def _on_run_changed(self) -> None:
        if self._state != WATCHING:
            return
        run = self._run
        self.phase.setText(PHASES.get(run.phase, "Beginning") + "…")
        self.progress.show_done(run.step, run.total)
        self.progress.setVisible(bool(run.total))
        self.curve.show_points(run.points, run.total)
        self.curve.setVisible(bool(run.total))
        self.told.setText("\n".join([watch_sentence(run), *run.warnings[-MOST_WARNINGS:]]).strip())
        self._later.start()

    def _on_run_ended(self) -> None:
        if self._state != WATCHING:
            return
        if self._run.report is not None:
            self._report = self._run.report
            self._show_state(OUTCOME)
            self.first_focus().setFocus()
            return
        self._show_state(FORM)
        self._say_problem(
            "The training was cancelled; nothing was written." if self._run.is_cancelled else self._run.failure
        )
        self.go.setFocus()

    def _on_use(self) -> None:
        if self._report is not None:
            self.leave()
            self.used.emit(self._report.model)

    def _on_left(self) -> None:
        self.form.stop()
        self._later.stop()
        self._state = ""  # what the training tells from now on is for others

    def _say_problem(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        self._later.start()

    def _show_folder(self) -> None:
        if self._report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._report.model))))


def watch_sentence(run: TrainingRun) -> str:
    """Where a training stands: "Step 400 of 1,200 at most · score 0.81 · best 0.83 · 4 min left at most"."""
    if run.phase in LEARNING and not run.points:
        return FIRST_ROUND
    parts = [f"Step {run.step:,} of {run.total:,} at most"] if run.total else []
    if run.points:
        parts.append(f"score {run.points[-1][1]:.2f}")
    if run.best is not None:
        parts.append(f"best {run.best:.2f}")
    if (left := run.seconds_left()) is not None:
        parts.append(f"{_duration(left)} left at most")
    return " · ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(round(seconds), 1)} s"
    return f"{round(seconds / 60)} min"
