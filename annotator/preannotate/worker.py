"""The pre-annotation of a project, as a process of its own: annotates article by article, stores, tells progress.

Text goes to standard error; with progress "json" one object a line goes to standard output. SIGTERM and Ctrl+C stop it
between two articles, and what is stored stays stored.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Literal, Self

from annotator.model import Article
from annotator.preannotate.pipeline import Pipeline, load
from annotator.project import Project

Progress = Literal["text", "json"]


def run(project_path: Path, model: str | None = None, *, again: bool = False, progress: Progress = "text") -> int:
    """Pre-annotate the articles of a project that have no suggestions of this model yet, or all of them with `again`.

    Gives how many articles were done. What people decided is not touched: a run replaces the suggestions alone.

    Raises:
        UserError: the project cannot be opened or the model cannot be loaded; nothing is changed then.
    """
    report = _Report(progress)
    with _Stop() as stop, Project.open(project_path) as project:
        articles = project.articles_to_preannotate(again=again)
        report.say("start", f"{len(articles)} articles to pre-annotate", total=len(articles))
        pipeline = load(model) if articles else None
        if pipeline is not None and pipeline.warning:
            report.say("warning", pipeline.warning, message=pipeline.warning)
        done = _annotate(project, pipeline, articles, report, stop) if pipeline is not None else 0
        if stop.is_asked:
            report.say("cancelled", f"cancelled, {done} of {len(articles)} articles done", done=done)
        else:
            report.say("done", f"{done} articles pre-annotated", done=done)
        return done


def _annotate(project: Project, pipeline: Pipeline, articles: list[str], report: _Report, stop: _Stop) -> int:
    done = 0

    def until_stopped() -> Iterator[Article]:
        for article in project.texts(articles):
            if stop.is_asked:
                return
            yield article

    for article_id, suggestions, actors in pipeline.annotate(until_stopped()):
        if stop.is_asked:
            break
        project.store_suggestions([(article_id, suggestions, actors)], model=pipeline.name)
        done += 1
        report.say("article", f"{done} of {len(articles)}", id=article_id, done=done)
    return done


class _Stop:
    """Turns SIGTERM and SIGINT into a wish that is looked at between articles."""

    def __init__(self) -> None:
        self.is_asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGTERM, signal.SIGINT):
            self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *exception: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked = True


class _Report:
    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def say(self, event: str, words: str, **fields: str | int) -> None:
        """One line: for a machine on standard output, else for people on standard error."""
        if self.progress == "json":
            print(json.dumps({"event": event, **fields}), flush=True)
        else:
            print(words, file=sys.stderr, flush=True)
