"""What of a lead's work is killed, and what must be true of the files afterwards."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from annotator.model import Entity
from annotator.operations import AcceptUnits, SetLabel, Submit, Together
from annotator.operations.base import Operation
from annotator.project import Project
from tests.faults import journal
from tests.faults.scenarios import Lab, annotator, status

SETTLER = (sys.executable, "-m", "tests.faults.settler")
TEAM = ("ann", "ben", "eve")


def settle(lab: Lab, number: int) -> None:
    """Kill a lead who settles classes; what is left can be settled, to the same gold as if nobody had been killed."""
    path, log = lab.folder / f"settle{number}.annodb", lab.folder / "settled.log"
    whole, all_of_it = lab.folder / "settled.annodb", lab.folder / "whole.log"
    if not whole.exists():
        lab.fresh("settled", _reviewed(lab))
        annotator(whole, all_of_it, program=SETTLER)

    def prepare() -> Sequence[str | Path]:
        log.unlink(missing_ok=True)
        lab.fresh(path.stem, _reviewed(lab))
        return (path, log)

    lab.kill_during(lab.seconds_of("settle", prepare, SETTLER), prepare, 0.4, SETTLER)
    lines = log.read_text(encoding="utf-8") if log.exists() else ""
    lab.acknowledge(path, set(lines.rpartition("whole")[0].split()) - {"whole"})
    lab.acknowledge(path, journal.ids(_reviewed(lab)))
    lab.verify(path)
    annotator(path, log, program=SETTLER)
    if status(path)["digest"] != status(whole)["digest"]:
        lab.problem(path, "what was settled after the kill is not what is settled without one")


def assign(lab: Lab, number: int) -> None:
    """Kill an assignment: it is there as a whole or not at all; the same again completes it."""
    path = lab.folder / f"assign{number}.annodb"

    def prepare() -> Sequence[str | Path]:
        lab.fresh(path.stem, _large(lab))
        return ("assign", path, "--annotator", *TEAM, "--overlap", "2")

    lab.kill_during(lab.seconds_of("assign", prepare), prepare)
    lab.verify(path)
    wanted = 2 * len(journal.articles_and_runs(path)[0])
    there = len(journal.entries(path)[0])
    if there not in (0, wanted):
        lab.problem(path, f"{there} of {wanted} assignments were written")
    annotator("assign", path, "--annotator", *TEAM, "--overlap", "2")
    if len(journal.entries(path)[0]) != wanted:
        lab.problem(path, "the second assignment did not complete the first")


def hand_out(lab: Lab, number: int) -> None:
    """Kill the writing of a handout: there is a whole file or none, and the project is as it was."""
    path, out = lab.folder / f"handout{number}.annodb", lab.folder / f"handout{number}-ann.annodb"
    source = lab.folder / "assigned.annodb"
    if not source.exists():
        shutil.copy(_large(lab), source)
        annotator("assign", source, "--annotator", *TEAM, "--overlap", "2")

    def prepare() -> Sequence[str | Path]:
        out.unlink(missing_ok=True)
        lab.fresh(path.stem, source)
        return ("handout", path, "--annotator", "ann", out)

    lab.kill_during(lab.seconds_of("handout", prepare), prepare)
    lab.acknowledge(path, journal.ids(source))
    lab.verify(path)
    if not out.exists():
        annotator("handout", path, "--annotator", "ann", out)
    lab.verify(out)
    if journal.ids(out) != journal.ids(source):
        lab.problem(out, "it does not hold every assignment")
    logs = [out.with_name(out.name + end) for end in ("-wal", "-shm")]
    left = sorted(one.name for one in lab.folder.glob(f"*handout{number}-*") if one not in (out, *logs))
    if left:
        lab.problem(out, f"beside it lies {', '.join(left)}")


def release(lab: Lab, number: int) -> None:
    """Kill a release: it is listed with all that it froze, or not at all."""
    path = lab.folder / f"release{number}.annodb"

    def prepare() -> Sequence[str | Path]:
        lab.fresh(path.stem, _reviewed(lab))
        return ("release", path, "v1", "--incomplete")

    lab.kill_during(lab.seconds_of("release", prepare), prepare)
    lab.acknowledge(path, journal.ids(_reviewed(lab)))
    lab.verify(path)
    there = json.loads(annotator("release", path, "--list", "--json").stdout)
    if not there:
        annotator(*prepare())
    elif not there[0]["is_here"]:
        lab.problem(path, "the release is there without what it froze")
    lab.verify(path)


def _reviewed(lab: Lab) -> Path:
    """The base as two annotators submitted it who differ on the label of every entity; made once."""
    path = lab.folder / "reviewed.annodb"
    if not path.exists():
        shutil.copy(lab.base, path)
        for name in TEAM[:2]:
            with Project.open(path, annotator=name) as project:
                for row in project.articles():
                    _submit(project, row.id, is_other=name == TEAM[1])
    return path


def _submit(project: Project, article: str, *, is_other: bool) -> None:
    units = list(project.work(article).units())
    operations: list[Operation] = [AcceptUnits(article, tuple(unit.id for unit in units))]
    if is_other:
        operations += [SetLabel(article, unit.id, "LAW") for unit in units if isinstance(unit.value, Entity)]
    project.run(Together("Annotate", tuple(operations)))
    project.run(Submit(article, reject_rest=True))


def _large(lab: Lab) -> Path:
    """The base with the further articles; made once."""
    path = lab.folder / "large.annodb"
    if not path.exists():
        shutil.copy(lab.base, path)
        annotator("import", path, lab.source)
    return path
