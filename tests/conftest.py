"""What all tests stand on: a home of their own, projects made by hand, and no thread, timer or window left behind."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from annotator.project import Project

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A busy machine breaks no property; and CI tries the same examples each time, so that what lands is what was tried.
hypothesis.settings.register_profile("developing", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "developing")
SHARED = Path(__file__).parents[1] / ".." / "shared"
QT_OPTIONS = ("qt_api", "qt_log_level_fail", "qt_log_ignore")
THREAD_SECONDS = 2.0
TEACH = {
    "thread": "Join it, or start it as a job and let the job end, before the test ends.",
    "timer": "Stop it, or give it a parent that the test closes.",
    "window": "Hand it to qtbot.addWidget(), or close it and let it be deleted.",
}


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """The core's tests run without Qt, so without pytest-qt: its settings mean nothing then, but are no error."""
    if not pluginmanager.hasplugin("pytest-qt"):
        for name in QT_OPTIONS:
            parser.addini(
                name, "for pytest-qt, which is not loaded", type="linelist" if name == "qt_log_ignore" else None
            )


def pytest_configure(config: pytest.Config) -> None:
    """Nothing that a test starts may find the user's own settings, wherever Qt or a library looks for them."""
    folder = tempfile.TemporaryDirectory(prefix="annotator-tests-")
    config.add_cleanup(folder.cleanup)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = folder.name
    os.environ["ANNOTATOR_HOME"] = str(Path(folder.name) / "home")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of this test alone: settings, backups and device id lie under it."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ANNOTATOR_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles, gold data and other tools' files that lies beside some checkouts."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with real articles is not here")
    return SHARED.resolve()


@pytest.fixture
def make_project(tmp_path: Path) -> Iterator[Callable[..., Project]]:
    """`make_project("First text.", "Second.", annotator="ann", name="talks")`: an open project with these articles.

    The file is `<name>.annodb` in the test's folder; the project is closed when the test ends.
    """
    from annotator.project import Project

    with ExitStack() as open_projects:

        def make(*texts: str, name: str = "talks", annotator: str = "ann", **options: Any) -> Project:
            path = tmp_path / f"{name}.annodb"
            project = open_projects.enter_context(Project.create(path, name=name, annotator=annotator, **options))
            if texts:
                sources = tmp_path / f"{name}-articles"
                sources.mkdir()
                for number, text in enumerate(texts, 1):
                    (sources / f"{number:04}.txt").write_bytes(text.encode())
                project.import_files([sources])
            return project

        yield make


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves a thread, an active timer or a window, and says how to mend it."""
    threads = set(threading.enumerate())
    windows = {id(window) for window in _windows()}
    yield
    left = [("thread", thread.name) for thread in _threads_left(threads)]
    left += [("window", repr(window)) for window in _windows_left(windows)]
    left += [("timer", repr(timer)) for timer in _active_timers()]
    if left:
        kinds = dict.fromkeys(kind for kind, _ in left)
        said = "; ".join(f"{kind} {name}" for kind, name in left)
        pytest.fail(f"{request.node.name} leaves behind: {said}. {' '.join(TEACH[kind] for kind in kinds)}")


def _threads_left(before: set[threading.Thread]) -> list[threading.Thread]:
    started = [thread for thread in threading.enumerate() if thread not in before]
    started = [thread for thread in started if not thread.name.startswith("Dummy-")]  # Qt's own, seen by Python
    for thread in started:
        thread.join(THREAD_SECONDS)
    return [thread for thread in started if thread.is_alive()]


def _widgets() -> Any:
    """QtWidgets where a test has imported it and an application exists, else None."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets if widgets is not None and widgets.QApplication.instance() is not None else None


def _windows() -> list[Any]:
    widgets = _widgets()
    return widgets.QApplication.topLevelWidgets() if widgets else []


def _windows_left(before: set[int]) -> list[Any]:
    widgets = _widgets()
    if widgets is None:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return [window for window in _windows() if id(window) not in before and window.isVisible()]


def _active_timers() -> list[Any]:
    widgets = _widgets()
    if widgets is None:
        return []
    from PySide6.QtCore import QThreadPool, QTimer

    QThreadPool.globalInstance().waitForDone(int(THREAD_SECONDS * 1000))
    owners = [widgets.QApplication.instance(), *_windows()]
    timers = [timer for owner in owners for timer in owner.findChildren(QTimer) if timer.isActive()]
    return [timer for timer in timers if not _belongs_to_qt(timer)]


def _belongs_to_qt(timer: Any) -> bool:
    """Whether Qt's own machinery runs it: the parent is a Qt object that is neither ours nor the application."""
    from PySide6.QtCore import QCoreApplication

    parent = timer.parent()
    return parent is not QCoreApplication.instance() and type(parent).__module__.startswith("PySide6.")
