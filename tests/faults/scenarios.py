"""What is killed in the middle of what, and what must be true of the file afterwards."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from annotator.operations import AcceptUnits
from annotator.project import Project
from tests.bench import corpus
from tests.faults import journal
from tests.faults.driver import picture

ROOT = Path(__file__).parents[2]
ANNOTATOR = (sys.executable, "-m", "annotator")
START_SECONDS = 60
COMMAND_SECONDS = 300
DECIDING_SECONDS = (0.02, 1.2)
IMPORTED = 600
TRIES = 8


class Lab:
    """A folder of project files to be killed over, the seeded chance, and the tally."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.kills = 0
        self.acknowledged: set[tuple[str, str]] = set()
        """(project file, decision) of all that was acknowledged; a file is known by its name."""
        self.lost: set[tuple[str, str]] = set()
        self.problems: list[str] = []
        self.base = folder / "base.annodb"
        self.source = folder / "articles.jsonl"
        self.temporary = folder / "temporary"
        """Where the programs put what they keep for a while."""
        self._seconds: dict[str, float] = {}

    def prepare(self) -> None:
        """Make what all scenarios start from: the sample corpus, pre-annotated, and a file of further articles."""
        annotator("new", self.base, "--name", "Faults")
        annotator("import", self.base, ROOT / "resources" / "sample" / "articles.jsonl")
        annotator("preannotate", self.base)
        corpus.write_articles(self.source, IMPORTED)

    def fresh(self, name: str, source: Path | None = None) -> Path:
        """A copy of `source` (the base without one) under a name of its own."""
        path = self.folder / f"{name}.annodb"
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        shutil.copy(source or self.base, path)
        return path

    def acknowledge(self, path: Path, ids: Sequence[str] | set[str]) -> None:
        self.acknowledged |= {(path.name, key) for key in ids}

    def verify(self, path: Path) -> None:
        """The file opens, its check is clean, and everything acknowledged is in it."""
        done = annotator("check", path, must_succeed=False)
        if done.returncode:
            self.problem(path, f"check says: {(done.stdout + done.stderr).strip()}")
        try:
            here = journal.ids(path)
        except sqlite3.DatabaseError as error:
            self.problem(path, f"it cannot be read: {error}")
            here = set[str]()
        missing = {(name, key) for name, key in self.acknowledged if name == path.name and key not in here}
        self.lost |= missing
        if missing:
            self.problem(path, f"{len(missing)} acknowledged decisions are not in the journal")

    def problem(self, path: Path, what: str) -> None:
        self.problems.append(f"kill {self.kills}, {path.name}: {what}")

    def seconds_of(
        self, name: str, prepare: Callable[[], Sequence[str | Path]], program: Sequence[str] = ANNOTATOR
    ) -> float:
        """How long a command takes when nobody kills it: measured once."""
        if name not in self._seconds:
            command = prepare()
            started = time.perf_counter()
            annotator(*command, program=program)
            self._seconds[name] = time.perf_counter() - started
        return self._seconds[name]

    def kill_during(
        self,
        seconds: float,
        prepare: Callable[[], Sequence[str | Path]],
        earliest: float = 0.1,
        program: Sequence[str] = ANNOTATOR,
    ) -> None:
        """Start a command that takes `seconds` and kill it somewhere within; begin anew where it was faster."""
        for _ in range(TRIES):
            process = start((*program, *map(str, prepare())))
            try:
                process.wait(self.chance.uniform(earliest, 0.98) * seconds)
            except subprocess.TimeoutExpired:
                kill(process)
                self.kills += 1
                return
        raise RuntimeError(f"A command ended {TRIES} times before it could be killed.")


def decide(lab: Lab, number: int) -> None:
    """Kill the window while keys decide; a project is used several times, so that it is also killed with a past."""
    path = lab.folder / f"decide{number // 4}.annodb"
    if not path.exists():
        lab.fresh(path.stem)
    log = lab.folder / "acknowledged.log"
    log.unlink(missing_ok=True)
    seed = lab.chance.randrange(2**31)
    process = start((sys.executable, "-m", "tests.faults.driver", str(path), str(seed), str(log)))
    wait_for_ready(process, log)
    time.sleep(lab.chance.uniform(*DECIDING_SECONDS))
    kill(process)
    lab.kills += 1
    lines = [line.split() for line in log.read_text(encoding="utf-8").split("\n")[:-1]]
    lab.acknowledge(path, {line[1] for line in lines if line[0] == "decision"})
    lab.verify(path)
    compare(lab, path, lines)


def compare(lab: Lab, path: Path, lines: Sequence[Sequence[str]]) -> None:
    """Every unit must look as the window last showed it, unless a decision that nobody saw acknowledged came after."""
    seen = {line[1] for line in lines if line[0] == "decision"}
    written, _ = journal.entries(path)
    last = max((number for number, entry in enumerate(written) if entry.id in seen), default=-1)
    late = {entry.subject for entry in written[last + 1 :]}
    late |= {entry.subject for entry in written if entry.batch in late}
    pictures = {(line[1], line[2]): line[3] for line in lines if line[0] == "shown"}
    marks = {entry.subject for entry in written if entry.id in seen}
    undone = {entry.subject for entry in written if entry.batch in marks}
    with Project.open(path, annotator="ann") as project:
        for (article, unit_id), picture_seen in pictures.items():
            unit = project.work(article).find(unit_id)
            if unit_id not in late | undone and (unit is None or picture(unit) != picture_seen):
                lab.problem(path, f"{unit_id} was shown as {picture_seen}, is {unit and picture(unit)}")
                lab.lost.add((path.name, f"shown {unit_id}"))


def import_articles(lab: Lab, number: int) -> None:
    """Kill an import; the same import again completes it, without doubles."""
    path = lab.folder / f"import{number}.annodb"

    def prepare() -> Sequence[str | Path]:
        lab.fresh(path.stem, with_decisions(lab))
        return ("import", path, lab.source)

    seconds = lab.seconds_of("import", prepare)
    lab.kill_during(seconds, prepare)
    lab.acknowledge(path, journal.ids(with_decisions(lab)))
    lab.verify(path)
    annotator("import", path, lab.source)
    articles, _ = journal.articles_and_runs(path)
    if len(articles) != _count(lab.base) + IMPORTED:
        lab.problem(path, f"after the second import it holds {len(articles)} articles")


def preannotate(lab: Lab, number: int) -> None:
    """Kill the worker; the decisions stand, and another run does what is left."""
    path = lab.folder / f"preannotate{number}.annodb"

    def prepare() -> Sequence[str | Path]:
        lab.fresh(path.stem, with_decisions(lab))
        return ("preannotate", path, "--again")

    lab.kill_during(lab.seconds_of("preannotate", prepare), prepare, earliest=0.5)
    lab.acknowledge(path, journal.ids(with_decisions(lab)))
    lab.verify(path)
    articles, runs = journal.articles_and_runs(path)
    if articles != runs:
        lab.problem(path, f"{len(articles - runs)} articles lost their suggestions")


def merge(lab: Lab, number: int) -> None:
    """Kill a merge; the same merge again completes it."""
    path, other = lab.folder / f"merge{number}.annodb", with_decisions(lab, "ben")

    def prepare() -> Sequence[str | Path]:
        lab.fresh(path.stem, with_decisions(lab))
        return ("merge", path, other)

    lab.kill_during(lab.seconds_of("merge", prepare), prepare)
    lab.acknowledge(path, journal.ids(with_decisions(lab)))
    lab.verify(path)
    annotator("merge", path, other)
    lab.acknowledge(path, journal.ids(other))
    lab.verify(path)


def with_decisions(lab: Lab, layer: str = "ann") -> Path:
    """The base with every suggestion accepted by `layer`; made once."""
    path = lab.folder / f"decided-by-{layer}.annodb"
    if not path.exists():
        shutil.copy(lab.base, path)
        with Project.open(path, annotator=layer) as project:
            for row in project.articles():
                units = tuple(unit.id for unit in project.work(row.id).units())
                project.run(AcceptUnits(row.id, units, bulk=True))
    return path


def _count(path: Path) -> int:
    return len(journal.articles_and_runs(path)[0])


def status(path: Path) -> dict[str, Any]:
    """What `annotator status --json` says."""
    return json.loads(annotator("status", path, "--json").stdout)


def annotator(
    *arguments: str | Path, must_succeed: bool = True, program: Sequence[str] = ANNOTATOR
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = (*program, *map(str, arguments))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False)
    if must_succeed and done.returncode:
        raise RuntimeError(f"annotator {arguments[0]} failed: {done.stdout}{done.stderr}")
    return done


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that a kill reaches what it started too."""
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL a process that `start` started, with what it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the driver's window takes keys."""
    until = time.monotonic() + START_SECONDS
    while not (log.exists() and log.read_text(encoding="utf-8").startswith("ready")):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError("The window did not open; `python -m tests.faults.driver` by hand says why.")
        time.sleep(0.01)
