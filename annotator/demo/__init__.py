"""The sample project: made from the sample corpus, pre-annotated by the worker, and where nobody sees it exported.

The window is `ui`'s. The worker runs in a process of its own so that whoever makes the demo never imports spaCy.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from annotator.demo.lead import add_lead
from annotator.demo.team import add_team
from annotator.errors import UserError
from annotator.layers import SUGGESTIONS
from annotator.project import Project

NAME = "River talks"
FILE = "river-talks.annodb"
FOLDER = "annotator-demo"
Say = Callable[[str], None]


def make_demo(folder: Path | None, say: Say, *, has_team: bool = False) -> Path:
    """Make the sample project in `folder` (else in a new one beside here) and pre-annotate it. Gives its path.

    `say` hears in a sentence what is being done. With `has_team` three made-up annotators have submitted most articles,
    and a lead has settled some of the first.

    Raises:
        UserError: the folder holds a sample project already or cannot be written, or the pre-annotation failed.
    """
    say("Making the sample project …")
    path = make_project(folder)
    say("Pre-annotating it: the machine reads the articles …")
    preannotate(path)
    if has_team:
        say("Letting three annotators decide …")
        add_team(path)
        add_lead(path)
    return path


def make_project(folder: Path | None) -> Path:
    """The sample project without suggestions. Gives its path.

    Raises:
        UserError: the folder holds a sample project already, or cannot be written.
    """
    folder = new_folder() if folder is None else folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"The folder {folder} cannot be made: {error.strerror}.", "Name another one.") from error
    with (
        Project.create(folder / FILE, name=NAME) as project,
        resources.as_file(resources.files("resources") / "sample" / "articles.jsonl") as articles,
    ):
        project.import_files([articles])
        project.twins.look()
        return project.path


def preannotate(path: Path) -> None:
    """Run the worker on a project and wait for it.

    Raises:
        UserError: it failed; with what it said.
    """
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, *([] if frozen else ["-m", "annotator"]), "preannotate", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise UserError(
            f"The sample project {path} is made, but could not be pre-annotated: {said[-1] if said else ''}"
        )


def export_suggestions(path: Path) -> Path:
    """Export the machine's suggestions beside the project. Gives the folder.

    Raises:
        UserError: it cannot be written.
    """
    out = path.with_name(f"{path.stem}-suggestions")
    with Project.open(path) as project:
        project.export(out, layer=SUGGESTIONS)
    return out


def new_folder() -> Path:
    """A folder in the working directory that is not there yet: annotator-demo, annotator-demo-2 …"""
    here = Path.cwd()
    number = 1
    while True:
        folder = here / (FOLDER if number == 1 else f"{FOLDER}-{number}")
        if not folder.exists():
            return folder
        number += 1
