"""`make bench`: the budgets of the design, each measured beside its yardstick in the same run.

    python -m tests.bench [--articles 100 10000] [--rows import search …] [--json build/bench.json]

Prints a table, writes the same as JSON, and exits with status 1 where a budget is not kept.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from tests.bench import agreement, core, review, shown
from tests.bench.measure import Measured, table

ROOT = Path(__file__).parents[2]
SIZES = (100, 10_000)
CORES = os.cpu_count() or 1
BUSY = 0.5
"""The load of each core above which other work disturbs the figures. This program itself brings one core to 1."""


class Row(NamedTuple):
    """One step of the benchmark; `needs` names what must have been done in the folder before."""

    name: str
    measure: Callable[[core.Bench], Iterator[Measured]]
    is_once: bool = False


ROWS = (
    Row("import", core.measure_import),
    Row("search", core.measure_search),
    Row("twins", core.measure_twins),
    Row("start", shown.measure_start),
    Row("window", shown.measure_window),
    Row("export", core.measure_export),
    Row("merge", core.measure_merge),
    Row("agreement", agreement.measure_agreement, is_once=True),
    Row("review", review.measure_review, is_once=True),
    Row("reviewing", review.measure_reviewing, is_once=True),
    Row("preannotate", core.measure_preannotate, is_once=True),
)
"""In this order: the import makes the project that the others use."""


def main() -> int:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, nargs="+", default=SIZES, help="sizes of the project")
    parser.add_argument("--rows", nargs="+", choices=[row.name for row in ROWS], help="only these (and the import)")
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "bench.json", help="where the figures go")
    arguments = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    with tempfile.TemporaryDirectory(prefix="annotator-bench-") as folder:
        os.environ["ANNOTATOR_HOME"] = str(Path(folder) / "home")
        measured = list(measure(Path(folder), arguments.articles, arguments.rows))
    print(table(measured))
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_bytes(msgspec.json.format(msgspec.json.encode(report(measured, load)), indent=2) + b"\n")
    if load > BUSY * CORES:
        print(f"The machine was busy when this began (load {load:.1f} on {CORES} cores): look at the ratios alone.")
    over = [one for one in measured if not one.is_within]
    print(f"{len(measured) - len(over)} of {len(measured)} within budget; figures in {arguments.json}")
    return 1 if over else 0


def measure(folder: Path, sizes: list[int], wanted: list[str] | None) -> Iterator[Measured]:
    """Every wanted row, for every size."""
    for size in sizes:
        bench = core.Bench(folder / str(size), size)
        for row in ROWS:
            if row.is_once and size != max(sizes):
                continue
            if wanted is None or row.name in wanted or row.name == "import":
                print(f"{row.name}, {bench.size} …", file=sys.stderr, flush=True)
                yield from row.measure(bench)
            if row.name == "import":
                core.store_suggestions(bench)


def report(measured: list[Measured], load: float) -> dict[str, object]:
    """What build/bench.json holds: the machine and every row."""
    rows = [{**msgspec.to_builtins(one), "ratio": one.ratio, "within": one.is_within} for one in measured]
    machine = {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": CORES,
        "load": load,
    }
    return {"machine": machine, "rows": rows}


if __name__ == "__main__":
    sys.exit(main())
