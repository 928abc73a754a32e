"""The worker: stores article by article, tells progress, stops cleanly, keeps what is done."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from annotator.errors import UserError
from annotator.preannotate import worker
from annotator.preannotate.engines import InProcess
from annotator.store import connection, passages, proposals

if TYPE_CHECKING:
    from annotator.project import Project

TEXTS = [f"“Boat {number} is not for sale,” Anna Keller said in Oslo." for number in "ABC"]
MakeProject = Callable[..., "Project"]


def events(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def suggested(project: Project) -> list[int]:
    project.refresh()
    return [row.suggestions for row in project.articles()]


def test_all_articles_get_suggestions_and_progress_is_told(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(*TEXTS)
    assert worker.run(project.path, model="rules", progress="json").done == 3
    told = events(capsys)
    assert told[0] == {"event": "start", "total": 3}
    assert [each["done"] for each in told[1:] if "done" in each] == [1, 2, 3, 3]
    assert told[-1]["event"] == "done"
    assert all(count > 0 for count in suggested(project))


def test_a_second_run_does_only_what_is_new_and_again_does_all(make_project: MakeProject) -> None:
    project = make_project(*TEXTS)
    assert [worker.run(project.path, model="rules", again=again).done for again in (False, False, True)] == [3, 0, 3]


def test_a_finished_run_proposes_the_events_that_the_articles_tell_of(make_project: MakeProject) -> None:
    project = make_project(*TEXTS)
    worker.run(project.path, model="rules")
    (proposal,) = project.proposals.events()
    assert set(proposal.articles) == set(project.article_ids())


def test_what_an_older_program_left_undone_is_done_by_the_next_run(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(*TEXTS)
    worker.run(project.path, model="rules")
    with connection.write(project.db):
        proposals.forget(project.db)
        passages.clear(project.db)
    assert project.proposals.is_due()
    assert worker.run(project.path, model="rules").done == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Proposed 1 event over all articles."
    assert not project.proposals.is_due()
    assert not project.twins.pending()


def test_what_was_done_is_said_in_a_sentence(make_project: MakeProject, capsys: pytest.CaptureFixture[str]) -> None:
    project = make_project(*TEXTS)
    worker.run(project.path, model="rules")
    worker.run(project.path, model="rules")
    done, nothing = capsys.readouterr().out.splitlines()
    assert done == "Pre-annotated 3 articles. Proposed 1 event over all articles."
    assert "every article has suggestions" in nothing


def test_sigterm_stops_between_articles_and_keeps_what_is_done(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(*TEXTS)

    class Interrupted(InProcess):
        def annotate(self, articles: Iterator[object]) -> Iterator[object]:  # type: ignore[override]
            for number, result in enumerate(super().annotate(articles)):  # type: ignore[arg-type]
                if number == 2:
                    os.kill(os.getpid(), signal.SIGTERM)
                yield result

    monkeypatch.setattr(worker, "engine", lambda *_, **__: Interrupted("rules"))
    handler = signal.getsignal(signal.SIGTERM)
    assert worker.run(project.path, progress="json") == worker.Outcome(done=2, total=3)
    assert events(capsys)[-1] == {"event": "cancelled", "done": 2}
    assert sorted(count > 0 for count in suggested(project)) == [False, True, True]
    assert signal.getsignal(signal.SIGTERM) is handler


def test_a_model_that_is_not_there_changes_nothing(make_project: MakeProject) -> None:
    project = make_project(*TEXTS)
    with pytest.raises(UserError, match="no_such_model"):
        worker.run(project.path, model="no_such_model")
    assert suggested(project) == [0, 0, 0]


def test_a_warning_of_the_pipeline_is_told(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(TEXTS[0])
    engine = InProcess("rules")
    engine.warning = "The model is not installed."
    monkeypatch.setattr(worker, "engine", lambda *_, **__: engine)
    worker.run(project.path)
    assert "The model is not installed." in capsys.readouterr().err
