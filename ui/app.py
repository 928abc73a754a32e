"""Starts the application: one QApplication, a window on a project, or the welcome window where none is named."""

from __future__ import annotations

import contextlib
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow

from annotator import settings as app_settings
from annotator.errors import UserError
from annotator.project import Project
from ui import dress, resume

if TYPE_CHECKING:
    from ui.main_window import MainWindow

APP_NAME = "News Annotator"
DESKTOP_FILE = "news-annotator"

_windows: set[QMainWindow] = set()
"""The windows that are open: without a reference here Python would clear them away."""


def application() -> QApplication:
    """The one QApplication, made and dressed if there is none."""
    app = QApplication.instance()
    if app is None:
        app = QApplication(sys.argv[:1])
    app = cast("QApplication", app)
    if app.applicationName() != APP_NAME:
        app.setApplicationName(APP_NAME)
        app.setApplicationDisplayName(APP_NAME)
        QGuiApplication.setDesktopFileName(DESKTOP_FILE)
        app.setStyle("Fusion")
    return app


def open_window(path: Path | str, *, annotator: str | None = None) -> MainWindow:
    """A shown window on the project at `path`, where this annotator left it, else at the first undecided unit.

    `annotator` is whose work it shows: else who last used the file here, else the system's user. Does not enter the
    event loop and asks nothing.

    Raises:
        UserError: the project cannot be opened; the sentence says why.
    """
    application()
    from ui.main_window import MainWindow

    loaded = app_settings.load_settings()
    path = Path(path).absolute()  # dialogs show it, and start beside it
    project = Project.open(path, annotator=annotator or loaded.settings.annotator_of(path))
    settings = loaded.settings.opened(path, project.annotator)
    with contextlib.suppress(UserError):
        app_settings.save_settings(settings)
    dress.put_on(settings)
    window = MainWindow(project, settings, resume.open_state())
    keep(window)
    window.start()
    if loaded.warning:
        window.session.say(loaded.warning, "warning")
    return window


def keep(window: QMainWindow) -> None:
    """Hold a window until it is closed."""
    _windows.add(window)
    window.destroyed.connect(lambda: _windows.discard(window))


def run(path: Path | None, annotator: str | None) -> int:
    """The whole application on a project, or with the welcome window without one. Gives the exit status."""
    from ui.crash import CrashReporter

    app = application()
    reporter = CrashReporter(app)
    reporter.install()
    if path is not None:
        open_window(path, annotator=annotator)
    else:
        from ui.welcome import WelcomeWindow

        dress.put_on(app_settings.load_settings().settings)
        window = WelcomeWindow(annotator)
        keep(window)
        window.show()
    gc.freeze()
    gc.enable()
    return app.exec()
