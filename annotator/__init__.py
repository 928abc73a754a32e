"""News Annotator's headless core: importable, scriptable, knows nothing of Qt.

`annotator.open(path)` gives a project in plain structs and rows, for notebooks and scripts: see docs/notebook.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.notebook import View

__version__ = "0.1.0"


def open(path: Path | str, *, annotator: str | None = None, read_only: bool = True) -> View:  # noqa: A001
    """A project file as plain structs and rows. Read only unless asked otherwise: then `View.project` can change it.

    Raises:
        UserError: there is no such file, or it is no project.
    """
    from annotator.notebook import open_view  # whoever imports the package for its version need not wait

    return open_view(path, annotator=annotator, read_only=read_only)
