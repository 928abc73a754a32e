"""Where the pre-annotation runs: in this process, in several, or on the workers of a Dask cluster.

Each engine loads the pipeline where it runs and gives results as they come, whatever the order; what is stored does not
depend on the engine. How results are stored is not known here.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import re
import signal
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from types import TracebackType
from typing import Any, Self

from annotator.errors import UserError
from annotator.model import Article
from annotator.preannotate.pipeline import Pipeline, Result, load

CHUNK_CHARS = 100_000
CHUNK_ARTICLES = 32
ANSWER_SECONDS = 10
ADDRESS = re.compile(r"(?:tcp|tls)://(?P<host>[^/]+):(?P<port>\d+)")
IN_FLIGHT = 2
"""Chunks that wait for each worker, so that none is idle while results are stored."""


class Engine(ABC):
    """Annotates articles; `name` goes with the suggestions, `warning` may be empty."""

    name: str
    warning: str

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @abstractmethod
    def annotate(self, articles: Iterable[Article]) -> Iterator[Result]:
        """The result of each article, in any order; articles are taken from the stream as they are needed."""

    @abstractmethod
    def close(self) -> None:
        """End what the engine started; what has not begun is left undone."""


class InProcess(Engine):
    """One pipeline in this process: no start-up, one core."""

    def __init__(self, model: str | None) -> None:
        self._pipeline = load(model)
        self.name, self.warning = self._pipeline.name, self._pipeline.warning

    def annotate(self, articles: Iterable[Article]) -> Iterator[Result]:
        return self._pipeline.annotate(articles)

    def close(self) -> None:
        """Nothing was started."""


class Processes(Engine):
    """A pipeline in each of several processes of this machine.

    Raises:
        UserError: the model cannot be loaded, or a process ended before its work.
    """

    def __init__(self, model: str | None, workers: int) -> None:
        self._workers = workers
        # Spawned, not forked: a copy of a process with threads may wait for ever.
        self._pool = ProcessPoolExecutor(
            workers, mp_context=multiprocessing.get_context("spawn"), initializer=_belong_to_parent
        )
        self._model = model
        try:
            # One each, so that all are there before the work: a pool that starts a worker while another dies waits for
            # ever for the new one.
            loaded = [self._pool.submit(describe, model) for _ in range(workers)]
            found = [each.result() for each in loaded]
            self.name, self.warning = found[0]
        except BaseException as error:
            self.close()
            raise _as_user_error(error) from error

    def annotate(self, articles: Iterable[Article]) -> Iterator[Result]:
        pending: set[Future[list[Result]]] = set()
        chunks = chunked(articles)
        try:
            for chunk in chunks:
                pending.add(self._pool.submit(annotate_chunk, self._model, chunk))
                if len(pending) >= IN_FLIGHT * self._workers:
                    done, pending = wait(pending, return_when=FIRST_COMPLETED)
                    yield from _results(done)
            while pending:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                yield from _results(done)
        except BrokenProcessPool as error:
            raise _as_user_error(error) from error

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


class Dask(Engine):
    """The workers of a Dask cluster, on which this program and the model are installed.

    Raises:
        UserError: `distributed` is not installed, nobody answers at the address, or the workers lack the program.
    """

    def __init__(self, model: str | None, scheduler: str) -> None:
        try:
            self._dask: Any = importlib.import_module("distributed")
        except ImportError as error:
            hint = "Install the program with its extra “dask”."
            raise UserError("The engine dask is not installed.", hint) from error
        self._model = model
        _check_answers(scheduler)
        try:
            self._client: Any = self._dask.Client(scheduler, timeout=ANSWER_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise _no_answer(scheduler) from error
        try:
            self.name, self.warning = self._client.submit(describe, model, pure=False).result()
        except BaseException as error:
            self.close()
            raise _as_user_error(error) from error

    def annotate(self, articles: Iterable[Article]) -> Iterator[Result]:
        workers = max(len(self._client.scheduler_info()["workers"]), 1)
        chunks = chunked(articles)
        running: Any = self._dask.as_completed(loop=self._client.loop)
        waiting = 0
        for chunk in chunks:
            running.add(self._client.submit(annotate_chunk, self._model, chunk, pure=False))
            waiting += 1
            if waiting >= IN_FLIGHT * workers:
                yield from next(running).result()
                waiting -= 1
        for future in running:
            yield from future.result()

    def close(self) -> None:
        self._client.close()


def _check_answers(scheduler: str) -> None:
    """Raise UserError unless something listens at the address: Dask's client would try again and again."""
    found = ADDRESS.fullmatch(scheduler)
    try:
        if found is None:
            raise _no_answer(scheduler)
        socket.create_connection((found["host"].strip("[]"), int(found["port"])), timeout=ANSWER_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise _no_answer(scheduler) from error


def _no_answer(scheduler: str) -> UserError:
    return UserError(
        f"No Dask scheduler answers at {scheduler}.", "Give its address as tcp://HOST:PORT, and start it first."
    )


def engine(model: str | None, *, workers: int = 1, scheduler: str | None = None) -> Engine:
    """The engine that the arguments of `annotator preannotate` ask for."""
    if scheduler is not None:
        return Dask(model, scheduler)
    return Processes(model, workers) if workers > 1 else InProcess(model)


def chunked(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles in chunks that are worth a message: up to `CHUNK_ARTICLES` or `CHUNK_CHARS`."""
    chunk: list[Article] = []
    chars = 0
    for article in articles:
        chunk.append(article)
        chars += len(article.text)
        if len(chunk) == CHUNK_ARTICLES or chars >= CHUNK_CHARS:
            yield chunk
            chunk, chars = [], 0
    if chunk:
        yield chunk


@cache
def _pipeline(model: str | None) -> Pipeline:
    return load(model)


def describe(model: str | None) -> tuple[str, str]:
    """Name and warning of the pipeline, loaded where this runs."""
    pipeline = _pipeline(model)
    return pipeline.name, pipeline.warning


def annotate_chunk(model: str | None, chunk: list[Article]) -> list[Result]:
    """The results of some articles, with the pipeline that is loaded where this runs."""
    return list(_pipeline(model).annotate(chunk))


def _results(done: Iterable[Future[list[Result]]]) -> Iterator[Result]:
    for future in done:
        yield from future.result()


def _belong_to_parent() -> None:
    """Ctrl+C goes to the whole group, but the parent decides when its workers end; without it they end at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # SIGTERM is how the pool ends the other workers when one has died: it waits for ever for one that ignores it.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _as_user_error(error: BaseException) -> BaseException:
    if isinstance(error, BrokenProcessPool):
        return UserError(
            "A process of the pre-annotation ended before its work; what was done stays.",
            "Perhaps memory ran out: try again with fewer --workers.",
        )
    return error
