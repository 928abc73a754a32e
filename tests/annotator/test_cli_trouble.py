"""The command line in trouble: odd names, protected and damaged files, readers that go away. The rest: `test_cli`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from annotator import cli

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A project with one article."""
    (tmp_path / "a.txt").write_text("“The boat is safe,” Anna Keller said in Oslo.", encoding="utf-8")
    path = tmp_path / "p.annodb"
    assert run("new", path) == 0
    assert run("import", path, tmp_path / "a.txt") == 0
    capsys.readouterr()
    return path


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def test_a_command_without_a_project_says_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("status", tmp_path / "no.annodb", "--json") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "A new project is made with: annotator new" in said.err


def test_a_column_that_is_none_of_ours_is_a_bad_argument(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", path, path.parent, "--columns", "foo=bar") == 2
    assert "Use one of text, title" in capsys.readouterr().err


def test_the_same_file_again_is_no_failure(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", path, path.with_name("a.txt")) == 0
    assert capsys.readouterr().out == "No new article: 1 was there already.\n"


def test_what_could_not_be_imported_is_said_and_the_rest_is_taken(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = path.with_name("b.jsonl")
    lines.write_text('{"text": "One."}\n{"text": \n', encoding="utf-8")
    assert run("import", path, lines, "--json") == 1
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert report["articles"] == {"new": 1, "known": 0}
    assert report["failed"] == said.err.splitlines()


@pytest.mark.skipif(os.name == "nt", reason="names on Windows are Unicode")
def test_a_file_whose_name_is_no_utf8_comes_in(path: Path) -> None:
    folder = path.with_name("odd")
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder / "b") + b"\xff.txt")).write_text("Another boat.")
    assert run("import", path, folder) == 0


def test_preannotation_that_has_nothing_to_do_says_so(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [run("preannotate", path, "--model", "rules") for _ in range(2)] == [0, 0]
    assert "Nothing to do" in capsys.readouterr().out.splitlines()[1]


def test_a_model_that_is_not_there_is_said_even_when_there_is_nothing_to_do(path: Path) -> None:
    assert run("preannotate", path, "--model", "rules") == 0
    assert run("preannotate", path, "--model", "no_such_model") == 1


def test_json_progress_is_all_that_is_printed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("preannotate", path, "--model", "rules", "--progress", "json") == 0
    assert [json.loads(line)["event"] for line in capsys.readouterr().out.splitlines()] == ["start", "article", "done"]


def test_a_reader_that_goes_away_is_no_crash(path: Path) -> None:
    command = [sys.executable, "-m", "annotator", "status", str(path)]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_title_that_a_terminal_cannot_show_is_no_crash(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "annotator", "new", str(tmp_path / "a.annodb"), "--name", "Мир “1”"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "\\u041c" in done.stdout


def test_a_protected_project_is_read_and_not_written(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # An administrator, as whom tests may run, can write in spite of any protection.
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert [run("check", path), run("import", path, path.with_name("a.txt"))] == [0, 1]
    assert "protected against writing" in capsys.readouterr().err


def test_a_scheme_that_is_not_there_leaves_no_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("new", tmp_path / "a.annodb", "--scheme", tmp_path / "no.toml") == 1
    assert "No such file or directory." in capsys.readouterr().err
    assert not (tmp_path / "a.annodb").exists()


def test_damage_that_comes_to_light_late_is_said_without_a_traceback(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("preannotate", path, "--model", "rules") == 0
    overwrite(path, b'"suggestions"')
    assert [run("export", path, path.with_name("out"), "--layer", "suggestions"), run("check", path)] == [1, 1]
    said = capsys.readouterr().err
    assert "is damaged" in said
    assert "--salvage OUT" in said


def test_a_backup_is_not_put_in_the_place_of_a_folder(path: Path) -> None:
    folder = path.with_name("folder")
    folder.mkdir()
    assert run("restore", path, folder) == 1
    assert folder.is_dir()


def test_a_file_of_which_nothing_can_be_read_leaves_no_empty_project(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    overwrite(path, b"Anna Keller")
    assert run("check", path, "--salvage", path.with_name("saved.annodb")) == 1
    assert "No article and no decision can be read" in capsys.readouterr().err
    assert not path.with_name("saved.annodb").exists()


def test_an_export_of_nothing_reads_back_as_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", path, path.with_name("out"), "--incomplete", "--verify") == 0
    assert "Exported 0 articles" in capsys.readouterr().out


def test_a_label_that_stands_twice_in_a_file_counts_once(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    span = {"start": 0, "end": 4, "label": "GPE"}
    lines = path.with_name("b.jsonl")
    lines.write_text(json.dumps({"text": "Oslo is calm.", "spans": [span, span]}), encoding="utf-8")
    assert run("import", path, lines, "--layer", "ben") == 0
    assert capsys.readouterr().out == "Imported 1 article. 1 label came with them.\n"


def overwrite(path: Path, words: bytes) -> None:
    """Destroy every page of the file that holds these words."""
    data = bytearray(path.read_bytes())
    for at in (found.start() // PAGE * PAGE for found in re.finditer(re.escape(words), bytes(data))):
        data[at : at + PAGE] = b"\x0a" * PAGE
    path.write_bytes(data)
