"""Writing a dataset as Label Studio's tasks, with the configuration that a project for them needs."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from annotator.formats.dataset import Dataset
from annotator.formats.folder import Folder
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.graph.model import CONTENT, NOTHING, TYPE, Carries, Edge, LabelGraph, Node
from annotator.formats.graph.writing import graph_of, lose_registry
from annotator.formats.json_shapes import JsonObject
from annotator.formats.label_studio.config import CHOSEN, LABELS, TEXT, config_xml
from annotator.formats.link_words import actor_words, link_words
from annotator.formats.losses import Loss, Losses
from annotator.layers import GOLD, SUGGESTIONS

CONFIG = "config.xml"
CARRIES = Carries(pieces=False, overlaps=True, edges=True, attributes=True, actors=True, links=True)
PERSON = 1
"""The first user of every Label Studio: who they are goes with the task."""


def write(dataset: Dataset, folder: Folder, losses: Losses) -> None:
    """Write a list of tasks for each split, and the configuration."""
    writer = _Writer(dataset, losses)
    files = {name: folder.open(_file(dataset, name)) for name in dataset.split_names}
    first = dict.fromkeys(files, True)
    encode = msgspec.json.Encoder().encode
    try:
        for article in dataset.articles:
            split = dataset.split_of(article.id)
            files[split].write((b"[\n" if first[split] else b",\n") + encode(writer.task(article)))
            first[split] = False
        for name, file in files.items():
            file.write(b"[]\n" if first[name] else b"\n]\n")
    finally:
        for file in files.values():
            file.__exit__(None, None, None)
    folder.write(CONFIG, [config_xml(dataset.scheme, writer.labels, writer.types)])
    lose_registry(dataset, losses, "The format has events and actors as answers in words: by title or name.")


def _file(dataset: Dataset, split: str) -> str:
    return "tasks.json" if dataset.splits is None else f"tasks-{split}.json"


class _Writer:
    """Makes tasks; `labels` and `types` are those that they used."""

    def __init__(self, dataset: Dataset, losses: Losses) -> None:
        self._dataset = dataset
        self._losses = losses
        self._number = 0
        self.labels: dict[str, None] = {}
        self.types: dict[str, None] = {}

    def task(self, article: GoldArticle) -> JsonObject:
        layer = self._dataset.layer
        graph = graph_of(article, self._dataset, CARRIES, self._losses)
        results = list(self._results(graph))
        data = {TEXT: article.text, **{key: value for key, value in article.meta.items() if key != TEXT}}
        if TEXT in article.meta:
            self._losses.add(Loss(article.id, "meta", "The key is that of the text.", label=TEXT))
        self._number += 1
        task: JsonObject = {"id": self._number, "data": data, "meta": {"annotated": article.annotated}}
        if layer == SUGGESTIONS:
            task["predictions"] = [{"model_version": _model(graph), **_score(graph), "result": results}]
            return task
        task["meta"]["annotators"] = {str(PERSON): layer}
        task["annotations"] = [
            {"id": self._number, "completed_by": PERSON, "ground_truth": layer == GOLD, "result": results}
        ]
        return task

    def _results(self, graph: LabelGraph) -> Iterator[JsonObject]:
        for node in graph.nodes:
            self.labels[node.label] = None
            yield from self._region(node)
        for edge in graph.edges:
            yield _relation(edge)

    def _region(self, node: Node) -> Iterator[JsonObject]:
        where: JsonObject = {"start": node.start, "end": node.end}
        item: JsonObject = {
            "id": node.id,
            "from_name": LABELS,
            "to_name": TEXT,
            "type": "labels",
            "value": {**where, "text": node.text.replace("\n", "\\n"), "labels": [node.label]},
        }
        if node.score is not None:
            item["score"] = node.score
        if node.source:
            item["meta"] = {"source": node.source}
        yield item
        for name, answers in _answers(node).items():
            kind, key = ("choices", "choices") if name in CHOSEN or name == TYPE else ("textarea", "text")
            if name == TYPE and node.label == CONTENT:
                self.types[answers[0]] = None
            yield {"id": node.id, "from_name": name, "to_name": TEXT, "type": kind, "value": {**where, key: answers}}


def _answers(node: Node) -> dict[str, list[str]]:
    """What is answered about a region: question → answers."""
    answers = {name: value.split() if name == NOTHING else [value] for name, value in node.attributes.items()}
    if node.actor:
        answers["actor"] = [actor_words(node.actor, node.actor_name)]
    if node.links:
        answers["events"] = [link_words(link) for link in node.links]
    return answers


def _relation(edge: Edge) -> JsonObject:
    return {
        "from_id": edge.source,
        "to_id": edge.target,
        "type": "relation",
        "direction": "right",
        "labels": [edge.type],
    }


def _model(graph: LabelGraph) -> str:
    sources = [node.source for node in graph.nodes if node.source]
    return max(dict.fromkeys(sources), key=sources.count) if sources else "News Annotator"


def _score(graph: LabelGraph) -> JsonObject:
    """The mean score of an article's suggestions, by which Label Studio sorts tasks."""
    scores = [node.score for node in graph.nodes if node.score is not None]
    return {"score": sum(scores) / len(scores)} if scores else {}
