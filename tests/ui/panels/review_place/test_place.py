"""The place as a whole: what it says where there is nothing, conflicts and late work, and that nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from annotator.model import Span
from annotator.operations import AddEntity, Assign, Submit
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from tests.teams import make_team
from tests.ui.hosts import Host
from ui.panels.review_place import ReviewPlace
from ui.session import Session
from ui.theme import load_theme


@contextmanager
def shown(host: Host, project: Project) -> Iterator[ReviewPlace]:
    """The place on a project, in the host's window, until it is hidden again."""
    session = Session(project, host.window)
    theme = load_theme("light")
    place = ReviewPlace(
        session,
        theme,
        host.window,
        key_handler=lambda _: False,
        shown_key=str,
        make_hand=lambda *_: None,
        text_size=lambda: 100,
    )
    host.show(place)
    host.qtbot.waitUntil(lambda: not place._warming.isActive())
    yield place
    place.hide()


@pytest.fixture
def team(make_project, tmp_path) -> Path:
    return make_team(lambda *texts, **options: make_project(*texts, name="team", **options))


def test_without_a_submission_it_says_how_articles_come_here(host):
    with shown(host, host.project) as place:
        assert place._empty.accessibleName().startswith("Nobody has submitted yet")


def test_with_one_submission_it_asks_for_a_second(host):
    article = host.articles[0]
    host.project.run(AddEntity(article, Span(0, 5), "PERSON"))
    host.project.run(Submit(article))
    with shown(host, host.project) as place:
        assert "No second submission yet. 1 article was submitted by one annotator." in place._empty.accessibleName()


def test_in_a_handout_it_says_where_review_happens(host, team, tmp_path):
    out = tmp_path / "ann.annodb"
    with Project.open(team, annotator="lead") as project:
        project.run(Assign((AssignmentRow(project.article_ids()[0], "ann"),)))
        project.hand_out("ann", out)
    with Project.open(out) as handout, shown(host, handout) as place:
        assert place._empty.accessibleName().startswith("Review happens in the lead’s file")
        assert not any(part.isVisible() for part in (place.bar, place.queue, place.card))
        assert place.panes() == [place._empty]


def test_it_opens_the_weightiest_article_at_its_first_disagreement(host, team):
    with Project.open(team, annotator="lead") as project, shown(host, project) as place:
        assert place.queue.model.rows[0].article == place.reviewing.article.article.id
        assert place.reviewing.card.is_waiting
        assert place.reviewing.place_of_card()[0] == 1


def test_no_character_moves_when_another_card_is_current(host, team):
    with Project.open(team, annotator="lead") as project, shown(host, project) as place:
        places = []
        for card in place.reviewing.article.cards:
            place.reviewing.set_card(card.id)
            places.append([place.view._span_rect(Span(at, at + 1)) for at in range(0, 150, 7)])
        assert all(one == places[0] for one in places)


def test_two_leads_who_differ_are_a_conflict_with_both_decisions_as_versions(host, team, tmp_path):
    import shutil

    copy = tmp_path / "copy.annodb"
    shutil.copy(team, copy)
    for path, lead, number in ((team, "lea", 0), (copy, "leo", 1)):
        with Project.open(path, annotator=lead) as project:
            review = project.lead.review
            article = review.article(project.article_ids()[0])
            card = next(one for one in article.cards if one.card.kinds == ("label",))
            project.run(review.take(article.article.id, card, card.versions[number]))
    with Project.open(team, annotator="lea") as project:
        project.merge([copy], all_layers=True)
        with shown(host, project) as place:
            found = next(one.id for one in place.reviewing.article.cards if one.state == "conflict")
            place.reviewing.set_card(found)
            assert place.card.badge.text() == "two leads differ"
            assert "lea and leo" in place.card.told.text()
            assert sum(column.is_gold for column in place.card.table.cells.columns) == 2


def test_the_table_tells_a_screen_reader_what_differs_and_what_is_taken(host, team):
    with Project.open(team, annotator="lead") as project, shown(host, project) as place:
        review, article = place.reviewing.review, place.reviewing.article
        card = next(one for one in article.cards if one.card.kinds == ("label",))
        place.reviewing.session.run(review.take(article.article.id, card, card.versions[0]))
        place.reviewing.set_card(card.id)
        from PySide6.QtCore import Qt

        table = place.card.table.cells
        words = table.data(table.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
        assert words.startswith("label of ")
        assert words.endswith("differs, taken")


def test_a_click_on_a_unit_makes_its_card_current(host, team):
    with Project.open(team, annotator="lead") as project, shown(host, project) as place:
        card = next(one for one in place.reviewing.article.cards if one.state == "agreed")
        gold = next(unit for unit in place.reviewing.article.gold if unit.spans == card.proposed.spans)
        place.view.unit_clicked.emit(gold.id)
        assert place.reviewing.card_id == card.id


def test_a_parent_is_told_by_its_words(host, team):
    with Project.open(team, annotator="lead") as project, shown(host, project) as place:
        statement = next(one for one in place.reviewing.article.cards if one.card.kind == "statement")
        words = place.side._words_now()
        assert words.find_statement(statement.id) is not None
        assert words.find_statement("nothing") is None


def test_agreed_units_to_look_at_are_counted_apart_from_disagreements(host, team):
    with shown(host, Project.open(team, annotator="lead")) as place:
        review = place.reviewing
        host_settings = msgspec.structs.replace(review.review.settings, sample=1.0)
        place._session.run(review.review.change_settings(host_settings))
        disagreements = len(review.disagreements())
        assert (
            place.view._settled
            == f"0 of {disagreements} disagreements settled · {len(review.sample())} agreed units to read"
        )
        review.set_card(review.sample()[1].id)
        assert place.bar.count.text().startswith(f"agreed unit 2 of {len(review.sample())} to read")


@pytest.mark.parametrize("width", [900, 1280, 1500])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_article_keeps_half_of_a_narrow_window_and_the_card_what_it_needs_of_a_wider_one(
    qtbot, monkeypatch, width, scale
):
    from PySide6.QtWidgets import QWidget

    from ui.panels.review_place import sides

    monkeypatch.setattr(sides, "scale_of", lambda _: scale)
    made = sides.Sides()
    qtbot.addWidget(made)
    for _ in range(3):
        made.addWidget(QWidget())
    made.resize(width, 600)
    made.show()
    left, middle, right = made.sizes()
    assert middle >= min(width * 0.42, 360 * scale - 2)
    assert right >= 300 * scale - 2 or left + right <= width / 2 + 2


def test_the_current_card_stays_in_sight_when_the_window_is_made_smaller(host, team):
    host.window.resize(1400, 900)
    with shown(host, Project.open(team, annotator="lead")) as place:
        place.reviewing.set_card(place.reviewing.article.cards[-1].id)
        host.window.resize(900, 420)
        host.qtbot.waitUntil(lambda: place.view.width() < 700)
        rect = place.view._span_rect(place.view._places[0])
        scrolled = place.view.verticalScrollBar().value()
        assert scrolled <= rect.top() <= rect.bottom() <= scrolled + place.view.viewport().height()


def test_the_queue_fills_while_it_is_being_worked_out(host, team):
    with shown(host, Project.open(team, annotator="lead")) as place:
        place._warming.start(10_000)  # as long as anything is still to be worked out
        place.queue.model.set_rows([])
        place.reviewing.queue_changed.emit()
        left = place._requeue.remainingTime()
        place.reviewing.queue_changed.emit()  # what comes meanwhile does not put it off
        assert place._requeue.remainingTime() <= left
        host.qtbot.waitUntil(lambda: place.queue.model.total == len(place.reviewing.rows))
