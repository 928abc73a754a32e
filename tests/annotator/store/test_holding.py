"""That a project's log stays in place whatever else the process that has it open does with its files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.project import Project

ONE_MORE = """
import sys
from pathlib import Path
from annotator.project import Project
with Project.open(Path(sys.argv[1])) as project:
    project.import_files([Path(sys.argv[2])])
"""
needs_locks_of_handles = pytest.mark.skipif(sys.platform != "linux", reason="locks of handles are Linux’s")


def add_elsewhere(path: Path, text: str) -> None:
    """Another process opens the project, imports an article and closes it."""
    article = path.with_name("article.txt")
    article.write_text(text)
    subprocess.run([sys.executable, "-c", ONE_MORE, str(path), str(article)], check=True)


def look_at_all(path: Path) -> None:
    """What a file dialog does to find out what kind of files they are."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).open("rb").close()


@needs_locks_of_handles
def test_the_log_outlives_others_after_its_files_were_looked_at(make_project):
    project = make_project("A first text.")
    log = project.path.with_name(f"{project.path.name}-wal")
    before = os.stat(log).st_ino
    look_at_all(project.path)
    add_elsewhere(project.path, "A second text.")
    assert os.stat(log).st_ino == before


@needs_locks_of_handles
def test_what_others_write_is_seen_after_its_files_were_looked_at(make_project):
    project = make_project("A first text.")
    for text in ("A second text.", "A third text."):
        look_at_all(project.path)
        add_elsewhere(project.path, text)
        assert len(project.refresh().added) == 1
    assert len(project.article_ids()) == 3


def test_the_last_to_close_takes_the_log_away(make_project):
    project = make_project("A first text.")
    look_at_all(project.path)
    other = Project.open(project.path)
    project.close()
    other.close()
    assert [file.name for file in project.path.parent.glob(f"{project.path.name}*")] == [project.path.name]
