"""Engines: several processes or a Dask cluster propose what one process proposes."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator import ids
from annotator.errors import UserError
from annotator.model import Article
from annotator.preannotate.engines import CHUNK_ARTICLES, Dask, Engine, InProcess, Processes, chunked
from annotator.preannotate.pipeline import Result

if TYPE_CHECKING:
    from annotator.project import Project

ROOT = Path(__file__).parents[3]
TEXTS = [f"“Boat {number} is not for sale,” Anna Keller said in Oslo." for number in range(CHUNK_ARTICLES * 2 + 1)]
ARTICLES = [Article(ids.article_id(text), text) for text in TEXTS]


def results(engine: Engine) -> dict[str, Result]:
    with engine:
        return {result[0]: result for result in engine.annotate(iter(ARTICLES))}


@pytest.fixture(scope="module")
def expected() -> dict[str, Result]:
    return results(InProcess("rules"))


def test_several_processes_propose_what_one_does(expected: dict[str, Result]) -> None:
    assert results(Processes("rules", 2)) == expected


def test_a_model_that_is_not_there_is_said_from_another_process_too() -> None:
    with pytest.raises(UserError, match="no_such_model"):
        Processes("no_such_model", 2)


def test_articles_are_read_as_they_are_needed() -> None:
    taken: list[int] = []

    def stream() -> Iterator[Article]:
        for number, article in enumerate(ARTICLES * 10):
            taken.append(number)
            yield article

    with Processes("rules", 2) as engine:
        next(engine.annotate(stream()))
        assert len(taken) < len(ARTICLES) * 10


def test_chunks_hold_every_article_once_in_order() -> None:
    chunks = list(chunked(ARTICLES))
    assert [article for chunk in chunks for article in chunk] == ARTICLES
    assert len(chunks) == 3


def test_a_long_article_is_a_chunk_of_its_own() -> None:
    long = Article("a" * 32, "word " * 30_000)
    assert [len(chunk) for chunk in chunked([long, long])] == [1, 1]


def test_a_worker_that_is_killed_ends_the_work_with_a_sentence_and_the_other_workers_with_it() -> None:
    with Processes("rules", 2) as engine:
        multiprocessing.active_children()[0].kill()
        with pytest.raises(UserError, match="ended before its work"):
            list(engine.annotate(iter(ARTICLES * 50)))
    assert not multiprocessing.active_children()


CLUSTER = """
import sys
from distributed import LocalCluster
from annotator import cli

if __name__ == "__main__":
    small = {"n_workers": 1, "threads_per_worker": 1, "processes": False}
    with LocalCluster(**small, protocol="tcp://", dashboard_address=None) as cluster:
        cli.main(["preannotate", sys.argv[1], "--model", "rules", "--engine", "dask", "--scheduler",
                  cluster.scheduler_address, "--progress", "json"])
"""


def test_the_workers_of_a_dask_cluster_do_the_work(make_project: Callable[..., Project]) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    project = make_project(*TEXTS[:5])
    command = [sys.executable, "-c", CLUSTER, project.path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert '{"event": "done", "done": 5}' in done.stdout
    assert project.refresh().suggested == {article.id for article in ARTICLES[:5]}


@pytest.mark.parametrize("address", ["talks", "tcp://127.0.0.1:9", "nowhere://talks:8786", "tcp://127.0.0.1:123456"])
def test_nobody_at_the_address_is_said_in_a_sentence(address: str) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    with pytest.raises(UserError, match=f"No Dask scheduler answers at {address}"):
        Dask("rules", address)
