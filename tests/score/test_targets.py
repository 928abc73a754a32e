"""What the pre-annotation reaches on human annotation, so that no change loses it unseen (`make score` has it all)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.score import corpora
from tests.score.published import FILES, MEASURES, Measure

ARTICLES = 60
"""Of each corpus: enough to see a loss, few enough for every run of the tests."""
ENTITIES = 215
AIMED = [measure for measure in MEASURES if measure.target is not None and measure.corpus in ("polnear", "gum", "pud")]


@pytest.fixture(scope="session")
def answers(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The scorer's answer for each corpus."""
    pytest.importorskip("spacy", reason="spaCy is not installed")
    score = corpora.scorer(shared)
    found: dict[str, Any] = {}
    for name in {measure.corpus for measure in AIMED}:
        folder = tmp_path_factory.mktemp(name)
        lines = (shared / "data" / FILES[name]).read_bytes().splitlines(keepends=True)
        some = folder / f"{name}.jsonl"
        some.write_bytes(b"".join(lines[: ENTITIES if name == "pud" else ARTICLES]))
        scored = corpora.preannotated(some, folder / "project", None, score)
        found[name] = score.evaluate(scored.records, scored.proposed)
    return found


@pytest.mark.parametrize("measure", AIMED, ids=lambda measure: f"{measure.corpus} {measure.name}")
def test_what_is_to_be_reached_is_reached(measure: Measure, answers: dict[str, Any]) -> None:
    value = measure.value(answers[measure.corpus])
    assert value is not None
    assert measure.target is not None
    assert round(value, 3) >= measure.target
