"""The like case of the current unit, below the inspector."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from annotator.operations import Submit
from annotator.project import Project
from tests.casebooks import REASON, make_settled
from tests.windows import span_of
from ui.panels.inspector import Inspector
from ui.session import Session
from ui.theme import load_theme


@pytest.fixture
def path(make_project):
    """The first article is settled; nobody has begun the second."""
    return make_settled(make_project, second=False)


@pytest.fixture
def session_of(path):
    """`session_of(annotator, article)`: a session on one of the two articles; closed at the end."""
    projects = []

    def open_session(annotator: str, at: int) -> Session:
        project = Project.open(path, annotator=annotator)
        projects.append(project)
        session = Session(project)
        session.open_article(project.article_ids()[at])
        return session

    yield open_session
    for project in projects:
        project.close()


def point_at(session: Session, words: str) -> None:
    span = span_of(session.text, words)
    session.set_current(next(unit.id for unit in session.work.every() if span in unit.spans))


def shown(session: Session, qtbot) -> Inspector:
    inspector = Inspector(session, load_theme("light"))
    inspector.resize(344, 700)
    qtbot.addWidget(inspector)
    inspector.show()
    return inspector


def test_when_a_unit_has_been_current_for_a_moment_the_likest_case_is_told(session_of, qtbot):
    session = session_of("ann", 1)
    inspector = shown(session, qtbot)
    line = inspector.like
    point_at(session, "Kursk")
    assert line.words == "", "nothing is looked up on the way of a key"
    qtbot.waitUntil(lambda: REASON in line.words)
    assert line.accessibleName().endswith("Guidelines 1.3")


def test_a_unit_that_is_like_no_case_shows_none(session_of, qtbot):
    session = session_of("ann", 1)
    inspector = shown(session, qtbot)
    line = inspector.like
    point_at(session, "Putin")
    qtbot.waitUntil(line.isVisible)
    assert line.words == ""


def test_a_case_of_the_open_article_is_kept_from_who_has_not_submitted_it(session_of, qtbot):
    session = session_of("zoe", 0)
    inspector = shown(session, qtbot)
    line = inspector.like
    point_at(session, "Kursk")
    assert line.look() is None
    session.run(Submit(session.article_id, reject_rest=True))
    point_at(session, "Kursk")
    assert line.look().reason == REASON


def test_a_click_asks_for_the_case_book(session_of, qtbot):
    session = session_of("ann", 1)
    inspector = shown(session, qtbot)
    line = inspector.like
    point_at(session, "Kursk")
    line.look()
    with qtbot.waitSignal(session.act_requested) as asked:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert asked.args == ["like_case"]


def test_without_cases_there_is_no_line(host, qtbot):
    inspector = host.show(Inspector(host.session, load_theme("light")))
    inspector.like.look()
    assert inspector.like.isHidden()
