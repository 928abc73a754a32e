"""Writing the case book."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid
from annotator.operations import AddCase, EditCase, RemoveCase
from tests.annotator.making import TEXT


@pytest.fixture
def project(make_project):
    return make_project(TEXT)


def book(project):
    return [(case.section, case.reason, case.comment, case.used) for case in project.lead.cases.all()]


def test_a_reason_is_in_the_case_book_until_it_is_taken_out(project):
    changes = project.run(AddCase(" The title stays outside. ", "1.2", "Read it again.", ("boundary",), ("PERSON",)))
    (case,) = project.lead.cases.all()
    assert book(project) == [("1.2", "The title stays outside.", "Read it again.", 1)]
    assert changes.cases == {case.id}
    project.run(RemoveCase(case.ids))
    assert book(project) == []
    project.undo()
    assert len(book(project)) == 1


def test_editing_a_case_changes_every_time_that_it_was_given(project):
    for _ in range(2):
        project.run(AddCase("So.", "1.2", words="Keth"))
    (case,) = project.lead.cases.all()
    project.run(EditCase(case.ids, section="1.3"))
    assert book(project) == [("1.3", "So.", "", 2)]
    project.undo()
    assert book(project) == [("1.2", "So.", "", 2)]


def test_a_case_says_who_wrote_it_and_where(project):
    article = project.articles()[0].id
    project.run(AddCase("So.", kinds=("label",), words="Keth", outcome="GPE", card="card", article=article))
    (entry,) = project.lead.cases.all()[0].entries
    assert (entry.card, entry.article, entry.outcome, entry.kinds) == ("card", article, "GPE", ("label",))
    assert entry.author
    assert entry.time


def test_a_case_needs_a_word_and_must_be_there_to_be_changed(project):
    with pytest.raises(Invalid, match="why"):
        project.run(AddCase("  "))
    with pytest.raises(Invalid, match="not in the case book"):
        project.run(EditCase(("nobody",), reason="So."))
    with pytest.raises(Invalid, match="not in the case book"):
        project.run(RemoveCase(("nobody",)))


def test_the_undo_menu_says_that_a_case_was_written(project):
    project.run(AddCase("So."))
    assert "case" in project.undo_title()
