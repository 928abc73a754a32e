"""What tests of review share: several annotators' layers in one file, without the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.operations.base import Operation
from annotator.project import Project

Run = Callable[[str, Operation], None]


@contextmanager
def as_annotator(path: Path, annotator: str) -> Iterator[Project]:
    """The project at `path` as somebody sees it."""
    with Project.open(path, annotator=annotator) as project:
        yield project


def runner(path: Path) -> Run:
    """`run("ann", operation)`: somebody does something in the project at `path`."""

    def run(annotator: str, operation: Operation) -> None:
        with as_annotator(path, annotator) as project:
            project.run(operation)

    return run
