"""The pre-annotation of a project, as a process of its own: annotates article by article, stores, tells progress.

With progress "json" one object a line goes to standard output, and nothing else. SIGTERM and Ctrl+C stop it
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

import msgspec

from annotator.errors import UserError
from annotator.model import Article
from annotator.preannotate.engines import Engine, engine
from annotator.preannotate.labels import in_scheme
from annotator.progress import ProgressLine
from annotator.project import Project
from annotator.wording import counted

Progress = Literal["text", "json"]


class Outcome(msgspec.Struct, frozen=True):
    """How many articles were done, and how many there were to do."""

    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.done == self.total


def run(
    project_path: Path,
    model: str | None = None,
    *,
    again: bool = False,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Progress = "text",
) -> Outcome:
    """Pre-annotate the articles of a project that have no suggestions yet, or all of them with `again`.

    What people decided is not touched: a run replaces the suggestions alone. `workers` is a number of processes,
    `scheduler` the address of a Dask cluster that does the work instead.

    Raises:
        UserError: the project cannot be opened or written, or the model cannot be loaded; nothing is changed then.
    """
    with _Stop() as stop, _Report(progress) as report, Project.open(project_path) as project:
        if project.is_read_only:
            raise UserError(f"{project.path} can only be read.", " ".join(project.warnings))
        articles = project.articles_to_preannotate(again=again)
        report.start(len(articles))
        # Loaded where nothing is to be done as well: a wrong name is said now, not when the next article comes.
        done = 0
        if articles or model:
            with engine(model, workers=min(workers, max(len(articles), 1)), scheduler=scheduler) as running:
                if running.warning:
                    report.warn(running.warning)
                done = _annotate(project, running, articles, report, stop)
        outcome = Outcome(done, len(articles))
        if outcome.is_complete:
            # What an older program imported was never looked at for twins, and a run that was killed proposed no event.
            project.twins.look()
            report.done(done, project.proposals.refresh() if done or project.proposals.is_due() else 0)
        else:
            report.cancelled(outcome)
        return outcome


def _annotate(project: Project, running: Engine, articles: list[str], report: _Report, stop: _Stop) -> int:
    done = 0
    known = {label.name for label in project.scheme.labels}
    unknown: set[str] = set()

    def until_stopped() -> Iterator[Article]:
        for article in project.texts(articles):
            if stop.is_asked:
                return
            yield article

    for article_id, suggestions, actors in running.annotate(until_stopped()):
        if stop.is_asked:
            break
        kept, left_out = in_scheme(article_id, suggestions, known)
        unknown |= left_out
        project.store_suggestions([(article_id, kept, actors)], model=running.name)
        done += 1
        report.article(article_id, done, len(articles))
    if unknown:
        report.warn(f"Names were left out whose label the scheme does not have: {', '.join(sorted(unknown))}.")
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
        if self.is_asked:
            # Asked twice: between two articles is too late, and a transaction that breaks off leaves nothing behind.
            raise KeyboardInterrupt
        self.is_asked = True


class _Report:
    """Tells a machine on standard output, an object a line; or people: progress on standard error, then the outcome."""

    def __init__(self, progress: Progress) -> None:
        self._is_json = progress == "json"
        self._line = ProgressLine("Pre-annotating")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._line.end()

    def start(self, total: int) -> None:
        self._event("start", total=total)

    def warn(self, sentence: str) -> None:
        self._event("warning", message=sentence)
        if not self._is_json:
            print(sentence, file=sys.stderr, flush=True)

    def article(self, article_id: str, done: int, total: int) -> None:
        self._event("article", id=article_id, done=done)
        if not self._is_json:
            self._line(done, total)

    def done(self, done: int, events: int) -> None:
        if events:
            self._event("events", proposed=events)
        self._event("done", done=done)
        proposed = f"Proposed {counted(events, 'event')} over all articles." if events else ""
        if done:
            self._say(f"Pre-annotated {counted(done, 'article')}. {proposed}".rstrip())
        else:
            self._say(proposed or "Nothing to do: every article has suggestions (--again makes them anew).")

    def cancelled(self, outcome: Outcome) -> None:
        self._event("cancelled", done=outcome.done)
        self._say(
            f"Stopped: {outcome.done:,} of {counted(outcome.total, 'article')} done; the same command does the rest."
        )

    def _event(self, event: str, **fields: str | int) -> None:
        if self._is_json:
            print(json.dumps({"event": event, **fields}), flush=True)

    def _say(self, sentence: str) -> None:
        self._line.end()
        if not self._is_json:
            print(sentence, flush=True)
