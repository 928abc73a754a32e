"""A handout: one annotator's file, for a laptop of their own. Written beside its place, proven to open, moved there.

What goes into it is `annotator.store.handouts`; how it comes back is `annotator.exchange.merging`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotator.errors import UserError
from annotator.layers import GOLD, annotator_name
from annotator.progress import Progress
from annotator.store import assignments, check, connection, handouts
from annotator.wording import counted

if TYPE_CHECKING:
    from annotator.project import Project

WRITING = ".writing"
"""What is added to the file's name until it is whole."""


class HandoutReport(msgspec.Struct, frozen=True):
    """What a handout holds. `decisions` are the annotator's own rows, `feedback` the articles with the lead's."""

    path: Path
    annotator: str
    articles: int
    blind: int
    suggestions: int
    decisions: int
    feedback: int
    warnings: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    def summary(self) -> str:
        """The outcome in one line."""
        said = [counted(self.articles, "article")]
        if self.blind:
            said.append(f"{self.blind:,} of them without suggestions")
        said.append(counted(self.suggestions, "suggestion"))
        if self.decisions:
            said.append(f"{counted(self.decisions, 'decision')} of {self.annotator}")
        if self.feedback:
            said.append(f"feedback on {counted(self.feedback, 'article')}")
        return f"Handed out to {self.annotator}: {', '.join(said)}, in {self.path}."

    def as_json(self) -> dict[str, Any]:
        """What `annotator handout --json` prints."""
        return {
            "path": str(self.path),
            "annotator": self.annotator,
            "articles": self.articles,
            "blind": self.blind,
            "suggestions": self.suggestions,
            "decisions": self.decisions,
            "feedback": self.feedback,
            "warnings": list(self.warnings),
        }


def hand_out(project: Project, annotator: str, out: Path, progress: Progress | None = None) -> HandoutReport:
    """Write what is assigned to an annotator into the new file `out` (in a folder: under a name made for it).

    Where nothing is assigned to anybody, that is every article.

    It holds their articles with the suggestions, all that concerns everybody (scheme, guidelines, published events and
    actors, the case book), their own work, and the lead's decisions on articles that they have submitted. `progress` is
    called where passages that stand in several articles have not been looked for yet.

    Raises:
        UserError: articles are assigned but none to the annotator, the project is a handout itself, or `out` cannot
            be written.
    """
    name = annotator_name(annotator)
    if project.handout is not None:
        raise UserError(f"This file is {project.handout}'s handout.", "Hand out from the project that it came from.")
    _check_assigned(project, name)
    target = out / f"{project.path.stem}-{_in_file_name(name)}{connection.SUFFIX}" if out.is_dir() else out
    _check_place(target)
    fresh = target.with_name(f"{target.name}{WRITING}")
    _drop(fresh)
    try:
        handed = _written(project, name, fresh)
        _prove(project, name, fresh, handed, progress)
        if target.exists():
            raise _there_already(target)
        fresh.replace(target)
    except BaseException:
        _drop(fresh)
        raise
    return HandoutReport(
        path=target,
        annotator=name,
        articles=handed.articles,
        blind=handed.blind,
        suggestions=handed.suggestions,
        decisions=handed.rows.get(name, 0),
        feedback=handed.feedback,
    )


def _check_assigned(project: Project, name: str) -> None:
    rows = assignments.every(project.db)
    if not rows or any(row.annotator == name for row in rows):
        return
    names = ", ".join(sorted({row.annotator for row in rows}))
    raise UserError(
        f"Nothing is assigned to {name}.",
        f"Articles are assigned to {names}. Assign with: annotator assign PROJECT --annotator {name}",
    )


def _check_place(target: Path) -> None:
    if target.exists():
        raise _there_already(target)
    if not target.parent.is_dir():
        raise UserError(f"The folder {target.parent} does not exist.", "Make it first, or choose another.")
    if not os.access(target.parent, os.W_OK):
        raise UserError(f"The folder {target.parent} cannot be written.", "Choose another.")


def _there_already(target: Path) -> UserError:
    return UserError(
        f"{target} is there already.",
        "Choose another name; the annotator merges the new file into theirs, and nothing of their work is lost.",
    )


def _written(project: Project, name: str, fresh: Path) -> handouts.Handed:
    db = connection.create(fresh)
    try:
        with connection.write(db):
            handed = handouts.fill(db, project.db, name, check.project_info(project.db, project.path))
        connection.checkpoint(db)
    finally:
        connection.close(db)
    return handed


def _prove(project: Project, name: str, fresh: Path, handed: handouts.Handed, progress: Progress | None) -> None:
    """Open what was written as its annotator will, and check that all is there and nothing else.

    Raises:
        UserError: it is not sound.
    """
    with type(project).open(fresh, annotator=name) as copy:
        copy.twins.look(progress)
        found = copy.check()
        is_whole = copy.id == project.id and copy.handout == name and len(copy.listed_articles()) == handed.articles
        if found or not is_whole or any(layer not in (name, GOLD) for _, layer in assignments.begun(copy.db)):
            raise UserError(
                f"The handout is not sound: {found[0] if found else 'it does not hold what it should'}",
                "The project itself was left as it is. Check it with: annotator check PROJECT",
            )


def _drop(fresh: Path) -> None:
    for end in ("", "-wal", "-shm"):
        fresh.with_name(fresh.name + end).unlink(missing_ok=True)


def _in_file_name(name: str) -> str:
    """An annotator's name as part of a file's."""
    return "".join(char if char.isalnum() or char in "-_." else "_" for char in name)
