"""Folders of processes that were killed are cleared away by the next one; all others stay. With real processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator import leftovers
from annotator.formats.folder import folder_for
from annotator.leftovers import Held, private, sweep

HOLDS = """
import sys
from pathlib import Path
from annotator.leftovers import Held
held = Held(Path(sys.argv[1]), ".gold")
(held.path / "half.jsonl").write_text("half")
print(held.path, flush=True)
sys.stdin.read()
"""

Start = Callable[[Path], tuple[subprocess.Popen[str], Path]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a process that holds a folder in a place until it is killed; gives it and its folder."""
    started: list[subprocess.Popen[str]] = []

    def start(place: Path) -> tuple[subprocess.Popen[str], Path]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDS, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout is not None
        return process, Path(process.stdout.readline().strip())

    yield start
    for process in started:
        process.kill()
        process.communicate()


def killed(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()


def test_a_held_folder_is_gone_with_what_is_in_it_when_it_is_closed(tmp_path: Path) -> None:
    with Held(tmp_path, "work") as held:
        (held.path / "deep").mkdir()
        (held.path / "deep" / "a.txt").write_text("a")
    assert not list(tmp_path.iterdir())


def test_a_held_folder_may_be_moved_elsewhere_and_leaves_nothing_where_it_was(tmp_path: Path) -> None:
    with Held(tmp_path / "new", "work") as held:
        held.path.rename(tmp_path / "done")
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "done", tmp_path / "new"]


def test_what_a_killed_process_left_is_cleared_away_by_the_next_one(tmp_path: Path, start: Start) -> None:
    process, folder = start(tmp_path)
    killed(process)
    assert (folder / "half.jsonl").exists()
    with folder_for(tmp_path / "gold") as another:
        another.write("a.jsonl", [b"{}\n"])
    assert [path.name for path in tmp_path.iterdir()] == ["gold"]


def test_the_folder_of_a_living_process_stays(tmp_path: Path, start: Start) -> None:
    _, folder = start(tmp_path)
    with folder_for(tmp_path / "gold"):
        pass
    assert (folder / "half.jsonl").exists()


def test_a_folder_held_by_this_process_stays(tmp_path: Path) -> None:
    with Held(tmp_path, "one") as held:
        sweep(tmp_path)
        assert held.path.is_dir()


def test_what_was_killed_before_it_could_lock_is_cleared_away(tmp_path: Path, start: Start) -> None:
    process, folder = start(tmp_path)
    killed(process)
    bare = folder.parent.with_name(folder.parent.name.replace(".gold", ".other"))
    bare.mkdir()
    sweep(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", [".gold.1a2b3c4d.part", ".gold.part", "annotator-x1y2z3", ".gold.0.1a2b3c4d.part"])
def test_what_only_looks_alike_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    sweep(tmp_path)
    assert (tmp_path / name).is_dir()


def test_what_another_machine_holds_in_a_shared_folder_stays(
    tmp_path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    process, folder = start(tmp_path)
    killed(process)
    monkeypatch.setattr(leftovers, "_machine", lambda: "another")
    sweep(tmp_path)
    assert (folder / "half.jsonl").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_is_not_followed_to_what_is_somebody_elses(tmp_path: Path, start: Start) -> None:
    process, folder = start(tmp_path / "place")
    killed(process)
    elsewhere = folder.parent.rename(tmp_path / "elsewhere")
    folder.parent.symlink_to(elsewhere)
    sweep(tmp_path / "place")
    assert (elsewhere / "files" / "half.jsonl").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="users have temporary folders of their own there")
def test_a_private_folder_is_closed_to_other_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with private() as held:
        assert held.path.is_relative_to(tmp_path)
        assert os.stat(held.path.parent).st_mode & 0o077 == 0


def test_a_place_that_cannot_be_read_is_no_reason_to_stop(tmp_path: Path) -> None:
    sweep(tmp_path / "absent")
