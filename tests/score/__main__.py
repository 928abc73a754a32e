"""`make score`: what the pre-annotation finds, against human annotation, beside what others reach.

    python -m tests.score [--data FOLDER] [--only polnear gum pud events parts cost] [--part all tuning aside]
                          [--model M] [--json build/score.json]

Each corpus goes through the program's own import, pre-annotation and export. Prints one table and how far the scores
can be believed; without ../shared it says so and ends.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from tests.score import corpora, events, reliability
from tests.score.corpora import Record, Scored
from tests.score.published import COST, FILES, MEASURES

PARTS = ("all", "tuning", "aside")
ROUNDS = 2
COST_ARTICLES = 60
DEALT = 3


def main() -> int:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m tests.score", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, default=corpora.SHARED / "data", help="the folder of the corpora")
    parser.add_argument("--only", nargs="+", choices=[*FILES, "cost"], default=[*FILES, "cost"])
    parser.add_argument("--part", nargs="+", choices=PARTS, default=("all", "aside"), help="which of the articles")
    parser.add_argument("--model", help="a spaCy pipeline by name or path; the default one without")
    parser.add_argument("--json", type=Path, default=corpora.ROOT / "build" / "score.json", help="where figures go")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        print(f"{arguments.data} with the annotated corpora is not here: nothing was scored.")
        return 0
    score = corpora.scorer(arguments.data.resolve().parent)
    with tempfile.TemporaryDirectory(prefix="annotator-score-") as folder:
        os.environ["ANNOTATOR_HOME"] = str(Path(folder) / "home")
        answers = dict(_answers(arguments, Path(folder), score))
    print("\n".join(_table(answers, arguments.part)))
    print("\n".join(_reliability(answers)))
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_bytes(msgspec.json.format(msgspec.json.encode(answers), indent=2) + b"\n")
    print(f"figures in {arguments.json}")
    return 0


def _answers(arguments: argparse.Namespace, folder: Path, score: ModuleType) -> Iterator[tuple[str, Any]]:
    for name in arguments.only:
        print(f"{name} …", file=sys.stderr, flush=True)
        if name == "cost":
            yield "cost", {"ratio": cost(arguments.data / FILES["polnear"], arguments.model)}
        elif not (arguments.data / FILES[name]).is_file():
            print(f"{FILES[name]} is not in {arguments.data}: left out.", file=sys.stderr)
        elif name in ("events", "parts"):
            yield name, _events(corpora.read(arguments.data / FILES[name]), arguments.part, dealt=name == "parts")
        else:
            scored = corpora.preannotated(arguments.data / FILES[name], folder / name, arguments.model, score)
            yield name, _measured(name, scored, arguments.part, score)


def _measured(name: str, scored: Scored, parts: Sequence[str], score: ModuleType) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in parts:
        chosen = scored if part == "all" else scored.part(is_aside=part == "aside")
        judged = list((reliability.entities if name == "pud" else reliability.statements)(chosen, score))
        bins = reliability.table(judged)
        found[part] = {
            "articles": len(chosen.records),
            **score.evaluate(chosen.records, chosen.proposed),
            "reliability": [msgspec.to_builtins(each) for each in bins],
            "expected_error": reliability.expected_error(bins),
            "left_out": reliability.left_out(chosen, score) if name == "pud" else 0,
        }
    return found


def _events(records: list[Record], parts: Sequence[str], *, dealt: bool) -> dict[str, Any]:
    """The protocol for events; `dealt`: on articles dealt out to several texts of one event each, which is harder."""
    found: dict[str, Any] = {}
    for part in parts:
        chosen = records if part == "all" else [one for one in records if corpora.aside(one) == (part == "aside")]
        found[part] = events.measure(events.parts(chosen, DEALT) if dealt else chosen)
    return found


def cost(corpus: Path, model: str | None) -> float:
    """Processor time of the pre-annotation over that of the bare model, the least of some rounds each."""
    import spacy

    from annotator import ids
    from annotator.model import Article
    from annotator.preannotate.pipeline import DEFAULT_MODEL, load

    texts = [record["text"] for record in corpora.read(corpus)[:COST_ARTICLES]]
    articles = [Article(ids.article_id(text), text) for text in texts]
    bare, pipeline = spacy.load(model or DEFAULT_MODEL), load(model)
    theirs: list[float] = []
    ours: list[float] = []
    for _ in range(ROUNDS):
        for times, run in ((theirs, lambda: list(bare.pipe(texts))), (ours, lambda: list(pipeline.annotate(articles)))):
            started = time.process_time()
            run()
            times.append(time.process_time() - started)
    return min(ours) / min(theirs)


def _table(answers: dict[str, Any], parts: Sequence[str]) -> Iterator[str]:
    yield f"{'corpus':9} {'measure':24} {''.join(f'{part:>9}' for part in parts)}   others  to reach"
    for measure in MEASURES:
        if measure.corpus not in answers:
            continue
        figures = "".join(_figure(measure.value(answers[measure.corpus].get(part, {})), 9) for part in parts)
        beside = f"{_figure(measure.others, 8)} {_figure(measure.target, 9)}"
        yield f"{measure.corpus:9} {measure.name:24} {figures} {beside}"
    if "cost" in answers:
        ratio = answers["cost"]["ratio"]
        yield f"{'any':9} {'time over bare nlp.pipe':24} {ratio:9.2f}{'':{9 * len(parts)}} ≤ {COST:6.2f}"


def _figure(value: float | None, width: int) -> str:
    return f"{'–':>{width}}" if value is None else f"{value:{width}.3f}"


def _reliability(answers: dict[str, Any]) -> Iterator[str]:
    for name, parts in answers.items():
        for part, answer in parts.items() if isinstance(parts, dict) else ():
            if not isinstance(answer, dict) or "expected_error" not in answer:
                continue
            yield f"\nscores on {name}, {part}: expected calibration error {answer['expected_error']:.3f}"
            if answer["left_out"]:
                yield f"  {answer['left_out']} places, ORG in the corpus, are not counted: its rule, or our error"
            yield "  range        suggestions   said  right"
            for each in answer["reliability"]:
                low, high = each["low"], each["high"]
                yield f"  {low:.2f}–{high:.2f} {each['count']:16} {each['said']:6.3f} {each['right']:6.3f}"


if __name__ == "__main__":
    sys.exit(main())
