"""Training from the window: asked for, watched, cancelled, compared, used. A script tells what the real one would."""

from __future__ import annotations

import json

import msgspec
import pytest

from annotator.train_report import Row, remember
from tests.ui.trainings import report, score
from tests.windows import make_and_open
from ui import jobs
from ui.dialogs.exchange.models_sheet import ModelsSheet
from ui.dialogs.exchange.training_sheet import TrainingSheet

JOB_MS = 20_000
SCRIPT = """
import json, pathlib, signal, sys, time
def tell(event, **fields): print(json.dumps({"event": event, **fields}), flush=True)
if sys.argv[1] == "figures": print("[]"); sys.exit()
pathlib.Path(%(log)r).write_text(json.dumps(sys.argv[1:]))
tell("phase", name="reading"); tell("warning", message="2 entities end inside a token.")
tell("phase", name="entities"); tell("start", steps=100)
for done, score in ((10, .5), (20, .8), (30, .7)): tell("step", done=done, total=100, score=score, best=max(score, .5))
mode = %(mode)r
if mode == "wait":
    def stop(*_): tell("cancelled"); sys.exit(1)
    signal.signal(signal.SIGTERM, stop)
    time.sleep(60)
elif mode == "fail":
    print("There is too little to learn from.", file=sys.stderr); sys.exit(1)
else: tell("done", report=json.loads(%(report)r))
"""


@pytest.fixture
def window(make_project, qtbot):
    with make_and_open(make_project) as window:
        qtbot.waitActive(window)
        yield window


@pytest.fixture
def command(window, monkeypatch, tmp_path):
    """Let trainings be done by a script in one of its modes. Gives a function that tells the arguments it was given."""
    log = tmp_path / "arguments.json"
    model = tmp_path / "model"
    model.mkdir()
    (model / "meta.json").write_text("{}")
    made = report(window.session.project.id, model)
    text = msgspec.json.encode(made).decode()

    def use(mode: str) -> None:
        script = SCRIPT % {"log": str(log), "mode": mode, "report": text}
        monkeypatch.setattr(jobs, "command_prefix", lambda: ["-c", script])

    use.arguments = lambda: json.loads(log.read_text())  # type: ignore[attr-defined]
    use.report = made  # type: ignore[attr-defined]
    return use


def sheet_of(window, kind=TrainingSheet):
    return next(one for one in window.findChildren(kind) if one.isVisible())


def begin(window, press, qtbot) -> TrainingSheet:
    press("Ctrl+Shift+T")
    sheet = sheet_of(window)
    qtbot.waitUntil(lambda: sheet.form._blocks.text().startswith("Nothing blocks"), timeout=JOB_MS)
    press("Enter")
    return sheet


def test_a_training_is_watched_and_compared_and_its_pipeline_used(window, press, qtbot, command) -> None:
    command("done")
    sheet = begin(window, press, qtbot)
    qtbot.waitUntil(sheet.use.isVisible, timeout=JOB_MS)
    assert command.arguments()[0] == "train"
    assert command.arguments()[3:5] == ["--layer", "gold"]
    assert sheet.heading.text() == "news 1"
    assert window.focusWidget() is sheet.use
    press("Enter")
    assert window.files.exchange.model == command.report.model
    assert window.files.exchange.model_options() == ["--model", command.report.model]
    assert window.status.message.text().startswith("Pre-annotation uses")


def test_a_training_goes_on_when_its_sheet_is_closed_and_is_shown_again(window, press, qtbot, command) -> None:
    command("wait")
    sheet = begin(window, press, qtbot)
    run = window.files.exchange.training
    qtbot.waitUntil(lambda: len(run.points) == 3, timeout=JOB_MS)
    assert sheet.curve.accessibleName().endswith("0.70 now, the best 0.80 at step 20")
    assert "Step 30 of 100 at most · score 0.70" in sheet.told.text()
    assert "2 entities end inside a token." in sheet.told.text()
    press("Esc")
    assert run.is_running
    press("Ctrl+Shift+T")
    assert sheet_of(window).phase.text() == "Learning entities…"
    assert len(window.session.article_ids()) == 2  # work goes on beside it
    run.stop()


def test_a_pipeline_that_gained_nothing_is_not_what_enter_takes(window, press, command, tmp_path) -> None:
    worse = report(window.session.project.id, tmp_path, overall=(Row("entity", "", score(0.8), score(0.9)),))
    (tmp_path / "meta.json").write_text("{}")
    window.files.exchange.show_training(worse)
    assert window.focusWidget() is sheet_of(window).close_button
    press("Enter")
    assert window.files.exchange.model == ""


def test_the_sheet_grows_with_what_a_training_tells(window, press, qtbot, command) -> None:
    command("wait")
    sheet = begin(window, press, qtbot)
    qtbot.waitUntil(lambda: len(window.files.exchange.training.points) == 3, timeout=JOB_MS)
    qtbot.waitUntil(lambda: sheet.curve.height() >= sheet.curve.sizeHint().height(), timeout=JOB_MS)
    assert sheet.told.height() >= sheet.told.heightForWidth(sheet.told.width())
    window.files.exchange.training.stop()


def test_a_training_that_is_cancelled_says_that_nothing_was_written(window, press, qtbot, command) -> None:
    command("wait")
    sheet = begin(window, press, qtbot)
    run = window.files.exchange.training
    qtbot.waitUntil(lambda: len(run.points) == 3, timeout=JOB_MS)
    sheet.stop.setFocus()
    with qtbot.waitSignal(run.ended, timeout=JOB_MS):
        press("Enter")
    assert sheet.problem.text() == "The training was cancelled; nothing was written."
    assert sheet.go.isVisible()


def test_a_training_that_fails_says_why_and_can_be_asked_for_again(window, press, qtbot, command) -> None:
    command("fail")
    sheet = begin(window, press, qtbot)
    with qtbot.waitSignal(window.files.exchange.training.ended, timeout=JOB_MS):
        pass
    assert sheet.problem.text() == "There is too little to learn from."
    assert sheet.go.isVisible()


def test_a_folder_that_holds_something_is_refused(window, press, qtbot, command, tmp_path) -> None:
    command("done")
    press("Ctrl+Shift+T")
    sheet = sheet_of(window)
    sheet.form.out.setText(str(tmp_path))
    press("Enter")
    assert "new or empty" in sheet.problem.text()
    assert window.focusWidget() is sheet.form.out


def test_the_model_is_chosen_from_the_trained_ones_by_keys(window, press, command) -> None:
    remember(command.report)
    window.do("choose_model")
    sheet = sheet_of(window, ModelsSheet)
    assert [item.badge for item in sheet.list.rows.items()] == ["in use", ""]
    press("Down", "Enter")
    assert window.files.exchange.model == command.report.model
    window.do("choose_model")
    assert [item.badge for item in sheet_of(window, ModelsSheet).list.rows.items()] == ["", "in use"]


def test_a_model_that_is_gone_is_said_and_the_own_one_used(window, command, tmp_path) -> None:
    window.files.exchange.use_model(str(tmp_path / "gone"))
    assert window.files.exchange.model_options() == []
    assert "not there any more" in window.status.message.text()


def test_progress_shows_the_trained_models_and_leads_to_their_comparison(window, press, command) -> None:
    window.do("figures_models")
    place = window.stack.currentWidget()
    assert place.view.page.empty[0] == "No model was trained yet"
    remember(command.report)
    window.files.exchange.model_changed.emit()
    assert [grid.name for grid in place.view.page.grids] == ["trainings", "trained_overall", "trained_entity"]
    press("Enter", "Enter")
    assert sheet_of(window).heading.text() == "news 1"


def test_progress_leads_to_training_and_to_the_choice_of_a_model(window, press) -> None:
    window.do("figures_articles")
    head = window.stack.currentWidget().head
    assert not head.train_button.isVisible()
    window.do("figures_models")
    head.train_button.setFocus()
    press("Enter")
    assert sheet_of(window).form.isVisible()
    press("Esc")
    head.model_button.setFocus()
    press("Enter")
    assert sheet_of(window, ModelsSheet).isVisible()
