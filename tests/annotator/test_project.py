"""The façade: opening, undo over articles and restarts, other processes, what pre-annotation may replace."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid, NotFound, UserError
from annotator.operations import (
    AcceptUnits,
    AddEntity,
    AddNote,
    RejectUnits,
    SetFlag,
    SetLabel,
    SetType,
)
from annotator.project import Project
from annotator.store import chunks
from tests.annotator.making import TEXT, entity, propose, propose_usual, span_of, statement, told, unit_on


def test_a_new_project_takes_its_name_from_the_file_and_its_scheme_from_the_default(tmp_path):
    with Project.create(tmp_path / "talks.annodb", annotator="ann") as project:
        assert (project.name, project.scheme.name, project.annotator) == ("talks", "News", "ann")
        assert project.status()["decisions"] == 0
        assert project.check() == []


def test_a_project_is_not_made_over_a_file(tmp_path):
    (tmp_path / "talks.annodb").write_text("mine")
    with pytest.raises(UserError, match="there already"):
        Project.create(tmp_path / "talks.annodb")
    assert (tmp_path / "talks.annodb").read_text() == "mine"


@pytest.mark.parametrize("name", ["gold", "project", "suggestions", "  ", "a\nb"])
def test_some_names_are_nobodys(tmp_path, name):
    with pytest.raises(Invalid, match="cannot be called"):
        Project.create(tmp_path / "talks.annodb", annotator=name)
    assert not (tmp_path / "talks.annodb").exists()


def test_closing_twice_does_no_harm(make_project):
    project = make_project(TEXT)
    project.close()
    project.close()


def test_a_project_open_to_read_is_not_changed(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    project.checkpoint()
    with Project.open(project.path, annotator="ann", read_only=True) as reader:
        with pytest.raises(UserError, match="read only"):
            reader.run(AddNote(article, "Hm"))
        assert len(reader.work(article)) == 6


def test_undo_reaches_back_over_articles_and_restarts(make_project):
    project = make_project(TEXT, "Moscow waits.")
    first, second = (row.id for row in project.articles())
    for article, words, text in ((first, "talks", TEXT), (second, "waits", "Moscow waits.")):
        project.run(AddEntity(article, span_of(text, words), "EVENT"))
    project.close()
    with Project.open(project.path, annotator="ann") as again:
        assert again.undo().articles == {second}
        assert again.undo().articles == {first}
        assert not again.undo()
        assert again.undo_title() is None
        assert again.redo().articles == {first}
        assert again.redo().articles == {second}
        assert not again.redo()
        assert [len(again.work(key)) for key in (first, second)] == [1, 1]


@pytest.fixture
def large(make_project, monkeypatch):
    """A project with one batch that is turned in several steps."""
    monkeypatch.setattr(chunks, "CHUNK", 2)
    project = make_project(TEXT)
    propose_usual(project)
    article = project.articles()[0].id
    project.run(AcceptUnits(article, tuple(unit.id for unit in project.work(article).every())))
    return project


def test_a_large_batch_is_turned_step_by_step_and_as_one(large):
    steps = []
    assert large.undo(lambda *step: steps.append(step))
    assert len(steps) > 1
    assert steps == sorted(steps)
    assert all(done < total for done, total in steps)
    assert large.progress(large.articles()[0].id)[0] == 0
    assert large.check() == []


def test_an_undo_that_breaks_off_leaves_everything_as_it_was(large):
    article = large.articles()[0].id
    before = large.progress(article)

    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        large.undo(stop)
    assert large.progress(article) == before
    assert large.undo_title() is not None
    assert large.rebuild() == []


def test_something_new_ends_the_redo(make_project):
    project = make_project(TEXT)
    article = project.articles()[0].id
    project.run(AddEntity(article, span_of(TEXT, "talks"), "EVENT"))
    project.undo()
    assert project.redo_title() == "add entity"
    project.run(AddNote(article, "Hm"))
    assert project.redo_title() is None
    assert not project.redo()
    assert project.undo_title() == "add note"


def test_undo_takes_back_nobody_elses_work(make_project):
    project = make_project(TEXT)
    article = project.articles()[0].id
    project.run(AddEntity(article, span_of(TEXT, "talks"), "EVENT"))
    project.close()
    with Project.open(project.path, annotator="ben") as ben:
        assert ben.undo_title() is None
        assert not ben.undo()
        assert len(ben.work(article)) == 0
        assert len(ben.work(article, layer="ann")) == 1


def test_another_window_sees_what_was_decided_and_undo_of_it(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    moscow = unit_on(project, article, "Moscow").id
    with Project.open(project.path, annotator="ann") as other:
        work = other.work(article)
        assert not other.refresh()
        project.run(AcceptUnits(article, (moscow,)))
        other.refresh_work(work, other.refresh())
        assert work.find(moscow).state == "kept"
        project.undo()
        other.refresh_work(work, other.refresh())
        assert work.find(moscow).state == "suggested"


def test_what_others_write_between_ones_own_acts_is_not_missed(make_project):
    project = make_project(TEXT, "Moscow waits.")
    first, second = (row.id for row in project.articles())
    with Project.open(project.path, annotator="ben") as worker:
        propose(worker, entity(second, "Moscow waits.", "Moscow", "GPE"), article=second)
        project.run(AddNote(first, "Hm"))
        changes = project.refresh()
        assert changes.suggested == {second}
        assert first not in changes.articles
        assert not project.refresh()


def test_ones_own_acts_are_no_news(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    project.run(AddNote(article, "Hm"))
    project.undo()
    assert not project.refresh()


def test_a_new_run_replaces_what_nobody_decided_and_nothing_else(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    kept, refused, flagged, open_ = (
        unit_on(project, article, words, nth)
        for words, nth in (("Kursk", 0), ("Moscow", 0), ("Rubio", 0), ("Kursk", 1))
    )
    said = next(unit for unit in project.work(article).units() if unit.kind == "statement")
    for operation in (
        AcceptUnits(article, (kept.id,)),
        RejectUnits(article, (refused.id,)),
        SetFlag(article, flagged.id, "unsure", True),
        SetType(article, said.id, "mixed"),
    ):
        project.run(operation)
    propose(project, entity(article, TEXT, "talks", "EVENT"), entity(article, TEXT, "Moscow", "GPE"))
    work = project.work(article)
    assert work.find(open_.id) is None
    assert [work.find(unit.id).state for unit in (kept, refused, flagged, said)] == [
        "kept", "rejected", "suggested", "kept",
    ]  # fmt: skip
    assert [unit.state for unit in work.named("talks")] == ["suggested"]


def test_what_was_rejected_does_not_come_back(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    moscow = unit_on(project, article, "Moscow").id
    project.run(RejectUnits(article, (moscow,)))
    propose_usual(project)
    assert project.work(article).find(moscow).state == "rejected"


def test_a_new_run_never_alters_the_article_that_is_open(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    work = project.work(article)
    moscow = unit_on(project, article, "Moscow").id
    with Project.open(project.path, annotator="ben") as worker:
        propose(worker, entity(article, TEXT, "talks", "EVENT"))
    project.refresh_work(work, project.refresh())
    assert work.find(moscow)
    project.refresh_work(work, project.run(AcceptUnits(article, (moscow,))))
    assert work.find(moscow).state == "kept"
    project.refresh_work(work, project.undo())
    assert work.find(moscow).state == "suggested"
    assert [unit.id for unit in work.named("talks")] == []
    assert project.work(article).find(moscow) is None


def test_an_open_article_is_not_altered_by_questions_about_many_others(make_project):
    texts = [TEXT, *(f"Article {number}." for number in range(12))]
    project = make_project(*texts)
    keys = [row.id for row in project.articles()]
    propose_usual(project)
    work = project.work(keys[0])
    moscow = next(unit.id for unit in work.named("Moscow"))
    project.store_suggestions([(keys[0], (), ())], model="later")
    for key in keys[1:]:
        project.progress(key)
    project.refresh_work(work, project.run(AcceptUnits(keys[0], (moscow,))))
    assert work.find(moscow).state == "kept"


def test_a_later_run_counts_and_the_article_list_says_how_many_show(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    assert project.article_row(article).suggestions == 6
    propose(project, entity(article, TEXT, "Moscow", "GPE"), entity(article, TEXT, "talks", "CARDINAL"))
    assert project.article_row(article).suggestions == 1
    assert project.status()["suggestions"] == 2
    assert project.articles_to_preannotate() == []
    assert project.articles_to_preannotate(again=True) == [article]


def test_progress_counts_what_shows(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    assert project.progress(article) == (0, 6)
    project.run(AcceptUnits(article, (unit_on(project, article, "Moscow").id,)))
    project.run(RejectUnits(article, (unit_on(project, article, "Rubio").id,)))
    assert project.progress(article) == (2, 6)


def test_deciding_what_is_gone_is_refused_in_a_sentence(make_project):
    project = make_project(TEXT)
    with pytest.raises(NotFound, match="no longer in the article"):
        project.run(SetLabel(project.articles()[0].id, "0" * 32, "GPE"))
    with pytest.raises(NotFound, match="no article"):
        project.article("0" * 32)


def test_an_act_on_one_article_does_not_put_its_units_into_another(make_project):
    project = make_project(TEXT, "Kursk waits.")
    first, second = (row.id for row in project.articles())
    added = AddEntity(first, span_of(TEXT, "talks"), "EVENT")
    project.run(added)
    work = project.work(second)
    project.refresh_work(work, project.undo())
    project.refresh_work(work, project.redo())
    assert len(work) == 0
    assert project.refresh_work(work, project.undo()) == frozenset()


def test_another_layers_work_is_brought_up_to_date_by_that_layer(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    work = project.work(article, layer="ben")
    moscow = unit_on(project, article, "Moscow").id
    project.refresh_work(work, project.run(AcceptUnits(article, (moscow,))))
    assert work.find(moscow).state == "suggested"


def test_everything_is_sound_after_all_this(make_project):
    project = make_project(TEXT)
    article = propose_usual(project)
    before = told(project, article)
    propose(project, statement(article, TEXT, "We will go"))
    project.run(SetType(article, next(project.work(article).units()).id, "mixed"))
    project.undo()
    propose_usual(project)
    assert told(project, article) == before
    assert project.check() == []
    assert project.rebuild() == []
