"""Exceptions that nobody caught: the user's to mend go to the status line, ours into one window with a report.

There is nothing to rescue: every act is on disk before it is on the screen.
"""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from types import TracebackType
from typing import Any

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog

from annotator.errors import UserError


class CrashReporter(QObject):
    """Installs itself as the hook of all threads. Reports are shown by the main thread, one at a time."""

    _raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dialog: QDialog | None = None
        self._raised.connect(self._on_raised, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        sys.excepthook = self._take
        threading.excepthook = self._take_from_thread

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            QApplication.quit()
            return
        if not isinstance(error, UserError):
            sys.__excepthook__(kind, error, trace)
        self._raised.emit(error)

    def _take_from_thread(self, arguments: Any) -> None:
        if arguments.exc_value is not None:
            self._take(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _on_raised(self, error: BaseException) -> None:
        from ui.dialogs.crash import CrashDialog
        from ui.main_window import MainWindow

        window = next((one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)), None)
        if isinstance(error, UserError) and window is not None:
            window.session.say_error(error)
        elif self._dialog is None:
            self._dialog = CrashDialog(report(error), window)
            self._dialog.finished.connect(self._on_dialog_finished)
            self._dialog.open()

    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None


def report(error: BaseException) -> str:
    """What somebody who mends the program has to know; nothing of the articles but what an exception quotes."""
    from importlib import metadata  # for reports alone: a tenth of the interface's imports

    lines = [
        f"News Annotator {metadata.version('news-annotator')}",
        f"Python {platform.python_version()}, PySide6 {pyside_version}, {platform.platform()}",
        "",
        *(line.rstrip("\n") for line in traceback.format_exception(error)),
    ]
    return "\n".join(lines)
