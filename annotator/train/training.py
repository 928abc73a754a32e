"""A training from the project to the folder of a pipeline: read, teach, score, write, whole or not at all."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from annotator.errors import UserError
from annotator.formats import spacy as spacy_format
from annotator.formats.folder import Folder, check_out, folder_for
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.losses import Losses, loss_sentences
from annotator.formats.spacy import spacy_tokens
from annotator.preannotate.pipeline import load_language
from annotator.project import Project
from annotator.train import comparing
from annotator.train.config import write_config
from annotator.train.entities import Taught, teach_entities
from annotator.train.material import Material, gather
from annotator.train.options import LEAST_STATEMENTS, TrainOptions
from annotator.train.scoring import examples_in, rows
from annotator.train.statements import teach_statements
from annotator.train.telling import Stopped, Telling
from annotator.train_report import FILE, Kind, Row, TrainingReport, Way, remember, verdict

if TYPE_CHECKING:
    from spacy.language import Language

CORPUS = "corpus"
PASSED_ON = frozenset(["moved", "unaligned", "overlap"])
"""The losses of the corpora that a model would not see without a word."""


def run(
    project_path: Path, out: Path, options: TrainOptions, *, progress: Literal["text", "json"] = "text"
) -> TrainingReport | None:
    """Train a pipeline on a layer of a project and write it to the folder `out`. None where it was stopped.

    The folder is an ordinary spaCy pipeline with `report.json` and the corpora beside it. The project is only read;
    the report is remembered for it on this machine.

    Raises:
        UserError: spaCy or the model is missing, `out` holds something, or there is too little to learn from; nothing
            is left then.
    """
    options.check()
    check_out(out)
    with Telling(is_json=progress == "json") as telling:
        try:
            with Project.open(project_path, read_only=True) as project:
                report = _Training(project, out, options, telling).report()
        except Stopped:
            telling.cancelled()
            return None
        remember(report)
        telling.done(report)
        return report


class _Training:
    def __init__(self, project: Project, out: Path, options: TrainOptions, telling: Telling) -> None:
        self._project = project
        self._out = out.resolve()
        self._options = options
        self._telling = telling
        self._began = time.monotonic()
        self._notes: list[str] = []

    def report(self) -> TrainingReport:
        spacy_tokens()
        self._telling.phase("reading")
        nlp = load_language(self._options.model)
        base = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
        material = gather(self._project, self._options, self._telling.progress)
        self._notes += material.notes
        for note in material.notes:
            self._telling.warn(note)
        if nlp.meta.get("annotator"):
            self._note(f"{base} was trained on gold itself, and may have learned from articles that are held out here.")
        with folder_for(self._out) as folder:
            self._write_corpora(material, folder)
            before = comparing.before(self._project, material, nlp, self._notes)
            alone = comparing.alone(nlp, material)
            taught = self._teach(nlp, material)
            self._save(nlp, folder.path, base)
            self._telling.phase("scoring")
            compared = comparing.compare(self._project, folder.path, material, before, alone)
            report = self._made(material, base, taught, compared)
            self._finish(folder, report, is_bare=compared.is_bare)
        return report

    def _write_corpora(self, material: Material, folder: Folder) -> None:
        """The corpora as spaCy reads them, and what of gold they cannot hold: a model never sees that."""
        inside = Folder(folder.path / CORPUS)
        inside.path.mkdir()
        with Losses(inside) as losses:
            spacy_format.write(material.dataset(self._project, self._options.layer), inside, losses)
        passed_on = type(losses.counts)({kind: losses.counts[kind] for kind in losses.counts if kind in PASSED_ON})
        if passed_on:
            said = f"Of the labels a model sees not all as they are: {'; '.join(loss_sentences(passed_on))}"
            self._note(f"{said} (listed in {CORPUS}/losses.jsonl).")

    def _teach(self, nlp: Language, material: Material) -> list[Taught]:
        from thinc.api import fix_random_seed

        taught: list[Taught] = []
        train, dev = _done(material.train, "entities"), _done(material.dev, "entities")
        if dev and any(article.spans for article in train):
            self._telling.phase("entities")
            fix_random_seed(self._options.seed)
            taught.append(teach_entities(nlp, train, dev, self._options, self._telling))
            if taught[0].kept:
                self._note(
                    f"Gold has no {', '.join(taught[0].kept)}: of these the pipeline proposes what {_name(nlp)} did."
                )
        train, dev = _done(material.train, "statements"), _done(material.dev, "statements")
        examples = sum(len(article.statements) for article in train)
        if self._options.statements and examples >= LEAST_STATEMENTS and dev:
            self._telling.phase("statements")
            fix_random_seed(self._options.seed)
            taught.append(teach_statements(nlp, train, dev, self._options, self._telling))
        elif self._options.statements and examples:
            self._note(
                f"{examples:,} statements to learn from are too few ({LEAST_STATEMENTS}): rules go on to find them."
            )
        if not taught:
            said = "Nothing can be learned: too few articles have entities done, and have any."
            raise UserError(said, "Finish the pass of entities in more articles.")
        return taught

    def _save(self, nlp: Language, folder: Path, base: str) -> None:
        """Write the pipeline. Nothing in it needs this program."""
        self._telling.phase("writing")
        meta: dict[str, Any] = nlp.meta
        meta["name"] = re.sub(r"\W+", "_", self._out.name.lower()).strip("_") or "trained"
        meta["version"] = datetime.now(UTC).strftime("%Y.%m.%d")
        meta["description"] = f"Trained from {base} on the layer {self._options.layer} of {self._project.name}."
        meta["performance"] = {}
        meta.pop("annotator", None)  # what was measured of the pipeline that this one began with
        write_config(nlp, folder, CORPUS, self._options)
        nlp.to_disk(folder)

    def _made(
        self, material: Material, base: str, taught: Sequence[Taught], compared: comparing.Compared
    ) -> TrainingReport:
        overall, labels = rows(
            compared.after, compared.before, compared.base, compared.alone, examples_in(material.train)
        )
        used: dict[Kind, Way] = {}
        if compared.is_bare:
            self._note(
                "Our rules for names make this pipeline's entities worse: pre-annotation takes them as they are."
            )
        for row in overall:
            is_better = row.kind == "entity" or (row.before is not None and row.after.f1 > row.before.f1)
            used[row.kind] = "trained" if is_better else "rules"
            if row.gain is not None and row.gain <= 0:
                self._note(_no_gain(row))
        return TrainingReport(
            model=str(self._out),
            name=compared.name,
            made=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            project=self._project.id,
            project_name=self._project.name,
            base=base,
            layer=self._options.layer,
            release=self._options.release or "",
            seed=self._options.seed,
            articles={part: len(articles) for part, articles in material.parts.items()},
            steps=sum(each.steps for each in taught),
            best_step=taught[0].best_step,
            seconds=round(time.monotonic() - self._began, 1),
            overall=overall,
            labels=labels,
            used=used,
            notes=tuple(self._notes),
        )

    def _finish(self, folder: Folder, report: TrainingReport, *, is_bare: bool) -> None:
        """Put the report beside the pipeline, and into its meta what pre-annotation takes from it."""
        path = folder.path / "meta.json"
        meta: dict[str, Any] = msgspec.json.decode(path.read_bytes())
        entity = report.row("entity")
        if entity is not None and entity.alone is not None:
            score = entity.alone
            meta["performance"] = {"ents_p": score.precision, "ents_r": score.recall, "ents_f": score.f1}
        meta["annotator"] = {
            "used": report.used,
            "labels": sorted({row.label for row in report.labels if row.examples}),
            "base": report.base,
            "bare": is_bare,
        }
        path.write_bytes(msgspec.json.format(msgspec.json.encode(meta), indent=2))
        folder.write(FILE, [msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n"])

    def _note(self, sentence: str) -> None:
        self._notes.append(sentence)
        self._telling.warn(sentence)


def _done(articles: Sequence[GoldArticle], name: str) -> list[GoldArticle]:
    return [article for article in articles if name in article.annotated]


def _name(nlp: Language) -> str:
    return f"{nlp.meta['lang']}_{nlp.meta['name']}"


def _no_gain(row: Row) -> str:
    if row.kind == "entity":
        return verdict(row)
    plural = {"content": "contents", "cue": "cues", "speaker": "speakers"}[row.kind]
    better = "as well as" if row.gain == 0 else "better than"
    return f"The rules find {plural} {better} the trained component does: pre-annotation stays with the rules."
