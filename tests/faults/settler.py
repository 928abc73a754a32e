"""A lead who settles one class of disagreements after the other until somebody kills the process.

    python -m tests.faults.settler PROJECT LOG

What each class wrote is acknowledged in LOG, flushed, before the next. The parent reads LOG after the kill.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

from annotator.project import Project
from tests.faults import journal


def main(path: Path, log: TextIO) -> None:
    """Settle whatever waits, the largest class first, by its first choice."""
    _, row = journal.entries(path)
    with Project.open(path, annotator="lead") as project:
        while found := project.lead.review.classes():
            project.run(project.lead.review.settle_class(found[0], found[0].choices[0]))
            done, row = journal.entries(path, row)
            for entry in done:
                print(entry.id, file=log)
            print("whole", file=log, flush=True)


if __name__ == "__main__":
    with Path(sys.argv[2]).open("w", encoding="utf-8") as out:
        main(Path(sys.argv[1]), out)
