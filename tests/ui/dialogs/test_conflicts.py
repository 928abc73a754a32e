"""The list of conflicts: what stands in no text is settled in it."""

from __future__ import annotations

import shutil
from pathlib import Path

from annotator.operations import Assign
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from tests.ui.hosts import Host
from ui.dialogs.conflicts import ConflictsDialog
from ui.widgets.search_list import SearchList


def shown(found: SearchList) -> list[str]:
    return [item.title for item in found.model.items()]


def test_an_article_that_two_leads_assigned_differently_is_settled_in_the_list(host: Host, tmp_path: Path) -> None:
    row = AssignmentRow(host.articles[0], "zoe", order=1)
    host.project.checkpoint()
    path = Path(shutil.copy(host.project.path, tmp_path / "max.annodb"))
    with Project.open(path, annotator="max") as other:
        other.run(Assign((AssignmentRow(row.article, "zoe", blind=True, order=1),)))
    host.session.run(Assign((row,)))
    host.project.merge([path])
    dialog = ConflictsDialog(host.session, host.window)
    found = dialog.findChild(SearchList)
    assert shown(found) == ["assignment: blind"]
    found.taken.emit(found.current())
    assert sorted(shown(found)) == ["blind: no", "blind: yes"]
    found.taken.emit(next(item for item in found.model.items() if item.title == "blind: yes"))
    assert shown(found) == ["There are no conflicts."]
    assert [one.blind for one in host.project.lead.team.assignments()] == [True]
