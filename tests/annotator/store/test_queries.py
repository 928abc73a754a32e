"""Questions to the projections: none reads all that a layer decided in order to answer for one article or name."""

from __future__ import annotations

import pytest

from annotator.operations import AcceptUnits, AddNote
from annotator.store import Database, lessons, queries
from tests.annotator.making import TEXT, propose_usual

ASKED = {
    "units of an article": lambda db, article: queries.decided_in_article(db, "entity", "ann", article),
    "statements of an article": lambda db, article: queries.decided_in_article(db, "statement", "ann", article),
    "links of an article": lambda db, article: queries.links_in_article(db, "ann", article),
    "links of statements": lambda db, _article: queries.links_of(db, "ann", ["s"]),
    "links to events": lambda db, _article: queries.links_to_event(db, "ann", ["e"]),
    "notes": lambda db, article: queries.notes(db, "ann", article),
    "regions": lambda db, article: queries.regions(db, "ann", article),
    "actors of an article": lambda db, article: queries.actors_in_article(db, "ann", article),
    "labels of names": lambda db, _article: queries.surfaces(db, "ann", ["Kursk"]),
    "what is known of names": lambda db, _article: lessons.names(db, ["ann", "gold"], ["Kursk"]),
    "what was learnt": lambda db, _article: lessons.taught(db, lessons.MOVED, ["ann", "gold"], ["Kursk"]),
}


@pytest.fixture
def project(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    project.run(AcceptUnits(article, tuple(unit.id for unit in project.work(article).every())))
    project.run(AddNote(article, "A note"))
    return project


def plans(db: Database, ask):
    asked = []
    db.conn.set_trace_callback(asked.append)
    ask()
    db.conn.set_trace_callback(None)
    return [row[3] for sql in asked for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]


@pytest.mark.parametrize("what", ASKED)
def test_no_question_about_one_article_or_name_reads_a_whole_layer(project, what):
    article = project.article_ids()[0]
    found = plans(project.db, lambda: ASKED[what](project.db, article))
    assert found
    wide = [plan for plan in found if plan.endswith("(layer=?)") or plan.startswith("SCAN")]
    assert [plan for plan in wide if " released " not in plan] == []  # of releases there are a few


def test_the_actors_used_last_come_first(project):
    actors = queries.recent_actor_ids(project.db, "ann", 5)
    assert len(actors) == 1
    assert queries.recent_actor_ids(project.db, "ben", 5) == []
