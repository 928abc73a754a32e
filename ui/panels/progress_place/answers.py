"""`Answers`: the figures as they were last worked out, and when they are worked out again.

Counted anew when the place is shown and something has changed since; agreement only when what is submitted has changed,
or somebody asks: it takes longest.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from annotator.review.agreement.model import AgreementReport
from annotator.review.figures import Behind, BlockGroup, PeriodAgreement, ProjectFigures
from ui.panels.progress_place.asking import Asking
from ui.widgets.named import once_after

QUIET_MS = 1200
"""What changes while the place is shown is counted after so long without another change."""


class Answers(QObject):
    """`renewed` says that figures or agreement came, `changed` that something is being worked out, or no longer is."""

    renewed = Signal()
    changed = Signal()
    behind_found = Signal(object, object)
    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.figures: ProjectFigures | None = None
        self.report: AgreementReport | None = None
        self.report_made = ""
        """When the agreement was worked out, in UTC."""
        self._compared = ""
        """What was submitted when agreement was last asked for."""
        self.failure = ""
        """Why the last question was not answered, in a sentence; "" where it was."""
        self.blocks: tuple[BlockGroup, ...] | None = None
        self.blocks_made = ""
        """When what blocks the release was looked for, in UTC."""
        self.periods: tuple[PeriodAgreement, ...] | None = None
        self._periods_of = ""
        """What was submitted when agreement by period was last asked for."""
        self._is_stale = self._are_blocks_stale = True
        self._asking = Asking(path, self)
        self._quiet = once_after(QUIET_MS, self.catch_up, self)
        self._asking.figures_found.connect(self._on_figures_found)
        self._asking.agreement_found.connect(self._on_agreement_found)
        self._asking.periods_found.connect(self._on_periods_found)
        self._asking.blocks_found.connect(self._on_blocks_found)
        self._asking.behind_found.connect(self.behind_found)
        self._asking.failed.connect(self._on_failed)
        self._asking.changed.connect(self.changed)

    @property
    def figures_made(self) -> str:
        """When the figures were counted, in UTC; "" before that."""
        return self.figures.made if self.figures else ""

    @property
    def only(self) -> str | None:
        """The one annotator whose work the file holds."""
        return self.figures.only if self.figures else None

    @property
    def is_counting(self) -> bool:
        return self._asking.is_counting

    @property
    def is_comparing(self) -> bool:
        return self._asking.is_comparing

    def catch_up(self) -> None:
        """Count again if something has changed."""
        if self._is_stale:
            self._is_stale = False
            self._asking.ask_figures()

    @property
    def is_looking_for_blocks(self) -> bool:
        return self._asking.is_looking_for_blocks

    def want_blocks(self) -> None:
        """Somebody looks at what blocks the release: look for it if something has changed."""
        if self._are_blocks_stale:
            self._are_blocks_stale = False
            self._asking.ask_blocks()

    def want_periods(self) -> None:
        """Somebody looks at agreement over time: work it out if what is submitted has changed."""
        if self.figures is not None and self.figures.submissions != self._periods_of:
            self._periods_of = self.figures.submissions
            self._asking.ask_periods()

    def renew(self) -> None:
        """Work everything out again."""
        self._compared = self._periods_of = ""
        self._is_stale = self._are_blocks_stale = True
        self.catch_up()

    def note_change(self, *, is_shown: bool) -> None:
        """Something changed: count again when it is quiet, or when the place is shown again."""
        self._is_stale = self._are_blocks_stale = True
        if is_shown:
            self._quiet.start()

    def ask_behind(self, behind: Behind) -> None:
        """Find what a number stands for."""
        self._asking.ask_behind(behind)

    def stop(self) -> None:
        """End what is being worked out."""
        self._quiet.stop()
        self._asking.stop()

    def _on_figures_found(self, figures: ProjectFigures) -> None:
        self.figures, self.failure = figures, ""
        if figures.submissions != self._compared and not figures.only:
            self._compared = figures.submissions
            self._asking.ask_agreement()
        self.renewed.emit()

    def _on_agreement_found(self, report: AgreementReport) -> None:
        self.report, self.failure = report, ""
        self.report_made = _now()
        self.renewed.emit()

    def _on_periods_found(self, periods: tuple[PeriodAgreement, ...]) -> None:
        self.periods = periods
        self.renewed.emit()

    def _on_failed(self, sentence: str) -> None:
        self.failure = sentence
        self.failed.emit(sentence)
        self.renewed.emit()

    def _on_blocks_found(self, blocks: tuple[BlockGroup, ...]) -> None:
        self.blocks, self.blocks_made = blocks, _now()
        self.renewed.emit()


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
