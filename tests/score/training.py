"""What training gains: spaCy's small English model before and after `annotator train`, on articles that it never saw.

    python -m tests.score.training [--data FOLDER] [--folds 5] [--only 0 1] [--model M] [--seed 0]

The news texts of PUD go through the program's own import. Every fold is held out once; on all others a whole training
runs with its defaults, own split included. Prints F1 over all folds, boundaries and label exact, the model's labels
under those of the corpus; without ../shared it says so and ends.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from annotator.exchange.selecting import select
from annotator.preannotate.pipeline import load_language
from annotator.project import Project
from annotator.train import comparing, training
from annotator.train.material import Material
from annotator.train.options import TrainOptions
from annotator.train.scoring import Tally
from annotator.train_report import Score
from tests.score import corpora
from tests.score.corpora import Record
from tests.score.published import FILES

LAYER = "human"
VIEWS = {
    "base": "spaCy alone, before",
    "alone": "spaCy alone, trained",
    "before": "with our rules, before",
    "after": "with our rules, trained",
}


def main() -> int:
    """Train as often as the arguments ask for, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.score.training", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=corpora.SHARED / "data", help="the folder of the corpora")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", type=int, nargs="+", help="some of the folds, from 0")
    parser.add_argument("--model", help="the pipeline to begin with; the default one without")
    parser.add_argument("--seed", type=int, default=0, help="of the folds and of each training")
    arguments = parser.parse_args()
    corpus = arguments.data / FILES["pud"]
    if not corpus.is_file():
        print(f"{corpus} is not here: nothing was trained.")
        return 0
    records = corpora.read(corpus)
    random.Random(arguments.seed).shuffle(records)
    folds = [records[at :: arguments.folds] for at in range(arguments.folds)]
    tallies = {view: Tally() for view in VIEWS}
    with tempfile.TemporaryDirectory(prefix="annotator-score-") as folder:
        os.environ["ANNOTATOR_HOME"] = str(Path(folder) / "home")
        for at in arguments.only or range(len(folds)):
            others = [record for number, fold in enumerate(folds) if number != at for record in fold]
            options = TrainOptions(layer=LAYER, model=arguments.model, seed=arguments.seed)
            compared = measured(others, folds[at], Path(folder) / str(at), options)
            for view, tally in tallies.items():
                _add(tally, getattr(compared, view)["entity"])
            f1 = [tally.score().f1 for tally in (compared.base["entity"], compared.alone["entity"])]
            print(f"fold {at}: spaCy alone {f1[0]:.3f} → {f1[1]:.3f}", file=sys.stderr, flush=True)
    print("\n".join(table(tallies)))
    return 0


def measured(
    learned: Sequence[Record], held: Sequence[Record], folder: Path, options: TrainOptions
) -> comparing.Compared:
    """A training on some records, scored on others that lie in another project."""
    folder.mkdir()
    with _project(learned, folder / "learned") as project:
        path = project.path
    training.run(path, folder / "model", options)
    with _project(held, folder / "held") as project:
        material = Material(
            {"train": [], "dev": [], "test": list(select(project, LAYER).articles)}, {}, lambda _: None, lambda _: None
        )
        nlp = load_language(options.model)
        had = comparing.before(project, material, nlp, [])
        return comparing.compare(project, folder / "model", material, had, comparing.alone(nlp, material))


def table(tallies: dict[str, Tally]) -> list[str]:
    """A line for each view: of all labels, and of each."""
    labels = sorted(next(iter(tallies.values())).gold)
    lines = [f"{'F1 (precision/recall)':26}" + "".join(f"{label or 'all':>20}" for label in labels)]
    lines += [
        f"{VIEWS[view]:26}" + "".join(f"{_told(tally.score(label)):>20}" for label in labels)
        for view, tally in tallies.items()
    ]
    return [*lines, f"{'in gold':26}" + "".join(f"{tallies['alone'].gold[label]:>20,}" for label in labels)]


def _project(records: Sequence[Record], path: Path) -> Project:
    """A project whose layer `LAYER` has what people found in these records."""
    file = path.with_suffix(".jsonl")
    file.write_bytes(b"".join(msgspec.json.encode(_line(record)) + b"\n" for record in records))
    project = Project.create(path.with_suffix(".annodb"), annotator="scorer")
    project.import_files([file], layer=LAYER)
    return project


def _line(record: Record) -> Record:
    spans = [{"start": start, "end": end, "label": label} for start, end, label in record["entities"]]
    return {"id": record["id"], "text": record["text"], "annotated": ["entities"], "spans": spans}


def _add(tally: Tally, other: Tally) -> None:
    tally.right.update(other.right)
    tally.proposed.update(other.proposed)
    tally.gold.update(other.gold)


def _told(score: Score) -> str:
    return f"{score.f1:.3f} ({score.precision:.2f}/{score.recall:.2f})"


if __name__ == "__main__":
    sys.exit(main())
