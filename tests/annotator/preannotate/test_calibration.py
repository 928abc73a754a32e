"""Scores of rules become shares that are right, in an order that stays."""

from __future__ import annotations

import itertools

import pytest

from annotator.preannotate.calibration import Calibration, calibrations

STEPS = Calibration(
    statement={"direct": ((0.0, 0.4), (0.8, 0.9)), "*": ((0.0, 0.5),)},
    entity={"PERSON": {"spread": ((0.0, 0.97),), "*": ((0.0, 0.8),)}, "*": {"*": ((0.0, 0.6),)}},
)


@pytest.mark.parametrize(("score", "share"), [(0.0, 0.4), (0.79, 0.4), (0.8, 0.9), (1.0, 0.9)])
def test_the_step_that_a_score_reaches_says_the_share(score: float, share: float) -> None:
    assert STEPS.of_statement("direct", score) == pytest.approx(share, abs=0.006)


def test_within_a_step_the_surer_one_keeps_the_greater_score() -> None:
    assert STEPS.of_statement("direct", 0.85) < STEPS.of_statement("direct", 0.95)


def test_an_unmeasured_frame_counts_as_the_mean_of_all() -> None:
    assert STEPS.of_statement("never measured", 0.9) == pytest.approx(0.5, abs=0.006)


@pytest.mark.parametrize(
    ("label", "evidence", "share"), [("PERSON", "spread", 0.97), ("PERSON", "new", 0.8), ("LAW", "spread", 0.6)]
)
def test_an_entity_is_looked_up_by_label_then_evidence(label: str, evidence: str, share: float) -> None:
    assert STEPS.of_entity(label, evidence, 0.9) == pytest.approx(share, abs=0.006)


def test_every_measured_step_begins_at_nought_and_rises() -> None:
    for measured in calibrations().values():
        kinds = [measured.statement, *measured.entity.values()]
        for steps in itertools.chain.from_iterable(kind.values() for kind in kinds):
            assert steps[0][0] == 0
            assert all(low < high for low, high in itertools.pairwise(steps))
            assert all(0 < share < 1 for _, share in steps)


def test_model_and_rules_are_both_measured() -> None:
    assert {"model", "rules"} <= calibrations().keys()
