"""Four views of the held-out articles: the suggestions, the base pipeline, the trained one, and that with our rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotator.formats.gold.schema import GoldArticle, GoldFragment, GoldSpan, GoldSpeaker, GoldStatement
from annotator.model import Article, Entity, Statement, Suggestion
from annotator.preannotate.labels import in_scheme
from annotator.preannotate.pipeline import ModelPipeline, load_language
from annotator.preannotate.trained import taught_by
from annotator.train.entities import shown
from annotator.train.material import Material, sources
from annotator.train.scoring import STATEMENT_KINDS, Found, Tallies, found_of, seen_in, tallied
from annotator.train.statements import seen_parts
from annotator.train_report import trainings
from annotator.wording import counted

if TYPE_CHECKING:
    from spacy.language import Language

    from annotator.project import Project


class Compared(msgspec.Struct, frozen=True):
    """Counts of each view. `name` is that of the trained pipeline, as suggestions will give it.

    `is_bare`: its entities are better without our rules, and so they stand in `after`.
    """

    name: str
    after: Tallies
    before: Tallies
    base: Tallies
    alone: Tallies
    is_bare: bool = False


def labels_of(material: Material) -> list[str]:
    """The labels of entities in gold, of all parts."""
    return sorted({span.label for part in material.parts.values() for article in part for span in article.spans})


def before(project: Project, material: Material, nlp: Language, notes: list[str]) -> list[Found]:
    """The suggestions that the project has on the articles of test; made now where it has none."""
    lacking = [article for article in material.test if article.id not in material.suggested]
    made: dict[str, Found] = {}
    if lacking:
        pipeline = ModelPipeline(_copy(nlp))
        notes.append(f"{counted(len(lacking), 'held-out article')} had no suggestions: {pipeline.name} made them now.")
        made = _annotated(project, pipeline, lacking, labels_of(material))
    if len(lacking) < len(material.test):
        notes += _where_from(project, material)
    labels = labels_of(material)
    return [
        made[article.id] if article.id in made else seen_in(material.suggested[article.id], labels)
        for article in material.test
    ]


def _where_from(project: Project, material: Material) -> list[str]:
    """What made the suggestions; and whether it can have seen the articles before."""
    names = sources(material.suggested)
    said = [f"The suggestions that it is held against came from {', '.join(names) or 'nowhere'}."]
    if own := sorted({each.name for each in trainings(project.id)}.intersection(names)):
        said.append(f"{', '.join(own)} was trained on this project, and may have learned from these very articles.")
    return said


def alone(nlp: Language, material: Material) -> list[Found]:
    """What a pipeline shows by itself: its entities, and the parts of statements where it has been taught them."""
    labels = labels_of(material)
    docs = nlp.pipe(article.text for article in material.test)
    return [msgspec.structs.replace(shown(doc, labels), parts=seen_parts(doc)) for doc in docs]


def compare(
    project: Project, trained: Path, material: Material, had: Sequence[Found], base: Sequence[Found]
) -> Compared:
    """Score the pipeline in the folder `trained` as others will load it."""
    labels, test = labels_of(material), material.test
    nlp = load_language(str(trained))
    bare = alone(nlp, material)
    pipeline = ModelPipeline(nlp)
    entities = _annotated(project, pipeline, test, labels)
    is_taught = any(found.parts for found in bare)
    ours = [msgspec.structs.replace(entities[one.id], parts=seen.parts) for one, seen in zip(test, bare, strict=True)]
    after = tallied(test, ours, labels)
    if not is_taught:
        for kind in STATEMENT_KINDS:
            after.pop(kind, None)
    of_base, of_bare = tallied(test, base, labels), tallied(test, bare, labels)
    is_open = taught_by(nlp.meta) is None  # else it was measured before, on other articles
    is_bare = is_open and "entity" in after and of_bare["entity"].score().f1 > after["entity"].score().f1
    if is_bare:
        after["entity"] = of_bare["entity"]
    return Compared(
        pipeline.name,
        after,
        tallied(test, had, labels),
        {"entity": of_base["entity"]} if "entity" in of_base else {},
        {kind: of_bare[kind] for kind in after},
        is_bare,
    )


def _annotated(
    project: Project, pipeline: ModelPipeline, articles: Sequence[GoldArticle], labels: Sequence[str]
) -> dict[str, Found]:
    """What pre-annotation with a pipeline would propose, under labels of the scheme, and of gold where it has more."""
    found = pipeline.annotate(Article(one.id, one.text) for one in articles)
    known = {*labels, *(label.name for label in project.scheme.labels)}
    return {
        article_id: _as_found(in_scheme(article_id, suggestions, known)[0], labels)
        for article_id, suggestions, _ in found
    }


def _as_found(suggestions: Iterable[Suggestion], labels: Sequence[str]) -> Found:
    values = [each.value for each in suggestions]
    spans = [
        GoldSpan(start=one.span.start, end=one.span.end, label=one.label) for one in values if isinstance(one, Entity)
    ]
    return found_of(spans, [_statement(one) for one in values if isinstance(one, Statement)], labels)


def _statement(value: Statement) -> GoldStatement:
    mention = value.speaker.mention if value.speaker else None
    return GoldStatement(
        content=tuple(GoldFragment(span.start, span.end) for span in value.content),
        cue=GoldFragment(value.cue.start, value.cue.end) if value.cue else None,
        speaker=GoldSpeaker(mention=GoldFragment(mention.start, mention.end)) if mention else None,
    )


def _copy(nlp: Language) -> Language:
    """The same pipeline, to which components can be added; the weights are shared."""
    import spacy

    made = spacy.blank(nlp.lang or "xx", vocab=nlp.vocab)
    made.tokenizer = nlp.tokenizer
    made.meta.update(nlp.meta)
    for name in nlp.pipe_names:
        made.add_pipe(name, source=nlp)
    return made
