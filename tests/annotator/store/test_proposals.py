"""The cache of proposed events and of the words of articles."""

from __future__ import annotations

import pytest

from annotator.store import connection, proposals
from annotator.store.proposals import ProposalRow


@pytest.fixture
def project(make_project):
    return make_project("A ferry sank. Ferries sink.", "A ferry was late.")


@pytest.fixture
def db(project):
    return project.db


def test_proposals_come_back_the_best_first_with_their_articles(project, db):
    first, second = sorted(project.article_ids())
    rows = [ProposalRow("a", 0.3, (first,), b"{}"), ProposalRow("b", 0.9, (first, second), b'{"x":1}')]
    with connection.write(db):
        assert proposals.replace(db, rows) == 2
    assert proposals.rows(db) == [rows[1], rows[0]]
    assert [row.id for row in proposals.of_article(db, second)] == ["b"]
    assert proposals.find(db, "a") == rows[0]
    assert proposals.find(db, "c") is None


def test_new_proposals_take_the_place_of_all_old_ones(project, db):
    with connection.write(db):
        proposals.replace(db, [ProposalRow("a", 0.3, (project.article_ids()[0],), b"{}")])
        proposals.replace(db, [])
    assert proposals.rows(db) == []


def test_the_words_of_articles_are_kept(project, db):
    first, second = project.article_ids()
    with connection.write(db):
        proposals.store_words(db, [proposals.words_row(first, {"ferry": 1.5})])
    assert proposals.words(db, [first, second]) == {first: {"ferry": 1.5}}


def test_counts_of_terms_are_kept_and_the_full_text_index_knows_the_others(db):
    with connection.write(db):
        proposals.store_counts(db, {"ferry": 2})
    assert proposals.counts(db) == {"ferry": 2}
    assert proposals.articles_with(db, ["ferry", "ferries"]) == 2
    assert proposals.articles_with(db, ["bridge"]) == 0


def test_the_cache_can_be_emptied_and_made_again(project, db):
    project.proposals.refresh()
    kept = proposals.words(db, project.article_ids())
    with connection.write(db):
        proposals.forget(db)
    assert proposals.words(db, project.article_ids()) == {}
    project.proposals.refresh()
    assert proposals.words(db, project.article_ids()) == kept


def test_an_older_file_has_no_room_for_proposals_and_says_so(db):
    assert proposals.is_there(db)
    with connection.write(db):
        for table in ("event_proposal_article", "event_proposal"):
            db.execute(f"DROP TABLE {table}")
    assert not proposals.is_there(db)
