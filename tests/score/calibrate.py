"""Measures what `resources/calibration.toml` says: how often suggestions of each kind are right.

    python -m tests.score.calibrate [--data FOLDER]

Prints the file anew, from the two thirds of the corpora that rules may be tuned on: statements from PolNeAR alone,
since GUM takes only the first piece of what is said in several. A kind with few suggestions is pulled towards all of
its label, a label towards all entities; the shares are made to rise with the score (pool adjacent violators).
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

from annotator import ids
from annotator.model import Article
from annotator.preannotate.pipeline import RULES, ModelPipeline, Pipeline, load
from tests.score import corpora, reliability
from tests.score.corpora import Record
from tests.score.published import FILES

HEADER = """\
# How often suggestions of each kind are right: [from this score of the rules on, share that is right].
# Measured by `python -m tests.score.calibrate` on the corpora in ../shared; remarks count what stands behind a line.
# A statement is right with its content (Jaccard 0.8 or more) and its speaker, an entity with its exact span and type.
# A place that acts or plays, which is an ORG in the corpus and a GPE in our guideline, is not counted.
"""
SMALLEST = 30
"""Suggestions that a step must hold."""
PRIOR = 12.0
"""How many suggestions of the whole the mean of the whole counts for in a step."""
Judged = list[tuple[float, bool]]
Steps = list[tuple[float, float]]


def main() -> int:
    """Print the steps."""
    parser = argparse.ArgumentParser(prog="python -m tests.score.calibrate")
    parser.add_argument("--data", type=Path, default=corpora.SHARED / "data", help="the folder of the corpora")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        print(f"{arguments.data} with the annotated corpora is not here: nothing was measured.", file=sys.stderr)
        return 0
    score = corpora.scorer(arguments.data.resolve().parent)
    print(HEADER)
    for kind in ("model", "rules"):
        pipeline = load(RULES if kind == "rules" else None)
        print("\n".join(_section(kind, pipeline, arguments.data, score)), flush=True)
    return 0


def _section(kind: str, pipeline: Pipeline, data: Path, score: ModuleType) -> Iterator[str]:
    statements: dict[str, Judged] = defaultdict(list)
    for frame, judged in _statements(pipeline, _tuning(data / FILES["polnear"]), score):
        statements[frame].append(judged)
    entities: dict[str, dict[str, Judged]] = defaultdict(lambda: defaultdict(list))
    for label, evidence, judged in _entities(pipeline, _tuning(data / FILES["pud"]), score):
        entities[label][evidence].append(judged)
    yield f"[{kind}.statement]"
    yield from _lines(statements)
    everything = [one for kinds in entities.values() for judged in kinds.values() for one in judged]
    of_all = sum(right for _, right in everything) / len(everything)
    yield f'\n[{kind}.entity."*"]'
    yield from _lines({"*": everything})
    for label, kinds in sorted(entities.items()):
        yield f"\n[{kind}.entity.{label}]"
        yield from _lines(kinds, of_all)
    if isinstance(pipeline, ModelPipeline):
        yield from _others(pipeline, set(entities))
    yield ""


def _others(pipeline: ModelPipeline, measured: set[str]) -> Iterator[str]:
    """Labels that no corpus here holds: the precision that the model's makers measured."""
    for label, figures in sorted(pipeline.nlp.meta["performance"]["ents_per_type"].items()):
        if label not in measured:
            yield f'\n[model.entity.{label}]\n"*" = [[0, {figures["p"]:.2f}]] # by the model\'s makers'


def _tuning(corpus: Path) -> list[Record]:
    return [record for record in corpora.read(corpus) if not corpora.aside(record)]


def _article(record: Record) -> Article:
    return Article(ids.article_id(record["text"]), record["text"])


def _statements(
    pipeline: Pipeline, records: Sequence[Record], score: ModuleType
) -> Iterable[tuple[str, tuple[float, bool]]]:
    for record, (_, _, found) in zip(records, pipeline.find(map(_article, records)), strict=True):
        quotes = [
            {
                "content": [[span.start, span.end] for span in each.content],
                "speaker": [each.by.mention.start, each.by.mention.end] if each.by.mention else None,
            }
            for each in found
        ]
        right = reliability.matched(record, {"quotes": quotes}, score.Article(record["text"]), score)
        for at, each in enumerate(found):
            if at in right or each.parent is None:
                yield each.frame, (each.score, right.get(at, False))


def _entities(
    pipeline: Pipeline, records: Sequence[Record], score: ModuleType
) -> Iterable[tuple[str, str, tuple[float, bool]]]:
    for record, (_, names, _) in zip(records, pipeline.find(map(_article, records)), strict=True):
        proposed = [(name.span.start, name.span.end, name.label, name.score) for name in names]
        for at, judged in reliability.judged_entities(record, proposed, score):
            yield names[at].label, names[at].evidence, judged


def _lines(kinds: dict[str, Judged], above: float | None = None) -> Iterable[str]:
    everything = [one for judged in kinds.values() for one in judged]
    whole = _share(everything, above if above is not None else sum(right for _, right in everything) / len(everything))
    for kind, judged in sorted({**kinds, "*": everything}.items()):
        steps = ", ".join(f"[{begins:g}, {share:.2f}]" for begins, share in steps_of(judged, whole))
        right = sum(one for _, one in judged)
        yield f"{_key(kind)} = [{steps}] # {right} of {len(judged)}"


def _key(kind: str) -> str:
    return kind if kind.replace("_", "").replace("-", "").isalnum() else f'"{kind}"'


def steps_of(judged: Judged, whole: float) -> Steps:
    """Steps with rising shares; each holds at least `SMALLEST` suggestions, or all of them."""
    ranked = sorted(judged)
    pools: list[list[tuple[float, bool]]] = []
    for one in ranked:
        if pools and (len(pools[-1]) < SMALLEST or one[0] == pools[-1][-1][0]):
            pools[-1].append(one)
        else:
            pools.append([one])
    if len(pools) > 1 and len(pools[-1]) < SMALLEST:
        last = pools.pop()
        pools[-1].extend(last)
    merged: list[list[tuple[float, bool]]] = []
    for pool in pools:
        merged.append(pool)
        while len(merged) > 1 and _share(merged[-2], whole) >= _share(merged[-1], whole):
            last = merged.pop()
            merged[-1] = merged[-1] + last
    return [(0.0 if at == 0 else round(pool[0][0], 3), _share(pool, whole)) for at, pool in enumerate(merged)]


def _share(pool: Judged, whole: float) -> float:
    return (sum(right for _, right in pool) + PRIOR * whole) / (len(pool) + PRIOR)


if __name__ == "__main__":
    sys.exit(main())
