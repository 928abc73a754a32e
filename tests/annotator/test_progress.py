"""Progress for a program that listens: an object a line."""

from __future__ import annotations

import json

from annotator import cli
from annotator.progress import ProgressEvents
from annotator.project import Project


def test_progress_as_json_tells_the_first_and_the_last_step_at_once(capsys) -> None:
    with ProgressEvents() as progress:
        for done in range(1, 1001):
            progress(done, 1000)
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events[0] == {"event": "step", "done": 1, "total": 1000}
    assert events[-1]["done"] == 1000
    assert len(events) < 100


def test_an_import_tells_its_progress_before_its_result(tmp_path, capsys) -> None:
    Project.create(tmp_path / "p.annodb").close()
    (tmp_path / "a.txt").write_text("An article about Osk.", encoding="utf-8")
    arguments = ["import", tmp_path / "p.annodb", tmp_path / "a.txt", "--json", "--progress", "json"]
    assert cli.main([str(one) for one in arguments]) == 0
    step, result = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert step["event"] == "step"
    assert result["articles"]["new"] == 1
