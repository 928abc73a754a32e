"""What a section of the Progress place shows, as data: a title, a note, tables and charts, or why there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from annotator.review.agreement.model import AgreementReport
from annotator.review.figures import BlockGroup, PeriodAgreement, ProjectFigures
from annotator.train_report import TrainingReport
from ui.widgets.grid import Grid
from ui.widgets.trend_chart import Trend

Block = Grid | Trend


@dataclass(frozen=True)
class Shown:
    """What the sections are made from. `choices`: by the name of a section, what is chosen there.

    `trainings`: the trained pipelines, the latest first; `model`: the folder of the one that pre-annotates, or "".
    """

    figures: ProjectFigures
    report: AgreementReport | None = None
    blocks: tuple[BlockGroup, ...] | None = None
    periods: tuple[PeriodAgreement, ...] | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    trainings: tuple[TrainingReport, ...] = ()
    model: str = ""


@dataclass(frozen=True)
class Choice:
    """What can be chosen on a page: (what it is, its title) each, and which of them it shows."""

    title: str
    options: tuple[tuple[str, str], ...]
    current: str


@dataclass(frozen=True)
class Page:
    """`empty`: a heading and a sentence in place of blocks."""

    note: str = ""
    blocks: tuple[Block, ...] = ()
    empty: tuple[str, str] | None = None
    choice: Choice | None = None

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))


@dataclass(frozen=True)
class Section:
    """One section: `needs` names which of the answers it is made from, each of which is worked out by itself."""

    name: str
    title: str
    make: Callable[[Shown], Page]
    needs: Literal["figures", "report", "blocks", "trainings"] = "figures"
