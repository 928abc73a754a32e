"""An article that its agency holds back until tonight is left out today, comes in tomorrow, and is given out blind."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotator.formats.news import ninjs
from annotator.operations import Assign
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow

TODAY = datetime(2025, 5, 20, 12, tzinfo=UTC)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """A folder of an agency with two items, one of them under embargo until midnight."""
    folder = tmp_path / "feed"
    folder.mkdir()
    for name, more in (("free", {}), ("held", {"embargoed": "2025-05-21T00:00:00Z"})):
        told = {"headlines": [{"value": f"The {name} one"}],
                "bodies": [{"contenttype": "text/plain", "value": f"The {name} boats sail."}]}  # fmt: skip
        item = {"uri": f"urn:{name}", "type": "text", "pubstatus": "usable", **told, **more}
        (folder / f"{name}.json").write_text(json.dumps(item), encoding="utf-8")
    return folder


def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ninjs, "current_time", lambda: moment)


def titles(project: Project) -> list[str]:
    return sorted(row.title for row in project.articles())


def test_it_comes_in_when_its_time_has_come_and_can_be_given_out_blind(
    feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(TODAY, monkeypatch)
    with Project.create(tmp_path / "talks.annodb", name="Talks", annotator="lead") as project:
        report = project.import_files([feed])
        assert (report.new, report.failed) == (1, ())
        (warning,) = [problem for problem in report.problems if problem.record == "urn:held"]
        assert "under embargo until 2025-05-21T00:00:00+00:00" in warning.reason
        assert titles(project) == ["The free one"]
        assert project.search("held") == []

        at(TODAY + timedelta(days=1), monkeypatch)
        report = project.import_files([feed])
        assert (report.new, report.known, report.problems) == (1, 1, ())
        assert titles(project) == ["The free one", "The held one"]

        held = next(row.id for row in project.articles() if row.title == "The held one")
        project.run(Assign((AssignmentRow(held, "ann", blind=True),)))
        project.hand_out("ann", tmp_path / "ann.annodb")
    with Project.open(tmp_path / "ann.annodb") as laptop:
        assert titles(laptop) == ["The held one"]
        assert laptop.articles_to_preannotate() == []
