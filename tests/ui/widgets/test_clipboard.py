"""The clipboard holds several forms, and the program ends well with them in it."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtGui import QGuiApplication

from ui.widgets.clipboard import copy_forms

ENDING = """
from PySide6.QtGui import QGuiApplication
from ui.widgets.clipboard import copy_forms

app = QGuiApplication([])
copy_forms("a\\tb", "<b>a</b>")
"""


def test_what_is_copied_can_be_pasted_as_text_and_as_html(qapp):
    copy_forms("a\tb", "<b>a</b>")
    data = QGuiApplication.clipboard().mimeData()
    assert (data.text(), data.html()) == ("a\tb", "<b>a</b>")


def test_a_program_that_copied_ends_well():
    assert subprocess.run([sys.executable, "-c", ENDING], check=False).returncode == 0
