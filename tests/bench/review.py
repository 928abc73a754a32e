"""The rows of review: the queue and gold of articles of three annotators, and one that a lead works on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import msgspec

from annotator.project import Project
from tests.bench import agreement, yardsticks
from tests.bench.core import Bench
from tests.bench.measure import Budget, Measured, median, p95, seconds
from tests.bench.shown import ROOT
from tests.screen import environment

QUEUE = Budget(limit=10)
EXPORT = Budget(limit=15)
OPEN = Budget(limit=60)
TAKE = Budget(limit=16)
BESIDE = 12
"""So many articles are in the queue beside the dense ones that are opened."""


def measure_review(bench: Bench) -> Iterator[Measured]:
    """Compare what three annotators have of every article; export the gold that it makes."""
    path = agreement.team_project(bench)
    with Project.open(path, annotator="lead") as project:
        count = len(project.articles())
        ours = seconds(project.lead.review.queue)
    bare = seconds(lambda: [None for _ in yardsticks.read_layers(path)])
    note = f"{count:,} articles, {len(agreement.LAYERS)} annotators"
    yield _of_one("queue of review, an article", ours, bare, count, QUEUE, note)
    with Project.open(path, annotator="lead") as project:
        ours = seconds(lambda: project.export(bench.folder / "gold", incomplete=True))
    bare = seconds(lambda: yardsticks.write_layers(path, bench.folder / "layers.jsonl"))
    yield _of_one("export of gold, an article", ours, bare, count, EXPORT, f"{note}, agreement included")


def _of_one(row: str, ours: float, bare: float, count: int, budget: Budget, note: str) -> Measured:
    return Measured(row, "1 article", "ms", 1000 * ours / count, 1000 * bare / count, budget, note)


def measure_reviewing(bench: Bench) -> Iterator[Measured]:
    """Open an article under review, and take versions, in the real window."""
    path = bench.folder / "reviewed" / "reviewed.annodb"
    path.parent.mkdir()
    agreement.make_project(path, BESIDE, dense=2)
    command = [sys.executable, "-m", "tests.bench.reviewing", str(path)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env=environment(bench.folder), check=False, timeout=600
    )
    if done.returncode:
        raise RuntimeError(f"The measurements of the Review place failed:\n{done.stderr}")
    samples = msgspec.json.decode(
        done.stdout.splitlines()[-1], type=dict[str, tuple[list[float], list[float], list[float]]]
    )
    size = f"{agreement.DENSE.chars // 1000} kB, 3 × {agreement.DENSE.entities + agreement.DENSE.statements} units"
    for row, budget, of, which in (("open", OPEN, median, "median"), ("take", TAKE, p95, "p95")):
        ours, settled, bare = (of(some) for some in samples[row])
        name = {"open": "open an article under review", "take": "take a version"}[row]
        yield Measured(name, size, "ms", ours, bare, budget, f"{which}; settled after {settled:.4g} ms")
