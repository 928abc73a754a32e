"""The rows of the window, measured in processes of its own; some on a project with dense and very long articles."""

from __future__ import annotations

import compileall
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotator.project import Project
from tests.bench import corpus
from tests.bench.core import Bench
from tests.bench.measure import Budget, Measured, median, p95
from tests.screen import environment

ROOT = Path(__file__).parents[2]
START = Budget(ratio=2.5, limit=1.5)
MEMORY = Budget(limit=120, extra=True)
OPEN = Budget(ratio=2, limit=40)
OPEN_BIG = Budget(limit=100)
FRAME = Budget(limit=16)
DECIDE = Budget(limit=16)
STARTS = 5
DENSE = (30_000, 600)
BIG = (1_000_000, 25_000)
"""Characters and spans."""


def make_shown(bench: Bench) -> Path:
    """A copy of the project with two dense articles and a very long one; the window's rows use it."""
    path = bench.folder / "shown.annodb"
    shutil.copy(bench.project, path)
    made = {
        "Shown one": corpus.dense_article(*DENSE),
        "Shown two": corpus.dense_article(DENSE[0] + 1, DENSE[1]),
        "Shown big": corpus.dense_article(*BIG),
    }
    source = bench.folder / "shown.jsonl"
    records = (msgspec.json.encode({"title": title, "text": one.text}) for title, one in made.items())
    source.write_bytes(b"\n".join(records))
    with Project.open(path, annotator="bench") as project:
        project.import_files([source])
        rows = {row.title: row.id for row in project.articles() if row.title in made}
        found = [(rows[title], corpus.suggest(rows[title], one, len(one.names)), ()) for title, one in made.items()]
        project.store_suggestions(found, model="bench")
    return path


def measure_start(bench: Bench) -> Iterator[Measured]:
    """From the command to the window that takes keys, and the memory it holds then."""
    for package in ("annotator", "ui", "resources"):  # as an installation does, whatever this shell's Python is told
        compileall.compile_dir(ROOT / package, quiet=1)
    ours, bare = [], []
    for _ in range(STARTS + 1):
        bare.append(_start(bench, "bare"))
        ours.append(_start(bench, "ours", str(bench.project)))
    seconds = [median([one[0] for one in runs[1:]]) for runs in (ours, bare)]
    memory = [statistics.median(one[1] for one in runs[1:]) for runs in (ours, bare)]
    yield bench.measured("start", "s", seconds[0], seconds[1], START)
    yield bench.measured("memory", "MB", memory[0], memory[1], MEMORY)


def _start(bench: Bench, *arguments: str) -> tuple[float, float]:
    """Seconds until the process said "ready", and the memory that it named."""
    command = [sys.executable, "-m", "tests.bench.start", *arguments]
    started = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(bench.folder)
    ) as process:
        assert process.stdout is not None
        word, _, memory = process.stdout.readline().partition(" ")
        took = time.perf_counter() - started
    if word != "ready":
        raise RuntimeError(f"The window did not start: {' '.join(command)}")
    return took, float(memory)


def measure_window(bench: Bench) -> Iterator[Measured]:
    """Opening, scrolling, deciding."""
    path = make_shown(bench)
    command = [sys.executable, "-m", "tests.bench.window", str(path)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env=environment(bench.folder), check=False, timeout=600
    )
    if done.returncode:
        raise RuntimeError(f"The window's measurements failed:\n{done.stderr}")
    samples = msgspec.json.decode(
        done.stdout.splitlines()[-1], type=dict[str, tuple[list[float], list[float], list[float]]]
    )
    yield _row(bench, "open 30 kB, 600 spans", samples["open"], OPEN)
    yield _row(bench, "open 1 MB, 25,000 spans", samples["open big"], OPEN_BIG)
    yield _row(bench, "scroll 1 MB, a frame", samples["scroll"], FRAME, tail=True)
    yield _row(bench, "decide in 30 kB", samples["decide"], DECIDE, tail=True)
    yield _row(bench, "decide in 1 MB", samples["decide in 1 MB"], DECIDE, tail=True)


def _row(bench: Bench, name: str, samples: list[list[float]], budget: Budget, *, tail: bool = False) -> Measured:
    of, which = (p95, "p95") if tail else (median, "median")
    ours, settled, bare = (of(some) for some in samples)
    return bench.measured(name, "ms", ours, bare, budget, f"{which}; settled after {settled:.4g} ms")
