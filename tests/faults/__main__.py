"""`make faults`: kill the program at seeded random moments and count what was lost.

    python -m tests.faults [--kills 36] [--seed 1] [--keep FOLDER]

The last line is `kills N, acknowledged N, lost N`; the exit status is 1 if anything was lost or a file was not sound.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.faults.exchanging import export, import_layers, preannotate_trained, replace_layers, train
from tests.faults.leading import assign, hand_out, release, settle
from tests.faults.scenarios import Lab, decide, import_articles, merge, preannotate

KILLS = 36
SCENARIOS: tuple[Callable[[Lab, int], None], ...] = (
    decide, settle, import_articles, export, assign, merge, import_layers, decide, hand_out, export, preannotate,
    decide, replace_layers, train, release, export, decide, preannotate_trained,
)  # fmt: skip
"""In turn. Deciding is what people do most, so it is killed most."""


def main() -> int:
    """Run the kills that the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--kills", type=int, default=KILLS, help="how many times the program is killed")
    parser.add_argument("--seed", type=int, default=1, help="decides the moments and the keys")
    parser.add_argument("--keep", type=Path, help="an empty folder in which the files stay to be looked at")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="annotator-faults-") as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["ANNOTATOR_HOME"] = str(folder / "home")
        lab = Lab(folder, arguments.seed)
        lab.temporary.mkdir(exist_ok=True)
        os.environ["TMPDIR"] = str(lab.temporary)
        lab.prepare()
        return run(lab, arguments.kills)


def run(lab: Lab, kills: int) -> int:
    """Kill, verify, count; print what went wrong and the sum."""
    print(f"{kills} kills during {', '.join(dict.fromkeys(scenario.__name__ for scenario in SCENARIOS))}", flush=True)
    turns = dict.fromkeys(SCENARIOS, 0)
    while lab.kills < kills:
        scenario = SCENARIOS[lab.kills % len(SCENARIOS)]
        scenario(lab, turns[scenario])
        turns[scenario] += 1
    for problem in lab.problems:
        print(problem)
    print(f"kills {lab.kills}, acknowledged {len(lab.acknowledged)}, lost {len(lab.lost)}")
    return 1 if lab.lost or lab.problems else 0


if __name__ == "__main__":
    sys.exit(main())
