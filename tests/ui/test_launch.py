"""The console script: what goes to the window, what to the commands, what is said where no window can be shown."""

from __future__ import annotations

import subprocess
import sys

import pytest

from annotator import demo
from annotator.project import Project
from ui import launch, preflight


@pytest.fixture
def shown(monkeypatch):
    """What the window would have been opened on."""
    found = []
    monkeypatch.setattr(launch, "_show", lambda project, annotator: found.append((project, annotator)) or 0)
    return found


def test_a_path_opens_the_window_on_it(shown, tmp_path):
    assert launch.main([str(tmp_path / "talks.annodb"), "--as", "ann"]) == 0
    assert shown == [(tmp_path / "talks.annodb", "ann")]


def test_no_argument_opens_the_welcome_window(shown):
    assert launch.main([]) == 0
    assert shown == [(None, None)]


def test_a_command_goes_to_the_command_line_without_qt(tmp_path):
    code = (
        "import sys; from ui.launch import main; status = main(['new', sys.argv[1]]);"
        "print([name for name in sys.modules if name.startswith('PySide6')]); sys.exit(status)"
    )
    path = tmp_path / "talks.annodb"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("[]")
    assert path.exists()


def test_a_command_that_fails_gives_status_1_and_a_sentence(tmp_path, capsys):
    assert launch.main(["status", str(tmp_path / "none.annodb")]) == 1
    assert "none.annodb" in capsys.readouterr().err


def test_bad_arguments_give_status_2():
    with pytest.raises(SystemExit) as stop:
        launch.main(["--as"])
    assert stop.value.code == 2
    assert launch.main(["export"]) == 2


def test_a_misspelt_command_is_said_as_such(capsys):
    assert launch.main(["exprot", "talks.annodb"]) == 2
    assert "exprot is neither a command nor a project" in capsys.readouterr().err


def test_the_help_names_the_window_and_the_demo_too(capsys):
    assert launch.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert "annotator demo" in said
    assert "export" in said


def test_a_missing_project_is_said_in_a_sentence(tmp_path, capsys, qapp):
    assert launch.main([str(tmp_path / "none.annodb")]) == 1
    said = capsys.readouterr().err
    assert "none.annodb" in said
    assert "Traceback" not in said


def test_missing_libraries_are_named_before_qt_is_imported(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(preflight, "missing_libraries", lambda: ["libEGL.so.1"])
    assert launch.main([str(tmp_path / "talks.annodb")]) == 1
    assert "libegl1" in capsys.readouterr().err


def test_without_a_display_the_window_says_so(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(preflight, "missing_libraries", list)
    monkeypatch.setattr(preflight, "can_start", lambda: False)
    assert launch.main([str(tmp_path / "talks.annodb")]) == 1
    assert "no display" in capsys.readouterr().err


def test_the_demo_without_a_display_exports_the_suggestions_and_says_where(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(preflight, "has_display", lambda: False)
    monkeypatch.setattr(demo, "preannotate", lambda path: None)
    assert launch.main(["demo", str(tmp_path / "demo")]) == 0
    out = capsys.readouterr()
    assert "no display" in out.err
    assert str(tmp_path / "demo") in out.out
    assert list((tmp_path / "demo").glob("*/train.jsonl"))


def test_the_demo_can_bring_a_team(monkeypatch, shown, tmp_path):
    monkeypatch.setattr(preflight, "missing_libraries", list)
    monkeypatch.setattr(preflight, "has_display", lambda: True)
    monkeypatch.setattr(demo, "preannotate", lambda path: None)
    assert launch.main(["demo", str(tmp_path / "demo"), "--team"]) == 0
    with Project.open(shown[0][0]) as project:
        assert len(project.status()["layers"]) == 3


def test_the_demo_with_a_display_opens_the_window(monkeypatch, shown, tmp_path):
    monkeypatch.setattr(preflight, "missing_libraries", list)
    monkeypatch.setattr(preflight, "has_display", lambda: True)
    monkeypatch.setattr(demo, "preannotate", lambda path: None)
    assert launch.main(["demo", str(tmp_path / "demo")]) == 0
    assert shown == [(tmp_path / "demo" / demo.FILE, None)]


def test_a_second_demo_in_one_folder_is_refused_and_one_without_a_folder_makes_a_new_one(
    monkeypatch, capsys, shown, tmp_path
):
    monkeypatch.setattr(preflight, "has_display", lambda: True)
    monkeypatch.setattr(demo, "preannotate", lambda path: None)
    monkeypatch.chdir(tmp_path)
    assert launch.main(["demo", "here"]) == 0
    assert launch.main(["demo", "here"]) == 1
    assert launch.main(["demo"]) == launch.main(["demo"]) == 0
    assert {path.parent.name for path, _ in shown} == {"here", "annotator-demo", "annotator-demo-2"}


def test_the_sample_project_holds_the_sample_corpus(tmp_path):
    with Project.open(demo.make_project(tmp_path / "demo")) as project:
        assert len(project.articles()) >= 12
        assert project.name == demo.NAME
