import doctest
from collections.abc import Callable
from pathlib import Path

import pytest

import annotator
from annotator.errors import UserError
from annotator.model import Span
from annotator.operations import AddEntity
from annotator.project import Project

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.model
def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from annotator.demo import make_demo

    made = make_demo(tmp_path / "demo", lambda _: None, has_team=True)
    monkeypatch.chdir(tmp_path)
    made.rename(tmp_path / "sample.annodb")
    flags = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    found = doctest.testfile(str(ROOT / "docs" / "notebook.md"), module_relative=False, optionflags=flags)
    assert found.attempted > 15
    assert found.failed == 0


def test_a_project_is_only_read_unless_asked(make_project: Callable[..., Project]) -> None:
    project = make_project("Kursk is far.", annotator="ann")
    article = project.article_ids()[0]
    project.close()
    add = AddEntity(article, Span(0, 5), "GPE")
    with annotator.open(project.path, annotator="ann") as view, pytest.raises(UserError):
        view.project.run(add)
    with annotator.open(project.path, annotator="ann", read_only=False) as view:
        view.project.run(add)
        assert [row["text"] for row in view.layer("ann").entity_rows()] == ["Kursk"]


def test_a_layer_that_is_not_there_is_said(make_project: Callable[..., Project]) -> None:
    project = make_project("Kursk is far.", annotator="ann")
    project.close()
    with annotator.open(project.path) as view, pytest.raises(UserError, match="no work of 'ben'"):
        view.layer("ben")
