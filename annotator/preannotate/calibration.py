"""From the score of a rule to the share of such suggestions that are right, so that 0.95 means 19 of 20.

The steps come from `resources/calibration.toml`; `python -m tests.score.calibrate` measures them. Within a step the
order that the rules give stays: of two suggestions of one kind the surer one keeps the greater score.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from importlib import resources

import msgspec

Steps = tuple[tuple[float, float], ...]
"""Pairs (from this score of the rules on, this share is right), both rising; the first begins at 0."""
WIDTH = 0.01
"""How far scores within one step may lie apart."""


class Calibration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Steps by frame of a statement, and by label and evidence of an entity; "*" stands for all others."""

    statement: dict[str, Steps]
    entity: dict[str, dict[str, Steps]]

    def of_statement(self, frame: str, score: float) -> float:
        """The share that is right among statements found by a rule with such a score, in 0..1."""
        return _share(self.statement.get(frame) or self.statement["*"], score)

    def of_entity(self, label: str, evidence: str, score: float) -> float:
        """The same for an entity with such a label, found by such evidence."""
        of_label: Mapping[str, Steps] = self.entity.get(label) or self.entity["*"]
        return _share(of_label.get(evidence) or of_label.get("*") or self.entity["*"]["*"], score)


@cache
def calibrations() -> Mapping[str, Calibration]:
    """The measured steps: of the default model with our rules ("model"), and of the rules alone ("rules")."""
    text = (resources.files("resources") / "calibration.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Calibration])


def _share(steps: Steps, score: float) -> float:
    at = max(bisect_right(steps, (score, 2.0)) - 1, 0)
    begins, share = steps[at]
    ends = steps[at + 1][0] if at + 1 < len(steps) else 1.0
    within = min(max((score - begins) / (ends - begins), 0.0), 1.0) if ends > begins else 0.0
    return min(max(share + WIDTH * (within - 0.5), 0.0), 0.999)
