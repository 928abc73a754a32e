"""`Asking`: figures, agreement and what stands behind a number, worked out by the program's own commands in processes.

Each question has jobs of its own: they only read, so one need not wait for another, nor for a job that writes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from annotator.review.agreement.model import AgreementReport
from annotator.review.figures import Behind, BlockGroup, Found, PeriodAgreement, ProjectFigures
from ui.jobs import Job, Jobs


class Asking(QObject):
    """One question of each kind at a time; asking again while it runs asks once more when it is done."""

    figures_found = Signal(object)
    """`ProjectFigures`."""
    agreement_found = Signal(object)
    """`AgreementReport`."""
    blocks_found = Signal(object)
    """The `BlockGroup`s in the way of the release."""
    periods_found = Signal(object)
    """The `PeriodAgreement` of each day or week."""
    behind_found = Signal(object, object)
    """The `Behind` that was asked for, and what was `Found`."""
    failed = Signal(str)
    """A sentence: what could not be worked out, and why."""
    changed = Signal()
    """What is being worked out."""

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._path = str(path)
        self._figures, self._agreement, self._blocks, self._periods, self._behind = (Jobs(self) for _ in range(5))
        self._again: dict[Jobs, Callable[[], None]] = {}
        for jobs in self._all():
            jobs.changed.connect(self.changed)

    @property
    def is_counting(self) -> bool:
        return self._figures.running is not None

    @property
    def is_comparing(self) -> bool:
        return self._agreement.running is not None

    @property
    def is_looking_for_blocks(self) -> bool:
        return self._blocks.running is not None

    def ask_figures(self) -> None:
        """Count everything but the agreement."""
        arguments = ["figures", self._path, "--json"]
        self._ask(self._figures, arguments, self.ask_figures, partial(self._tell, ProjectFigures, self.figures_found))

    def ask_agreement(self) -> None:
        """Work the agreement out."""
        arguments = ["agreement", self._path, "--json"]
        told = partial(self._tell, AgreementReport, self.agreement_found)
        self._ask(self._agreement, arguments, self.ask_agreement, told)

    def ask_blocks(self) -> None:
        """Find what blocks the release: all that is submitted is compared for it."""
        arguments = ["figures", self._path, "--blocks", "--json"]
        self._ask(
            self._blocks, arguments, self.ask_blocks, partial(self._tell, tuple[BlockGroup, ...], self.blocks_found)
        )

    def ask_periods(self) -> None:
        """Work the agreement out by day or week."""
        told = partial(self._tell, tuple[PeriodAgreement, ...], self.periods_found)
        self._ask(self._periods, ["figures", self._path, "--by-period"], self.ask_periods, told)

    def ask_behind(self, behind: Behind) -> None:
        """Find what a number stands for; an earlier question that is not answered yet is dropped."""
        self._behind.stop()
        arguments = ["figures", self._path, "--behind", msgspec.json.encode(behind).decode()]
        self._ask(self._behind, arguments, partial(self.ask_behind, behind), partial(self._tell_behind, behind))

    def stop(self) -> None:
        """End what runs: the window closes."""
        self._again.clear()
        for jobs in self._all():
            jobs.stop()

    def _all(self) -> Sequence[Jobs]:
        return self._figures, self._agreement, self._blocks, self._periods, self._behind

    def _ask(self, jobs: Jobs, arguments: list[str], again: Callable[[], None], told: Callable[[str], None]) -> None:
        job = jobs.start("Counting", arguments)
        if job is None:
            self._again[jobs] = again
        else:
            job.finished.connect(partial(self._on_finished, jobs, job, told))

    def _on_finished(
        self, jobs: Jobs, job: Job, told: Callable[[str], None], status: int, out: str, words: str
    ) -> None:
        again = self._again.pop(jobs, None)
        if again is not None:
            again()
        elif status == 0:
            told(out)
        elif not job.is_cancelled:
            self.failed.emit(words.strip().splitlines()[-1] if words.strip() else "The figures could not be counted.")

    def _tell(self, kind: Any, found: Any, out: str) -> None:
        found.emit(msgspec.json.decode(out.encode(), type=kind))

    def _tell_behind(self, behind: Behind, out: str) -> None:
        self.behind_found.emit(behind, msgspec.json.decode(out.encode(), type=Found))
