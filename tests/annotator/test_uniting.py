"""What a file proposes and what a model proposes, side by side."""

from __future__ import annotations

import json

import pytest

from annotator.ids import suggestion_id
from annotator.model import Entity, Span, Suggestion

RECORD = {
    "text": "Witkoff said in Doha that it was positive.",
    "spans": [{"id": "1" * 32, "start": 0, "end": 7, "label": "PERSON"}],
}


@pytest.fixture
def project(make_project, tmp_path):
    made = make_project()
    (tmp_path / "a.jsonl").write_text(json.dumps(RECORD))
    made.import_files([tmp_path / "a.jsonl"])
    return made


def entity(article: str, start: int, end: int, label: str) -> Suggestion:
    key = suggestion_id(article, "entity", [(start, end)], label)
    return Suggestion(Entity(key, Span(start, end), label), 0.9, "model 1")


def propose(project, *found) -> None:
    article = project.articles()[0].id
    project.store_suggestions([(article, [entity(article, *one) for one in found], [])], model="model")


def test_an_article_with_imported_suggestions_is_still_to_be_read_by_a_model(project):
    article = project.articles()[0].id
    assert project.articles_to_preannotate() == [article]
    propose(project, (0, 7, "PERSON"), (16, 20, "GPE"))
    assert project.articles_to_preannotate() == []


def test_what_a_model_proposes_is_united_with_what_the_file_brought(project):
    propose(project, (16, 20, "GPE"))
    assert project.status()["suggestions"] == 2


def test_the_same_from_both_counts_once(project):
    propose(project, (0, 7, "PERSON"), (16, 20, "GPE"))
    assert project.status()["suggestions"] == 2


def test_an_import_beside_a_models_suggestions_leaves_the_article_read(project, tmp_path):
    propose(project, (16, 20, "GPE"))
    project.import_files([tmp_path / "a.jsonl"])
    assert project.articles_to_preannotate() == []
    assert project.status()["suggestions"] == 2
