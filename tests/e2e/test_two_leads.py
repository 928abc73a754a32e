"""Two leads settled one card differently: the list of conflicts leads to Review, where it is settled."""

from __future__ import annotations

import shutil

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.project import Project
from tests.teams import make_team


def test_a_conflict_of_two_leads_is_listed_and_settled_in_review(make_project, qtbot, tmp_path, request):
    from ui.app import open_window

    path = make_team(make_project)
    other = shutil.copy(path, tmp_path / "other.annodb")
    card_id = _settled(path, "lead", 0)
    assert _settled(other, "max", 1) == card_id
    with Project.open(path, annotator="lead") as project:
        project.merge([other])
    window = open_window(path, annotator="lead")
    request.addfinalizer(window.close)
    qtbot.waitActive(window)
    window.do("conflicts")
    rows = window.findChild(object, "conflict_list")
    assert rows.model().rowCount() == 1
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    place = window.stack.currentWidget()
    qtbot.waitUntil(lambda: place.reviewing.card is not None and not place.queue.progress.isVisible())
    assert (place.reviewing.card.id, place.reviewing.card.state) == (card_id, "conflict")
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_2)
    assert window.session.project.conflicts() == []
    assert place.reviewing.article.find(card_id).state == "settled"


def _settled(path, annotator, version):
    """The id of the first open card, settled by one of its versions."""
    with Project.open(path, annotator=annotator) as project:
        review, article = project.lead.review, project.article_ids()[0]
        card = next(card for card in review.article(article).cards if card.state == "open" and len(card.versions) > 1)
        project.run(review.take(article, card, card.versions[version]))
        return card.id
