"""What a training came to: the trained pipeline held against the pre-annotation that the project had, label by label.

Pure: the window reads reports without spaCy. A report lies beside its pipeline (`report.json`), and a copy of it with
what belongs to the user on this machine, since the path of a pipeline means something here alone. Training itself is in
`annotator.train`.

With `--progress json` a training writes one object a line to standard output, and nothing else:

    {"event": "phase", "name": "reading" | "entities" | "statements" | "scoring" | "writing"}
    {"event": "start", "steps": 1200}                                        at most so many, in the phase that follows
    {"event": "step", "done": 50, "total": 1200, "score": 0.81, "best": 0.83}    0..1, on the articles of "dev"
    {"event": "warning", "message": "…"}
    {"event": "done", "report": {…}}                                             a `TrainingReport`
    {"event": "cancelled"}
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from annotator import paths

FILE = "report.json"
KEPT = 50
"""How many trainings of a project are remembered."""

Kind = Literal["entity", "content", "cue", "speaker"]
Way = Literal["trained", "rules"]


class Score(msgspec.Struct, frozen=True):
    """Precision, recall and F1 in 0..1, and what they were counted from."""

    precision: float
    recall: float
    f1: float
    right: int
    proposed: int
    gold: int

    @classmethod
    def of(cls, right: int, proposed: int, gold: int) -> Score:
        """The score of `right` among `proposed`, of `gold` that there are. Nothing over nothing is 0."""
        precision = right / proposed if proposed else 0.0
        recall = right / gold if gold else 0.0
        both = precision + recall
        return cls(precision, recall, 2 * precision * recall / both if both else 0.0, right, proposed, gold)


class Row(msgspec.Struct, frozen=True):
    """One label on the held-out articles. `before`: the project's suggestions, None where the articles have none.

    `base`: the pipeline that the training began with, alone and untrained; None for what it does not know.
    `alone`: the trained pipeline without the rules that pre-annotation adds, as spaCy alone runs it.
    `examples`: how many of the label there were to learn from. `label` "" is all of the kind. For an entity boundaries
    and label are both right; a cue or a speaker shares a word with the right one; a content has four fifths of its
    words in common with it.
    """

    kind: Kind
    label: str
    after: Score
    before: Score | None = None
    base: Score | None = None
    alone: Score | None = None
    examples: int = 0

    @property
    def gain(self) -> float | None:
        """By how much F1 is better than that of the suggestions, -1..1; None without any."""
        return None if self.before is None else self.after.f1 - self.before.f1


class TrainingReport(msgspec.Struct, frozen=True, kw_only=True):
    """One training. `model` is the pipeline's folder, `name` what suggestions say they come from, `made` ISO 8601.

    `articles`: how many in "train", "dev" and "test". `overall` has a row for each kind, `labels` one for each label.
    `used`: what pre-annotation with this pipeline takes from it ("trained"), and what from our rules, by kind.
    `notes`: further sentences: labels with few examples, spans that a model cannot learn, and the like.
    """

    model: str
    name: str
    made: str
    project: str
    project_name: str = ""
    base: str
    layer: str
    release: str = ""
    seed: int = 0
    articles: dict[str, int]
    steps: int = 0
    best_step: int = 0
    seconds: float = 0.0
    overall: tuple[Row, ...] = ()
    labels: tuple[Row, ...] = ()
    used: dict[Kind, Way] = {}
    notes: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether the pipeline still lies where it was written."""
        return (Path(self.model) / "meta.json").is_file()

    def row(self, kind: Kind, label: str = "") -> Row | None:
        """The row of a label, or of all of a kind."""
        rows = self.labels if label else self.overall
        return next((row for row in rows if row.kind == kind and row.label == label), None)


def verdict(row: Row) -> str:
    """Whether entities are found better than the suggestions had them, in a sentence; "" where there were none."""
    if row.before is None or row.gain is None:
        return ""
    if not row.after.gold:
        return "The held-out articles have no entities: whether those of this pipeline are better cannot be said."
    said, f1 = "On the held-out articles the entities of this pipeline are", f"F1 {row.after.f1:.3f}"
    if row.gain == 0:
        return f"{said} no better than the suggestions: {f1} each."
    than = f"than the suggestions: {f1} against {row.before.f1:.3f}, on {row.after.gold:,} in gold."
    return f"{said} {'better' if row.gain > 0 else 'worse'} {than}"


def trainings(project: str) -> list[TrainingReport]:
    """The trainings of a project (by its id) on this machine, the latest first; also of pipelines that are gone.

    A report that cannot be read is passed over, and the others stay: it can be had again from beside its pipeline.
    """
    try:
        kept = msgspec.json.decode(_path(project).read_bytes(), type=list[msgspec.Raw])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return []
    return [report for each in kept if (report := _decoded(bytes(each))) is not None]


def remember(report: TrainingReport) -> None:
    """Keep a report with the others of its project; one with the same folder makes room.

    Raises:
        UserError: the data folder cannot be written.
    """
    others = [each for each in trainings(report.project) if each.model != report.model]
    kept = [report, *others][:KEPT]
    paths.replace_file(_path(report.project), msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")


def read_report(model: Path) -> TrainingReport | None:
    """The report beside a pipeline; None for one that this program did not train."""
    try:
        return _decoded((model / FILE).read_bytes())
    except OSError:
        return None


def _decoded(written: bytes) -> TrainingReport | None:
    try:
        return msgspec.json.decode(written, type=TrainingReport)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _path(project: str) -> Path:
    return paths.training_dir() / f"{project}.json"
