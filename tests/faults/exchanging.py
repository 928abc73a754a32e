"""What goes in and out as files is killed: imports of several annotators' work, exports, and training."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.bench.corpus import make_article
from tests.faults import journal
from tests.faults.scenarios import Lab, annotator, status, with_decisions

ANNOTATED, CHARS, SPANS = 300, 1_000, 10
"""How many articles each of the annotators of an imported file has, how long they are, how many spans they have."""
NAMES = ("ann", "ben")
MOVED = 5
"""In the corrected file one in so many spans is gone, one more has another boundary, one more another label."""
FORMATS = ("spacy", "prodigy", "brat", "inception", "huggingface", "parquet", "jsonl")
TRAINED = 24
TRAIN = ("--layer", "team/ann", "--epochs", "1", "--max-steps", "1", "--no-statements")
EARLIEST = 0.3
"""Of what a command takes, this much is the start of Python."""

Place = tuple[str, str]
Units = dict[str, str]


def import_layers(lab: Lab, number: int) -> None:
    """Kill an import of an archive with two annotators' labels, and some articles that they ignored."""
    _import(lab, f"layers{number}", "layers", lab.base, _annotated(lab), "--layer", "team")


def replace_layers(lab: Lab, number: int) -> None:
    """Kill an import of the corrected files that takes away what they lack."""
    before, corrected = _layered(lab), _annotated(lab, is_corrected=True)
    _import(lab, f"replaced{number}", "replaced", before, corrected, "--layer", "team", "--replace")


def _import(lab: Lab, name: str, kind: str, before: Path, source: Path, *options: str) -> None:
    """Kill an import. What each layer has on an article comes and goes as a whole; the same again completes it."""
    path, whole, report = lab.folder / f"{name}.annodb", lab.folder / f"whole-{kind}.annodb", lab.folder / "problems"
    if not whole.exists():
        shutil.copy(before, whole)
        annotator("import", whole, source, *options)
    old, new = journal.units(before), journal.units(whole)

    def prepare() -> Sequence[str | Path]:
        report.unlink(missing_ok=True)
        lab.fresh(name, before)
        return ("import", path, source, *options, "--problems", report)

    lab.kill_during(lab.seconds_of(kind, prepare), prepare, earliest=EARLIEST)
    lab.acknowledge(path, journal.ids(before))
    lab.verify(path)
    torn = [place for place, units in journal.units(path).items() if not _is_stage(units, old, new, place)]
    if torn:
        lab.problem(path, f"on {len(torn)} articles a layer is neither as it was nor as it was to be")
    annotator("import", path, source, *options)
    lab.verify(path)
    if status(path)["digest"] != status(whole)["digest"]:
        lab.problem(path, "the import that was begun again did not come to what an undisturbed one does")
    _nothing_left(lab, lab.temporary, path)


def _is_stage(units: Units, old: dict[Place, Units], new: dict[Place, Units], place: Place) -> bool:
    """Whether these are the units before an import, with what it brings, or also without what it takes away."""
    was, will = old.get(place, {}), new.get(place, {})
    return units in (was, {**was, **will}, will)


def export(lab: Lab, number: int) -> None:
    """Kill an export, each time in another format: it is there as a whole or not at all."""
    source, name = _layered(lab), FORMATS[number % len(FORMATS)]
    place = lab.folder / "exports"
    whole = place / f"whole-{name}"

    def to(out: Path) -> Sequence[str | Path]:
        return ("export", source, out, "--layer", "team/ann", "--format", name)

    def prepare() -> Sequence[str | Path]:
        return to(_absent(place / name))

    seconds = lab.seconds_of(f"export {name}", lambda: to(_absent(whole)))
    _kill_whole_or_absent(lab, place / name, seconds, prepare, _sums)


def train(lab: Lab, number: int) -> None:
    """Kill a training: there is a whole pipeline or none, and the project is as it was."""
    project, place = _small(lab), lab.folder / "exports"

    def prepare() -> Sequence[str | Path]:
        return ("train", project, _absent(place / "trained"), *TRAIN)

    trained(lab)
    before = status(project)["digest"]
    _kill_whole_or_absent(lab, place / "trained", lab.seconds_of("train", prepare), prepare, _weights)
    if status(project)["digest"] != before:
        lab.problem(project, "a training that was killed changed it")


def preannotate_trained(lab: Lab, number: int) -> None:
    """Kill a pre-annotation by a trained pipeline; the decisions stand, and every article has suggestions."""
    path = lab.folder / f"suggested{number}.annodb"
    before = with_decisions(lab)

    def prepare() -> Sequence[str | Path]:
        lab.fresh(path.stem, before)
        return ("preannotate", path, "--again", "--model", trained(lab))

    lab.kill_during(lab.seconds_of("preannotate trained", prepare), prepare, earliest=0.5)
    lab.acknowledge(path, journal.ids(before))
    lab.verify(path)
    articles, runs = journal.articles_and_runs(path)
    if articles != runs:
        lab.problem(path, f"{len(articles - runs)} articles lost their suggestions")


def trained(lab: Lab) -> Path:
    """A pipeline that learned next to nothing; made once."""
    out = lab.folder / "exports" / "whole-trained"
    if not out.exists():
        lab.seconds_of("train", lambda: ("train", _small(lab), out, *TRAIN))
    return out


def _kill_whole_or_absent(
    lab: Lab,
    out: Path,
    seconds: float,
    prepare: Callable[[], Sequence[str | Path]],
    looked_at: Callable[[Path], dict[str, str]],
) -> None:
    """Kill what writes the folder `out`; it is as `whole-OUT` or absent, and begun again it is as that."""
    lab.kill_during(seconds, prepare, earliest=EARLIEST)
    whole = looked_at(out.with_name(f"whole-{out.name}"))
    if out.exists() and looked_at(out) != whole:
        lab.problem(out, "it is there, and not whole")
    annotator(*prepare())
    if looked_at(out) != whole:
        lab.problem(out, "begun again it is not what an undisturbed one is")
    _nothing_left(lab, out.parent, out)


def _nothing_left(lab: Lab, place: Path, about: Path) -> None:
    """What the killed process left was cleared away by the next one."""
    if left := sorted(one.name for one in place.glob("*.part")):
        lab.problem(about, f"the next one left {', '.join(left)} in {place.name}")


def _absent(out: Path) -> Path:
    shutil.rmtree(out, ignore_errors=True)
    return out


def _sums(folder: Path) -> dict[str, str]:
    """The checksums of all files of an export."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _weights(folder: Path) -> dict[str, str]:
    """The checksums of what is the same each time: not of the reports, which tell how long it took."""
    return {name: found for name, found in _sums(folder).items() if name.split("/")[0] in ("ner", "vocab", "corpus")}


def _layered(lab: Lab) -> Path:
    """The base with the layers of two annotators; made once."""
    path = lab.folder / "layered.annodb"
    if not path.exists():
        shutil.copy(lab.base, path)
        annotator("import", path, _annotated(lab), "--layer", "team")
    return path


def _small(lab: Lab) -> Path:
    """A project with little to learn from; made once."""
    path = lab.folder / "small.annodb"
    if not path.exists():
        annotator("new", path, "--name", "Small")
        annotator("import", path, _annotated(lab, count=TRAINED), "--layer", "team")
    return path


def _annotated(lab: Lab, *, count: int = ANNOTATED, is_corrected: bool = False) -> Path:
    """An archive with a file of Prodigy's for each annotator; made once."""
    path = lab.folder / f"annotated-{count}-{'corrected' if is_corrected else 'first'}.zip"
    if not path.exists():
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in NAMES:
                lines = (json.dumps(_task(number, name, is_corrected=is_corrected)) for number in range(count))
                archive.writestr(f"{name}.jsonl", "\n".join(lines))
    return path


def _task(number: int, name: str, *, is_corrected: bool) -> dict[str, Any]:
    """One record of Prodigy's; in one of each hundred the annotator ignored the text."""
    made = make_article(number, CHARS)
    spans: list[dict[str, Any]] = []
    for at, span in enumerate(made.names[:SPANS]):
        label = "ORG" if name == "ben" and at % 4 == 0 else "PERSON"
        change = (at + number) % MOVED if is_corrected else -1
        if change != 0:
            spans.append(
                {"start": span.start, "end": span.end - (change == 1), "label": "GPE" if change == 2 else label}
            )
    return {
        "text": made.text,
        "spans": spans,
        "answer": "ignore" if number % 100 == 7 else "accept",
        "_input_hash": number,
        "_task_hash": number,
        "_annotator_id": name,
        "_session_id": name,
    }
