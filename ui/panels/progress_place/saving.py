"""Saving a page: its tables as CSV, all of it as a picture. What came of it is given as a sentence and its tone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.widgets.grid import CSV_ENCODING, Grid, csv_text

Said = tuple[str, str]


def ask_name(parent: QWidget, project: Path, section: str, suffix: str) -> str:
    """Where to save a section's page; "" if nowhere."""
    word = suffix.upper()
    start = project.with_name(f"{project.stem}-{section}.{suffix}")
    name, _ = QFileDialog.getSaveFileName(parent, f"Save as {word}", str(start), f"{word} (*.{suffix})")
    return name


def save_csv(grids: Sequence[Grid], name: str) -> Said:
    """Write tables, one below the other."""
    try:
        Path(name).write_bytes(csv_text(tuple(grids)).encode(CSV_ENCODING))
    except OSError as error:
        return f"{name} cannot be written: {error.strerror}.", "error"
    return f"Saved as {name}.", "ok"


def save_png(picture: QPixmap, name: str) -> Said:
    """Write a picture."""
    if picture.save(name, "PNG"):
        return f"Saved as {name}.", "ok"
    return f"{name} cannot be written.", "error"
